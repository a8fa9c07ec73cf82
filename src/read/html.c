/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read/reader.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/vector.h"
#include "read/html_builder.h"
#include "read/html_parse.h"
#include "text/decoding.h"
#include "text/utf8.h"

/* What an element is to a translator. */
enum role {
    ROLE_INLINE, /* a code within the text; what is not known is this */
    ROLE_BLOCK,
    ROLE_TITLE,
    ROLE_HEADING,
    ROLE_ITEM,
    ROLE_CELL,
    ROLE_PARAGRAPH, /* a block that is an item or a cell where it stands in one */
    ROLE_PRE,
    ROLE_LIST,
    ROLE_FRAME, /* header and footer: left out where they only hold navigation */
    ROLE_MAIN,  /* article, main, section, a kept header: headers and footers within belong to the text */
    ROLE_BREAK,
    ROLE_ALONE,
    ROLE_SKIP
};

static const struct {
    GumboTag tag;
    enum role role;
} roles[] = {
    { GUMBO_TAG_TITLE, ROLE_TITLE },      { GUMBO_TAG_H1, ROLE_HEADING },       { GUMBO_TAG_H2, ROLE_HEADING },
    { GUMBO_TAG_H3, ROLE_HEADING },       { GUMBO_TAG_H4, ROLE_HEADING },       { GUMBO_TAG_H5, ROLE_HEADING },
    { GUMBO_TAG_H6, ROLE_HEADING },       { GUMBO_TAG_LI, ROLE_ITEM },          { GUMBO_TAG_DT, ROLE_ITEM },
    { GUMBO_TAG_DD, ROLE_ITEM },          { GUMBO_TAG_TD, ROLE_CELL },          { GUMBO_TAG_TH, ROLE_CELL },
    { GUMBO_TAG_P, ROLE_PARAGRAPH },      { GUMBO_TAG_PRE, ROLE_PRE },          { GUMBO_TAG_LISTING, ROLE_PRE },
    { GUMBO_TAG_UL, ROLE_LIST },          { GUMBO_TAG_OL, ROLE_LIST },          { GUMBO_TAG_DL, ROLE_LIST },
    { GUMBO_TAG_MENU, ROLE_LIST },        { GUMBO_TAG_DIR, ROLE_LIST },         { GUMBO_TAG_HEADER, ROLE_FRAME },
    { GUMBO_TAG_FOOTER, ROLE_FRAME },     { GUMBO_TAG_ARTICLE, ROLE_MAIN },     { GUMBO_TAG_MAIN, ROLE_MAIN },
    { GUMBO_TAG_SECTION, ROLE_MAIN },     { GUMBO_TAG_BR, ROLE_BREAK },         { GUMBO_TAG_WBR, ROLE_ALONE },
    { GUMBO_TAG_IMG, ROLE_ALONE },        { GUMBO_TAG_INPUT, ROLE_ALONE },      { GUMBO_TAG_EMBED, ROLE_ALONE },
    { GUMBO_TAG_SCRIPT, ROLE_SKIP },      { GUMBO_TAG_STYLE, ROLE_SKIP },       { GUMBO_TAG_NOSCRIPT, ROLE_SKIP },
    { GUMBO_TAG_TEMPLATE, ROLE_SKIP },    { GUMBO_TAG_NAV, ROLE_SKIP },         { GUMBO_TAG_BUTTON, ROLE_SKIP },
    { GUMBO_TAG_SELECT, ROLE_SKIP },      { GUMBO_TAG_TEXTAREA, ROLE_SKIP },    { GUMBO_TAG_DATALIST, ROLE_SKIP },
    { GUMBO_TAG_SVG, ROLE_SKIP },         { GUMBO_TAG_MATH, ROLE_SKIP },        { GUMBO_TAG_IFRAME, ROLE_SKIP },
    { GUMBO_TAG_OBJECT, ROLE_SKIP },      { GUMBO_TAG_APPLET, ROLE_SKIP },      { GUMBO_TAG_AUDIO, ROLE_SKIP },
    { GUMBO_TAG_VIDEO, ROLE_SKIP },       { GUMBO_TAG_CANVAS, ROLE_SKIP },      { GUMBO_TAG_NOFRAMES, ROLE_SKIP },
    { GUMBO_TAG_NOEMBED, ROLE_SKIP },     { GUMBO_TAG_RT, ROLE_SKIP },          { GUMBO_TAG_RP, ROLE_SKIP },
    { GUMBO_TAG_META, ROLE_SKIP },        { GUMBO_TAG_LINK, ROLE_SKIP },        { GUMBO_TAG_BASE, ROLE_SKIP },
    { GUMBO_TAG_HTML, ROLE_BLOCK },       { GUMBO_TAG_HEAD, ROLE_BLOCK },       { GUMBO_TAG_BODY, ROLE_BLOCK },
    { GUMBO_TAG_DIV, ROLE_BLOCK },        { GUMBO_TAG_ADDRESS, ROLE_BLOCK },    { GUMBO_TAG_ASIDE, ROLE_BLOCK },
    { GUMBO_TAG_BLOCKQUOTE, ROLE_BLOCK }, { GUMBO_TAG_CENTER, ROLE_BLOCK },     { GUMBO_TAG_DETAILS, ROLE_BLOCK },
    { GUMBO_TAG_SUMMARY, ROLE_BLOCK },    { GUMBO_TAG_FIELDSET, ROLE_BLOCK },   { GUMBO_TAG_LEGEND, ROLE_BLOCK },
    { GUMBO_TAG_FIGURE, ROLE_BLOCK },     { GUMBO_TAG_FIGCAPTION, ROLE_BLOCK }, { GUMBO_TAG_FORM, ROLE_BLOCK },
    { GUMBO_TAG_HGROUP, ROLE_BLOCK },     { GUMBO_TAG_HR, ROLE_BLOCK },         { GUMBO_TAG_OPTGROUP, ROLE_BLOCK },
    { GUMBO_TAG_OPTION, ROLE_BLOCK },     { GUMBO_TAG_TABLE, ROLE_BLOCK },      { GUMBO_TAG_CAPTION, ROLE_BLOCK },
    { GUMBO_TAG_COLGROUP, ROLE_BLOCK },   { GUMBO_TAG_TBODY, ROLE_BLOCK },      { GUMBO_TAG_THEAD, ROLE_BLOCK },
    { GUMBO_TAG_TFOOT, ROLE_BLOCK },      { GUMBO_TAG_TR, ROLE_BLOCK },         { GUMBO_TAG_FRAMESET, ROLE_BLOCK },
    { GUMBO_TAG_PLAINTEXT, ROLE_PRE },    { GUMBO_TAG_XMP, ROLE_PRE },          { GUMBO_TAG_MARQUEE, ROLE_BLOCK },
};

