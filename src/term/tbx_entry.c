/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An entry of TBX and a concept. The entry that was read is kept as it stood; what a concept says is looked for in it
 * by the same rules when it is written, and only what differs is put into it. So nothing else is lost.
 */
#include "term/tbx.h"

#include <stddef.h>
#include <string.h>

#include "base/table.h"
#include "exchange/format.h"
#include "exchange/xml.h"
#include "text/utf8.h"

/* Where a field of a concept or a term stands; a NULL type: a note. */
struct field {
    const char *type;
    size_t offset;
};

static const struct field concept_fields[] = {
    { "subjectField", offsetof(struct padan_concept, subject) },
    { "definition", offsetof(struct padan_concept, definition) },
    { "source", offsetof(struct padan_concept, source) },
    { NULL, offsetof(struct padan_concept, note) },
};
static const struct field term_fields[] = {
    { "partOfSpeech", offsetof(struct padan_term, part_of_speech) },
    { "grammaticalGender", offsetof(struct padan_term, gender) },
    { "context", offsetof(struct padan_term, context) },
    { "source", offsetof(struct padan_term, source) },
    { NULL, offsetof(struct padan_term, note) },
};
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char status_type[] = "administrativeStatus";
static const char case_type[] = "x-padan-caseSensitive";
static const char form_type[] = "x-padan-wholeForm";
static const char untranslated_type[] = "x-padan-untranslated";
static const char *const status_values[] = { "", "preferredTerm-admn-sts", "admittedTerm-admn-sts",
                                             "deprecatedTerm-admn-sts" };

