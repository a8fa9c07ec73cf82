/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "matching.h"
#include "message.h"
#include "utf8.h"

/*
 * Edits stand in the text as SCREEN_MARK, a sign for the kind, the words, the sign, SCREEN_MARK_END, until it is made
 * fit for the screen.
 */
enum { DELETED = '-', INSERTED = '+' };

/* A control character of a text may not be taken for a mark. */
static void put_raw(FILE *out, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        fputc(text[i] == SCREEN_MARK || text[i] == SCREEN_MARK_END ? '\003' : text[i], out);
}

static void put_marked(FILE *out, int kind, struct padan_string text, size_t start, size_t end)
{
    if (start == end)
        return;
    fprintf(out, "%c%c", SCREEN_MARK, kind);
    put_raw(out, text.data + start, end - start);
    fprintf(out, "%c%c", kind, SCREEN_MARK_END);
}

static bool is_blank(struct padan_string text, size_t at)
{
    return at < text.size && (text.data[at] == ' ' || text.data[at] == '\t' || text.data[at] == '\n');
}

/* Words that are left out bring the space before them along, or where nothing stands before them, that after them. */
static void put_edit(FILE *out, const struct padan_edit *edit, struct padan_string text, struct padan_string query)
{
    bool only = edit->kind == PADAN_EDIT_DELETE;
    bool open = edit->query_start > 0 && !is_blank(query, edit->query_start - 1);
    if (only && open && edit->start > 0 && is_blank(text, edit->start - 1))
        fputc(' ', out);
    put_marked(out, DELETED, text, edit->start, edit->end);
    put_marked(out, INSERTED, query, edit->query_start, edit->query_end);
    if (only && !open && is_blank(text, edit->end) && !is_blank(query, edit->query_end))
        fputc(' ', out);
}

/* The query with the edits that made it of the text; NULL: no memory. */
static char *mark_edits(const struct padan_edits *edits, struct padan_string text, struct padan_string query,
                        struct padan_error *error)
{
    char *raw = NULL, *safe = NULL;
    size_t size, at = 0;
    FILE *out = open_memstream(&raw, &size);
    if (!out) {
        no_memory(error);
        return NULL;
    }
    for (size_t i = 0; i < edits->count; i++) {
        put_raw(out, query.data + at, edits->items[i].query_start - at);
        put_edit(out, &edits->items[i], text, query);
        at = edits->items[i].query_end;
    }
    put_raw(out, query.data + at, query.size - at);
    bool written = !ferror(out);
    if (fclose(out) == 0 && written)
        safe = screen_marked_text((struct padan_string){ raw, size }, error);
    else
        no_memory(error);
    free(raw);
    return safe;
}

static void put_begin(FILE *out, const struct screen *screen, char kind)
{
    if (screen->colour)
        fputs(kind == DELETED ? "\033[9;31m" : "\033[32m", out);
    else
        fputs(kind == DELETED ? "[-" : "{+", out);
}

static void put_end(FILE *out, const struct screen *screen, char kind)
{
    fputs(screen->colour ? "\033[0m" : kind == DELETED ? "-]" : "+}", out);
}

static void put_screen(FILE *out, const struct screen *screen, const char *text)
{
    for (; *text; text++) {
        if (*text == SCREEN_MARK)
            put_begin(out, screen, *++text);
        else if (text[1] == SCREEN_MARK_END)
            put_end(out, screen, *text++);
        else
            fputc(*text, out);
    }
}

static int put_plain(FILE *out, const char *before, struct padan_string text, const char *after,
                     struct padan_error *error)
{
    char *safe = screen_text(text, error);
    if (!safe)
        return error->status;
    fprintf(out, "%s%s%s", before, safe, after);
    free(safe);
    return PADAN_OK;
}

/* What the matches are ranked by. It is cut, not rounded: 99.9 is not 100. */
static void put_rank(FILE *out, const struct matching *matching, const struct padan_match *match)
{
    if (matching->options.rank == PADAN_MATCH_BY_SIMILARITY)
        fprintf(out, "%3d%%", (int)(100 * match->similarity + 1e-9));
    else
        fprintf(out, "%4d", (int)(match->score + 1e-9));
}

