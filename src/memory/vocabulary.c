/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/vector.h"

struct padan_string padan_vocabulary_term(const struct padan_vocabulary *vocabulary, size_t number)
{
    const struct padan_vocabulary_term *term = &vocabulary->terms[number];
    return (struct padan_string){ vocabulary->bytes + term->at, term->size };
}

static bool grow_slots(struct padan_vocabulary *vocabulary)
{
    size_t wanted = vocabulary->slot_count ? vocabulary->slot_count * 2 : 1024;
    uint32_t *slots = calloc(wanted, sizeof *slots);
    if (!slots)
        return false;
    for (size_t number = 0; number < vocabulary->count; number++) {
        size_t slot = vocabulary->terms[number].hash & (wanted - 1);
        while (slots[slot])
            slot = (slot + 1) & (wanted - 1);
        slots[slot] = (uint32_t)number + 1;
    }
    free(vocabulary->slots);
    vocabulary->slots = slots;
    vocabulary->slot_count = wanted;
    return true;
}

static bool reserve(struct padan_vocabulary *vocabulary, size_t size)
{
    if (vocabulary->count >= UINT32_MAX / 2 || vocabulary->size + size > UINT32_MAX)
        return false;
    if ((vocabulary->count + 1) * 3 > vocabulary->slot_count * 2 && !grow_slots(vocabulary))
        return false;
    return padan_vector_reserve(&vocabulary->terms, &vocabulary->term_capacity, vocabulary->count + 1,
                                sizeof *vocabulary->terms) &&
           padan_vector_reserve(&vocabulary->bytes, &vocabulary->capacity, vocabulary->size + size, 1);
}

size_t padan_vocabulary_add(struct padan_vocabulary *vocabulary, const char *bytes, size_t size)
{
    if (!reserve(vocabulary, size))
        return PADAN_VOCABULARY_NONE;
    uint32_t hash = (uint32_t)padan_hash(bytes, size), number;
    size_t slot = hash & (vocabulary->slot_count - 1);
    for (; (number = vocabulary->slots[slot]) != 0; slot = (slot + 1) & (vocabulary->slot_count - 1)) {
        const struct padan_vocabulary_term *term = &vocabulary->terms[number - 1];
        if (term->hash == hash && term->size == size && memcmp(vocabulary->bytes + term->at, bytes, size) == 0)
            return number - 1;
    }
    memcpy(vocabulary->bytes + vocabulary->size, bytes, size);
    vocabulary->terms[vocabulary->count] =
        (struct padan_vocabulary_term){ (uint32_t)vocabulary->size, (uint32_t)size, hash };
    vocabulary->size += size;
    vocabulary->slots[slot] = (uint32_t)++vocabulary->count;
    return vocabulary->count - 1;
}

static bool comes_before(const struct padan_vocabulary *vocabulary, const struct padan_vocabulary_place *left,
                         const struct padan_vocabulary_place *right)
{
    if (left->head != right->head)
        return left->head < right->head;
    struct padan_string a = padan_vocabulary_term(vocabulary, left->number);
    struct padan_string b = padan_vocabulary_term(vocabulary, right->number);
    int order = memcmp(a.data, b.data, a.size < b.size ? a.size : b.size);
    return order ? order < 0 : a.size < b.size;
}

/* Two runs, one after the other, into one. */
static void merge(const struct padan_vocabulary *vocabulary, struct padan_vocabulary_place *out,
                  const struct padan_vocabulary_place *runs, size_t middle, size_t end)
{
    size_t left = 0, right = middle;
    while (left < middle && right < end)
        *out++ = comes_before(vocabulary, &runs[right], &runs[left]) ? runs[right++] : runs[left++];
    memcpy(out, runs + left, (middle - left) * sizeof *runs);
    memcpy(out + (middle - left), runs + right, (end - right) * sizeof *runs);
}

/* Runs that are this short are sorted by putting one after the other in its place. */
enum { RUN = 8 };

static void sort_run(const struct padan_vocabulary *vocabulary, struct padan_vocabulary_place *list, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct padan_vocabulary_place place = list[i];
        size_t at = i;
        for (; at > 0 && comes_before(vocabulary, &place, &list[at - 1]); at--)
            list[at] = list[at - 1];
        list[at] = place;
    }
}

static size_t least(size_t left, size_t right)
{
    return left < right ? left : right;
}

/* Sorts `list`, by way of `spare`, which is as long. */
static void sort(const struct padan_vocabulary *vocabulary, struct padan_vocabulary_place *list,
                 struct padan_vocabulary_place *spare, size_t count)
{
    struct padan_vocabulary_place *from = list, *to = spare;
    for (size_t at = 0; at < count; at += RUN)
        sort_run(vocabulary, list + at, least(RUN, count - at));
    for (size_t run = RUN; run < count; run *= 2) {
        for (size_t at = 0; at < count; at += 2 * run)
            merge(vocabulary, to + at, from + at, least(run, count - at), least(2 * run, count - at));
        struct padan_vocabulary_place *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != list)
        memcpy(list, from, count * sizeof *list);
}

static struct padan_vocabulary_place place_of(const struct padan_vocabulary *vocabulary, size_t number)
{
    struct padan_vocabulary_place place = { .number = (uint32_t)number };
    struct padan_string term = padan_vocabulary_term(vocabulary, number);
    for (size_t at = 0; at < sizeof place.head; at++)
        place.head = place.head << 8 | (at < term.size ? (unsigned char)term.data[at] : 0);
    return place;
}

bool padan_vocabulary_sort(struct padan_vocabulary *vocabulary)
{
    size_t count = vocabulary->count;
    if (!padan_vector_reserve(&vocabulary->order, &vocabulary->order_capacity, count, sizeof *vocabulary->order) ||
        !padan_vector_reserve(&vocabulary->spare, &vocabulary->spare_capacity, count, sizeof *vocabulary->spare))
        return false;
    for (size_t number = 0; number < count; number++)
        vocabulary->order[number] = place_of(vocabulary, number);
    sort(vocabulary, vocabulary->order, vocabulary->spare, count);
    return true;
}

void padan_vocabulary_clear(struct padan_vocabulary *vocabulary)
{
    vocabulary->count = vocabulary->size = 0;
    if (vocabulary->slots)
        memset(vocabulary->slots, 0, vocabulary->slot_count * sizeof *vocabulary->slots);
}

void padan_vocabulary_free(struct padan_vocabulary *vocabulary)
{
    free(vocabulary->bytes);
    free(vocabulary->terms);
    free(vocabulary->slots);
    free(vocabulary->order);
    free(vocabulary->spare);
    *vocabulary = (struct padan_vocabulary){ 0 };
}
