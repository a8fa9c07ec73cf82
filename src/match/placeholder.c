/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/placeholder.h"

#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

#define PLACEHOLDER "\xEF\xBF\xBC"

struct place {
    struct padan_string markup;
    size_t at;
    size_t depth; /* elements of a code that are open; their content is not text */
    struct padan_buffer *out;
};

static bool is_code(struct padan_string name)
{
    static const char *const names[] = { "bpt", "ept", "ph", "it", "ut" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (name.size == strlen(names[i]) && memcmp(name.data, names[i], name.size) == 0)
            return true;
    return false;
}

static struct padan_string tag_name(struct padan_string tag)
{
    size_t start = tag.size > 1 && tag.data[1] == '/' ? 2 : 1, end = start;
    while (end < tag.size && !strchr(" \t\r\n/>", tag.data[end]))
        end++;
    return (struct padan_string){ tag.data + start, end - start };
}

/* The tag at the place; a ">" in an attribute's quotes does not end it. Empty where it does not end. */
static struct padan_string read_tag(const struct place *place)
{
    char quote = '\0';
    for (size_t at = place->at; at < place->markup.size; at++) {
        char byte = place->markup.data[at];
        if (quote)
            quote = byte == quote ? '\0' : quote;
        else if (byte == '"' || byte == '\'')
            quote = byte;
        else if (byte == '>')
            return (struct padan_string){ place->markup.data + place->at, at + 1 - place->at };
    }
    return (struct padan_string){ NULL, 0 };
}

static void take_tag(struct place *place, struct padan_string tag)
{
    bool closes = tag.data[1] == '/', alone = tag.data[tag.size - 2] == '/';
    bool opens_code = place->depth == 0 && !closes && is_code(tag_name(tag));
    if (place->depth == 0)
        padan_buffer_text(place->out, PLACEHOLDER);
    if (closes && place->depth > 0)
        place->depth--;
    else if (!closes && !alone && (opens_code || place->depth > 0))
        place->depth++;
}

/* The character that a reference stands for, or -1. */
static UChar32 referred(struct padan_string name)
{
    static const struct {
        const char *name;
        UChar32 character;
    } known[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (name.size == strlen(known[i].name) && memcmp(name.data, known[i].name, name.size) == 0)
            return known[i].character;
    if (name.size < 2 || name.data[0] != '#')
        return -1;
    char digits[12] = { 0 };
    bool hexadecimal = name.data[1] == 'x';
    size_t start = hexadecimal ? 2 : 1;
    if (name.size - start >= sizeof digits || name.size == start)
        return -1;
    memcpy(digits, name.data + start, name.size - start);
    char *end;
    unsigned long value = strtoul(digits, &end, hexadecimal ? 16 : 10);
    return *end || value == 0 || value > 0x10FFFF ? -1 : (UChar32)value;
}

static void take_reference(struct place *place)
{
    const char *start = place->markup.data + place->at;
    size_t left = place->markup.size - place->at;
    const char *end = memchr(start, ';', left < 12 ? left : 12);
    UChar32 c = end ? referred((struct padan_string){ start + 1, (size_t)(end - start) - 1 }) : -1;
    if (place->depth == 0 && c >= 0)
        padan_utf8_append(place->out, c);
    else if (place->depth == 0)
        padan_buffer_byte(place->out, '&');
    place->at += c >= 0 ? (size_t)(end - start) + 1 : 1;
}

void padan_placeholder_append(struct padan_buffer *out, struct padan_string markup)
{
    struct place place = { .markup = markup, .out = out };
    while (place.at < markup.size) {
        char byte = markup.data[place.at];
        struct padan_string tag = byte == '<' ? read_tag(&place) : (struct padan_string){ NULL, 0 };
        if (tag.size > 2) {
            take_tag(&place, tag);
            place.at += tag.size;
        } else if (byte == '&') {
            take_reference(&place);
        } else {
            if (place.depth == 0)
                padan_buffer_byte(out, byte);
            place.at++;
        }
    }
}

struct padan_string padan_placeholder_text(struct padan_buffer *scratch, struct padan_string text,
                                           struct padan_string markup)
{
    if (markup.size == 0)
        return text;
    padan_buffer_clear(scratch);
    padan_placeholder_append(scratch, markup);
    return (struct padan_string){ scratch->data ? scratch->data : "", scratch->size };
}
