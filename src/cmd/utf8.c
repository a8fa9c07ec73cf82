/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "utf8.h"

#include <stdio.h>

char *utf8_copy(struct padan_string text)
{
    struct padan_decode_options options = PADAN_DECODE_OPTIONS_INIT;
    struct padan_decoded decoded;
    options.encoding = "UTF-8";
    options.replace_invalid = true;
    return padan_text_decode(&decoded, text.data, text.size, &options, NULL) == PADAN_OK ? decoded.data : NULL;
}

int no_memory(struct padan_error *error)
{
    *error = (struct padan_error){ .status = PADAN_ERROR_ALLOCATION, .offset = -1 };
    snprintf(error->message, sizeof error->message, "the machine has no memory left");
    return PADAN_ERROR_ALLOCATION;
}
