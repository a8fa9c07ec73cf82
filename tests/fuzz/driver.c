/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target once over each file named, where no fuzzer brings a main of its own. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int count, char **paths)
{
    for (int i = 1; i < count; i++) {
        char *data, text[1024];
        size_t size;
        struct padan_error error;
        if (padan_file_read(&data, &size, paths[i], SIZE_MAX / 4, &error) != PADAN_OK) {
            fprintf(stderr, "%s\n", padan_error_format(&error, text, sizeof text));
            return EXIT_FAILURE;
        }
        LLVMFuzzerTestOneInput((const uint8_t *)data, size);
        free(data);
    }
    return EXIT_SUCCESS;
}
