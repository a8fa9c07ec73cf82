/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "exchange/format.h"
#include "exchange/lines.h"

static const char *const kind_names[] = { "prop", "note", "attribute", "element" };

static bool jsonl_recognises(struct padan_string head)
{
    size_t at = 0;
    while (at < head.size && (head.data[at] == ' ' || head.data[at] == '\n' || head.data[at] == '\r'))
        at++;
    if (at == head.size || head.data[at] != '{')
        return false;
    at++;
    while (at < head.size && head.data[at] == ' ')
        at++;
    return at < head.size && (head.data[at] == '"' || head.data[at] == '}');
}

/* Text that is not UTF-8 is written without the bytes that are not. */
static json_t *clean_string(struct padan_writer *writer, struct padan_string text)
{
    if (padan_string_is_text(text))
        return json_stringn_nocheck(text.data, text.size);
    padan_buffer_clear(&writer->scratch);
    writer->dropped += padan_append_text(&writer->scratch, text);
    return json_stringn_nocheck(writer->scratch.data ? writer->scratch.data : "", writer->scratch.size);
}

/* Sets a member; false where there is no memory. */
static bool set_string(struct padan_writer *writer, json_t *object, const char *key, struct padan_string text)
{
    return json_object_set_new_nocheck(object, key, clean_string(writer, text)) == 0;
}

static json_t *write_properties(struct padan_writer *writer, const struct padan_property *properties, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count && list; i++) {
        json_t *item = json_object();
        bool done = item && set_string(writer, item, "kind", padan_string(kind_names[properties[i].kind]));
        if (properties[i].name.size > 0)
            done = done && set_string(writer, item, "name", properties[i].name);
        done = done && set_string(writer, item, "value", properties[i].value);
        if (properties[i].attributes.size > 0)
            done = done && set_string(writer, item, "attributes", properties[i].attributes);
        bool added = json_array_append_new(list, item) == 0;
        if (!done || !added) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static bool set_properties(struct padan_writer *writer, json_t *object, const struct padan_property *properties,
                           size_t count)
{
    return count == 0 ||
           json_object_set_new_nocheck(object, "properties", write_properties(writer, properties, count)) == 0;
}

static json_t *write_variant(struct padan_writer *writer, const struct padan_variant *variant)
{
    json_t *object = json_object();
    bool done = object && set_string(writer, object, "language", variant->language) &&
                set_string(writer, object, "text", variant->text);
    if (variant->markup.size > 0)
        done = done && set_string(writer, object, "markup", variant->markup);
    if (variant->has_before)
        done = done && set_string(writer, object, "before", variant->before);
    if (variant->has_after)
        done = done && set_string(writer, object, "after", variant->after);
    done = done && set_properties(writer, object, variant->properties, variant->property_count);
    if (!done) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static bool set_variants(struct padan_writer *writer, json_t *object, const struct padan_unit *unit)
{
    json_t *list = json_array();
    bool done = list != NULL;
    for (size_t i = 0; i < unit->variant_count && done; i++)
        done = json_array_append_new(list, write_variant(writer, &unit->variants[i])) == 0;
    bool set = json_object_set_new_nocheck(object, "variants", list) == 0;
    return done && set;
}

/* The confidence as every format has it, to six decimals. */
static json_t *rounded(double confidence)
{
    char text[PADAN_CONFIDENCE_SIZE];
    padan_confidence_parse(padan_string(padan_confidence_format(text, confidence)), &confidence);
    return json_real(confidence);
}

static bool set_fields(struct padan_writer *writer, json_t *object, const struct padan_unit *unit)
{
    bool done = true;
    if (unit->number > 0)
        done = done && json_object_set_new_nocheck(object, "unit", json_integer(unit->number)) == 0;
    if (unit->id.size > 0)
        done = done && set_string(writer, object, "id", unit->id);
    done = done && set_variants(writer, object, unit);
    if (unit->confidence >= 0)
        done = done && json_object_set_new_nocheck(object, "confidence", rounded(unit->confidence)) == 0;
    done = done && set_string(writer, object, "status", padan_string(padan_unit_status_name(unit->status)));
    if (unit->document.size > 0)
        done = done && set_string(writer, object, "document", unit->document);
    if (unit->position >= 0)
        done = done && json_object_set_new_nocheck(object, "position", json_integer(unit->position)) == 0;
    return done && set_properties(writer, object, unit->properties, unit->property_count);
}

static int append_json(const char *bytes, size_t size, void *data)
{
    padan_buffer_append(data, bytes, size);
    return 0;
}

static int jsonl_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error)
{
    json_t *object = json_object();
    bool done = object && set_fields(writer, object, unit) &&
                json_dump_callback(object, append_json, &writer->buffer, JSON_COMPACT | JSON_REAL_PRECISION(6)) == 0;
    padan_buffer_byte(&writer->buffer, '\n');
    json_decref(object);
    return done ? PADAN_OK : padan_error_allocation(error);
}

static int jsonl_nothing(struct padan_writer *writer, struct padan_error *error)
{
    (void)writer;
    (void)error;
    return PADAN_OK;
}

/* A line being read: views point into its JSON, arrays lie in the arena. */
struct line {
    struct padan_arena arena;
    bool failed; /* no memory */
    char reason[160];
};

static struct padan_string string_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        return padan_string(NULL);
    return (struct padan_string){ json_string_value(value), json_string_length(value) };
}

