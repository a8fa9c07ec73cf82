/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialects of TBX: which data categories they have, where, and with which values. */
#include "term/tbx.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "exchange/format.h"

static const char *const statuses[] = { "preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts",
                                        "supersededTerm-admn-sts", NULL };
static const char *const parts_of_speech[] = { "noun", "verb", "adjective", "adverb", "other", NULL };
static const char *const genders[] = { "masculine", "feminine", "neuter", "other", NULL };
static const char *const term_types[] = {
    "fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase", NULL
};
static const char *const transactions[] = { "origination", "modification", NULL };

/* Source: TBX-Basic and TBX-Min with ISO 30042:2019. */
static const struct padan_tbx_category categories[] = {
    { "administrativeStatus", "termNote", true, "t", statuses },
    { "partOfSpeech", "termNote", true, "t", parts_of_speech },
    { "subjectField", "descrip", true, "c", NULL },
    { "customerSubset", "admin", true, "ct", NULL },
    { "externalCrossReference", "xref", true, "ct", NULL },
    { "definition", "descrip", false, "cl", NULL },
    { "context", "descrip", false, "t", NULL },
    { "source", "admin", false, "clt", NULL },
    { "grammaticalGender", "termNote", false, "t", genders },
    { "geographicalUsage", "termNote", false, "t", NULL },
    { "termType", "termNote", false, "t", term_types },
    { "termLocation", "termNote", false, "t", NULL },
    { "projectSubset", "admin", false, "ct", NULL },
    { "crossReference", "ref", false, "ct", NULL },
    { "xGraphic", "xref", false, "c", NULL },
    { "transactionType", "transac", false, "clt", transactions },
    { "responsibility", "transacNote", false, "clt", NULL },
};

const struct padan_tbx_category *padan_tbx_category(struct padan_string name)
{
    for (size_t i = 0; name.data && i < sizeof categories / sizeof *categories; i++)
        if (padan_string_is(name, categories[i].name))
            return &categories[i];
    return NULL;
}

/* One entry being held against a dialect. */
struct fitting {
    struct padan_tbx_fit *fit;
    const xmlNode *entry;
    enum padan_tbx_dialect dialect;
    bool drop;
};

static void note(struct fitting *fitting, struct padan_string type, const char *what)
{
    if (fitting->fit->items++ == 0)
        snprintf(fitting->fit->example, sizeof fitting->fit->example, "%.60s%s", type.data, what);
}

/* A value that is spelt otherwise is put right where the entry is to be changed. */
static bool value_fits(const struct fitting *fitting, xmlNodePtr node, const char *const *values)
{
    if (!values)
        return true;
    xmlChar *content = xmlNodeGetContent(node);
    bool fits = false;
    for (size_t i = 0; content && values[i] && !fits; i++) {
        fits = strcmp((const char *)content, values[i]) == 0;
        if (!fits && fitting->drop && strcasecmp((const char *)content, values[i]) == 0) {
            xmlNodeSetContent(node, BAD_CAST values[i]);
            fits = true;
        }
    }
    xmlFree(content);
    return fits;
}

static bool item_fits(struct fitting *fitting, xmlNodePtr node, char level)
{
    struct padan_string type = padan_tbx_type(node, fitting->entry);
    const struct padan_tbx_category *category = padan_tbx_category(type);
    if (!type.data)
        return true;
    if (!category || (fitting->dialect == PADAN_TBX_MIN && !category->min)) {
        note(fitting, type, "");
        return false;
    }
    if (!strchr(category->levels, level)) {
        note(fitting, type, level == 'c' ? " of a concept" : level == 'l' ? " of a language" : " of a term");
        return false;
    }
    if (!value_fits(fitting, node, category->values)) {
        note(fitting, type, " with a value that is not of its list");
        return false;
    }
    return true;
}

static void fit_children(struct fitting *fitting, xmlNodePtr parent, char level);

/* What stands in a language, a term or a group. A group goes with what it is about, its first element. */
static void fit_below(struct fitting *fitting, xmlNodePtr node, char level)
{
    bool group = padan_tbx_is_group(node, fitting->entry);
    xmlNodePtr first = group ? xmlFirstElementChild(node) : NULL;
    if (first)
        first->_private = node;
    fit_children(fitting, node, level);
    first = group ? xmlFirstElementChild(node) : NULL;
    if (group && fitting->drop && (!first || first->_private != node)) {
        xmlUnlinkNode(node);
        xmlFreeNode(node);
    } else if (first) {
        first->_private = NULL;
    }
}

static void fit_node(struct fitting *fitting, xmlNodePtr node, char level)
{
    const xmlNode *entry = fitting->entry;
    if (node->type != XML_ELEMENT_NODE || padan_tbx_is(node, entry, "term"))
        return;
    if (padan_tbx_is_language(node, entry) || padan_tbx_is_section(node, entry) || padan_tbx_is_group(node, entry)) {
        fit_below(fitting, node,
                  padan_tbx_is_language(node, entry)  ? 'l'
                  : padan_tbx_is_section(node, entry) ? 't'
                                                      : level);
        return;
    }
    if (!item_fits(fitting, node, level) && fitting->drop) {
        xmlUnlinkNode(node);
        xmlFreeNode(node);
    }
}

static void fit_children(struct fitting *fitting, xmlNodePtr parent, char level)
{
    for (xmlNodePtr node = parent->children, next; node; node = next) {
        next = node->next;
        fit_node(fitting, node, level);
    }
}

void padan_tbx_fit(struct padan_tbx_fit *fit, struct padan_tbx_entry *entry, enum padan_tbx_dialect dialect, bool drop)
{
    struct fitting fitting = { .fit = fit, .entry = entry->entry, .dialect = dialect, .drop = drop };
    if (dialect == PADAN_TBX_MIN || dialect == PADAN_TBX_BASIC)
        fit_children(&fitting, entry->entry, 'c');
}
