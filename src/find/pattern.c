/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "find/pattern.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/error.h"
#include "base/vector.h"
#include "find/family.h"
#include "find/sense.h"
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

/* Words that stand apart are found where they are few words apart, such as "keep the peace" for "peacekeeping". */
enum { FAMILY_DISTANCE = 3, FAMILY_PARTS = 4, FAMILY_SHORT = 3 };

/* A query being understood. */
struct builder {
    struct padan_find_pattern *pattern;
    const struct padan_query *query;
    struct padan_tokenizer *tokenizer;
    struct padan_error *error;
};

static int add_node(const struct builder *builder, size_t *out, struct padan_query_node node)
{
    struct padan_find_pattern *pattern = builder->pattern;
    *out = padan_query_add_node(&pattern->nodes, &pattern->node_count, &pattern->node_capacity, node);
    return *out == PADAN_QUERY_NONE ? padan_error_allocation(builder->error) : PADAN_OK;
}

/* Adds a part behind the last one of a node, or as its first; nothing where the part is none. */
static void add_part(const struct builder *builder, size_t node, size_t *last, size_t part)
{
    struct padan_query_node *nodes = builder->pattern->nodes;
    if (part == PADAN_QUERY_NONE)
        return;
    *(*last == PADAN_QUERY_NONE ? &nodes[node].first : &nodes[*last].next) = part;
    *last = part;
}

/* The forms of a term's tokens with case or accents. */
static int make_forms(const struct builder *builder, struct padan_find_pattern_term *term, struct padan_string text)
{
    const struct padan_find_reading *reading = &builder->pattern->reading;
    struct padan_arena *arena = &builder->pattern->arena;
    struct padan_string *forms = padan_arena_take(arena, term->count * sizeof *forms);
    struct padan_buffer form = { 0 };
    int status = forms ? PADAN_OK : padan_error_allocation(builder->error);
    for (size_t i = 0; status == PADAN_OK && i < term->count; i++) {
        const struct padan_token *token = &term->tokens[i];
        padan_buffer_clear(&form);
        status = padan_sense_form(&form, (struct padan_string){ text.data + token->start, token->end - token->start },
                                  reading->keeps_case, reading->keeps_accents, builder->error);
        forms[i] = (struct padan_string){ form.data ? form.data : "", form.size };
        if (status == PADAN_OK && !copy_key(arena, &forms[i]))
            status = padan_error_allocation(builder->error);
    }
    padan_buffer_free(&form);
    term->forms = forms;
    return status;
}

/* Adds a term of tokens that are kept already, and its node. */
static int add_term(const struct builder *builder, size_t *out, struct padan_find_pattern_term term)
{
    struct padan_find_pattern *pattern = builder->pattern;
    if (!padan_vector_reserve(&pattern->terms, &pattern->capacity, pattern->count + 1, sizeof *pattern->terms))
        return padan_error_allocation(builder->error);
    pattern->terms[pattern->count++] = term;
    return add_node(builder, out, (struct padan_query_node){ .kind = PADAN_QUERY_TERM, .term = pattern->count - 1 });
}

/* A word with its family. */
static int add_relatives(const struct builder *builder, size_t *out, const struct padan_token *token)
{
    struct padan_find_pattern *pattern = builder->pattern;
    struct padan_find_pattern_term term = { .tokens = token, .count = 1, .by_stem = true };
    int status = padan_family_find(pattern->reading.family, token->folded, &pattern->arena, &term.relatives,
                                   &term.relative_count, builder->error);
    return status == PADAN_OK ? add_term(builder, out, term) : status;
}

/* Words near one another, each with its family. */
static int add_near_families(const struct builder *builder, size_t *out, const struct padan_token *tokens, size_t count)
{
    size_t last = PADAN_QUERY_NONE, part;
    int status =
        add_node(builder, out,
                 (struct padan_query_node){ .kind = PADAN_QUERY_NEAR, .distance = FAMILY_DISTANCE, .whole = true });
    for (size_t i = 0; status == PADAN_OK && i < count; i++) {
        status = add_relatives(builder, &part, &tokens[i]);
        if (status == PADAN_OK)
            add_part(builder, *out, &last, part);
    }
    return status;
}

