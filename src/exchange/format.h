/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_FORMAT_H
#define EXCHANGE_FORMAT_H

#include <padan/exchange.h>

#include "base/buffer.h"
#include "base/table.h"
#include "exchange/input.h"

/*
 * The formats: a row is the name of a `const struct padan_format padan_format_NAME` in a file of its own, title,
 * endings (that of files written first), whether it reads and writes, what it is for. Formats are tried by content in
 * this order.
 */
#define PADAN_FORMATS(ROW)                                                                                             \
    ROW(xliff, "XLIFF 1.2 and 2.1; written as 2.1", "xlf xliff sdlxliff mqxliff mxliff txlf", true, true,              \
        "translations under way")                                                                                      \
    ROW(omegat, "project_save.tmx of OmegaT", "", true, true, "the translations of an OmegaT project")                 \
    ROW(tmx, "Translation Memory eXchange 1.4", "tmx", true, true, "memories, of any tool; nothing is lost")           \
    ROW(po, "gettext PO", "po pot", true, true, "translations of programs")                                            \
    ROW(jsonl, "JSON, one unit a line", "jsonl", true, true, "programs; nothing is lost")                              \
    ROW(tsv, "tab-separated values", "tsv", true, true, "scripts, and tables that are corrected by hand")              \
    ROW(csv, "comma-separated values", "csv", true, true, "spreadsheets")                                              \
    ROW(moses, "Moses: a pair of files, line by line", "", true, true, "machine translation and corpora")

/* A unit, with all its texts and properties, may take this many bytes; what is larger is refused. */
#define PADAN_UNIT_LIMIT ((size_t)16 << 20)
#define PADAN_UNIT_TOO_LARGE "it is larger than 16 MiB; split it"

/* What readers mend. */
enum padan_mending {
    PADAN_MENDED_DECLARATION, /* version, DOCTYPE, encoding, namespace, header */
    PADAN_MENDED_LANGUAGE,
    PADAN_MENDED_DATE,
    PADAN_MENDED_ORDER,
    PADAN_MENDED_CODE,
    PADAN_MENDED_ELEMENT,
    PADAN_MENDED_ENTITY,
    PADAN_MENDED_IDENTIFIER,
    PADAN_MENDED_VALUE,
    PADAN_MENDED_COUNT
};

/* One language tag seen, and whether it falls under the languages asked for. */
struct padan_seen_language {
    char tag[PADAN_LANGUAGE_SIZE];
    bool is_source, is_target;
};

/* What was mended of one kind, which is that of what is said of it: the first few are told one by one, the rest as a
 * number. */
struct padan_mended {
    const char *format;
    enum padan_mending kind;
    int64_t count, line; /* the last one told */
};

/* The languages asked for (each may be NULL), and what is known of the last few tags: making a tag canonical is dear.
 */
struct padan_languages {
    const char *source, *target;
    struct padan_seen_language seen[16];
    size_t count; /* of tags ever noted; the oldest gives way */
};

/* What is known of a language tag; the answer lives until the next call. */
const struct padan_seen_language *padan_languages_see(struct padan_languages *languages, struct padan_string tag);

/* A file being read. */
struct padan_reading {
    const struct padan_exchange_options *options;
    const struct padan_header_sink *header; /* or NULL */
    const struct padan_unit_sink *sink;
    struct padan_input *input;
    struct padan_exchange_summary summary;
    struct padan_error first_refusal; /* where something was refused and options->strict */
    struct padan_mended mended[32];   /* more kinds than readers have; others would share the last */
    size_t mended_count;
    struct padan_languages languages;
    struct padan_table tags;    /* of languages that were met, the first thousand */
    struct padan_variant *kept; /* room for a unit's variants in the languages asked for */
    size_t kept_capacity;
    struct padan_property *properties; /* room for its properties, where some are taken away */
    size_t property_capacity;
    bool source_given; /* the unit put last went to the sink with its source */
};

