/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stays the same in a translation: codes of letters and digits, addresses of the web and of mail, handles. */
#include <string.h>

#include "check/checking.h"
#include "check/language.h"
#include "text/utf8.h"

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
    return is_upper(c) || (c >= 'a' && c <= 'z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_wordy(char c)
{
    return is_letter(c) || is_digit(c);
}

/* Letters of other scripts and accents make a word of what they touch. */
static bool is_byte_of_word(char c)
{
    return is_wordy(c) || (unsigned char)c >= 0xC3;
}

/* The part of a text without hyphens and blanks, in small letters, as codes are compared. */
static bool squeeze(struct padan_buffer *out, struct padan_string text)
{
    padan_buffer_clear(out);
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        UChar32 c = padan_utf8_next(text, &at);
        bool wide = c >= 0xFF01 && c <= 0xFF5E;
        c = wide ? c - 0xFEE0 : c;
        if (c == ' ' || c == 0xA0 || c == '-' || c == 0x202F || (c >= 0x2010 && c <= 0x2015) || c == 0xAD)
            continue;
        if (c >= 'A' && c <= 'Z')
            padan_buffer_byte(out, (char)(c + 32));
        else if (c >= 0 && c < 0x80)
            padan_buffer_byte(out, (char)c);
        else
            padan_buffer_append(out, text.data + start, at - start);
    }
    return !out->failed;
}

static bool contains(const struct padan_buffer *text, const struct padan_buffer *part)
{
    return part->size > 0 && text->size >= part->size && memmem(text->data, text->size, part->data, part->size) != NULL;
}

/* What a code is made of. */
struct shape {
    size_t capitals, letters, digits;
    bool dotted; /* a stop or comma stands between a letter and a digit */
};

/* The code-like run that begins at `at`: letters and digits, signs between them. */
static size_t run_end(struct padan_string text, size_t at, struct shape *shape)
{
    size_t end = at;
    *shape = (struct shape){ 0 };
    while (end < text.size) {
        char c = text.data[end];
        bool joins = memchr("-/._:", c, 5) != NULL && end > at && end + 1 < text.size && is_wordy(text.data[end - 1]) &&
                     is_wordy(text.data[end + 1]);
        if (!is_wordy(c) && !joins)
            break;
        if (joins && (c == '.' || c == ':') && is_letter(text.data[end - 1]) != is_letter(text.data[end + 1]))
            shape->dotted = true;
        shape->capitals += is_upper(c);
        shape->letters += is_letter(c);
        shape->digits += is_digit(c);
        end++;
    }
    return end;
}

/* Q3 and H1 are parts of a year, which are rendered. */
static bool is_part_of_year(struct padan_string code)
{
    return code.size == 2 && (code.data[0] == 'Q' || code.data[0] == 'H' || code.data[0] == 'T') &&
           code.data[1] >= '1' && code.data[1] <= '4';
}

static bool is_code(struct padan_string code, const struct shape *shape)
{
    bool capitals = shape->capitals > 0 && shape->capitals == shape->letters;
    if (shape->digits == 0 || !capitals || is_part_of_year(code))
        return false;
    return !shape->dotted || shape->capitals > 1;
}

/* Sums of money are values: Rp5, US5. */
static bool is_money(const struct padan_check_side *side, size_t start, size_t end)
{
    for (size_t i = 0; i < side->value_count; i++) {
        const struct padan_value *value = &side->values[i];
        if (value->start < end && start < value->end &&
            (value->kind == PADAN_VALUE_MONEY || value->kind == PADAN_VALUE_TIME))
            return true;
    }
    return false;
}

