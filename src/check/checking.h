/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_CHECKING_H
#define CHECK_CHECKING_H

/* What the checks share: the two sides of a unit, what is known of a pair of languages, reporting. */

#include <padan/check.h>

#include <unicode/umachine.h>
#include <unicode/uscript.h>

#include "base/buffer.h"
#include "base/table.h"
#include "check/table.h"
#include "check/values.h"
#include "text/value.h"
#include "text/words.h"

enum { PADAN_SOURCE, PADAN_TARGET };

struct padan_checking;

/* A check of one pair of texts. */
typedef int padan_check_function(struct padan_checking *checking, struct padan_error *error);

#define PADAN_CHECK_NUMBER_OF(NAME, name, id, severity, on, summary) PADAN_CHECK_##NAME,
enum padan_check_number { PADAN_CHECKS(PADAN_CHECK_NUMBER_OF) PADAN_CHECK_COUNT };

#define PADAN_CHECK_DECLARE(NAME, name, id, severity, on, summary) padan_check_function padan_check_##name;
PADAN_CHECKS(PADAN_CHECK_DECLARE)

/* By number. */
extern padan_check_function *const padan_check_functions[];

/* The language of a side, and what reads it. */
struct padan_check_language {
    char tag[PADAN_LANGUAGE_SIZE];
    char primary[PADAN_LANGUAGE_SIZE]; /* "en" of "en-US" */
    UScriptCode script;                /* that most of its letters are in */
    bool cased;                        /* has capitals */
    bool unspaced;                     /* writes no spaces between words */
    struct padan_values *values;
    struct padan_words *words;
    struct padan_measures *measures; /* NULL: nothing has asked for them */
};

/* One side of the unit that is looked at. Lists are made when they are first asked for. */
struct padan_check_side {
    struct padan_check_language *language;
    const struct padan_variant *variant;
    struct padan_string text;
    const struct padan_value *values;
    size_t value_count;
    const struct padan_word *words;
    size_t word_count;
    bool values_read, words_cut;
};

struct padan_measures;
struct padan_check_terms;
struct padan_check_names;
struct padan_check_lengths;
struct padan_check_letters;
struct padan_check_spelling;
struct padan_check_repeats;
struct padan_check_variants;

/* All that is known of a pair of languages. */
struct padan_check_pair {
    struct padan_check_language languages[2];
    struct padan_check_terms *terms; /* NULL: there are none */
    struct padan_check_names *names;
    struct padan_check_lengths *lengths;
    struct padan_check_letters *letters;
    struct padan_check_spelling *spelling[2];
    struct padan_check_repeats *repeats;
    struct padan_check_variants *variants[2];
    struct padan_table acronyms; /* that were seen to render each other, "PBB=UN" */
};

/* The unit that is looked at, and where findings go. */
struct padan_checking {
    struct padan_checker *checker;
    struct padan_check_pair *pair;
    const struct padan_unit *unit;
    int64_t number; /* of the unit */
    const char *file;
    struct padan_check_side sides[2];
    enum padan_check_number check; /* that is run */
    const char *rule;              /* of a pattern */
    enum padan_severity severity;
    struct padan_check_matching matching;
    double likeness; /* logarithm of the odds that the sides translate each other; NAN: not known */
    struct padan_buffer scratch[2];
};

/* The values or words of a side. Text that is not UTF-8 has none. Errors: PADAN_ERROR_ALLOCATION. */
int padan_check_values(struct padan_check_side *side, struct padan_error *error);
int padan_check_words(struct padan_check_side *side, struct padan_error *error);

/* Whether a place of a side, whose values have been read, touches a code, of which the check "code" speaks. */
bool padan_check_is_in_code(const struct padan_check_side *side, size_t start, size_t end);

/* Where a finding is; 0, 0: nowhere in particular. */
struct padan_check_span {
    size_t start, end;
};

/* Reports a finding of the check that is run. Answers what the sink answers. */
int padan_check_report(struct padan_checking *checking, struct padan_check_span source, struct padan_check_span target,
                       struct padan_error *error, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* The same on one side only. */
int padan_check_report_side(struct padan_checking *checking, int side, struct padan_check_span span,
                            struct padan_error *error, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* "source" or "target". */
const char *padan_check_side_name(int side);

/* The part of a text, cut to at most 60 bytes at a character; for "%.*s". */
struct padan_string padan_check_part(struct padan_string text, struct padan_check_span span);
#define PADAN_CHECK_PART(part) (int)(part).size, (part).data

/* What checks keep between units; each _free takes NULL. */
int padan_check_terms_new(struct padan_check_terms **out, const struct padan_check_pair *pair,
                          const struct padan_check_options *options, struct padan_error *error);
void padan_check_terms_free(struct padan_check_terms *terms);
int padan_check_names_new(struct padan_check_names **out, const struct padan_check_pair *pair, const char *data,
                          struct padan_error *error);
void padan_check_names_free(struct padan_check_names *names);
int padan_check_lengths_new(struct padan_check_lengths **out, const struct padan_check_pair *pair,
                            struct padan_error *error);
void padan_check_lengths_learn(struct padan_check_lengths *lengths, struct padan_string source,
                               struct padan_string target);
void padan_check_lengths_free(struct padan_check_lengths *lengths);
int padan_check_letters_new(struct padan_check_letters **out, struct padan_error *error);
void padan_check_letters_learn(struct padan_check_letters *letters, struct padan_string source,
                               struct padan_string target);
void padan_check_letters_free(struct padan_check_letters *letters);
int padan_check_repeats_new(struct padan_check_repeats **out, struct padan_error *error);
void padan_check_repeats_free(struct padan_check_repeats *repeats);
int padan_check_variants_new(struct padan_check_variants **out, struct padan_error *error);
void padan_check_variants_free(struct padan_check_variants *variants);
int padan_check_spelling_new(struct padan_check_spelling **out, const char *language, const char *folders,
                             struct padan_error *error);
void padan_check_spelling_free(struct padan_check_spelling *spelling);

/* Likeness of pairs of texts by the aligner's own model; `likeness` gets one number for each. */
int padan_check_align(double *likeness, const struct padan_align_segment *source,
                      const struct padan_align_segment *target, size_t count, const struct padan_check_pair *pair,
                      const char *data, struct padan_error *error);

/* The options of a run, and whether a check is made. */
const struct padan_check_options *padan_checker_options(const struct padan_checker *checker);
bool padan_checker_makes(const struct padan_checker *checker, enum padan_check_number number);

/* What the project says; NULL says nothing. */
bool padan_check_project_suppresses(const struct padan_check_project *project, const struct padan_finding *finding);
void padan_check_project_choose(const struct padan_check_project *project, bool on[PADAN_CHECK_COUNT],
                                enum padan_severity severities[PADAN_CHECK_COUNT]);
int padan_check_project_patterns(const struct padan_check_project *project, struct padan_checking *checking,
                                 struct padan_error *error);

/* Which checks the options and the project ask for, and what each weighs. Errors: PADAN_ERROR_ARGUMENT. */
int padan_check_choose(const struct padan_check_options *options, bool on[PADAN_CHECK_COUNT],
                       enum padan_severity severities[PADAN_CHECK_COUNT], struct padan_error *error);

/* Switches the checks of a list ("number,date", "all"). Errors: PADAN_ERROR_ARGUMENT, which names what is no check. */
int padan_check_switch(bool on[PADAN_CHECK_COUNT], const char *list, bool value, struct padan_error *error);

#endif
