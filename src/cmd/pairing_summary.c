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

/* Whether a text looks much more like the language of the other side than like its own. */
static bool looks_like_other(const struct source *side, const struct source *other)
{
    const char *declared = padan_document_language(side->document);
    if (*declared)
        return !padan_language_matches(side->language, declared) && padan_language_matches(other->language, declared);
    char *text = sample(side->document);
    if (!text)
        return false;
    double own = padan_language_fit(side->language, padan_string(text));
    double foreign = padan_language_fit(other->language, padan_string(text));
    free(text);
    return foreign > 3 * own + 0.05;
}

static void say_languages(const struct pairing *pairing)
{
    const struct source *source = &pairing->source, *target = &pairing->target;
    bool source_looks = looks_like_other(source, target), target_looks = looks_like_other(target, source);
    if (source_looks && target_looks)
        message("warning: the languages look swapped: %s looks like %s, and %s like %s", pairing->source_name,
                target->language, pairing->target_name, source->language);
    else if (source_looks || target_looks)
        message("warning: %s looks like %s, not %s", source_looks ? pairing->source_name : pairing->target_name,
                source_looks ? target->language : source->language, source_looks ? source->language : target->language);
}

/* Which beads a person should look at, so that the others need no second look. */
static void say_doubtful(const struct padan_alignment *alignment, size_t doubtful)
{
    enum { SAID_MAX = 10 };
    char list[SAID_MAX * 24] = "", *to = list;
    size_t said = 0;
    for (size_t i = 0; i < alignment->count && said < SAID_MAX; i++)
        if (alignment->beads[i].confidence < CONFIDENCE_DOUBTFUL)
            to += snprintf(to, 24, "%s%zu", said++ > 0 ? ", " : "", i);
    if (doubtful > said)
        message("worth a look: beads %s and %zu more", list, doubtful - said);
    else if (doubtful > 0)
        message("worth a look: bead%s %s", doubtful > 1 ? "s" : "", list);
}

static void say_summary(const struct pairing *pairing)
{
    const struct padan_alignment *alignment = pairing->alignment;
    size_t pairs = 0, doubtful = 0;
    for (size_t i = 0; i < alignment->count; i++) {
        pairs += alignment->beads[i].source_count > 0 && alignment->beads[i].target_count > 0;
        doubtful += alignment->beads[i].confidence < CONFIDENCE_DOUBTFUL;
    }
    message("%s, %s: %zu pairs out of %zu and %zu segments; %zu of %zu beads below %.2f", pairing->source_name,
            pairing->target_name, pairs, pairing->source.segments.count, pairing->target.segments.count, doubtful,
            alignment->count, CONFIDENCE_DOUBTFUL);
    say_doubtful(alignment, doubtful);
    say_all_alone(pairing);
    say_languages(pairing);
    if (pairs > 0 && alignment->fit < FIT_LOW)
        message("warning: these texts look unrelated: little in them fits together");
}

/* What --min-confidence leaves out, and what several translations have in common. */
static void say_units(const struct pairings *pairings)
{
    const struct padan_joint_alignment *joint = &pairings->joint;
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
    }
    if (pairings->count > 1)
        message("%zu units, %zu of them in all %zu languages", units, whole, pairings->count + 1);
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
