/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes and escapes of regular expressions as ICU sets. */
#include "segment/class.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "base/vector.h"

#define NAME_SIZE 64
#define CLASS_DEPTH 50

void padan_parser_fail(struct padan_expression_parser *parser, const char *message)
{
    if (parser->status != PADAN_OK)
        return;
    parser->status = padan_error_set(parser->error, PADAN_ERROR_SYNTAX, "%s", message);
    if (parser->error)
        parser->error->column = (int64_t)parser->at + 1;
}

void padan_parser_lack(struct padan_expression_parser *parser)
{
    if (parser->status == PADAN_OK)
        parser->status = padan_error_allocation(parser->error);
}

UChar32 padan_parser_peek(const struct padan_expression_parser *parser, size_t ahead)
{
    return parser->at + ahead < parser->count ? parser->text[parser->at + ahead] : U_SENTINEL;
}

USet *padan_parser_set(struct padan_expression_parser *parser)
{
    struct padan_tree *tree = parser->tree;
    USet *set = NULL;
    if (padan_vector_reserve(&tree->sets, &tree->set_capacity, tree->set_count + 1, sizeof(USet *)))
        set = uset_openEmpty();
    if (set)
        tree->sets[tree->set_count++] = set;
    else
        padan_parser_lack(parser);
    return set;
}

void padan_parser_skip(struct padan_expression_parser *parser)
{
    while (parser->flags & PADAN_FLAG_COMMENTS && !padan_parser_is_quoted(parser) && parser->at < parser->count) {
        UChar32 c = padan_parser_peek(parser, 0);
        if (c == '#')
            while (parser->at < parser->count && padan_parser_peek(parser, 0) != '\n')
                parser->at++;
        else if (u_isUWhiteSpace(c))
            parser->at++;
        else
            break;
    }
}

void padan_parser_quote(struct padan_expression_parser *parser)
{
    size_t end = parser->at;
    while (end < parser->count &&
           !(parser->text[end] == '\\' && end + 1 < parser->count && parser->text[end + 1] == 'E'))
        end++;
    parser->quote_end = end;
    if (end == parser->at && end < parser->count)
        parser->at += 2;
}

bool padan_parser_is_quoted(const struct padan_expression_parser *parser)
{
    return parser->at < parser->quote_end;
}

const USet *padan_parser_fold(struct padan_expression_parser *parser, const USet *set)
{
    USet *folded = parser->flags & PADAN_FLAG_CASE ? padan_parser_set(parser) : NULL;
    if (!folded)
        return set;
    uset_addAll(folded, set);
    uset_closeOver(folded, USET_CASE_INSENSITIVE);
    uset_removeAllStrings(folded);
    return folded;
}

/* Adds what ICU calls `pattern` to a set; false where ICU does not know it. */
static bool add_pattern(USet *set, const char *pattern)
{
    UChar wide[NAME_SIZE * 2];
    if (strlen(pattern) >= NAME_SIZE * 2)
        return false;
    u_charsToUChars(pattern, wide, (int32_t)strlen(pattern));
    UErrorCode code = U_ZERO_ERROR;
    USet *found = uset_openPattern(wide, (int32_t)strlen(pattern), &code);
    if (U_SUCCESS(code))
        uset_addAll(set, found);
    uset_close(found);
    return U_SUCCESS(code);
}

/*
 * Names of classes that only Java has, or that mean something else there. What Java says of ASCII alone unless told
 * otherwise (\p{Lower}) is said of all characters here, as with \w.
 */
