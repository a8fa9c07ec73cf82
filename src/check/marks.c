/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brackets and quotation marks, what ends a text, blanks, capitals. */
#include <stdio.h>
#include <string.h>

#include <unicode/uchar.h>

#include "check/checking.h"
#include "check/language.h"
#include "text/utf8.h"

/* Kinds of brackets, and quotation marks of all kinds together, since languages pair them in other ways. */
enum { ROUND, SQUARE, CURLY, CORNER, TITLE, KINDS, QUOTES = KINDS };

struct tally {
    int open[KINDS], close[KINDS];
    int quotes, inches;                      /* of quotes, those that may be inches */
    struct padan_check_span last[KINDS + 1]; /* where one of the kind stands */
};

static const struct {
    UChar32 open, close;
    int kind;
} all_brackets[] = {
    { '(', ')', ROUND },        { 0xFF08, 0xFF09, ROUND },  { '[', ']', SQUARE },       { 0xFF3B, 0xFF3D, SQUARE },
    { '{', '}', CURLY },        { 0xFF5B, 0xFF5D, CURLY },  { 0x3010, 0x3011, SQUARE }, { 0x3014, 0x3015, SQUARE },
    { 0x300C, 0x300D, CORNER }, { 0x300E, 0x300F, CORNER }, { 0xFE41, 0xFE42, CORNER }, { 0x300A, 0x300B, TITLE },
    { 0x3008, 0x3009, TITLE },
};

static bool is_quote(UChar32 c)
{
    return c == '"' || (c >= 0x201C && c <= 0x201F) || c == 0xAB || c == 0xBB || c == 0xFF02 || c == 0x301D ||
           c == 0x301E || c == 0x301F;
}

static void count_bracket(struct tally *tally, UChar32 c, struct padan_check_span span)
{
    for (size_t i = 0; i < sizeof all_brackets / sizeof *all_brackets; i++) {
        int kind = all_brackets[i].kind;
        if (c != all_brackets[i].open && c != all_brackets[i].close)
            continue;
        *(c == all_brackets[i].open ? &tally->open[kind] : &tally->close[kind]) += 1;
        tally->last[kind] = span;
    }
}

/* 5" is five inches, and צה"ל an acronym. */
static bool is_no_quote(struct padan_string text, size_t start, size_t end, UChar32 c)
{
    size_t before = start, after = end;
    UChar32 left = start > 0 ? padan_utf8_previous(text, &before) : -1;
    UChar32 right = end < text.size ? padan_utf8_next(text, &after) : -1;
    bool hebrew = left >= 0x5D0 && left <= 0x5EA && right >= 0x5D0 && right <= 0x5EA;
    return c == '"' && (hebrew || (left >= '0' && left <= '9' && !(right >= 'a' && right <= 'z')));
}

static struct tally tally_of(struct padan_string text)
{
    struct tally tally = { 0 };
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        UChar32 c = padan_utf8_next(text, &at);
        if (c < 0x80 && c != '(' && c != ')' && c != '[' && c != ']' && c != '{' && c != '}' && c != '"')
            continue;
        struct padan_check_span span = { start, at };
        if (is_quote(c)) {
            bool inch = is_no_quote(text, start, at, c);
            tally.quotes++;
            tally.inches += inch;
            tally.last[QUOTES] = span;
        } else {
            count_bracket(&tally, c, span);
        }
    }
    return tally;
}

/* "a)" and "1)" at the start are no brackets, nor is a smile. */
static int balance(const struct tally *tally, int kind)
{
    return tally->open[kind] - tally->close[kind];
}

static bool is_list_mark(struct padan_string text)
{
    size_t close = 0;
    while (close < text.size && close < 5 && text.data[close] != ')')
        close++;
    return close > 0 && close < 5 && close < text.size && !memchr(text.data, '(', close);
}

