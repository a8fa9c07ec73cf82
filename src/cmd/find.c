/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/find.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "finding.h"
#include "memory.h"
#include "message.h"

/* Hits behind those shown that are counted to say how many there are. */
enum { COUNTED_MOST = 1000 };

static int write_hit(struct finding *finding, const struct hit *hit, struct padan_error *error)
{
    /* A table of renderings in tsv is all there is. */
    bool is_table = finding->marking.is_counted && finding->put == finding_put_tsv;
    finding->memory = hit->memory;
    int status = is_table ? PADAN_OK : finding->put(finding, hit, error);
    if (status == PADAN_ERROR_STOPPED)
        finding->reader_gone = true;
    if (status == PADAN_OK)
        finding->written++;
    return status;
}

static int write_hits(struct finding *finding, struct padan_error *error)
{
    int status = PADAN_OK;
    bool skips = finding->order != HIT_STORED && finding->skip > 0;
    size_t first = !skips                                         ? 0
                   : finding->skip < (int64_t)finding->hits.count ? (size_t)finding->skip
                                                                  : finding->hits.count;
    for (size_t i = first; status == PADAN_OK && i < finding->hits.count; i++) {
        if (finding->limit > 0 && finding->written == finding->limit)
            break;
        status = write_hit(finding, &finding->hits.items[i], error);
    }
    hits_clear(&finding->hits);
    finding->marked = 0;
    return status;
}

/* Marks the hits that were found since the last time; those that need no sorting are written. */
static int settle_hits(struct finding *finding, struct padan_error *error)
{
    int status = marking_mark(&finding->marking, finding->searched, finding->hits.items + finding->marked,
                              finding->hits.count - finding->marked, error);
    finding->marked = finding->hits.count;
    return status == PADAN_OK && finding->order == HIT_STORED ? write_hits(finding, error) : status;
}

static int take_collocates(struct finding *finding, const struct padan_found *found, struct padan_error *error)
{
    int status = PADAN_OK;
    finding->written++;
    if (!finding->is_other_side)
        return padan_collocates_add(finding->collocates, found, error);
    for (size_t i = 0; status == PADAN_OK && i < found->target_count; i++)
        status = padan_collocates_add_target(finding->collocates, found, i, error);
    return status;
}

static int take_hit(void *context, const struct padan_found *found, struct padan_error *error)
{
    struct finding *finding = context;
    if (finding->collocates)
        return take_collocates(finding, found, error);
    int status = hits_add(&finding->hits, found, finding->memory, finding->kwic, finding->order, error);
    bool full = finding->hits.count - finding->marked == MARKING_HITS;
    return status == PADAN_OK && full ? settle_hits(finding, error) : status;
}

/* Whether a memory has any text in a language. */
static bool has_language(struct padan_memory *memory, const char *language)
{
    struct padan_find_options any = PADAN_FIND_OPTIONS_INIT;
    struct padan_error error;
    int64_t count = 0;
    any.source = language;
    any.mode = PADAN_FIND_REGEX;
    any.limit = 1;
    return padan_find(memory, ".", &any, NULL, NULL, &count, &error) != PADAN_OK || count > 0;
}

static void look_for_document(struct finding *finding, struct padan_memory *memory,
                              const struct padan_find_options *options)
{
    struct padan_error error;
    bool has = true;
    if (finding->written == 0 && !finding->has_document)
        finding->has_document =
            padan_find_has_document(memory, finding->query, options, &has, &error) != PADAN_OK || has;
}

static void look_for_languages(struct finding *finding, struct padan_memory *memory,
                               const struct padan_find_options *options)
{
    if (finding->written > 0)
        return;
    finding->has_source = finding->has_source || has_language(memory, options->source);
    finding->has_target = finding->has_target || !options->target || has_language(memory, options->target);
}

/* A wrong language is the likeliest fault where nothing is found at all. */
static void say_missing_languages(const struct finding *finding, const struct padan_find_options *options)
{
    if (!finding->has_source)
        message("nothing is stored in %s; 'padan info' lists the languages of a memory", options->source);
    if (!finding->has_target)
        message("nothing is stored in %s; 'padan info' lists the languages of a memory", options->target);
}

