/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_VECTOR_H
#define BASE_VECTOR_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Room for `count` items of `item_size` bytes in a malloc'ed array: *items and
 * *capacity (in items) are updated; false, both unchanged, where there is no
 * memory. Grows by half, so that appending costs constant time on average.
 *
 *     if (!padan_vector_reserve(&list, &capacity, count + 1, sizeof *list))
 *         return padan_error_allocation(error);
 *     list[count++] = item;
 */
bool padan_vector_reserve(void *items, size_t *capacity, size_t count, size_t item_size);

#endif
