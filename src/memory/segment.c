/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The layout is that of version 4 of FTS5's file format, as the comments of SQLite's ext/fts5/fts5_index.c give it. A
 * leaf begins with the place of the first row id that is not preceded by a term on it (0: none) and the size of what
 * comes before the list of its terms' places, two bytes each. A term shares what it can with the one before it on the
 * leaf; its rows follow, each the difference to the one before, but whole where it is the first of the term or of the
 * leaf; behind each row the doubled size of its places, and these, each the difference to the one before and 2 more.
 */
#include "memory/segment.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/fulltext.h"
#include "memory/vocabulary.h"

/* Leaves are filled to what FTS5 fills its own to. */
enum { LEAF_SIZE = 4050, LEAF_HEAD = 4 };

/* Terms of FTS5's main index begin with this; those of prefix indexes, of which there are none, with others. */
static const char main_index = '0';

struct posting {
    uint32_t term, text, place;
};

struct padan_gatherer {
    struct padan_tokenizer *tokenizer;
    struct padan_buffer scratch;
    struct padan_vocabulary terms;
    int64_t *rows;
    size_t row_count, row_capacity;
    struct posting *postings; /* in the order of texts and places */
    size_t count, capacity;
    int64_t words;
    size_t place;           /* of the next word of the text being added */
    uint32_t round;         /* the number of the segment, from 1 */
    struct posting *sorted; /* room for the postings term by term, and for where each term's end */
    size_t sorted_capacity;
    uint32_t *ends;
    size_t ends_capacity;
};

void padan_segment_free(struct padan_segment *segment)
{
    padan_buffer_free(&segment->bytes);
    padan_buffer_free(&segment->keys);
    free(segment->leaves);
    *segment = (struct padan_segment){ 0 };
}

int padan_gatherer_new(struct padan_gatherer **out, const char *language, struct padan_error *error)
{
    struct padan_gatherer *gatherer = *out = calloc(1, sizeof *gatherer);
    if (!gatherer)
        return padan_error_allocation(error);
    gatherer->round = 1;
    int status = padan_tokenizer_new(&gatherer->tokenizer, language, true, error);
    if (status == PADAN_OK) {
        padan_tokenizer_set_round(gatherer->tokenizer, gatherer->round);
    } else {
        padan_gatherer_free(gatherer);
        *out = NULL;
    }
    return status;
}

void padan_gatherer_free(struct padan_gatherer *gatherer)
{
    if (!gatherer)
        return;
    padan_tokenizer_free(gatherer->tokenizer);
    padan_buffer_free(&gatherer->scratch);
    padan_vocabulary_free(&gatherer->terms);
    free(gatherer->rows);
    free(gatherer->postings);
    free(gatherer->sorted);
    free(gatherer->ends);
    free(gatherer);
}

static bool add_posting(struct padan_gatherer *gatherer, uint32_t term)
{
    if (!padan_vector_reserve(&gatherer->postings, &gatherer->capacity, gatherer->count + 1,
                              sizeof *gatherer->postings))
        return false;
    gatherer->postings[gatherer->count++] =
        (struct posting){ term, (uint32_t)gatherer->row_count, (uint32_t)gatherer->place };
    return true;
}

static int gather_key(void *context, int flags, const char *key, int size, int start, int end)
{
    struct padan_gatherer *gatherer = context;
    (void)start;
    (void)end;
    (void)flags;
    size_t term = padan_vocabulary_add(&gatherer->terms, key, (size_t)size);
    return term != PADAN_VOCABULARY_NONE && add_posting(gatherer, (uint32_t)term) ? SQLITE_OK : SQLITE_NOMEM;
}

/* Keys of a word that this segment has already are not looked up again. */
static bool gather_token(struct padan_gatherer *gatherer, const struct padan_token *token,
                         const struct padan_token *next)
{
    struct padan_token_notes *notes = token->notes;
    if (notes && notes->round == gatherer->round)
        return add_posting(gatherer, notes->folded) &&
               (notes->stem == notes->folded || add_posting(gatherer, notes->stem));
    size_t first = gatherer->count;
    if (padan_fulltext_token_keys(&gatherer->scratch, token, next, gather_key, gatherer) != SQLITE_OK)
        return false;
    if (notes)
        *notes = (struct padan_token_notes){ .round = gatherer->round,
                                             .folded = gatherer->postings[first].term,
                                             .stem = gatherer->postings[gatherer->count - 1].term };
    return true;
}