/* What is left to be passed over, written and counted of a search in the order of storing. */
static void bound_search(const struct finding *finding, struct padan_find_options *options)
{
    if (finding->order != HIT_STORED || finding->limit == 0) {
        options->skip =
            finding->order == HIT_STORED && finding->total < finding->skip ? finding->skip - finding->total : 0;
        return;
    }
    options->skip = finding->total < finding->skip ? finding->skip - finding->total : 0;
    options->limit = finding->limit - finding->written;
    options->count_further = options->mode == PADAN_FIND_REGEX ? 0 : COUNTED_MOST;
}

/* Searches a memory, or only counts its hits where all that is wanted was written. */
static int ask_memory(struct finding *finding, struct padan_memory *memory, const char *query,
                      struct padan_find_options *options, struct padan_error *error)
{
    int64_t count = 0, most = 0;
    bool counts = finding->limit > 0 && finding->written == finding->limit && finding->order == HIT_STORED;
    bound_search(finding, options);
    if (counts)
        options->limit = COUNTED_MOST;
    int status = padan_find(memory, query, options, counts ? NULL : take_hit, finding, &count, error);
    if (options->limit > 0)
        most = options->skip + options->limit + (counts ? 0 : options->count_further);
    finding->total += count;
    finding->is_cut |= options->limit > 0 && count >= most;
    return status;
}

