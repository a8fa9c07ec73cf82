/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_CHUNK_H
#define MATCH_CHUNK_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/buffer.h"
#include "match/scan.h"

/*
 * A piece of an index: one form of the texts of a language, of the variants from `first` to `last` (ids of table
 * variant), coded, in order of length. A chunk never changes; it lies in a file, of which the parts that a search needs
 * are read when they are first needed, or in memory. It is read, not mapped: a mapped file that another program cuts
 * short ends the process, and what is read can be checked.
 */

/* Texts of more code points are kept by a hash alone. */
#define PADAN_CHUNK_LENGTH 65535

/* Rows whose texts a chunk's file knows by a hash, so that one of another memory, or of another past, is told. */
#define PADAN_CHUNK_SAMPLES 16

struct padan_chunk_sample {
    int64_t id;
    uint64_t hash; /* of the text as the memory has it */
};

/* Texts of one length. */
struct padan_section {
    uint32_t length, count;
    uint32_t slab;   /* which holds it */
    uint32_t offset; /* in it, of the bags; codes, numbers and languages follow, see padan_section_read */
};

struct padan_slab {
    uint64_t offset; /* in the file */
    uint64_t size;
    uint64_t hash;
    _Atomic(uint8_t *) data; /* NULL until it is needed */
};

struct padan_long_text {
    uint64_t hash;
    uint32_t number, languages;
};

/* What tells chunks apart, and whether they are of use. */
struct padan_chunk_key {
    uint8_t memory[16]; /* the memory's identity */
    char language[PADAN_LANGUAGE_SIZE];
    uint32_t form;
    int64_t first, last;
};

struct padan_chunk {
    struct padan_chunk_key key;
    struct padan_alphabet alphabet;
    uint32_t count;                 /* texts, the long ones included */
    uint32_t unmasked;              /* not 0: `languages` of some text may lack a bit */
    uint32_t common;                /* bits of `languages` that all its texts have */
    struct padan_section *sections; /* by length */
    size_t section_count;
    struct padan_slab *slabs;
    size_t slab_count;
    void *room; /* what is read of a file goes here, or NULL; in memory each slab has room of its own */
    size_t room_bytes;
    struct padan_long_text *longs; /* by hash */
    size_t long_count;
    struct padan_chunk_sample samples[PADAN_CHUNK_SAMPLES];
    size_t sample_count;
    uint64_t bytes; /* of its file, or in memory */
    char *path;     /* NULL in memory */
    int file;       /* or -1 */
    pthread_mutex_t lock;
    atomic_int holders;
};

/* A section's texts, as long as the chunk lives. */
struct padan_section_texts {
    const uint8_t *bags, *codes;
    const uint32_t *numbers;   /* the id of a text's variant less that of the chunk's first */
    const uint32_t *languages; /* bit L % 32 for each language L (row of table language) that the text's unit has */
};

/* The number of the first section of at least this length. */
size_t padan_chunk_section(const struct padan_chunk *chunk, size_t length);

/* Reads a section where that was not done before. PADAN_ERROR_CORRUPT: the file is not what it was. */
int padan_section_read(struct padan_section_texts *out, struct padan_chunk *chunk, const struct padan_section *section,
                       struct padan_error *error);

/*
 * Opens a chunk's file; reads its head alone. PADAN_ERROR_CORRUPT for what is no chunk, is cut short, or was written by
 * another version or kind of machine.
 */
int padan_chunk_open(struct padan_chunk **out, const char *path, struct padan_error *error);
void padan_chunk_hold(struct padan_chunk *chunk);
/* Frees it where nobody else holds it; NULL is allowed. */
void padan_chunk_release(struct padan_chunk *chunk);

/* Collects texts for a chunk. */
struct padan_chunk_builder;
int padan_chunk_builder_new(struct padan_chunk_builder **out, const struct padan_chunk_key *key,
                            struct padan_error *error);
void padan_chunk_builder_free(struct padan_chunk_builder *builder);

/* Ids come in rising order, from key->first on. `form` is what is found by, `stored` the hash of the memory's text. */
int padan_chunk_builder_add(struct padan_chunk_builder *builder, int64_t id, uint32_t languages,
                            struct padan_string form, uint64_t stored, struct padan_error *error);
/* Says that `languages` of some text may lack a bit. */
void padan_chunk_builder_unmask(struct padan_chunk_builder *builder);
/* Whether the chunk should end here, so that memory is bounded. */
bool padan_chunk_builder_is_full(const struct padan_chunk_builder *builder);

/*
 * Makes the chunk, which covers variants up to `last`, in a file that appears when it is whole, or in memory where
 * `path` is NULL, by so many threads. The builder is of no use then but to be freed.
 */
int padan_chunk_builder_finish(struct padan_chunk **out, struct padan_chunk_builder *builder, int64_t last,
                               const char *path, size_t threads, struct padan_error *error);

/* What the parts of a section take, each on a border of 64 bytes. */
static inline size_t padan_section_aligned(size_t size)
{
    return (size + 63) / 64 * 64;
}

static inline size_t padan_section_bag_bytes(const struct padan_section *section)
{
    size_t blocks = ((size_t)section->count + PADAN_SCAN_BLOCK - 1) / PADAN_SCAN_BLOCK;
    return blocks * padan_scan_block_bytes(padan_scan_is_packed(section->length));
}

static inline size_t padan_section_code_bytes(const struct padan_section *section)
{
    return padan_section_aligned((size_t)section->count * section->length + PADAN_SCAN_SLACK);
}

static inline size_t padan_section_bytes(const struct padan_section *section)
{
    return padan_section_bag_bytes(section) + padan_section_code_bytes(section) +
           2 * padan_section_aligned(section->count * sizeof(uint32_t));
}

/* The head of a file; all that follows it up to the slabs is in this order, each on a border of 8 bytes. */
#define PADAN_CHUNK_MAGIC "padanmat"
#define PADAN_CHUNK_VERSION 1
#define PADAN_CHUNK_ORDER 0x01020304u
struct padan_chunk_head {
    char magic[8];
    uint32_t version, order;
    uint32_t form_version, section_count, slab_count, long_count, sample_count, count, unmasked, common;
    uint64_t head_bytes, bytes; /* of all before the slabs, and of the file */
    uint64_t hash;              /* of all that is before the slabs, this being 0 */
    struct padan_chunk_key key;
    uint32_t points[PADAN_CODE_OWN];
    uint8_t classes[256];
    struct padan_chunk_sample samples[PADAN_CHUNK_SAMPLES];
};

/* As in the file. */
struct padan_slab_record {
    uint64_t offset, size, hash;
};

#endif
