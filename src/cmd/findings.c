/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings of check as text to read, as JSON a line, and as SARIF 2.1.0 for services that show them beside code. */
#include "findings.h"

#include <padan/padan.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "utf8.h"

/* A side with what the finding is about marked. */
static int put_side(const struct screen *screen, const char *language, struct padan_string text, size_t start,
                    size_t end, struct padan_error *error)
{
    char *marked = malloc(text.size + 3);
    if (!marked)
        return no_memory(error);
    size_t size = 0;
    for (size_t at = 0; at <= text.size; at++) {
        if (end > start && at == end)
            marked[size++] = SCREEN_MARK_END;
        if (end > start && at == start)
            marked[size++] = SCREEN_MARK;
        /* The marks are control characters themselves; the text's own do no harm as blanks. */
        if (at < text.size)
            marked[size++] = text.data[at] == SCREEN_MARK || text.data[at] == SCREEN_MARK_END ? ' ' : text.data[at];
    }
    char *shown = screen_marked_text((struct padan_string){ marked, size }, error);
    free(marked);
    if (!shown)
        return (int)error->status;
    int status = padan_output_format(screen->output, error, "    %-6s ", language);
    if (status == PADAN_OK)
        status = screen_put(screen, shown, strlen(shown), error);
    free(shown);
    return status == PADAN_OK ? padan_output_write(screen->output, "\n", 1, error) : status;
}

/* "file.tsv:4: unit 3: error: number: ...", as compilers write it, then both sides. */
static int put_text(struct findings *findings, const struct padan_finding *finding, struct padan_error *error)
{
    struct screen screen = screen_of(findings->output);
    char *file = screen_text(padan_string(finding->file ? finding->file : ""), error);
    char *text = file ? screen_text(padan_string(finding->message), error) : NULL;
    int status = text ? padan_output_format(findings->output, error, "%s:", file) : (int)error->status;
    if (status == PADAN_OK && finding->line > 0)
        status = padan_output_format(findings->output, error, "%" PRId64 ":", finding->line);
    if (status == PADAN_OK)
        status = padan_output_format(findings->output, error, " unit %" PRId64 ": %s: %s: %s\n", finding->unit,
                                     padan_severity_name(finding->severity), finding->check->id, text);
    free(file);
    free(text);
    if (status == PADAN_OK)
        status = put_side(&screen, finding->source_language, finding->source, finding->source_start,
                          finding->source_end, error);
    return status == PADAN_OK ? put_side(&screen, finding->target_language, finding->target, finding->target_start,
                                         finding->target_end, error)
                              : status;
}

static json_t *json_span(struct padan_string text, size_t start, size_t end)
{
    struct padan_string before = { text.data, start }, part = { text.data + start, end - start };
    size_t from = padan_text_length(before);
    json_t *list = json_array();
    list = list ? json_added(list, json_integer((json_int_t)from)) : NULL;
    return list ? json_added(list, json_integer((json_int_t)(from + padan_text_length(part)))) : NULL;
}

static void set_sides(struct record *record, const struct padan_finding *finding)
{
    record_text(record, "source", finding->source);
    record_text(record, "target", finding->target);
    record_text(record, "source_language", padan_string(finding->source_language));
    record_text(record, "target_language", padan_string(finding->target_language));
    if (finding->source_end > finding->source_start)
        record_set(record, "source_span", json_span(finding->source, finding->source_start, finding->source_end));
    if (finding->target_end > finding->target_start)
        record_set(record, "target_span", json_span(finding->target, finding->target_start, finding->target_end));
}

static int put_jsonl(struct findings *findings, const struct padan_finding *finding, struct padan_error *error)
{
    struct record record;
    record_begin(&record);
    record_text(&record, "check", padan_string(finding->check->id));
    record_text(&record, "severity", padan_string(padan_severity_name(finding->severity)));
    record_text(&record, "file", padan_string(finding->file ? finding->file : ""));
    record_integer(&record, "unit", finding->unit);
    if (finding->line > 0)
        record_integer(&record, "line", finding->line);
    if (finding->document.size > 0)
        record_text(&record, "document", finding->document);
    record_text(&record, "message", padan_string(finding->message));
    if (finding->rule)
        record_text(&record, "rule", padan_string(finding->rule));
    set_sides(&record, finding);
    return record_put(&record, findings->output, error);
}