static int check_kind(struct padan_checking *checking, const struct tally tallies[2], int kind,
                      struct padan_error *error)
{
    int lost = balance(&tallies[PADAN_SOURCE], kind), found = balance(&tallies[PADAN_TARGET], kind);
    if (lost == found)
        return PADAN_OK;
    for (int side = 0; side < 2; side++) {
        int rest = balance(&tallies[side], kind);
        if (kind == ROUND && rest == -1 && is_list_mark(checking->sides[side].text))
            return PADAN_OK;
        if (rest != 0)
            return padan_check_report_side(checking, side, tallies[side].last[kind], error,
                                           "a bracket of the %s is not paired", padan_check_side_name(side));
    }
    return PADAN_OK;
}

static int check_quotes(struct padan_checking *checking, const struct tally tallies[2], struct padan_error *error)
{
    if (tallies[PADAN_SOURCE].quotes % 2 == tallies[PADAN_TARGET].quotes % 2 || tallies[PADAN_SOURCE].inches > 0 ||
        tallies[PADAN_TARGET].inches > 0)
        return PADAN_OK;
    int side = tallies[PADAN_SOURCE].quotes % 2 ? PADAN_SOURCE : PADAN_TARGET;
    return padan_check_report_side(checking, side, tallies[side].last[QUOTES], error,
                                   "a quotation mark of the %s is not paired", padan_check_side_name(side));
}

int padan_check_brackets(struct padan_checking *checking, struct padan_error *error)
{
    struct tally tallies[2];
    int status = PADAN_OK;
    for (int side = 0; side < 2; side++)
        tallies[side] = tally_of(checking->sides[side].text);
    for (int kind = 0; kind < KINDS && status == PADAN_OK; kind++)
        status = check_kind(checking, tallies, kind, error);
    return status == PADAN_OK ? check_quotes(checking, tallies, error) : status;
}

/* What ends a text. */
enum ending { ENDS_OPEN, ENDS_STATEMENT, ENDS_QUESTION, ENDS_COLON };

static enum ending ending_of(UChar32 c)
{
    switch (c) {
    case '.':
    case '!':
    case ';':
    case ',':
    case 0x2026: /* … */
    case 0x22EF:
    case 0x3002: /* 。 */
    case 0xFF0E:
    case 0xFF61:
    case 0xFF01:
    case 0xFF1B:
    case 0xFF0C:
    case 0x0964: /* । */
    case 0x0965:
    case 0x06D4:
    case 0x060C:
    case 0x061B:
    case 0x1362: /* ። */
    case 0x17D4: /* ។ */
    case 0x17D5:
    case 0x104A:
    case 0x104B: /* ။ */
    case 0x0F0D:
    case 0x0589: /* ։ */
    case 0x05C3:
    case 0x203C:
    case 0x3001:
        return ENDS_STATEMENT;
    case '?':
    case 0xFF1F:
    case 0x061F: /* ؟ */
    case 0x1367:
    case 0x037E:
    case 0x203D:
    case 0x2047:
    case 0x2048:
    case 0x2049:
        return ENDS_QUESTION;
    case ':':
    case 0xFF1A:
        return ENDS_COLON;
    default:
        return ENDS_OPEN;
    }
}

static bool is_passed_over(UChar32 c)
{
    int8_t type = u_charType(c);
    return u_isUWhiteSpace(c) || is_quote(c) || type == U_END_PUNCTUATION || type == U_FINAL_PUNCTUATION ||
           type == U_INITIAL_PUNCTUATION || c == '\'' || c == '*' || c == '_' || type == U_FORMAT_CHAR || c == '>';
}

static enum ending find_ending(const struct padan_check_side *side, struct padan_check_span *span)
{
    size_t at = side->text.size;
    *span = (struct padan_check_span){ 0, 0 };
    while (at > 0) {
        size_t end = at;
        UChar32 c = padan_utf8_previous(side->text, &at);
        if (is_passed_over(c))
            continue;
        *span = (struct padan_check_span){ at, end };
        bool greek = c == ';' && padan_check_language_in(side->language, "el");
        return greek ? ENDS_QUESTION : ending_of(c);
    }
    return ENDS_OPEN;
}

/* Languages without a sign for what ends a statement or a question, or that leave it out. */
static bool may_lack(const struct padan_check_language *language, enum ending ending)
{
    return padan_check_language_in(language,
                                   ending == ENDS_QUESTION ? "th lo km my bo ja hy dz zh yue ko" : "th lo dz bo");
}

