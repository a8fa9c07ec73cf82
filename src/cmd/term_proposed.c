/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "term_proposed.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int proposed_open(struct proposed *proposed, const char *source, const char *target, struct padan_error *error)
{
    const char *place = getenv("TMPDIR");
    *proposed = (struct proposed){ .source = source, .target = target };
    int size =
        snprintf(proposed->folder, sizeof proposed->folder, "%s/padan-terms-XXXXXX", place && *place ? place : "/tmp");
    errno = ENAMETOOLONG;
    if (size >= (int)sizeof proposed->folder - 16 || !mkdtemp(proposed->folder)) {
        proposed->folder[0] = '\0';
        *error = (struct padan_error){ .status = PADAN_ERROR_SYSTEM, .offset = -1 };
        snprintf(error->message, sizeof error->message, "cannot make a temporary folder: %s", strerror(errno));
        return PADAN_ERROR_SYSTEM;
    }
    snprintf(proposed->path, sizeof proposed->path, "%.*s/terms", PATH_MAX - 16, proposed->folder);
    int status = padan_memory_open(&proposed->memory, proposed->path, PADAN_MEMORY_CREATE, error);
    return status == PADAN_OK ? padan_term_batch_begin(&proposed->batch, proposed->memory, "term extract", error)
                              : status;
}

int proposed_put(struct proposed *proposed, const struct padan_term_candidate *candidate, struct padan_error *error)
{
    char note[96];
    const struct padan_term terms[] = {
        { .language = padan_string(proposed->source), .text = candidate->term, .context = candidate->example },
        { .language = padan_string(proposed->target),
          .text = candidate->rendering,
          .context = candidate->example_rendering },
    };
    snprintf(note, sizeof note, "to be confirmed: %" PRId64 " times, %d %%", candidate->count,
             (int)(candidate->share * 100 + 0.5));
    const struct padan_concept concept = { .note = padan_string(note),
                                           .source = candidate->document,
                                           .terms = terms,
                                           .term_count = candidate->rendering.size > 0 ? 2 : 1 };
    return padan_term_batch_put(proposed->batch, &concept, NULL, error);
}

int proposed_write(struct proposed *proposed, struct padan_output *output, const char *format,
                   struct padan_error *error)
{
    struct padan_concept_filter filter = PADAN_CONCEPT_FILTER_INIT;
    struct padan_term_batch *batch = proposed->batch;
    bool pairs = strcmp(format, "omegat") == 0 || strcmp(format, "utx") == 0;
    proposed->batch = NULL;
    int status = padan_term_batch_finish(batch, NULL, error);
    filter.source = pairs ? proposed->source : NULL;
    filter.target = pairs ? proposed->target : NULL;
    return status == PADAN_OK ? padan_terms_write(output, format, proposed->memory, &filter, NULL, error) : status;
}

void proposed_close(struct proposed *proposed)
{
    static const char *const endings[] = { "", "-wal", "-shm", "-journal" };
    padan_term_batch_abandon(proposed->batch);
    padan_memory_close(proposed->memory);
    for (size_t i = 0; proposed->folder[0] && i < sizeof endings / sizeof *endings; i++) {
        char path[PATH_MAX + 16];
        snprintf(path, sizeof path, "%s%s", proposed->path, endings[i]);
        unlink(path);
    }
    if (proposed->folder[0])
        rmdir(proposed->folder);
    *proposed = (struct proposed){ .folder = "" };
}
