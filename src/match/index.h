/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_INDEX_H
#define MATCH_INDEX_H

#include "match/chunk.h"
#include "memory/store.h"

/*
 * The index of one form of the texts of one language of a memory: chunks that follow one another and together have all
 * variants up to `upto`. New variants become a chunk of their own, together with the chunks before it that are not much
 * larger, so that there are few, and each text is indexed again a logarithmic number of times. Variants that are gone
 * stay in their chunk until it is made again; who searches asks the table.
 *
 * Chunks are files in the folder MEMORY-match where that can be written, else they are kept in memory. One process
 * writes at a time (file "lock"); the others go on with what they have, and index in memory what is missing.
 */
enum { PADAN_INDEX_FORMS = 2 };
struct padan_index {
    struct padan_chunk_key key; /* `first` and `last`: of the chunk that is being made */
    int64_t language;           /* row of table language */
    char *folder;               /* NULL: in memory only */
    struct padan_chunk **chunks;
    size_t count, capacity;
    int64_t upto;
    int64_t generation;                                           /* raised whenever `chunks` changes */
    bool is_kept;                                                 /* whether all chunks are files */
    bool in_files;                                                /* whether chunks that are being made are to be */
    void (*progress)(void *context, int64_t done, int64_t total); /* rows of the table that are read; or NULL */
    void *progress_context;
};

/* `folder` is copied; NULL is in memory. */
int padan_index_init(struct padan_index *index, const char *identity, int64_t language, const char *tag,
                     enum padan_text_form form, const char *folder, struct padan_error *error);
void padan_index_free(struct padan_index *index);

/*
 * Brings indexes of one language of a memory, of a form each, up to date with what a connection sees, inside its
 * transaction. The reporter is told where one is made anew, and why. Errors: as those of the memory; that a file cannot
 * be written is none.
 */
int padan_index_update(struct padan_index *const *indexes, size_t count, struct padan_memory *memory,
                       const struct padan_reporter *reporter, struct padan_error *error);

/* Takes a chunk that follows the last one. */
int padan_index_add(struct padan_index *index, struct padan_chunk *chunk, struct padan_error *error);

/* Forgets a chunk that turned out to be damaged, or with NULL all of them, and their files. */
void padan_index_forget(struct padan_index *index, const struct padan_chunk *chunk);

/* The folder of a memory's indexes, which is malloc'ed; NULL: no memory. */
char *padan_index_folder(const char *path);

#endif
