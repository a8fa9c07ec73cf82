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

/* Where most of a text is without a counterpart, it is hardly the same text. */
static void say_missing(const char *name, const char *other, size_t alone, size_t count)
{
    enum { FEW = 10 };
    if (count >= FEW && alone * 4 > count * 3)
        message("warning: %zu of %zu segments of %s have no counterpart; is %s a translation of it?", alone, count,
                name, other);
}

static void say_fit(const struct pairing *pairing, size_t pairs)
{
    const struct padan_alignment *alignment = pairing->alignment;
    size_t sources = pairing->source.segments.count, targets = pairing->target.segments.count;
    size_t alone[2] = { 0, 0 };
    for (size_t i = 0; i < alignment->count; i++) {
        const struct padan_bead *bead = &alignment->beads[i];
        alone[0] += bead->target_count == 0 ? bead->source_count : 0;
        alone[1] += bead->source_count == 0 ? bead->target_count : 0;
    }
    if (sources == 0 || targets == 0) {
        message("warning: there is nothing to pair, since a text is empty");
        return;
    }
    if (are_identical(&pairing->source, &pairing->target)) {
        message("warning: %s and %s are the same text", pairing->source_name, pairing->target_name);
        return;
    }
    say_missing(pairing->source_name, pairing->target_name, alone[0], sources);
    say_missing(pairing->target_name, pairing->source_name, alone[1], targets);
    if (pairs == 0 || alignment->fit < FIT_LOW)
        message("warning: these texts look unrelated: little in them fits together");
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
        message("worth a look: %s%s %s", what, doubtful->count > 1 ? "s" : "", doubtful->list);
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
    message("%s, %s: %zu pairs out of %zu and %zu segments; %zu of %zu beads below %.2f", pairing->source_name,
            pairing->target_name, pairs, pairing->source.segments.count, pairing->target.segments.count, doubtful.count,
            alignment->count, CONFIDENCE_DOUBTFUL);
    say_doubtful(&doubtful, "bead");
    say_all_alone(pairing);
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
        message("%zu units, %zu of them in all %zu languages; %zu below %.2f", units, whole, pairings->count + 1,
                doubtful.count, CONFIDENCE_DOUBTFUL);
        say_doubtful(&doubtful, "unit");
    }
    if (pairings->least > 0)
        message("%zu of %zu units are below %g; they go neither into the memory nor into tmx", below, units,
                pairings->least);
}

void pairings_say_summary(const struct pairings *pairings)
{
    for (size_t i = 0; i < pairings->count; i++)
        say_summary(&pairings->items[i]);
    say_units(pairings);
}
