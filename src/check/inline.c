/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inline codes of formats, and placeholders within the text: %s, {0}, ${name}, <b>, &amp;. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "check/checking.h"

enum { MOST_CODES = 256 };

struct found {
    uint64_t hash;
    struct padan_check_span span; /* in the text or in the markup */
    bool closes, opens, matched;
};

struct codes {
    struct found items[MOST_CODES];
    size_t count;
    struct padan_string text;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '-';
}

static char at(struct padan_string text, size_t place)
{
    return place < text.size ? text.data[place] : '\0';
}

static size_t skip_names(struct padan_string text, size_t place)
{
    while (is_name(at(text, place)))
        place++;
    return place;
}

/* printf: %s, %-5.2f, %1$s, %ld, %(name)s, %%; answers its end, or `start`. A blank flag would be taken for "5 % des".
 */
static size_t printf_end(struct padan_string text, size_t start)
{
    size_t end = start + 1;
    if (at(text, end) == '(') {
        end = skip_names(text, end + 1);
        if (at(text, end) != ')')
            return start;
        end++;
    }
    while (at(text, end) != '\0' && strchr("-+#0123456789.*$'", at(text, end)))
        end++;
    while (at(text, end) != '\0' && strchr("hlqjzL", at(text, end)))
        end++;
    bool letter = at(text, end) != '\0' && strchr("diouxXeEfFgGcsp@", at(text, end)) != NULL;
    char after = at(text, end + 1);
    bool word = letter && ((after >= 'a' && after <= 'z') || (after >= 'A' && after <= 'Z'));
    bool number = start > 0 && is_digit(at(text, start - 1));
    return letter && !word && !number ? end + 1 : start;
}

/* {0}, {name}, {{name}}, ${name}, {0:d}. */
static size_t brace_end(struct padan_string text, size_t start)
{
    size_t end = start + (at(text, start) == '$');
    size_t open = 0;
    if (at(text, end) != '{')
        return start;
    for (; at(text, end) == '{' && open < 2; open++)
        end++;
    size_t name = end;
    end = skip_names(text, end);
    if (at(text, end) == ':' || at(text, end) == ',')
        end = skip_names(text, end + 1);
    if (end == name)
        return start;
    for (; open > 0 && at(text, end) == '}'; open--)
        end++;
    return open == 0 ? end : start;
}

/* <b>, </b>, <br/>, <a href="...">. */
static size_t tag_end(struct padan_string text, size_t start)
{
    size_t end = start + 1;
    end += at(text, end) == '/';
    char c = at(text, end);
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c)))
        return start;
    const char *close = memchr(text.data + end, '>', text.size - end);
    const char *open = memchr(text.data + end, '<', text.size - end);
    if (!close || (open && open < close) || close - text.data > (ptrdiff_t)start + 500)
        return start;
    return (size_t)(close - text.data) + 1;
}

/* &amp;, &#160;. */
static size_t entity_end(struct padan_string text, size_t start)
{
    size_t end = start + 1 + (at(text, start + 1) == '#');
    size_t name = end;
    while (end < name + 10 && is_name(at(text, end)))
        end++;
    return end > name + 1 && at(text, end) == ';' ? end + 1 : start;
}

static size_t code_end(struct padan_string text, size_t start)
{
    switch (text.data[start]) {
    case '%':
        return printf_end(text, start);
    case '{':
    case '$':
        return brace_end(text, start);
    case '<':
        return tag_end(text, start);
    case '&':
        return entity_end(text, start);
    default:
        return start;
    }
}

/* What a tag is compared by: its name alone, since attributes hold texts and addresses. */
static uint64_t hash_of(struct padan_string text, size_t start, size_t end)
{
    if (text.data[start] == '<') {
        size_t name = start + 1 + (at(text, start + 1) == '/');
        end = skip_names(text, name);
    }
    return padan_hash(text.data + start, end - start);
}

static void find_placeholders(struct codes *codes, struct padan_string text)
{
    *codes = (struct codes){ .text = text };
    for (size_t place = 0; place < text.size && codes->count < MOST_CODES;) {
        size_t end = code_end(text, place);
        if (end == place) {
            place++;
            continue;
        }
        struct found *found = &codes->items[codes->count++];
        *found = (struct found){ .hash = hash_of(text, place, end), .span = { place, end } };
        found->closes = text.data[place] == '<' && at(text, place + 1) == '/';
        found->opens = text.data[place] == '<' && !found->closes && at(text, end - 2) != '/';
        place = end;
    }
}

/* The name of an element of TMX that begins at "<". */
static bool is_element(struct padan_string text, size_t place, const char *name)
{
    size_t size = strlen(name);
    return text.size - place > size && memcmp(text.data + place, name, size) == 0 &&
           strchr(" >/", text.data[place + size]) != NULL;
}

