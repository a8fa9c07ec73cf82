/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/xliff2_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "exchange/lost.h"
#include "exchange/pairs.h"
#include "exchange/xliff.h"
#include "exchange/xliff2_codes.h"

void padan_xliff2_head(struct padan_xliff2 *xliff)
{
    padan_buffer_text(xliff->out,
                      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff version=\"2.1\" "
                      "xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" xmlns:mtc=\"" PADAN_XLIFF_MATCHES
                      "\" xmlns:mda=\"" PADAN_XLIFF_METADATA "\"");
    padan_xml_attribute(xliff->out, "srcLang", padan_string(xliff->source));
    padan_xml_attribute(xliff->out, "trgLang", padan_string(xliff->target));
    padan_buffer_text(xliff->out, ">\n");
}

static void end_file(struct padan_xliff2 *xliff)
{
    if (xliff->in_file)
        padan_buffer_text(xliff->out, "</file>\n");
    xliff->in_file = false;
}

void padan_xliff2_file(struct padan_xliff2 *xliff, struct padan_string document)
{
    bool same = document.size == xliff->document.size &&
                (document.size == 0 || memcmp(document.data, xliff->document.data, document.size) == 0);
    if (xliff->in_file && same)
        return;
    end_file(xliff);
    padan_buffer_clear(&xliff->document);
    padan_buffer_append(&xliff->document, document.data, document.size);
    padan_buffer_format(xliff->out, "<file id=\"f%" PRId64 "\"", ++xliff->files);
    if (document.size > 0)
        xliff->dropped += padan_xml_attribute(xliff->out, "original", document);
    padan_buffer_text(xliff->out, " xml:space=\"preserve\">\n");
    xliff->in_file = true;
    xliff->units = 0;
}

void padan_xliff2_tail(struct padan_xliff2 *xliff)
{
    /* A file without any unit would not be valid. */
    if (xliff->files == 0) {
        padan_xliff2_file(xliff, padan_string(NULL));
        padan_buffer_text(xliff->out, "<unit id=\"u1\"><segment><source/></segment></unit>\n");
    }
    end_file(xliff);
    padan_buffer_text(xliff->out, "</xliff>\n");
}

void padan_xliff2_free(struct padan_xliff2 *xliff)
{
    padan_buffer_free(&xliff->document);
    padan_buffer_free(&xliff->texts[0]);
    padan_buffer_free(&xliff->texts[1]);
    padan_buffer_free(&xliff->data);
}

static void write_meta(struct padan_xliff2 *xliff, struct padan_string type, struct padan_string value)
{
    padan_buffer_text(xliff->out, "<mda:meta");
    xliff->dropped += padan_xml_attribute(xliff->out, "type", type);
    padan_buffer_byte(xliff->out, '>');
    xliff->dropped += padan_xml_text(xliff->out, value);
    padan_buffer_text(xliff->out, "</mda:meta>");
}

static void write_language(struct padan_xliff2 *xliff, const char *type, const struct padan_variant *variant,
                           const char *said)
{
    if (variant && !padan_string_is(variant->language, said))
        write_meta(xliff, padan_string(type), variant->language);
}

static void write_fields(struct padan_xliff2 *xliff, const struct padan_xliff2_unit *unit)
{
    char confidence[PADAN_CONFIDENCE_SIZE], position[24];
    const struct padan_unit *about = unit->about;
    padan_buffer_text(xliff->out, "<mda:metaGroup category=\"" PADAN_XLIFF_FIELDS "\">");
    size_t before = xliff->out->size;
    if (!unit->by_state)
        write_meta(xliff, padan_string("status"), padan_string(padan_unit_status_name(about->status)));
    if (about->id.size > 0)
        write_meta(xliff, padan_string("id"), about->id);
    if (about->confidence >= 0)
        write_meta(xliff, padan_string("confidence"),
                   padan_string(padan_confidence_format(confidence, about->confidence)));
    snprintf(position, sizeof position, "%" PRId64, about->position);
    if (about->position >= 0)
        write_meta(xliff, padan_string("position"), padan_string(position));
    write_language(xliff, "source-language", unit->source, xliff->source);
    write_language(xliff, "target-language", unit->target, xliff->target);
    /* The group tells that padan wrote the unit, and may not be empty. */
    if (xliff->out->size == before)
        write_meta(xliff, padan_string("tool"), padan_string("padan"));
    padan_buffer_text(xliff->out, "</mda:metaGroup>");
}

