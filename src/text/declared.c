/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/decoding.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { DECLARATION_WINDOW = 4096 };

/* A cursor in the first bytes of a file. */
struct scan {
    const char *at, *end;
};

static bool starts_with(const struct scan *scan, const char *text)
{
    size_t size = strlen(text);
    return (size_t)(scan->end - scan->at) >= size && strncasecmp(scan->at, text, size) == 0;
}

/* Moves to just after `text`; false, at the end, where it does not come. */
static bool find_after(struct scan *scan, const char *text)
{
    for (; scan->at < scan->end; scan->at++)
        if (starts_with(scan, text)) {
            scan->at += strlen(text);
            return true;
        }
    return false;
}

static void skip_space(struct scan *scan)
{
    while (scan->at < scan->end && isspace((unsigned char)*scan->at))
        scan->at++;
}

/* The value after "=", with or without quotes. */
static bool read_value(struct scan *scan, char out[PADAN_ENCODING_SIZE])
{
    skip_space(scan);
    if (scan->at >= scan->end || *scan->at != '=')
        return false;
    scan->at++;
    skip_space(scan);
    if (scan->at < scan->end && (*scan->at == '"' || *scan->at == '\''))
        scan->at++;
    size_t size = 0;
    for (; scan->at < scan->end && size + 1 < PADAN_ENCODING_SIZE; scan->at++) {
        char c = *scan->at;
        if (!isalnum((unsigned char)c) && !strchr("-_.:+()", c))
            break;
        out[size++] = c;
    }
    out[size] = '\0';
    return size > 0;
}

/* The end of a tag, so that a value is not sought beyond it. */
static struct scan within_tag(const struct scan *scan)
{
    const char *end = memchr(scan->at, '>', (size_t)(scan->end - scan->at));
    return (struct scan){ scan->at, end ? end : scan->end };
}

/* Passes a comment, in which a declaration means nothing. */
static bool skip_comment(struct scan *scan)
{
    return starts_with(scan, "<!--") && find_after(scan, "-->");
}

static bool find_meta(struct scan scan, char out[PADAN_ENCODING_SIZE])
{
    while (scan.at < scan.end) {
        if (skip_comment(&scan))
            continue;
        if (starts_with(&scan, "<meta")) {
            struct scan tag = within_tag(&scan);
            while (find_after(&tag, "charset"))
                if (read_value(&tag, out))
                    return true;
        }
        scan.at++;
    }
    return false;
}

bool padan_declared_encoding(char out[PADAN_ENCODING_SIZE], struct padan_bytes bytes)
{
    size_t size = bytes.size < DECLARATION_WINDOW ? bytes.size : DECLARATION_WINDOW;
    const char *data = (const char *)bytes.data;
    struct scan scan = { data, data + size };
    if (starts_with(&scan, "\xEF\xBB\xBF"))
        scan.at += 3;
    skip_space(&scan);
    if (scan.at >= scan.end || *scan.at != '<')
        return false;
    if (starts_with(&scan, "<?xml")) {
        struct scan tag = within_tag(&scan);
        if (find_after(&tag, "encoding") && read_value(&tag, out))
            return true;
    }
    return find_meta(scan, out);
}
