/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules' expressions compiled by ICU: what stands before a place is matched by the reversed expression if it has one.
 */
#include "segment/expression.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/uregex.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "segment/characters.h"
#include "segment/node.h"

/* ICU counts in units of 10,000 steps; heap is in bytes. */
#define TIME_LIMIT 20
#define STACK_LIMIT (4 << 20)

struct padan_expression {
    struct padan_tree tree;    /* empty once it is closed */
    struct padan_buffer text;  /* as the rule has it, for messages, until it is closed */
    URegularExpression *regex; /* NULL: not compiled */
    USet *edge;                /* characters that can stand beside the place; NULL: any, or none */
    USet *first;               /* of a forward one: those that it can begin with; NULL: any, or none */
    bool is_forward;           /* stands before the place and cannot be reversed */
    enum padan_expression_side side;
    uint64_t generation;
    const char *file; /* owned by the rules */
    int64_t line;
};

/* Puts file, line and the place in the expression before the message of a fault found by the parser. */
static int explain_fault(struct padan_error *error, const char *file, int64_t line, struct padan_string expression,
                         int status)
{
    if (!error || status != PADAN_ERROR_SYNTAX)
        return status;
    struct padan_error cause = *error;
    if (cause.column > 0)
        return padan_error_at(error, status, file, line, "regular expression \"%.*s\", character %lld: %s",
                              (int)(expression.size < 200 ? expression.size : 200), expression.data,
                              (long long)cause.column, cause.message);
    return padan_error_at(error, status, file, line, "regular expression \"%.*s\": %s",
                          (int)(expression.size < 200 ? expression.size : 200), expression.data, cause.message);
}

/* Compiles what padan_tree_write wrote, which is ASCII. */
static int compile(URegularExpression **out, const struct padan_buffer *source, struct padan_error *error)
{
    if (source->size > INT32_MAX / 4)
        return padan_error_set(error, PADAN_ERROR_SYNTAX, "the expression is too long");
    UChar *wide = malloc((source->size + 1) * sizeof *wide);
    if (!wide)
        return padan_error_allocation(error);
    u_charsToUChars(source->data, wide, (int32_t)source->size);
    UParseError where = { .offset = -1 };
    UErrorCode code = U_ZERO_ERROR;
    *out = uregex_open(wide, (int32_t)source->size, 0, &where, &code);
    free(wide);
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return padan_error_allocation(error);
    if (U_FAILURE(code))
        return padan_error_set(error, PADAN_ERROR_SYNTAX,
                               "ICU refuses it at offset %d of its translation \"%.100s\" (%s)", (int)where.offset,
                               source->data, u_errorName(code));
    uregex_setTimeLimit(*out, TIME_LIMIT, &code);
    uregex_setStackLimit(*out, STACK_LIMIT, &code);
    uregex_useAnchoringBounds(*out, false, &code);
    uregex_useTransparentBounds(*out, true, &code);
    return PADAN_OK;
}

/* The characters at one end of an expression; *set is NULL where it may be empty there. */
static int find_edge(const struct padan_expression *pattern, bool at_end, USet **set, struct padan_error *error)
{
    USet *edge = uset_openEmpty();
    if (!edge)
        return padan_error_allocation(error);
    if (padan_tree_edge(pattern->tree.root, at_end, edge)) {
        uset_close(edge);
    } else {
        uset_freeze(edge);
        *set = edge;
    }
    return PADAN_OK;
}

static int examine(struct padan_expression *pattern, struct padan_error *error)
{
    bool before = pattern->side == PADAN_EXPRESSION_BEFORE;
    pattern->is_forward = before && !padan_tree_is_reversible(pattern->tree.root);
    int status = find_edge(pattern, before, &pattern->edge, error);
    return status == PADAN_OK && pattern->is_forward ? find_edge(pattern, false, &pattern->first, error) : status;
}

static int fault_of(const struct padan_expression *pattern, int status, struct padan_error *error)
{
    struct padan_string text = { pattern->text.size ? pattern->text.data : "", pattern->text.size };
    return explain_fault(error, pattern->file, pattern->line, text, status);
}

