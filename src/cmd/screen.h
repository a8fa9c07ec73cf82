/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_SCREEN_H
#define CMD_SCREEN_H

#include <padan/output.h>
#include <padan/text.h>

/* What text for people is laid out for. */
struct screen {
    struct padan_output *output;
    size_t width; /* columns: the terminal's, or 100 */
    bool colour;  /* a terminal, and NO_COLOR is not set */
    bool terminal;
};

enum { SCREEN_MARK = '\001', SCREEN_MARK_END = '\002' };

struct screen screen_of(struct padan_output *output);

/*
 * Text fit for a screen: white space folded, control characters replaced by U+FFFD, so that a text cannot steer the
 * terminal. NUL-terminated, freed with free(); NULL: see the error.
 */
char *screen_text(struct padan_string text, struct padan_error *error);

/* The same of a text in which SCREEN_MARK and SCREEN_MARK_END stand around what stands out; they stay. */
char *screen_marked_text(struct padan_string text, struct padan_error *error);

/*
 * Writes `left` and `right` (from screen_text or screen_marked_text) side by side in
 * as many lines as they need; `label`, `label_width` columns wide, stands before the first.
 */
int screen_put_pair(const struct screen *screen, const char *label, size_t label_width, const char *left,
                    const char *right, struct padan_error *error);

/* Writes a text without breaking it, marks shown. */
int screen_put(const struct screen *screen, const char *text, size_t size, struct padan_error *error);

/* Writes a text as it is, but with each run of white space as one space. */
int put_one_line(struct padan_output *output, struct padan_string text, struct padan_error *error);

/* The bytes of `text` up to `columns` wide, cut between characters. */
size_t screen_cut(const char *text, size_t columns);

#endif