/* 〜か。 asks as well as a question mark does. */
static bool asks(const struct padan_check_side *side, struct padan_check_span end)
{
    if (side->language->script == USCRIPT_THAI || side->language->script == USCRIPT_LAO)
        return true;
    size_t at = end.start;
    UChar32 c = at > 0 ? padan_utf8_previous(side->text, &at) : -1;
    return c == 0x304B || c == 0x5417 || c == 0x5462 || c == 0x55CE || c == 0xAE4C || c == 0x306E ||
           padan_check_language_in(side->language, "hy my km bo dz");
}

/* A full stop of an abbreviation may end no sentence: "etc.", "Inc.", "p.m.". */
static bool ends_in_abbreviation(const struct padan_check_side *side, struct padan_check_span end)
{
    static const char *const words =
        " etc dll dsb dst dkk inc ltd co corp jr sr usw bzw ca no nr st dr vs pp tsb u.s u.k "
        "s.a gmbh и т.д т.п др пр ud osv itd itp stb ";
    char padded[24];
    size_t start = end.start;
    bool dotted = false;
    while (start > 0 && side->text.data[start - 1] != ' ' && end.start - start < 16) {
        start--;
        dotted |= side->text.data[start] == '.';
    }
    snprintf(padded, sizeof padded, " %.*s ", (int)(end.start - start), side->text.data + start);
    for (char *at = padded; *at; at++)
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
    return side->text.data[end.start] == '.' && end.start > start && (dotted || strstr(words, padded));
}

int padan_check_final(struct padan_checking *checking, struct padan_error *error)
{
    static const char *const names[] = { "no punctuation", "a full stop or the like", "a question mark", "a colon" };
    struct padan_check_span spans[2];
    enum ending endings[2];
    for (int side = 0; side < 2; side++)
        endings[side] = find_ending(&checking->sides[side], &spans[side]);
    if (endings[PADAN_SOURCE] == endings[PADAN_TARGET])
        return PADAN_OK;
    for (int side = 0; side < 2; side++) {
        enum ending lacks = endings[!side];
        const struct padan_check_side *at = &checking->sides[side];
        if (endings[side] == ENDS_OPEN && may_lack(at->language, lacks) &&
            (lacks != ENDS_QUESTION || asks(at, (struct padan_check_span){ spans[side].end, spans[side].end })))
            return PADAN_OK;
        if (endings[side] == ENDS_STATEMENT && lacks == ENDS_OPEN && ends_in_abbreviation(at, spans[side]))
            return PADAN_OK;
        if (endings[side] == ENDS_STATEMENT && lacks == ENDS_QUESTION && may_lack(at->language, lacks) &&
            asks(at, spans[side]))
            return PADAN_OK;
    }
    return padan_check_report(checking, spans[PADAN_SOURCE], spans[PADAN_TARGET], error,
                              "the source ends in %s, the target in %s", names[endings[PADAN_SOURCE]],
                              names[endings[PADAN_TARGET]]);
}

/* The bytes of blanks at the start of a text, or with `end` those at its end. */
static size_t outer_blanks(struct padan_string text, bool end)
{
    size_t count = 0;
    while (count < text.size) {
        char c = text.data[end ? text.size - 1 - count : count];
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
            break;
        count++;
    }
    return count;
}

static int check_outer(struct padan_checking *checking, bool end, struct padan_error *error)
{
    size_t blanks[2];
    for (int side = 0; side < 2; side++)
        blanks[side] = outer_blanks(checking->sides[side].text, end);
    if ((blanks[PADAN_SOURCE] > 0) == (blanks[PADAN_TARGET] > 0))
        return PADAN_OK;
    int side = blanks[PADAN_SOURCE] > 0 ? PADAN_SOURCE : PADAN_TARGET;
    size_t size = checking->sides[side].text.size;
    struct padan_check_span span = { end ? size - blanks[side] : 0, end ? size : blanks[side] };
    return padan_check_report_side(checking, side, span, error, "the %s %s with a blank, the %s does not",
                                   padan_check_side_name(side), end ? "ends" : "begins", padan_check_side_name(!side));
}

