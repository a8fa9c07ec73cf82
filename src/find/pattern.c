/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "find/pattern.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/fulltext.h"

/* What the index is asked for at most; the rest of a long query is left to the look at the text. */
enum { MOST_TERMS = 16, MOST_KEYS = 16 };

static UChar32 sign_of(const struct padan_token *token, struct padan_string text)
{
    UChar32 c;
    size_t at = token->start;
    U8_NEXT((const uint8_t *)text.data, at, token->end, c);
    return c;
}

static bool is_bracket_or_quote(UChar32 c)
{
    uint32_t brackets = U_GC_PS_MASK | U_GC_PE_MASK | U_GC_PI_MASK | U_GC_PF_MASK;
    return (U_GET_GC_MASK(c) & brackets) || u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) || c == 0xBF || c == 0xA1;
}

/* What a sentence puts around a word. A full stop before one belongs to it, as in ".net". */
static bool is_edge(const struct padan_token *token, struct padan_string text, bool leading)
{
    if (token->kind != PADAN_TOKEN_SIGN)
        return false;
    UChar32 c = sign_of(token, text);
    if (is_bracket_or_quote(c))
        return true;
    bool ends = u_hasBinaryProperty(c, UCHAR_TERMINAL_PUNCTUATION) || c == 0x2026;
    return ends && !(leading && c == '.');
}

/* What stands for a thing of its own, unlike what only parts and joins words. */
static bool is_symbol(UChar32 c)
{
    return (U_GET_GC_MASK(c) & U_GC_S_MASK) || c == '#' || c == '%' || c == '&' || c == '@' || c == 0xA7 || c == 0x2030;
}

static bool asks_for_something(const struct padan_token *tokens, size_t count, struct padan_string text)
{
    for (size_t i = 0; i < count; i++)
        if (tokens[i].kind != PADAN_TOKEN_SIGN || is_symbol(sign_of(&tokens[i], text)))
            return true;
    return false;
}

static bool copy_key(struct padan_arena *arena, struct padan_string *key)
{
    key->data = padan_arena_copy(arena, key->data, key->size);
    return key->data != NULL;
}

static struct padan_token *copy_tokens(struct padan_arena *arena, const struct padan_token *tokens, size_t count)
{
    struct padan_token *copy = padan_arena_take(arena, count * sizeof *copy);
    if (!copy)
        return NULL;
    memcpy(copy, tokens, count * sizeof *copy);
    for (size_t i = 0; i < count; i++)
        if (!copy_key(arena, &copy[i].folded) || !copy_key(arena, &copy[i].stem))
            return NULL;
    return copy;
}

static bool has_word(const struct padan_token *tokens, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (tokens[i].kind == PADAN_TOKEN_WORD)
            return true;
    return false;
}

static int add_term(struct padan_find_pattern *pattern, const struct padan_query_term *asked, bool stems,
                    const struct padan_token *tokens, size_t count, struct padan_error *error)
{
    if (!padan_vector_reserve(&pattern->terms, &pattern->capacity, pattern->count + 1, sizeof *pattern->terms))
        return padan_error_allocation(error);
    struct padan_token *copy = copy_tokens(&pattern->arena, tokens, count);
    if (!copy)
        return padan_error_allocation(error);
    copy[0].apart = false;
    pattern->terms[pattern->count++] = (struct padan_find_pattern_term){
        .tokens = copy,
        .count = count,
        .by_stem = stems && !asked->quoted && has_word(tokens, count),
        .prefix = asked->prefix && copy[count - 1].kind != PADAN_TOKEN_SIGN,
    };
    return PADAN_OK;
}

static int read_term(struct padan_find_pattern *pattern, const struct padan_query_term *asked, bool stems,
                     struct padan_tokenizer *tokenizer, struct padan_error *error)
{
    const struct padan_token *tokens;
    size_t count;
    int status = padan_tokenize(tokenizer, asked->text, &tokens, &count, error);
    if (status != PADAN_OK || !asks_for_something(tokens, count, asked->text))
        return status;
    if (!asked->quoted) {
        for (; count > 1 && is_edge(&tokens[0], asked->text, true); tokens++)
            count--;
        while (count > 1 && is_edge(&tokens[count - 1], asked->text, false))
            count--;
    }
    return add_term(pattern, asked, stems, tokens, count, error);
}

