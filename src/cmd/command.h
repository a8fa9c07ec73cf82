/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

struct arguments;

/* How padan ends; see EXIT STATUS in padan(1). */
enum exit_status { EXIT_DONE = 0, EXIT_NOTHING = 1, EXIT_USAGE = 2, EXIT_FAILED = 3 };

/* What an option means, whichever command has it. */
enum option_key {
    OPTION_ABBREVIATION,
    OPTION_ACCENTS,
    OPTION_ADD,
    OPTION_AFTER,
    OPTION_ALL,
    OPTION_BATCH,
    OPTION_BEFORE,
    OPTION_BOM,
    OPTION_BREAK,
    OPTION_CASE,
    OPTION_COLLOCATES,
    OPTION_TARGET_COLLOCATES,
    OPTION_COLUMNS,
    OPTION_CASE_SENSITIVE,
    OPTION_COMPLETION,
    OPTION_CONTEXT,
    OPTION_DEFINITION,
    OPTION_DICTIONARY,
    OPTION_DISABLE,
    OPTION_DOCUMENT,
    OPTION_DRY_RUN,
    OPTION_ENABLE,
    OPTION_ENCODING,
    OPTION_EXACT,
    OPTION_EXCEPTION,
    OPTION_EXPLAIN,
    OPTION_EACH,
    OPTION_FAIL_ON,
    OPTION_FAITHFUL,
    OPTION_FAMILY,
    OPTION_FIX,
    OPTION_FORMAT,
    OPTION_GENDER,
    OPTION_HELP,
    OPTION_INPUT,
    OPTION_JSON,
    OPTION_LANGUAGE,
    OPTION_LEVEL,
    OPTION_LIMIT,
    OPTION_MAX,
    OPTION_MAX_CONFIDENCE,
    OPTION_MAX_WORDS,
    OPTION_MEMORY,
    OPTION_MIN,
    OPTION_MIN_CONFIDENCE,
    OPTION_MIN_COUNT,
    OPTION_NOTE,
    OPTION_NO_MEMORY,
    OPTION_ON_CONFLICT,
    OPTION_ONLY,
    OPTION_OUTPUT,
    OPTION_PENALTY,
    OPTION_PARTS,
    OPTION_PART_OF_SPEECH,
    OPTION_PRETTY,
    OPTION_PROJECT,
    OPTION_RANK,
    OPTION_REBUILD,
    OPTION_REFERENCE,
    OPTION_REGEX,
    OPTION_RENDERINGS,
    OPTION_REPAIR,
    OPTION_REPLACE_INVALID,
    OPTION_RULES,
    OPTION_SECTION,
    OPTION_SEGMENTED,
    OPTION_SINCE,
    OPTION_SKIP,
    OPTION_SORT,
    OPTION_SOURCE,
    OPTION_STATUS,
    OPTION_STORE,
    OPTION_STRICT,
    OPTION_SUBJECT,
    OPTION_TARGET,
    OPTION_THREADS,
    OPTION_TIMING,
    OPTION_TERMS,
    OPTION_TEXT,
    OPTION_UNIT,
    OPTION_UNTIL,
    OPTION_UNTRANSLATED,
    OPTION_VERSION,
    OPTION_WHOLE_FORM,
    OPTION_WITH,
    OPTION_WITHIN,
    OPTION_WITHOUT
};

/* One row of a command's table of options; help, parsing and completion all come from it. */
struct command_option {
    enum option_key key;
    char letter; /* or 0 */
    const char *name;
    const char *value;   /* what its value is called, or NULL for a switch */
    const char *choices; /* the only values allowed, with a bar between; or NULL */
    bool required, repeats;
    const char *help;
};

/* A table of options ends with a row whose name is NULL. */
#define OPTIONS_END                                                                                                    \
    {                                                                                                                  \
        .name = NULL                                                                                                   \
    }

/* What import and export take after --format; tests/cases/formats.d holds it against what 'padan formats' lists. */
#define EXCHANGE_FORMATS "xliff|omegat|tmx|po|jsonl|tsv|csv|moses"

/* Rows that several commands have, worded once. */
#define OPTION_ROW_ENCODING                                                                                            \
    {                                                                                                                  \
        .key = OPTION_ENCODING, .name = "encoding", .value = "NAME",                                                   \
        .help = "the encoding of the files, any that iconv knows; without it, it is found out"                         \
    }
#define OPTION_ROW_NO_MEMORY(text)                                                                                     \
    {                                                                                                                  \
        .key = OPTION_NO_MEMORY, .name = "no-memory", .help = text                                                     \
    }
#define OPTION_ROW_OUTPUT                                                                                              \
    {                                                                                                                  \
        .key = OPTION_OUTPUT, .letter = 'o', .name = "output", .value = "FILE",                                        \
        .help = "write to a file, which appears when all is done"                                                      \
    }
#define OPTION_ROW_REPLACE_INVALID                                                                                     \
    {                                                                                                                  \
        .key = OPTION_REPLACE_INVALID, .name = "replace-invalid",                                                      \
        .help = "put U+FFFD for bytes that cannot be decoded instead of stopping there"                                \
    }
#define OPTION_ROW_RULES                                                                                               \
    {                                                                                                                  \
        .key = OPTION_RULES, .name = "rules", .value = "FILE",                                                         \
        .help =                                                                                                        \
            "cut by the rules of an SRX file instead of padan's own; a list of abbreviations (.txt) comes before "     \
            "them"                                                                                                     \
    }
#define OPTION_ROW_THREADS(text)                                                                                       \
    {                                                                                                                  \
        .key = OPTION_THREADS, .name = "threads", .value = "N", .help = text                                           \
    }

#define OPERANDS_ANY (-1)

/* A subcommand: one file that ends in one of these. */
struct command {
    const char *name;
    const char *summary;   /* one line */
    const char *synopsis;  /* what follows "padan NAME" */
    const char *arguments; /* what the operands are and what comes out, for help */
    const struct command_option *options;
    int operands_min, operands_max; /* OPERANDS_ANY: no upper bound */
    int (*run)(const struct arguments *arguments);
};

/* Options of every command. */
extern const struct command_option global_options[];

/* The commands in the order of help, ended by NULL. */
extern const struct command *const commands[];

const struct command *command_named(const char *name);

/* Says that there is no command of that name, and which one may be meant; EXIT_USAGE. */
int command_unknown(const char *name);

#endif
