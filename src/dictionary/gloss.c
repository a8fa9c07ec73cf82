/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <strings.h>

#include "dictionary/dictionary.h"

/* What stands between one of these and its partner says something about the word, and renders nothing. */
static const char openers[] = "([{</", closers[] = ")]}>/";

/* The length of what `text` opens, partner and all; 0 where it opens nothing. Brackets do not run over lines. */
static size_t aside_length(const char *text, size_t size)
{
    const char *opener = strchr(openers, *text);
    if (!opener || !*text)
        return 0;
    size_t line = 0;
    while (line < size && text[line] != '\n')
        line++;
    const char *end = memchr(text + 1, closers[opener - openers], line - 1);
    return end ? (size_t)(end - text) + 1 : 1;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The length of "2." or "2)" at the start of a sense. */
static size_t number_length(const char *text, size_t size)
{
    size_t digits = 0;
    while (digits < size && is_digit(text[digits]))
        digits++;
    return digits > 0 && digits < size && (text[digits] == '.' || text[digits] == ')') ? digits + 1 : 0;
}

/* Many dictionaries repeat the headword in the first line, with pronunciation and part of speech. */
static struct padan_string skip_headword(struct padan_string headword, struct padan_string text)
{
    size_t least = headword.size < 3 ? headword.size : 3; /* an index may simplify headwords */
    if (text.size < headword.size || strncasecmp(text.data, headword.data, least) != 0)
        return text;
    const char *feed = memchr(text.data, '\n', text.size);
    if (!feed || (size_t)(feed - text.data) < headword.size)
        return text;
    size_t taken = (size_t)(feed - text.data) + 1;
    return (struct padan_string){ text.data + taken, text.size - taken };
}

void padan_gloss_clean(struct padan_buffer *clean, struct padan_string headword, struct padan_string text)
{
    padan_buffer_clear(clean);
    if (headword.size > 0)
        text = skip_headword(headword, text);
    for (size_t at = 0; at < text.size;) {
        size_t aside = aside_length(text.data + at, text.size - at);
        size_t number = number_length(text.data + at, text.size - at);
        if (aside > 0) {
            padan_buffer_byte(clean, ' ');
            at += aside;
        } else if (number > 0) {
            padan_buffer_byte(clean, ',');
            at += number;
        } else {
            bool divides = text.data[at] == '\0' || strchr("\n;,:\"", text.data[at]);
            padan_buffer_byte(clean, divides ? ',' : text.data[at]);
            at++;
        }
    }
}