/* All that is known of the unit, in its order; a run of the same kind is a group. */
static void write_metadata(struct padan_xliff2 *xliff, const struct padan_xliff2_unit *unit)
{
    static const char *const kinds[] = { "prop", "note", "attribute", "element" };
    const struct padan_unit *about = unit->about;
    padan_buffer_text(xliff->out, "<mda:metadata>");
    write_fields(xliff, unit);
    for (size_t i = 0; i < about->property_count; i++) {
        const struct padan_property *property = &about->properties[i];
        if (i == 0 || property[-1].kind != property->kind)
            padan_buffer_format(xliff->out, "<mda:metaGroup category=\"" PADAN_XLIFF_PROPERTIES "%s\">",
                                kinds[property->kind]);
        write_meta(xliff, property->name, property->value);
        if (i + 1 == about->property_count || property[1].kind != property->kind)
            padan_buffer_text(xliff->out, "</mda:metaGroup>");
    }
    padan_buffer_text(xliff->out, "</mda:metadata>\n");
}

/* For the translator; the category tells padan that it has them as metadata. */
static void write_notes(struct padan_xliff2 *xliff, const struct padan_unit *about)
{
    bool any = false;
    for (size_t i = 0; i < about->property_count; i++) {
        if (about->properties[i].kind != PADAN_PROPERTY_NOTE || about->properties[i].value.size == 0)
            continue;
        padan_buffer_text(xliff->out, any ? "" : "<notes>");
        padan_buffer_text(xliff->out, "<note category=\"" PADAN_XLIFF_FIELDS "\">");
        xliff->dropped += padan_xml_text(xliff->out, about->properties[i].value);
        padan_buffer_text(xliff->out, "</note>");
        any = true;
    }
    padan_buffer_text(xliff->out, any ? "</notes>\n" : "");
}

static void begin_texts(struct padan_xliff2 *xliff)
{
    padan_buffer_clear(&xliff->texts[0]);
    padan_buffer_clear(&xliff->texts[1]);
    padan_buffer_clear(&xliff->data);
    xliff->data_count = xliff->codes = 0;
}

static void write_data(struct padan_xliff2 *xliff)
{
    if (xliff->data.size == 0)
        return;
    padan_buffer_text(xliff->out, "<originalData>");
    padan_buffer_append(xliff->out, xliff->data.data, xliff->data.size);
    padan_buffer_text(xliff->out, "</originalData>");
}

static void write_text(struct padan_xliff2 *xliff, const char *element, const struct padan_buffer *text)
{
    padan_buffer_format(xliff->out, "<%s>", element);
    padan_buffer_append(xliff->out, text->data, text->size);
    padan_buffer_format(xliff->out, "</%s>", element);
}

static void make_texts(struct padan_xliff2 *xliff, const struct padan_variant *source,
                       const struct padan_variant *target)
{
    begin_texts(xliff);
    padan_xliff2_content(xliff, source, &xliff->texts[0]);
    if (target)
        padan_xliff2_content(xliff, target, &xliff->texts[1]);
    xliff->out->failed |= xliff->texts[0].failed || xliff->texts[1].failed || xliff->data.failed;
}

static void write_match(struct padan_xliff2 *xliff, const struct padan_xliff2_match *match)
{
    make_texts(xliff, match->source, match->target);
    unsigned percent = (unsigned)(match->similarity * 100 + 0.5);
    padan_buffer_format(xliff->out, "<mtc:match ref=\"#s1\" similarity=\"%u.0\" type=\"tm\"",
                        percent > 100 ? 100 : percent);
    if (match->origin)
        padan_xml_attribute(xliff->out, "origin", padan_string(match->origin));
    padan_buffer_byte(xliff->out, '>');
    write_data(xliff);
    write_text(xliff, "source", &xliff->texts[0]);
    write_text(xliff, "target", &xliff->texts[1]);
    padan_buffer_text(xliff->out, "</mtc:match>\n");
}

