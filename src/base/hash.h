/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* A well-mixed 64-bit hash of bytes (XXH3); the same on every machine, so that it may be stored. */
uint64_t padan_hash(const void *bytes, size_t size);

/* The same of bytes that come in parts, as of all in one; it takes no memory. */
struct padan_hashing {
    _Alignas(64) unsigned char state[640];
};
void padan_hashing_begin(struct padan_hashing *hashing);
void padan_hashing_add(struct padan_hashing *hashing, const void *bytes, size_t size);
uint64_t padan_hashing_end(const struct padan_hashing *hashing);

/* The same of 128 bits, written big-endian to `digest`. */
void padan_hash_wide(uint8_t digest[16], const void *bytes, size_t size);

/* A digest of parts that are added one by one; each part's length counts, so "ab","c" differs from "a","bc". */
struct padan_digest;
struct padan_digest *padan_digest_new(void); /* NULL: no memory */
void padan_digest_add(struct padan_digest *digest, const void *bytes, size_t size);
/* Writes the digest of all parts so far; more may be added after. */
void padan_digest_write(const struct padan_digest *digest, uint8_t out[16]);
void padan_digest_reset(struct padan_digest *digest);
void padan_digest_free(struct padan_digest *digest);

#endif