int padan_gatherer_add(struct padan_gatherer *gatherer, int64_t row, struct padan_string text)
{
    const struct padan_token *list;
    size_t count;
    if (!padan_vector_reserve(&gatherer->rows, &gatherer->row_capacity, gatherer->row_count + 1,
                              sizeof *gatherer->rows) ||
        padan_tokenize(gatherer->tokenizer, text, &list, &count, NULL) != PADAN_OK)
        return PADAN_ERROR_ALLOCATION;
    gatherer->place = 0;
    for (size_t i = 0; i < count; i++) {
        if (list[i].kind == PADAN_TOKEN_SIGN)
            continue;
        if (!gather_token(gatherer, &list[i], i + 1 < count ? &list[i + 1] : NULL))
            return PADAN_ERROR_ALLOCATION;
        gatherer->place++;
    }
    gatherer->words += (int64_t)gatherer->place;
    gatherer->rows[gatherer->row_count++] = row;
    return PADAN_OK;
}

/* The postings term by term, each term's in their order; ends[t] gets where those of term t end. False: no memory. */
static bool sort_postings(struct padan_gatherer *gatherer)
{
    size_t count = gatherer->terms.count;
    if (gatherer->count > UINT32_MAX ||
        !padan_vector_reserve(&gatherer->ends, &gatherer->ends_capacity, count + 1, sizeof *gatherer->ends) ||
        !padan_vector_reserve(&gatherer->sorted, &gatherer->sorted_capacity, gatherer->count + 1,
                              sizeof *gatherer->sorted))
        return false;
    uint32_t *ends = gatherer->ends, sum = 0;
    memset(ends, 0, (count + 1) * sizeof *ends);
    for (size_t i = 0; i < gatherer->count; i++)
        ends[gatherer->postings[i].term]++;
    for (size_t t = 0; t < count; t++) {
        uint32_t number = ends[t];
        ends[t] = sum;
        sum += number;
    }
    for (size_t i = 0; i < gatherer->count; i++)
        gatherer->sorted[ends[gatherer->postings[i].term]++] = gatherer->postings[i];
    return true;
}

enum { NUMBER_MOST = 9 };

/* SQLite's variable-length integers: seven bits a byte, the highest first; a ninth byte has eight. */
static char *put_long_number(char *out, uint64_t number)
{
    unsigned shift = 14;
    if (number >> 56) {
        for (shift = 57; shift >= 8; shift -= 7)
            *out++ = (char)(number >> shift | 0x80);
        *out++ = (char)(number & 0xFF);
        return out;
    }
    while (number >> shift >> 7)
        shift += 7;
    for (; shift > 0; shift -= 7)
        *out++ = (char)(number >> shift | 0x80);
    *out++ = (char)(number & 0x7F);
    return out;
}

/* Writes 9 bytes at most and answers where they end. */
static inline char *put_number(char *out, uint64_t number)
{
    if (number >= 0x4000)
        return put_long_number(out, number);
    if (number >= 0x80)
        *out++ = (char)(number >> 7 | 0x80);
    *out++ = (char)(number & 0x7F);
    return out;
}

/* What was written up to `end` into room that was reserved. */
static void take_room(struct padan_buffer *out, const char *end)
{
    out->size = (size_t)(end - out->data);
    out->data[out->size] = '\0';
}

void padan_fulltext_append_number(struct padan_buffer *out, uint64_t number)
{
    if (padan_buffer_reserve(out, NUMBER_MOST))
        take_room(out, put_number(out->data + out->size, number));
}

struct layout {
    struct padan_segment *segment;
    size_t start;               /* of the leaf in segment->bytes */
    size_t key_start, key_size; /* of the leaf's key in segment->keys */
    size_t latest_term;         /* its place on the leaf; 0: none yet */
    bool is_row_first;          /* neither a term nor a row is on the leaf yet */
    struct padan_buffer places; /* of the leaf's terms */
    struct padan_buffer row;    /* room for the places of a row */
    struct padan_string places_of_row;
    struct padan_string before; /* the latest term */
    bool failed;
};

