/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_FINDINGS_H
#define CMD_FINDINGS_H

#include <padan/check.h>

#include "screen.h"

/* What check found, on its way to the output. */
struct findings {
    struct padan_output *output;
    bool quiet; /* nothing is written but counted */
    const struct findings_format *format;
    int64_t count;
};

/* How findings are written. */
struct findings_format {
    const char *name;
    int (*begin)(struct findings *findings, struct padan_error *error); /* or NULL */
    int (*put)(struct findings *findings, const struct padan_finding *finding, struct padan_error *error);
    int (*end)(struct findings *findings, struct padan_error *error); /* or NULL */
};

/* "text", "jsonl" or "sarif". */
const struct findings_format *findings_format_named(const char *name);

/* For a padan_finding_sink whose context is a struct findings. */
int findings_put(void *context, const struct padan_finding *finding, struct padan_error *error);

#endif
