/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the elements of TMX mean: what the files that read them share. */
#ifndef EXCHANGE_TMX_ELEMENTS_H
#define EXCHANGE_TMX_ELEMENTS_H

#include "exchange/tmx_reader.h"

/* Whether what comes is still wanted; refuses a unit that has grown past the limit. */
bool padan_tmx_keeps(struct padan_tmx_reader *tmx);

/* The name of an attribute with its prefix, in `room` where it has one. */
const char *padan_tmx_qualified(const xmlChar *prefix, const char *name, char *room, size_t size);

/* tmx_head.c: all that stands before the units. */
void padan_tmx_open_root(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element);
void padan_tmx_open_header(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element);
void padan_tmx_open_body(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element);

/* Gives what there is of a header where the file has none. */
void padan_tmx_miss_header(struct padan_tmx_reader *tmx);

/* tmx_said.c: what is said of a file, a unit or a variant: attributes, props and notes, elements of other formats. */
void padan_tmx_add_attribute(struct padan_tmx_reader *tmx, enum padan_tmx_place place, const char *name,
                             struct padan_string value);
void padan_tmx_open_value(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element);
void padan_tmx_close_value(struct padan_tmx_reader *tmx);
void padan_tmx_open_foreign(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element);
void padan_tmx_close_foreign(struct padan_tmx_reader *tmx, const char *name, const xmlChar *prefix, const xmlChar *uri);

/* tmx_segment.c: the text of a variant and the codes in it. */
void padan_tmx_open_seg(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element);
void padan_tmx_open_code(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element);
void padan_tmx_segment_text(struct padan_tmx_reader *tmx, struct padan_string text);
void padan_tmx_close_code(struct padan_tmx_reader *tmx, const char *name, const xmlChar *prefix, const xmlChar *uri);
void padan_tmx_close_seg(struct padan_tmx_reader *tmx);

#endif
