/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hash.h"

#include <string.h>
#include <xxhash.h>

uint64_t padan_hash(const void *bytes, size_t size)
{
    return XXH3_64bits(size ? bytes : "", size);
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
