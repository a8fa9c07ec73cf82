/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/words.h"

#include <errno.h>
#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "text/language.h"

/* No word of any language is longer; some Snowball rules cost the square of a word's length. */
enum { LONGEST_WORD = 256 };

struct padan_stemmer {
    struct sb_stemmer *snowball; /* NULL: the language has none */
};

static const char *algorithm_of(const char *language)
{
    bool norwegian = strcmp(language, "nb") == 0 || strcmp(language, "nn") == 0;
    return norwegian ? "no" : language;
}

int padan_stemmer_new(struct padan_stemmer **out, const char *language, struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE], primary[PADAN_LANGUAGE_SIZE];
    *out = NULL;
    int status = padan_language_canonical(tag, language, error);
    if (status != PADAN_OK)
        return status;
    padan_language_primary(primary, tag);
    struct padan_stemmer *stemmer = calloc(1, sizeof *stemmer);
    if (!stemmer)
        return padan_error_allocation(error);
    /* NULL is Snowball's answer to a language that it has not and to a lack of memory alike. */
    errno = 0;
    stemmer->snowball = sb_stemmer_new(algorithm_of(primary), NULL);
    if (!stemmer->snowball && errno == ENOMEM) {
        free(stemmer);
        return padan_error_allocation(error);
    }
    *out = stemmer;
    return PADAN_OK;
}

bool padan_stemmer_has_rules(const struct padan_stemmer *stemmer)
{
    return stemmer->snowball != NULL;
}

struct padan_string padan_stem(struct padan_stemmer *stemmer, struct padan_string folded)
{
    if (!stemmer->snowball || folded.size == 0 || folded.size > LONGEST_WORD)
        return folded;
    const sb_symbol *stem = sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)folded.data, (int)folded.size);
    if (!stem)
        return (struct padan_string){ NULL, 0 };
    int size = sb_stemmer_length(stemmer->snowball);
    if (size <= 0)
        return folded;
    return (struct padan_string){ .data = (const char *)stem, .size = (size_t)size };
}

void padan_stemmer_free(struct padan_stemmer *stemmer)
{
    if (!stemmer)
        return;
    if (stemmer->snowball)
        sb_stemmer_delete(stemmer->snowball);
    free(stemmer);
}
