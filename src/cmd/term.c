/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "term.h"

#include <inttypes.h>

#include "message.h"
#include "place.h"

#define ACTION_DECLARED(name) extern const struct action term_action_##name;
TERM_ACTIONS(ACTION_DECLARED)

#define ACTION_LISTED(name) &term_action_##name,
static const struct action *const actions[] = { TERM_ACTIONS(ACTION_LISTED) NULL };

int term_number(int64_t *out, const struct arguments *arguments, const char *text)
{
    if (parse_integer(out, text) && *out > 0)
        return EXIT_DONE;
    return usage_error(arguments->command, "'%s' is not the number of a concept; 'padan term list' shows them", text);
}

void term_say_summary(const char *path, const struct padan_term_summary *summary)
{
    char undo[UNDO_COMMAND_SIZE];
    message("%s: %" PRId64 " added, %" PRId64 " changed, %" PRId64 " removed, %" PRId64 " there already", path,
            summary->added, summary->replaced, summary->removed, summary->already);
    if (summary->batch > 0)
        message("this is batch %" PRId64 "; '%s' takes it back", summary->batch,
                undo_command(undo, path, summary->batch));
}

static int run(const struct arguments *arguments)
{
    return action_run(arguments, actions);
}

static const struct command_option options[] = {
    { .key = OPTION_SOURCE,
      .letter = 's',
      .name = "source",
      .value = "LANG",
      .help = "list, export: concepts with a term in this language; find: the text's language; import: that of columns "
              "that name none" },
    { .key = OPTION_TARGET,
      .letter = 't',
      .name = "target",
      .value = "LANG",
      .help = "list, import, export: the language of the renderings; find: show the concept's terms in this one" },
    { .key = OPTION_STATUS,
      .name = "status",
      .value = "STATUS",
      .choices = "preferred|admitted|deprecated",
      .help = "add, edit: how the terms are to be used; deprecated: not at all" },
    { .key = OPTION_PART_OF_SPEECH,
      .name = "part-of-speech",
      .value = "WORD",
      .help = "add, edit: of the terms, as noun, verb, adjective" },
    { .key = OPTION_GENDER, .name = "gender", .value = "WORD", .help = "add, edit: of the terms" },
    { .key = OPTION_CONTEXT,
      .name = "context",
      .value = "TEXT",
      .help = "add, edit: a sentence in which the terms are used" },
    { .key = OPTION_CASE_SENSITIVE,
      .name = "case-sensitive",
      .help = "add, edit: the terms are meant with just these capitals: WHO is not who" },
    { .key = OPTION_WHOLE_FORM, .name = "whole-form", .help = "add, edit: no other form of the words is meant" },
    { .key = OPTION_TEXT,
      .name = "text",
      .value = "TERM",
      .help = "edit: how the one term given is spelt from now on" },
    { .key = OPTION_SUBJECT, .name = "subject", .value = "TEXT", .help = "add, edit: the concept's subject field" },
    { .key = OPTION_DEFINITION, .name = "definition", .value = "TEXT", .help = "add, edit: of the concept" },
    { .key = OPTION_NOTE, .name = "note", .value = "TEXT", .help = "add, edit: on the concept" },
    { .key = OPTION_UNTRANSLATED,
      .name = "untranslated",
      .help = "add, edit: the terms stay as they are in a translation" },
    { .key = OPTION_FAMILY,
      .name = "family",
      .help = "find: words of one root are alike in Indonesian and Malay too, as menjaga and penjaga" },
    { .key = OPTION_FORMAT,
      .name = "format",
      .value = "FORMAT",
      .choices = "text|jsonl|tsv|csv|omegat|utx|tbx|tbx-core|tbx-basic|tbx-min|tbx-basic-dct|tbx-min-dct|tbx2",
      .help = "what to write, else as the output's ending tells; export: all but text and jsonl, or else tsv; "
              "extract: any, or else text" },
    { .key = OPTION_MIN_COUNT,
      .name = "min-count",
      .value = "N",
      .help = "extract: only what comes N times or more, 3 without it" },
    { .key = OPTION_MAX_WORDS,
      .name = "max-words",
      .value = "N",
      .help = "extract: only terms of N words or fewer, 4 without it" },
    { .key = OPTION_REFERENCE,
      .name = "reference",
      .value = "FILE",
      .help = "extract: a text of another subject; words that it has as often are no terms" },
    { .key = OPTION_LIMIT, .name = "limit", .value = "N", .help = "extract: N candidates at most, 500 without it" },
    OPTION_ROW_OUTPUT,
    OPTION_ROW_ENCODING,
    { .key = OPTION_JSON,
      .name = "json",
      .help = "list: write a JSON object for each concept; find: for each text; import: write a summary as one" },
    OPTIONS_END,
};

const struct command command_term = {
    .name = "term",
    .summary = "the term base: add, change, list, find, import and export terms of any number of languages",
    .synopsis = "ACTION [OPTION ...] [ARGUMENT ...]",
    .arguments =
        "ACTION is one of: add LANG=TERM ..., which puts a concept with these terms into the memory; edit NUMBER "
        "[LANG=TERM ...], which changes a concept, and of its terms those that are given, which it gets where it has "
        "them not; delete NUMBER [LANG=TERM ...], which takes out a concept or some of its terms; list [TEXT ...], "
        "which shows concepts, those with one of these texts in a term; find [TEXT ...], which finds the terms of the "
        "base in running text, without TEXT in the lines of standard input; import FILE ..., which reads tables (TSV, "
        "CSV), OmegaT's glossaries, UTX and TBX, versions 2 and 3; export; extract, which proposes terms and their "
        "renderings from the units of the memory.\n"
        "Each change is a batch that 'padan undo' takes back.",
    .options = options,
    .operands_min = 1,
    .operands_max = OPERANDS_ANY,
    .run = run,
};
