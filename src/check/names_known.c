/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that are no names: those of the lexicons, and those that a text has with a small letter. */
#include "check/names.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "check/common.h"
#include "check/fold.h"
#include "text/utf8.h"

/* Letters by which other forms of a word are known. */
enum { PREFIX = 6 };

static const size_t most_lexicon = (size_t)16 << 20;

static void set_bit(uint8_t *bits, const char *text, size_t size)
{
    uint64_t at = padan_hash(text, size) & (PADAN_CHECK_KNOWN_BITS - 1);
    bits[at >> 3] = (uint8_t)(bits[at >> 3] | 1U << (at & 7));
}

static bool has_bit(const uint8_t *bits, const char *text, size_t size)
{
    uint64_t at = padan_hash(text, size) & (PADAN_CHECK_KNOWN_BITS - 1);
    return bits[at >> 3] & 1U << (at & 7);
}

/* Where the first PREFIX characters of a word end. */
static size_t prefix_of(const char *text, size_t size)
{
    size_t at = 0;
    for (int i = 0; i < PREFIX && at < size; i++)
        padan_utf8_next((struct padan_string){ text, size }, &at);
    return at;
}

/* A folded word, and what its first letters are, so that its other forms are known too. */
void padan_check_know(uint8_t *bits, const char *text, size_t size)
{
    set_bit(bits, text, size);
    size_t prefix = prefix_of(text, size);
    if (prefix < size || size > PREFIX - 1)
        set_bit(bits, text, prefix);
}

bool padan_check_is_known(const uint8_t *bits, const char *text, size_t size)
{
    if (has_bit(bits, text, size))
        return true;
    size_t prefix = prefix_of(text, size);
    return prefix < size && has_bit(bits, text, prefix);
}

/* The words of one column of a lexicon. */
static void know_column(struct padan_check_names *names, int side, char *line, bool second)
{
    char *tab = strchr(line, '\t');
    if (!tab || *line == '#')
        return;
    *tab = '\0';
    char *cell = second ? tab + 1 : line, *rest = NULL;
    for (char *word = strtok_r(cell, ", ", &rest); word; word = strtok_r(NULL, ", ", &rest)) {
        padan_buffer_clear(&names->word);
        padan_check_fold(&names->word, padan_string(word));
        if (names->word.size > 0)
            padan_check_know(names->known[side], names->word.data, names->word.size);
    }
    *tab = '\t';
}

/* A lexicon that is not there teaches nothing. */
static void know_file(struct padan_check_names *names, int side, const char *path, bool second)
{
    char *text, *next;
    size_t size;
    if (padan_file_read(&text, &size, path, most_lexicon, NULL) != PADAN_OK)
        return;
    for (char *line = text; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        know_column(names, side, line, second);
    }
    free(text);
}

/* English stands in the second column of each file. */
static void know_english(struct padan_check_names *names, int side, const char *folder)
{
    DIR *list = opendir(folder);
    const struct dirent *entry;
    while (list && (entry = readdir(list)) != NULL) {
        char path[PATH_MAX];
        size_t size = strlen(entry->d_name);
        if (size > 4 && strcmp(entry->d_name + size - 4, ".txt") == 0 &&
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) < (int)sizeof path)
            know_file(names, side, path, true);
    }
    if (list)
        closedir(list);
}

static void know_common(struct padan_check_names *names, int side, const char *words)
{
    for (const char *at = words; at && *at != '\0';) {
        size_t size = strcspn(at, " ");
        padan_check_know(names->known[side], at, size);
        at += size + (at[size] == ' ');
    }
}

void padan_check_know_lexicons(struct padan_check_names *names, const struct padan_check_pair *pair, const char *data)
{
    char folder[PATH_MAX], path[PATH_MAX];
    snprintf(folder, sizeof folder, "%s/lexicon", data ? data : PADAN_DATADIR);
    for (int side = 0; side < 2; side++) {
        const char *primary = pair->languages[side].primary;
        if (!pair->languages[side].cased)
            continue;
        know_common(names, side, padan_check_common_words(primary));
        if (strcmp(primary, "en") == 0)
            know_english(names, side, folder);
        else if (snprintf(path, sizeof path, "%s/%s.txt", folder, primary) < (int)sizeof path)
            know_file(names, side, path, false);
    }
}
