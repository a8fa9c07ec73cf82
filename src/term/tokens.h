/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TERM_TOKENS_H
#define TERM_TOKENS_H

#include "base/table.h"
#include "term/forms.h"

/* What stands for a key that no term has. */
#define PADAN_KEY_NONE UINT32_MAX

/*
 * A piece of a text that terms are made of: a word, a number, a symbol, or one character of a script without spaces,
 * so that it does not matter where ICU cuts inside of a term. Hyphens are none.
 */
struct padan_token {
    size_t start, end; /* bytes */
    uint32_t key;      /* number of its key, or PADAN_KEY_NONE */
    uint32_t joined;   /* likewise of it and the next token, which a hyphen joins to it, in one word */
    bool begins, ends; /* it is not inside a word of a script without spaces */
    bool hyphenated;   /* a hyphen joins the next token to it */
    bool repeated;     /* that is the same word again, as in "kata-kata" */
};

/* Cuts texts into tokens. A zeroed struct is an empty one. */
struct padan_tokens {
    struct padan_words *words;
    struct padan_forms forms;
    struct padan_table keys; /* of all terms */
    struct padan_token *items;
    size_t count, capacity;
    struct padan_buffer scratch;
};

/* Freed by padan_tokens_free, also where it fails. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION. */
int padan_tokens_make(struct padan_tokens *tokens, const char *language, bool family, struct padan_error *error);

/* Cuts a text; `adds`: keys that are new are added. Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION. */
int padan_tokens_cut(struct padan_tokens *tokens, struct padan_string text, bool adds, struct padan_error *error);
void padan_tokens_free(struct padan_tokens *tokens);

#endif
