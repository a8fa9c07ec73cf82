/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_PO_H
#define EXCHANGE_PO_H

#include "exchange/format.h"

int padan_po_read(struct padan_reading *reading, struct padan_error *error);
int padan_po_begin(struct padan_writer *writer, struct padan_error *error);
int padan_po_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error);
int padan_po_end(struct padan_writer *writer, struct padan_error *error);

/* Under what names the parts of an entry are properties of its unit, and the header one of the file. */
#define PADAN_PO_CONTEXT "msgctxt"
#define PADAN_PO_EXTRACTED "extracted-comment" /* #. */
#define PADAN_PO_REFERENCE "reference"         /* #: */
#define PADAN_PO_FLAGS "flags"                 /* #, */
#define PADAN_PO_PREVIOUS "previous"           /* #| with its keywords */
#define PADAN_PO_OBSOLETE "obsolete"           /* #~ */
#define PADAN_PO_HEADER "po-header"

/* Of a variant: which of the plural forms it is, "other" for msgid_plural, else the number of msgstr. */
#define PADAN_PO_PLURAL "plural"

/* GNU gettext and its readers have at most six; a number past this is a slip. */
#define PADAN_PO_FORMS 64

/* Whether the flags of an entry have one of that name. */
bool padan_po_has_flag(struct padan_string flags, const char *name);

#endif