static const struct {
    const char *name, *pattern;
} java_classes[] = {
    { "all", "[\\u0000-\\U0010ffff]" },
    { "ASCII", "[\\u0000-\\u007f]" },
    { "L1", "[\\u0000-\\u00ff]" },
    { "LC", "[\\p{Lu}\\p{Ll}\\p{Lt}]" },
    { "LD", "[\\p{L}\\p{Nd}]" },
    { "Alnum", "[\\p{Alphabetic}\\p{Nd}]" },
    { "Alpha", "\\p{Alphabetic}" },
    { "Blank", "[\\t\\p{Zs}]" },
    { "Cntrl", "\\p{Cc}" },
    { "Digit", "\\p{Nd}" },
    { "Graph", "[^\\p{Z}\\p{Cc}\\p{Cs}\\p{Cn}]" },
    { "Lower", "\\p{Lowercase}" },
    { "Print", "[^\\p{Zl}\\p{Zp}\\p{Cc}\\p{Cs}\\p{Cn}]" },
    { "Punct", "[\\p{P}$+<=>\\^`|~]" },
    { "Space", "\\p{White_Space}" },
    { "Upper", "\\p{Uppercase}" },
    { "XDigit", "[\\p{Nd}\\p{Hex_Digit}]" },
    { "IsAlnum", "[\\p{Alphabetic}\\p{Nd}]" },
    { "IsAssigned", "\\P{Cn}" },
    { "IsControl", "\\p{Cc}" },
    { "IsDigit", "\\p{Nd}" },
    { "IsLetter", "\\p{L}" },
    { "IsPunctuation", "\\p{P}" },
    { "IsTitlecase", "\\p{Lt}" },
    { "IsWord", PADAN_SET_WORD },
    { "javaAlphabetic", "\\p{Alphabetic}" },
    { "javaDefined", "\\P{Cn}" },
    { "javaDigit", "\\p{Nd}" },
    { "javaISOControl", "\\p{Cc}" },
    { "javaIdentifierIgnorable", "[\\u0000-\\u0008\\u000e-\\u001b\\u007f-\\u009f\\p{Cf}]" },
    { "javaIdeographic", "\\p{Ideographic}" },
    { "javaJavaIdentifierPart",
      "[\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}\\p{Nd}\\p{Mn}\\p{Mc}\\u0000-\\u0008\\u000e-\\u001b\\u007f-\\u009f\\p{Cf}]" },
    { "javaJavaIdentifierStart", "[\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}]" },
    { "javaLetter", "\\p{L}" },
    { "javaLetterOrDigit", "[\\p{L}\\p{Nd}]" },
    { "javaLowerCase", "\\p{Lowercase}" },
    { "javaMirrored", "\\p{Bidi_Mirrored}" },
    { "javaSpaceChar", "\\p{Z}" },
    { "javaTitleCase", "\\p{Lt}" },
    { "javaUnicodeIdentifierPart", "[\\p{ID_Continue}\\u0000-\\u0008\\u000e-\\u001b\\u007f-\\u009f\\p{Cf}]" },
    { "javaUnicodeIdentifierStart", "\\p{ID_Start}" },
    { "javaUpperCase", "\\p{Uppercase}" },
    { "javaWhitespace", "[[\\p{Z}\\t-\\r\\u001c-\\u001f]-[\\u00a0\\u2007\\u202f]]" },
};

static bool add_property(USet *set, const char *name)
{
    for (size_t i = 0; i < sizeof java_classes / sizeof java_classes[0]; i++)
        if (strcmp(name, java_classes[i].name) == 0)
            return add_pattern(set, java_classes[i].pattern);
    char pattern[NAME_SIZE + 16];
    snprintf(pattern, sizeof pattern, "\\p{%s}", name);
    if (add_pattern(set, pattern))
        return true;
    if (strncmp(name, "In", 2) == 0) {
        snprintf(pattern, sizeof pattern, "\\p{block=%s}", name + 2);
        return add_pattern(set, pattern);
    }
    if (strncmp(name, "Is", 2) == 0) {
        snprintf(pattern, sizeof pattern, "\\p{%s}", name + 2);
        return add_pattern(set, pattern);
    }
    return false;
}

/* The pool's set of a name; its number in *number. NULL: it is not there yet. */
static const USet *find_shared(struct padan_expression_parser *parser, const char *name, size_t *number)
{
    struct padan_set_pool *pool = parser->pool;
    size_t known = pool->names.count;
    /* Room first, so that no name is known that has none. */
    bool has_room = padan_vector_reserve(&pool->sets, &pool->capacity, known + 1, sizeof *pool->sets);
    *number = has_room ? padan_table_add(&pool->names, name, strlen(name)) : PADAN_TABLE_NONE;
    if (*number == PADAN_TABLE_NONE)
        padan_parser_lack(parser);
    else if (*number < known)
        return pool->sets[*number];
    else
        pool->sets[*number] = NULL;
    return NULL;
}

