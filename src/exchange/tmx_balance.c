/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx_balance.h"

#include <string.h>

#include "exchange/xml.h"

/* So many elements around units are more than files have; libxml2 reads 256, those of a unit among them. */
static const size_t depth_limit = 128;

/* Behind the mark, or the end. */
static const char *past(const char *at, const char *end, const char *mark)
{
    size_t size = strlen(mark);
    const char *found = at < end ? memmem(at, (size_t)(end - at), mark, size) : NULL;
    return found ? found + size : end;
}

static bool begins(const char *at, const char *end, const char *mark)
{
    size_t size = strlen(mark);
    return (size_t)(end - at) >= size && memcmp(at, mark, size) == 0;
}

static const char *past_quoted(const char *at, const char *end)
{
    const char *quote = memchr(at + 1, *at, (size_t)(end - at) - 1);
    return quote ? quote + 1 : end;
}

/* Behind the tag or declaration that begins there; what stands in quotation marks may hold any ">". */
static const char *past_tag(const char *at, const char *end)
{
    while (at < end && *at != '>')
        at = *at == '"' || *at == '\'' ? past_quoted(at, end) : at + 1;
    return at < end ? at + 1 : end;
}

/* Behind what begins with that '<'. */
static const char *past_markup(const char *at, const char *end)
{
    if (begins(at, end, "<!--"))
        return past(at + 4, end, "-->");
    if (begins(at, end, "<![CDATA["))
        return past(at, end, "]]>");
    return begins(at, end, "<?") ? past(at, end, "?>") : past_tag(at, end);
}

/* Behind <!DOCTYPE ...>, which may hold declarations, comments and instructions in brackets. */
static const char *past_doctype(const char *at, const char *end)
{
    bool inside = false;
    at++;
    while (at < end && (inside || *at != '>')) {
        inside = *at == '[' || (inside && *at != ']');
        if (*at == '"' || *at == '\'')
            at = past_quoted(at, end);
        else
            at = *at == '<' ? past_markup(at, end) : at + 1;
    }
    return at < end ? at + 1 : end;
}

/* The name that begins there, in a tag. */
static struct padan_string name_at(const char *at, const char *end)
{
    const char *start = at;
    while (at < end && !padan_xml_is_blank(*at) && *at != '/' && *at != '>')
        at++;
    return (struct padan_string){ start, (size_t)(at - start) };
}

static void open_element(struct padan_tmx_balance *balance, struct padan_string name)
{
    padan_buffer_byte(&balance->open, '<');
    padan_buffer_append(&balance->open, name.data, name.size);
    balance->depth += !balance->open.failed;
}

/* The name of the innermost of the elements that take the first `size` bytes of `open`. */
static struct padan_string innermost(const struct padan_tmx_balance *balance, size_t size)
{
    const char *open = balance->open.data, *name = (const char *)memrchr(open, '<', size) + 1;
    return (struct padan_string){ name, (size_t)(open + size - name) };
}

/* Forgets the innermost element, which ends. */
static void pop(struct padan_tmx_balance *balance)
{
    balance->open.size -= innermost(balance, balance->open.size).size + 1;
    balance->open.data[balance->open.size] = '\0';
    balance->depth--;
}

/* Ends elements until so many are open. */
static void close_to(struct padan_tmx_balance *balance, struct padan_buffer *out, size_t depth)
{
    while (balance->depth > depth) {
        struct padan_string name = innermost(balance, balance->open.size);
        padan_buffer_text(out, "</");
        padan_buffer_append(out, name.data, name.size);
        padan_buffer_byte(out, '>');
        pop(balance);
    }
}

/* How many elements stand around the innermost one of that name, the outermost `spared` not looked at; as many as are
 * open where there is none. */
static size_t depth_around(const struct padan_tmx_balance *balance, struct padan_string name, size_t spared)
{
    size_t size = balance->open.size;
    for (size_t depth = balance->depth; depth > spared; depth--) {
        struct padan_string open = innermost(balance, size);
        if (open.size == name.size && memcmp(open.data, name.data, name.size) == 0)
            return depth - 1;
        size -= open.size + 1;
    }
    return balance->depth;
}

