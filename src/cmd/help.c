/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include <padan/padan.h>

#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "message.h"

enum { PAGE_WIDTH = 80, HELP_COLUMN = 27 };

/* Help is small, so that only the end tells whether it could be written; the output keeps its first error. */
static int finish(struct padan_output *output)
{
    struct padan_error error;
    return padan_output_commit(output, &error) == PADAN_OK ? EXIT_DONE : failure(&error);
}

static struct padan_output *standard_output(int *status)
{
    struct padan_output *output;
    struct padan_error error;
    *status = padan_output_open(&output, NULL, &error) == PADAN_OK ? EXIT_DONE : failure(&error);
    return output;
}

/* Words of ASCII `text` from column `at` on, further lines indented by `indent`. */
static void put_wrapped(struct padan_output *output, const char *text, size_t at, size_t indent)
{
    bool first = true;
    for (const char *word = text; *word;) {
        size_t size = strcspn(word, " \n");
        if (!first && at + 1 + size > PAGE_WIDTH) {
            padan_output_format(output, NULL, "\n%*s", (int)indent, "");
            at = indent;
        } else if (!first) {
            padan_output_format(output, NULL, " ");
            at++;
        }
        padan_output_format(output, NULL, "%.*s", (int)size, word);
        at += size;
        word += size;
        first = *word == '\n';
        if (*word == '\n')
            padan_output_format(output, NULL, "\n%*s", (int)indent, "");
        at = *word == '\n' ? indent : at;
        word += *word != '\0';
    }
    padan_output_format(output, NULL, "\n");
}

static void put_options(struct padan_output *output, const struct command_option *options)
{
    char left[80], letter[8];
    for (const struct command_option *option = options; option->name; option++) {
        snprintf(letter, sizeof letter, option->letter ? "-%c, " : "    ", option->letter);
        snprintf(left, sizeof left, "  %s--%s%s%s", letter, option->name, option->value ? " " : "",
                 option->value ? option->value : "");
        size_t at = strlen(left);
        padan_output_format(output, NULL, "%s", left);
        if (at + 1 > HELP_COLUMN) {
            padan_output_format(output, NULL, "\n");
            at = 0;
        }
        padan_output_format(output, NULL, "%*s", HELP_COLUMN - (int)at, "");
        put_wrapped(output, option->help, HELP_COLUMN, HELP_COLUMN);
    }
}

int help_command(const struct command *command)
{
    int status;
    struct padan_output *output = standard_output(&status);
    if (!output)
        return status;
    char usage[512];
    snprintf(usage, sizeof usage, "usage: padan %s %s", command->name, command->synopsis);
    put_wrapped(output, usage, 0, 4);
    padan_output_format(output, NULL, "\n");
    put_wrapped(output, command->summary, 0, 0);
    padan_output_format(output, NULL, "\n");
    put_wrapped(output, command->arguments, 0, 0);
    if (command->options->name)
        padan_output_format(output, NULL, "\nOptions:\n");
    put_options(output, command->options);
    padan_output_format(output, NULL, "\nOptions of every command:\n");
    put_options(output, global_options);
    return finish(output);
}

int help_all(void)
{
    int status;
    struct padan_output *output = standard_output(&status);
    if (!output)
        return status;
    padan_output_format(output, NULL,
                        "usage: padan [-m MEMORY] COMMAND ...\n\n"
                        "Keeps what was translated, and finds it again.\n\nCommands:\n");
    for (const struct command *const *command = commands; *command; command++)
        padan_output_format(output, NULL, "  %-12s %s\n", (*command)->name, (*command)->summary);
    padan_output_format(output, NULL, "\nOptions of every command:\n");
    put_options(output, global_options);
    padan_output_format(output, NULL,
                        "\n'padan help COMMAND' says more of one; so does its page: 'man padan-COMMAND'.\n"
                        "Without -m the memory is $PADAN_MEMORY, else padan/memory.padan in\n"
                        "$XDG_DATA_HOME (~/.local/share).\n");
    return finish(output);
}

void help_usage(void)
{
    fputs("usage: padan [-m MEMORY] COMMAND ...\nCommands:", stderr);
    for (const struct command *const *command = commands; *command; command++)
        fprintf(stderr, " %s", (*command)->name);
    fputs("\nTry 'padan help'.\n", stderr);
}

int help_version(void)
{
    int status;
    struct padan_output *output = standard_output(&status);
    if (!output)
        return status;
    padan_output_format(output, NULL, "padan %s\n", padan_version());
    return finish(output);
}

static int run(const struct arguments *arguments)
{
    if (option_given(arguments, OPTION_COMPLETION))
        return help_completion();
    if (arguments->operand_count == 0)
        return help_all();
    const struct command *command = command_named(arguments->operands[0]);
    if (!command)
        return command_unknown(arguments->operands[0]);
    return help_command(command);
}

static const struct command_option options[] = {
    { .key = OPTION_COMPLETION,
      .name = "completion",
      .value = "SHELL",
      .choices = "bash",
      .help = "write the completion script for a shell: bash" },
    OPTIONS_END,
};

const struct command command_help = {
    .name = "help",
    .summary = "say how padan or one of its commands is used",
    .synopsis = "[--completion bash] [COMMAND]",
    .arguments = "Without COMMAND: the list of commands. With it: its options and what comes out.",
    .options = options,
    .operands_min = 0,
    .operands_max = 1,
    .run = run,
};
