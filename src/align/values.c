/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values as words. A value that both texts say, however they write it, is put in the place of its words, so that it is
 * weighed as any other word. Of a date the day, the month and the year are words of their own: dates that are equal in
 * part say less. Ordinals in words stay as they are: "first" and "second" say too many other things.
 */
#include "align/values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "align/locale.h"
#include "base/error.h"
#include "base/vector.h"

/* More of a segment than holds the words of it that count. */
enum { MOST_BYTES = 1 << 16 };

static bool is_number(const struct padan_value *value)
{
    return value->kind <= PADAN_VALUE_ORDINAL;
}

/* False: no memory. */
static bool spell_number(char *out, size_t size, struct padan_decimal number)
{
    struct padan_buffer buffer = { 0 };
    padan_decimal_write(&buffer, number);
    bool done = !buffer.failed;
    snprintf(out, size, "#%s", done && buffer.data ? buffer.data : "");
    padan_buffer_free(&buffer);
    return done;
}

static void spell_time(char *out, size_t size, const struct padan_value_reading *time)
{
    int used = snprintf(out, size, "#t%d:%02d", time->hour, time->minute);
    if (time->second > 0)
        snprintf(out + used, size - (size_t)used, ":%02d", time->second);
}

static bool says(const struct padan_text_values *values, const char *key)
{
    return padan_table_find(&values->keys, key, strlen(key)) != PADAN_TABLE_NONE;
}

static bool add_key(struct padan_text_values *values, const char *key)
{
    return padan_table_add(&values->keys, key, strlen(key)) != PADAN_TABLE_NONE;
}

/* The keys of a reading: of a number itself, of a date its month and, as a number, its year. */
static bool add_reading(struct padan_text_values *values, const struct padan_value *value,
                        const struct padan_value_reading *reading)
{
    char key[64];
    if (value->kind == PADAN_VALUE_TIME) {
        spell_time(key, sizeof key, reading);
        return add_key(values, key);
    }
    if (is_number(value)) {
        return spell_number(key, sizeof key, reading->number) && add_key(values, key);
    }
    snprintf(key, sizeof key, "#m%d", reading->month);
    if (reading->month > 0 && !add_key(values, key))
        return false;
    snprintf(key, sizeof key, "#%d", (int)reading->year);
    return reading->year == 0 || add_key(values, key);
}

static bool add_keys(struct padan_text_values *values, const struct padan_value *value)
{
    char key[16];
    for (size_t i = 0; i < value->count; i++) {
        if (!add_reading(values, value, &value->readings[i]))
            return false;
    }
    snprintf(key, sizeof key, "#w%d", value->weekday);
    if (value->kind == PADAN_VALUE_WEEKDAY && !add_key(values, key))
        return false;
    snprintf(key, sizeof key, "#c%s", value->currency);
    return value->kind != PADAN_VALUE_MONEY || add_key(values, key);
}

static int find_in(struct padan_text_values *out, size_t segment, struct padan_values *values, struct padan_string text,
                   struct padan_error *error)
{
    const struct padan_value *list;
    size_t count, before = out->first[segment];
    text.size = text.size < MOST_BYTES ? text.size : MOST_BYTES;
    int status = padan_values_find(values, text, &list, &count, error);
    if (status == PADAN_OK &&
        !padan_vector_reserve(&out->items, &out->capacity, before + count + 1, sizeof *out->items))
        status = padan_error_allocation(error);
    out->first[segment + 1] = out->first[segment];
    for (size_t i = 0; status == PADAN_OK && i < count; i++) {
        if (list[i].kind == PADAN_VALUE_CODE)
            continue;
        out->items[out->first[segment + 1]++] = list[i];
        if (!add_keys(out, &list[i]))
            status = padan_error_allocation(error);
    }
    return status;
}

int padan_text_values_find(struct padan_text_values *out, const struct padan_align_segment *segments, size_t count,
                           const char *language, struct padan_locales *locales, struct padan_error *error)
{
    struct padan_values *values;
    *out = (struct padan_text_values){ 0 };
    int status =
        locales ? padan_locales_values(locales, language, &values, error) : padan_values_new(&values, language, error);
    if (status != PADAN_OK)
        return status;
    out->first = calloc(count + 1, sizeof *out->first);
    if (!out->first)
        status = padan_error_allocation(error);
    for (size_t i = 0; status == PADAN_OK && i < count; i++)
        status = find_in(out, i, values, segments[i].text, error);
    if (!locales)
        padan_values_free(values);
    return status;
}

void padan_text_values_free(struct padan_text_values *values)
{
    free(values->first);
    free(values->items);
    padan_table_free(&values->keys);
    *values = (struct padan_text_values){ 0 };
}

