/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_MEMO_H
#define MEMORY_MEMO_H

#include <padan/text.h>

#include "memory/tokens.h"

/*
 * What was made of the latest words, found by their bytes: words come again and again. Three megabytes at most. A word
 * whose bytes and forms are long is not kept.
 */
struct padan_memo;

struct padan_memo *padan_memo_new(void); /* NULL: no memory */
void padan_memo_free(struct padan_memo *memo);

/* Begins a text: what was found for the one before may be overwritten now. */
void padan_memo_begin_text(struct padan_memo *memo);

/* How a word is looked up. */
struct padan_memo_key {
    uint64_t first, last;
    uint32_t hash;
};

/* Makes a word's key and has what is kept of it brought near; best called some words ahead of padan_memo_find. */
struct padan_memo_key padan_memo_expect(const struct padan_memo *memo, struct padan_string raw);

/* A word that is kept, or NULL; stays until the text after this one. */
struct padan_token_notes *padan_memo_find(struct padan_memo *memo, const struct padan_memo_key *key,
                                          struct padan_string raw);

/* The forms of a word that is kept. */
void padan_memo_forms(const struct padan_memo *memo, const struct padan_token_notes *notes, struct padan_string *folded,
                      struct padan_string *stem);

/* Keeps a word that was not found; NULL where it does not fit, or where words of this text stand in its place. */
struct padan_token_notes *padan_memo_keep(struct padan_memo *memo, const struct padan_memo_key *key,
                                          struct padan_string raw, struct padan_string folded,
                                          struct padan_string stem);

#endif
