/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TBX written. An entry that came from TBX is written from what is kept of it, with what has changed since put into it;
 * between the head and the tail of its file where all is of one file's kind, else turned into the kind asked for.
 */
#include "term/tbx.h"

#include <inttypes.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/table.h"
#include "exchange/format.h"
#include "exchange/xml.h"
#include "memory/store.h"

static const struct {
    const char *name;
    struct padan_tbx_kind kind;
    bool chosen; /* the dialect is as asked for, whatever that leaves out */
} names[] = {
    { "tbx", { 3, false, PADAN_TBX_BASIC }, false },         { "tbx-core", { 3, false, PADAN_TBX_CORE }, true },
    { "tbx-basic", { 3, false, PADAN_TBX_BASIC }, true },    { "tbx-min", { 3, false, PADAN_TBX_MIN }, true },
    { "tbx-basic-dct", { 3, true, PADAN_TBX_BASIC }, true }, { "tbx-min-dct", { 3, true, PADAN_TBX_MIN }, true },
    { "tbx2", { 2, false, PADAN_TBX_BASIC }, false },
};

struct writing {
    struct padan_output *output; /* NULL: look only whether all fits */
    struct padan_tbx_kind kind;
    bool as_it_came; /* within the head and tail of the file that it came from */
    bool chosen;
    char *head, *tail;        /* of that file, or NULL */
    struct padan_string root; /* in the head: its start tag */
    int64_t others;           /* entries of other roots */
    int64_t identifiers;      /* that were changed */
    struct padan_tbx_fit fit;
    struct padan_table known; /* identifiers that there will be, for references */
    struct padan_table used;  /* those written */
    int64_t references;       /* that lead to nothing */
    bool begun;
    int status; /* of the output */
    struct padan_error *error;
};

static struct padan_string property(const struct padan_concept *concept, const char *name)
{
    for (size_t i = 0; i < concept->property_count; i++)
        if (padan_string_is(concept->properties[i].name, name))
    return concept->properties[i].value;
    return (struct padan_string){ NULL, 0 };
}

