/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From two segments that should be one to the exceptions that would have joined them. */
#include <padan/segment.h>

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/vector.h"
#include "segment/characters.h"
#include "text/script.h"
#include "text/utf8.h"

#define NOT_IN_WORD "(?<![\\p{L}\\p{N}])"
/* Characters beside a place between two segments of a script without spaces. */
#define TAIL 3
#define HEAD 2
#define WORD_ENDS "(?![\\p{L}\\p{N}])"

struct proposer {
    struct padan_rule_proposals *out;
    size_t capacity;
    const char *language;
    struct padan_segmenter_options options;
    struct padan_string first, second;
    bool spaced; /* white space stands between them */
    struct padan_error *error;
};

/* Whether white space stands between two texts: not where both are of a script without spaces. */
static bool is_spaced(struct padan_string first, struct padan_string second)
{
    size_t end = first.size, at = 0;
    return first.size == 0 || second.size == 0 || !padan_is_unspaced(padan_utf8_previous(first, &end)) ||
           !padan_is_unspaced(padan_utf8_next(second, &at));
}

int padan_segmenter_joins(struct padan_segmenter *segmenter, struct padan_string first, struct padan_string second,
                          bool *joined, struct padan_error *error)
{
    struct padan_buffer both = { 0 };
    struct padan_segments segments = { 0 };
    padan_buffer_append(&both, first.data, first.size);
    if (is_spaced(first, second))
        padan_buffer_byte(&both, ' ');
    padan_buffer_append(&both, second.data, second.size);
    int status = both.failed
                     ? padan_error_allocation(error)
                     : padan_segment_text(&segments, segmenter, (struct padan_string){ both.data, both.size }, error);
    *joined = true;
    for (size_t i = 0; i < segments.count; i++)
        *joined &= segments.items[i].end != first.size;
    padan_segments_free(&segments);
    padan_buffer_free(&both);
    return status;
}

/* Whether the rules, and `rule` before them (or NULL), join the two segments. */
static int try_rule(const struct proposer *proposer, const struct padan_user_rule *rule, bool *joined)
{
    struct padan_segmenter_options options = proposer->options;
    struct padan_segmenter *segmenter;
    size_t own = options.user_rule_count;
    struct padan_user_rule *rules = calloc(own + 1, sizeof *rules);
    if (!rules)
        return padan_error_allocation(proposer->error);
    for (size_t i = 0; i < own; i++)
        rules[i + (rule != NULL)] = options.user_rules[i];
    if (rule)
        rules[0] = *rule;
    options.user_rules = rules;
    options.user_rule_count = own + (rule != NULL);
    int status = padan_segmenter_new(&segmenter, proposer->language, &options, proposer->error);
    free(rules);
    if (status != PADAN_OK)
        return status;
    status = padan_segmenter_joins(segmenter, proposer->first, proposer->second, joined, proposer->error);
    padan_segmenter_free(segmenter);
    return status;
}

/* A copy of a built text; NULL, freed, where there was no memory. */
static const char *keep(struct proposer *proposer, struct padan_buffer *text)
{
    const char *kept =
        text->failed ? NULL : padan_arena_copy(proposer->out->strings, text->data ? text->data : "", text->size);
    padan_buffer_free(text);
    return kept;
}

/* Adds a rule if it joins the segments. */
static int propose(struct proposer *proposer, enum padan_user_rule_kind kind, const char *section, const char *before,
                   const char *after)
{
    struct padan_rule_proposals *out = proposer->out;
    struct padan_user_rule rule = { .kind = kind, .section = section, .before = before, .after = after, .file = "" };
    bool joined = false;
    if (!before || !after)
        return padan_error_allocation(proposer->error);
    if (padan_user_rule_check(&rule, proposer->language, NULL) != PADAN_OK)
        return PADAN_OK;
    int status = try_rule(proposer, &rule, &joined);
    if (status != PADAN_OK || !joined)
        return status;
    if (!padan_vector_reserve(&out->items, &proposer->capacity, out->count + 1, sizeof rule))
        return padan_error_allocation(proposer->error);
    out->items[out->count++] = rule;
    return PADAN_OK;
}

/* The text as an expression that matches it alone. */
static void append_literal(struct padan_buffer *out, struct padan_string text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (strchr("\\^$.|?*+()[]{}-&~#", text.data[i]) && text.data[i])
            padan_buffer_byte(out, '\\');
        padan_buffer_byte(out, text.data[i]);
    }
}

/* What follows the last white space. */
static struct padan_string last_token(struct padan_string text)
{
    size_t start = 0;
    for (size_t at = 0; at < text.size;)
        if (padan_is_space(padan_utf8_next(text, &at)))
            start = at;
    return (struct padan_string){ text.data + start, text.size - start };
}

