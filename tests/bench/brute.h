/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The best match of a query among all texts, by the definitions of padan/score.h and nothing cleverer than the lengths
 * and the distance of the characters, which no score is above: what a search must find.
 */
#ifndef BENCH_BRUTE_H
#define BENCH_BRUTE_H

#include <stddef.h>
#include <stdint.h>

#include <padan/padan.h>

struct points {
    uint32_t *items;
    size_t count;
};

/* A text in its two forms. */
struct brute_text {
    struct points match, key;
};

struct brute {
    struct padan_words *words;
    struct brute_text *texts;
    size_t count, capacity;
};

/* These end the process where something fails. */
void brute_check(int status, const struct padan_error *error);
void brute_open(struct brute *brute, const char *path, const char *source, const char *target);
void brute_close(struct brute *brute);

/* The best of all texts, or 0 where none has the least: a similarity (0 to 1), a score (0 to 100). */
double brute_similarity(const struct brute *brute, const char *query, double least);
double brute_score(const struct brute *brute, const char *query, double least);

#endif
