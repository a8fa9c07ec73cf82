/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alignments of one text with several translations, as one. */
#include <padan/align.h>

#include <math.h>
#include <stdlib.h>

#include "align/model.h"
#include "base/error.h"
#include "base/vector.h"

/* As many source segments as the aligner itself puts into a bead. */
enum { SOURCE_MOST = 4 };

/* Where the walk stands in one alignment, and its beads in the part that is looked at. */
struct walk {
    const struct padan_alignment *alignment;
    size_t next, end;
};

struct joining {
    struct padan_joint_alignment *out;
    struct walk *walks;
    size_t count;
    bool *inside; /* by source segment: whether a bead of some translation joins it with the one before */
    size_t segments;
    size_t capacity, span_capacity;
};

static bool add(struct joining *joining, struct padan_segment_range source, double confidence)
{
    struct padan_joint_alignment *out = joining->out;
    size_t spans = (out->count + 1) * joining->count;
    if (!padan_vector_reserve(&out->beads, &joining->capacity, out->count + 1, sizeof *out->beads) ||
        !padan_vector_reserve(&out->spans, &joining->span_capacity, spans, sizeof *out->spans))
        return false;
    for (size_t i = spans - joining->count; i < spans; i++)
        out->spans[i] = (struct padan_segment_range){ 0 };
    out->beads[out->count++] = (struct padan_joint_bead){ .source = source, .confidence = confidence };
    return true;
}

/* The place for a translation's segments in the bead added last. */
static struct padan_segment_range *last_span(struct joining *joining, size_t translation)
{
    return &joining->out->spans[(joining->out->count - 1) * joining->count + translation];
}

/* A bead of one translation by itself. */
static bool add_single(struct joining *joining, size_t translation, const struct padan_bead *bead)
{
    struct padan_segment_range source = { bead->source, bead->source_count };
    if (!add(joining, source, bead->confidence))
        return false;
    *last_span(joining, translation) = (struct padan_segment_range){ bead->target, bead->target_count };
    return true;
}

/* What only translations have, before the next part of the source. */
static bool add_insertions(struct joining *joining)
{
    for (size_t i = 0; i < joining->count; i++) {
        struct walk *walk = &joining->walks[i];
        while (walk->next < walk->alignment->count && walk->alignment->beads[walk->next].source_count == 0)
            if (!add_single(joining, i, &walk->alignment->beads[walk->next++]))
                return false;
    }
    return true;
}

static void find_end(struct walk *walk, size_t source_end)
{
    walk->end = walk->next;
    for (size_t i = walk->next; i < walk->alignment->count; i++) {
        const struct padan_bead *bead = &walk->alignment->beads[i];
        if (bead->source_count > 0 && bead->source >= source_end)
            break;
        if (bead->source_count > 0)
            walk->end = i + 1;
    }
}

/* Whether the translation renders each bead of the part, with segments that follow each other, or none. */
static bool agrees(const struct walk *walk)
{
    size_t rendered = 0, absent = 0;
    for (size_t i = walk->next; i < walk->end; i++) {
        const struct padan_bead *bead = &walk->alignment->beads[i];
        bool follows = i == walk->next || bead->target == bead[-1].target + bead[-1].target_count;
        rendered += bead->source_count > 0 && bead->target_count > 0 && follows;
        absent += bead->target_count == 0;
    }
    return rendered == walk->end - walk->next || absent == walk->end - walk->next;
}

static bool is_rendered(const struct walk *walk)
{
    return walk->next < walk->end && walk->alignment->beads[walk->next].target_count > 0;
}

/* What no evidence shows is wrong once, not in each translation anew. */
static double confidence_of(const struct joining *joining, bool rendered)
{
    double confidence = PADAN_FORESEEN;
    for (size_t i = 0; i < joining->count; i++) {
        const struct walk *walk = &joining->walks[i];
        for (size_t j = walk->next; j < walk->end && is_rendered(walk) == rendered; j++)
            confidence *= walk->alignment->beads[j].confidence / PADAN_FORESEEN;
    }
    return fmin(confidence, 1);
}

