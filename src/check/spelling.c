/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spelling by hunspell, where padan was built with it and a dictionary of the language is installed. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/error.h"
#include "check/checking.h"
#include "text/utf8.h"

#ifdef HAVE_HUNSPELL

#include <hunspell.h>
#include <strings.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>
#include <unistd.h>

enum { MOST_WORD = 200 };

static const char *const usual_folders =
    "/usr/share/hunspell:/usr/local/share/hunspell:/usr/share/myspell/dicts:"
    "/opt/homebrew/share/hunspell:/Library/Spelling";

struct padan_check_spelling {
    Hunhandle *handle;
    UConverter *converter; /* of the dictionary's encoding; NULL: UTF-8 */
};

/* FOLDER/LANG.aff, as "en_US" or "en". False: there is none. */
static bool is_there(char aff[PATH_MAX], char dic[PATH_MAX], const char *folder, size_t size, const char *name)
{
    int a = snprintf(aff, PATH_MAX, "%.*s/%s.aff", (int)size, folder, name);
    int d = snprintf(dic, PATH_MAX, "%.*s/%s.dic", (int)size, folder, name);
    return a < PATH_MAX && d < PATH_MAX && access(aff, R_OK) == 0 && access(dic, R_OK) == 0;
}

/* The names that the dictionary of a language may have: en_GB, en, en_EN; and the commonest regions. */
static bool find(char aff[PATH_MAX], char dic[PATH_MAX], const char *folder, size_t size, const char *language)
{
    static const char *const regions[][2] = { { "en", "en_US" }, { "en", "en_GB" }, { "pt", "pt_PT" },
                                              { "ar", "ar" },    { "sv", "sv_SE" }, { "da", "da_DK" },
                                              { "cs", "cs_CZ" }, { "uk", "uk_UA" }, { "hi", "hi_IN" },
                                              { "ko", "ko_KR" }, { "de", "de_DE" } };
    char name[PADAN_LANGUAGE_SIZE], primary[PADAN_LANGUAGE_SIZE], twice[PADAN_LANGUAGE_SIZE];
    snprintf(name, sizeof name, "%s", language);
    snprintf(primary, sizeof primary, "%.*s", (int)strcspn(language, "-"), language);
    for (char *at = name; *at; at++)
        *at = *at == '-' ? '_' : *at;
    size_t length = strlen(primary);
    if (length == 2)
        snprintf(twice, sizeof twice, "%s_%c%c", primary, primary[0] - 32, primary[1] - 32);
    if (is_there(aff, dic, folder, size, name) || is_there(aff, dic, folder, size, primary) ||
        (length == 2 && is_there(aff, dic, folder, size, twice)))
        return true;
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++) {
        if (strcmp(regions[i][0], primary) == 0 && is_there(aff, dic, folder, size, regions[i][1]))
            return true;
    }
    return false;
}

int padan_check_spelling_new(struct padan_check_spelling **out, const char *language, const char *folders,
                             struct padan_error *error)
{
    char aff[PATH_MAX], dic[PATH_MAX];
    bool found = false;
    *out = NULL;
    folders = folders ? folders : usual_folders;
    while (*folders != '\0' && !found) {
        size_t size = strcspn(folders, ":");
        found = size > 0 && find(aff, dic, folders, size, language);
        folders += size;
        folders += *folders == ':';
    }
    if (!found)
        return PADAN_OK;
    struct padan_check_spelling *spelling = calloc(1, sizeof *spelling);
    if (!spelling)
        return padan_error_allocation(error);
    spelling->handle = Hunspell_create(aff, dic);
    const char *encoding = spelling->handle ? Hunspell_get_dic_encoding(spelling->handle) : "";
    UErrorCode status = U_ZERO_ERROR;
    if (strcasecmp(encoding, "UTF-8") != 0) {
        spelling->converter = ucnv_open(encoding, &status);
        ucnv_setFromUCallBack(spelling->converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    }
    /* What cannot be read is as good as not there. */
    if (!spelling->handle || U_FAILURE(status))
        padan_check_spelling_free(spelling);
    else
        *out = spelling;
    return PADAN_OK;
}

void padan_check_spelling_free(struct padan_check_spelling *spelling)
{
    if (!spelling)
        return;
    if (spelling->handle)
        Hunspell_destroy(spelling->handle);
    ucnv_close(spelling->converter);
    free(spelling);
}

static bool is_wrong(const struct padan_check_spelling *spelling, struct padan_string word)
{
    char text[MOST_WORD];
    UChar units[MOST_WORD];
    int32_t size;
    UErrorCode status = U_ZERO_ERROR;
    if (word.size >= sizeof text)
        return false;
    memcpy(text, word.data, word.size);
    text[word.size] = '\0';
    if (spelling->converter) {
        u_strFromUTF8(units, MOST_WORD, &size, word.data, (int32_t)word.size, &status);
        ucnv_fromUChars(spelling->converter, text, sizeof text, units, size, &status);
    }
    /* Letters that the dictionary's encoding does not have are of no word that it could know. */
    return U_SUCCESS(status) && Hunspell_spell(spelling->handle, text) == 0;
}

#else

int padan_check_spelling_new(struct padan_check_spelling **out, const char *language, const char *folders,
                             struct padan_error *error)
{
    (void)language;
    (void)folders;
    (void)error;
    *out = NULL;
    return PADAN_OK;
}

void padan_check_spelling_free(struct padan_check_spelling *spelling)
{
    (void)spelling;
}

static bool is_wrong(const struct padan_check_spelling *spelling, struct padan_string word)
{
    (void)spelling;
    (void)word;
    return false;
}

#endif

/* Names, acronyms and mixed letters are in no dictionary. */
static bool is_common_word(struct padan_string text, const struct padan_word *word, bool first)
{
    size_t count = 0;
    if (word->kind != PADAN_WORD_LETTERS)
        return false;
    for (size_t at = word->start; at < word->end; count++) {
        UChar32 c = padan_utf8_next(text, &at);
        bool mark = c == '\'' || c == 0x2019;
        if (c < 0 || (!u_isalpha(c) && !mark && !u_hasBinaryProperty(c, UCHAR_DIACRITIC)) ||
            (u_isupper(c) && (count > 0 || !first)))
            return false;
    }
    return count > 1;
}

static int check_side(struct padan_checking *checking, int side, struct padan_error *error)
{
    struct padan_check_side *at = &checking->sides[side];
    const struct padan_check_spelling *spelling = checking->pair->spelling[side];
    int status = spelling && !at->language->unspaced ? padan_check_words(at, error) : PADAN_OK;
    for (size_t i = 0; spelling && i < at->word_count && status == PADAN_OK; i++) {
        struct padan_check_span span = { at->words[i].start, at->words[i].end };
        struct padan_string word = { at->text.data + span.start, span.end - span.start };
        if (is_common_word(at->text, &at->words[i], i == 0) && is_wrong(spelling, word))
            status = padan_check_report_side(checking, side, span, error, "\"%.*s\" is in no dictionary of %s",
                                             PADAN_CHECK_PART(padan_check_part(at->text, span)), at->language->tag);
    }
    return status;
}

int padan_check_spelling(struct padan_checking *checking, struct padan_error *error)
{
    int status = check_side(checking, PADAN_SOURCE, error);
    return status == PADAN_OK ? check_side(checking, PADAN_TARGET, error) : status;
}