int padan_expression_new(struct padan_expression **out, struct padan_string expression, enum padan_expression_side side,
                         struct padan_set_pool *pool, const char *file, int64_t line, struct padan_error *error)
{
    struct padan_expression *pattern = calloc(1, sizeof *pattern);
    if (!pattern)
        return padan_error_allocation(error);
    pattern->side = side;
    pattern->file = file;
    pattern->line = line;
    padan_buffer_append(&pattern->text, expression.data, expression.size);
    int status = pattern->text.failed ? padan_error_allocation(error) : PADAN_OK;
    if (status == PADAN_OK)
        status = padan_tree_parse(&pattern->tree, expression, pool, error);
    if (status == PADAN_OK)
        status = examine(pattern, error);
    if (status != PADAN_OK) {
        status = fault_of(pattern, status, error);
        padan_expression_free(pattern);
        return status;
    }
    *out = pattern;
    return PADAN_OK;
}

void padan_expression_close(struct padan_expression *pattern)
{
    padan_tree_free(&pattern->tree);
    padan_buffer_free(&pattern->text);
}

void padan_expression_free(struct padan_expression *pattern)
{
    if (!pattern)
        return;
    padan_expression_close(pattern);
    uregex_close(pattern->regex);
    uset_close(pattern->edge);
    uset_close(pattern->first);
    free(pattern);
}

int padan_expression_compile(struct padan_expression *pattern, struct padan_error *error)
{
    struct padan_buffer source = { 0 };
    if (pattern->regex)
        return PADAN_OK;
    enum padan_writing writing = pattern->is_forward                        ? PADAN_WRITE_BOUNDED
                                 : pattern->side == PADAN_EXPRESSION_BEFORE ? PADAN_WRITE_REVERSED
                                                                            : PADAN_WRITE_FORWARD;
    int status = padan_tree_write(&source, pattern->tree.root, writing, error);
    if (status == PADAN_OK)
        status = compile(&pattern->regex, &source, error);
    padan_buffer_free(&source);
    status = fault_of(pattern, status, error);
    if (status == PADAN_OK)
        padan_expression_close(pattern);
    return status;
}

const USet *padan_expression_edge(const struct padan_expression *pattern)
{
    return pattern->edge;
}

const struct padan_tree *padan_expression_tree(const struct padan_expression *pattern)
{
    return &pattern->tree;
}

static int match_fault(const struct padan_expression *pattern, UErrorCode code, struct padan_error *error)
{
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return padan_error_allocation(error);
    if (code == U_REGEX_TIME_OUT || code == U_REGEX_STACK_OVERFLOW)
        return padan_error_at(error, PADAN_ERROR_LIMIT, pattern->file, pattern->line,
                              "this rule takes too long on the text; make its regular expression simpler");
    return padan_error_at(error, PADAN_ERROR_INTERNAL, pattern->file, pattern->line, "ICU cannot match this rule: %s",
                          u_errorName(code));
}

