/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/leverage.h>

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/error.h"
#include "base/parallel.h"
#include "match/gathered.h"
#include "text/utf8.h"
#include "text/words.h"

#define SCORE_LEAST 50
#define CODE 0xFFFC /* stands for an inline code */
#define BLOCK 64    /* segments that are judged at a time */

/* What one thread judges with. */
struct judge {
    struct padan_match_search *search; /* or NULL */
    struct padan_words *words;
    struct padan_gathered_finder finder;
};

struct padan_leverage {
    struct padan_gathered gathered;
    struct judge *judges;
    size_t judge_count;
};

/* A segment while it is judged. */
struct judged {
    struct padan_string form; /* match form, malloc'ed */
    bool repeats;
    size_t number; /* in the batch, where it does not repeat */
    enum padan_leverage_band band;
    struct padan_leverage_count count;
};

struct block {
    struct padan_leverage *leverage;
    const struct padan_match_query *segments;
    struct judged items[BLOCK];
    size_t count;
};

const char *padan_leverage_band_name(enum padan_leverage_band band)
{
    static const char *const names[] = {
        [PADAN_LEVERAGE_CONTEXT] = "context",
        [PADAN_LEVERAGE_REPETITION] = "repetitions",
        [PADAN_LEVERAGE_EXACT] = "100",
        [PADAN_LEVERAGE_95] = "95-99",
        [PADAN_LEVERAGE_85] = "85-94",
        [PADAN_LEVERAGE_75] = "75-84",
        [PADAN_LEVERAGE_50] = "50-74",
        [PADAN_LEVERAGE_INTERNAL_95] = "internal 95-99",
        [PADAN_LEVERAGE_INTERNAL_85] = "internal 85-94",
        [PADAN_LEVERAGE_INTERNAL_75] = "internal 75-84",
        [PADAN_LEVERAGE_INTERNAL_50] = "internal 50-74",
        [PADAN_LEVERAGE_NONE] = "none",
    };
    return names[band];
}

static void add(struct padan_leverage_count *to, const struct padan_leverage_count *from)
{
    to->segments += from->segments;
    to->words += from->words;
    to->characters += from->characters;
    to->characters_without_spaces += from->characters_without_spaces;
}

struct padan_leverage_count padan_leverage_total(const struct padan_leverage_counts *counts)
{
    struct padan_leverage_count total = { 0 };
    for (size_t i = 0; i < PADAN_LEVERAGE_BANDS; i++)
        add(&total, &counts->bands[i]);
    return total;
}

void padan_leverage_sum(struct padan_leverage_counts *to, const struct padan_leverage_counts *from)
{
    for (size_t i = 0; i < PADAN_LEVERAGE_BANDS; i++)
        add(&to->bands[i], &from->bands[i]);
}

static int open_judge(struct judge *judge, const char *language, struct padan_error *error)
{
    int status = padan_words_new(&judge->words, language, error);
    return status == PADAN_OK ? padan_gathered_finder_init(&judge->finder, language, error) : status;
}

int padan_leverage_new_shared(struct padan_leverage **out, const char *language,
                              struct padan_match_search *const *searches, size_t threads, struct padan_error *error)
{
    *out = NULL;
    struct padan_leverage *leverage = calloc(1, sizeof *leverage);
    if (!leverage)
        return padan_error_allocation(error);
    padan_gathered_init(&leverage->gathered);
    threads = threads ? threads : 1;
    leverage->judges = calloc(threads, sizeof *leverage->judges);
    int status = leverage->judges ? PADAN_OK : padan_error_allocation(error);
    for (size_t i = 0; i < threads && status == PADAN_OK; i++) {
        struct judge *judge = &leverage->judges[leverage->judge_count++];
        judge->search = searches ? searches[i] : NULL;
        status = open_judge(judge, language, error);
    }
    if (status != PADAN_OK) {
        padan_leverage_free(leverage);
        return status;
    }
    *out = leverage;
    return PADAN_OK;
}

int padan_leverage_new(struct padan_leverage **out, const char *language, struct padan_match_search *search,
                       struct padan_error *error)
{
    return padan_leverage_new_shared(out, language, &search, 1, error);
}

void padan_leverage_free(struct padan_leverage *leverage)
{
    if (!leverage)
        return;
    padan_gathered_free(&leverage->gathered);
    for (size_t i = 0; i < leverage->judge_count; i++) {
        padan_words_free(leverage->judges[i].words);
        padan_gathered_finder_free(&leverage->judges[i].finder);
    }
    free(leverage->judges);
    free(leverage);
}

static int count_text(struct padan_leverage_count *count, struct judge *judge, struct padan_string form,
                      struct padan_error *error)
{
    const struct padan_word *words = NULL;
    size_t word_count = 0;
    int status = padan_words_cut(judge->words, form, &words, &word_count, error);
    for (size_t i = 0; i < word_count && status == PADAN_OK; i++)
        count->words += words[i].kind != PADAN_WORD_SYMBOL;
    for (size_t at = 0; at < form.size;) {
        UChar32 c = padan_utf8_next(form, &at);
        count->characters += c != CODE;
        count->characters_without_spaces += c != CODE && !u_isUWhiteSpace(c);
    }
    count->segments = 1;
    return status;
}

