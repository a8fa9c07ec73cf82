/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading on after a fault: another parser begins at the next <tu>, within tags such as stood around the last. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "exchange/tmx_reader.h"

/* Going back costs time; what was read twice may not exceed the file by more than this. */
static const size_t reread_allowed = (size_t)64 << 20;
static const size_t depth_kept = 64;   /* what is nested deeper has not ended, and libxml2 stops at 256 */
static const size_t first_piece = 512; /* the parser looks 250 bytes ahead */

void padan_tmx_break(struct padan_tmx_reader *tmx, const struct padan_error *fault)
{
    if (tmx->status != PADAN_OK)
        return;
    tmx->resume.fault = *fault;
    tmx->resume.broken = true;
    tmx->resume.at = padan_tmx_place(tmx);
    padan_tmx_stop(tmx, fault->status);
}

size_t padan_tmx_place(const struct padan_tmx_reader *tmx)
{
    const struct padan_tmx_resumption *resume = &tmx->resume;
    const xmlParserCtxt *context = tmx->context;
    const xmlParserInput *input = context->inputNr > 0 ? context->inputTab[0] : NULL;
    size_t passed = input && input->base ? input->consumed + (size_t)(input->cur - input->base) : 0;
    return passed > resume->prefix.size ? resume->base + passed - resume->prefix.size : resume->base;
}

void padan_tmx_enter(struct padan_tmx_reader *tmx, enum padan_tmx_outer_kind kind,
                     const struct padan_tmx_element *element)
{
    if (!padan_tmx_around_open(&tmx->resume.around, kind, element->name, element))
        padan_tmx_out_of_memory(tmx);
}

void padan_tmx_note_root(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    struct padan_buffer *tu = &tmx->resume.tu;
    padan_tmx_enter(tmx, PADAN_TMX_ROOT, element);
    padan_buffer_clear(tu);
    /* What has a prefix that is not declared is not of TMX. */
    if (element->prefix && element->uri)
        padan_buffer_format(tu, "%s:", (const char *)element->prefix);
    padan_buffer_text(tu, "tu");
    if (tu->failed)
        padan_tmx_out_of_memory(tmx);
}

void padan_tmx_resumption_free(struct padan_tmx_resumption *resume)
{
    padan_entities_free(&resume->entities);
    padan_tmx_around_free(&resume->around);
    padan_buffer_free(&resume->tu);
    padan_buffer_free(&resume->prefix);
}

/* Whether the start tag of a unit, and not that of a <tuv>, begins in the text. */
static bool begins_unit(struct padan_string text)
{
    if (text.size == 0)
        return false;
    const char *at = text.data, *end = text.data + text.size;
    while ((at = memmem(at, (size_t)(end - at), "<tu", 3))) {
        at += 3;
        if (at == end || *at != 'v')
            return true;
    }
    return false;
}

/* Whether a unit was begun: its own start tag may be what is broken. */
static bool fault_is_of_unit(const struct padan_tmx_reader *tmx)
{
    if (padan_tmx_in_unit(tmx))
        return true;
    if (tmx->place != PLACE_BODY && !(tmx->place == PLACE_TMX && tmx->header_given))
        return false;
    struct padan_string passed = padan_tmx_stream_view(&tmx->stream, tmx->resume.anchor, tmx->resume.at);
    return !tmx->closed && begins_unit(passed);
}

static void tell_fault(struct padan_tmx_reader *tmx)
{
    struct padan_tmx_resumption *resume = &tmx->resume;
    bool told = resume->told_at == resume->at + 1 && !resume->opened;
    resume->told_at = resume->at + 1;
    if (told)
        return;
    const struct padan_error *fault = tmx->unit.refused ? &tmx->unit.reason : &resume->fault;
    if (fault_is_of_unit(tmx))
        padan_reading_refuse(tmx->reading, fault->status, fault->line, "unit %lld is left out: %s",
                             (long long)++tmx->unit.number, fault->message);
    else
        padan_reading_fault(tmx->reading, fault->status, fault->line, "%s; what can be read is kept", fault->message);
}

static bool is_dear(const struct padan_tmx_reader *tmx)
{
    return tmx->resume.reread > tmx->delivered / 2 + reread_allowed;
}

/* Where the next <tu> is sought: behind the last tag of a unit, or behind the fault where going back is too dear. */
static size_t search_from(struct padan_tmx_reader *tmx)
{
    struct padan_tmx_resumption *resume = &tmx->resume;
    size_t from = resume->anchor;
    if (!resume->opened && from <= resume->base && (resume->base > 0 || resume->prefix.size > 0))
        from = resume->base + 1;
    if (from < resume->at && is_dear(tmx))
        from = resume->at;
    return from;
}

/* A whole document may follow what stands before the root. */
static int find_root(struct padan_tmx_reader *tmx, bool *found, struct padan_error *error)
{
    struct padan_tmx_stream *stream = &tmx->stream;
    size_t place, from = tmx->resume.base + 1;
    *found = false;
    struct padan_string kept = padan_tmx_stream_view(stream, from, padan_tmx_stream_end(stream));
    if (tmx->place != PLACE_START || kept.size == 0 || !memmem(kept.data, kept.size, "<tmx", 4))
        return PADAN_OK;
    int status = padan_tmx_stream_find(stream, "tmx", from, &place, found, error);
    if (*found) {
        tmx->resume.base = place;
        padan_buffer_clear(&tmx->resume.prefix);
        tmx->verbatim.head_start = place;
        tmx->verbatim.faulty_head = false;
    }
    return status;
}

