/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms in tables: TSV and CSV by the names of their columns, OmegaT's glossaries, UTX. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/file.h"
#include "base/vector.h"
#include "exchange/guard.h"
#include "exchange/rows.h"
#include "term/columns.h"
#include "term/table.h"
#include "term/tbx.h"
#include "text/utf8.h"

/* Rows of a concept may stand anywhere in the file, as after sorting by language. So concepts wait for its end, or
 * until their texts take so much. */
static const size_t held_most = (size_t)64 << 20;

/* A concept that rows are added to. */
struct open_concept {
    struct padan_concept concept;
    struct padan_term *terms;
    struct padan_term_property *properties;
    size_t term_capacity, property_capacity;
    int64_t line; /* where it begins */
};

/* A table being read, and the concepts that its rows make. */
struct table {
    const struct padan_exchange_options *options;
    const struct padan_concept_sink *sink;
    struct padan_exchange_summary *summary;
    struct padan_input input;
    struct padan_rows rows;
    struct padan_arena names; /* of the columns */
    struct padan_columns columns;
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE]; /* "" where they are not known */
    struct padan_arena strings;                                    /* of the concepts */
    size_t held;                                                   /* bytes that they take */
    struct open_concept *concepts, *open;                          /* `open` is the one of the row at hand */
    size_t count, capacity;
    struct padan_table identifiers;   /* of the concepts, in rows of a term each */
    size_t *numbers, number_capacity; /* of the concept of each identifier */
    bool guarded;                     /* the row's cells have apostrophes before what a spreadsheet would change */
    struct padan_guard guard;
    bool failed; /* no memory */
};

static void refuse(struct table *table, int64_t line, const char *why)
{
    struct padan_error refusal;
    padan_error_at(&refusal, PADAN_ERROR_ARGUMENT, table->input.name, line, "left out: %s", why);
    table->summary->refused++;
    padan_report(&table->options->reporter, &refusal);
}

/* Gives a concept to the sink. */
static int give(struct table *table, struct open_concept *open, struct padan_error *error)
{
    struct padan_concept *given = &open->concept;
    given->terms = open->terms;
    given->properties = open->properties;
    /* A number that padan wrote holds the rows of a concept together and is no identifier. */
    if (given->identifier.size >= sizeof PADAN_TERM_NUMBER - 1 &&
        memcmp(given->identifier.data, PADAN_TERM_NUMBER, sizeof PADAN_TERM_NUMBER - 1) == 0)
        given->identifier = (struct padan_string){ "", 0 };
    if (given->term_count == 0)
        return PADAN_OK;
    table->summary->read++;
    int status = table->sink->put(table->sink->context, given, error);
    if (status != PADAN_ERROR_ARGUMENT && status != PADAN_ERROR_LANGUAGE)
        return status;
    refuse(table, open->line, error ? error->message : "");
    return PADAN_OK;
}

static void forget_concepts(struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        free(table->concepts[i].terms);
        free(table->concepts[i].properties);
    }
    padan_arena_free(&table->strings);
    padan_table_free(&table->identifiers);
    table->open = NULL;
    table->count = table->held = 0;
}

/* Gives the concepts that were held to the sink. */
static int give_all(struct table *table, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < table->count && status == PADAN_OK; i++)
        status = give(table, &table->concepts[i], error);
    forget_concepts(table);
    return status;
}

static struct padan_string keep(struct table *table, struct padan_string text)
{
    const char *copy = padan_arena_copy(&table->strings, text.data, text.size);
    table->failed |= !copy;
    table->held += text.size + 1;
    return (struct padan_string){ copy ? copy : "", copy ? text.size : 0 };
}

/* "yes", "true", "x", "1" and the like; "" and "no" are not. */
static bool is_yes(struct padan_string text)
{
    static const char *const noes[] = { "no", "false", "0", "n", "-", "none" };
    for (size_t i = 0; i < sizeof noes / sizeof *noes; i++)
        if (text.size == strlen(noes[i]) && strncasecmp(text.data, noes[i], text.size) == 0)
            return false;
    return text.size > 0;
}

