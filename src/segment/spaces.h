/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_SPACES_H
#define SEGMENT_SPACES_H

#include <padan/text.h>

#include <stdbool.h>
#include <unicode/ubrk.h>
#include <unicode/utypes.h>

#include "base/table.h"

/* Which of the spaces of a text end sentences, for languages that mark no sentence end; see tm/rules/README. */

/* A line of the list that weighs for an end of the sentence (more than 0) or against it. */
struct padan_spaces_entry {
    const char *text; /* as the list has it; NULL: none */
    double weight;
    int line;
};

/* What the words of a section are asked about. */
enum padan_spaces_role {
    PADAN_SPACES_AFTER,   /* the beginning of what follows the space */
    PADAN_SPACES_BEFORE,  /* the end of what precedes it */
    PADAN_SPACES_UNIT,    /* what follows a number and a space */
    PADAN_SPACES_TITLE,   /* what precedes a name, whose parts a space divides */
    PADAN_SPACES_VERB,    /* what a whole sentence has */
    PADAN_SPACES_NOMINAL, /* what makes a verb after it a part of a noun */
    PADAN_SPACES_FRONT,   /* the beginning of a sentence whose clause comes after the first space only */
    PADAN_SPACES_JOIN,    /* what stands before the last item of a list */
    PADAN_SPACES_SPEECH,  /* what tells, after a quotation, who spoke */
    PADAN_SPACES_ROLE_COUNT
};

/* What is known without a list of words. */
enum padan_spaces_shape {
    PADAN_SPACES_ALWAYS,
    PADAN_SPACES_WIDE,
    PADAN_SPACES_NUMBER_BEFORE,
    PADAN_SPACES_YEAR_BEFORE,
    PADAN_SPACES_LATIN_BEFORE,
    PADAN_SPACES_QUOTE_BEFORE,
    PADAN_SPACES_BRACKET_BEFORE,
    PADAN_SPACES_REPEAT_BEFORE,
    PADAN_SPACES_MARK_BEFORE,
    PADAN_SPACES_SHORT_BEFORE,
    PADAN_SPACES_COUNT_BEFORE,
    PADAN_SPACES_FRONT_BEFORE,
    PADAN_SPACES_NUMBER_AFTER,
    PADAN_SPACES_LATIN_AFTER,
    PADAN_SPACES_QUOTE_AFTER,
    PADAN_SPACES_BRACKET_AFTER,
    PADAN_SPACES_MARK_AFTER,
    PADAN_SPACES_SHORT_AFTER,
    PADAN_SPACES_VERB_AFTER,
    PADAN_SPACES_CLAUSE_AFTER,
    PADAN_SPACES_OTHER_AFTER,
    PADAN_SPACES_INSIDE,
    PADAN_SPACES_ITEM,
    PADAN_SPACES_FOREIGN,
    PADAN_SPACES_SURNAME,
    PADAN_SPACES_VERBLESS,
    PADAN_SPACES_SHAPE_COUNT
};

#define PADAN_SPACES_LENGTHS 16

/* The entries of one role. */
struct padan_spaces_words {
    struct padan_table whole, parts; /* UTF-16; parts: entries with a hyphen, of which a word may be more */
    struct padan_spaces_entry *whole_entries, *part_entries;
    size_t whole_capacity, part_capacity;
    int32_t longest; /* code units */
};

/* The list as it was read. */
struct padan_spaces_list {
    struct padan_spaces_words words[PADAN_SPACES_ROLE_COUNT];
    struct padan_spaces_entry shapes[PADAN_SPACES_SHAPE_COUNT];
    struct padan_spaces_entry lengths[PADAN_SPACES_LENGTHS]; /* of sentences, in words */
    int limits[PADAN_SPACES_LENGTHS];                        /* up to so many words */
    size_t length_count;
    struct padan_arena arena;
};

/*
 * Reads a list; freed by padan_spaces_list_free also where it fails.
 * Errors: PADAN_ERROR_SYNTAX with file and line, PADAN_ERROR_ALLOCATION.
 */
int padan_spaces_list_parse(struct padan_spaces_list *list, const char *bytes, size_t size, const char *file,
                            struct padan_error *error);
void padan_spaces_list_free(struct padan_spaces_list *list);

/* A list and the work on one text at a time. */
struct padan_spaces;

/*
 * Reads a list for a language, whose words ICU's dictionary tells; freed by padan_spaces_free.
 * Errors as padan_spaces_list_parse, and PADAN_ERROR_SYSTEM where ICU has no word breaks.
 */
int padan_spaces_new(struct padan_spaces **out, const char *bytes, size_t size, const char *file, const char *language,
                     struct padan_error *error);
void padan_spaces_free(struct padan_spaces *spaces);

/*
 * Chooses among the spaces of a text, in time and memory linear in its length; the text need not live on.
 * Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_spaces_prepare(struct padan_spaces *spaces, const UChar *text, int32_t length, struct padan_error *error);

/*
 * The entry that weighed most for the decision on the spaces that begin at `place` of the text, and
 * whether a sentence ends there; NULL where the list does not decide: there are no spaces, or a stop stands before
 * them.
 */
const struct padan_spaces_entry *padan_spaces_decide(const struct padan_spaces *spaces, int32_t place, bool *is_break);

#endif
