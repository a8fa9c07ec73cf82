/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/xliff.h"

#include <string.h>

#include "base/error.h"
#include "base/vector.h"

struct padan_string padan_xliff_attribute(const struct padan_xliff_element *element, const char *name)
{
    bool xml = strncmp(name, "xml:", 4) == 0;
    const xmlChar *local = BAD_CAST(xml ? name + 4 : name), *wanted = xml ? BAD_CAST "xml" : NULL;
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        if (xmlStrEqual(attribute[1], wanted) && xmlStrEqual(attribute[0], local))
            return (struct padan_string){ (const char *)attribute[3], (size_t)(attribute[4] - attribute[3]) };
    }
    return padan_string(NULL);
}

static void set_buffer(struct padan_buffer *buffer, struct padan_string text)
{
    padan_buffer_clear(buffer);
    padan_buffer_append(buffer, text.data, text.size);
}

static void give_header(struct padan_xliff_reader *xliff)
{
    const struct padan_header_sink *sink = xliff->reading->header;
    if (xliff->header_given)
        return;
    xliff->header_given = true;
    int status = sink ? sink->put(sink->context, NULL, 0, xliff->error) : PADAN_OK;
    if (status != PADAN_OK)
        padan_xliff_stop(xliff, status);
}

static enum padan_xliff_place open_root(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    struct padan_string version = padan_xliff_attribute(element, "version");
    const char *uri = element->uri ? (const char *)element->uri : "";
    if (strcmp(element->name, "xliff") != 0) {
        padan_xliff_stop(xliff,
                         padan_error_at(xliff->error, PADAN_ERROR_FORMAT, xliff->reading->input->name,
                                        padan_xliff_line(xliff),
                                        "is not XLIFF: its first element is <%.80s>, not <xliff>", element->name));
        return XLIFF_PASSED;
    }
    bool second = (version.size > 0 && version.data[0] == '2') || strstr(uri, "xliff:document:2");
    xliff->version = second ? 2 : 1;
    if (version.size == 0)
        padan_reading_mend(xliff->reading, PADAN_MENDED_DECLARATION, padan_xliff_line(xliff),
                           "names no version; it is read as XLIFF %s", second ? "2.1" : "1.2");
    if (element->uri)
        xliff->uri = xmlStrdup(element->uri);
    set_buffer(&xliff->source_language, padan_xliff_attribute(element, "srcLang"));
    set_buffer(&xliff->target_language, padan_xliff_attribute(element, "trgLang"));
    padan_xliff_note_root(xliff, element);
    give_header(xliff);
    return XLIFF_ROOT;
}

static enum padan_xliff_place open_file(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    struct padan_string original = padan_xliff_attribute(element, "original");
    if (original.size == 0)
        original = xliff->version == 2 ? padan_string(NULL) : padan_xliff_attribute(element, "id");
    set_buffer(&xliff->document, original);
    xliff->number = 0;
    if (xliff->version == 1) {
        set_buffer(&xliff->source_language, padan_xliff_attribute(element, "source-language"));
        set_buffer(&xliff->target_language, padan_xliff_attribute(element, "target-language"));
    }
    padan_xliff_note_tag(&xliff->resume.file, element);
    return XLIFF_FILE;
}

static void add_property(struct padan_xliff_reader *xliff, const struct padan_xliff_property *property)
{
    if (!padan_vector_reserve(&xliff->properties, &xliff->property_capacity, xliff->property_count + 1,
                              sizeof *xliff->properties))
        padan_xliff_stop(xliff, padan_error_allocation(xliff->error));
    else
        xliff->properties[xliff->property_count++] = *property;
}

void padan_xliff_property(struct padan_xliff_reader *xliff, const char *name, struct padan_string value)
{
    if (value.size == 0)
        return;
    struct padan_xliff_property property = { .kind = PADAN_PROPERTY_PROP };
    property.name = padan_xliff_keep(xliff, padan_string(name));
    property.value = padan_xliff_keep(xliff, value);
    add_property(xliff, &property);
}

static enum padan_xliff_place open_unit(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    padan_xliff_unit_clear(xliff);
    padan_xliff_note_unit(xliff, element);
    xliff->line = padan_xliff_line(xliff);
    xliff->id = padan_xliff_keep(xliff, padan_xliff_attribute(element, "id"));
    xliff->whole.line = xliff->line;
    struct padan_string approved = padan_xliff_attribute(element, "approved");
    xliff->approved = padan_string_is(approved, "yes");
    xliff->unapproved = padan_string_is(approved, "no");
    const char *name = xliff->version == 1 ? "resname" : "name";
    padan_xliff_property(xliff, name, padan_xliff_attribute(element, name));
    if (xliff->version == 1)
        padan_xliff_vendor_unit(xliff, element);
    return XLIFF_UNIT;
}

