/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_FINDING_H
#define CMD_FINDING_H

#include "hit.h"
#include "marking.h"
#include "screen.h"

/* A search under way, and how its hits are written. */
struct finding {
    struct padan_output *output;
    struct screen screen;
    int (*put)(struct finding *finding, const struct hit *hit, struct padan_error *error);
    enum hit_order order;
    struct padan_kwic *kwic; /* of the language that is searched */
    struct hits hits;
    size_t marked; /* of them */
    struct padan_memory *searched;
    struct marking marking;
    const char *memory; /* its path where several are searched, or NULL */
    int64_t limit;      /* hits to write; 0: all */
    int64_t written;
    bool reader_gone;
    bool has_source, has_target; /* where nothing is written: whether a memory has the languages asked for */
};

/* Write one hit; each is a value for `put`. */
int finding_put_text(struct finding *finding, const struct hit *hit, struct padan_error *error);
int finding_put_tsv(struct finding *finding, const struct hit *hit, struct padan_error *error);
int finding_put_json(struct finding *finding, const struct hit *hit, struct padan_error *error);

/* As text, the first place below those of other hits, so that an order by neighbours shows. */
int finding_put_kwic(struct finding *finding, const struct hit *hit, struct padan_error *error);

/* The table of renderings, where they are counted: after text, or alone as tsv. */
int finding_put_table(struct finding *finding, struct padan_error *error);

/* What comes before the first hit. */
int finding_begin(struct finding *finding, struct padan_error *error);

#endif
