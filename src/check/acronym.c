/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Acronyms with their expansions: "Perserikatan Bangsa-Bangsa (PBB)", "United Nations (UN)". */
#include <stdio.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/error.h"
#include "check/checking.h"
#include "text/utf8.h"

enum { MOST_ACRONYM = 8, MOST_KNOWN = 4096 };

struct acronym {
    char text[MOST_ACRONYM + 1];
    size_t size;
    struct padan_check_span span;
};

/* Two to eight Latin capitals in brackets. */
static bool next_bracketed(struct padan_string text, size_t *at, struct acronym *acronym)
{
    for (; *at < text.size; ++*at) {
        size_t wide = text.size - *at > 3 && memcmp(text.data + *at, "\xEF\xBC\x88", 3) == 0 ? 3 : 0;
        size_t start = *at + (wide ? wide : 1), end = start;
        if (text.data[*at] != '(' && !wide)
            continue;
        while (end < text.size && text.data[end] >= 'A' && text.data[end] <= 'Z')
            end++;
        bool closed = end < text.size && (text.data[end] == ')' || (unsigned char)text.data[end] == 0xEF);
        if (!closed || end - start < 2 || end - start > MOST_ACRONYM)
            continue;
        acronym->size = end - start;
        memcpy(acronym->text, text.data + start, acronym->size);
        acronym->text[acronym->size] = '\0';
        acronym->span = (struct padan_check_span){ start, end };
        *at = end;
        return true;
    }
    return false;
}

/* The letters that words before the bracket begin with, the last first; capitals inside of a word too. */
static size_t initials(struct padan_string text, size_t end, char out[32])
{
    size_t count = 0;
    char current = '\0';
    for (size_t at = end; at > 0 && count < 31;) {
        UChar32 c = padan_utf8_previous(text, &at);
        if (c >= 0 && u_isalpha(c)) {
            UChar32 upper = u_toupper(c);
            current = upper < 0x80 ? (char)upper : '\0';
            if (u_isupper(c) && at > 0 && (unsigned char)text.data[at - 1] != ' ' && current)
                out[count++] = current;
            if (at > 0)
                continue;
        }
        if (current && (count == 0 || out[count - 1] != current || at == 0 || c == ' ' || c == '-'))
            out[count++] = current;
        current = '\0';
        if (c == '.' || c == ';' || c == '(')
            break;
    }
    return count;
}

/* Whether the acronym's first letter begins one of the words before it, so that it may be theirs. */
static bool fits(struct padan_string text, const struct acronym *acronym)
{
    char letters[32];
    size_t count = initials(text, acronym->span.start > 0 ? acronym->span.start - 1 : 0, letters), met = 0;
    for (size_t i = 0; i < count && met < acronym->size; i++)
        met += letters[i] == acronym->text[acronym->size - 1 - met];
    if (met == acronym->size)
        return true;
    size_t shared = 0;
    for (size_t k = 0; k < acronym->size; k++)
        shared += memchr(letters, acronym->text[k], count) != NULL;
    return shared * 2 > acronym->size;
}

static bool has_word(struct padan_string text, const struct acronym *acronym)
{
    const char *found = memmem(text.data, text.size, acronym->text, acronym->size);
    return found != NULL;
}

static bool is_known(const struct padan_check_pair *pair, const struct acronym *source, const struct acronym *target)
{
    char key[2 * MOST_ACRONYM + 2];
    int size = snprintf(key, sizeof key, "%s=%s", source->text, target->text);
    return padan_table_find(&pair->acronyms, key, (size_t)size) != PADAN_TABLE_NONE;
}

static int note(struct padan_check_pair *pair, const struct acronym *source, const struct acronym *target,
                struct padan_error *error)
{
    char key[2 * MOST_ACRONYM + 2];
    int size = snprintf(key, sizeof key, "%s=%s", source->text, target->text);
    if (pair->acronyms.count >= MOST_KNOWN)
        return PADAN_OK;
    return padan_table_add(&pair->acronyms, key, (size_t)size) == PADAN_TABLE_NONE ? padan_error_allocation(error)
                                                                                   : PADAN_OK;
}

/*
 * Acronyms in brackets on both sides. One that is the same on both is right; one that differs is right where it fits
 * the words before it, or where the two were seen together before.
 */
int padan_check_acronym(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_string source = checking->sides[PADAN_SOURCE].text, target = checking->sides[PADAN_TARGET].text;
    struct acronym one, other;
    size_t source_at = 0, target_at = 0;
    while (next_bracketed(source, &source_at, &one) && next_bracketed(target, &target_at, &other)) {
        if (strcmp(one.text, other.text) == 0 || has_word(target, &one) || is_known(checking->pair, &one, &other))
            continue;
        bool latin = checking->pair->languages[PADAN_TARGET].script == USCRIPT_LATIN;
        bool source_latin = checking->pair->languages[PADAN_SOURCE].script == USCRIPT_LATIN;
        if (!latin || fits(target, &other)) {
            int status = note(checking->pair, &one, &other, error);
            if (status != PADAN_OK)
                return status;
            continue;
        }
        if (source_latin && !fits(source, &one))
            continue;
        return padan_check_report(checking, one.span, other.span, error,
                                  "\"%s\" became \"%s\", which does not fit the words before it", one.text, other.text);
    }
    return PADAN_OK;
}
