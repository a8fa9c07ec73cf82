/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A byte that chooses the languages, then a query, a source and a target, a line each: repairs lie where they say. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <padan/score.h>

#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

/* One repairer of each pair for all runs, since its tables take longer to make than a text to repair. */
static struct padan_repairer *shared_repairer(size_t number)
{
    static const char *const pairs[][2] = { { "en", "id" }, { "en", "ar" }, { "en", "de" }, { "ja", "en" },
                                            { "de", "hi" }, { "en", "th" }, { "ar", "en" }, { "fr", "zh" } };
    enum { COUNT = sizeof pairs / sizeof *pairs };
    static struct padan_repairer *all[COUNT];
    const char *const *pair = pairs[number % COUNT];
    if (!all[number % COUNT])
        require(padan_repairer_new(&all[number % COUNT], pair[0], pair[1], NULL) == PADAN_OK);
    return all[number % COUNT];
}

static struct padan_string take_line(struct padan_string *text)
{
    const char *end = text->size ? memchr(text->data, '\n', text->size) : NULL;
    struct padan_string line = { text->data, end ? (size_t)(end - text->data) : text->size };
    text->data += line.size + (end != NULL);
    text->size -= line.size + (end != NULL);
    return line;
}

static bool is_equal(struct padan_string one, struct padan_string other)
{
    return one.size == other.size && (one.size == 0 || memcmp(one.data, other.data, one.size) == 0);
}

/* With what was put in taken back, it is the translation as it was. */
static void check(const struct padan_repair *repair, struct padan_string target)
{
    struct padan_buffer before = { 0 };
    size_t at = 0;
    require(padan_utf8_fault(repair->target) == repair->target.size);
    for (size_t i = 0; i < repair->count; i++) {
        const struct padan_replacement *item = &repair->items[i];
        struct padan_string now = { repair->target.data + item->start, item->end - item->start };
        require(at <= item->start && item->start <= item->end && item->end <= repair->target.size);
        require(is_equal(now, item->now));
        padan_buffer_append(&before, repair->target.data + at, item->start - at);
        padan_buffer_append(&before, item->was.data, item->was.size);
        at = item->end;
    }
    padan_buffer_append(&before, repair->target.data + at, repair->target.size - at);
    require(is_equal((struct padan_string){ before.data, before.size }, target));
    padan_buffer_free(&before);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_repair repair;
    struct padan_error error;
    if (size == 0)
        return 0;
    struct padan_string text = { (const char *)data + 1, size - 1 };
    bool is_sound = padan_utf8_fault(text) == text.size;
    struct padan_string query = take_line(&text), source = take_line(&text), target = text;
    int status = padan_repairer_repair(&repair, shared_repairer(data[0]), query, source, target, &error);
    require(!is_sound || status == PADAN_OK || status == PADAN_ERROR_LIMIT);
    if (is_sound && status == PADAN_OK)
        check(&repair, target);
    if (is_sound && is_equal(query, source))
        require(repair.count == 0);
    return 0;
}
