/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_LOST_H
#define EXCHANGE_LOST_H

#include "exchange/format.h"

/* Counts what a unit says that a format of texts alone has no place for. */
void padan_lost_count(struct padan_writer *writer, const struct padan_unit *unit);

/* Counts those of a list, but for what the format has a place for as `has_place` (or NULL: none) says. */
void padan_lost_properties(struct padan_lost *lost, const struct padan_property *properties, size_t count,
                           bool (*has_place)(const struct padan_property *property));

/* Counts a unit that has no text for the other side of a format of pairs. */
void padan_lost_alone(struct padan_writer *writer);

/* Tells at the end what was left out, as one warning of what is said of units and one of units. */
void padan_lost_tell(const struct padan_writer *writer, const char *format);

#endif
