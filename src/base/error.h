/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <padan/error.h>

/*
 * Fill an error (which may be NULL) and answer its status, so that a function
 * can `return padan_error_set(...)`. Line, column and offset become unknown;
 * the message is cut at a character where it is too long.
 */
int padan_error_set(struct padan_error *error, enum padan_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with the input's name. `input` may be NULL. */
int padan_error_in(struct padan_error *error, enum padan_status status, const char *input, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same with a line (from 1; 0 unknown). */
int padan_error_at(struct padan_error *error, enum padan_status status, const char *input, int64_t line,
                   const char *format, ...) __attribute__((format(printf, 5, 6)));

/* The same with a byte offset. */
int padan_error_byte(struct padan_error *error, enum padan_status status, const char *input, int64_t offset,
                     const char *format, ...) __attribute__((format(printf, 5, 6)));

/* "out of memory", PADAN_ERROR_ALLOCATION. */
int padan_error_allocation(struct padan_error *error);

/* What errno says of `input`: PADAN_ERROR_FULL for ENOSPC, EFBIG and EDQUOT, else PADAN_ERROR_SYSTEM. `verb` as in
 * "cannot open". */
int padan_error_system(struct padan_error *error, const char *input, const char *verb, int number);

/* The word that goes with a count: `one` with 1, `many` with all others. */
static inline const char *padan_noun(int64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

/* Hands a warning to a reporter; neither may be NULL, its callback may. */
void padan_report(const struct padan_reporter *reporter, const struct padan_error *warning);

#endif
