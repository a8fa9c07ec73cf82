/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of lists of words that tell which spaces end sentences. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "base/vector.h"
#include "segment/spaces.h"

#define WORD_SIZE 48 /* code units */
#define NUMBER_SIZE 16

static const struct section {
    const char *name;
    int role;
} sections[] = {
    { "starts", PADAN_SPACES_AFTER },
    { "continues", PADAN_SPACES_AFTER },
    { "ends", PADAN_SPACES_BEFORE },
    { "open", PADAN_SPACES_BEFORE },
    { "units", PADAN_SPACES_UNIT },
    { "titles", PADAN_SPACES_TITLE },
    { "verbs", PADAN_SPACES_VERB },
    { "nominal", PADAN_SPACES_NOMINAL },
    { "fronts", PADAN_SPACES_FRONT },
    { "joins", PADAN_SPACES_JOIN },
    { "speech", PADAN_SPACES_SPEECH },
    { "shapes", -1 },
    { "lengths", -2 },
};
#define SECTION_COUNT (sizeof sections / sizeof sections[0])
#define SECTION_NAMES                                                                                                  \
    "[starts], [continues], [ends], [open], [units], [titles], [verbs], [nominal], [fronts], [joins], [speech], "      \
    "[shapes], [lengths]"

static const char *const shape_names[PADAN_SPACES_SHAPE_COUNT] = {
    "{always}",         "{wide}",          "{number-before}", "{year-before}",   "{latin-before}", "{quote-before}",
    "{bracket-before}", "{repeat-before}", "{mark-before}",   "{short-before}",  "{count-before}", "{front-before}",
    "{number-after}",   "{latin-after}",   "{quote-after}",   "{bracket-after}", "{mark-after}",   "{short-after}",
    "{verb-after}",     "{clause-after}",  "{other-after}",   "{inside}",        "{item}",         "{foreign}",
    "{surname}",        "{verbless}",
};

struct list_reader {
    struct padan_spaces_list *list;
    const struct section *section; /* NULL: none yet */
    double weight;                 /* of the section */
    const char *file;
    int line;
    struct padan_error *error;
};

