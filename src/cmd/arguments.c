/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arguments.h"

#include <padan/exchange.h>
#include <padan/memory.h>

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "message.h"

enum { ROWS_MAX = 32, LONG_BASE = 256 };

/* The rows of a command and of all commands, in the forms that getopt_long wants. */
struct rows {
    const struct command_option *row[ROWS_MAX];
    struct option longs[ROWS_MAX + 1];
    size_t count;
    char shorts[2 * ROWS_MAX + 2];
    char names[ROWS_MAX * 24]; /* with a bar between, for a guess at what was meant */
};

static void add_rows(struct rows *rows, const struct command_option *options)
{
    for (const struct command_option *option = options; option->name && rows->count < ROWS_MAX; option++) {
        size_t number = rows->count++;
        rows->row[number] = option;
        rows->longs[number] = (struct option){ .name = option->name,
                                               .has_arg = option->value ? required_argument : no_argument,
                                               .val = LONG_BASE + (int)number };
        size_t at = strlen(rows->shorts);
        if (option->letter)
            snprintf(rows->shorts + at, sizeof rows->shorts - at, "%c%s", option->letter, option->value ? ":" : "");
        at = strlen(rows->names);
        snprintf(rows->names + at, sizeof rows->names - at, "%s|", option->name);
    }
}

static const struct command_option *row_of(const struct rows *rows, int code)
{
    if (code >= LONG_BASE && (size_t)(code - LONG_BASE) < rows->count)
        return rows->row[code - LONG_BASE];
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->row[i]->letter && rows->row[i]->letter == code)
            return rows->row[i];
    }
    return NULL;
}

static int unknown_option(const struct command *command, const struct rows *rows, const char *given)
{
    const struct command_option *row = row_of(rows, optopt);
    char guess[64], name[64];
    /* A text to be looked for may begin so. */
    const char *hint = command && command->operands_max != 0 ? "; what begins with a hyphen stands behind --" : "";
    if (optopt >= LONG_BASE && row)
        return usage_error(command, "--%s takes no value", row->name);
    if (optopt > 0)
        return usage_error(command, "there is no option -%c%s", optopt, hint);
    snprintf(name, sizeof name, "%.*s", (int)strcspn(given + 2, "="), given + 2);
    const char *meant = nearest(guess, name, rows->names);
    if (meant)
        return usage_error(command, "there is no option --%s; did you mean --%s?", name, meant);
    return usage_error(command, "there is no option --%s, or more than one begins so%s", name, hint);
}

static bool is_choice(const char *choices, const char *value)
{
    size_t size = strlen(value);
    for (const char *at = choices; *at;) {
        size_t width = strcspn(at, "|");
        if (width == size && memcmp(at, value, size) == 0)
            return true;
        at += width + (at[width] == '|');
    }
    return false;
}

static int add_option(struct arguments *out, const struct command_option *row, const char *value)
{
    char guess[64];
    if (!row->repeats && row->value && option_given(out, row->key))
        return usage_error(out->command, "--%s is given twice", row->name);
    if (row->choices && !is_choice(row->choices, value)) {
        const char *meant = nearest(guess, value, row->choices);
        return usage_error(out->command, "--%s '%s' is none of %s%s%s%s", row->name, value, row->choices,
                           meant ? "; did you mean " : "", meant ? meant : "", meant ? "?" : "");
    }
    out->options[out->option_count++] = (struct occurrence){ row->key, value };
    return EXIT_DONE;
}

static int parse_all(struct arguments *out, const struct rows *rows, int argc, char **argv)
{
    opterr = 0;
    for (;;) {
        int code = getopt_long(argc, argv, rows->shorts, rows->longs, NULL);
        if (code == -1)
            return EXIT_DONE;
        const struct command_option *row = row_of(rows, code == ':' ? optopt : code);
        if (code == ':')
            return usage_error(out->command, "--%s needs a value: %s", row->name, row->value);
        if (!row)
            return unknown_option(out->command, rows, argv[optind - 1]);
        int status = add_option(out, row, optarg ? optarg : "");
        if (status != EXIT_DONE)
            return status;
    }
}

int arguments_parse(struct arguments *out, const struct command *command, int argc, char **argv)
{
    struct rows rows = { .shorts = ":" };
    *out = (struct arguments){ .command = command };
    if (command)
        add_rows(&rows, command->options);
    add_rows(&rows, global_options);
    /* Each short option in a bundle is an occurrence, so that bytes bound their number. */
    size_t bytes = 1;
    for (int i = 1; i < argc; i++)
        bytes += strlen(argv[i]);
    out->options = calloc(bytes, sizeof *out->options);
    if (!out->options) {
        message("the machine has no memory left");
        return EXIT_FAILED;
    }
    int status = parse_all(out, &rows, argc, argv);
    out->operands = argv + optind;
    out->operand_count = (size_t)(argc - optind);
    return status;
}

void arguments_free(struct arguments *arguments)
{
    free(arguments->options);
    arguments->options = NULL;
}

/* Where the option or the operand that stands at `at` of a synopsis ends. */
static size_t end_of_part(const char *synopsis, size_t at)
{
    int depth = 0;
    for (; synopsis[at] && (depth > 0 || synopsis[at] != ' '); at++)
        depth += synopsis[at] == '[' ? 1 : synopsis[at] == ']' ? -1 : 0;
    return at;
}

/* The name of a required operand, from 0, as the synopsis has it: after options with their values, not in brackets. */
static struct padan_string operand_name(const char *synopsis, size_t number)
{
    bool is_value = false;
    for (size_t at = 0, end; synopsis[at]; at = end + strspn(synopsis + end, " ")) {
        end = end_of_part(synopsis, at);
        bool is_operand = !is_value && synopsis[at] != '-' && synopsis[at] != '[';
        is_value = synopsis[at] == '-';
        if (is_operand && number-- == 0)
            return (struct padan_string){ synopsis + at, end - at };
    }
    return padan_string("something");
}

