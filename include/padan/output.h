/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Output: a file that appears whole or not at all, or standard output. */
#ifndef PADAN_OUTPUT_H
#define PADAN_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include <padan/error.h>

#ifdef __cplusplus
extern "C" {
#endif

struct padan_output;

/*
 * Opens an output. With a path, bytes go to a new file beside it, with the mode
 * and owner that the old one has, which padan_output_commit syncs and renames
 * over it; a path that is no regular file (a terminal, a pipe, /dev/null) is
 * written straight. NULL or "-" is standard output. On Linux the new file has
 * no name until then, so that nothing stays of a process that is killed.
 * Errors: PADAN_ERROR_SYSTEM, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_output_open(struct padan_output **out, const char *path, struct padan_error *error);

/*
 * Writes bytes (buffered). Errors: PADAN_ERROR_FULL, PADAN_ERROR_SYSTEM,
 * PADAN_ERROR_STOPPED where the reader of a pipe went away, which is not worth
 * a message. After an error every further call answers the same error.
 */
PADAN_API int padan_output_write(struct padan_output *output, const void *bytes, size_t size,
                                 struct padan_error *error);

/* As printf; numbers are formatted alike in every locale. */
PADAN_API int padan_output_format(struct padan_output *output, struct padan_error *error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Passes on what is buffered, for a reader that waits for it. Errors: as padan_output_write. */
PADAN_API int padan_output_flush(struct padan_output *output, struct padan_error *error);

/* Whether the output is a terminal. */
PADAN_API bool padan_output_is_terminal(const struct padan_output *output);

/* Puts the file in its place and frees the handle, also where it fails. */
PADAN_API int padan_output_commit(struct padan_output *output, struct padan_error *error);

/* Throws away what was written to a file and frees the handle; NULL is allowed. */
PADAN_API void padan_output_discard(struct padan_output *output);

#ifdef __cplusplus
}
#endif

#endif
