/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/placeholder.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "text/utf8.h"

#define PLACEHOLDER "\xEF\xBF\xBC"

struct place {
    struct padan_string markup;
    size_t at;
    size_t depth; /* elements of a code that are open; their content is not text */
    struct padan_buffer *out;
    bool lists; /* whether the codes are asked for */
    struct padan_placed_code *codes;
    size_t count, capacity;
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

/* The value of an attribute; empty where the tag has none of that name. */
static struct padan_string attribute(struct padan_string tag, const char *name)
{
    size_t size = strlen(name);
    for (size_t at = 1; at + size + 2 < tag.size; at++) {
        const char *found = tag.data + at;
        bool is_named = strchr(" \t\r\n", found[-1]) && memcmp(found, name, size) == 0 && found[size] == '=';
        const char quote = is_named ? found[size + 1] : '\0';
        const char *start = found + size + 2;
        const char *end =
            quote == '"' || quote == '\'' ? memchr(start, quote, (size_t)(tag.data + tag.size - start)) : NULL;
        if (end)
            return (struct padan_string){ start, (size_t)(end - start) };
    }
    return (struct padan_string){ NULL, 0 };
}

static bool is_named(struct padan_string name, const char *given)
{
    return name.size == strlen(given) && memcmp(name.data, given, name.size) == 0;
}

static enum padan_code_kind kind_of(struct padan_string tag, bool closes, bool alone)
{
    struct padan_string name = tag_name(tag);
    bool ends = is_named(name, "ept") || (is_named(name, "it") && is_named(attribute(tag, "pos"), "end"));
    if (is_named(name, "bpt") || (is_named(name, "it") && !ends))
        return PADAN_CODE_OPEN;
    if (ends || closes)
        return PADAN_CODE_CLOSE;
    return is_code(name) || alone ? PADAN_CODE_ALONE : PADAN_CODE_OPEN;
}

static int64_t number_of(struct padan_string tag)
{
    struct padan_string value = attribute(tag, "i");
    if (value.size == 0)
        value = attribute(tag, "x");
    int64_t number = value.size > 0 && value.size < 10 ? 0 : -1;
    for (size_t i = 0; number >= 0 && i < value.size; i++)
        number = value.data[i] >= '0' && value.data[i] <= '9' ? number * 10 + (value.data[i] - '0') : -1;
    return number;
}

/* What follows the tag of a code may be a tag of the document's own, as it stands or escaped: &lt;/b&gt;. */
static struct padan_string native_name(const struct place *place, struct padan_string tag)
{
    struct padan_string name = { tag.data + tag.size, 0 };
    size_t left = (size_t)(place->markup.data + place->markup.size - name.data);
    size_t skip = left > 4 && memcmp(name.data, "&lt;", 4) == 0 ? 4 : 0;
    skip += skip > 0 && skip < left && name.data[skip] == '/';
    name.data += skip;
    while (skip > 0 && name.size < left - skip && !strchr(" \t\r\n/&<>", name.data[name.size]))
        name.size++;
    return name;
}

static void name_code(const struct place *place, struct padan_placed_code *code, struct padan_string tag, bool alone)
{
    struct padan_string name = is_code(tag_name(tag)) && !alone ? native_name(place, tag) : tag_name(tag);
    size_t size = name.size < sizeof code->name ? name.size : sizeof code->name - 1;
    memcpy(code->name, name.data, size);
}

static void list_code(struct place *place, struct padan_string tag, bool closes, bool alone)
{
    if (!padan_vector_reserve(&place->codes, &place->capacity, place->count + 1, sizeof *place->codes)) {
        place->out->failed = true;
        return;
    }
    struct padan_placed_code *code = &place->codes[place->count++];
    *code = (struct padan_placed_code){ .kind = kind_of(tag, closes, alone), .number = number_of(tag) };
    name_code(place, code, tag, alone);
}

static void take_tag(struct place *place, struct padan_string tag)
{
    bool closes = tag.data[1] == '/', alone = tag.data[tag.size - 2] == '/';
    bool opens_code = place->depth == 0 && !closes && is_code(tag_name(tag));
    if (place->depth == 0 && place->lists)
        list_code(place, tag, closes, alone);
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

static void take_all(struct place *place)
{
    while (place->at < place->markup.size) {
        char byte = place->markup.data[place->at];
        struct padan_string tag = byte == '<' ? read_tag(place) : (struct padan_string){ NULL, 0 };
        if (tag.size > 2) {
            take_tag(place, tag);
            place->at += tag.size;
        } else if (byte == '&') {
            take_reference(place);
        } else {
            if (place->depth == 0)
                padan_buffer_byte(place->out, byte);
            place->at++;
        }
    }
}

void padan_placeholder_append(struct padan_buffer *out, struct padan_string markup)
{
    struct place place = { .markup = markup, .out = out };
    take_all(&place);
}

int padan_placeholder_codes(struct padan_placed_code **out, size_t *count, struct padan_string markup,
                            struct padan_error *error)
{
    struct padan_buffer text = { 0 };
    struct place place = { .markup = markup, .out = &text, .lists = true };
    take_all(&place);
    bool failed = text.failed;
    padan_buffer_free(&text);
    if (failed)
        free(place.codes);
    *out = failed ? NULL : place.codes;
    *count = failed ? 0 : place.count;
    return failed ? padan_error_allocation(error) : PADAN_OK;
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
