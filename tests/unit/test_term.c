/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <padan/term.h>

#include "memory_support.h"
#include "term/table.h"

static struct padan_string s(const char *text)
{
    return padan_string(text);
}

static struct padan_term make_term(const char *language, const char *text)
{
    return (struct padan_term){ .language = s(language), .text = s(text) };
}

static struct padan_term_batch *begin_terms(struct padan_memory *memory)
{
    struct padan_term_batch *batch;
    assert_int_equal(padan_term_batch_begin(&batch, memory, "test", NULL), PADAN_OK);
    return batch;
}

static struct padan_term_summary end_terms(struct padan_term_batch *batch)
{
    struct padan_term_summary summary;
    assert_int_equal(padan_term_batch_finish(batch, &summary, NULL), PADAN_OK);
    return summary;
}

/* Stores a pair by itself; with a number it replaces that concept. Answers the batch. */
static int64_t put_terms(struct padan_memory *memory, int64_t number, const char *english, const char *indonesian)
{
    const struct padan_term terms[] = { make_term("en", english), make_term("id", indonesian) };
    const struct padan_concept concept = { .number = number, .terms = terms, .term_count = 2 };
    struct padan_term_batch *batch = begin_terms(memory);
    assert_int_equal(padan_term_batch_put(batch, &concept, NULL, NULL), PADAN_OK);
    return end_terms(batch).batch;
}

static int append_concept(void *context, const struct padan_concept *concept, struct padan_error *error)
{
    struct padan_buffer *out = context;
    (void)error;
    padan_buffer_format(out, "%d", (int)concept->number);
    for (size_t i = 0; i < concept->term_count; i++) {
        const struct padan_term *term = &concept->terms[i];
        padan_buffer_format(out, " %.*s:%.*s", (int)term->language.size, term->language.data, (int)term->text.size,
                            term->text.data);
        if (term->status)
            padan_buffer_format(out, "(%s)", padan_term_status_name(term->status));
        if (term->note.size)
            padan_buffer_format(out, "[%.*s]", (int)term->note.size, term->note.data);
        if (term->gender.size)
            padan_buffer_format(out, "{%.*s}", (int)term->gender.size, term->gender.data);
    }
    if (concept->identifier.size)
        padan_buffer_format(out, " #%.*s", (int)concept->identifier.size, concept->identifier.data);
    if (concept->note.size)
        padan_buffer_format(out, " [%.*s]", (int)concept->note.size, concept->note.data);
    padan_buffer_text(out, "\n");
    return PADAN_OK;
}

/* The term base as lines of text. */
static void assert_terms(struct padan_memory *memory, const char *expected)
{
    struct padan_buffer found = { 0 };
    const struct padan_concept_sink sink = { append_concept, &found, NULL };
    padan_buffer_text(&found, "");
    assert_int_equal(padan_memory_each_concept(memory, NULL, &sink, NULL), PADAN_OK);
    assert_string_equal(found.data ? found.data : "", expected);
    padan_buffer_free(&found);
}

static void assert_undone(struct padan_memory *memory, int64_t batch)
{
    struct padan_undo_summary summary;
    assert_int_equal(padan_memory_undo(memory, batch, &summary, NULL), PADAN_OK);
    assert_true(summary.concepts > 0);
}