/* Codes of a variant's markup, by their element and what they hold. */
static void find_elements(struct codes *codes, struct padan_string markup)
{
    static const char *const names[] = { "<bpt", "<ept", "<ph", "<it", "<ut", "<hi" };
    *codes = (struct codes){ .text = markup };
    for (size_t place = 0; place < markup.size && codes->count < MOST_CODES; place++) {
        for (size_t i = 0; markup.data[place] == '<' && i < sizeof names / sizeof *names; i++) {
            if (!is_element(markup, place, names[i]))
                continue;
            const char *close = memchr(markup.data + place, '>', markup.size - place);
            const char *next = close ? memchr(close, '<', markup.size - (size_t)(close - markup.data)) : NULL;
            if (!close)
                return;
            struct found *found = &codes->items[codes->count++];
            size_t inner = (size_t)(close + 1 - markup.data);
            size_t end = next && close[-1] != '/' && i != 5 ? (size_t)(next - markup.data) : inner;
            *found = (struct found){ .span = { inner, end > inner ? end : inner }, .opens = i == 0, .closes = i == 1 };
            found->hash = padan_hash(markup.data + inner, found->span.end - inner) * 8 + i;
        }
    }
}

static void match_codes(struct codes *source, struct codes *target)
{
    for (size_t i = 0; i < source->count; i++) {
        for (size_t k = 0; k < target->count && !source->items[i].matched; k++) {
            if (!target->items[k].matched && target->items[k].hash == source->items[i].hash)
                source->items[i].matched = target->items[k].matched = true;
        }
    }
}

static int report_left(struct padan_checking *checking, int side, const struct codes *codes, bool markup,
                       struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < codes->count && status == PADAN_OK; i++) {
        const struct padan_check_span nowhere = { 0, 0 }, span = codes->items[i].span;
        struct padan_string part = padan_check_part(codes->text, span);
        if (!codes->items[i].matched)
            status = padan_check_report_side(checking, side, markup ? nowhere : span, error,
                                             side == PADAN_SOURCE ? "code \"%.*s\" is missing in the target"
                                                                  : "code \"%.*s\" is not in the source",
                                             PADAN_CHECK_PART(part));
    }
    return status;
}

/* Whether what closes stands before what it closes. */
static bool is_crossed(const struct codes *codes)
{
    long open = 0;
    for (size_t i = 0; i < codes->count; i++) {
        open += codes->items[i].opens;
        open -= codes->items[i].closes;
        if (open < 0)
            return true;
    }
    return false;
}

static int compare(struct padan_checking *checking, struct codes codes[2], bool markup, struct padan_error *error)
{
    match_codes(&codes[PADAN_SOURCE], &codes[PADAN_TARGET]);
    int status = report_left(checking, PADAN_SOURCE, &codes[PADAN_SOURCE], markup, error);
    if (status == PADAN_OK)
        status = report_left(checking, PADAN_TARGET, &codes[PADAN_TARGET], markup, error);
    const struct padan_check_span nowhere = { 0, 0 };
    if (status == PADAN_OK && is_crossed(&codes[PADAN_TARGET]) && !is_crossed(&codes[PADAN_SOURCE]))
        status = padan_check_report_side(checking, PADAN_TARGET, nowhere, error,
                                         "a code of the target closes before it opens");
    return status;
}

/* Whether a text may have a code: most have none. */
static bool may_have(struct padan_string text)
{
    return memchr(text.data, '%', text.size) || memchr(text.data, '{', text.size) ||
           memchr(text.data, '<', text.size) || memchr(text.data, '&', text.size);
}

int padan_check_inline_code(struct padan_checking *checking, struct padan_error *error)
{
    const struct padan_variant *source = checking->sides[PADAN_SOURCE].variant;
    const struct padan_variant *target = checking->sides[PADAN_TARGET].variant;
    bool markup = source->markup.size > 0 || target->markup.size > 0;
    if (!markup && !may_have(source->text) && !may_have(target->text))
        return PADAN_OK;
    struct codes *codes = malloc(2 * sizeof *codes);
    if (!codes)
        return padan_error_allocation(error);
    find_placeholders(&codes[PADAN_SOURCE], source->text);
    find_placeholders(&codes[PADAN_TARGET], target->text);
    int status = compare(checking, codes, false, error);
    if (status == PADAN_OK && markup) {
        find_elements(&codes[PADAN_SOURCE], source->markup);
        find_elements(&codes[PADAN_TARGET], target->markup);
        status = compare(checking, codes, true, error);
    }
    free(codes);
    return status;
}
