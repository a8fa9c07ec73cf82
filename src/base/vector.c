/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/vector.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool padan_vector_reserve(void *items, size_t *capacity, size_t count, size_t item_size)
{
    if (count <= *capacity)
        return true;
    size_t wanted = *capacity + *capacity / 2;
    if (wanted < count)
        wanted = count < 8 ? 8 : count;
    if (wanted > SIZE_MAX / 2 / item_size)
        return false;
    /* `items` is the address of a pointer to any type: copied as bytes, since void ** would alias it. */
    void *old;
    memcpy(&old, items, sizeof old);
    void *grown = realloc(old, wanted * item_size);
    if (!grown)
        return false;
    memcpy(items, &grown, sizeof grown);
    *capacity = wanted;
    return true;
}
