/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_ITEMS_H
#define MATCH_ITEMS_H

#include "text/value.h"

enum padan_item_kind {
    PADAN_ITEM_WORD,    /* or a sign */
    PADAN_ITEM_VALUE,   /* a number, date, time, sum of money, or digits that count nothing */
    PADAN_ITEM_ADDRESS, /* of the Internet: https://..., www...., name@host */
    PADAN_ITEM_CODE,    /* letters with digits: B52, ISO-8859-1 */
    PADAN_ITEM_NAME     /* a word with a capital, or of capitals */
};

struct padan_item {
    enum padan_item_kind kind;
    size_t start, end; /* bytes */
    bool has_letters;
    struct padan_value value; /* of a value */
};

/* A text as what can be exchanged in it, and the words between. A zeroed struct is empty. */
struct padan_items {
    struct padan_string text;
    struct padan_item *list;
    size_t count, capacity;
};

/* For texts of one language. One thread at a time. */
struct padan_items_finder;
/* Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_INTERNAL, PADAN_ERROR_ALLOCATION. */
int padan_items_finder_new(struct padan_items_finder **out, const char *language, struct padan_error *error);
void padan_items_finder_free(struct padan_items_finder *finder);

/* The items of `text`, which must live as long. Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_LIMIT,
 * PADAN_ERROR_ALLOCATION. */
int padan_items_find(struct padan_items *items, struct padan_items_finder *finder, struct padan_string text,
                     struct padan_error *error);
void padan_items_free(struct padan_items *items);

#endif
