/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/exchange.h>

#include <string.h>

#include "arguments.h"
#include "message.h"
#include "record.h"

static json_t *endings_of(const struct padan_format_info *info)
{
    json_t *list = json_array();
    for (const char *at = info->endings; list && *at; at += strspn(at, " ")) {
        size_t size = strcspn(at, " ");
        list = json_added(list, json_text((struct padan_string){ at, size }));
        at += size;
    }
    return list;
}

static int put_json(struct padan_output *output, const struct padan_format_info *info, struct padan_error *error)
{
    struct record record;
    record_begin(&record);
    record_text(&record, "format", padan_string(info->name));
    record_text(&record, "title", padan_string(info->title));
    record_set(&record, "reads", json_boolean(info->reads));
    record_set(&record, "writes", json_boolean(info->writes));
    record_set(&record, "endings", endings_of(info));
    record_text(&record, "for", padan_string(info->purpose));
    return record_put(&record, output, error);
}

static int put_text(struct padan_output *output, const struct padan_format_info *info, struct padan_error *error)
{
    int status =
        padan_output_format(output, error, "%-7s %-6s %-7s %s\n%*sfor %s\n", info->name, info->reads ? "import" : "",
                            info->writes ? "export" : "", info->title, 23, "", info->purpose);
    for (const char *at = info->endings; status == PADAN_OK && *at; at += strspn(at, " ")) {
        int size = (int)strcspn(at, " ");
        status = padan_output_format(output, error, "%*s.%.*s", at == info->endings ? 23 : 1, "", size, at);
        at += size;
    }
    return status == PADAN_OK && *info->endings ? padan_output_write(output, "\n", 1, error) : status;
}

static int run(const struct arguments *arguments)
{
    struct padan_output *output;
    struct padan_error error;
    int status = padan_output_open(&output, NULL, &error);
    if (status != PADAN_OK)
        return failure(&error);
    bool json = option_given(arguments, OPTION_JSON);
    for (const struct padan_format_info *info = padan_exchange_formats(); info->name && status == PADAN_OK; info++)
        status = json ? put_json(output, info, &error) : put_text(output, info, &error);
    if (status == PADAN_OK)
        status = padan_output_commit(output, &error);
    else
        padan_output_discard(output);
    return status == PADAN_OK ? EXIT_DONE : failure(&error);
}

static const struct command_option options[] = {
    { .key = OPTION_JSON, .name = "json", .help = "one JSON object a line" },
    OPTIONS_END,
};

const struct command command_formats = {
    .name = "formats",
    .summary = "list the formats of files that import and export know",
    .synopsis = "[--json]",
    .arguments =
        "One format after the other: its name, whether it is read and written, what it is, how its files end, "
        "what it is for.",
    .options = options,
    .operands_min = 0,
    .operands_max = 0,
    .run = run,
};
