/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/find.h>

#include <stdlib.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "base/buffer.h"
#include "base/error.h"
#include "memory/tokens.h"

/* Further words hardly ever decide. */
enum { KEY_WORDS = 8 };

struct padan_kwic {
    struct padan_tokenizer *tokenizer;
    UCollator *collator;
    const struct padan_token *tokens; /* of the latest text */
    size_t count;
};

static int open_collator(struct padan_kwic *kwic, const char *language, struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE];
    int status = padan_language_canonical(tag, language, error);
    if (status != PADAN_OK)
        return status;
    UErrorCode code = U_ZERO_ERROR;
    kwic->collator = ucol_open(tag, &code);
    if (U_SUCCESS(code))
        return PADAN_OK;
    return padan_error_set(error, PADAN_ERROR_INTERNAL, "ICU has no order for '%s': %s", tag, u_errorName(code));
}

int padan_kwic_new(struct padan_kwic **out, const char *language, struct padan_error *error)
{
    *out = NULL;
    struct padan_kwic *kwic = calloc(1, sizeof *kwic);
    if (!kwic)
        return padan_error_allocation(error);
    int status = open_collator(kwic, language, error);
    if (status == PADAN_OK)
        status = padan_tokenizer_new(&kwic->tokenizer, language, false, error);
    if (status == PADAN_OK)
        *out = kwic;
    else
        padan_kwic_free(kwic);
    return status;
}

void padan_kwic_free(struct padan_kwic *kwic)
{
    if (!kwic)
        return;
    padan_tokenizer_free(kwic->tokenizer);
    if (kwic->collator)
        ucol_close(kwic->collator);
    free(kwic);
}

static int read_text(struct padan_kwic *kwic, struct padan_string text, struct padan_span hit,
                     struct padan_error *error)
{
    if (hit.start > hit.end || hit.end > text.size)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "the hit (bytes %zu to %zu) is not within the text",
                               hit.start, hit.end);
    return padan_tokenize(kwic->tokenizer, text, &kwic->tokens, &kwic->count, error);
}

/* A line may begin with the token: there is a space before it, or it is of a script without spaces. */
static bool may_begin(const struct padan_kwic *kwic, size_t at)
{
    const struct padan_token *token = &kwic->tokens[at];
    if (token->apart || at == 0)
        return true;
    return token->kind != PADAN_TOKEN_SIGN &&
           (token->kind == PADAN_TOKEN_SYLLABLE || kwic->tokens[at - 1].kind == PADAN_TOKEN_SYLLABLE);
}

static size_t width_between(struct padan_string text, size_t start, size_t end)
{
    return padan_text_width((struct padan_string){ text.data + start, end - start });
}

/* The number of tokens that end at or before `offset`. */
static size_t tokens_before(const struct padan_kwic *kwic, size_t offset)
{
    size_t low = 0, high = kwic->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kwic->tokens[middle].end <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t begin_of_line(const struct padan_kwic *kwic, struct padan_string text, size_t hit, size_t columns)
{
    size_t begin = hit, edge = hit, width = 0;
    for (size_t at = tokens_before(kwic, hit); at-- > 0;) {
        size_t start = kwic->tokens[at].start;
        width += width_between(text, start, edge);
        edge = start;
        if (width > columns)
            break;
        if (may_begin(kwic, at))
            begin = start;
    }
    return begin;
}

static size_t end_of_line(const struct padan_kwic *kwic, struct padan_string text, size_t hit, size_t columns)
{
    size_t end = hit, edge = hit, width = 0;
    size_t at = tokens_before(kwic, hit);
    if (at < kwic->count && kwic->tokens[at].start < hit)
        at++;
    for (; at < kwic->count; at++) {
        width += width_between(text, edge, kwic->tokens[at].end);
        edge = kwic->tokens[at].end;
        if (width > columns)
            break;
        if (at + 1 == kwic->count || may_begin(kwic, at + 1))
            end = edge;
    }
    return end;
}

int padan_kwic_context(struct padan_context *out, struct padan_kwic *kwic, struct padan_string text,
                       struct padan_span hit, size_t columns, struct padan_error *error)
{
    *out = (struct padan_context){ .before = { hit.start, hit.start }, .after = { hit.end, hit.end } };
    int status = read_text(kwic, text, hit, error);
    if (status != PADAN_OK)
        return status;
    out->before.start = begin_of_line(kwic, text, hit.start, columns);
    out->after.end = end_of_line(kwic, text, hit.end, columns);
    out->is_cut_before = kwic->count > 0 && kwic->tokens[0].start < out->before.start;
    out->is_cut_after = kwic->count > 0 && kwic->tokens[kwic->count - 1].end > out->after.end;
    return PADAN_OK;
}

/* Answers how many words were appended. */
static size_t append_word(struct padan_buffer *words, struct padan_string text, const struct padan_token *token)
{
    if (token->kind == PADAN_TOKEN_SIGN)
        return 0;
    if (words->size > 0 && (token->apart || token->kind == PADAN_TOKEN_WORD))
        padan_buffer_byte(words, ' ');
    padan_buffer_append(words, text.data + token->start, token->end - token->start);
    return 1;
}

static void gather_words(struct padan_buffer *words, const struct padan_kwic *kwic, struct padan_string text,
                         struct padan_span hit, enum padan_kwic_side side)
{
    size_t at = tokens_before(kwic, side == PADAN_KWIC_LEFT ? hit.start : hit.end);
    if (side == PADAN_KWIC_LEFT) {
        for (size_t given = 0; at > 0 && given < KEY_WORDS; at--)
            given += append_word(words, text, &kwic->tokens[at - 1]);
        return;
    }
    for (size_t given = 0; at < kwic->count && given < KEY_WORDS; at++)
        given += append_word(words, text, &kwic->tokens[at]);
}

static int collate(unsigned char **out, size_t *size, const UCollator *collator, const struct padan_buffer *words,
                   struct padan_error *error)
{
    if (words->size > INT32_MAX / 8)
        return padan_error_set(error, PADAN_ERROR_LIMIT, "a text with words of such length cannot be sorted");
    UErrorCode code = U_ZERO_ERROR;
    int32_t count = 0;
    UChar *units = malloc((words->size + 1) * sizeof *units);
    if (!units)
        return padan_error_allocation(error);
    u_strFromUTF8WithSub(units, (int32_t)words->size + 1, &count, words->data ? words->data : "", (int32_t)words->size,
                         0xFFFD, NULL, &code);
    int32_t need = ucol_getSortKey(collator, units, count, NULL, 0);
    *out = need > 0 ? malloc((size_t)need) : NULL;
    if (*out)
        *size = (size_t)ucol_getSortKey(collator, units, count, *out, need);
    free(units);
    return *out ? PADAN_OK : padan_error_allocation(error);
}

int padan_kwic_key(unsigned char **out, size_t *size, struct padan_kwic *kwic, struct padan_string text,
                   struct padan_span hit, enum padan_kwic_side side, struct padan_error *error)
{
    struct padan_buffer words = { 0 };
    *out = NULL;
    *size = 0;
    int status = read_text(kwic, text, hit, error);
    if (status != PADAN_OK)
        return status;
    gather_words(&words, kwic, text, hit, side);
    status = words.failed ? padan_error_allocation(error) : collate(out, size, kwic->collator, &words, error);
    padan_buffer_free(&words);
    return status;
}