static int fault(const struct list_reader *reader, const char *message, struct padan_string at)
{
    return padan_error_at(reader->error, PADAN_ERROR_SYNTAX, reader->file, reader->line, "%s: \"%.*s\"", message,
                          (int)(at.size < 60 ? at.size : 60), at.data);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static struct padan_string trim(struct padan_string text)
{
    while (text.size > 0 && is_blank(text.data[text.size - 1]))
        text.size--;
    for (; text.size > 0 && is_blank(text.data[0]); text.size--)
        text.data++;
    return text;
}

/* "-1.25" as a number, whatever the locale's decimal mark. */
static bool read_weight(struct padan_string text, double *weight)
{
    size_t at = text.size > 0 && (text.data[0] == '-' || text.data[0] == '+'), digits = 0;
    double value = 0, place = 0;
    for (; at < text.size; at++) {
        if (text.data[at] == '.' && place == 0) {
            place = 1;
            continue;
        }
        if (!isdigit((unsigned char)text.data[at]) || ++digits > NUMBER_SIZE)
            return false;
        value = value * 10 + (text.data[at] - '0');
        place *= 10;
    }
    value /= place > 0 ? place : 1;
    *weight = text.size > 0 && text.data[0] == '-' ? -value : value;
    return digits > 0;
}

/* Takes the weight at the end of "word -1.5" off it; `weight` stays as it is where there is none. */
static bool take_weight(struct padan_string *text, double *weight)
{
    size_t start = text->size;
    while (start > 0 && !is_blank(text->data[start - 1]))
        start--;
    if (start == 0)
        return true;
    if (!read_weight((struct padan_string){ text->data + start, text->size - start }, weight))
        return false;
    *text = trim((struct padan_string){ text->data, start });
    return true;
}

static int open_section(struct list_reader *reader, struct padan_string line)
{
    const char *close = memchr(line.data, ']', line.size);
    struct padan_string name =
        trim((struct padan_string){ line.data + 1, close ? (size_t)(close - line.data) - 1 : 0 });
    reader->weight = 0;
    if (!close || (size_t)(close - line.data) + 1 != line.size || !take_weight(&name, &reader->weight))
        return fault(reader, "a section and its weight were expected, such as [starts 1.5]", line);
    for (size_t i = 0; i < SECTION_COUNT; i++)
        if (strlen(sections[i].name) == name.size && memcmp(sections[i].name, name.data, name.size) == 0) {
            reader->section = &sections[i];
            return PADAN_OK;
        }
    return fault(reader, "not a section that is known (" SECTION_NAMES ")", name);
}

static int add_word(const struct list_reader *reader, struct padan_string word, const struct padan_spaces_entry *entry)
{
    struct padan_spaces_words *words = &reader->list->words[reader->section->role];
    UChar units[WORD_SIZE];
    int32_t length;
    UErrorCode code = U_ZERO_ERROR;
    bool prefix = word.data[word.size - 1] == '-', suffix = word.data[0] == '-', part = prefix || suffix;
    if (word.size > 4 * WORD_SIZE || word.size <= (size_t)prefix + suffix)
        return fault(reader, "a word of at most 48 letters was expected", word);
    u_strFromUTF8(units, WORD_SIZE, &length, word.data + suffix, (int32_t)word.size - prefix - suffix, &code);
    if (U_FAILURE(code))
        return fault(reader, "a word of at most 48 letters in UTF-8 was expected", word);
    struct padan_table *table = part ? &words->parts : &words->whole;
    struct padan_spaces_entry **entries = part ? &words->part_entries : &words->whole_entries;
    size_t known = table->count, number = padan_table_add(table, units, (size_t)length * sizeof *units);
    if (number == PADAN_TABLE_NONE ||
        !padan_vector_reserve(entries, part ? &words->part_capacity : &words->whole_capacity, number + 1,
                              sizeof **entries))
        return padan_error_allocation(reader->error);
    if (number < known)
        return fault(reader, "this word stands in the list twice", word);
    (*entries)[number] = *entry;
    words->longest = length > words->longest ? length : words->longest;
    return PADAN_OK;
}

static int add_shape(const struct list_reader *reader, struct padan_string name, const struct padan_spaces_entry *entry)
{
    for (size_t i = 0; i < PADAN_SPACES_SHAPE_COUNT; i++)
        if (strlen(shape_names[i]) == name.size && memcmp(shape_names[i], name.data, name.size) == 0) {
            reader->list->shapes[i] = *entry;
            return PADAN_OK;
        }
    return fault(reader, "not a shape that is known", name);
}

static int add_length(const struct list_reader *reader, struct padan_string number,
                      const struct padan_spaces_entry *entry)
{
    struct padan_spaces_list *list = reader->list;
    double limit;
    if (!read_weight(number, &limit) || limit < 1 || limit > 1e6 || list->length_count == PADAN_SPACES_LENGTHS ||
        (list->length_count > 0 && limit <= list->limits[list->length_count - 1]))
        return fault(reader, "at most 16 lengths in words were expected, each more than the one before", number);
    list->limits[list->length_count] = (int)limit;
    list->lengths[list->length_count++] = *entry;
    return PADAN_OK;
}

static int add_entry(const struct list_reader *reader, struct padan_string line)
{
    if (!reader->section)
        return fault(reader, "a section such as [starts 1.5] must come before the first word", line);
    struct padan_spaces_entry entry = { .weight = reader->weight, .line = reader->line };
    struct padan_string word = line;
    if (!take_weight(&word, &entry.weight))
        return fault(reader, "a word, and perhaps a weight, were expected", line);
    entry.text = padan_arena_copy(&reader->list->arena, word.data, word.size);
    if (!entry.text)
        return padan_error_allocation(reader->error);
    if (reader->section->role >= 0)
        return add_word(reader, word, &entry);
    return reader->section->role == -1 ? add_shape(reader, word, &entry) : add_length(reader, word, &entry);
}

static int take_line(struct list_reader *reader, struct padan_string line)
{
    const char *comment = memchr(line.data, '#', line.size);
    if (comment)
        line.size = (size_t)(comment - line.data);
    line = trim(line);
    if (line.size == 0)
        return PADAN_OK;
    return line.data[0] == '[' ? open_section(reader, line) : add_entry(reader, line);
}

int padan_spaces_list_parse(struct padan_spaces_list *list, const char *bytes, size_t size, const char *file,
                            struct padan_error *error)
{
    struct list_reader reader = { .list = list, .file = file, .error = error };
    int status = PADAN_OK;
    size_t at = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < size && status == PADAN_OK) {
        const char *end = memchr(bytes + at, '\n', size - at);
        size_t length = end ? (size_t)(end - bytes) - at : size - at;
        reader.line++;
        status = take_line(&reader, (struct padan_string){ bytes + at, length });
        at += length + 1;
    }
    return status;
}

void padan_spaces_list_free(struct padan_spaces_list *list)
{
    for (size_t i = 0; i < PADAN_SPACES_ROLE_COUNT; i++) {
        padan_table_free(&list->words[i].whole);
        padan_table_free(&list->words[i].parts);
        free(list->words[i].whole_entries);
        free(list->words[i].part_entries);
    }
    padan_arena_free(&list->arena);
    *list = (struct padan_spaces_list){ 0 };
}
