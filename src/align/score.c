/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words of beads. A target word is explained by the source words of its bead:
 *
 *     log(rest + sum over source words s of gain(s, w) * rest / (source words + 1))
 *
 * summed over target words, and the same the other way round, averaged. The sum over the words of
 * one target segment depends on the source segments alone, so that it is made
 * once for each run of source segments and each target segment, and a bead's score
 * is a sum of at most four such numbers on either side.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "align/lattice.h"
#include "base/vector.h"

enum { SIDE = PADAN_SHAPE_SIDE };

/* Words of a segment come together and say less than as many that do not; how much of each counts. */
static const double independence = 0.6;

/* What a word gets from the words of one segment of the other side. */
struct gain {
    uint32_t word; /* place in its segment */
    float value;
};

struct gains {
    struct gain *items;
    size_t count, capacity;
    uint32_t *start; /* width + 1: by column */
};

/* One row of segments against the columns that it can be in a bead with. */
struct row {
    size_t low, width;
    struct gains forward, backward;
    float *explained[SIDE + 1]; /* by k, column: the row's words by k columns that end there */
};

/* A word of the current row that may be rendered by a type; one that stands there more than once has one link. */
struct link {
    uint32_t next; /* number + 1, or 0 */
    uint32_t word; /* first place in the segment */
    float forward, backward;
};

struct padan_scorer {
    const struct padan_view *view;
    size_t next; /* row to come */
    size_t width;
    struct row rows[SIDE];
    float *explained[SIDE + 1];          /* by k, column: the column's words by k rows that end with the current one */
    double *source_rest, *target_rest;   /* by segment: sum of log(rest) over its words */
    uint32_t *head;                      /* by target type: first link + 1 */
    uint32_t *place;                     /* by source type: first place in the current row + 1, or 0 */
    uint32_t times[PADAN_SEGMENT_WORDS]; /* by first place: how often the word stands in the row */
    uint32_t same[PADAN_SEGMENT_WORDS];  /* by place: another place of the same word + 1, or 0 */
    struct link *links;
    size_t link_count, link_capacity;
    double sums[PADAN_SEGMENT_WORDS]; /* gains by place; zero between calls */
    uint32_t touched[PADAN_SEGMENT_WORDS];
    size_t touched_count;
};

static size_t row_low(const struct padan_corridor *corridor, size_t row)
{
    return corridor->low[row > SIDE - 1 ? row - (SIDE - 1) : 0];
}

/* One past the last column. */
static size_t row_end(const struct padan_corridor *corridor, size_t row)
{
    size_t last = corridor->rows - 1;
    return corridor->high[row + SIDE < last ? row + SIDE : last];
}

static double *sum_rests(const struct padan_side *side, const struct padan_weights *weights)
{
    double *sums = calloc(side->count + 1, sizeof *sums);
    double rest[PADAN_CLASS_COUNT];
    for (int class = 0; class < PADAN_CLASS_COUNT; class ++)
        rest[class] = log(padan_weights_rest(weights, (enum padan_word_class) class));
    for (size_t i = 0; sums && i < side->count; i++) {
        for (uint32_t at = side->first[i]; at < side->first[i + 1]; at++)
            sums[i] += rest[side->classes[side->words[at]]];
    }
    return sums;
}

static bool make_row(struct row *row, size_t width)
{
    for (size_t k = 1; k <= SIDE; k++) {
        row->explained[k] = malloc((width + 1) * sizeof *row->explained[k]);
        if (!row->explained[k])
            return false;
    }
    row->forward.start = malloc((width + 1) * sizeof *row->forward.start);
    row->backward.start = malloc((width + 1) * sizeof *row->backward.start);
    return row->forward.start && row->backward.start;
}

struct padan_scorer *padan_scorer_new(const struct padan_view *view)
{
    struct padan_scorer *scorer = calloc(1, sizeof *scorer);
    if (!scorer)
        return NULL;
    scorer->view = view;
    for (size_t row = 0; row + 1 < view->corridor->rows; row++) {
        size_t width = row_end(view->corridor, row) - row_low(view->corridor, row);
        scorer->width = width > scorer->width ? width : scorer->width;
    }
    bool done = true;
    for (size_t i = 0; i < SIDE; i++)
        done = done && make_row(&scorer->rows[i], scorer->width);
    for (size_t k = 1; k <= SIDE; k++) {
        scorer->explained[k] = calloc(scorer->width + 1, sizeof *scorer->explained[k]);
        done = done && scorer->explained[k];
    }
    scorer->source_rest = sum_rests(view->source, &view->model->backward);
    scorer->target_rest = sum_rests(view->target, &view->model->forward);
    scorer->head = calloc(view->target->types.count + 1, sizeof *scorer->head);
    scorer->place = calloc(view->source->types.count + 1, sizeof *scorer->place);
    if (done && scorer->source_rest && scorer->target_rest && scorer->head && scorer->place)
        return scorer;
    padan_scorer_free(scorer);
    return NULL;
}

