/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One language of a memory as numbers of words; which of them are of a subject. */
#include "extract/corpus.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/vector.h"
#include "exchange/input.h"
#include "exchange/lines.h"
#include "text/language.h"

static const double frequent = 1.0 / 20000;    /* share of the words from which evenness can be told */
static const double very_frequent = 1.0 / 150; /* share of a word, at least, that is passing however spread */
static const double even = 0.35;     /* variance beyond chance, of the squared mean, below which a word is passing */
static const double sure = 10.83;    /* log-likelihood that chance exceeds once in a thousand times */
static const double of_many = 19.51; /* the same, once in a hundred thousand */
static const double common_weight = 0.45; /* what a word of the general lexicon counts */

int padan_corpus_begin(struct padan_corpus *corpus, const char *language, int64_t expected, struct padan_error *error)
{
    *corpus = (struct padan_corpus){ .expected = expected > 0 ? expected : 1 };
    int status = padan_words_new(&corpus->words, language, error);
    if (status == PADAN_OK)
        status = padan_stemmer_new(&corpus->stemmer, language, error);
    if (status == PADAN_OK && !(corpus->spool = tmpfile()))
        status = padan_error_system(error, "a temporary file", "cannot make", errno);
    return status;
}

void padan_corpus_free(struct padan_corpus *corpus)
{
    padan_words_free(corpus->words);
    padan_stemmer_free(corpus->stemmer);
    padan_table_free(&corpus->stems);
    padan_buffer_free(&corpus->folded);
    if (corpus->spool)
        fclose(corpus->spool);
    free(corpus->kinds);
    free(corpus->row);
    free(corpus->places);
    *corpus = (struct padan_corpus){ 0 };
}

/* The number of a word's stem plus one; 0: it is not known. */
static int number_of(struct padan_corpus *corpus, struct padan_string word, bool add, uint32_t *out,
                     struct padan_error *error)
{
    padan_buffer_clear(&corpus->folded);
    int status = padan_word_fold(&corpus->folded, word, error);
    if (status != PADAN_OK)
        return status;
    struct padan_string stem =
        padan_stem(corpus->stemmer, (struct padan_string){ corpus->folded.data, corpus->folded.size });
    if (!stem.data)
        return padan_error_allocation(error);
    size_t before = corpus->stems.count;
    size_t number = add ? padan_table_add(&corpus->stems, stem.data, stem.size)
                        : padan_table_find(&corpus->stems, stem.data, stem.size);
    *out = number == PADAN_TABLE_NONE ? 0 : (uint32_t)number + 1;
    if (!add)
        return PADAN_OK;
    if (number == PADAN_TABLE_NONE ||
        !padan_vector_reserve(&corpus->kinds, &corpus->kind_capacity, number + 1, sizeof *corpus->kinds))
        return padan_error_allocation(error);
    if (corpus->stems.count > before)
        corpus->kinds[number] = (struct padan_kind){ .weight = 1 };
    return PADAN_OK;
}

static int push(struct padan_corpus *corpus, uint32_t number, size_t start, size_t end, struct padan_error *error)
{
    if (!padan_vector_reserve(&corpus->row, &corpus->row_capacity, corpus->row_count + 1, sizeof *corpus->row) ||
        !padan_vector_reserve(&corpus->places, &corpus->place_capacity, corpus->row_count + 1, sizeof *corpus->places))
        return padan_error_allocation(error);
    corpus->places[corpus->row_count] = (struct padan_place_of){ start, end };
    corpus->row[corpus->row_count++] = number;
    return PADAN_OK;
}

/* Whether a letter of Katakana stands at a place; each takes three bytes. */
static bool is_katakana(struct padan_string text, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)text.data + at;
    return at + 3 <= text.size && bytes[0] == 0xE3 && ((bytes[1] == 0x82 && bytes[2] >= 0xA0) || bytes[1] == 0x83);
}

/* How many pieces from one on are a word: foreign words in Katakana, which no dictionary has, come in pieces. */
static size_t join(struct padan_string text, const struct padan_word *list, size_t count)
{
    size_t pieces = 1;
    while (pieces < count && list[pieces].start == list[pieces - 1].end && list[pieces].start >= 3 &&
           is_katakana(text, list[pieces].start) && is_katakana(text, list[pieces].start - 3))
        pieces++;
    return pieces;
}

