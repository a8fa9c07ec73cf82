/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inline elements of XLIFF become codes of TMX, which is what a unit's markup holds. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "exchange/xliff.h"
#include "text/utf8.h"

/* Ids that are no numbers get numbers from here on, in the order in which they come. */
static const int64_t named_from = 100000;

static bool is_collecting(const struct padan_xliff_reader *xliff)
{
    if (xliff->open)
        return true;
    for (size_t i = 0; i < xliff->inline_depth; i++)
        if (xliff->inlines[i].kind == INLINE_PIECE)
            return true;
    return false;
}

void padan_xliff_text(struct padan_xliff_reader *xliff, struct padan_string text)
{
    if (!is_collecting(xliff))
        return;
    padan_xml_text(&xliff->markup, text);
    if (xliff->held == 0)
        padan_buffer_append(&xliff->text, text.data, text.size);
}

static void note_code(struct padan_xliff_reader *xliff)
{
    if (xliff->open)
        xliff->open->coded = true;
    for (size_t i = 0; i < xliff->inline_depth; i++)
        if (xliff->inlines[i].kind == INLINE_PIECE)
            xliff->pairs[xliff->inlines[i].pair].sides[xliff->side].coded = true;
}

/* The number that stands for an id; -1 where it stands for none. What padan wrote says so: p7 is 7, n7 is none. */
static int64_t number_of(struct padan_xliff_reader *xliff, struct padan_string id)
{
    bool lettered = id.size > 1 && (id.data[0] == 'p' || id.data[0] == 'n' || id.data[0] == 'i');
    struct padan_string digits = { lettered ? id.data + 1 : id.data, id.size - lettered };
    int64_t number;
    bool plain = digits.size > 0 && digits.size < 9 && (digits.data[0] != '0' || digits.size == 1);
    if (plain && padan_position_parse(digits, &number))
        return lettered && id.data[0] == 'n' ? -1 : number;
    size_t index = padan_table_add(&xliff->code_names, id.data ? id.data : "", id.size);
    xliff->markup.failed |= index == PADAN_TABLE_NONE;
    return named_from + (int64_t)index;
}

static void begin_code(struct padan_xliff_reader *xliff, const char *code, const char *key, int64_t number,
                       struct padan_string type)
{
    padan_buffer_format(&xliff->markup, "<%s", code);
    if (key && number >= 0)
        padan_buffer_format(&xliff->markup, " %s=\"%" PRId64 "\"", key, number);
    if (type.size > 0)
        padan_xml_attribute(&xliff->markup, "type", type);
    padan_buffer_byte(&xliff->markup, '>');
    note_code(xliff);
}

static void end_code(struct padan_xliff_reader *xliff, const char *code)
{
    padan_buffer_format(&xliff->markup, "</%s>", code);
}

static void write_code(struct padan_xliff_reader *xliff, const char *code, const char *key, int64_t number,
                       struct padan_string type, struct padan_string native)
{
    begin_code(xliff, code, key, number, type);
    padan_xml_text(&xliff->markup, native);
    end_code(xliff, code);
}

/* The tag of an element whose native code is not in the file: that stands for it. */
static struct padan_string tag_of(char *room, size_t size, const struct padan_xliff_element *element,
                                  struct padan_string id, const char *end)
{
    snprintf(room, size, "<%s id=\"%.*s\"%s", element->name, (int)(id.size < 80 ? id.size : 80), id.data ? id.data : "",
             end);
    return padan_string(room);
}

/* What kind of code it is, as either version of XLIFF says it; of padan's own kind, without its prefix. */
static struct padan_string type_of(const struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    static const char own[] = "padan:";
    struct padan_string type = padan_xliff_attribute(element, xliff->version == 1 ? "ctype" : "type");
    struct padan_string detail = padan_xliff_attribute(element, "subType");
    if (detail.size > sizeof own - 1 && memcmp(detail.data, own, sizeof own - 1) == 0)
        return (struct padan_string){ detail.data + sizeof own - 1, detail.size - (sizeof own - 1) };
    return type;
}

static bool is_isolated(const struct padan_xliff_element *element)
{
    return padan_string_is(padan_xliff_attribute(element, "isolated"), "yes");
}

