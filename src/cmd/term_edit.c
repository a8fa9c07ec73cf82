/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "message.h"
#include "place.h"
#include "term.h"
#include "utf8.h"

/* A concept on its way into the memory. */
struct editing {
    const struct arguments *arguments;
    struct padan_memory *memory;
    const struct padan_concept *before; /* or NULL */
    struct padan_concept concept;
    struct padan_term *terms;
    char (*tags)[PADAN_LANGUAGE_SIZE]; /* of the terms given */
};

/* "en=peacekeeping" as a term; EXIT_DONE or EXIT_USAGE. */
static int parse_term(struct padan_term *term, char tag[PADAN_LANGUAGE_SIZE], const struct arguments *arguments,
                      const char *text)
{
    struct padan_error error;
    const char *mark = strchr(text, '=');
    size_t size = mark ? (size_t)(mark - text) : 0;
    if (!mark || size == 0 || size >= PADAN_LANGUAGE_SIZE || !mark[1])
        return usage_error(arguments->command, "'%s' is not LANG=TERM, as in en=peacekeeping", text);
    char name[PADAN_LANGUAGE_SIZE];
    memcpy(name, text, size);
    name[size] = 0;
    if (padan_language_canonical(tag, name, &error) != PADAN_OK)
        return usage_error(arguments->command, "'%s': %s", text, error.message);
    *term = (struct padan_term){ .language = padan_string(tag), .text = padan_string(mark + 1) };
    return EXIT_DONE;
}

