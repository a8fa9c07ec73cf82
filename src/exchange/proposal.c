/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units of a document that padan translated: which of their translations somebody has agreed to. */
#include "exchange/proposal.h"

#include <string.h>

#include "base/error.h"
#include "base/vector.h"

static const struct padan_property *property_named(const struct padan_unit *unit, const char *name)
{
    for (size_t i = 0; i < unit->property_count; i++)
        if (unit->properties[i].kind == PADAN_PROPERTY_PROP && padan_string_is(unit->properties[i].name, name))
            return &unit->properties[i];
    return NULL;
}

/* Whether a translation is what was proposed: the same text, and codes where there were codes. */
static bool is_unchanged(const struct padan_variant *target, struct padan_string proposal)
{
    static const char placeholder[] = "\xEF\xBF\xBC";
    struct padan_string text = target->text;
    size_t at = 0;
    bool coded = false;
    for (size_t i = 0; i < proposal.size;) {
        if (proposal.size - i >= 3 && memcmp(proposal.data + i, placeholder, 3) == 0) {
            coded = true;
            i += 3;
            continue;
        }
        if (at == text.size || text.data[at++] != proposal.data[i++])
            return false;
    }
    return at == text.size && coded == (target->markup.size > 0);
}

static int drop_properties(struct padan_reading *reading, struct padan_unit *unit, struct padan_error *error)
{
    size_t count = 0;
    if (!padan_vector_reserve(&reading->properties, &reading->property_capacity, unit->property_count + 1,
                              sizeof *reading->properties))
        return padan_error_allocation(error);
    for (size_t i = 0; i < unit->property_count; i++) {
        struct padan_string name = unit->properties[i].name;
        if (!padan_string_is(name, PADAN_PROPOSAL_SCORE) && !padan_string_is(name, PADAN_PROPOSAL_TEXT))
            reading->properties[count++] = unit->properties[i];
    }
    unit->properties = reading->properties;
    unit->property_count = count;
    return PADAN_OK;
}

int padan_proposal_settle(struct padan_reading *reading, struct padan_unit *unit, bool *given,
                          struct padan_error *error)
{
    const struct padan_property *score = property_named(unit, PADAN_PROPOSAL_SCORE);
    const struct padan_property *proposal = property_named(unit, PADAN_PROPOSAL_TEXT);
    int64_t points = 0;
    *given = true;
    if (!score || !padan_position_parse(score->value, &points) || unit->variant_count != 2)
        return PADAN_OK;
    bool unchanged = proposal && is_unchanged(&unit->variants[1], proposal->value);
    if (unchanged && points < PADAN_PROPOSAL_EXACT && unit->status == PADAN_UNIT_AUTO) {
        *given = false;
        return PADAN_OK;
    }
    if (!unchanged) {
        unit->status = PADAN_UNIT_CONFIRMED;
        unit->confidence = PADAN_CONFIDENCE_UNKNOWN;
    }
    return drop_properties(reading, unit, error);
}
