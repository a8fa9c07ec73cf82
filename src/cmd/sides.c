/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sides.h"

#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "message.h"

/* More than anybody would name in a message. */
enum { LANGUAGES_MOST = 16 };

struct sides {
    const char *source, *target; /* named already, or NULL */
    char tags[LANGUAGES_MOST][PADAN_LANGUAGE_SIZE];
    size_t count;
    bool more;
    int64_t units; /* seen */
};

/* In the form in which spellings are alike; false where it is no tag. */
static bool canonical(char out[PADAN_LANGUAGE_SIZE], struct padan_string spelt)
{
    char tag[PADAN_LANGUAGE_SIZE];
    struct padan_error error;
    if (spelt.size >= sizeof tag)
        return false;
    memcpy(tag, spelt.data, spelt.size);
    tag[spelt.size] = '\0';
    return padan_language_canonical(out, tag, &error) == PADAN_OK;
}

static bool is_known(const struct sides *sides, const char *tag)
{
    for (size_t i = 0; i < sides->count; i++)
        if (strcmp(sides->tags[i], tag) == 0)
            return true;
    return (sides->source && padan_language_matches(sides->source, tag)) ||
           (sides->target && padan_language_matches(sides->target, tag));
}

static int see_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct sides *sides = context;
    (void)error;
    sides->units++;
    for (size_t i = 0; i < unit->variant_count; i++) {
        char tag[PADAN_LANGUAGE_SIZE];
        if (!canonical(tag, unit->variants[i].language) || is_known(sides, tag))
            continue;
        if (sides->count == LANGUAGES_MOST) {
            sides->more = true;
            return PADAN_ERROR_STOPPED;
        }
        memcpy(sides->tags[sides->count++], tag, sizeof tag);
    }
    return PADAN_OK;
}

static int look(struct sides *sides, const struct arguments *arguments, const struct padan_unit_filter *filter)
{
    struct padan_unit_sink sink = { see_unit, sides };
    struct padan_error error;
    int result = EXIT_DONE;
    for (size_t i = 0; result == EXIT_DONE && i < memory_count(arguments) && !sides->more; i++) {
        struct padan_memory *memory;
        result = memory_open(&memory, arguments, i, PADAN_MEMORY_READ);
        if (result == EXIT_DONE && padan_memory_each_unit(memory, filter, &sink, &error) != PADAN_OK && !sides->more)
            result = failure(&error);
        padan_memory_close(memory);
    }
    return result;
}

static int refuse(const struct sides *sides, const struct arguments *arguments, const char *format)
{
    char list[LANGUAGES_MOST * (PADAN_LANGUAGE_SIZE + 2) + 8] = "";
    size_t size = 0;
    const char *given = sides->source ? "-t" : sides->target ? "-s" : "-s and -t";
    for (size_t i = 0; i < sides->count; i++)
        size += (size_t)snprintf(list + size, sizeof list - size, "%s%s", i > 0 ? ", " : "", sides->tags[i]);
    if (sides->more)
        snprintf(list + size, sizeof list - size, ", ...");
    if (sides->count == 0)
        return usage_error(arguments->command, "%s has one source and one target language: give %s", format, given);
    return usage_error(arguments->command, "%s has one source and one target language: give %s; there %s %s", format,
                       given, sides->count > 1 ? "are" : "is", list);
}

int sides_find(char source[PADAN_LANGUAGE_SIZE], char target[PADAN_LANGUAGE_SIZE], const struct arguments *arguments,
               const char *format, const struct padan_unit_filter *filter, int64_t *units)
{
    struct sides sides = { .source = filter->source, .target = filter->target };
    size_t missing = (size_t)!filter->source + (size_t)!filter->target;
    int result = missing > 0 ? look(&sides, arguments, filter) : EXIT_DONE;
    *units = sides.units;
    if (result != EXIT_DONE || missing == 0)
        return result;
    if (sides.count != missing)
        return refuse(&sides, arguments, format);
    size_t at = 0;
    if (!filter->source)
        memcpy(source, sides.tags[at++], PADAN_LANGUAGE_SIZE);
    if (!filter->target)
        memcpy(target, sides.tags[at], PADAN_LANGUAGE_SIZE);
    return EXIT_DONE;
}
