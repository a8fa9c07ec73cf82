/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_REGISTRY_H
#define CMD_REGISTRY_H

/* Every command, in the order of help: X(NAME) stands for `const struct command command_NAME` in NAME.c. */
/* A line each. */
/* clang-format off */
#define COMMANDS(X) \
    X(segment) \
    X(align) \
    X(import) \
    X(export) \
    X(formats) \
    X(match) \
    X(analyze) \
    X(translate) \
    X(find) \
    X(term) \
    X(check) \
    X(rules) \
    X(dedupe) \
    X(delete) \
    X(undo) \
    X(info) \
    X(check_memory) \
    X(backup) \
    X(help)
/* clang-format on */

#endif
