/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xliff_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

#define CORE "urn:oasis:names:tc:xliff:document:2.0"
#define MATCHES "urn:oasis:names:tc:xliff:matches:2.0"
#define METADATA "urn:oasis:names:tc:xliff:metadata:2.0"
#define INLINE "ph pc sc ec mrk sm em cp #"

/*
 * What may stand in an element, in that order: "?" at most one, "+" one at least, "*" any number, "!" just one. Inline
 * content ("#" is text) has no order. Attributes: those that must be there, then, behind a bar, those that may.
 */
static const struct element {
    const char *uri, *name, *children, *attributes;
} elements[] = {
    { CORE, "xliff", "file+", "version srcLang | trgLang" },
    { CORE, "file", "unit+", "id | original space" },
    { CORE, "unit", "matches? metadata? notes? originalData? segment+", "id | name canResegment translate" },
    { MATCHES, "matches", "match+", "" },
    { MATCHES, "match", "metadata? originalData? source! target!", "ref | id similarity matchQuality origin type" },
    { METADATA, "metadata", "metaGroup+", "| id" },
    { METADATA, "metaGroup", "meta+", "| id category appliesTo" },
    { METADATA, "meta", "#", "type" },
    { CORE, "notes", "note+", "" },
    { CORE, "note", "#", "| id category priority appliesTo" },
    { CORE, "originalData", "data+", "" },
    { CORE, "data", "cp #", "id | dir space" },
    { CORE, "segment", "source! target?", "| id state subState canResegment" },
    { CORE, "source", INLINE, "| lang space" },
    { CORE, "target", INLINE, "| lang space order" },
    { CORE, "ph", "", "id | type subType dataRef equiv disp canCopy canDelete canReorder" },
    { CORE, "pc", INLINE, "id | type subType dataRefStart dataRefEnd equivStart equivEnd canOverlap" },
    { CORE, "sc", "", "id | type subType dataRef equiv isolated canCopy canDelete canReorder canOverlap" },
    { CORE, "ec", "", "| id startRef type subType dataRef equiv isolated canCopy canDelete canReorder canOverlap" },
    { CORE, "mrk", INLINE, "id | type value ref translate" },
    { CORE, "cp", "", "hex" },
};

static bool is(const xmlNode *node, const char *name)
{
    return strcmp((const char *)node->name, name) == 0;
}

static const struct element *rule_of(const xmlNode *node)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (is(node, elements[i].name) && node->ns && strcmp((const char *)node->ns->href, elements[i].uri) == 0)
            return &elements[i];
    fail_msg("<%s> has no place in XLIFF 2.1 as padan writes it", (const char *)node->name);
    return NULL;
}

/* The value of an attribute, which lives as long as the document does; NULL where it is not there. */
static const char *value_of(const xmlNode *node, const char *name)
{
    for (const xmlAttr *at = node->properties; at; at = at->next)
        if (strcmp((const char *)at->name, name) == 0)
            return at->children ? (const char *)at->children->content : "";
    return NULL;
}

static void check_attributes(const xmlNode *node, const struct element *rule)
{
    char words[200], known[220], *rest = words;
    bool needed = true;
    strcpy(words, rule->attributes);
    snprintf(known, sizeof known, " %s ", rule->attributes);
    for (const char *word; (word = strsep(&rest, " "));) {
        needed = needed && strcmp(word, "|") != 0;
        if (needed && *word && !value_of(node, word))
            fail_msg("<%s> lacks %s", rule->name, word);
    }
    for (const xmlAttr *at = node->properties; at; at = at->next) {
        char name[80];
        snprintf(name, sizeof name, " %s ", (const char *)at->name);
        if (!strstr(known, name))
            fail_msg("<%s> may not have %s", rule->name, (const char *)at->name);
    }
}

static size_t count_run(const xmlNode **at, const char *name, size_t size)
{
    size_t count = 0;
    for (; *at && (*at)->type == XML_ELEMENT_NODE && strlen((const char *)(*at)->name) == size &&
           strncmp((const char *)(*at)->name, name, size) == 0;
         *at = xmlNextElementSibling((xmlNode *)*at))
        count++;
    return count;
}

