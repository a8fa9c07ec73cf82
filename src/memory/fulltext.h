/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_FULLTEXT_H
#define MEMORY_FULLTEXT_H

#include <sqlite3.h>

#include <padan/text.h>

#include "base/buffer.h"
#include "memory/tokens.h"

/*
 * The full-text indexes of a memory: one FTS5 table a language, fts_<id of the
 * language in table language>, without content of its own; its rowids are those of
 * table variant. They are caches: written in the same transaction as the tables, and
 * made anew from them by padan_fulltext_rebuild.
 */

/* Raised whenever the same text gets other keys, so that older indexes are made anew. */
#define PADAN_FULLTEXT_VERSION 1

/* Makes the tokenizer known to a connection; called on every open, before any statement. */
int padan_fulltext_register(sqlite3 *db, struct padan_error *error);

/*
 * What a writer needs (words, stemmers, prepared statements, a second thread); one for each connection that writes.
 */
struct padan_fulltext;
int padan_fulltext_open(struct padan_fulltext **out, sqlite3 *db, struct padan_error *error);

/* NULL is allowed. */
void padan_fulltext_close(struct padan_fulltext *fulltext);

/*
 * Adds a variant's text to the index of its language, which is made where it is missing. Called inside a
 * transaction, after the rows of language and variant are there. `language` is canonical.
 */
int padan_fulltext_add(struct padan_fulltext *fulltext, int64_t variant, const char *language, struct padan_string text,
                       struct padan_error *error);

/*
 * Writes what was added to the indexes. Until then it may not be there yet, so that this is called before the
 * transaction ends, and before a search. What was added and not written is forgotten by padan_fulltext_close.
 */
int padan_fulltext_flush(struct padan_fulltext *fulltext, struct padan_error *error);

/* Takes it out again; all arguments are those that it was added with. */
int padan_fulltext_remove(struct padan_fulltext *fulltext, int64_t variant, const char *language,
                          struct padan_string text, struct padan_error *error);

/*
 * Drops all indexes and makes them anew from language and variant, inside the caller's transaction. No
 * struct padan_fulltext may be open on the connection.
 */
int padan_fulltext_rebuild(sqlite3 *db, struct padan_error *error);

/* Looks for words in the index of one language. */
struct padan_fulltext_search;

/* `language` is the row of table language, `tag` its tag. A language without an index has no words. */
int padan_fulltext_search_open(struct padan_fulltext_search **out, sqlite3 *db, int64_t language, const char *tag,
                               struct padan_error *error);

/*
 * The newest variants that have a word (a folded form; its stem counts as well), `most` at most, newest first.
 * Numbers, marks and single syllables are not looked for. *count gets how many there are.
 */
int padan_fulltext_search_word(struct padan_fulltext_search *search, struct padan_string word, int64_t *variants,
                               size_t most, size_t *count, struct padan_error *error);

/* NULL is allowed. */
void padan_fulltext_search_close(struct padan_fulltext_search *search);

/*
 * Gives the keys of a text as they go into the index, with FTS5's flags: one that is colocated stands at the same place
 * as the one before. Answers SQLITE_OK or SQLite's code.
 */
typedef int padan_fulltext_put(void *context, int flags, const char *key, int size, int start, int end);
int padan_fulltext_keys(struct padan_tokenizer *tokenizer, struct padan_buffer *scratch, struct padan_string text,
                        padan_fulltext_put *put, void *context);

/* Those of one token; `next` is the one after it, or NULL. */
int padan_fulltext_token_keys(struct padan_buffer *scratch, const struct padan_token *token,
                              const struct padan_token *next, padan_fulltext_put *put, void *context);

/* What SQLite said of an index, as a status and a message. */
int padan_fulltext_failure(sqlite3 *db, struct padan_error *error);

/*
 * The keys of an index, alike for texts and queries. A word has its folded form and,
 * where that is another, its stem behind a mark that no word begins with; a run of
 * syllables has each with its follower in one key, and the last alone. A key is at most 240 bytes.
 * In a query the keys of a phrase are joined by PADAN_FULLTEXT_JOINT.
 */
#define PADAN_FULLTEXT_JOINT '\x02'
bool padan_fulltext_is_pair(const struct padan_token *token, const struct padan_token *next);
void padan_fulltext_append_word(struct padan_buffer *out, struct padan_string folded);
void padan_fulltext_append_stem(struct padan_buffer *out, struct padan_string stem);
void padan_fulltext_append_pair(struct padan_buffer *out, const struct padan_token *token,
                                const struct padan_token *next);

#endif
