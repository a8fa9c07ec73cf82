/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_COMPARER_H
#define MATCH_COMPARER_H

#include <padan/score.h>

#include "match/changes.h"

/* A text in one of its forms. */
struct padan_comparer_form {
    char *data;
    size_t size;
    struct padan_wording wording;
};

struct padan_comparer {
    struct padan_words *words;
    /* The query, with what distances to it need; `has_` says whether it was not too large for that. */
    struct padan_comparer_form match, key;
    struct padan_lanes match_lanes, key_lanes;
    bool has_match_lanes, has_key_lanes;
    /* As it stands, taken apart when edits are first asked for. */
    char *text;
    size_t text_size;
    struct padan_wording text_wording;
    struct padan_lanes text_lanes;
    bool has_text_wording, has_text_lanes;
    /* The text that it is compared with. */
    struct padan_wording other_match, other_key, other_text;
    struct padan_changes changes;
    struct padan_edit *edits;
    size_t edit_count, edit_capacity;
};

/* Makes the words of a wording lanes; *fits: whether there was room for them. Errors: PADAN_ERROR_ALLOCATION. */
int padan_comparer_lanes(struct padan_lanes *lanes, bool *fits, const struct padan_wording *wording,
                         struct padan_error *error);

#endif