/* An isolated code begins or ends what does not end or begin here. */
static void write_isolated(struct padan_xliff_reader *xliff, int64_t number, bool begins, struct padan_string type,
                           struct padan_string native)
{
    padan_buffer_format(&xliff->markup, "<it pos=\"%s\"", begins ? "begin" : "end");
    if (number >= 0)
        padan_buffer_format(&xliff->markup, " x=\"%" PRId64 "\"", number);
    if (type.size > 0)
        padan_xml_attribute(&xliff->markup, "type", type);
    padan_buffer_byte(&xliff->markup, '>');
    padan_xml_text(&xliff->markup, native);
    end_code(xliff, "it");
    note_code(xliff);
}

static void open_piece(struct padan_xliff_reader *xliff, struct padan_xliff_inline *in, struct padan_string id)
{
    struct padan_xliff_pair *pair = padan_xliff_pair_of(xliff, id);
    if (!pair || pair->sides[xliff->side].present)
        return;
    padan_xliff_side_begin(xliff, &pair->sides[xliff->side]);
    in->kind = INLINE_PIECE;
    in->pair = (size_t)(pair - xliff->pairs);
}

static void open_mark(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element,
                      struct padan_xliff_inline *in)
{
    struct padan_string type = padan_xliff_attribute(element, xliff->version == 1 ? "mtype" : "type");
    if (xliff->version == 1 && padan_string_is(type, "seg")) {
        struct padan_string id = padan_xliff_attribute(element, "mid");
        if (xliff->segmented && id.data)
            open_piece(xliff, in, id);
        return;
    }
    struct padan_string value = padan_xliff_attribute(element, "value");
    if (padan_string_is(type, "padan:hi"))
        type = value;
    in->kind = INLINE_MARKED;
    in->code = "hi";
    begin_code(xliff, "hi", NULL, -1, type);
}

static void open_held(struct padan_xliff_reader *xliff, struct padan_xliff_inline *in, const char *code)
{
    in->kind = INLINE_HELD;
    in->code = code;
    xliff->held++;
}

