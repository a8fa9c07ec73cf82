/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIND_FIELDS_H
#define FIND_FIELDS_H

#include <padan/find.h>

#include "base/buffer.h"

/*
 * What a query asks of its hits by name, beside its words:
 *     document:NAME                      where it came from; document:"two words" where there are blanks
 *     date:DAY, date:DAY..DAY            when it was last changed; either end of a range may be missing
 *     since:DATE, until:DATE             likewise
 *     language:LANG, lang:LANG           in which language the words stand
 */
struct padan_fields {
    struct padan_buffer rest; /* the query without them, blanks in their place, so that columns stay right */
    char *document, *since, *until, *language; /* or NULL */
};

/*
 * Takes the fields out of a query (or NULL); freed by padan_fields_free, also where it fails. A field stands by itself
 * or joined by AND; in double quotes it is words. Errors: PADAN_ERROR_ARGUMENT, with the column, where one has no
 * value, is given twice or stands in parentheses or beside another operator; PADAN_ERROR_ALLOCATION.
 */
int padan_fields_take(struct padan_fields *out, const char *query, struct padan_error *error);
void padan_fields_free(struct padan_fields *fields);

#endif