/* A number in digits becomes its digits alone, as sides have it: 5.1 is "51". */
static void set_digits(struct padan_value_word *word, const char *key)
{
    size_t size = 0;
    for (const char *at = key; *at; at++) {
        if (*at >= '0' && *at <= '9' && (size > 0 || *at != '0'))
            word->text[size++] = *at;
    }
    if (size == 0)
        word->text[size++] = '0';
    word->text[size] = '\0';
    word->digits = true;
}

/* SIZE_MAX: no memory. */
static size_t put_number(struct padan_value_word words[], const struct padan_value *value,
                         const struct padan_text_values *other)
{
    char key[64], money[8];
    size_t i = 0;
    snprintf(money, sizeof money, "#c%s", value->currency);
    bool ordinal = value->in_words && value->kind == PADAN_VALUE_ORDINAL;
    if (ordinal || (value->kind == PADAN_VALUE_MONEY && !says(other, money)))
        return 0;
    for (; i < value->count; i++) {
        if (!spell_number(key, sizeof key, value->readings[i].number))
            return SIZE_MAX;
        if (says(other, key))
            break;
    }
    if (i == value->count)
        return 0;
    if (value->in_words)
        memcpy(words[0].text, key, sizeof key);
    else
        set_digits(&words[0], key);
    words[1].mark = value->kind == PADAN_VALUE_PERCENT;
    snprintf(words[1].text, sizeof words[1].text, "%s", words[1].mark ? "%" : money);
    return words[1].mark || value->kind == PADAN_VALUE_MONEY ? 2 : 1;
}

static size_t put_date(struct padan_value_word words[], const struct padan_value *value,
                       const struct padan_text_values *other)
{
    char month[8], year[16];
    size_t i = 0, count = 0;
    for (; i < value->count; i++) {
        snprintf(month, sizeof month, "#m%d", value->readings[i].month);
        snprintf(year, sizeof year, "#%d", (int)value->readings[i].year);
        if (value->readings[i].month > 0 ? says(other, month) : says(other, year))
            break;
    }
    if (i == value->count)
        return 0;
    const struct padan_value_reading *date = &value->readings[i];
    if (date->day > 0) {
        words[count].digits = true;
        snprintf(words[count++].text, sizeof words->text, "%d", date->day);
    }
    if (date->month > 0)
        snprintf(words[count++].text, sizeof words->text, "%s", month);
    if (date->year > 0)
        set_digits(&words[count++], year);
    return count;
}

/* Not in digits alone: ten o'clock is no thousand. */
static size_t put_time(struct padan_value_word words[], const struct padan_value *value,
                       const struct padan_text_values *other)
{
    for (size_t i = 0; i < value->count; i++) {
        spell_time(words[0].text, sizeof words[0].text, &value->readings[i]);
        words[0].digits = true;
        if (says(other, words[0].text))
            return 1;
    }
    return 0;
}

size_t padan_value_words(struct padan_value_word words[PADAN_VALUE_WORDS], const struct padan_value *value,
                         const struct padan_text_values *other)
{
    memset(words, 0, PADAN_VALUE_WORDS * sizeof *words);
    if (is_number(value))
        return put_number(words, value, other);
    if (value->kind == PADAN_VALUE_DATE)
        return put_date(words, value, other);
    if (value->kind == PADAN_VALUE_TIME)
        return put_time(words, value, other);
    snprintf(words[0].text, sizeof words[0].text, "#w%d", value->weekday);
    return says(other, words[0].text) ? 1 : 0;
}

/* Numbers in words with the same in digits; `words` is the side of the words. */
static bool pair_numbers(struct padan_pairs *pairs, const struct padan_side *words, const struct padan_side *digits,
                         bool is_source)
{
    static const double likely = 0.8;
    for (size_t form = 0; form < words->forms.count; form++) {
        const char *key = words->forms.keys[form].data;
        struct padan_value_word word = { 0 };
        if (key[0] != '#' || key[1] < '0' || key[1] > '9')
            continue;
        set_digits(&word, key);
        size_t type = words->form_type[form], other = padan_table_find(&digits->types, word.text, strlen(word.text));
        if (other != PADAN_TABLE_NONE && !padan_pairs_add(pairs, is_source ? type : other, is_source ? other : type,
                                                          PADAN_EVIDENCE_ALIKE, likely, likely))
            return false;
    }
    return true;
}

int padan_values_add(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                     struct padan_error *error)
{
    bool done = pair_numbers(pairs, source, target, true) && pair_numbers(pairs, target, source, false);
    return done ? PADAN_OK : padan_error_allocation(error);
}
