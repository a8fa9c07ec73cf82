/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "pairing.h"
#include "screen.h"

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<title>Aligned texts</title>\n"
    "<style>\n"
    "body { font-family: sans-serif; line-height: 1.4; margin: 1em auto; max-width: 75em; }\n"
    "table { border-collapse: collapse; width: 100%; }\n"
    "caption { text-align: start; padding: .5em; }\n"
    "th, td { border-bottom: 1px solid #ccc; padding: .4em .6em; text-align: start; "
    "vertical-align: top; }\n"
    ".number { color: #666; text-align: end; }\n"
    ".doubtful .confidence { background: #fe9; color: #000; }\n"
    ".poor .confidence { background: #fb9; color: #000; }\n"
    ".alone td { background: #eee; color: #000; }\n"
    ".below td { text-decoration: line-through; }\n"
    "</style>\n"
    "</head>\n"
    "<body>\n";

static int put_cell(struct padan_output *output, const char *tag, const char *language, const char *text,
                    struct padan_error *error)
{
    /* The same characters are bad for a page and for a screen. */
    char *safe = screen_text(padan_string(text), error);
    if (!safe)
        return error->status;
    int status = language ? padan_output_format(output, error, "<%s lang=\"%s\" dir=\"auto\">", tag, language)
                          : padan_output_format(output, error, "<%s>", tag);
    if (status == PADAN_OK)
        status = html_put(output, safe, strlen(safe), error);
    if (status == PADAN_OK)
        status = padan_output_format(output, error, "</%s>", tag);
    free(safe);
    return status;
}

static int put_side(struct padan_output *output, const struct source *side, size_t first, size_t count,
                    struct padan_error *error)
{
    char *text = side_text(side, first, count, error);
    int status = text ? put_cell(output, "td", side->language, text, error) : (int)error->status;
    free(text);
    return status;
}

static int put_bead(struct padan_output *output, const struct pairing *pairing, size_t number, double least,
                    struct padan_error *error)
{
    const struct padan_bead *bead = &pairing->alignment->beads[number];
    bool alone = bead->source_count == 0 || bead->target_count == 0;
    const char *sure = bead->confidence < CONFIDENCE_POOR       ? "poor"
                       : bead->confidence < CONFIDENCE_DOUBTFUL ? "doubtful"
                                                                : "sure";
    int hundredths = (int)(bead->confidence * 100);
    int status =
        padan_output_format(output, error,
                            "<tr class=\"%s%s%s\"><td class=\"number\">%zu</td><td class=\"confidence\">%d.%02d"
                            "</td>",
                            sure, alone ? " alone" : "", bead->confidence < least ? " below" : "", number,
                            hundredths / 100, hundredths % 100);
    if (status == PADAN_OK)
        status = put_side(output, &pairing->source, bead->source, bead->source_count, error);
    if (status == PADAN_OK)
        status = put_side(output, &pairing->target, bead->target, bead->target_count, error);
    return status == PADAN_OK ? padan_output_format(output, error, "</tr>\n") : status;
}

static int put_table(struct padan_output *output, const struct pairing *pairing, double least,
                     struct padan_error *error)
{
    int status = padan_output_format(output, error, "<table>\n<thead><tr><th>Bead</th><th>Confidence</th>");
    if (status == PADAN_OK)
        status = put_cell(output, "th", NULL, pairing->source_name, error);
    if (status == PADAN_OK)
        status = put_cell(output, "th", NULL, pairing->target_name, error);
    if (status == PADAN_OK)
        status = padan_output_format(output, error, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; status == PADAN_OK && i < pairing->alignment->count; i++)
        status = put_bead(output, pairing, i, least, error);
    return status == PADAN_OK ? padan_output_format(output, error, "</tbody>\n</table>\n") : status;
}

static int write_html(const struct pairings *pairings, struct padan_output *output, struct padan_error *error)
{
    int status = padan_output_write(output, head, sizeof head - 1, error);
    for (size_t i = 0; status == PADAN_OK && i < pairings->count; i++)
        status = put_table(output, &pairings->items[i], pairings->least, error);
    return status == PADAN_OK ? padan_output_format(output, error, "</body>\n</html>\n") : status;
}

const struct pairing_format pairing_html = { .name = "html", .write = write_html };
