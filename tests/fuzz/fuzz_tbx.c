/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TBX of any bytes; an entry that is kept says what it said, is left as it was by that, and can be turned into any
 * kind. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "term/table.h"
#include "term/tbx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void dump(xmlBufferPtr out, const struct padan_tbx_entry *entry)
{
    if (!out || xmlNodeDump(out, entry->document, entry->entry, 0, 0) < 0)
        abort();
}

static void check(const struct padan_concept *concept, const struct padan_tbx_kind *to)
{
    struct padan_string nothing = { "", 0 };
    struct padan_tbx_entry entry;
    struct padan_tbx_kind from;
    struct padan_arena arena = { 0 };
    struct padan_tbx_fit fit = { 0 };
    struct padan_tbx_reading read;
    xmlBufferPtr before = xmlBufferCreate(), after = xmlBufferCreate();
    struct padan_string text = concept->properties[0].value, root = concept->properties[1].value;
    bool failed = false;
    if (!padan_tbx_kind_of(&from, root, &failed) || failed || !padan_tbx_parse(&entry, root, nothing, text))
        abort();
    dump(before, &entry);
    if (!padan_tbx_apply(&entry, concept, &from, &arena))
        abort();
    dump(after, &entry);
    if (!xmlStrEqual(xmlBufferContent(before), xmlBufferContent(after)))
        abort();
    padan_tbx_fit(&fit, &entry, to->dialect, true);
    if (!padan_tbx_convert(&entry, to) || !padan_tbx_concept(&read, &entry, &arena))
        abort();
    if (read.concept.term_count != concept->term_count)
        abort();
    xmlBufferFree(before);
    xmlBufferFree(after);
    padan_tbx_entry_free(&entry);
    padan_arena_free(&arena);
}

/* A table may have two columns of other names. */
static bool is_kept_entry(const struct padan_concept *concept)
{
    static const char *const names[] = { PADAN_TBX_ENTRY, PADAN_TBX_ROOT };
    bool kept = concept->property_count == 2;
    for (size_t i = 0; kept && i < 2; i++) {
        struct padan_string name = concept->properties[i].name;
        kept = name.size == strlen(names[i]) && memcmp(name.data, names[i], name.size) == 0;
    }
    return kept;
}

static int take(void *context, const struct padan_concept *concept, struct padan_error *error)
{
    static const struct padan_tbx_kind kinds[] = { { 3, false, PADAN_TBX_BASIC },
                                                   { 3, true, PADAN_TBX_MIN },
                                                   { 2, false, PADAN_TBX_BASIC },
                                                   { 3, true, PADAN_TBX_CORE } };
    (void)context;
    (void)error;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && is_kept_entry(concept); i++)
        check(concept, &kinds[i]);
    return PADAN_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_error error;
    const struct padan_concept_sink sink = { take, NULL, NULL };
    /* What is no XML goes to fuzz_terms. */
    const uint8_t *mark = size > 0 ? memchr(data, '<', size) : NULL;
    if (mark && mark - data < 8)
        padan_terms_read_bytes(data, size, "fuzz", &options, &sink, NULL, &error);
    return 0;
}
