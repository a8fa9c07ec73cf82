/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEXT_VALUE_PARTS_H
#define TEXT_VALUE_PARTS_H

/* What the files value_*.c share: names, the parts that a text is cut into, numbers. */

#include "text/utf8.h"
#include "text/value.h"
#include "text/words.h"

/* What a name, or a part of a text, may mean; several at once. */
enum padan_value_meaning {
    PADAN_MEANS_UNIT = 1 << 0,    /* a number in words that others are added to: five, seventy, zweihundert */
    PADAN_MEANS_SCALE = 1 << 1,   /* a power of ten that multiplies: hundred, million, lakh */
    PADAN_MEANS_ORDINAL = 1 << 2, /* in words */
    PADAN_MEANS_AND = 1 << 3,     /* joins parts of a number */
    PADAN_MEANS_ARTICLE = 1 << 4, /* a word for 1 that is mostly an article */
    PADAN_MEANS_MONTH = 1 << 5,
    PADAN_MEANS_WEEKDAY = 1 << 6,
    PADAN_MEANS_SHORT = 1 << 7,   /* an abbreviation, which means this beside a number or date only */
    PADAN_MEANS_CAPITAL = 1 << 8, /* only with a capital */
    PADAN_MEANS_PERCENT = 1 << 9, /* after a number; % on either side */
    PADAN_MEANS_CURRENCY = 1 << 10,
    PADAN_MEANS_ERA = 1 << 11,     /* before a year, to which `era` is added */
    PADAN_MEANS_MORNING = 1 << 12, /* a.m. */
    PADAN_MEANS_EVENING = 1 << 13, /* p.m. */
    PADAN_MEANS_CLOCK = 1 << 14,   /* before a time: pukul, à */
    PADAN_MEANS_OCLOCK = 1 << 15,  /* after an hour, of the clock alone: Uhr, 時 */
    PADAN_MEANS_HOUR = 1 << 16,    /* after an hour, or as many of them: heures, часов */
    PADAN_MEANS_MINUTE = 1 << 17,
    PADAN_MEANS_YEAR = 1 << 18, /* beside a year: 年, tahun, года */
    PADAN_MEANS_MONTH_MARK = 1 << 19,
    PADAN_MEANS_DAY_MARK = 1 << 20,
    PADAN_MEANS_FILLER = 1 << 21,         /* inside of dates and sums: of, de */
    PADAN_MEANS_NUMBER_MARK = 1 << 22,    /* before an ordinal in digits: ke-, 第 */
    PADAN_MEANS_ORDINAL_END = 1 << 23,    /* after one: st, -й */
    PADAN_MEANS_ROMAN_PLACE = 1 << 24,    /* beside a Roman numeral: chapter, abad */
    PADAN_MEANS_PERCENT_BEFORE = 1 << 25, /* 百分之 */
    PADAN_MEANS_NOTHING_AFTER = 1 << 26,  /* an ordinal after it is no ordinal: per second, a third */
    /* Of parts of a text alone. */
    PADAN_MEANS_NUMERAL = 1 << 27,
    PADAN_MEANS_DATE = 1 << 28,
    PADAN_MEANS_TIME = 1 << 29,
    PADAN_MEANS_CODE = 1 << 30
};

/* A word or phrase of a language that has to do with values. */
struct padan_value_name {
    uint32_t means;
    int32_t ordinal, era;
    int64_t unit;
    uint8_t scale; /* power of ten */
    uint8_t month, weekday;
    char currency[4];
};

/* Names by their folded characters. */
struct padan_value_trie {
    struct padan_value_edge *edges; /* open addressing; a power of two */
    size_t slot_count, edge_count;
    uint32_t *names; /* by node: number + 1, or 0; node 0 is the root */
    size_t node_count, node_capacity;
    struct padan_value_name *list;
    size_t name_count, name_capacity;
    bool exact;  /* accents tell words apart */
    bool failed; /* no memory */
};

struct padan_value_edge {
    uint32_t from, to; /* to: 0, the slot is free */
    UChar32 character;
};

/* The form in which characters are compared: without case, accents of letters, kind of space and hyphen; 0: left out.
 */
UChar32 padan_value_fold(const struct padan_value_trie *trie, UChar32 character);

/* The node after `node` by a folded character, or 0. */
uint32_t padan_value_trie_step(const struct padan_value_trie *trie, uint32_t node, UChar32 character);

/*
 * The name of a spelling, made where it is new; it moves when more are added. NULL: nothing is left of it when folded,
 * or there is no memory, which trie->failed tells.
 */
