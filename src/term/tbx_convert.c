/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What kind of TBX a root is of, and entries of one kind turned into another. */
#include "term/tbx.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "exchange/format.h"
#include "exchange/xml.h"

static enum padan_tbx_dialect dialect_of(struct padan_string type)
{
    static const struct {
        const char *name;
        enum padan_tbx_dialect dialect;
    } dialects[] = { { "TBX-Core", PADAN_TBX_CORE }, { "TBX-Min", PADAN_TBX_MIN }, { "TBX-Basic", PADAN_TBX_BASIC } };
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
        if (type.data && strcasecmp(type.data, dialects[i].name) == 0)
            return dialects[i].dialect;
    return PADAN_TBX_OTHER;
}

bool padan_tbx_kind_of(struct padan_tbx_kind *kind, struct padan_string root, bool *failed)
{
    struct padan_tbx_entry parsed;
    struct padan_string nothing = { "", 0 };
    /* As an entry within itself it is a tree whose first node is the root. */
    padan_tbx_parse(&parsed, root, nothing, padan_string("<entry/>"));
    *failed |= parsed.failed;
    xmlNodePtr node = parsed.document ? xmlDocGetRootElement(parsed.document) : NULL;
    bool old = node && xmlStrEqual(node->name, BAD_CAST "martif");
    bool known = old || (node && xmlStrEqual(node->name, BAD_CAST "tbx"));
    if (known) {
        struct padan_string style = padan_xml_attribute_value(node, "style", NULL);
        *kind = (struct padan_tbx_kind){ .version = old ? 2 : 3,
                                         .dct = !old && style.data && strcasecmp(style.data, "dct") == 0,
                                         .dialect = dialect_of(padan_xml_attribute_value(node, "type", NULL)) };
    }
    padan_tbx_entry_free(&parsed);
    return known;
}

void padan_tbx_root(struct padan_buffer *out, const struct padan_tbx_kind *kind, const char *language)
{
    static const char *const types[] = { "TBX-Core", "TBX-Min", "TBX-Basic", "TBX-Core" };
    const char *type = types[kind->dialect];
    if (kind->version == 2)
        padan_buffer_format(out, "<martif type=\"%s\" xml:lang=\"%s\">", kind->dialect == PADAN_TBX_CORE ? "TBX" : type,
                            language);
    else
        padan_buffer_format(out, "<tbx style=\"%s\" type=\"%s\" xml:lang=\"%s\" xmlns=\"%s\"%s>",
                            kind->dct ? "dct" : "dca", type, language, PADAN_TBX_NAMESPACE,
                            kind->dct ? " xmlns:min=\"" PADAN_TBX_MIN_NAMESPACE
                                        "\" xmlns:basic=\"" PADAN_TBX_BASIC_NAMESPACE "\""
                                      : "");
}

/* An entry being turned; its nodes lose their own namespace when they are done. */
struct turning {
    xmlNodePtr entry;
    const xmlNs *space; /* of the core structure, as it was */
    xmlNsPtr core;      /* as it becomes; NULL: none */
    const struct padan_tbx_kind *to;
    bool failed;
};

static bool is_core(const struct turning *turning, const xmlNode *node)
{
    const xmlNs *space = turning->space;
    return node->ns == space || (node->ns && space && xmlStrEqual(node->ns->href, space->href));
}

static xmlNsPtr space_of(struct turning *turning, const char *href, const char *prefix)
{
    /* The root that will be written declares them. */
    xmlNsPtr found = xmlSearchNsByHref(turning->entry->doc, turning->entry, BAD_CAST href);
    xmlNsPtr space = found ? found : xmlNewNs(turning->entry->parent, BAD_CAST href, BAD_CAST prefix);
    turning->failed |= !space;
    return space;
}

static bool is_module(const xmlNode *node)
{
    return node->ns && (xmlStrEqual(node->ns->href, BAD_CAST PADAN_TBX_MIN_NAMESPACE) ||
                        xmlStrEqual(node->ns->href, BAD_CAST PADAN_TBX_BASIC_NAMESPACE));
}

/* What an element of a module is called in the core structure, where its data category is none of Basic's. */
static const char *element_for(const xmlNode *node)
{
    static const char *const groups[][2] = { { "termNoteGrp", "termNote" },
                                             { "adminGrp", "admin" },
                                             { "transacGrp", "transac" } };
    const xmlNode *parent = node->parent;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (parent && xmlStrEqual(parent->name, BAD_CAST groups[i][0]))
            return groups[i][1];
    return "descrip";
}

