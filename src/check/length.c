/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lengths of the sides, by how long they are beside each other in this pair of languages; numbers of sentences. */
#include <math.h>
#include <stdlib.h>

#include <unicode/uchar.h>

#include "base/error.h"
#include "check/checking.h"
#include "text/utf8.h"

/* So many pairs the expectation counts for, beside those that are seen. */
static const double prior_weight = 30, prior_deviation = 0.3, least_deviation = 0.2;
/* Deviations from the mean that are too many; characters that short texts are longer by, for the ratio. */
static const double too_far = 4.5, slack = 12;

struct padan_check_lengths {
    double weight, sum, squares; /* of the logarithms of the ratio, the prior included */
};

/* How much a script says in a character, beside Latin letters. */
static double density(const struct padan_check_language *language)
{
    switch (language->script) {
    case USCRIPT_SIMPLIFIED_HAN:
    case USCRIPT_TRADITIONAL_HAN:
    case USCRIPT_HAN:
        return 3.4;
    case USCRIPT_JAPANESE:
    case USCRIPT_KOREAN:
        return 2.2;
    case USCRIPT_ARABIC:
    case USCRIPT_HEBREW:
        return 1.2;
    default:
        return 1;
    }
}

int padan_check_lengths_new(struct padan_check_lengths **out, const struct padan_check_pair *pair,
                            struct padan_error *error)
{
    struct padan_check_lengths *lengths = *out = calloc(1, sizeof *lengths);
    if (!lengths)
        return padan_error_allocation(error);
    double mean = log(density(&pair->languages[PADAN_SOURCE]) / density(&pair->languages[PADAN_TARGET]));
    lengths->weight = prior_weight;
    lengths->sum = prior_weight * mean;
    lengths->squares = prior_weight * (mean * mean + prior_deviation * prior_deviation);
    return PADAN_OK;
}

void padan_check_lengths_free(struct padan_check_lengths *lengths)
{
    free(lengths);
}

static double ratio_of(struct padan_string source, struct padan_string target)
{
    return log(((double)padan_text_length(target) + slack) / ((double)padan_text_length(source) + slack));
}

void padan_check_lengths_learn(struct padan_check_lengths *lengths, struct padan_string source,
                               struct padan_string target)
{
    double ratio = ratio_of(source, target), mean = lengths->sum / lengths->weight;
    /* What is far off is likely to be wrong, and teaches no more than what is just too far. */
    ratio = fmin(fmax(ratio, mean - 1), mean + 1);
    lengths->weight += 1;
    lengths->sum += ratio;
    lengths->squares += ratio * ratio;
}

int padan_check_length(struct padan_checking *checking, struct padan_error *error)
{
    const struct padan_check_lengths *lengths = checking->pair->lengths;
    const struct padan_check_span nowhere = { 0, 0 };
    double ratio = ratio_of(checking->sides[PADAN_SOURCE].text, checking->sides[PADAN_TARGET].text);
    double mean = lengths->sum / lengths->weight;
    double deviation = sqrt(fmax(lengths->squares / lengths->weight - mean * mean, 0));
    double distance = (ratio - mean) / fmax(deviation, least_deviation);
    if (fabs(distance) < too_far)
        return PADAN_OK;
    return padan_check_report(checking, nowhere, nowhere, error, "the target is %.1f times as %s as could be expected",
                              exp(fabs(ratio - mean)), ratio > mean ? "long" : "short");
}

static bool ends_sentence(UChar32 c)
{
    return u_hasBinaryProperty(c, UCHAR_S_TERM) && c != '.';
}

/* Sentences, roughly: a mark that ends one, and behind a full stop a blank and no small letter. */
static size_t count_sentences(struct padan_string text)
{
    size_t count = 0, rest = 0;
    for (size_t at = 0; at < text.size;) {
        UChar32 c = padan_utf8_next(text, &at);
        bool ends = c >= 0 && ends_sentence(c);
        if (c == '.' && at + 1 < text.size && text.data[at] == ' ') {
            size_t next = at + 1;
            UChar32 after = padan_utf8_next(text, &next);
            ends = after >= 0 && !u_islower(after) && !u_isdigit(after) && rest > 2;
        }
        rest = c >= 0 && u_isalpha(c) ? rest + 1 : c == ' ' ? 0 : rest;
        count += ends && at < text.size;
        while (ends && at < text.size) {
            size_t next = at;
            c = padan_utf8_next(text, &next);
            if (c < 0 || (!u_isUWhiteSpace(c) && !u_ispunct(c)))
                break;
            at = next;
        }
        count -= ends && at >= text.size && count > 0;
    }
    return count + 1;
}

int padan_check_sentences(struct padan_checking *checking, struct padan_error *error)
{
    const struct padan_check_span nowhere = { 0, 0 };
    size_t source = count_sentences(checking->sides[PADAN_SOURCE].text);
    size_t target = count_sentences(checking->sides[PADAN_TARGET].text);
    if (source == target)
        return PADAN_OK;
    return padan_check_report(checking, nowhere, nowhere, error, "%zu sentences became %zu", source, target);
}
