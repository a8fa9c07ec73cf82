/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_NODE_H
#define SEGMENT_NODE_H

#include <padan/text.h>

#include <unicode/uset.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/table.h"

/* A regular expression as a tree, so that it can be checked, turned round and bounded. */
enum padan_node_kind {
    PADAN_NODE_SEQUENCE,
    PADAN_NODE_CHOICE,
    PADAN_NODE_CHARACTER,
    PADAN_NODE_SET,
    PADAN_NODE_GROUP,
    PADAN_NODE_REPEAT,
    PADAN_NODE_LOOK,
    PADAN_NODE_START,
    PADAN_NODE_END,
    PADAN_NODE_VERY_END,
    PADAN_NODE_REFERENCE
};

#define PADAN_REPEAT_UNBOUNDED UINT32_MAX

struct padan_node {
    enum padan_node_kind kind;
    struct padan_node *first, *last, *next, *previous; /* children, neighbours */
    UChar32 character;
    const USet *set;    /* owned by the tree */
    uint32_t min, max;  /* REPEAT; REFERENCE: min is the group's number */
    bool possessive;    /* REPEAT; GROUP: atomic */
    bool reluctant;     /* REPEAT */
    bool fold;          /* REFERENCE: in either case */
    bool capturing;     /* GROUP */
    bool behind, never; /* LOOK */
};

/* Named sets that trees share, since ICU makes each anew from its name; a zeroed struct is empty. Outlives the trees.
 */
struct padan_set_pool {
    struct padan_table names;
    USet **sets; /* by number of the name */
    size_t capacity;
};

/* The tree and what it is made of; freed by padan_tree_free, safe on a zeroed struct. */
struct padan_tree {
    struct padan_arena arena;
    USet **sets;
    size_t set_count, set_capacity;
    struct padan_node *root;
};

/*
 * Parses a regular expression in the syntax that ICU and Java share, with the
 * classes of both; \w \d \s \b are those of Unicode. Errors:
 * PADAN_ERROR_SYNTAX, whose column is that of the fault in the expression, in
 * code points from 1; PADAN_ERROR_ALLOCATION.
 */
int padan_tree_parse(struct padan_tree *tree, struct padan_string pattern, struct padan_set_pool *pool,
                     struct padan_error *error);
void padan_tree_free(struct padan_tree *tree);
void padan_set_pool_free(struct padan_set_pool *pool);

/*
 * Whether the expression means the same read backwards: it holds no back-reference, and nothing possessive, which is
 * what it is in one direction only.
 */
bool padan_tree_is_reversible(const struct padan_node *node);

/* Whether no text at all can match: a set without characters must be met. */
bool padan_tree_is_void(const struct padan_node *node);

/* Whether the expression can match nothing; `set` receives the characters that its matches can begin (or end) with. */
bool padan_tree_edge(const struct padan_node *node, bool at_end, USet *set);

enum padan_writing {
    PADAN_WRITE_FORWARD,
    PADAN_WRITE_REVERSED, /* matches, read from its end, what the expression matches */
    PADAN_WRITE_BOUNDED   /* forward, for a region that ends where the match must end, see padan_expression_match */
};

/* Appends the expression for ICU, in ASCII. Only one that is reversible can be reversed. Errors:
 * PADAN_ERROR_ALLOCATION.
 */
int padan_tree_write(struct padan_buffer *out, const struct padan_node *node, enum padan_writing writing,
                     struct padan_error *error);

#endif