static int begin_collocates(struct finding *finding, struct padan_memory *memory,
                            const struct padan_find_options *options, struct padan_error *error)
{
    if (!finding->within)
        return PADAN_OK;
    const char *language = finding->is_other_side ? options->target : options->source;
    return padan_collocates_new(&finding->collocates, memory, language, (size_t)finding->within, error);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* Whether it is the query that is wrong, and not a memory; the languages of options were checked before. */
static bool is_of_query(const struct padan_error *error)
{
    return error->status == PADAN_ERROR_ARGUMENT || error->status == PADAN_ERROR_LANGUAGE || error->column > 0;
}

static int find_in(struct finding *finding, struct padan_memory *memory, const struct arguments *arguments,
                   struct padan_find_options *options)
{
    struct padan_error error;
    double start = now();
    finding->searched = memory;
    int status = begin_collocates(finding, memory, options, &error);
    if (status == PADAN_OK)
        status = ask_memory(finding, memory, arguments->operands[0], options, &error);
    if (status == PADAN_OK && finding->collocates)
        status = finding_put_collocates(finding, &error);
    else if (status == PADAN_OK && !finding->reader_gone)
        status = settle_hits(finding, &error);
    marking_end_memory(&finding->marking);
    padan_collocates_free(finding->collocates);
    finding->collocates = NULL;
    if (option_given(arguments, OPTION_TIMING))
        message("%.1f ms", now() - start);
    if (status != PADAN_OK && is_of_query(&error))
        return usage_error(arguments->command, "%s", error.message);
    if (status == PADAN_OK) {
        look_for_languages(finding, memory, options);
        look_for_document(finding, memory, options);
    }
    return status == PADAN_OK || finding->reader_gone ? EXIT_DONE : failure(&error);
}

static int find_everywhere(struct finding *finding, const struct arguments *arguments,
                           struct padan_find_options *options)
{
    int result = EXIT_DONE;
    for (size_t i = 0; result == EXIT_DONE && i < memory_count(arguments); i++) {
        struct padan_memory *memory;
        if (finding->reader_gone)
            break;
        finding->memory = memory_count(arguments) > 1 ? option_nth(arguments, OPTION_MEMORY, i) : NULL;
        result = memory_open(&memory, arguments, i, PADAN_MEMORY_READ);
        if (result == EXIT_DONE)
            result = find_in(finding, memory, arguments, options);
        padan_memory_close(memory);
    }
    return result;
}

static enum hit_order order_named(const char *name)
{
    if (!name)
        return HIT_STORED;
    if (strcmp(name, "left") == 0)
        return HIT_LEFT;
    return strcmp(name, "right") == 0 ? HIT_RIGHT : HIT_DOCUMENT;
}

static void say_count(const struct finding *finding)
{
    int64_t first = finding->skip + 1;
    if (finding->written == finding->total && !finding->is_cut)
        message("%" PRId64 " %s", finding->total, noun(finding->total, "hit", "hits"));
    else if (finding->written == 0)
        message("no hit shown of %" PRId64 "; --skip leaves out as many or more", finding->total);
    else if (finding->is_cut)
        message("hits %" PRId64 " to %" PRId64 " of more than %" PRId64, first, first + finding->written - 1,
                finding->total - 1);
    else
        message("hits %" PRId64 " to %" PRId64 " of %" PRId64, first, first + finding->written - 1, finding->total);
}

static int search(struct finding *finding, const struct arguments *arguments, struct padan_find_options *options)
{
    struct padan_error error;
    if (padan_output_open(&finding->output, NULL, &error) != PADAN_OK)
        return failure(&error);
    finding->screen = screen_of(finding->output);
    if (finding->within == 0)
        finding_begin(finding, &error);
    int result = find_everywhere(finding, arguments, options);
    hits_sort(&finding->hits, finding->order);
    if (result == EXIT_DONE && !finding->reader_gone &&
        (write_hits(finding, &error) != PADAN_OK || (finding->within == 0 && finding_end(finding, &error) != PADAN_OK)))
        result = finding->reader_gone ? EXIT_DONE : failure(&error);
    hits_free(&finding->hits);
    marking_free(&finding->marking);
    if (result != EXIT_DONE || finding->reader_gone) {
        padan_output_discard(finding->output);
        return result;
    }
    if (padan_output_commit(finding->output, &error) != PADAN_OK)
        return failure(&error);
    say_count(finding);
    if (finding->written > 0 || finding->total > 0)
        return EXIT_DONE;
    say_missing_languages(finding, options);
    if (!finding->has_document)
        message("there is no document of that name; ask by the path that a hit shows, or by its end, a file's name");
    return EXIT_NOTHING;
}

typedef int put_function(struct finding *finding, const struct hit *hit, struct padan_error *error);

static put_function *writer_named(const char *format, enum hit_order order)
{
    if (strcmp(format, "jsonl") == 0)
        return finding_put_json;
    if (strcmp(format, "tsv") == 0)
        return finding_put_tsv;
    if (strcmp(format, "html") == 0)
        return finding_put_html;
    if (strcmp(format, "kwic") == 0)
        return finding_put_kwic;
    return order == HIT_LEFT || order == HIT_RIGHT ? finding_put_kwic : finding_put_text;
}

static enum padan_find_mode mode_given(const struct arguments *arguments)
{
    if (option_given(arguments, OPTION_REGEX))
        return PADAN_FIND_REGEX;
    if (option_given(arguments, OPTION_FAMILY))
        return PADAN_FIND_FAMILY;
    return option_given(arguments, OPTION_EXACT) ? PADAN_FIND_EXACT : PADAN_FIND_STEM;
}

/* EXIT_DONE or EXIT_USAGE. */
static int check_modes(const struct arguments *arguments)
{
    bool sensitive = option_given(arguments, OPTION_CASE) || option_given(arguments, OPTION_ACCENTS);
    int modes = option_given(arguments, OPTION_EXACT) + option_given(arguments, OPTION_REGEX) +
                option_given(arguments, OPTION_FAMILY);
    if (modes > 1)
        return usage_error(arguments->command, "--exact, --family and --regex exclude one another");
    if (sensitive && option_given(arguments, OPTION_FAMILY))
        return usage_error(arguments->command,
                           "--case and --accents look for a form as it is given, --family for others");
    if (sensitive && option_given(arguments, OPTION_REGEX))
        return usage_error(arguments->command,
                           "a regular expression minds case and accents anyway; (?i) before it makes case alike");
    return EXIT_DONE;
}

/* What is counted of the hits, and as what it comes out. EXIT_DONE or EXIT_USAGE. */
static int check_counts(const struct arguments *arguments)
{
    const char *format = option_value(arguments, OPTION_FORMAT);
    bool is_table = !format || strcmp(format, "text") == 0 || strcmp(format, "tsv") == 0;
    bool renderings = option_given(arguments, OPTION_RENDERINGS);
    int collocates = option_given(arguments, OPTION_COLLOCATES) + option_given(arguments, OPTION_TARGET_COLLOCATES);
    if (collocates > 1)
        return usage_error(arguments->command, "--collocates and --target-collocates exclude one another");
    if (option_given(arguments, OPTION_TARGET_COLLOCATES) && !option_given(arguments, OPTION_TARGET))
        return usage_error(arguments->command, "--target-collocates needs a target language, -t");
    if (collocates > 0 && memory_count(arguments) > 1)
        return usage_error(arguments->command, "collocates are counted in one memory at a time");
    if (collocates > 0 && renderings)
        return usage_error(arguments->command, "--renderings and collocates are two tables; ask for one at a time");
    if (collocates > 0 && !is_table)
        return usage_error(arguments->command, "collocates come as text or tsv, not as %s", format);
    if (collocates == 0 && option_given(arguments, OPTION_WITHIN))
        return usage_error(arguments->command, "--within goes with --collocates or --target-collocates");
    if (renderings && format && strcmp(format, "jsonl") == 0)
        return usage_error(arguments->command,
                           "the table of --renderings comes as text, tsv or html; jsonl without it has the renderings "
                           "of each hit");
    return EXIT_DONE;
}

/* How far collocates are looked for; 0 where they are not. */
static int read_within(int64_t *within, const struct arguments *arguments)
{
    if (!option_given(arguments, OPTION_COLLOCATES) && !option_given(arguments, OPTION_TARGET_COLLOCATES))
        return EXIT_DONE;
    *within = 5;
    return option_integer(within, arguments, OPTION_WITHIN, 1, 1000);
}

static int read_conditions(struct padan_find_options *options, const struct arguments *arguments)
{
    options->case_sensitive = option_given(arguments, OPTION_CASE);
    options->accent_sensitive = option_given(arguments, OPTION_ACCENTS);
    options->with = option_value(arguments, OPTION_WITH);
    options->without = option_value(arguments, OPTION_WITHOUT);
    options->document = option_value(arguments, OPTION_DOCUMENT);
    return option_period(&options->since, &options->until, arguments);
}

static int run(const struct arguments *arguments)
{
    struct padan_error error;
    struct finding finding = { .order = order_named(option_value(arguments, OPTION_SORT)) };
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
    int usage = option_language(source, arguments, OPTION_SOURCE, 0);
    if (usage == EXIT_DONE)
        usage = option_language(target, arguments, OPTION_TARGET, 0);
    if (usage == EXIT_DONE)
        usage = check_modes(arguments);
    if (usage == EXIT_DONE)
        usage = check_counts(arguments);
    if (usage == EXIT_DONE)
        usage = option_integer(&finding.limit, arguments, OPTION_LIMIT, 1, INT64_MAX);
    if (usage == EXIT_DONE)
        usage = read_within(&finding.within, arguments);
    finding.is_other_side = option_given(arguments, OPTION_TARGET_COLLOCATES);
    if (usage == EXIT_DONE)
        usage = option_integer(&finding.skip, arguments, OPTION_SKIP, 0, INT64_MAX);
    if (usage == EXIT_DONE)
        usage = read_conditions(&options, arguments);
    if (usage != EXIT_DONE)
        return usage;
    options.source = source;
    options.target = *target ? target : NULL;
    options.mode = mode_given(arguments);
    finding.query = arguments->operands[0];
    marking_begin(&finding.marking, arguments->operands[0], option_given(arguments, OPTION_RENDERINGS));
    const char *format = option_format(arguments, "text");
    finding.put = writer_named(format, finding.order);
    finding.is_columns = strcmp(format, "kwic") == 0;
    if (padan_kwic_new(&finding.kwic, source, &error) != PADAN_OK)
        return failure(&error);
    int result = search(&finding, arguments, &options);
    padan_kwic_free(finding.kwic);
    return result;
}

static const struct command_option options[] = {
    { .key = OPTION_SOURCE,
      .letter = 's',
      .name = "source",
      .value = "LANG",
      .required = true,
      .help = "the language of QUERY, as id or en-US" },
    { .key = OPTION_TARGET,
      .letter = 't',
      .name = "target",
      .value = "LANG",
      .help = "the language to show beside it; without it: every other" },
    { .key = OPTION_EXACT,
      .name = "exact",
      .help = "find words in the form given only, not in others of the same stem" },
    { .key = OPTION_FAMILY,
      .name = "family",
      .help = "find words of the same family too, as peacekeeper and keep the peace for peacekeeping" },
    { .key = OPTION_REGEX,
      .name = "regex",
      .help = "QUERY is a regular expression, as ICU has them, which minds case, but behind (?i); every text is read" },
    { .key = OPTION_CASE, .name = "case", .help = "mind upper and lower case; implies --exact" },
    { .key = OPTION_ACCENTS, .name = "accents", .help = "mind accents; implies --exact" },
    { .key = OPTION_WITH,
      .name = "with",
      .value = "QUERY",
      .help = "only hits whose translation has this in it, a query like the other" },
    { .key = OPTION_WITHOUT, .name = "without", .value = "QUERY", .help = "only hits whose translation has not" },
    { .key = OPTION_DOCUMENT,
      .name = "document",
      .value = "NAME",
      .help = "only what came from this document: its path, or the end of it, as a file's name" },
    { .key = OPTION_SINCE,
      .name = "since",
      .value = "DATE",
      .help = "only what was last changed then or later, as 2026-11-23 or 2026-11-23T03:15:00Z" },
    { .key = OPTION_UNTIL, .name = "until", .value = "DATE", .help = "only what was last changed then or earlier" },
    { .key = OPTION_RENDERINGS,
      .name = "renderings",
      .help = "count how QUERY was rendered: a table after the hits, or alone as tsv" },
    { .key = OPTION_COLLOCATES,
      .name = "collocates",
      .help = "in place of the hits, the words that stand beside them more often than by chance" },
    { .key = OPTION_TARGET_COLLOCATES,
      .name = "target-collocates",
      .help = "the same of the words of the translations, which -t names the language of" },
    { .key = OPTION_WITHIN,
      .name = "within",
      .value = "N",
      .help = "collocates stand up to N words away; without it: 5" },
    { .key = OPTION_SORT,
      .name = "sort",
      .value = "ORDER",
      .choices = "left|right|doc",
      .help = "sort by what stands left of the hit, right of it, or by document; without it: as stored" },
    { .key = OPTION_LIMIT, .name = "limit", .value = "N", .help = "show N hits at most" },
    { .key = OPTION_SKIP, .name = "skip", .value = "N", .help = "pass over the first N hits" },
    { .key = OPTION_FORMAT,
      .name = "format",
      .value = "FORMAT",
      .choices = "text|kwic|tsv|jsonl|html",
      .help =
          "text: to read; kwic: the words below one another, a line each; tsv: a line a hit; jsonl: a JSON object a "
          "hit; html: a page" },
    { .key = OPTION_TIMING, .name = "timing", .help = "say how many milliseconds the search of each memory took" },
    OPTIONS_END,
};

const struct command command_find = {
    .name = "find",
    .summary = "find words in the memory, with their translation beside them",
    .synopsis =
        "-s LANG [-t LANG] [--exact | --family | --regex] [--case] [--accents] [--with QUERY] [--without QUERY] "
        "[--document NAME] [--since DATE] [--until DATE] [--renderings] [--collocates [--within N]] "
        "[--target-collocates] [--sort "
        "left|right|doc] [--limit N] [--skip N] "
        "[--format text|kwic|tsv|jsonl|html] [--timing] QUERY",
    .arguments =
        "QUERY is words that must all be there, literally (C++, peace-keeping), in any order; a \"phrase\" in "
        "double quotes stands as it is; a word that ends in * is the beginning of words. OR between words, NOT or a "
        "hyphen before one, NEAR or NEAR/5 between two, \"two words\"~5 and parentheses combine them; "
        "document:NAME, date:FROM..UNTIL and lang:LANG ask where, when and in which language it stands. Put -- before "
        "a "
        "QUERY that begins with a hyphen.\n"
        "The exit status is 1 where nothing was found.",
    .options = options,
    .operands_min = 1,
    .operands_max = 1,
    .run = run,
};
