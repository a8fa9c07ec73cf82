/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hits as a page that needs nothing else, marked on both sides. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "finding.h"
#include "html.h"
#include "utf8.h"

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<title>Words found</title>\n"
    "<style>\n"
    "body { font-family: sans-serif; line-height: 1.4; margin: 1em auto; max-width: 75em; }\n"
    "table { border-collapse: collapse; margin-block-end: 2em; width: 100%; }\n"
    "th, td { border-bottom: 1px solid #ccc; padding: .4em .6em; text-align: start; vertical-align: top; }\n"
    "td[lang] { width: 42%; }\n"
    ".place { color: #666; font-size: smaller; overflow-wrap: anywhere; }\n"
    ".number { text-align: end; }\n"
    "mark { background: #fe9; color: #000; font-weight: bold; }\n"
    "mark.rendering { background: #cfe8cf; }\n"
    "@media print { body { max-width: none; } tr { break-inside: avoid; } thead { display: table-header-group; }\n"
    "mark { background: none; text-decoration: underline; } }\n"
    "</style>\n"
    "</head>\n"
    "<body>\n";

/* The same characters are bad for a page and for a screen. */
static int put_text(struct padan_output *output, struct padan_string text, struct padan_error *error)
{
    char *safe = screen_text(text, error);
    int status = safe ? html_put(output, safe, strlen(safe), error) : (int)error->status;
    free(safe);
    return status;
}

/* Spaces at the ends of a piece would be folded away by screen_text, and with them those between words. */
static int put_piece(struct padan_output *output, struct padan_string text, size_t start, size_t end,
                     struct padan_error *error)
{
    struct padan_string piece = { text.data + start, end - start };
    bool before = piece.size > 0 && start > 0 && (*piece.data == ' ' || *piece.data == '\n' || *piece.data == '\t');
    char last = piece.size > 1 ? piece.data[piece.size - 1] : 'x';
    bool after = end < text.size && (last == ' ' || last == '\n' || last == '\t');
    int status = before ? padan_output_write(output, " ", 1, error) : PADAN_OK;
    if (status == PADAN_OK)
        status = put_text(output, piece, error);
    return status == PADAN_OK && after ? padan_output_write(output, " ", 1, error) : status;
}

static int put_marked(struct padan_output *output, struct padan_string text, const struct padan_span *spans,
                      size_t count, const char *mark, struct padan_error *error)
{
    size_t at = 0;
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < count; i++) {
        status = put_piece(output, text, at, spans[i].start, error);
        if (status == PADAN_OK)
            status = padan_output_format(output, error, "<mark%s>", mark);
        if (status == PADAN_OK)
            status = put_piece(output, text, spans[i].start, spans[i].end, error);
        if (status == PADAN_OK)
            status = padan_output_format(output, error, "</mark>");
        at = spans[i].end;
    }
    return status == PADAN_OK ? put_piece(output, text, at, text.size, error) : status;
}

static int put_cell(struct padan_output *output, struct padan_string language, struct padan_error *error)
{
    int status = padan_output_format(output, error, "<td lang=\"");
    if (status == PADAN_OK)
        status = html_put(output, language.data, language.size, error);
    return status == PADAN_OK ? padan_output_format(output, error, "\" dir=\"auto\">") : status;
}

static int put_target(struct finding *finding, const struct hit *hit, size_t target, struct padan_error *error)
{
    struct padan_span *spans = calloc(2 * hit->rendering_count + 1, sizeof *spans);
    const struct padan_find_target *shown = &hit->found.targets[target];
    size_t count = 0;
    if (!spans)
        return no_memory(error);
    if (target == hit->rendered && hit->rendering_count > 0)
        count = finding_rendered_spans(spans, hit);
    int status = put_cell(finding->output, shown->language, error);
    if (status == PADAN_OK)
        status = put_marked(finding->output, shown->text, spans, count, " class=\"rendering\"", error);
    free(spans);
    return status == PADAN_OK ? padan_output_format(finding->output, error, "</td>") : status;
}

