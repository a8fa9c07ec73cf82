/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of abbreviations as SRX rules. */
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include "segment/export.h"
#include "segment/portable.h"
#include "text/utf8.h"

/* Spellings in one rule, so that a rule stays readable. */
#define CHUNK 100

#define WORD "\\p{L}\\p{M}\\p{N}"
/* As is_syllable of abbreviations.c: scripts in which a Latin letter begins a word wherever it stands. */
#define SYLLABLES "\\x{1000}-\\x{11FF}\\x{3005}-\\x{D7A3}\\x{20000}-\\x{3FFFF}"
#define BEGINS "(?<![" WORD "]\\.)(?:(?<![" WORD "])|(?<=[" SYLLABLES "])(?=[\\x{0}-\\x{FFF}]))"
#define ALONE "(?<![" WORD "])"
#define QUOTES "\"'\\p{Pi}\\p{Pf}\u201E\u201A"
#define CLOSING "[" QUOTES "\\p{Pe}]{0,4}"
#define SPACES PADAN_PORTABLE_SPACE "+"
#define CAPITAL "[\\p{Lu}\\p{Lt}\\p{Lo}]"
#define ANYTHING SPACES PADAN_PORTABLE_NO_SPACE

struct list_writer {
    const struct padan_abbreviations *list;
    struct padan_buffer *xml;
    struct padan_buffer starters;  /* what begins a sentence, as a choice, with what must not follow; or empty */
    struct padan_buffer single;    /* starters of one letter, as a choice; or empty */
    struct padan_buffer followers; /* entries of [capital], as a choice; or empty */
    struct padan_buffer before, after;
};

static size_t unit_count(const struct padan_table *table, size_t number)
{
    return table->keys[number].size / sizeof(UChar);
}

/* A part of a spelling as an expression. */
static void append_spelling(struct padan_buffer *out, const UChar *units, size_t from, size_t to)
{
    for (size_t at = from; at < to;) {
        UChar32 c = padan_utf16_next(units, &at, to);
        if (c == ' ')
            padan_buffer_text(out, SPACES);
        else if (c < 0x80 && !u_isalnum(c))
            padan_buffer_format(out, "\\%c", (char)c);
        else
            padan_utf8_append(out, c);
    }
}

static const UChar *units_of(const struct padan_table *table, size_t number)
{
    return (const UChar *)(const void *)table->keys[number].data;
}

static void append_choice(struct padan_buffer *out, const struct padan_table *table, size_t number)
{
    if (out->size > 0)
        padan_buffer_byte(out, '|');
    append_spelling(out, units_of(table, number), 0, unit_count(table, number));
}

/* A word that begins sentences stands alone or before an apostrophe; one letter with a stop is an initial. */
static void gather_starters(struct list_writer *writer)
{
    const struct padan_table *starters = &writer->list->starters;
    struct padan_buffer longer = { 0 };
    for (size_t i = 0; i < starters->count; i++)
        append_choice(unit_count(starters, i) == 1 ? &writer->single : &longer, starters, i);
    if (longer.size > 0)
        padan_buffer_format(&writer->starters, "(?:%s)(?![" WORD "])", longer.data);
    if (writer->single.size > 0)
        padan_buffer_format(&writer->starters, "%s(?:%s)(?![" WORD ".])", longer.size > 0 ? "|" : "",
                            writer->single.data);
    writer->starters.failed |= longer.failed;
    padan_buffer_free(&longer);
}

static void gather_followers(struct list_writer *writer)
{
    const struct padan_table *names = &writer->list->names;
    for (size_t i = 0; i < names->count; i++)
        if (writer->list->entries[i].kind == PADAN_ABBREVIATION_CAPITAL)
            append_choice(&writer->followers, names, i);
}

/* A rule for the entries `choice`; `closing`: what may stand between their stop and the place. */
static void put(struct list_writer *writer, bool is_break, const char *choice, const char *closing, const char *after)
{
    padan_buffer_clear(&writer->before);
    padan_buffer_format(&writer->before, BEGINS "(?:%s)%s", choice, closing);
    if (!writer->before.failed)
        padan_export_rule(writer->xml, is_break, writer->before.data, after);
}

