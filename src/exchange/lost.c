/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/lost.h"

#include <inttypes.h>

#include "base/buffer.h"
#include "base/error.h"

void padan_lost_properties(struct padan_lost *lost, const struct padan_property *properties, size_t count,
                           bool (*has_place)(const struct padan_property *property))
{
    for (size_t i = 0; i < count; i++) {
        if (has_place && has_place(&properties[i]))
            continue;
        if (properties[i].kind == PADAN_PROPERTY_NOTE)
            lost->notes++;
        else
            lost->properties++;
    }
}

void padan_lost_count(struct padan_writer *writer, const struct padan_unit *unit)
{
    struct padan_lost *lost = &writer->lost;
    padan_lost_properties(lost, unit->properties, unit->property_count, NULL);
    lost->ids += unit->id.size > 0;
    for (size_t i = 0; i < unit->variant_count; i++) {
        const struct padan_variant *variant = &unit->variants[i];
        padan_lost_properties(lost, variant->properties, variant->property_count, NULL);
        lost->codes += variant->markup.size > 0;
    }
}

static void tell_changed(const struct padan_writer *writer, const char *format)
{
    int64_t changed = writer->lost.changed;
    struct padan_error warning;
    padan_error_set(&warning, PADAN_OK,
                    "%" PRId64 " inline %s written as the nearest that %s has; TMX and jsonl keep them as they are",
                    changed, padan_noun(changed, "code is", "codes are"), format);
    padan_report(&writer->options.reporter, &warning);
}

void padan_lost_alone(struct padan_writer *writer)
{
    writer->left_out++;
    writer->lost.alone++;
}

static void tell_alone(const struct padan_writer *writer, const char *format)
{
    int64_t alone = writer->lost.alone;
    struct padan_error warning;
    padan_error_set(&warning, PADAN_OK, "left out, since %s has pairs of texts: %" PRId64 " %s in one language alone",
                    format, alone, padan_noun(alone, "unit", "units"));
    padan_report(&writer->options.reporter, &warning);
}

void padan_lost_tell(const struct padan_writer *writer, const char *format)
{
    const struct padan_lost *lost = &writer->lost;
    const struct {
        int64_t count;
        const char *one, *many;
    } kinds[] = { { lost->notes, "note", "notes" },
                  { lost->codes, "text's inline codes", "texts' inline codes" },
                  { lost->ids, "id", "ids" },
                  { lost->properties, "other property", "other properties" } };
    struct padan_buffer list = { 0 };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].count > 0)
            padan_buffer_format(&list, "%s%" PRId64 " %s", list.size > 0 ? ", " : "", kinds[i].count,
                                padan_noun(kinds[i].count, kinds[i].one, kinds[i].many));
    struct padan_error warning;
    if (list.size > 0 && !list.failed) {
        padan_error_set(&warning, PADAN_OK, "left out, since %s has no place for it: %s; TMX and jsonl keep all",
                        format, list.data);
        padan_report(&writer->options.reporter, &warning);
    }
    padan_buffer_free(&list);
    if (lost->changed > 0)
        tell_changed(writer, format);
    if (lost->alone > 0)
        tell_alone(writer, format);
}
