/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/nearest.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/vector.h"
#include "match/distance.h"

#define PIECE ((size_t)4096) /* texts whose bags are looked at before the distances of what is left are found */
#define BATCH ((size_t)64)
#define PREFETCHED ((size_t)128) /* bytes of a text; of a longer one the processor fetches the rest by itself */
#define BAG_LIMIT 255            /* what a sum of bags can tell apart */

int padan_nearest_init(struct padan_nearest *nearest, struct padan_error *error)
{
    *nearest = (struct padan_nearest){ .kernel = padan_scan_kernel() };
    nearest->survivors = malloc(PIECE * sizeof *nearest->survivors);
    nearest->sorted = malloc(PIECE * sizeof *nearest->sorted);
    nearest->extras = malloc(PIECE);
    nearest->sorted_extras = malloc(PIECE);
    nearest->wide = malloc((PADAN_CHUNK_LENGTH + 1) * sizeof *nearest->wide);
    if (nearest->survivors && nearest->sorted && nearest->extras && nearest->sorted_extras && nearest->wide)
        return PADAN_OK;
    padan_nearest_free(nearest);
    return padan_error_allocation(error);
}

void padan_nearest_free(struct padan_nearest *nearest)
{
    padan_scan_pattern_free(&nearest->pattern);
    free(nearest->items);
    free(nearest->codes);
    free(nearest->survivors);
    free(nearest->sorted);
    free(nearest->extras);
    free(nearest->sorted_extras);
    free(nearest->wide);
    *nearest = (struct padan_nearest){ 0 };
}

/* What is added keeps a similarity that was computed as 1 - edits / longer from losing its last edit to rounding. */
unsigned padan_nearest_edits(size_t longer, double min)
{
    double edits = (1 - min) * (double)longer + 1e-9;
    return edits < 0 ? 0 : edits > (double)longer ? (unsigned)longer : (unsigned)edits;
}

/* One search through one chunk. */
struct searching {
    struct padan_nearest *nearest;
    size_t source;
    struct padan_chunk *chunk;
    const struct padan_section *section;
    struct padan_section_texts texts;
    size_t length; /* of the query, in codes */
    double min;
    uint32_t languages;
    struct padan_distance wide; /* for bands wider than a kernel's; set where it is first needed */
    bool is_wide_set;
};

static bool is_worse(const struct padan_near *a, const struct padan_near *b)
{
    if (a->similarity != b->similarity)
        return a->similarity < b->similarity;
    return a->variant < b->variant;
}

static int best_first(const void *left, const void *right)
{
    const struct padan_near *a = left, *b = right;
    return is_worse(b, a) ? -1 : is_worse(a, b);
}

/* The items are a heap with the worst on top. */
static void sift_down(struct padan_near *items, size_t count, size_t at)
{
    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && is_worse(&items[child + 1], &items[child]))
            child++;
        if (!is_worse(&items[child], &items[at]))
            return;
        struct padan_near item = items[at];
        items[at] = items[child];
        items[child] = item;
        at = child;
    }
}

static void sift_up(struct padan_near *items, size_t at)
{
    while (at > 0 && is_worse(&items[at], &items[(at - 1) / 2])) {
        struct padan_near item = items[at];
        items[at] = items[(at - 1) / 2];
        items[(at - 1) / 2] = item;
        at = (at - 1) / 2;
    }
}

static int offer(struct padan_nearest *nearest, const struct padan_near *item, struct padan_error *error)
{
    if (nearest->count == nearest->most) {
        if (is_worse(item, &nearest->items[0]))
            return PADAN_OK;
        nearest->items[0] = *item;
        sift_down(nearest->items, nearest->count, 0);
        return PADAN_OK;
    }
    if (!padan_vector_reserve(&nearest->items, &nearest->capacity, nearest->count + 1, sizeof *nearest->items))
        return padan_error_allocation(error);
    nearest->items[nearest->count] = *item;
    sift_up(nearest->items, nearest->count++);
    return PADAN_OK;
}

/* What a text must reach to be of use now. */
static double least(const struct searching *searching)
{
    const struct padan_nearest *nearest = searching->nearest;
    return nearest->count == nearest->most ? nearest->items[0].similarity : searching->min;
}

static size_t longer_of(size_t a, size_t b)
{
    return a > b ? a : b;
}

static int offer_text(struct searching *searching, size_t text, size_t distance, struct padan_error *error)
{
    size_t longer = longer_of(searching->section->length, searching->length);
    struct padan_near item = {
        .source = searching->source,
        .variant = searching->chunk->key.first + searching->texts.numbers[text],
        .distance = (uint32_t)distance,
        .longer = (uint32_t)longer,
        .similarity = longer ? 1 - (double)distance / (double)longer : 1,
    };
    return offer(searching->nearest, &item, error);
}

static const uint8_t *codes_of(const struct searching *searching, size_t text)
{
    return searching->texts.codes + text * searching->section->length;
}

