/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "find/query.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/error.h"
#include "base/vector.h"

/* Far longer than a sentence; it bounds what a search costs a text. */
enum { LONGEST_QUERY = 10000, DEEPEST = 12, NEAR_WORDS = 10, NEAR_MOST = 1000, NEAR_PARTS = 16 };

/* A query being read. */
struct parser {
    struct padan_query *query;
    const char *whole;
    struct padan_string text;
    size_t at;
    size_t depth; /* of parentheses */
    struct padan_error *error;
};

enum operator{ OPERATOR_NONE, OPERATOR_AND, OPERATOR_OR, OPERATOR_NOT, OPERATOR_NEAR };

static size_t skip_space(struct padan_string query, size_t at)
{
    while (at < query.size) {
        size_t next = at;
        UChar32 c;
        U8_NEXT((const uint8_t *)query.data, next, query.size, c);
        if (!u_isUWhiteSpace(c) && !u_iscntrl(c))
            break;
        at = next;
    }
    return at;
}

/* Where a word ends: at white space, or before a parenthesis that closes a group and none of the word's own. */
static size_t skip_word(const struct parser *parser, size_t at)
{
    size_t open = 0;
    while (at < parser->text.size) {
        size_t next = at;
        UChar32 c;
        U8_NEXT((const uint8_t *)parser->text.data, next, parser->text.size, c);
        if (u_isUWhiteSpace(c) || (c == ')' && open == 0 && parser->depth > 0))
            break;
        open += c == '(';
        open -= c == ')' && open > 0;
        at = next;
    }
    return at;
}

/* Notes at which character of the query a fault is, by which callers tell it from faults of the memory. */
static void note_character(struct padan_error *error, size_t column)
{
    if (error)
        error->column = (int64_t)column;
}

int padan_query_error(struct padan_error *error, const char *query, size_t start, const char *message)
{
    size_t column = padan_text_length((struct padan_string){ query ? query : "", query ? start : 0 }) + 1;
    padan_error_set(error, PADAN_ERROR_ARGUMENT, "%s (character %zu of the query)", message, column);
    note_character(error, column);
    return PADAN_ERROR_ARGUMENT;
}

static int refuse(const struct parser *parser, size_t start, const char *message)
{
    return padan_query_error(parser->error, parser->whole, start, message);
}

size_t padan_query_add_node(struct padan_query_node **nodes, size_t *count, size_t *capacity,
                            struct padan_query_node node)
{
    if (!padan_vector_reserve(nodes, capacity, *count + 1, sizeof **nodes))
        return PADAN_QUERY_NONE;
    node.first = node.next = PADAN_QUERY_NONE;
    (*nodes)[*count] = node;
    return (*count)++;
}

static int add_node(const struct parser *parser, size_t *out, struct padan_query_node node)
{
    struct padan_query *query = parser->query;
    *out = padan_query_add_node(&query->nodes, &query->node_count, &query->node_capacity, node);
    return *out == PADAN_QUERY_NONE ? padan_error_allocation(parser->error) : PADAN_OK;
}

static int add_term(const struct parser *parser, size_t *out, const struct padan_query_term *term, size_t start)
{
    struct padan_query *query = parser->query;
    if (!padan_vector_reserve(&query->terms, &query->capacity, query->count + 1, sizeof *query->terms))
        return padan_error_allocation(parser->error);
    query->terms[query->count++] = *term;
    return add_node(parser, out,
                    (struct padan_query_node){ .kind = PADAN_QUERY_TERM, .term = query->count - 1, .start = start });
}

/* A word of capitals between white space, and the number behind its slash; `end` gets where it ends. */
static enum operator read_operator(const struct parser *parser, size_t *end, size_t *number)
{
    static const struct {
        const char *name;
        enum operator operator;
    } operators[] = { { "AND", OPERATOR_AND }, { "OR", OPERATOR_OR }, { "NOT", OPERATOR_NOT } };
    const char *word = parser->text.data + parser->at;
    *end = skip_word(parser, parser->at);
    size_t size = *end - parser->at;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (size == strlen(operators[i].name) && memcmp(word, operators[i].name, size) == 0)
            return operators[i].operator;
    *number = NEAR_WORDS;
    if (size < 4 || memcmp(word, "NEAR", 4) != 0)
        return OPERATOR_NONE;
    if (size == 4)
        return OPERATOR_NEAR;
    size_t at = 5;
    *number = 0;
    for (; at < size && word[at] >= '0' && word[at] <= '9' && *number < NEAR_MOST; at++)
        *number = *number * 10 + (size_t)(word[at] - '0');
    return word[4] == '/' && size > 5 && at == size ? OPERATOR_NEAR : OPERATOR_NONE;
}