static bool same(struct padan_string a, struct padan_string b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* The entry of a concept, as it was kept or made anew; *from is the kind that it is of. */
static bool make_entry(struct padan_tbx_entry *entry, const struct writing *writing,
                       const struct padan_concept *concept, struct padan_tbx_kind *from)
{
    const struct padan_string nothing = { "", 0 };
    struct padan_string kept = property(concept, PADAN_TBX_ENTRY), root = property(concept, PADAN_TBX_ROOT);
    bool failed = false;
    if (kept.data && root.size > 2 && padan_tbx_kind_of(from, root, &failed) &&
        padan_tbx_parse(entry, root, nothing, kept))
        return true;
    if (failed || entry->failed)
        return false;
    struct padan_buffer tag = { 0 };
    *from = writing->kind;
    if (writing->as_it_came)
        padan_buffer_append(&tag, writing->root.data, writing->root.size);
    else
        padan_tbx_root(&tag, &writing->kind, "en");
    bool made = !tag.failed && padan_tbx_parse(entry, (struct padan_string){ tag.data, tag.size }, nothing,
                                               padan_string(from->version == 2 ? "<termEntry/>" : "<conceptEntry/>"));
    padan_buffer_free(&tag);
    return made;
}

/* Notes the identifiers of an entry, which references may lead to. */
static bool note_identifiers(struct writing *writing, xmlNodePtr node)
{
    xmlChar *id = xmlGetNoNsProp(node, BAD_CAST "id");
    bool whole = !id || xmlValidateNCName(id, 0) != 0 ||
                 padan_table_add(&writing->known, id, strlen((const char *)id)) != PADAN_TABLE_NONE;
    xmlFree(id);
    for (xmlNodePtr child = xmlFirstElementChild(node); child && whole; child = xmlNextElementSibling(child))
        whole = note_identifiers(writing, child);
    return whole;
}

/* Takes out what is no identifier or was one already, and references that lead nowhere, below an entry. */
static bool check_identifiers(struct writing *writing, xmlNodePtr node)
{
    bool whole = true;
    for (xmlNodePtr child = xmlFirstElementChild(node); child && whole; child = xmlNextElementSibling(child)) {
        xmlChar *id = xmlGetNoNsProp(child, BAD_CAST "id"), *target = xmlGetNoNsProp(child, BAD_CAST "target");
        size_t count = writing->used.count;
        bool valid = id && xmlValidateNCName(id, 0) == 0;
        if (valid)
            whole = padan_table_add(&writing->used, id, strlen((const char *)id)) != PADAN_TABLE_NONE;
        if (id && (!valid || writing->used.count == count)) {
            xmlUnsetProp(child, BAD_CAST "id");
            writing->identifiers++;
        }
        const struct padan_tbx_category *category = padan_tbx_category(padan_string((const char *)child->name));
        bool outside = strcmp(category ? category->element : (const char *)child->name, "xref") == 0;
        if (target && !outside &&
            padan_table_find(&writing->known, target, strlen((const char *)target)) == PADAN_TABLE_NONE) {
            xmlUnsetProp(child, BAD_CAST "target");
            writing->references++;
        }
        xmlFree(id);
        xmlFree(target);
        whole = whole && check_identifiers(writing, child);
    }
    return whole;
}

/* An identifier is one of XML, and of one entry only. */
static bool set_identifier(struct writing *writing, xmlNodePtr entry, int64_t number)
{
    xmlChar *given = xmlGetNoNsProp(entry, BAD_CAST "id");
    bool usable = given && (writing->as_it_came || xmlValidateNCName(given, 0) == 0);
    size_t count = writing->used.count;
    size_t key = usable ? padan_table_add(&writing->used, given, strlen((const char *)given)) : 0;
    bool whole = key != PADAN_TABLE_NONE;
    if (!usable || (writing->used.count == count && !writing->as_it_came)) {
        char name[40];
        int size = snprintf(name, sizeof name, "padan-%" PRId64, number);
        for (int i = 2; padan_table_find(&writing->used, name, (size_t)size) != PADAN_TABLE_NONE; i++)
            size = snprintf(name, sizeof name, "padan-%" PRId64 "-%d", number, i);
        whole &= padan_table_add(&writing->used, name, (size_t)size) != PADAN_TABLE_NONE;
        whole &= xmlSetProp(entry, BAD_CAST "id", BAD_CAST name) != NULL;
        writing->identifiers += given && *given;
    }
    xmlFree(given);
    return whole;
}

/* The entry and, in a file that is given back, the comments before it. */
static bool dump(struct padan_buffer *out, const struct writing *writing, const struct padan_tbx_entry *entry,
                 bool indented)
{
    xmlNodePtr node = writing->as_it_came ? entry->entry->parent->children : entry->entry;
    bool whole = true;
    for (; whole && node; node = writing->as_it_came ? node->next : NULL)
        whole = padan_xml_dump(out, entry->document, node, 3, indented);
    padan_buffer_byte(out, '\n');
    return whole && !out->failed;
}

static int write_text(struct writing *writing, const char *text, size_t size, struct padan_error *error)
{
    return padan_output_write(writing->output, text, size, error);
}

static int begin_body(struct writing *writing, struct padan_error *error)
{
    if (writing->begun)
        return PADAN_OK;
    writing->begun = true;
    return writing->as_it_came ? PADAN_OK : write_text(writing, "    <body>\n", 11, error);
}

/* Makes the entry one of the kind to be written; false: no memory. */
static bool fit_entry(struct writing *writing, struct padan_tbx_entry *entry, const struct padan_tbx_kind *from,
                      struct padan_arena *arena, const struct padan_concept *concept)
{
    struct padan_tbx_kind core = writing->kind;
    if (!padan_tbx_apply(entry, concept, from, arena))
        return false;
    if (!writing->as_it_came && !padan_tbx_convert(entry, &core))
        return false;
    padan_tbx_fit(&writing->fit, entry, writing->kind.dialect, writing->chosen);
    if (!writing->output)
        return note_identifiers(writing, entry->entry);
    return set_identifier(writing, entry->entry, concept->number) &&
           (writing->as_it_came || check_identifiers(writing, entry->entry));
}

static int put(void *context, const struct padan_concept *concept, struct padan_error *error)
{
    struct writing *writing = context;
    struct padan_arena arena = { 0 };
    struct padan_buffer text = { 0 };
    struct padan_tbx_entry entry = { 0 };
    struct padan_tbx_kind from;
    struct padan_string root = property(concept, PADAN_TBX_ROOT);
    struct padan_xml_watch watch;
    writing->others += root.data && !same(root, writing->root);
    padan_xml_watch_begin(&watch);
    bool whole = make_entry(&entry, writing, concept, &from) && fit_entry(writing, &entry, &from, &arena, concept) &&
                 (!writing->output || dump(&text, writing, &entry, !root.data));
    /* Trees are built, changed and written without what there was no memory for. */
    whole = !padan_xml_watch_end(&watch) && whole;
    int status = whole ? PADAN_OK : padan_error_allocation(error);
    if (whole && writing->output)
        status = begin_body(writing, error);
    if (status == PADAN_OK && writing->output)
        status = write_text(writing, text.data, text.size, error);
    padan_tbx_entry_free(&entry);
    padan_buffer_free(&text);
    padan_arena_free(&arena);
    return status;
}

/* Past an XML declaration, which says an encoding that may be another now. */
static const char *past_declaration(const char *head)
{
    const char *end = strncmp(head, "<?xml", 5) == 0 ? strstr(head, "?>") : NULL;
    head = end ? end + 2 : head;
    return head + strspn(head, "\r\n");
}

static int write_head(struct writing *writing, const char *language, struct padan_error *error)
{
    struct padan_buffer head = { 0 };
    padan_buffer_text(&head, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (writing->as_it_came) {
        padan_buffer_text(&head, past_declaration(writing->head));
    } else {
        const char *header = writing->kind.version == 2 ? "martifHeader" : "tbxHeader";
        padan_tbx_root(&head, &writing->kind, language);
        padan_buffer_format(&head,
                            "\n  <%s>\n    <fileDesc>\n      <sourceDesc>\n        <p>Term base of padan</p>\n"
                            "      </sourceDesc>\n    </fileDesc>\n",
                            header);
        if (writing->kind.version == 2)
            padan_buffer_format(&head, "    <encodingDesc>\n      <p type=\"XCSURI\">%s</p>\n    </encodingDesc>\n",
                                writing->kind.dialect == PADAN_TBX_BASIC ? "TBXBasicXCSV02.xcs" : "TBXXCSV02.xcs");
        padan_buffer_format(&head, "  </%s>\n  <text>\n", header);
    }
    int status = head.failed ? padan_error_allocation(error) : write_text(writing, head.data, head.size, error);
    padan_buffer_free(&head);
    return status;
}

static int write_tail(struct writing *writing, struct padan_error *error)
{
    if (writing->as_it_came)
        return write_text(writing, writing->tail, strlen(writing->tail), error);
    return padan_output_format(writing->output, error, "%s  </text>\n</%s>\n", writing->begun ? "    </body>\n" : "",
                               writing->kind.version == 2 ? "martif" : "tbx");
}

/* The start tag of the root in a head. */
static struct padan_string find_root(const char *head, bool *failed)
{
    static const char *const roots[] = { "tbx", "martif" };
    struct padan_tbx_kind kind;
    for (const char *mark = strchr(head, '<'); mark; mark = strchr(mark + 1, '<')) {
        const char *name = mark + 1, *colon = strchr(name, ':'), *end = name + strcspn(name, " \t\r\n/>");
        name = colon && colon < end ? colon + 1 : name;
        for (size_t i = 0; i < 2; i++) {
            const char *last =
                (size_t)(end - name) == strlen(roots[i]) && strncmp(name, roots[i], (size_t)(end - name)) == 0
                    ? strchr(end, '>')
                    : NULL;
            struct padan_string tag = { mark, last ? (size_t)(last - mark) + 1 : 0 };
            if (last && padan_tbx_kind_of(&kind, tag, failed))
                return tag;
        }
    }
    return (struct padan_string){ "", 0 };
}

static void warn(const struct padan_reporter *reporter, const char *text)
{
    struct padan_error warning;
    padan_error_set(&warning, PADAN_OK, "%s", text);
    if (reporter)
        padan_report(reporter, &warning);
}

/* Says what did not fit and what came of it. */
static void tell(const struct writing *writing, const struct padan_tbx_fit *core, const struct padan_reporter *reporter)
{
    static const char *const dialects[] = { "TBX-Core", "TBX-Min", "TBX-Basic", "" };
    char text[400];
    if (core->items > 0) {
        snprintf(text, sizeof text,
                 "written as TBX-Core, since TBX-Basic does not have %" PRId64
                 " of the items, as %s; --format tbx-basic "
                 "leaves them out",
                 core->items, core->example);
        warn(reporter, text);
    }
    if (writing->fit.items > 0) {
        snprintf(text, sizeof text, "%s does not have %" PRId64 " of the items, as %s; they are %s",
                 dialects[writing->kind.dialect], writing->fit.items, writing->fit.example,
                 writing->chosen ? "left out" : "written as they are");
        warn(reporter, text);
    }
    if (writing->identifiers > 0) {
        snprintf(text, sizeof text,
                 "%" PRId64
                 " identifiers are none of XML, or stand twice; they are left out, or written as padan-NUMBER",
                 writing->identifiers);
        warn(reporter, text);
    }
    if (writing->references > 0) {
        snprintf(text, sizeof text,
                 "%" PRId64
                 " references lead to what is not written, as who is responsible; their targets are left out",
                 writing->references);
        warn(reporter, text);
    }
}

/* Looks through the term base: whether it can be written as its file came, and else whether it fits TBX-Basic. */
static int survey(struct writing *writing, struct padan_memory *memory, const struct padan_concept_filter *filter,
                  bool as_it_came, struct padan_tbx_fit *core, struct padan_error *error)
{
    struct writing looking = *writing;
    const struct padan_concept_sink sink = { put, &looking, NULL };
    looking.output = NULL;
    int status = padan_memory_each_concept(memory, filter, &sink, error);
    bool failed = false;
    writing->known = looking.known;
    if (status != PADAN_OK)
        return status;
    if (as_it_came && writing->root.size > 0 && looking.others == 0 &&
        padan_tbx_kind_of(&writing->kind, writing->root, &failed)) {
        writing->as_it_came = true;
    } else if (!writing->chosen && looking.fit.items > 0) {
        *core = looking.fit;
        writing->kind.dialect = PADAN_TBX_CORE;
    }
    return failed ? padan_error_allocation(error) : PADAN_OK;
}

static int write_all(struct writing *writing, struct padan_memory *memory, const struct padan_concept_filter *filter,
                     struct padan_error *error)
{
    const struct padan_concept_sink sink = { put, writing, NULL };
    int status = write_head(writing, filter->source ? filter->source : "en", error);
    if (status == PADAN_OK)
        status = padan_memory_each_concept(memory, filter, &sink, error);
    return status == PADAN_OK ? write_tail(writing, error) : status;
}

static bool choose(struct writing *writing, const char *name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i].name) != 0)
            continue;
        writing->kind = names[i].kind;
        writing->chosen = names[i].chosen;
        return true;
    }
    return false;
}

int padan_tbx_write(struct padan_output *output, const char *name, struct padan_memory *memory,
                    const struct padan_concept_filter *filter, const struct padan_reporter *reporter,
                    struct padan_error *error)
{
    struct writing writing = { .output = output };
    struct padan_tbx_fit core = { 0 };
    bool failed = false;
    if (!choose(&writing, name))
        return padan_error_set(error, PADAN_ERROR_FORMAT, "\"%s\" is not a format of terms", name);
    int status = padan_memory_term_source(memory, &writing.head, &writing.tail, error);
    if (status == PADAN_OK && writing.head)
        writing.root = find_root(writing.head, &failed);
    if (failed)
        status = padan_error_allocation(error);
    if (status == PADAN_OK)
        status = survey(&writing, memory, filter, strcmp(name, "tbx") == 0, &core, error);
    if (status == PADAN_OK)
        status = write_all(&writing, memory, filter, error);
    if (status == PADAN_OK)
        tell(&writing, &core, reporter);
    padan_table_free(&writing.known);
    padan_table_free(&writing.used);
    free(writing.head);
    free(writing.tail);
    return status;
}