/* The next code from `*at`, which moves behind it. */
static bool next_code(const struct padan_check_side *side, size_t *at, struct padan_check_span *span)
{
    struct padan_string text = side->text;
    while (*at < text.size) {
        struct shape shape;
        if (!is_wordy(text.data[*at])) {
            ++*at;
            continue;
        }
        size_t start = *at, end = run_end(text, start, &shape);
        *at = end;
        bool alone = (start == 0 || !is_byte_of_word(text.data[start - 1]) || side->language->unspaced) &&
                     (end == text.size || !is_byte_of_word(text.data[end]) || side->language->unspaced);
        bool addressed = start > 0 && memchr("@#%{$&\\<", text.data[start - 1], 8) != NULL;
        struct padan_string code = { text.data + start, end - start };
        if (alone && !addressed && is_code(code, &shape) && !is_money(side, start, end)) {
            *span = (struct padan_check_span){ start, end };
            return true;
        }
    }
    return false;
}

bool padan_check_is_in_code(const struct padan_check_side *side, size_t start, size_t end)
{
    struct padan_check_span span;
    for (size_t at = 0; next_code(side, &at, &span);)
        if (span.start < end && start < span.end)
            return true;
    return false;
}

/* Where the other side is in another script the letters may be too: Т-72. */
static bool has_its_digits(const struct padan_buffer *text, struct padan_string code)
{
    for (size_t i = 0; i < code.size;) {
        size_t start = i;
        while (i < code.size && is_digit(code.data[i]))
            i++;
        if (i > start && (!text->data || !memmem(text->data, text->size, code.data + start, i - start)))
            return false;
        i += i == start;
    }
    return true;
}

/* A letter in another script may stand for another letter: Т-72, 歼-20; those of India and East Asia have Latin ones.
 */
static bool is_short(struct padan_string code, const struct padan_check_language *language)
{
    size_t letters = 0;
    for (size_t i = 0; i < code.size; i++)
        letters += is_letter(code.data[i]);
    return letters == 1 || !language->unspaced;
}

static int check_codes_of(struct padan_checking *checking, int side, struct padan_error *error)
{
    const struct padan_check_side *one = &checking->sides[side], *other = &checking->sides[!side];
    bool latin = other->language->script == USCRIPT_LATIN;
    struct padan_check_span span;
    bool squeezed = false;
    int status = PADAN_OK;
    for (size_t at = 0; status == PADAN_OK && next_code(one, &at, &span);) {
        struct padan_string code = { one->text.data + span.start, span.end - span.start };
        if (!squeezed && !squeeze(&checking->scratch[0], other->text))
            return PADAN_ERROR_ALLOCATION;
        squeezed = true;
        if (!squeeze(&checking->scratch[1], code))
            return PADAN_ERROR_ALLOCATION;
        if (contains(&checking->scratch[0], &checking->scratch[1]) ||
            (!latin && is_short(code, other->language) && has_its_digits(&checking->scratch[0], code)))
            continue;
        status =
            padan_check_report_side(checking, side, span, error, "the %s does not have \"%.*s\"",
                                    padan_check_side_name(!side), PADAN_CHECK_PART(padan_check_part(one->text, span)));
    }
    return status;
}

int padan_check_code(struct padan_checking *checking, struct padan_error *error)
{
    int status = PADAN_OK;
    for (int side = 0; side < 2 && status == PADAN_OK; side++)
        status = padan_check_values(&checking->sides[side], error);
    for (int side = 0; side < 2 && status == PADAN_OK; side++)
        status = check_codes_of(checking, side, error);
    return status;
}

static bool is_address_byte(char c)
{
    return is_wordy(c) || (c != '\0' && strchr("-._~:/?#[]@!$&'*+,;=%", c) != NULL);
}

static bool starts(struct padan_string text, size_t at, const char *with)
{
    size_t size = strlen(with);
    return text.size - at >= size && strncasecmp(text.data + at, with, size) == 0;
}

/* Marks at the end of an address belong to the sentence. */
static size_t trim(struct padan_string text, size_t start, size_t end)
{
    while (end > start && strchr(".,;:!?'*", text.data[end - 1]))
        end--;
    return end;
}

static size_t address_end(struct padan_string text, size_t start)
{
    size_t end = start;
    while (end < text.size && is_address_byte(text.data[end]))
        end++;
    return trim(text, start, end);
}

