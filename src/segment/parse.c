/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regular expressions into trees. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/error.h"
#include "base/vector.h"
#include "segment/class.h"
#include "segment/node.h"
#include "text/utf8.h"

#define PATTERN_DEPTH 100
#define PATTERN_SIZE 100000
#define REPEAT_LIMIT 10000

static struct padan_node *parse_choice(struct padan_expression_parser *parser);

static struct padan_node *new_node(struct padan_expression_parser *parser, enum padan_node_kind kind)
{
    struct padan_node *node = padan_arena_take(&parser->tree->arena, sizeof *node);
    if (node)
        node->kind = kind;
    else
        padan_parser_lack(parser);
    return node;
}

static void add_child(struct padan_node *parent, struct padan_node *child)
{
    child->previous = parent->last;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

/* A node with one child; NULL where either is. */
static struct padan_node *wrap(struct padan_expression_parser *parser, enum padan_node_kind kind,
                               struct padan_node *child)
{
    struct padan_node *node = child ? new_node(parser, kind) : NULL;
    if (node)
        add_child(node, child);
    return node;
}

static struct padan_node *new_set(struct padan_expression_parser *parser, const USet *set)
{
    struct padan_node *node = set ? new_node(parser, PADAN_NODE_SET) : NULL;
    if (node)
        node->set = set;
    return node;
}

static struct padan_node *new_character(struct padan_expression_parser *parser, UChar32 character)
{
    if ((parser->flags & PADAN_FLAG_CASE) && (u_tolower(character) != character || u_toupper(character) != character)) {
        USet *set = padan_parser_set(parser);
        if (!set)
            return NULL;
        uset_add(set, character);
        uset_closeOver(set, USET_CASE_INSENSITIVE);
        uset_removeAllStrings(set);
        return new_set(parser, set);
    }
    struct padan_node *node = new_node(parser, PADAN_NODE_CHARACTER);
    if (node)
        node->character = character;
    return node;
}

static struct padan_node *new_look(struct padan_expression_parser *parser, bool behind, bool never, const USet *set)
{
    struct padan_node *node = wrap(parser, PADAN_NODE_LOOK, new_set(parser, set));
    if (node) {
        node->behind = behind;
        node->never = never;
    }
    return node;
}

/* Where a word is on one side only; spelt out, since ICU's own \b is not the same read backwards. */
static struct padan_node *new_word_edge(struct padan_expression_parser *parser, bool inside)
{
    const USet *word = padan_parser_set_of(parser, PADAN_SET_WORD);
    struct padan_node *choice = new_node(parser, PADAN_NODE_CHOICE);
    for (int side = 0; choice && side < 2; side++) {
        struct padan_node *sequence = new_node(parser, PADAN_NODE_SEQUENCE);
        struct padan_node *before = new_look(parser, true, side == 0, word);
        struct padan_node *after = new_look(parser, false, inside ? side == 0 : side == 1, word);
        if (!sequence || !before || !after)
            return NULL;
        add_child(sequence, before);
        add_child(sequence, after);
        add_child(choice, sequence);
    }
    return wrap(parser, PADAN_NODE_GROUP, choice);
}

/* ^ and $ of (?m), which hold at the ends of lines as well, but not inside "\r\n". */
static struct padan_node *new_line_edge(struct padan_expression_parser *parser, bool behind)
{
    bool only_feed = parser->flags & PADAN_FLAG_UNIX;
    struct padan_node *edge = new_look(
        parser, behind, true, padan_parser_set_of(parser, only_feed ? "[^\\n]" : "[^\\n\\r\\u0085\\u2028\\u2029]"));
    if (only_feed || !edge)
        return edge;
    struct padan_node *sequence = new_node(parser, PADAN_NODE_SEQUENCE);
    struct padan_node *inside = new_node(parser, PADAN_NODE_SEQUENCE);
    struct padan_node *carriage = new_look(parser, true, false, padan_parser_set_of(parser, "[\\r]"));
    struct padan_node *feed = new_look(parser, false, false, padan_parser_set_of(parser, "[\\n]"));
    struct padan_node *never = wrap(parser, PADAN_NODE_LOOK, inside);
    if (!sequence || !carriage || !feed || !never)
        return NULL;
    never->never = true;
    add_child(inside, carriage);
    add_child(inside, feed);
    add_child(sequence, edge);
    add_child(sequence, never);
    return wrap(parser, PADAN_NODE_GROUP, sequence);
}

static struct padan_node *parse_dot(struct padan_expression_parser *parser)
{
    const char *set = parser->flags & PADAN_FLAG_DOT_ALL ? "[\\u0000-\\U0010ffff]"
                      : parser->flags & PADAN_FLAG_UNIX  ? "[^\\n]"
                                                         : "[^\\n\\r\\u0085\\u2028\\u2029]";
    return new_set(parser, padan_parser_set_of(parser, set));
}

/* A character inside \Q...\E. */
static struct padan_node *parse_quoted(struct padan_expression_parser *parser)
{
    struct padan_node *node = new_character(parser, padan_parser_peek(parser, 0));
    if (++parser->at == parser->quote_end)
        parser->at += 2;
    return node;
}

/* Parses a text of ours in place of the expression's. */
static struct padan_node *parse_instead(struct padan_expression_parser *parser, const char *text)
{
    UChar32 wide[512];
    struct padan_expression_parser outer = *parser;
    size_t length = strlen(text);
    assert(length < sizeof wide / sizeof wide[0]);
    for (size_t i = 0; i < length; i++)
        wide[i] = (unsigned char)text[i];
    parser->text = wide;
    parser->count = length;
    parser->at = parser->quote_end = 0;
    parser->flags = 0;
    struct padan_node *node = wrap(parser, PADAN_NODE_GROUP, parse_choice(parser));
    parser->text = outer.text;
    parser->count = outer.count;
    parser->at = outer.at;
    parser->flags = outer.flags;
    parser->quote_end = outer.quote_end;
    return node;
}

/* \X: what a reader takes for one character. Source: UAX 29, extended grapheme clusters. */
static struct padan_node *parse_cluster(struct padan_expression_parser *parser)
{
#define GCB(value) "\\p{GCB=" value "}"
    return parse_instead(
        parser,
        "(?>\\r\\n|[" GCB("Control") GCB("CR") GCB("LF") "]|" GCB("Prepend") "*"
        "(?:[\\x{1F1E6}-\\x{1F1FF}]{2}|" GCB("L") "*(?:" GCB("V") "+|" GCB("LV") GCB("V") "*|" GCB("LVT") ")" GCB("T") "*|"
        GCB("L") "+|" GCB("T") "+|\\p{Extended_Pictographic}(?:" GCB("Extend") "*\\x{200D}\\p{Extended_Pictographic})*|"
        "[^" GCB("Control") GCB("CR") GCB("LF") "])[" GCB("Extend") GCB("SpacingMark") "\\x{200D}]*)");
#undef GCB
}

/* \R: the end of a line. */
static struct padan_node *parse_line_end(struct padan_expression_parser *parser)
{
    return parse_instead(parser, "\\r\\n|\\v");
}

static struct padan_node *new_reference(struct padan_expression_parser *parser, uint32_t number)
{
    struct padan_node *node = new_node(parser, PADAN_NODE_REFERENCE);
    if (!node)
        return NULL;
    node->min = number;
    node->fold = (parser->flags & PADAN_FLAG_CASE) != 0;
    if (number > parser->groups)
        padan_parser_fail(parser, "a back-reference to a group that is not there");
    if (parser->behind > 0)
        padan_parser_fail(parser, "a back-reference cannot be used in a look-behind");
    return node;
}

/* "\12" is the twelfth group where there are so many before it, else the first and a "2". */
static struct padan_node *parse_reference(struct padan_expression_parser *parser, UChar32 digit)
{
    uint32_t number = (uint32_t)(digit - '0');
    for (UChar32 c; (c = padan_parser_peek(parser, 0)) >= '0' && c <= '9'; parser->at++) {
        uint32_t longer = number * 10 + (uint32_t)(c - '0');
        if (longer > parser->groups)
            break;
        number = longer;
    }
    return new_reference(parser, number);
}

/* The name of a group up to its ">"; its number in the table of names, or PADAN_TABLE_NONE. */
static size_t parse_name(struct padan_expression_parser *parser)
{
    char name[64];
    size_t length = 0;
    for (UChar32 c; (c = padan_parser_peek(parser, 0)) != '>'; parser->at++) {
        bool good = c < 0x80 && (u_isalpha(c) || (u_isdigit(c) && length > 0));
        if (!good || length + 1 == sizeof name) {
            padan_parser_fail(parser, "the name of a group is letters and digits, and ends with \">\"");
            return PADAN_TABLE_NONE;
        }
        name[length++] = (char)c;
    }
    parser->at++;
    size_t number = length > 0 ? padan_table_add(&parser->names, name, length) : PADAN_TABLE_NONE;
    if (length == 0)
        padan_parser_fail(parser, "a group without a name");
    else if (number == PADAN_TABLE_NONE)
        padan_parser_lack(parser);
    return number;
}

/* \k<name> after the k. */
static struct padan_node *parse_named_reference(struct padan_expression_parser *parser)
{
    size_t known = parser->names.count;
    if (padan_parser_peek(parser, 0) != '<') {
        padan_parser_fail(parser, "\"\\k\" needs the name of a group, \\k<name>");
        return NULL;
    }
    parser->at++;
    size_t number = parse_name(parser);
    if (number != PADAN_TABLE_NONE && number < known)
        return new_reference(parser, parser->name_groups[number]);
    padan_parser_fail(parser, "a back-reference to a group that is not there");
    return NULL;
}

/* What Java has and no rule can mean. */
static struct padan_node *refuse(struct padan_expression_parser *parser, UChar32 c)
{
    padan_parser_fail(parser, c == 'G' ? "\"\\G\", the end of the match before, has no meaning in a rule"
                                       : "\"\\b{\" is not known; \"\\b\" alone is the edge of a word");
    return NULL;
}

/* A set or a character after the backslash. */
static struct padan_node *parse_escaped(struct padan_expression_parser *parser)
{
    bool is_property = padan_parser_peek(parser, 0) == 'p' || padan_parser_peek(parser, 0) == 'P';
    UChar32 character = 0;
    const USet *set = padan_parse_escape(parser, &character);
    if (parser->status != PADAN_OK)
        return NULL;
    if (!set)
        return new_character(parser, character);
    return new_set(parser, is_property ? padan_parser_fold(parser, set) : set);
}

static struct padan_node *parse_backslash(struct padan_expression_parser *parser)
{
    UChar32 c = padan_parser_peek(parser, 0);
    parser->at++;
    if (c >= '1' && c <= '9')
        return parse_reference(parser, c);
    switch (c) {
    case 'b':
    case 'B':
        return padan_parser_peek(parser, 0) == '{' ? refuse(parser, c) : new_word_edge(parser, c == 'B');
    case 'A':
        return new_node(parser, PADAN_NODE_START);
    case 'Z':
        return new_node(parser, PADAN_NODE_END);
    case 'z':
        return new_node(parser, PADAN_NODE_VERY_END);
    case 'Q':
        padan_parser_quote(parser);
        return new_node(parser, PADAN_NODE_SEQUENCE);
    case 'X':
        return parse_cluster(parser);
    case 'R':
        return parse_line_end(parser);
    case 'k':
        return parse_named_reference(parser);
    case 'G':
        return refuse(parser, c);
    default:
        parser->at--;
        return parse_escaped(parser);
    }
}

static unsigned flag_of(UChar32 c)
{
    switch (c) {
    case 'i':
        return PADAN_FLAG_CASE;
    case 's':
        return PADAN_FLAG_DOT_ALL;
    case 'm':
        return PADAN_FLAG_LINES;
    case 'x':
        return PADAN_FLAG_COMMENTS;
    case 'd':
        return PADAN_FLAG_UNIX;
    default:
        return 0; /* u, U, w: Unicode it always is */
    }
}

/* "i-s" of (?i-s) and (?i-s:...), up to the character that ends it. */
static UChar32 parse_flags(struct padan_expression_parser *parser)
{
    bool on = true;
    for (;; parser->at++) {
        UChar32 c = padan_parser_peek(parser, 0);
        if (c == '-')
            on = false;
        else if (c == ')' || c == ':')
            return c;
        else if (c <= 0 || !strchr("ismxuUdw", c < 0x80 ? (int)c : 1)) {
            padan_parser_fail(parser, "what stands after \"(?\" is not known");
            return U_SENTINEL;
        } else if (on)
            parser->flags |= flag_of(c);
        else
            parser->flags &= ~flag_of(c);
    }
}

/* A group's inside and its closing parenthesis. */
static struct padan_node *parse_inside(struct padan_expression_parser *parser, enum padan_node_kind kind)
{
    struct padan_node *node = wrap(parser, kind, parse_choice(parser));
    if (parser->status == PADAN_OK && padan_parser_peek(parser, 0) != ')')
        padan_parser_fail(parser, "\"(\" without \")\"");
    parser->at++;
    return node;
}

static struct padan_node *parse_look(struct padan_expression_parser *parser, bool behind)
{
    parser->at += behind ? 3 : 2;
    bool never = parser->text[parser->at - 1] == '!';
    parser->behind += behind;
    struct padan_node *node = parse_inside(parser, PADAN_NODE_LOOK);
    parser->behind -= behind;
    if (node) {
        node->behind = behind;
        node->never = never;
    }
    return node;
}

static struct padan_node *parse_capture(struct padan_expression_parser *parser)
{
    parser->groups++;
    struct padan_node *node = parse_inside(parser, PADAN_NODE_GROUP);
    if (node)
        node->capturing = true;
    return node;
}

/* (?<name>...) after the "<". */
static struct padan_node *parse_named_capture(struct padan_expression_parser *parser)
{
    size_t known = parser->names.count, number = parse_name(parser);
    if (number == PADAN_TABLE_NONE)
        return NULL;
    if (number < known) {
        padan_parser_fail(parser, "two groups of one name");
        return NULL;
    }
    if (!padan_vector_reserve(&parser->name_groups, &parser->name_capacity, number + 1, sizeof *parser->name_groups)) {
        padan_parser_lack(parser);
        return NULL;
    }
    parser->name_groups[number] = parser->groups + 1;
    return parse_capture(parser);
}

static struct padan_node *parse_comment(struct padan_expression_parser *parser)
{
    while (parser->at < parser->count && padan_parser_peek(parser, 0) != ')')
        parser->at++;
    parser->at++;
    return new_node(parser, PADAN_NODE_SEQUENCE);
}

static struct padan_node *parse_flagged(struct padan_expression_parser *parser, unsigned *flags)
{
    parser->at++;
    UChar32 end = parse_flags(parser);
    parser->at++;
    if (end != ')')
        return parse_inside(parser, PADAN_NODE_GROUP);
    *flags = parser->flags;
    return new_node(parser, PADAN_NODE_SEQUENCE);
}

static struct padan_node *parse_special(struct padan_expression_parser *parser, unsigned *flags)
{
    UChar32 c = padan_parser_peek(parser, 1), after = padan_parser_peek(parser, 2);
    if (c == '=' || c == '!')
        return parse_look(parser, false);
    if (c == '<' && (after == '=' || after == '!'))
        return parse_look(parser, true);
    if (c == '#')
        return parse_comment(parser);
    if (c == '>') {
        parser->at += 2;
        struct padan_node *node = parse_inside(parser, PADAN_NODE_GROUP);
        if (node)
            node->possessive = true;
        return node;
    }
    if (c != '<')
        return parse_flagged(parser, flags);
    parser->at += 2;
    return parse_named_capture(parser);
}

/* After an opening parenthesis; flags set inside end with the group, (?i) goes on to the end of the one around it. */
static struct padan_node *parse_group(struct padan_expression_parser *parser)
{
    unsigned flags = parser->flags;
    struct padan_node *node;
    if (padan_parser_peek(parser, 0) == '?')
        node = parse_special(parser, &flags);
    else
        node = parse_capture(parser);
    parser->flags = flags;
    return node;
}

static struct padan_node *parse_atom(struct padan_expression_parser *parser)
{
    if (padan_parser_is_quoted(parser))
        return parse_quoted(parser);
    UChar32 c = padan_parser_peek(parser, 0);
    bool lines = parser->flags & PADAN_FLAG_LINES;
    if (c == '*' || c == '+' || c == '?' || c == '{') {
        padan_parser_fail(parser, "nothing stands before this sign that it could repeat");
        return NULL;
    }
    parser->at++;
    switch (c) {
    case '(':
        return parse_group(parser);
    case '[':
        return new_set(parser, padan_parse_class(parser));
    case '.':
        return parse_dot(parser);
    case '^':
        return lines ? new_line_edge(parser, true) : new_node(parser, PADAN_NODE_START);
    case '$':
        return lines ? new_line_edge(parser, false) : new_node(parser, PADAN_NODE_END);
    case '\\':
        return parse_backslash(parser);
    default:
        return new_character(parser, c);
    }
}

static uint32_t parse_count(struct padan_expression_parser *parser, uint32_t otherwise)
{
    uint32_t value = 0;
    size_t start = parser->at;
    for (UChar32 c; (c = padan_parser_peek(parser, 0)) >= '0' && c <= '9'; parser->at++) {
        value = value * 10 + (uint32_t)(c - '0');
        if (value > REPEAT_LIMIT) {
            padan_parser_fail(parser, "a repeat count over 10,000");
            return 0;
        }
    }
    return parser->at > start ? value : otherwise;
}

/* "{n}", "{n,}" or "{n,m}" after the brace. */
static void parse_braces(struct padan_expression_parser *parser, uint32_t *min, uint32_t *max)
{
    UChar32 first = padan_parser_peek(parser, 0);
    *max = *min = parse_count(parser, 0);
    if (padan_parser_peek(parser, 0) == ',') {
        parser->at++;
        *max = parse_count(parser, PADAN_REPEAT_UNBOUNDED);
    }
    if (padan_parser_peek(parser, 0) != '}' || *max < *min || first < '0' || first > '9')
        padan_parser_fail(parser, "a repeat count is written {n}, {n,} or {n,m}");
    parser->at++;
}

/* Whether a quantifier stands here; takes it and what follows it into `repeat`. */
static bool parse_quantifier(struct padan_expression_parser *parser, struct padan_node *repeat)
{
    if (padan_parser_is_quoted(parser))
        return false;
    padan_parser_skip(parser);
    UChar32 c = padan_parser_peek(parser, 0);
    if (c != '*' && c != '+' && c != '?' && c != '{')
        return false;
    parser->at++;
    repeat->min = c == '+';
    repeat->max = c == '?' ? 1 : PADAN_REPEAT_UNBOUNDED;
    if (c == '{')
        parse_braces(parser, &repeat->min, &repeat->max);
    UChar32 after = padan_parser_peek(parser, 0);
    repeat->possessive = after == '+';
    repeat->reluctant = after == '?';
    parser->at += after == '+' || after == '?';
    return true;
}

static struct padan_node *parse_piece(struct padan_expression_parser *parser)
{
    struct padan_node *node = parse_atom(parser), count = { 0 };
    for (unsigned depth = 0; node && parse_quantifier(parser, &count); depth++) {
        if (depth == 3) {
            padan_parser_fail(parser, "repeats of repeats");
            return NULL;
        }
        node = wrap(parser, PADAN_NODE_REPEAT, node);
        if (!node)
            break;
        node->min = count.min;
        node->max = count.max;
        node->possessive = count.possessive;
        node->reluctant = count.reluctant;
    }
    return node;
}

static struct padan_node *parse_sequence(struct padan_expression_parser *parser)
{
    struct padan_node *sequence = new_node(parser, PADAN_NODE_SEQUENCE);
    while (sequence && parser->status == PADAN_OK) {
        padan_parser_skip(parser);
        UChar32 c = padan_parser_peek(parser, 0);
        if (c == U_SENTINEL || (!padan_parser_is_quoted(parser) && (c == '|' || c == ')')))
            break;
        struct padan_node *piece = parse_piece(parser);
        if (piece)
            add_child(sequence, piece);
    }
    return sequence;
}

static struct padan_node *parse_choice(struct padan_expression_parser *parser)
{
    if (++parser->depth > PATTERN_DEPTH) {
        padan_parser_fail(parser, "groups are nested too deep");
        return NULL;
    }
    struct padan_node *choice = wrap(parser, PADAN_NODE_CHOICE, parse_sequence(parser));
    while (choice && parser->status == PADAN_OK && padan_parser_peek(parser, 0) == '|') {
        parser->at++;
        struct padan_node *sequence = parse_sequence(parser);
        if (sequence)
            add_child(choice, sequence);
    }
    parser->depth--;
    return choice;
}

/* The code points of a pattern; NULL where it is not UTF-8 or there is no memory. */
static UChar32 *decode(struct padan_string pattern, size_t *count, struct padan_error *error)
{
    UChar32 *text = calloc(pattern.size + 1, sizeof *text);
    if (!text) {
        padan_error_allocation(error);
        return NULL;
    }
    for (size_t at = 0; at < pattern.size; (*count)++) {
        UChar32 c = padan_utf8_next(pattern, &at);
        text[*count] = c < 0 ? 0xfffd : c;
    }
    return text;
}

int padan_tree_parse(struct padan_tree *tree, struct padan_string pattern, struct padan_set_pool *pool,
                     struct padan_error *error)
{
    if (pattern.size > PATTERN_SIZE)
        return padan_error_set(error, PADAN_ERROR_SYNTAX, "the expression is longer than %d bytes", PATTERN_SIZE);
    struct padan_expression_parser parser = { .tree = tree, .pool = pool, .error = error };
    parser.text = decode(pattern, &parser.count, error);
    if (!parser.text)
        return PADAN_ERROR_ALLOCATION;
    tree->root = parse_choice(&parser);
    if (parser.status == PADAN_OK && parser.at < parser.count)
        padan_parser_fail(&parser, "\")\" without \"(\"");
    padan_table_free(&parser.names);
    free(parser.name_groups);
    free(parser.text);
    return parser.status;
}

void padan_tree_free(struct padan_tree *tree)
{
    for (size_t i = 0; i < tree->set_count; i++)
        uset_close(tree->sets[i]);
    free(tree->sets);
    padan_arena_free(&tree->arena);
    *tree = (struct padan_tree){ 0 };
}

void padan_set_pool_free(struct padan_set_pool *pool)
{
    for (size_t i = 0; i < pool->names.count; i++)
        uset_close(pool->sets[i]);
    free(pool->sets);
    padan_table_free(&pool->names);
    *pool = (struct padan_set_pool){ 0 };
}
