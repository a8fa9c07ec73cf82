/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is put right without asking: blanks at the ends and several in a row; and a straight quotation mark or
 * apostrophe in a text that has the typographic ones.
 *
 *     " Two  words "       => "Two words"
 *     "“Yes\", he said."   => "“Yes”, he said."
 */
#include <string.h>

#include "base/error.h"
#include "check/checking.h"
#include "check/language.h"
#include "text/utf8.h"

enum { MOST_VARIANTS = 256 };

/* What is asked for, and a place for the new texts of a unit. */
struct fixing {
    const struct padan_check_options *options;
    const char *file; /* the memory's path */
    bool on[PADAN_CHECK_COUNT];
    struct padan_buffer text;
    size_t starts[MOST_VARIANTS + 1];
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Appends a text without needless blanks; line ends within it stay. */
static void fix_blanks(struct padan_buffer *out, struct padan_string text)
{
    size_t start = 0, end = text.size;
    while (start < end && is_blank(text.data[start]))
        start++;
    while (end > start && is_blank(text.data[end - 1]))
        end--;
    for (size_t at = start; at < end; at++) {
        if (text.data[at] != ' ' || at + 1 == end || text.data[at + 1] != ' ')
            padan_buffer_byte(out, text.data[at]);
    }
}

/* Opening and closing marks of a text: those of the kind that it has. */
struct pair_of_marks {
    const char *open, *close;
};
static const struct pair_of_marks kinds[] = {
    { "\xE2\x80\x9C", "\xE2\x80\x9D" }, /* “ ” */
    { "\xE2\x80\x9E", "\xE2\x80\x9C" }, /* „ “ */
    { "\xE2\x80\x9E", "\xE2\x80\x9D" }, /* „ ” */
    { "\xC2\xAB", "\xC2\xBB" },         /* « » */
};

static size_t count(struct padan_string text, const char *mark)
{
    size_t found = 0, size = strlen(mark);
    for (size_t at = 0; at + size <= text.size; at++)
        found += memcmp(text.data + at, mark, size) == 0;
    return found;
}

/*
 * A single straight mark beside a single typographic one that lacks its counterpart becomes that counterpart. Anything
 * else is left alone.
 */
static void fix_quotes(struct padan_buffer *out, size_t start)
{
    struct padan_string text = { out->data + start, out->size - start };
    if (out->failed || text.size == 0 || count(text, "\"") != 1)
        return;
    size_t straight = (size_t)((const char *)memchr(text.data, '"', text.size) - text.data);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t open = count(text, kinds[i].open), close = count(text, kinds[i].close);
        bool opens = open == 1 && close == 0, closes = open == 0 && close == 1;
        const char *known = opens ? kinds[i].open : kinds[i].close;
        const char *other = opens ? kinds[i].close : kinds[i].open;
        /* „ is closed by “ or by ”: which of them is not to be known here. */
        if ((!opens && !closes) || strcmp(kinds[i].open, "\xE2\x80\x9E") == 0 || i == 1)
            continue;
        size_t place = (size_t)((const char *)memmem(text.data, text.size, known, strlen(known)) - text.data);
        if (opens ? straight < place : straight > place)
            continue;
        size_t size = strlen(other);
        if (!padan_buffer_reserve(out, size))
            return;
        char *at = out->data + start + straight;
        memmove(at + size, at + 1, out->size - start - straight - 1);
        memcpy(at, other, size);
        out->size += size - 1;
        out->data[out->size] = '\0';
        return;
    }
}

static bool is_same(struct padan_string text, const struct padan_buffer *out, size_t start)
{
    return out->size - start == text.size && memcmp(out->data + start, text.data, text.size) == 0;
}

/* Whether the project wants to hear nothing of a check about a text, beside any other of the unit. */
static bool is_suppressed(const struct fixing *fixing, const struct padan_unit *unit, size_t variant,
                          enum padan_check_number check)
{
    struct padan_finding finding = { .check = &padan_checks()[check], .file = fixing->file, .unit = unit->number };
    finding.source = unit->variants[variant].text;
    for (size_t i = 0; fixing->options->project && i < unit->variant_count; i++) {
        finding.target = unit->variants[i].text;
        if (padan_check_project_suppresses(fixing->options->project, &finding))
            return true;
    }
    return false;
}

static bool is_wanted(const struct fixing *fixing, const struct padan_unit *unit, size_t variant,
                      enum padan_check_number check)
{
    return fixing->on[check] && !is_suppressed(fixing, unit, variant, check);
}

static void fix_text(struct fixing *fixing, const struct padan_unit *unit, size_t variant)
{
    struct padan_string text = unit->variants[variant].text;
    size_t start = fixing->text.size;
    if (is_wanted(fixing, unit, variant, PADAN_CHECK_BLANKS))
        fix_blanks(&fixing->text, text);
    else
        padan_buffer_append(&fixing->text, text.data, text.size);
    if (is_wanted(fixing, unit, variant, PADAN_CHECK_BRACKETS))
        fix_quotes(&fixing->text, start);
}

/* Texts with codes stay: a blank there may belong to a code. */
static int amend(void *context, const struct padan_unit *unit, struct padan_variant *variants, bool *changed,
                 struct padan_error *error)
{
    struct fixing *fixing = context;
    size_t kept = unit->variant_count < MOST_VARIANTS ? unit->variant_count : MOST_VARIANTS;
    bool mends[MOST_VARIANTS] = { false };
    padan_buffer_clear(&fixing->text);
    for (size_t i = 0; i < kept; i++) {
        struct padan_string text = variants[i].text;
        fixing->starts[i] = fixing->text.size;
        if (variants[i].markup.size == 0 && text.size > 0)
            fix_text(fixing, unit, i);
        fixing->starts[i + 1] = fixing->text.size;
        mends[i] = variants[i].markup.size == 0 && fixing->text.size > fixing->starts[i] &&
                   !is_same(text, &fixing->text, fixing->starts[i]);
    }
    if (fixing->text.failed)
        return padan_error_allocation(error);
    for (size_t i = 0; i < kept; i++) {
        if (mends[i])
            variants[i].text = (struct padan_string){ fixing->text.data + fixing->starts[i],
                                                      fixing->starts[i + 1] - fixing->starts[i] };
        *changed |= mends[i];
    }
    return PADAN_OK;
}

int padan_check_fix(struct padan_memory *memory, const struct padan_check_options *options,
                    struct padan_check_fix_summary *summary, struct padan_error *error)
{
    struct padan_unit_filter filter = PADAN_UNIT_FILTER_INIT;
    struct padan_amend_summary done = { 0 };
    enum padan_severity severities[PADAN_CHECK_COUNT];
    struct fixing fixing = { .options = options, .file = padan_memory_path(memory) };
    filter.source = options->source;
    filter.target = options->target;
    int status = padan_check_choose(options, fixing.on, severities, error);
    if (status == PADAN_OK && (fixing.on[PADAN_CHECK_BLANKS] || fixing.on[PADAN_CHECK_BRACKETS]))
        status = padan_memory_amend(memory, "check --fix", &filter, amend, &fixing, &done, error);
    padan_buffer_free(&fixing.text);
    *summary = (struct padan_check_fix_summary){ .batch = done.batch, .units = done.units };
    return status;
}
