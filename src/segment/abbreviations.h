/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_ABBREVIATIONS_H
#define SEGMENT_ABBREVIATIONS_H

#include <padan/text.h>

#include <stdbool.h>
#include <unicode/utypes.h>

#include "base/table.h"

/* What an abbreviation's full stop does to the sentence; see tm/rules/README. */
enum padan_abbreviation_kind {
    PADAN_ABBREVIATION_NEVER,   /* never ends it */
    PADAN_ABBREVIATION_NUMBER,  /* does not before a number */
    PADAN_ABBREVIATION_CAPITAL, /* ends it before a capital letter */
    PADAN_ABBREVIATION_STARTER  /* ends it before a word that begins sentences */
};

/* Tokens with a full stop that are known by their shape. */
enum padan_abbreviation_shape {
    PADAN_SHAPE_INITIAL,  /* "B." */
    PADAN_SHAPE_INITIALS, /* "J.K." */
    PADAN_SHAPE_ORDINAL,  /* "3.", "21." */
    PADAN_SHAPE_ROMAN,    /* "XIV." */
    PADAN_SHAPE_COUNT
};

struct padan_abbreviation {
    enum padan_abbreviation_kind kind;
    const char *text; /* as the list has it; NULL: none */
    int line;
};

/* One list: abbreviations, starters, and what is said of shapes. */
struct padan_abbreviations {
    const char *file;                   /* owned by the rules */
    struct padan_table names;           /* UTF-16 spellings */
    struct padan_abbreviation *entries; /* by the number of the spelling */
    size_t capacity;
    struct padan_table starters; /* UTF-16 */
    struct padan_abbreviation shapes[PADAN_SHAPE_COUNT];
    bool has_spaces;                   /* whether a spelling has more than one word */
    int32_t longest;                   /* code units of the longest spelling */
    size_t entry_count, starter_count; /* as the list has them */
    struct padan_arena arena;
};

/*
 * Reads a list; freed by padan_abbreviations_free also where it fails.
 * Errors: PADAN_ERROR_SYNTAX with file and line, PADAN_ERROR_ALLOCATION.
 */
int padan_abbreviations_parse(struct padan_abbreviations *list, const char *bytes, size_t size, const char *file,
                              const char *language, struct padan_error *error);

/*
 * The same, but faults of the list, and entries that stand there twice, are reported, and reading goes on.
 * Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_abbreviations_check(struct padan_abbreviations *list, const char *bytes, size_t size, const char *file,
                              const struct padan_reporter *reporter, struct padan_error *error);

/*
 * Adds one entry to a list: an abbreviation with its full stop, in the section of a name ("never", "number",
 * "capital"). Errors: PADAN_ERROR_SYNTAX, PADAN_ERROR_ALLOCATION.
 */
int padan_abbreviations_add(struct padan_abbreviations *list, const char *section, struct padan_string entry, int line,
                            const char *language, struct padan_error *error);
void padan_abbreviations_free(struct padan_abbreviations *list);

/*
 * The abbreviation whose full stop (and closing quotes or brackets after it) ends at `place` of the
 * text, and whether the sentence ends there; NULL where the list does not decide.
 */
const struct padan_abbreviation *padan_abbreviations_decide(const struct padan_abbreviations *list, const UChar *text,
                                                            int32_t length, int32_t place, bool *is_break);

#endif
