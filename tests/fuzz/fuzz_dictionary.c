/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The size of an index in four digits, the index, the data; read as dictd and as StarDict: entries stand in the data,
 * and are taken apart.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dictionary/dictionary.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_entries(const struct padan_dictionary *dictionary)
{
    struct padan_buffer gloss = { 0 };
    for (size_t i = 0; i < padan_dictionary_count(dictionary); i++) {
        struct padan_string headword, text;
        padan_dictionary_entry(dictionary, i, &headword, &text);
        if (text.data < dictionary->data.data || text.data + text.size > dictionary->data.data + dictionary->data.size)
            abort();
        padan_gloss_clean(&gloss, headword, text);
        if (gloss.size > text.size)
            abort();
    }
    padan_buffer_free(&gloss);
}

static void try_parse(const uint8_t *index, size_t index_size, const uint8_t *text, size_t text_size,
                      int (*parse)(struct padan_dictionary *dictionary, const char *name, struct padan_error *error))
{
    struct padan_dictionary dictionary = { 0 };
    struct padan_error error;
    padan_buffer_reserve(&dictionary.index, 1);
    padan_buffer_reserve(&dictionary.data, 1);
    padan_buffer_append(&dictionary.index, index, index_size);
    padan_buffer_append(&dictionary.data, text, text_size);
    /* What was read before an error is whole. */
    parse(&dictionary, "fuzz", &error);
    read_entries(&dictionary);
    padan_buffer_free(&dictionary.index);
    padan_buffer_free(&dictionary.data);
    free(dictionary.items);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t index = 0;
    if (size < 4)
        return 0;
    for (size_t i = 0; i < 4; i++)
        index = index * 10 + (size_t)(data[i] % 10 + 2) % 10; /* '0' is 48 */
    data += 4;
    size -= 4;
    index = index < size ? index : size;
    try_parse(data, index, data + index, size - index, padan_dictd_parse);
    try_parse(data, index, data + index, size - index, padan_stardict_parse);
    return 0;
}
