/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_TMX_AROUND_H
#define EXCHANGE_TMX_AROUND_H

#include <libxml/xmlstring.h>

#include "base/buffer.h"

struct padan_tmx_element;

/* What an element around units is. */
enum padan_tmx_outer_kind {
    PADAN_TMX_ROOT,
    PADAN_TMX_BODY,
    PADAN_TMX_WRAPPER /* one that TMX has not */
};

struct padan_tmx_outer {
    enum padan_tmx_outer_kind kind;
    size_t start;            /* of its start tag in `tags` */
    size_t name_size, named; /* bytes of "<name", and of that with the namespaces */
};

/*
 * The elements that are open around units, outermost first. The root stays when it has ended, for what may follow.
 * The first `given` of them are open in what is given back too; `ended` are the end tags that it lacks.
 */
struct padan_tmx_around {
    struct padan_buffer tags; /* start tags without their ">" */
    struct padan_tmx_outer *items;
    size_t count, capacity;
    size_t given;
    struct padan_buffer ended;
    bool headless; /* it has neither a header nor units yet */
};

/* Begins an element of that name; `element`, where it is known, has the namespaces and attributes. False where there
 * is no memory. */
bool padan_tmx_around_open(struct padan_tmx_around *around, enum padan_tmx_outer_kind kind, const char *name,
                           const struct padan_tmx_element *element);

/* Ends the innermost; answers what it was. */
enum padan_tmx_outer_kind padan_tmx_around_close(struct padan_tmx_around *around);

bool padan_tmx_around_has(const struct padan_tmx_around *around, enum padan_tmx_outer_kind kind);
bool padan_tmx_around_is_wrapped(const struct padan_tmx_around *around);

/* Appends the start tags, as far as names and namespaces go; whole, as the head of a file. */
void padan_tmx_around_write(const struct padan_tmx_around *around, struct padan_buffer *out);
void padan_tmx_around_write_head(const struct padan_tmx_around *around, struct padan_buffer *out);

/* Whether what is given back lacks tags; appends these. */
bool padan_tmx_around_lacks(const struct padan_tmx_around *around);
void padan_tmx_around_write_lacked(const struct padan_tmx_around *around, struct padan_buffer *out);

/* What is given back has all tags up to here. */
void padan_tmx_around_give(struct padan_tmx_around *around);

/* Appends the end tags that what is given back needs at its end. */
void padan_tmx_around_finish(const struct padan_tmx_around *around, struct padan_buffer *out);

void padan_tmx_around_free(struct padan_tmx_around *around);

#endif
