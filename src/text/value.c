/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/value.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "text/value_parts.h"

/* A text is cut into parts by so many bytes at a time, which bounds the memory that they take. */
enum { PIECE_SIZE = 1 << 16 };

int padan_values_new(struct padan_values **out, const char *language, struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE];
    *out = NULL;
    int status = padan_language_canonical(tag, language, error);
    if (status != PADAN_OK)
        return status;
    struct padan_values *values = calloc(1, sizeof *values);
    if (!values)
        return padan_error_allocation(error);
    status = padan_words_new(&values->words, language, error);
    if (status == PADAN_OK)
        status = padan_value_names_add(&values->trie, &values->style, tag, error);
    if (status != PADAN_OK) {
        padan_values_free(values);
        return status;
    }
    *out = values;
    return PADAN_OK;
}

void padan_values_free(struct padan_values *values)
{
    if (!values)
        return;
    padan_value_trie_free(&values->trie);
    padan_words_free(values->words);
    free(values->parts.items);
    free(values->list);
    free(values);
}

static void set_amount(struct padan_value *value, enum padan_value_kind kind, const struct padan_value_amount *amount)
{
    value->kind = kind;
    value->in_words = amount->in_words;
    value->count = amount->count;
    memcpy(value->readings, amount->readings, sizeof value->readings);
}

/* Signs and short codes stand before a sum, names do not: "Rp 5", "EUR 5", not "euros 5". */
static bool is_sign(const struct padan_value_part *part)
{
    return (part->means & PADAN_MEANS_CURRENCY) && part->end - part->start <= 4 && !part->is_word;
}

static size_t read_money(const struct padan_value_parts *parts, size_t at, struct padan_value *value)
{
    struct padan_value_amount amount;
    const struct padan_value_part *money = &parts->items[at];
    size_t next = at;
    if (is_sign(money)) {
        if (!padan_value_means(parts, at + 1, PADAN_MEANS_NUMERAL) || !padan_value_read_amount(parts, at + 1, &amount))
            return 0;
        next = amount.next;
    } else {
        if (!padan_value_read_amount(parts, at, &amount))
            return 0;
        next = amount.next + padan_value_means(parts, amount.next, PADAN_MEANS_FILLER);
        if (!padan_value_means(parts, next, PADAN_MEANS_CURRENCY))
            return 0;
        money = &parts->items[next++];
    }
    set_amount(value, PADAN_VALUE_MONEY, &amount);
    memcpy(value->currency, money->name->currency, sizeof value->currency);
    return next - at;
}

static size_t read_percent(const struct padan_value_parts *parts, size_t at, struct padan_value *value)
{
    struct padan_value_amount amount;
    const struct padan_value_part *part = &parts->items[at];
    bool before = (part->means & PADAN_MEANS_PERCENT_BEFORE) ||
                  (part->end - part->start == 1 && (part->means & PADAN_MEANS_PERCENT) && at + 1 < parts->count &&
                   parts->items[at + 1].joined && !part->joined);
    if (!padan_value_read_amount(parts, at + before, &amount) ||
        (!before && !padan_value_means(parts, amount.next, PADAN_MEANS_PERCENT)))
        return 0;
    set_amount(value, PADAN_VALUE_PERCENT, &amount);
    return amount.next + !before - at;
}

static size_t read_number(const struct padan_value_parts *parts, size_t at, struct padan_value *value)
{
    struct padan_value_amount amount;
    if (padan_value_read_ordinal(parts, at, &amount)) {
        set_amount(value, PADAN_VALUE_ORDINAL, &amount);
        return amount.next - at;
    }
    if (!padan_value_read_amount(parts, at, &amount))
        return 0;
    set_amount(value, PADAN_VALUE_NUMBER, &amount);
    return amount.next - at;
}

/* Whether a date with a day or a month follows, also behind a mark. */
static bool is_before_date(const struct padan_value_parts *parts, size_t at)
{
    struct padan_value date;
    for (size_t marks = 0; marks < 2 && at < parts->count && parts->items[at].mark != 0; marks++)
        at++;
    return at < parts->count && !parts->items[at].joined && padan_value_read_date(parts, at, &date) > 0 &&
           date.readings[0].month > 0;
}

