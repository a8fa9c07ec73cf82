/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/leverage.h>

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/error.h"
#include "match/gathered.h"
#include "text/utf8.h"
#include "text/words.h"

#define SCORE_LEAST 50
#define CODE 0xFFFC /* stands for an inline code */

struct padan_leverage {
    struct padan_match_search *search; /* or NULL */
    struct padan_gathered gathered;
    struct padan_words *words;
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

int padan_leverage_new(struct padan_leverage **out, const char *language, struct padan_match_search *search,
                       struct padan_error *error)
{
    *out = NULL;
    struct padan_leverage *leverage = calloc(1, sizeof *leverage);
    if (!leverage)
        return padan_error_allocation(error);
    leverage->search = search;
    int status = padan_words_new(&leverage->words, language, error);
    if (status == PADAN_OK)
        status = padan_gathered_init(&leverage->gathered, language, error);
    if (status != PADAN_OK) {
        padan_leverage_free(leverage);
        return status;
    }
    *out = leverage;
    return PADAN_OK;
}

void padan_leverage_free(struct padan_leverage *leverage)
{
    if (!leverage)
        return;
    padan_gathered_free(&leverage->gathered);
    padan_words_free(leverage->words);
    free(leverage);
}

static int count_text(struct padan_leverage_count *count, struct padan_leverage *leverage, struct padan_string form,
                      struct padan_error *error)
{
    const struct padan_word *words = NULL;
    size_t word_count = 0;
    int status = padan_words_cut(leverage->words, form, &words, &word_count, error);
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
static int ask_memories(double *score, struct padan_leverage *leverage, const struct padan_match_query *segment,
                        struct padan_error *error)
{
    struct padan_matches matches;
    *score = 0;
    if (!leverage->search)
        return PADAN_OK;
    int status = padan_match_search(&matches, leverage->search, segment, error);
    for (size_t i = 0; i < matches.count && status == PADAN_OK; i++)
        if (matches.items[i].score > *score)
            *score = matches.items[i].score;
    return status;
}

/* The band of a segment that the batch had not before: of the better of memories and batch. */
static int judge_new(enum padan_leverage_band *band, struct padan_leverage *leverage, struct padan_string form,
                     double stored, struct padan_error *error)
{
    *band = stored >= 100 ? PADAN_LEVERAGE_EXACT : band_of(stored, PADAN_LEVERAGE_95);
    if (stored >= 100)
        return PADAN_OK;
    /* What scores as the least does is to be found, too, where the memories have nothing. */
    double least = stored >= SCORE_LEAST ? stored : SCORE_LEAST - 1e-9, best = 0;
    int status = padan_gathered_best(&leverage->gathered, form, least, &best, error);
    if (status == PADAN_OK && best > least)
        *band = band_of(best, PADAN_LEVERAGE_INTERNAL_95);
    return status;
}

static int judge(enum padan_leverage_band *band, struct padan_leverage *leverage,
                 const struct padan_match_query *segment, struct padan_string form, struct padan_error *error)
{
    double stored = 0;
    bool repeats = padan_gathered_has(&leverage->gathered, form);
    int status = ask_memories(&stored, leverage, segment, error);
    if (status == PADAN_OK && stored > 100)
        *band = PADAN_LEVERAGE_CONTEXT;
    else if (repeats)
        *band = PADAN_LEVERAGE_REPETITION;
    else if (status == PADAN_OK)
        status = judge_new(band, leverage, form, stored, error);
    if (status == PADAN_OK && !repeats)
        status = padan_gathered_add(&leverage->gathered, form, error);
    return status;
}

int padan_leverage_add(struct padan_leverage *leverage, const struct padan_match_query *segment,
                       struct padan_leverage_counts *counts, struct padan_error *error)
{
    enum padan_leverage_band band = PADAN_LEVERAGE_NONE;
    struct padan_leverage_count count = { 0 };
    char *bytes = NULL;
    size_t size = 0;
    int status = padan_text_form(&bytes, &size, PADAN_FORM_MATCH, segment->text, error);
    struct padan_string form = { bytes, size };
    if (status == PADAN_OK)
        status = count_text(&count, leverage, form, error);
    if (status == PADAN_OK)
        status = judge(&band, leverage, segment, form, error);
    if (status == PADAN_OK)
        add(&counts->bands[band], &count);
    free(bytes);
    return status;
}
