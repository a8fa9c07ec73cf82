/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "align/finder.h"

#include "base/error.h"

int padan_finder_make(struct padan_finder *finder, const struct padan_side *side, const char *language,
                      struct padan_error *error)
{
    *finder = (struct padan_finder){ .side = side };
    int status = padan_words_new(&finder->words, language, error);
    return status == PADAN_OK ? padan_stemmer_new(&finder->stemmer, language, error) : status;
}

/* The stem is what costs, and of a form that the text has it is known. */
static bool find_type(struct padan_finder *finder, struct padan_string form, size_t *type)
{
    const struct padan_side *side = finder->side;
    size_t known = padan_table_find(&side->forms, form.data, form.size);
    if (known != PADAN_TABLE_NONE) {
        *type = side->form_type[known];
        return true;
    }
    struct padan_string stem = padan_side_stem(finder->stemmer, form);
    if (!stem.data)
        return false;
    *type = padan_table_find(&side->types, stem.data, stem.size);
    return true;
}

static int find_word(struct padan_finder *finder, struct padan_string word, struct padan_found *found,
                     struct padan_error *error)
{
    padan_buffer_clear(&finder->folded);
    int status = padan_word_fold(&finder->folded, word, error);
    if (status != PADAN_OK || finder->folded.size == 0)
        return status;
    struct padan_string form = { finder->folded.data, finder->folded.size };
    size_t type;
    if (!find_type(finder, form, &type))
        return padan_error_allocation(error);
    if (type != PADAN_TABLE_NONE && found->known < PADAN_FOUND_WORDS)
        found->types[found->known++] = type;
    found->count++;
    return PADAN_OK;
}

int padan_finder_find(struct padan_finder *finder, struct padan_string text, struct padan_found *found,
                      struct padan_error *error)
{
    const struct padan_word *list;
    size_t count;
    *found = (struct padan_found){ 0 };
    int status = padan_words_cut(finder->words, text, &list, &count, error);
    for (size_t i = 0; status == PADAN_OK && i < count; i++) {
        struct padan_string word = { text.data + list[i].start, list[i].end - list[i].start };
        if (list[i].kind == PADAN_WORD_LETTERS)
            status = find_word(finder, word, found, error);
    }
    return status;
}

void padan_finder_free(struct padan_finder *finder)
{
    padan_words_free(finder->words);
    padan_stemmer_free(finder->stemmer);
    padan_buffer_free(&finder->folded);
    *finder = (struct padan_finder){ 0 };
}
