/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_RULES_H
#define SEGMENT_RULES_H

#include <padan/segment.h>

#include "base/arena.h"
#include "segment/abbreviations.h"
#include "segment/expression.h"
#include "segment/spaces.h"
#include "segment/srx.h"

/* One step of the ordered list: an SRX rule, a list of abbreviations, or a choice among spaces. */
struct padan_rule {
    bool is_break;
    struct padan_expression *before, *after; /* NULL: anything */
    struct padan_abbreviations *list;        /* instead of the patterns, or NULL */
    struct padan_spaces *spaces;             /* the same */
    const char *file, *language, *text;
    int line;
};

/* All rules for one language, in the order in which they are tried. */
struct padan_rules {
    struct padan_arena arena;
    struct padan_set_pool pool;
    struct padan_rule *items;
    size_t count, capacity;
    struct padan_segment_handling handling; /* of the SRX file that was read last: the one given, or default.srx */
};

/*
 * Loads the rules for a canonical language tag: a user's own ones, then those of an SRX file, or the shipped ones of
 * the language and then the default. Freed by padan_rules_free also where it fails. Errors as padan_segmenter_new.
 */
int padan_rules_load(struct padan_rules *rules, const char *language, const struct padan_segmenter_options *options,
                     struct padan_error *error);

/* The same from an SRX file in memory; lists are looked for beside `file`. */
int padan_rules_parse(struct padan_rules *rules, const char *language, const char *bytes, size_t size, const char *file,
                      const struct padan_reporter *reporter, struct padan_error *error);
/* Adds an empty rule; file and rule set must live as long as the rules. NULL: no memory. */
struct padan_rule *padan_rules_new(struct padan_rules *rules, const char *file, const char *language, int line);

/* Adds an SRX rule; errors as padan_expression_new. */
int padan_rules_add(struct padan_rules *rules, const char *file, const char *language,
                    const struct padan_srx_rule *source, struct padan_error *error);

void padan_rules_free(struct padan_rules *rules);

#endif
