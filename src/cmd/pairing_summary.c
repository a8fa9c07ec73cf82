/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "pairing.h"
#include "screen.h"

/* News articles about different things have about 0.2, up to 0.5; an article and its translation 0.7 and more. */
#define FIT_LOW 0.4

static void say_alone(const char *name, const struct source *side, size_t first, size_t count)
{
    enum { START_WIDTH = 60 };
    struct padan_error error;
    for (size_t i = first; i < first + count; i++) {
        struct padan_string view = padan_segment_view(side->document, &side->segments.items[i]);
        char *text = screen_text(view, &error);
        size_t size = text ? screen_cut(text, START_WIDTH) : 0;
        message("%s: segment %zu has no counterpart: %.*s%s", name, i, (int)size, text ? text : "",
                text && text[size] ? "..." : "");
        free(text);
    }
}

static void say_all_alone(const struct pairing *pairing)
{
    enum { SAID_MAX = 50 };
    size_t said = 0, unsaid = 0;
    for (size_t i = 0; i < pairing->alignment->count; i++) {
        const struct padan_bead *bead = &pairing->alignment->beads[i];
        if (bead->source_count > 0 && bead->target_count > 0)
            continue;
        if (said++ >= SAID_MAX)
            unsaid++;
        else if (bead->target_count == 0)
            say_alone(pairing->source_name, &pairing->source, bead->source, bead->source_count);
        else
            say_alone(pairing->target_name, &pairing->target, bead->target, bead->target_count);
    }
    if (unsaid > 0)
        message("... and %zu more without a counterpart", unsaid);
}

/* The beginning of a document's text; freed with free(). NULL: no memory. */
static char *sample(const struct padan_document *document)
{
    enum { SAMPLE_SIZE = 32768 };
    size_t size = 0;
    char *text = malloc(SAMPLE_SIZE + 1);
    for (size_t i = 0; text && i < padan_document_block_count(document) && size < SAMPLE_SIZE; i++) {
        struct padan_string block = padan_document_block(document, i)->text;
        size_t room = SAMPLE_SIZE - size - 1;
        size_t taken = block.size < room ? block.size : room;
        memcpy(text + size, block.data, taken);
        size += taken;
        text[size++] = '\n';
    }
    if (text)
        text[size] = '\0';
    return text;
}

/* The language that a text says it has, or looks much more like than its own; "" where there is none. */
static void find_look(char look[PADAN_LANGUAGE_SIZE], const struct source *side, const struct source *other)
{
    const char *declared = padan_document_language(side->document);
    look[0] = '\0';
    if (*declared) {
        if (!padan_language_matches(side->language, declared) && !padan_language_matches(declared, side->language))
            snprintf(look, PADAN_LANGUAGE_SIZE, "%s", declared);
        return;
    }
    char *text = sample(side->document);
    if (!text)
        return;
    double much = 3 * padan_language_fit(side->language, padan_string(text)) + 0.05;
    /* The language of the other side is likelier than any, so that less is enough for it. */
    if (padan_language_fit(other->language, padan_string(text)) > much)
        snprintf(look, PADAN_LANGUAGE_SIZE, "%s", other->language);
    else if (padan_language_guess(look, padan_string(text)) <= much)
        look[0] = '\0';
    free(text);
}

static void say_look(const char *name, const struct source *side, const char *look)
{
    if (*look)
        message("warning: %s looks like %s, not %s", name, look, side->language);
}

static void say_languages(const struct pairing *pairing)
{
    const struct source *source = &pairing->source, *target = &pairing->target;
    char source_look[PADAN_LANGUAGE_SIZE], target_look[PADAN_LANGUAGE_SIZE];
    find_look(source_look, source, target);
    find_look(target_look, target, source);
    if (*source_look && *target_look && padan_language_matches(target->language, source_look) &&
        padan_language_matches(source->language, target_look)) {
        message("warning: the languages look swapped: %s looks like %s, and %s like %s", pairing->source_name,
                target->language, pairing->target_name, source->language);
        return;
    }
    say_look(pairing->source_name, source, source_look);
    say_look(pairing->target_name, target, target_look);
}