static int compare_batch(struct searching *searching, const uint32_t *texts, size_t count,
                         const struct padan_scan_band *band, struct padan_error *error)
{
    struct padan_nearest *nearest = searching->nearest;
    unsigned width = padan_scan_width(band);
    const uint8_t *codes[BATCH];
    uint16_t distances[BATCH];
    if (!padan_scan_pattern_bits(&nearest->pattern, width))
        return padan_error_allocation(error);
    for (size_t i = 0; i < count; i++)
        codes[i] = codes_of(searching, texts[i]);
    nearest->kernel->distances(&nearest->pattern, band, width, codes, count, distances);
    int status = PADAN_OK;
    for (size_t i = 0; i < count && status == PADAN_OK; i++)
        if (distances[i] != PADAN_SCAN_BEYOND)
            status = offer_text(searching, texts[i], distances[i], error);
    return status;
}

static void widen(uint32_t *to, const uint8_t *codes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        to[i] = codes[i];
}

static int compare_wide(struct searching *searching, const uint32_t *texts, size_t count, unsigned most,
                        struct padan_error *error)
{
    struct padan_nearest *nearest = searching->nearest;
    size_t length = searching->section->length;
    if (!searching->is_wide_set) {
        widen(nearest->wide, nearest->pattern.codes, searching->length);
        searching->is_wide_set = true;
        if (!padan_distance_set(&searching->wide, nearest->wide, searching->length))
            return padan_error_allocation(error);
    }
    int status = PADAN_OK;
    for (size_t i = 0; i < count && status == PADAN_OK; i++) {
        widen(nearest->wide, codes_of(searching, texts[i]), length);
        size_t distance = padan_distance_from(&searching->wide, nearest->wide, length, most);
        if (distance != SIZE_MAX)
            status = offer_text(searching, texts[i], distance, error);
    }
    return status;
}

/* By how much the texts of the section are shorter than the query: characters of it that they surely have not. */
static unsigned missing_in(const struct searching *searching)
{
    size_t length = searching->section->length;
    return length < searching->length ? (unsigned)(searching->length - length) : 0;
}

static bool is_within(const struct searching *searching, unsigned *most)
{
    size_t length = searching->section->length, query = searching->length;
    *most = padan_nearest_edits(longer_of(length, query), least(searching));
    return *most >= longer_of(length, query) - (length < query ? length : query);
}

/* A batch's codes on the way to the processor while the batch before is compared. */
static void prefetch(const struct searching *searching, const uint32_t *texts, size_t count)
{
    size_t length = searching->section->length;
    for (size_t i = 0; i < count && i < BATCH; i++)
        for (size_t at = 0; at < length && at < PREFETCHED; at += 64)
            __builtin_prefetch(codes_of(searching, texts[i]) + at);
}

/*
 * What the bags left over, some texts at a time, with what the nearest that were found meanwhile still allow. Texts
 * come in order of what is extra in them, so that a batch needs the band of its first.
 */
static int compare(struct searching *searching, size_t count, struct padan_error *error)
{
    const struct padan_nearest *nearest = searching->nearest;
    const uint32_t *texts = nearest->sorted;
    unsigned most, missing = missing_in(searching);
    int status = PADAN_OK;
    prefetch(searching, texts, count);
    for (size_t start = 0; start < count && status == PADAN_OK && is_within(searching, &most); start += BATCH) {
        size_t given = count - start < BATCH ? count - start : BATCH;
        unsigned extra = nearest->sorted_extras[start];
        if (extra + missing > most)
            break;
        struct padan_scan_band band = padan_scan_band(searching->length, searching->section->length, most, extra);
        prefetch(searching, texts + start + given, count - start - given);
        if (band.diagonals <= nearest->kernel->widest)
            status = compare_batch(searching, texts + start, given, &band, error);
        else
            status = compare_wide(searching, texts + start, given, most, error);
    }
    return status;
}

/* Those that have one of the languages. */
static size_t keep_languages(struct searching *searching, size_t count)
{
    struct padan_nearest *nearest = searching->nearest;
    size_t kept = 0;
    if (searching->chunk->common & searching->languages)
        return count;
    for (size_t i = 0; i < count; i++) {
        if (!(searching->texts.languages[nearest->survivors[i]] & searching->languages))
            continue;
        nearest->extras[kept] = nearest->extras[i];
        nearest->survivors[kept++] = nearest->survivors[i];
    }
    return kept;
}

/* Sorts by counting. */
static void sort_by_extra(struct padan_nearest *nearest, size_t count)
{
    uint32_t starts[BAG_LIMIT + 2] = { 0 };
    for (size_t i = 0; i < count; i++)
        starts[nearest->extras[i] + 1]++;
    for (size_t extra = 1; extra <= BAG_LIMIT; extra++)
        starts[extra] += starts[extra - 1];
    for (size_t i = 0; i < count; i++) {
        uint32_t at = starts[nearest->extras[i]]++;
        nearest->sorted[at] = nearest->survivors[i];
        nearest->sorted_extras[at] = nearest->extras[i];
    }
}

