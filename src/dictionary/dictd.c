/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index of dictd: "headword TAB offset TAB size" a line, numbers in base 64. Source: dictfmt(1). */
#include <string.h>

#include "base/error.h"
#include "dictionary/dictionary.h"

/* False where it is no number, or too large to be true. */
static bool read_number(uint64_t *number, const char *text, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    *number = 0;
    if (size == 0 || size > 10)
        return false;
    for (size_t i = 0; i < size; i++) {
        const char *digit = text[i] ? strchr(digits, text[i]) : NULL;
        if (!digit)
            return false;
        *number = *number * 64 + (uint64_t)(digit - digits);
    }
    return true;
}

static bool read_line(struct padan_dictionary_item *item, const char *line, size_t size)
{
    const char *first = memchr(line, '\t', size);
    if (!first)
        return false;
    const char *end = line + size, *second = memchr(first + 1, '\t', (size_t)(end - first - 1));
    if (!second)
        return false;
    /* A fourth column has the headword as it was before it was simplified for sorting. */
    const char *third = memchr(second + 1, '\t', (size_t)(end - second - 1));
    item->headword_size = (size_t)(first - line);
    return read_number(&item->offset, first + 1, (size_t)(second - first - 1)) &&
           read_number(&item->size, second + 1, (size_t)((third ? third : end) - second - 1));
}

int padan_dictd_parse(struct padan_dictionary *dictionary, const char *name, struct padan_error *error)
{
    const char *data = dictionary->index.data;
    size_t size = dictionary->index.size;
    int64_t number = 1;
    int status = PADAN_OK;
    for (size_t at = 0; at < size && status == PADAN_OK; number++) {
        const char *feed = memchr(data + at, '\n', size - at);
        size_t length = feed ? (size_t)(feed - data) - at : size - at;
        struct padan_dictionary_item item = { .headword = at };
        if (!read_line(&item, data + at, length))
            return padan_error_at(error, PADAN_ERROR_SYNTAX, name, number,
                                  "not a headword, an offset and a size, divided by tabs");
        /* What dictd tells of the dictionary itself. */
        bool is_entry = item.headword_size < 2 || memcmp(data + at, "00", 2) != 0;
        status = is_entry ? padan_dictionary_add(dictionary, item, name, error) : PADAN_OK;
        at += length + 1;
    }
    return status;
}