static enum padan_property_kind kind_of(struct padan_string name)
{
    for (int kind = 0; kind <= PADAN_PROPERTY_ELEMENT; kind++)
        if (padan_string_is(name, kind_names[kind]))
            return (enum padan_property_kind)kind;
    return PADAN_PROPERTY_PROP;
}

static const struct padan_property *read_properties(struct line *line, const json_t *object, size_t *count)
{
    const json_t *list = json_object_get(object, "properties");
    *count = json_array_size(list);
    if (*count == 0)
        return NULL;
    struct padan_property *properties = padan_arena_take(&line->arena, *count * sizeof *properties);
    line->failed |= !properties;
    for (size_t i = 0; i < *count && properties; i++) {
        const json_t *item = json_array_get(list, i);
        properties[i] = (struct padan_property){ .kind = kind_of(string_of(item, "kind")),
                                                 .name = string_of(item, "name"),
                                                 .value = string_of(item, "value"),
                                                 .attributes = string_of(item, "attributes") };
    }
    return properties;
}

static bool read_variant(struct line *line, const json_t *item, struct padan_variant *variant)
{
    *variant = (struct padan_variant){ .language = string_of(item, "language"),
                                       .text = string_of(item, "text"),
                                       .markup = string_of(item, "markup"),
                                       .has_before = json_is_string(json_object_get(item, "before")),
                                       .has_after = json_is_string(json_object_get(item, "after")),
                                       .before = string_of(item, "before"),
                                       .after = string_of(item, "after") };
    variant->properties = read_properties(line, item, &variant->property_count);
    return variant->language.size > 0 && json_is_string(json_object_get(item, "text"));
}

static bool read_variants(struct line *line, const json_t *object, struct padan_unit *unit)
{
    const json_t *list = json_object_get(object, "variants");
    size_t count = json_array_size(list);
    if (count == 0) {
        snprintf(line->reason, sizeof line->reason, "it has no \"variants\"");
        return false;
    }
    struct padan_variant *variants = padan_arena_take(&line->arena, count * sizeof *variants);
    line->failed |= !variants;
    for (size_t i = 0; i < count && variants; i++)
        if (!read_variant(line, json_array_get(list, i), &variants[i])) {
            snprintf(line->reason, sizeof line->reason, "a variant has no \"language\" or no \"text\"");
            return false;
        }
    unit->variants = variants;
    unit->variant_count = count;
    return true;
}

