/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The file .padan-check: a line each,
 *
 *     # what the project wants
 *     enable spelling,sentences
 *     disable capital
 *     severity name note
 *     fail-on warning
 *     pattern no-ampersand target warning \s&\s -- write "and"
 *     pattern percent pair \d+ ?% => \d+ ?% -- the sign must stay
 *     suppress number unit:17 -- rounded on purpose
 *     suppress capital text:"iOS" -- a product
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uregex.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/vector.h"
#include "check/checking.h"
#include "text/utf8.h"

static const size_t most_bytes = (size_t)1 << 20;

/* Time and stack that an expression may take on one text, in ICU's units. */
enum { MOST_TIME = 100, MOST_STACK = 1 << 20, MOST_RULES = 10000 };

enum scope { ON_SOURCE, ON_TARGET, ON_PAIR };

struct rule {
    const char *name, *reason;
    enum scope scope;
    enum padan_severity severity;
    URegularExpression *expressions[2]; /* by side */
};

struct suppression {
    const char *check;       /* or "all" */
    const char *file, *text; /* or NULL */
    int64_t unit;            /* -1: any */
};

struct padan_check_project {
    struct padan_arena strings;
    bool on[PADAN_CHECK_COUNT], switched[PADAN_CHECK_COUNT];
    bool weighed[PADAN_CHECK_COUNT], fails;
    enum padan_severity severities[PADAN_CHECK_COUNT], fail_on;
    struct rule *rules;
    size_t rule_count, rule_capacity;
    struct suppression *suppressions;
    size_t suppression_count, suppression_capacity;
    /* Scratch; a project is used by one thread at a time. */
    UChar *units[2];
    size_t unit_capacity[2];
};

/* The file that is read. */
struct reading {
    struct padan_check_project *project;
    const char *path;
    int64_t line;
    struct padan_error *error;
};

static int fault(const struct reading *reading, const char *what)
{
    return padan_error_at(reading->error, PADAN_ERROR_SYNTAX, reading->path, reading->line, "%s", what);
}

/* The number of a check, or PADAN_CHECK_COUNT. */
static size_t number_of(const char *id, size_t size)
{
    const struct padan_check_info *infos = padan_checks();
    size_t number = 0;
    while (number < PADAN_CHECK_COUNT && (strlen(infos[number].id) != size || memcmp(infos[number].id, id, size) != 0))
        number++;
    return number;
}

int padan_check_switch(bool on[PADAN_CHECK_COUNT], const char *list, bool value, struct padan_error *error)
{
    while (*list != '\0') {
        size_t size = strcspn(list, ", \t");
        size_t number = number_of(list, size);
        bool all = size == 3 && memcmp(list, "all", 3) == 0;
        if (size > 0 && !all && number == PADAN_CHECK_COUNT)
            return padan_error_set(error, PADAN_ERROR_ARGUMENT, "there is no check \"%.*s\"; padan-check(1) lists them",
                                   (int)(size < 100 ? size : 100), list);
        for (size_t i = 0; i < PADAN_CHECK_COUNT; i++)
            on[i] = all || i == number ? value : on[i];
        list += size;
        list += *list != '\0';
    }
    return PADAN_OK;
}

static int read_switch(struct reading *reading, const char *list, bool value)
{
    bool named[PADAN_CHECK_COUNT] = { false };
    struct padan_error error;
    if (padan_check_switch(named, list, true, &error) != PADAN_OK)
        return fault(reading, error.message);
    for (size_t i = 0; i < PADAN_CHECK_COUNT; i++) {
        if (named[i]) {
            reading->project->switched[i] = true;
            reading->project->on[i] = value;
        }
    }
    return PADAN_OK;
}

/* The next word of a line, which ends there; "" at the end. */
static char *next_word(char **rest)
{
    char *word = *rest + strspn(*rest, " \t");
    char *end = word + strcspn(word, " \t");
    *rest = end + (*end != '\0');
    *end = '\0';
    return word;
}

static int no_check(const struct reading *reading, const char *word, const char *check)
{
    if (*check == '\0')
        return padan_error_at(reading->error, PADAN_ERROR_SYNTAX, reading->path, reading->line,
                              "after \"%s\" the name of a check is expected", word);
    return padan_error_at(reading->error, PADAN_ERROR_SYNTAX, reading->path, reading->line,
                          "there is no check \"%.100s\"; padan-check(1) lists them", check);
}

static int read_severity(struct reading *reading, char *rest)
{
    const char *check = next_word(&rest), *name = next_word(&rest);
    size_t number = number_of(check, strlen(check));
    enum padan_severity severity;
    if (number == PADAN_CHECK_COUNT)
        return no_check(reading, "severity", check);
    if (!padan_severity_parse(name, &severity))
        return fault(reading, "a severity is note, warning or error");
    reading->project->weighed[number] = true;
    reading->project->severities[number] = severity;
    return PADAN_OK;
}