static void add_property(struct table *table, const char *name, struct padan_string value)
{
    struct open_concept *open = table->open;
    if (!padan_vector_reserve(&open->properties, &open->property_capacity, open->concept.property_count + 1,
                              sizeof *open->properties)) {
        table->failed = true;
        return;
    }
    open->properties[open->concept.property_count++] =
        (struct padan_term_property){ keep(table, padan_string(name)), keep(table, value) };
}

/* What is said again of the same concept counts once. */
static void set(struct table *table, struct padan_string *field, struct padan_string value)
{
    if (field->size == 0)
        *field = keep(table, value);
}

static void set_status(struct table *table, struct padan_term *term, struct padan_string value)
{
    if (!padan_term_status_parse(value, &term->status))
        add_property(table, "status", value);
}

static void set_term_field(struct table *table, struct padan_term *term, enum padan_column_role role,
                           struct padan_string value)
{
    switch (role) {
    case PADAN_COLUMN_LANGUAGE:
        set(table, &term->language, value);
        break;
    case PADAN_COLUMN_STATUS:
        set_status(table, term, value);
        break;
    case PADAN_COLUMN_FORBIDDEN:
        term->status = is_yes(value) ? PADAN_TERM_DEPRECATED : term->status;
        break;
    case PADAN_COLUMN_PART_OF_SPEECH:
        set(table, &term->part_of_speech, value);
        break;
    case PADAN_COLUMN_GENDER:
        set(table, &term->gender, value);
        break;
    case PADAN_COLUMN_CONTEXT:
        set(table, &term->context, value);
        break;
    case PADAN_COLUMN_NOTE:
        set(table, &term->note, value);
        break;
    case PADAN_COLUMN_SOURCE:
        set(table, &term->source, value);
        break;
    case PADAN_COLUMN_CASE_SENSITIVE:
        term->case_sensitive = is_yes(value);
        break;
    case PADAN_COLUMN_WHOLE_FORM:
        term->whole_form = is_yes(value);
        break;
    default:
        break;
    }
}

static void set_concept_field(struct table *table, const struct padan_column *column, struct padan_string value)
{
    struct padan_concept *open = &table->open->concept;
    switch (column->role) {
    case PADAN_COLUMN_PROPERTY:
        add_property(table, column->name, value);
        break;
    case PADAN_COLUMN_IDENTIFIER:
        set(table, &open->identifier, value);
        break;
    case PADAN_COLUMN_SUBJECT:
        set(table, &open->subject, value);
        break;
    case PADAN_COLUMN_DEFINITION:
        set(table, &open->definition, value);
        break;
    case PADAN_COLUMN_CONCEPT_NOTE:
        set(table, &open->note, value);
        break;
    case PADAN_COLUMN_CONCEPT_SOURCE:
        set(table, &open->source, value);
        break;
    case PADAN_COLUMN_UNTRANSLATED:
        open->untranslated |= is_yes(value);
        break;
    default:
        break;
    }
}

static struct padan_string cell(struct table *table, size_t number)
{
    struct padan_string text =
        number < table->rows.count ? padan_cell_trimmed(table->rows.views[number]) : padan_string("");
    return table->guarded ? padan_unguarded(&table->guard, text) : text;
}

static bool has_role(struct table *table, enum padan_column_role role, struct padan_string *value)
{
    for (size_t i = 0; i < table->columns.count; i++) {
        if (table->columns.items[i].role != role)
            continue;
        *value = cell(table, i);
        return value->size > 0;
    }
    return false;
}

static bool has_term(struct table *table)
{
    for (size_t i = 0; i < table->columns.count; i++)
        if (table->columns.items[i].role == PADAN_COLUMN_TERM && cell(table, i).size > 0)
            return true;
    return false;
}

