/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/wording.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/vector.h"
#include "text/utf8.h"

static bool has_room(struct padan_wording *wording, size_t points)
{
    return padan_vector_reserve(&wording->points, &wording->point_capacity, points + 1, sizeof *wording->points);
}

/* Appends the points of a range of bytes. */
static int add_points(struct padan_wording *wording, struct padan_string text, size_t from, size_t to,
                      struct padan_error *error)
{
    for (size_t at = from; at < to;) {
        size_t start = at;
        UChar32 point = padan_utf8_next(text, &at);
        if (point < 0)
            return padan_utf8_error(error, start);
        wording->points[wording->point_count++] = point;
    }
    return PADAN_OK;
}

int padan_wording_points(struct padan_wording *wording, struct padan_string text, struct padan_error *error)
{
    wording->point_count = wording->word_count = 0;
    return has_room(wording, text.size) ? add_points(wording, text, 0, text.size, error)
                                        : padan_error_allocation(error);
}

static int cut(struct padan_wording *wording, struct padan_words *words, struct padan_string text,
               const struct padan_word **list, struct padan_error *error)
{
    wording->point_count = wording->word_count = 0;
    int status = padan_words_cut(words, text, list, &wording->word_count, error);
    if (status != PADAN_OK) {
        wording->word_count = 0;
        return status;
    }
    if (!has_room(wording, text.size) || !padan_vector_reserve(&wording->words, &wording->word_capacity,
                                                               wording->word_count + 1, sizeof *wording->words))
        return padan_error_allocation(error);
    return PADAN_OK;
}

static int add_word(struct padan_wording *wording, struct padan_wording_word *word, struct padan_string text,
                    struct padan_error *error)
{
    word->start = wording->point_count;
    int status = add_points(wording, text, word->from, word->to, error);
    word->end = wording->point_count;
    return status;
}

int padan_wording_key(struct padan_wording *wording, struct padan_words *words, struct padan_string key,
                      struct padan_error *error)
{
    const struct padan_word *list = NULL;
    int status = cut(wording, words, key, &list, error);
    /* A key that has no word to ICU is one. */
    if (status == PADAN_OK && wording->word_count == 0 && key.size > 0)
        wording->word_count = 1;
    for (size_t i = 0; status == PADAN_OK && i < wording->word_count; i++) {
        struct padan_wording_word *word = &wording->words[i];
        word->from = i == 0 ? 0 : list[i].start;
        word->kind = list ? (int)list[i].kind : PADAN_WORD_SYMBOL;
        word->to = i + 1 < wording->word_count ? list[i + 1].start : key.size;
        status = add_word(wording, word, key, error);
        word->hash = padan_hash(wording->points + word->start, (word->end - word->start) * sizeof *wording->points);
    }
    return status;
}

static bool is_ascii(struct padan_string text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    return true;
}

static int hash_word(struct padan_wording_word *word, struct padan_string text, struct padan_error *error)
{
    struct padan_string piece = { text.data + word->from, word->to - word->from };
    if (is_ascii(piece)) {
        word->hash = padan_hash(piece.data, piece.size);
        return PADAN_OK;
    }
    char *form;
    size_t size;
    int status = padan_text_form(&form, &size, PADAN_FORM_MATCH, piece, error);
    if (status == PADAN_OK)
        word->hash = padan_hash(form, size);
    free(form);
    return status;
}

int padan_wording_text(struct padan_wording *wording, struct padan_words *words, struct padan_string text,
                       struct padan_error *error)
{
    const struct padan_word *list = NULL;
    int status = cut(wording, words, text, &list, error);
    for (size_t i = 0; status == PADAN_OK && i < wording->word_count; i++) {
        struct padan_wording_word *word = &wording->words[i];
        word->from = list[i].start;
        word->kind = (int)list[i].kind;
        word->to = list[i].end;
        status = add_word(wording, word, text, error);
        if (status == PADAN_OK)
            status = hash_word(word, text, error);
    }
    return status;
}

void padan_wording_free(struct padan_wording *wording)
{
    free(wording->points);
    free(wording->words);
    *wording = (struct padan_wording){ 0 };
}
