/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TERM_TBX_H
#define TERM_TBX_H

#include <libxml/tree.h>

#include <padan/term.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "exchange/input.h"

/* The properties of a concept that keep its entry as it stood, and the start tag of the root around it. */
#define PADAN_TBX_ENTRY "tbx-entry"
#define PADAN_TBX_ROOT "tbx-root"

#define PADAN_TBX_NAMESPACE "urn:iso:std:iso:30042:ed-2"
#define PADAN_TBX_MIN_NAMESPACE "http://www.tbxinfo.net/ns/min"
#define PADAN_TBX_BASIC_NAMESPACE "http://www.tbxinfo.net/ns/basic"

/* An entry may take this many bytes; the start tag of a root, and a document type, so many. */
#define PADAN_TBX_LIMIT ((size_t)16 << 20)
#define PADAN_TBX_ROOT_LIMIT ((size_t)32 << 10)

enum padan_tbx_dialect { PADAN_TBX_CORE, PADAN_TBX_MIN, PADAN_TBX_BASIC, PADAN_TBX_OTHER };

/* How a file is written. */
struct padan_tbx_kind {
    int version; /* 2: martif, 3: ISO 30042:2019 */
    bool dct;    /* a data category is an element of a module's namespace, not an attribute (version 3) */
    enum padan_tbx_dialect dialect;
};

/* What the start tag of a root says; false where it is none of TBX. Sets *failed where there is no memory. */
bool padan_tbx_kind_of(struct padan_tbx_kind *kind, struct padan_string root, bool *failed);

/* A data category of TBX-Basic. */
struct padan_tbx_category {
    const char *name;
    const char *element;       /* of the core structure */
    bool min;                  /* of the module Min, else of Basic */
    const char *levels;        /* of "clt": concept, language, term; "": within a group */
    const char *const *values; /* that it may have, ended by NULL; or NULL: any */
};
const struct padan_tbx_category *padan_tbx_category(struct padan_string name);

/* An entry parsed within its root. */
struct padan_tbx_entry {
    xmlDocPtr document;
    xmlNodePtr entry; /* termEntry or conceptEntry */
    int64_t line;     /* of a fault, counted from the beginning of the text; 0: unknown */
    const char *fault;
    char message[200];
    bool bomb;   /* entities grow without bound */
    bool failed; /* no memory */
};

/*
 * Parses an entry (with comments before it) as it stands within `root`, the start tag of a root. `subset` (or an empty
 * string) is the internal subset of the file, of whose entities those that refer to nothing outside count. False where
 * it is broken. Nothing but the text itself is read. The document is freed by padan_tbx_entry_free.
 */
bool padan_tbx_parse(struct padan_tbx_entry *entry, struct padan_string root, struct padan_string subset,
                     struct padan_string text);

/* Likewise for a document as a whole, which is no entry. */
bool padan_tbx_parse_document(struct padan_tbx_entry *entry, struct padan_string text);
void padan_tbx_entry_free(struct padan_tbx_entry *entry);

/* Nodes of an entry. */
bool padan_tbx_is(const xmlNode *node, const xmlNode *entry, const char *name);
xmlNodePtr padan_tbx_child(const xmlNode *parent, const xmlNode *entry, const char *name);
bool padan_tbx_is_language(const xmlNode *node, const xmlNode *entry);
bool padan_tbx_is_section(const xmlNode *node, const xmlNode *entry);
bool padan_tbx_is_group(const xmlNode *node, const xmlNode *entry);

/* Its data category: the type, or the name of an element of a module; data is NULL where it has none. */
struct padan_string padan_tbx_type(const xmlNode *node, const xmlNode *entry);

/* What an entry says, in the terms of a concept; strings are in the arena. */
struct padan_tbx_reading {
    struct padan_concept concept;
    xmlNodePtr *sections; /* of each term */
};

/* False: no memory. */
bool padan_tbx_concept(struct padan_tbx_reading *out, const struct padan_tbx_entry *entry, struct padan_arena *arena);

/* Makes an entry say what a concept says, leaving all else; false: no memory. */
bool padan_tbx_apply(struct padan_tbx_entry *entry, const struct padan_concept *concept,
                     const struct padan_tbx_kind *kind, struct padan_arena *arena);

/* What did not fit a dialect, and what was changed for it. */
struct padan_tbx_fit {
    int64_t items;
    char example[120]; /* "type geographicalUsage" */
};

/* Counts what the dialect does not have at its place; takes it out where `drop` says so. */
void padan_tbx_fit(struct padan_tbx_fit *fit, struct padan_tbx_entry *entry, enum padan_tbx_dialect dialect, bool drop);

/* Turns an entry of any version and style into one of a kind; false: no memory. */
bool padan_tbx_convert(struct padan_tbx_entry *entry, const struct padan_tbx_kind *to);

/* The start tag of a root of that kind. */
void padan_tbx_root(struct padan_buffer *out, const struct padan_tbx_kind *kind, const char *language);

/* Reads TBX from an input that is open; as padan_terms_read. */
int padan_tbx_read(struct padan_input *input, const struct padan_exchange_options *options,
                   const struct padan_concept_sink *sink, struct padan_exchange_summary *summary,
                   struct padan_error *error);

/* Writes TBX: `name` is "tbx" or one with a version, dialect or style. */
int padan_tbx_write(struct padan_output *output, const char *name, struct padan_memory *memory,
                    const struct padan_concept_filter *filter, const struct padan_reporter *reporter,
                    struct padan_error *error);

#endif