/* What a closed compound says in words of their own. */
static int add_split(const struct builder *builder, size_t any, size_t *last, const struct padan_token *token)
{
    struct padan_string parts[2];
    bool is_split;
    size_t near;
    int status = padan_family_split(builder->pattern->reading.family, token->folded, parts, &is_split, builder->error);
    if (status != PADAN_OK || !is_split)
        return status;
    struct padan_token *tokens = padan_arena_take(&builder->pattern->arena, 2 * sizeof *tokens);
    if (!tokens)
        return padan_error_allocation(builder->error);
    for (size_t i = 0; i < 2; i++) {
        tokens[i] = (struct padan_token){ .kind = PADAN_TOKEN_WORD, .apart = true, .folded = parts[i] };
        status = padan_family_stem(builder->pattern->reading.family, &tokens[i].stem, parts[i],
                                   &builder->pattern->arena, builder->error);
        if (status != PADAN_OK)
            return status;
    }
    status = add_near_families(builder, &near, tokens, 2);
    if (status == PADAN_OK)
        add_part(builder, any, last, near);
    return status;
}

/* What words that stand side by side are where they are written as one. */
static int add_joined(const struct builder *builder, size_t any, size_t *last, const struct padan_token *words)
{
    struct padan_find_pattern *pattern = builder->pattern;
    struct padan_find_pattern_term term = { .tokens = words, .count = 1 };
    size_t part;
    int status = padan_family_join(pattern->reading.family, words[0].folded, words[1].folded, &pattern->arena,
                                   &term.relatives, &term.relative_count, builder->error);
    if (status != PADAN_OK || term.relative_count == 0)
        return status;
    struct padan_token *token = padan_arena_take(&pattern->arena, sizeof *token);
    if (!token)
        return padan_error_allocation(builder->error);
    *token = (struct padan_token){ .kind = PADAN_TOKEN_WORD, .folded = term.relatives[0], .stem = term.relatives[0] };
    term.tokens = token;
    status = add_term(builder, &part, term);
    if (status == PADAN_OK)
        add_part(builder, any, last, part);
    return status;
}

/* The words of a term that carry it: short ones between others, as "the" in "keep the peace", do not. */
static size_t gather_words(struct padan_token words[FAMILY_PARTS], const struct padan_token *tokens, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_short = tokens[i].folded.size <= FAMILY_SHORT && i > 0 && i + 1 < count;
        if (tokens[i].kind == PADAN_TOKEN_SYLLABLE)
            return 0;
        if (tokens[i].kind == PADAN_TOKEN_SIGN || is_short)
            continue;
        if (kept == FAMILY_PARTS)
            return 0;
        words[kept++] = tokens[i];
    }
    return kept;
}

/* A term as it stands, its family, and what says the same in more words or fewer. */
static int add_family(const struct builder *builder, size_t *out, const struct padan_find_pattern_term *term)
{
    struct padan_token words[FAMILY_PARTS];
    size_t count = term->prefix ? 0 : gather_words(words, term->tokens, term->count), last = PADAN_QUERY_NONE, part;
    if (count == 0 || !builder->pattern->reading.family)
        return add_term(builder, out, *term);
    struct padan_token *kept = padan_arena_take(&builder->pattern->arena, count * sizeof *kept);
    if (!kept)
        return padan_error_allocation(builder->error);
    memcpy(kept, words, count * sizeof *kept);
    int status = add_node(builder, out, (struct padan_query_node){ .kind = PADAN_QUERY_OR });
    if (status == PADAN_OK)
        status = term->count == 1 ? add_relatives(builder, &part, kept) : add_term(builder, &part, *term);
    if (status == PADAN_OK)
        add_part(builder, *out, &last, part);
    if (status == PADAN_OK && term->count == 1)
        return add_split(builder, *out, &last, kept);
    if (status == PADAN_OK)
        status = add_near_families(builder, &part, kept, count);
    if (status == PADAN_OK)
        add_part(builder, *out, &last, part);
    return status == PADAN_OK && count == 2 ? add_joined(builder, *out, &last, kept) : status;
}

