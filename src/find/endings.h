/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIND_ENDINGS_H
#define FIND_ENDINGS_H

#include <stdbool.h>

#include <padan/text.h>

/* With what a language derives words from one another. */
struct padan_endings {
    const char *language; /* primary subtag */
    const char *list;     /* endings of inflection and derivation, folded, with a space between */
    const char *joints;   /* what may stand between the parts of a closed compound, likewise; NULL: it has none */
};

/* NULL where nothing is known of a language; `primary` is its primary subtag. */
const struct padan_endings *padan_endings_of(const char *primary);

/* Whether all of a text is made of at most three endings. */
bool padan_endings_match(const struct padan_endings *endings, struct padan_string rest);

/*
 * Whether two folded words are one beginning with an ending each, or none: at least four characters where one of them
 * is the beginning itself, else five. A consonant may be doubled before an ending.
 *     observe, observation; run, runners; happy, happiness; not "part" and "party"
 */
bool padan_endings_relate(const struct padan_endings *endings, struct padan_string one, struct padan_string other);

/* How many bytes of a word are left at least when endings are taken off, four characters or all of it. */
size_t padan_endings_least(const struct padan_endings *endings, struct padan_string word);

#endif
