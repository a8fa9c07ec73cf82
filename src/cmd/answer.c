/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One query of "padan match". */
#include "matching.h"

#include <string.h>
#include <time.h>

#include "utf8.h"

int answerer_open(struct answerer *answerer, const struct matching *matching, struct padan_error *error)
{
    answerer->matching = matching;
    int status = padan_match_search_open(&answerer->search, matching->matcher, &matching->options, error);
    return status == PADAN_OK ? padan_comparer_new(&answerer->comparer, matching->source, error) : status;
}

void answerer_close(struct answerer *answerer)
{
    padan_match_search_close(answerer->search);
    padan_comparer_free(answerer->comparer);
    for (size_t i = 0; i < MATCHING_TARGETS; i++)
        padan_repairer_free(answerer->repairers[i]);
    *answerer = (struct answerer){ 0 };
}

static double now_in_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static struct padan_match_query query_of(const struct matching *matching, struct padan_string text)
{
    struct padan_match_query query = { .text = text };
    query.has_before = matching->before != NULL;
    query.has_after = matching->after != NULL;
    query.before = padan_string(matching->before);
    query.after = padan_string(matching->after);
    query.document = padan_string(matching->document);
    return query;
}

int answer(struct answerer *answerer, struct padan_string text, FILE *out, size_t *count, struct padan_error *error)
{
    const struct matching *matching = answerer->matching;
    struct padan_match_query query = query_of(matching, text);
    struct answer answer = { .query = text };
    double began = now_in_milliseconds();
    int status = padan_match_search(&answer.matches, answerer->search, &query, error);
    answer.milliseconds = now_in_milliseconds() - began;
    if (status == PADAN_OK && answer.matches.count > 0)
        status = padan_comparer_query(answerer->comparer, text, error);
    if (status != PADAN_OK)
        return status;
    if (matching->takes_apart && answer.matches.count == 0)
        status = parts_find(&answer.parts, matching->arguments, text, matching->source, matching->targets,
                            matching->options.target_count, matching->options.max, error);
    *count = answer.matches.count + answer.parts.count;
    if (status == PADAN_OK)
        status = (matching->is_json ? answer_put_json : answer_put_text)(answerer, &answer, out, error);
    parts_free(&answer.parts);
    return status;
}

int answer_edits(struct answerer *answerer, const struct padan_match *match, struct padan_edits *edits,
                 struct padan_error *error)
{
    *edits = (struct padan_edits){ 0 };
    return padan_comparer_edits(edits, answerer->comparer, match->source, error);
}

/* The repairer of a target, made anew where the match is in another region's language than the last. */
static int open_repairer(struct answerer *answerer, const struct padan_match *match, struct padan_error *error)
{
    size_t index = match->target_index;
    if (answerer->repairers[index] && strcmp(answerer->repaired[index], match->language) == 0)
        return PADAN_OK;
    padan_repairer_free(answerer->repairers[index]);
    answerer->repairers[index] = NULL;
    snprintf(answerer->repaired[index], PADAN_LANGUAGE_SIZE, "%s", match->language);
    return padan_repairer_new(&answerer->repairers[index], answerer->matching->source, match->language, error);
}

int answer_repair(struct answerer *answerer, const struct answer *answer, const struct padan_match *match,
                  struct padan_repair *repair, struct padan_error *error)
{
    *repair = (struct padan_repair){ .target = match->target };
    if (!answerer->matching->repairs || match->kind >= PADAN_MATCH_EXACT)
        return PADAN_OK;
    int status = open_repairer(answerer, match, error);
    if (status != PADAN_OK)
        return status;
    return padan_repairer_repair(repair, answerer->repairers[match->target_index], answer->query, match->source,
                                 match->target, error);
}
