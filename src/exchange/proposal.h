/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_PROPOSAL_H
#define EXCHANGE_PROPOSAL_H

#include "exchange/format.h"

/*
 * Properties of the units of a document that padan translated, by which it knows them again: how well the memory knew
 * the segment (0: not at all), and what was proposed, with U+FFFC for codes.
 */
#define PADAN_PROPOSAL_SCORE "match_score"
#define PADAN_PROPOSAL_TEXT "proposal"

/* From this score on the segment itself is in the memory. */
#define PADAN_PROPOSAL_EXACT 100

/*
 * Says of such a unit who is to be believed, and takes those properties away: what a person changed or wrote is
 * confirmed; what was found as it is keeps the status that it had; a proposal of another segment that nobody changed
 * or agreed to is no translation, and *given is false. Any other unit stays as it is. Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_proposal_settle(struct padan_reading *reading, struct padan_unit *unit, bool *given,
                          struct padan_error *error);

#endif