static int read_fail_on(struct reading *reading, char *rest)
{
    if (!padan_severity_parse(next_word(&rest), &reading->project->fail_on))
        return fault(reading, "\"fail-on\" takes note, warning or error");
    reading->project->fails = true;
    return PADAN_OK;
}

/* What stands after " -- ", which ends the rest there; NULL: there is none. */
static char *cut_reason(char *rest)
{
    char *found = NULL;
    for (char *at = rest; (at = strstr(at, " -- ")) != NULL; at++)
        found = at;
    if (!found)
        return NULL;
    *found = '\0';
    found += 4;
    found += strspn(found, " \t");
    return *found != '\0' ? found : NULL;
}

static void trim(char **text)
{
    *text += strspn(*text, " \t");
    size_t size = strlen(*text);
    while (size > 0 && ((*text)[size - 1] == ' ' || (*text)[size - 1] == '\t'))
        (*text)[--size] = '\0';
}

static int compile(struct reading *reading, URegularExpression **out, char *text)
{
    UErrorCode status = U_ZERO_ERROR;
    UParseError where;
    UChar units[2048];
    int32_t size;
    trim(&text);
    if (*text == '\0')
        return fault(reading, "an expression is expected");
    u_strFromUTF8(units, 2048, &size, text, -1, &status);
    *out = uregex_open(units, U_SUCCESS(status) ? size : 0, 0, &where, &status);
    uregex_setTimeLimit(*out, MOST_TIME, &status);
    uregex_setStackLimit(*out, MOST_STACK, &status);
    if (U_SUCCESS(status))
        return PADAN_OK;
    return padan_error_at(reading->error, PADAN_ERROR_SYNTAX, reading->path, reading->line,
                          "this is no regular expression of ICU (%s): %.100s", u_errorName(status), text);
}

static int compile_rule(struct reading *reading, struct rule *rule, char *rest)
{
    if (rule->scope != ON_PAIR)
        return compile(reading, &rule->expressions[rule->scope == ON_TARGET], rest);
    char *arrow = strstr(rest, " => ");
    if (!arrow)
        return fault(reading, "\"pair\" takes an expression of the source, =>, and one of the target");
    *arrow = '\0';
    int status = compile(reading, &rule->expressions[PADAN_SOURCE], rest);
    return status == PADAN_OK ? compile(reading, &rule->expressions[PADAN_TARGET], arrow + 4) : status;
}

static bool read_scope(const char *word, enum scope *scope)
{
    static const char *const names[] = { "source", "target", "pair" };
    for (int i = 0; i < 3; i++) {
        if (strcmp(word, names[i]) == 0) {
            *scope = (enum scope)i;
            return true;
        }
    }
    return false;
}

static int read_pattern(struct reading *reading, char *rest)
{
    struct padan_check_project *project = reading->project;
    if (project->rule_count >= MOST_RULES)
        return fault(reading, "there are too many patterns");
    if (!padan_vector_reserve(&project->rules, &project->rule_capacity, project->rule_count + 1,
                              sizeof *project->rules))
        return padan_error_allocation(reading->error);
    struct rule *rule = &project->rules[project->rule_count];
    *rule = (struct rule){ .severity = PADAN_SEVERITY_WARNING };
    const char *reason = cut_reason(rest), *name = next_word(&rest);
    if (!read_scope(next_word(&rest), &rule->scope))
        return fault(reading, "after \"pattern\" and its name, source, target or pair is expected");
    char *before = rest + strspn(rest, " \t");
    size_t size = strcspn(before, " \t");
    char word[16];
    snprintf(word, sizeof word, "%.*s", (int)(size < 15 ? size : 15), before);
    if (padan_severity_parse(word, &rule->severity))
        rest = before + size;
    project->rule_count++;
    rule->name = padan_arena_copy(&project->strings, name, strlen(name));
    rule->reason = padan_arena_copy(&project->strings, reason ? reason : "", reason ? strlen(reason) : 0);
    if (!rule->name || !rule->reason)
        return padan_error_allocation(reading->error);
    return compile_rule(reading, rule, rest);
}

