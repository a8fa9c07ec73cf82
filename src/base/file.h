/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>

#include <padan/error.h>
#include <padan/text.h>

/*
 * Opens a file for reading ("-" or NULL: a copy of standard input). Answers the
 * descriptor, or a negative status: PADAN_ERROR_SYSTEM for what is missing, may not be read or is
 * a directory, said in words that name the file.
 */
int padan_file_open(const char *path, struct padan_error *error);

/*
 * Reads a whole file ("-": standard input) of at most `limit` bytes. *data is malloc'ed and
 * ends with a NUL that is not counted. Errors: PADAN_ERROR_SYSTEM, PADAN_ERROR_LIMIT,
 * PADAN_ERROR_ALLOCATION.
 */
int padan_file_read(char **data, size_t *size, const char *path, size_t limit, struct padan_error *error);

/* The last part of a path. */
const char *padan_file_name(const char *path);

/* The ending of a path without its dot, or "". */
const char *padan_file_extension(const char *path);

/*
 * Whether a file may be meant by `name`: its path is that, or ends in it behind a slash ("news/a.txt" by "a.txt").
 */
bool padan_path_is(struct padan_string path, struct padan_string name);

#endif