static enum padan_xliff_place open_segment(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    struct padan_xliff_pair *pair = padan_xliff_pair_new(xliff);
    if (!pair)
        return XLIFF_PASSED;
    pair->id = padan_xliff_keep(xliff, padan_xliff_attribute(element, "id"));
    pair->state = padan_xliff_keep(xliff, padan_xliff_attribute(element, "state"));
    return XLIFF_SEGMENT;
}

static enum padan_xliff_place open_match(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    struct padan_xliff_pair *pair = padan_xliff_pair_new(xliff);
    if (!pair)
        return XLIFF_PASSED;
    bool first = xliff->version == 1;
    pair->match = true;
    xliff->matching = true;
    pair->origin = padan_xliff_keep(xliff, padan_xliff_attribute(element, "origin"));
    pair->quality = padan_xliff_keep(xliff, padan_xliff_attribute(element, first ? "match-quality" : "similarity"));
    pair->type = padan_xliff_keep(xliff, padan_xliff_vendor_match(element));
    if (first)
        pair->mid = padan_xliff_keep(xliff, padan_xliff_attribute(element, "mid"));
    return XLIFF_MATCH;
}

/* The pair that an element of this place belongs to. */
static struct padan_xliff_pair *pair_in(struct padan_xliff_reader *xliff, enum padan_xliff_place place)
{
    return place == XLIFF_UNIT ? &xliff->whole : &xliff->pairs[xliff->pair_count - 1];
}

static enum padan_xliff_place open_text(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    enum padan_xliff_place place = xliff->places[xliff->depth - 1];
    bool target = strcmp(element->name, "target") == 0, divided = strcmp(element->name, "seg-source") == 0;
    xliff->side = target;
    xliff->segmented = (divided || target) && place == XLIFF_UNIT;
    xliff->open = NULL;
    xliff->inline_depth = xliff->held = 0;
    struct padan_xliff_side *side = &pair_in(xliff, place)->sides[target];
    if (divided)
        return XLIFF_TEXT;
    if (side->present) {
        padan_xliff_refuse(xliff, PADAN_ERROR_SYNTAX, "it has two <%s>, where one is meant", element->name);
        return XLIFF_PASSED;
    }
    padan_xliff_side_begin(xliff, side);
    side->language = padan_xliff_keep(xliff, padan_xliff_attribute(element, "xml:lang"));
    side->state = padan_xliff_keep(xliff, padan_xliff_attribute(element, "state"));
    if (xliff->version == 1)
        side->qualifier = padan_xliff_keep(xliff, padan_xliff_attribute(element, "state-qualifier"));
    xliff->open = side;
    return XLIFF_TEXT;
}

static void begin_value(struct padan_xliff_reader *xliff, enum padan_property_kind kind, struct padan_xliff_range name)
{
    xliff->value = (struct padan_xliff_property){ .kind = kind, .name = name, .value = { xliff->pool.size, 0 } };
    xliff->value_is_data = false;
}

static enum padan_xliff_place open_note(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    /* What padan wrote stands in the metadata too. */
    if (xliff->version == 2 && padan_string_is(padan_xliff_attribute(element, "category"), PADAN_XLIFF_FIELDS))
        return XLIFF_PASSED;
    begin_value(xliff, PADAN_PROPERTY_NOTE, (struct padan_xliff_range){ 0, 0 });
    return XLIFF_VALUE;
}

/* A name made of a word and the value of an attribute: "context-sourcefile". */
static enum padan_xliff_place open_context(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    struct padan_string type = padan_xliff_attribute(element, "context-type");
    struct padan_xliff_range name = padan_xliff_keep(xliff, padan_string("context-"));
    name.size += padan_xliff_keep(xliff, type).size;
    begin_value(xliff, PADAN_PROPERTY_PROP, name);
    return XLIFF_VALUE;
}

static enum padan_xliff_place open_data(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    size_t number;
    if (!padan_xliff_data_key(xliff, padan_xliff_attribute(element, "id"), &number)) {
        padan_xliff_stop(xliff, padan_error_allocation(xliff->error));
        return XLIFF_PASSED;
    }
    begin_value(xliff, PADAN_PROPERTY_PROP, (struct padan_xliff_range){ 0, 0 });
    xliff->data[number] = xliff->value.value;
    xliff->value.name.start = number;
    xliff->value_is_data = true;
    return XLIFF_VALUE;
}

static enum padan_xliff_place open_meta_group(struct padan_xliff_reader *xliff,
                                              const struct padan_xliff_element *element)
{
    struct padan_string category = padan_xliff_attribute(element, "category");
    xliff->category = padan_xliff_keep(xliff, category);
    xliff->own |= padan_string_is(category, PADAN_XLIFF_FIELDS);
    return XLIFF_META_GROUP;
}

