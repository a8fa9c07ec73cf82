/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READ_LINE_H
#define READ_LINE_H

#include <padan/text.h>

/* A line of a source without the white space at its ends. */
struct padan_line {
    size_t start, end; /* bytes; equal for an empty line */
    size_t begin;      /* where the line began with its white space */
    size_t next;       /* where the next line begins */
};

/* The line at *at, which moves to the next; false at the end. */
bool padan_next_line(struct padan_line *line, struct padan_string source, size_t *at);

/* Moves both ends of a range inward over white space, controls and zero width marks. */
void padan_trim(struct padan_string source, size_t *start, size_t *end);

/* Whether a text ends as a sentence does, closing quotation marks and brackets aside. */
bool padan_ends_sentence(struct padan_string text);

#endif