static int put_head(FILE *out, const struct matching *matching, const struct padan_match *match,
                    struct padan_error *error)
{
    int status = PADAN_OK;
    bool names_memory = option_count(matching->arguments, OPTION_MEMORY) > 1;
    put_rank(out, matching, match);
    fprintf(out, "  %s, unit %" PRId64, padan_match_kind_name(match->kind), match->unit);
    if (names_memory)
        status = put_plain(out, " of ", padan_string(match->path), "", error);
    if (status == PADAN_OK && match->document.size > 0)
        status = put_plain(out, ", ", match->document, "", error);
    if (match->penalty > 0)
        fprintf(out, ", less a penalty of %g", match->penalty);
    fputc('\n', out);
    return status;
}

static int put_repair(FILE *out, const struct padan_match *match, const struct padan_repair *repair,
                      struct padan_error *error)
{
    if (repair->count == 0)
        return PADAN_OK;
    fprintf(out, "      %-6s ", match->language);
    int status = put_plain(out, "", repair->target, " (repaired", error);
    for (size_t i = 0; status == PADAN_OK && i < repair->count; i++) {
        status = put_plain(out, i == 0 ? ": " : ", ", repair->items[i].was, " -> ", error);
        if (status == PADAN_OK)
            status = put_plain(out, "", repair->items[i].now, "", error);
    }
    fputs(")\n", out);
    return status;
}

static int put_match(struct answerer *answerer, const struct answer *answer, const struct padan_match *match, FILE *out,
                     struct padan_error *error)
{
    struct padan_edits edits;
    struct padan_repair repair;
    int status = answer_edits(answerer, match, &edits, error);
    if (status == PADAN_OK)
        status = answer_repair(answerer, answer, match, &repair, error);
    char *marked = status == PADAN_OK ? mark_edits(&edits, match->source, answer->query, error) : NULL;
    if (!marked)
        return status == PADAN_OK ? (int)error->status : status;
    status = put_head(out, answerer->matching, match, error);
    fprintf(out, "      %-6s ", match->source_language);
    put_screen(out, &answerer->matching->screen, marked);
    fprintf(out, "\n      %-6s ", match->language);
    free(marked);
    if (status == PADAN_OK)
        status = put_plain(out, "", match->target, "\n", error);
    return status == PADAN_OK ? put_repair(out, match, &repair, error) : status;
}

static int put_part(const struct answer *answer, const struct part *part, FILE *out, struct padan_error *error)
{
    struct padan_string text = { answer->query.data + part->start, part->end - part->start };
    int status = put_plain(out, "      part   ", text, "", error);
    fprintf(out, " (in %" PRId64 " %s)\n", part->segments, noun(part->segments, "segment", "segments"));
    for (size_t i = 0; status == PADAN_OK && i < part->rendering_count; i++) {
        fprintf(out, "      %-6s ", part->language);
        status = put_plain(out, "", padan_string(part->renderings[i].text), "", error);
        fprintf(out, " (%" PRId64 ")\n", part->renderings[i].count);
    }
    return status;
}

int answer_put_text(struct answerer *answerer, const struct answer *answer, FILE *out, struct padan_error *error)
{
    int status = put_plain(out, "", answer->query, "\n", error);
    for (size_t i = 0; status == PADAN_OK && i < answer->matches.count; i++)
        status = put_match(answerer, answer, &answer->matches.items[i], out, error);
    if (status == PADAN_OK && answer->matches.count == 0)
        fputs("      no match\n", out);
    for (size_t i = 0; status == PADAN_OK && i < answer->parts.count; i++)
        status = put_part(answer, &answer->parts.items[i], out, error);
    if (answerer->matching->times)
        fprintf(out, "      %.3f ms\n", answer->milliseconds);
    return status == PADAN_OK && ferror(out) ? no_memory(error) : status;
}