static bool is_mail_byte(char c)
{
    return is_wordy(c) || memchr("._+-", c, 4) != NULL;
}

/* "who@where.org" around an @, or a handle that begins with it. */
static bool read_mail(struct padan_string text, size_t at, struct padan_check_span *span)
{
    size_t start = at, end = at + 1;
    while (start > 0 && is_mail_byte(text.data[start - 1]))
        start--;
    while (end < text.size && (is_mail_byte(text.data[end])))
        end++;
    end = trim(text, at, end);
    bool alone = start == 0 || (unsigned char)text.data[start - 1] < 0x80;
    bool dotted = memchr(text.data + at, '.', end - at) != NULL;
    *span = (struct padan_check_span){ start, end };
    return alone && end - at > 2 && (start == at || dotted);
}

static bool next_address(struct padan_string text, size_t *at, struct padan_check_span *span)
{
    for (; *at < text.size; ++*at) {
        char c = text.data[*at];
        bool begins = *at == 0 || !is_wordy(text.data[*at - 1]);
        if (c == '@' && read_mail(text, *at, span)) {
            *at = span->end;
            return true;
        }
        if (begins && (c == 'h' || c == 'H' || c == 'w' || c == 'W' || c == 'f') &&
            (starts(text, *at, "http://") || starts(text, *at, "https://") || starts(text, *at, "www.") ||
             starts(text, *at, "ftp://"))) {
            *span = (struct padan_check_span){ *at, address_end(text, *at) };
            *at = span->end;
            return true;
        }
    }
    return false;
}

/* The address with one language tag of a path or host for another: .../id/... and .../en/... are the same page. */
static bool append_neutral(struct padan_buffer *out, struct padan_string address, const struct padan_checking *checking)
{
    padan_buffer_clear(out);
    for (size_t at = 0; at < address.size;) {
        size_t end = at;
        while (end < address.size && is_wordy(address.data[end]))
            end++;
        bool tag = false;
        for (int side = 0; side < 2; side++) {
            const char *primary = checking->pair->languages[side].primary;
            tag |= strlen(primary) == end - at && strncasecmp(primary, address.data + at, end - at) == 0;
        }
        bool placed = at > 0 && (address.data[at - 1] == '/' || address.data[at - 1] == '=');
        end += end == at;
        if (!tag || !placed)
            padan_buffer_append(out, address.data + at, end - at);
        at = end;
    }
    return !out->failed;
}

static bool has_address(struct padan_checking *checking, struct padan_string text, struct padan_string address)
{
    struct padan_check_span span;
    if (memmem(text.data, text.size, address.data, address.size))
        return true;
    if (!append_neutral(&checking->scratch[0], address, checking))
        return true;
    for (size_t at = 0; next_address(text, &at, &span);) {
        struct padan_string other = { text.data + span.start, span.end - span.start };
        if (!append_neutral(&checking->scratch[1], other, checking) ||
            (checking->scratch[0].size == checking->scratch[1].size &&
             memcmp(checking->scratch[0].data, checking->scratch[1].data, checking->scratch[0].size) == 0))
            return true;
    }
    return false;
}

int padan_check_address(struct padan_checking *checking, struct padan_error *error)
{
    int status = PADAN_OK;
    for (int side = 0; side < 2; side++) {
        struct padan_string text = checking->sides[side].text;
        struct padan_check_span span;
        for (size_t at = 0; status == PADAN_OK && next_address(text, &at, &span);) {
            struct padan_string address = { text.data + span.start, span.end - span.start };
            if (address.size > 0 && !has_address(checking, checking->sides[!side].text, address))
                status = padan_check_report_side(checking, side, span, error, "the %s does not have \"%.*s\"",
                                                 padan_check_side_name(!side),
                                                 PADAN_CHECK_PART(padan_check_part(text, span)));
        }
    }
    return status;
}
