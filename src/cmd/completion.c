/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/output.h>

#include <string.h>

#include "help.h"
#include "message.h"

static void put_names(struct padan_output *output, const struct command_option *options)
{
    for (const struct command_option *option = options; option->name; option++) {
        if (option->letter)
            padan_output_format(output, NULL, "-%c ", option->letter);
        padan_output_format(output, NULL, "--%s ", option->name);
    }
}

static void put_choices(struct padan_output *output, const char *choices)
{
    for (const char *at = choices; *at;) {
        size_t size = strcspn(at, "|");
        padan_output_format(output, NULL, "%.*s ", (int)size, at);
        at += size + (at[size] == '|');
    }
}

/* One arm of the case over "command option before the cursor". */
static void put_value(struct padan_output *output, const char *command, const struct command_option *option)
{
    bool is_file = strcmp(option->value, "FILE") == 0 || strcmp(option->value, "MEMORY") == 0;
    if (option->letter)
        padan_output_format(output, NULL, "    '%s -%c' | ", command, option->letter);
    else
        padan_output_format(output, NULL, "    ");
    padan_output_format(output, NULL, "'%s --%s') ", command, option->name);
    if (is_file) {
        padan_output_format(output, NULL, "files=yes words= ;;\n");
        return;
    }
    padan_output_format(output, NULL, "files= words='");
    put_choices(output, option->choices ? option->choices : "");
    padan_output_format(output, NULL, "' ;;\n");
}

static void put_values(struct padan_output *output, const char *command, const struct command_option *options)
{
    for (const struct command_option *option = options; option->name; option++) {
        if (option->value)
            put_value(output, command, option);
    }
}

static void put_commands(struct padan_output *output)
{
    for (const struct command *const *command = commands; *command; command++)
        padan_output_format(output, NULL, "%s ", (*command)->name);
}

static void put_script(struct padan_output *output)
{
    padan_output_format(output, NULL,
                        "# Completion of padan for bash, made by 'padan help --completion bash'.\n"
                        "_padan()\n{\n"
                        "    local current=$2 previous=$3 command= files=yes words= word i\n"
                        "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                        "        word=${COMP_WORDS[i]}\n"
                        "        case $word in\n"
                        "        -m | --memory) ((i++)) ;;\n"
                        "        -*) ;;\n"
                        "        *) command=$word; break ;;\n"
                        "        esac\n"
                        "    done\n"
                        "    case $command in\n"
                        "    '') files= words='");
    put_commands(output);
    put_names(output, global_options);
    padan_output_format(output, NULL, "' ;;\n");
    for (const struct command *const *command = commands; *command; command++) {
        padan_output_format(output, NULL, "    %s) words='", (*command)->name);
        if (strcmp((*command)->name, "help") == 0)
            put_commands(output);
        put_names(output, (*command)->options);
        put_names(output, global_options);
        padan_output_format(output, NULL, "' ;;\n");
    }
    padan_output_format(output, NULL, "    esac\n    case \"$command $previous\" in\n");
    for (const struct command *const *command = commands; *command; command++)
        put_values(output, (*command)->name, (*command)->options);
    padan_output_format(output, NULL,
                        "    *' -m' | *' --memory') files=yes words= ;;\n"
                        "    esac\n"
                        "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
                        "    if [[ $files && $current != -* ]]; then\n"
                        "        mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -f -- \"$current\")\n"
                        "    fi\n"
                        "}\n"
                        "complete -o filenames -F _padan padan\n");
}

int help_completion(void)
{
    struct padan_output *output;
    struct padan_error error;
    if (padan_output_open(&output, NULL, &error) != PADAN_OK)
        return failure(&error);
    put_script(output);
    return padan_output_commit(output, &error) == PADAN_OK ? EXIT_DONE : failure(&error);
}
