/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TBX read. The file is cut into entries by its tags alone, without looking at what they mean; each entry is then
 * parsed by libxml2, within the start tag of the root, as a small tree. So memory is bounded by the largest entry, and
 * one that is broken costs itself and no other: the next start tag of an entry is found whatever stands before it.
 */
#include "term/tbx.h"

#include <string.h>

#include "base/error.h"
#include "exchange/format.h"
#include "exchange/xml.h"

static const int bombs_allowed = 10;

struct slicer {
    struct padan_reading reading;
    const struct padan_concept_sink *sink;
    struct padan_error *error;
    struct padan_string window; /* of the input, from the end of the last entry on */
    bool ended;                 /* the window has the end of the file */
    size_t at;                  /* come to, in the window */
    size_t searched;            /* no end of a comment or the like is before that */
    int64_t line;               /* of the window's beginning */
    struct padan_buffer root, subset, tail;
    struct padan_tbx_kind kind;
    bool typed; /* a document type was met, of which there is one */
    bool lost;  /* the last entry was left out: what stands before the next may be of it */
    int bombs;
};

/* What stands at a '<'. */
enum markup { MARKUP_OTHER, MARKUP_START, MARKUP_END, MARKUP_EMPTY, MARKUP_DOCTYPE };

/* Has at least `size` bytes in the window, or all that there are. */
static int fill(struct slicer *slicer, size_t size)
{
    if (size <= slicer->window.size || slicer->ended)
        return PADAN_OK;
    size_t wanted = size + ((size_t)64 << 10);
    int status = padan_input_window(slicer->reading.input, wanted, &slicer->window, slicer->error);
    slicer->ended = status == PADAN_OK && slicer->window.size < wanted;
    return status;
}

static void take(struct slicer *slicer, size_t size)
{
    for (size_t i = 0; i < size; i++)
        slicer->line += slicer->window.data[i] == '\n';
    padan_input_take(slicer->reading.input, size);
    slicer->window = (struct padan_string){ slicer->window.data + size, slicer->window.size - size };
    slicer->at -= size;
    slicer->searched = slicer->searched > size ? slicer->searched - size : 0;
}

static int64_t line_at(const struct slicer *slicer, size_t place)
{
    int64_t line = slicer->line;
    for (size_t i = 0; i < place && i < slicer->window.size; i++)
        line += slicer->window.data[i] == '\n';
    return line;
}

/* The place of `text` from `from` on, or SIZE_MAX where it is not within an entry's length. */
static int find(struct slicer *slicer, size_t from, const char *text, size_t *place)
{
    size_t size = strlen(text), limit = from + PADAN_TBX_LIMIT;
    *place = SIZE_MAX;
    for (size_t seen = from;;) {
        int status = fill(slicer, seen + size);
        if (status != PADAN_OK)
            return status;
        const char *found = slicer->window.size > seen
                                ? memmem(slicer->window.data + seen, slicer->window.size - seen, text, size)
                                : NULL;
        if (found) {
            *place = (size_t)(found - slicer->window.data);
            return PADAN_OK;
        }
        if (slicer->ended || slicer->window.size > limit)
            return PADAN_OK;
        seen = slicer->window.size > seen + size ? slicer->window.size - size + 1 : seen;
    }
}

/* The next '<'; where there is none within an entry's length, *found is false. */
static int find_mark(struct slicer *slicer, bool *found)
{
    *found = false;
    for (;;) {
        int status = fill(slicer, slicer->at + 1);
        if (status != PADAN_OK)
            return status;
        const char *mark = slicer->window.size > slicer->at
                               ? memchr(slicer->window.data + slicer->at, '<', slicer->window.size - slicer->at)
                               : NULL;
        slicer->at = mark ? (size_t)(mark - slicer->window.data) : slicer->window.size;
        *found = mark;
        if (mark || slicer->ended || slicer->at > PADAN_TBX_LIMIT)
            return PADAN_OK;
    }
}

