/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_RECORD_H
#define CMD_RECORD_H

#include <padan/output.h>
#include <padan/text.h>

#include <jansson.h>

/*
 * One JSON object for a line of output. Its fields come out in the order in which they were set; text that is not UTF-8
 * (the name of a file can be so) gets U+FFFD. Values that are passed in belong to the record from then on; a lack of
 * memory is told by record_put.
 */
struct record {
    json_t *object;
    bool failed;
};

void record_begin(struct record *record);
void record_set(struct record *record, const char *name, json_t *value);
void record_text(struct record *record, const char *name, struct padan_string text);
void record_integer(struct record *record, const char *name, int64_t value);

json_t *json_text(struct padan_string text);

/* Adds a value to a list and answers the list; NULL, with both freed, where there is no memory for it. */
json_t *json_added(json_t *list, json_t *value);

/* Takes the object out of a record; NULL where there was no memory. */
json_t *record_take(struct record *record);

/* Writes the object and a line end, and frees it, also where it fails. */
int record_put(struct record *record, struct padan_output *output, struct padan_error *error);

/* The same as all of standard output; how padan ends. */
int record_print(struct record *record);

#endif
