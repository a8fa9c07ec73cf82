/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Speed of cutting. usage: bench_segment TM [RULES.srx [LANG FILE]...]
 * Bad paragraphs: the processor time of 64 KiB, 1 MiB and 16 MiB of texts that lead rules astray; each is 16 times the
 * one before where cost is linear. Real text: the blocks of the files, by ICU's plain sentence iterator, by our rules
 * and by RULES.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

#include <padan/segment.h>

#include "base/buffer.h"

static double now(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static struct padan_segmenter *open_segmenter(const char *language, const char *data, const char *rules)
{
    struct padan_segmenter_options options = PADAN_SEGMENTER_OPTIONS_INIT;
    struct padan_segmenter *segmenter;
    struct padan_error error;
    char text[1024];
    options.data = data;
    options.rules = rules;
    if (padan_segmenter_new(&segmenter, language, &options, &error) != PADAN_OK) {
        fprintf(stderr, "%s\n", padan_error_format(&error, text, sizeof text));
        exit(EXIT_FAILURE);
    }
    return segmenter;
}

static double seconds_for(struct padan_segmenter *segmenter, const char *piece, size_t size)
{
    struct padan_buffer text = { 0 };
    struct padan_segments segments;
    while (text.size < size && !text.failed)
        padan_buffer_text(&text, piece);
    double start = now();
    int status = padan_segment_text(&segments, segmenter, (struct padan_string){ text.data, text.size }, NULL);
    double seconds = now() - start;
    padan_segments_free(&segments);
    padan_buffer_free(&text);
    return status == PADAN_OK ? seconds : -1;
}

static void try_bad_paragraphs(const char *data)
{
    static const char *const bad[] = {
        "kata ", "a",   ".", ". ", "1.000.", "1.000.000,00 ", "1. Aku pergi. ", "Dr. ",  "S.H. ", "“Aku. ",
        "“",     "“(‘", "…", "(",  "? ",     "Ia pergi. ",    "Ia pergi.) ",    "!” Ia "
    };
    struct padan_segmenter *segmenter = open_segmenter("id", data, NULL);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        double little = seconds_for(segmenter, bad[i], (size_t)1 << 16);
        double much = seconds_for(segmenter, bad[i], (size_t)1 << 20),
               most = seconds_for(segmenter, bad[i], (size_t)1 << 24);
        printf("  %-16s 64 KiB %7.4f s, 1 MiB %7.4f s (x %4.1f), 16 MiB %7.3f s (x %4.1f)\n", bad[i], little, much,
               much / little, most, most / much);
    }
    padan_segmenter_free(segmenter);
}

/* The texts of one language. */
struct texts {
    const char *language;
    struct padan_string *items;
    size_t count, capacity, bytes;
};

struct corpus {
    struct texts languages[64];
    size_t count, bytes;
    struct padan_document **documents;
    size_t document_count;
};

static struct texts *texts_of(struct corpus *corpus, const char *language)
{
    for (size_t i = 0; i < corpus->count; i++)
        if (strcmp(corpus->languages[i].language, language) == 0)
            return &corpus->languages[i];
    if (corpus->count == sizeof corpus->languages / sizeof corpus->languages[0])
        return NULL;
    corpus->languages[corpus->count].language = language;
    return &corpus->languages[corpus->count++];
}

static void add_block(struct corpus *corpus, struct texts *texts, struct padan_string text)
{
    if (texts->count == texts->capacity) {
        texts->capacity = texts->capacity ? texts->capacity * 2 : 1024;
        texts->items = realloc(texts->items, texts->capacity * sizeof *texts->items);
        if (!texts->items)
            exit(EXIT_FAILURE);
    }
    texts->items[texts->count++] = text;
    texts->bytes += text.size;
    corpus->bytes += text.size;
}

static void add_file(struct corpus *corpus, const char *language, const char *path)
{
    struct padan_document *document;
    struct texts *texts = texts_of(corpus, language);
    if (!texts || padan_document_open(&document, path, NULL, NULL) != PADAN_OK)
        return;
    for (size_t i = 0; i < padan_document_block_count(document); i++)
        add_block(corpus, texts, padan_document_block(document, i)->text);
    corpus->documents[corpus->document_count++] = document;
}