/*
 * Where the parser begins for a <tu> at `place`: behind the last unit that ends between the fault and there, so that it
 * sees what else begins and ends before the <tu>.
 */
static size_t begin_for(const struct padan_tmx_reader *tmx, size_t place)
{
    const struct padan_tmx_resumption *resume = &tmx->resume;
    size_t from = resume->at > resume->anchor ? resume->at : resume->anchor, begin = place;
    struct padan_string passed = padan_tmx_stream_view(&tmx->stream, from, place);
    char tag[128];
    int size = snprintf(tag, sizeof tag, "</%s>", resume->tu.data);
    if (passed.size == 0 || size >= (int)sizeof tag)
        return place;
    const char *at = passed.data, *end = passed.data + passed.size;
    while ((at = memmem(at, (size_t)(end - at), tag, (size_t)size))) {
        at += size;
        begin = from + (size_t)(at - passed.data);
    }
    return begin;
}

/* The elements that the next parser is to begin in. */
static void settle_around(struct padan_tmx_reader *tmx)
{
    struct padan_tmx_resumption *resume = &tmx->resume;
    struct padan_tmx_around *around = &resume->around;
    while ((is_dear(tmx) || around->count > depth_kept) && padan_tmx_around_is_wrapped(around))
        padan_tmx_around_close(around);
    if (!resume->bodiless && !padan_tmx_around_has(around, PADAN_TMX_BODY)) {
        char body[128];
        snprintf(body, sizeof body, "%.*sbody", (int)(resume->tu.size < 100 ? resume->tu.size - 2 : 0),
                 resume->tu.data);
        resume->prefix.failed |= !padan_tmx_around_open(around, PADAN_TMX_BODY, body, NULL);
    }
    padan_buffer_clear(&resume->prefix);
    padan_tmx_around_write(around, &resume->prefix);
    resume->prefix_tags = around->count;
    resume->reread += resume->prefix.size;
}

static int find_unit(struct padan_tmx_reader *tmx, bool *found, struct padan_error *error)
{
    struct padan_tmx_resumption *resume = &tmx->resume;
    if (resume->around.count == 0) {
        struct padan_tmx_element plain = { .name = "tmx" };
        padan_tmx_note_root(tmx, &plain);
        if (tmx->status != PADAN_OK)
            return tmx->status;
    }
    size_t place;
    int status = padan_tmx_stream_find(&tmx->stream, resume->tu.data, search_from(tmx), &place, found, error);
    if (status != PADAN_OK || !*found)
        return status;
    resume->base = begin_for(tmx, place);
    settle_around(tmx);
    return resume->prefix.failed ? padan_error_allocation(error) : PADAN_OK;
}

/* Makes ready for the parser that begins at resume->base. */
static void begin_again(struct padan_tmx_reader *tmx)
{
    struct padan_tmx_resumption *resume = &tmx->resume;
    if (resume->at > resume->base)
        resume->reread += resume->at - resume->base;
    if (resume->prefix.size > 0)
        tmx->place = padan_tmx_around_has(&resume->around, PADAN_TMX_BODY) ? PLACE_BODY : PLACE_TMX;
    tmx->status = PADAN_OK;
    tmx->closed = false;
    tmx->depth = tmx->held = 0;
    tmx->tag_open = false;
    tmx->stream.next = resume->base;
    resume->entities.unit_grown = 0;
    tmx->verbatim.last_end = resume->base;
    padan_tmx_verbatim_given(tmx, false);
    resume->broken = resume->opened = false;
    resume->prefix_given = 0;
    resume->piece = first_piece;
    resume->anchor = resume->base;
    resume->line_base = padan_tmx_stream_line(&tmx->stream, resume->base) - 1;
    padan_tmx_stream_forget(&tmx->stream, resume->base);
}

/* Of a file without any unit nothing is to be had: its fault is the answer. */
static bool is_useless(const struct padan_tmx_reader *tmx)
{
    return tmx->unit.number == 0 && tmx->reading->summary.read == 0;
}

int padan_tmx_resume(struct padan_tmx_reader *tmx, bool *again, struct padan_error *error)
{
    struct padan_tmx_resumption *resume = &tmx->resume;
    struct padan_error fault = resume->fault;
    bool found = false;
    if (tmx->place != PLACE_START)
        tell_fault(tmx);
    int status = padan_reading_check(tmx->reading, error);
    if (status != PADAN_OK)
        return status;
    tmx->status = PADAN_OK;
    padan_tmx_verbatim_fault(tmx);
    if (tmx->place != PLACE_START)
        padan_tmx_finish_header(tmx);
    padan_tmx_unit_clear(&tmx->unit);
    if (tmx->status != PADAN_OK)
        return tmx->status;
    if (tmx->place == PLACE_START)
        status = find_root(tmx, &found, error);
    if (status == PADAN_OK && !found)
        status = find_unit(tmx, &found, error);
    if (status != PADAN_OK)
        return status;
    if (!found && is_useless(tmx)) {
        if (error)
            *error = fault;
        return fault.status;
    }
    if (found && tmx->place == PLACE_START)
        tell_fault(tmx);
    *again = found;
    if (found)
        begin_again(tmx);
    return PADAN_OK;
}
