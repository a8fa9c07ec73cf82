/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/memo.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/*
 * A word may stand in either place of one line of the processor's cache, and takes the one that was not used last. What
 * tells it from others is on that line too, and its notes, so that a word costs one look into memory.
 */
enum { LINES_FIRST = 256, LINES_MOST = 16384, LINES_GROW = 8, LINE_SIZE = 64, PLACES = 2, FORMS_SIZE = 60 };

struct place {
    struct padan_token_notes notes;
    uint32_t text : 24, size : 8; /* number of the text that used it last; bytes of the word, 0: empty */
    uint64_t first, last;         /* as in its key */
};

struct line {
    struct place places[PLACES];
};

_Static_assert(sizeof(struct line) == LINE_SIZE, "a line of the memo is one of the cache");

/* The middle of a word that is longer than its key, its folded form and, where that is no beginning of it, its stem. */
struct forms {
    uint8_t folded_at, folded_size, stem_at, stem_size;
    char bytes[FORMS_SIZE];
};

struct padan_memo {
    void *block;
    struct line *lines;  /* in it, aligned */
    struct forms *forms; /* of each place */
    size_t line_count;
    size_t kept;        /* words since it has so many lines */
    uint32_t text : 24; /* number */
};

enum { KEY_SIZE = 2 * sizeof(uint64_t), TEXTS = 1 << 24 };

/* Has so many lines from now on, a power of two, all empty; where there is no memory for them, those that it had. */
static bool set_lines(struct padan_memo *memo, size_t count)
{
    void *block = calloc(count + 1, sizeof *memo->lines);
    struct forms *forms = calloc(count * PLACES, sizeof *memo->forms);
    if (!block || !forms) {
        free(block);
        free(forms);
        return false;
    }
    free(memo->block);
    free(memo->forms);
    memo->block = block;
    memo->forms = forms;
    memo->lines = (struct line *)(void *)((char *)block + LINE_SIZE - (uintptr_t)block % LINE_SIZE);
    memo->line_count = count;
    memo->kept = 0;
    return true;
}

struct padan_memo *padan_memo_new(void)
{
    struct padan_memo *memo = calloc(1, sizeof *memo);
    if (memo && set_lines(memo, LINES_FIRST))
        return memo;
    free(memo);
    return NULL;
}

void padan_memo_free(struct padan_memo *memo)
{
    if (!memo)
        return;
    free(memo->block);
    free(memo->forms);
    free(memo);
}

/* Few texts have few words; emptying three megabytes would take longer than all else that is done with them. */
void padan_memo_begin_text(struct padan_memo *memo)
{
    memo->text = (memo->text + 1) & (TEXTS - 1);
    if (memo->kept > memo->line_count && memo->line_count < LINES_MOST)
        set_lines(memo, memo->line_count * LINES_GROW);
}

static uint64_t load_8(const char *bytes)
{
    uint64_t number;
    memcpy(&number, bytes, sizeof number);
    return number;
}

static uint64_t load_4(const char *bytes)
{
    uint32_t number;
    memcpy(&number, bytes, sizeof number);
    return number;
}

/* The beginning and the end, which tell words of one size and at most 16 bytes apart; they overlap in short ones. */
static struct padan_memo_key key_of(struct padan_string raw)
{
    const char *data = raw.data;
    size_t size = raw.size;
    if (size >= 8)
        return (struct padan_memo_key){ .first = load_8(data), .last = load_8(data + size - 8) };
    if (size >= 4)
        return (struct padan_memo_key){ .first = load_4(data), .last = load_4(data + size - 4) };
    return (struct padan_memo_key){ .first = (uint64_t)(unsigned char)data[0] |
                                             (uint64_t)(unsigned char)data[size / 2] << 8 |
                                             (uint64_t)(unsigned char)data[size - 1] << 16 };
}

static uint32_t mix(uint64_t first, uint64_t last, size_t size)
{
    uint64_t hash = (first + size) * 0x9E3779B97F4A7C15;
    hash = ((hash ^ hash >> 32) + last) * 0xC2B2AE3D27D4EB4F;
    return (uint32_t)((hash ^ hash >> 29) * 0x165667B19E3779F9 >> 32);
}

