/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stored markup of any bytes: the text that is searched has a place for each of its codes, and is UTF-8 where it was.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "match/placeholder.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

static size_t count_marks(struct padan_string text)
{
    size_t count = 0;
    for (size_t i = 0; i + 3 <= text.size; i++)
        count += memcmp(text.data + i, "\xEF\xBF\xBC", 3) == 0;
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_string markup = { (const char *)data, size }, plain = { "plain", 5 };
    struct padan_buffer scratch = { 0 };
    struct padan_placed_code *codes;
    struct padan_error error;
    size_t count;
    struct padan_string text = padan_placeholder_text(&scratch, plain, markup);
    if (size == 0)
        require(text.data == plain.data && text.size == plain.size);
    else if (padan_utf8_fault(markup) == size)
        require(padan_utf8_fault(text) == text.size);
    require(padan_placeholder_codes(&codes, &count, markup, &error) == PADAN_OK);
    for (size_t i = 0; i < count; i++)
        require(memchr(codes[i].name, '\0', sizeof codes[i].name) != NULL);
    /* The markup may have the character itself. */
    require(size == 0 || count <= count_marks(text));
    free(codes);
    padan_buffer_free(&scratch);
    return 0;
}
