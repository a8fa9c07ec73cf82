/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of src/exchange share. Include after <cmocka.h>. */
#ifndef EXCHANGE_CAUGHT_H
#define EXCHANGE_CAUGHT_H

#include <string.h>

#include <padan/exchange.h>

#include "base/arena.h"

/* All that a reading gave, copied. */
struct caught {
    struct padan_arena arena;
    struct padan_unit units[64];
    size_t count;
    struct padan_property header[32];
    size_t header_count;
    int header_calls;
    struct padan_error told[64];
    size_t told_count;
    struct padan_exchange_summary summary;
    struct padan_error error;
    struct padan_exchange_options options;
};

struct caught *caught_begin(void);
void caught_end(struct caught *caught);

/* Reads bytes as if they were a file of that name. */
int read_bytes(struct caught *caught, const void *bytes, size_t size, const char *name);
int read_text(struct caught *caught, const char *text, const char *name);

/* Writes units in a format and gives the bytes, freed with free. */
char *write_units(const struct padan_unit *units, size_t count, const char *format,
                  const struct padan_writer_options *options, size_t *size, int64_t *dropped);

/* Fails unless two units say the same; `line` and `number` aside. */
void assert_same_unit(const struct padan_unit *one, const struct padan_unit *other);

#define assert_text(view, expected)                                                                                    \
    do {                                                                                                               \
        struct padan_string seen = (view);                                                                             \
        assert_int_equal(seen.size, strlen(expected));                                                                 \
        assert_memory_equal(seen.data, expected, seen.size);                                                           \
    } while (0)

#endif
