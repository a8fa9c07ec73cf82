/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text, cut by the shipped rules of the language that its first byte chooses: nothing of it is lost. */
#include <stdint.h>
#include <stdlib.h>

#include <padan/segment.h>

#include "segment/characters.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const languages[] = { "id", "en", "de", "fr", "ru", "pl", "ar", "hi", "th", "zh", "ja", "hy", "el" };
#define LANGUAGES (sizeof languages / sizeof languages[0])

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void explain(void *context, const struct padan_decision *decision)
{
    size_t *places = context;
    require(!decision->file || (decision->rule && decision->language));
    ++*places;
}

/* Made once for each language, since reading rules takes longer than cutting a text. */
static struct padan_segmenter *segmenter_of(size_t number)
{
    static struct padan_segmenter *segmenters[LANGUAGES];
    static size_t places;
    struct padan_segmenter_options options = PADAN_SEGMENTER_OPTIONS_INIT;
    options.data = TEST_TM;
    options.explain = explain;
    options.explain_context = &places;
    if (!segmenters[number])
        require(padan_segmenter_new(&segmenters[number], languages[number], &options, NULL) == PADAN_OK);
    return segmenters[number];
}

static void require_spaces(struct padan_string text, size_t from, size_t to)
{
    while (from < to)
        require(padan_is_space(padan_utf8_next(text, &from)));
    require(from == to);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_segments segments;
    if (size == 0)
        return 0;
    struct padan_string text = { (const char *)data + 1, size - 1 };
    int status = padan_segment_text(&segments, segmenter_of(data[0] % LANGUAGES), text, NULL);
    require(status == PADAN_OK || status == PADAN_ERROR_ENCODING);
    if (status != PADAN_OK)
        return 0;
    size_t done = 0;
    for (size_t i = 0; i < segments.count; i++) {
        require(segments.items[i].start >= done && segments.items[i].end > segments.items[i].start);
        require_spaces(text, done, segments.items[i].start);
        done = segments.items[i].end;
    }
    require_spaces(text, done, text.size);
    padan_segments_free(&segments);
    return 0;
}