/* Where the walk stands in one element. */
struct frame {
    const GumboNode *node;
    unsigned next; /* child that comes next */
    enum role role;
    enum padan_block_kind kind; /* of text directly within */
    unsigned level;             /* of that text */
    unsigned lists;             /* lists around it */
    bool pre, in_main;
    size_t code, serial; /* place of the opening code and number of its block; SIZE_MAX: none */
};

struct walk {
    struct padan_document *document;
    struct padan_html_builder builder;
    struct frame *frames;
    size_t count, capacity;
    struct padan_html_trace trace; /* of the node's text */
    enum role role_of[GUMBO_TAG_LAST + 1];
};

static const char *attribute(const GumboNode *node, const char *name)
{
    const GumboAttribute *found = gumbo_get_attribute(&node->v.element.attributes, name);
    return found ? found->value : NULL;
}

static bool hides(const char *style)
{
    const char *display = style ? strstr(style, "display") : NULL;
    if (!display)
        return false;
    display += strlen("display");
    display += strspn(display, " \t\n");
    if (*display != ':')
        return false;
    display += 1 + strspn(display + 1, " \t\n");
    return strncasecmp(display, "none", 4) == 0;
}

static bool is_hidden(const GumboNode *node)
{
    const char *aria = attribute(node, "aria-hidden"), *role = attribute(node, "role");
    return attribute(node, "hidden") || (aria && strcasecmp(aria, "true") == 0) ||
           (role && strcasecmp(role, "navigation") == 0) || hides(attribute(node, "style"));
}

/* The node that follows in the order of the document, within `top`; the depth costs nothing. */
static const GumboNode *following(const GumboNode *node, const GumboNode *top)
{
    if (node->type == GUMBO_NODE_ELEMENT && node->v.element.children.length > 0)
        return node->v.element.children.data[0];
    while (node != top) {
        const GumboVector *siblings = &node->parent->v.element.children;
        if (node->index_within_parent + 1 < siblings->length)
            return siblings->data[node->index_within_parent + 1];
        node = node->parent;
    }
    return NULL;
}