static bool starts(const struct slicer *slicer, const char *text)
{
    size_t size = strlen(text);
    return slicer->window.size - slicer->at >= size && memcmp(slicer->window.data + slicer->at, text, size) == 0;
}

/* Passes a comment or the like, which `last` ends; of one that nothing ends only the beginning is passed. */
static int pass_until(struct slicer *slicer, size_t begin, const char *last, const char *whole)
{
    size_t place = SIZE_MAX;
    int status = PADAN_OK;
    if (slicer->at + begin >= slicer->searched)
        status = find(slicer, slicer->at + begin, last, &place);
    if (status != PADAN_OK)
        return status;
    if (place == SIZE_MAX)
        slicer->searched = slicer->window.size;
    size_t size = strlen(whole);
    bool good = place != SIZE_MAX && slicer->window.size - place >= size &&
                memcmp(slicer->window.data + place, whole, size) == 0;
    slicer->at = good ? place + size : slicer->at + begin;
    return PADAN_OK;
}

/* The end of a tag; a '<' within one, be it in quotation marks, says that it is cut off. */
static int pass_tag(struct slicer *slicer, enum markup *kind)
{
    size_t start = slicer->at++;
    char quote = 0;
    for (;; slicer->at++) {
        int status = fill(slicer, slicer->at + 1);
        if (status != PADAN_OK)
            return status;
        char c = slicer->at < slicer->window.size ? slicer->window.data[slicer->at] : '<';
        if (c == '<' || slicer->at - start > PADAN_TBX_LIMIT)
            return PADAN_OK;
        if (c == '>' && !quote)
            break;
        quote = quote == c ? 0 : !quote && (c == '"' || c == '\'') ? c : quote;
    }
    *kind = slicer->window.data[start + 1] == '/'        ? MARKUP_END
            : slicer->window.data[slicer->at - 1] == '/' ? MARKUP_EMPTY
                                                         : MARKUP_START;
    slicer->at++;
    return PADAN_OK;
}

/* A document type with its internal subset, which is kept. */
static int pass_doctype(struct slicer *slicer)
{
    size_t start = slicer->at, bracket = SIZE_MAX;
    bool closed = false;
    char quote = 0;
    for (slicer->at += 9;; slicer->at++) {
        int status = fill(slicer, slicer->at + 4);
        if (status != PADAN_OK)
            return status;
        if (slicer->at >= slicer->window.size || slicer->at - start > PADAN_TBX_ROOT_LIMIT) {
            slicer->at = start + 9;
            return PADAN_OK;
        }
        if (!quote && starts(slicer, "<!--")) {
            status = pass_until(slicer, 4, "-->", "-->");
            slicer->at--;
            if (status != PADAN_OK)
                return status;
            continue;
        }
        char c = slicer->window.data[slicer->at];
        if (quote || c == '"' || c == '\'')
            quote = quote == c ? 0 : quote ? quote : c;
        else if (c == '[' && bracket == SIZE_MAX)
            bracket = slicer->at + 1;
        else if (c == ']')
            closed = true;
        else if (c == '>' && (bracket == SIZE_MAX || closed))
            break;
    }
    const char *text = slicer->window.data;
    for (size_t end = slicer->at; bracket != SIZE_MAX && end > bracket; end--)
        if (text[end] == ']') {
            padan_buffer_append(&slicer->subset, text + bracket, end - bracket);
            break;
        }
    slicer->at++;
    return PADAN_OK;
}

/* Passes what stands at a '<'. */
static int pass_markup(struct slicer *slicer, enum markup *kind)
{
    *kind = MARKUP_OTHER;
    int status = fill(slicer, slicer->at + 16);
    if (status != PADAN_OK)
        return status;
    if (starts(slicer, "<!--"))
        return pass_until(slicer, 4, "--", "-->");
    if (starts(slicer, "<![CDATA["))
        return pass_until(slicer, 9, "]]>", "]]>");
    if (starts(slicer, "<?"))
        return pass_until(slicer, 2, "?>", "?>");
    if (starts(slicer, "<!DOCTYPE") && !slicer->typed) {
        *kind = MARKUP_DOCTYPE;
        slicer->typed = true;
        return pass_doctype(slicer);
    }
    return pass_tag(slicer, kind);
}

