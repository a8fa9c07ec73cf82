/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_EXPORT_H
#define SEGMENT_EXPORT_H

#include "base/buffer.h"
#include "segment/abbreviations.h"

/* Appends one SRX rule; a lack of memory is told by the buffer. */
void padan_export_rule(struct padan_buffer *xml, bool is_break, const char *before, const char *after);
void padan_export_comment(struct padan_buffer *xml, const char *text);

/* Appends text with what XML wants escaped. */
void padan_export_text(struct padan_buffer *xml, struct padan_string text);

/*
 * Appends a list as SRX rules that decide as padan_abbreviations_decide does, in the order in which it looks: entries
 * that go on after the place, the other entries, shapes. Not carried over: that the longest of several entries
 * of one section counts where they lie in each other.
 */
void padan_export_list(struct padan_buffer *xml, const struct padan_abbreviations *list);

#endif