/* <basic:definition> becomes <descrip type="definition">. */
static void give_type(struct turning *turning, xmlNodePtr node)
{
    const struct padan_tbx_category *category = padan_tbx_category(padan_xml_string(node->name));
    const char *element = category ? category->element : element_for(node);
    if (!xmlNewProp(node, BAD_CAST "type", node->name))
        turning->failed = true;
    xmlNodeSetName(node, BAD_CAST element);
    node->ns = turning->core;
}

/* And the other way round. */
static void take_type(struct turning *turning, xmlNodePtr node)
{
    struct padan_string type = padan_xml_attribute_value(node, "type", NULL);
    const struct padan_tbx_category *category = padan_tbx_category(type);
    node->ns = turning->core;
    if (!category || !xmlStrEqual(node->name, BAD_CAST category->element))
        return;
    node->ns = space_of(turning, category->min ? PADAN_TBX_MIN_NAMESPACE : PADAN_TBX_BASIC_NAMESPACE,
                        category->min ? "min" : "basic");
    xmlNodeSetName(node, BAD_CAST category->name);
    xmlUnsetProp(node, BAD_CAST "type");
}

static void turn_item(struct turning *turning, xmlNodePtr node)
{
    bool core = is_core(turning, node);
    if (!core && (turning->to->version == 2 || (is_module(node) && !turning->to->dct)))
        give_type(turning, node);
    else if (core && turning->to->dct)
        take_type(turning, node);
    else if (core)
        node->ns = turning->core;
}

static void turn_children(struct turning *turning, xmlNodePtr parent)
{
    for (xmlNodePtr node = parent->children; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        turn_children(turning, node);
        turn_item(turning, node);
    }
}

static void rename_node(xmlNodePtr node, const char *from, const char *to)
{
    if (xmlStrEqual(node->name, BAD_CAST from))
        xmlNodeSetName(node, BAD_CAST to);
}

/* ntig/termGrp/term becomes termSec/term. */
static void flatten(xmlNodePtr section)
{
    xmlNodePtr group = xmlFirstElementChild(section);
    if (!group || !xmlStrEqual(group->name, BAD_CAST "termGrp"))
        return;
    for (xmlNodePtr node = group->children, next; node; node = next) {
        next = node->next;
        xmlAddPrevSibling(group, node);
    }
    xmlUnlinkNode(group);
    xmlFreeNode(group);
}

/* A term whose notes are in groups takes an ntig in version 2: the term and its notes go into a termGrp. */
static void wrap(struct turning *turning, xmlNodePtr section)
{
    bool grouped = false;
    for (xmlNodePtr node = section->children; node; node = node->next)
        grouped |= xmlStrEqual(node->name, BAD_CAST "termNoteGrp");
    xmlNodeSetName(section, BAD_CAST(grouped ? "ntig" : "tig"));
    xmlNodePtr group = grouped ? xmlNewDocNode(section->doc, turning->core, BAD_CAST "termGrp", NULL) : NULL;
    turning->failed |= grouped && !group;
    for (xmlNodePtr node = group ? section->children : NULL, next; node; node = next) {
        next = node->next;
        if (node->type != XML_ELEMENT_NODE || strncmp((const char *)node->name, "term", 4) != 0)
            continue;
        xmlUnlinkNode(node);
        xmlAddChild(group, node);
    }
    if (group && section->children)
        xmlAddPrevSibling(section->children, group);
    else if (group)
        xmlAddChild(section, group);
}

/* Before anything else: the structure, which is by names alone. */
static void turn_structure(struct turning *turning, xmlNodePtr entry)
{
    bool old = turning->to->version == 2;
    rename_node(entry, old ? "conceptEntry" : "termEntry", old ? "termEntry" : "conceptEntry");
    for (xmlNodePtr language = entry->children; language; language = language->next) {
        bool is_language = padan_tbx_is_language(language, entry);
        for (xmlNodePtr section = is_language ? language->children : NULL; section; section = section->next) {
            if (!padan_tbx_is_section(section, entry))
                continue;
            if (!old)
                flatten(section);
            if (!old)
                xmlNodeSetName(section, BAD_CAST "termSec");
            else if (xmlStrEqual(section->name, BAD_CAST "termSec"))
                wrap(turning, section);
        }
        if (is_language)
            xmlNodeSetName(language, BAD_CAST(old ? "langSet" : "langSec"));
    }
}

