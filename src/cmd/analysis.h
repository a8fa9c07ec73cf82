/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_ANALYSIS_H
#define CMD_ANALYSIS_H

#include <padan/leverage.h>
#include <padan/output.h>

/* What is written of one file, or of all of them. */
struct analysis {
    const char *file; /* or NULL: the sum */
    const char *source, *target;
    struct padan_leverage_counts counts;
};

/* A way to write it; `begin` may be NULL. */
struct analysis_format {
    int (*begin)(struct padan_output *output, struct padan_error *error);
    int (*put)(struct padan_output *output, const struct analysis *analysis, struct padan_error *error);
};

extern const struct analysis_format analysis_text, analysis_csv, analysis_json;

#endif
