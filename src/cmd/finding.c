/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finding.h"

#include <padan/exchange.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "record.h"
#include "utf8.h"

static json_t *spans_json(struct padan_string text, const struct padan_span *spans, size_t count)
{
    json_t *list = json_array();
    size_t at = 0, points = 0;
    for (size_t i = 0; i < count; i++) {
        points += padan_text_length((struct padan_string){ text.data + at, spans[i].start - at });
        size_t size =
            padan_text_length((struct padan_string){ text.data + spans[i].start, spans[i].end - spans[i].start });
        json_t *pair = json_added(json_array(), json_integer((json_int_t)points));
        list = json_added(list, json_added(pair, json_integer((json_int_t)(points + size))));
        points += size;
        at = spans[i].end;
    }
    return list;
}

static json_t *renderings_json(const struct hit *hit)
{
    json_t *list = json_array();
    for (size_t i = 0; i < hit->rendering_count; i++) {
        const struct padan_rendering *rendering = &hit->renderings[i];
        struct record record;
        if (rendering->span_count == 0)
            continue;
        record_begin(&record);
        record_set(&record, "spans",
                   spans_json(hit->found.targets[hit->rendered].text, rendering->spans, rendering->span_count));
        record_set(&record, "probability", json_real(rendering->probability));
        list = json_added(list, record_take(&record));
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

/* The target that is marked, or the first; NULL where there is none. */
static const struct padan_find_target *shown_target(const struct hit *hit)
{
    if (hit->found.target_count == 0)
        return NULL;
    return &hit->found.targets[hit->rendered < hit->found.target_count ? hit->rendered : 0];
}

int finding_put_json(struct finding *finding, const struct hit *hit, struct padan_error *error)
{
    const struct padan_found *found = &hit->found;
    const struct padan_find_target *target = shown_target(hit);
    struct record record;
    record_begin(&record);
    record_text(&record, "source", found->text);
    record_set(&record, "target", target ? json_text(target->text) : json_null());
    record_set(&record, "hits", spans_json(found->text, found->spans, found->span_count));
    if (target)
        record_set(&record, "renderings", renderings_json(hit));
    record_integer(&record, "unit", found->unit);
    record_set(&record, "document", found->document.size > 0 ? json_text(found->document) : json_null());
    record_set(&record, "position", found->position < 0 ? json_null() : json_integer(found->position));
    if (found->target_count > 1)
        record_set(&record, "targets", targets_json(found));
    if (finding->memory)
        record_text(&record, "memory", padan_string(finding->memory));
    return record_put(&record, finding->output, error);
}

int finding_put_tsv(struct finding *finding, const struct hit *hit, struct padan_error *error)
{
    const struct padan_found *found = &hit->found;
    const struct padan_find_target *target = shown_target(hit);
    char unit[24], position[24] = "";
    snprintf(unit, sizeof unit, "%" PRId64, found->unit);
    if (found->position >= 0)
        snprintf(position, sizeof position, "%" PRId64, found->position);
    const struct padan_string cells[] = { found->text, target ? target->text : padan_string(NULL), padan_string(unit),
                                          found->document, padan_string(position) };
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

/* A text with marks around spans that are in order and do not overlap, fit for a screen. */
static char *marked_text(struct padan_string text, const struct padan_span *spans, size_t count,
                         struct padan_error *error)
{
    char *raw = malloc(text.size + 2 * count + 1), *to = raw, *marked = NULL;
    size_t at = 0;
    if (!raw) {
        no_memory(error);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        to = put_raw(to, text.data + at, spans[i].start - at);
        *to++ = SCREEN_MARK;
        to = put_raw(to, text.data + spans[i].start, spans[i].end - spans[i].start);
        *to++ = SCREEN_MARK_END;
        at = spans[i].end;
    }
    to = put_raw(to, text.data + at, text.size - at);
    marked = screen_marked_text((struct padan_string){ raw, (size_t)(to - raw) }, error);
    free(raw);
    return marked;
}

static int by_start(const void *left, const void *right)
{
    const struct padan_span *a = left, *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

/* What is marked of a target: renderings that are likelier than not to be at least near, in order. */
size_t finding_rendered_spans(struct padan_span *spans, const struct hit *hit)
{
    const double least = 0.25;
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < hit->rendering_count; i++)
        for (size_t k = 0; k < hit->renderings[i].span_count && hit->renderings[i].probability >= least; k++)
            spans[count++] = hit->renderings[i].spans[k];
    if (count > 0)
        qsort(spans, count, sizeof *spans, by_start);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || spans[i].start >= spans[kept - 1].end)
            spans[kept++] = spans[i];
        else if (spans[i].end > spans[kept - 1].end)
            spans[kept - 1].end = spans[i].end;
    }
    return kept;
}

/* A target of a hit, its renderings marked. */
static char *target_text(const struct hit *hit, size_t target, struct padan_error *error)
{
    struct padan_string text = hit->found.targets[target].text;
    if (target != hit->rendered || hit->rendering_count == 0)
        return marked_text(text, NULL, 0, error);
    struct padan_span *spans = calloc(2 * hit->rendering_count, sizeof *spans);
    if (!spans) {
        no_memory(error);
        return NULL;
    }
    char *marked = marked_text(text, spans, finding_rendered_spans(spans, hit), error);
    free(spans);
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
static int put_sides(struct finding *finding, const struct hit *hit, const char *source, struct padan_error *error)
{
    const struct padan_found *found = &hit->found;
    const struct screen *screen = &finding->screen;
    bool beside = screen->terminal && found->target_count > 0;
    int status = beside ? PADAN_OK : put_line(finding, found->language, source, error);
    for (size_t i = 0; status == PADAN_OK && i < found->target_count; i++) {
        char *target = target_text(hit, i, error);
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

int finding_put_text(struct finding *finding, const struct hit *hit, struct padan_error *error)
{
    const struct padan_found *found = &hit->found;
    char *source = marked_text(found->text, found->spans, found->span_count, error);
    int status = source ? put_place(finding, found, error) : (int)error->status;
    if (status == PADAN_OK)
        status = put_sides(finding, hit, source, error);
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

static int put_context(struct finding *finding, const struct padan_found *found, struct padan_span span,
                       const struct padan_context *context, size_t columns, struct padan_error *error)
{
    const struct screen *screen = &finding->screen;
    bool blank_before = false, blank_after = false, ignored;
    char *before = piece(found->text, context->before, &blank_before, true, error);
    char *hit = before ? piece(found->text, span, &ignored, false, error) : NULL;
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

static int put_columns(struct finding *finding, const struct padan_found *found, struct padan_span span,
                       struct padan_error *error)
{
    struct padan_context context;
    size_t width = padan_text_width((struct padan_string){ found->text.data + span.start, span.end - span.start }) + 8;
    size_t columns = finding->screen.width > width + 20 ? (finding->screen.width - width) / 2 : 10;
    int status = padan_kwic_context(&context, finding->kwic, found->text, span, columns, error);
    return status == PADAN_OK ? put_context(finding, found, span, &context, columns, error) : status;
}

int finding_put_kwic(struct finding *finding, const struct hit *hit, struct padan_error *error)
{
    const struct padan_found *found = &hit->found;
    if (found->span_count == 0)
        return finding_put_text(finding, hit, error);
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < (finding->is_columns ? found->span_count : 1); i++)
        status = put_columns(finding, found, found->spans[i], error);
    if (finding->is_columns)
        return status;
    for (size_t i = 0; status == PADAN_OK && i < found->target_count; i++) {
        char *target = target_text(hit, i, error);
        status = target ? put_line(finding, found->targets[i].language, target, error) : (int)error->status;
        free(target);
    }
    return status;
}

static int put_table_text(struct finding *finding, const struct padan_rendering_count *counts, size_t count,
                          struct padan_error *error)
{
    int64_t rendered, places = padan_rendering_table_places(finding->marking.table, &rendered);
    int status = padan_output_format(finding->output, error, "\nrenderings in %s of %" PRId64 " %s\n",
                                     finding->marking.target, places, noun(places, "place", "places"));
    for (size_t i = 0; status == PADAN_OK && i < count; i++) {
        char *text = screen_text(counts[i].text, error);
        status = text ? padan_output_format(finding->output, error, "%6" PRId64 "  %3.0f %%  sure %.2f  %s\n",
                                            counts[i].count, 100 * counts[i].share, counts[i].probability, text)
                      : (int)error->status;
        free(text);
    }
    if (status == PADAN_OK && rendered < places)
        status = padan_output_format(finding->output, error, "%6" PRId64 "  %3.0f %%             (none found)\n",
                                     places - rendered, 100 * (double)(places - rendered) / (double)places);
    return status;
}

static int put_table_row(struct finding *finding, const struct padan_rendering_count *row, struct padan_error *error)
{
    char count[24], share[16], probability[16];
    snprintf(count, sizeof count, "%" PRId64, row->count);
    snprintf(share, sizeof share, "%.4f", row->share);
    snprintf(probability, sizeof probability, "%.4f", row->probability);
    const struct padan_string cells[] = { row->text,           padan_string(count),
                                          padan_string(share), padan_string(probability),
                                          row->first_document, row->last_document };
    return padan_tsv_row(finding->output, cells, sizeof cells / sizeof *cells, error);
}

int finding_put_table(struct finding *finding, struct padan_error *error)
{
    struct padan_rendering_count *counts;
    size_t count;
    if (!finding->marking.table || finding->put == finding_put_json)
        return PADAN_OK;
    int status = padan_rendering_table_list(finding->marking.table, &counts, &count, error);
    if (status == PADAN_OK && finding->put == finding_put_tsv)
        for (size_t i = 0; status == PADAN_OK && i < count; i++)
            status = put_table_row(finding, &counts[i], error);
    else if (status == PADAN_OK && finding->put != finding_put_html)
        status = put_table_text(finding, counts, count, error);
    free(counts);
    return status;
}

int finding_put_collocates(struct finding *finding, struct padan_error *error)
{
    struct padan_collocate *list;
    size_t count;
    bool is_tsv = finding->put == finding_put_tsv;
    int status = padan_collocates_list(finding->collocates, &list, &count, error);
    if (status == PADAN_OK)
        status = padan_output_format(finding->output, error,
                                     is_tsv ? "word\tcount\texpected\tscore\n" : " count  expected     score  word\n");
    for (size_t i = 0; status == PADAN_OK && i < count; i++) {
        int size = (int)list[i].text.size;
        const char *word = list[i].text.data;
        status = is_tsv ? padan_output_format(finding->output, error, "%.*s\t%" PRId64 "\t%.2f\t%.2f\n", size, word,
                                              list[i].count, list[i].expected, list[i].score)
                        : padan_output_format(finding->output, error, "%6" PRId64 " %9.2f %9.2f  %.*s\n", list[i].count,
                                              list[i].expected, list[i].score, size, word);
    }
    free(list);
    return status;
}

static int put_names(struct finding *finding, const char *const *names, size_t count, struct padan_error *error)
{
    struct padan_string cells[6];
    for (size_t i = 0; i < count; i++)
        cells[i] = padan_string(names[i]);
    return padan_tsv_row(finding->output, cells, count, error);
}

int finding_begin(struct finding *finding, struct padan_error *error)
{
    static const char *const hit[] = { "source", "target", "unit", "document", "position" };
    static const char *const rendering[] = { "rendering",   "count",          "share",
                                             "probability", "first_document", "last_document" };
    if (finding->collocates)
        return PADAN_OK;
    if (finding->put == finding_put_html)
        return finding_begin_html(finding, error);
    if (finding->put != finding_put_tsv)
        return PADAN_OK;
    return finding->marking.is_counted ? put_names(finding, rendering, 6, error) : put_names(finding, hit, 5, error);
}

int finding_end(struct finding *finding, struct padan_error *error)
{
    int status = finding_put_table(finding, error);
    return status == PADAN_OK && finding->put == finding_put_html ? finding_end_html(finding, error) : status;
}
