/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units that have a side, or both, in common; sides that are empty or equal. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/error.h"
#include "base/hash.h"
#include "check/checking.h"
#include "check/fold.h"
#include "text/utf8.h"

/* Texts that are remembered of a side; what comes after them is compared with these alone. */
static const size_t most_entries = (size_t)1 << 21;

/* A text by its hash, the text that it stood beside, and the unit. Key 0: the slot is free. */
struct entry {
    uint64_t key, other;
    int64_t unit;
};

struct memo {
    struct entry *slots;
    size_t slot_count, count; /* a power of two */
};

struct padan_check_repeats {
    struct memo sides[2];
    struct padan_buffer folded;
    int64_t unit; /* that the answers below are of, + 1 */
    const struct padan_unit *at;
    struct entry before[2]; /* what was remembered of each side; key 0: nothing */
    uint64_t hashes[2];
};

int padan_check_repeats_new(struct padan_check_repeats **out, struct padan_error *error)
{
    *out = calloc(1, sizeof **out);
    return *out ? PADAN_OK : padan_error_allocation(error);
}

void padan_check_repeats_free(struct padan_check_repeats *repeats)
{
    if (!repeats)
        return;
    free(repeats->sides[0].slots);
    free(repeats->sides[1].slots);
    padan_buffer_free(&repeats->folded);
    free(repeats);
}

static struct entry *slot_of(const struct memo *memo, uint64_t key)
{
    size_t at = (size_t)key & (memo->slot_count - 1);
    while (memo->slots[at].key != 0 && memo->slots[at].key != key)
        at = (at + 1) & (memo->slot_count - 1);
    return &memo->slots[at];
}

static bool grow(struct memo *memo)
{
    struct memo larger = { .slot_count = memo->slot_count ? memo->slot_count * 2 : 1024, .count = memo->count };
    larger.slots = calloc(larger.slot_count, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < memo->slot_count; i++) {
        if (memo->slots[i].key != 0)
            *slot_of(&larger, memo->slots[i].key) = memo->slots[i];
    }
    free(memo->slots);
    *memo = larger;
    return true;
}

/* What was remembered of a text, which is remembered from now on. */
static int remember(struct memo *memo, const struct entry *entry, struct entry *before, struct padan_error *error)
{
    if (memo->count * 3 >= memo->slot_count * 2 && memo->slot_count < most_entries * 2 && !grow(memo))
        return padan_error_allocation(error);
    struct entry *slot = slot_of(memo, entry->key);
    *before = *slot;
    if (slot->key == 0 && memo->count < most_entries) {
        *slot = *entry;
        memo->count++;
    }
    return PADAN_OK;
}

static uint64_t hash_side(struct padan_check_repeats *repeats, const struct padan_check_side *side)
{
    padan_buffer_clear(&repeats->folded);
    padan_check_fold(&repeats->folded, side->text);
    uint64_t hash = padan_hash(repeats->folded.data ? repeats->folded.data : "", repeats->folded.size);
    return hash ? hash : 1;
}

/* Looks a unit up once for all checks of this file. */
static int look(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_check_repeats *repeats = checking->pair->repeats;
    if (repeats->unit == checking->number + 1 && repeats->at == checking->unit)
        return PADAN_OK;
    repeats->unit = checking->number + 1;
    repeats->at = checking->unit;
    int status = PADAN_OK;
    for (int side = 0; side < 2; side++)
        repeats->hashes[side] = hash_side(repeats, &checking->sides[side]);
    if (repeats->folded.failed)
        return padan_error_allocation(error);
    for (int side = 0; side < 2 && status == PADAN_OK; side++) {
        struct entry entry = { repeats->hashes[side], repeats->hashes[!side], checking->number };
        status = remember(&repeats->sides[side], &entry, &repeats->before[side], error);
    }
    return status;
}

static const struct padan_check_span nowhere = { 0, 0 };

int padan_check_inconsistent_target(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_check_repeats *repeats = checking->pair->repeats;
    int status = look(checking, error);
    const struct entry *before = &repeats->before[PADAN_SOURCE];
    if (status != PADAN_OK || before->key == 0 || before->other == repeats->hashes[PADAN_TARGET])
        return status;
    return padan_check_report(checking, nowhere, nowhere, error, "unit %" PRId64 " has another target for this source",
                              before->unit);
}

int padan_check_inconsistent_source(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_check_repeats *repeats = checking->pair->repeats;
    int status = look(checking, error);
    const struct entry *before = &repeats->before[PADAN_TARGET];
    if (status != PADAN_OK || before->key == 0 || before->other == repeats->hashes[PADAN_SOURCE])
        return status;
    return padan_check_report(checking, nowhere, nowhere, error, "unit %" PRId64 " has this target for another source",
                              before->unit);
}

int padan_check_duplicate(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_check_repeats *repeats = checking->pair->repeats;
    int status = look(checking, error);
    const struct entry *before = &repeats->before[PADAN_SOURCE];
    if (status != PADAN_OK || before->key == 0 || before->other != repeats->hashes[PADAN_TARGET])
        return status;
    return padan_check_report(checking, nowhere, nowhere, error, "unit %" PRId64 " says the same on both sides",
                              before->unit);
}

static bool is_blank(struct padan_string text)
{
    for (size_t at = 0; at < text.size;) {
        UChar32 c = padan_utf8_next(text, &at);
        if (c < 0 || (!u_isUWhiteSpace(c) && c != 0xFEFF && !(c >= 0x200B && c <= 0x200F)))
            return false;
    }
    return true;
}

int padan_check_empty_target(struct padan_checking *checking, struct padan_error *error)
{
    bool empty[2];
    for (int side = 0; side < 2; side++)
        empty[side] = is_blank(checking->sides[side].text) && checking->sides[side].variant->markup.size == 0;
    if (empty[PADAN_SOURCE] == empty[PADAN_TARGET])
        return PADAN_OK;
    return padan_check_report(checking, nowhere, nowhere, error, "the %s is empty",
                              padan_check_side_name(empty[PADAN_SOURCE] ? PADAN_SOURCE : PADAN_TARGET));
}

/* Names, numbers and codes stay as they are; a sentence does not. */
static bool is_sentence(const struct padan_check_side *side)
{
    size_t words = 0, small = 0;
    for (size_t i = 0; i < side->word_count; i++) {
        size_t at = side->words[i].start;
        if (side->words[i].kind != PADAN_WORD_LETTERS)
            continue;
        UChar32 c = padan_utf8_next(side->text, &at);
        words++;
        small += c >= 0 && !u_isupper(c) && side->words[i].end - side->words[i].start > 2;
    }
    return words > 3 && small > 1 && small * 2 >= words;
}

int padan_check_untranslated(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_check_side *source = &checking->sides[PADAN_SOURCE], *target = &checking->sides[PADAN_TARGET];
    const struct padan_check_language *languages = checking->pair->languages;
    if (source->text.size != target->text.size ||
        memcmp(source->text.data, target->text.data, source->text.size) != 0 ||
        strcmp(languages[PADAN_SOURCE].primary, languages[PADAN_TARGET].primary) == 0)
        return PADAN_OK;
    int status = padan_check_words(source, error);
    if (status != PADAN_OK || !is_sentence(source))
        return status;
    return padan_check_report(checking, nowhere, nowhere, error, "the target is the same as the source");
}
