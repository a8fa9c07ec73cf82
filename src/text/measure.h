/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEXT_MEASURE_H
#define TEXT_MEASURE_H

#include <stdbool.h>

#include <padan/text.h>

/*
 * Units of measure behind numbers, however a language writes them: "5 km", "5 kilometres", "5公里", "5-kilometer".
 * A unit has a number of its own, the same in all languages; -1 is none, or none that is known.
 */
#define PADAN_MEASURE_NONE (-1)

/* The names that a language has for units. One thread at a time. */
struct padan_measures;

/* From ICU's locale data, in some milliseconds. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION. */
int padan_measures_new(struct padan_measures **out, const char *language, struct padan_error *error);
void padan_measures_free(struct padan_measures *measures);

/* The unit that stands in a text behind a number that ends at the byte `at`; *end gets where it ends. */
int padan_measure_find(struct padan_measures *measures, struct padan_string text, size_t at, size_t *end);

/*
 * Whether an amount cannot be meant to be as much of one unit as of the other. Squares and the like are told from
 * others of their kind alone: "km persegi" is read as a length.
 */
bool padan_measure_differs(int left, int right);

/*
 * Whether amounts of two units of one kind are the same: to a billionth where both are metric, as 5 km is 5000 m, else
 * to 6 %, as translators round: 3 miles, 5 km.
 */
bool padan_measure_equals(double left_amount, int left, double right_amount, int right);

#endif
