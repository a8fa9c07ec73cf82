/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finding.h"

#include <padan/exchange.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "utf8.h"

static json_t *hits_json(const struct padan_found *found)
{
    json_t *list = json_array();
    size_t at = 0, points = 0;
    for (size_t i = 0; i < found->span_count; i++) {
        const struct padan_span *span = &found->spans[i];
        points += padan_text_length((struct padan_string){ found->text.data + at, span->start - at });
        size_t size =
            padan_text_length((struct padan_string){ found->text.data + span->start, span->end - span->start });
        json_t *pair = json_added(json_array(), json_integer((json_int_t)points));
        list = json_added(list, json_added(pair, json_integer((json_int_t)(points + size))));
        points += size;
        at = span->end;
    }
    return list;
}

static json_t *targets_json(const struct padan_found *found)
{
    json_t *list = json_array();
    for (size_t i = 0; i < found->target_count; i++) {
        struct record target;
        record_begin(&target);
        record_text(&target, "language", found->targets[i].language);
        record_text(&target, "text", found->targets[i].text);
        list = json_added(list, record_take(&target));
    }
    return list;
}

int finding_put_json(struct finding *finding, const struct padan_found *found, struct padan_error *error)
{
    struct record record;
    record_begin(&record);
    record_text(&record, "source", found->text);
    record_set(&record, "target", found->target_count > 0 ? json_text(found->targets[0].text) : json_null());
    record_set(&record, "hits", hits_json(found));
    record_integer(&record, "unit", found->unit);
    record_text(&record, "document", found->document);
    record_set(&record, "position", found->position < 0 ? json_null() : json_integer(found->position));
    if (found->target_count > 1)
        record_set(&record, "targets", targets_json(found));
    if (finding->memory)
        record_text(&record, "memory", padan_string(finding->memory));
    return record_put(&record, finding->output, error);
}

int finding_put_tsv(struct finding *finding, const struct padan_found *found, struct padan_error *error)
{
    char unit[24], position[24] = "";
    snprintf(unit, sizeof unit, "%" PRId64, found->unit);
    if (found->position >= 0)
        snprintf(position, sizeof position, "%" PRId64, found->position);
    const struct padan_string cells[] = { found->text,
                                          found->target_count > 0 ? found->targets[0].text : padan_string(NULL),
                                          padan_string(unit), found->document, padan_string(position) };
    return padan_tsv_row(finding->output, cells, sizeof cells / sizeof *cells, error);
}

/* A control character of the text may not be taken for a mark; screen_marked_text makes U+FFFD of this one. */
static char *put_raw(char *to, const char *from, size_t size)
{
    memcpy(to, from, size);
    for (size_t i = 0; i < size; i++)
        to[i] = to[i] == SCREEN_MARK || to[i] == SCREEN_MARK_END ? '\003' : to[i];
    return to + size;
}

/* The text with marks around the hits, fit for a screen. */
static char *marked_text(const struct padan_found *found, struct padan_error *error)
{
    const char *text = found->text.data;
    char *raw = malloc(found->text.size + 2 * found->span_count + 1), *to = raw, *marked = NULL;
    size_t at = 0;
    if (!raw) {
        no_memory(error);
        return NULL;
    }
    for (size_t i = 0; i < found->span_count; i++) {
        const struct padan_span *span = &found->spans[i];
        to = put_raw(to, text + at, span->start - at);
        *to++ = SCREEN_MARK;
        to = put_raw(to, text + span->start, span->end - span->start);
        *to++ = SCREEN_MARK_END;
        at = span->end;
    }
    to = put_raw(to, text + at, found->text.size - at);
    marked = screen_marked_text((struct padan_string){ raw, (size_t)(to - raw) }, error);
    free(raw);
    return marked;
}

static int put_place(struct finding *finding, const struct padan_found *found, struct padan_error *error)
{
    char *document = screen_text(found->document, error);
    if (!document)
        return error->status;
    int status = PADAN_OK;
    if (finding->written > 0)
        status = padan_output_write(finding->output, "\n", 1, error);
    if (status == PADAN_OK && *document)
        status = padan_output_format(finding->output, error, "%s, ", document);
    if (status == PADAN_OK && *document && found->position >= 0)
        status = padan_output_format(finding->output, error, "%" PRId64 ", ", found->position);
    if (status == PADAN_OK)
        status = padan_output_format(finding->output, error, "unit %" PRId64 "%s%s\n", found->unit,
                                     finding->memory ? " of " : "", finding->memory ? finding->memory : "");
    free(document);
    return status;
}

