/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read/wrap.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "text/script.h"
#include "text/utf8.h"

enum { NARROWEST = 30, WIDEST = 140 };

/* Columns of the first word. Where words have no spaces between them, a line could end at almost any place. */
static size_t first_word_width(struct padan_string text)
{
    size_t at = 0;
    UErrorCode status = U_ZERO_ERROR;
    UChar32 c = padan_utf8_next(text, &at);
    if (padan_is_unspaced(c))
        return uscript_getScript(c, &status) == USCRIPT_THAI ? 8 : 2;
    for (; at < text.size;) {
        size_t end = at;
        c = padan_utf8_next(text, &at);
        if (u_isUWhiteSpace(c))
            return padan_text_width((struct padan_string){ text.data, end });
    }
    return padan_text_width(text);
}

static bool is_bullet(UChar32 c)
{
    return c == '-' || c == '*' || c == '+' || c == 0x2022 || c == 0x2023 || c == 0x25E6 || c == 0x25AA || c == 0xB7;
}

/* "12. ", "3) ", "(4) ": the number, or 0. */
static unsigned read_ordinal(struct padan_string text)
{
    size_t at = text.data[0] == '(', start = at;
    unsigned number = 0;
    for (; at < text.size && at - start < 3 && text.data[at] >= '0' && text.data[at] <= '9'; at++)
        number = 10 * number + (unsigned)(text.data[at] - '0');
    if (at == start || at + 1 >= text.size || text.data[at + 1] != ' ')
        return 0;
    return text.data[at] == ')' || (text.data[at] == '.' && start == 0) ? number : 0;
}

static void measure_start(struct padan_text_line *line, struct padan_string text)
{
    size_t at = 0;
    UChar32 c = padan_utf8_next(text, &at);
    bool spaced = at < text.size && (text.data[at] == ' ' || text.data[at] == '\t');
    line->dash = spaced && (c == 0x2013 || c == 0x2014);
    line->ordinal = read_ordinal(text);
    line->item = line->ordinal > 0 || (spaced && is_bullet(c));
    line->lower = u_islower(c) || padan_is_unspaced(c);
}

void padan_text_line_measure(struct padan_text_line *line, struct padan_string source)
{
    struct padan_string text = { source.data + line->start, line->end - line->start };
    measure_start(line, text);
    line->width = padan_text_width((struct padan_string){ source.data + line->begin, line->end - line->begin });
    line->word_width = first_word_width(text);
    char last = text.data[text.size - 1];
    line->final = last == ':' || last == ';' || padan_ends_sentence(text);
    line->wordless = true;
    for (size_t at = 0; at < text.size && line->wordless;)
        line->wordless = !u_isalnum(padan_utf8_next(text, &at));
}

bool padan_wrapping_forced(const struct padan_wrapping *wrapping, const struct padan_text_line *before,
                           const struct padan_text_line *line)
{
    size_t slack = wrapping->width / 12;
    return before->width + 1 + line->word_width + slack > wrapping->width;
}

static int compare_sizes(const void *one, const void *other)
{
    size_t a = *(const size_t *)one, b = *(const size_t *)other;
    return (a > b) - (a < b);
}

/* Whether a line and the next stand in one group, both with words, the second no item. */
static bool is_break(const struct padan_text_line *lines, size_t next)
{
    return !lines[next].first && !lines[next].item && !lines[next - 1].wordless && !lines[next].wordless;
}

/* The width that all but a twentieth of the lines before a break keep to; 0: no break or no memory (false). */
static bool common_width(size_t *width, const struct padan_text_line *lines, size_t count)
{
    size_t *widths = malloc((count + 1) * sizeof *widths), used = 0;
    if (!widths)
        return false;
    for (size_t i = 1; i < count; i++)
        if (is_break(lines, i))
            widths[used++] = lines[i - 1].width;
    qsort(widths, used, sizeof *widths, compare_sizes);
    *width = used > 0 ? widths[used - 1 - used / 20] : 0;
    free(widths);
    return true;
}

/* A width to which lines are wrapped is kept by the last line of a paragraph too. */
static bool is_kept(size_t width, const struct padan_text_line *lines, size_t count)
{
    size_t kept = 0, passed = 0;
    for (size_t i = 0; i < count; i++) {
        bool alone = lines[i].first && (i + 1 == count || lines[i + 1].first);
        passed += !alone && lines[i].width > width;
        kept += !alone && lines[i].width <= width;
    }
    return passed * 10 <= kept;
}

bool padan_wrapping_find(struct padan_wrapping *wrapping, const struct padan_text_line *lines, size_t count)
{
    *wrapping = (struct padan_wrapping){ 0 };
    if (!common_width(&wrapping->width, lines, count))
        return false;
    if (wrapping->width < NARROWEST || wrapping->width > WIDEST || !is_kept(wrapping->width, lines, count))
        return true;
    size_t breaks = 0, forced = 0, inside = 0, lower = 0;
    for (size_t i = 1; i < count; i++) {
        /* A line of less than half the width was ended by the writer, in an address or a verse, say. */
        if (!is_break(lines, i) || lines[i - 1].width * 2 < wrapping->width)
            continue;
        breaks++;
        if (!padan_wrapping_forced(wrapping, &lines[i - 1], &lines[i]))
            continue;
        forced++;
        inside += !lines[i - 1].final;
        lower += !lines[i - 1].final && lines[i].lower;
    }
    bool inside_sentences = inside * 2 >= forced;
    /* A width seen once or twice proves nothing; there the words must go on in lower case. */
    wrapping->wrapped = forced * 4 >= breaks * 3 && inside_sentences && (breaks > 2 || lower == breaks);
    return true;
}

bool padan_wrapping_joins(const struct padan_wrapping *wrapping, const struct padan_text_line *before,
                          const struct padan_text_line *line)
{
    if (!wrapping->wrapped || before->wordless || line->wordless)
        return false;
    if (padan_wrapping_forced(wrapping, before, line))
        return true;
    return line->lower && !before->final && before->width * 2 >= wrapping->width;
}