/* Two blanks in a row within a text. */
static bool find_double(struct padan_string text, struct padan_check_span *span)
{
    size_t start = outer_blanks(text, false), end = text.size - outer_blanks(text, true);
    for (size_t at = start; at + 1 < end; at++) {
        if (text.data[at] != ' ' || text.data[at + 1] != ' ')
            continue;
        *span = (struct padan_check_span){ at, at + 2 };
        while (span->end < end && text.data[span->end] == ' ')
            span->end++;
        return true;
    }
    return false;
}

static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* " ," and the like; " .net", " :)" and " ..." are something else. */
static bool find_before_mark(struct padan_string text, struct padan_check_span *span)
{
    for (size_t at = 1; at + 1 < text.size; at++) {
        char mark = text.data[at + 1], after = at + 2 < text.size ? text.data[at + 2] : ' ';
        if (text.data[at] != ' ' || !is_word_byte(text.data[at - 1]) || mark == '\0' || !strchr(",.;:!?", mark) ||
            (after != ' ' && after != '\n'))
            continue;
        *span = (struct padan_check_span){ at, at + 2 };
        return true;
    }
    return false;
}

int padan_check_blanks(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_check_span spans[2] = { { 0, 0 } };
    bool found[2];
    int status = check_outer(checking, false, error);
    if (status == PADAN_OK)
        status = check_outer(checking, true, error);
    for (int side = 0; side < 2; side++)
        found[side] = find_double(checking->sides[side].text, &spans[side]);
    if (status == PADAN_OK && found[PADAN_TARGET] && !found[PADAN_SOURCE])
        status = padan_check_report_side(checking, PADAN_TARGET, spans[PADAN_TARGET], error,
                                         "the target has several blanks in a row");
    for (int side = 0; side < 2; side++)
        found[side] = !padan_check_language_in(checking->sides[side].language, "fr br oc gsw") &&
                      find_before_mark(checking->sides[side].text, &spans[side]);
    bool french = padan_check_language_in(checking->sides[PADAN_SOURCE].language, "fr br oc");
    if (status == PADAN_OK && found[PADAN_TARGET] && (french || !found[PADAN_SOURCE]))
        status = padan_check_report_side(checking, PADAN_TARGET, spans[PADAN_TARGET], error,
                                         "the target has a blank before punctuation");
    return status;
}

/* The first letter of a text, and whether it begins a word of mixed letters, as iPhone is. */
static UChar32 first_letter(struct padan_string text, struct padan_check_span *span, bool *mixed)
{
    *mixed = false;
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        UChar32 c = padan_utf8_next(text, &at);
        if (c >= 0 &&
            (u_isdigit(c) || c == '<' || c == '{' || c == '%' || c == '&' || c == '$' || c == '/' || c == '@'))
            return -1;
        if (c < 0 || !u_isalpha(c))
            continue;
        *span = (struct padan_check_span){ start, at };
        for (size_t next = at; next < text.size;) {
            UChar32 other = padan_utf8_next(text, &next);
            if (other < 0 || (!u_isalpha(other) && other != '.' && other != '_' && other != '-' && other != '\''))
                break;
            *mixed |= u_isupper(other) || other == '_' || other == '.' || other == '\'';
        }
        return c;
    }
    return -1;
}

int padan_check_capital(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_check_span spans[2] = { { 0, 0 } };
    UChar32 letters[2];
    bool mixed[2];
    for (int side = 0; side < 2; side++) {
        letters[side] = first_letter(checking->sides[side].text, &spans[side], &mixed[side]);
        if (letters[side] < 0 || mixed[side] || !(u_isupper(letters[side]) || u_islower(letters[side])))
            return PADAN_OK;
    }
    bool source = u_isupper(letters[PADAN_SOURCE]), target = u_isupper(letters[PADAN_TARGET]);
    if (source == target)
        return PADAN_OK;
    return padan_check_report(checking, spans[PADAN_SOURCE], spans[PADAN_TARGET], error,
                              "the %s begins with a capital, the %s does not",
                              padan_check_side_name(source ? PADAN_SOURCE : PADAN_TARGET),
                              padan_check_side_name(source ? PADAN_TARGET : PADAN_SOURCE));
}
