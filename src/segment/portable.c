/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regular expressions written so that other engines read them alike. */
#include "segment/portable.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>

#include "text/utf8.h"

#define NAME_SIZE 64
#define GROUP_DEPTH 128

struct rewriter {
    struct padan_buffer *out;
    const char *text;
    size_t at, size;
    unsigned brackets;
    unsigned depth, behind; /* groups that are open; the depth of the outermost look-behind, 0: none */
};

/* The byte `ahead` places on, or NUL. */
static char peek(const struct rewriter *rewriter, size_t ahead)
{
    return rewriter->at + ahead < rewriter->size ? rewriter->text[rewriter->at + ahead] : '\0';
}

static void copy(struct rewriter *rewriter, size_t count)
{
    if (count > rewriter->size - rewriter->at)
        count = rewriter->size - rewriter->at;
    padan_buffer_append(rewriter->out, rewriter->text + rewriter->at, count);
    rewriter->at += count;
}

/* Properties that Java calls \p{IsNAME}; it knows few others. */
static bool is_java_binary(const char *name)
{
    static const char *const names[] = { "Alphabetic",  "Ideographic", "Lowercase",    "Uppercase",
                                         "White_Space", "Hex_Digit",   "Join_Control", "Noncharacter_Code_Point" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* Classes that are ASCII in Java; `never`: all other characters. */
static const struct {
    const char *name;
    bool never;
    const char *inside;
} posix_classes[] = {
    { "Alnum", false, "\\p{IsAlphabetic}\\p{Nd}" },
    { "Alpha", false, "\\p{IsAlphabetic}" },
    { "Blank", false, "\\t\\p{Zs}" },
    { "Cntrl", false, "\\p{Cc}" },
    { "Digit", false, "\\p{Nd}" },
    { "Graph", true, "\\p{Z}\\p{Cc}\\p{Cs}\\p{Cn}" },
    { "Lower", false, "\\p{IsLowercase}" },
    { "Print", true, "\\p{Zl}\\p{Zp}\\p{Cc}\\p{Cs}\\p{Cn}" },
    { "Punct", false, "\\p{P}$+<=>\\^`|~" },
    { "Space", false, "\\s\\p{Z}" },
    { "Upper", false, "\\p{IsUppercase}" },
    { "XDigit", false, "\\p{Nd}\\p{IsHex_Digit}" },
};

static bool append_posix(struct rewriter *rewriter, const char *name, bool negated)
{
    for (size_t i = 0; i < sizeof posix_classes / sizeof posix_classes[0]; i++)
        if (strcasecmp(name, posix_classes[i].name) == 0) {
            padan_buffer_format(rewriter->out, "[%s%s]", negated != posix_classes[i].never ? "^" : "",
                                posix_classes[i].inside);
            return true;
        }
    return false;
}

static void append_character(struct padan_buffer *out, UChar32 c)
{
    if (u_isgraph(c) && (c >= 0x80 || u_isalnum(c)))
        padan_utf8_append(out, c);
    else
        padan_buffer_format(out, "\\x{%X}", (unsigned)c);
}

/* The characters of a property, between brackets; false where ICU does not know it. */
static bool append_written_out(struct rewriter *rewriter, const char *name, bool negated)
{
    char pattern[NAME_SIZE + 8];
    UChar wide[NAME_SIZE + 8];
    UErrorCode code = U_ZERO_ERROR;
    int length = snprintf(pattern, sizeof pattern, "\\p{%s}", name);
    u_charsToUChars(pattern, wide, length);
    USet *set = uset_openPattern(wide, length, &code);
    if (U_FAILURE(code))
        return false;
    padan_buffer_text(rewriter->out, negated ? "[^" : "[");
    for (int32_t i = 0; i < uset_getItemCount(set); i++) {
        UChar32 start, end;
        if (uset_getItem(set, i, &start, &end, NULL, 0, &code) != 0)
            continue;
        append_character(rewriter->out, start);
        if (end > start + 1)
            padan_buffer_byte(rewriter->out, '-');
        if (end > start)
            append_character(rewriter->out, end);
    }
    padan_buffer_byte(rewriter->out, ']');
    uset_close(set);
    return true;
}

/* \p{name}, or [:name:], whose name is known. */
static void append_property(struct rewriter *rewriter, const char *name, bool negated)
{
    char letter = negated ? 'P' : 'p';
    if (append_posix(rewriter, name, negated))
        return;
    bool prefixed = strncmp(name, "Is", 2) == 0 || strncmp(name, "In", 2) == 0 || strncmp(name, "java", 4) == 0;
    bool unknown = u_getPropertyValueEnum(UCHAR_GENERAL_CATEGORY_MASK, name) == UCHAR_INVALID_CODE &&
                   u_getPropertyValueEnum(UCHAR_SCRIPT, name) == UCHAR_INVALID_CODE &&
                   u_getPropertyEnum(name) == UCHAR_INVALID_CODE;
    if (!prefixed && strlen(name) > 2 && u_getPropertyValueEnum(UCHAR_SCRIPT, name) != UCHAR_INVALID_CODE)
        padan_buffer_format(rewriter->out, "\\%c{script=%s}", letter, name);
    else if (is_java_binary(name))
        padan_buffer_format(rewriter->out, "\\%c{Is%s}", letter, name);
    else if (prefixed || unknown || strlen(name) <= 2 || !append_written_out(rewriter, name, negated))
        padan_buffer_format(rewriter->out, "\\%c{%s}", letter, name);
}

/* The name from `from` up to `end`; false where it is not there or too long. */
static bool read_name(const struct rewriter *rewriter, size_t from, char end, char name[NAME_SIZE])
{
    size_t length = 0;
    for (char c; length + 1 < NAME_SIZE && (c = peek(rewriter, from + length)) != end; length++)
        if (!isalnum((unsigned char)c) && !strchr("_=^- ", c))
            return false;
    memcpy(name, rewriter->text + rewriter->at + from, length);
    name[length] = '\0';
    return peek(rewriter, from + length) == end && length > 0;
}

/* Classes that are ASCII in Java: inside of brackets and by themselves. */
static const struct {
    char letter;
    const char *inside, *alone;
} classes[] = {
    { 's', "\\s\\p{Z}", PADAN_PORTABLE_SPACE },
    { 'S', PADAN_PORTABLE_NO_SPACE, PADAN_PORTABLE_NO_SPACE },
    { 'w', "\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\p{Pc}", "[\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\p{Pc}]" },
    { 'W', "[^\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\p{Pc}]", "[^\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\p{Pc}]" },
    { 'd', "\\p{Nd}", "\\p{Nd}" },
    { 'D', "\\P{Nd}", "\\P{Nd}" },
};

static void rewrite_quoted(struct rewriter *rewriter)
{
    while (rewriter->at < rewriter->size && !(peek(rewriter, 0) == '\\' && peek(rewriter, 1) == 'E'))
        copy(rewriter, 1);
    copy(rewriter, 2);
}

static void rewrite_escape(struct rewriter *rewriter)
{
    char c = peek(rewriter, 1), name[NAME_SIZE];
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (classes[i].letter == c) {
            padan_buffer_text(rewriter->out, rewriter->brackets ? classes[i].inside : classes[i].alone);
            rewriter->at += 2;
            return;
        }
    if (c == 'Q') {
        rewrite_quoted(rewriter);
    } else if ((c == 'p' || c == 'P') && peek(rewriter, 2) == '{' && read_name(rewriter, 3, '}', name)) {
        append_property(rewriter, name, c == 'P');
        rewriter->at += 4 + strlen(name);
    } else if (c == 'U' && rewriter->size - rewriter->at >= 10) {
        padan_buffer_format(rewriter->out, "\\x{%.8s}", rewriter->text + rewriter->at + 2);
        rewriter->at += 10;
    } else {
        copy(rewriter, 2);
    }
}

static void rewrite_class(struct rewriter *rewriter)
{
    char c = peek(rewriter, 0), name[NAME_SIZE];
    bool opens = c == '[';
    if (c == '[' && peek(rewriter, 1) == ':' && read_name(rewriter, 2, ':', name) &&
        peek(rewriter, 3 + strlen(name)) == ']') {
        append_property(rewriter, name[0] == '^' ? name + 1 : name, name[0] == '^');
        rewriter->at += 4 + strlen(name);
    } else if (c == '-' && peek(rewriter, 1) == '-' && peek(rewriter, 2) == '[') {
        bool negated = peek(rewriter, 3) == '^';
        padan_buffer_text(rewriter->out, negated ? "&&[" : "&&[^");
        rewriter->at += negated ? 4 : 3;
        rewriter->brackets++;
    } else {
        rewriter->brackets += opens;
        rewriter->brackets -= c == ']';
        copy(rewriter, 1);
        if (opens && peek(rewriter, 0) == '^')
            copy(rewriter, 1);
        if (opens && peek(rewriter, 0) == ']')
            padan_buffer_text(rewriter->out, "\\");
        if (opens && peek(rewriter, 0) == ']')
            copy(rewriter, 1);
    }
}

/* "(" with what says which kind of group it is. */
static void rewrite_opening(struct rewriter *rewriter)
{
    rewriter->depth++;
    if (peek(rewriter, 1) != '?') {
        copy(rewriter, 1);
        return;
    }
    char c = peek(rewriter, 2), next = peek(rewriter, 3);
    if (c == '#') {
        while (rewriter->at < rewriter->size && peek(rewriter, 0) != ')')
            rewriter->at++;
        rewriter->at++;
        rewriter->depth--;
        return;
    }
    if (c == '<' && (next == '=' || next == '!')) {
        if (rewriter->behind == 0)
            rewriter->behind = rewriter->depth;
        copy(rewriter, 4);
        return;
    }
    copy(rewriter, 2);
    for (; strchr("imsxduUw-", peek(rewriter, 0)) && peek(rewriter, 0); rewriter->at++)
        if (peek(rewriter, 0) == 'i')
            padan_buffer_text(rewriter->out, "iu");
        else if (peek(rewriter, 0) != 'u' && peek(rewriter, 0) != 'w')
            padan_buffer_byte(rewriter->out, peek(rewriter, 0));
}

/* A repeat without an end inside a look-behind. */
static bool rewrite_repeat(struct rewriter *rewriter)
{
    char c = peek(rewriter, 0);
    if (rewriter->behind == 0)
        return false;
    if (c == '*' || c == '+') {
        padan_buffer_text(rewriter->out, c == '*' ? "{0,100}" : "{1,100}");
        rewriter->at++;
        return true;
    }
    unsigned least = 0;
    int length = 0;
    if (c != '{' || sscanf(rewriter->text + rewriter->at, "{%6u,}%n", &least, &length) != 1 || length == 0)
        return false;
    padan_buffer_format(rewriter->out, "{%u,%u}", least, least + 100);
    rewriter->at += (size_t)length;
    return true;
}

static void rewrite_outside(struct rewriter *rewriter)
{
    switch (peek(rewriter, 0)) {
    case '[':
        rewrite_class(rewriter);
        break;
    case '(':
        rewrite_opening(rewriter);
        break;
    case ')':
        if (rewriter->behind == rewriter->depth)
            rewriter->behind = 0;
        rewriter->depth -= rewriter->depth > 0;
        copy(rewriter, 1);
        break;
    default:
        if (!rewrite_repeat(rewriter))
            copy(rewriter, 1);
    }
}

void padan_portable_append(struct padan_buffer *out, struct padan_string expression)
{
    struct rewriter rewriter = { .out = out, .text = expression.data, .size = expression.size };
    while (rewriter.at < rewriter.size)
        if (peek(&rewriter, 0) == '\\')
            rewrite_escape(&rewriter);
        else if (rewriter.brackets > 0)
            rewrite_class(&rewriter);
        else
            rewrite_outside(&rewriter);
}
