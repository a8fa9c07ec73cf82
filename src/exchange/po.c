/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/po.h"

#include <string.h>

static struct padan_string first_line(struct padan_string text)
{
    const char *end = memchr(text.data, '\n', text.size);
    return (struct padan_string){ text.data, end ? (size_t)(end - text.data) : text.size };
}

static bool begins(struct padan_string line, const char *word)
{
    size_t size = strlen(word);
    return line.size >= size && memcmp(line.data, word, size) == 0;
}

/* A file that has nothing but comments and empty lines before its first msgid or msgctxt. */
static bool recognises(struct padan_string head)
{
    while (head.size > 0) {
        struct padan_string line = first_line(head);
        size_t taken = line.size + (line.size < head.size);
        head = (struct padan_string){ head.data + taken, head.size - taken };
        if (begins(line, "msgid \"") || begins(line, "msgctxt \""))
            return true;
        if (line.size > 0 && line.data[0] != '#' && line.data[0] != '\r')
            return false;
    }
    return false;
}

bool padan_po_has_flag(struct padan_string flags, const char *name)
{
    size_t size = strlen(name);
    for (size_t at = 0; at < flags.size;) {
        while (at < flags.size && strchr(" ,\t\n", flags.data[at]))
            at++;
        size_t start = at;
        while (at < flags.size && !strchr(" ,\t\n", flags.data[at]))
            at++;
        if (at - start == size && memcmp(flags.data + start, name, size) == 0)
            return true;
    }
    return false;
}

const struct padan_format padan_format_po = {
    .recognises = recognises,
    .read = padan_po_read,
    .begin = padan_po_begin,
    .put = padan_po_put,
    .end = padan_po_end,
};