static struct line *line_of(const struct padan_memo *memo, const struct padan_memo_key *key)
{
    return &memo->lines[key->hash & (memo->line_count - 1)];
}

struct padan_memo_key padan_memo_expect(const struct padan_memo *memo, struct padan_string raw)
{
    struct padan_memo_key key = key_of(raw);
    key.hash = raw.size <= KEY_SIZE ? mix(key.first, key.last, raw.size) : (uint32_t)padan_hash(raw.data, raw.size);
    __builtin_prefetch(line_of(memo, &key), 1);
    return key;
}

static struct forms *forms_of(const struct padan_memo *memo, const struct padan_token_notes *notes)
{
    /* Notes are what a place begins with. */
    return &memo->forms[(const struct place *)(const void *)notes - &memo->lines[0].places[0]];
}

static size_t middle_size(struct padan_string raw)
{
    return raw.size > KEY_SIZE ? raw.size - KEY_SIZE : 0;
}

static bool is_at(const struct padan_memo *memo, const struct place *place, const struct padan_memo_key *key,
                  struct padan_string raw)
{
    if (place->first != key->first || place->last != key->last || place->size != raw.size)
        return false;
    size_t middle = middle_size(raw);
    return middle == 0 || memcmp(forms_of(memo, &place->notes)->bytes, raw.data + KEY_SIZE / 2, middle) == 0;
}

struct padan_token_notes *padan_memo_find(struct padan_memo *memo, const struct padan_memo_key *key,
                                          struct padan_string raw)
{
    struct line *line = line_of(memo, key);
    for (size_t i = 0; i < PLACES; i++)
        if (is_at(memo, &line->places[i], key, raw)) {
            line->places[i].text = memo->text;
            return &line->places[i].notes;
        }
    return NULL;
}

void padan_memo_forms(const struct padan_memo *memo, const struct padan_token_notes *notes, struct padan_string *folded,
                      struct padan_string *stem)
{
    const struct forms *forms = forms_of(memo, notes);
    *folded = (struct padan_string){ forms->bytes + forms->folded_at, forms->folded_size };
    *stem = (struct padan_string){ forms->bytes + forms->stem_at, forms->stem_size };
}

/* The place that was not used for longer; NULL where both hold words of this text. */
static struct place *place_for(const struct padan_memo *memo, struct line *line)
{
    struct place *oldest = NULL;
    uint32_t most = 0;
    for (size_t i = 0; i < PLACES; i++) {
        struct place *place = &line->places[i];
        uint32_t age = place->size ? ((uint32_t)memo->text - place->text) & (TEXTS - 1) : TEXTS;
        if (age > most) {
            oldest = place;
            most = age;
        }
    }
    return oldest;
}

static void put_forms(struct forms *forms, struct padan_string raw, struct padan_string folded,
                      struct padan_string stem, bool begins)
{
    size_t at = middle_size(raw);
    memcpy(forms->bytes, raw.data + (at ? KEY_SIZE / 2 : 0), at);
    memcpy(forms->bytes + at, folded.data, folded.size);
    size_t stem_at = begins ? at : at + folded.size;
    if (!begins)
        memcpy(forms->bytes + stem_at, stem.data, stem.size);
    forms->folded_at = (uint8_t)at;
    forms->folded_size = (uint8_t)folded.size;
    forms->stem_at = (uint8_t)stem_at;
    forms->stem_size = (uint8_t)stem.size;
}

struct padan_token_notes *padan_memo_keep(struct padan_memo *memo, const struct padan_memo_key *key,
                                          struct padan_string raw, struct padan_string folded, struct padan_string stem)
{
    if (raw.size > FORMS_SIZE || folded.size > FORMS_SIZE || stem.size > FORMS_SIZE)
        return NULL;
    bool begins = stem.size <= folded.size && memcmp(stem.data, folded.data, stem.size) == 0;
    if (middle_size(raw) + folded.size + (begins ? 0 : stem.size) > FORMS_SIZE)
        return NULL;
    struct place *place = place_for(memo, line_of(memo, key));
    if (!place)
        return NULL;
    memo->kept++;
    *place = (struct place){ .text = memo->text, .size = (uint8_t)raw.size, .first = key->first, .last = key->last };
    put_forms(forms_of(memo, &place->notes), raw, folded, stem, begins);
    return &place->notes;
}
