/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program of somebody else's: prints the beads of an Indonesian text and its English translation. */
#include <padan/padan.h>

#include <stdio.h>

struct side {
    struct padan_document *document;
    struct padan_segments segments;
    struct padan_align_text text;
};

static int side_read(struct side *side, const char *data, const char *path, const char *language,
                     struct padan_error *error)
{
    struct padan_segmenter *segmenter = NULL;
    struct padan_segmenter_options options = PADAN_SEGMENTER_OPTIONS_INIT;
    options.data = data;
    int status = padan_document_open(&side->document, path, NULL, error);
    if (status == PADAN_OK)
        status = padan_segmenter_new(&segmenter, language, &options, error);
    if (status == PADAN_OK)
        status = padan_segment_document(&side->segments, segmenter, side->document, error);
    padan_segmenter_free(segmenter);
    side->text = (struct padan_align_text){ side->document, &side->segments, language };
    return status;
}

static void side_free(struct side *side)
{
    padan_segments_free(&side->segments);
    padan_document_free(side->document);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: consumer DATA INDONESIAN ENGLISH\n");
        return 2;
    }
    struct side source = { 0 }, target = { 0 };
    struct padan_alignment alignment = { 0 };
    struct padan_error error;
    int status = side_read(&source, argv[1], argv[2], "id", &error);
    if (status == PADAN_OK)
        status = side_read(&target, argv[1], argv[3], "en", &error);
    if (status == PADAN_OK)
        status = padan_align_documents(&alignment, &source.text, &target.text, NULL, &error);
    for (size_t i = 0; status == PADAN_OK && i < alignment.count; i++) {
        const struct padan_bead *bead = &alignment.beads[i];
        printf("%zu:%zu %zu-%zu %.3f\n", bead->source, bead->target, bead->source_count, bead->target_count,
               bead->confidence);
    }
    padan_alignment_free(&alignment);
    side_free(&source);
    side_free(&target);
    char text[PADAN_ERROR_MESSAGE_SIZE + PADAN_ERROR_INPUT_SIZE];
    if (status != PADAN_OK)
        fprintf(stderr, "consumer: %s\n", padan_error_format(&error, text, sizeof text));
    return status == PADAN_OK ? 0 : 3;
}