int padan_find_pattern_new(struct padan_find_pattern *out, const struct padan_query *query, enum padan_find_mode mode,
                           struct padan_tokenizer *tokenizer, struct padan_error *error)
{
    *out = (struct padan_find_pattern){ 0 };
    int status = PADAN_OK;
    for (size_t i = 0; i < query->count && status == PADAN_OK; i++)
        status = read_term(out, &query->terms[i], mode == PADAN_FIND_STEM, tokenizer, error);
    if (status != PADAN_OK)
        padan_find_pattern_free(out);
    return status;
}

void padan_find_pattern_free(struct padan_find_pattern *pattern)
{
    free(pattern->terms);
    padan_arena_free(&pattern->arena);
    *pattern = (struct padan_find_pattern){ 0 };
}

/* Appends the keys as a string of the FTS5 language, and empties them. */
static void append_quoted(struct padan_buffer *out, struct padan_buffer *key)
{
    padan_buffer_byte(out, '"');
    for (size_t i = 0; i < key->size; i++) {
        if (key->data[i] == '"')
            padan_buffer_byte(out, '"');
        padan_buffer_byte(out, key->data[i]);
    }
    padan_buffer_byte(out, '"');
    out->failed |= key->failed;
    padan_buffer_clear(key);
}

/* Whether the token ends a run of syllables that a pair before it holds already. */
static bool is_paired_before(const struct padan_find_pattern_term *term, size_t at)
{
    return at > 0 && padan_fulltext_is_pair(&term->tokens[at - 1], &term->tokens[at]);
}

/* Appends the key of one token; false where it has none of its own. Sets `prefix` where the key is but a beginning. */
static bool append_key(struct padan_buffer *key, const struct padan_find_pattern_term *term, size_t at, bool *prefix)
{
    const struct padan_token *token = &term->tokens[at];
    bool is_last = at + 1 == term->count;
    *prefix = is_last && term->prefix;
    if (token->kind == PADAN_TOKEN_SIGN)
        return false;
    if (token->kind == PADAN_TOKEN_WORD) {
        padan_fulltext_append_word(key, token->folded);
        return true;
    }
    if (!is_last && padan_fulltext_is_pair(token, token + 1)) {
        *prefix = at + 2 == term->count && term->prefix;
        padan_fulltext_append_pair(key, token, token + 1);
        return true;
    }
    if (is_last && is_paired_before(term, at))
        return false;
    /* The text may go on behind the last syllable, and then it is indexed as half of a pair. */
    *prefix = is_last;
    padan_fulltext_append_word(key, token->folded);
    return true;
}

static bool append_phrase(struct padan_buffer *out, const struct padan_find_pattern_term *term)
{
    struct padan_buffer keys = { 0 };
    bool prefix = false;
    size_t count = 0;
    for (size_t i = 0; i < term->count && count < MOST_KEYS; i++) {
        size_t before = keys.size;
        bool is_prefix;
        if (count > 0)
            padan_buffer_byte(&keys, PADAN_FULLTEXT_JOINT);
        if (append_key(&keys, term, i, &is_prefix)) {
            count++;
            prefix = is_prefix;
        } else {
            keys.size = before;
        }
    }
    if (count > 0)
        append_quoted(out, &keys);
    if (prefix)
        padan_buffer_text(out, " *");
    padan_buffer_free(&keys);
    return count > 0;
}

/* A word whose stem is the word itself is indexed once, without the mark of a stem. */
static void append_stem(struct padan_buffer *out, const struct padan_token *token)
{
    struct padan_buffer key = { 0 };
    padan_buffer_byte(out, '(');
    padan_fulltext_append_stem(&key, token->stem);
    append_quoted(out, &key);
    padan_buffer_text(out, " OR ");
    padan_fulltext_append_word(&key, token->stem);
    append_quoted(out, &key);
    padan_buffer_byte(out, ')');
    padan_buffer_free(&key);
}