static bool open_new(struct table *table)
{
    if (!padan_vector_reserve(&table->concepts, &table->capacity, table->count + 1, sizeof *table->concepts))
        return false;
    table->open = &table->concepts[table->count++];
    *table->open = (struct open_concept){ .line = table->rows.line };
    table->held += sizeof *table->open;
    return true;
}

/* Opens the concept that has the identifier, or a new one. */
static bool open_named(struct table *table, struct padan_string identifier)
{
    size_t before = table->identifiers.count;
    if (!padan_vector_reserve(&table->numbers, &table->number_capacity, before + 1, sizeof *table->numbers))
        return false;
    size_t at = padan_table_add(&table->identifiers, identifier.data, identifier.size);
    if (at == PADAN_TABLE_NONE)
        return false;
    if (at < before) {
        table->open = &table->concepts[table->numbers[at]];
        return true;
    }
    table->numbers[at] = table->count;
    return open_new(table);
}

/* Opens the concept of the row at hand; rows of one concept each are given before the next. */
static int open_concept(struct table *table, struct padan_error *error)
{
    struct padan_string identifier;
    bool named = table->columns.long_rows && has_role(table, PADAN_COLUMN_IDENTIFIER, &identifier);
    int status = !table->columns.long_rows || table->held > held_most ? give_all(table, error) : PADAN_OK;
    if (status != PADAN_OK)
        return status;
    return (named ? open_named(table, identifier) : open_new(table)) ? PADAN_OK : padan_error_allocation(error);
}

/* Adds a term for each column of terms, empty ones too, so that the fields find them. */
static bool add_terms(struct table *table, size_t first)
{
    struct open_concept *open = table->open;
    size_t count = first + table->columns.terms;
    if (!padan_vector_reserve(&open->terms, &open->term_capacity, count, sizeof *open->terms))
        return false;
    memset(open->terms + first, 0, table->columns.terms * sizeof *open->terms);
    table->held += table->columns.terms * sizeof *open->terms;
    for (size_t i = 0; i < table->columns.count; i++) {
        const struct padan_column *column = &table->columns.items[i];
        if (column->role != PADAN_COLUMN_TERM)
            continue;
        struct padan_term *term = &open->terms[first + column->term];
        term->text = keep(table, cell(table, i));
        term->language = padan_string(column->language);
    }
    return true;
}

static void drop_empty_terms(struct table *table, size_t first)
{
    struct open_concept *open = table->open;
    size_t kept = first;
    for (size_t i = first; i < first + table->columns.terms; i++)
        if (open->terms[i].text.size > 0)
            open->terms[kept++] = open->terms[i];
    open->concept.term_count = kept;
}

enum { MOST_TERMS = 10000 }; /* of a concept */

static int take_row(struct table *table, struct padan_error *error)
{
    struct padan_string guarded;
    table->guarded = false;
    table->guarded = has_role(table, PADAN_COLUMN_GUARDED, &guarded) && is_yes(guarded);
    if (!has_term(table)) {
        refuse(table, table->rows.line, "the row has no term");
        return PADAN_OK;
    }
    int status = open_concept(table, error);
    if (status != PADAN_OK)
        return status;
    size_t first = table->open->concept.term_count;
    if (first >= MOST_TERMS) {
        refuse(table, table->rows.line, "its concept has 10000 terms already; is the first column its identifier?");
        return PADAN_OK;
    }
    if (!add_terms(table, first))
        return padan_error_allocation(error);
    for (size_t i = 0; i < table->columns.count; i++) {
        const struct padan_column *column = &table->columns.items[i];
        struct padan_string value = cell(table, i);
        if (value.size == 0 || column->role == PADAN_COLUMN_TERM)
            continue;
        if (column->role >= PADAN_COLUMN_LANGUAGE)
            set_term_field(table, &table->open->terms[first + column->term], column->role, value);
        else
            set_concept_field(table, column, value);
    }
    drop_empty_terms(table, first);
    return table->failed ? padan_error_allocation(error) : PADAN_OK;
}