int arguments_check(const struct arguments *arguments)
{
    const struct command *command = arguments->command;
    for (const struct command_option *option = command->options; option->name; option++) {
        if (option->required && !option_given(arguments, option->key))
            return usage_error(command, "-%c %s is missing: %s", option->letter, option->value, option->help);
    }
    if (arguments->operand_count < (size_t)command->operands_min) {
        struct padan_string missing = operand_name(command->synopsis, arguments->operand_count);
        return usage_error(command, "%.*s is missing", (int)missing.size, missing.data);
    }
    if (command->operands_max != OPERANDS_ANY && arguments->operand_count > (size_t)command->operands_max)
        return usage_error(command,
                           "'%s' is one too many; several words, or a name with spaces, need quotes around them",
                           arguments->operands[command->operands_max]);
    return EXIT_DONE;
}

const char *option_nth(const struct arguments *arguments, enum option_key key, size_t number)
{
    for (size_t i = 0; i < arguments->option_count; i++) {
        if (arguments->options[i].key == key && number-- == 0)
            return arguments->options[i].value;
    }
    return NULL;
}

const char *option_value(const struct arguments *arguments, enum option_key key)
{
    return option_nth(arguments, key, 0);
}

bool option_given(const struct arguments *arguments, enum option_key key)
{
    return option_value(arguments, key) != NULL;
}

size_t option_count(const struct arguments *arguments, enum option_key key)
{
    size_t count = 0;
    for (size_t i = 0; i < arguments->option_count; i++)
        count += arguments->options[i].key == key;
    return count;
}

int option_language(char out[PADAN_LANGUAGE_SIZE], const struct arguments *arguments, enum option_key key,
                    size_t number)
{
    struct padan_error error;
    const char *value = option_nth(arguments, key, number);
    out[0] = '\0';
    int status = value ? padan_language_canonical(out, value, &error) : PADAN_OK;
    if (status == PADAN_OK)
        return EXIT_DONE;
    return status == PADAN_ERROR_ALLOCATION ? failure(&error) : usage_error(arguments->command, "%s", error.message);
}

int option_period(const char **since, const char **until, const struct arguments *arguments)
{
    struct padan_error error;
    *since = option_value(arguments, OPTION_SINCE);
    *until = option_value(arguments, OPTION_UNTIL);
    if (padan_date_check(*since, &error) != PADAN_OK || padan_date_check(*until, &error) != PADAN_OK)
        return usage_error(arguments->command, "%s", error.message);
    return EXIT_DONE;
}

bool parse_integer(int64_t *out, const char *text)
{
    char *end;
    errno = 0;
    intmax_t value = strtoimax(text, &end, 10);
    if (end == text || *end || errno != 0 || value < INT64_MIN || value > INT64_MAX)
        return false;
    *out = value;
    return true;
}

static const char *option_name(const struct command *command, enum option_key key)
{
    const struct command_option *option = command->options;
    while (option->name && option->key != key)
        option++;
    return option->name ? option->name : "";
}

int option_integer(int64_t *out, const struct arguments *arguments, enum option_key key, int64_t min, int64_t max)
{
    int64_t value;
    char upper[32] = "";
    const char *text = option_value(arguments, key);
    if (!text)
        return EXIT_DONE;
    if (max < INT32_MAX)
        snprintf(upper, sizeof upper, " to %" PRId64, max);
    if (!parse_integer(&value, text) || value < min || value > max)
        return usage_error(arguments->command, "--%s '%s' is not a whole number from %" PRId64 "%s",
                           option_name(arguments->command, key), text, min, upper);
    *out = value;
    return EXIT_DONE;
}

int option_threads(size_t *out, const struct arguments *arguments)
{
    enum { MOST = 64 };
    int64_t threads = sysconf(_SC_NPROCESSORS_ONLN);
    threads = threads < 1 ? 1 : threads > MOST ? MOST : threads;
    int usage = option_integer(&threads, arguments, OPTION_THREADS, 1, MOST);
    *out = (size_t)threads;
    return usage;
}

int option_fraction(double *out, const struct arguments *arguments, enum option_key key)
{
    const char *text = option_value(arguments, key);
    if (!text)
        return EXIT_DONE;
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || !(value >= 0 && value <= 1))
        return usage_error(arguments->command, "--%s '%s' is not a number from 0 to 1",
                           option_name(arguments->command, key), text);
    *out = value;
    return EXIT_DONE;
}

static const char *format_choices(const struct command *command)
{
    for (const struct command_option *option = command->options; option->name; option++) {
        if (option->key == OPTION_FORMAT)
            return option->choices;
    }
    return "";
}

static const char *ending(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    return dot ? dot + 1 : "";
}

const char *option_format(const struct arguments *arguments, const char *fallback)
{
    const char *path = option_value(arguments, OPTION_OUTPUT);
    const char *choices = format_choices(arguments->command);
    if (option_given(arguments, OPTION_FORMAT))
        return option_value(arguments, OPTION_FORMAT);
    if (!path || *ending(path) == '\0')
        return fallback;
    if (is_choice(choices, ending(path)))
        return ending(path);
    const char *exchanged = padan_exchange_format_of(path);
    if (exchanged && is_choice(choices, exchanged))
        return exchanged;
    if (is_choice(choices, "text") && strcmp(ending(path), "txt") == 0)
        return "text";
    if (is_choice(choices, "html") && strcmp(ending(path), "htm") == 0)
        return "html";
    usage_error(arguments->command, "the ending of '%s' tells no format; add --format %s", path, choices);
    return NULL;
}
