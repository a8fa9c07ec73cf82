/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the time of cutting grows with the length of a paragraph: for texts that lead rules astray, the processor time
 * of 64 KiB and of 1 MiB, and their ratio, which is 16 where cost is linear. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <padan/segment.h>

#include "base/buffer.h"

static double seconds_for(struct padan_segmenter *segmenter, const char *piece, size_t size)
{
    struct padan_buffer text = { 0 };
    struct padan_segments segments;
    while (text.size < size && !text.failed)
        padan_buffer_text(&text, piece);
    clock_t start = clock();
    int status = padan_segment_text(&segments, segmenter, (struct padan_string){ text.data, text.size }, NULL);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    padan_segments_free(&segments);
    padan_buffer_free(&text);
    return status == PADAN_OK ? seconds : -1;
}

int main(int count, char **arguments)
{
    static const char *const bad[] = { "kata ", ".",      ". ", "1.000.", "1. Aku pergi. ", "Dr. ",
                                       "S.H. ", "“Aku. ", "…",  "(",      "Ia pergi.) ",    "!” Ia " };
    struct padan_segmenter_options options = PADAN_SEGMENTER_OPTIONS_INIT;
    struct padan_segmenter *segmenter;
    struct padan_error error;
    char text[1024];
    options.data = count > 1 ? arguments[1] : NULL;
    if (padan_segmenter_new(&segmenter, "id", &options, &error) != PADAN_OK) {
        fprintf(stderr, "%s\n", padan_error_format(&error, text, sizeof text));
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        double little = seconds_for(segmenter, bad[i], (size_t)1 << 16);
        double much = seconds_for(segmenter, bad[i], (size_t)1 << 20);
        printf("%-20s 64 KiB %7.3f s, 1 MiB %7.3f s, ratio %5.1f\n", bad[i], little, much, much / little);
    }
    padan_segmenter_free(segmenter);
    return EXIT_SUCCESS;
}
