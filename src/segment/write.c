/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees of regular expressions written for ICU, forwards or reversed; the characters at their edges. */
#include <stdlib.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "segment/node.h"

/* How far a repeat without an end may go inside a look-behind, which ICU wants bounded. */
#define LOOK_BEHIND_REPEATS 100

struct writer {
    struct padan_buffer *out;
    bool reversed;
    bool bounded; /* inside what ICU will see as a look-behind */
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

static int write_group(const struct writer *writer, const struct padan_node *node)
{
    const char *opening = "(?:";
    if (!writer->reversed && node->capturing)
        opening = "(";
    else if (!writer->reversed && node->possessive)
        opening = "(?>";
    return write_wrapped(writer, opening, node);
}

static int write_repeat(const struct writer *writer, const struct padan_node *node)
{
    int status = write_wrapped(writer, "(?:", node);
    uint32_t max = node->max;
    if (max == PADAN_REPEAT_UNBOUNDED && writer->bounded)
        max = node->min + LOOK_BEHIND_REPEATS;
    if (max == PADAN_REPEAT_UNBOUNDED)
        padan_buffer_format(writer->out, "{%u,}", (unsigned)node->min);
    else
        padan_buffer_format(writer->out, "{%u,%u}", (unsigned)node->min, (unsigned)max);
    if (node->possessive && !writer->reversed)
        padan_buffer_byte(writer->out, '+');
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
    if (writer->reversed || writer->bounded)
        return padan_error_set(writer->error, PADAN_ERROR_SYNTAX, PADAN_NOT_REVERSIBLE);
    padan_buffer_format(writer->out, "\\%u(?:)", (unsigned)node->min);
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
        padan_buffer_text(writer->out, writer->reversed ? "\\A" : "\\Z");
        return PADAN_OK;
    case PADAN_NODE_VERY_END:
        padan_buffer_text(writer->out, writer->reversed ? "\\A" : "\\z");
        return PADAN_OK;
    case PADAN_NODE_REFERENCE:
        return write_reference(writer, node);
    }
    return PADAN_OK;
}

int padan_tree_write(struct padan_buffer *out, const struct padan_node *node, bool reversed, struct padan_error *error)
{
    struct writer writer = { .out = out, .reversed = reversed, .error = error };
    int status = write_node(&writer, node);
    return status == PADAN_OK && out->failed ? padan_error_allocation(error) : status;
}

bool padan_tree_is_reversible(const struct padan_node *node)
{
    if (node->kind == PADAN_NODE_REFERENCE)
        return false;
    for (const struct padan_node *child = node->first; child; child = child->next)
        if (!padan_tree_is_reversible(child))
            return false;
    return true;
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