struct padan_value_name *padan_value_trie_add(struct padan_value_trie *trie, const UChar *units, int32_t size);
void padan_value_trie_free(struct padan_value_trie *trie);

/* How a language writes. */
struct padan_value_style {
    UChar32 decimal, grouping;
    bool day_first;    /* 3/4/2023 is in April */
    bool month_first;  /* September 22 */
    bool glues;        /* numbers are written in one word */
    bool agglutinates; /* months and days take endings */
    bool ideographs;   /* numbers in Han characters */
    bool buddhist;     /* years of the Buddhist era */
    bool english;
};

/* Locales whose names of months are written in a language too, of its primary tag, ended by NULL. */
const char *const *padan_value_month_regions(const char *primary);

int padan_value_names_add(struct padan_value_trie *trie, struct padan_value_style *style, const char *language,
                          struct padan_error *error);

/* Numbers in words, by ICU's rules. False: no memory. */
bool padan_value_numbers_add(struct padan_value_trie *trie, const char *language);

/* Names of powers of ten after digits. False: no memory. */
bool padan_value_scales_add(struct padan_value_trie *trie, const char *language);

/* Words that ICU's data lack. False: no memory. */
bool padan_value_words_add(struct padan_value_trie *trie, const char *primary);

/* A number, name, word or mark. */
struct padan_value_part {
    size_t start, end;
    uint32_t means;
    const struct padan_value_name *name; /* or NULL */
    UChar32 mark;                        /* a mark, or 0 */
    bool joined;                         /* nothing stands between it and the part before */
    bool capital;                        /* begins with one */
    bool is_word;                        /* of small letters */
    bool in_words;
    bool dotted;    /* a numeral that may be a time, 14.30; then hour and minute are set */
    uint8_t digits; /* of a numeral of digits alone, else 0 */
    uint16_t roman; /* value of what may be a Roman numeral, else 0 */
    uint8_t count;
    struct padan_value_reading readings[2];
    uint64_t code;
};

struct padan_value_parts {
    struct padan_string text;
    const struct padan_value_style *style;
    struct padan_value_part *items;
    size_t count, capacity;
};

struct padan_values {
    struct padan_value_trie trie;
    struct padan_value_style style;
    struct padan_words *words; /* for scripts whose words only a dictionary tells */
    struct padan_value_parts parts;
    struct padan_value *list;
    size_t count, capacity;
};

/* Cuts a text into parts. Errors: PADAN_ERROR_ALLOCATION. */
int padan_value_scan(struct padan_values *values, struct padan_string text, struct padan_error *error);

/* Reads digits with what stands between them at part->start, and sets the end. */
void padan_value_chain(struct padan_value_part *part, struct padan_string text, const struct padan_value_style *style);

/* Reads a number in Han characters, or digits with such. False: there is none. */
bool padan_value_han(struct padan_value_part *part, struct padan_string text);

/* The value of a Roman numeral in capitals of less than 4000, or 0. */
int padan_value_roman(const char *text, size_t size);

/* A number as it stands, in digits or words. */
struct padan_value_amount {
    struct padan_value_reading readings[2];
    uint8_t count;
    bool in_words, ordinal;
    uint8_t digits; /* of a numeral of digits alone, else 0 */
    size_t next;    /* the part after it */
};

/* What stands at a part; false: nothing of the kind. */
bool padan_value_read_amount(const struct padan_value_parts *parts, size_t at, struct padan_value_amount *amount);
bool padan_value_read_ordinal(const struct padan_value_parts *parts, size_t at, struct padan_value_amount *amount);

/* The same; answers how many parts a value takes, 0 for none. Of the value, start and end are not set. */
size_t padan_value_read_date(const struct padan_value_parts *parts, size_t at, struct padan_value *value);
size_t padan_value_read_time(const struct padan_value_parts *parts, size_t at, struct padan_value *value);

static inline bool padan_value_means(const struct padan_value_parts *parts, size_t at, uint32_t meaning)
{
    return at < parts->count && (parts->items[at].means & meaning) != 0;
}

/* Arithmetic; false: too large. */
bool padan_decimal_make(struct padan_decimal *out, int64_t digits, int exponent);
bool padan_decimal_add(struct padan_decimal *out, struct padan_decimal added);

static inline bool padan_decimal_equal(struct padan_decimal a, struct padan_decimal b)
{
    return a.digits == b.digits && a.exponent == b.exponent;
}

/* Whether it is a whole number from `least` to `most`, which goes to *out. */
bool padan_decimal_whole(struct padan_decimal number, int64_t least, int64_t most, int64_t *out);

#endif
