/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Correct pairs must not be flagged, and the same pairs with an error put into the target must be. The pairs are in
 * tests/check/pairs: source, target, a name that the target has or nothing; in files of several languages the
 * language of the source comes first. PADAN_CHECK_SHOW shows what is flagged and what is missed.
 */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <padan/check.h>
#include <padan/term.h>

enum { MOST_LINE = 4096, MOST_PAIRS = 400 };

struct pair {
    char source[MOST_LINE], target[MOST_LINE], name[200];
};

struct pairs {
    struct pair items[MOST_PAIRS];
    size_t count;
};

/* What the checks say of a list of pairs: of each, whether anything was found. */
struct told {
    bool flagged[MOST_PAIRS];
    bool shows;
};

static const char *folder(void)
{
    const char *source = getenv("srcdir");
    return source ? source : ".";
}

/* Takes the next cell of a line, which ends there. */
static const char *next_cell(char **rest)
{
    char *cell = *rest, *tab = strchr(cell, '\t');
    if (tab)
        *tab = '\0';
    *rest = tab ? tab + 1 : cell + strlen(cell);
    return cell;
}

/* The pairs of a file; `language` (or NULL): those alone whose first cell it is. */
static void read_pairs(struct pairs *pairs, const char *name, const char *language)
{
    char path[4096], line[MOST_LINE];
    snprintf(path, sizeof path, "%s/tests/check/pairs/%s.tsv", folder(), name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    pairs->count = 0;
    while (fgets(line, sizeof line, file)) {
        struct pair *pair = &pairs->items[pairs->count];
        char *rest = line;
        line[strcspn(line, "\n")] = '\0';
        if (language && strcmp(next_cell(&rest), language) != 0)
            continue;
        snprintf(pair->source, sizeof pair->source, "%s", next_cell(&rest));
        snprintf(pair->target, sizeof pair->target, "%s", next_cell(&rest));
        snprintf(pair->name, sizeof pair->name, "%s", rest);
        assert_true(pair->target[0] != '\0' && ++pairs->count < MOST_PAIRS);
    }
    fclose(file);
}

static int take_finding(void *context, const struct padan_finding *finding, struct padan_error *error)
{
    struct told *told = context;
    (void)error;
    told->flagged[finding->unit] = true;
    if (told->shows)
        printf("    %s: %s\n        %.*s\n        %.*s\n", finding->check->id, finding->message,
               (int)finding->source.size, finding->source.data, (int)finding->target.size, finding->target.data);
    return PADAN_OK;
}

static struct padan_memory *terms;

static void check(struct told *told, const struct pairs *pairs, const char *source, const char *target, bool swapped)
{
    struct padan_check_options options = PADAN_CHECK_OPTIONS_INIT;
    struct padan_finding_sink sink = { take_finding, told };
    struct padan_checker *checker;
    struct padan_error error;
    options.data = getenv("PADAN_DATA");
    options.terms = &terms;
    options.term_count = 1;
    memset(told->flagged, 0, sizeof told->flagged);
    assert_int_equal(padan_checker_new(&checker, &options, &sink, &error), PADAN_OK);
    for (size_t i = 0; i < pairs->count; i++) {
        struct padan_variant variants[2] = {
            { .language = padan_string(source), .text = padan_string(pairs->items[i].source) },
            { .language = padan_string(target), .text = padan_string(pairs->items[i].target) },
        };
        struct padan_variant turned[2] = { variants[1], variants[0] };
        struct padan_unit unit = { .variants = swapped ? turned : variants, .variant_count = 2 };
        assert_int_equal(padan_checker_put(checker, &unit, &error), PADAN_OK);
    }
    assert_int_equal(padan_checker_finish(checker, NULL, &error), PADAN_OK);
    padan_checker_free(checker);
}

/* The kinds of errors that are put in; each answers whether it could be. `number` varies what is done. */
typedef bool seed(struct pair *pair, size_t number);

static void replace(char *text, size_t start, size_t size, const char *with)
{
    char rest[MOST_LINE];
    snprintf(rest, sizeof rest, "%s", text + start + size);
    snprintf(text + start, MOST_LINE - start, "%s%s", with, rest);
}

/* Another digit; not in an address, whose check is another. */
static bool seed_digit(struct pair *pair, size_t number)
{
    size_t places[200], count = 0;
    for (size_t i = 0; pair->target[i] && count < 200; i++) {
        if (isdigit((unsigned char)pair->target[i]))
            places[count++] = i;
    }
    if (count == 0)
        return false;
    char *digit = &pair->target[places[number % count]];
    *digit = *digit == '9' ? '1' : (char)(*digit + 1);
    return true;
}

static bool seed_date(struct pair *pair, size_t number)
{
    static const char *const months[] = { "January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December" };
    for (size_t i = 0; i < 12; i++) {
        char *found = strstr(pair->target, months[i]);
        if (!found || found == pair->target)
            continue;
        replace(pair->target, (size_t)(found - pair->target), strlen(months[i]), months[(i + 1 + number % 11) % 12]);
        return true;
    }
    return false;
}

static bool seed_bracket(struct pair *pair, size_t number)
{
    static const char *const marks[] = { "(", ")", "“", "”", "\"", "[", "]" };
    size_t many = sizeof marks / sizeof *marks;
    for (size_t i = 0; i < many; i++) {
        const char *mark = marks[(i + number) % many];
        char *found = strstr(pair->target, mark);
        if (!found)
            continue;
        replace(pair->target, (size_t)(found - pair->target), strlen(mark), "");
        return true;
    }
    return false;
}

/* What is to be used, and what is not; the term base has them. */
static const struct {
    const char *good, *bad;
} words[] = {
    { "ceasefire", "truce" },          { "peacekeepers", "blue helmets" }, { "Peacekeeping troops", "Blue helmets" },
    { "unemployment", "joblessness" }, { "Unemployment", "Joblessness" },  { "earthquake", "temblor" },
    { "interest rate", "loan rate" },  { "prison", "jailhouse" },          { "population", "headcount" },
    { "treaty", "covenant" },          { "agreement", "accord" },          { "budget", "money plan" },
};

static bool seed_term(struct pair *pair, size_t number)
{
    (void)number;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char *found = strstr(pair->target, words[i].good);
        if (!found)
            continue;
        replace(pair->target, (size_t)(found - pair->target), strlen(words[i].good), words[i].bad);
        return true;
    }
    return false;
}