static bool same(struct padan_string a, struct padan_string b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static struct padan_string trimmed(struct padan_string text)
{
    while (text.size > 0 && strchr(" \t\r\n", text.data[0]))
        text = (struct padan_string){ text.data + 1, text.size - 1 };
    while (text.size > 0 && strchr(" \t\r\n", text.data[text.size - 1]))
        text.size--;
    return text;
}

/* The text of a node, without white space around it; its data is NULL where there is no memory. */
static struct padan_string text_of(const xmlNode *node, struct padan_arena *arena)
{
    xmlChar *content = xmlNodeGetContent(node);
    if (!content)
        return (struct padan_string){ NULL, 0 };
    struct padan_string text = trimmed(padan_xml_string(content));
    struct padan_string copy = { padan_arena_copy(arena, text.data, text.size), text.size };
    xmlFree(content);
    return copy;
}

/* The item of a type below a level of an entry, in groups too, or its note; not below a language or a term. */
static xmlNodePtr find_item(const xmlNode *parent, const xmlNode *entry, const char *type)
{
    for (xmlNodePtr node = parent->children; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        if (!type && padan_tbx_is(node, entry, "note"))
            return node;
        if (type && padan_string_is(padan_tbx_type(node, entry), type))
            return node;
        bool group = padan_tbx_is(node, entry, "termGrp");
        xmlNodePtr first = !group && type && padan_tbx_is_group(node, entry) ? xmlFirstElementChild(node) : NULL;
        if (first && padan_string_is(padan_tbx_type(first, entry), type))
            return first;
        xmlNodePtr found = group ? find_item(node, entry, type) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

/* The node of a concept's field: a definition may stand with the first language. */
static xmlNodePtr find_concept_item(const xmlNode *entry, const char *type)
{
    xmlNodePtr found = find_item(entry, entry, type);
    for (xmlNodePtr node = entry->children; !found && type && strcmp(type, "definition") == 0 && node;
         node = node->next)
        if (padan_tbx_is_language(node, entry))
            found = find_item(node, entry, type);
    return found;
}

static bool read_field(struct padan_string *out, const xmlNode *node, struct padan_arena *arena)
{
    *out = node ? text_of(node, arena) : padan_string("");
    return out->data;
}

static struct padan_string *field_of(void *record, const struct field *field)
{
    return (struct padan_string *)((char *)record + field->offset);
}

/* Several types say how a term is to be used; the first whose value is understood counts. */
static bool read_status(enum padan_term_status *out, const xmlNode *section, const xmlNode *entry,
                        struct padan_arena *arena)
{
    static const char *const types[] = { status_type, "normativeAuthorization", "usageStatus" };
    *out = PADAN_TERM_UNRATED;
    for (size_t i = 0; i < COUNT(types); i++) {
        xmlNodePtr node = find_item(section, entry, types[i]);
        struct padan_string text = node ? text_of(node, arena) : padan_string("");
        if (!text.data)
            return false;
        if (padan_term_status_parse(text, out))
            return true;
    }
    return true;
}

static bool read_term(struct padan_term *term, const xmlNode *section, const xmlNode *entry, struct padan_arena *arena)
{
    bool whole = read_status(&term->status, section, entry, arena);
    for (size_t i = 0; i < COUNT(term_fields); i++)
        whole &= read_field(field_of(term, &term_fields[i]), find_item(section, entry, term_fields[i].type), arena);
    term->case_sensitive = find_item(section, entry, case_type);
    term->whole_form = find_item(section, entry, form_type);
    return whole;
}

static xmlNodePtr term_node(const xmlNode *section, const xmlNode *entry)
{
    xmlNodePtr group = padan_tbx_child(section, entry, "termGrp");
    return padan_tbx_child(group ? group : section, entry, "term");
}

static struct padan_string language_of(const xmlNode *node)
{
    struct padan_string tag = padan_xml_attribute_value(node, "lang", XML_XML_NAMESPACE);
    return tag.data ? tag : padan_xml_attribute_value(node, "lang", NULL);
}

/* The terms of a language; of none is one that is empty. */
static bool read_language(struct padan_tbx_reading *out, struct padan_term *terms, const xmlNode *language,
                          const xmlNode *entry, struct padan_arena *arena)
{
    for (xmlNodePtr section = language->children; section; section = section->next) {
        xmlNodePtr node = padan_tbx_is_section(section, entry) ? term_node(section, entry) : NULL;
        struct padan_string text = node ? text_of(node, arena) : padan_string("");
        if (!text.data)
            return false;
        if (text.size == 0)
            continue;
        size_t number = out->concept.term_count++;
        struct padan_string tag = language_of(language);
        terms[number] = (struct padan_term){ .language = tag.data ? tag : padan_string(""), .text = text };
        out->sections[number] = section;
        if (!read_term(&terms[number], section, entry, arena))
            return false;
    }
    return true;
}

static size_t count_sections(const xmlNode *entry)
{
    size_t count = 0;
    for (xmlNodePtr language = entry->children; language; language = language->next)
        for (xmlNodePtr section = padan_tbx_is_language(language, entry) ? language->children : NULL; section;
             section = section->next)
            count += padan_tbx_is_section(section, entry);
    return count;
}

bool padan_tbx_concept(struct padan_tbx_reading *out, const struct padan_tbx_entry *read, struct padan_arena *arena)
{
    const xmlNode *entry = read->entry;
    size_t count = count_sections(entry);
    *out = (struct padan_tbx_reading){ 0 };
    struct padan_term *terms = padan_arena_take(arena, (count + 1) * sizeof *terms);
    out->sections = padan_arena_take(arena, (count + 1) * sizeof *out->sections);
    if (!terms || !out->sections)
        return false;
    out->concept.terms = terms;
    out->concept.identifier = padan_xml_attribute_value(entry, "id", NULL);
    if (!out->concept.identifier.data)
    out->concept.identifier = padan_string("");
    out->concept.untranslated = find_item(entry, entry, untranslated_type);
    bool whole = true;
    for (size_t i = 0; i < COUNT(concept_fields); i++)
        whole &= read_field(field_of(&out->concept, &concept_fields[i]),
                            find_concept_item(entry, concept_fields[i].type), arena);
    for (xmlNodePtr node = entry->children; node && whole; node = node->next)
        if (padan_tbx_is_language(node, entry))
            whole = read_language(out, terms, node, entry, arena);
    return whole;
}

/* An entry on its way to say what a concept says. */
struct applying {
    xmlNodePtr entry;
    const struct padan_tbx_kind *kind;
    struct padan_arena *arena;
    bool failed;
};

static void set_text(struct applying *applying, xmlNodePtr node, struct padan_string text)
{
    struct padan_buffer escaped = { 0 };
    padan_xml_text(&escaped, text);
    if (!escaped.failed && node)
        xmlNodeSetContent(node, BAD_CAST(escaped.data ? escaped.data : ""));
    applying->failed |= escaped.failed || !node;
    padan_buffer_free(&escaped);
}

/* `space`: NULL, or that of XML itself. */
static void set_attribute(struct applying *applying, xmlNodePtr node, xmlNsPtr space, const char *name,
                          struct padan_string value)
{
    struct padan_buffer copy = { 0 };
    padan_buffer_append(&copy, value.data ? value.data : "", value.size);
    padan_buffer_byte(&copy, 0);
    if (copy.failed || !xmlSetNsProp(node, space, BAD_CAST name, BAD_CAST copy.data))
        applying->failed = true;
    padan_buffer_free(&copy);
}

/* The namespace of a module, declared with the entry where the root does not. */
static xmlNsPtr module_of(struct applying *applying, const struct padan_tbx_category *category)
{
    const char *href = category->min ? PADAN_TBX_MIN_NAMESPACE : PADAN_TBX_BASIC_NAMESPACE;
    xmlNsPtr space = xmlSearchNsByHref(applying->entry->doc, applying->entry, BAD_CAST href);
    return space ? space : xmlNewNs(applying->entry, BAD_CAST href, BAD_CAST(category->min ? "min" : "basic"));
}

static xmlNodePtr make_item(struct applying *applying, const char *element, const char *type)
{
    const struct padan_tbx_category *category = padan_tbx_category(padan_string(type));
    xmlNodePtr node = NULL;
    if (applying->kind->dct && category) {
        node = xmlNewDocNode(applying->entry->doc, module_of(applying, category), BAD_CAST type, NULL);
    } else {
        node = xmlNewDocNode(applying->entry->doc, applying->entry->ns, BAD_CAST(type ? element : "note"), NULL);
        if (node && type)
            set_attribute(applying, node, NULL, "type", padan_string(type));
    }
    applying->failed |= !node;
    return node;
}

/* Where notes on a term go: behind it and those that it has; what else is said comes last. */
static void place_in_section(xmlNodePtr section, xmlNodePtr node, const xmlNode *entry, bool on_term)
{
    xmlNodePtr term = term_node(section, entry);
    if (!on_term || !term) {
        xmlAddChild(section, node);
        return;
    }
    xmlNodePtr last = term;
    for (xmlNodePtr next = term->next; next; next = next->next)
        if (padan_tbx_is(next, entry, "termNote") || padan_tbx_is(next, entry, "termNoteGrp"))
            last = next;
    xmlAddNextSibling(last, node);
}

static void place_in_concept(xmlNodePtr entry, xmlNodePtr node)
{
    xmlNodePtr language = entry->children;
    while (language && !padan_tbx_is_language(language, entry))
        language = language->next;
    if (language)
        xmlAddPrevSibling(language, node);
    else
        xmlAddChild(entry, node);
}

/* Takes an item out, with its group where it is what the group is about. */
static void remove_item(xmlNodePtr node, const xmlNode *entry)
{
    xmlNodePtr parent = node->parent;
    bool group = parent && padan_tbx_is_group(parent, entry) && !padan_tbx_is(parent, entry, "termGrp") &&
                 xmlFirstElementChild(parent) == node;
    node = group ? parent : node;
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

/* Makes one item say `value`; an empty one takes it out. `section` NULL: of the concept. */
static void put_item(struct applying *applying, xmlNodePtr node, xmlNodePtr section, const char *type,
                     struct padan_string value)
{
    const struct padan_tbx_category *category = padan_tbx_category(padan_string(type));
    const char *element = category ? category->element : section ? "termNote" : "admin";
    if (value.size == 0) {
        if (node)
            remove_item(node, applying->entry);
        return;
    }
    if (!node) {
        node = make_item(applying, element, type);
        if (!node)
            return;
        if (section)
            place_in_section(section, node, applying->entry, type && strcmp(element, "termNote") == 0);
        else
            place_in_concept(applying->entry, node);
    }
    set_text(applying, node, value);
}

static void put_fields(struct applying *applying, xmlNodePtr section, const struct field *fields, size_t count,
                       const void *old, const void *new)
{
    xmlNodePtr entry = applying->entry;
    for (size_t i = 0; i < count; i++) {
        struct padan_string before = *(const struct padan_string *)((const char *)old + fields[i].offset);
        struct padan_string after = *(const struct padan_string *)((const char *)new + fields[i].offset);
        xmlNodePtr node =
            section ? find_item(section, entry, fields[i].type) : find_concept_item(entry, fields[i].type);
        if (!same(before, after))
            put_item(applying, node, section, fields[i].type, after);
    }
}

static void put_flag(struct applying *applying, xmlNodePtr section, const char *type, bool before, bool after)
{
    if (before != after)
        put_item(applying, find_item(section ? section : applying->entry, applying->entry, type), section, type,
                 padan_string(after ? "yes" : ""));
}

static void put_term(struct applying *applying, xmlNodePtr section, const struct padan_term *old,
                     const struct padan_term *new)
{
    if (!same(old->text, new->text))
        set_text(applying, term_node(section, applying->entry), new->text);
    if (old->status != new->status)
        put_item(applying, find_item(section, applying->entry, status_type), section, status_type,
                 padan_string(status_values[new->status]));
    put_fields(applying, section, term_fields, COUNT(term_fields), old, new);
    put_flag(applying, section, case_type, old->case_sensitive, new->case_sensitive);
    put_flag(applying, section, form_type, old->whole_form, new->whole_form);
}

/* Whether two tags are one language; spelling aside. */
static bool same_language(struct padan_string a, struct padan_string b)
{
    char tags[2][PADAN_LANGUAGE_SIZE], canonical[2][PADAN_LANGUAGE_SIZE];
    struct padan_string texts[2] = { a, b };
    if (same(a, b))
        return true;
    for (int i = 0; i < 2; i++) {
        if (texts[i].size >= PADAN_LANGUAGE_SIZE)
            return false;
        memcpy(tags[i], texts[i].data, texts[i].size);
        tags[i][texts[i].size] = 0;
        if (padan_language_canonical(canonical[i], tags[i], NULL) != PADAN_OK)
            return false;
    }
    return strcmp(canonical[0], canonical[1]) == 0;
}

/* The language of a new term; made where the entry has none. */
static xmlNodePtr language_node(struct applying *applying, struct padan_string tag)
{
    xmlNodePtr entry = applying->entry;
    for (xmlNodePtr node = entry->children; node; node = node->next)
        if (padan_tbx_is_language(node, entry) && same_language(language_of(node), tag))
            return node;
    xmlNodePtr node =
        xmlNewChild(entry, entry->ns, BAD_CAST(applying->kind->version == 2 ? "langSet" : "langSec"), NULL);
    if (node)
        set_attribute(applying, node, xmlSearchNsByHref(entry->doc, node, XML_XML_NAMESPACE), "lang", tag);
    applying->failed |= !node;
    return node;
}

static void add_term(struct applying *applying, const struct padan_term *term)
{
    static const struct padan_term nothing = { .text = { "", 0 } };
    xmlNodePtr language = language_node(applying, term->language);
    xmlNsPtr space = applying->entry->ns;
    xmlNodePtr section =
        language ? xmlNewChild(language, space, BAD_CAST(applying->kind->version == 2 ? "tig" : "termSec"), NULL)
                 : NULL;
    if (section && xmlNewChild(section, space, BAD_CAST "term", NULL))
        put_term(applying, section, &nothing, term);
    else
        applying->failed = true;
}

static void remove_term(xmlNodePtr section, const xmlNode *entry)
{
    xmlNodePtr language = section->parent, other = language->children;
    while (other && (other == section || !padan_tbx_is_section(other, entry)))
        other = other->next;
    xmlNodePtr gone = other ? section : language;
    xmlUnlinkNode(gone);
    xmlFreeNode(gone);
}

/* The key of a term within its concept. */
static size_t term_key(struct padan_table *table, const struct padan_term *term, bool add)
{
    char tag[PADAN_LANGUAGE_SIZE] = "", canonical[PADAN_LANGUAGE_SIZE] = "";
    struct padan_buffer key = { 0 };
    if (term->language.size < sizeof tag)
        memcpy(tag, term->language.data, term->language.size);
    if (padan_language_canonical(canonical, tag, NULL) != PADAN_OK)
        canonical[0] = 0;
    padan_buffer_format(&key, "%s=", canonical);
    padan_buffer_append(&key, term->text.data, term->text.size);
    size_t number = key.failed ? PADAN_TABLE_NONE
                    : add      ? padan_table_add(table, key.data, key.size)
                               : padan_table_find(table, key.data, key.size);
    padan_buffer_free(&key);
    return number;
}

/* For each term of the entry the one of the concept that it is, or SIZE_MAX; `taken` says which are some. */
static bool match_terms(const struct padan_concept *old, const struct padan_concept *new, size_t *partner, bool *taken,
                        size_t *first)
{
    struct padan_table table = { 0 };
    bool whole = true;
    for (size_t i = 0; i < new->term_count &&whole; i++) {
        size_t count = table.count, key = term_key(&table, &new->terms[i], true);
        whole = key != PADAN_TABLE_NONE;
        if (whole && table.count > count)
            first[key] = i;
    }
    for (size_t i = 0; i < old->term_count && whole; i++) {
        size_t key = term_key(&table, &old->terms[i], false);
        /* The same term may stand there twice. */
        bool here = i < new->term_count && !taken[i] && same(old->terms[i].text, new->terms[i].text) &&
                    same_language(old->terms[i].language, new->terms[i].language);
        partner[i] = here ? i : key != PADAN_TABLE_NONE && !taken[first[key]] ? first[key] : SIZE_MAX;
        if (partner[i] != SIZE_MAX)
            taken[partner[i]] = true;
    }
    padan_table_free(&table);
    return whole;
}

/* What is left on both sides, in order: terms that are spelt otherwise now. */
static void match_rest(const struct padan_concept *old, const struct padan_concept *new, size_t *partner, bool *taken)
{
    size_t next = 0;
    for (size_t i = 0; i < old->term_count; i++) {
        if (partner[i] != SIZE_MAX)
            continue;
        while (next < new->term_count && taken[next])
            next++;
        if (next == new->term_count || !same_language(old->terms[i].language, new->terms[next].language))
            continue;
        partner[i] = next;
        taken[next] = true;
    }
}

static void put_terms(struct applying *applying, const struct padan_tbx_reading *old, const struct padan_concept *new)
{
    size_t count = old->concept.term_count;
    size_t *partner = padan_arena_take(applying->arena, (count + new->term_count + 1) * sizeof *partner);
    bool *taken = padan_arena_take(applying->arena, new->term_count + 1);
    if (!partner || !taken || !match_terms(&old->concept, new, partner, taken, partner + count)) {
        applying->failed = true;
        return;
    }
    match_rest(&old->concept, new, partner, taken);
    for (size_t i = 0; i < count; i++)
        if (partner[i] != SIZE_MAX)
            put_term(applying, old->sections[i], &old->concept.terms[i], &new->terms[partner[i]]);
    for (size_t i = 0; i < new->term_count; i++)
        if (!taken[i])
            add_term(applying, &new->terms[i]);
    for (size_t i = 0; i < count; i++)
        if (partner[i] == SIZE_MAX)
            remove_term(old->sections[i], applying->entry);
}

bool padan_tbx_apply(struct padan_tbx_entry *entry, const struct padan_concept *concept,
                     const struct padan_tbx_kind *kind, struct padan_arena *arena)
{
    struct applying applying = { .entry = entry->entry, .kind = kind, .arena = arena };
    struct padan_tbx_reading old;
    if (!padan_tbx_concept(&old, entry, arena))
        return false;
    if (!same(old.concept.identifier, concept->identifier)) {
        set_attribute(&applying, entry->entry, NULL, "id", concept->identifier);
    }
    put_flag(&applying, NULL, untranslated_type, old.concept.untranslated, concept->untranslated);
    put_fields(&applying, NULL, concept_fields, COUNT(concept_fields), &old.concept, concept);
    put_terms(&applying, &old, concept);
    return !applying.failed;
}
