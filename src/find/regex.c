/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "find/regex.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/uregex.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "base/vector.h"

/* In ICU's steps, which are about a millisecond each; and in seconds of processor time for all texts together. */
enum { TEXT_LIMIT = 2000, TOTAL_LIMIT = 60 };

struct padan_regex {
    URegularExpression *handle;
    UText text;
    clock_t spent;
};

static const char *reason(UErrorCode code)
{
    switch (code) {
    case U_REGEX_BAD_ESCAPE_SEQUENCE:
        return "a backslash stands before something it does not go with";
    case U_REGEX_PROPERTY_SYNTAX:
        return "a \\p{...} or [:...:] names no property of characters";
    case U_REGEX_UNIMPLEMENTED:
        return "this is not supported";
    case U_REGEX_MISMATCHED_PAREN:
        return "a parenthesis has no counterpart";
    case U_REGEX_MISSING_CLOSE_BRACKET:
        return "a bracket is not closed";
    case U_REGEX_NUMBER_TOO_BIG:
        return "a number is too large";
    case U_REGEX_BAD_INTERVAL:
        return "a {count} is malformed";
    case U_REGEX_MAX_LT_MIN:
        return "a {count}'s upper number is below the lower";
    case U_REGEX_INVALID_BACK_REF:
        return "a back reference points to a group that is not there";
    case U_REGEX_INVALID_FLAG:
        return "a (?...) has a flag that is unknown";
    case U_REGEX_LOOK_BEHIND_LIMIT:
        return "a look-behind must have a bounded length";
    case U_REGEX_SET_CONTAINS_STRING:
        return "a [...] may hold single characters only";
    case U_REGEX_INVALID_RANGE:
        return "a range in [...] goes backwards";
    case U_REGEX_INVALID_CAPTURE_GROUP_NAME:
        return "a group's name is malformed";
    default:
        return "the syntax is wrong";
    }
}

/* The number of characters before a UTF-16 index. */
static int64_t characters_before(const UChar *units, int32_t index)
{
    return u_countChar32(units, index);
}

static int refuse(const UChar *units, int32_t size, const UParseError *place, UErrorCode code,
                  struct padan_error *error)
{
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return padan_error_allocation(error);
    int32_t index = place->offset < 0 ? 0 : place->offset > size ? size : place->offset;
    int64_t column = characters_before(units, index) + 1;
    int status =
        padan_error_set(error, PADAN_ERROR_ARGUMENT, "not a regular expression: %s, near its character %lld (ICU: %s)",
                        reason(code), (long long)column, u_errorName(code));
    if (error)
        error->column = column;
    return status;
}

static int compile(struct padan_regex *regex, const UChar *units, int32_t size, struct padan_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    UParseError place = { .line = 0, .offset = 0 };
    regex->handle = uregex_open(units, size, 0, &place, &code);
    if (U_FAILURE(code))
        return refuse(units, size, &place, code, error);
    uregex_setTimeLimit(regex->handle, TEXT_LIMIT, &code);
    return U_SUCCESS(code) ? PADAN_OK : padan_error_allocation(error);
}

static int read_pattern(struct padan_regex *regex, const char *pattern, struct padan_error *error)
{
    size_t size = strlen(pattern);
    if (size == 0)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "an empty regular expression finds nothing");
    if (size > INT32_MAX / 4)
        return padan_error_set(error, PADAN_ERROR_LIMIT, "the regular expression is too long");
    UChar *units = malloc((size + 1) * sizeof *units);
    if (!units)
        return padan_error_allocation(error);
    int32_t count = 0;
    UErrorCode code = U_ZERO_ERROR;
    u_strFromUTF8(units, (int32_t)size + 1, &count, pattern, (int32_t)size, &code);
    int status = U_SUCCESS(code) ? compile(regex, units, count, error)
                                 : padan_error_set(error, PADAN_ERROR_ENCODING, "the regular expression is not UTF-8");
    free(units);
    return status;
}

int padan_regex_new(struct padan_regex **out, const char *pattern, struct padan_error *error)
{
    *out = NULL;
    struct padan_regex *regex = calloc(1, sizeof *regex);
    if (!regex)
        return padan_error_allocation(error);
    regex->text = (UText)UTEXT_INITIALIZER;
    int status = read_pattern(regex, pattern, error);
    if (status == PADAN_OK)
        *out = regex;
    else
        padan_regex_free(regex);
    return status;
}

void padan_regex_free(struct padan_regex *regex)
{
    if (!regex)
        return;
    if (regex->handle)
        uregex_close(regex->handle);
    utext_close(&regex->text);
    free(regex);
}

static int gather(struct padan_regex *regex, struct padan_spans *spans, UErrorCode *code, struct padan_error *error)
{
    while (uregex_findNext(regex->handle, code) && U_SUCCESS(*code)) {
        int64_t start = uregex_start64(regex->handle, 0, code), end = uregex_end64(regex->handle, 0, code);
        if (U_FAILURE(*code) || end <= start)
            continue;
        if (!padan_vector_reserve(&spans->items, &spans->capacity, spans->count + 1, sizeof *spans->items))
            return padan_error_allocation(error);
        spans->items[spans->count++] = (struct padan_span){ (size_t)start, (size_t)end };
    }
    return PADAN_OK;
}

static int failure(UErrorCode code, struct padan_error *error)
{
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return padan_error_allocation(error);
    return padan_error_set(error, PADAN_ERROR_LIMIT,
                           "the regular expression takes too long on one of the texts; make it simpler, for instance "
                           "without a repetition inside a repetition (ICU: %s)",
                           u_errorName(code));
}

int padan_regex_locate(struct padan_regex *regex, struct padan_string text, struct padan_spans *spans,
                       struct padan_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    clock_t start = clock();
    spans->count = 0;
    utext_openUTF8(&regex->text, text.data ? text.data : "", (int64_t)text.size, &code);
    uregex_setUText(regex->handle, &regex->text, &code);
    int status = gather(regex, spans, &code, error);
    if (status != PADAN_OK)
        return status;
    if (U_FAILURE(code))
        return failure(code, error);
    regex->spent += clock() - start;
    if (regex->spent / CLOCKS_PER_SEC < TOTAL_LIMIT)
        return PADAN_OK;
    return padan_error_set(error, PADAN_ERROR_LIMIT,
                           "the regular expression has taken more than %d seconds; make it simpler", TOTAL_LIMIT);
}