/* A hyphen between words parts them no more than a space does; any other sign or a number does. */
int padan_corpus_cut(struct padan_corpus *corpus, struct padan_string text, bool add, struct padan_error *error)
{
    const struct padan_word *list;
    size_t count;
    int status = padan_words_cut(corpus->words, text, &list, &count, error);
    corpus->row_count = 0;
    for (size_t i = 0, pieces; status == PADAN_OK && i < count; i += pieces) {
        pieces = join(text, list + i, count - i);
        size_t end = list[i + pieces - 1].end;
        struct padan_string word = { text.data + list[i].start, end - list[i].start };
        uint32_t number = 0;
        bool hyphen = i > 0 && i + 1 < count && word.size == 1 && *word.data == '-' &&
                      list[i - 1].end == list[i].start && list[i + 1].start == list[i].end;
        if (hyphen)
            continue;
        if (list[i].kind == PADAN_WORD_LETTERS)
            status = number_of(corpus, word, add, &number, error);
        if (status == PADAN_OK)
            status = push(corpus, number, list[i].start, end, error);
    }
    return status;
}

static void count_word(struct padan_kind *kind, uint32_t part)
{
    if (kind->part != part) {
        kind->squares += (double)kind->in_part * (double)kind->in_part;
        kind->part = part;
        kind->in_part = 0;
    }
    kind->in_part++;
    kind->count++;
}

int padan_corpus_add(struct padan_corpus *corpus, struct padan_string text, struct padan_error *error)
{
    int status = padan_corpus_cut(corpus, text, true, error);
    uint32_t part = (uint32_t)(corpus->texts * PADAN_CORPUS_PARTS / corpus->expected);
    corpus->texts++;
    for (size_t i = 0; status == PADAN_OK && i < corpus->row_count; i++)
        if (corpus->row[i] > 0) {
            count_word(&corpus->kinds[corpus->row[i] - 1], part);
            corpus->tokens++;
        }
    uint32_t size = (uint32_t)corpus->row_count;
    if (status == PADAN_OK && (fwrite(&size, sizeof size, 1, corpus->spool) != 1 ||
                               fwrite(corpus->row, sizeof *corpus->row, size, corpus->spool) != size))
        status = padan_error_system(error, "a temporary file", "cannot write", errno);
    return status;
}

int padan_corpus_refer(struct padan_corpus *corpus, const char *path, struct padan_error *error)
{
    static const struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_input input = { 0 };
    int status = padan_input_open(&input, path, &options, (struct padan_stop){ 0 }, error);
    struct padan_string window = { "", 0 };
    while (status == PADAN_OK) {
        status = padan_input_window(&input, (size_t)1 << 16, &window, error);
        if (status != PADAN_OK || window.size == 0)
            break;
        const char *end = memrchr(window.data, '\n', window.size);
        size_t size = end ? (size_t)(end - window.data) + 1 : window.size;
        status = padan_corpus_cut(corpus, (struct padan_string){ window.data, size }, false, error);
        for (size_t i = 0; status == PADAN_OK && i < corpus->row_count; i++) {
            corpus->reference_tokens++;
            if (corpus->row[i] > 0)
                corpus->kinds[corpus->row[i] - 1].reference++;
        }
        padan_input_take(&input, size);
    }
    padan_input_close(&input);
    return status;
}

/* The words in one column of a line of the general lexicon; those of several words say nothing of each. */
static int mark_line(struct padan_corpus *corpus, struct padan_string text, bool general, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t at = 0; at < text.size && status == PADAN_OK;) {
        const char *comma = memchr(text.data + at, ',', text.size - at);
        size_t end = comma ? (size_t)(comma - text.data) : text.size;
        status = padan_corpus_cut(corpus, (struct padan_string){ text.data + at, end - at }, false, error);
        if (status == PADAN_OK && corpus->row_count == 1 && corpus->row[0] > 0) {
            corpus->kinds[corpus->row[0] - 1].common = true;
            corpus->kinds[corpus->row[0] - 1].general |= general;
        }
        at = end + 1;
    }
    return status;
}

/* Further words are of all subjects: that the lexicon has them does not make them common. */
static int mark_lines(struct padan_corpus *corpus, struct padan_string text, bool english, struct padan_error *error)
{
    static const char mark[] = "# Words of subjects", last[] = "# Further words";
    int status = PADAN_OK;
    bool general = true;
    for (size_t at = 0; at < text.size && status == PADAN_OK;) {
        const char *end = memchr(text.data + at, '\n', text.size - at);
        general &= strncmp(text.data + at, mark, sizeof mark - 1) != 0;
        if (strncmp(text.data + at, last, sizeof last - 1) == 0)
            break;
        size_t size = end ? (size_t)(end - text.data) - at : text.size - at;
        const char *tab = text.data[at] == '#' ? NULL : memchr(text.data + at, '\t', size);
        size_t first = tab ? (size_t)(tab - text.data) : at;
        if (tab)
            status = mark_line(corpus,
                               english ? (struct padan_string){ tab + 1, at + size - first - 1 }
                                       : (struct padan_string){ text.data + at, first - at },
                               general, error);
        at += size + 1;
    }
    return status;
}