/* Of a piece of a section, the texts whose bags do not say no. */
static size_t filter(struct searching *searching, size_t start, size_t end, unsigned most)
{
    struct padan_nearest *nearest = searching->nearest;
    unsigned missing = missing_in(searching);
    size_t count = 0;
    if (most - missing >= BAG_LIMIT) {
        memset(nearest->extras, 0, end - start);
        for (size_t i = start; i < end; i++)
            nearest->survivors[count++] = (uint32_t)i;
    } else {
        bool packed = padan_scan_is_packed(searching->section->length);
        count = nearest->kernel->filter(searching->texts.bags, packed, start, end, nearest->pattern.bag, most - missing,
                                        nearest->survivors, nearest->extras);
    }
    count = keep_languages(searching, count);
    sort_by_extra(nearest, count);
    return count;
}

static int search_section(struct searching *searching, struct padan_error *error)
{
    unsigned most;
    if (!is_within(searching, &most))
        return PADAN_OK;
    int status = padan_section_read(&searching->texts, searching->chunk, searching->section, error);
    for (size_t start = 0; start < searching->section->count && status == PADAN_OK && is_within(searching, &most);
         start += PIECE) {
        size_t end = start + PIECE < searching->section->count ? start + PIECE : searching->section->count;
        size_t count = filter(searching, start, end, most);
        status = compare(searching, count, error);
    }
    return status;
}

static int search_length(struct searching *searching, size_t length, struct padan_error *error)
{
    const struct padan_chunk *chunk = searching->chunk;
    size_t at = padan_chunk_section(chunk, length);
    if (at == chunk->section_count || chunk->sections[at].length != length)
        return PADAN_OK;
    searching->section = &chunk->sections[at];
    return search_section(searching, error);
}

/* Whether a text that is `apart` longer or shorter can still be near enough. */
static bool can_be_apart(const struct searching *searching, size_t apart, bool is_longer)
{
    if (!is_longer && apart > searching->length)
        return false;
    size_t longer = is_longer ? searching->length + apart : searching->length;
    return longer <= PADAN_CHUNK_LENGTH && padan_nearest_edits(longer, least(searching)) >= apart;
}

static int search_chunk(struct searching *searching, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t apart = 0; status == PADAN_OK; apart++) {
        bool more = can_be_apart(searching, apart, true), less = apart > 0 && can_be_apart(searching, apart, false);
        if (!more && !less)
            break;
        if (more)
            status = search_length(searching, searching->length + apart, error);
        if (less && status == PADAN_OK)
            status = search_length(searching, searching->length - apart, error);
    }
    return status;
}

static int offer_longs(struct searching *searching, uint64_t hash, size_t length, struct padan_error *error)
{
    const struct padan_chunk *chunk = searching->chunk;
    int status = PADAN_OK;
    for (size_t i = 0; i < chunk->long_count && status == PADAN_OK; i++) {
        const struct padan_long_text *text = &chunk->longs[i];
        struct padan_near item = { searching->source, chunk->key.first + text->number, 0, (uint32_t)length, 1 };
        if (text->hash == hash && (text->languages & searching->languages))
            status = offer(searching->nearest, &item, error);
    }
    return status;
}

static int encode(struct searching *searching, struct padan_string form, struct padan_error *error)
{
    struct padan_nearest *nearest = searching->nearest;
    if (!padan_vector_reserve(&nearest->codes, &nearest->code_room, form.size + 1, 1))
        return padan_error_allocation(error);
    size_t length = padan_alphabet_encode(&searching->chunk->alphabet, form, nearest->codes);
    padan_scan_pattern_set(&nearest->pattern, &searching->chunk->alphabet, nearest->codes, length);
    return PADAN_OK;
}

static int search_in(struct searching *searching, struct padan_string form, struct padan_error *error)
{
    if (searching->length > PADAN_CHUNK_LENGTH)
        return offer_longs(searching, padan_hash(form.data, form.size), searching->length, error);
    int status = encode(searching, form, error);
    if (status == PADAN_OK)
        status = search_chunk(searching, error);
    padan_distance_free(&searching->wide);
    searching->is_wide_set = false;
    return status;
}

int padan_nearest_find(struct padan_nearest *nearest, const struct padan_near_source *sources, size_t count,
                       struct padan_string form, double min, size_t most, size_t *damaged, struct padan_error *error)
{
    struct searching searching = { .nearest = nearest, .length = padan_text_length(form), .min = min };
    int status = PADAN_OK;
    nearest->count = 0;
    nearest->most = most;
    for (size_t i = 0; i < count && status == PADAN_OK; i++) {
        searching.source = i;
        searching.chunk = sources[i].chunk;
        searching.languages = sources[i].languages;
        status = search_in(&searching, form, error);
        *damaged = i;
    }
    nearest->is_cut = nearest->count == most;
    if (nearest->count)
        qsort(nearest->items, nearest->count, sizeof *nearest->items, best_first);
    return status;
}
