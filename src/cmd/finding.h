/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_FINDING_H
#define CMD_FINDING_H

#include "hit.h"
#include "marking.h"
#include "screen.h"

/* A search under way, and how its hits are written. */
struct finding {
    const char *query;
    struct padan_output *output;
    struct screen screen;
    int (*put)(struct finding *finding, const struct hit *hit, struct padan_error *error);
    enum hit_order order;
    struct padan_kwic *kwic; /* of the language that is searched */
    struct hits hits;
    size_t marked; /* of them */
    struct padan_memory *searched;
    struct marking marking;
    struct padan_collocates *collocates; /* where they are asked for, in place of hits; or NULL */
    const char *memory;                  /* its path where several are searched, or NULL */
    int64_t within;                      /* collocates in place of hits, so many words away; or 0 */
    bool is_other_side;                  /* collocates are those of the translations */
    int64_t skip;                        /* hits to pass over */
    int64_t limit;                       /* hits to write; 0: all */
    int64_t written;
    int64_t total;   /* hits there are, or that were counted */
    bool is_cut;     /* there may be more than were counted */
    bool is_columns; /* key words in context alone, without translations */
    bool reader_gone;
    bool has_source, has_target; /* where nothing is written: whether a memory has the languages asked for, */
    bool has_document;           /* and the document */
};

/* Write one hit; each is a value for `put`. */
int finding_put_text(struct finding *finding, const struct hit *hit, struct padan_error *error);
int finding_put_tsv(struct finding *finding, const struct hit *hit, struct padan_error *error);
int finding_put_json(struct finding *finding, const struct hit *hit, struct padan_error *error);

/* As text, the first place below those of other hits, so that an order by neighbours shows. */
int finding_put_kwic(struct finding *finding, const struct hit *hit, struct padan_error *error);

/* A row of a table of a page; finding_begin_html and finding_end_html write what stands around. */
int finding_put_html(struct finding *finding, const struct hit *hit, struct padan_error *error);
int finding_begin_html(struct finding *finding, struct padan_error *error);
int finding_end_html(struct finding *finding, struct padan_error *error);

/*
 * Fills `spans`, which has room for twice the hit's renderings, with what is marked of a target, in order, and answers
 * how many they are.
 */
size_t finding_rendered_spans(struct padan_span *spans, const struct hit *hit);

/* The table of renderings, where they are counted: after text, or alone as tsv. */
int finding_put_table(struct finding *finding, struct padan_error *error);

/* The table of words beside the hits, in place of them. */
int finding_put_collocates(struct finding *finding, struct padan_error *error);

/* What comes before the first hit, and after the last. */
int finding_begin(struct finding *finding, struct padan_error *error);
int finding_end(struct finding *finding, struct padan_error *error);

#endif