/* file:..., unit:N, text:"...". */
static int read_condition(struct reading *reading, struct suppression *suppression, char **rest)
{
    struct padan_arena *strings = &reading->project->strings;
    char *at = *rest + strspn(*rest, " \t"), *value = strchr(at, ':');
    bool file = strncmp(at, "file:", 5) == 0, text = strncmp(at, "text:", 5) == 0;
    if (!value || (!file && !text && strncmp(at, "unit:", 5) != 0))
        return fault(reading, "file:, unit: or text: is expected, then -- and a reason");
    bool quoted = value[1] == '"';
    value += quoted ? 2 : 1;
    char *end = quoted ? strchr(value, '"') : value + strcspn(value, " \t");
    if (!end)
        return fault(reading, "a quotation mark is missing");
    *rest = end + (*end != '\0');
    *end = '\0';
    if (!file && !text) {
        char *last;
        suppression->unit = strtoll(value, &last, 10);
        return *last == '\0' && last != value ? PADAN_OK : fault(reading, "\"unit:\" takes a number");
    }
    const char *copy = padan_arena_copy(strings, value, strlen(value));
    if (!copy)
        return padan_error_allocation(reading->error);
    *(file ? &suppression->file : &suppression->text) = copy;
    return PADAN_OK;
}

static int read_suppression(struct reading *reading, char *rest)
{
    struct padan_check_project *project = reading->project;
    struct suppression suppression = { .unit = -1 };
    if (!cut_reason(rest))
        return fault(reading, "a suppression needs a reason, after --");
    const char *check = next_word(&rest);
    if (strcmp(check, "all") != 0 && number_of(check, strlen(check)) == PADAN_CHECK_COUNT)
        return no_check(reading, "suppress", check);
    suppression.check = padan_arena_copy(&project->strings, check, strlen(check));
    int status = suppression.check ? PADAN_OK : padan_error_allocation(reading->error);
    while (status == PADAN_OK && rest[strspn(rest, " \t")] != '\0')
        status = read_condition(reading, &suppression, &rest);
    if (status != PADAN_OK)
        return status;
    if (!padan_vector_reserve(&project->suppressions, &project->suppression_capacity, project->suppression_count + 1,
                              sizeof *project->suppressions))
        return padan_error_allocation(reading->error);
    project->suppressions[project->suppression_count++] = suppression;
    return PADAN_OK;
}

static int read_line(struct reading *reading, char *line)
{
    trim(&line);
    if (*line == '\0' || *line == '#')
        return PADAN_OK;
    const char *word = next_word(&line);
    if (strcmp(word, "enable") == 0 || strcmp(word, "disable") == 0)
        return read_switch(reading, line, word[0] == 'e');
    if (strcmp(word, "severity") == 0)
        return read_severity(reading, line);
    if (strcmp(word, "fail-on") == 0)
        return read_fail_on(reading, line);
    if (strcmp(word, "pattern") == 0)
        return read_pattern(reading, line);
    if (strcmp(word, "suppress") == 0)
        return read_suppression(reading, line);
    return fault(reading, "a line begins with enable, disable, severity, fail-on, pattern or suppress");
}

static int read_lines(struct reading *reading, char *text)
{
    int status = PADAN_OK;
    for (char *next; text && status == PADAN_OK; text = next) {
        next = strchr(text, '\n');
        if (next)
            *next++ = '\0';
        size_t size = strlen(text);
        if (size > 0 && text[size - 1] == '\r')
            text[size - 1] = '\0';
        reading->line++;
        status = read_line(reading, text);
    }
    return status;
}

int padan_check_project_read(struct padan_check_project **out, const char *path, struct padan_error *error)
{
    char *text = NULL;
    size_t size;
    *out = NULL;
    int status = padan_file_read(&text, &size, path, most_bytes, error);
    if (status != PADAN_OK)
        return status;
    struct padan_string whole = { text, size };
    size_t wrong = padan_utf8_fault(whole);
    struct padan_check_project *project = calloc(1, sizeof *project);
    struct reading reading = { .project = project, .path = path, .error = error };
    if (!project)
        status = padan_error_allocation(error);
    else if (wrong < size || memchr(text, '\0', size))
        status = padan_error_byte(error, PADAN_ERROR_ENCODING, path, (int64_t)wrong, "this is no text in UTF-8");
    else
        status = read_lines(&reading, strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? text + 3 : text);
    free(text);
    if (status == PADAN_OK)
        *out = project;
    else
        padan_check_project_free(project);
    return status;
}

void padan_check_project_free(struct padan_check_project *project)
{
    if (!project)
        return;
    for (size_t i = 0; i < project->rule_count; i++) {
        uregex_close(project->rules[i].expressions[0]);
        uregex_close(project->rules[i].expressions[1]);
    }
    padan_arena_free(&project->strings);
    free(project->rules);
    free(project->suppressions);
    free(project->units[0]);
    free(project->units[1]);
    free(project);
}

bool padan_check_project_fails(const struct padan_check_project *project, enum padan_severity *severity)
{
    if (project && project->fails)
        *severity = project->fail_on;
    return project && project->fails;
}

