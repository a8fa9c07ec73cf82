/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_MATCHING_H
#define CMD_MATCHING_H

#include <stdio.h>

#include <padan/match.h>
#include <padan/score.h>

#include "arguments.h"
#include "parts.h"
#include "screen.h"

enum { MATCHING_TARGETS = 32 };

/* What "padan match" is asked to do; not changed while queries are answered. */
struct matching {
    const struct arguments *arguments;
    struct padan_matcher *matcher;
    struct padan_match_options options;
    char source[PADAN_LANGUAGE_SIZE];
    char tags[MATCHING_TARGETS][PADAN_LANGUAGE_SIZE];
    const char *targets[MATCHING_TARGETS];
    const char *before, *after, *document; /* or NULL */
    bool is_json, times, repairs, takes_apart;
    struct screen screen;
    size_t thread_count;
};

/* What one thread answers with. A zeroed struct is to be filled by answerer_open; answerer_close is due in any case. */
struct answerer {
    const struct matching *matching;
    struct padan_match_search *search;
    struct padan_comparer *comparer;
    struct padan_repairer *repairers[MATCHING_TARGETS];
    char repaired[MATCHING_TARGETS][PADAN_LANGUAGE_SIZE]; /* the language that each repairs */
};

int answerer_open(struct answerer *answerer, const struct matching *matching, struct padan_error *error);
void answerer_close(struct answerer *answerer);

/* A query with what was found for it. */
struct answer {
    struct padan_string query;
    struct padan_matches matches;
    struct parts parts; /* of the query, where nothing was found for the whole */
    double milliseconds;
};

/* Searches for one query and writes what was found; *count: matches. */
int answer(struct answerer *answerer, struct padan_string query, FILE *out, size_t *count, struct padan_error *error);

/* The edits of a match, and its repair; `repair->count` is 0 where none is wanted or can be made. */
int answer_edits(struct answerer *answerer, const struct padan_match *match, struct padan_edits *edits,
                 struct padan_error *error);
int answer_repair(struct answerer *answerer, const struct answer *answer, const struct padan_match *match,
                  struct padan_repair *repair, struct padan_error *error);

/* Formats. */
int answer_put_json(struct answerer *answerer, const struct answer *answer, FILE *out, struct padan_error *error);
int answer_put_text(struct answerer *answerer, const struct answer *answer, FILE *out, struct padan_error *error);

/*
 * Answers all queries, those of the command line or the lines of standard input, with as many threads as were asked
 * for, in order. Answers an exit status, with any message said.
 */
int matching_run(const struct matching *matching, struct answerer *first, struct padan_output *output);

#endif
