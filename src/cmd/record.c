/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include <stdlib.h>

#include "message.h"
#include "utf8.h"

json_t *json_text(struct padan_string text)
{
    json_t *value = json_stringn(text.data ? text.data : "", text.size);
    if (value)
        return value;
    char *copy = utf8_copy(text);
    value = copy ? json_string(copy) : NULL;
    free(copy);
    return value;
}

json_t *json_added(json_t *list, json_t *value)
{
    if (json_array_append_new(list, value) == 0)
        return list;
    json_decref(list);
    return NULL;
}

void record_begin(struct record *record)
{
    record->object = json_object();
    record->failed = !record->object;
}

void record_set(struct record *record, const char *name, json_t *value)
{
    if (json_object_set_new(record->object, name, value) != 0)
        record->failed = true;
}

void record_text(struct record *record, const char *name, struct padan_string text)
{
    record_set(record, name, json_text(text));
}

void record_integer(struct record *record, const char *name, int64_t value)
{
    record_set(record, name, json_integer(value));
}

json_t *record_take(struct record *record)
{
    json_t *object = record->object;
    if (record->failed) {
        json_decref(object);
        object = NULL;
    }
    record->object = NULL;
    return object;
}

struct dump {
    struct padan_output *output;
    struct padan_error *error;
    int status;
};

static int write_piece(const char *bytes, size_t size, void *context)
{
    struct dump *dump = context;
    dump->status = padan_output_write(dump->output, bytes, size, dump->error);
    return dump->status == PADAN_OK ? 0 : -1;
}

int record_put(struct record *record, struct padan_output *output, struct padan_error *error)
{
    struct dump dump = { output, error, PADAN_OK };
    bool written =
        !record->failed && json_dump_callback(record->object, write_piece, &dump, JSON_REAL_PRECISION(6)) == 0;
    json_decref(record->object);
    record->object = NULL;
    if (written)
        return padan_output_write(output, "\n", 1, error);
    return dump.status != PADAN_OK ? dump.status : no_memory(error);
}

int record_print(struct record *record)
{
    struct padan_error error;
    struct padan_output *output;
    int status = padan_output_open(&output, NULL, &error);
    if (status != PADAN_OK) {
        json_decref(record->object);
        return failure(&error);
    }
    status = record_put(record, output, &error);
    if (status == PADAN_OK)
        status = padan_output_commit(output, &error);
    else
        padan_output_discard(output);
    return status == PADAN_OK ? EXIT_DONE : failure(&error);
}
