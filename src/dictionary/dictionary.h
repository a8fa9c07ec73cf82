/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DICTIONARY_DICTIONARY_H
#define DICTIONARY_DICTIONARY_H

#include <padan/dictionary.h>

#include "base/buffer.h"

struct padan_dictionary_item {
    size_t headword; /* offset into the index */
    size_t headword_size;
    uint64_t offset, size; /* of its text in the data */
};

struct padan_dictionary {
    struct padan_buffer index, data;
    struct padan_dictionary_item *items;
    size_t count, capacity;
};

/* Fill the items from the index; `name` is for messages. Errors: PADAN_ERROR_SYNTAX, PADAN_ERROR_ALLOCATION. */
int padan_dictd_parse(struct padan_dictionary *dictionary, const char *name, struct padan_error *error);
int padan_stardict_parse(struct padan_dictionary *dictionary, const char *name, struct padan_error *error);

/* Adds an item; refuses one whose text is not in the data. */
int padan_dictionary_add(struct padan_dictionary *dictionary, struct padan_dictionary_item item, const char *name,
                         struct padan_error *error);

/*
 * Takes apart the text of an entry: `clean` is set to its renderings divided by commas, without the line of the
 * headword, markup, what stands in brackets or between slashes, and numbers of senses. Source: entries of FreeDict.
 */
void padan_gloss_clean(struct padan_buffer *clean, struct padan_string headword, struct padan_string text);

#endif
