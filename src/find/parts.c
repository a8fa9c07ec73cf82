/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parts of a text are stored, as parts of other texts. */
#include <padan/find.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/vector.h"
#include "find/candidates.h"
#include "memory/fulltext.h"
#include "memory/store.h"

/* Of a longer text the first tokens are looked at. */
enum { TOKENS_MOST = 512 };

/* The search for the parts of one text. */
struct seeking {
    struct padan_string text;
    struct padan_token *tokens; /* copies, without what belongs to the tokenizer */
    size_t count;
    struct padan_fulltext_search **searches; /* of each language that the text may be in */
    size_t search_count;
    struct timespec end; /* by when it is over */
    struct padan_span *spans;
    size_t span_count, span_capacity;
};

static bool is_over(const struct seeking *seeking)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > seeking->end.tv_sec ||
           (now.tv_sec == seeking->end.tv_sec && now.tv_nsec >= seeking->end.tv_nsec);
}

static int cut(struct seeking *seeking, const char *language, struct padan_error *error)
{
    struct padan_tokenizer *tokenizer = NULL;
    const struct padan_token *tokens;
    size_t count;
    int status = padan_tokenizer_new(&tokenizer, language, false, error);
    if (status == PADAN_OK)
        status = padan_tokenize(tokenizer, seeking->text, &tokens, &count, error);
    if (status == PADAN_OK) {
        seeking->count = count < TOKENS_MOST ? count : TOKENS_MOST;
        seeking->tokens = malloc((seeking->count + 1) * sizeof *tokens);
        if (seeking->tokens && seeking->count > 0)
            memcpy(seeking->tokens, tokens, seeking->count * sizeof *tokens);
        status = seeking->tokens ? PADAN_OK : padan_error_allocation(error);
    }
    padan_tokenizer_free(tokenizer);
    return status;
}

static int open_searches(struct seeking *seeking, struct padan_memory *memory, const char *source,
                         struct padan_error *error)
{
    struct padan_candidates languages;
    int status = padan_candidates_new(&languages, memory, source, NULL, error);
    if (status == PADAN_OK) {
        seeking->searches = calloc(languages.count + 1, sizeof(struct padan_fulltext_search *));
        status = seeking->searches ? PADAN_OK : padan_error_allocation(error);
    }
    for (size_t i = 0; status == PADAN_OK && i < languages.count; i++) {
        const struct padan_find_language *language = &languages.languages[i];
        if (!language->is_source)
            continue;
        status = padan_fulltext_search_open(&seeking->searches[seeking->search_count], padan_memory_db(memory),
                                            language->id, language->tag, error);
        seeking->search_count += status == PADAN_OK;
    }
    padan_candidates_free(&languages);
    return status;
}

static struct padan_span span_of(const struct seeking *seeking, size_t first, size_t end)
{
    return (struct padan_span){ seeking->tokens[first].start, seeking->tokens[end - 1].end };
}

static bool is_number(struct padan_string word)
{
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] < '0' || word.data[i] > '9')
            return false;
    return true;
}

/* Whether the tokens from `first` to before `end` stand side by side in a text. */
static int is_stored(const struct seeking *seeking, size_t first, size_t end, bool *stored, struct padan_error *error)
{
    struct padan_span span = span_of(seeking, first, end);
    struct padan_string phrase = { seeking->text.data + span.start, span.end - span.start };
    int status = PADAN_OK;
    /* Neither are looked for by themselves. */
    *stored = end == first + 1 && (seeking->tokens[first].kind == PADAN_TOKEN_SYLLABLE || is_number(phrase));
    for (size_t i = 0; i < seeking->search_count && status == PADAN_OK && !*stored; i++) {
        int64_t variant;
        size_t count = 0;
        status = padan_fulltext_search_word(seeking->searches[i], phrase, &variant, 1, &count, error);
        *stored = count > 0;
    }
    return status;
}

/* Two words at least, or three characters of a script that shows no words. */
static bool is_worth(const struct seeking *seeking, size_t first, size_t end)
{
    size_t words = 0, syllables = 0;
    for (size_t i = first; i < end; i++) {
        words += seeking->tokens[i].kind == PADAN_TOKEN_WORD;
        syllables += seeking->tokens[i].kind == PADAN_TOKEN_SYLLABLE;
    }
    return words >= 2 || syllables >= 3 || (words == 1 && syllables >= 1);
}

/* Without the signs at its ends. */
static void trim(const struct seeking *seeking, size_t *first, size_t *end)
{
    while (*first < *end && seeking->tokens[*first].kind == PADAN_TOKEN_SIGN)
        ++*first;
    while (*first < *end && seeking->tokens[*end - 1].kind == PADAN_TOKEN_SIGN)
        --*end;
}

static int add(struct seeking *seeking, size_t first, size_t end, struct padan_error *error)
{
    trim(seeking, &first, &end);
    if (!is_worth(seeking, first, end))
        return PADAN_OK;
    if (!padan_vector_reserve(&seeking->spans, &seeking->span_capacity, seeking->span_count + 1,
                              sizeof *seeking->spans))
        return padan_error_allocation(error);
    seeking->spans[seeking->span_count++] = span_of(seeking, first, end);
    return PADAN_OK;
}

/*
 * From each token on as far as there is a text that has it all. Where one more was too much for one beginning it may be
 * right for the next, but never less: so each token is taken in once and left once, and there are at most two searches
 * a token. A part within another is none.
 */
static int seek(struct seeking *seeking, struct padan_error *error)
{
    size_t end = 0, given = 0;
    int status = PADAN_OK;
    for (size_t first = 0; first < seeking->count && status == PADAN_OK && !is_over(seeking); first++) {
        bool stored = true;
        end = end > first ? end : first;
        while (end < seeking->count && status == PADAN_OK && stored && !is_over(seeking)) {
            bool sign = seeking->tokens[end].kind == PADAN_TOKEN_SIGN;
            if (!sign)
                status = is_stored(seeking, first, end + 1, &stored, error);
            end += stored;
        }
        if (status == PADAN_OK && end > given) {
            status = add(seeking, first, end, error);
            given = end;
        }
    }
    return status;
}

static int by_length(const void *left, const void *right)
{
    const struct padan_span *a = left, *b = right;
    size_t one = a->end - a->start, other = b->end - b->start;
    if (one != other)
        return one < other ? 1 : -1;
    return (a->start > b->start) - (a->start < b->start);
}

static struct timespec time_in(double seconds)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += (time_t)seconds;
    time.tv_nsec += (long)((seconds - (double)(time_t)seconds) * 1e9);
    time.tv_sec += time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

int padan_find_parts(struct padan_span **out, size_t *count, struct padan_memory *memory, struct padan_string text,
                     const char *source, double seconds, struct padan_error *error)
{
    struct seeking seeking = { .text = text, .end = time_in(seconds) };
    *out = NULL;
    *count = 0;
    int status = cut(&seeking, source, error);
    if (status == PADAN_OK)
        status = open_searches(&seeking, memory, source, error);
    if (status == PADAN_OK)
        status = seek(&seeking, error);
    for (size_t i = 0; i < seeking.search_count; i++)
        padan_fulltext_search_close(seeking.searches[i]);
    free(seeking.searches);
    free(seeking.tokens);
    if (status != PADAN_OK) {
        free(seeking.spans);
        return status;
    }
    if (seeking.span_count > 0)
        qsort(seeking.spans, seeking.span_count, sizeof *seeking.spans, by_length);
    *out = seeking.spans;
    *count = seeking.span_count;
    return PADAN_OK;
}