/* The shared set of a name, made by `add` where it is not there yet; what cannot be made stays NULL. */
static const USet *share(struct padan_expression_parser *parser, const char *key, const char *name, bool negated,
                         bool (*add)(USet *set, const char *name))
{
    size_t number;
    const USet *known = find_shared(parser, key, &number);
    if (known || number == PADAN_TABLE_NONE)
        return known;
    USet *set = uset_openEmpty();
    if (!set) {
        padan_parser_lack(parser);
        return NULL;
    }
    if (!add(set, name)) {
        uset_close(set);
        padan_parser_fail(parser, "this class of characters is not known");
        return NULL;
    }
    if (negated)
        uset_complement(set);
    parser->pool->sets[number] = set;
    return set;
}

const USet *padan_parser_set_of(struct padan_expression_parser *parser, const char *pattern)
{
    return share(parser, pattern, pattern, false, add_pattern);
}

/* The set of a property's name; "^" before it negates as well. */
static const USet *share_property(struct padan_expression_parser *parser, const char *name, bool negated)
{
    char key[NAME_SIZE + 2];
    const char *bare = name[0] == '^' ? name + 1 : name;
    negated = negated != (bare != name);
    snprintf(key, sizeof key, "%c%s", negated ? 'P' : 'p', bare);
    return share(parser, key, bare, negated, add_property);
}

/* The name in \p{name}, \pL or [:name:]; false where it is not ended or too long. */
static bool read_name(struct padan_expression_parser *parser, UChar32 end, char name[NAME_SIZE])
{
    size_t length = 0;
    for (UChar32 c; (c = padan_parser_peek(parser, 0)) != end; parser->at++) {
        if (c < 0x20 || c > 0x7e || length + 1 >= NAME_SIZE) {
            padan_parser_fail(parser, "the name of a class of characters is not ended");
            return false;
        }
        name[length++] = (char)c;
    }
    name[length] = '\0';
    parser->at++;
    return true;
}

/* \p{name} after its letter. */
static const USet *parse_property(struct padan_expression_parser *parser, bool negated)
{
    char name[NAME_SIZE] = "";
    UChar32 c = padan_parser_peek(parser, 0);
    if (c == '{') {
        parser->at++;
        if (!read_name(parser, '}', name))
            return NULL;
    } else if (c > 0x20 && c < 0x7f) {
        name[0] = (char)c;
        parser->at++;
    }
    return share_property(parser, name, negated);
}

static int digit_value(UChar32 c, int base)
{
    int value = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : 99;
    return value < base ? value : -1;
}

/* A number of `least` to `most` digits. */
static UChar32 parse_digits(struct padan_expression_parser *parser, int base, int least, int most)
{
    UChar32 value = 0;
    int count = 0;
    for (int digit; count < most && (digit = digit_value(padan_parser_peek(parser, 0), base)) >= 0; count++) {
        value = value * base + digit;
        parser->at++;
        if (value > 0x10ffff)
            break;
    }
    if (count < least || value > 0x10ffff)
        padan_parser_fail(parser, "a character's number is expected after the backslash");
    return value;
}

/* \xHH and \x{H...}. */
static UChar32 parse_hexadecimal(struct padan_expression_parser *parser)
{
    if (padan_parser_peek(parser, 0) != '{')
        return parse_digits(parser, 16, 1, 2);
    parser->at++;
    UChar32 value = parse_digits(parser, 16, 1, 8);
    if (padan_parser_peek(parser, 0) != '}')
        padan_parser_fail(parser, "\"}\" is expected after a character's number");
    parser->at++;
    return value;
}

/* \uHHHH, two of which may be a surrogate pair. */
static UChar32 parse_unit(struct padan_expression_parser *parser)
{
    UChar32 value = parse_digits(parser, 16, 4, 4);
    bool lead = value >= 0xd800 && value <= 0xdbff;
    if (lead && padan_parser_peek(parser, 0) == '\\' && padan_parser_peek(parser, 1) == 'u') {
        parser->at += 2;
        UChar32 trail = parse_digits(parser, 16, 4, 4);
        if (trail >= 0xdc00 && trail <= 0xdfff)
            return 0x10000 + (value - 0xd800) * 0x400 + (trail - 0xdc00);
        padan_parser_fail(parser, "half a surrogate pair");
    }
    return value;
}