static const char *after_of(struct list_writer *writer)
{
    return writer->after.failed ? "" : writer->after.data;
}

static void put_starters(struct list_writer *writer, const char *choice)
{
    if (writer->starters.size == 0)
        return;
    padan_buffer_clear(&writer->after);
    padan_buffer_format(&writer->after, SPACES "[" QUOTES "\u00BF\u00A1]{0,4}(?:%s)", writer->starters.data);
    put(writer, true, choice, CLOSING, after_of(writer));
}

/* Before a number, a Roman numeral, or a letter alone that is no word that begins sentences. */
static void put_number(struct list_writer *writer, const char *choice)
{
    padan_buffer_clear(&writer->after);
    padan_buffer_text(&writer->after, SPACES "[" QUOTES "\\p{Ps}\u00BF\u00A1]{0,4}(?:[" WORD
                                             "'\u2019]*\\p{Nd}|"
                                             "[IVXLCDM]{2,}(?![" WORD "'\u2019])|");
    if (writer->single.size > 0)
        padan_buffer_format(&writer->after, "(?!(?:%s)" PADAN_PORTABLE_SPACE ")", writer->single.data);
    padan_buffer_text(&writer->after, "[" WORD "](?![" WORD "'\u2019]))");
    put(writer, false, choice, CLOSING, after_of(writer));
}

static void put_capital(struct list_writer *writer, const char *choice)
{
    put_starters(writer, choice);
    put(writer, true, choice, CLOSING, SPACES "[\u00BF\u00A1]{0,3}[" QUOTES "][" QUOTES "\u00BF\u00A1]{0,3}" CAPITAL);
    put(writer, false, choice, "[" QUOTES "]{0,3}\\p{Pe}[" QUOTES "\\p{Pe}]{0,3}", ANYTHING);
    if (writer->followers.size > 0) {
        padan_buffer_clear(&writer->after);
        padan_buffer_format(&writer->after, SPACES "(?:%s)(?![" WORD ".])", writer->followers.data);
        put(writer, false, choice, CLOSING, after_of(writer));
    }
    put(writer, true, choice, CLOSING, SPACES "[\u00BF\u00A1]{0,4}" CAPITAL);
    put(writer, false, choice, CLOSING, ANYTHING);
}

/* The rules of a section for the entries `choice`. */
static void put_kind(struct list_writer *writer, enum padan_abbreviation_kind kind, const char *choice)
{
    switch (kind) {
    case PADAN_ABBREVIATION_NEVER:
        put(writer, false, choice, CLOSING, ANYTHING);
        break;
    case PADAN_ABBREVIATION_NUMBER:
        put_number(writer, choice);
        break;
    case PADAN_ABBREVIATION_CAPITAL:
        put_capital(writer, choice);
        break;
    case PADAN_ABBREVIATION_STARTER:
        put_starters(writer, choice);
        put(writer, false, choice, CLOSING, ANYTHING);
        break;
    }
}

static bool has_space(const struct padan_table *names, size_t number)
{
    return u_memchr(units_of(names, number), ' ', (int32_t)unit_count(names, number)) != NULL;
}

/* All entries of a section, those of several words or the others, some at a time. */
static void put_section(struct list_writer *writer, enum padan_abbreviation_kind kind, bool several_words)
{
    const struct padan_table *names = &writer->list->names;
    struct padan_buffer choice = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        if (writer->list->entries[i].kind != kind || has_space(names, i) != several_words)
            continue;
        append_choice(&choice, names, i);
        if (++count % CHUNK == 0) {
            put_kind(writer, kind, choice.failed ? "" : choice.data);
            padan_buffer_clear(&choice);
        }
    }
    if (choice.size > 0)
        put_kind(writer, kind, choice.data);
    writer->xml->failed |= choice.failed;
    padan_buffer_free(&choice);
}

