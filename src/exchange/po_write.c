/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/po.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/vector.h"
#include "exchange/lost.h"
#include "exchange/pairs.h"

/* An obsolete entry, which stands at the end and only where no other has its msgid. */
struct obsolete {
    uint8_t hash[16];
    size_t end;    /* of it, in the text of all */
    bool is_first; /* of its unit, whose others are left out for this one */
};

struct po_writer {
    struct padan_table written; /* hashes of msgctxt and msgid */
    struct obsolete *obsoletes;
    size_t obsolete_count, obsolete_capacity;
    struct padan_buffer obsolete_text;
    int64_t empty;    /* units left out, whose source has no text */
    int64_t repeated; /* entries left out, which are there already */
    int64_t plurals;  /* entries with plural forms */
    bool has_rule;    /* the header says which form is for what number */
};

/* A character that stands as an escape, or '\0'. */
static char escape_of(char c)
{
    static const char meant[] = "\n\t\r\a\b\f\v\\\"", letters[] = "ntrabfv\\\"";
    const char *found = c ? strchr(meant, c) : NULL;
    return found ? letters[found - meant] : '\0';
}

static void write_escaped(struct padan_buffer *out, struct padan_string text)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i], letter = escape_of(c);
        if (letter) {
            padan_buffer_byte(out, '\\');
            padan_buffer_byte(out, letter);
        } else if ((unsigned char)c < 0x20 || c == 0x7F) {
            padan_buffer_format(out, "\\%03o", (unsigned)(unsigned char)c);
        } else {
            padan_buffer_byte(out, c);
        }
    }
}

static void begin_line(struct padan_buffer *out, bool obsolete)
{
    if (obsolete)
        padan_buffer_text(out, "#~ ");
}

/* A keyword and its text; where that has line breaks within, each line of it stands on one of its own. */
static void write_string(struct padan_writer *writer, const char *keyword, struct padan_string text, bool obsolete)
{
    struct padan_buffer *out = &writer->buffer;
    padan_buffer_clear(&writer->scratch);
    writer->dropped += padan_append_text(&writer->scratch, text);
    struct padan_string clean = { writer->scratch.data, writer->scratch.size };
    const char *feed = clean.size > 0 ? memchr(clean.data, '\n', clean.size - 1) : NULL;
    begin_line(out, obsolete);
    padan_buffer_format(out, "%s \"", keyword);
    if (feed) {
        padan_buffer_text(out, "\"\n");
        begin_line(out, obsolete);
        padan_buffer_byte(out, '"');
    }
    while (feed) {
        size_t size = (size_t)(feed - clean.data) + 1;
        write_escaped(out, (struct padan_string){ clean.data, size });
        clean = (struct padan_string){ clean.data + size, clean.size - size };
        padan_buffer_text(out, "\"\n");
        begin_line(out, obsolete);
        padan_buffer_byte(out, '"');
        feed = memchr(clean.data, '\n', clean.size - 1);
    }
    write_escaped(out, clean);
    padan_buffer_text(out, "\"\n");
}

/* A comment of one or more lines after a mark. */
static void write_comment(struct padan_writer *writer, const char *mark, struct padan_string text)
{
    struct padan_buffer *out = &writer->buffer;
    padan_buffer_clear(&writer->scratch);
    writer->dropped += padan_append_text(&writer->scratch, text);
    const char *at = writer->scratch.data ? writer->scratch.data : "", *end = at + writer->scratch.size;
    for (;;) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((feed ? feed : end) - at);
        padan_buffer_text(out, mark);
        if (size > 0)
            padan_buffer_byte(out, ' ');
        for (size_t i = 0; i < size; i++)
            padan_buffer_byte(out, at[i] == '\r' ? ' ' : at[i]);
        padan_buffer_byte(out, '\n');
        if (!feed)
            return;
        at = feed + 1;
    }
}

static struct padan_string property_of(const struct padan_unit *unit, const char *name)
{
    for (size_t i = 0; i < unit->property_count; i++)
        if (unit->properties[i].kind == PADAN_PROPERTY_PROP && padan_string_is(unit->properties[i].name, name))
            return unit->properties[i].value;
    return padan_string(NULL);
}

static void write_named(struct padan_writer *writer, const struct padan_unit *unit, const char *mark, const char *name)
{
    struct padan_string value = property_of(unit, name);
    if (value.size > 0)
        write_comment(writer, mark, value);
}

