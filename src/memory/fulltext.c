/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/fulltext.h"

#include <stdlib.h>

#include "base/error.h"

struct padan_fulltext {
    sqlite3 *db;
};

int padan_fulltext_register(sqlite3 *db, struct padan_error *error)
{
    (void)db;
    (void)error;
    return PADAN_OK;
}

int padan_fulltext_open(struct padan_fulltext **out, sqlite3 *db, struct padan_error *error)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return padan_error_allocation(error);
    (*out)->db = db;
    return PADAN_OK;
}

void padan_fulltext_close(struct padan_fulltext *fulltext)
{
    free(fulltext);
}

int padan_fulltext_add(struct padan_fulltext *fulltext, int64_t variant, const char *language, struct padan_string text,
                       struct padan_error *error)
{
    (void)fulltext;
    (void)variant;
    (void)language;
    (void)text;
    (void)error;
    return PADAN_OK;
}

int padan_fulltext_remove(struct padan_fulltext *fulltext, int64_t variant, const char *language,
                          struct padan_string text, struct padan_error *error)
{
    return padan_fulltext_add(fulltext, variant, language, text, error);
}

int padan_fulltext_rebuild(sqlite3 *db, struct padan_error *error)
{
    return padan_fulltext_register(db, error);
}