/* `out` is PADAN_QUERY_NONE where the term asks for nothing. Within a NEAR a term is not taken apart. */
static int read_term(const struct builder *builder, size_t *out, const struct padan_query_term *asked, bool near)
{
    struct padan_find_pattern *pattern = builder->pattern;
    const struct padan_find_reading *reading = &pattern->reading;
    const struct padan_token *tokens;
    size_t count;
    int status = padan_tokenize(builder->tokenizer, asked->text, &tokens, &count, builder->error);
    *out = PADAN_QUERY_NONE;
    if (status != PADAN_OK || !asks_for_something(tokens, count, asked->text))
        return status;
    if (!asked->quoted) {
        for (; count > 1 && is_edge(&tokens[0], asked->text, true); tokens++)
            count--;
        while (count > 1 && is_edge(&tokens[count - 1], asked->text, false))
            count--;
    }
    struct padan_token *copy = copy_tokens(&pattern->arena, tokens, count);
    if (!copy)
        return padan_error_allocation(builder->error);
    copy[0].apart = false;
    struct padan_find_pattern_term term = {
        .tokens = copy,
        .count = count,
        .by_stem = reading->mode != PADAN_FIND_EXACT && !asked->quoted && has_word(copy, count),
        .prefix = asked->prefix && copy[count - 1].kind != PADAN_TOKEN_SIGN,
    };
    if (reading->mode == PADAN_FIND_EXACT && (reading->keeps_case || reading->keeps_accents))
        status = make_forms(builder, &term, asked->text);
    if (status != PADAN_OK)
        return status;
    if (reading->mode != PADAN_FIND_FAMILY)
        return add_term(builder, out, term);
    bool single = count == 1 && copy[0].kind == PADAN_TOKEN_WORD && !term.prefix && reading->family;
    if (near)
        return single ? add_relatives(builder, out, copy) : add_term(builder, out, term);
    return add_family(builder, out, &term);
}

static int read_node(const struct builder *builder, size_t *out, size_t number, bool near);

/* A node of which all parts but one ask for nothing is that part. */
static int read_parts(const struct builder *builder, size_t *out, const struct padan_query_node *node)
{
    struct padan_query_node copy = { .kind = node->kind, .distance = node->distance, .start = node->start };
    size_t last = PADAN_QUERY_NONE, part;
    int status = add_node(builder, out, copy);
    for (size_t i = node->first; status == PADAN_OK && i != PADAN_QUERY_NONE; i = builder->query->nodes[i].next) {
        status = read_node(builder, &part, i, node->kind == PADAN_QUERY_NEAR);
        if (status == PADAN_OK)
            add_part(builder, *out, &last, part);
    }
    if (status == PADAN_OK && last == PADAN_QUERY_NONE)
        *out = PADAN_QUERY_NONE;
    else if (status == PADAN_OK && node->kind != PADAN_QUERY_NOT && builder->pattern->nodes[*out].first == last)
        *out = last;
    return status;
}

/* Depth: that of parentheses, which the query bounds. */
static int read_node(const struct builder *builder, size_t *out, size_t number, bool near)
{
    const struct padan_query_node *node = &builder->query->nodes[number];
    if (node->kind != PADAN_QUERY_TERM)
        return read_parts(builder, out, node);
    int status = read_term(builder, out, &builder->query->terms[node->term], near);
    if (status == PADAN_OK && *out != PADAN_QUERY_NONE)
        builder->pattern->nodes[*out].start = node->start;
    return status;
}

int padan_find_pattern_new(struct padan_find_pattern *out, const struct padan_query *query,
                           const struct padan_find_reading *reading, struct padan_tokenizer *tokenizer,
                           struct padan_error *error)
{
    *out = (struct padan_find_pattern){ .reading = *reading, .root = PADAN_QUERY_NONE };
    const struct builder builder = { out, query, tokenizer, error };
    if (query->root == PADAN_QUERY_NONE)
        return PADAN_OK;
    int status = read_node(&builder, &out->root, query->root, false);
    if (status != PADAN_OK)
        padan_find_pattern_free(out);
    return status;
}

void padan_find_pattern_free(struct padan_find_pattern *pattern)
{
    free(pattern->terms);
    free(pattern->nodes);
    padan_arena_free(&pattern->arena);
    *pattern = (struct padan_find_pattern){ .root = PADAN_QUERY_NONE };
}