static size_t leaf_used(const struct layout *layout)
{
    return layout->segment->bytes.size - layout->start;
}

static size_t leaf_filled(const struct layout *layout)
{
    return leaf_used(layout) + layout->places.size;
}

static void put_head(struct layout *layout, size_t at, size_t value)
{
    struct padan_buffer *bytes = &layout->segment->bytes;
    if (bytes->failed)
        return;
    bytes->data[layout->start + at] = (char)(value >> 8);
    bytes->data[layout->start + at + 1] = (char)(value & 0xFF);
}

static void begin_leaf(struct layout *layout)
{
    layout->start = layout->segment->bytes.size;
    padan_buffer_append(&layout->segment->bytes, "\0\0\0", LEAF_HEAD);
    padan_buffer_clear(&layout->places);
    layout->latest_term = 0;
    layout->is_row_first = true;
    layout->key_start = layout->segment->keys.size;
    layout->key_size = 0;
}

static void end_leaf(struct layout *layout)
{
    struct padan_segment *segment = layout->segment;
    put_head(layout, 2, leaf_used(layout));
    padan_buffer_append(&segment->bytes, layout->places.data, layout->places.size);
    if (!padan_vector_reserve(&segment->leaves, &segment->capacity, segment->count + 1, sizeof *segment->leaves)) {
        layout->failed = true;
        return;
    }
    segment->leaves[segment->count++] = (struct padan_leaf){
        .start = layout->start,
        .size = segment->bytes.size - layout->start,
        .key_start = layout->key_start,
        .key_size = layout->key_size,
        .has_key = layout->latest_term != 0,
    };
}

static void next_leaf(struct layout *layout)
{
    end_leaf(layout);
    begin_leaf(layout);
}

static size_t shared(struct padan_string left, struct padan_string right)
{
    size_t most = left.size < right.size ? left.size : right.size;
    size_t count = 0;
    while (count < most && left.data[count] == right.data[count])
        count++;
    return count;
}

/* The key of a leaf: the least that tells its first term from the one before. That of the first leaf is empty. */
static void put_key(struct layout *layout, struct padan_string term)
{
    if (layout->segment->count == 0)
        return;
    size_t size = shared(layout->before, term) + 1;
    padan_buffer_byte(&layout->segment->keys, main_index);
    padan_buffer_append(&layout->segment->keys, term.data, size < term.size ? size : term.size);
    layout->key_size = layout->segment->keys.size - layout->key_start;
}

static void put_term(struct layout *layout, struct padan_string term)
{
    struct padan_buffer *bytes = &layout->segment->bytes;
    size_t size = term.size + sizeof main_index, common = 0;
    if (leaf_filled(layout) + size + 2 >= LEAF_SIZE && leaf_used(layout) > LEAF_HEAD)
        next_leaf(layout);
    size_t at = leaf_used(layout);
    padan_fulltext_append_number(&layout->places, at - layout->latest_term);
    if (!layout->latest_term)
        put_key(layout, term);
    if (!padan_buffer_reserve(bytes, 2 * NUMBER_MOST + size))
        return;
    char *out = bytes->data + bytes->size;
    if (layout->latest_term) {
        common = shared(layout->before, term);
        out = put_number(out, common + sizeof main_index);
        out = put_number(out, term.size - common);
    } else {
        out = put_number(out, size);
        *out++ = main_index;
    }
    memcpy(out, term.data + common, term.size - common);
    take_room(bytes, out + (term.size - common));
    layout->latest_term = at;
    layout->is_row_first = false;
    layout->before = term;
}

/* How many bytes of whole numbers go into `space`, one number at least. */
static size_t whole_numbers(struct padan_string bytes, size_t space)
{
    size_t whole = 0, at = 0;
    while (at < bytes.size) {
        while (bytes.data[at] & 0x80)
            at++;
        at++;
        if (whole > 0 && at > space)
            break;
        whole = at;
    }
    return whole;
}