static void write_comments(struct padan_writer *writer, const struct padan_unit *unit, bool obsolete)
{
    for (size_t i = 0; i < unit->property_count; i++)
        if (unit->properties[i].kind == PADAN_PROPERTY_NOTE)
            write_comment(writer, "#", unit->properties[i].value);
    write_named(writer, unit, "#.", PADAN_PO_EXTRACTED);
    write_named(writer, unit, "#:", PADAN_PO_REFERENCE);
    struct padan_string flags = property_of(unit, PADAN_PO_FLAGS);
    bool fuzzy = unit->status == PADAN_UNIT_AUTO && !padan_po_has_flag(flags, "fuzzy");
    if (fuzzy && flags.size > 0)
        padan_buffer_text(&writer->buffer, "#, fuzzy\n");
    if (flags.size > 0)
        write_comment(writer, "#,", flags);
    else if (fuzzy)
        padan_buffer_text(&writer->buffer, "#, fuzzy\n");
    write_named(writer, unit, obsolete ? "#~|" : "#|", PADAN_PO_PREVIOUS);
}

/* Which plural form a variant is: -1 none, PADAN_PO_FORMS that of msgid_plural. */
static int form_of(const struct padan_variant *variant)
{
    for (size_t i = 0; i < variant->property_count; i++) {
        int64_t number;
        const struct padan_property *property = &variant->properties[i];
        if (property->kind != PADAN_PROPERTY_PROP || !padan_string_is(property->name, PADAN_PO_PLURAL))
            continue;
        if (padan_string_is(property->value, "other"))
            return PADAN_PO_FORMS;
        if (padan_position_parse(property->value, &number) && number < PADAN_PO_FORMS)
            return (int)number;
    }
    return -1;
}

static const struct padan_variant *plural_of(const struct padan_unit *unit, size_t source)
{
    for (size_t i = 0; i < unit->variant_count; i++)
        if (i != source && form_of(&unit->variants[i]) == PADAN_PO_FORMS)
            return &unit->variants[i];
    return NULL;
}

static bool has_context(const struct padan_unit *unit)
{
    for (size_t i = 0; i < unit->property_count; i++)
        if (unit->properties[i].kind == PADAN_PROPERTY_PROP &&
            padan_string_is(unit->properties[i].name, PADAN_PO_CONTEXT))
            return true;
    return false;
}

/* An entry that is there already makes a file that gettext refuses, be its translation the same or another. */
static int note_hash(struct po_writer *po, const uint8_t hash[16], bool *is_new, struct padan_error *error)
{
    size_t count = po->written.count, number = padan_table_add(&po->written, hash, 16);
    *is_new = number == count;
    po->repeated += !*is_new;
    return number == PADAN_TABLE_NONE ? padan_error_allocation(error) : PADAN_OK;
}

static int hash_entry(uint8_t hash[16], struct padan_writer *writer, const struct padan_unit *unit,
                      const struct padan_variant *source, struct padan_error *error)
{
    struct padan_buffer *key = &writer->scratch;
    padan_buffer_clear(key);
    padan_append_text(key, property_of(unit, PADAN_PO_CONTEXT));
    padan_buffer_byte(key, has_context(unit) ? '\004' : '\003');
    padan_append_text(key, source->text);
    if (key->failed)
        return padan_error_allocation(error);
    padan_hash_wide(hash, key->data, key->size);
    return PADAN_OK;
}

/* Obsolete entries are written to a text of their own. */
static void turn_text(struct padan_writer *writer)
{
    struct po_writer *po = writer->state;
    struct padan_buffer text = writer->buffer;
    writer->buffer = po->obsolete_text;
    po->obsolete_text = text;
}

/* Whether an entry is to be written now: to the file, or to the text of obsolete ones, to which the writer is turned.
 */
static int note_entry(struct padan_writer *writer, const struct padan_unit *unit, const struct padan_variant *source,
                      bool obsolete, bool *taken, struct padan_error *error)
{
    struct po_writer *po = writer->state;
    uint8_t hash[16];
    int status = hash_entry(hash, writer, unit, source, error);
    if (status != PADAN_OK || !obsolete)
        return status == PADAN_OK ? note_hash(po, hash, taken, error) : status;
    if (!padan_vector_reserve(&po->obsoletes, &po->obsolete_capacity, po->obsolete_count + 1, sizeof *po->obsoletes))
        return padan_error_allocation(error);
    memcpy(po->obsoletes[po->obsolete_count].hash, hash, sizeof hash);
    *taken = true;
    turn_text(writer);
    return PADAN_OK;
}

static void end_entry(struct padan_writer *writer, bool obsolete, bool is_first)
{
    struct po_writer *po = writer->state;
    if (!obsolete)
        return;
    turn_text(writer);
    po->obsoletes[po->obsolete_count].is_first = is_first;
    po->obsoletes[po->obsolete_count++].end = po->obsolete_text.size;
}

static void begin_entry(struct padan_writer *writer, const struct padan_unit *unit, const struct padan_variant *source,
                        bool obsolete)
{
    padan_buffer_byte(&writer->buffer, '\n');
    write_comments(writer, unit, obsolete);
    if (has_context(unit))
        write_string(writer, "msgctxt", property_of(unit, PADAN_PO_CONTEXT), obsolete);
    write_string(writer, "msgid", source->text, obsolete);
}