/* The languages of "#UTX 1.11; en-US/id-ID; ...", where none are asked for. */
static void read_utx_languages(struct table *table, struct padan_string row)
{
    char text[256], source[64] = "", target[64] = "";
    size_t size = row.size < sizeof text ? row.size : sizeof text - 1;
    memcpy(text, row.data, size);
    text[size] = 0;
    if (sscanf(text, "%*[^;]; %63[^/;]/%63[^;]", source, target) != 2)
        return;
    struct padan_string right = padan_cell_trimmed(padan_string(target));
    target[right.data + right.size - target] = 0;
    if (!table->source[0])
        padan_language_canonical(table->source, source, NULL);
    if (!table->target[0])
        padan_language_canonical(table->target, right.data, NULL);
}

/* The columns of the row at hand; false where it names none. "#" before the first one is UTX's. */
static bool read_columns(struct table *table, bool hash)
{
    struct padan_string first = table->rows.count > 0 ? table->rows.views[0] : (struct padan_string){ "", 0 };
    if (hash)
        table->rows.views[0] = (struct padan_string){ first.data + 1, first.size - 1 };
    bool named = padan_columns_read(&table->columns, &table->names, table->rows.views, table->rows.count,
                                    table->source[0] ? table->source : NULL, table->target[0] ? table->target : NULL);
    table->failed |= !table->columns.items;
    if (hash)
        table->rows.views[0] = first;
    return named;
}

static int need_languages(struct table *table, struct padan_error *error)
{
    if (table->source[0] && table->target[0])
        return PADAN_OK;
    return padan_error_at(error, PADAN_ERROR_LANGUAGE, table->input.name, table->rows.line,
                          "the first row does not name the languages of the columns (as in \"en\" and \"id\"); "
                          "name them with -s and -t");
}

/* Takes a row that is no comment: the first is of names, or else the columns are source, target, comment. */
static int take_line(struct table *table, bool *begun, struct padan_error *error)
{
    if (*begun)
        return take_row(table, error);
    *begun = true;
    if (read_columns(table, false) || table->failed)
        return table->failed ? padan_error_allocation(error) : PADAN_OK;
    int status = need_languages(table, error);
    if (status != PADAN_OK)
        return status;
    padan_columns_plain(&table->columns, &table->names, table->source, table->target);
    return table->columns.items ? take_row(table, error) : padan_error_allocation(error);
}

/* A comment; in UTX one says the languages and one the columns. */
static void take_comment(struct table *table, bool *begun)
{
    struct padan_string row = padan_cell_trimmed(table->rows.views[0]);
    if (row.size > 4 && strncasecmp(row.data, "#UTX", 4) == 0)
        read_utx_languages(table, padan_rows_raw(&table->rows));
    else if (!*begun && table->rows.count > 1)
        *begun = read_columns(table, true);
}

static int read_rows(struct table *table, struct padan_error *error)
{
    bool end = false, begun = false;
    int status = PADAN_OK;
    while (status == PADAN_OK && (status = padan_rows_next(&table->rows, &end, error)) == PADAN_OK && !end) {
        struct padan_string first = table->rows.count > 0 ? table->rows.views[0] : (struct padan_string){ "", 0 };
        bool blank = table->rows.count <= 1 && padan_cell_trimmed(first).size == 0;
        if (table->rows.too_long)
            refuse(table, table->rows.line, "the row is too long");
        else if (first.size > 0 && first.data[0] == '#')
            take_comment(table, &begun);
        else if (!blank)
            status = take_line(table, &begun, error);
    }
    if (status == PADAN_OK && table->guard.failed)
        status = padan_error_allocation(error);
    return status == PADAN_OK ? give_all(table, error) : status;
}

