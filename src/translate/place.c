/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which place in a translation belongs to which inline code of a segment. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "match/placeholder.h"
#include "translate/translate.h"

/* Codes of a segment as they are to stand in a translation. */
struct placing {
    const struct padan_code *codes; /* the segment's */
    size_t count;
    size_t *order; /* which of them stands at each place */
    bool *used;
};

/*
 * The code of the source that one of the translation is: of those of its kind that of its name and number, else of its
 * name, else of its number, else the next if it has neither. Numbers alone do not tell, since texts that were aligned
 * are numbered each by itself.
 */
static bool find_code(const struct placing *placing, const struct padan_placed_code *source,
                      const struct padan_placed_code *wanted, size_t *found)
{
    size_t named = SIZE_MAX, numbered = SIZE_MAX, next = SIZE_MAX;
    for (size_t i = placing->count; i-- > 0;) {
        if (placing->used[i] || source[i].kind != wanted->kind)
            continue;
        bool has_name = strcmp(source[i].name, wanted->name) == 0, has_number = source[i].number == wanted->number;
        /* From the last on, so that the first is what stays. */
        named = has_name && (has_number || named == SIZE_MAX || source[named].number != wanted->number) ? i : named;
        numbered = has_number ? i : numbered;
        next = i;
    }
    *found = named != SIZE_MAX ? named : numbered != SIZE_MAX ? numbered : wanted->number < 0 ? next : SIZE_MAX;
    return *found != SIZE_MAX;
}

/* The closing code of the pair whose opening one stands before it in the translation. */
static bool find_close(const struct placing *placing, const struct padan_placed_code *target, size_t place,
                       size_t *found)
{
    for (size_t i = 0; i < place; i++) {
        if (target[i].kind != PADAN_CODE_OPEN || target[i].number < 0 || target[i].number != target[place].number)
            continue;
        unsigned pair = placing->codes[placing->order[i]].pair;
        for (size_t k = 0; k < placing->count && pair > 0; k++) {
            if (placing->used[k] || placing->codes[k].kind != PADAN_CODE_CLOSE || placing->codes[k].pair != pair)
                continue;
            *found = k;
            return true;
        }
    }
    return false;
}

static bool is_paired(const struct placing *placing, size_t code)
{
    const struct padan_code *one = &placing->codes[code];
    for (size_t i = 0; i < placing->count; i++)
        if (i != code && one->pair > 0 && placing->codes[i].pair == one->pair && placing->codes[i].kind != one->kind)
            return true;
    return false;
}

/* Whether each closing code stands where the one that opens its pair is the innermost that is open. */
static bool is_nested(const struct placing *placing, size_t *open)
{
    size_t depth = 0;
    for (size_t i = 0; i < placing->count; i++) {
        const struct padan_code *code = &placing->codes[placing->order[i]];
        if (code->kind == PADAN_CODE_OPEN)
            open[depth++] = placing->order[i];
        else if (code->kind == PADAN_CODE_CLOSE && (depth == 0 || placing->codes[open[--depth]].pair != code->pair))
            return false;
    }
    return depth == 0;
}

static bool is_in_order(const struct placing *placing)
{
    for (size_t i = 0; i < placing->count; i++)
        if (placing->order[i] != i)
            return false;
    return true;
}

/* Whether the markup stays whole: pairs nested, and a code whose partner is elsewhere among all others as it was. */
static bool stays_whole(const struct placing *placing, size_t *scratch)
{
    for (size_t i = 0; i < placing->count; i++)
        if (placing->codes[i].kind != PADAN_CODE_ALONE && !is_paired(placing, i))
            return is_in_order(placing);
    return is_nested(placing, scratch);
}

static bool kinds_agree(const struct placing *placing, const struct padan_placed_code *source)
{
    for (size_t i = 0; i < placing->count; i++)
        if (placing->codes[i].kind != source[i].kind)
            return false;
    return true;
}

static bool place(struct placing *placing, const struct padan_placed_code *source,
                  const struct padan_placed_code *target, size_t *scratch)
{
    if (!kinds_agree(placing, source))
        return false;
    for (size_t i = 0; i < placing->count; i++) {
        size_t *found = &placing->order[i];
        bool closes = target[i].kind == PADAN_CODE_CLOSE && find_close(placing, target, i, found);
        if (!closes && !find_code(placing, source, &target[i], found))
            return false;
        placing->used[placing->order[i]] = true;
    }
    return stays_whole(placing, scratch);
}

/* A segment of more codes than this is no text, and the square of their number would be looked at. */
enum { MOST_CODES = 1000 };

int padan_place_codes(size_t **codes, size_t *count, const struct padan_block *block,
                      const struct padan_segment *segment, struct padan_string source_markup,
                      struct padan_string target_markup, struct padan_error *error)
{
    struct padan_placed_code *source = NULL, *target = NULL;
    size_t source_count = 0, target_count = 0, own = segment->code_end - segment->code_start;
    struct placing placing = { .codes = block->codes + segment->code_start, .count = own };
    size_t *scratch = NULL;
    *codes = NULL;
    *count = 0;
    if (own == 0 || own > MOST_CODES)
        return PADAN_OK;
    int status = padan_placeholder_codes(&source, &source_count, source_markup, error);
    if (status == PADAN_OK)
        status = padan_placeholder_codes(&target, &target_count, target_markup, error);
    if (status == PADAN_OK && source_count == own && target_count == own) {
        placing.order = calloc(own, sizeof *placing.order);
        placing.used = calloc(own, sizeof *placing.used);
        scratch = calloc(own, sizeof *scratch);
        if (!placing.order || !placing.used || !scratch)
            status = padan_error_allocation(error);
        else if (place(&placing, source, target, scratch)) {
            for (size_t i = 0; i < own; i++)
                placing.order[i] += segment->code_start;
            *codes = placing.order;
            *count = own;
            placing.order = NULL;
        }
    }
    free(source);
    free(target);
    free(placing.order);
    free(placing.used);
    free(scratch);
    return status;
}