/* An entry with all the forms that the target language has. */
static void write_plural(struct padan_writer *writer, const struct padan_unit *unit, size_t source,
                         const struct padan_variant *plural, bool obsolete)
{
    const struct padan_variant *forms[PADAN_PO_FORMS] = { NULL };
    size_t at = 0, last = 0;
    for (const struct padan_variant *target; (target = padan_pair_target(writer, unit, source, &at));) {
        int form = form_of(target);
        if (form < 0 || form >= PADAN_PO_FORMS)
            continue;
        forms[form] = target;
        last = (size_t)form > last ? (size_t)form : last;
    }
    begin_entry(writer, unit, &unit->variants[source], obsolete);
    write_string(writer, "msgid_plural", plural->text, obsolete);
    for (size_t form = 0; form <= last; form++) {
        char keyword[24];
        snprintf(keyword, sizeof keyword, "msgstr[%zu]", form);
        write_string(writer, keyword, forms[form] ? forms[form]->text : padan_string(NULL), obsolete);
    }
}

static bool is_of_entry(const struct padan_property *property)
{
    static const char *const names[] = { PADAN_PO_CONTEXT, PADAN_PO_EXTRACTED, PADAN_PO_REFERENCE,
                                         PADAN_PO_FLAGS,   PADAN_PO_PREVIOUS,  PADAN_PO_OBSOLETE };
    if (property->kind == PADAN_PROPERTY_NOTE)
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names && property->kind == PADAN_PROPERTY_PROP; i++)
        if (padan_string_is(property->name, names[i]))
            return true;
    return false;
}

static bool is_form(const struct padan_property *property)
{
    return property->kind == PADAN_PROPERTY_PROP && padan_string_is(property->name, PADAN_PO_PLURAL);
}

static void count_lost(struct padan_lost *lost, const struct padan_unit *unit)
{
    lost->ids += unit->id.size > 0;
    padan_lost_properties(lost, unit->properties, unit->property_count, is_of_entry);
    for (size_t i = 0; i < unit->variant_count; i++) {
        padan_lost_properties(lost, unit->variants[i].properties, unit->variants[i].property_count, is_form);
        lost->codes += unit->variants[i].markup.size > 0;
    }
}

static int put_plural(struct padan_writer *writer, const struct padan_unit *unit, size_t source,
                      const struct padan_variant *plural, bool obsolete, struct padan_error *error)
{
    struct po_writer *po = writer->state;
    bool taken = false;
    int status = note_entry(writer, unit, &unit->variants[source], obsolete, &taken, error);
    writer->left_out += status == PADAN_OK && !taken;
    if (status != PADAN_OK || !taken)
        return status;
    po->plurals++;
    write_plural(writer, unit, source, plural, obsolete);
    end_entry(writer, obsolete, true);
    count_lost(&writer->lost, unit);
    return PADAN_OK;
}

int padan_po_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error)
{
    if (unit->variant_count == 0)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "a unit without any text cannot be written as PO");
    size_t source = padan_pair_source(writer, unit), at = 0;
    struct po_writer *po = writer->state;
    bool obsolete = property_of(unit, PADAN_PO_OBSOLETE).size > 0, taken = false, any = false;
    const struct padan_variant *plural = plural_of(unit, source);
    /* An empty msgid would be the header of the file. */
    if (unit->variants[source].text.size == 0) {
        po->empty++;
        writer->left_out++;
        return PADAN_OK;
    }
    if (plural)
        return put_plural(writer, unit, source, plural, obsolete, error);
    const struct padan_variant *target = padan_pair_target(writer, unit, source, &at);
    if (!target) {
        padan_lost_alone(writer);
        return PADAN_OK;
    }
    int status = PADAN_OK;
    for (; status == PADAN_OK && target; target = padan_pair_target(writer, unit, source, &at)) {
        status = note_entry(writer, unit, &unit->variants[source], obsolete, &taken, error);
        if (status != PADAN_OK || !taken)
            continue;
        begin_entry(writer, unit, &unit->variants[source], obsolete);
        write_string(writer, "msgstr", target->text, obsolete);
        end_entry(writer, obsolete, !any);
        any = true;
    }
    if (any)
        count_lost(&writer->lost, unit);
    else if (status == PADAN_OK)
        writer->left_out++;
    return status;
}

/* Appends a header that says the encoding that is written, wherever it says one. */
static void append_header(struct padan_buffer *out, struct padan_string text)
{
    static const char key[] = "charset=";
    const size_t size = sizeof key - 1;
    for (size_t at = 0; at < text.size;) {
        if (text.size - at < size || strncasecmp(text.data + at, key, size) != 0) {
            padan_buffer_byte(out, text.data[at++]);
            continue;
        }
        padan_buffer_append(out, text.data + at, size);
        padan_buffer_text(out, "UTF-8");
        at += size;
        while (at < text.size && !strchr(" ;\t\n", text.data[at]))
            at++;
    }
}

