/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_SOURCE_H
#define CMD_SOURCE_H

#include <limits.h>

#include <padan/memory.h>

#include "arguments.h"

/* A text that a command works on: read, and cut where it is to be. */
struct source {
    char language[PADAN_LANGUAGE_SIZE];
    struct padan_segmenter *segmenter;
    struct padan_document *document;
    struct padan_segments segments;
};

/* Loads the segmenter of a language, by --rules where it is given. `explain` may be NULL. */
int source_segmenter(struct padan_segmenter **out, const struct arguments *arguments, const char *language,
                     void (*explain)(void *context, const struct padan_decision *decision), void *context,
                     struct padan_error *error);

/* Own rules of the memories that are read, for options of a segmenter; freed by source_rules_free in every case. */
struct source_rules {
    struct padan_memory_rules *memories;
    size_t memory_count;
    struct padan_user_rule *items;
    size_t count;
};
int source_rules(struct source_rules *rules, const struct arguments *arguments, const char *language,
                 struct padan_error *error);
void source_rules_free(struct source_rules *rules);

/* The options of a segmenter as the command line gives them; `folder` must live as long. */
struct padan_segmenter_options source_options(const struct arguments *arguments, const struct source_rules *rules,
                                              char folder[PATH_MAX]);

/* Reads a file as --encoding, --replace-invalid and --segmented say; says so where nothing is in it. */
int source_document(struct padan_document **out, const struct arguments *arguments, const char *path,
                    const char *language, struct padan_error *error);

/* Reads and cuts a file in `source->language`. source_free is due in every case. */
int source_open(struct source *source, const struct arguments *arguments, const char *path, struct padan_error *error);
void source_free(struct source *source);

/* EXIT_USAGE where --encoding names what iconv does not know. */
int source_check_encoding(const struct arguments *arguments);

/* EXIT_USAGE where standard input is named more than once. */
int source_check_stdin(const struct arguments *arguments);

/* EXIT_USAGE where -o names a file that is read: one of the texts, or the rules. */
int source_spare(const struct arguments *arguments);

#endif