static void a_concept_comes_back_as_it_was_stored(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    const struct padan_term_property own[] = { { s("colour"), s("red") }, { s("size"), s("") } };
    const struct padan_term_property of_term[] = { { s("register"), s("technical") } };
    struct padan_term terms[] = { make_term("EN_us", "peace"), make_term("id", "damai"),
                                  make_term("id", "perdamaian") };
    terms[1].status = PADAN_TERM_DEPRECATED;
    terms[1].case_sensitive = terms[2].whole_form = true;
    terms[2].part_of_speech = s("noun");
    terms[2].context = s("Perdamaian\ndijaga.");
    terms[2].properties = of_term;
    terms[2].property_count = 1;
    const struct padan_concept concept = { .identifier = s("c1"),
                                           .subject = s("politics"),
                                           .definition = s("no war"),
                                           .note = s("n"),
                                           .source = s("dictionary"),
                                           .untranslated = true,
                                           .terms = terms,
                                           .term_count = 3,
                                           .properties = own,
                                           .property_count = 2 };
    struct padan_term_batch *batch = begin_terms(memory);
    int64_t number = 0;
    assert_int_equal(padan_term_batch_put(batch, &concept, &number, NULL), PADAN_OK);
    assert_int_equal(end_terms(batch).added, 1);
    const struct padan_concept *back;
    assert_int_equal(padan_memory_concept(&back, memory, number, NULL), PADAN_OK);
    assert_string_equal(back->definition.data, "no war");
    assert_true(back->untranslated);
    assert_int_equal(back->property_count, 2);
    assert_string_equal(back->properties[1].name.data, "size");
    assert_string_equal(back->terms[0].language.data, "en-US");
    assert_int_equal(back->terms[1].status, PADAN_TERM_DEPRECATED);
    assert_true(back->terms[1].case_sensitive && !back->terms[1].whole_form && back->terms[2].whole_form);
    assert_string_equal(back->terms[2].context.data, "Perdamaian\ndijaga.");
    assert_int_equal(back->terms[2].property_count, 1);
    assert_string_equal(back->terms[2].properties[0].value.data, "technical");
    /* What came back is the very same. */
    batch = begin_terms(memory);
    assert_int_equal(padan_term_batch_put(batch, back, NULL, NULL), PADAN_OK);
    assert_int_equal(padan_term_batch_put(batch, &concept, NULL, NULL), PADAN_OK);
    struct padan_term_summary summary = end_terms(batch);
    assert_int_equal(summary.already, 2);
    assert_int_equal(summary.batch, 0);
    padan_concept_free(back);
    assert_int_equal(padan_memory_concept(&back, memory, 2, NULL), PADAN_ERROR_NOT_FOUND);
    padan_memory_close(memory);
    assert_sound(place->path);
}

static void changes_are_taken_back_in_any_order(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    int64_t first = put_terms(memory, 0, "war", "perang"), second = put_terms(memory, 1, "war", "peperangan");
    int64_t third = put_terms(memory, 1, "warfare", "peperangan");
    put_terms(memory, 0, "truce", "gencatan senjata");
    assert_terms(memory, "1 en:warfare id:peperangan\n2 en:truce id:gencatan senjata\n");
    assert_undone(memory, second);
    assert_terms(memory, "1 en:warfare id:peperangan\n2 en:truce id:gencatan senjata\n");
    assert_undone(memory, third);
    assert_terms(memory, "1 en:war id:perang\n2 en:truce id:gencatan senjata\n");
    struct padan_term_batch *batch = begin_terms(memory);
    assert_int_equal(padan_term_batch_remove(batch, 1, NULL), PADAN_OK);
    assert_int_equal(padan_term_batch_remove(batch, 1, NULL), PADAN_ERROR_NOT_FOUND);
    assert_int_equal(end_terms(batch).removed, 1);
    assert_terms(memory, "2 en:truce id:gencatan senjata\n");
    assert_undone(memory, 0);
    assert_undone(memory, 0);
    assert_undone(memory, first);
    assert_terms(memory, "");
    padan_memory_close(memory);
    assert_sound(place->path);
}

static void what_is_no_term_is_refused_and_the_rest_kept(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_term_batch *batch = begin_terms(memory);
    struct padan_error error;
    struct padan_term term = make_term("en", "");
    struct padan_concept concept = { .terms = &term, .term_count = 1 };
    assert_int_equal(padan_term_batch_put(batch, &concept, NULL, &error), PADAN_ERROR_ARGUMENT);
    term = make_term("en", "caf\xe9");
    assert_int_equal(padan_term_batch_put(batch, &concept, NULL, &error), PADAN_ERROR_ARGUMENT);
    term = (struct padan_term){ .language = s("en"), .text = { "a\0b", 3 } };
    assert_int_equal(padan_term_batch_put(batch, &concept, NULL, &error), PADAN_ERROR_ARGUMENT);
    term = make_term("no such language", "a");
    assert_int_equal(padan_term_batch_put(batch, &concept, NULL, &error), PADAN_ERROR_LANGUAGE);
    term = make_term("en", "peace");
    concept.number = 9;
    assert_int_equal(padan_term_batch_put(batch, &concept, NULL, &error), PADAN_ERROR_NOT_FOUND);
    concept.number = 0;
    concept.term_count = 0;
    assert_int_equal(padan_term_batch_put(batch, &concept, NULL, &error), PADAN_ERROR_ARGUMENT);
    concept.term_count = 1;
    assert_int_equal(padan_term_batch_put(batch, &concept, NULL, &error), PADAN_OK);
    assert_int_equal(end_terms(batch).added, 1);
    /* One that is given up leaves nothing. */
    batch = begin_terms(memory);
    term = make_term("en", "war");
    assert_int_equal(padan_term_batch_put(batch, &concept, NULL, &error), PADAN_OK);
    padan_term_batch_abandon(batch);
    assert_terms(memory, "1 en:peace\n");
    padan_memory_close(memory);
}

