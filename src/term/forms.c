/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "term/forms.h"

#include <string.h>

#include "base/error.h"
#include "text/language.h"

/* A word keeps at least so many letters of those that are taken off it. */
static const size_t least_rest = 3;

/* Particles, then possessives: the order in which they stand, from the end. */
static const char *const particles[] = { "lah", "kah", "tah", "pun" };
static const char *const possessives[] = { "nya", "ku", "mu" };

#define COUNT(list) (sizeof(list) / sizeof *(list))

int padan_forms_make(struct padan_forms *forms, const char *language, bool family, struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE], primary[PADAN_LANGUAGE_SIZE];
    *forms = (struct padan_forms){ 0 };
    int status = padan_language_canonical(tag, language, error);
    if (status != PADAN_OK)
        return status;
    padan_language_primary(primary, tag);
    bool malay = strcmp(primary, "ms") == 0 || strcmp(primary, "zsm") == 0;
    forms->light = !family && (malay || strcmp(primary, "id") == 0);
    return padan_stemmer_new(&forms->stemmer, malay ? "id" : language, error);
}

static void take_off(struct padan_string *word, const char *const *endings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(endings[i]);
        if (word->size < size + least_rest || memcmp(word->data + word->size - size, endings[i], size) != 0)
            continue;
        word->size -= size;
        return;
    }
}

int padan_forms_key(struct padan_forms *forms, struct padan_string word, struct padan_string *key,
                    struct padan_error *error)
{
    padan_buffer_clear(&forms->folded);
    int status = padan_word_fold(&forms->folded, word, error);
    if (status != PADAN_OK)
        return status;
    *key = (struct padan_string){ forms->folded.data ? forms->folded.data : "", forms->folded.size };
    if (forms->light) {
        take_off(key, particles, COUNT(particles));
        take_off(key, possessives, COUNT(possessives));
    } else {
        *key = padan_stem(forms->stemmer, *key);
    }
    return PADAN_OK;
}

void padan_forms_free(struct padan_forms *forms)
{
    padan_stemmer_free(forms->stemmer);
    padan_buffer_free(&forms->folded);
    *forms = (struct padan_forms){ 0 };
}