/* "Sun" is a day beside a date only. */
static size_t read_weekday(const struct padan_value_parts *parts, size_t at, struct padan_value *value)
{
    const struct padan_value_part *part = &parts->items[at];
    if (!(part->means & PADAN_MEANS_WEEKDAY))
        return 0;
    if ((part->means & PADAN_MEANS_SHORT) && !is_before_date(parts, at + 1))
        return 0;
    value->kind = PADAN_VALUE_WEEKDAY;
    value->weekday = part->name->weekday;
    return 1;
}

static size_t read_code(const struct padan_value_parts *parts, size_t at, struct padan_value *value)
{
    if (!padan_value_means(parts, at, PADAN_MEANS_CODE))
        return 0;
    value->kind = PADAN_VALUE_CODE;
    value->code = parts->items[at].code;
    return 1;
}

typedef size_t reader(const struct padan_value_parts *parts, size_t at, struct padan_value *value);

/* Answers how many parts the value at `at` takes, 0 where there is none. */
static size_t read_value(const struct padan_value_parts *parts, size_t at, struct padan_value *value)
{
    static reader *const readers[] = { padan_value_read_date, padan_value_read_time, read_money, read_percent,
                                       read_weekday,          read_number,           read_code };
    const struct padan_value_part *part = &parts->items[at];
    if (part->means == 0 && part->roman == 0)
        return 0;
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        *value = (struct padan_value){ 0 };
        size_t taken = readers[i](parts, at, value);
        if (taken > 0)
            return taken;
    }
    return 0;
}

/* -5 and −5, where the sign does not join words or open a line. */
static void look_for_minus(struct padan_value *value, const struct padan_value_parts *parts, size_t at, size_t offset)
{
    const struct padan_value_part *before = at > 0 ? &parts->items[at - 1] : NULL;
    if (!before || !parts->items[at].joined ||
        (value->kind != PADAN_VALUE_NUMBER && value->kind != PADAN_VALUE_PERCENT))
        return;
    if (before->mark != 0x2212 && !(before->mark == '-' && at > 1 && !before->joined))
        return;
    value->start = offset + before->start;
    for (size_t i = 0; i < value->count; i++)
        value->readings[i].number.digits = -value->readings[i].number.digits;
}

/* Adds the values of a piece of text that begins at `offset`. */
static int find_in_piece(struct padan_values *values, struct padan_string piece, size_t offset,
                         struct padan_error *error)
{
    const struct padan_value_parts *parts = &values->parts;
    int status = padan_value_scan(values, piece, error);
    for (size_t at = 0, taken; status == PADAN_OK && at < parts->count; at += taken ? taken : 1) {
        struct padan_value value;
        taken = read_value(parts, at, &value);
        if (taken == 0)
            continue;
        value.start = offset + parts->items[at].start;
        value.end = offset + parts->items[at + taken - 1].end;
        look_for_minus(&value, parts, at, offset);
        if (!padan_vector_reserve(&values->list, &values->capacity, values->count + 1, sizeof *values->list))
            return padan_error_allocation(error);
        values->list[values->count++] = value;
    }
    return status;
}

/* Where a piece ends: behind a blank, or at least between characters. */
static size_t end_of_piece(struct padan_string text, size_t start)
{
    size_t limit = start + PIECE_SIZE, end = limit;
    if (text.size - start <= PIECE_SIZE)
        return text.size;
    while (end > start && text.data[end - 1] != ' ' && text.data[end - 1] != '\n')
        end--;
    if (end > start)
        return end;
    for (end = limit; end > limit - 4 && ((unsigned char)text.data[end] & 0xC0) == 0x80;)
        end--;
    return end;
}

int padan_values_find(struct padan_values *values, struct padan_string text, const struct padan_value **list,
                      size_t *count, struct padan_error *error)
{
    *list = NULL;
    *count = values->count = 0;
    for (size_t start = 0; start < text.size;) {
        size_t end = end_of_piece(text, start);
        struct padan_string piece = { text.data + start, end - start };
        int status = find_in_piece(values, piece, start, error);
        if (status != PADAN_OK)
            return status;
        start = end;
    }
    *list = values->list;
    *count = values->count;
    return PADAN_OK;
}