static int put_place(struct finding *finding, const struct padan_found *found, struct padan_error *error)
{
    struct padan_output *output = finding->output;
    int status = padan_output_format(output, error, "<td class=\"place\">");
    if (status == PADAN_OK)
        status = put_text(output, found->document, error);
    if (status == PADAN_OK && found->document.size > 0 && found->position >= 0)
        status = padan_output_format(output, error, ", %" PRId64, found->position);
    if (status == PADAN_OK)
        status =
            padan_output_format(output, error, "%sunit %" PRId64, found->document.size > 0 ? "<br>" : "", found->unit);
    if (status == PADAN_OK && finding->memory) {
        status = padan_output_format(output, error, " of ");
        if (status == PADAN_OK)
            status = put_text(output, padan_string(finding->memory), error);
    }
    return status == PADAN_OK ? padan_output_format(output, error, "</td>") : status;
}

int finding_put_html(struct finding *finding, const struct hit *hit, struct padan_error *error)
{
    const struct padan_found *found = &hit->found;
    struct padan_output *output = finding->output;
    int status = padan_output_format(output, error, "<tr>");
    if (status == PADAN_OK)
        status = put_place(finding, found, error);
    if (status == PADAN_OK)
        status = put_cell(output, found->language, error);
    if (status == PADAN_OK)
        status = put_marked(output, found->text, found->spans, found->span_count, "", error);
    if (status == PADAN_OK)
        status = padan_output_format(output, error, "</td>");
    for (size_t i = 0; status == PADAN_OK && i < found->target_count; i++)
        status = put_target(finding, hit, i, error);
    return status == PADAN_OK ? padan_output_format(output, error, "</tr>\n") : status;
}

int finding_begin_html(struct finding *finding, struct padan_error *error)
{
    int status = padan_output_write(finding->output, head, sizeof head - 1, error);
    if (status == PADAN_OK)
        status = padan_output_format(finding->output, error, "<h1 dir=\"auto\">");
    if (status == PADAN_OK)
        status = put_text(finding->output, padan_string(finding->query), error);
    return status == PADAN_OK ? padan_output_format(finding->output, error, "</h1>\n<table>\n<tbody>\n") : status;
}

static int put_count(struct finding *finding, const struct padan_rendering_count *row, struct padan_error *error)
{
    struct padan_output *output = finding->output;
    int status = padan_output_format(output, error, "<tr>");
    if (status == PADAN_OK)
        status = put_cell(output, padan_string(finding->marking.target), error);
    if (status == PADAN_OK)
        status = put_text(output, row->text, error);
    return status == PADAN_OK ? padan_output_format(output, error,
                                                    "</td><td class=\"number\">%" PRId64
                                                    "</td><td class=\"number\">%.0f %%</td>"
                                                    "<td class=\"number\">%.2f</td></tr>\n",
                                                    row->count, 100 * row->share, row->probability)
                              : status;
}

static int put_counts(struct finding *finding, struct padan_error *error)
{
    struct padan_rendering_count *rows;
    size_t count;
    int status = padan_rendering_table_list(finding->marking.table, &rows, &count, error);
    if (status == PADAN_OK)
        status = padan_output_format(finding->output, error,
                                     "<table>\n<thead><tr><th>Rendering</th><th>Count</th><th>Share</th><th>Sure</th>"
                                     "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; status == PADAN_OK && i < count; i++)
        status = put_count(finding, &rows[i], error);
    free(rows);
    return status == PADAN_OK ? padan_output_format(finding->output, error, "</tbody>\n</table>\n") : status;
}

int finding_end_html(struct finding *finding, struct padan_error *error)
{
    int status = padan_output_format(finding->output, error, "</tbody>\n</table>\n");
    if (status == PADAN_OK && finding->marking.table)
        status = put_counts(finding, error);
    return status == PADAN_OK ? padan_output_format(finding->output, error, "</body>\n</html>\n") : status;
}
