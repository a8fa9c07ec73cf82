/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "screen.h"
#include "utf8.h"

static int put_row(struct padan_output *output, const char *name, const struct padan_leverage_count *count,
                   struct padan_error *error)
{
    return padan_output_format(output, error, "  %-14s%10" PRId64 "%12" PRId64 "%14" PRId64 "%16" PRId64 "\n", name,
                               count->segments, count->words, count->characters, count->characters_without_spaces);
}

static int put_heading(struct padan_output *output, const struct analysis *analysis, struct padan_error *error)
{
    int status = put_one_line(output, padan_string(analysis->file ? analysis->file : "all files"), error);
    if (status == PADAN_OK)
        status = padan_output_format(output, error, "\n  %-14s%10s%12s%14s%16s\n", "", "segments", "words",
                                     "characters", "without spaces");
    return status;
}

static int put_text(struct padan_output *output, const struct analysis *analysis, struct padan_error *error)
{
    struct padan_leverage_count total = padan_leverage_total(&analysis->counts);
    int status = put_heading(output, analysis, error);
    for (int band = 0; band < PADAN_LEVERAGE_BANDS && status == PADAN_OK; band++)
        status = put_row(output, padan_leverage_band_name((enum padan_leverage_band)band),
                         &analysis->counts.bands[band], error);
    return status == PADAN_OK ? put_row(output, "total", &total, error) : status;
}

const struct analysis_format analysis_text = { NULL, put_text };

static int begin_csv(struct padan_output *output, struct padan_error *error)
{
    return padan_output_format(output, error, "file,band,segments,words,characters,characters_without_spaces\r\n");
}

/* In quotes, each of its own twice, as RFC 4180 has it. */
static int put_quoted(struct padan_output *output, const char *text, struct padan_error *error)
{
    int status = padan_output_write(output, "\"", 1, error);
    for (; *text && status == PADAN_OK; text++)
        status = padan_output_write(output, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1, error);
    return status == PADAN_OK ? padan_output_write(output, "\"", 1, error) : status;
}

static int put_csv_row(struct padan_output *output, const char *file, const char *band,
                       const struct padan_leverage_count *count, struct padan_error *error)
{
    int status = file ? put_quoted(output, file, error) : PADAN_OK;
    if (status == PADAN_OK)
        status =
            padan_output_format(output, error, ",%s,%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 "\r\n", band,
                                count->segments, count->words, count->characters, count->characters_without_spaces);
    return status;
}

static int put_csv(struct padan_output *output, const struct analysis *analysis, struct padan_error *error)
{
    struct padan_leverage_count total = padan_leverage_total(&analysis->counts);
    char *file = analysis->file ? utf8_copy(padan_string(analysis->file)) : NULL;
    if (analysis->file && !file)
        return no_memory(error);
    int status = PADAN_OK;
    for (int band = 0; band < PADAN_LEVERAGE_BANDS && status == PADAN_OK; band++)
        status = put_csv_row(output, file, padan_leverage_band_name((enum padan_leverage_band)band),
                             &analysis->counts.bands[band], error);
    if (status == PADAN_OK)
        status = put_csv_row(output, file, "total", &total, error);
    free(file);
    return status;
}

const struct analysis_format analysis_csv = { begin_csv, put_csv };

static json_t *count_json(const struct padan_leverage_count *count)
{
    struct record record;
    record_begin(&record);
    record_integer(&record, "segments", count->segments);
    record_integer(&record, "words", count->words);
    record_integer(&record, "characters", count->characters);
    record_integer(&record, "characters_without_spaces", count->characters_without_spaces);
    return record_take(&record);
}

static int put_json(struct padan_output *output, const struct analysis *analysis, struct padan_error *error)
{
    struct padan_leverage_count total = padan_leverage_total(&analysis->counts);
    struct record record, bands;
    record_begin(&bands);
    for (int band = 0; band < PADAN_LEVERAGE_BANDS; band++)
        record_set(&bands, padan_leverage_band_name((enum padan_leverage_band)band),
                   count_json(&analysis->counts.bands[band]));
    record_begin(&record);
    if (analysis->file)
        record_text(&record, "file", padan_string(analysis->file));
    else
        record_set(&record, "file", json_null());
    record_text(&record, "source", padan_string(analysis->source));
    record_text(&record, "target", padan_string(analysis->target));
    record_set(&record, "bands", record_take(&bands));
    record_set(&record, "total", count_json(&total));
    return record_put(&record, output, error);
}

const struct analysis_format analysis_json = { NULL, put_json };
