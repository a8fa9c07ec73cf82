/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_HELP_H
#define CMD_HELP_H

#include "command.h"

/* Each answers the exit status. */
int help_version(void);
int help_all(void);
int help_command(const struct command *command);

/* In short, on stderr. */
void help_usage(void);

/* The completion of bash, made from the tables. */
int help_completion(void);

#endif
