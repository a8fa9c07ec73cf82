/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_METER_H
#define CMD_METER_H

#include <stdint.h>

/* How far a long work has come: a line on a terminal that is written over five times a second at most. */
struct meter {
    const char *name;
    const int64_t *units;   /* counted by who works, or NULL */
    double began, told, at; /* seconds */
    int64_t block;          /* of 256 units, the last that was looked at */
};

void meter_begin(struct meter *meter, const char *name, const int64_t *units);

/* Bytes, units, rate and the time that is left; `total` -1: not known. Fits padan_exchange_options.progress. */
void meter_bytes(void *meter, int64_t done, int64_t total);

/* The same for a work that is counted in units alone. */
void meter_units(struct meter *meter, int64_t done, int64_t total);

#endif