/* The name without prefix of the tag at a place. */
static struct padan_string name_at(const struct slicer *slicer, size_t place)
{
    const char *text = slicer->window.data + place + 1;
    size_t left = slicer->window.size - place - 1, size = 0;
    if (left > 0 && *text == '/') {
        text++;
        left--;
    }
    while (size < left && !strchr(" \t\r\n/>", text[size]))
        size++;
    const char *colon = memchr(text, ':', size);
    size_t prefix = colon ? (size_t)(colon - text) + 1 : 0;
    return (struct padan_string){ text + prefix, size - prefix };
}

static bool is_entry(const struct slicer *slicer, size_t place)
{
    struct padan_string name = name_at(slicer, place);
    return padan_string_is(name, "conceptEntry") || padan_string_is(name, "termEntry");
}

static bool is_blank(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!strchr(" \t\r\n", text[i]) || !text[i])
            return false;
    return true;
}

/* Tells of an entry that is left out. */
static int refuse(struct slicer *slicer, enum padan_status status, int64_t line, const char *why)
{
    slicer->lost = true;
    padan_reading_refuse(&slicer->reading, status, line, "left out: %.400s", why);
    return padan_reading_check(&slicer->reading, slicer->error);
}

/* Tells what of an entry its own dialect does not have; it is kept. */
static void check_dialect(struct slicer *slicer, struct padan_tbx_entry *entry, int64_t line)
{
    static const char *const names[] = { "TBX-Core", "TBX-Min", "TBX-Basic", "" };
    struct padan_tbx_fit fit = { 0 };
    bool old = xmlStrEqual(entry->entry->name, BAD_CAST "termEntry");
    if (old != (slicer->kind.version == 2))
        padan_reading_mend(&slicer->reading, PADAN_MENDED_DECLARATION, line,
                           "%s is not of the version of TBX that the file says it has; it is kept", entry->entry->name);
    padan_tbx_fit(&fit, entry, slicer->kind.dialect, false);
    if (fit.items > 0)
        padan_reading_mend(&slicer->reading, PADAN_MENDED_ELEMENT, line, "%s does not have %s; it is kept",
                           names[slicer->kind.dialect], fit.example);
}

/* The concept with its entry as it stood. */
static int give(struct slicer *slicer, struct padan_tbx_entry *entry, struct padan_string text, int64_t line)
{
    struct padan_arena arena = { 0 };
    struct padan_tbx_reading read;
    int status = padan_tbx_concept(&read, entry, &arena) ? PADAN_OK : padan_error_allocation(slicer->error);
    const struct padan_term_property kept[] = {
        { padan_string(PADAN_TBX_ENTRY), text },
        { padan_string(PADAN_TBX_ROOT), { slicer->root.data, slicer->root.size } },
    };
    read.concept.properties = kept;
    read.concept.property_count = sizeof kept / sizeof *kept;
    if (status == PADAN_OK) {
        slicer->reading.summary.read++;
        status = slicer->sink->put(slicer->sink->context, &read.concept, slicer->error);
    }
    padan_arena_free(&arena);
    if (status != PADAN_ERROR_ARGUMENT && status != PADAN_ERROR_LANGUAGE)
        return status;
    slicer->reading.summary.read--;
    return refuse(slicer, status, line, slicer->error ? slicer->error->message : "");
}

static int refuse_parsed(struct slicer *slicer, const struct padan_tbx_entry *entry, int64_t line)
{
    if (entry->failed)
        return padan_error_allocation(slicer->error);
    int64_t place = entry->line > 0 ? line + entry->line - 1 : line;
    if (entry->bomb && ++slicer->bombs > bombs_allowed)
        return padan_error_at(slicer->error, PADAN_ERROR_LIMIT, slicer->reading.input->name, place,
                              "entities grow without bound in more than %d entries", bombs_allowed);
    return refuse(slicer, PADAN_ERROR_SYNTAX, place, entry->fault);
}