/* What divides the cells: what comes most often in the first row that is no comment. */
static char choose_separator(struct padan_string head)
{
    static const char separators[] = "\t;,";
    size_t counts[3] = { 0 }, best = 0;
    for (size_t at = 0; at < head.size; at++) {
        const char *end = memchr(head.data + at, '\n', head.size - at);
        size_t size = end ? (size_t)(end - head.data) - at : head.size - at;
        bool comment = head.data[at] == '#' && !memchr(head.data + at, '\t', size);
        for (size_t i = 0; i < size && !comment; i++)
            for (size_t k = 0; k < 3; k++)
                counts[k] += head.data[at + i] == separators[k];
        if (size > 1 && !comment)
            break;
        at += size;
    }
    for (size_t k = 1; k < 3; k++)
        best = counts[0] == 0 && counts[k] > (best ? counts[best] : 0) ? k : best;
    return separators[best];
}

static int begin(struct table *table, struct padan_error *error)
{
    const struct padan_exchange_options *options = table->options;
    int status = PADAN_OK;
    if (options->source)
        status = padan_language_canonical(table->source, options->source, error);
    if (status == PADAN_OK && options->target)
        status = padan_language_canonical(table->target, options->target, error);
    if (status == PADAN_OK)
        status = padan_rows_begin(&table->rows, &table->input, error);
    if (status != PADAN_OK)
        return status;
    table->rows.separator = choose_separator(table->rows.window);
    table->rows.spreadsheet |= table->rows.separator != '\t';
    return PADAN_OK;
}

static struct table table_of(const struct padan_exchange_options *options, const struct padan_concept_sink *sink,
                             struct padan_exchange_summary *summary)
{
    static const struct padan_exchange_options none = PADAN_EXCHANGE_OPTIONS_INIT;
    *summary = (struct padan_exchange_summary){ 0 };
    return (struct table){ .options = options ? options : &none, .sink = sink, .summary = summary };
}

static bool is_named_tbx(const struct padan_input *input)
{
    char room[PADAN_ERROR_INPUT_SIZE];
    return strcasecmp(padan_file_extension(padan_input_inner_name(input, room, sizeof room)), "tbx") == 0;
}

/* What begins with a '<' is XML, and no table of terms; what its name says to be TBX must be that. */
static int read_xml(struct table *table, bool *xml, struct padan_error *error)
{
    struct padan_string window;
    int status = padan_input_window(&table->input, 4096, &window, error);
    if (status != PADAN_OK)
        return status;
    struct padan_string head =
        padan_cell_trimmed((struct padan_string){ window.data, window.size < 4096 ? window.size : 4096 });
    *xml = (head.size > 0 && head.data[0] == '<') || is_named_tbx(&table->input);
    return *xml ? padan_tbx_read(&table->input, table->options, table->sink, table->summary, error) : PADAN_OK;
}

/* Reads a file whose input is open, if `status` says so, and closes it. */
static int finish(struct table *table, int status, struct padan_error *error)
{
    bool xml = false;
    if (status == PADAN_OK)
        status = read_xml(table, &xml, error);
    if (xml) {
        padan_input_close(&table->input);
        return status;
    }
    if (status == PADAN_OK)
        status = begin(table, error);
    if (status == PADAN_OK)
        status = read_rows(table, error);
    padan_rows_free(&table->rows);
    padan_input_close(&table->input);
    padan_guard_clear(&table->guard);
    padan_arena_free(&table->names);
    forget_concepts(table);
    free(table->concepts);
    free(table->numbers);
    return status;
}

int padan_terms_read(const char *path, const struct padan_exchange_options *options,
                     const struct padan_concept_sink *sink, struct padan_exchange_summary *summary,
                     struct padan_error *error)
{
    struct padan_exchange_summary unused;
    struct table table = table_of(options, sink, summary ? summary : &unused);
    return finish(&table, padan_input_open(&table.input, path, table.options, (struct padan_stop){ 0 }, error), error);
}

int padan_terms_read_bytes(const void *bytes, size_t size, const char *name,
                           const struct padan_exchange_options *options, const struct padan_concept_sink *sink,
                           struct padan_exchange_summary *summary, struct padan_error *error)
{
    struct padan_exchange_summary unused;
    struct table table = table_of(options, sink, summary ? summary : &unused);
    return finish(&table, padan_input_open_bytes(&table.input, bytes, size, name, table.options, error), error);
}
