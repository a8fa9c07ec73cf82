/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees of regular expressions written for ICU, forwards or reversed; the characters at their edges. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "segment/node.h"

/* How far a repeat without an end may go inside a look-behind, which ICU wants bounded. */
#define LOOK_BEHIND_REPEATS 100

/* \Z read backwards: the text begins here, or a line end lies between that and here. */
#define REVERSED_END "(?:\\A|(?<=\\A[\\x0B\\x0C\\r\\x85\\u2028\\u2029])|(?<=\\A\\n)(?!\\r)|(?<=\\A\\n\\r))"

struct writer {
    struct padan_buffer *out;
    bool reversed;
    bool regional;            /* PADAN_WRITE_BOUNDED */
    bool bounded;             /* inside what ICU will see as a look-behind */
    unsigned *groups, *atoms; /* written so far */
    struct padan_error *error;
};

static int write_node(const struct writer *writer, const struct padan_node *node);

static int write_set(const struct writer *writer, const USet *set)
{
    UErrorCode code = U_ZERO_ERROR;
    if (uset_isEmpty(set)) {
        padan_buffer_text(writer->out, "(?!)");
        return PADAN_OK;
    }
    int32_t length = uset_toPattern(set, NULL, 0, true, &code);
    UChar *wide = malloc(((size_t)length + 1) * sizeof *wide);
    if (!wide || !padan_buffer_reserve(writer->out, (size_t)length)) {
        free(wide);
        return padan_error_allocation(writer->error);
    }
    code = U_ZERO_ERROR;
    uset_toPattern(set, wide, length + 1, true, &code);
    for (int32_t i = 0; i < length; i++)
        padan_buffer_byte(writer->out, (char)wide[i]);
    free(wide);
    return PADAN_OK;
}

static int write_children(const struct writer *writer, const struct padan_node *node)
{
    const struct padan_node *child = writer->reversed ? node->last : node->first;
    int status = PADAN_OK;
    for (; child && status == PADAN_OK; child = writer->reversed ? child->previous : child->next)
        status = write_node(writer, child);
    return status;
}

static int write_choice(const struct writer *writer, const struct padan_node *node)
{
    int status = PADAN_OK;
    for (const struct padan_node *child = node->first; child && status == PADAN_OK; child = child->next) {
        if (child != node->first)
            padan_buffer_byte(writer->out, '|');
        status = write_node(writer, child);
    }
    return status;
}

static int write_wrapped(const struct writer *writer, const char *opening, const struct padan_node *node)
{
    padan_buffer_text(writer->out, opening);
    int status = write_choice(writer, node);
    padan_buffer_byte(writer->out, ')');
    return status;
}

/*
 * What is possessive takes what it takes, also past the end of the region: a look-ahead, which sees beyond, finds how
 * much that is, and then just that must be there.
 */
static int write_atom(const struct writer *writer, const struct padan_node *node, const char *closing)
{
    unsigned number = ++*writer->atoms;
    padan_buffer_format(writer->out, "(?=(?<a%u>(?:", number);
    int status = write_choice(writer, node);
    padan_buffer_format(writer->out, ")%s))\\k<a%u>", closing, number);
    return status;
}

/* Groups have names, since those that write_atom adds would move their numbers. */
static int write_group(const struct writer *writer, const struct padan_node *node)
{
    if (writer->reversed)
        return write_wrapped(writer, "(?:", node);
    if (node->possessive)
        return writer->regional && !writer->bounded ? write_atom(writer, node, "") : write_wrapped(writer, "(?>", node);
    if (!node->capturing)
        return write_wrapped(writer, "(?:", node);
    padan_buffer_format(writer->out, "(?<g%u>", ++*writer->groups);
    return write_wrapped(writer, "", node);
}

static int write_repeat(const struct writer *writer, const struct padan_node *node)
{
    char count[32];
    uint32_t max = node->max;
    if (max == PADAN_REPEAT_UNBOUNDED && writer->bounded)
        max = node->min + LOOK_BEHIND_REPEATS;
    if (max == PADAN_REPEAT_UNBOUNDED)
        snprintf(count, sizeof count, "{%u,}", (unsigned)node->min);
    else
        snprintf(count, sizeof count, "{%u,%u}", (unsigned)node->min, (unsigned)max);
    if (node->possessive && writer->regional && !writer->bounded)
        return write_atom(writer, node, count);
    int status = write_wrapped(writer, "(?:", node);
    padan_buffer_format(writer->out, "%s%s", count,
                        writer->reversed   ? ""
                        : node->possessive ? "+"
                        : node->reluctant  ? "?"
                                           : "");
    return status;
}

static int write_look(const struct writer *writer, const struct padan_node *node)
{
    bool behind = node->behind != writer->reversed;
    struct writer inside = *writer;
    inside.bounded |= behind;
    const char *openings[] = { "(?=", "(?!", "(?<=", "(?<!" };
    return write_wrapped(&inside, openings[behind * 2 + node->never], node);
}