static enum padan_xliff_place open_meta(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    struct padan_string category = padan_xliff_view(xliff, xliff->category);
    enum padan_property_kind kind = PADAN_PROPERTY_PROP;
    if (padan_string_is(category, PADAN_XLIFF_PROPERTIES "attribute"))
        kind = PADAN_PROPERTY_ATTRIBUTE;
    else if (padan_string_is(category, PADAN_XLIFF_PROPERTIES "element"))
        kind = PADAN_PROPERTY_ELEMENT;
    else if (padan_string_is(category, PADAN_XLIFF_PROPERTIES "note"))
        kind = PADAN_PROPERTY_NOTE;
    /* Asked before the pool, which the category lies in, may move. */
    bool field = padan_string_is(category, PADAN_XLIFF_FIELDS);
    begin_value(xliff, kind, padan_xliff_keep(xliff, padan_xliff_attribute(element, "type")));
    xliff->value.field = field;
    return XLIFF_VALUE;
}

static enum padan_xliff_place open_sdl_segment(struct padan_xliff_reader *xliff,
                                               const struct padan_xliff_element *element)
{
    padan_xliff_vendor_segment(xliff, element);
    return XLIFF_PASSED;
}

static enum padan_xliff_place open_around(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    (void)xliff;
    (void)element;
    return XLIFF_AROUND;
}

static enum padan_xliff_place open_group(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    (void)xliff;
    (void)element;
    return XLIFF_GROUP;
}

enum space { CORE, MATCHES, METADATA, SDL };

static const struct rule {
    enum padan_xliff_place in;
    const char *name;
    enum space space;
    int version; /* 0: both */
    enum padan_xliff_place (*open)(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element);
} rules[] = {
    { XLIFF_ROOT, "file", CORE, 0, open_file },
    { XLIFF_FILE, "body", CORE, 1, open_group },
    { XLIFF_FILE, "group", CORE, 2, open_group },
    { XLIFF_FILE, "unit", CORE, 2, open_unit },
    { XLIFF_GROUP, "group", CORE, 0, open_group },
    { XLIFF_GROUP, "trans-unit", CORE, 1, open_unit },
    { XLIFF_GROUP, "unit", CORE, 2, open_unit },
    { XLIFF_UNIT, "source", CORE, 1, open_text },
    { XLIFF_UNIT, "seg-source", CORE, 1, open_text },
    { XLIFF_UNIT, "target", CORE, 1, open_text },
    { XLIFF_UNIT, "alt-trans", CORE, 1, open_match },
    { XLIFF_UNIT, "note", CORE, 1, open_note },
    { XLIFF_UNIT, "context-group", CORE, 1, open_around },
    { XLIFF_AROUND, "context", CORE, 1, open_context },
    { XLIFF_UNIT, "segment", CORE, 2, open_segment },
    { XLIFF_UNIT, "notes", CORE, 2, open_around },
    { XLIFF_AROUND, "note", CORE, 2, open_note },
    { XLIFF_UNIT, "originalData", CORE, 2, open_around },
    { XLIFF_MATCH, "originalData", CORE, 2, open_around },
    { XLIFF_AROUND, "data", CORE, 2, open_data },
    { XLIFF_SEGMENT, "source", CORE, 2, open_text },
    { XLIFF_SEGMENT, "target", CORE, 2, open_text },
    { XLIFF_MATCH, "source", CORE, 0, open_text },
    { XLIFF_MATCH, "target", CORE, 0, open_text },
    { XLIFF_UNIT, "matches", MATCHES, 2, open_around },
    { XLIFF_AROUND, "match", MATCHES, 2, open_match },
    { XLIFF_UNIT, "metadata", METADATA, 2, open_around },
    { XLIFF_AROUND, "metaGroup", METADATA, 2, open_meta_group },
    { XLIFF_UNIT, "seg-defs", SDL, 1, open_around },
    { XLIFF_AROUND, "seg", SDL, 1, open_sdl_segment },
    { XLIFF_META_GROUP, "meta", METADATA, 2, open_meta },
};

static bool is_of(const struct padan_xliff_reader *xliff, const xmlChar *uri, enum space space)
{
    if (space == CORE)
        return xmlStrEqual(uri, xliff->uri);
    static const char *const uris[] = {
        [MATCHES] = PADAN_XLIFF_MATCHES, [METADATA] = PADAN_XLIFF_METADATA, [SDL] = PADAN_XLIFF_SDL
    };
    return xmlStrEqual(uri, BAD_CAST uris[space]);
}