/* The places of a row, which may go on on the next leaves. */
static void put_places(struct layout *layout)
{
    struct padan_string rest = layout->places_of_row;
    while (rest.size > 0) {
        size_t filled = leaf_filled(layout);
        size_t space = filled < LEAF_SIZE ? LEAF_SIZE - filled : 0;
        size_t size = rest.size <= space ? rest.size : whole_numbers(rest, space);
        padan_buffer_append(&layout->segment->bytes, rest.data, size);
        rest.data += size;
        rest.size -= size;
        if (leaf_filled(layout) >= LEAF_SIZE)
            next_leaf(layout);
    }
}

static void put_row(struct layout *layout, int64_t row, int64_t before)
{
    bool is_first = layout->is_row_first;
    if (is_first)
        put_head(layout, 0, leaf_used(layout));
    padan_fulltext_append_number(&layout->segment->bytes, (uint64_t)(is_first ? row : row - before));
    layout->is_row_first = false;
    put_places(layout);
}

/* Makes the places of the row from the postings of one term and text; answers how many these are. */
static size_t encode_places(struct layout *layout, const struct posting *list, size_t count)
{
    struct padan_buffer *room = &layout->row;
    uint32_t before = 0;
    size_t taken = 1;
    while (taken < count && list[taken].text == list->text)
        taken++;
    layout->places_of_row = (struct padan_string){ NULL, 0 };
    padan_buffer_clear(room);
    if (!padan_buffer_reserve(room, (taken + 1) * NUMBER_MOST))
        return taken;
    /* Their size goes before them, and is known when they are there. */
    char size[NUMBER_MOST], *begin = room->data + NUMBER_MOST, *end = begin;
    for (size_t i = 0; i < taken; i++) {
        end = put_number(end, (uint64_t)list[i].place - before + 2);
        before = list[i].place;
    }
    size_t length = (size_t)(put_number(size, (uint64_t)(end - begin) * 2) - size);
    memcpy(begin - length, size, length);
    layout->places_of_row = (struct padan_string){ begin - length, (size_t)(end - begin) + length };
    return taken;
}

static void put_postings(struct layout *layout, const struct posting *list, size_t count, const int64_t *rows)
{
    int64_t before = 0;
    for (size_t at = 0; at < count;) {
        int64_t row = rows[list[at].text];
        at += encode_places(layout, list + at, count - at);
        put_row(layout, row, before);
        before = row;
    }
}

static void put_terms(struct layout *layout, const struct padan_gatherer *gatherer)
{
    begin_leaf(layout);
    for (size_t i = 0; i < gatherer->terms.count && !layout->failed && !layout->segment->bytes.failed; i++) {
        size_t number = gatherer->terms.order[i].number;
        size_t begin = number > 0 ? gatherer->ends[number - 1] : 0;
        put_term(layout, padan_vocabulary_term(&gatherer->terms, number));
        put_postings(layout, gatherer->sorted + begin, gatherer->ends[number] - begin, gatherer->rows);
    }
    if (leaf_used(layout) > LEAF_HEAD)
        end_leaf(layout);
}

static void forget(struct padan_gatherer *gatherer)
{
    gatherer->row_count = gatherer->count = 0;
    gatherer->words = 0;
    padan_vocabulary_clear(&gatherer->terms);
    padan_tokenizer_set_round(gatherer->tokenizer, ++gatherer->round);
}

int padan_gatherer_build(struct padan_gatherer *gatherer, struct padan_segment *segment)
{
    struct layout layout = { .segment = segment };
    padan_buffer_clear(&segment->bytes);
    padan_buffer_clear(&segment->keys);
    segment->count = 0;
    segment->texts = (int64_t)gatherer->row_count;
    segment->words = gatherer->words;
    layout.failed = !padan_vocabulary_sort(&gatherer->terms) || !sort_postings(gatherer);
    if (!layout.failed)
        put_terms(&layout, gatherer);
    layout.failed |= segment->bytes.failed || segment->keys.failed || layout.places.failed || layout.row.failed;
    padan_buffer_free(&layout.places);
    padan_buffer_free(&layout.row);
    forget(gatherer);
    return layout.failed ? PADAN_ERROR_ALLOCATION : PADAN_OK;
}
