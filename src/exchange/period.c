/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/period.h"

#include <padan/memory.h>

#include <string.h>

#include "base/error.h"
#include "exchange/tmx.h"

bool padan_date_canonical(char out[PADAN_DATE_SIZE], struct padan_string date)
{
    struct padan_buffer text = { 0 };
    bool is_date = padan_tmx_date(&text, date) && !text.failed && text.size < PADAN_DATE_SIZE;
    if (is_date)
        memcpy(out, text.data, text.size + 1);
    padan_buffer_free(&text);
    return is_date;
}

static void take_later(char latest[PADAN_DATE_SIZE], const struct padan_property *properties, size_t count,
                       const char *name)
{
    char date[PADAN_DATE_SIZE];
    for (size_t i = 0; i < count; i++)
        if (properties[i].kind == PADAN_PROPERTY_ATTRIBUTE && padan_string_is(properties[i].name, name) &&
            padan_date_canonical(date, properties[i].value) && strcmp(date, latest) > 0)
            memcpy(latest, date, sizeof date);
}

bool padan_unit_date(char out[PADAN_DATE_SIZE], const struct padan_unit *unit)
{
    static const char *const names[] = { "changedate", "creationdate" };
    *out = '\0';
    for (size_t n = 0; n < 2 && !*out; n++) {
        take_later(out, unit->properties, unit->property_count, names[n]);
        for (size_t i = 0; i < unit->variant_count; i++)
            take_later(out, unit->variants[i].properties, unit->variants[i].property_count, names[n]);
    }
    return *out;
}

static int set_end(char out[PADAN_DATE_SIZE], const char *date, struct padan_error *error)
{
    *out = '\0';
    if (!date || padan_date_canonical(out, padan_string(date)))
        return PADAN_OK;
    return padan_error_set(error, PADAN_ERROR_ARGUMENT,
                           "'%s' is no date; write it as 2026-11-25 or 2026-11-25T14:30:00Z", date);
}

int padan_date_check(const char *text, struct padan_error *error)
{
    char date[PADAN_DATE_SIZE];
    return set_end(date, text, error);
}

int padan_period_set(struct padan_period *period, const char *since, const char *until, struct padan_error *error)
{
    int status = set_end(period->since, since, error);
    if (status == PADAN_OK)
        status = set_end(period->until, until, error);
    if (status == PADAN_OK && until && !strpbrk(until, "Tt "))
        memcpy(period->until + 8, "T235959Z", 9);
    return status;
}

bool padan_period_has(const struct padan_period *period, const char *date)
{
    return (!*period->since || strcmp(date, period->since) >= 0) &&
           (!*period->until || strcmp(date, period->until) <= 0);
}