static UChar32 parse_named(struct padan_expression_parser *parser)
{
    char name[NAME_SIZE];
    if (padan_parser_peek(parser, 0) == '{') {
        parser->at++;
        if (!read_name(parser, '}', name))
            return 0;
        UErrorCode code = U_ZERO_ERROR;
        UChar32 character = u_charFromName(U_EXTENDED_CHAR_NAME, name, &code);
        if (U_SUCCESS(code))
            return character;
    }
    padan_parser_fail(parser, "no character has this name");
    return 0;
}

/* Escapes that stand for one character; U_SENTINEL for others. */
static UChar32 parse_character(struct padan_expression_parser *parser, UChar32 c)
{
    switch (c) {
    case 't':
        return '\t';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 'f':
        return '\f';
    case 'a':
        return 7;
    case 'e':
        return 0x1b;
    case '0':
        c = padan_parser_peek(parser, 0);
        return parse_digits(parser, 8, 1, c >= '4' ? 2 : 3);
    case 'x':
        return parse_hexadecimal(parser);
    case 'u':
        return parse_unit(parser);
    case 'U':
        return parse_digits(parser, 16, 8, 8);
    case 'N':
        return parse_named(parser);
    case 'c':
        c = padan_parser_peek(parser, 0);
        if (c < '?' || c > 'z' || (c > '_' && c < 'a'))
            padan_parser_fail(parser, "\"\\c\" needs one of the letters A to Z, or ?, @, [, \\, ], ^, _");
        parser->at++;
        return c == '?' ? 0x7f : c & 0x1f;
    default:
        return U_SENTINEL;
    }
}

static const char *escaped_class(UChar32 c)
{
    switch (c) {
    case 'd':
        return "\\p{Nd}";
    case 'D':
        return "\\P{Nd}";
    case 's':
        return "\\p{White_Space}";
    case 'S':
        return "\\P{White_Space}";
    case 'w':
        return PADAN_SET_WORD;
    case 'W':
        return "[^\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d]";
    case 'h':
        return "[\\t\\p{Zs}]";
    case 'H':
        return "[^\\t\\p{Zs}]";
    case 'v':
        return "[\\n\\u000b\\f\\r\\u0085\\u2028\\u2029]";
    case 'V':
        return "[^\\n\\u000b\\f\\r\\u0085\\u2028\\u2029]";
    default:
        return NULL;
    }
}

const USet *padan_parse_escape(struct padan_expression_parser *parser, UChar32 *character)
{
    UChar32 c = padan_parser_peek(parser, 0);
    if (c == U_SENTINEL) {
        padan_parser_fail(parser, "a backslash ends the expression");
        return NULL;
    }
    parser->at++;
    if (c == 'p' || c == 'P')
        return parse_property(parser, c == 'P');
    const char *class = escaped_class(c);
    if (class)
        return padan_parser_set_of(parser, class);
    *character = parse_character(parser, c);
    if (*character != U_SENTINEL)
        return NULL;
    if (c < 0x80 && u_isalnum(c))
        padan_parser_fail(parser, "this escape is not known");
    *character = c;
    return NULL;
}

/* [:name:] after its two opening characters. */
static const USet *parse_posix(struct padan_expression_parser *parser)
{
    char name[NAME_SIZE];
    parser->at += 2;
    if (!read_name(parser, ']', name))
        return NULL;
    size_t length = strlen(name);
    if (length > 0 && name[length - 1] == ':')
        name[length - 1] = '\0';
    return share_property(parser, name, false);
}

static bool is_posix(const struct padan_expression_parser *parser)
{
    if (padan_parser_peek(parser, 1) != ':')
        return false;
    for (size_t ahead = 2; ahead < NAME_SIZE; ahead++) {
        UChar32 c = padan_parser_peek(parser, ahead);
        if (c == ':')
            return padan_parser_peek(parser, ahead + 1) == ']';
        if (c == U_SENTINEL || c == ']' || c == '[')
            return false;
    }
    return false;
}

