/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_VALUES_H
#define CHECK_VALUES_H

#include <padan/text.h>

#include "text/value.h"

/* Values of a side that are looked at; texts with more are not compared. */
#define PADAN_CHECK_VALUES 256

struct padan_checking;

/* Which values of the two sides say the same: for each, the number of its counterpart, or -1. */
struct padan_check_matching {
    bool done;
    int16_t other[2][PADAN_CHECK_VALUES];
    bool measured;                      /* units of measure were looked for, and both sides have some */
    int8_t unit[2][PADAN_CHECK_VALUES]; /* of text/measure.h */
    size_t end[2][PADAN_CHECK_VALUES];  /* of the unit, in bytes; where there is one */
};

/* Whether two values that say the same number say it of units that cannot be meant to be the same. */
bool padan_check_units_differ(const struct padan_checking *checking, size_t source, size_t target);

/* Matches the values of the unit, once. Errors: PADAN_ERROR_ALLOCATION. */
int padan_check_match_values(struct padan_checking *checking, struct padan_error *error);

#endif
