/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_TMX_UNIT_H
#define EXCHANGE_TMX_UNIT_H

#include "exchange/tmx.h"

/* Texts lie in one pool that moves as it grows, so they are held as ranges until a unit is whole. */
struct padan_range {
    size_t start, size;
};

struct padan_tmx_property {
    enum padan_property_kind kind;
    struct padan_range name, value, attributes;
};

struct padan_tmx_properties {
    struct padan_tmx_property *items;
    size_t count, capacity;
};

struct padan_tmx_variant {
    struct padan_range language, text, markup, before, after; /* markup lies in `markup`, the others in `pool` */
    bool has_before, has_after, has_segment, has_markup;
    size_t first_property; /* in `inside`, up to that of the next variant */
};

/* A <tu> that is being read; also what a header says. */
struct padan_tmx_unit {
    struct padan_buffer pool, markup;
    struct padan_buffer context;         /* room for one that is being read */
    struct padan_tmx_properties outside; /* of the header or tu */
    struct padan_tmx_properties inside;  /* of the variants, one after the other */
    struct padan_tmx_variant *variants;
    size_t variant_count, variant_capacity;
    struct padan_range id;
    int64_t line, number;
    bool refused;   /* nothing more is kept of it */
    bool irregular; /* what is kept of it would not give it back as it stood */
    struct padan_error reason;

    struct padan_property *properties; /* room for what is given away */
    size_t property_capacity;
    struct padan_variant *views;
    size_t view_capacity;
};

/* Empties a unit and keeps its room. */
void padan_tmx_unit_clear(struct padan_tmx_unit *unit);
void padan_tmx_unit_free(struct padan_tmx_unit *unit);

/* The bytes that the unit takes. */
size_t padan_tmx_unit_size(const struct padan_tmx_unit *unit);

/* Whether there was no memory for some of it, which then seems not to be there. */
bool padan_tmx_unit_failed(const struct padan_tmx_unit *unit);

/* Copies a text to the pool; a lack of memory shows in pool.failed. */
struct padan_range padan_tmx_keep(struct padan_tmx_unit *unit, struct padan_string text);
struct padan_string padan_tmx_view(const struct padan_tmx_unit *unit, struct padan_range range);

/* False where there is no memory. */
bool padan_tmx_add_property(struct padan_tmx_properties *list, const struct padan_tmx_property *property);

/* The variant that is open, or NULL where there is no memory. */
struct padan_tmx_variant *padan_tmx_add_variant(struct padan_tmx_unit *unit);

/* Turns context properties of the last variant into its context. */
void padan_tmx_take_context(struct padan_tmx_unit *unit);

/* Gives the whole unit to the sink; `source` is how it stood, for one that is irregular. */
int padan_tmx_give(struct padan_tmx_unit *unit, struct padan_string source, struct padan_reading *reading,
                   struct padan_error *error);

/* Gives the properties outside variants as those of the file. */
int padan_tmx_give_header(struct padan_tmx_unit *unit, struct padan_reading *reading, struct padan_error *error);

#endif