/* One character or set of a class. */
static const USet *parse_item(struct padan_expression_parser *parser, UChar32 *character)
{
    UChar32 c = padan_parser_peek(parser, 0);
    if (padan_parser_is_quoted(parser)) {
        *character = c;
        if (++parser->at == parser->quote_end)
            parser->at += 2;
        return NULL;
    }
    if (c == '[' && is_posix(parser))
        return parse_posix(parser);
    parser->at++;
    if (c == '[')
        return padan_parse_class(parser);
    if (c == '\\')
        return padan_parse_escape(parser, character);
    *character = c;
    return NULL;
}

static bool at_range(const struct padan_expression_parser *parser)
{
    UChar32 after = padan_parser_peek(parser, 1);
    return padan_parser_peek(parser, 0) == '-' && after != ']' && after != '[' && after != U_SENTINEL;
}

/* Adds an item, or a range of characters, to `set`. */
static void add_item(struct padan_expression_parser *parser, USet *set)
{
    UChar32 first = 0, last = 0;
    const USet *item = parse_item(parser, &first);
    if (parser->status != PADAN_OK)
        return;
    if (item) {
        uset_addAll(set, item);
        return;
    }
    if (!at_range(parser)) {
        uset_add(set, first);
        return;
    }
    parser->at++;
    if (parse_item(parser, &last) || last < first)
        padan_parser_fail(parser, "a range of characters must go upwards");
    else
        uset_addRange(set, first, last);
}

/* What an operation between two sets does. */
static void combine(USet *left, UChar32 operation, const USet *right)
{
    if (operation == '&')
        uset_retainAll(left, right);
    else if (operation == '-')
        uset_removeAll(left, right);
    else
        uset_addAll(left, right);
}

static UChar32 at_operation(const struct padan_expression_parser *parser)
{
    UChar32 c = padan_parser_peek(parser, 0);
    if (c == '&' && padan_parser_peek(parser, 1) == '&')
        return c;
    if (c == '-' && padan_parser_peek(parser, 1) == '-' && padan_parser_peek(parser, 2) == '[')
        return c;
    return 0;
}

/* The operands of a class up to its closing bracket, joined into `result`. */
static void parse_operands(struct padan_expression_parser *parser, USet *result, USet *operand)
{
    UChar32 pending = 0;
    for (bool first = true; parser->status == PADAN_OK; first = false) {
        padan_parser_skip(parser);
        if (!padan_parser_is_quoted(parser) && padan_parser_peek(parser, 0) == '\\' &&
            padan_parser_peek(parser, 1) == 'Q') {
            parser->at += 2;
            padan_parser_quote(parser);
        }
        UChar32 c = padan_parser_peek(parser, 0);
        if (c == U_SENTINEL) {
            padan_parser_fail(parser, "\"[\" without \"]\"");
            return;
        }
        bool quoted = padan_parser_is_quoted(parser), closed = c == ']' && !first && !quoted;
        UChar32 operation = quoted ? 0 : at_operation(parser);
        if (!closed && !operation) {
            add_item(parser, operand);
            continue;
        }
        combine(result, pending, operand);
        uset_clear(operand);
        pending = operation;
        parser->at += closed ? 1 : 2;
        if (closed)
            return;
    }
}

USet *padan_parse_class(struct padan_expression_parser *parser)
{
    if (++parser->depth > CLASS_DEPTH) {
        padan_parser_fail(parser, "brackets are nested too deep");
        return NULL;
    }
    bool negated = padan_parser_peek(parser, 0) == '^';
    if (negated)
        parser->at++;
    USet *result = padan_parser_set(parser);
    USet *operand = padan_parser_set(parser);
    if (!result || !operand)
        return NULL;
    parse_operands(parser, result, operand);
    if (parser->flags & PADAN_FLAG_CASE)
        uset_closeOver(result, USET_CASE_INSENSITIVE);
    uset_removeAllStrings(result);
    if (negated)
        uset_complement(result);
    parser->depth--;
    return result;
}