static int write_reference(const struct writer *writer, const struct padan_node *node)
{
    assert(!writer->reversed);
    padan_buffer_format(writer->out, node->fold ? "(?i:\\k<g%u>)" : "\\k<g%u>", (unsigned)node->min);
    return PADAN_OK;
}

static int write_node(const struct writer *writer, const struct padan_node *node)
{
    switch (node->kind) {
    case PADAN_NODE_SEQUENCE:
        return write_children(writer, node);
    case PADAN_NODE_CHOICE:
        return write_choice(writer, node);
    case PADAN_NODE_CHARACTER:
        padan_buffer_format(writer->out, "\\x{%X}", (unsigned)node->character);
        return PADAN_OK;
    case PADAN_NODE_SET:
        return write_set(writer, node->set);
    case PADAN_NODE_GROUP:
        return write_group(writer, node);
    case PADAN_NODE_REPEAT:
        return write_repeat(writer, node);
    case PADAN_NODE_LOOK:
        return write_look(writer, node);
    case PADAN_NODE_START:
        padan_buffer_text(writer->out, writer->reversed ? "\\z" : "\\A");
        return PADAN_OK;
    case PADAN_NODE_END:
        padan_buffer_text(writer->out, writer->reversed ? REVERSED_END : "\\Z");
        return PADAN_OK;
    case PADAN_NODE_VERY_END:
        padan_buffer_text(writer->out, writer->reversed ? "\\A" : "\\z");
        return PADAN_OK;
    case PADAN_NODE_REFERENCE:
        return write_reference(writer, node);
    }
    return PADAN_OK;
}

int padan_tree_write(struct padan_buffer *out, const struct padan_node *node, enum padan_writing writing,
                     struct padan_error *error)
{
    unsigned groups = 0, atoms = 0;
    struct writer writer = { .out = out,
                             .reversed = writing == PADAN_WRITE_REVERSED,
                             .regional = writing == PADAN_WRITE_BOUNDED,
                             .groups = &groups,
                             .atoms = &atoms,
                             .error = error };
    int status = write_node(&writer, node);
    return status == PADAN_OK && out->failed ? padan_error_allocation(error) : status;
}

bool padan_tree_is_reversible(const struct padan_node *node)
{
    if (node->kind == PADAN_NODE_REFERENCE || node->possessive)
        return false;
    for (const struct padan_node *child = node->first; child; child = child->next)
        if (!padan_tree_is_reversible(child))
            return false;
    return true;
}

static bool all_void(const struct padan_node *node)
{
    for (const struct padan_node *child = node->first; child; child = child->next)
        if (!padan_tree_is_void(child))
            return false;
    return node->first != NULL;
}

bool padan_tree_is_void(const struct padan_node *node)
{
    switch (node->kind) {
    case PADAN_NODE_SET:
        return uset_isEmpty(node->set);
    case PADAN_NODE_SEQUENCE:
        for (const struct padan_node *child = node->first; child; child = child->next)
            if (padan_tree_is_void(child))
                return true;
        return false;
    case PADAN_NODE_CHOICE:
    case PADAN_NODE_GROUP:
        return all_void(node);
    case PADAN_NODE_REPEAT:
        return node->min > 0 && all_void(node);
    case PADAN_NODE_LOOK:
        return !node->never && all_void(node);
    default:
        return false;
    }
}

static bool choice_edge(const struct padan_node *node, bool at_end, USet *set)
{
    bool empty = false;
    for (const struct padan_node *child = node->first; child; child = child->next)
        empty |= padan_tree_edge(child, at_end, set);
    return empty;
}

static bool sequence_edge(const struct padan_node *node, bool at_end, USet *set)
{
    const struct padan_node *child = at_end ? node->last : node->first;
    for (; child; child = at_end ? child->previous : child->next)
        if (!padan_tree_edge(child, at_end, set))
            return false;
    return true;
}

bool padan_tree_edge(const struct padan_node *node, bool at_end, USet *set)
{
    switch (node->kind) {
    case PADAN_NODE_SEQUENCE:
        return sequence_edge(node, at_end, set);
    case PADAN_NODE_CHOICE:
    case PADAN_NODE_GROUP:
        return choice_edge(node, at_end, set);
    case PADAN_NODE_REPEAT:
        return choice_edge(node, at_end, set) || node->min == 0;
    case PADAN_NODE_CHARACTER:
        uset_add(set, node->character);
        return false;
    case PADAN_NODE_SET:
        uset_addAll(set, node->set);
        return false;
    case PADAN_NODE_REFERENCE:
        uset_addRange(set, 0, 0x10ffff);
        return true;
    default:
        return true;
    }
}
