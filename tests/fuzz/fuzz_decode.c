/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first byte chooses how; the rest is decoded. What comes out must be UTF-8 with LF alone and no NUL. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <padan/document.h>

#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void check_reading(const struct padan_decoded *decoded, const char *format)
{
    struct padan_read_options options = PADAN_READ_OPTIONS_INIT;
    struct padan_document *document;
    options.format = format;
    options.encoding = "UTF-8";
    if (padan_document_parse(&document, decoded->data, decoded->size, "fuzz", &options, NULL) != PADAN_OK)
        return;
    struct padan_string source = { padan_document_source(document)->data, padan_document_source(document)->size };
    size_t end = 0;
    for (size_t i = 0; i < padan_document_block_count(document); i++) {
        const struct padan_block *block = padan_document_block(document, i);
        require(block->text.size > 0 && block->source_start >= end && block->source_end <= source.size);
        require(block->source_end - block->source_start == block->text.size);
        require(memcmp(source.data + block->source_start, block->text.data, block->text.size) == 0);
        end = block->source_end;
    }
    padan_document_free(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const encodings[] = { NULL,           NULL,        "UTF-8",   "UTF-16",
                                             "windows-1252", "Shift_JIS", "GB18030", "EUC-KR",
                                             "ISO-2022-JP",  "UTF-32BE",  "TIS-620", "UTF-7" };
    static const char *const languages[] = { NULL, "id", "ja", "ru", "th" };
    struct padan_decode_options options = PADAN_DECODE_OPTIONS_INIT;
    struct padan_decoded decoded;
    uint8_t how = size > 0 ? data[0] : 0;
    options.encoding = encodings[how % (sizeof encodings / sizeof *encodings)];
    options.language = languages[how / 16 % (sizeof languages / sizeof *languages)];
    options.replace_invalid = how & 0x80;
    if (padan_text_decode(&decoded, data + (size > 0), size - (size > 0), &options, NULL) != PADAN_OK)
        return 0;
    struct padan_string text = { decoded.data, decoded.size };
    require(decoded.data[decoded.size] == '\0' && padan_utf8_fault(text) == text.size);
    require(!memchr(text.data, '\0', text.size) && !memchr(text.data, '\r', text.size));
    check_reading(&decoded, "text");
    check_reading(&decoded, "segmented");
    padan_decoded_free(&decoded);
    return 0;
}
