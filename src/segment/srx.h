/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_SRX_H
#define SEGMENT_SRX_H

#include <padan/segment.h>

#include "base/arena.h"

/* The namespace of what padan adds to SRX. */
#define PADAN_SRX_NAMESPACE "https://padan.invalid/rules"

/* What an SRX file says, in its order; lines are counted from 1, strings live in the arena. */
struct padan_srx_rule {
    bool is_break;
    struct padan_string before, after;
    int64_t line, before_line, after_line;
};

struct padan_srx_language {
    const char *name;
    int64_t line;
    struct padan_srx_rule *rules;
    size_t count, capacity;
};

struct padan_srx_map {
    struct padan_string pattern;
    const char *name;
    int64_t line;
};

struct padan_srx_list {
    const char *language, *file;
    bool is_spaces; /* <padan:spaces>, else <padan:abbreviations> */
    int64_t line;
};

struct padan_srx {
    struct padan_arena arena;
    const char *file;
    const char *version; /* as the file says it; "" where it says none */
    bool cascade;
    struct padan_segment_handling handling;
    struct padan_srx_language *languages;
    size_t language_count, language_capacity;
    struct padan_srx_map *maps;
    size_t map_count, map_capacity;
    struct padan_srx_list *lists;
    size_t list_count, list_capacity;
};

/*
 * Reads SRX 2.0 (and 1.0, whose map rules are nested deeper and which has no cascade) from memory; freed by
 * padan_srx_free also where it fails. What is amiss but understood is reported as a warning.
 * Errors: PADAN_ERROR_SYNTAX with file and line; PADAN_ERROR_ENCODING, PADAN_ERROR_FORMAT for what is no text;
 * PADAN_ERROR_ALLOCATION.
 */
int padan_srx_parse(struct padan_srx *srx, const char *bytes, size_t size, const char *file,
                    const struct padan_reporter *reporter, struct padan_error *error);
void padan_srx_free(struct padan_srx *srx);

/* The rule set of a name, or NULL. */
struct padan_srx_language *padan_srx_find(const struct padan_srx *srx, const char *name);

#endif
