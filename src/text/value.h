/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEXT_VALUE_H
#define TEXT_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include <padan/text.h>

#include "base/buffer.h"

/*
 * Values in running text: what a number, a date or a sum of money says however it is written, so that
 * a text and its translation can be compared.
 *
 *     id "1,25 juta"                 1250000         fr "1 250 000"                 1250000
 *     en "twenty-five percent"       25%             id "Rp1,5 miliar"              IDR 1500000000
 *     ja "2023年9月22日"             2023-09-22      en "Sept. 22"                  --09-22
 *     en "2:30 p.m."                 14:30           id "triwulan III" (the III)    3.
 */
enum padan_value_kind {
    PADAN_VALUE_NUMBER,
    PADAN_VALUE_PERCENT,
    PADAN_VALUE_MONEY,
    PADAN_VALUE_ORDINAL, /* third, ke-3, III */
    PADAN_VALUE_DATE,    /* at least one of year, month, day */
    PADAN_VALUE_WEEKDAY,
    PADAN_VALUE_TIME, /* of the day */
    PADAN_VALUE_CODE  /* digits that count nothing: 1.2.3, telephone numbers, addresses */
};

/* digits * 10^exponent. The last digit is not 0, so that equal numbers are equal structs; 0 is { 0, 0 }. */
struct padan_decimal {
    int64_t digits;
    int32_t exponent;
};

/* What a value says, read in one way; of its kind's fields the others are 0. */
struct padan_value_reading {
    struct padan_decimal number; /* of the first four kinds; 35 for 35 % */
    int32_t year;                /* 0: not said */
    uint8_t month, day;          /* from 1; 0: not said */
    uint8_t hour, minute, second;
};

struct padan_value {
    size_t start, end; /* bytes of the text */
    enum padan_value_kind kind;
    bool in_words;    /* "five", 三百; a Roman numeral is as good as digits */
    uint8_t weekday;  /* 1 is Sunday */
    char currency[4]; /* ISO 4217; "dollar" by itself is USD */
    uint64_t code;    /* a hash of a code's digits */
    uint8_t count;    /* readings, the likelier first: 1,250 is 1250 or 1.25; none of a weekday or a code */
    struct padan_value_reading readings[2];
};

enum padan_value_match {
    PADAN_VALUES_DIFFER,
    PADAN_VALUES_AGREE, /* no part that both say differs, but one says more, or another kind: 22 September, 2023-09-22
                         */
    PADAN_VALUES_EQUAL
};

/* Finds values in texts of one language. One thread at a time. */
struct padan_values;

/*
 * Makes the tables of a language, from ICU's locale data, in some milliseconds. Errors: PADAN_ERROR_LANGUAGE,
 * PADAN_ERROR_ALLOCATION.
 */
int padan_values_new(struct padan_values **out, const char *language, struct padan_error *error);

/*
 * The values of `text`, in order, none inside another; the list belongs to `values` and lives until the next call.
 * Linear in the text, which is read in pieces of 64 KiB that end behind a blank. Bytes that are not UTF-8 separate.
 * Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_values_find(struct padan_values *values, struct padan_string text, const struct padan_value **list,
                      size_t *count, struct padan_error *error);
void padan_values_free(struct padan_values *values);

/* Compares by all readings: what agrees best counts. */
enum padan_value_match padan_value_compare(const struct padan_value *left, const struct padan_value *right);

/* Appends a reading as in the examples above; a weekday as "day 2", a code as "code". */
void padan_value_write(struct padan_buffer *out, const struct padan_value *value, size_t reading);

/* Appends a number without exponent, as "1250000" or "0.5". */
void padan_decimal_write(struct padan_buffer *out, struct padan_decimal number);

#endif