/* Where entities are resolved the entry is kept as they read, since it is parsed without them later. */
static int take_parsed(struct slicer *slicer, struct padan_tbx_entry *entry, struct padan_string text, int64_t line)
{
    if (slicer->subset.size == 0)
        return give(slicer, entry, text, line);
    struct padan_buffer resolved = { 0 };
    int status = padan_xml_dump(&resolved, entry->document, entry->entry, 0, false)
                     ? give(slicer, entry, (struct padan_string){ resolved.data, resolved.size }, line)
                     : padan_error_allocation(slicer->error);
    padan_buffer_free(&resolved);
    return status;
}

/* The entry from `start` to where the slicer is, with what stands before it from the end of the last one on. */
static int read_slice(struct slicer *slicer, size_t start)
{
    struct padan_tbx_entry entry;
    int64_t line = line_at(slicer, start);
    size_t from = slicer->lost || is_blank(slicer->window.data, start) ? start : 0;
    int64_t first = from == 0 ? slicer->line : line;
    struct padan_string subset = { slicer->subset.data, slicer->subset.size };
    struct padan_string root = { slicer->root.data, slicer->root.size };
    struct padan_string text = { slicer->window.data + from, slicer->at - from };
    int status = PADAN_OK;
    /* It costs as much again for each entry. */
    if (!memchr(text.data, '&', text.size))
        subset.size = 0;
    slicer->lost = false;
    bool good = padan_tbx_parse(&entry, root, subset, text);
    if (!good && !entry.failed && from < start) {
        text = (struct padan_string){ slicer->window.data + start, slicer->at - start };
        first = line;
        good = padan_tbx_parse(&entry, root, subset, text);
        if (good)
            padan_reading_mend(&slicer->reading, PADAN_MENDED_ORDER, line,
                               "what stands before this entry has no place there and is left out");
    }
    if (!padan_string_is_text(text))
        status = refuse(slicer, PADAN_ERROR_ENCODING, line, "it has bytes that are not of the encoding of the file");
    else if (!good)
        status = refuse_parsed(slicer, &entry, first);
    else
        status = take_parsed(slicer, &entry, text, line);
    if (good) {
        check_dialect(slicer, &entry, line);
        padan_tbx_entry_free(&entry);
    }
    return status;
}

/* What is read of a tree is silently less where memory lacks. */
static int take_entry(struct slicer *slicer, size_t start)
{
    struct padan_xml_watch watch;
    padan_xml_watch_begin(&watch);
    int status = read_slice(slicer, start);
    return padan_xml_watch_end(&watch) && status == PADAN_OK ? padan_error_allocation(slicer->error) : status;
}

/* Reads on from the start tag at `start` to the end of the entry; *again where another begins before that. */
static int read_entry(struct slicer *slicer, size_t start)
{
    bool found = true;
    for (;;) {
        int status = find_mark(slicer, &found);
        size_t place = slicer->at;
        enum markup kind = MARKUP_OTHER;
        if (status == PADAN_OK && found && place - start <= PADAN_TBX_LIMIT)
            status = pass_markup(slicer, &kind);
        if (status != PADAN_OK)
            return status;
        if (place - start > PADAN_TBX_LIMIT || !found) {
            bool large = place - start > PADAN_TBX_LIMIT;
            status = refuse(slicer, large ? PADAN_ERROR_LIMIT : PADAN_ERROR_SYNTAX, line_at(slicer, start),
                            large ? "the entry is larger than 16 MiB" : "the end tag of the entry is missing");
            take(slicer, slicer->at);
            return status;
        }
        if (kind == MARKUP_START && is_entry(slicer, place)) {
            slicer->at = place;
            status = refuse(slicer, PADAN_ERROR_SYNTAX, line_at(slicer, start), "the end tag of the entry is missing");
            take(slicer, place);
            return status;
        }
        if (kind == MARKUP_END && is_entry(slicer, place)) {
            status = take_entry(slicer, start);
            take(slicer, slicer->at);
            return status;
        }
    }
}

