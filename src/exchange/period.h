/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_PERIOD_H
#define EXCHANGE_PERIOD_H

#include <padan/unit.h>

/* Room for a date as TMX has it, YYYYMMDDThhmmssZ, with the NUL. Such dates sort as they follow each other. */
#define PADAN_DATE_SIZE 20

/* From that form or ISO 8601; false where it is neither. */
bool padan_date_canonical(char out[PADAN_DATE_SIZE], struct padan_string date);

/* When a unit was changed last: the latest changedate of it and its variants, else the latest creationdate; false where
 * it says neither. */
bool padan_unit_date(char out[PADAN_DATE_SIZE], const struct padan_unit *unit);

/* A stretch of time, both ends in it; "" where an end is open. */
struct padan_period {
    char since[PADAN_DATE_SIZE], until[PADAN_DATE_SIZE];
};

/* Each end may be NULL; a day alone means all of it. Errors: PADAN_ERROR_ARGUMENT where one is no date. */
int padan_period_set(struct padan_period *period, const char *since, const char *until, struct padan_error *error);
bool padan_period_has(const struct padan_period *period, const char *date);

#endif