static bool seed_name(struct pair *pair, size_t number)
{
    static const char *const names[] = { "Narendra Modi",  "Justin Trudeau", "Jacinda Ardern",
                                         "Pedro Sánchez",  "Kamala Harris",  "Rishi Sunak",
                                         "Giorgia Meloni", "Nelson Mandela", "Hillary Clinton" };
    char *found = pair->name[0] ? strstr(pair->target, pair->name) : NULL;
    if (!found)
        return false;
    const char *name = names[number % 9];
    bool single = !strchr(pair->name, ' ');
    replace(pair->target, (size_t)(found - pair->target), strlen(pair->name), single ? strchr(name, ' ') + 1 : name);
    return true;
}

/* A word with capitals and digits, an address, a placeholder goes. */
static bool seed_code(struct pair *pair, size_t number)
{
    (void)number;
    for (char *word = pair->target; *word;) {
        size_t size = strcspn(word, " ");
        bool digits = false, capitals = false, address = false;
        while (size > 1 && strchr(".,;:?!)", word[size - 1]))
            size--;
        for (size_t i = 0; i < size; i++) {
            digits |= isdigit((unsigned char)word[i]) != 0;
            capitals |= isupper((unsigned char)word[i]) != 0;
            address |= word[i] == '@' || (word[i] == '/' && word[i + 1] == '/') || word[i] == '%' || word[i] == '{';
        }
        bool money = strncmp(word, "Rp", 2) == 0 || strchr(word, '$') == word;
        if (((digits && capitals && !money) || (address && !(digits && word[size - 1] == '%'))) && word[0] != '(') {
            size_t start = (size_t)(word - pair->target);
            replace(pair->target, start, size + (word[size] == ' '), "");
            return true;
        }
        word += size;
        word += strspn(word, " .,;:?!)");
    }
    return false;
}

static const struct {
    const char *name;
    seed *put;
} seeds[] = {
    { "digit", seed_digit }, { "date", seed_date }, { "bracket", seed_bracket },
    { "term", seed_term },   { "name", seed_name }, { "code", seed_code },
};
enum { SEEDS = sizeof seeds / sizeof *seeds };

/* Files of pairs with English, and what at least is asked of them. */
static const struct group {
    const char *name, *languages[8];
    bool apart;          /* a file for each language */
    size_t most_flagged; /* of 1000 correct pairs */
    size_t least_found;  /* of 1000 with an error */
} groups[] = {
    { "", { "id", "de", "fr", "zh" }, true, 20, 950 },
    /* Written after all else, and looked at once. */
    { "blind", { "id", "de", "fr", "zh" }, false, 20, 940 },
    { "others", { "ar", "ja", "ru", "hi", "th", "hu" }, false, 20, 950 },
};

