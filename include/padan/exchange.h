/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exchange: units from and to files that other tools read and write. */
#ifndef PADAN_EXCHANGE_H
#define PADAN_EXCHANGE_H

#include <padan/output.h>
#include <padan/unit.h>

#ifdef __cplusplus
extern "C" {
#endif

struct padan_exchange_options {
    unsigned version;     /* 1 */
    const char *format;   /* a name of padan_exchange_formats; NULL: by content or the name's ending */
    const char *source;   /* BCP 47: names the columns of formats that name no language, */
    const char *target;   /* and restricts those that do; or NULL */
    const char *encoding; /* overrides what the file says; or NULL */
    /* Told what was mended, as an error of status PADAN_OK, and each refused unit, of a negative status; both with
     * file and line. Of the same mending the first ten are told and of refused units the first hundred, then
     * one message says how many more there were. */
    struct padan_reporter reporter;
    void (*progress)(void *context, int64_t bytes_done, int64_t bytes_total); /* or NULL; total -1: unknown */
    void *progress_context;
    bool strict; /* the first thing that would be refused ends the reading with its error */
    /* Of "tsv" and "csv": what the columns are, by place, with commas between: names that a header row may have (see
     * src/exchange/README), "-" for one to pass over. A first row that names columns is passed over. Or NULL. */
    const char *columns;
    const char *companion; /* of "moses": the file of the target lines; or NULL */
    /* Of "tsv" and "csv": rows with a text in one language are given too, with an empty text beside it. Of "xliff" and
     * "po" likewise what is to be translated and is not yet, where the file names both languages or they are given. */
    bool halves;
};
#define PADAN_EXCHANGE_OPTIONS_INIT                                                                                    \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

struct padan_exchange_summary {
    int64_t read;     /* units given to the sink */
    int64_t refused;  /* units left out, and faults of the file between them, each reported */
    int64_t faults;   /* of `refused`, those that are of no unit */
    int64_t warnings; /* messages about what was mended */
    int64_t skipped;  /* units without the languages asked for, and rows of beads without a counterpart */
    int64_t proposed; /* units left out, since their target is what padan proposed of a like segment, not agreed to */
    int64_t unasked;  /* of `skipped`, those without the languages asked for */
    int64_t unasked_variants; /* variants in other languages left out of units that were given */
};

/* What a file has around its units, as it stood. */
enum padan_file_part {
    PADAN_FILE_HEAD, /* up to the first unit */
    PADAN_FILE_TAIL  /* from the last one on */
};

/* Receives what a file says of itself as a whole. */
struct padan_header_sink {
    int (*put)(void *context, const struct padan_property *properties, size_t count, struct padan_error *error);
    void *context;
    /* Gets the head before the first unit and the tail at the end, in UTF-8; of TMX alone. Or NULL. Units that what is
     * said of them would not give back then have their `source`. */
    int (*put_part)(void *context, enum padan_file_part part, struct padan_string text, struct padan_error *error);
};

/*
 * Reads a file ("-": standard input) unit by unit in bounded memory and gives
 * each to the sink. The properties of the file as a whole (TMX header) are
 * given first through `header` where it is not NULL: an array valid during
 * that call only.
 * Errors: PADAN_ERROR_SYSTEM, PADAN_ERROR_FORMAT, PADAN_ERROR_SYNTAX with file
 * and line (units before the fault were given), PADAN_ERROR_ENCODING,
 * PADAN_ERROR_LANGUAGE where the format names none and options neither,
 * PADAN_ERROR_LIMIT, or what the sink answered.
 */
PADAN_API int padan_exchange_read(const char *path, const struct padan_exchange_options *options,
                                  const struct padan_header_sink *header, const struct padan_unit_sink *sink,
                                  struct padan_exchange_summary *summary, struct padan_error *error);

/* Writes units in a format to an output that the caller opened and will commit. */
struct padan_writer;

struct padan_writer_options {
    unsigned version;   /* 1 */
    const char *source; /* language of the source side: srclang of TMX ("*all*" where NULL), first column of TSV */
    const char *target; /* second column of TSV; or NULL */
    const char *note;   /* said of the whole file, or NULL */
    /* Of TMX alone: */
    const struct padan_property *header; /* of the file that the units came from, of which what is valid is written */
    size_t header_count;
    int level;     /* 1: without inline codes; 2 or 0: with them */
    bool pretty;   /* every element on a line of its own, indented; else a unit on each line */
    bool wide;     /* UTF-16 with a byte order mark; else UTF-8 */
    bool faithful; /* between `head` and `tail`, each unit as it came, valid or not */
    struct padan_string head, tail;
    struct padan_reporter reporter; /* told what a unit had to leave behind, status PADAN_OK */
    struct padan_output *companion; /* of "moses": where the target lines go; the caller's */
    const char *plural_forms;       /* of "po": that line of the header, where `header` has none; or NULL */
};
#define PADAN_WRITER_OPTIONS_INIT                                                                                      \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

/*
 * `format` is a name of padan_exchange_formats that writes. `head`, `tail` and `header` of the options must live as
 * long as the writer. Errors: PADAN_ERROR_FORMAT where it is none, PADAN_ERROR_ALLOCATION, or those of
 * padan_output_write.
 */
PADAN_API int padan_writer_open(struct padan_writer **out, const char *format, struct padan_output *output,
                                const struct padan_writer_options *options, struct padan_error *error);
PADAN_API int padan_writer_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error);

