/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_SHIPPED_H
#define SEGMENT_SHIPPED_H

#include <padan/error.h>

#include "base/table.h"

/*
 * The paths of the shipped files for a canonical language tag, in the order in which their rules are tried:
 * structure.srx; those that `data`/rules/languages.txt names, or else the language's own; where there is none, its list
 * of abbreviations, if there is one, and fallback.srx; then default.srx. Each path
 * is a key of `paths`, which the caller frees, also where it fails.
 * Errors: PADAN_ERROR_SYSTEM where languages.txt cannot be read, PADAN_ERROR_ALLOCATION.
 */
int padan_shipped_paths(struct padan_table *paths, const char *data, const char *language, struct padan_error *error);

#endif
