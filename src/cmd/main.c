/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/padan.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "arguments.h"
#include "help.h"
#include "message.h"
#include "registry.h"

#define COMMAND_DECLARED(name) extern const struct command command_##name;
COMMANDS(COMMAND_DECLARED)

#define COMMAND_LISTED(name) &command_##name,
const struct command *const commands[] = { COMMANDS(COMMAND_LISTED) NULL };

const struct command_option global_options[] = {
    { .key = OPTION_MEMORY,
      .letter = 'm',
      .name = "memory",
      .value = "MEMORY",
      .repeats = true,
      .help = "the memory: a file. May be repeated: the first is written, all are read" },
    { .key = OPTION_HELP, .letter = 'h', .name = "help", .help = "say how the command is used" },
    { .key = OPTION_VERSION, .name = "version", .help = "say which version this is" },
    OPTIONS_END,
};

const struct command *command_named(const char *name)
{
    for (const struct command *const *command = commands; *command; command++) {
        if (strcmp((*command)->name, name) == 0)
            return *command;
    }
    return NULL;
}

/*
 * Index of the command's name: the first word that is neither an option nor the value of -m; argc where there is none.
 */
static int find_command(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        size_t size = strlen(argv[i]);
        if (argv[i][0] != '-')
            return i;
        if (strcmp(argv[i], "-m") == 0 || (size > 2 && strncmp(argv[i], "--memory", size) == 0))
            i++;
    }
    return argc;
}

int command_unknown(const char *name)
{
    char names[256] = "", guess[64];
    for (const struct command *const *command = commands; *command; command++) {
        size_t at = strlen(names);
        snprintf(names + at, sizeof names - at, "%s|", (*command)->name);
    }
    const char *meant = nearest(guess, name, names);
    if (meant)
        return usage_error(NULL, "there is no command '%s'; did you mean '%s'?", name, meant);
    return usage_error(NULL, "there is no command '%s'", name);
}

static int run(const struct arguments *arguments)
{
    const struct command *command = arguments->command;
    if (option_given(arguments, OPTION_VERSION))
        return help_version();
    if (option_given(arguments, OPTION_HELP))
        return command ? help_command(command) : help_all();
    if (!command) {
        help_usage();
        return EXIT_USAGE;
    }
    int status = arguments_check(arguments);
    return status == EXIT_DONE ? command->run(arguments) : status;
}

/*
 * A closed pipe and a size limit shall be errors of write, not the end of the process; and a file that is opened
 * shall never take the place of a standard stream that was closed, or messages would be written into it.
 */
static void settle_process(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
        if (fcntl(stream, F_GETFD) == -1 && open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) != stream)
            _exit(EXIT_FAILED);
    }
}

int main(int argc, char **argv)
{
    settle_process();
    int at = find_command(argc, argv);
    const struct command *command = NULL;
    if (at < argc) {
        command = command_named(argv[at]);
        if (!command)
            return command_unknown(argv[at]);
        memmove(argv + at, argv + at + 1, (size_t)(argc - at) * sizeof *argv);
        argc--;
    }
    struct arguments arguments;
    int status = arguments_parse(&arguments, command, argc, argv);
    if (status == EXIT_DONE)
        status = run(&arguments);
    arguments_free(&arguments);
    return status;
}