/* A site's header or footer: with navigation and without the heading of an article. */
static bool is_site_frame(const GumboNode *top)
{
    bool nav = false;
    for (const GumboNode *node = following(top, top); node; node = following(node, top)) {
        if (node->type != GUMBO_NODE_ELEMENT)
            continue;
        if (node->v.element.tag == GUMBO_TAG_H1)
            return false;
        const char *role = attribute(node, "role");
        nav |= node->v.element.tag == GUMBO_TAG_NAV || (role && strcasecmp(role, "navigation") == 0);
    }
    return nav;
}

static enum role role_of(const struct walk *walk, const GumboNode *node, const struct frame *parent)
{
    const GumboElement *element = &node->v.element;
    if (node->type == GUMBO_NODE_TEMPLATE || is_hidden(node))
        return ROLE_SKIP;
    enum role role = (size_t)element->tag < GUMBO_TAG_LAST ? walk->role_of[element->tag] : ROLE_INLINE;
    if (element->tag_namespace != GUMBO_NAMESPACE_HTML)
        return ROLE_SKIP;
    if (role == ROLE_FRAME)
        return !parent->in_main && is_site_frame(node) ? ROLE_SKIP : ROLE_MAIN;
    return role;
}

static void flush(struct walk *walk)
{
    const struct frame *frame = &walk->frames[walk->count - 1];
    padan_html_flush(&walk->builder, frame->kind, frame->level);
}

static struct padan_string piece(const struct walk *walk, const GumboStringPiece *from)
{
    struct padan_string source = padan_document_text(walk->document);
    if (!from->data || from->data < source.data || from->data > source.data + source.size ||
        from->length > (size_t)(source.data + source.size - from->data))
        return (struct padan_string){ source.data, 0 };
    return (struct padan_string){ from->data, from->length };
}

static void set_kind(struct frame *frame, const struct frame *parent, const GumboNode *node)
{
    switch (frame->role) {
    case ROLE_TITLE:
        frame->kind = PADAN_BLOCK_TITLE;
        frame->level = 0;
        break;
    case ROLE_HEADING:
        frame->kind = PADAN_BLOCK_HEADING;
        frame->level = (unsigned)(node->v.element.tag - GUMBO_TAG_H1) + 1;
        break;
    case ROLE_ITEM:
        frame->kind = PADAN_BLOCK_ITEM;
        frame->level = parent->lists > 0 ? parent->lists : 1;
        break;
    case ROLE_CELL:
        frame->kind = PADAN_BLOCK_CELL;
        frame->level = 0;
        break;
    case ROLE_MAIN:
        frame->kind = PADAN_BLOCK_PARAGRAPH;
        frame->level = 0;
        frame->in_main = true;
        break;
    case ROLE_LIST:
        frame->lists++;
        break;
    case ROLE_PRE:
        frame->pre = true;
        break;
    default:
        break;
    }
}

static bool push(struct walk *walk, const GumboNode *node, enum role role)
{
    if (!padan_vector_reserve(&walk->frames, &walk->capacity, walk->count + 1, sizeof *walk->frames))
        return false;
    struct frame *frame = &walk->frames[walk->count];
    static const struct frame top = { .kind = PADAN_BLOCK_PARAGRAPH };
    *frame = walk->count > 0 ? frame[-1] : top;
    frame->node = node;
    frame->next = 0;
    frame->role = role;
    if (walk->count > 0 && node->type == GUMBO_NODE_ELEMENT)
        set_kind(frame, &frame[-1], node);
    walk->count++;
    return true;
}

/* The tag as it stood; nothing for an element that gumbo opened again because its tags were nested badly. */
static struct padan_string opening_tag(const struct walk *walk, const GumboNode *node)
{
    const unsigned copied = GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT | GUMBO_INSERTION_ADOPTION_AGENCY_CLONED;
    struct padan_string data = piece(walk, &node->v.element.original_tag);
    if ((unsigned)node->parse_flags & copied)
        data.size = 0;
    return data;
}

