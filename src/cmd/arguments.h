/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_ARGUMENTS_H
#define CMD_ARGUMENTS_H

#include <padan/text.h>

#include <stdint.h>

#include "command.h"

struct occurrence {
    enum option_key key;
    const char *value; /* "" for a switch */
};

/* A command line taken apart; strings belong to argv. */
struct arguments {
    const struct command *command;
    struct occurrence *options; /* in the order given */
    size_t option_count;
    char **operands;
    size_t operand_count;
};

/*
 * Takes apart what stands before and after the command's name. Answers EXIT_DONE, EXIT_USAGE (said on stderr) or
 * EXIT_FAILED; arguments_free is due in every case. What is required is checked by arguments_check.
 */
int arguments_parse(struct arguments *out, const struct command *command, int argc, char **argv);
int arguments_check(const struct arguments *arguments);
void arguments_free(struct arguments *arguments);

bool option_given(const struct arguments *arguments, enum option_key key);
size_t option_count(const struct arguments *arguments, enum option_key key);

/* The value of an option's occurrence, from 0; NULL where there are fewer. */
const char *option_nth(const struct arguments *arguments, enum option_key key, size_t number);

/* The value of an option, or NULL. */
const char *option_value(const struct arguments *arguments, enum option_key key);

/*
 * The value of an occurrence as a canonical language tag; "" where it was not given. EXIT_DONE or, with the message
 * said, EXIT_USAGE.
 */
int option_language(char out[PADAN_LANGUAGE_SIZE], const struct arguments *arguments, enum option_key key,
                    size_t number);

/* A number from `min` to `max`; `out` stays where the option was not given. EXIT_DONE or EXIT_USAGE. */
int option_integer(int64_t *out, const struct arguments *arguments, enum option_key key, int64_t min, int64_t max);
/* The number of --threads, from 1 to 64, or without it that of the processors. EXIT_DONE or EXIT_USAGE. */
int option_threads(size_t *out, const struct arguments *arguments);
int option_fraction(double *out, const struct arguments *arguments, enum option_key key);
/* Dates, or NULL where the options were not given. EXIT_DONE or EXIT_USAGE. */
int option_period(const char **since, const char **until, const struct arguments *arguments);
bool parse_integer(int64_t *out, const char *text);

/*
 * The format to write: --format, else the ending of -o, else `fallback`. NULL, with the message said, where the ending
 * is none of the format's choices.
 */
const char *option_format(const struct arguments *arguments, const char *fallback);

#endif
