/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/vector.h"

/* The slot that holds the string, or the free one where it belongs. */
static size_t probe(const struct padan_table *table, const void *bytes, size_t size, uint64_t hash)
{
    size_t slot = (size_t)hash & (table->slot_count - 1);
    while (table->slots[slot]) {
        const struct padan_table_key *key = &table->keys[table->slots[slot] - 1];
        if (key->hash == hash && key->size == size && memcmp(key->data, bytes, size) == 0)
            return slot;
        slot = (slot + 1) & (table->slot_count - 1);
    }
    return slot;
}

size_t padan_table_find(const struct padan_table *table, const void *bytes, size_t size)
{
    if (table->count == 0)
        return PADAN_TABLE_NONE;
    bytes = size ? bytes : "";
    size_t slot = probe(table, bytes, size, padan_hash(bytes, size));
    return table->slots[slot] ? table->slots[slot] - 1 : PADAN_TABLE_NONE;
}

static int grow_slots(struct padan_table *table)
{
    size_t wanted = table->slot_count ? table->slot_count * 2 : 64;
    uint32_t *slots = calloc(wanted, sizeof *slots);
    if (!slots)
        return -1;
    for (size_t number = 0; number < table->count; number++) {
        size_t slot = (size_t)table->keys[number].hash & (wanted - 1);
        while (slots[slot])
            slot = (slot + 1) & (wanted - 1);
        slots[slot] = (uint32_t)number + 1;
    }
    free(table->slots);
    table->slots = slots;
    table->slot_count = wanted;
    return 0;
}

size_t padan_table_add(struct padan_table *table, const void *bytes, size_t size)
{
    if ((table->count + 1) * 3 > table->slot_count * 2 && (table->count >= UINT32_MAX / 2 || grow_slots(table) != 0))
        return PADAN_TABLE_NONE;
    bytes = size ? bytes : "";
    uint64_t hash = padan_hash(bytes, size);
    size_t slot = probe(table, bytes, size, hash);
    if (table->slots[slot])
        return table->slots[slot] - 1;
    if (!padan_vector_reserve(&table->keys, &table->capacity, table->count + 1, sizeof *table->keys))
        return PADAN_TABLE_NONE;
    char *copy = padan_arena_copy(&table->arena, bytes, size);
    if (!copy)
        return PADAN_TABLE_NONE;
    table->keys[table->count] = (struct padan_table_key){ copy, size, hash };
    table->slots[slot] = (uint32_t)table->count + 1;
    return table->count++;
}

void padan_table_free(struct padan_table *table)
{
    padan_arena_free(&table->arena);
    free(table->keys);
    free(table->slots);
    *table = (struct padan_table){ 0 };
}