/* The end tag as it stood; gumbo gives an element that another's end tag closed that other's tag, which is left out. */
static struct padan_string closing_tag(const struct walk *walk, const GumboNode *node)
{
    struct padan_string open = piece(walk, &node->v.element.original_tag);
    struct padan_string close = piece(walk, &node->v.element.original_end_tag);
    size_t name = 0;
    while (name + 1 < open.size && !strchr(" \t\n\f/>", open.data[name + 1]))
        name++;
    bool own = close.size >= name + 3 && close.data[1] == '/' &&
               strncasecmp(close.data + 2, open.data + 1, name) == 0 && strchr(" \t\n\f/>", close.data[name + 2]);
    if (name == 0 || !own)
        close.size = 0;
    return close;
}

static void open_code(struct walk *walk, const GumboNode *node)
{
    struct frame *frame = &walk->frames[walk->count - 1];
    struct padan_string data = opening_tag(walk, node);
    frame->serial = SIZE_MAX;
    if (data.size == 0)
        return;
    frame->serial = walk->builder.serial;
    frame->code = padan_html_add_code(&walk->builder, PADAN_CODE_OPEN, data);
}

static void close_code(struct walk *walk, const struct frame *frame)
{
    struct padan_string data = closing_tag(walk, frame->node);
    if (data.size > 0 || frame->serial == walk->builder.serial)
        padan_html_close_code(&walk->builder, frame->code, frame->serial, data);
}

static bool enter(struct walk *walk, const GumboNode *node)
{
    enum role role = role_of(walk, node, &walk->frames[walk->count - 1]);
    switch (role) {
    case ROLE_SKIP:
        return true;
    case ROLE_BREAK:
        if (padan_html_add_break(&walk->builder, piece(walk, &node->v.element.original_tag)))
            flush(walk);
        return true;
    case ROLE_ALONE:
        padan_html_add_code(&walk->builder, PADAN_CODE_ALONE, piece(walk, &node->v.element.original_tag));
        return true;
    case ROLE_INLINE:
        if (!push(walk, node, role))
            return false;
        open_code(walk, node);
        return true;
    default:
        flush(walk);
        return push(walk, node, role);
    }
}

static void leave(struct walk *walk)
{
    const struct frame *frame = &walk->frames[walk->count - 1];
    if (frame->role == ROLE_INLINE)
        close_code(walk, frame);
    else
        flush(walk);
    walk->count--;
}

/* What stands in these has no references, so that no text could be written there safely; they are out of use. */
static bool is_raw(const GumboNode *node)
{
    return node->type == GUMBO_NODE_ELEMENT &&
           (node->v.element.tag == GUMBO_TAG_XMP || node->v.element.tag == GUMBO_TAG_PLAINTEXT);
}

/* Gumbo computes &#N; in an int without looking whether it fits, and writes what came of it; that need not be UTF-8. */
static void add_text(struct walk *walk, const GumboNode *node)
{
    struct padan_string original = piece(walk, &node->v.text.original_text), text = padan_string(node->v.text.text);
    size_t start = (size_t)(original.data - walk->document->source.data);
    struct padan_conversion repaired = { .fault = SIZE_MAX };
    if (padan_utf8_fault(text) < text.size) {
        struct padan_bytes bytes = { (const unsigned char *)text.data, text.size };
        walk->builder.failed |= padan_convert(&repaired, bytes, "UTF-8", true, NULL) != PADAN_OK;
        text = (struct padan_string){ repaired.text.data, repaired.text.size };
    }
    bool found = false;
    if (repaired.fault == SIZE_MAX && !is_raw(walk->frames[walk->count - 1].node))
        walk->builder.failed |= !padan_html_trace(&walk->trace, padan_document_text(walk->document), start,
                                                  start + original.size, text, &found);
    padan_html_add_text(&walk->builder, text, start, start + original.size, walk->frames[walk->count - 1].pre,
                        found ? &walk->trace : NULL);
    padan_buffer_free(&repaired.text);
}

static const GumboVector *children_of(const GumboNode *node)
{
    return node->type == GUMBO_NODE_DOCUMENT ? &node->v.document.children : &node->v.element.children;
}

static bool visit(struct walk *walk, const GumboNode *node)
{
    switch (node->type) {
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
        return enter(walk, node);
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_WHITESPACE:
    case GUMBO_NODE_CDATA:
        add_text(walk, node);
        return true;
    default:
        return true;
    }
}