/* The text from `at` to `end`, without the stars at its end, which make it a prefix. */
static void set_text(struct padan_query_term *term, struct padan_string query, size_t at, size_t end)
{
    size_t full = end;
    while (end > at && query.data[end - 1] == '*')
        end--;
    term->text = (struct padan_string){ query.data + at, end - at };
    term->prefix = end < full;
}

/* The number behind a phrase's "~"; false, nothing read, where there is none. */
static bool read_distance(struct parser *parser, size_t *distance)
{
    size_t at = parser->at + 1;
    if (parser->at >= parser->text.size || parser->text.data[parser->at] != '~')
        return false;
    *distance = 0;
    for (; at < parser->text.size && parser->text.data[at] >= '0' && parser->text.data[at] <= '9'; at++)
        if (*distance < NEAR_MOST)
            *distance = *distance * 10 + (size_t)(parser->text.data[at] - '0');
    bool found = at > parser->at + 1;
    if (found)
        parser->at = at;
    return found;
}

static int check_near(const struct parser *parser, const struct padan_query_node *near)
{
    const struct padan_query_node *nodes = parser->query->nodes;
    size_t parts = 0;
    for (size_t part = near->first; part != PADAN_QUERY_NONE; part = nodes[part].next, parts++)
        if (nodes[part].kind != PADAN_QUERY_TERM)
            return refuse(parser, nodes[part].start, "NEAR goes with words and phrases only");
    return parts <= NEAR_PARTS ? PADAN_OK
                               : refuse(parser, near->start, "more than 16 words cannot be near one another");
}

/* The words of a phrase that ends in ~N, each by itself. */
static int read_near_words(const struct parser *parser, size_t *out, struct padan_string phrase, size_t start,
                           size_t distance)
{
    struct parser words = *parser;
    int status = add_node(parser, out,
                          (struct padan_query_node){ .kind = PADAN_QUERY_NEAR, .distance = distance, .start = start });
    size_t last = PADAN_QUERY_NONE;
    words.text = phrase;
    words.depth = 0;
    for (size_t at = skip_space(phrase, 0); status == PADAN_OK && at < phrase.size; at = skip_space(phrase, at)) {
        struct padan_query_term term = { 0 };
        size_t end = skip_word(&words, at), node;
        set_text(&term, phrase, at, end);
        at = end;
        status = add_term(parser, &node, &term, start);
        if (status != PADAN_OK)
            break;
        struct padan_query_node *nodes = parser->query->nodes;
        *(last == PADAN_QUERY_NONE ? &nodes[*out].first : &nodes[last].next) = node;
        last = node;
    }
    return status == PADAN_OK ? check_near(parser, &parser->query->nodes[*out]) : status;
}

static int read_phrase(struct parser *parser, size_t *out)
{
    struct padan_string text = parser->text;
    size_t start = parser->at, at = start + 1, distance;
    const char *quote = memchr(text.data + at, '"', text.size - at);
    if (!quote)
        return refuse(parser, start, "these double quotes are not closed");
    size_t end = (size_t)(quote - text.data);
    struct padan_query_term term = { .quoted = true };
    set_text(&term, text, at, end);
    parser->at = end + 1;
    if (parser->at < text.size && text.data[parser->at] == '*') {
        term.prefix = true;
        parser->at++;
    }
    if (read_distance(parser, &distance))
        return read_near_words(parser, out, (struct padan_string){ text.data + at, end - at }, start, distance);
    return add_term(parser, out, &term, start);
}

static int read_word(struct parser *parser, size_t *out)
{
    struct padan_query_term term = { 0 };
    size_t start = parser->at;
    parser->at = skip_word(parser, start);
    set_text(&term, parser->text, start, parser->at);
    return add_term(parser, out, &term, start);
}

static int read_any(struct parser *parser, size_t *out);

