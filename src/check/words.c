/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that stand twice, and words that are spelt in several ways. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/error.h"
#include "base/hash.h"
#include "check/checking.h"
#include "check/fold.h"
#include "check/language.h"
#include "text/utf8.h"

/* Languages in which words are doubled to say something, or that are cut by dictionaries, which may err. */
static const char *const doubling =
    "jv su tl fil ceb haw mi sm to ty mg ht vi tr az tk uz kk ky th lo km my zh yue ja ko hi "
    "ur bn pa gu mr ne si ta te kn ml or as fa ku sw zu xh st tn yo ig rw af he ar am dv";

/* What may stand twice for other reasons, by language; of Indonesian and Malay the other way: what may not. */
static const struct {
    const char *languages, *words;
} pairs[] = {
    { "en", "had that is do no so very bye ha long many much more well now there here how can what who one two old" },
    { "de", "die der das sie den dem ihr so sehr nein ja was" },
    { "fr", "nous vous non si bien se en que tout" },
    { "nl", "die dat de een en is" },
    { "es", "no muy se si que" },
    { "pt", "se que não muito" },
    { "it", "che via piano ancora così ora si pian no mano" },
    { "sv da nb no nn", "att det den de som på han at er" },
    { "ru uk be", "и да нет очень что то как еще только его их" },
    { "hu", "az a egy már be" },
    { "pl cs sk", "się to co tak se" },
    { "ro", "se mai o ce" },
    { "fi et", "ei se ja" },
};
static const char *const indonesian =
    "yang di ke dari dan untuk pada dengan adalah akan oleh bahwa tidak dalam para sebuah "
    "seorang telah sudah karena atau kepada ini agar jika juga";

static bool in_list(struct padan_string word, const char *list)
{
    for (const char *at = list; *at != '\0';) {
        size_t size = strcspn(at, " ");
        if (size == word.size && memcmp(at, word.data, size) == 0)
            return true;
        at += size + (at[size] == ' ');
    }
    return false;
}

static bool may_stand_twice(const struct padan_check_language *language, struct padan_string word)
{
    if (padan_check_language_in(language, doubling))
        return true;
    if (padan_check_language_in(language, "id ms"))
        return !in_list(word, indonesian);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (padan_check_language_in(language, pairs[i].languages) && in_list(word, pairs[i].words))
            return true;
    }
    return false;
}

static struct padan_string word_text(const struct padan_check_side *side, size_t word)
{
    return (struct padan_string){ side->text.data + side->words[word].start,
                                  side->words[word].end - side->words[word].start };
}

static bool is_capital(const struct padan_check_side *side, size_t word)
{
    size_t at = side->words[word].start;
    UChar32 c = padan_utf8_next(side->text, &at);
    return c >= 0 && u_isupper(c);
}

/* Whether nothing but blanks stands between a word and the next. */
static bool is_next(const struct padan_check_side *side, size_t word)
{
    size_t start = side->words[word].end, end = side->words[word + 1].start;
    for (size_t at = start; at < end; at++) {
        if (side->text.data[at] != ' ')
            return false;
    }
    return end > start;
}

/* The first word that stands twice; SIZE_MAX: none. Names may (Walla Walla). */
static size_t find_double(const struct padan_check_side *side, struct padan_buffer folded[2])
{
    for (size_t i = 0; i + 1 < side->word_count; i++) {
        if (side->words[i].kind != PADAN_WORD_LETTERS || side->words[i + 1].kind != PADAN_WORD_LETTERS ||
            side->words[i].end - side->words[i].start != side->words[i + 1].end - side->words[i + 1].start ||
            !is_next(side, i) || is_capital(side, i + 1))
            continue;
        padan_buffer_clear(&folded[0]);
        padan_buffer_clear(&folded[1]);
        padan_check_fold(&folded[0], word_text(side, i));
        padan_check_fold(&folded[1], word_text(side, i + 1));
        if (folded[0].size > 0 && folded[0].size == folded[1].size &&
            memcmp(folded[0].data, folded[1].data, folded[0].size) == 0 &&
            !may_stand_twice(side->language, (struct padan_string){ folded[0].data, folded[0].size }))
            return i;
    }
    return SIZE_MAX;
}

int padan_check_repeated_word(struct padan_checking *checking, struct padan_error *error)
{
    size_t found[2];
    for (int side = 0; side < 2; side++) {
        int status = padan_check_words(&checking->sides[side], error);
        if (status != PADAN_OK)
            return status;
        found[side] = find_double(&checking->sides[side], checking->scratch);
    }
    if ((found[PADAN_SOURCE] == SIZE_MAX) == (found[PADAN_TARGET] == SIZE_MAX))
        return PADAN_OK;
    int side = found[PADAN_TARGET] != SIZE_MAX ? PADAN_TARGET : PADAN_SOURCE;
    const struct padan_check_side *at = &checking->sides[side];
    struct padan_check_span span = { at->words[found[side]].start, at->words[found[side] + 1].end };
    return padan_check_report_side(checking, side, span, error, "\"%.*s\" stands twice",
                                   PADAN_CHECK_PART(padan_check_part(
                                       at->text, (struct padan_check_span){ span.start, at->words[found[side]].end })));
}

/* Spellings that are remembered of a language. */
enum { MOST_VARIANTS = 1 << 18 };

/* A word of two parts: by the letters of both together, how it was spelt first. */
struct variant {
    uint64_t key; /* 0: free */
    int64_t unit;
    bool hyphenated, told;
};