static int64_t processor_time(void)
{
    struct timespec now = { 0 };
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The limit on one match says nothing about a million of them, so the processor time of all is bounded as well. */
static bool out_of_time(struct padan_expression_text *text)
{
    if (text->calls++ == 0)
        text->started = processor_time();
    return (text->calls & 0xff) == 0 && processor_time() - text->started > text->limit;
}

/* Gives ICU the text that an expression reads, if it has not got it. */
static bool set_text(struct padan_expression *pattern, struct padan_expression_text *text, bool reversed,
                     UErrorCode *code)
{
    if (reversed && !padan_expression_text_reverse(text))
        return false;
    if (pattern->generation == text->generation)
        return true;
    uregex_setText(pattern->regex, reversed ? text->reversed : text->forward, text->length, code);
    pattern->generation = text->generation;
    return true;
}

/* Whether an expression that cannot be reversed ends at a place: it is tried from each place before it. */
static bool ends_at(struct padan_expression *pattern, struct padan_expression_text *text, int32_t place,
                    UErrorCode *code)
{
    int32_t least = place > PADAN_EXPRESSION_WINDOW ? place - PADAN_EXPRESSION_WINDOW : 0;
    for (int32_t start = place; start >= least && U_SUCCESS(*code); start--) {
        if (start > 0 && start < text->length && U16_IS_TRAIL(text->forward[start]) &&
            U16_IS_LEAD(text->forward[start - 1]))
            continue;
        int32_t at = start;
        if (pattern->first &&
            (start == place || !uset_contains(pattern->first, padan_units_next(text->forward, &at, text->length))))
            continue;
        if (out_of_time(text))
            *code = U_REGEX_TIME_OUT;
        uregex_setRegion(pattern->regex, start, place, code);
        if (uregex_matches(pattern->regex, -1, code))
            return true;
    }
    return false;
}

int padan_expression_match(struct padan_expression *pattern, struct padan_expression_text *text, int32_t place,
                           bool *matched, struct padan_error *error)
{
    if (out_of_time(text))
        return match_fault(pattern, U_REGEX_TIME_OUT, error);
    UErrorCode code = U_ZERO_ERROR;
    bool reversed = pattern->side == PADAN_EXPRESSION_BEFORE && !pattern->is_forward;
    if (!set_text(pattern, text, reversed, &code))
        return padan_error_allocation(error);
    int32_t start = reversed ? text->length - place : place;
    int32_t end = text->length - start > PADAN_EXPRESSION_WINDOW ? start + PADAN_EXPRESSION_WINDOW : text->length;
    if (pattern->is_forward) {
        *matched = ends_at(pattern, text, place, &code);
    } else {
        uregex_setRegion(pattern->regex, start, end, &code);
        *matched = uregex_lookingAt(pattern->regex, -1, &code);
    }
    if (U_SUCCESS(code))
        return PADAN_OK;
    pattern->generation = 0;
    return match_fault(pattern, code, error);
}

#define WHOLE_OPENING "(?i)(?:"

/* "(?i)(?:expression)\z" compiled; a fault's column is that in the expression. */
static int compile_whole(URegularExpression **regex, struct padan_string expression, struct padan_error *error)
{
    struct padan_tree tree = { 0 };
    struct padan_set_pool pool = { 0 };
    struct padan_buffer whole = { 0 }, source = { 0 };
    padan_buffer_text(&whole, WHOLE_OPENING);
    padan_buffer_append(&whole, expression.data, expression.size);
    padan_buffer_text(&whole, ")\\z");
    int status = whole.failed ? padan_error_allocation(error) : PADAN_OK;
    if (status == PADAN_OK)
        status = padan_tree_parse(&tree, (struct padan_string){ whole.data, whole.size }, &pool, error);
    if (status == PADAN_OK)
        status = padan_tree_write(&source, tree.root, PADAN_WRITE_FORWARD, error);
    if (status == PADAN_OK)
        status = compile(regex, &source, error);
    if (status == PADAN_ERROR_SYNTAX && error && error->column > 0) {
        int64_t column = error->column - (int64_t)strlen(WHOLE_OPENING), end = (int64_t)expression.size + 1;
        error->column = column < end ? column : end;
    }
    padan_buffer_free(&source);
    padan_buffer_free(&whole);
    padan_tree_free(&tree);
    padan_set_pool_free(&pool);
    return status;
}

int padan_expression_matches_whole(struct padan_string expression, const char *text, const char *file, int64_t line,
                                   bool *matched, struct padan_error *error)
{
    UChar wide[PADAN_LANGUAGE_SIZE];
    URegularExpression *regex = NULL;
    int status = compile_whole(&regex, expression, error);
    if (status != PADAN_OK)
        return explain_fault(error, file, line, expression, status);
    UErrorCode code = U_ZERO_ERROR;
    size_t length = strlen(text) < PADAN_LANGUAGE_SIZE ? strlen(text) : PADAN_LANGUAGE_SIZE - 1;
    u_charsToUChars(text, wide, (int32_t)length);
    uregex_setText(regex, wide, (int32_t)length, &code);
    *matched = uregex_lookingAt(regex, 0, &code);
    uregex_close(regex);
    if (U_FAILURE(code))
        return padan_error_at(error, PADAN_ERROR_LIMIT, file, line, "this language pattern takes too long");
    return PADAN_OK;
}
