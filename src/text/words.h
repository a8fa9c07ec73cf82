/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include <padan/text.h>

#include "base/buffer.h"

/* A word, number or symbol of a text; white space is none. */
struct padan_word {
    size_t start, end; /* bytes */
    enum { PADAN_WORD_LETTERS, PADAN_WORD_NUMBER, PADAN_WORD_SYMBOL } kind;
};

/* Cuts texts of one language into words, by ICU's dictionaries where a script has no spaces. One thread at a time. */
struct padan_words;

/* Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION, PADAN_ERROR_INTERNAL. Source: UAX 29. */
int padan_words_new(struct padan_words **out, const char *language, struct padan_error *error);

/*
 * The words of `text`, in order; the list belongs to `words` and lives until the next call.
 * A hyphen joins nothing: "peace-keeping" is two words and a symbol; digits with
 * inner separators ("6.500,25") are one number; a letter-digit mix ("B52") is letters.
 * Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION.
 */
int padan_words_cut(struct padan_words *words, struct padan_string text, const struct padan_word **list, size_t *count,
                    struct padan_error *error);
void padan_words_free(struct padan_words *words);

/*
 * Appends the folded form by which words are compared: NFKC, full case folding, marks of Latin, Greek and
 * Cyrillic letters removed ("Évian" => "evian"; Indic vowel signs, Arabic letters stay; Arabic harakat go).
 * Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION.
 */
int padan_word_fold(struct padan_buffer *out, struct padan_string word, struct padan_error *error);

/*
 * The one character that `character` is in the folded form of every word, whatever stands beside it; -1 where there is
 * no such one: it becomes several or none, or its neighbours have a say. Words of such characters need not be folded
 * whole.
 */
int32_t padan_character_fold(int32_t character);

/* Snowball for a language; where it has none, the word itself is the stem. One thread at a time. */
struct padan_stemmer;
int padan_stemmer_new(struct padan_stemmer **out, const char *language, struct padan_error *error);

/* Whether Snowball has rules for the language. */
bool padan_stemmer_has_rules(const struct padan_stemmer *stemmer);

/* The stem of a folded word; lives until the next call. Its data is NULL where there is no memory. */
struct padan_string padan_stem(struct padan_stemmer *stemmer, struct padan_string folded);
void padan_stemmer_free(struct padan_stemmer *stemmer);

#endif
