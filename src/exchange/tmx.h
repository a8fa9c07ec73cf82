/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_TMX_H
#define EXCHANGE_TMX_H

#include "exchange/format.h"
#include "exchange/xml.h"

int padan_tmx_read(struct padan_reading *reading, struct padan_error *error);
int padan_tmx_begin(struct padan_writer *writer, struct padan_error *error);
int padan_tmx_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error);
int padan_tmx_end(struct padan_writer *writer, struct padan_error *error);

/* The same for a file that is given back as it came. */
int padan_tmx_faithful_begin(struct padan_writer *writer, struct padan_error *error);
int padan_tmx_faithful_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error);
int padan_tmx_faithful_end(struct padan_writer *writer, struct padan_error *error);

/* What padan knows of a unit and TMX has no attribute for, as properties in the order in which they are written; `room`
 * holds their texts. Answers how many there are, four at most. */
struct padan_tmx_own {
    char confidence[PADAN_CONFIDENCE_SIZE], position[24];
};
/* The status that other tools' properties of a unit say, else that it is confirmed. */
enum padan_unit_status padan_tmx_status_said(const struct padan_property *properties, size_t count);

size_t padan_tmx_own_properties(struct padan_property out[4], struct padan_tmx_own *room,
                                const struct padan_unit *unit);

/* The context of a variant as properties, with the texts in `out`; a context that was kept as a property too, since it
 * says more than its text, is not among them. Answers how many there are, two at most; *dropped counts characters. */
size_t padan_tmx_context_properties(struct padan_property properties[2], struct padan_buffer *out,
                                    const struct padan_variant *variant, int64_t *dropped);

/* The properties by which padan keeps what TMX has no place for. */
#define PADAN_TMX_CONFIDENCE "x-padan-confidence"
#define PADAN_TMX_STATUS "x-padan-status"
#define PADAN_TMX_LEVEL "x-ConfirmationLevel" /* of Trados */
#define PADAN_TMX_DOCUMENT "x-padan-document"
#define PADAN_TMX_POSITION "x-padan-position"
#define PADAN_TMX_BEFORE "x-context-pre"
#define PADAN_TMX_AFTER "x-context-post"

/* What an element of a segment is. */
enum padan_tmx_code {
    PADAN_TMX_FOREIGN, /* not of TMX; what it holds is text */
    PADAN_TMX_HELD,    /* bpt, ept, it, ph, ut: what it holds is the code of another format */
    PADAN_TMX_MARKED,  /* hi: what it holds is text */
    PADAN_TMX_SUB      /* text within a code */
};
enum padan_tmx_code padan_tmx_code_of(const char *name);

/*
 * Appends what is to stand in <seg> for a variant: its markup made valid by TMX 1.4 (elements of other formats
 * become codes that hold them, attributes that TMX does not have are left out), or its text where the markup is
 * empty or broken. Adds to `dropped` and sets `changed` where markup could not stay.
 */
void padan_tmx_segment(struct padan_buffer *out, const struct padan_variant *variant, int64_t *dropped, bool *changed);

/*
 * Appends the text of an escaped <seg> as x-context-pre holds it, or of plain text, both of characters that XML can
 * hold. `exact` is set where
 * padan_tmx_context_write would give the very same value, so that nothing is lost by keeping the text alone.
 */
void padan_tmx_context_read(struct padan_buffer *out, struct padan_string value, bool *exact);

/* Appends a text in that form, not yet escaped for XML. */
int64_t padan_tmx_context_write(struct padan_buffer *out, struct padan_string text);

/* Appends a date as TMX has it, YYYYMMDDThhmmssZ, from that form or ISO 8601; false, nothing appended, where it is
 * neither. */
bool padan_tmx_date(struct padan_buffer *out, struct padan_string date);

/* Whether a date stands as padan_tmx_date would write it. */
bool padan_tmx_date_is_regular(struct padan_string date);

#endif
