/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index of StarDict 2: a headword, a zero byte, offset and size in four bytes each, the greatest first. */
#include <string.h>

#include "base/error.h"
#include "dictionary/dictionary.h"

enum { NUMBERS_SIZE = 8 };

static uint64_t read_number(const char *bytes)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    return (uint64_t)byte[0] << 24 | (uint64_t)byte[1] << 16 | (uint64_t)byte[2] << 8 | byte[3];
}

int padan_stardict_parse(struct padan_dictionary *dictionary, const char *name, struct padan_error *error)
{
    const char *data = dictionary->index.data;
    size_t size = dictionary->index.size;
    int status = PADAN_OK;
    for (size_t at = 0; at < size && status == PADAN_OK;) {
        const char *end = memchr(data + at, '\0', size - at);
        if (!end || (size_t)(data + size - end) < 1 + NUMBERS_SIZE)
            return padan_error_byte(error, PADAN_ERROR_SYNTAX, name, (int64_t)at, "the index ends inside an entry");
        struct padan_dictionary_item item = { .headword = at, .headword_size = (size_t)(end - data) - at };
        item.offset = read_number(end + 1);
        item.size = read_number(end + 5);
        status = padan_dictionary_add(dictionary, item, name, error);
        at += item.headword_size + 1 + NUMBERS_SIZE;
    }
    return status;
}
