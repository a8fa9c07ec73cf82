/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool progress_shown;

void message(const char *format, ...)
{
    va_list arguments;
    progress_end();
    va_start(arguments, format);
    fputs("padan: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

int usage_error(const struct command *command, const char *format, ...)
{
    va_list arguments;
    progress_end();
    va_start(arguments, format);
    fprintf(stderr, "padan%s%s: ", command ? " " : "", command ? command->name : "");
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nTry 'padan help%s%s'.\n", command ? " " : "", command ? command->name : "");
    return EXIT_USAGE;
}

int failure(const struct padan_error *error)
{
    char text[PADAN_ERROR_MESSAGE_SIZE + PADAN_ERROR_INPUT_SIZE + 64];
    progress_end();
    if (error->status == PADAN_ERROR_STOPPED)
        return EXIT_DONE;
    message("%s", padan_error_format(error, text, sizeof text));
    return EXIT_FAILED;
}

const char *noun(int64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

static void warn(void *context, const struct padan_error *warning)
{
    char text[PADAN_ERROR_MESSAGE_SIZE + PADAN_ERROR_INPUT_SIZE + 64];
    (void)context;
    message("warning: %s", padan_error_format(warning, text, sizeof text));
}

const struct padan_reporter warning_reporter = { .report = warn };

void progress(const char *format, ...)
{
    va_list arguments;
    if (isatty(STDERR_FILENO) != 1)
        return;
    va_start(arguments, format);
    fputs("\r\033[Kpadan: ", stderr);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fflush(stderr);
    progress_shown = true;
}

void progress_end(void)
{
    if (progress_shown)
        fputs("\r\033[K", stderr);
    progress_shown = false;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Levenshtein's distance; words of 63 bytes at most, longer ones are far from everything. */
static size_t slips(const char *a, const char *b, size_t b_size)
{
    size_t row[64], a_size = strlen(a);
    if (a_size >= 64 || b_size >= 64)
        return 64;
    for (size_t j = 0; j <= b_size; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_size; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            size_t above = row[j];
            row[j] = smallest(row[j - 1] + 1, above + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[b_size];
}

const char *nearest(char out[64], const char *word, const char *choices)
{
    size_t best = 3;
    for (const char *at = choices; *at;) {
        size_t size = strcspn(at, "|");
        size_t distance = slips(word, at, size);
        if (distance < best && distance * 2 < size) {
            best = distance;
            memcpy(out, at, size);
            out[size] = '\0';
        }
        at += size + (at[size] == '|');
    }
    return best < 3 ? out : NULL;
}
