/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Affixes of Indonesian and Malay. */
#include "find/affixes.h"

#include <string.h>

enum { LEAST_ROOT = 4, LONGEST_ROOT = 64 };

/* A prefix, before which letters it stands, and the letter of the root that it swallows. */
struct prefix {
    const char *text;
    const char *before; /* first letters of what follows it; "" for any */
    char swallowed;     /* or '\0' */
};

/* me- and pe- with their nasals; `text` is what stands behind the m or p. */
static const struct prefix nasals[] = {
    { "e", "lmnrwy", '\0' },  { "em", "bfpv", '\0' },  { "em", "aeiou", 'p' },
    { "en", "cdjstz", '\0' }, { "en", "aeiou", 't' },  { "eng", "aeioughkq", '\0' },
    { "eng", "aeiou", 'k' },  { "eny", "aeiou", 's' }, { "enge", "", '\0' },
};

static const struct prefix plain[] = {
    { "", "", '\0' },       { "di", "", '\0' },     { "ter", "", '\0' },   { "ber", "", '\0' },
    { "per", "", '\0' },    { "ke", "", '\0' },     { "se", "", '\0' },    { "ku", "", '\0' },
    { "kau", "", '\0' },    { "be", "r", '\0' },    { "te", "r", '\0' },   { "pe", "r", '\0' },
    { "memper", "", '\0' }, { "diper", "", '\0' },  { "teper", "", '\0' }, { "pember", "", '\0' },
    { "pemer", "", '\0' },  { "keber", "", '\0' },  { "keter", "", '\0' }, { "kese", "", '\0' },
    { "berke", "", '\0' },  { "berpen", "", '\0' }, { "dike", "", '\0' },  { "menge", "", '\0' },
    { "mengke", "", '\0' },
};

static const char *const endings[] = { "kan", "an", "i" };
static const char *const owners[] = { "nya", "ku", "mu" };
static const char *const particles[] = { "lah", "kah", "pun", "tah" };

#define COUNT(list) (sizeof(list) / sizeof *(list))

bool padan_affixes_know(const char *primary)
{
    static const char *const languages[] = { "id", "ms", "zsm" };
    for (size_t i = 0; i < COUNT(languages); i++)
        if (strcmp(languages[i], primary) == 0)
            return true;
    return false;
}

/* The list's text that a rest begins with, taken off; 0 where there is none. */
static size_t skip_one(struct padan_string *rest, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(list[i]);
        if (rest->size < size || memcmp(rest->data, list[i], size) != 0)
            continue;
        *rest = (struct padan_string){ rest->data + size, rest->size - size };
        return size;
    }
    return 0;
}

/* Each kind stands once, in this order, or not at all; "kah" is one though "ka" is none. */
bool padan_affixes_end(struct padan_string rest)
{
    for (int with = 0; with < 2; with++) {
        struct padan_string left = rest;
        if (with == 1)
            skip_one(&left, endings, COUNT(endings));
        skip_one(&left, owners, COUNT(owners));
        skip_one(&left, particles, COUNT(particles));
        if (left.size == 0)
            return true;
    }
    return false;
}

struct stripping {
    struct padan_string word;
    void (*give)(void *context, struct padan_string root, size_t ending);
    void *context;
};

static void give_roots(const struct stripping *stripping, const char *text, size_t size)
{
    for (size_t end = size; end >= LEAST_ROOT; end--)
        if (padan_affixes_end((struct padan_string){ text + end, size - end }))
            stripping->give(stripping->context, (struct padan_string){ text, end }, size - end);
}

static void strip(const struct stripping *stripping, const struct prefix *prefix, const char *nasal)
{
    struct padan_string word = stripping->word;
    size_t first = strlen(nasal), size = first + strlen(prefix->text);
    char root[LONGEST_ROOT + 1];
    if (word.size < size + LEAST_ROOT - 1 || memcmp(word.data, nasal, first) != 0 ||
        memcmp(word.data + first, prefix->text, size - first) != 0)
        return;
    if (*prefix->before && !strchr(prefix->before, word.data[size]))
        return;
    size_t rest = word.size - size;
    root[0] = prefix->swallowed;
    memcpy(root + 1, word.data + size, rest);
    if (prefix->swallowed)
        give_roots(stripping, root, rest + 1);
    else
        give_roots(stripping, root + 1, rest);
}

void padan_affixes_roots(struct padan_string word, void (*give)(void *context, struct padan_string root, size_t ending),
                         void *context)
{
    const struct stripping stripping = { word, give, context };
    if (word.size > LONGEST_ROOT)
        return;
    for (size_t i = 0; i < COUNT(plain); i++)
        strip(&stripping, &plain[i], "");
    for (size_t i = 0; i < COUNT(nasals); i++) {
        strip(&stripping, &nasals[i], "m");
        strip(&stripping, &nasals[i], "p");
    }
}

static void add(const char *nasal, const struct prefix *prefix, struct padan_string root,
                void (*give)(void *context, struct padan_string beginning), void *context)
{
    char text[LONGEST_ROOT + 16];
    size_t first = strlen(nasal), size = strlen(prefix->text);
    if (prefix->swallowed && (root.size < 2 || root.data[0] != prefix->swallowed))
        return;
    if (prefix->swallowed)
        root = (struct padan_string){ root.data + 1, root.size - 1 };
    if (*prefix->before && !strchr(prefix->before, root.data[0]))
        return;
    memcpy(text, nasal, first);
    memcpy(text + first, prefix->text, size);
    memcpy(text + first + size, root.data, root.size);
    give(context, (struct padan_string){ text, first + size + root.size });
}

void padan_affixes_beginnings(struct padan_string root, void (*give)(void *context, struct padan_string beginning),
                              void *context)
{
    if (root.size == 0 || root.size > LONGEST_ROOT)
        return;
    for (size_t i = 0; i < COUNT(plain); i++)
        add("", &plain[i], root, give, context);
    for (size_t i = 0; i < COUNT(nasals); i++) {
        add("m", &nasals[i], root, give, context);
        add("p", &nasals[i], root, give, context);
    }
}
