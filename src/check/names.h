/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_NAMES_H
#define CHECK_NAMES_H

/* What the files names*.c share. */

#include <unicode/utypes.h>

#include "align/skeleton.h"
#include "check/checking.h"
#include "check/places.h"

/* Bits of the filter of known words; names of a unit that are looked at; consonants of a name and of a text. */
enum { PADAN_CHECK_KNOWN_BITS = 1 << 21, PADAN_CHECK_MOST_NAMES = 32, PADAN_CHECK_MOST_SOUND = 1024 };

/* What both sides of a unit are compared by. */
struct padan_check_comparing {
    struct padan_check_names *names;
    const struct padan_check_side *sides;
    char sound[PADAN_CHECK_MOST_SOUND]; /* of the side without capitals */
    size_t sound_size;
    bool sounded;
};

struct padan_check_names {
    struct padan_check_comparing comparing;
    uint8_t *known[2]; /* bits: words that are no names */
    struct padan_check_places *places;
    struct padan_skeletons *skeletons;
    struct padan_buffer folded[2], word; /* the texts, and a word */
};

/* A part of a name on one side. */
struct padan_check_name_part {
    struct padan_check_span span;
    size_t word; /* its number */
    bool rendered;
};

struct padan_check_names_found {
    struct padan_check_name_part items[PADAN_CHECK_MOST_NAMES];
    size_t count;
};

/* A folded word, and what its first letters are, so that its other forms are known too. */
void padan_check_know(uint8_t *bits, const char *text, size_t size);
bool padan_check_is_known(const uint8_t *bits, const char *text, size_t size);

/* The words of the lexicons of both languages, and the commonest ones; a lexicon that is not there teaches nothing. */
void padan_check_know_lexicons(struct padan_check_names *names, const struct padan_check_pair *pair, const char *data);

/* The text of a word by its number, and the first character of a text. */
struct padan_string padan_check_word_text(const struct padan_check_side *side, size_t word);
UChar32 padan_check_first_of(struct padan_string text);

/* The next or the last word of the same name: right beside it, or beyond particles; SIZE_MAX: there is none. */
size_t padan_check_next_of_name(const struct padan_check_side *side, size_t word);
size_t padan_check_last_of_name(const struct padan_check_side *side, size_t word);

/* Folds a word into names->word. */
void padan_check_fold_word(struct padan_check_names *names, struct padan_string word);

/* Notes the words of a side that are written with a small letter. */
void padan_check_learn_words(struct padan_check_names *names, const struct padan_check_side *side, int number);

/* The parts of names that a side has, PADAN_CHECK_MOST_NAMES at most. */
void padan_check_find_names(struct padan_check_names *names, const struct padan_check_side *side, int number,
                            struct padan_check_names_found *found);

/* Whether a part of a name of a side stands in the other text as it is, or as something that sounds alike. */
bool padan_check_is_written(struct padan_check_comparing *comparing, int side,
                            const struct padan_check_name_part *name);
bool padan_check_is_heard(struct padan_check_comparing *comparing, int side, const struct padan_check_name_part *name);

#endif