/* XLIFF 1: bpt, ept, ph and it hold the native code. */
static void open_native(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element,
                        struct padan_xliff_inline *in, struct padan_string id)
{
    struct padan_string pair = padan_xliff_attribute(element, "rid");
    struct padan_string type = type_of(xliff, element);
    bool paired = strcmp(element->name, "bpt") == 0 || strcmp(element->name, "ept") == 0;
    bool ends = strcmp(element->name, "ept") == 0;
    if (strcmp(element->name, "it") == 0) {
        bool begins = !padan_string_is(padan_xliff_attribute(element, "pos"), "close");
        padan_buffer_format(&xliff->markup, "<it pos=\"%s\" x=\"%" PRId64 "\"", begins ? "begin" : "end",
                            number_of(xliff, id));
        if (type.size > 0)
            padan_xml_attribute(&xliff->markup, "type", type);
        padan_buffer_byte(&xliff->markup, '>');
        note_code(xliff);
        open_held(xliff, in, "it");
        return;
    }
    const char *code = !paired ? "ph" : ends ? "ept" : "bpt";
    begin_code(xliff, code, paired ? "i" : "x", number_of(xliff, paired && pair.size > 0 ? pair : id),
               ends ? padan_string(NULL) : type);
    open_held(xliff, in, code);
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static bool open_first(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element,
                       struct padan_xliff_inline *in)
{
    static const char *const native[] = { "bpt", "ept", "ph", "it", NULL };
    struct padan_string id = padan_xliff_attribute(element, "id"), pair = padan_xliff_attribute(element, "rid");
    struct padan_string type = type_of(xliff, element);
    char room[160];
    if (strcmp(element->name, "g") == 0) {
        in->kind = INLINE_PAIRED;
        in->number = number_of(xliff, id);
        write_code(xliff, "bpt", "i", in->number, type, tag_of(room, sizeof room, element, id, ">"));
    } else if (strcmp(element->name, "x") == 0) {
        write_code(xliff, "ph", "x", number_of(xliff, id), type, tag_of(room, sizeof room, element, id, "/>"));
    } else if (strcmp(element->name, "bx") == 0 || strcmp(element->name, "ex") == 0) {
        bool ends = element->name[0] == 'e';
        write_code(xliff, ends ? "ept" : "bpt", "i", number_of(xliff, pair.size > 0 ? pair : id),
                   ends ? padan_string(NULL) : type, tag_of(room, sizeof room, element, id, "/>"));
    } else if (is_one_of(element->name, native)) {
        open_native(xliff, element, in, id);
    } else if (strcmp(element->name, "sub") == 0 && xliff->held > 0) {
        in->kind = INLINE_MARKED;
        in->code = "sub";
        padan_buffer_text(&xliff->markup, "<sub>");
    } else if (strcmp(element->name, "mrk") == 0) {
        open_mark(xliff, element, in);
    } else {
        return false;
    }
    return true;
}

/* <cp hex="0001"/>: a character that XML cannot hold. */
static void take_code_point(struct padan_xliff_reader *xliff, struct padan_string hex)
{
    UChar32 value = 0;
    bool right = hex.size > 0 && hex.size <= 6;
    for (size_t i = 0; i < hex.size && right; i++) {
        char c = hex.data[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        right = digit >= 0;
        value = value * 16 + digit;
    }
    if (!right || value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
        padan_reading_mend(xliff->reading, PADAN_MENDED_CODE, padan_xliff_line(xliff),
                           "<cp hex=\"%.*s\"/> is no character; it is left out", (int)(hex.size < 20 ? hex.size : 20),
                           hex.data ? hex.data : "");
    else if (is_collecting(xliff) && xliff->held == 0)
        padan_utf8_append(&xliff->text, value);
}

static bool open_second(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element,
                        struct padan_xliff_inline *in)
{
    struct padan_string id = padan_xliff_attribute(element, "id"), type = type_of(xliff, element);
    struct padan_string native = padan_xliff_data(xliff, padan_xliff_attribute(element, "dataRef"));
    if (strcmp(element->name, "ph") == 0) {
        write_code(xliff, "ph", "x", number_of(xliff, id), type, native);
    } else if (strcmp(element->name, "pc") == 0) {
        in->kind = INLINE_PAIRED;
        in->number = number_of(xliff, id);
        struct padan_string end = padan_xliff_data(xliff, padan_xliff_attribute(element, "dataRefEnd"));
        in->end = (struct padan_xliff_range){ end.size ? (size_t)(end.data - xliff->pool.data) : 0, end.size };
        write_code(xliff, "bpt", "i", in->number, type,
                   padan_xliff_data(xliff, padan_xliff_attribute(element, "dataRefStart")));
    } else if (strcmp(element->name, "sc") == 0 || strcmp(element->name, "ec") == 0) {
        bool begins = element->name[0] == 's';
        struct padan_string start = padan_xliff_attribute(element, "startRef");
        int64_t number = number_of(xliff, !begins && start.size > 0 ? start : id);
        if (is_isolated(element))
            write_isolated(xliff, number, begins, type, native);
        else
            write_code(xliff, begins ? "bpt" : "ept", "i", number, begins ? type : padan_string(NULL), native);
    } else if (strcmp(element->name, "cp") == 0) {
        take_code_point(xliff, padan_xliff_attribute(element, "hex"));
    } else if (strcmp(element->name, "mrk") == 0) {
        open_mark(xliff, element, in);
    } else {
        return strcmp(element->name, "sm") == 0 || strcmp(element->name, "em") == 0;
    }
    return true;
}

void padan_xliff_inline_start(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    struct padan_xliff_inline *in = &xliff->inlines[xliff->inline_depth];
    *in = (struct padan_xliff_inline){ .kind = INLINE_NOTHING };
    bool known = false;
    if (xmlStrEqual(element->uri, xliff->uri))
        known = xliff->version == 1 ? open_first(xliff, element, in) : open_second(xliff, element, in);
    if (!known)
        padan_reading_mend(xliff->reading, PADAN_MENDED_CODE, padan_xliff_line(xliff),
                           "<%.80s> is no inline element of XLIFF; the text in it is kept", element->name);
    xliff->inline_depth++;
}

void padan_xliff_inline_end(struct padan_xliff_reader *xliff)
{
    struct padan_xliff_inline *in = &xliff->inlines[--xliff->inline_depth];
    switch (in->kind) {
    case INLINE_PAIRED:
        write_code(xliff, "ept", "i", in->number, padan_string(NULL),
                   xliff->version == 1 ? padan_string("</g>") : padan_xliff_view(xliff, in->end));
        break;
    case INLINE_HELD:
        xliff->held--;
        end_code(xliff, in->code);
        break;
    case INLINE_MARKED:
        end_code(xliff, in->code);
        break;
    case INLINE_PIECE:
        padan_xliff_side_end(xliff, &xliff->pairs[in->pair].sides[xliff->side]);
        break;
    case INLINE_NOTHING:
        break;
    }
}