static bool add_part(struct joining *joining, struct padan_segment_range source)
{
    bool rendered = false;
    for (size_t i = 0; i < joining->count; i++)
        rendered |= is_rendered(&joining->walks[i]);
    if (!add(joining, source, confidence_of(joining, rendered)))
        return false;
    for (size_t i = 0; i < joining->count; i++) {
        struct walk *walk = &joining->walks[i];
        const struct padan_bead *beads = walk->alignment->beads;
        if (is_rendered(walk)) {
            const struct padan_bead *last = &beads[walk->end - 1];
            size_t first = beads[walk->next].target;
            *last_span(joining, i) = (struct padan_segment_range){ first, last->target + last->target_count - first };
        }
        walk->next = walk->end;
    }
    return true;
}

static bool add_singles(struct joining *joining)
{
    for (size_t i = 0; i < joining->count; i++) {
        struct walk *walk = &joining->walks[i];
        for (; walk->next < walk->end; walk->next++)
            if (!add_single(joining, i, &walk->alignment->beads[walk->next]))
                return false;
    }
    return true;
}

static bool walk_parts(struct joining *joining)
{
    for (size_t start = 0, end; start < joining->segments; start = end) {
        end = start + 1;
        while (end < joining->segments && joining->inside[end])
            end++;
        if (!add_insertions(joining))
            return false;
        bool agree = joining->count == 1 || end - start <= SOURCE_MOST;
        for (size_t i = 0; i < joining->count; i++) {
            find_end(&joining->walks[i], end);
            agree = agree && agrees(&joining->walks[i]);
        }
        struct padan_segment_range source = { start, end - start };
        if (!(agree ? add_part(joining, source) : add_singles(joining)))
            return false;
    }
    return add_insertions(joining);
}

static bool begin(struct joining *joining, const struct padan_alignment *alignments, size_t count)
{
    joining->walks = calloc(count + 1, sizeof *joining->walks);
    if (!joining->walks)
        return false;
    for (size_t i = 0; i < count; i++) {
        joining->walks[i].alignment = &alignments[i];
        for (size_t j = 0; j < alignments[i].count; j++) {
            size_t end = alignments[i].beads[j].source + alignments[i].beads[j].source_count;
            joining->segments = end > joining->segments ? end : joining->segments;
        }
    }
    joining->inside = calloc(joining->segments + 1, sizeof *joining->inside);
    for (size_t i = 0; joining->inside && i < count; i++)
        for (size_t j = 0; j < alignments[i].count; j++)
            for (size_t k = 1; k < alignments[i].beads[j].source_count; k++)
                joining->inside[alignments[i].beads[j].source + k] = true;
    return joining->inside != NULL;
}

int padan_alignment_join(struct padan_joint_alignment *out, const struct padan_alignment *alignments, size_t count,
                         struct padan_error *error)
{
    *out = (struct padan_joint_alignment){ .translations = count };
    struct joining joining = { .out = out, .count = count };
    bool done = begin(&joining, alignments, count) && walk_parts(&joining);
    free(joining.walks);
    free(joining.inside);
    if (!done) {
        padan_joint_alignment_free(out);
        return padan_error_allocation(error);
    }
    /* Only now, since the spans may have moved. */
    for (size_t i = 0; i < out->count; i++)
        out->beads[i].targets = out->spans + i * count;
    return PADAN_OK;
}

void padan_joint_alignment_free(struct padan_joint_alignment *joint)
{
    if (!joint)
        return;
    free(joint->beads);
    free(joint->spans);
    *joint = (struct padan_joint_alignment){ 0 };
}

bool padan_joint_bead_pairs(const struct padan_joint_alignment *joint, size_t bead)
{
    for (size_t i = 0; i < joint->translations; i++)
        if (joint->beads[bead].targets[i].count > 0)
            return joint->beads[bead].source.count > 0;
    return false;
}