static bool are_identical(const struct source *left, const struct source *right)
{
    const struct padan_decoded *a = padan_document_source(left->document), *b = padan_document_source(right->document);
    return a->size == b->size && a->size > 0 && memcmp(a->data, b->data, a->size) == 0;
}

/* How much of a side the other has. */
struct coverage {
    const char *name;
    size_t count, alone; /* segments */
    double sure;         /* expected number of segments that have their counterpart */
    size_t first, last;  /* of those that have one for sure */
};

static void cover(struct coverage *side, size_t first, size_t count, double confidence, bool pairs)
{
    side->alone += pairs ? 0 : count;
    side->sure += pairs ? confidence * (double)count : 0;
    if (!pairs || count == 0 || confidence < CONFIDENCE_DOUBTFUL)
        return;
    side->first = first < side->first ? first : side->first;
    side->last = first + count - 1;
}

static void cover_all(struct coverage sides[2], const struct pairing *pairing)
{
    sides[0] = (struct coverage){ pairing->source_name, pairing->source.segments.count, 0, 0, SIZE_MAX, 0 };
    sides[1] = (struct coverage){ pairing->target_name, pairing->target.segments.count, 0, 0, SIZE_MAX, 0 };
    for (size_t i = 0; i < pairing->alignment->count; i++) {
        const struct padan_bead *bead = &pairing->alignment->beads[i];
        bool pairs = bead->source_count > 0 && bead->target_count > 0;
        cover(&sides[0], bead->source, bead->source_count, bead->confidence, pairs);
        cover(&sides[1], bead->target, bead->target_count, bead->confidence, pairs);
    }
}

static bool is_mostly_alone(const struct coverage *side)
{
    enum { FEW = 10 };
    return side->count >= FEW && side->alone * 4 > side->count * 3;
}

/* Whether a side is found nearly whole in another that has far more. */
static bool is_part(const struct coverage *side, const struct coverage *other)
{
    const double most = 0.7;
    return is_mostly_alone(other) && side->sure > most * (double)side->count && other->first != SIZE_MAX;
}

static void say_missing(const struct coverage *side, const struct coverage *other)
{
    if (is_part(other, side))
        message("warning: %zu of %zu segments of %s have no counterpart; %s looks like segments %zu to %zu of it",
                side->alone, side->count, side->name, other->name, side->first, side->last);
    else if (is_mostly_alone(side))
        message("warning: %zu of %zu segments of %s have no counterpart; is %s a translation of it?", side->alone,
                side->count, side->name, other->name);
}

/* One message for texts that have nothing to do with each other, however much of them is alone. */
static void say_fit(const struct pairing *pairing, size_t pairs)
{
    struct coverage sides[2];
    cover_all(sides, pairing);
    if (sides[0].count == 0 || sides[1].count == 0) {
        message("warning: there is nothing to pair, since a text is empty");
        return;
    }
    if (are_identical(&pairing->source, &pairing->target)) {
        message("warning: %s and %s are the same text", pairing->source_name, pairing->target_name);
        return;
    }
    bool is_excerpt = is_part(&sides[0], &sides[1]) || is_part(&sides[1], &sides[0]);
    if (pairs == 0 || (pairing->alignment->fit < FIT_LOW && !is_excerpt)) {
        message("warning: these texts look unrelated: little in them fits together");
        return;
    }
    say_missing(&sides[0], &sides[1]);
    say_missing(&sides[1], &sides[0]);
}

/* Numbers of which the first are told. */
struct doubtful {
    char list[256];
    size_t count;
};

enum { DOUBTFUL_SAID = 10 };

static void add_doubtful(struct doubtful *doubtful, size_t number)
{
    size_t used = strlen(doubtful->list);
    if (doubtful->count++ < DOUBTFUL_SAID)
        snprintf(doubtful->list + used, sizeof doubtful->list - used, "%s%zu", used > 0 ? ", " : "", number);
}