/* Entries of several words do not end inside: "z." of "z. B." */
static void put_across(struct list_writer *writer)
{
    const struct padan_table *names = &writer->list->names;
    struct padan_buffer before = { 0 }, after = { 0 };
    for (size_t i = 0; i < names->count; i++) {
        const UChar *units = units_of(names, i);
        size_t count = unit_count(names, i);
        for (size_t at = 1; at + 1 < count; at++) {
            if (units[at] != ' ' || units[at - 1] != '.')
                continue;
            padan_buffer_clear(&before);
            padan_buffer_clear(&after);
            padan_buffer_text(&before, BEGINS);
            append_spelling(&before, units, 0, at);
            append_spelling(&after, units, at, count);
            if (!before.failed && !after.failed)
                padan_export_rule(writer->xml, false, before.data, after.data);
        }
    }
    writer->xml->failed |= before.failed || after.failed;
    padan_buffer_free(&before);
    padan_buffer_free(&after);
}

/*
 * What is known by its shape. An entry of [number] that no number follows is left to other rules, though it may have
 * the shape of an initial.
 */
static void put_shapes(struct list_writer *writer)
{
    static const char *const shapes[PADAN_SHAPE_COUNT] = {
        ALONE "[\\p{Lu}\\p{Lt}\\p{Lo}&&[^" SYLLABLES "]]\\.",
        "(?:\\p{Lu}\\.){2,}",
        ALONE "(?<!,)\\p{Nd}{1,2}\\.",
        ALONE "(?<!,)[IVXLCDM]{2,7}\\.",
    };
    const struct padan_table *names = &writer->list->names;
    struct padan_buffer entries = { 0 }, choice = { 0 };
    for (size_t i = 0; i < names->count; i++)
        if (writer->list->entries[i].kind == PADAN_ABBREVIATION_NUMBER && unit_count(names, i) <= 8 &&
            !has_space(names, i) && u_isUUppercase(units_of(names, i)[0]))
            append_choice(&entries, names, i);
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        if (!writer->list->shapes[i].text)
            continue;
        padan_buffer_clear(&choice);
        if (entries.size > 0)
            padan_buffer_format(&choice, "(?!(?:%s))", entries.data);
        padan_buffer_text(&choice, shapes[i]);
        if (!choice.failed)
            put_kind(writer, writer->list->shapes[i].kind, choice.data);
    }
    writer->xml->failed |= entries.failed || choice.failed;
    padan_buffer_free(&entries);
    padan_buffer_free(&choice);
}

/* A comment that goes again where no rule came after it. */
struct title {
    size_t start, end;
};

static struct title put_title(struct padan_buffer *xml, const char *text)
{
    size_t start = xml->size;
    padan_export_comment(xml, text);
    return (struct title){ start, xml->size };
}

static void end_title(struct padan_buffer *xml, struct title title)
{
    if (xml->failed || xml->size != title.end)
        return;
    xml->size = title.start;
    xml->data[title.start] = '\0';
}

static void put_sections(struct list_writer *writer, bool several_words)
{
    static const char *const titles[] = { "[never]: the stop ends no sentence",
                                          "[number]: the stop ends none before a number",
                                          "[capital]: the stop ends one before a capital",
                                          "[starter]: the stop ends one before a word that begins sentences" };
    for (int kind = 0; kind <= PADAN_ABBREVIATION_STARTER; kind++) {
        struct title title = put_title(writer->xml, titles[kind]);
        put_section(writer, (enum padan_abbreviation_kind)kind, several_words);
        end_title(writer->xml, title);
    }
}

void padan_export_list(struct padan_buffer *xml, const struct padan_abbreviations *list)
{
    struct list_writer writer = { .list = list, .xml = xml };
    gather_starters(&writer);
    gather_followers(&writer);
    struct title title = put_title(xml, "Inside of abbreviations of several words");
    put_across(&writer);
    end_title(xml, title);
    put_sections(&writer, true);
    put_sections(&writer, false);
    title = put_title(xml, "Shapes: initials, ordinals, Roman numerals");
    put_shapes(&writer);
    end_title(xml, title);
    struct padan_buffer *buffers[] = { &writer.starters, &writer.single, &writer.followers, &writer.before,
                                       &writer.after };
    for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++) {
        xml->failed |= buffers[i]->failed;
        padan_buffer_free(buffers[i]);
    }
}