/* An end tag as it stands, behind those that are missing before it, or nothing where its element is not open. */
static void close_element(struct padan_tmx_balance *balance, struct padan_buffer *out, struct padan_string tag,
                          size_t spared)
{
    size_t depth = depth_around(balance, name_at(tag.data + 2, tag.data + tag.size), spared);
    if (depth == balance->depth)
        return;
    close_to(balance, out, depth + 1);
    padan_buffer_append(out, tag.data, tag.size);
    pop(balance);
}

/* Whether an element may be the first within the root: `prefix` is that of the root, its ':' included. */
static bool may_be_first(struct padan_string name, struct padan_string prefix)
{
    static const char *const names[] = { "header", "body", "tu" };
    if (name.size < prefix.size || memcmp(name.data, prefix.data, prefix.size) != 0)
        return false;
    name.data += prefix.size;
    name.size -= prefix.size;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (name.size == strlen(names[i]) && memcmp(name.data, names[i], name.size) == 0)
            return true;
    return false;
}

/* An element begins within the root. */
static void begin(struct padan_tmx_balance *balance, struct padan_buffer *out, struct padan_string name)
{
    struct padan_string prefix = innermost(balance, balance->open.size);
    const char *colon = memchr(prefix.data, ':', prefix.size);
    prefix.size = colon ? (size_t)(colon - prefix.data) + 1 : 0;
    if (balance->head_depth == 1 && !may_be_first(name, prefix)) {
        padan_buffer_byte(out, '<');
        padan_buffer_append(out, prefix.data, prefix.size);
        padan_buffer_text(out, "header/>");
    }
    balance->begun = true;
}

static void take_markup(struct padan_tmx_balance *balance, struct padan_buffer *out, struct padan_string markup,
                        size_t spared)
{
    const char *end = markup.data + markup.size;
    if (begins(markup.data, end, "</")) {
        close_element(balance, out, markup, spared);
        return;
    }
    bool element = markup.size > 2 && !strchr("!?", markup.data[1]);
    struct padan_string name = name_at(markup.data + 1, end);
    if (element && balance->depth == 1 && !balance->begun)
        begin(balance, out, name);
    padan_buffer_append(out, markup.data, markup.size);
    if (element && end[-2] != '/')
        open_element(balance, name);
}

/* Appends a piece; the outermost `spared` elements do not end in it. Without memory nothing more is written. */
static void take(struct padan_tmx_balance *balance, struct padan_buffer *out, struct padan_string text, size_t spared)
{
    if (text.size == 0)
        return;
    const char *at = text.data, *end = text.data + text.size;
    while (at < end && !balance->open.failed) {
        const char *tag = memchr(at, '<', (size_t)(end - at));
        padan_buffer_append(out, at, (size_t)((tag ? tag : end) - at));
        if (!tag)
            break;
        at = begins(tag, end, "<!DOCTYPE") ? past_doctype(tag, end) : past_markup(tag, end);
        take_markup(balance, out, (struct padan_string){ tag, (size_t)(at - tag) }, spared);
    }
    out->failed |= balance->open.failed;
}

void padan_tmx_balance_head(struct padan_tmx_balance *balance, struct padan_buffer *out, struct padan_string text)
{
    take(balance, out, text, 0);
    balance->head_depth = balance->depth;
}

/* Where end tags are gone again and again, elements would nest ever deeper. */
void padan_tmx_balance_unit(struct padan_tmx_balance *balance, struct padan_buffer *out, struct padan_string text)
{
    if (balance->depth > balance->head_depth + depth_limit)
        close_to(balance, out, balance->head_depth);
    take(balance, out, text, 1);
}

/* Where the last end tag of a piece begins; its end where there is none. */
static size_t last_end_tag(struct padan_string text)
{
    const char *end = text.data + text.size, *last = end;
    for (const char *at = text.data; at < end && (at = memchr(at, '<', (size_t)(end - at)));) {
        if (begins(at, end, "</"))
            last = at;
        at = past_markup(at, end);
    }
    return (size_t)(last - text.data);
}

void padan_tmx_balance_tail(struct padan_tmx_balance *balance, struct padan_buffer *out, struct padan_string text)
{
    if (text.size > 0) {
        size_t last = last_end_tag(text);
        take(balance, out, (struct padan_string){ text.data, last }, 1);
        close_to(balance, out, 1);
        take(balance, out, (struct padan_string){ text.data + last, text.size - last }, 0);
    }
    close_to(balance, out, 0);
}