/* What became of the units that were put. */
struct padan_writer_summary {
    int64_t units;    /* of which at least one text is in the file */
    int64_t left_out; /* which the format cannot say, as the second of a msgid in PO; the reporter is told */
    int64_t dropped;  /* characters that the format cannot hold */
};

/* Writes the end of the file and frees the writer, also where it fails; `summary` may be NULL. */
PADAN_API int padan_writer_close(struct padan_writer *writer, struct padan_writer_summary *summary,
                                 struct padan_error *error);

/* Frees a writer without finishing; NULL is allowed. */
PADAN_API void padan_writer_discard(struct padan_writer *writer);

/*
 * Writes one row of tab-separated cells, ended by a line feed, quoted as the "tsv" format has it (a cell that
 * holds a tab, a line break or begins with a quotation mark stands in quotation marks, those within it doubled), so
 * that every text comes back as it was. NUL and bytes that are not UTF-8 are left out. The columns that
 * reading a "tsv" with a header row understands are in src/exchange/README; `padan align` writes bead, confidence,
 * status, source, target. Errors: those of padan_output_write.
 */
PADAN_API int padan_tsv_row(struct padan_output *output, const struct padan_string *cells, size_t count,
                            struct padan_error *error);

/* What tells which cells a spreadsheet would change; of one thread at a time. NULL: no memory. */
struct padan_guard;
PADAN_API struct padan_guard *padan_guard_new(void);
PADAN_API void padan_guard_free(struct padan_guard *guard);

/*
 * The same for a file that goes through a spreadsheet, whose header has the columns "bead" and "origin": a cell that a
 * spreadsheet would take for a formula, a number or a date has an apostrophe before it, which reading takes away again;
 * not so those of which `numbers` (or NULL) says that they are to be numbers. Errors: those of padan_output_write,
 * PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_tsv_review_row(struct padan_output *output, struct padan_guard *guard,
                                   const struct padan_string *cells, const bool *numbers, size_t count,
                                   struct padan_error *error);

/* One row of the table of formats. */
struct padan_format_info {
    const char *name;    /* "tmx" */
    const char *title;   /* "Translation Memory eXchange 1.4" */
    const char *endings; /* of file names, a space between, that of files written first: "tmx"; or "" */
    bool reads, writes;
    const char *purpose; /* what it is for */
};

/* The table, ended by a row whose name is NULL. */
PADAN_API const struct padan_format_info *padan_exchange_formats(void);

/* The name of the format for a file's ending, or NULL. */
PADAN_API const char *padan_exchange_format_of(const char *path);

#ifdef __cplusplus
}
#endif

#endif