static bool same(struct padan_string a, struct padan_string b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* The number of a term that the concept has, or SIZE_MAX. */
static size_t find_term(const struct editing *editing, const struct padan_term *term)
{
    for (size_t i = 0; i < editing->concept.term_count; i++)
        if (same(editing->terms[i].language, term->language) && same(editing->terms[i].text, term->text))
            return i;
    return SIZE_MAX;
}

static void set(struct padan_string *field, const struct arguments *arguments, enum option_key key)
{
    if (option_given(arguments, key))
        *field = padan_string(option_value(arguments, key));
}

static void set_term(struct padan_term *term, const struct arguments *arguments)
{
    if (option_given(arguments, OPTION_STATUS))
        padan_term_status_parse(padan_string(option_value(arguments, OPTION_STATUS)), &term->status);
    set(&term->part_of_speech, arguments, OPTION_PART_OF_SPEECH);
    set(&term->gender, arguments, OPTION_GENDER);
    set(&term->context, arguments, OPTION_CONTEXT);
    set(&term->text, arguments, OPTION_TEXT);
    term->case_sensitive |= option_given(arguments, OPTION_CASE_SENSITIVE);
    term->whole_form |= option_given(arguments, OPTION_WHOLE_FORM);
}

static void set_concept(struct padan_concept *concept, const struct arguments *arguments)
{
    set(&concept->subject, arguments, OPTION_SUBJECT);
    set(&concept->definition, arguments, OPTION_DEFINITION);
    set(&concept->note, arguments, OPTION_NOTE);
    concept->untranslated |= option_given(arguments, OPTION_UNTRANSLATED);
}

/* Room for the terms that are there and those given; false: no memory. */
static bool make_room(struct editing *editing, size_t given)
{
    size_t count = editing->before ? editing->before->term_count : 0;
    editing->terms = calloc(count + given + 1, sizeof *editing->terms);
    editing->tags = calloc(given + 1, sizeof *editing->tags);
    if (!editing->terms || !editing->tags)
        return false;
    if (editing->before)
    editing->concept = *editing->before;
    if (count > 0)
        memcpy(editing->terms, editing->before->terms, count * sizeof *editing->terms);
    editing->concept.terms = editing->terms;
    return true;
}

/* Sets or adds the terms that the operands from `first` on name. */
static int put_terms(struct editing *editing, size_t first)
{
    const struct arguments *arguments = editing->arguments;
    for (size_t i = first; i < arguments->operand_count; i++) {
        struct padan_term term;
        int result = parse_term(&term, editing->tags[i - first], arguments, arguments->operands[i]);
        if (result != EXIT_DONE)
            return result;
        size_t number = find_term(editing, &term);
        if (number == SIZE_MAX && option_given(arguments, OPTION_TEXT)) {
            message("concept %" PRId64 " has no term '%s'", editing->concept.number, arguments->operands[i]);
            return EXIT_FAILED;
        }
        if (number == SIZE_MAX) {
            number = editing->concept.term_count++;
            editing->terms[number] = term;
        }
        set_term(&editing->terms[number], arguments);
    }
    return EXIT_DONE;
}

static int drop_terms(struct editing *editing, size_t first)
{
    const struct arguments *arguments = editing->arguments;
    for (size_t i = first; i < arguments->operand_count; i++) {
        struct padan_term term;
        int result = parse_term(&term, editing->tags[i - first], arguments, arguments->operands[i]);
        size_t number = result == EXIT_DONE ? find_term(editing, &term) : SIZE_MAX;
        if (result != EXIT_DONE)
            return result;
        if (number == SIZE_MAX) {
            message("concept %" PRId64 " has no term '%s'", editing->concept.number, arguments->operands[i]);
            return EXIT_FAILED;
        }
        size_t rest = --editing->concept.term_count - number;
        memmove(&editing->terms[number], &editing->terms[number + 1], rest * sizeof *editing->terms);
    }
    return EXIT_DONE;
}

/* Stores what the concept has become; one that has no terms left goes. */
static int store(struct editing *editing, const char *source)
{
    struct padan_term_batch *batch;
    struct padan_term_summary summary;
    struct padan_error error;
    char undo[UNDO_COMMAND_SIZE];
    int64_t number = editing->concept.number;
    int status = padan_term_batch_begin(&batch, editing->memory, source, &error);
    if (status != PADAN_OK)
        return failure(&error);
    status = editing->concept.term_count > 0 ? padan_term_batch_put(batch, &editing->concept, &number, &error)
                                             : padan_term_batch_remove(batch, number, &error);
    if (status != PADAN_OK)
        padan_term_batch_abandon(batch);
    else
        status = padan_term_batch_finish(batch, &summary, &error);
    if (status != PADAN_OK)
        return failure(&error);
    undo_command(undo, padan_memory_path(editing->memory), 0);
    message("concept %" PRId64 " of %s%s%s%s%s", number, padan_memory_path(editing->memory),
            summary.already   ? (editing->before ? " is as it was; nothing is changed" : " is there already")
            : summary.removed ? " is removed"
                              : "",
            summary.batch ? "; '" : "", summary.batch ? undo : "", summary.batch ? "' takes this back" : "");
    return EXIT_DONE;
}

/* Opens the memory, gets the concept where a number is given, has it changed and stored. */
static int edit(const struct arguments *arguments, int64_t number, size_t first,
                int (*change)(struct editing *editing, size_t first))
{
    struct editing editing = { .arguments = arguments };
    char source[PADAN_ERROR_INPUT_SIZE];
    struct padan_error error;
    int result = memory_open(&editing.memory, arguments, 0, number ? PADAN_MEMORY_WRITE : PADAN_MEMORY_CREATE);
    if (result == EXIT_DONE && number &&
        padan_memory_concept(&editing.before, editing.memory, number, &error) != PADAN_OK)
        result = failure(&error);
    if (result == EXIT_DONE && !make_room(&editing, arguments->operand_count - first))
        result = (no_memory(&error), failure(&error));
    if (result == EXIT_DONE)
        result = change(&editing, first);
    if (result == EXIT_DONE) {
        set_concept(&editing.concept, arguments);
        snprintf(source, sizeof source, number ? "concept %s" : "%s", arguments->operands[0]);
        result = store(&editing, source);
    }
    padan_concept_free(editing.before);
    free(editing.terms);
    free(editing.tags);
    padan_memory_close_used(editing.memory);
    return result;
}

/* Before a memory is made for terms that are none. */
static int check_terms(const struct arguments *arguments, size_t first)
{
    int result = EXIT_DONE;
    for (size_t i = first; result == EXIT_DONE && i < arguments->operand_count; i++) {
        char tag[PADAN_LANGUAGE_SIZE];
        struct padan_term term;
        result = parse_term(&term, tag, arguments, arguments->operands[i]);
    }
    return result;
}

static int add(const struct arguments *arguments)
{
    int result = check_terms(arguments, 0);
    return result == EXIT_DONE ? edit(arguments, 0, 0, put_terms) : result;
}

/* Whether something is said of a term rather than of its concept. */
static bool gives_term_field(const struct arguments *arguments)
{
    static const enum option_key fields[] = { OPTION_STATUS,  OPTION_PART_OF_SPEECH, OPTION_GENDER,
                                              OPTION_CONTEXT, OPTION_CASE_SENSITIVE, OPTION_WHOLE_FORM };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (option_given(arguments, fields[i]))
            return true;
    return false;
}

static int edit_terms(const struct arguments *arguments)
{
    int64_t number = 0;
    int result = term_number(&number, arguments, arguments->operands[0]);
    if (result == EXIT_DONE)
        result = check_terms(arguments, 1);
    if (result == EXIT_DONE && option_given(arguments, OPTION_TEXT) && arguments->operand_count != 2)
        return usage_error(arguments->command, "--text goes with one LANG=TERM");
    if (result == EXIT_DONE && arguments->operand_count == 1 && gives_term_field(arguments))
        return usage_error(arguments->command, "--status and what else is said of a term goes with LANG=TERM");
    return result == EXIT_DONE ? edit(arguments, number, 1, put_terms) : result;
}

static int drop_all(struct editing *editing, size_t first)
{
    (void)first;
    editing->concept.term_count = 0;
    return EXIT_DONE;
}

static int delete_terms(const struct arguments *arguments)
{
    int64_t number = 0;
    int result = term_number(&number, arguments, arguments->operands[0]);
    if (result == EXIT_DONE)
        result = check_terms(arguments, 1);
    return result == EXIT_DONE ? edit(arguments, number, 1, arguments->operand_count > 1 ? drop_terms : drop_all)
                               : result;
}

#define FIELD_OPTIONS                                                                                                  \
    OPTION_STATUS, OPTION_PART_OF_SPEECH, OPTION_GENDER, OPTION_CONTEXT, OPTION_CASE_SENSITIVE, OPTION_WHOLE_FORM,     \
        OPTION_SUBJECT, OPTION_DEFINITION, OPTION_NOTE, OPTION_UNTRANSLATED

static const enum option_key add_options[] = { FIELD_OPTIONS };
static const enum option_key edit_options[] = { FIELD_OPTIONS, OPTION_TEXT };

const struct action term_action_add = {
    .name = "add",
    .options = add_options,
    .option_count = sizeof add_options / sizeof add_options[0],
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operands = "LANG=TERM ...",
    .run = add,
};

const struct action term_action_edit = {
    .name = "edit",
    .options = edit_options,
    .option_count = sizeof edit_options / sizeof edit_options[0],
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operands = "NUMBER [LANG=TERM ...]",
    .run = edit_terms,
};

const struct action term_action_delete = {
    .name = "delete",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operands = "NUMBER [LANG=TERM ...]",
    .run = delete_terms,
};
