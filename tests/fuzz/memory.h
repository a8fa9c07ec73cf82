/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the targets that store what they read share: a memory in a folder of its own, new for each run. */
#ifndef FUZZ_MEMORY_H
#define FUZZ_MEMORY_H

#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <padan/memory.h>

#include "base/buffer.h"
#include "base/file.h"
#include "sqlite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_require(bool condition)
{
    if (!condition)
        abort();
}

struct fuzz_place {
    char folder[64], memory[80], file[80], written[80];
};

/* In memory where the system has such a folder, since each run makes some files. */
static void fuzz_place_make(struct fuzz_place *place)
{
    fuzz_sqlite_configure();
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(place->folder, sizeof place->folder, "%s/padan-fuzz-XXXXXX", base);
    fuzz_require(mkdtemp(place->folder) != NULL);
    snprintf(place->memory, sizeof place->memory, "%s/a.padan", place->folder);
    snprintf(place->file, sizeof place->file, "%s/read", place->folder);
    snprintf(place->written, sizeof place->written, "%s/written", place->folder);
}

static int fuzz_remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

static void fuzz_place_remove(const struct fuzz_place *place)
{
    nftw(place->folder, fuzz_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void fuzz_write(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    fuzz_require(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
}

/*
 * A memory as `fill` (may be NULL) makes it of an empty one: the first that was made is copied, since making its tables
 * takes longer than most of what is done with it.
 */
static struct padan_memory *fuzz_memory(const struct fuzz_place *place, void (*fill)(struct padan_memory *))
{
    static char *first;
    static size_t size;
    struct padan_memory *memory;
    if (!first) {
        fuzz_require(padan_memory_open(&memory, place->memory, PADAN_MEMORY_CREATE, NULL) == PADAN_OK);
        if (fill)
            fill(memory);
        padan_memory_close(memory);
        fuzz_require(padan_file_read(&first, &size, place->memory, SIZE_MAX / 4, NULL) == PADAN_OK);
    }
    fuzz_write(place->memory, first, size);
    fuzz_require(padan_memory_open(&memory, place->memory, PADAN_MEMORY_CREATE, NULL) == PADAN_OK);
    return memory;
}

/* Nothing is wrong with the memory. */
static void fuzz_sound(struct padan_memory *memory)
{
    const struct padan_reporter silent = { 0 };
    int64_t faults;
    fuzz_require(padan_memory_check(memory, &silent, &faults, NULL) == PADAN_OK && faults == 0);
}

static void fuzz_list_properties(struct padan_buffer *out, const struct padan_property *properties, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        padan_buffer_byte(out, (char)properties[i].kind);
        padan_buffer_append(out, properties[i].name.data, properties[i].name.size);
        padan_buffer_byte(out, '=');
        padan_buffer_append(out, properties[i].value.data, properties[i].value.size);
    }
}

static inline int fuzz_list_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct padan_buffer *out = context;
    (void)error;
    padan_buffer_format(out, "%d %f %lld ", unit->status, unit->confidence, (long long)unit->position);
    padan_buffer_append(out, unit->document.data, unit->document.size);
    fuzz_list_properties(out, unit->properties, unit->property_count);
    for (size_t i = 0; i < unit->variant_count; i++) {
        const struct padan_variant *variant = &unit->variants[i];
        padan_buffer_append(out, variant->language.data, variant->language.size);
        padan_buffer_append(out, variant->text.data, variant->text.size);
        padan_buffer_append(out, variant->markup.data, variant->markup.size);
        fuzz_list_properties(out, variant->properties, variant->property_count);
    }
    padan_buffer_byte(out, '\n');
    return PADAN_OK;
}

/* All that the memory says; freed with padan_buffer_free. */
static inline struct padan_buffer fuzz_list(struct padan_memory *memory)
{
    struct padan_buffer list = { 0 };
    struct padan_unit_sink sink = { fuzz_list_unit, &list };
    fuzz_require(padan_memory_each_unit(memory, NULL, &sink, NULL) == PADAN_OK && !list.failed);
    return list;
}

static void fuzz_undo(struct padan_memory *memory)
{
    struct padan_undo_summary summary;
    fuzz_require(padan_memory_undo(memory, 0, &summary, NULL) == PADAN_OK);
}

#endif
