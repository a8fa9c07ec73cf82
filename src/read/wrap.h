/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READ_WRAP_H
#define READ_WRAP_H

#include "read/line.h"

/* A line of a text with what is needed to tell whether the next one goes on from it. */
struct padan_text_line {
    size_t begin, start, end; /* bytes: with indent, without, end */
    size_t width;             /* columns with the indent */
    size_t word_width;        /* columns of the first word, or of what could stand alone on the line before */
    unsigned ordinal;         /* of an item's marker; 0 for a marker without number */
    bool item;                /* begins with an item's marker */
    bool dash;                /* begins with a dash, as speech does */
    bool lower;               /* begins with a lower-case letter, or one of a script without case or spaces */
    bool final;               /* ends as a sentence does, or with a colon or semicolon */
    bool wordless;            /* holds neither letter nor digit */
    bool first;               /* first of the file, or after an empty line */
};

/* Fills a line; `first` is left alone. */
void padan_text_line_measure(struct padan_text_line *line, struct padan_string source);

/* How a file's lines were made. */
struct padan_wrapping {
    bool wrapped; /* by a width, not by the writer */
    size_t width; /* columns, where wrapped */
};

/* See README for the method. Errors: no memory (false). */
bool padan_wrapping_find(struct padan_wrapping *wrapping, const struct padan_text_line *lines, size_t count);

/* Whether lines[index] goes on from the line before it in one paragraph; both belong to one group. */
bool padan_wrapping_joins(const struct padan_wrapping *wrapping, const struct padan_text_line *before,
                          const struct padan_text_line *line);

/* Whether the line before left no room for this one's first word. */
bool padan_wrapping_forced(const struct padan_wrapping *wrapping, const struct padan_text_line *before,
                           const struct padan_text_line *line);

#endif