static int read_group(struct parser *parser, size_t *out)
{
    size_t start = parser->at++;
    if (parser->depth == DEEPEST) {
        size_t column = padan_text_length((struct padan_string){ parser->whole, start }) + 1;
        padan_error_set(parser->error, PADAN_ERROR_LIMIT, "the query has more than %d parentheses in each other",
                        DEEPEST);
        note_character(parser->error, column);
        return PADAN_ERROR_LIMIT;
    }
    parser->depth++;
    int status = read_any(parser, out);
    parser->depth--;
    if (status != PADAN_OK)
        return status;
    if (parser->at >= parser->text.size)
        return refuse(parser, start, "this parenthesis is not closed; put it in double quotes to look for it");
    parser->at++;
    return *out == PADAN_QUERY_NONE ? refuse(parser, start, "there is nothing in these parentheses") : PADAN_OK;
}

static int read_primary(struct parser *parser, size_t *out)
{
    char c = parser->text.data[parser->at];
    if (c == '(')
        return read_group(parser, out);
    return c == '"' ? read_phrase(parser, out) : read_word(parser, out);
}

/* Whether the query, or the group that is read, is at its end. */
static bool is_done(struct parser *parser)
{
    parser->at = skip_space(parser->text, parser->at);
    return parser->at >= parser->text.size || (parser->depth > 0 && parser->text.data[parser->at] == ')');
}

/* The operator that stands next, or none; it is passed over where it is the one wanted. */
static bool accept(struct parser *parser, enum operator wanted, size_t *number)
{
    size_t end;
    if (is_done(parser) || read_operator(parser, &end, number) != wanted)
        return false;
    parser->at = end;
    return true;
}

/* What must stand behind an operator. */
static int expect_operand(struct parser *parser, size_t start, bool may_negate)
{
    size_t end, number;
    if (!is_done(parser)) {
        enum operator next = read_operator(parser, &end, &number);
        if (next == OPERATOR_NONE || (next == OPERATOR_NOT && may_negate))
            return PADAN_OK;
    }
    return refuse(parser, start,
                  "there is nothing behind this AND, OR, NOT or NEAR that it could go with; put it in double quotes to "
                  "look for the word");
}

static int read_near(struct parser *parser, size_t *out)
{
    size_t number, last, node;
    int status = read_primary(parser, out);
    size_t start = status == PADAN_OK && !is_done(parser) ? parser->at : 0;
    if (status != PADAN_OK || !accept(parser, OPERATOR_NEAR, &number))
        return status;
    size_t distance = number;
    last = *out;
    status = add_node(parser, out,
                      (struct padan_query_node){ .kind = PADAN_QUERY_NEAR, .distance = distance, .start = start });
    if (status == PADAN_OK)
        parser->query->nodes[*out].first = last;
    do {
        if (status == PADAN_OK && distance != number)
            status = refuse(parser, start, "the numbers of a chain of NEAR must be the same");
        if (status == PADAN_OK)
            status = expect_operand(parser, start, false);
        if (status == PADAN_OK)
            status = read_primary(parser, &node);
        if (status != PADAN_OK)
            return status;
        parser->query->nodes[last].next = node;
        last = node;
        start = is_done(parser) ? start : parser->at;
    } while (accept(parser, OPERATOR_NEAR, &number));
    return check_near(parser, &parser->query->nodes[*out]);
}

/* A hyphen that begins a word, but no second one, leaves hits out. */
static bool accept_minus(struct parser *parser)
{
    struct padan_string text = parser->text;
    size_t next = parser->at + 1;
    if (text.data[parser->at] != '-' || next >= text.size || text.data[next] == '-' || skip_space(text, next) != next ||
        (parser->depth > 0 && text.data[next] == ')'))
        return false;
    parser->at = next;
    return true;
}

static int read_not(struct parser *parser, size_t *out)
{
    size_t start = parser->at, number, part = PADAN_QUERY_NONE;
    bool minus = accept_minus(parser), negated = minus;
    int status = PADAN_OK;
    while (!minus && status == PADAN_OK && accept(parser, OPERATOR_NOT, &number)) {
        negated = !negated;
        status = expect_operand(parser, start, true);
    }
    if (status == PADAN_OK)
        status = read_near(parser, &part);
    *out = part;
    if (status != PADAN_OK || !negated)
        return status;
    status = add_node(parser, out, (struct padan_query_node){ .kind = PADAN_QUERY_NOT, .start = start });
    if (status == PADAN_OK)
        parser->query->nodes[*out].first = part;
    return status;
}

