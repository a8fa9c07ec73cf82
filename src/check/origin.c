/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who made a unit, and when. */
#include <string.h>

#include "check/checking.h"

static bool is_named(const struct padan_property *property, const char *const *names)
{
    for (; *names; names++) {
        if (property->name.size == strlen(*names) && memcmp(property->name.data, *names, property->name.size) == 0)
            return property->value.size > 0;
    }
    return false;
}

static bool has_one(const struct padan_property *properties, size_t count, const char *const *names)
{
    for (size_t i = 0; i < count; i++) {
        if (is_named(&properties[i], names))
            return true;
    }
    return false;
}

/* Whether the unit or one of its variants says it. */
static bool says(const struct padan_unit *unit, const char *const *names)
{
    bool found = has_one(unit->properties, unit->property_count, names);
    for (size_t i = 0; i < unit->variant_count && !found; i++)
        found = has_one(unit->variants[i].properties, unit->variants[i].property_count, names);
    return found;
}

int padan_check_origin(struct padan_checking *checking, struct padan_error *error)
{
    static const char *const dates[] = { "creationdate", "changedate", "date", "created", "changed", NULL };
    static const char *const people[] = { "creationid", "changeid", "author", "translator", "user", NULL };
    const struct padan_check_span nowhere = { 0, 0 };
    bool dated = says(checking->unit, dates), signed_ = says(checking->unit, people);
    if (dated && signed_)
        return PADAN_OK;
    return padan_check_report(checking, nowhere, nowhere, error, "the unit has no %s",
                              dated     ? "author"
                              : signed_ ? "date"
                                        : "date and no author");
}
