/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx.h"

#include <string.h>

static bool recognises(struct padan_string head)
{
    size_t at = 0;
    while (at < head.size && strchr(" \t\r\n", head.data[at]) && head.data[at])
        at++;
    if (at == head.size || head.data[at] != '<')
        return false;
    return memmem(head.data, head.size, "<tmx", 4) || (head.size - at >= 5 && memcmp(head.data + at, "<?xml", 5) == 0);
}

const struct padan_format padan_format_tmx = {
    .recognises = recognises,
    .read = padan_tmx_read,
    .begin = padan_tmx_begin,
    .put = padan_tmx_put,
    .end = padan_tmx_end,
};

enum padan_tmx_code padan_tmx_code_of(const char *name)
{
    static const char *const held[] = { "bpt", "ept", "it", "ph", "ut" };
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        if (strcmp(name, held[i]) == 0)
            return PADAN_TMX_HELD;
    if (strcmp(name, "hi") == 0)
        return PADAN_TMX_MARKED;
    return strcmp(name, "sub") == 0 ? PADAN_TMX_SUB : PADAN_TMX_FOREIGN;
}
