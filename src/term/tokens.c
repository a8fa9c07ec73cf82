/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "term/tokens.h"

#include <stdlib.h>

#include <unicode/uchar.h>

#include "base/error.h"
#include "base/vector.h"
#include "text/script.h"
#include "text/utf8.h"

int padan_tokens_make(struct padan_tokens *tokens, const char *language, bool family, struct padan_error *error)
{
    *tokens = (struct padan_tokens){ 0 };
    int status = padan_words_new(&tokens->words, language, error);
    return status == PADAN_OK ? padan_forms_make(&tokens->forms, language, family, error) : status;
}

static UChar32 first_character(struct padan_string text)
{
    size_t at = 0;
    return text.size > 0 ? padan_utf8_next(text, &at) : -1;
}

/* Hyphens and soft hyphens, not the longer dashes between words. */
static bool is_hyphen(UChar32 c)
{
    return c == '-' || c == 0xAD || c == 0x2010 || c == 0x2011;
}

static int number_of(struct padan_tokens *tokens, struct padan_string key, bool adds, uint32_t *out,
                     struct padan_error *error)
{
    size_t number =
        adds ? padan_table_add(&tokens->keys, key.data, key.size) : padan_table_find(&tokens->keys, key.data, key.size);
    if (adds && number == PADAN_TABLE_NONE)
        return padan_error_allocation(error);
    *out = number == PADAN_TABLE_NONE ? PADAN_KEY_NONE : (uint32_t)number;
    return PADAN_OK;
}

static int add(struct padan_tokens *tokens, struct padan_token token, struct padan_string key, bool adds,
               struct padan_error *error)
{
    if (!padan_vector_reserve(&tokens->items, &tokens->capacity, tokens->count + 1, sizeof *tokens->items))
        return padan_error_allocation(error);
    token.joined = PADAN_KEY_NONE;
    int status = number_of(tokens, key, adds, &token.key, error);
    if (status == PADAN_OK)
        tokens->items[tokens->count++] = token;
    return status;
}

/* A token for each character of a word of a script without spaces. */
static int add_characters(struct padan_tokens *tokens, struct padan_string text, const struct padan_word *word,
                          bool adds, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t at = word->start, start = at; at < word->end && status == PADAN_OK; start = at) {
        padan_utf8_next((struct padan_string){ text.data, word->end }, &at);
        struct padan_token token = {
            .start = start, .end = at, .begins = start == word->start, .ends = at == word->end
        };
        status = add(tokens, token, (struct padan_string){ text.data + start, at - start }, adds, error);
    }
    return status;
}

static int add_word(struct padan_tokens *tokens, struct padan_string text, const struct padan_word *word, bool adds,
                    struct padan_error *error)
{
    struct padan_string whole = { text.data + word->start, word->end - word->start }, key = whole;
    if (word->kind == PADAN_WORD_LETTERS && padan_is_unspaced(first_character(whole)))
        return add_characters(tokens, text, word, adds, error);
    int status = word->kind == PADAN_WORD_LETTERS ? padan_forms_key(&tokens->forms, whole, &key, error) : PADAN_OK;
    const struct padan_token token = { .start = word->start, .end = word->end, .begins = true, .ends = true };
    return status == PADAN_OK ? add(tokens, token, key, adds, error) : status;
}

/* The key of the two words that a hyphen joins as one. */
static int join(struct padan_tokens *tokens, struct padan_string text, struct padan_token *left, bool adds,
                struct padan_error *error)
{
    const struct padan_token *right = left + 1;
    struct padan_string key;
    padan_buffer_clear(&tokens->scratch);
    padan_buffer_append(&tokens->scratch, text.data + left->start, left->end - left->start);
    padan_buffer_append(&tokens->scratch, text.data + right->start, right->end - right->start);
    if (tokens->scratch.failed)
        return padan_error_allocation(error);
    left->repeated = left->key == right->key && left->key != PADAN_KEY_NONE;
    int status = padan_forms_key(&tokens->forms, (struct padan_string){ tokens->scratch.data, tokens->scratch.size },
                                 &key, error);
    return status == PADAN_OK ? number_of(tokens, key, adds, &left->joined, error) : status;
}

int padan_tokens_cut(struct padan_tokens *tokens, struct padan_string text, bool adds, struct padan_error *error)
{
    const struct padan_word *list;
    size_t count, hyphen = SIZE_MAX;
    tokens->count = 0;
    int status = padan_words_cut(tokens->words, text, &list, &count, error);
    for (size_t i = 0; i < count && status == PADAN_OK; i++) {
        struct padan_string whole = { text.data + list[i].start, list[i].end - list[i].start };
        if (list[i].kind == PADAN_WORD_SYMBOL && is_hyphen(first_character(whole))) {
            hyphen =
                tokens->count > 0 && tokens->items[tokens->count - 1].end == list[i].start ? list[i].end : SIZE_MAX;
            continue;
        }
        size_t before = tokens->count;
        status = add_word(tokens, text, &list[i], adds, error);
        if (status == PADAN_OK && hyphen == list[i].start && list[i].kind == PADAN_WORD_LETTERS &&
            tokens->count > before) {
            tokens->items[before - 1].hyphenated = true;
            status = join(tokens, text, &tokens->items[before - 1], adds, error);
        }
    }
    return status;
}

void padan_tokens_free(struct padan_tokens *tokens)
{
    padan_words_free(tokens->words);
    padan_forms_free(&tokens->forms);
    padan_table_free(&tokens->keys);
    padan_buffer_free(&tokens->scratch);
    free(tokens->items);
    *tokens = (struct padan_tokens){ 0 };
}