/* What units said that a format had no place for; the context of a text is not counted, since its neighbours say it. */
struct padan_lost {
    int64_t notes, codes, ids, properties;
    int64_t changed; /* codes that are others now */
    int64_t alone;   /* units with no text for the other side */
};

struct padan_writer {
    const struct padan_format *format;
    struct padan_output *output;
    struct padan_writer_options options; /* its strings are the writer's own copies */
    struct padan_buffer buffer;          /* the unit being written */
    struct padan_buffer scratch;
    struct padan_languages languages;
    int64_t units;    /* put, whatever became of them */
    int64_t left_out; /* of these, what has no place in the format at all */
    bool begun;       /* something was written */
    int64_t dropped;  /* characters that the format cannot hold */
    struct padan_lost lost;
    struct padan_buffer companion; /* what goes to options.companion */
    void *state;                   /* the format's own, or NULL; freed by `release` */
    void (*release)(void *state);
};

struct padan_format {
    /* Whether a file whose first bytes, in UTF-8, are `head` is surely of this format. */
    bool (*recognises)(struct padan_string head);
    int (*read)(struct padan_reading *reading, struct padan_error *error);
    /* These append to writer->buffer, which the caller writes out. */
    int (*begin)(struct padan_writer *writer, struct padan_error *error);
    int (*put)(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error);
    int (*end)(struct padan_writer *writer, struct padan_error *error);
};

/* Whether a file whose first bytes, in UTF-8, are `head` is surely of one of the formats. */
bool padan_exchange_recognises(struct padan_string head);

/* The languages asked for must be tags, or nothing would ever match them. */
int padan_exchange_check(const struct padan_exchange_options *options, struct padan_error *error);

/* padan_exchange_read for an input that is open. */
int padan_exchange_read_input(struct padan_input *input, const struct padan_exchange_options *options,
                              const struct padan_header_sink *header, const struct padan_unit_sink *sink,
                              struct padan_exchange_summary *summary, struct padan_error *error);

/* Tells of something mended, and counts it. */
void padan_reading_mend(struct padan_reading *reading, enum padan_mending kind, int64_t line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Tells, once the file has been read, that it is not in the encoding that it declares. */
void padan_reading_tell_encoding(struct padan_reading *reading);

/* Says how many mendings were not told one by one. */
void padan_reading_tell_rest(struct padan_reading *reading);

/* Tells of a unit left out, and counts it. */
void padan_reading_refuse(struct padan_reading *reading, enum padan_status status, int64_t line, const char *format,
                          ...) __attribute__((format(printf, 4, 5)));

/* Tells of a fault of the file that is of no unit, and counts it. */
void padan_reading_fault(struct padan_reading *reading, enum padan_status status, int64_t line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The first refusal where nothing may be refused. */
int padan_reading_check(const struct padan_reading *reading, struct padan_error *error);

/* Gives a unit to the sink, cut down to the languages asked for. Errors: PADAN_ERROR_ALLOCATION,
 * those of padan_reading_check, or the sink's. */
int padan_reading_put(struct padan_reading *reading, const struct padan_unit *unit, struct padan_error *error);

/* A number from 0 to 1 in the form that padan_confidence_format writes; false where it is none. */
bool padan_confidence_parse(struct padan_string text, double *confidence);

/* "auto" or "confirmed"; false where it is neither. */
bool padan_unit_status_parse(struct padan_string text, enum padan_unit_status *status);

/* A number from 0 in decimal digits. */
bool padan_position_parse(struct padan_string text, int64_t *position);

bool padan_string_is(struct padan_string text, const char *other);

/* Whether all of `text` is UTF-8 and none of it NUL. */
bool padan_string_is_text(struct padan_string text);

/* Appends UTF-8 as UTF-16LE, after a byte order mark where `marked`. */
void padan_append_wide(struct padan_buffer *out, struct padan_string text, bool marked);

/* Appends what is UTF-8 and not NUL; answers the number of bytes or NULs left out. */
int64_t padan_append_text(struct padan_buffer *out, struct padan_string text);

#endif