/* The band that a score is in, from the first of the four that a memory or the batch has. */
static enum padan_leverage_band band_of(double score, enum padan_leverage_band first)
{
    static const double bounds[] = { 95, 85, 75, SCORE_LEAST };
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
        if (score >= bounds[i])
            return (enum padan_leverage_band)(first + i);
    return PADAN_LEVERAGE_NONE;
}

/* The best score that the memories have, 0 for none. */
static int ask_memories(double *score, struct judge *judge, const struct padan_match_query *segment,
                        struct padan_error *error)
{
    struct padan_matches matches;
    *score = 0;
    if (!judge->search)
        return PADAN_OK;
    int status = padan_match_search(&matches, judge->search, segment, error);
    for (size_t i = 0; i < matches.count && status == PADAN_OK; i++)
        if (matches.items[i].score > *score)
            *score = matches.items[i].score;
    return status;
}

/* The band of a segment that the batch had not before: of the better of memories and batch. */
static int judge_new(struct judged *item, const struct padan_leverage *leverage, struct judge *judge, double stored,
                     struct padan_error *error)
{
    item->band = stored >= 100 ? PADAN_LEVERAGE_EXACT : band_of(stored, PADAN_LEVERAGE_95);
    if (stored >= 100)
        return PADAN_OK;
    /* What scores as the least does is to be found, too, where the memories have nothing. */
    double least = stored >= SCORE_LEAST ? stored : SCORE_LEAST - 1e-9, best = 0;
    int status = padan_gathered_best(&leverage->gathered, &judge->finder, item->number, least, &best, error);
    if (status == PADAN_OK && best > least)
        item->band = band_of(best, PADAN_LEVERAGE_INTERNAL_95);
    return status;
}

static int judge_item(void *context, size_t thread, size_t number, struct padan_error *error)
{
    struct block *block = context;
    struct judge *judge = &block->leverage->judges[thread];
    struct judged *item = &block->items[number];
    double stored = 0;
    int status = count_text(&item->count, judge, item->form, error);
    if (status == PADAN_OK)
        status = ask_memories(&stored, judge, &block->segments[number], error);
    if (status != PADAN_OK)
        return status;
    if (stored > 100)
        item->band = PADAN_LEVERAGE_CONTEXT;
    else if (item->repeats)
        item->band = PADAN_LEVERAGE_REPETITION;
    else
        status = judge_new(item, block->leverage, judge, stored, error);
    return status;
}

/* Each segment becomes a text of the batch first, so that those behind it can be judged beside it. */
static int gather(struct block *block, struct padan_error *error)
{
    struct padan_gathered *gathered = &block->leverage->gathered;
    int status = PADAN_OK;
    for (size_t i = 0; i < block->count && status == PADAN_OK; i++) {
        struct judged *item = &block->items[i];
        char *bytes = NULL;
        status = padan_text_form(&bytes, &item->form.size, PADAN_FORM_MATCH, block->segments[i].text, error);
        item->form.data = bytes;
        item->number = gathered->texts.count;
        item->repeats = status == PADAN_OK && padan_gathered_has(gathered, item->form);
        if (status == PADAN_OK && !item->repeats)
            status = padan_gathered_add(gathered, item->form, error);
    }
    return status;
}

static int count_block(struct block *block, struct padan_leverage_counts *counts, struct padan_error *error)
{
    const struct padan_parallel parallel = {
        .count = block->count, .threads = block->leverage->judge_count, .work = judge_item, .context = block
    };
    int status = padan_gathered_index(&block->leverage->gathered, error);
    if (status == PADAN_OK)
        status = gather(block, error);
    if (status == PADAN_OK)
        status = padan_parallel_run(&parallel, error);
    for (size_t i = 0; i < block->count; i++) {
        if (status == PADAN_OK)
            add(&counts->bands[block->items[i].band], &block->items[i].count);
        free((char *)(void *)block->items[i].form.data);
    }
    return status;
}

int padan_leverage_add_all(struct padan_leverage *leverage, const struct padan_match_query *segments, size_t count,
                           struct padan_leverage_counts *counts, struct padan_error *error)
{
    struct padan_leverage_counts counted = { 0 };
    int status = PADAN_OK;
    for (size_t done = 0; done < count && status == PADAN_OK; done += BLOCK) {
        struct block block = { .leverage = leverage, .segments = segments + done };
        block.count = count - done < BLOCK ? count - done : BLOCK;
        status = count_block(&block, &counted, error);
    }
    if (status == PADAN_OK)
        padan_leverage_sum(counts, &counted);
    return status;
}

int padan_leverage_add(struct padan_leverage *leverage, const struct padan_match_query *segment,
                       struct padan_leverage_counts *counts, struct padan_error *error)
{
    return padan_leverage_add_all(leverage, segment, 1, counts, error);
}