void padan_scorer_free(struct padan_scorer *scorer)
{
    if (!scorer)
        return;
    for (size_t i = 0; i < SIDE; i++) {
        struct row *row = &scorer->rows[i];
        for (size_t k = 1; k <= SIDE; k++)
            free(row->explained[k]);
        free(row->forward.items);
        free(row->forward.start);
        free(row->backward.items);
        free(row->backward.start);
        free(scorer->explained[i + 1]);
    }
    free(scorer->source_rest);
    free(scorer->target_rest);
    free(scorer->head);
    free(scorer->place);
    free(scorer->links);
    free(scorer);
}

/* Whether a word of the row was met before in it; notes the place in either case. */
static bool is_repeated(struct padan_scorer *scorer, uint32_t type, uint32_t place)
{
    if (scorer->place[type] == 0) {
        scorer->place[type] = place + 1;
        scorer->times[place] = 1;
        scorer->same[place] = 0;
        return false;
    }
    uint32_t first = scorer->place[type] - 1;
    scorer->times[first]++;
    scorer->same[place] = scorer->same[first];
    scorer->same[first] = place + 1;
    return true;
}

/* Links each type that may render a word of the row to the word. */
static bool link_row(struct padan_scorer *scorer, size_t row)
{
    const struct padan_side *source = scorer->view->source;
    const struct padan_pairs *pairs = scorer->view->pairs;
    for (uint32_t at = source->first[row]; at < source->first[row + 1]; at++) {
        uint32_t type = source->words[at], place = at - source->first[row];
        if (is_repeated(scorer, type, place))
            continue;
        for (uint32_t i = pairs->start[type]; i < pairs->start[type + 1]; i++) {
            const struct padan_pair *pair = &pairs->items[i];
            if (!padan_vector_reserve(&scorer->links, &scorer->link_capacity, scorer->link_count + 1,
                                      sizeof *scorer->links))
                return false;
            scorer->links[scorer->link_count++] =
                (struct link){ scorer->head[pair->target], place, pair->gain_forward, pair->gain_backward };
            scorer->head[pair->target] = (uint32_t)scorer->link_count;
        }
    }
    return true;
}

static void unlink_row(struct padan_scorer *scorer, size_t row)
{
    const struct padan_side *source = scorer->view->source;
    const struct padan_pairs *pairs = scorer->view->pairs;
    for (uint32_t at = source->first[row]; at < source->first[row + 1]; at++) {
        uint32_t type = source->words[at];
        for (uint32_t i = pairs->start[type]; i < pairs->start[type + 1]; i++)
            scorer->head[pairs->items[i].target] = 0;
        scorer->place[type] = 0;
    }
    scorer->link_count = 0;
}

static bool add_gain(struct gains *gains, uint32_t word, double value)
{
    if (!padan_vector_reserve(&gains->items, &gains->capacity, gains->count + 1, sizeof *gains->items))
        return false;
    gains->items[gains->count++] = (struct gain){ word, (float)value };
    return true;
}

static void touch(struct padan_scorer *scorer, uint32_t word, double value)
{
    if (scorer->sums[word] <= 0)
        scorer->touched[scorer->touched_count++] = word;
    scorer->sums[word] += value;
}

/* Gains of one row with one column, in both directions. */
static bool meet(struct padan_scorer *scorer, struct row *row, size_t column)
{
    const struct padan_side *target = scorer->view->target;
    for (uint32_t at = target->first[column]; at < target->first[column + 1]; at++) {
        double sum = 0;
        for (uint32_t i = scorer->head[target->words[at]]; i > 0; i = scorer->links[i - 1].next) {
            const struct link *link = &scorer->links[i - 1];
            sum += (double)link->forward * scorer->times[link->word];
            if (link->backward > 0)
                touch(scorer, link->word, link->backward);
        }
        if (sum > 0 && !add_gain(&row->forward, at - target->first[column], sum))
            return false;
    }
    bool done = true;
    for (size_t i = 0; i < scorer->touched_count; i++) {
        uint32_t word = scorer->touched[i];
        for (uint32_t place = word + 1; done && place > 0; place = scorer->same[place - 1])
            done = add_gain(&row->backward, place - 1, scorer->sums[word]);
        scorer->sums[word] = 0;
    }
    scorer->touched_count = 0;
    return done;
}