/* What stands behind the last entry, as far as it is to be kept. */
static int keep_tail(struct slicer *slicer)
{
    if (slicer->window.size <= PADAN_TBX_LIMIT)
        padan_buffer_append(&slicer->tail, slicer->window.data, slicer->window.size);
    return slicer->tail.failed ? padan_error_allocation(slicer->error) : PADAN_OK;
}

/* All entries, one after the other; what stands between them is held until the next, up to the length of one. */
static int read_entries(struct slicer *slicer)
{
    int status = PADAN_OK;
    while (status == PADAN_OK) {
        bool found = false;
        enum markup kind = MARKUP_OTHER;
        status = find_mark(slicer, &found);
        if (status == PADAN_OK && slicer->at > PADAN_TBX_LIMIT) {
            take(slicer, slicer->at);
            continue;
        }
        if (status != PADAN_OK || !found)
            break;
        size_t place = slicer->at;
        status = pass_markup(slicer, &kind);
        if (status == PADAN_OK && kind == MARKUP_START && is_entry(slicer, place))
            status = read_entry(slicer, place);
        else if (status == PADAN_OK && kind == MARKUP_EMPTY && is_entry(slicer, place))
            status = refuse(slicer, PADAN_ERROR_SYNTAX, line_at(slicer, place), "the entry is empty");
    }
    return status == PADAN_OK ? keep_tail(slicer) : status;
}

/* The root's start tag, and what kind of TBX it says. */
static int take_root(struct slicer *slicer, size_t place)
{
    int64_t line = line_at(slicer, place);
    const char *name = slicer->reading.input->name;
    struct padan_string tag = name_at(slicer, place);
    if (slicer->at - place > PADAN_TBX_ROOT_LIMIT)
        return padan_error_at(slicer->error, PADAN_ERROR_LIMIT, name, line, "the start tag of the root is too long");
    padan_buffer_append(&slicer->root, slicer->window.data + place, slicer->at - place);
    if (slicer->root.failed)
        return padan_error_allocation(slicer->error);
    bool failed = false;
    bool known =
        padan_tbx_kind_of(&slicer->kind, (struct padan_string){ slicer->root.data, slicer->root.size }, &failed);
    if (failed)
        return padan_error_allocation(slicer->error);
    if (!known)
        return padan_error_at(slicer->error, PADAN_ERROR_FORMAT, name, line,
                              "is not TBX: the root is <%.*s>, or broken, where <tbx> or <martif> is expected",
                              (int)(tag.size < 60 ? tag.size : 60), tag.data);
    if (slicer->kind.dialect == PADAN_TBX_OTHER && slicer->kind.version == 3)
        padan_reading_mend(
            &slicer->reading, PADAN_MENDED_DECLARATION, line,
            "the type of the root is no dialect that padan knows (TBX-Core, TBX-Min, TBX-Basic); all is kept");
    return PADAN_OK;
}

/* Up to the first entry; `*place` is where it begins, SIZE_MAX where there is none. */
static int read_head(struct slicer *slicer, size_t *place)
{
    *place = SIZE_MAX;
    for (;;) {
        bool found = false;
        enum markup kind = MARKUP_OTHER;
        int status = find_mark(slicer, &found);
        size_t at = slicer->at;
        if (status == PADAN_OK && found && at <= PADAN_TBX_LIMIT)
            status = pass_markup(slicer, &kind);
        if (status != PADAN_OK || !found || at > PADAN_TBX_LIMIT)
            return status;
        bool tag = kind == MARKUP_START || kind == MARKUP_EMPTY;
        if (tag && slicer->root.size == 0) {
            status = take_root(slicer, at);
        } else if (tag && is_entry(slicer, at)) {
            *place = at;
            slicer->at = at;
            return PADAN_OK;
        }
        if (status != PADAN_OK)
            return status;
    }
}