static int put_line(struct finding *finding, struct padan_string language, const char *text, struct padan_error *error)
{
    int status = padan_output_format(finding->output, error, "%-6.*s ", (int)language.size, language.data);
    if (status == PADAN_OK)
        status = screen_put(&finding->screen, text, strlen(text), error);
    return status == PADAN_OK ? padan_output_write(finding->output, "\n", 1, error) : status;
}

/* On a terminal the two languages stand side by side; elsewhere each has a line, so that a line is a whole sentence. */
static int put_sides(struct finding *finding, const struct padan_found *found, const char *source,
                     struct padan_error *error)
{
    const struct screen *screen = &finding->screen;
    bool beside = screen->terminal && found->target_count > 0;
    int status = beside ? PADAN_OK : put_line(finding, found->language, source, error);
    for (size_t i = 0; status == PADAN_OK && i < found->target_count; i++) {
        char *target = screen_text(found->targets[i].text, error);
        if (!target)
            status = error->status;
        else if (beside)
            status = screen_put_pair(screen, "", 0, i == 0 ? source : "", target, error);
        else
            status = put_line(finding, found->targets[i].language, target, error);
        free(target);
    }
    return status;
}

int finding_put_text(struct finding *finding, const struct padan_found *found, struct padan_error *error)
{
    char *source = marked_text(found, error);
    int status = source ? put_place(finding, found, error) : (int)error->status;
    if (status == PADAN_OK)
        status = put_sides(finding, found, source, error);
    free(source);
    return status;
}

/* A piece of context: `blank` where a space stands between it and the hit. */
static char *piece(struct padan_string text, struct padan_span span, bool *blank, bool ends, struct padan_error *error)
{
    struct padan_string view = { text.data + span.start, span.end - span.start };
    *blank = view.size > 0 && view.data[ends ? view.size - 1 : 0] == ' ';
    return screen_text(view, error);
}

static int put_context(struct finding *finding, const struct padan_found *found, const struct padan_context *context,
                       size_t columns, struct padan_error *error)
{
    const struct screen *screen = &finding->screen;
    bool blank_before = false, blank_after = false, ignored;
    char *before = piece(found->text, context->before, &blank_before, true, error);
    char *hit = before ? piece(found->text, found->spans[0], &ignored, false, error) : NULL;
    char *after = hit ? piece(found->text, context->after, &blank_after, false, error) : NULL;
    int status = after ? PADAN_OK : (int)error->status;
    if (status == PADAN_OK) {
        size_t used = padan_text_width(padan_string(before)) + blank_before;
        status = padan_output_format(
            finding->output, error, "%*s%s%s%s%s%s%s%s%s%s\n", (int)(used < columns ? columns - used : 0), "",
            context->is_cut_before ? "..." : "   ", before, blank_before ? " " : "", screen->colour ? "\033[1m" : "[",
            hit, screen->colour ? "\033[0m" : "]", blank_after ? " " : "", after, context->is_cut_after ? "..." : "");
    }
    free(before);
    free(hit);
    free(after);
    return status;
}

int finding_put_kwic(struct finding *finding, const struct padan_found *found, struct padan_error *error)
{
    struct padan_context context;
    if (found->span_count == 0)
        return finding_put_text(finding, found, error);
    struct padan_span hit = found->spans[0];
    size_t width = padan_text_width((struct padan_string){ found->text.data + hit.start, hit.end - hit.start }) + 8;
    size_t columns = finding->screen.width > width + 20 ? (finding->screen.width - width) / 2 : 10;
    int status = padan_kwic_context(&context, finding->kwic, found->text, hit, columns, error);
    if (status == PADAN_OK)
        status = put_context(finding, found, &context, columns, error);
    for (size_t i = 0; status == PADAN_OK && i < found->target_count; i++) {
        char *target = screen_text(found->targets[i].text, error);
        status = target ? put_line(finding, found->targets[i].language, target, error) : (int)error->status;
        free(target);
    }
    return status;
}

int finding_begin(struct finding *finding, struct padan_error *error)
{
    if (finding->put != finding_put_tsv)
        return PADAN_OK;
    const struct padan_string cells[] = { padan_string("source"), padan_string("target"), padan_string("unit"),
                                          padan_string("document"), padan_string("position") };
    return padan_tsv_row(finding->output, cells, sizeof cells / sizeof *cells, error);
}
