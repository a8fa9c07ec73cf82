/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading XLIFF on behind a fault: a new parser begins at the next unit, within the elements that stood around the
 * last. */
#include "exchange/xliff.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"

static const size_t reread_allowed = (size_t)64 << 20;
static const unsigned resumptions_allowed = 1000; /* what is broken in more places is no XLIFF */

/* The place in the file that the parser has come to. */
static size_t place_of(const struct padan_xliff_reader *xliff)
{
    const struct padan_xliff_resumption *resume = &xliff->resume;
    const xmlParserCtxt *context = xliff->context;
    const xmlParserInput *input = context->inputNr > 0 ? context->inputTab[0] : NULL;
    size_t passed = input && input->base ? input->consumed + (size_t)(input->cur - input->base) : 0;
    return passed > resume->prefix.size ? resume->base + passed - resume->prefix.size : resume->base;
}

void padan_xliff_break(struct padan_xliff_reader *xliff, const struct padan_error *fault)
{
    if (xliff->status == PADAN_OK) {
        xliff->resume.broken = true;
        xliff->resume.fault = *fault;
        xliff->resume.at = place_of(xliff);
    }
    padan_xliff_stop(xliff, fault->status);
}

static void name_element(struct padan_buffer *out, const struct padan_xliff_element *element)
{
    if (element->prefix)
        padan_buffer_format(out, "%s:", (const char *)element->prefix);
    padan_buffer_text(out, element->name);
}

void padan_xliff_note_tag(struct padan_buffer *out, const struct padan_xliff_element *element)
{
    padan_buffer_clear(out);
    padan_buffer_byte(out, '<');
    name_element(out, element);
    for (int i = 0; i < element->namespace_count; i++) {
        const char *prefix = (const char *)element->namespaces[2 * i],
                   *uri = (const char *)element->namespaces[2 * i + 1];
        padan_buffer_format(out, " xmlns%s%s=\"", prefix ? ":" : "", prefix ? prefix : "");
        padan_xml_value(out, padan_string(uri));
        padan_buffer_byte(out, '"');
    }
    padan_buffer_byte(out, '>');
}

void padan_xliff_note_root(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    struct padan_xliff_element unit = *element;
    padan_xliff_note_tag(&xliff->resume.root, element);
    unit.name = xliff->version == 2 ? "unit" : "trans-unit";
    name_element(&xliff->resume.unit, &unit);
}

void padan_xliff_note_unit(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    struct padan_xliff_resumption *resume = &xliff->resume;
    padan_buffer_clear(&resume->unit);
    name_element(&resume->unit, element);
    resume->groups = 0;
    for (size_t i = 0; i < xliff->depth; i++)
        resume->groups += xliff->places[i] == XLIFF_GROUP;
    resume->opened = true;
    resume->anchor = place_of(xliff);
    padan_tmx_stream_forget(&xliff->stream, resume->anchor);
}

void padan_xliff_note_end(struct padan_xliff_reader *xliff)
{
    xliff->resume.entities.unit_grown = 0;
    xliff->resume.anchor = place_of(xliff);
    padan_tmx_stream_forget(&xliff->stream, xliff->resume.anchor);
}

int padan_xliff_bytes(void *context, char *buffer, int size)
{
    struct padan_xliff_reader *xliff = context;
    struct padan_xliff_resumption *resume = &xliff->resume;
    size_t given = resume->prefix.size - resume->prefix_given;
    if (xliff->status != PADAN_OK)
        return -1;
    if (given > 0) {
        given = given < (size_t)size ? given : (size_t)size;
        memcpy(buffer, resume->prefix.data + resume->prefix_given, given);
        resume->prefix_given += given;
        return (int)given;
    }
    int status = padan_tmx_stream_read(&xliff->stream, buffer, (size_t)size, &given, xliff->error);
    errno = 0; /* padan_xml_lacks_memory asks what has come since */
    if (status == PADAN_OK)
        return (int)given;
    xliff->status = status;
    return -1;
}

bool padan_xliff_prefixed(struct padan_xliff_reader *xliff, enum padan_xliff_place *place)
{
    if (xliff->resume.prefix_tags == 0)
        return false;
    xliff->resume.prefix_tags--;
    *place = xliff->depth == 1 ? XLIFF_ROOT : xliff->depth == 2 ? XLIFF_FILE : XLIFF_GROUP;
    return true;
}

static bool in_unit(const struct padan_xliff_reader *xliff)
{
    for (size_t i = 0; i < xliff->depth; i++)
        if (xliff->places[i] == XLIFF_UNIT)
            return true;
    return false;
}

