/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "told.h"

#include <inttypes.h>
#include <stdlib.h>

int told_put(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct padan_output *output = context;
    int status = padan_output_format(output, error, "unit %" PRId64 "\n", unit->number);
    for (size_t i = 0; i < unit->variant_count && status == PADAN_OK; i++) {
        char *language = screen_text(unit->variants[i].language, error);
        char *text = language ? screen_text(unit->variants[i].text, error) : NULL;
        status = text ? padan_output_format(output, error, "%-6s %s\n", language, text) : (int)error->status;
        free(language);
        free(text);
    }
    return status;
}
