/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_LEXICON_H
#define CMD_LEXICON_H

#include <padan/term.h>

#include "arguments.h"

/* What the memories that are read, and the files after --terms, know of two languages. */
struct lexicon {
    struct padan_memory **memories;
    size_t count; /* 0: there is no memory, or --no-memory was given */
    struct padan_lexicon known;
    struct padan_glossary *glossary;
};

/* Opens the memories that are there. lexicon_close is due in every case. */
int lexicon_open(struct lexicon *lexicon, const struct arguments *arguments, const char *source, const char *target,
                 struct padan_error *error);
void lexicon_close(struct lexicon *lexicon);

#endif