/* Makes a node of several parts; one part stays what it is. */
static int add_part(const struct parser *parser, enum padan_query_kind kind, size_t *node, size_t *last, size_t part)
{
    int status = PADAN_OK;
    if (*node == PADAN_QUERY_NONE) {
        *node = *last = part;
        return PADAN_OK;
    }
    if (*node == *last) {
        size_t start = parser->query->nodes[*last].start;
        status = add_node(parser, node, (struct padan_query_node){ .kind = kind, .start = start });
        if (status == PADAN_OK)
            parser->query->nodes[*node].first = *last;
    }
    if (status == PADAN_OK)
        parser->query->nodes[*last].next = part;
    *last = part;
    return status;
}

static bool at_or(struct parser *parser)
{
    size_t end, number;
    return !is_done(parser) && read_operator(parser, &end, &number) == OPERATOR_OR;
}

static int read_all(struct parser *parser, size_t *out)
{
    size_t last = PADAN_QUERY_NONE, number, part;
    int status = PADAN_OK;
    *out = PADAN_QUERY_NONE;
    while (status == PADAN_OK && !is_done(parser) && !at_or(parser)) {
        size_t start = parser->at;
        bool joined = accept(parser, OPERATOR_AND, &number);
        if (joined && *out == PADAN_QUERY_NONE)
            return refuse(parser, start,
                          "there is nothing before this AND; put it in double quotes to look for the word");
        if (joined)
            status = expect_operand(parser, start, true);
        else if (accept(parser, OPERATOR_NEAR, &number))
            return refuse(parser, start, "NEAR goes with words and phrases on both sides");
        if (status == PADAN_OK)
            status = read_not(parser, &part);
        if (status == PADAN_OK)
            status = add_part(parser, PADAN_QUERY_AND, out, &last, part);
    }
    return status;
}

static int read_any(struct parser *parser, size_t *out)
{
    size_t last = PADAN_QUERY_NONE, number, part;
    int status = read_all(parser, out);
    last = *out;
    while (status == PADAN_OK && !is_done(parser)) {
        size_t start = parser->at;
        if (*out == PADAN_QUERY_NONE)
            return refuse(parser, start,
                          "there is nothing before this OR; put it in double quotes to look for the word");
        accept(parser, OPERATOR_OR, &number);
        status = expect_operand(parser, start, true);
        if (status == PADAN_OK)
            status = read_all(parser, &part);
        if (status == PADAN_OK)
            status = add_part(parser, PADAN_QUERY_OR, out, &last, part);
    }
    return status;
}

static int check(struct padan_string query, struct padan_error *error)
{
    if (query.size > LONGEST_QUERY) {
        padan_error_set(error, PADAN_ERROR_LIMIT,
                        "the query has %zu bytes; a query may have at most %d, so search for a part of it", query.size,
                        LONGEST_QUERY);
        note_character(error, 1);
        return PADAN_ERROR_LIMIT;
    }
    for (size_t at = 0; at < query.size;) {
        size_t start = at;
        UChar32 c;
        U8_NEXT((const uint8_t *)query.data, at, query.size, c);
        if (c < 0) {
            padan_error_byte(error, PADAN_ERROR_ENCODING, NULL, (int64_t)start, "the query is not UTF-8");
            note_character(error, padan_text_length((struct padan_string){ query.data, start }) + 1);
            return PADAN_ERROR_ENCODING;
        }
    }
    return PADAN_OK;
}

int padan_query_parse(struct padan_query *out, const char *query, struct padan_error *error)
{
    *out = (struct padan_query){ .root = PADAN_QUERY_NONE };
    struct parser parser = { .query = out, .whole = query, .text = padan_string(query), .error = error };
    int status = check(parser.text, error);
    if (status == PADAN_OK)
        status = read_any(&parser, &out->root);
    if (status != PADAN_OK)
        padan_query_free(out);
    return status;
}

void padan_query_free(struct padan_query *query)
{
    free(query->terms);
    free(query->nodes);
    *query = (struct padan_query){ .root = PADAN_QUERY_NONE };
}