static int put_part(struct slicer *slicer, enum padan_file_part part, const struct padan_buffer *text)
{
    if (!slicer->sink->put_part)
        return PADAN_OK;
    return slicer->sink->put_part(slicer->sink->context, part,
                                  (struct padan_string){ text->data ? text->data : "", text->size }, slicer->error);
}

/* Whether a text is a document; else the fault is told as one of the file. */
static int check_document(struct slicer *slicer, const struct padan_buffer *text, bool *good)
{
    struct padan_tbx_entry parsed;
    *good = padan_tbx_parse_document(&parsed, (struct padan_string){ text->data ? text->data : "", text->size });
    if (parsed.failed)
        return padan_error_allocation(slicer->error);
    if (*good) {
        padan_tbx_entry_free(&parsed);
        return PADAN_OK;
    }
    padan_reading_fault(&slicer->reading, PADAN_ERROR_SYNTAX, line_at(slicer, 0),
                        "the header or the end of the file is missing or broken (%.200s); the entries are kept",
                        parsed.fault);
    return padan_reading_check(&slicer->reading, slicer->error);
}

/* Head and tail are of use only if they are one document. */
static int put_frame(struct slicer *slicer, const struct padan_buffer *head)
{
    struct padan_buffer whole = { 0 };
    bool good = false;
    padan_buffer_append(&whole, head->data ? head->data : "", head->size);
    padan_buffer_append(&whole, slicer->tail.data ? slicer->tail.data : "", slicer->tail.size);
    int status =
        whole.failed || head->failed ? padan_error_allocation(slicer->error) : check_document(slicer, &whole, &good);
    padan_buffer_free(&whole);
    if (status == PADAN_OK && good)
        status = put_part(slicer, PADAN_FILE_HEAD, head);
    return status == PADAN_OK && good ? put_part(slicer, PADAN_FILE_TAIL, &slicer->tail) : status;
}

static int read_file(struct slicer *slicer, struct padan_buffer *head)
{
    size_t place;
    int status = read_head(slicer, &place);
    if (status == PADAN_OK && slicer->root.size == 0)
        return padan_error_at(slicer->error, PADAN_ERROR_FORMAT, slicer->reading.input->name, slicer->line,
                              "is not TBX: <tbx> or <martif> is expected");
    if (status == PADAN_OK && place == SIZE_MAX && slicer->window.size > PADAN_TBX_LIMIT)
        return padan_error_at(slicer->error, PADAN_ERROR_LIMIT, slicer->reading.input->name, slicer->line,
                              "has no <conceptEntry> or <termEntry> in its first 16 MiB");
    size_t size = place == SIZE_MAX ? slicer->window.size : place;
    if (status == PADAN_OK) {
        padan_buffer_append(head, slicer->window.data, size);
        take(slicer, size);
        status = read_entries(slicer);
    }
    return status == PADAN_OK ? put_frame(slicer, head) : status;
}

int padan_tbx_read(struct padan_input *input, const struct padan_exchange_options *options,
                   const struct padan_concept_sink *sink, struct padan_exchange_summary *summary,
                   struct padan_error *error)
{
    struct slicer slicer = { .sink = sink, .error = error, .line = 1 };
    struct padan_buffer head = { 0 };
    slicer.reading.options = options;
    slicer.reading.input = input;
    int status = read_file(&slicer, &head);
    padan_reading_tell_encoding(&slicer.reading);
    padan_reading_tell_rest(&slicer.reading);
    *summary = slicer.reading.summary;
    padan_buffer_free(&head);
    padan_buffer_free(&slicer.root);
    padan_buffer_free(&slicer.subset);
    padan_buffer_free(&slicer.tail);
    return status;
}
