/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a fuzz target once over each file named, where no fuzzer brings a main of its own. Without
 * a name, as make check calls it, fuzz_NAME runs over the files of $srcdir/tests/fuzz/corpus/NAME.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run(const char *path)
{
    char *data, text[1024];
    size_t size;
    struct padan_error error;
    if (padan_file_read(&data, &size, path, SIZE_MAX / 4, &error) != PADAN_OK) {
        fprintf(stderr, "%s\n", padan_error_format(&error, text, sizeof text));
        return EXIT_FAILURE;
    }
    LLVMFuzzerTestOneInput((const uint8_t *)data, size);
    free(data);
    return EXIT_SUCCESS;
}

static int run_corpus(const char *program)
{
    char folder[1024], path[2048];
    const char *name = strstr(padan_file_name(program), "fuzz_"), *source = getenv("srcdir");
    snprintf(folder, sizeof folder, "%s/tests/fuzz/corpus/%s", source ? source : ".", name ? name + 5 : "");
    DIR *corpus = opendir(folder);
    int status = corpus ? EXIT_SUCCESS : EXIT_FAILURE;
    if (!corpus)
        perror(folder);
    for (struct dirent *entry; corpus && (entry = readdir(corpus));) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && run(path) != EXIT_SUCCESS)
            status = EXIT_FAILURE;
    }
    if (corpus)
        closedir(corpus);
    return status;
}

int main(int count, char **paths)
{
    int status = count > 1 ? EXIT_SUCCESS : run_corpus(paths[0]);
    for (int i = 1; i < count; i++)
        if (run(paths[i]) != EXIT_SUCCESS)
            status = EXIT_FAILURE;
    return status;
}
