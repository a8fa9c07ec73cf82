/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file as it stood: what is around the units, and those that their parts would not give back. */
#include <libxml/HTMLparser.h>
#include <string.h>

#include "base/error.h"
#include "exchange/tmx_reader.h"

static bool is_wanted(const struct padan_tmx_reader *tmx)
{
    return tmx->reading->header && tmx->reading->header->put_part;
}

/* Appends what an entity that the file does not declare stands for; false where it is another. */
static bool resolve(struct padan_tmx_reader *tmx, struct padan_buffer *out, const char *at, size_t size)
{
    char name[32];
    if (size < 3 || size > sizeof name)
        return false;
    memcpy(name, at + 1, size - 2);
    name[size - 2] = '\0';
    const htmlEntityDesc *known = htmlEntityLookup(BAD_CAST name);
    if (!known || padan_entities_find(&tmx->resume.entities, name) || xmlGetPredefinedEntity(BAD_CAST name))
        return false;
    padan_buffer_format(out, "&#%u;", known->value);
    return true;
}

/* Entities of HTML that were read without a declaration become numbers, so that the text can be read again. */
static struct padan_string resolved(struct padan_tmx_reader *tmx, struct padan_string text)
{
    if (!tmx->verbatim.mended || text.size == 0)
        return text;
    struct padan_buffer *out = &tmx->verbatim.text;
    padan_buffer_clear(out);
    const char *at = text.data, *end = text.data + text.size;
    for (const char *next; (next = memchr(at, '&', (size_t)(end - at)));) {
        const char *close = memchr(next, ';', (size_t)(end - next));
        padan_buffer_append(out, at, (size_t)(next - at));
        bool done = close && resolve(tmx, out, next, (size_t)(close - next) + 1);
        if (!done)
            padan_buffer_byte(out, '&');
        at = done ? close + 1 : next + 1;
    }
    padan_buffer_append(out, at, (size_t)(end - at));
    if (out->failed)
        padan_tmx_out_of_memory(tmx);
    return (struct padan_string){ out->data, out->size };
}

/* A unit with the tags before it that went with units which are not given. */
static struct padan_string completed(struct padan_tmx_reader *tmx, struct padan_string unit)
{
    struct padan_buffer whole = { 0 }, *text = &tmx->verbatim.text;
    struct padan_string plain = resolved(tmx, unit);
    padan_tmx_around_write_lacked(&tmx->resume.around, &whole);
    padan_buffer_append(&whole, plain.data, plain.size);
    padan_buffer_free(text);
    *text = whole;
    if (text->failed)
        padan_tmx_out_of_memory(tmx);
    return (struct padan_string){ text->data, text->size };
}

static void give_part(struct padan_tmx_reader *tmx, enum padan_file_part part, struct padan_string text)
{
    const struct padan_header_sink *sink = tmx->reading->header;
    if (tmx->status != PADAN_OK)
        return;
    int status = sink->put_part(sink->context, part, text, tmx->error);
    if (status != PADAN_OK)
        padan_tmx_stop(tmx, status);
}

/* A declaration of an entity whose content stands for itself. */
static void declare(struct padan_buffer *out, const char *name, const char *content)
{
    padan_buffer_format(out, "<!ENTITY %s \"", name);
    for (; *content; content++) {
        if (strchr("&%\"\r", *content))
            padan_buffer_format(out, "&#%d;", *content);
        else
            padan_buffer_byte(out, *content);
    }
    padan_buffer_text(out, "\">\n");
}

/* The entities that the units may use. */
static void declare_all(struct padan_buffer *out, const struct padan_entities *entities)
{
    if (entities->names.count == 0)
        return;
    padan_buffer_text(out, "<!DOCTYPE tmx [\n");
    for (size_t i = 0; i < entities->names.count; i++)
        if (!entities->list[i].external)
            declare(out, entities->names.keys[i].data, entities->list[i].content);
    padan_buffer_text(out, "]>\n");
}

/* The head up to `end`, or such as lets the units stand, where it is broken. */
static void give_head(struct padan_tmx_reader *tmx, size_t end)
{
    struct padan_buffer made = { 0 };
    struct padan_string head = padan_tmx_stream_view(&tmx->stream, tmx->verbatim.head_start, end);
    bool faulty = tmx->verbatim.faulty_head || head.size == 0;
    tmx->verbatim.head_given = true;
    if (faulty || tmx->verbatim.head_start > 0) {
        declare_all(&made, &tmx->resume.entities);
        tmx->resume.around.headless |= faulty;
        if (faulty)
            padan_tmx_around_write_head(&tmx->resume.around, &made);
        else
            padan_buffer_append(&made, head.data, head.size);
        head = (struct padan_string){ made.data, made.size };
    }
    if (made.failed)
        padan_tmx_out_of_memory(tmx);
    padan_tmx_around_give(&tmx->resume.around);
    give_part(tmx, PADAN_FILE_HEAD, resolved(tmx, head));
    padan_buffer_free(&made);
}