/* A language by xml:lang, which version 2 need not have, and as XML Schema takes it: en_US becomes en-US. */
static void turn_language(xmlNodePtr language)
{
    char canonical[PADAN_LANGUAGE_SIZE];
    xmlAttrPtr plain = xmlHasNsProp(language, BAD_CAST "lang", NULL);
    xmlChar *tag = plain ? xmlNodeGetContent((xmlNodePtr)plain) : xmlNodeGetLang(language);
    bool foreign = tag && strchr((const char *)tag, '_');
    if (tag && foreign && padan_language_canonical(canonical, (const char *)tag, NULL) == PADAN_OK)
        xmlNodeSetLang(language, BAD_CAST canonical);
    else if (tag && plain)
        xmlNodeSetLang(language, tag);
    if (plain)
        xmlRemoveProp(plain);
    xmlFree(tag);
}

static void turn_languages(xmlNodePtr entry)
{
    for (xmlNodePtr node = entry->children; node; node = node->next)
        if (padan_tbx_is_language(node, entry))
            turn_language(node);
}

/* Whether each root that is written declares it. */
static bool is_declared(const xmlNs *space)
{
    const char *prefix = (const char *)space->prefix, *href = (const char *)space->href;
    return (strcmp(prefix, "min") == 0 && strcmp(href, PADAN_TBX_MIN_NAMESPACE) == 0) ||
           (strcmp(prefix, "basic") == 0 && strcmp(href, PADAN_TBX_BASIC_NAMESPACE) == 0) ||
           strcmp(href, PADAN_TBX_NAMESPACE) == 0;
}

/* The other namespaces that the root declared go to the entry, since another root stands around it now. */
static void take_namespaces(struct turning *turning)
{
    xmlNodePtr entry = turning->entry, root = entry->parent;
    for (const xmlNs *space = root ? root->nsDef : NULL; space; space = space->next)
        if (space->prefix && space->href && turning->to->version == 3 && !is_declared(space) &&
            !xmlNewNs(entry, space->href, space->prefix))
            turning->failed = true;
}

/* The namespace of the core structure, which the root declares; a file may have had another there. */
static xmlNsPtr core_namespace(struct turning *turning, xmlNodePtr root)
{
    for (xmlNsPtr space = root->nsDef; space; space = space->next) {
        xmlChar *href = space->prefix ? NULL : xmlStrdup(BAD_CAST PADAN_TBX_NAMESPACE);
        if (!href)
            continue;
        xmlFree((xmlChar *)space->href);
        space->href = href;
        return space;
    }
    xmlNsPtr space = xmlNewNs(root, BAD_CAST PADAN_TBX_NAMESPACE, NULL);
    turning->failed |= !space;
    return space;
}

/* Takes out a namespace without prefix that an entry declares for itself; nothing is in it any more. */
static void drop_default(xmlNodePtr entry)
{
    for (xmlNsPtr *at = &entry->nsDef; *at; at = &(*at)->next) {
        xmlNsPtr space = *at;
        if (space->prefix)
            continue;
        *at = space->next;
        xmlFreeNs(space);
        return;
    }
}

/* Whether a prefix of a module stands for something else. */
static bool is_misused(const xmlNs *space)
{
    return (xmlStrEqual(space->prefix, BAD_CAST "min") &&
            !xmlStrEqual(space->href, BAD_CAST PADAN_TBX_MIN_NAMESPACE)) ||
           (xmlStrEqual(space->prefix, BAD_CAST "basic") &&
            !xmlStrEqual(space->href, BAD_CAST PADAN_TBX_BASIC_NAMESPACE));
}

/* Gives such prefixes another name, since the root that will be written has them for the modules. */
static bool free_prefixes(xmlNs *spaces)
{
    for (xmlNs *space = spaces; space; space = space->next) {
        if (!is_misused(space))
            continue;
        xmlChar *prefix = xmlStrcat(xmlStrdup(space->prefix), BAD_CAST "-other");
        if (!prefix)
            return false;
        xmlFree((xmlChar *)space->prefix);
        space->prefix = prefix;
    }
    return true;
}

bool padan_tbx_convert(struct padan_tbx_entry *entry, const struct padan_tbx_kind *to)
{
    struct turning turning = { .entry = entry->entry, .space = entry->entry->ns, .to = to };
    xmlNodePtr root = entry->entry->parent;
    turning.failed = !free_prefixes(root->nsDef) || !free_prefixes(entry->entry->nsDef);
    if (to->version == 3)
        turn_structure(&turning, entry->entry);
    turn_languages(entry->entry);
    if (to->version == 3)
        turning.core = core_namespace(&turning, root);
    take_namespaces(&turning);
    turn_children(&turning, entry->entry);
    entry->entry->ns = turning.core;
    if (turning.space && turning.space != turning.core && !turning.space->prefix)
        drop_default(entry->entry);
    if (to->version == 2)
        turn_structure(&turning, entry->entry);
    return !turning.failed;
}
