/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_TOKENS_H
#define MEMORY_TOKENS_H

#include <stdbool.h>
#include <stdint.h>

#include <padan/text.h>

enum padan_token_kind {
    PADAN_TOKEN_WORD,     /* letters, marks and digits that stand together */
    PADAN_TOKEN_SYLLABLE, /* one character with its marks, of a script that does not show where words end */
    PADAN_TOKEN_SIGN      /* one punctuation mark or symbol */
};

struct padan_token_notes;

/*
 * What a search compares. The folded form and the stem belong to the tokenizer and
 * live until its next call. Without stems asked for, and for what is no word, the
 * stem is the folded form.
 */
struct padan_token {
    size_t start, end; /* bytes of the text */
    enum padan_token_kind kind;
    bool apart; /* white space, or nothing, stands before it */
    struct padan_string folded;
    struct padan_string stem;
    /*
     * Room for what the caller knows of a word, which is there again when the word comes again; all 0 where it was
     * forgotten meanwhile. NULL for what is not remembered.
     */
    struct padan_token_notes *notes;
};

struct padan_token_notes {
    uint32_t round, folded, stem;
};

/* Cuts and folds texts of one language for searching. One thread at a time. */
struct padan_tokenizer;

/* Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION. */
int padan_tokenizer_new(struct padan_tokenizer **out, const char *language, bool stems, struct padan_error *error);
void padan_tokenizer_free(struct padan_tokenizer *tokenizer);

/*
 * The tokens of a text in order; the list belongs to the tokenizer until the next
 * call. Linear in the length of the text. A byte that is not UTF-8 parts words like white space.
 * Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_tokenize(struct padan_tokenizer *tokenizer, struct padan_string text, const struct padan_token **list,
                   size_t *count, struct padan_error *error);

/*
 * From now on a word whose notes are of this round (not 0) comes without folded form and stem: the caller knows it.
 */
void padan_tokenizer_set_round(struct padan_tokenizer *tokenizer, uint32_t round);

#endif
