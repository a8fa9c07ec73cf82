/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HTML: blocks lie within the source, codes within their blocks and in order, pairs come in twos; runs rise in text and
 * source, and say the same where they are no references.
 */
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

static void check_codes(const struct padan_block *block, struct padan_string source)
{
    unsigned *opened = calloc(block->code_count + 1, sizeof *opened);
    size_t offset = 0;
    require(opened != NULL);
    for (size_t i = 0; i < block->code_count; i++) {
        const struct padan_code *code = &block->codes[i];
        require(code->offset >= offset && code->offset <= block->text.size && code->pair <= block->code_count);
        require(code->data.size == 0 || (code->data.data >= source.data && code->data.size <= source.size &&
                                         code->data.data + code->data.size <= source.data + source.size));
        require(code->kind == PADAN_CODE_ALONE ? code->pair == 0
                                               : code->pair == 0 || opened[code->pair]++ == (unsigned)code->kind);
        offset = code->offset;
    }
    for (size_t i = 1; i <= block->code_count; i++)
        require(opened[i] == 0 || opened[i] == 2);
    free(opened);
}

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static void check_runs(const struct padan_block *block, struct padan_string source)
{
    size_t offset = 0, place = 0;
    for (size_t i = 0; i < block->run_count; i++) {
        const struct padan_run *run = &block->runs[i];
        require(run->size > 0 && run->source_size > 0 && run->offset >= offset && run->source >= place);
        offset = run->offset + run->size;
        place = run->source + run->source_size;
        require(offset <= block->text.size && place <= source.size);
        bool is_reference = source.data[run->source] == '&';
        require(run->size == run->source_size || is_reference);
        for (size_t k = 0; !is_reference && k < run->size; k++) {
            char one = block->text.data[run->offset + k], other = source.data[run->source + k];
            require(one == other || (is_space(one) && is_space(other)));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_read_options options = PADAN_READ_OPTIONS_INIT;
    struct padan_document *document;
    options.format = "html";
    options.replace_invalid = true;
    if (padan_document_parse(&document, data, size, "fuzz", &options, NULL) != PADAN_OK)
        return 0;
    struct padan_string source = { padan_document_source(document)->data, padan_document_source(document)->size };
    for (size_t i = 0; i < padan_document_block_count(document); i++) {
        const struct padan_block *block = padan_document_block(document, i);
        require(block->text.size > 0 && padan_utf8_fault(block->text) == block->text.size);
        require(block->source_start <= block->source_end && block->source_end <= source.size);
        check_codes(block, source);
        check_runs(block, source);
    }
    padan_document_free(document);
    return 0;
}