/* A fault at the place of the one told last, where this parser has read nothing, is the same one. */
static int tell_fault(struct padan_xliff_reader *xliff, struct padan_error *error)
{
    struct padan_xliff_resumption *resume = &xliff->resume;
    bool told = resume->told_at == resume->at + 1 && !resume->opened;
    resume->told_at = resume->at + 1;
    if (told)
        return PADAN_OK;
    if (in_unit(xliff))
        return padan_xliff_refuse_unit(xliff, xliff->refused ? &xliff->reason : &resume->fault, error);
    padan_reading_fault(xliff->reading, resume->fault.status, resume->fault.line, "%.400s; what can be read is kept",
                        resume->fault.message);
    return padan_reading_check(xliff->reading, error);
}

/* The start tags around the next unit; where another <file> begins before it, the root alone. */
static int make_prefix(struct padan_xliff_reader *xliff, bool in_file, struct padan_error *error)
{
    struct padan_xliff_resumption *resume = &xliff->resume;
    padan_buffer_clear(&resume->prefix);
    padan_buffer_append(&resume->prefix, resume->root.data, resume->root.size);
    resume->prefix_tags = 1;
    if (in_file && resume->file.size > 0) {
        padan_buffer_append(&resume->prefix, resume->file.data, resume->file.size);
        resume->prefix_tags += 1 + resume->groups;
        size_t colon = strcspn(resume->unit.data, ":");
        int prefix = resume->unit.data[colon] ? (int)colon + 1 : 0;
        for (size_t i = 0; i < resume->groups; i++)
            padan_buffer_format(&resume->prefix, "<%.*s%s>", prefix, resume->unit.data,
                                i == 0 && xliff->version == 1 ? "body" : "group");
    }
    return resume->prefix.failed || resume->unit.failed ? padan_error_allocation(error) : PADAN_OK;
}

static size_t find_file(const struct padan_xliff_reader *xliff, size_t from, size_t to)
{
    struct padan_string passed = padan_tmx_stream_view(&xliff->stream, from, to);
    const char *found = passed.size > 0 ? memmem(passed.data, passed.size, "<file", 5) : NULL;
    return found ? from + (size_t)(found - passed.data) : to;
}

static int find_unit(struct padan_xliff_reader *xliff, bool *found, struct padan_error *error)
{
    struct padan_xliff_resumption *resume = &xliff->resume;
    size_t place, from = resume->anchor;
    /* Without a unit there is nothing to go on from, and what is broken everywhere has none. */
    if (!resume->unit.data || ++resume->count > resumptions_allowed)
        return PADAN_OK;
    if (!resume->opened && from <= resume->base)
        from = resume->base + 1;
    if (from < resume->at && resume->reread > reread_allowed)
        from = resume->at;
    int status = padan_tmx_stream_find(&xliff->stream, resume->unit.data, from, &place, found, error);
    if (status != PADAN_OK || !*found)
        return status;
    resume->base = find_file(xliff, from, place);
    return make_prefix(xliff, resume->base == place, error);
}

/* Makes ready for the parser that begins at resume->base. */
static void begin_again(struct padan_xliff_reader *xliff)
{
    struct padan_xliff_resumption *resume = &xliff->resume;
    if (resume->at > resume->base)
        resume->reread += resume->at - resume->base;
    xliff->status = PADAN_OK;
    xliff->closed = false;
    xliff->depth = xliff->inline_depth = xliff->held = 0;
    padan_xliff_unit_clear(xliff);
    xliff->stream.next = resume->base;
    resume->entities.unit_grown = 0;
    resume->broken = resume->opened = false;
    resume->prefix_given = 0;
    resume->anchor = resume->base;
    resume->line_base = padan_tmx_stream_line(&xliff->stream, resume->base) - 1;
    padan_tmx_stream_forget(&xliff->stream, resume->base);
}

int padan_xliff_resume(struct padan_xliff_reader *xliff, bool *again, struct padan_error *error)
{
    struct padan_error fault = xliff->resume.fault;
    bool found = false;
    int status = PADAN_OK;
    if (xliff->units > 0 || xliff->resume.unit.data)
        status = tell_fault(xliff, error);
    xliff->status = PADAN_OK;
    if (status == PADAN_OK)
        status = find_unit(xliff, &found, error);
    if (status != PADAN_OK)
        return status;
    if (!found && xliff->reading->summary.read == 0) {
        if (error)
            *error = fault;
        return fault.status;
    }
    *again = found;
    if (found)
        begin_again(xliff);
    return PADAN_OK;
}

void padan_xliff_resumption_free(struct padan_xliff_resumption *resume)
{
    padan_buffer_free(&resume->root);
    padan_buffer_free(&resume->file);
    padan_buffer_free(&resume->unit);
    padan_buffer_free(&resume->prefix);
    padan_entities_free(&resume->entities);
}
