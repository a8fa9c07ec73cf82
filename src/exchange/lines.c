/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/lines.h"

#include <string.h>

#include "exchange/format.h"

int padan_line_next(struct padan_input *input, struct padan_string *line, size_t *taken, struct padan_error *error)
{
    size_t searched = 0, want = 1;
    for (;;) {
        int status = padan_input_window(input, want, line, error);
        if (status != PADAN_OK)
            return status;
        const char *end = memchr(line->data + searched, '\n', line->size - searched);
        searched = line->size;
        if (!end && line->size >= want && line->size <= PADAN_UNIT_LIMIT) {
            want = line->size + 1;
            continue;
        }
        *taken = end ? (size_t)(end - line->data) + 1 : line->size;
        line->size = end ? *taken - 1 : *taken;
        return PADAN_OK;
    }
}

int padan_line_skip(struct padan_input *input, struct padan_error *error)
{
    for (;;) {
        struct padan_string window;
        int status = padan_input_window(input, 1, &window, error);
        if (status != PADAN_OK || window.size == 0)
            return status;
        const char *end = memchr(window.data, '\n', window.size);
        padan_input_take(input, end ? (size_t)(end - window.data) + 1 : window.size);
        if (end)
            return PADAN_OK;
    }
}
