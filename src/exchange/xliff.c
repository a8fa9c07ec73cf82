/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/xliff.h"

#include <string.h>

#include "exchange/xliff2_write.h"

static bool recognises(struct padan_string head)
{
    size_t at = 0;
    while (at < head.size && strchr(" \t\r\n", head.data[at]) && head.data[at])
        at++;
    if (at == head.size || head.data[at] != '<')
        return false;
    const char *root = memmem(head.data, head.size, "<xliff", 6), *tmx = memmem(head.data, head.size, "<tmx", 4);
    const char *prefixed = memmem(head.data, head.size, ":xliff ", 7);
    return (root || prefixed) && !(tmx && tmx < (root ? root : prefixed));
}

const struct padan_format padan_format_xliff = {
    .recognises = recognises,
    .read = padan_xliff_read,
    .begin = padan_xliff2_begin,
    .put = padan_xliff2_put,
    .end = padan_xliff2_end,
};
