/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The examples of padan-check(1): what is said to be found is, and what is said to be right is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <padan/check.h>

enum { MOST_LINES = 16, MOST_TEXT = 1000 };

/* One example: a list of sides, each with its language; two are a unit. */
struct example {
    char check[64];
    bool is_found;
    char languages[MOST_LINES][16], texts[MOST_LINES][MOST_TEXT];
    size_t sides;
    char terms[MOST_TEXT], project[MOST_TEXT];
    bool made;
};

static size_t found, examples[2], checks;

static int count_finding(void *context, const struct padan_finding *finding, struct padan_error *error)
{
    const struct example *example = context;
    (void)error;
    assert_string_equal(finding->check->id, example->check);
    found++;
    return PADAN_OK;
}

static char *temporary(char path[64])
{
    snprintf(path, 64, "/tmp/padan-check-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    return path;
}

/* "en=ceasefire id=gencatan senjata !id=perletakan senjata" as a concept. */
static struct padan_memory *make_terms(char *list)
{
    struct padan_term terms[8];
    struct padan_concept concept = { .terms = terms };
    struct padan_memory *memory;
    struct padan_term_batch *batch;
    struct padan_error error;
    char path[64];
    for (char *at = list; *at;) {
        struct padan_term *term = &terms[concept.term_count++];
        *term = (struct padan_term){ .status = PADAN_TERM_PREFERRED };
        if (*at == '!') {
            term->status = PADAN_TERM_DEPRECATED;
            at++;
        }
        term->language = (struct padan_string){ at, 2 };
        at += 3;
        /* A term ends before the next language, or at the end. */
        size_t size = 0;
        while (at[size] && !(at[size] == ' ' && (at[size + 3] == '=' || at[size + 1] == '!')))
            size++;
        term->text = (struct padan_string){ at, size };
        at += size + (at[size] == ' ');
    }
    remove(temporary(path));
    assert_int_equal(padan_memory_open(&memory, path, PADAN_MEMORY_CREATE, &error), PADAN_OK);
    assert_int_equal(padan_term_batch_begin(&batch, memory, "test", &error), PADAN_OK);
    assert_int_equal(padan_term_batch_put(batch, &concept, NULL, &error), PADAN_OK);
    assert_int_equal(padan_term_batch_finish(batch, NULL, &error), PADAN_OK);
    return memory;
}

/* Closes a memory and removes its file. */
static void remove_terms(struct padan_memory *memory)
{
    char path[64] = "";
    if (memory)
        snprintf(path, sizeof path, "%s", padan_memory_path(memory));
    padan_memory_close(memory);
    if (path[0])
        unlink(path);
}

static struct padan_check_project *make_project(const char *line)
{
    struct padan_check_project *project;
    struct padan_error error;
    char path[64];
    FILE *file = fopen(temporary(path), "w");
    fprintf(file, "%s\n", line);
    fclose(file);
    assert_int_equal(padan_check_project_read(&project, path, &error), PADAN_OK);
    unlink(path);
    return project;
}

static void put_units(struct padan_checker *checker, const struct example *example)
{
    const struct padan_property made[2] = {
        { .kind = PADAN_PROPERTY_ATTRIBUTE, .name = padan_string("creationdate"), .value = padan_string("20261130") },
        { .kind = PADAN_PROPERTY_ATTRIBUTE, .name = padan_string("creationid"), .value = padan_string("ana") },
    };
    struct padan_error error;
    for (size_t i = 0; i + 1 < example->sides; i += 2) {
        struct padan_variant variants[2];
        for (size_t side = 0; side < 2; side++)
            variants[side] = (struct padan_variant){ .language = padan_string(example->languages[i + side]),
                                                     .text = padan_string(example->texts[i + side]) };
        struct padan_unit unit = { .variants = variants, .variant_count = 2 };
        unit.properties = made;
        unit.property_count = example->made ? 2 : 0;
        assert_int_equal(padan_checker_put(checker, &unit, &error), PADAN_OK);
    }
}

static void run_example(struct example *example)
{
    struct padan_check_options options = PADAN_CHECK_OPTIONS_INIT;
    struct padan_finding_sink sink = { count_finding, example };
    struct padan_memory *terms = example->terms[0] ? make_terms(example->terms) : NULL;
    struct padan_check_project *project = example->project[0] ? make_project(example->project) : NULL;
    struct padan_checker *checker;
    struct padan_error error;
    options.only = example->check;
    options.data = getenv("PADAN_DATA");
    options.terms = &terms;
    options.term_count = terms != NULL;
    options.project = project;
    found = 0;
    assert_true(example->sides >= 2);
    assert_int_equal(padan_checker_new(&checker, &options, &sink, &error), PADAN_OK);
    put_units(checker, example);
    assert_int_equal(padan_checker_finish(checker, NULL, &error), PADAN_OK);
    padan_checker_free(checker);
    padan_check_project_free(project);
    remove_terms(terms);
    if ((found > 0) != example->is_found)
        fail_msg("%s: %s\n%s\n%s", example->check, example->is_found ? "not found" : "found", example->texts[0],
                 example->texts[1]);
    examples[example->is_found]++;
}

/* "\e" is a backslash. */
static void unescape(char *out, const char *text)
{
    size_t size = 0;
    for (; *text && size + 1 < MOST_TEXT; text++) {
        out[size++] = *text;
        if (text[0] == '\\' && text[1] == 'e')
            text++;
    }
    out[size] = '\0';
}

static void read_line(struct example *example, const char *line)
{
    if (strncmp(line, "term ", 5) == 0) {
        unescape(example->terms, line + 5);
    } else if (strncmp(line, "project ", 8) == 0) {
        unescape(example->project, line + 8);
    } else if (strncmp(line, "made ", 5) == 0) {
        example->made = true;
    } else {
        size_t size = strcspn(line, " ");
        assert_true(size < 16 && example->sides < MOST_LINES);
        snprintf(example->languages[example->sides], 16, "%.*s", (int)size, line);
        unescape(example->texts[example->sides++], line[size] ? line + size + 1 : "");
    }
}

static void begin(struct example *example, bool is_found)
{
    char check[sizeof example->check];
    memcpy(check, example->check, sizeof check);
    if (example->sides > 0)
        run_example(example);
    memset(example, 0, sizeof *example);
    memcpy(example->check, check, sizeof check);
    example->is_found = is_found;
}

static void the_examples_of_the_manual_hold(void **state)
{
    const char *folder = getenv("srcdir");
    char path[4096], line[MOST_TEXT];
    static struct example example;
    bool inside = false;
    (void)state;
    snprintf(path, sizeof path, "%s/src/man/padan-check.1", folder ? folder : ".");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) && strncmp(line, ".Sh OUTPUT", 10) != 0) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, ".It Cm ", 7) == 0) {
            snprintf(example.check, sizeof example.check, "%.*s", (int)strcspn(line + 7, " "), line + 7);
            checks++;
        } else if (strncmp(line, ".Bd", 3) == 0) {
            inside = true;
        } else if (strncmp(line, ".Ed", 3) == 0) {
            begin(&example, false);
            inside = false;
        } else if (inside && line[0] != ' ') {
            begin(&example, strcmp(line, "found") == 0);
        } else if (inside) {
            read_line(&example, line + 4);
        }
    }
    fclose(file);
}