static bool read_unit(struct line *line, const json_t *object, struct padan_unit *unit)
{
    if (!json_is_object(object)) {
        snprintf(line->reason, sizeof line->reason, "it is not a JSON object");
        return false;
    }
    const json_t *confidence = json_object_get(object, "confidence");
    const json_t *position = json_object_get(object, "position");
    double value = json_number_value(confidence);
    if (json_is_number(confidence) && value >= 0 && value <= 1)
        unit->confidence = value;
    if (json_is_integer(position) && json_integer_value(position) >= 0)
        unit->position = json_integer_value(position);
    unit->id = string_of(object, "id");
    unit->document = string_of(object, "document");
    if (unit->document.size > 0 && !position)
        unit->position = -1;
    padan_unit_status_parse(string_of(object, "status"), &unit->status);
    unit->properties = read_properties(line, object, &unit->property_count);
    return read_variants(line, object, unit);
}

static int refuse(struct padan_reading *reading, enum padan_status why, int64_t number, int64_t line_number,
                  const char *reason, struct padan_error *error)
{
    padan_reading_refuse(reading, why, line_number, "unit %" PRId64 " is left out: %s", number + 1, reason);
    return padan_reading_check(reading, error);
}

static int give_line(struct padan_reading *reading, struct padan_string text, int64_t number, int64_t line_number,
                     struct padan_error *error)
{
    struct line line = { .failed = false };
    json_error_t fault;
    json_t *object = json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES, &fault);
    /* A string that Jansson had no memory for is wrong syntax to it, but not a second time. */
    if (!object)
        object = json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES, &fault);
    struct padan_unit unit = {
        .status = PADAN_UNIT_CONFIRMED, .confidence = PADAN_CONFIDENCE_UNKNOWN, .position = number, .line = line_number
    };
    bool whole = object && read_unit(&line, object, &unit);
    int status = PADAN_OK;
    /* Jansson mostly says nothing at all where it had no memory. */
    bool lacks = !object && (json_error_code(&fault) == json_error_out_of_memory || !*fault.text);
    if (line.failed || lacks)
        status = padan_error_allocation(error);
    else if (whole)
        status = padan_reading_put(reading, &unit, error);
    else
        status = refuse(reading, PADAN_ERROR_SYNTAX, number, line_number, object ? line.reason : fault.text, error);
    json_decref(object);
    padan_arena_free(&line.arena);
    return status;
}

static bool is_blank(struct padan_string line)
{
    for (size_t i = 0; i < line.size; i++)
        if (line.data[i] != ' ' && line.data[i] != '\t' && line.data[i] != '\r')
            return false;
    return true;
}

static int jsonl_read(struct padan_reading *reading, struct padan_error *error)
{
    int status = reading->header ? reading->header->put(reading->header->context, NULL, 0, error) : PADAN_OK;
    int64_t number = 0;
    for (int64_t line_number = 1; status == PADAN_OK; line_number++) {
        struct padan_string line;
        size_t taken;
        status = padan_line_next(reading->input, &line, &taken, error);
        if (status != PADAN_OK || taken == 0)
            break;
        bool too_long = taken > PADAN_UNIT_LIMIT;
        if (too_long)
            status = refuse(reading, PADAN_ERROR_LIMIT, number++, line_number, PADAN_UNIT_TOO_LARGE, error);
        else if (!is_blank(line))
            status = give_line(reading, line, number++, line_number, error);
        if (!too_long)
            padan_input_take(reading->input, taken);
        else if (status == PADAN_OK)
            status = padan_line_skip(reading->input, error);
    }
    return status;
}

const struct padan_format padan_format_jsonl = {
    .recognises = jsonl_recognises,
    .read = jsonl_read,
    .begin = jsonl_nothing,
    .put = jsonl_put,
    .end = jsonl_nothing,
};
