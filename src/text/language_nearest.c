/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags as other tools write them: names of POSIX, Windows and Android, regions that are numbers. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <padan/text.h>

static const struct {
    const char *from, *to;
} known[] = {
    { "zh-chs", "zh-Hans" },
    { "zh-cht", "zh-Hant" },
};

static const struct {
    const char *modifier, *script;
} scripts[] = {
    { "latin", "Latn" },
    { "cyrillic", "Cyrl" },
    { "devanagari", "Deva" },
    { "arabic", "Arab" },
};

/* Letters and digits of ASCII with single hyphens between them, of the text up to `end`. */
static void tidy(char out[PADAN_LANGUAGE_SIZE], const char *text, size_t end)
{
    size_t size = 0;
    for (size_t i = 0; i < end && size + 1 < PADAN_LANGUAGE_SIZE; i++) {
        if (isalnum((unsigned char)text[i]) && (unsigned char)text[i] < 0x80)
            out[size++] = text[i];
        else if (size > 0 && out[size - 1] != '-')
            out[size++] = '-';
    }
    if (size > 0 && out[size - 1] == '-')
        size--;
    out[size] = '\0';
}

/* "sr@latin" is sr-Latn and "ca@valencia" ca-valencia; "@euro" says nothing of the language. */
static void add_modifier(char out[PADAN_LANGUAGE_SIZE], const char *modifier)
{
    char joined[2 * PADAN_LANGUAGE_SIZE], tag[PADAN_LANGUAGE_SIZE];
    size_t language = strcspn(out, "-");
    snprintf(joined, sizeof joined, "%s-%s", out, modifier);
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (strcasecmp(modifier, scripts[i].modifier) == 0)
            snprintf(joined, sizeof joined, "%.*s-%s%s", (int)language, out, scripts[i].script, out + language);
    if (strlen(joined) < PADAN_LANGUAGE_SIZE && padan_language_canonical(tag, joined, NULL) == PADAN_OK)
        memcpy(out, joined, strlen(joined) + 1);
}

/* The tag without what some systems put around it: "pt_BR.UTF-8@x", "b+sr+Latn", " en ". */
static void strip(char out[PADAN_LANGUAGE_SIZE], const char *tag)
{
    char modifier[PADAN_LANGUAGE_SIZE];
    const char *at = strchr(tag, '@');
    if (strncasecmp(tag, "b+", 2) == 0)
        tag += 2;
    tidy(out, tag, strcspn(tag, ".@"));
    tidy(modifier, at ? at + 1 : "", at ? strlen(at + 1) : 0);
    if (modifier[0] && out[0])
        add_modifier(out, modifier);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(out, known[i].from) == 0)
            snprintf(out, PADAN_LANGUAGE_SIZE, "%s", known[i].to);
}

/* As much of the tag, from its beginning, as is one. */
static int take_beginning(char out[PADAN_LANGUAGE_SIZE], char *tag, struct padan_error *error)
{
    int status = padan_language_canonical(out, tag, error);
    for (char *last; status == PADAN_ERROR_LANGUAGE && (last = strrchr(tag, '-'));) {
        *last = '\0';
        status = padan_language_canonical(out, tag, error);
    }
    return status;
}

/* A tag for private use that holds what there is of letters and digits, eight in a part at most; "und" where there is
 * nothing that such a tag can hold. */
static int make_private(char out[PADAN_LANGUAGE_SIZE], const char *tag, struct padan_error *error)
{
    char plain[PADAN_LANGUAGE_SIZE], made[PADAN_LANGUAGE_SIZE];
    size_t size = (size_t)snprintf(made, sizeof made, "und-x"), part = 8;
    tidy(plain, tag, strlen(tag));
    for (const char *at = strncasecmp(plain, "x-", 2) == 0 ? plain + 2 : plain; *at && size + 3 < sizeof made; at++) {
        if (*at == '-')
            part = 8;
        else if (part == 8)
            made[size++] = '-', part = 0;
        if (*at == '-')
            continue;
        made[size++] = (char)tolower((unsigned char)*at);
        part++;
    }
    made[size] = '\0';
    int status = size > 5 ? padan_language_canonical(out, made, error) : PADAN_ERROR_LANGUAGE;
    /* ICU keeps "lvariant" within private use for itself. */
    return status == PADAN_ERROR_LANGUAGE ? padan_language_canonical(out, "und", error) : status;
}

int padan_language_nearest(char out[PADAN_LANGUAGE_SIZE], const char *tag, bool *exact, struct padan_error *error)
{
    char stripped[PADAN_LANGUAGE_SIZE];
    int status = padan_language_canonical(out, tag, error);
    if (exact)
        *exact = status == PADAN_OK;
    if (status != PADAN_ERROR_LANGUAGE || !tag || !*tag)
        return status;
    strip(stripped, tag);
    status = take_beginning(out, stripped, error);
    return status == PADAN_ERROR_LANGUAGE ? make_private(out, tag, error) : status;
}