/* Which ones a person should look at, so that the others need no second look. */
static void say_doubtful(const struct doubtful *doubtful, const char *what)
{
    if (doubtful->count > DOUBTFUL_SAID)
        message("worth a look: %ss %s and %zu more", what, doubtful->list, doubtful->count - DOUBTFUL_SAID);
    else if (doubtful->count > 0)
        message("worth a look: %s%s %s", what, noun((int64_t)doubtful->count, "", "s"), doubtful->list);
}

static void say_summary(const struct pairing *pairing)
{
    const struct padan_alignment *alignment = pairing->alignment;
    struct doubtful doubtful = { .count = 0 };
    size_t pairs = 0;
    for (size_t i = 0; i < alignment->count; i++) {
        pairs += alignment->beads[i].source_count > 0 && alignment->beads[i].target_count > 0;
        if (alignment->beads[i].confidence < CONFIDENCE_DOUBTFUL)
            add_doubtful(&doubtful, i);
    }
    message("%s, %s: %zu %s out of %zu and %zu segments; %zu of %zu %s below %.2f", pairing->source_name,
            pairing->target_name, pairs, noun((int64_t)pairs, "pair", "pairs"), pairing->source.segments.count,
            pairing->target.segments.count, doubtful.count, alignment->count,
            noun((int64_t)alignment->count, "bead", "beads"), CONFIDENCE_DOUBTFUL);
    say_doubtful(&doubtful, "bead");
    say_all_alone(pairing);
    say_languages(pairing);
    say_fit(pairing, pairs);
}

void pairing_say_gist(const struct pairing *pairing)
{
    struct coverage sides[2];
    size_t pairs = 0;
    for (size_t i = 0; i < pairing->alignment->count; i++)
        pairs += pairing->alignment->beads[i].source_count > 0 && pairing->alignment->beads[i].target_count > 0;
    cover_all(sides, pairing);
    message("%s, %s: %zu %s out of %zu and %zu segments; %zu and %zu of them have no counterpart", pairing->source_name,
            pairing->target_name, pairs, noun((int64_t)pairs, "pair", "pairs"), sides[0].count, sides[1].count,
            sides[0].alone, sides[1].alone);
    say_languages(pairing);
    say_fit(pairing, pairs);
}

/* What --min-confidence leaves out, and what several translations have in common. */
static void say_units(const struct pairings *pairings)
{
    const struct padan_joint_alignment *joint = &pairings->joint;
    struct doubtful doubtful = { .count = 0 };
    size_t units = 0, below = 0, whole = 0;
    for (size_t i = 0; i < joint->count; i++) {
        if (!padan_joint_bead_pairs(joint, i))
            continue;
        size_t sides = 0;
        for (size_t j = 0; j < joint->translations; j++)
            sides += joint->beads[i].targets[j].count > 0;
        units++;
        whole += sides == joint->translations;
        below += joint->beads[i].confidence < pairings->least;
        if (joint->beads[i].confidence < CONFIDENCE_DOUBTFUL)
            add_doubtful(&doubtful, i);
    }
    if (pairings->count > 1) {
        message("%zu %s, %zu of them in all %zu languages; %zu below %.2f", units,
                noun((int64_t)units, "unit", "units"), whole, pairings->count + 1, doubtful.count, CONFIDENCE_DOUBTFUL);
        say_doubtful(&doubtful, "unit");
    }
    if (pairings->least > 0)
        message("%zu of %zu %s %s below %g; %s neither into the memory nor into tmx", below, units,
                noun((int64_t)units, "unit", "units"), noun((int64_t)below, "is", "are"), pairings->least,
                noun((int64_t)below, "it goes", "they go"));
}

void pairings_say_summary(const struct pairings *pairings)
{
    for (size_t i = 0; i < pairings->count; i++)
        say_summary(&pairings->items[i]);
    say_units(pairings);
}