static void check_order(const xmlNode *node, const struct element *rule)
{
    char words[200], *rest = words;
    const xmlNode *at = xmlFirstElementChild((xmlNode *)node);
    strcpy(words, rule->children);
    for (const char *word; *words && (word = strsep(&rest, " "));) {
        char most = word[strlen(word) - 1];
        size_t count = count_run(&at, word, strlen(word) - 1);
        if (((most == '?' || most == '!') && count > 1) || ((most == '+' || most == '!') && count == 0))
            fail_msg("<%s> has %zu of %s", rule->name, count, word);
    }
    if (at)
        fail_msg("<%s> may not stand there in <%s>", (const char *)at->name, rule->name);
}

static void check_mixed(const xmlNode *node, const struct element *rule)
{
    for (const xmlNode *at = xmlFirstElementChild((xmlNode *)node); at; at = xmlNextElementSibling((xmlNode *)at)) {
        char name[80], known[80];
        snprintf(name, sizeof name, " %s ", (const char *)at->name);
        snprintf(known, sizeof known, " %s ", rule->children);
        if (!strstr(known, name))
            fail_msg("<%s> may not stand in <%s>", (const char *)at->name, rule->name);
    }
}

struct names {
    const char *list[1000];
    size_t count;
};

static bool has(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->list[i], name) == 0)
            return true;
    return false;
}

static void add_once(struct names *names, const xmlNode *node, const char *name)
{
    if (!name)
        return;
    if (has(names, name))
        fail_msg("<%s> has the id '%s' a second time", (const char *)node->name, name);
    assert_true(names->count < sizeof names->list / sizeof *names->list && *name && !strpbrk(name, " \t\n"));
    names->list[names->count++] = name;
}

static void check_type(const xmlNode *node)
{
    static const char types[] = " fmt ui quote link image other ";
    const char *type = value_of(node, "type"), *sub = value_of(node, "subType");
    char name[80];
    if (is(node, "mrk") || !type) {
        assert_true(is(node, "mrk") || !sub);
        return;
    }
    snprintf(name, sizeof name, " %s ", type);
    assert_non_null(strstr(types, name));
    assert_true(!sub || strchr(sub, ':'));
}

/* The inline elements of a text: unique ids, data that are there, ends that have a beginning and the other way round.
 */
static void check_inline(const xmlNode *text, struct names *ids, const struct names *data, struct names *open)
{
    for (const xmlNode *at = xmlFirstElementChild((xmlNode *)text); at; at = xmlNextElementSibling((xmlNode *)at)) {
        static const char *const references[] = { "dataRef", "dataRefStart", "dataRefEnd" };
        bool isolated = value_of(at, "isolated") && strcmp(value_of(at, "isolated"), "yes") == 0;
        for (size_t i = 0; i < 3; i++)
            if (value_of(at, references[i]) && !has(data, value_of(at, references[i])))
                fail_msg("there is no <data> '%s'", value_of(at, references[i]));
        add_once(ids, at, value_of(at, "id"));
        check_type(at);
        if (is(at, "sc") && !isolated)
            open->list[open->count++] = value_of(at, "id");
        if (is(at, "ec") && isolated != (value_of(at, "id") != NULL))
            fail_msg("an <ec> has an id where it is isolated, and only there");
        if (is(at, "ec") && !isolated) {
            const char *start = value_of(at, "startRef");
            size_t i = 0;
            while (start && i < open->count && strcmp(open->list[i], start) != 0)
                i++;
            if (!start || i == open->count)
                fail_msg("no <sc> is open that <ec startRef='%s'> could end", start ? start : "");
            open->list[i] = open->list[--open->count];
        }
        if (is(at, "pc") || is(at, "mrk"))
            check_inline(at, ids, data, open);
    }
}

