/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html.h"

static const char *entity(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return NULL;
    }
}

int html_put(struct padan_output *output, const char *text, size_t size, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t at = 0, plain; status == PADAN_OK && at < size; at += plain) {
        for (plain = 0; at + plain < size && !entity(text[at + plain]); plain++)
            ;
        status = padan_output_write(output, text + at, plain, error);
        if (status == PADAN_OK && at + plain < size)
            status = padan_output_format(output, error, "%s", entity(text[at + plain++]));
    }
    return status;
}
