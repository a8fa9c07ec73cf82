/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file .padan-check, and all checks: the first line of the input that is "--" divides a project's file from two
 * texts. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <padan/check.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int take_finding(void *context, const struct padan_finding *finding, struct padan_error *error)
{
    (void)context;
    (void)error;
    if (finding->source_end > finding->source.size || finding->target_end > finding->target.size ||
        finding->source_start > finding->source_end || finding->target_start > finding->target_end)
        abort();
    return PADAN_OK;
}

static struct padan_check_project *read_project(const char *text, size_t size)
{
    char path[] = "/tmp/padan-fuzz-XXXXXX";
    struct padan_check_project *project = NULL;
    int file = mkstemp(path);
    if (file < 0)
        return NULL;
    if (write(file, text, size) == (ssize_t)size)
        padan_check_project_read(&project, path, NULL);
    close(file);
    unlink(path);
    return project;
}

static void check(const struct padan_check_project *project, struct padan_string source, struct padan_string target)
{
    static const char *const languages[][2] = { { "en", "id" }, { "zh", "de" } };
    struct padan_check_options options = PADAN_CHECK_OPTIONS_INIT;
    struct padan_finding_sink sink = { take_finding, NULL };
    struct padan_checker *checker;
    options.enable = "all";
    options.disable = "misaligned,spelling"; /* which load much for each input */
    options.project = project;
    if (padan_checker_new(&checker, &options, &sink, NULL) != PADAN_OK)
        return;
    for (size_t i = 0; i < 2; i++) {
        struct padan_variant variants[2] = {
            { .language = padan_string(languages[i][0]), .text = source, .markup = target },
            { .language = padan_string(languages[i][1]), .text = target, .markup = source },
        };
        struct padan_unit unit = { .variants = variants, .variant_count = 2 };
        padan_checker_put(checker, &unit, NULL);
    }
    padan_checker_finish(checker, NULL, NULL);
    padan_checker_free(checker);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    const char *found = size > 0 ? memmem(text, size, "\n--\n", 4) : NULL;
    size_t head = found ? (size_t)(found - text) : 0, rest = found ? head + 4 : 0;
    const char *tab = size > rest ? memchr(text + rest, '\t', size - rest) : NULL;
    size_t middle = tab ? (size_t)(tab - text) : rest + (size - rest) / 2;
    struct padan_check_project *project = found ? read_project(text, head) : NULL;
    struct padan_string source = { text + rest, middle - rest };
    struct padan_string target = { text + middle + (tab != NULL), size - middle - (tab != NULL) };
    check(project, source, target);
    padan_check_project_free(project);
    return 0;
}
