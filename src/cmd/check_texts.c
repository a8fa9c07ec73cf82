/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <padan/exchange.h>

#include "lexicon.h"
#include "memory.h"
#include "pairing.h"
#include "place.h"

bool are_texts(const struct arguments *arguments)
{
    if (arguments->operand_count != 2 || option_given(arguments, OPTION_INPUT))
        return false;
    for (size_t i = 0; i < 2; i++) {
        const char *path = arguments->operands[i], *ending = strrchr(path, '.');
        bool packed = ending && (strcmp(ending, ".gz") == 0 || strcmp(ending, ".zip") == 0);
        if (strcmp(path, "-") == 0 || packed || padan_exchange_format_of(path))
            return false;
    }
    return true;
}

/* The units of an alignment on their way, with what has no counterpart between them. */
struct giving {
    const struct pairing *pairing;
    const struct padan_unit_sink *sink;
    size_t next; /* bead to be given */
};

/* A segment of one side as a unit whose other side is empty. */
static int give_alone(const struct giving *giving, bool is_source, size_t segment, struct padan_error *error)
{
    const struct source *source = &giving->pairing->source, *target = &giving->pairing->target;
    char *text = side_text(is_source ? source : target, segment, 1, error);
    if (!text)
        return (int)error->status;
    struct padan_variant variants[2] = {
        { .language = padan_string(source->language), .text = padan_string(is_source ? text : "") },
        { .language = padan_string(target->language), .text = padan_string(is_source ? "" : text) },
    };
    struct padan_unit unit = { .variants = variants,
                               .variant_count = 2,
                               .status = PADAN_UNIT_AUTO,
                               .confidence = PADAN_CONFIDENCE_UNKNOWN,
                               .document = padan_string(padan_document_name(source->document)),
                               .position = (int64_t)giving->next };
    int status = giving->sink->put(giving->sink->context, &unit, error);
    free(text);
    return status;
}

static int give_bead_alone(const struct giving *giving, struct padan_error *error)
{
    const struct padan_bead *bead = &giving->pairing->alignment->beads[giving->next];
    int status = PADAN_OK;
    if (bead->source_count > 0 && bead->target_count > 0)
        return PADAN_OK;
    for (size_t i = 0; i < bead->source_count && status == PADAN_OK; i++)
        status = give_alone(giving, true, bead->source + i, error);
    for (size_t i = 0; i < bead->target_count && status == PADAN_OK; i++)
        status = give_alone(giving, false, bead->target + i, error);
    return status;
}

/* Gives what has no counterpart before the bead `upto`. */
static int give_until(struct giving *giving, size_t upto, struct padan_error *error)
{
    int status = PADAN_OK;
    for (; giving->next < upto && status == PADAN_OK; giving->next++)
        status = give_bead_alone(giving, error);
    return status;
}

static int give_pair(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct giving *giving = context;
    int status = give_until(giving, (size_t)unit->position, error);
    return status == PADAN_OK ? giving->sink->put(giving->sink->context, unit, error) : status;
}

static int align(struct pairing *pairing, const struct arguments *arguments, struct padan_error *error)
{
    struct padan_align_options options = PADAN_ALIGN_OPTIONS_INIT;
    struct padan_align_text source = side_view(&pairing->source), target = side_view(&pairing->target);
    char folder[PATH_MAX];
    struct lexicon lexicon;
    int status = lexicon_open(&lexicon, arguments, source.language, target.language, error);
    options.data = data_folder(folder);
    options.lexicon = lexicon.count > 0 ? &lexicon.known : NULL;
    if (status == PADAN_OK)
        status = padan_align_documents(pairing->alignment, &source, &target, &options, error);
    lexicon_close(&lexicon);
    return status;
}

static int give_all(const struct pairing *pairing, const struct padan_unit_sink *sink, struct padan_error *error)
{
    struct padan_align_text source = side_view(&pairing->source), target = side_view(&pairing->target);
    struct giving giving = { .pairing = pairing, .sink = sink };
    struct padan_unit_sink pairs = { give_pair, &giving };
    int status = padan_alignment_units(pairing->alignment, &source, &target, &pairs, error);
    return status == PADAN_OK ? give_until(&giving, pairing->alignment->count, error) : status;
}

int texts_units(const struct arguments *arguments, const char *source, const char *target,
                const struct padan_unit_sink *sink, bool says, struct padan_error *error)
{
    struct padan_alignment alignment = { 0 };
    struct pairing pairing = { .source_name = arguments->operands[0],
                               .target_name = arguments->operands[1],
                               .alignment = &alignment };
    snprintf(pairing.source.language, sizeof pairing.source.language, "%s", source);
    snprintf(pairing.target.language, sizeof pairing.target.language, "%s", target);
    int status = source_open(&pairing.source, arguments, pairing.source_name, error);
    if (status == PADAN_OK)
        status = source_open(&pairing.target, arguments, pairing.target_name, error);
    if (status == PADAN_OK)
        status = align(&pairing, arguments, error);
    if (status == PADAN_OK)
        status = give_all(&pairing, sink, error);
    if (status == PADAN_OK && says)
        pairing_say_gist(&pairing);
    padan_alignment_free(&alignment);
    source_free(&pairing.source);
    source_free(&pairing.target);
    return status;
}
