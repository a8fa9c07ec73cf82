/* SPDX-License-Identifier: GPL-3.0-or-later */
/* project_save.tmx: TMX whose properties say where a translation belongs, where not everywhere ("alternative"). */
#include "exchange/omegat.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "exchange/tmx.h"

static const char own_format[] = "OmegaT TMX";

static bool recognises(struct padan_string head)
{
    return head.size > 0 && memmem(head.data, head.size, "<tmx", 4) &&
           (memmem(head.data, head.size, "creationtool=\"OmegaT\"", 21) ||
            memmem(head.data, head.size, "o-tmf=\"OmegaT TMX\"", 18));
}

/* Whether the header says it in so many words. */
static bool says(const struct padan_property *header, size_t count, const char *name, const char *value)
{
    for (size_t i = 0; i < count; i++)
        if (header[i].kind == PADAN_PROPERTY_ATTRIBUTE && padan_string_is(header[i].name, name))
            return padan_string_is(header[i].value, value);
    return false;
}

bool padan_omegat_wrote(const struct padan_property *header, size_t count)
{
    return says(header, count, "creationtool", "OmegaT") || says(header, count, "o-tmf", own_format);
}

static const struct padan_property *find(const struct padan_unit *unit, const char *name)
{
    for (size_t i = 0; i < unit->property_count; i++)
        if (unit->properties[i].kind == PADAN_PROPERTY_PROP && padan_string_is(unit->properties[i].name, name))
            return &unit->properties[i];
    return NULL;
}

static bool is_same(struct padan_string one, struct padan_string other)
{
    return one.size == other.size && (one.size == 0 || memcmp(one.data, other.data, one.size) == 0);
}

/* Takes units from the reader of TMX and gives them on with what their properties say. */
struct filling {
    const struct padan_unit_sink *sink;
    struct padan_variant *variants;
    size_t capacity;
};

static int put_filled(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct filling *filling = context;
    const struct padan_property *file = find(unit, "file"), *before = find(unit, "prev"), *after = find(unit, "next");
    struct padan_unit out = *unit;
    if (!padan_vector_reserve(&filling->variants, &filling->capacity, unit->variant_count + 1,
                              sizeof *filling->variants))
        return padan_error_allocation(error);
    if (file && unit->document.size == 0) {
        out.document = file->value;
        out.position = -1;
    }
    if (unit->variant_count > 0) {
        memcpy(filling->variants, unit->variants, unit->variant_count * sizeof *unit->variants);
        struct padan_variant *source = &filling->variants[0];
        if (before && !source->has_before) {
            source->has_before = true;
            source->before = before->value;
        }
        if (after && !source->has_after) {
            source->has_after = true;
            source->after = after->value;
        }
        out.variants = filling->variants;
    }
    return filling->sink->put(filling->sink->context, &out, error);
}

static int omegat_read(struct padan_reading *reading, struct padan_error *error)
{
    struct filling filling = { .sink = reading->sink };
    struct padan_unit_sink sink = { put_filled, &filling };
    reading->sink = &sink;
    int status = padan_tmx_read(reading, error);
    reading->sink = filling.sink;
    free(filling.variants);
    return status;
}

bool padan_omegat_plain(struct padan_unit *out, struct padan_variant **room, const struct padan_unit *unit)
{
    const struct padan_property *file = find(unit, "file"), *before = find(unit, "prev"), *after = find(unit, "next");
    *out = *unit;
    *room = malloc((unit->variant_count + 1) * sizeof **room);
    if (!*room)
        return false;
    if (unit->variant_count > 0)
        memcpy(*room, unit->variants, unit->variant_count * sizeof **room);
    struct padan_variant *source = *room;
    if (file && is_same(file->value, unit->document))
        out->document = padan_string(NULL);
    if (unit->variant_count > 0 && before && source->has_before && is_same(before->value, source->before))
        source->has_before = false;
    if (unit->variant_count > 0 && after && source->has_after && is_same(after->value, source->after))
        source->has_after = false;
    out->variants = *room;
    return true;
}

/* The header of the file that the units came from, where it tells what kind of file it is; else one that does. */
static int omegat_begin(struct padan_writer *writer, struct padan_error *error)
{
    static const struct padan_property kind = { .kind = PADAN_PROPERTY_ATTRIBUTE,
                                                .name = { "o-tmf", 5 },
                                                .value = { own_format, sizeof own_format - 1 } };
    struct padan_writer_options *options = &writer->options;
    if (!says(options->header, options->header_count, kind.name.data, own_format)) {
        options->header = &kind;
        options->header_count = 1;
    }
    return padan_tmx_begin(writer, error);
}

static int omegat_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error)
{
    struct padan_unit plain;
    struct padan_variant *room;
    if (!padan_omegat_plain(&plain, &room, unit))
        return padan_error_allocation(error);
    int status = padan_tmx_put(writer, &plain, error);
    free(room);
    return status;
}

const struct padan_format padan_format_omegat = {
    .recognises = recognises,
    .read = omegat_read,
    .begin = omegat_begin,
    .put = omegat_put,
    .end = padan_tmx_end,
};
