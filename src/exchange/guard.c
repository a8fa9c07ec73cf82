/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/guard.h"

#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* All that is not ASCII counts: names of months are in any script. */
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Digits, and two words at most: "1,5", "3/4", "10:30 PM", "22 September 2023", "Friday, 22 September". */
static bool looks_like_value(struct padan_string text)
{
    enum { SIZE_MOST = 48, WORDS_MOST = 2 };
    if (text.size > SIZE_MOST)
        return false;
    bool digit = false;
    int words = 0;
    for (size_t i = 0; i < text.size; i++) {
        digit |= is_digit(text.data[i]);
        words += is_letter(text.data[i]) && (i == 0 || !is_letter(text.data[i - 1]));
    }
    return digit && words <= WORDS_MOST;
}

static bool is_truth(struct padan_string text)
{
    return (text.size == 4 && strncasecmp(text.data, "true", 4) == 0) ||
           (text.size == 5 && strncasecmp(text.data, "false", 5) == 0);
}

bool padan_needs_guard(struct padan_string text)
{
    while (text.size > 0 && text.data[0] == '\'') {
        text.data++;
        text.size--;
    }
    if (text.size == 0)
        return false;
    return memchr("=+-@\t\r\n", text.data[0], 7) || is_truth(text) || looks_like_value(text);
}

struct padan_string padan_unguarded(struct padan_string cell)
{
    if (cell.size < 2 || cell.data[0] != '\'')
        return cell;
    struct padan_string text = { cell.data + 1, cell.size - 1 };
    return padan_needs_guard(text) ? text : cell;
}