static enum padan_xliff_place open_element(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    enum padan_xliff_place place = xliff->places[xliff->depth - 1];
    if (place == XLIFF_OUTSIDE)
        return open_root(xliff, element);
    if (place == XLIFF_TEXT || place == XLIFF_INLINE) {
        padan_xliff_inline_start(xliff, element);
        return XLIFF_INLINE;
    }
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].in == place && (rules[i].version == 0 || rules[i].version == xliff->version) &&
            is_of(xliff, element->uri, rules[i].space) && strcmp(rules[i].name, element->name) == 0)
            return rules[i].open(xliff, element);
    return XLIFF_PASSED;
}

/* What is not to be translated says so itself, or what is around it does. */
static void note_fixed(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    struct padan_string said = padan_xliff_attribute(element, "translate");
    bool around = xliff->fixed[xliff->depth - 1];
    xliff->is_fixed = xliff->fixed[xliff->depth] =
        padan_string_is(said, "no") || (around && !padan_string_is(said, "yes"));
}

void padan_xliff_element_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                               int namespace_count, const xmlChar **namespaces, int attribute_count, int defaulted,
                               const xmlChar **attributes)
{
    struct padan_xliff_reader *xliff = padan_xliff_reader_of(context);
    struct padan_xliff_element element = { (const char *)name, prefix,         uri, namespaces, namespace_count,
                                           attributes,         attribute_count };
    enum padan_xliff_place place;
    (void)defaulted;
    if (xliff->status != PADAN_OK)
        return;
    if (xliff->depth == 0)
        xliff->places[xliff->depth++] = XLIFF_OUTSIDE;
    if (xliff->depth == PADAN_XLIFF_DEPTH) {
        padan_xliff_stop(xliff, padan_error_at(xliff->error, PADAN_ERROR_LIMIT, xliff->reading->input->name,
                                               padan_xliff_line(xliff), "elements are nested too deep here"));
        return;
    }
    enum padan_xliff_place around = xliff->places[xliff->depth - 1];
    bool in_unit = around != XLIFF_OUTSIDE && around != XLIFF_ROOT && around != XLIFF_FILE && around != XLIFF_GROUP;
    /* What is refused already may not grow. */
    if (xliff->refused && in_unit)
        place = XLIFF_PASSED;
    else if (!padan_xliff_prefixed(xliff, &place))
        place = open_element(xliff, &element);
    if (!in_unit)
        note_fixed(xliff, &element);
    xliff->places[xliff->depth++] = place;
    if (padan_xliff_unit_size(xliff) > PADAN_UNIT_LIMIT)
        padan_xliff_refuse(xliff, PADAN_ERROR_LIMIT, PADAN_UNIT_TOO_LARGE);
}

static void end_value(struct padan_xliff_reader *xliff)
{
    struct padan_xliff_property *value = &xliff->value;
    value->value.size = xliff->pool.size - value->value.start;
    if (xliff->value_is_data)
        xliff->data[value->name.start] = value->value;
    else if (value->value.size > 0 || value->name.size > 0)
        add_property(xliff, value);
}

static void end_text(struct padan_xliff_reader *xliff)
{
    if (xliff->open)
        padan_xliff_side_end(xliff, xliff->open);
    xliff->open = NULL;
}

void padan_xliff_element_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct padan_xliff_reader *xliff = padan_xliff_reader_of(context);
    (void)name;
    (void)prefix;
    (void)uri;
    if (xliff->status != PADAN_OK || xliff->depth < 2)
        return;
    enum padan_xliff_place place = xliff->places[--xliff->depth];
    if (place == XLIFF_INLINE)
        padan_xliff_inline_end(xliff);
    else if (place == XLIFF_TEXT)
        end_text(xliff);
    else if (place == XLIFF_VALUE)
        end_value(xliff);
    else if (place == XLIFF_MATCH)
        xliff->matching = false;
    else if (place == XLIFF_ROOT)
        xliff->closed = true;
    if (place != XLIFF_UNIT)
        return;
    padan_xliff_note_end(xliff);
    int status = padan_xliff_give(xliff, xliff->error);
    if (status != PADAN_OK)
        padan_xliff_stop(xliff, status);
}

void padan_xliff_characters(void *context, const xmlChar *data, int size)
{
    struct padan_xliff_reader *xliff = padan_xliff_reader_of(context);
    struct padan_string text = { (const char *)data, (size_t)size };
    if (xliff->status != PADAN_OK || xliff->refused || xliff->depth == 0)
        return;
    enum padan_xliff_place place = xliff->places[xliff->depth - 1];
    if (place == XLIFF_VALUE)
        padan_buffer_append(&xliff->pool, text.data, text.size);
    else if (place == XLIFF_TEXT || place == XLIFF_INLINE)
        padan_xliff_text(xliff, text);
    if (padan_xliff_unit_size(xliff) > PADAN_UNIT_LIMIT)
        padan_xliff_refuse(xliff, PADAN_ERROR_LIMIT, PADAN_UNIT_TOO_LARGE);
}