/* `ids`: of the unit; codes of the target have those of the source again. */
static void check_texts(const xmlNode *holder, const struct names *ids, const struct names *data)
{
    for (const xmlNode *at = xmlFirstElementChild((xmlNode *)holder); at; at = xmlNextElementSibling((xmlNode *)at)) {
        struct names own = *ids, open = { .count = 0 };
        if (!is(at, "source") && !is(at, "target"))
            continue;
        check_inline(at, &own, data, &open);
        if (open.count > 0)
            fail_msg("<sc id='%s'> is never ended, and not isolated", open.list[0]);
    }
}

static void gather_data(const xmlNode *holder, struct names *data)
{
    for (const xmlNode *at = xmlFirstElementChild((xmlNode *)holder); at; at = xmlNextElementSibling((xmlNode *)at))
        if (is(at, "originalData"))
            for (const xmlNode *one = xmlFirstElementChild((xmlNode *)at); one;
                 one = xmlNextElementSibling((xmlNode *)one))
                add_once(data, one, value_of(one, "id"));
}

static void check_match(const xmlNode *match, const struct names *segments)
{
    struct names data = { .count = 0 }, none = { .count = 0 };
    const char *reference = value_of(match, "ref"), *similarity = value_of(match, "similarity");
    gather_data(match, &data);
    check_texts(match, &none, &data);
    if (*reference != '#' || !has(segments, reference + 1))
        fail_msg("a match refers to '%s', which is no segment of its unit", reference);
    assert_true(!similarity || (atof(similarity) >= 0 && atof(similarity) <= 100));
}

static void check_unit(const xmlNode *unit)
{
    static const char states[] = " initial translated reviewed final ";
    struct names segments = { .count = 0 }, data = { .count = 0 };
    gather_data(unit, &data);
    for (const xmlNode *at = xmlFirstElementChild((xmlNode *)unit); at; at = xmlNextElementSibling((xmlNode *)at)) {
        char state[40];
        if (!is(at, "segment"))
            continue;
        add_once(&segments, at, value_of(at, "id"));
        snprintf(state, sizeof state, " %s ", value_of(at, "state") ? value_of(at, "state") : "initial");
        assert_non_null(strstr(states, state));
    }
    for (const xmlNode *at = xmlFirstElementChild((xmlNode *)unit); at; at = xmlNextElementSibling((xmlNode *)at)) {
        if (is(at, "segment"))
            check_texts(at, &segments, &data);
        for (const xmlNode *match = is(at, "matches") ? xmlFirstElementChild((xmlNode *)at) : NULL; match;
             match = xmlNextElementSibling((xmlNode *)match))
            check_match(match, &segments);
    }
}

static void check_element(const xmlNode *node)
{
    const struct element *rule = rule_of(node);
    bool mixed = strchr(rule->children, '#') != NULL;
    struct names ids = { .count = 0 };
    check_attributes(node, rule);
    if (mixed)
        check_mixed(node, rule);
    else
        check_order(node, rule);
    for (const xmlNode *at = node->children; at; at = at->next) {
        if (at->type == XML_ELEMENT_NODE) {
            check_element(at);
            if (is(node, "xliff") || is(node, "file"))
                add_once(&ids, at, value_of(at, "id"));
        } else if (!mixed && !xmlIsBlankNode(at)) {
            fail_msg("text stands in <%s>", rule->name);
        }
    }
    if (is(node, "unit"))
        check_unit(node);
}

void assert_xliff_rules(const char *data, size_t size)
{
    xmlDocPtr document = xmlReadMemory(data, (int)size, "xliff", NULL, XML_PARSE_NONET);
    assert_non_null(document);
    const xmlNode *root = xmlDocGetRootElement(document);
    assert_true(is(root, "xliff"));
    check_element(root);
    assert_string_equal(value_of(root, "version"), "2.1");
    if (strstr(data, "<target") && !value_of(root, "trgLang"))
        fail_msg("there are targets, and no trgLang");
    xmlFreeDoc(document);
}
