/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_TOLD_H
#define CMD_TOLD_H

#include <padan/unit.h>

#include "screen.h"

/* So many units are shown of a long list. */
#define TOLD_MOST 10

/* Writes a unit as "unit 7" and a line for each variant; for a padan_unit_sink, whose context is the output. */
int told_put(void *output, const struct padan_unit *unit, struct padan_error *error);

#endif
