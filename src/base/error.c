/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cuts NUL-terminated UTF-8 of at most size - 1 bytes back to a whole character. */
static void cut_at_character(char *text, size_t size)
{
    size_t length = strlen(text);
    if (length + 1 < size)
        return;
    size_t lead = length;
    while (lead > 0 && ((unsigned char)text[lead - 1] & 0xC0) == 0x80)
        lead--;
    if (lead == 0)
        return;
    unsigned char first = (unsigned char)text[lead - 1];
    size_t need = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (lead - 1 + need > length)
        text[lead - 1] = '\0';
}

static void blank_controls(char *text)
{
    for (char *at = text; *at; at++)
        if ((unsigned char)*at < 0x20)
            *at = ' ';
}

/* A message is one line whatever a library's text holds. */
static void fold_lines(char *text)
{
    blank_controls(text);
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == ' ')
        text[--length] = '\0';
}

__attribute__((format(printf, 4, 0))) static int fill(struct padan_error *error, enum padan_status status,
                                                      const char *input, const char *format, va_list arguments)
{
    if (!error)
        return status;
    /* The arguments may point into the error itself, so the message is made aside. */
    char message[PADAN_ERROR_MESSAGE_SIZE];
    char name[PADAN_ERROR_INPUT_SIZE];
    vsnprintf(message, sizeof message, format, arguments);
    snprintf(name, sizeof name, "%s", input ? input : "");
    cut_at_character(message, sizeof message);
    cut_at_character(name, sizeof name);
    fold_lines(message);
    blank_controls(name);
    memcpy(error->message, message, sizeof message);
    memcpy(error->input, name, sizeof name);
    error->status = status;
    error->line = 0;
    error->column = 0;
    error->offset = -1;
    return status;
}

int padan_error_set(struct padan_error *error, enum padan_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, NULL, format, arguments);
    va_end(arguments);
    return status;
}

int padan_error_in(struct padan_error *error, enum padan_status status, const char *input, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, input, format, arguments);
    va_end(arguments);
    return status;
}

int padan_error_at(struct padan_error *error, enum padan_status status, const char *input, int64_t line,
                   const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, input, format, arguments);
    va_end(arguments);
    if (error)
        error->line = line;
    return status;
}

int padan_error_byte(struct padan_error *error, enum padan_status status, const char *input, int64_t offset,
                     const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, input, format, arguments);
    va_end(arguments);
    if (error)
        error->offset = offset;
    return status;
}

int padan_error_allocation(struct padan_error *error)
{
    return padan_error_set(error, PADAN_ERROR_ALLOCATION, "out of memory");
}

int padan_error_system(struct padan_error *error, const char *input, const char *verb, int number)
{
    enum padan_status status = PADAN_ERROR_SYSTEM;
    if (number == ENOSPC || number == EFBIG || number == EDQUOT)
        status = PADAN_ERROR_FULL;
    return padan_error_in(error, status, input, "%s: %s", verb, strerror(number));
}

void padan_report(const struct padan_reporter *reporter, const struct padan_error *warning)
{
    if (reporter->report)
        reporter->report(reporter->context, warning);
}

char *padan_error_format(const struct padan_error *error, char *text, size_t size)
{
    char place[96] = "";
    if (error->line > 0 && error->column > 0)
        snprintf(place, sizeof place, "%" PRId64 ":%" PRId64 ": ", error->line, error->column);
    else if (error->line > 0)
        snprintf(place, sizeof place, "%" PRId64 ": ", error->line);
    else if (error->offset >= 0)
        snprintf(place, sizeof place, "byte %" PRId64 ": ", error->offset);
    const char *joint = !error->input[0] ? "" : error->line > 0 ? ":" : ": ";
    snprintf(text, size, "%s%s%s%s", error->input, joint, place, error->message);
    return text;
}
