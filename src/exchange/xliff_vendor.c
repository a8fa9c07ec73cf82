/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What other tools say of a segment in namespaces of their own: SDL's conf (Trados Studio), memoQ's status, confirmed
 * of Phrase (Memsource); Okapi's kind of a match.
 */
#include "exchange/xliff.h"

#include <string.h>

/* The words by which a tool says that somebody agreed, ended by NULL. */
static const char *const sdl_agreed[] = { "Translated", "ApprovedTranslation", "ApprovedSignOff", NULL };
static const char *const memoq_agreed[] = { "ManuallyConfirmed", "Proofread", "Reviewer1Confirmed",
                                            "Reviewer2Confirmed", NULL };
static const char *const phrase_agreed[] = { "1", "true", NULL };

/* An attribute of <trans-unit> that says whether its translation is agreed to, and what else is kept of that tool. */
static const struct vendor {
    const char *space; /* part of the namespace, in any case */
    const char *attribute;
    const char *const *agreed;
    const char *kept[3];
} vendors[] = {
    { "MQXliff", "status", memoq_agreed, { "locked", "percent", NULL } },
    { "memsource.com", "confirmed", phrase_agreed, { "locked", "score", NULL } },
};

static bool is_in(const char *const words[], struct padan_string word)
{
    for (size_t i = 0; words[i]; i++)
        if (padan_string_is(word, words[i]))
            return true;
    return false;
}

/* The value of an attribute in a namespace whose URI has `space` in it. */
static struct padan_string attribute_in(const struct padan_xliff_element *element, const char *space, const char *name)
{
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        if (attribute[2] && xmlStrcasestr(attribute[2], BAD_CAST space) && xmlStrEqual(attribute[0], BAD_CAST name))
            return (struct padan_string){ (const char *)attribute[3], (size_t)(attribute[4] - attribute[3]) };
    }
    return padan_string(NULL);
}

void padan_xliff_vendor_unit(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    for (size_t i = 0; i < sizeof vendors / sizeof *vendors; i++) {
        const struct vendor *vendor = &vendors[i];
        struct padan_string value = attribute_in(element, vendor->space, vendor->attribute);
        if (value.size > 0) {
            xliff->whole.judgement = is_in(vendor->agreed, value) ? XLIFF_AGREED : XLIFF_NOT_AGREED;
            padan_xliff_property(xliff, vendor->attribute, value);
        }
        for (size_t k = 0; vendor->kept[k]; k++)
            padan_xliff_property(xliff, vendor->kept[k], attribute_in(element, vendor->space, vendor->kept[k]));
    }
}

struct padan_string padan_xliff_vendor_match(const struct padan_xliff_element *element)
{
    return attribute_in(element, "okapi-framework:xliff-extensions", "matchType");
}

void padan_xliff_vendor_segment(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element)
{
    struct padan_string id = padan_xliff_attribute(element, "id"), conf = padan_xliff_attribute(element, "conf");
    struct padan_xliff_pair *pair = &xliff->whole;
    if (xliff->pieces.count > 0) {
        size_t number = padan_table_find(&xliff->pieces, id.data ? id.data : "", id.size);
        if (number == PADAN_TABLE_NONE)
            return;
        pair = &xliff->pairs[xliff->piece_pairs[number]];
    }
    pair->judgement = is_in(sdl_agreed, conf) ? XLIFF_AGREED : XLIFF_NOT_AGREED;
    pair->state = padan_xliff_keep(xliff, conf);
}