static bool meet_all(struct padan_scorer *scorer, struct row *row)
{
    row->forward.count = row->backward.count = 0;
    for (size_t i = 0; i < row->width; i++) {
        row->forward.start[i] = (uint32_t)row->forward.count;
        row->backward.start[i] = (uint32_t)row->backward.count;
        if (!meet(scorer, row, row->low + i))
            return false;
    }
    row->forward.start[row->width] = (uint32_t)row->forward.count;
    row->backward.start[row->width] = (uint32_t)row->backward.count;
    return true;
}

static void add_gains(struct padan_scorer *scorer, const struct gains *gains, size_t column)
{
    for (uint32_t i = gains->start[column]; i < gains->start[column + 1]; i++)
        touch(scorer, gains->items[i].word, gains->items[i].value);
}

/* Sum of log(1 + sum / words); the product is taken as long as it stays in range, since a logarithm is dear. */
static double sum_logs(const struct padan_scorer *scorer, double words)
{
    double product = 1, sum = 0, scale = 1 / words;
    for (size_t i = 0; i < scorer->touched_count; i++) {
        product *= 1 + scorer->sums[scorer->touched[i]] * scale;
        if (product > 1e200) {
            sum += log(product);
            product = 1;
        }
    }
    return sum + log(product);
}

static void clear_sums(struct padan_scorer *scorer)
{
    for (size_t i = 0; i < scorer->touched_count; i++)
        scorer->sums[scorer->touched[i]] = 0;
    scorer->touched_count = 0;
}

/* The words of a row explained by 1 to 4 columns that end at `column`. */
static void explain_row(struct padan_scorer *scorer, struct row *row, size_t number, size_t column)
{
    const struct padan_side *target = scorer->view->target;
    for (size_t k = 1; k <= SIDE; k++) {
        if (k > column + 1) {
            row->explained[k][column] = 0;
            continue;
        }
        add_gains(scorer, &row->backward, column + 1 - k);
        size_t end = row->low + column + 1;
        double words = (double)padan_side_words(target, end - k, end) + 1;
        row->explained[k][column] = (float)(scorer->source_rest[number] + sum_logs(scorer, words));
    }
    clear_sums(scorer);
}

/* The words of a column explained by 1 to 4 rows that end with the current one. */
static void explain_column(struct padan_scorer *scorer, size_t number, size_t column)
{
    const struct padan_side *source = scorer->view->source;
    const struct row *current = &scorer->rows[number % SIDE];
    for (size_t k = 1; k <= SIDE && k <= number + 1; k++) {
        const struct row *row = &scorer->rows[(number + 1 - k) % SIDE];
        if (column >= row->low && column < row->low + row->width)
            add_gains(scorer, &row->forward, column - row->low);
        double words = (double)padan_side_words(source, number + 1 - k, number + 1) + 1;
        scorer->explained[k][column - current->low] = (float)(scorer->target_rest[column] + sum_logs(scorer, words));
    }
    clear_sums(scorer);
}

bool padan_scorer_step(struct padan_scorer *scorer)
{
    size_t number = scorer->next++;
    struct row *row = &scorer->rows[number % SIDE];
    row->low = row_low(scorer->view->corridor, number);
    row->width = row_end(scorer->view->corridor, number) - row->low;
    bool done = link_row(scorer, number) && meet_all(scorer, row);
    unlink_row(scorer, number);
    for (size_t i = 0; done && i < row->width; i++) {
        explain_row(scorer, row, number, i);
        explain_column(scorer, number, row->low + i);
    }
    return done;
}

double padan_scorer_words(const struct padan_scorer *scorer, struct padan_shape shape, size_t column)
{
    size_t number = scorer->next - 1;
    double sum = 0;
    for (size_t k = 0; k < shape.source; k++) {
        const struct row *row = &scorer->rows[(number - k) % SIDE];
        sum += row->explained[shape.target][column - row->low];
    }
    const struct row *current = &scorer->rows[number % SIDE];
    for (size_t k = 0; k < shape.target; k++)
        sum += scorer->explained[shape.source][column - k - current->low];
    return independence * sum / 2;
}
