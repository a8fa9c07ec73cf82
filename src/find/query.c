/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "find/query.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/error.h"
#include "base/vector.h"

/* Far longer than a sentence; it bounds what a search costs a text. */
enum { LONGEST_QUERY = 10000 };

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

static size_t skip_word(struct padan_string query, size_t at)
{
    while (at < query.size) {
        size_t next = at;
        UChar32 c;
        U8_NEXT((const uint8_t *)query.data, next, query.size, c);
        if (u_isUWhiteSpace(c))
            break;
        at = next;
    }
    return at;
}

/* Sets the text from `at` to `end`, without the stars at its end, which make it a prefix. */
static void set_text(struct padan_query_term *term, struct padan_string query, size_t at, size_t end)
{
    size_t full = end;
    while (end > at && query.data[end - 1] == '*')
        end--;
    term->text = (struct padan_string){ query.data + at, end - at };
    term->prefix = end < full;
}

/* `at` is behind the opening quote. Answers where the next term may begin. */
static size_t read_phrase(struct padan_query_term *term, struct padan_string query, size_t at)
{
    const char *quote = memchr(query.data + at, '"', query.size - at);
    size_t end = quote ? (size_t)(quote - query.data) : query.size;
    *term = (struct padan_query_term){ .quoted = true };
    set_text(term, query, at, end);
    at = quote ? end + 1 : end;
    bool has_star = at < query.size && query.data[at] == '*';
    term->prefix |= has_star;
    return at + has_star;
}

static size_t read_word(struct padan_query_term *term, struct padan_string query, size_t at)
{
    size_t end = skip_word(query, at);
    *term = (struct padan_query_term){ 0 };
    set_text(term, query, at, end);
    return end;
}

static int check(struct padan_string query, struct padan_error *error)
{
    if (query.size > LONGEST_QUERY)
        return padan_error_set(error, PADAN_ERROR_LIMIT,
                               "the query has %zu bytes; a query may have at most %d, so search for a part of it",
                               query.size, LONGEST_QUERY);
    for (size_t at = 0; at < query.size;) {
        size_t start = at;
        UChar32 c;
        U8_NEXT((const uint8_t *)query.data, at, query.size, c);
        if (c < 0)
            return padan_error_byte(error, PADAN_ERROR_ENCODING, NULL, (int64_t)start, "the query is not UTF-8");
    }
    return PADAN_OK;
}

int padan_query_parse(struct padan_query *out, const char *query, struct padan_error *error)
{
    *out = (struct padan_query){ 0 };
    struct padan_string text = padan_string(query);
    int status = check(text, error);
    if (status != PADAN_OK)
        return status;
    for (size_t at = skip_space(text, 0); at < text.size; at = skip_space(text, at)) {
        if (!padan_vector_reserve(&out->terms, &out->capacity, out->count + 1, sizeof *out->terms)) {
            padan_query_free(out);
            return padan_error_allocation(error);
        }
        struct padan_query_term *term = &out->terms[out->count++];
        at = text.data[at] == '"' ? read_phrase(term, text, at + 1) : read_word(term, text, at);
    }
    return PADAN_OK;
}

void padan_query_free(struct padan_query *query)
{
    free(query->terms);
    *query = (struct padan_query){ 0 };
}
