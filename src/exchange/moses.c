/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "exchange/lines.h"
#include "exchange/lost.h"
#include "exchange/pairs.h"
#include "exchange/rows.h"

/* One of the two files. */
struct side {
    struct padan_input *input;
    struct padan_string line;
    size_t taken;
    bool too_long;
};

static bool has_ended(const struct side *side)
{
    return side->taken == 0;
}

static int next(struct side *side, struct padan_error *error)
{
    int status = padan_line_next(side->input, &side->line, &side->taken, error);
    side->too_long = side->taken > PADAN_UNIT_LIMIT;
    if (status == PADAN_OK && side->line.size > 0 && side->line.data[side->line.size - 1] == '\r')
        side->line.size--;
    return status;
}

static int take(struct side *side, struct padan_error *error)
{
    if (side->too_long)
        return padan_line_skip(side->input, error);
    padan_input_take(side->input, side->taken);
    return PADAN_OK;
}

/* A carriage return within a line is written as a space, so alone it is no text either. */
static bool is_blank(struct padan_string line)
{
    return padan_cell_trimmed(line).size == 0;
}

/* Why a pair of lines is no unit, or NULL. */
static const char *fault_of(const struct side sides[2])
{
    if (sides[0].too_long || sides[1].too_long)
        return PADAN_UNIT_TOO_LARGE;
    if (!padan_string_is_text(sides[0].line) || !padan_string_is_text(sides[1].line))
        return "it holds bytes that are not UTF-8, or NUL; if the files have another encoding, name it";
    return is_blank(sides[0].line) != is_blank(sides[1].line) ? "only one of the two lines has a text" : NULL;
}

static int give(struct padan_reading *reading, const struct side sides[2], int64_t number, struct padan_error *error)
{
    const struct padan_exchange_options *options = reading->options;
    const char *fault = fault_of(sides);
    if (fault) {
        padan_reading_refuse(reading, PADAN_ERROR_SYNTAX, number + 1, "line %" PRId64 " of both is left out: %s",
                             number + 1, fault);
        return padan_reading_check(reading, error);
    }
    if (is_blank(sides[0].line))
        return PADAN_OK;
    struct padan_variant variants[2] = {
        { .language = padan_string(options->source), .text = sides[0].line },
        { .language = padan_string(options->target), .text = sides[1].line },
    };
    struct padan_unit unit = { .variants = variants,
                               .variant_count = 2,
                               .status = PADAN_UNIT_CONFIRMED,
                               .confidence = PADAN_CONFIDENCE_UNKNOWN,
                               .position = number,
                               .line = number + 1 };
    return padan_reading_put(reading, &unit, error);
}

static int count_rest(struct side *side, int64_t *lines, struct padan_error *error)
{
    int status = PADAN_OK;
    for (*lines = 0; status == PADAN_OK && !has_ended(side); ++*lines) {
        status = take(side, error);
        if (status == PADAN_OK)
            status = next(side, error);
    }
    return status;
}

/* Lines that one of the files has more than the other: all pairs before may be shifted, so it is a fault of the file.
 */
static int tell_rest(struct padan_reading *reading, struct side sides[2], int64_t number, struct padan_error *error)
{
    int longer = has_ended(&sides[0]);
    int64_t lines;
    if (has_ended(&sides[1]) && longer)
        return PADAN_OK;
    int status = count_rest(&sides[longer], &lines, error);
    if (status != PADAN_OK)
        return status;
    padan_reading_fault(reading, PADAN_ERROR_SYNTAX, number + 1,
                        "%s has %" PRId64 " %s and %s has %" PRId64 ": %" PRId64
                        " at its end %s left out; look whether a line is missing before",
                        sides[longer].input->name, number + lines, padan_noun(number + lines, "line", "lines"),
                        sides[!longer].input->name, number, lines,
                        padan_noun(lines, "has no partner and is", "have no partner and are"));
    return padan_reading_check(reading, error);
}

static int read_sides(struct padan_reading *reading, struct side sides[2], struct padan_error *error)
{
    for (int64_t number = 0;; number++) {
        int status = next(&sides[0], error);
        if (status == PADAN_OK)
            status = next(&sides[1], error);
        if (status == PADAN_OK && (has_ended(&sides[0]) || has_ended(&sides[1])))
            return tell_rest(reading, sides, number, error);
        if (status == PADAN_OK)
            status = give(reading, sides, number, error);
        for (int i = 0; status == PADAN_OK && i < 2; i++)
            status = take(&sides[i], error);
        if (status != PADAN_OK)
            return status;
    }
}

static int moses_read(struct padan_reading *reading, struct padan_error *error)
{
    const struct padan_exchange_options *options = reading->options;
    struct padan_input companion;
    if (!options->companion)
        return padan_error_in(error, PADAN_ERROR_ARGUMENT, reading->input->name,
                              "is one file; Moses needs two, with the source lines and the target lines");
    if (!options->source || !options->target)
        return padan_error_in(error, PADAN_ERROR_LANGUAGE, reading->input->name,
                              "does not name its languages; give them with -s and -t");
    int status = reading->header ? reading->header->put(reading->header->context, NULL, 0, error) : PADAN_OK;
    if (status != PADAN_OK)
        return status;
    status = padan_input_open(&companion, options->companion, options, reading->input->stop, error);
    struct side sides[2] = { { .input = reading->input }, { .input = &companion } };
    if (status == PADAN_OK)
        status = read_sides(reading, sides, error);
    if (status == PADAN_OK && companion.unpack.troubled)
        padan_reading_fault(reading, companion.unpack.fault.status, 0, "%s: %s", options->companion,
                            companion.unpack.fault.message);
    padan_input_close(&companion);
    return status;
}

static int moses_begin(struct padan_writer *writer, struct padan_error *error)
{
    if (writer->options.companion && writer->options.source && writer->options.target)
        return PADAN_OK;
    return padan_error_set(error, PADAN_ERROR_ARGUMENT,
                           "Moses is two files, one a language: both languages are needed");
}

/* A line cannot hold a line break, which becomes a space and is counted. */
static void write_line(struct padan_writer *writer, struct padan_buffer *out, struct padan_string text)
{
    size_t start = out->size;
    writer->dropped += padan_append_text(out, text);
    for (size_t i = start; i < out->size; i++) {
        if (out->data[i] != '\n' && out->data[i] != '\r')
            continue;
        out->data[i] = ' ';
        writer->dropped++;
    }
    padan_buffer_byte(out, '\n');
}

static int moses_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error)
{
    (void)error;
    size_t source = padan_pair_source(writer, unit), at = 0;
    const struct padan_variant *target = padan_pair_target(writer, unit, source, &at);
    if (target)
        padan_lost_count(writer, unit);
    else
        padan_lost_alone(writer);
    for (; target; target = padan_pair_target(writer, unit, source, &at)) {
        write_line(writer, &writer->buffer, unit->variants[source].text);
        write_line(writer, &writer->companion, target->text);
    }
    return PADAN_OK;
}

static int moses_end(struct padan_writer *writer, struct padan_error *error)
{
    (void)error;
    padan_lost_tell(writer, "Moses");
    return PADAN_OK;
}

const struct padan_format padan_format_moses = {
    .read = moses_read,
    .begin = moses_begin,
    .put = moses_put,
    .end = moses_end,
};