/* Which plural form is for what number; nobody but a file of that language can say it. */
static void add_rule(struct padan_writer *writer, struct padan_buffer *text)
{
    struct po_writer *po = writer->state;
    if (text->failed)
        return;
    po->has_rule = strcasestr(text->data, "Plural-Forms:") != NULL;
    if (po->has_rule || !writer->options.plural_forms)
        return;
    if (text->data[text->size - 1] != '\n')
        padan_buffer_byte(text, '\n');
    padan_buffer_format(text, "Plural-Forms: %s\n", writer->options.plural_forms);
    po->has_rule = true;
}

/* The header of the file that the units came from, in UTF-8 now, or a new one with what is known. */
static void write_header(struct padan_writer *writer)
{
    const struct padan_writer_options *options = &writer->options;
    struct padan_buffer text = { 0 };
    for (size_t i = 0; i < options->header_count; i++) {
        if (options->header[i].kind == PADAN_PROPERTY_NOTE)
            write_comment(writer, "#", options->header[i].value);
        else if (padan_string_is(options->header[i].name, PADAN_PO_HEADER))
            append_header(&text, options->header[i].value);
    }
    if (text.size == 0) {
        padan_buffer_text(&text,
                          "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
                          "Content-Transfer-Encoding: 8bit\nX-Generator: padan\n");
        if (options->target)
            padan_buffer_format(&text, "Language: %s\n", options->target);
        if (options->source)
            padan_buffer_format(&text, "X-Source-Language: %s\n", options->source);
    }
    add_rule(writer, &text);
    padan_buffer_text(&writer->buffer, "msgid \"\"\n");
    write_string(writer, "msgstr", (struct padan_string){ text.data, text.size }, false);
    writer->buffer.failed |= text.failed;
    padan_buffer_free(&text);
}

static void release(void *state)
{
    struct po_writer *po = state;
    padan_table_free(&po->written);
    padan_buffer_free(&po->obsolete_text);
    free(po->obsoletes);
    free(po);
}

int padan_po_begin(struct padan_writer *writer, struct padan_error *error)
{
    writer->state = calloc(1, sizeof(struct po_writer));
    if (!writer->state)
        return padan_error_allocation(error);
    writer->release = release;
    write_header(writer);
    return PADAN_OK;
}

static int write_obsoletes(struct padan_writer *writer, struct padan_error *error)
{
    struct po_writer *po = writer->state;
    int status = po->obsolete_text.failed ? padan_error_allocation(error) : PADAN_OK;
    for (size_t i = 0, start = 0; i < po->obsolete_count && status == PADAN_OK; start = po->obsoletes[i++].end) {
        bool is_new = false;
        status = note_hash(po, po->obsoletes[i].hash, &is_new, error);
        writer->left_out += po->obsoletes[i].is_first && !is_new;
        if (is_new)
            padan_buffer_append(&writer->buffer, po->obsolete_text.data + start, po->obsoletes[i].end - start);
    }
    return status;
}

static void tell_left_out(const struct padan_writer *writer)
{
    const struct po_writer *po = writer->state;
    struct padan_error warning;
    if (po->repeated > 0) {
        padan_error_set(&warning, PADAN_OK,
                        "left out, since PO has each msgid with its msgctxt only once: %" PRId64
                        " with one that is there already, whatever their translation; TMX and jsonl keep all",
                        po->repeated);
        padan_report(&writer->options.reporter, &warning);
    }
    if (po->empty > 0) {
        padan_error_set(&warning, PADAN_OK,
                        "left out, since a msgid must have a text: %" PRId64 " with none, or with codes alone",
                        po->empty);
        padan_report(&writer->options.reporter, &warning);
    }
}

int padan_po_end(struct padan_writer *writer, struct padan_error *error)
{
    const struct po_writer *po = writer->state;
    struct padan_error warning;
    int status = write_obsoletes(writer, error);
    if (status != PADAN_OK)
        return status;
    padan_lost_tell(writer, "PO");
    tell_left_out(writer);
    if (po->plurals > 0 && !po->has_rule) {
        padan_error_set(&warning, PADAN_OK,
                        "%" PRId64
                        " %s plural forms, and no PO file in the memory says the rule for them: "
                        "add the line Plural-Forms of the language to the header, without which gettext refuses %s",
                        po->plurals, padan_noun(po->plurals, "entry has", "entries have"),
                        padan_noun(po->plurals, "it", "them"));
        padan_report(&writer->options.reporter, &warning);
    }
    return PADAN_OK;
}
