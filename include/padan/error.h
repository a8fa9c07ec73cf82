/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors and warnings: values that carry a message a translator understands. */
#ifndef PADAN_ERROR_H
#define PADAN_ERROR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define PADAN_API __attribute__((visibility("default")))
#else
#define PADAN_API
#endif

/* What a function answers: PADAN_OK, or one of the negative codes below. */
enum padan_status {
    PADAN_OK = 0,
    PADAN_ERROR_ARGUMENT = -1,   /* the caller's value is out of range or unknown */
    PADAN_ERROR_ALLOCATION = -2, /* the machine has no memory left */
    PADAN_ERROR_SYSTEM = -3,     /* a file could not be opened, read or written */
    PADAN_ERROR_ENCODING = -4,   /* bytes that the encoding does not have */
    PADAN_ERROR_SYNTAX = -5,     /* a file breaks the rules of its format */
    PADAN_ERROR_LANGUAGE = -6,   /* not a language tag, or none where one is needed */
    PADAN_ERROR_FORMAT = -7,     /* a format that is not known, or not what it claims to be */
    PADAN_ERROR_VERSION = -8,    /* made by a newer padan */
    PADAN_ERROR_READ_ONLY = -9,  /* a memory or folder that may not be written */
    PADAN_ERROR_BUSY = -10,      /* another process is writing */
    PADAN_ERROR_CORRUPT = -11,   /* a memory that is damaged */
    PADAN_ERROR_FULL = -12,      /* the disk is full, or a size limit was met */
    PADAN_ERROR_LIMIT = -13,     /* input past a bound that keeps resources finite */
    PADAN_ERROR_NOT_FOUND = -14, /* what was asked for is not there */
    PADAN_ERROR_STOPPED = -15,   /* a callback asked to stop */
    PADAN_ERROR_INTERNAL = -16   /* a library below failed in a way not foreseen */
};

#define PADAN_ERROR_MESSAGE_SIZE 512
#define PADAN_ERROR_INPUT_SIZE 256

/*
 * One error or warning. The caller owns the struct (usually on the stack) and
 * passes its address; a function that fails fills it. NULL is accepted
 * everywhere and means "the code is enough". Text is UTF-8 and ends with NUL,
 * cut at a character where it is too long.
 */
struct padan_error {
    enum padan_status status;
    char message[PADAN_ERROR_MESSAGE_SIZE]; /* one line: what is wrong, what was expected, what to do */
    char input[PADAN_ERROR_INPUT_SIZE];     /* name of the file or input, or "" */
    int64_t line;                           /* from 1; 0 where it is not known */
    int64_t column;                         /* in code points, from 1; 0 where it is not known */
    int64_t offset;                         /* in bytes, from 0; -1 where it is not known */
};

/*
 * Writes "input:line:column: message" (or "input: byte N: message", leaving out
 * what is not known) to `text`, at most `size` bytes with the NUL. Answers
 * `text`.
 */
PADAN_API char *padan_error_format(const struct padan_error *error, char *text, size_t size);

/*
 * Where a function tells what it mended or left out and went on. `report` may
 * be NULL. The warning is valid during the call only.
 */
struct padan_reporter {
    void (*report)(void *context, const struct padan_error *warning);
    void *context;
};

#ifdef __cplusplus
}
#endif

#endif