/* ICU's own sentences: from UTF-8 as well, so that both do the same work. */
static size_t cut_by_icu(const struct texts *texts)
{
    UErrorCode code = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_SENTENCE, texts->language, NULL, 0, &code);
    size_t count = 0, capacity = 0;
    UChar *wide = NULL;
    for (size_t i = 0; i < texts->count; i++) {
        int32_t length;
        if (texts->items[i].size >= capacity) {
            capacity = texts->items[i].size * 2 + 1;
            free(wide);
            wide = malloc(capacity * sizeof *wide);
        }
        u_strFromUTF8(wide, (int32_t)capacity, &length, texts->items[i].data, (int32_t)texts->items[i].size, &code);
        ubrk_setText(iterator, wide, length, &code);
        while (ubrk_next(iterator) != UBRK_DONE)
            count++;
    }
    ubrk_close(iterator);
    free(wide);
    return count;
}

static size_t cut_by_rules(const struct texts *texts, struct padan_segmenter *segmenter)
{
    size_t count = 0;
    for (size_t i = 0; i < texts->count; i++) {
        struct padan_segments segments;
        if (padan_segment_text(&segments, segmenter, texts->items[i], NULL) != PADAN_OK)
            continue;
        count += segments.count;
        padan_segments_free(&segments);
    }
    return count;
}

static double best_of(double best, double seconds)
{
    return best == 0 || seconds < best ? seconds : best;
}

static void try_real_text(const struct corpus *corpus, const char *data, const char *rules)
{
    static const char *const names[] = { "ICU plain", "our rules", "1,500 rules" };
    double total[3] = { 0 };
    size_t segments[3] = { 0 };
    for (size_t i = 0; i < corpus->count; i++) {
        const struct texts *texts = &corpus->languages[i];
        struct padan_segmenter *own = open_segmenter(texts->language, data, NULL);
        struct padan_segmenter *large = open_segmenter(texts->language, data, rules);
        double best[3] = { 0 };
        size_t count[3] = { 0 };
        for (int round = 0; round < 3; round++)
            for (int kind = 0; kind < 3; kind++) {
                double start = now();
                count[kind] = kind == 0 ? cut_by_icu(texts) : cut_by_rules(texts, kind == 1 ? own : large);
                best[kind] = best_of(best[kind], now() - start);
            }
        printf("  %-4s %6.2f MB: %s %6.1f MB/s, %s %6.1f (ratio %.2f), %s %6.1f (ratio %.2f)\n", texts->language,
               (double)texts->bytes / 1e6, names[0], (double)texts->bytes / 1e6 / best[0], names[1],
               (double)texts->bytes / 1e6 / best[1], best[0] / best[1], names[2], (double)texts->bytes / 1e6 / best[2],
               best[0] / best[2]);
        for (int kind = 0; kind < 3; kind++) {
            total[kind] += best[kind];
            segments[kind] += count[kind];
        }
        padan_segmenter_free(own);
        padan_segmenter_free(large);
    }
    for (int kind = 0; kind < 3; kind++)
        printf("  all  %6.2f MB: %-12s %6.1f MB/s, ratio to ICU %.2f, %zu segments\n", (double)corpus->bytes / 1e6,
               names[kind], (double)corpus->bytes / 1e6 / total[kind], total[0] / total[kind], segments[kind]);
}

int main(int count, char **arguments)
{
    const char *data = count > 1 ? arguments[1] : NULL;
    struct corpus corpus = { 0 };
    try_bad_paragraphs(data);
    if (count <= 4)
        return EXIT_SUCCESS;
    corpus.documents = calloc((size_t)count, sizeof *corpus.documents);
    for (int i = 3; corpus.documents && i + 1 < count; i += 2)
        add_file(&corpus, arguments[i], arguments[i + 1]);
    try_real_text(&corpus, data, arguments[2]);
    for (size_t i = 0; i < corpus.document_count; i++)
        padan_document_free(corpus.documents[i]);
    for (size_t i = 0; i < corpus.count; i++)
        free(corpus.languages[i].items);
    free(corpus.documents);
    return EXIT_SUCCESS;
}