/* The page has each check, in the order of the table, with its severity and whether it is on. */
static void the_manual_has_each_check(void **state)
{
    size_t count = 0;
    (void)state;
    for (const struct padan_check_info *info = padan_checks(); info->id; info++)
        count++;
    assert_int_equal(count, 28);
    assert_int_equal(checks, count);
    /* Spelling depends on what is installed. */
    assert_int_equal(examples[1], count - 1);
    assert_int_equal(examples[0], count);
}

static void the_manual_has_severities(void **state)
{
    const char *folder = getenv("srcdir");
    char path[4096], line[MOST_TEXT], expected[200];
    const struct padan_check_info *info = padan_checks();
    (void)state;
    snprintf(path, sizeof path, "%s/src/man/padan-check.1", folder ? folder : ".");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) && info->id) {
        if (strncmp(line, ".It Cm ", 7) != 0)
            continue;
        snprintf(expected, sizeof expected, ".It Cm %s No (%s, %s)\n", info->id, padan_severity_name(info->severity),
                 info->on ? "on" : "off");
        assert_string_equal(line, expected);
        info++;
    }
    fclose(file);
    assert_null(info->id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_manual_hold),
        cmocka_unit_test(the_manual_has_each_check),
        cmocka_unit_test(the_manual_has_severities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