static bool append_stems(struct padan_buffer *out, const struct padan_find_pattern_term *term)
{
    size_t count = 0;
    for (size_t i = 0; i < term->count && count < MOST_KEYS; i++) {
        struct padan_find_pattern_term one = { &term->tokens[i], 1, false, term->prefix && i + 1 == term->count };
        if (term->tokens[i].kind == PADAN_TOKEN_SIGN)
            continue;
        if (count++ > 0)
            padan_buffer_text(out, " AND ");
        if (term->tokens[i].kind == PADAN_TOKEN_WORD && !one.prefix)
            append_stem(out, &term->tokens[i]);
        else
            append_phrase(out, &one);
    }
    return count > 0;
}

bool padan_find_pattern_expression(const struct padan_find_pattern *pattern, struct padan_buffer *out)
{
    size_t count = 0;
    for (size_t i = 0; i < pattern->count && count < MOST_TERMS; i++) {
        const struct padan_find_pattern_term *term = &pattern->terms[i];
        struct padan_buffer one = { 0 };
        if (term->by_stem ? append_stems(&one, term) : append_phrase(&one, term)) {
            padan_buffer_text(out, count++ > 0 ? " AND " : "");
            padan_buffer_append(out, one.data, one.size);
        }
        out->failed |= one.failed;
        padan_buffer_free(&one);
    }
    return count > 0;
}

static bool is_equal(struct padan_string a, struct padan_string b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

static bool fits(const struct padan_find_pattern_term *term, size_t at, const struct padan_token *token)
{
    const struct padan_token *asked = &term->tokens[at];
    if (at > 0 && asked->apart != token->apart)
        return false;
    if (asked->kind != token->kind)
        return false;
    if (term->prefix && at + 1 == term->count)
        return token->folded.size >= asked->folded.size &&
               memcmp(token->folded.data, asked->folded.data, asked->folded.size) == 0;
    return term->by_stem ? is_equal(asked->stem, token->stem) : is_equal(asked->folded, token->folded);
}

static bool stands_at(const struct padan_find_pattern_term *term, const struct padan_token *tokens, size_t count)
{
    if (count < term->count)
        return false;
    for (size_t i = 0; i < term->count; i++)
        if (!fits(term, i, &tokens[i]))
            return false;
    return true;
}

static int locate_term(const struct padan_find_pattern_term *term, const struct padan_token *tokens, size_t count,
                       struct padan_spans *spans, struct padan_error *error)
{
    for (size_t at = 0; at < count; at++) {
        if (!stands_at(term, tokens + at, count - at))
            continue;
        if (!padan_vector_reserve(&spans->items, &spans->capacity, spans->count + 1, sizeof *spans->items))
            return padan_error_allocation(error);
        size_t last = at + term->count - 1;
        spans->items[spans->count++] = (struct padan_span){ tokens[at].start, tokens[last].end };
        at = last;
    }
    return PADAN_OK;
}

static int compare_spans(const void *left, const void *right)
{
    const struct padan_span *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}

/* Spans of several terms that overlap become one. */
static void merge_spans(struct padan_spans *spans)
{
    size_t kept = 0;
    if (spans->count > 1)
        qsort(spans->items, spans->count, sizeof *spans->items, compare_spans);
    for (size_t i = 1; i < spans->count; i++) {
        struct padan_span *last = &spans->items[kept];
        if (spans->items[i].start >= last->end)
            spans->items[++kept] = spans->items[i];
        else if (spans->items[i].end > last->end)
            last->end = spans->items[i].end;
    }
    spans->count = spans->count > 0 ? kept + 1 : 0;
}

int padan_find_pattern_locate(const struct padan_find_pattern *pattern, const struct padan_token *tokens, size_t count,
                              struct padan_spans *spans, struct padan_error *error)
{
    spans->count = 0;
    for (size_t i = 0; i < pattern->count; i++) {
        size_t before = spans->count;
        int status = locate_term(&pattern->terms[i], tokens, count, spans, error);
        if (status != PADAN_OK)
            return status;
        if (spans->count == before) {
            spans->count = 0;
            return PADAN_OK;
        }
    }
    merge_spans(spans);
    return PADAN_OK;
}
