/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_CHECK_H
#define MEMORY_CHECK_H

#include "memory/store.h"

/* Where faults go. */
struct padan_checking {
    struct padan_memory *memory;
    const struct padan_reporter *reporter;
    int64_t faults;
};

__attribute__((format(printf, 2, 3))) void padan_check_fault(struct padan_checking *checking, const char *format, ...);

/* Holds each full-text index against the texts. */
int padan_check_texts(struct padan_checking *checking, struct padan_error *error);

#endif
