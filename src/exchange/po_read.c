/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/po.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "exchange/lines.h"
#include "text/utf8.h"

/* The parts of an entry, in the order in which their properties are given. */
enum part {
    PART_NOTE,
    PART_EXTRACTED,
    PART_REFERENCE,
    PART_FLAGS,
    PART_PREVIOUS,
    PART_CONTEXT,
    PART_ID,
    PART_PLURAL,
    PART_COUNT
};

struct entry {
    struct padan_buffer parts[PART_COUNT];
    struct padan_buffer forms[PADAN_PO_FORMS]; /* of msgstr */
    bool has[PART_COUNT];
    bool has_form[PADAN_PO_FORMS];
    bool begun, obsolete;
    int64_t line; /* of its first string */
    size_t size;
    enum padan_status fault; /* PADAN_OK where there is none */
    int64_t fault_line;
    char reason[160];
};

struct po {
    struct padan_reading *reading;
    struct entry entry;
    struct padan_buffer *open; /* the string that continuation lines belong to, or NULL */
    int64_t line, number;
    bool header_given;
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE]; /* as the header has them, or "" */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static struct padan_string trim(struct padan_string text)
{
    while (text.size > 0 && is_blank(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && is_blank(text.data[text.size - 1]))
        text.size--;
    return text;
}

static struct padan_string view(const struct padan_buffer *buffer)
{
    return (struct padan_string){ buffer->data ? buffer->data : "", buffer->size };
}

/* Marks the entry as one to leave out; the first reason stands. */
static void refuse(struct po *po, enum padan_status status, const char *reason)
{
    struct entry *entry = &po->entry;
    if (entry->fault != PADAN_OK)
        return;
    entry->fault = status;
    entry->fault_line = po->line;
    snprintf(entry->reason, sizeof entry->reason, "%s", reason);
}

static void clear(struct entry *entry)
{
    for (int part = 0; part < PART_COUNT; part++) {
        padan_buffer_clear(&entry->parts[part]);
        entry->has[part] = false;
    }
    for (int form = 0; form < PADAN_PO_FORMS; form++) {
        padan_buffer_clear(&entry->forms[form]);
        entry->has_form[form] = false;
    }
    entry->begun = entry->obsolete = false;
    entry->size = 0;
    entry->fault = PADAN_OK;
}

static void release(struct entry *entry)
{
    for (int part = 0; part < PART_COUNT; part++)
        padan_buffer_free(&entry->parts[part]);
    for (int form = 0; form < PADAN_PO_FORMS; form++)
        padan_buffer_free(&entry->forms[form]);
}

static bool has_failed(const struct entry *entry)
{
    bool failed = false;
    for (int part = 0; part < PART_COUNT; part++)
        failed |= entry->parts[part].failed;
    for (int form = 0; form < PADAN_PO_FORMS; form++)
        failed |= entry->forms[form].failed;
    return failed;
}

static int digit_of(char c, int base)
{
    int value = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : 16;
    return value < base ? value : -1;
}

/* A character by number: \x41 or \101. Answers how many digits it takes. */
static size_t read_number(struct po *po, struct padan_string digits, int base, struct padan_buffer *out)
{
    size_t most = base == 8 ? 3 : 2, count = 0;
    int value = 0;
    while (count < most && count < digits.size && digit_of(digits.data[count], base) >= 0)
        value = value * base + digit_of(digits.data[count++], base);
    if (count == 0 || value == 0 || value > 0x7F)
        refuse(po, PADAN_ERROR_SYNTAX, "an escape by number is of ASCII here, from \\x01 to \\x7f");
    else
        padan_buffer_byte(out, (char)value);
    return count;
}

/* What follows a backslash; answers how many bytes it takes. */
static size_t read_escape(struct po *po, struct padan_string rest, struct padan_buffer *out)
{
    static const char letters[] = "ntrabfv\\\"'?", meant[] = "\n\t\r\a\b\f\v\\\"'?";
    const char *found = rest.size > 0 && rest.data[0] ? strchr(letters, rest.data[0]) : NULL;
    if (found) {
        padan_buffer_byte(out, meant[found - letters]);
        return 1;
    }
    if (rest.size > 0 && rest.data[0] == 'x')
        return 1 + read_number(po, (struct padan_string){ rest.data + 1, rest.size - 1 }, 16, out);
    if (rest.size > 0 && digit_of(rest.data[0], 8) >= 0)
        return read_number(po, rest, 8, out);
    refuse(po, PADAN_ERROR_SYNTAX, "a backslash stands before a character that makes no escape");
    return rest.size > 0;
}

/* Appends what stands between quotation marks. */
static void read_string(struct po *po, struct padan_string text, struct padan_buffer *out)
{
    if (text.size < 2 || text.data[0] != '"') {
        refuse(po, PADAN_ERROR_SYNTAX, "a text in quotation marks is expected here");
        return;
    }
    size_t at = 1, start = 1;
    while (at < text.size && text.data[at] != '"') {
        if (text.data[at] != '\\') {
            at++;
            continue;
        }
        padan_buffer_append(out, text.data + start, at - start);
        at++;
        at += read_escape(po, (struct padan_string){ text.data + at, text.size - at }, out);
        start = at;
    }
    if (at > text.size)
        at = text.size;
    padan_buffer_append(out, text.data + start, at - start);
    if (at + 1 != text.size)
        refuse(po, PADAN_ERROR_SYNTAX,
               at >= text.size ? "the quotation mark at the end of a text is missing"
                               : "something stands after the quotation mark that ends a text");
}

static bool take_word(struct padan_string *text, const char *word)
{
    size_t size = strlen(word);
    if (text->size < size || memcmp(text->data, word, size) != 0)
        return false;
    *text = (struct padan_string){ text->data + size, text->size - size };
    return true;
}

/* msgstr, or msgstr[N]: the buffer for it, or NULL. */
static struct padan_buffer *open_form(struct po *po, struct padan_string *rest)
{
    struct entry *entry = &po->entry;
    size_t number = 0;
    if (take_word(rest, "[")) {
        size_t digits = 0;
        for (; digits < rest->size && digits < 4 && digit_of(rest->data[digits], 10) >= 0; digits++)
            number = number * 10 + (size_t)digit_of(rest->data[digits], 10);
        *rest = (struct padan_string){ rest->data + digits, rest->size - digits };
        if (digits == 0 || number >= PADAN_PO_FORMS || !take_word(rest, "]")) {
            refuse(po, PADAN_ERROR_SYNTAX, "msgstr[N] is expected, with the number of a plural form below 64");
            return NULL;
        }
    }
    if (entry->has_form[number])
        refuse(po, PADAN_ERROR_SYNTAX, "the entry has the same msgstr twice");
    entry->has_form[number] = true;
    return &entry->forms[number];
}

static struct padan_buffer *open_part(struct po *po, enum part part)
{
    if (po->entry.has[part])
        refuse(po, PADAN_ERROR_SYNTAX, "the entry has the same keyword twice");
    po->entry.has[part] = true;
    return &po->entry.parts[part];
}

static bool has_any_form(const struct entry *entry)
{
    for (int form = 0; form < PADAN_PO_FORMS; form++)
        if (entry->has_form[form])
            return true;
    return false;
}

/* A comment that is kept, its lines one below the other. */
static void take_comment(struct po *po, enum part part, struct padan_string text)
{
    struct padan_buffer *out = &po->entry.parts[part];
    /* One space after the mark belongs to it; of flags and references all do, and they may go on in another line. */
    if (part == PART_FLAGS || part == PART_REFERENCE)
        text = trim(text);
    else if (text.size > 0 && text.data[0] == ' ')
        text = (struct padan_string){ text.data + 1, text.size - 1 };
    if (text.size > 0 && text.data[text.size - 1] == '\r')
        text.size--;
    if (part == PART_FLAGS && text.size == 0)
        return;
    if (po->entry.has[part])
        padan_buffer_text(out, part == PART_FLAGS ? ", " : "\n");
    po->entry.has[part] = true;
    padan_buffer_append(out, text.data, text.size);
}

/* Between an entry and the next there need not be an empty line. */
static bool begins_entry(const struct po *po, struct padan_string line, bool comment)
{
    const struct entry *entry = &po->entry;
    if (!entry->begun)
        return false;
    if (comment || take_word(&line, "msgctxt"))
        return has_any_form(entry) || (entry->has[PART_ID] && !comment);
    if (take_word(&line, "msgid_plural"))
        return false;
    return take_word(&line, "msgid") && (entry->has[PART_ID] || has_any_form(entry));
}

static int finish_entry(struct po *po, struct padan_error *error);

static void read_comment(struct po *po, struct padan_string line)
{
    po->open = NULL;
    if (take_word(&line, "#."))
        take_comment(po, PART_EXTRACTED, line);
    else if (take_word(&line, "#:"))
        take_comment(po, PART_REFERENCE, line);
    else if (take_word(&line, "#,"))
        take_comment(po, PART_FLAGS, line);
    else if (take_word(&line, "#|") || take_word(&line, "#~|"))
        take_comment(po, PART_PREVIOUS, line);
    else if (take_word(&line, "#"))
        take_comment(po, PART_NOTE, line);
}

/* A line that opens a string: msgctxt, msgid, msgid_plural, msgstr. */
static void read_keyword(struct po *po, struct padan_string line)
{
    struct entry *entry = &po->entry;
    if (!entry->begun)
        entry->line = po->line;
    entry->begun = true;
    po->open = NULL;
    if (take_word(&line, "msgctxt"))
        po->open = open_part(po, PART_CONTEXT);
    else if (take_word(&line, "msgid_plural"))
        po->open = open_part(po, PART_PLURAL);
    else if (take_word(&line, "msgid"))
        po->open = open_part(po, PART_ID);
    else if (take_word(&line, "msgstr"))
        po->open = open_form(po, &line);
    else
        refuse(po, PADAN_ERROR_SYNTAX,
               "a line begins with none of #, msgctxt, msgid, msgid_plural, msgstr or a quotation mark");
    if (po->open)
        read_string(po, trim(line), po->open);
}

/* One more line of the entry that is being read. */
static void take_line(struct po *po, struct padan_string line, bool comment)
{
    po->entry.size += line.size;
    if (po->entry.size > PADAN_UNIT_LIMIT) {
        refuse(po, PADAN_ERROR_LIMIT, PADAN_UNIT_TOO_LARGE);
        po->entry.begun = true; /* nothing more is kept of it, up to an empty line */
        return;
    }
    if (!padan_string_is_text(line))
        refuse(po, PADAN_ERROR_ENCODING, "it holds bytes that are not of the encoding of the file, or NUL");
    if (comment)
        read_comment(po, line);
    else if (line.data[0] != '"')
        read_keyword(po, line);
    else if (po->open)
        read_string(po, line, po->open);
    else
        refuse(po, PADAN_ERROR_SYNTAX, "a text stands here that belongs to no keyword");
    if (!comment)
        po->entry.begun = true;
}

/* `whole`: the line is not merely the beginning of one that is too long. */
static int read_line(struct po *po, struct padan_string line, bool whole, struct padan_error *error)
{
    struct padan_string text = trim(line);
    if (text.size == 0) {
        po->open = NULL;
        return po->entry.begun ? finish_entry(po, error) : PADAN_OK;
    }
    bool obsolete = text.size >= 2 && memcmp(text.data, "#~", 2) == 0 && !(text.size > 2 && text.data[2] == '|');
    bool comment = text.data[0] == '#' && !obsolete;
    if (obsolete)
        text = trim((struct padan_string){ text.data + 2, text.size - 2 });
    if (text.size == 0)
        return PADAN_OK;
    int status = begins_entry(po, text, comment) ? finish_entry(po, error) : PADAN_OK;
    if (!whole)
        refuse(po, PADAN_ERROR_LIMIT, PADAN_UNIT_TOO_LARGE);
    take_line(po, text, comment);
    po->entry.obsolete |= obsolete;
    return status;
}

/* The value of a field of the header. */
static struct padan_string field_of(struct padan_string header, const char *name)
{
    size_t size = strlen(name);
    while (header.size > 0) {
        const char *end = memchr(header.data, '\n', header.size);
        struct padan_string line = { header.data, end ? (size_t)(end - header.data) : header.size };
        size_t taken = line.size + (end != NULL);
        header = (struct padan_string){ header.data + taken, header.size - taken };
        if (line.size > size && strncasecmp(line.data, name, size) == 0 && line.data[size] == ':')
            return trim((struct padan_string){ line.data + size + 1, line.size - size - 1 });
    }
    return padan_string(NULL);
}

/* A language as gettext spells it: pt_BR, sr@latin, uz@cyrillic. Empty where it is none. */
static void take_language(struct po *po, char out[PADAN_LANGUAGE_SIZE], struct padan_string tag)
{
    static const struct {
        const char *modifier, *script;
    } scripts[] = { { "latin", "Latn" }, { "cyrillic", "Cyrl" }, { "arabic", "Arab" }, { "devanagari", "Deva" } };
    char text[PADAN_LANGUAGE_SIZE], canonical[PADAN_LANGUAGE_SIZE];
    out[0] = '\0';
    if (tag.size == 0)
        return;
    snprintf(text, sizeof text, "%.*s", (int)(tag.size < sizeof text ? tag.size : sizeof text - 1), tag.data);
    char *at = strchr(text, '@'), *region = strpbrk(text, "_-");
    char composed[PADAN_LANGUAGE_SIZE * 2];
    if (at)
        *at++ = '\0';
    const char *script = NULL;
    for (size_t i = 0; at && i < sizeof scripts / sizeof *scripts; i++)
        if (strcasecmp(at, scripts[i].modifier) == 0)
            script = scripts[i].script;
    snprintf(composed, sizeof composed, "%.*s%s%s%s", (int)(region ? region - text : (ptrdiff_t)strlen(text)), text,
             script ? "-" : "", script ? script : "", region ? region : "");
    if (strlen(composed) < sizeof canonical && padan_language_canonical(canonical, composed, NULL) == PADAN_OK)
        memcpy(out, script ? canonical : text, strlen(script ? canonical : text) + 1);
    else
        padan_reading_mend(po->reading, PADAN_MENDED_LANGUAGE, po->line,
                           "the header names the language \"%s\", which is none", text);
}

static int give_header(struct po *po, struct padan_string text, struct padan_error *error)
{
    const struct padan_header_sink *sink = po->reading->header;
    if (po->header_given)
        return PADAN_OK;
    po->header_given = true;
    struct padan_property properties[2];
    size_t count = 0;
    struct padan_string note = view(&po->entry.parts[PART_NOTE]);
    if (note.size > 0)
        properties[count++] = (struct padan_property){ .kind = PADAN_PROPERTY_NOTE, .value = note };
    if (text.size > 0)
        properties[count++] = (struct padan_property){ .kind = PADAN_PROPERTY_PROP,
                                                       .name = padan_string(PADAN_PO_HEADER),
                                                       .value = text };
    if (text.size == 0)
        count = 0;
    return sink ? sink->put(sink->context, properties, count, error) : PADAN_OK;
}

/* The entry whose msgid is empty says what is said of the whole file. */
static int take_header(struct po *po, struct padan_error *error)
{
    struct padan_string text = view(&po->entry.forms[0]);
    if (po->header_given) {
        padan_reading_mend(po->reading, PADAN_MENDED_ORDER, po->entry.line,
                           "an entry without a text stands here; it is passed over");
        return PADAN_OK;
    }
    take_language(po, po->source, field_of(text, "X-Source-Language"));
    take_language(po, po->target, field_of(text, "Language"));
    return give_header(po, text, error);
}

static struct padan_string language_of(const struct po *po, bool source)
{
    const char *said = source ? po->source : po->target;
    const char *asked = source ? po->reading->options->source : po->reading->options->target;
    /* What was asked for names what the file does not; a file in another language than that is passed over. */
    return padan_string(said[0] ? said : asked);
}

static int check_languages(const struct po *po, struct padan_error *error)
{
    if (language_of(po, true).size == 0)
        return padan_error_at(
            error, PADAN_ERROR_LANGUAGE, po->reading->input->name, po->entry.line,
            "does not name the language of its msgid (X-Source-Language in the header); give it with -s");
    if (language_of(po, false).size == 0)
        return padan_error_at(error, PADAN_ERROR_LANGUAGE, po->reading->input->name, po->entry.line,
                              "does not name the language of its msgstr (Language in the header); give it with -t");
    return PADAN_OK;
}

static size_t take_properties(const struct entry *entry, struct padan_property properties[PART_COUNT + 1])
{
    static const char *const names[] = { NULL,           PADAN_PO_EXTRACTED, PADAN_PO_REFERENCE,
                                         PADAN_PO_FLAGS, PADAN_PO_PREVIOUS,  PADAN_PO_CONTEXT };
    size_t count = 0;
    for (int part = PART_NOTE; part <= PART_CONTEXT; part++)
        if (entry->has[part])
            properties[count++] = (struct padan_property){
                .kind = part == PART_NOTE ? PADAN_PROPERTY_NOTE : PADAN_PROPERTY_PROP,
                .name = padan_string(names[part]),
                .value = view(&entry->parts[part]),
            };
    if (entry->obsolete)
        properties[count++] = (struct padan_property){ .kind = PADAN_PROPERTY_PROP,
                                                       .name = padan_string(PADAN_PO_OBSOLETE),
                                                       .value = padan_string("yes") };
    return count;
}

struct variants {
    struct padan_variant items[PADAN_PO_FORMS + 2];
    struct padan_property plurals[PADAN_PO_FORMS + 2];
    char numbers[PADAN_PO_FORMS][4];
    size_t count;
};

static void add_variant(struct variants *variants, struct padan_string language, const struct padan_buffer *text,
                        const char *plural)
{
    struct padan_variant *variant = &variants->items[variants->count];
    struct padan_property *property = &variants->plurals[variants->count++];
    *property = (struct padan_property){ .kind = PADAN_PROPERTY_PROP,
                                         .name = padan_string(PADAN_PO_PLURAL),
                                         .value = padan_string(plural) };
    *variant = (struct padan_variant){
        .language = language, .text = view(text), .properties = property, .property_count = plural != NULL
    };
}

static bool is_untranslated(const struct entry *entry)
{
    size_t size = 0;
    for (int form = 0; form < PADAN_PO_FORMS; form++)
        size += entry->forms[form].size;
    return size == 0;
}

static void take_variants(const struct po *po, struct variants *variants)
{
    const struct entry *entry = &po->entry;
    bool plural = entry->has[PART_PLURAL];
    const struct padan_buffer nothing = { 0 };
    add_variant(variants, language_of(po, true), &entry->parts[PART_ID], NULL);
    variants->items[0].has_before = entry->has[PART_CONTEXT];
    variants->items[0].before = view(&entry->parts[PART_CONTEXT]);
    if (plural)
        add_variant(variants, language_of(po, true), &entry->parts[PART_PLURAL], "other");
    if (is_untranslated(entry))
        add_variant(variants, language_of(po, false), &nothing, NULL);
    for (int form = 0; form < PADAN_PO_FORMS; form++) {
        if (!entry->has_form[form] || entry->forms[form].size == 0)
            continue;
        snprintf(variants->numbers[form], sizeof variants->numbers[form], "%d", form);
        add_variant(variants, language_of(po, false), &entry->forms[form], plural ? variants->numbers[form] : NULL);
    }
}

static int give_unit(struct po *po, struct padan_error *error)
{
    const struct entry *entry = &po->entry;
    struct padan_property properties[PART_COUNT + 1];
    struct variants variants = { .count = 0 };
    int status = check_languages(po, error);
    if (status == PADAN_OK && !po->header_given)
        status = give_header(po, padan_string(NULL), error);
    if (status != PADAN_OK)
        return status;
    take_variants(po, &variants);
    struct padan_unit unit = { .variants = variants.items,
                               .variant_count = variants.count,
                               .status = padan_po_has_flag(view(&entry->parts[PART_FLAGS]), "fuzzy")
                                             ? PADAN_UNIT_AUTO
                                             : PADAN_UNIT_CONFIRMED,
                               .confidence = PADAN_CONFIDENCE_UNKNOWN,
                               .position = po->number,
                               .line = entry->line,
                               .properties = properties,
                               .property_count = take_properties(entry, properties) };
    return padan_reading_put(po->reading, &unit, error);
}

/* Whether an entry without a translation is given, for a check; one that is no more in use needs none. */
static bool is_asked_for(const struct po *po)
{
    return po->reading->options->halves && !po->entry.obsolete && language_of(po, true).size > 0 &&
           language_of(po, false).size > 0;
}

static int give_entry(struct po *po, struct padan_error *error)
{
    struct entry *entry = &po->entry;
    if (entry->fault == PADAN_OK && !entry->has[PART_ID])
        refuse(po, PADAN_ERROR_SYNTAX, "it has no msgid");
    if (entry->fault == PADAN_OK && !has_any_form(entry))
        refuse(po, PADAN_ERROR_SYNTAX, "it has no msgstr");
    if (entry->fault != PADAN_OK) {
        padan_reading_refuse(po->reading, entry->fault, entry->fault_line, "entry %" PRId64 " is left out: %s",
                             po->number + 1, entry->reason);
        po->number++;
        return padan_reading_check(po->reading, error);
    }
    if (entry->parts[PART_ID].size == 0 && !entry->has[PART_CONTEXT])
        return take_header(po, error);
    int status = PADAN_OK;
    if (entry->parts[PART_ID].size == 0 || (is_untranslated(entry) && !is_asked_for(po)))
        po->reading->summary.skipped++;
    else
        status = give_unit(po, error);
    po->number++;
    return status;
}

static int finish_entry(struct po *po, struct padan_error *error)
{
    po->open = NULL;
    if (has_failed(&po->entry))
        return padan_error_allocation(error);
    int status = po->entry.begun ? give_entry(po, error) : PADAN_OK;
    clear(&po->entry);
    return status;
}

static int read_lines(struct po *po, struct padan_error *error)
{
    struct padan_input *input = po->reading->input;
    for (po->line = 1;; po->line++) {
        struct padan_string line;
        size_t taken;
        int status = padan_line_next(input, &line, &taken, error);
        if (status != PADAN_OK || taken == 0)
            return status;
        bool whole = taken <= PADAN_UNIT_LIMIT;
        if (!whole)
            line.size = PADAN_UNIT_LIMIT;
        status = read_line(po, line, whole, error);
        if (whole)
            padan_input_take(input, taken);
        else if (status == PADAN_OK)
            status = padan_line_skip(input, error);
        if (status != PADAN_OK)
            return status;
    }
}

int padan_po_read(struct padan_reading *reading, struct padan_error *error)
{
    struct po po = { .reading = reading };
    int status = read_lines(&po, error);
    if (status == PADAN_OK)
        status = finish_entry(&po, error);
    if (status == PADAN_OK && !po.header_given)
        status = give_header(&po, padan_string(NULL), error);
    release(&po.entry);
    return status;
}