/* Where the tag begins that the parser has come to the end of. */
static size_t start_of_tag(const struct padan_tmx_reader *tmx, size_t place)
{
    struct padan_string passed = padan_tmx_stream_view(&tmx->stream, tmx->verbatim.last_end, place);
    const char *at = passed.size > 0 ? memrchr(passed.data, '<', passed.size) : NULL;
    return at ? tmx->verbatim.last_end + (size_t)(at - passed.data) : place;
}

static bool is_blank(struct padan_string text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!padan_xml_is_blank(text.data[i]))
            return false;
    return true;
}

void padan_tmx_verbatim_start(struct padan_tmx_reader *tmx, bool main)
{
    struct padan_tmx_verbatim *verbatim = &tmx->verbatim;
    if (!is_wanted(tmx) || tmx->status != PADAN_OK)
        return;
    verbatim->scattered |= !main;
    verbatim->unit_start = start_of_tag(tmx, padan_tmx_place(tmx));
    verbatim->from = verbatim->lacks ? verbatim->unit_start : verbatim->last_end;
    if (!verbatim->head_given) {
        give_head(tmx, verbatim->unit_start);
        verbatim->from = verbatim->unit_start;
    }
    struct padan_string before = padan_tmx_stream_view(&tmx->stream, verbatim->from, verbatim->unit_start);
    tmx->unit.irregular |= verbatim->lacks || !is_blank(before);
}

void padan_tmx_verbatim_given(struct padan_tmx_reader *tmx, bool given)
{
    struct padan_tmx_verbatim *verbatim = &tmx->verbatim;
    if (given)
        padan_tmx_around_give(&tmx->resume.around);
    verbatim->lacks = verbatim->head_given && padan_tmx_around_lacks(&tmx->resume.around);
}

struct padan_string padan_tmx_verbatim_end(struct padan_tmx_reader *tmx)
{
    struct padan_tmx_verbatim *verbatim = &tmx->verbatim;
    size_t end = padan_tmx_place(tmx);
    struct padan_string source = padan_tmx_stream_view(&tmx->stream, verbatim->from, end);
    tmx->resume.anchor = end;
    verbatim->last_end = end;
    padan_tmx_stream_forget(&tmx->stream, end);
    if (!is_wanted(tmx) || verbatim->scattered || tmx->unit.refused || source.size < 5 ||
        source.data[source.size - 1] != '>')
        return padan_string(NULL);
    return verbatim->lacks ? completed(tmx, source) : resolved(tmx, source);
}

void padan_tmx_verbatim_pass(struct padan_tmx_reader *tmx, bool begun)
{
    if (!tmx->header_given || tmx->verbatim.head_given)
        return;
    tmx->verbatim.head_end = padan_tmx_place(tmx);
    tmx->verbatim.tag_begun = begun;
}

/* What was read of the head stands, whatever is broken behind it. */
void padan_tmx_verbatim_fault(struct padan_tmx_reader *tmx)
{
    struct padan_tmx_verbatim *verbatim = &tmx->verbatim;
    if (!is_wanted(tmx) || verbatim->head_given || verbatim->faulty_head)
        return;
    /* libxml2 gives a start tag before it has passed its ">"; blanks belong to what stands before them. */
    struct padan_string rest =
        padan_tmx_stream_view(&tmx->stream, verbatim->head_end, padan_tmx_stream_end(&tmx->stream));
    bool unended = verbatim->tag_begun && (rest.size == 0 || *rest.data != '>');
    verbatim->faulty_head = verbatim->head_end == 0 || unended;
    if (verbatim->faulty_head)
        return;
    size_t more = verbatim->tag_begun;
    while (more < rest.size && padan_xml_is_blank(rest.data[more]))
        more++;
    give_head(tmx, verbatim->head_end + more);
}

/* The end of the file, or the tags that close its head where it has none that could. */
void padan_tmx_verbatim_finish(struct padan_tmx_reader *tmx)
{
    struct padan_tmx_verbatim *verbatim = &tmx->verbatim;
    if (!is_wanted(tmx) || verbatim->scattered || tmx->status != PADAN_OK)
        return;
    bool whole = tmx->closed && !tmx->resume.broken, empty = !verbatim->head_given;
    if (empty)
        give_head(tmx, padan_tmx_stream_end(&tmx->stream));
    empty &= !verbatim->faulty_head;
    struct padan_buffer made = { 0 };
    struct padan_string tail =
        padan_tmx_stream_view(&tmx->stream, verbatim->last_end, padan_tmx_stream_end(&tmx->stream));
    if (empty) {
        tail = padan_string(NULL);
    } else if (!whole || verbatim->lacks || tail.size == 0) {
        padan_tmx_around_finish(&tmx->resume.around, &made);
        tail = (struct padan_string){ made.data, made.size };
    }
    if (made.failed)
        padan_tmx_out_of_memory(tmx);
    give_part(tmx, PADAN_FILE_TAIL, resolved(tmx, tail));
    padan_buffer_free(&made);
}
