/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_CHECK_TEXTS_H
#define CMD_CHECK_TEXTS_H

#include <padan/unit.h>

#include "arguments.h"

/* Whether the operands of check are a text and its translation, which are aligned first. */
bool are_texts(const struct arguments *arguments);

/*
 * Aligns the two operands, in the languages `source` and `target`, and gives their beads as units, in order; of what
 * has no counterpart each segment is a unit whose other side is empty. `says`: what became of them is said on stderr.
 * Errors: those of source_open, lexicon_open, padan_align_documents, or what the sink answers.
 */
int texts_units(const struct arguments *arguments, const char *source, const char *target,
                const struct padan_unit_sink *sink, bool says, struct padan_error *error);

#endif