static void read_group(struct pairs *pairs, const struct group *group, const char *language)
{
    char name[16];
    snprintf(name, sizeof name, "%s-en", language);
    read_pairs(pairs, group->apart ? name : group->name, group->apart ? NULL : language);
}

/* Adds the term base: of each concept the term that is to be used, and the one that is not. */
static void make_terms(void)
{
    struct padan_term_batch *batch;
    struct padan_error error;
    char path[] = "/tmp/padan-check-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    remove(path);
    assert_int_equal(padan_memory_open(&terms, path, PADAN_MEMORY_CREATE, &error), PADAN_OK);
    assert_int_equal(padan_term_batch_begin(&batch, terms, "test", &error), PADAN_OK);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct padan_term list[2] = {
            { .language = padan_string("en"), .text = padan_string(words[i].good), .status = PADAN_TERM_PREFERRED },
            { .language = padan_string("en"), .text = padan_string(words[i].bad), .status = PADAN_TERM_DEPRECATED },
        };
        struct padan_concept concept = { .terms = list, .term_count = 2 };
        assert_int_equal(padan_term_batch_put(batch, &concept, NULL, &error), PADAN_OK);
    }
    assert_int_equal(padan_term_batch_finish(batch, NULL, &error), PADAN_OK);
}

static struct pairs correct, wrong;

static size_t count_flagged(const struct group *group, const char *language, bool swapped)
{
    struct told told = { .shows = getenv("PADAN_CHECK_SHOW") != NULL };
    size_t flagged = 0;
    read_group(&correct, group, language);
    check(&told, &correct, language, "en", swapped);
    for (size_t i = 0; i < correct.count; i++)
        flagged += told.flagged[i];
    return flagged;
}

static void check_correct(const struct group *group)
{
    size_t flagged = 0, turned = 0, count = 0;
    for (const char *const *language = group->languages; *language; language++) {
        size_t these = count_flagged(group, *language, false), those = count_flagged(group, *language, true);
        printf("%s %s-en: %zu of %zu correct pairs flagged, %zu the other way round\n", group->name, *language, these,
               correct.count, those);
        flagged += these;
        turned += those;
        count += correct.count;
    }
    printf("%s all: %zu and %zu of %zu correct pairs flagged\n", group->name, flagged, turned, count);
    assert_true(flagged * 1000 <= count * group->most_flagged);
    assert_true(turned * 1000 <= count * group->most_flagged);
}

static void correct_pairs_are_not_flagged(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        check_correct(&groups[i]);
}

/* Puts an error of one kind into each pair of a language where it can be. */
static void check_seed(const struct group *group, const char *language, size_t kind, size_t *found, size_t *made)
{
    struct told told = { 0 };
    bool seeded[MOST_PAIRS];
    read_group(&wrong, group, language);
    for (size_t i = 0; i < wrong.count; i++)
        seeded[i] = seeds[kind].put(&wrong.items[i], i);
    check(&told, &wrong, language, "en", false);
    for (size_t i = 0; i < wrong.count; i++) {
        *made += seeded[i];
        *found += seeded[i] && told.flagged[i];
        if (seeded[i] && !told.flagged[i] && getenv("PADAN_CHECK_SHOW"))
            printf("    %s not found: %s\n        %s\n", seeds[kind].name, wrong.items[i].source,
                   wrong.items[i].target);
    }
}

static void check_wrong(const struct group *group)
{
    size_t all_found = 0, all_made = 0;
    for (size_t kind = 0; kind < SEEDS; kind++) {
        size_t found = 0, made = 0;
        for (const char *const *language = group->languages; *language; language++)
            check_seed(group, *language, kind, &found, &made);
        printf("%s %s: %zu of %zu found\n", group->name, seeds[kind].name, found, made);
        all_found += found;
        all_made += made;
    }
    printf("%s all: %zu of %zu errors found\n", group->name, all_found, all_made);
    assert_true(all_found * 1000 >= all_made * group->least_found);
}

/* Each pair with each kind of error by itself. */
static void errors_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        check_wrong(&groups[i]);
}

static int set_up(void **state)
{
    (void)state;
    make_terms();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char path[64];
    snprintf(path, sizeof path, "%s", padan_memory_path(terms));
    padan_memory_close(terms);
    unlink(path);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(correct_pairs_are_not_flagged),
                                        cmocka_unit_test(errors_are_found) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
