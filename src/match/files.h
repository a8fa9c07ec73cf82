/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_FILES_H
#define MATCH_FILES_H

#include "match/chunk.h"

/* The files of an index in its folder: LANGUAGE.FORM.FIRST-LAST.chunk. */
struct padan_index_file {
    char *path;
    int64_t first, last;
};
struct padan_index_files {
    struct padan_index_file *items; /* by first, of these the one that goes farthest first */
    size_t count, capacity;
};

/* A folder that is not there has none. */
int padan_index_files_list(struct padan_index_files *files, const char *folder, const struct padan_chunk_key *key,
                           struct padan_error *error);
void padan_index_files_remove(const struct padan_index_files *files);
/* Removes what writers left that were killed; for who holds the folder's lock. */
void padan_index_files_clear(const char *folder);
void padan_index_files_free(struct padan_index_files *files);

/* The path of a chunk's file, malloc'ed; NULL: no memory. */
char *padan_index_files_path(const char *folder, const struct padan_chunk_key *key);

/* Makes the folder and locks it: a descriptor, to be closed; -1 where that cannot be, or somebody else has it. */
int padan_index_files_lock(const char *folder);

#endif
