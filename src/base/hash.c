/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hash.h"

#include <string.h>

/* For the state's size. */
#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

_Static_assert(sizeof(XXH3_state_t) <= sizeof(struct padan_hashing) &&
                   _Alignof(XXH3_state_t) <= _Alignof(struct padan_hashing),
               "a hashing has room for the state");

uint64_t padan_hash(const void *bytes, size_t size)
{
    return XXH3_64bits(size ? bytes : "", size);
}

static XXH3_state_t *state_of(struct padan_hashing *hashing)
{
    return (XXH3_state_t *)(void *)hashing->state;
}

void padan_hashing_begin(struct padan_hashing *hashing)
{
    XXH3_INITSTATE(state_of(hashing));
    XXH3_64bits_reset(state_of(hashing));
}

void padan_hashing_add(struct padan_hashing *hashing, const void *bytes, size_t size)
{
    if (size > 0)
        XXH3_64bits_update(state_of(hashing), bytes, size);
}

uint64_t padan_hashing_end(const struct padan_hashing *hashing)
{
    return XXH3_64bits_digest((const XXH3_state_t *)(const void *)hashing->state);
}

void padan_hash_wide(uint8_t digest[16], const void *bytes, size_t size)
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(size ? bytes : "", size));
    memcpy(digest, canonical.digest, 16);
}

struct padan_digest *padan_digest_new(void)
{
    XXH3_state_t *state = XXH3_createState();
    if (state)
        XXH3_128bits_reset(state);
    return (struct padan_digest *)state;
}

void padan_digest_add(struct padan_digest *digest, const void *bytes, size_t size)
{
    unsigned char length[8];
    for (unsigned i = 0; i < 8; i++)
        length[i] = (unsigned char)((uint64_t)size >> (8 * i));
    XXH3_128bits_update((XXH3_state_t *)digest, length, sizeof length);
    XXH3_128bits_update((XXH3_state_t *)digest, size ? bytes : "", size);
}

void padan_digest_write(const struct padan_digest *digest, uint8_t out[16])
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest((const XXH3_state_t *)digest));
    memcpy(out, canonical.digest, 16);
}

void padan_digest_reset(struct padan_digest *digest)
{
    XXH3_128bits_reset((XXH3_state_t *)digest);
}

void padan_digest_free(struct padan_digest *digest)
{
    XXH3_freeState((XXH3_state_t *)digest);
}