/* The node that can stand in a text without any of its terms; PADAN_QUERY_NONE where there is none. */
static size_t find_negative(const struct padan_find_pattern *pattern, size_t number)
{
    const struct padan_query_node *node = &pattern->nodes[number];
    size_t found = PADAN_QUERY_NONE;
    if (node->kind == PADAN_QUERY_TERM || node->kind == PADAN_QUERY_NEAR)
        return PADAN_QUERY_NONE;
    if (node->kind == PADAN_QUERY_NOT)
        return number;
    for (size_t part = node->first; part != PADAN_QUERY_NONE; part = pattern->nodes[part].next) {
        found = find_negative(pattern, part);
        if ((found == PADAN_QUERY_NONE) == (node->kind == PADAN_QUERY_AND))
            return found;
    }
    return found;
}

int padan_find_pattern_check(const struct padan_find_pattern *pattern, const char *query, struct padan_error *error)
{
    if (pattern->root == PADAN_QUERY_NONE)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT,
                               "the query has no word in it; give at least one letter, digit or symbol to look for");
    size_t negative = find_negative(pattern, pattern->root);
    if (negative == PADAN_QUERY_NONE)
        return PADAN_OK;
    return padan_query_error(
        error, query, pattern->nodes[negative].start,
        "NOT and a hyphen before a word leave hits out, and there is nothing beside this that must "
        "be there; put a word in double quotes to look for it, hyphen and all");
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
        struct padan_find_pattern_term one = { .tokens = &term->tokens[i],
                                               .count = 1,
                                               .prefix = term->prefix && i + 1 == term->count };
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

/* The words of a family, beside the stem of the one that was asked for. */
static void append_relatives(struct padan_buffer *out, const struct padan_find_pattern_term *term)
{
    struct padan_buffer key = { 0 };
    padan_buffer_byte(out, '(');
    if (term->by_stem)
        append_stem(out, term->tokens);
    for (size_t i = 0; i < term->relative_count; i++) {
        padan_buffer_text(out, i > 0 || term->by_stem ? " OR " : "");
        padan_fulltext_append_word(&key, term->relatives[i]);
        append_quoted(out, &key);
    }
    padan_buffer_byte(out, ')');
    padan_buffer_free(&key);
}

static bool append_term(struct padan_buffer *out, const struct padan_find_pattern_term *term)
{
    if (term->relative_count > 0) {
        append_relatives(out, term);
        return true;
    }
    return term->by_stem ? append_stems(out, term) : append_phrase(out, term);
}

static void cut_to(struct padan_buffer *out, size_t size)
{
    out->size = size;
    if (out->data)
        out->data[size] = '\0';
}

static bool append_node(struct padan_buffer *out, const struct padan_find_pattern *pattern, size_t number);

/*
 * Parts that must all be there are asked for one by one, some of many; what may stand in place of others must all be
 * asked for, or nothing is.
 */
static bool append_parts(struct padan_buffer *out, const struct padan_find_pattern *pattern,
                         const struct padan_query_node *node)
{
    bool any = node->kind == PADAN_QUERY_OR;
    size_t count = 0, start = out->size;
    padan_buffer_byte(out, '(');
    for (size_t part = node->first; part != PADAN_QUERY_NONE; part = pattern->nodes[part].next) {
        size_t before = out->size;
        if (!any && count == MOST_TERMS)
            break;
        padan_buffer_text(out, count == 0 ? "" : any ? " OR " : " AND ");
        bool has_key = append_node(out, pattern, part);
        count += has_key;
        if (!has_key && any)
            count = 0;
        if (!has_key)
            cut_to(out, before);
        if (!has_key && any)
            break;
    }
    if (count > 0)
        padan_buffer_byte(out, ')');
    else
        cut_to(out, start);
    return count > 0;
}

static bool append_node(struct padan_buffer *out, const struct padan_find_pattern *pattern, size_t number)
{
    const struct padan_query_node *node = &pattern->nodes[number];
    if (node->kind == PADAN_QUERY_NOT)
        return false;
    return node->kind == PADAN_QUERY_TERM ? append_term(out, &pattern->terms[node->term])
                                          : append_parts(out, pattern, node);
}

bool padan_find_pattern_expression(const struct padan_find_pattern *pattern, struct padan_buffer *out)
{
    return pattern->root != PADAN_QUERY_NONE && append_node(out, pattern, pattern->root);
}