struct padan_check_variants {
    struct variant *slots; /* MOST_VARIANTS * 2 at most; a power of two */
    size_t slot_count, count;
};

int padan_check_variants_new(struct padan_check_variants **out, struct padan_error *error)
{
    *out = calloc(1, sizeof **out);
    return *out ? PADAN_OK : padan_error_allocation(error);
}

void padan_check_variants_free(struct padan_check_variants *variants)
{
    if (variants)
        free(variants->slots);
    free(variants);
}

static struct variant *variant_slot(const struct padan_check_variants *variants, uint64_t key)
{
    size_t at = (size_t)key & (variants->slot_count - 1);
    while (variants->slots[at].key != 0 && variants->slots[at].key != key)
        at = (at + 1) & (variants->slot_count - 1);
    return &variants->slots[at];
}

static bool grow_variants(struct padan_check_variants *variants)
{
    struct padan_check_variants larger = { .slot_count = variants->slot_count ? variants->slot_count * 2 : 1024,
                                           .count = variants->count };
    larger.slots = calloc(larger.slot_count, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < variants->slot_count; i++) {
        if (variants->slots[i].key != 0)
            *variant_slot(&larger, variants->slots[i].key) = variants->slots[i];
    }
    free(variants->slots);
    *variants = larger;
    return true;
}

/* "peace-keeping" from word `at` on: two words of letters with a hyphen between and nothing around. */
static bool is_hyphenated(const struct padan_check_side *side, size_t at)
{
    if (at + 2 >= side->word_count || side->words[at].kind != PADAN_WORD_LETTERS ||
        side->words[at + 2].kind != PADAN_WORD_LETTERS)
        return false;
    const struct padan_word *first = &side->words[at], *mark = first + 1, *second = first + 2;
    bool hyphen = mark->end - mark->start == 1 && side->text.data[mark->start] == '-';
    bool more =
        at + 3 < side->word_count && side->words[at + 3].start == second->end && side->text.data[second->end] == '-';
    bool after = first->start > 0 && side->text.data[first->start - 1] == '-';
    bool joined = first->end == mark->start && mark->end == second->start;
    return hyphen && joined && !more && !after && first->end - first->start > 1 && second->end - second->start > 3;
}

static int note_spelling(struct padan_checking *checking, int side, struct padan_check_span span, bool hyphenated,
                         struct padan_error *error)
{
    struct padan_check_variants *variants = checking->pair->variants[side];
    struct padan_string word = { checking->sides[side].text.data + span.start, span.end - span.start };
    struct padan_buffer *folded = &checking->scratch[0];
    char *kept;
    padan_buffer_clear(folded);
    padan_check_fold(folded, word);
    if (folded->failed)
        return padan_error_allocation(error);
    if (hyphenated && (kept = memchr(folded->data, '-', folded->size)) != NULL) {
        memmove(kept, kept + 1, folded->size - (size_t)(kept + 1 - folded->data));
        folded->size--;
    }
    uint64_t key = padan_hash(folded->data, folded->size) | 1;
    if (variants->count * 3 >= variants->slot_count * 2 && !grow_variants(variants))
        return padan_error_allocation(error);
    struct variant *slot = variant_slot(variants, key);
    if (slot->key == 0) {
        if (variants->count < MOST_VARIANTS) {
            *slot = (struct variant){ .key = key, .unit = checking->number, .hyphenated = hyphenated };
            variants->count++;
        }
        return PADAN_OK;
    }
    if (slot->hyphenated == hyphenated || slot->told)
        return PADAN_OK;
    slot->told = true;
    return padan_check_report_side(checking, side, span, error, "\"%.*s\" is spelt %s a hyphen in unit %lld",
                                   PADAN_CHECK_PART(padan_check_part(checking->sides[side].text, span)),
                                   hyphenated ? "without" : "with", (long long)slot->unit);
}

/* Reduplication is no compound: kata-kata. */
static bool is_doubled(const struct padan_check_side *side, size_t at)
{
    struct padan_string first = word_text(side, at), second = word_text(side, at + 2);
    return first.size == second.size && memcmp(first.data, second.data, first.size) == 0;
}

static int note_side(struct padan_checking *checking, int side, struct padan_error *error)
{
    struct padan_check_side *at = &checking->sides[side];
    if (at->language->unspaced)
        return PADAN_OK;
    int status = padan_check_words(at, error);
    for (size_t i = 0; i < at->word_count && status == PADAN_OK; i++) {
        if (at->words[i].kind != PADAN_WORD_LETTERS)
            continue;
        bool hyphenated = is_hyphenated(at, i);
        size_t last = hyphenated ? i + 2 : i;
        bool near = at->words[i].start > 0 && at->text.data[at->words[i].start - 1] == '-';
        bool before = at->words[last].end < at->text.size && at->text.data[at->words[last].end] == '-';
        bool whole = hyphenated ? !is_doubled(at, i) : !near && !before && at->words[i].end - at->words[i].start > 7;
        if (whole)
            status = note_spelling(checking, side, (struct padan_check_span){ at->words[i].start, at->words[last].end },
                                   hyphenated, error);
        i = last;
    }
    return status;
}

int padan_check_variant_spelling(struct padan_checking *checking, struct padan_error *error)
{
    int status = note_side(checking, PADAN_SOURCE, error);
    return status == PADAN_OK ? note_side(checking, PADAN_TARGET, error) : status;
}