void padan_xliff2_unit(struct padan_xliff2 *xliff, const struct padan_xliff2_unit *unit)
{
    padan_buffer_format(xliff->out, "<unit id=\"u%" PRId64 "\">\n", ++xliff->units);
    if (unit->match_count > 0)
        padan_buffer_text(xliff->out, "<mtc:matches>\n");
    for (size_t i = 0; i < unit->match_count; i++)
        write_match(xliff, &unit->matches[i]);
    if (unit->match_count > 0)
        padan_buffer_text(xliff->out, "</mtc:matches>\n");
    if (unit->about) {
        write_metadata(xliff, unit);
        write_notes(xliff, unit->about);
    }
    make_texts(xliff, unit->source, unit->target);
    write_data(xliff);
    padan_buffer_format(xliff->out, "<segment id=\"s1\" state=\"%s\">", unit->state);
    write_text(xliff, "source", &xliff->texts[0]);
    if (unit->target)
        write_text(xliff, "target", &xliff->texts[1]);
    padan_buffer_text(xliff->out, "</segment>\n</unit>\n");
}

/* A state that says more than "translated" is kept as a property. */
static const char *state_of(const struct padan_unit *unit)
{
    static const char *const states[] = { "reviewed", "final" };
    if (unit->status == PADAN_UNIT_AUTO)
        return "initial";
    for (size_t i = 0; i < unit->property_count; i++)
        for (size_t k = 0; k < 2; k++)
            if (padan_string_is(unit->properties[i].name, "state") &&
                padan_string_is(unit->properties[i].value, states[k]))
                return states[k];
    return "translated";
}

static void release(void *state)
{
    padan_xliff2_free(state);
    free(state);
}

int padan_xliff2_begin(struct padan_writer *writer, struct padan_error *error)
{
    if (!writer->options.source || !writer->options.target)
        return padan_error_set(error, PADAN_ERROR_LANGUAGE,
                               "XLIFF has one source and one target language: both must be named");
    struct padan_xliff2 *xliff = calloc(1, sizeof *xliff);
    if (!xliff)
        return padan_error_allocation(error);
    writer->state = xliff;
    writer->release = release;
    xliff->out = &writer->buffer;
    xliff->source = writer->options.source;
    xliff->target = writer->options.target;
    padan_xliff2_head(xliff);
    return PADAN_OK;
}

int padan_xliff2_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error)
{
    struct padan_xliff2 *xliff = writer->state;
    if (unit->variant_count == 0)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "a unit without any text cannot be written as XLIFF");
    size_t source = padan_pair_source(writer, unit), at = 0;
    const struct padan_variant *target = padan_pair_target(writer, unit, source, &at);
    if (!target) {
        padan_lost_alone(writer);
        return PADAN_OK;
    }
    for (; target; target = padan_pair_target(writer, unit, source, &at)) {
        struct padan_xliff2_unit out = {
            .source = &unit->variants[source], .target = target, .state = state_of(unit), .about = unit
        };
        padan_xliff2_file(xliff, unit->document);
        padan_xliff2_unit(xliff, &out);
    }
    for (size_t i = 0; i < unit->variant_count; i++)
        padan_lost_properties(&writer->lost, unit->variants[i].properties, unit->variants[i].property_count, NULL);
    writer->lost.codes += xliff->plain;
    writer->lost.changed += xliff->changed;
    writer->dropped += xliff->dropped;
    xliff->dropped = xliff->plain = xliff->changed = 0;
    return xliff->document.failed ? padan_error_allocation(error) : PADAN_OK;
}

int padan_xliff2_end(struct padan_writer *writer, struct padan_error *error)
{
    (void)error;
    padan_xliff2_tail(writer->state);
    padan_lost_tell(writer, "XLIFF");
    return PADAN_OK;
}
