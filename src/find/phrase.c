/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run of target words that renders a run of source words, by the links of the words. */
#include "find/phrase.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"

static const double little = 1e-3; /* no chance is smaller */
static const double missed = 0.03; /* chance that a word of the phrase is rendered by what the links do not show */
static const double lean = 3;      /* odds by which a word belongs to the phrase sooner than its own link says */
static const double idle = 0.3;    /* how far a word that renders nothing belongs to the words around it */

/* A phrase being looked at. */
struct view {
    const struct padan_links *links;
    size_t first, end;
    double *inside;  /* by target word: chance that it comes from the phrase */
    double *nowhere; /* by target word: that it comes from no word */
    double *caught;  /* by source word: chance that it comes from the run that is looked at */
    double outside;  /* sum of logarithms: that no target word comes from the phrase */
};

static void weigh_targets(struct view *view)
{
    const struct padan_links *links = view->links;
    view->outside = 0;
    for (size_t k = 0; k < links->target_count; k++) {
        double phrase = 0, all = 0;
        for (size_t i = 0; i < links->source_count; i++) {
            double chance = links->forward[k * links->source_count + i];
            all += chance;
            phrase += i >= view->first && i < view->end ? chance : 0;
        }
        phrase = lean * phrase / (1 + (lean - 1) * phrase);
        view->inside[k] = phrase;
        view->nowhere[k] = fmax(0, 1 - all);
        view->outside += log(1 - phrase + little);
    }
}

/* How likely the source words are rendered as they should be by a run that catches so much of each. */
static double weigh_sources(const struct view *view)
{
    double chance = 1;
    for (size_t i = 0; i < view->links->source_count; i++) {
        bool asked = i >= view->first && i < view->end;
        chance *= asked ? view->caught[i] + missed : 1 - view->caught[i] + little;
    }
    return log(fmax(chance, 1e-300));
}

static void keep(struct padan_phrase *phrase, struct padan_phrase_candidate candidate)
{
    size_t at = phrase->count < PADAN_PHRASE_CANDIDATES ? phrase->count++ : PADAN_PHRASE_CANDIDATES;
    if (at == PADAN_PHRASE_CANDIDATES && phrase->candidates[--at].score >= candidate.score)
        return;
    while (at > 0 && phrase->candidates[at - 1].score < candidate.score) {
        phrase->candidates[at] = phrase->candidates[at - 1];
        at--;
    }
    phrase->candidates[at] = candidate;
}

/* All runs that begin with a target word. */
static void try_runs(struct padan_phrase *out, struct view *view, size_t start)
{
    const struct padan_links *links = view->links;
    size_t longest = 2 * (view->end - view->first) + 3;
    double score = view->outside;
    memset(view->caught, 0, links->source_count * sizeof *view->caught);
    for (size_t k = start; k < links->target_count && k < start + longest; k++) {
        for (size_t i = 0; i < links->source_count; i++)
            view->caught[i] += links->backward[k * links->source_count + i];
        score += log(view->inside[k] + idle * view->nowhere[k] + little) - log(1 - view->inside[k] + little);
        keep(out, (struct padan_phrase_candidate){
                      .first = (uint32_t)start,
                      .end = (uint32_t)k + 1,
                      .key = padan_hash(links->target_types + start, (k + 1 - start) * sizeof *links->target_types),
                      .score = score + weigh_sources(view) });
    }
}

static void try_none(struct padan_phrase *out, struct view *view)
{
    memset(view->caught, 0, view->links->source_count * sizeof *view->caught);
    keep(out, (struct padan_phrase_candidate){ .score = view->outside + weigh_sources(view) });
}

int padan_phrase_render(struct padan_phrase *out, const struct padan_links *links, size_t first, size_t end,
                        struct padan_error *error)
{
    size_t targets = links->target_count, sources = links->source_count;
    double *room = calloc(2 * targets + sources + 1, sizeof *room);
    struct view view = { .links = links,
                         .first = first,
                         .end = end,
                         .inside = room,
                         .nowhere = room ? room + targets : NULL,
                         .caught = room ? room + 2 * targets : NULL };
    *out = (struct padan_phrase){ 0 };
    if (!room)
        return padan_error_allocation(error);
    weigh_targets(&view);
    try_none(out, &view);
    for (size_t start = 0; start < targets; start++)
        try_runs(out, &view, start);
    free(room);
    return PADAN_OK;
}