static int put_json(struct findings *findings, json_t *value, struct padan_error *error)
{
    char *text = value ? json_dumps(value, JSON_COMPACT) : NULL;
    json_decref(value);
    if (!text)
        return no_memory(error);
    int status = padan_output_write(findings->output, text, strlen(text), error);
    free(text);
    return status;
}

/* One object per line, so that the file grows as findings come. */
static int begin_sarif(struct findings *findings, struct padan_error *error)
{
    int status = padan_output_format(
        findings->output, error,
        "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\","
        "\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"padan\",\"version\":\"%s\",\"rules\":[\n",
        padan_version());
    for (const struct padan_check_info *info = padan_checks(); info->id && status == PADAN_OK; info++) {
        json_t *rule =
            json_pack("{s:s,s:{s:s},s:{s:b,s:s}}", "id", info->id, "shortDescription", "text", info->summary,
                      "defaultConfiguration", "enabled", info->on, "level", padan_severity_name(info->severity));
        status = put_json(findings, rule, error);
        if (status == PADAN_OK && info[1].id)
            status = padan_output_write(findings->output, ",\n", 2, error);
    }
    return status == PADAN_OK ? padan_output_format(findings->output, error,
                                                    "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[\n")
                              : status;
}

/* The name of a file as a reference of URI has it: what may not stand there is written as %XX. */
static json_t *json_uri(const char *path)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t size = strlen(path), count = 0;
    char *text = malloc(3 * size + 1);
    for (size_t i = 0; text && i < size; i++) {
        unsigned char c = (unsigned char)path[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr("-._~/", c);
        if (plain) {
            text[count++] = (char)c;
        } else {
            text[count++] = '%';
            text[count++] = digits[c >> 4];
            text[count++] = digits[c & 15];
        }
    }
    json_t *value = text ? json_stringn(text, count) : NULL;
    free(text);
    return value;
}

static json_t *json_location(const struct padan_finding *finding)
{
    json_t *artifact = json_pack("{s:o}", "uri", json_uri(finding->file ? finding->file : ""));
    json_t *physical = json_pack("{s:o}", "artifactLocation", artifact);
    if (physical && finding->line > 0)
        json_object_set_new(physical, "region", json_pack("{s:I}", "startLine", (json_int_t)finding->line));
    char name[40];
    snprintf(name, sizeof name, "unit %" PRId64, finding->unit);
    return json_pack("{s:o,s:[{s:s}]}", "physicalLocation", physical, "logicalLocations", "name", name);
}

static int put_sarif(struct findings *findings, const struct padan_finding *finding, struct padan_error *error)
{
    struct record record, properties;
    record_begin(&record);
    record_begin(&properties);
    record_text(&record, "ruleId", padan_string(finding->check->id));
    record_text(&record, "level", padan_string(padan_severity_name(finding->severity)));
    json_t *text = json_text(padan_string(finding->message));
    record_set(&record, "message", json_pack("{s:o}", "text", text));
    record_set(&record, "locations", json_pack("[o]", json_location(finding)));
    record_integer(&properties, "unit", finding->unit);
    set_sides(&properties, finding);
    record_set(&record, "properties", record_take(&properties));
    int status = findings->count > 0 ? padan_output_write(findings->output, ",\n", 2, error) : PADAN_OK;
    json_t *object = record_take(&record);
    if (status != PADAN_OK) {
        json_decref(object);
        return status;
    }
    return put_json(findings, object, error);
}

static int end_sarif(struct findings *findings, struct padan_error *error)
{
    return padan_output_format(findings->output, error, "\n]}]}\n");
}

static const struct findings_format formats[] = {
    { "text", NULL, put_text, NULL },
    { "jsonl", NULL, put_jsonl, NULL },
    { "sarif", begin_sarif, put_sarif, end_sarif },
};

const struct findings_format *findings_format_named(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    }
    return NULL;
}

int findings_put(void *context, const struct padan_finding *finding, struct padan_error *error)
{
    struct findings *findings = context;
    int status = findings->quiet ? PADAN_OK : findings->format->put(findings, finding, error);
    findings->count++;
    return status;
}