/* The last characters of a text without spaces. */
static struct padan_string last_characters(struct padan_string text)
{
    size_t at = text.size;
    for (int i = 0; i < TAIL && at > 0; i++)
        padan_utf8_previous(text, &at);
    return (struct padan_string){ text.data + at, text.size - at };
}

/* The first ones. */
static struct padan_string first_characters(struct padan_string text)
{
    size_t at = 0;
    for (int i = 0; i < HEAD && at < text.size; i++)
        padan_utf8_next(text, &at);
    return (struct padan_string){ text.data, at };
}

/* The opening marks and the word that a text begins with. */
static struct padan_string first_word(struct padan_string text)
{
    size_t end = 0;
    bool any = false;
    for (size_t at = 0; at < text.size;) {
        UChar32 c = padan_utf8_next(text, &at);
        if (padan_is_space(c) || (any && !padan_is_word(c)))
            break;
        any |= padan_is_word(c);
        end = at;
    }
    return (struct padan_string){ text.data, end };
}

/* The token without the quotes and brackets before its first letter. */
static struct padan_string bare(struct padan_string token)
{
    size_t at = 0, start = 0;
    while (at < token.size && !padan_is_word(padan_utf8_next(token, &at)))
        start = at;
    return start < token.size ? (struct padan_string){ token.data + start, token.size - start } : token;
}

/* The expression for a token that stands alone. */
static const char *token_before(struct proposer *proposer, struct padan_string token)
{
    struct padan_buffer text = { 0 };
    size_t at = 0;
    if (proposer->spaced && padan_is_word(padan_utf8_next(token, &at)))
        padan_buffer_text(&text, NOT_IN_WORD);
    append_literal(&text, token);
    return keep(proposer, &text);
}

/* White space, and the word if one is given. */
static const char *word_after(struct proposer *proposer, struct padan_string word)
{
    struct padan_buffer text = { 0 };
    padan_buffer_text(&text, proposer->spaced ? "\\s+" : "\\s*");
    append_literal(&text, word);
    size_t end = word.size;
    if (proposer->spaced && word.size > 0 && padan_is_word(padan_utf8_previous(word, &end)))
        padan_buffer_text(&text, WORD_ENDS);
    return keep(proposer, &text);
}

static int propose_all(struct proposer *proposer)
{
    struct padan_string token = last_characters(proposer->first), word = first_characters(proposer->second);
    if (proposer->spaced) {
        token = bare(last_token(proposer->first));
        word = first_word(proposer->second);
    }
    if (token.size == 0)
        return PADAN_OK;
    const char *before = token_before(proposer, token);
    int status = propose(proposer, PADAN_USER_EXCEPTION, "", before, word_after(proposer, word));
    bool stop = token.data[token.size - 1] == '.' && token.size > 1;
    const char *spelling = stop ? padan_arena_copy(proposer->out->strings, token.data, token.size) : NULL;
    static const char *const sections[] = { "number", "capital", "never" };
    for (size_t i = 0; i < 3 && stop && status == PADAN_OK; i++)
        status = propose(proposer, PADAN_USER_ABBREVIATION, sections[i], spelling, "");
    if (!stop && status == PADAN_OK)
        status = propose(proposer, PADAN_USER_EXCEPTION, "", before, word_after(proposer, (struct padan_string){ 0 }));
    return status;
}

int padan_rules_propose(struct padan_rule_proposals *out, const char *language,
                        const struct padan_segmenter_options *options, struct padan_string first,
                        struct padan_string second, struct padan_error *error)
{
    static const struct padan_segmenter_options plain = PADAN_SEGMENTER_OPTIONS_INIT;
    struct proposer proposer = { .out = out,
                                 .language = language,
                                 .options = options ? *options : plain,
                                 .first = first,
                                 .second = second,
                                 .spaced = is_spaced(first, second),
                                 .error = error };
    bool joined = true;
    *out = (struct padan_rule_proposals){ 0 };
    out->strings = calloc(1, sizeof *out->strings);
    if (!out->strings)
        return padan_error_allocation(error);
    int status = try_rule(&proposer, NULL, &joined);
    if (status == PADAN_OK && !joined)
        status = propose_all(&proposer);
    if (status != PADAN_OK)
        padan_rule_proposals_free(out);
    return status;
}

void padan_rule_proposals_free(struct padan_rule_proposals *proposals)
{
    if (proposals->strings)
        padan_arena_free(proposals->strings);
    free(proposals->strings);
    free(proposals->items);
    *proposals = (struct padan_rule_proposals){ 0 };
}