void padan_check_project_choose(const struct padan_check_project *project, bool on[PADAN_CHECK_COUNT],
                                enum padan_severity severities[PADAN_CHECK_COUNT])
{
    for (size_t i = 0; project && i < PADAN_CHECK_COUNT; i++) {
        on[i] = project->switched[i] ? project->on[i] : on[i];
        severities[i] = project->weighed[i] ? project->severities[i] : severities[i];
    }
}

static bool has_text(struct padan_string text, const char *part)
{
    size_t size = strlen(part);
    return size == 0 || (text.size >= size && memmem(text.data, text.size, part, size));
}

static bool holds(const struct suppression *suppression, const struct padan_finding *finding)
{
    bool check = strcmp(suppression->check, "all") == 0 || strcmp(suppression->check, finding->check->id) == 0;
    const char *file = finding->file ? finding->file : "";
    bool named = !suppression->file || strcmp(suppression->file, file) == 0 ||
                 strcmp(suppression->file, padan_file_name(file)) == 0;
    return check && named && (suppression->unit < 0 || suppression->unit == finding->unit) &&
           (!suppression->text || has_text(finding->source, suppression->text) ||
            has_text(finding->target, suppression->text));
}

bool padan_check_project_suppresses(const struct padan_check_project *project, const struct padan_finding *finding)
{
    for (size_t i = 0; project && i < project->suppression_count; i++) {
        if (holds(&project->suppressions[i], finding))
            return true;
    }
    return false;
}

/* A text in UTF-16; false: no memory, or not UTF-8. */
static bool convert(struct padan_check_project *project, int side, struct padan_string text, int32_t *size)
{
    UErrorCode status = U_ZERO_ERROR;
    if (text.size > INT32_MAX / 2 ||
        !padan_vector_reserve(&project->units[side], &project->unit_capacity[side], text.size + 1, sizeof(UChar)))
        return false;
    u_strFromUTF8WithSub(project->units[side], (int32_t)text.size + 1, size, text.data, (int32_t)text.size, 0xFFFD,
                         NULL, &status);
    return U_SUCCESS(status);
}

static size_t bytes_of(const UChar *units, int32_t count)
{
    int32_t size = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(NULL, 0, &size, units, count, &status);
    return (size_t)size;
}

/* Whether an expression finds something; an expression that takes too long finds nothing. */
static bool matches(struct padan_check_project *project, const struct rule *rule, int side, int32_t size,
                    struct padan_check_span *span)
{
    UErrorCode status = U_ZERO_ERROR;
    URegularExpression *expression = rule->expressions[side];
    uregex_setText(expression, project->units[side], size, &status);
    bool found = uregex_find(expression, 0, &status);
    if (U_FAILURE(status) || !found)
        return false;
    int32_t start = uregex_start(expression, 0, &status), end = uregex_end(expression, 0, &status);
    span->start = bytes_of(project->units[side], start);
    span->end = span->start + bytes_of(project->units[side] + start, end - start);
    return U_SUCCESS(status);
}

static int try_rule(struct padan_check_project *project, const struct rule *rule, struct padan_checking *checking,
                    const int32_t sizes[2], struct padan_error *error)
{
    struct padan_check_span span = { 0, 0 }, other;
    int side = rule->scope == ON_TARGET ? PADAN_TARGET : PADAN_SOURCE;
    if (!matches(project, rule, side, sizes[side], &span))
        return PADAN_OK;
    if (rule->scope == ON_PAIR && matches(project, rule, PADAN_TARGET, sizes[PADAN_TARGET], &other))
        return PADAN_OK;
    checking->rule = rule->name;
    checking->severity = rule->severity;
    const char *what = rule->scope == ON_PAIR ? "the target lacks what the source asks for" : "this is not wanted";
    return padan_check_report_side(checking, side, span, error, "%s: %.300s", rule->name,
                                   *rule->reason ? rule->reason : what);
}

int padan_check_project_patterns(const struct padan_check_project *project, struct padan_checking *checking,
                                 struct padan_error *error)
{
    /* What is changed are the scratch and the states of the expressions alone. */
    struct padan_check_project *scratch = (struct padan_check_project *)project;
    int32_t sizes[2];
    int status = PADAN_OK;
    if (!project || project->rule_count == 0)
        return PADAN_OK;
    for (int side = 0; side < 2; side++) {
        if (!convert(scratch, side, checking->sides[side].text, &sizes[side]))
            return padan_error_allocation(error);
    }
    for (size_t i = 0; i < project->rule_count && status == PADAN_OK; i++)
        status = try_rule(scratch, &project->rules[i], checking, sizes, error);
    return status;
}

int padan_check_pattern(struct padan_checking *checking, struct padan_error *error)
{
    return padan_check_project_patterns(padan_checker_options(checking->checker)->project, checking, error);
}