static void assert_table(const char *table, const char *source, const char *target, const char *expected)
{
    struct padan_buffer found = { 0 };
    const struct padan_concept_sink sink = { append_concept, &found, NULL };
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    options.source = source;
    options.target = target;
    padan_buffer_text(&found, "");
    assert_int_equal(padan_terms_read_bytes(table, strlen(table), "test", &options, &sink, NULL, NULL), PADAN_OK);
    assert_string_equal(found.data ? found.data : "", expected);
    padan_buffer_free(&found);
}

static void columns_are_known_by_their_names(void **state)
{
    (void)state;
    assert_table("en,id\nwar,perang\n", NULL, NULL, "0 en:war id:perang\n");
    assert_table("id,en,de\n7,war,Krieg\n", NULL, NULL, "0 en:war de:Krieg #7\n");
    assert_table("id,en,de\nperang,war,Krieg\n", "id", "en", "0 id:perang en:war de:Krieg\n");
    assert_table("id;source;target\n7;war;perang\n", "en", "id", "0 id:7 en:war id:perang\n");
    assert_table("source\ttarget\tnote\nwar\tperang\tsad\n", "en", "id", "0 en:war id:perang [sad]\n");
    assert_table("en\tde\tde\tde_gender\nwar\tKrieg\tFehde\tf\n", NULL, NULL, "0 en:war de:Krieg de:Fehde{f}\n");
    assert_table("en,notes,id,notes\nwar,a,perang,b\n", NULL, NULL, "0 en:war[a] id:perang[b]\n");
    assert_table("en,id,status\nwar,perang,Forbidden\n", NULL, NULL, "0 en:war id:perang(deprecated)\n");
    assert_table("term,language,identifier\nwar,en,1\nperang,id,1\ntruce,en,2\n", NULL, NULL,
                 "0 en:war id:perang #1\n0 en:truce #2\n");
    assert_table("# a comment\n\nwar\tperang\n# another\npeace\tdamai\tx\n", "en", "id",
                 "0 en:war id:perang\n0 en:peace id:damai [x]\n");
    assert_table("#UTX 1.20; en/id; 2026\n#src\ttgt\ttgt:gender\nwar\tperang\tn\n", NULL, NULL,
                 "0 en:war id:perang{n}\n");
    struct padan_error error;
    const struct padan_concept_sink sink = { append_concept, NULL, NULL };
    assert_int_equal(padan_terms_read_bytes("war\tperang\n", 11, "test", NULL, &sink, NULL, &error),
                     PADAN_ERROR_LANGUAGE);
    assert_int_equal(error.line, 1);
}

static void a_glossary_has_the_terms_of_two_languages(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    put_terms(memory, 0, "war", "perang");
    put_terms(memory, 0, "truce", "gencatan senjata");
    struct padan_glossary *glossary;
    size_t count;
    assert_int_equal(padan_glossary_new(&glossary, "id-ID", "en", NULL), PADAN_OK);
    assert_int_equal(padan_glossary_add_memory(glossary, memory, NULL), PADAN_OK);
    const struct padan_glossary_entry *entries = padan_glossary_entries(glossary, &count);
    assert_int_equal(count, 2);
    assert_memory_equal(entries[1].source.data, "gencatan senjata", entries[1].source.size);
    assert_memory_equal(entries[1].target.data, "truce", 5);
    padan_glossary_free(glossary);
    assert_int_equal(padan_glossary_new(&glossary, "de", "en", NULL), PADAN_OK);
    assert_int_equal(padan_glossary_add_memory(glossary, memory, NULL), PADAN_OK);
    padan_glossary_entries(glossary, &count);
    assert_int_equal(count, 0);
    padan_glossary_free(glossary);
    padan_memory_close(memory);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup_place, teardown_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_concept_comes_back_as_it_was_stored),        CASE(changes_are_taken_back_in_any_order),
        CASE(what_is_no_term_is_refused_and_the_rest_kept), cmocka_unit_test(columns_are_known_by_their_names),
        CASE(a_glossary_has_the_terms_of_two_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
