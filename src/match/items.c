/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/items.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/error.h"
#include "base/vector.h"
#include "text/utf8.h"
#include "text/words.h"

/* Bytes of the longest address and code, which bound how far is looked from each word. */
enum { ADDRESS_MOST = 2048, CODE_MOST = 64 };

struct padan_items_finder {
    struct padan_words *words;
    struct padan_values *values;
};

int padan_items_finder_new(struct padan_items_finder **out, const char *language, struct padan_error *error)
{
    *out = NULL;
    struct padan_items_finder *finder = calloc(1, sizeof *finder);
    if (!finder)
        return padan_error_allocation(error);
    int status = padan_words_new(&finder->words, language, error);
    if (status == PADAN_OK)
        status = padan_values_new(&finder->values, language, error);
    if (status != PADAN_OK) {
        padan_items_finder_free(finder);
        return status;
    }
    *out = finder;
    return PADAN_OK;
}

void padan_items_finder_free(struct padan_items_finder *finder)
{
    if (!finder)
        return;
    padan_words_free(finder->words);
    padan_values_free(finder->values);
    free(finder);
}

void padan_items_free(struct padan_items *items)
{
    free(items->list);
    *items = (struct padan_items){ 0 };
}

/* A run of signs that may stand in addresses and codes. */
static bool is_in_address(char byte)
{
    unsigned char c = (unsigned char)byte;
    return c > ' ' && c < 0x7F && !strchr("<>\"{}|\\^`()[]", c);
}

static bool is_in_code(char byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* Where a run from `at` ends, without the punctuation of the sentence behind it. */
static size_t end_of_run(struct padan_string text, size_t at)
{
    size_t end = at;
    while (end < text.size && end - at < ADDRESS_MOST && is_in_address(text.data[end]))
        end++;
    while (end > at && strchr(".,;:!?'", text.data[end - 1]))
        end--;
    return end;
}

static bool contains(struct padan_string text, const char *sign)
{
    size_t size = strlen(sign);
    for (size_t i = 0; i + size <= text.size; i++)
        if (memcmp(text.data + i, sign, size) == 0)
            return true;
    return false;
}

static bool is_address(struct padan_string run)
{
    const char *sign = run.size > 0 ? memchr(run.data, '@', run.size) : NULL;
    if (contains(run, "://") || (run.size > 4 && memcmp(run.data, "www.", 4) == 0))
        return true;
    return sign && sign > run.data && memchr(sign, '.', run.size - (size_t)(sign - run.data)) != NULL;
}

/* "B52", "ISO-8859-1": letters and digits, joined by signs, at least one of each. */
static size_t end_of_code(struct padan_string text, size_t at)
{
    bool letters = false, digits = false;
    size_t end = at;
    for (; end < text.size && end - at < CODE_MOST; end++) {
        char byte = text.data[end];
        bool joins = (byte == '-' || byte == '_' || byte == '.' || byte == '/') && end + 1 < text.size &&
                     is_in_code(text.data[end + 1]) && end > at;
        if (!is_in_code(byte) && !joins)
            break;
        digits |= byte >= '0' && byte <= '9';
        letters |= !joins && !(byte >= '0' && byte <= '9');
    }
    bool cut = end - at == CODE_MOST || (end < text.size && (unsigned char)text.data[end] >= 0x80);
    return letters && digits && !cut ? end : at;
}

static bool add(struct padan_items *items, struct padan_item item)
{
    if (!padan_vector_reserve(&items->list, &items->capacity, items->count + 1, sizeof *items->list))
        return false;
    for (size_t at = item.start; at < item.end && !item.has_letters;)
        item.has_letters = u_isalpha(padan_utf8_next(items->text, &at));
    items->list[items->count++] = item;
    return true;
}

/* A word with a capital in a script that has them. */
static enum padan_item_kind kind_of(struct padan_string text, const struct padan_word *word)
{
    size_t at = word->start;
    UChar32 first = padan_utf8_next(text, &at);
    return word->kind == PADAN_WORD_LETTERS && u_isupper(first) ? PADAN_ITEM_NAME : PADAN_ITEM_WORD;
}

/* The lists of one text, which go forward side by side. */
struct sources {
    const struct padan_value *values;
    size_t value, value_count;
    const struct padan_word *words;
    size_t word, word_count;
};

/* The item at a word. */
static struct padan_item next_item(struct sources *sources, struct padan_string text)
{
    const struct padan_word *word = &sources->words[sources->word];
    struct padan_item item = { .start = word->start, .end = word->end, .kind = kind_of(text, word) };
    const struct padan_value *value = sources->value < sources->value_count ? &sources->values[sources->value] : NULL;
    size_t end = end_of_run(text, word->start);
    if (end > word->end && is_address((struct padan_string){ text.data + word->start, end - word->start })) {
        item.kind = PADAN_ITEM_ADDRESS;
        item.end = end;
    } else if (value && value->start <= word->start && value->end >= word->end) {
        item.kind = PADAN_ITEM_VALUE;
        item.value = *value;
        item.start = value->start;
        item.end = value->end;
    } else if ((end = end_of_code(text, word->start)) > word->start) {
        item.kind = PADAN_ITEM_CODE;
        item.end = end;
    }
    return item;
}

/* Passes the words and values that an item has taken. */
static void pass(struct sources *sources, size_t end)
{
    while (sources->word < sources->word_count && sources->words[sources->word].start < end)
        sources->word++;
    while (sources->value < sources->value_count && sources->values[sources->value].start < end)
        sources->value++;
}

int padan_items_find(struct padan_items *items, struct padan_items_finder *finder, struct padan_string text,
                     struct padan_error *error)
{
    struct sources sources = { 0 };
    items->text = text;
    items->count = 0;
    int status = padan_words_cut(finder->words, text, &sources.words, &sources.word_count, error);
    if (status == PADAN_OK)
        status = padan_values_find(finder->values, text, &sources.values, &sources.value_count, error);
    while (status == PADAN_OK && sources.word < sources.word_count) {
        struct padan_item item = next_item(&sources, text);
        if (!add(items, item))
            return padan_error_allocation(error);
        pass(&sources, item.end);
    }
    return status;
}