static bool walk_tree(struct walk *walk, const GumboNode *document)
{
    if (!push(walk, document, ROLE_BLOCK))
        return false;
    while (walk->count > 0 && !walk->builder.failed) {
        struct frame *frame = &walk->frames[walk->count - 1];
        const GumboVector *children = children_of(frame->node);
        if (frame->next == children->length)
            leave(walk);
        else if (!visit(walk, children->data[frame->next++]))
            return false;
    }
    return !walk->builder.failed;
}

/* The language that <html> or <body> names, in canonical form; one that is none is reported. */
static void find_language(struct padan_document *document, const GumboOutput *output,
                          const struct padan_reporter *reporter)
{
    const GumboNode *root = output->root;
    const char *tag = attribute(root, "lang");
    const GumboVector *children = &root->v.element.children;
    tag = tag && *tag ? tag : attribute(root, "xml:lang");
    for (unsigned i = 0; i < children->length && !(tag && *tag); i++) {
        const GumboNode *child = children->data[i];
        if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_BODY)
            tag = attribute(child, "lang");
    }
    struct padan_error warning;
    if (!tag || !*tag || padan_language_canonical(document->language, tag, &warning) == PADAN_OK)
        return;
    padan_error_at(&warning, PADAN_ERROR_LANGUAGE, document->name, root->v.element.start_pos.line,
                   "the lang attribute '%s' is not a language tag and is passed over", tag);
    padan_report(reporter, &warning);
}

static int read_html(struct padan_document *document, const struct padan_read_options *options,
                     struct padan_error *error)
{
    struct padan_html *html;
    int status = padan_html_parse(&html, padan_document_text(document), document->name, error);
    if (status != PADAN_OK)
        return status;
    struct walk walk = { .document = document, .builder = { .document = document } };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        walk.role_of[roles[i].tag] = roles[i].role;
    const GumboOutput *output = padan_html_output(html);
    find_language(document, output, &options->reporter);
    if (!walk_tree(&walk, output->document))
        status = padan_error_allocation(error);
    padan_html_builder_free(&walk.builder);
    free(walk.frames);
    free(walk.trace.runs);
    padan_html_free(html);
    return status;
}

static bool starts_with(struct padan_string text, const char *start)
{
    size_t size = strlen(start);
    return text.size >= size && strncasecmp(text.data, start, size) == 0;
}

/* Passes white space and comments. */
static struct padan_string skip_comments(struct padan_string text)
{
    for (;;) {
        while (text.size > 0 && (text.data[0] == ' ' || (text.data[0] >= '\t' && text.data[0] <= '\r'))) {
            text.data++;
            text.size--;
        }
        if (!starts_with(text, "<!--"))
            return text;
        const char *end = text.size > 4096 ? text.data + 4096 : text.data + text.size, *at = text.data + 4;
        while (at + 3 <= end && strncmp(at, "-->", 3) != 0)
            at++;
        if (at + 3 > end)
            return text;
        text.size -= (size_t)(at + 3 - text.data);
        text.data = at + 3;
    }
}

/* A document type, or the tag with which HTML often begins. */
static bool sniff_html(struct padan_string source)
{
    static const char *const starts[] = {
        "!doctype html", "html",    "head",       "body", "title", "meta", "div", "h1",   "h2",    "h3",
        "table",         "article", "section",    "main", "ul",    "ol",   "p",   "link", "style", "script",
        "center",        "font",    "blockquote", "span", "b",     "i",    "a"
    };
    struct padan_string text = skip_comments(source);
    if (starts_with(text, "<?xml")) {
        const char *end = memchr(text.data, '>', text.size < 512 ? text.size : 512);
        if (!end)
            return false;
        text.size -= (size_t)(end + 1 - text.data);
        text.data = end + 1;
        text = skip_comments(text);
    }
    if (text.size < 3 || text.data[0] != '<')
        return false;
    struct padan_string tag = { text.data + 1, text.size - 1 };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t size = strlen(starts[i]);
        if (starts_with(tag, starts[i]) && tag.size > size && strchr(" \t\n/>", tag.data[size]))
            return true;
    }
    return false;
}

static const char *const extensions[] = { "html", "htm", "xhtml", "xht", NULL };

const struct padan_reader padan_reader_html = {
    .name = "html",
    .title = "HTML",
    .extensions = extensions,
    .sniff = sniff_html,
    .read = read_html,
};
