/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "base/vector.h"
#include "text/value_parts.h"

/* Letters whose accents do not make another word of a name: Latin and Greek. */
static UChar32 without_accent(UChar32 character)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar parts[8];
    const UNormalizer2 *normalizer = unorm2_getNFDInstance(&status);
    int32_t count = U_SUCCESS(status) ? unorm2_getDecomposition(normalizer, character, parts, 8, &status) : 0;
    return U_SUCCESS(status) && count > 0 && !U16_IS_SURROGATE(parts[0]) ? parts[0] : character;
}

static bool is_left_out(UChar32 c)
{
    return c == 0xAD || (c >= 0x300 && c <= 0x36F) || (c >= 0x64B && c <= 0x652) || c == 0x670 || c == 0x640 ||
           c == 0x93C || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

static bool is_space(UChar32 c)
{
    return c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || (c >= 0x2010 && c <= 0x2011);
}

UChar32 padan_value_fold(const struct padan_value_trie *trie, UChar32 c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c == '-' || (c >= '\t' && c <= '\r') ? ' ' : c;
    if (is_left_out(c))
        return 0;
    if (is_space(c))
        return ' ';
    if (c == 0x2019 || c == 0x2BC)
        return '\'';
    if (c < 0x400 || (c >= 0x1E00 && c <= 0x1FFF))
        return trie->exact ? u_foldCase(c, U_FOLD_CASE_DEFAULT)
                           : u_foldCase(without_accent(u_foldCase(c, U_FOLD_CASE_DEFAULT)), U_FOLD_CASE_DEFAULT);
    if (c < 0x530)
        return c == 0x401 || c == 0x451 ? 0x435 : u_foldCase(c, U_FOLD_CASE_DEFAULT); /* ё is also written е */
    if (c >= 0x958 && c <= 0x95F) /* letters with a dot below that many leave out */
        return u"\u0915\u0916\u0917\u091C\u0921\u0922\u092B\u092F"[c - 0x958];
    if (c >= 0xFF01 && c <= 0xFF5E)
        return padan_value_fold(trie, c - 0xFF01 + 0x21);
    return c;
}

static size_t slot_of(const struct padan_value_trie *trie, uint32_t from, UChar32 character)
{
    uint64_t hash = ((uint64_t)from << 21 ^ (uint64_t)character) * UINT64_C(0x9E3779B97F4A7C15);
    size_t slot = (size_t)(hash >> 32) & (trie->slot_count - 1);
    while (trie->edges[slot].to != 0 && (trie->edges[slot].from != from || trie->edges[slot].character != character))
        slot = (slot + 1) & (trie->slot_count - 1);
    return slot;
}

uint32_t padan_value_trie_step(const struct padan_value_trie *trie, uint32_t node, UChar32 character)
{
    return trie->slot_count == 0 ? 0 : trie->edges[slot_of(trie, node, character)].to;
}

static bool grow(struct padan_value_trie *trie)
{
    if ((trie->edge_count + 1) * 2 <= trie->slot_count)
        return true;
    struct padan_value_trie grown = *trie;
    grown.slot_count = trie->slot_count ? trie->slot_count * 2 : 4096;
    grown.edges = calloc(grown.slot_count, sizeof *grown.edges);
    if (!grown.edges)
        return false;
    for (size_t i = 0; i < trie->slot_count; i++) {
        const struct padan_value_edge *edge = &trie->edges[i];
        if (edge->to != 0)
            grown.edges[slot_of(&grown, edge->from, edge->character)] = *edge;
    }
    free(trie->edges);
    *trie = grown;
    return true;
}

static bool add_node(struct padan_value_trie *trie)
{
    if (!padan_vector_reserve(&trie->names, &trie->node_capacity, trie->node_count + 1, sizeof *trie->names))
        return false;
    trie->names[trie->node_count++] = 0;
    return true;
}

/* The node after `node`, made where it is missing; 0: no memory. */
static uint32_t extend(struct padan_value_trie *trie, uint32_t node, UChar32 character)
{
    if (!grow(trie) || (trie->node_count == 0 && !add_node(trie)))
        return 0;
    size_t slot = slot_of(trie, node, character);
    if (trie->edges[slot].to != 0)
        return trie->edges[slot].to;
    if (!add_node(trie))
        return 0;
    trie->edges[slot] = (struct padan_value_edge){ node, (uint32_t)(trie->node_count - 1), character };
    trie->edge_count++;
    return trie->edges[slot].to;
}

struct padan_value_name *padan_value_trie_add(struct padan_value_trie *trie, const UChar *units, int32_t size)
{
    uint32_t node = 0;
    for (size_t at = 0; at < (size_t)size;) {
        UChar32 c = padan_value_fold(trie, padan_utf16_next(units, &at, (size_t)size));
        if (c == 0 || (c == ' ' && node == 0))
            continue;
        node = extend(trie, node, c);
        trie->failed |= node == 0;
        if (node == 0)
            return NULL;
    }
    if (node == 0)
        return NULL;
    if (trie->names[node] == 0) {
        if (!padan_vector_reserve(&trie->list, &trie->name_capacity, trie->name_count + 1, sizeof *trie->list)) {
            trie->failed = true;
            return NULL;
        }
        trie->list[trie->name_count++] = (struct padan_value_name){ 0 };
        trie->names[node] = (uint32_t)trie->name_count;
    }
    return &trie->list[trie->names[node] - 1];
}

void padan_value_trie_free(struct padan_value_trie *trie)
{
    free(trie->edges);
    free(trie->names);
    free(trie->list);
    *trie = (struct padan_value_trie){ 0 };
}