int padan_corpus_common(struct padan_corpus *corpus, const char *source, const char *target, const char *data,
                        struct padan_error *error)
{
    static const size_t file_limit = (size_t)16 << 20;
    bool english = padan_language_matches("en", source);
    struct padan_buffer path = { 0 };
    char primary[PADAN_LANGUAGE_SIZE], *text = NULL;
    size_t size = 0;
    snprintf(primary, sizeof primary, "%.*s", (int)strcspn(english ? target : source, "-"), english ? target : source);
    padan_buffer_format(&path, "%s/lexicon/%s.txt", data ? data : PADAN_DATADIR, primary);
    int status = path.failed ? padan_error_allocation(error) : PADAN_OK;
    bool there = status == PADAN_OK && access(path.data, R_OK) == 0;
    if (there)
        status = padan_file_read(&text, &size, path.data, file_limit, error);
    if (there && status == PADAN_OK)
        status = mark_lines(corpus, (struct padan_string){ text, size }, english, error);
    free(text);
    padan_buffer_free(&path);
    return status;
}

/* How much likelier two rates are apart than one. */
static double log_likelihood(double here, double all_here, double there, double all_there)
{
    double rate = (here + there) / (all_here + all_there);
    double sum = here > 0 ? here * log(here / (all_here * rate)) : 0;
    return 2 * (sum + (there > 0 ? there * log(there / (all_there * rate)) : 0));
}

/* Variance of the counts in the parts beyond that of chance, by the squared mean. */
static double unevenness(const struct padan_corpus *corpus, const struct padan_kind *kind)
{
    double parts = corpus->texts < PADAN_CORPUS_PARTS ? (double)corpus->texts : PADAN_CORPUS_PARTS;
    double mean = (double)kind->count / parts;
    double squares = kind->squares + (double)kind->in_part * (double)kind->in_part;
    return (squares / parts - mean * mean - mean) / (mean * mean);
}

/*
 * The least share that a word's count speaks for, so that a memory of few words has no frequent ones by chance: the
 * lower bound of Wilson's interval, for a log-likelihood that chance is to be allowed.
 */
static double least_share(double count, double all, double allowed)
{
    double share = count / all, middle = share + allowed / (2 * all);
    double spread = sqrt(allowed * (share * (1 - share) + allowed / (4 * all)) / all);
    return (middle - spread) / (1 + allowed / all);
}

static void weigh(const struct padan_corpus *corpus, struct padan_kind *kind, size_t letters)
{
    double share = (double)kind->count / (double)corpus->tokens, uneven = unevenness(corpus, kind);
    bool enough = kind->count >= 30 && share > frequent;
    double limit = kind->general ? 3 * even : kind->common ? 2 * even : even;
    /* Where evenness does not tell either, each of the many words is one more trial of chance. */
    double least = least_share((double)kind->count, (double)corpus->tokens, enough ? sure : of_many);
    kind->passing = least > very_frequent || letters == 0 || (enough ? uneven < limit : kind->general);
    double weight = enough ? fmin(1, fmax(0.2, uneven) / (uneven + 0.5) * 1.4) : 0.7;
    if (corpus->reference_tokens > 0) {
        double likelihood = log_likelihood((double)kind->count, (double)corpus->tokens, (double)kind->reference,
                                           (double)corpus->reference_tokens);
        bool more = share > (double)kind->reference / (double)corpus->reference_tokens;
        weight = more && likelihood > sure ? fmin(1, 0.4 + log(likelihood / sure) / 6) : 0.1;
        kind->passing |= !more && (double)kind->reference / (double)corpus->reference_tokens > 1.0 / 5000;
    }
    kind->weight = (float)(weight * (kind->common ? common_weight : 1));
}

void padan_corpus_weigh(struct padan_corpus *corpus)
{
    for (size_t i = 0; i < corpus->stems.count; i++)
        weigh(corpus, &corpus->kinds[i],
              padan_text_length((struct padan_string){ corpus->stems.keys[i].data, corpus->stems.keys[i].size }));
}

int padan_corpus_rewind(struct padan_corpus *corpus, struct padan_error *error)
{
    return fflush(corpus->spool) == 0 && fseek(corpus->spool, 0, SEEK_SET) == 0
               ? PADAN_OK
               : padan_error_system(error, "a temporary file", "cannot write", errno);
}

int padan_corpus_next(struct padan_corpus *corpus, bool *end, struct padan_error *error)
{
    uint32_t size = 0;
    *end = fread(&size, sizeof size, 1, corpus->spool) != 1;
    corpus->row_count = 0;
    if (*end)
        return ferror(corpus->spool) ? padan_error_system(error, "a temporary file", "cannot read", errno) : PADAN_OK;
    if (!padan_vector_reserve(&corpus->row, &corpus->row_capacity, size, sizeof *corpus->row))
        return padan_error_allocation(error);
    if (fread(corpus->row, sizeof *corpus->row, size, corpus->spool) != size)
        return padan_error_system(error, "a temporary file", "cannot read", errno);
    corpus->row_count = size;
    return PADAN_OK;
}
