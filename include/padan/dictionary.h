/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dictionaries that the user has, read where they are: dictd and StarDict. */
#ifndef PADAN_DICTIONARY_H
#define PADAN_DICTIONARY_H

#include <padan/error.h>
#include <padan/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A dictionary in memory. It may be read by several threads at a time. */
struct padan_dictionary;

/*
 * Reads a dictionary: freed by padan_dictionary_free. `path` names any of its files: NAME.index or NAME.dict[.dz]
 * (dictd), NAME.ifo, NAME.idx[.gz] (StarDict); the others are looked for beside it.
 * Errors, all with the file's name: PADAN_ERROR_SYSTEM where one is missing or cannot be read; PADAN_ERROR_FORMAT for
 * another ending; PADAN_ERROR_SYNTAX for a file that is broken; PADAN_ERROR_LIMIT above 512 MB;
 * PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_dictionary_open(struct padan_dictionary **out, const char *path, struct padan_error *error);
PADAN_API void padan_dictionary_free(struct padan_dictionary *dictionary);

/* The entries, in the order of the index: the headword and all of the text; both live as long as the dictionary. */
PADAN_API size_t padan_dictionary_count(const struct padan_dictionary *dictionary);
PADAN_API void padan_dictionary_entry(const struct padan_dictionary *dictionary, size_t number,
                                      struct padan_string *headword, struct padan_string *text);

#ifdef __cplusplus
}
#endif

#endif
