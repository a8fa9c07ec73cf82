/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory/store.h"
#include "memory_support.h"

/* A new memory and the list of what is in it. */
struct memory_case {
    struct place *place;
    struct padan_memory *memory;
    struct padan_buffer list;
};

static int setup_case(void **state)
{
    struct memory_case *it = calloc(1, sizeof *it);
    void *place = NULL;
    if (!it || setup_place(&place) != 0)
        return -1;
    it->place = place;
    it->memory = open_memory(it->place->path, PADAN_MEMORY_CREATE);
    *state = it;
    return 0;
}

static int teardown_case(void **state)
{
    struct memory_case *it = *state;
    void *place = it->place;
    padan_memory_close(it->memory);
    assert_sound(it->place->path);
    padan_buffer_free(&it->list);
    free(it);
    return teardown_place(&place);
}

static const char *list_all(struct memory_case *it)
{
    return list_units(it->memory, NULL, &it->list);
}

static const char *list_batch(struct memory_case *it, int64_t batch)
{
    struct padan_unit_filter filter = PADAN_UNIT_FILTER_INIT;
    filter.batch = batch;
    return list_units(it->memory, &filter, &it->list);
}

static const char *list_languages(struct memory_case *it, const char *source, const char *target)
{
    struct padan_unit_filter filter = PADAN_UNIT_FILTER_INIT;
    filter.source = source;
    filter.target = target;
    return list_units(it->memory, &filter, &it->list);
}

static int put(struct padan_batch *batch, const struct padan_unit *unit)
{
    struct padan_error error = { 0 };
    int status = padan_batch_put(batch, unit, &error);
    assert_int_equal(status, error.status);
    return status;
}

static struct padan_undo_summary undo(struct memory_case *it, int64_t batch)
{
    struct padan_undo_summary summary;
    struct padan_error error = { 0 };
    if (padan_memory_undo(it->memory, batch, &summary, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    return summary;
}

static void units_come_back_as_they_were_put(void **state)
{
    struct memory_case *it = *state;
    static const char units[] = "auto | en Peace | id Perdamaian\nauto | en War | id Perang\n";
    struct padan_batch *batch = begin_batch(it->memory, "a.tmx", 1);
    put_pair(batch, "Peace", "Perdamaian");
    put_pair(batch, "War", "Perang");
    struct padan_batch_summary summary = finish_batch(batch);
    assert_int_equal(summary.read, 2);
    assert_int_equal(summary.added, 2);
    assert_int_equal(summary.already, 0);
    assert_int_equal(summary.batch, 1);
    assert_string_equal(list_all(it), units);
    padan_memory_close(it->memory);
    it->memory = open_memory(it->place->path, PADAN_MEMORY_READ);
    assert_string_equal(list_all(it), units);
}

static void content_is_stored_once_and_each_batch_replayed(void **state)
{
    struct memory_case *it = *state;
    struct padan_batch *batch = begin_batch(it->memory, "a.tsv", 1);
    put_pair(batch, "Peace", "Perdamaian");
    put_pair(batch, "Peace", "Perdamaian");
    struct padan_batch_summary summary = finish_batch(batch);
    assert_int_equal(summary.added, 1);
    assert_int_equal(summary.already, 1);
    batch = begin_batch(it->memory, "b.tsv", 2);
    put_pair(batch, "War", "Perang");
    put_pair(batch, "Peace", "Perdamaian");
    summary = finish_batch(batch);
    assert_int_equal(summary.added, 1);
    assert_int_equal(summary.already, 1);
    assert_string_equal(list_all(it), "auto | en Peace | id Perdamaian\nauto | en War | id Perang\n");
    assert_string_equal(list_batch(it, 1), "auto | en Peace | id Perdamaian\nauto | en Peace | id Perdamaian\n");
    assert_string_equal(list_batch(it, 2), "auto | en War | id Perang\nauto | en Peace | id Perdamaian\n");
}

struct empties {
    size_t before, values;
};

static int count_empties(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct empties *empties = context;
    (void)error;
    for (size_t i = 0; i < unit->variant_count; i++)
        empties->before += unit->variants[i].has_before && unit->variants[i].before.size == 0;
    for (size_t i = 0; i < unit->property_count; i++)
        empties->values += unit->properties[i].value.size == 0;
    return PADAN_OK;
}

/* The edge of a document is an empty text, which is not the same as not to know, also where nothing came before it. */
static void an_empty_text_is_kept_as_the_first(void **state)
{
    struct memory_case *it = *state;
    struct padan_variant variants[] = { plain_variant("en", "Peace"), plain_variant("id", "Perdamaian") };
    struct padan_property note = { .kind = PADAN_PROPERTY_NOTE, .name = padan_string(""), .value = padan_string("") };
    struct padan_unit unit = plain_unit(variants, 2);
    variants[0].has_before = true;
    variants[0].before = padan_string("");
    unit.properties = &note;
    unit.property_count = 1;
    struct padan_batch *batch = begin_batch(it->memory, "a.tmx", 1);
    assert_int_equal(padan_batch_put(batch, &unit, NULL), PADAN_OK);
    finish_batch(batch);
    struct empties empties = { 0 };
    struct padan_unit_sink sink = { count_empties, &empties };
    assert_int_equal(padan_memory_each_unit(it->memory, NULL, &sink, NULL), PADAN_OK);
    assert_int_equal(empties.before, 1);
    assert_int_equal(empties.values, 1);
}

static void the_same_source_is_stored_once(void **state)
{
    struct memory_case *it = *state;
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch_summary summary;
    struct padan_batch *batch = begin_batch(it->memory, "a.tsv", 7);
    put_pair(batch, "Peace", "Perdamaian");
    finish_batch(batch);
    options.source = "copy of a.tsv";
    options.digest[3] = 7;
    assert_int_equal(padan_batch_begin(&batch, it->memory, &options, &summary, NULL), PADAN_OK);
    assert_null(batch);
    assert_true(summary.same_source);
    assert_int_equal(summary.batch, 0);
    undo(it, 0);
    batch = begin_batch(it->memory, "a.tsv", 7);
    put_pair(batch, "Peace", "Perdamaian");
    summary = finish_batch(batch);
    assert_false(summary.same_source);
    assert_int_equal(summary.added, 1);
    assert_string_equal(list_all(it), "auto | en Peace | id Perdamaian\n");
}

static void a_batch_without_units_leaves_no_trace(void **state)
{
    struct memory_case *it = *state;
    struct padan_property property = { .kind = PADAN_PROPERTY_NOTE, .value = padan_string("empty") };
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch *batch;
    options.header = &property;
    options.header_count = 1;
    options.digest[0] = 1;
    assert_int_equal(padan_batch_begin(&batch, it->memory, &options, NULL, NULL), PADAN_OK);
    assert_int_equal(finish_batch(batch).batch, 0);
    struct padan_memory_info info = read_info(it->memory);
    assert_int_equal(info.batch_count, 0);
    padan_memory_info_free(&info);
}

static void undo_takes_the_newest_batch_back(void **state)
{
    struct memory_case *it = *state;
    store_numbered(it->memory, "Alpha", 0, 5);
    store_numbered(it->memory, "Alpha", 3, 5);
    struct padan_undo_summary summary = undo(it, 0);
    assert_int_equal(summary.batch, 2);
    assert_int_equal(summary.removed, 3);
    assert_int_equal(summary.kept, 2);
    assert_string_equal(summary.source, "Alpha");
    struct padan_memory_info info = read_info(it->memory);
    assert_int_equal(info.units, 5);
    assert_int_equal(info.variants, 10);
    assert_int_equal(info.batch_count, 2);
    assert_string_equal(info.batches[0].state, "done");
    assert_string_equal(info.batches[1].state, "undone");
    assert_true(info.indexes_current);
    padan_memory_info_free(&info);
    summary = undo(it, 0);
    assert_int_equal(summary.batch, 1);
    assert_int_equal(summary.removed, 5);
    assert_string_equal(list_all(it), "");
    struct padan_error error;
    assert_int_equal(padan_memory_undo(it->memory, 0, NULL, &error), PADAN_ERROR_NOT_FOUND);
    assert_int_equal(padan_memory_undo(it->memory, 1, NULL, &error), PADAN_ERROR_NOT_FOUND);
    assert_non_null(strstr(error.message, "before"));
    assert_int_equal(padan_memory_undo(it->memory, 9, NULL, &error), PADAN_ERROR_NOT_FOUND);
}

static void undo_of_an_older_batch_keeps_what_a_newer_one_has(void **state)
{
    struct memory_case *it = *state;
    store_numbered(it->memory, "Alpha", 0, 3);
    store_numbered(it->memory, "Alpha", 2, 20);
    struct padan_undo_summary summary = undo(it, 1);
    assert_int_equal(summary.removed, 2);
    assert_int_equal(summary.kept, 1);
    /* What is left is found again, what is gone is new. */
    struct padan_batch_summary again = store_numbered(it->memory, "Alpha", 0, 3);
    assert_int_equal(again.added, 2);
    assert_int_equal(again.already, 1);
}

static void an_undone_number_given_again_is_another_unit(void **state)
{
    struct memory_case *it = *state;
    store_numbered(it->memory, "Alpha", 0, 3);
    store_numbered(it->memory, "Beta", 0, 1);
    undo(it, 0);
    store_numbered(it->memory, "Gamma", 0, 1);
    assert_int_equal(store_numbered(it->memory, "Beta", 0, 1).added, 1);
    assert_int_equal(store_numbered(it->memory, "Gamma", 0, 1).added, 0);
}

static void tags_are_compared_canonical_and_kept_as_spelt(void **state)
{
    struct memory_case *it = *state;
    struct padan_variant spelt[] = { plain_variant("EN_us", "Peace"), plain_variant("in", "Perdamaian") };
    struct padan_variant proper[] = { plain_variant("en-US", "Peace"), plain_variant("id", "Perdamaian") };
    struct padan_unit first = plain_unit(spelt, 2);
    struct padan_unit second = plain_unit(proper, 2);
    struct padan_batch *batch = begin_batch(it->memory, "a.tmx", 0);
    assert_int_equal(put(batch, &first), PADAN_OK);
    assert_int_equal(put(batch, &second), PADAN_OK);
    struct padan_batch_summary summary = finish_batch(batch);
    assert_int_equal(summary.added, 1);
    assert_int_equal(summary.already, 1);
    assert_string_equal(list_batch(it, 1), "auto | EN_us Peace | in Perdamaian\nauto | en-US Peace | id Perdamaian\n");
    assert_string_equal(list_all(it), "auto | EN_us Peace | in Perdamaian\n");
    struct padan_memory_info info = read_info(it->memory);
    assert_int_equal(info.language_count, 2);
    assert_string_equal(info.languages[0].tag, "en-US");
    assert_string_equal(info.languages[1].tag, "id");
    padan_memory_info_free(&info);
}

static void units_without_language_or_text_are_refused_alone(void **state)
{
    struct memory_case *it = *state;
    struct padan_variant bad_tag[] = {
        plain_variant("en", "Peace"),
        plain_variant("not-a-tag-not-a-tag-not-a-tag-not-a-tag-not-a-tag-not-a-tag-not-a-tag-", "Perdamaian")
    };
    struct padan_variant no_tag[] = { plain_variant("", "Peace") };
    struct padan_variant no_text[] = { plain_variant("en", ""), plain_variant("id", "") };
    struct padan_variant bad_text[] = { plain_variant("en", "Pe\xFF"), plain_variant("id", "Perdamaian") };
    struct padan_variant bad_context[] = { plain_variant("en", "Peace") };
    struct padan_variant half[] = { plain_variant("en", "Peace"), plain_variant("id", "") };
    struct padan_variant codes[] = { plain_variant("en", "") };
    bad_context[0].has_after = true;
    bad_context[0].after = padan_string("\xC3(");
    codes[0].markup = padan_string("<ph x=\"1\"/>");
    struct padan_unit units[] = { plain_unit(bad_tag, 2), plain_unit(no_tag, 1),   plain_unit(no_text, 2),
                                  plain_unit(NULL, 0),    plain_unit(bad_text, 2), plain_unit(bad_context, 1),
                                  plain_unit(half, 2),    plain_unit(codes, 1) };
    static const int statuses[] = { PADAN_ERROR_LANGUAGE,
                                    PADAN_ERROR_LANGUAGE,
                                    PADAN_ERROR_ARGUMENT,
                                    PADAN_ERROR_ARGUMENT,
                                    PADAN_ERROR_ENCODING,
                                    PADAN_ERROR_ENCODING,
                                    PADAN_OK,
                                    PADAN_OK };
    struct padan_batch *batch = begin_batch(it->memory, "a.tmx", 0);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        assert_int_equal(put(batch, &units[i]), statuses[i]);
    struct padan_batch_summary summary = finish_batch(batch);
    assert_int_equal(summary.refused, 6);
    assert_int_equal(summary.added, 2);
    assert_string_equal(list_all(it), "auto | en Peace | id \nauto | en  <<ph x=\"1\"/>>\n");
}

static void the_order_of_variants_belongs_to_the_occurrence(void **state)
{
    struct memory_case *it = *state;
    struct padan_variant forth[] = { plain_variant("en", "Peace"), plain_variant("id", "Perdamaian"),
                                     plain_variant("id", "Damai"), plain_variant("fr", "Paix") };
    struct padan_variant back[] = { forth[3], forth[1], forth[0], forth[2] };
    struct padan_unit first = plain_unit(forth, 4);
    struct padan_unit second = plain_unit(back, 4);
    struct padan_batch *batch = begin_batch(it->memory, "a.tmx", 0);
    assert_int_equal(put(batch, &first), PADAN_OK);
    finish_batch(batch);
    batch = begin_batch(it->memory, "b.tmx", 0);
    assert_int_equal(put(batch, &second), PADAN_OK);
    assert_int_equal(finish_batch(batch).already, 1);
    assert_string_equal(list_batch(it, 2), "auto | fr Paix | id Perdamaian | en Peace | id Damai\n");
    assert_string_equal(list_batch(it, 1), "auto | en Peace | id Perdamaian | id Damai | fr Paix\n");
    assert_string_equal(list_all(it), "auto | en Peace | id Perdamaian | id Damai | fr Paix\n");
}

static void equal_variants_and_differences_in_markup_are_kept(void **state)
{
    struct memory_case *it = *state;
    struct padan_variant twice[] = { plain_variant("en", "Peace"), plain_variant("en", "Peace") };
    struct padan_variant once[] = { plain_variant("en", "Peace") };
    struct padan_variant bold[] = { plain_variant("en", "Peace") };
    bold[0].markup = padan_string("<hi>Peace</hi>");
    struct padan_unit units[] = { plain_unit(twice, 2), plain_unit(once, 1), plain_unit(bold, 1) };
    struct padan_batch *batch = begin_batch(it->memory, "a.tmx", 0);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(put(batch, &units[i]), PADAN_OK);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(put(batch, &units[i]), PADAN_OK);
    struct padan_batch_summary summary = finish_batch(batch);
    assert_int_equal(summary.added, 3);
    assert_int_equal(summary.already, 3);
    assert_string_equal(list_all(it),
                        "auto | en Peace | en Peace\nauto | en Peace\nauto | en Peace <<hi>Peace</hi>>\n");
}

static void context_is_known_unknown_or_an_edge(void **state)
{
    struct memory_case *it = *state;
    struct padan_variant variants[] = { plain_variant("en", "Peace"), plain_variant("id", "Perdamaian") };
    variants[0].has_before = true; /* the document's start */
    variants[0].has_after = true;
    variants[0].after = padan_string("He  said.");
    struct padan_unit unit = plain_unit(variants, 2);
    unit.document = padan_string("a.txt");
    unit.position = 0;
    struct padan_batch *batch = begin_batch(it->memory, "a", 0);
    assert_int_equal(put(batch, &unit), PADAN_OK);
    variants[0].after = padan_string("He said.");
    assert_int_equal(put(batch, &unit), PADAN_OK);
    assert_int_equal(put(batch, &unit), PADAN_OK);
    finish_batch(batch);
    assert_string_equal(list_all(it),
                        "a.txt:0 auto | en Peace before= after=He  said. | id Perdamaian\n"
                        "a.txt:0 auto | en Peace before= after=He said. | id Perdamaian\n");
    /* Hashes are of the match form, in which those two are alike. */
    assert_int_equal(ask_number(it->place->path, "SELECT count(DISTINCT after_hash) FROM occurrence_variant"), 1);
    assert_int_equal(ask_number(it->place->path, "SELECT count(*) FROM occurrence_variant WHERE before_hash = 0"), 3);
    assert_int_equal(ask_number(it->place->path, "SELECT count(*) FROM document"), 1);
    undo(it, 0);
    assert_int_equal(ask_number(it->place->path, "SELECT count(*) FROM document"), 0);
}

static void properties_keep_order_and_repeats(void **state)
{
    struct memory_case *it = *state;
    struct padan_property of_unit[] = {
        { PADAN_PROPERTY_ATTRIBUTE, padan_string("creationid"), padan_string("ani"), padan_string("") },
        { PADAN_PROPERTY_PROP, padan_string("x-domain"), padan_string("law"), padan_string("xml:lang=\"en\"") },
        { PADAN_PROPERTY_PROP, padan_string("x-domain"), padan_string("law"), padan_string("xml:lang=\"en\"") },
        { PADAN_PROPERTY_NOTE, padan_string(""), padan_string("checked"), padan_string("") },
        { PADAN_PROPERTY_PROP, padan_string("x-domain"), padan_string(""), padan_string("") },
    };
    struct padan_property of_variant = { PADAN_PROPERTY_ELEMENT, padan_string("y"), padan_string("<y/>"),
                                         padan_string("") };
    struct padan_variant variants[] = { plain_variant("en", "Peace"), plain_variant("id", "Perdamaian") };
    variants[1].properties = &of_variant;
    variants[1].property_count = 1;
    struct padan_unit unit = plain_unit(variants, 2);
    unit.properties = of_unit;
    unit.property_count = 5;
    unit.id = padan_string("u-1");
    unit.status = PADAN_UNIT_CONFIRMED;
    unit.confidence = 0.5;
    struct padan_batch *batch = begin_batch(it->memory, "a", 0);
    assert_int_equal(put(batch, &unit), PADAN_OK);
    finish_batch(batch);
    assert_string_equal(list_all(it),
                        "id=u-1 0.50 confirmed {2 creationid=ani } {0 x-domain=law xml:lang=\"en\"} "
                        "{0 x-domain=law xml:lang=\"en\"} {1 =checked } {0 x-domain= }"
                        " | en Peace | id Perdamaian {3 y=<y/> }\n");
    undo(it, 0);
    assert_int_equal(ask_number(it->place->path, "SELECT count(*) FROM property"), 0);
}

static int keep_header(void *context, const struct padan_property *properties, size_t count, struct padan_error *error)
{
    struct padan_buffer *out = context;
    (void)error;
    for (size_t i = 0; i < count; i++)
        padan_buffer_format(out, "%.*s=%.*s;", (int)properties[i].name.size, properties[i].name.data,
                            (int)properties[i].value.size, properties[i].value.data);
    return PADAN_OK;
}

static void the_header_of_a_file_is_kept(void **state)
{
    struct memory_case *it = *state;
    struct padan_property header[] = {
        { PADAN_PROPERTY_ATTRIBUTE, padan_string("srclang"), padan_string("en"), padan_string("") },
        { PADAN_PROPERTY_PROP, padan_string("p"), padan_string("1"), padan_string("") },
        { PADAN_PROPERTY_PROP, padan_string("p"), padan_string("1"), padan_string("") },
    };
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch *batch;
    struct padan_header_sink sink = { .put = keep_header, .context = &it->list };
    options.header = header;
    options.header_count = 3;
    assert_int_equal(padan_batch_begin(&batch, it->memory, &options, NULL, NULL), PADAN_OK);
    put_pair(batch, "Peace", "Perdamaian");
    finish_batch(batch);
    assert_int_equal(padan_memory_batch_header(it->memory, 1, &sink, NULL), PADAN_OK);
    assert_string_equal(it->list.data, "srclang=en;p=1;p=1;");
    assert_int_equal(padan_memory_batch_header(it->memory, 2, &sink, NULL), PADAN_ERROR_NOT_FOUND);
}

static void occurrences_that_say_different_things_are_both_given(void **state)
{
    struct memory_case *it = *state;
    struct padan_variant variants[] = { plain_variant("en", "Peace"), plain_variant("id", "Perdamaian") };
    struct padan_unit unit = plain_unit(variants, 2);
    for (int i = 0; i < 2; i++) {
        struct padan_batch *batch = begin_batch(it->memory, "a", 0);
        unit.confidence = 0.5;
        unit.status = PADAN_UNIT_AUTO;
        assert_int_equal(put(batch, &unit), PADAN_OK);
        unit.status = PADAN_UNIT_CONFIRMED;
        assert_int_equal(put(batch, &unit), PADAN_OK);
        unit.confidence = PADAN_CONFIDENCE_UNKNOWN;
        assert_int_equal(put(batch, &unit), PADAN_OK);
        finish_batch(batch);
    }
    assert_string_equal(list_all(it),
                        "0.50 auto | en Peace | id Perdamaian\n"
                        "0.50 confirmed | en Peace | id Perdamaian\n"
                        "confirmed | en Peace | id Perdamaian\n");
    /* The later ones come forward once the first are gone. */
    undo(it, 1);
    assert_string_equal(list_all(it),
                        "0.50 auto | en Peace | id Perdamaian\n"
                        "0.50 confirmed | en Peace | id Perdamaian\n"
                        "confirmed | en Peace | id Perdamaian\n");
    struct padan_unit_filter filter = PADAN_UNIT_FILTER_INIT;
    filter.min_confidence = 0.6;
    assert_string_equal(list_units(it->memory, &filter, &it->list),
                        "0.50 confirmed | en Peace | id Perdamaian\n"
                        "confirmed | en Peace | id Perdamaian\n");
}

static void languages_are_chosen_by_range(void **state)
{
    struct memory_case *it = *state;
    struct padan_variant variants[] = { plain_variant("id", "Damai"), plain_variant("en-US", "Peace"),
                                        plain_variant("fr", "Paix"), plain_variant("id", "Perdamaian") };
    struct padan_variant other[] = { plain_variant("fr", "Guerre"), plain_variant("de", "Krieg") };
    struct padan_unit unit = plain_unit(variants, 4);
    struct padan_unit second = plain_unit(other, 2);
    struct padan_batch *batch = begin_batch(it->memory, "a", 0);
    assert_int_equal(put(batch, &unit), PADAN_OK);
    assert_int_equal(put(batch, &second), PADAN_OK);
    finish_batch(batch);
    assert_string_equal(list_languages(it, "en", "id"), "auto | en-US Peace | id Damai | id Perdamaian\n");
    assert_string_equal(list_languages(it, "EN_us", NULL), "auto | en-US Peace | id Damai | fr Paix | id Perdamaian\n");
    assert_string_equal(list_languages(it, NULL, "fr"), "auto | id Damai | fr Paix\nauto | de Krieg | fr Guerre\n");
    assert_string_equal(list_languages(it, "id", "id"), "auto | id Damai | id Perdamaian\n");
    assert_string_equal(list_languages(it, "fr", "fr"), "");
    assert_string_equal(list_languages(it, "en-GB", NULL), "");
    struct padan_unit_filter filter = PADAN_UNIT_FILTER_INIT;
    struct padan_unit_sink sink = { 0 };
    filter.target = "???";
    assert_int_equal(padan_memory_each_unit(it->memory, &filter, &sink, NULL), PADAN_ERROR_LANGUAGE);
    filter.target = NULL;
    filter.batch = 3;
    assert_int_equal(padan_memory_each_unit(it->memory, &filter, &sink, NULL), PADAN_ERROR_NOT_FOUND);
}

static int stop_at_once(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    (void)unit;
    ++*(int *)context;
    (void)error;
    return PADAN_ERROR_STOPPED;
}

static void a_sink_may_stop_and_read_but_not_write(void **state)
{
    struct memory_case *it = *state;
    store_numbered(it->memory, "Alpha", 0, 3);
    int count = 0;
    struct padan_unit_sink sink = { stop_at_once, &count };
    assert_int_equal(padan_memory_each_unit(it->memory, NULL, &sink, NULL), PADAN_ERROR_STOPPED);
    assert_int_equal(count, 1);
    assert_int_equal(store_numbered(it->memory, "Beta", 0, 3).added, 3);
}

static void one_batch_at_a_time(void **state)
{
    struct memory_case *it = *state;
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch *batch = begin_batch(it->memory, "a", 0);
    struct padan_batch *other;
    assert_int_equal(padan_batch_begin(&other, it->memory, &options, NULL, NULL), PADAN_ERROR_ARGUMENT);
    assert_null(other);
    assert_int_equal(padan_memory_undo(it->memory, 0, NULL, NULL), PADAN_ERROR_ARGUMENT);
    assert_int_equal(padan_memory_rebuild(it->memory, NULL), PADAN_ERROR_ARGUMENT);
    put_pair(batch, "Peace", "Perdamaian");
    padan_batch_abandon(batch);
    padan_batch_abandon(NULL);
    assert_string_equal(list_all(it), "");
}

static void a_batch_of_several_transactions_is_abandoned_whole(void **state)
{
    struct memory_case *it = *state;
    store_numbered(it->memory, "Alpha", 0, 100);
    struct padan_batch *batch = begin_batch(it->memory, "b", 9);
    char english[64];
    for (int i = 0; i < 20005; i++) {
        snprintf(english, sizeof english, i % 2 ? "Beta %d" : "Alpha %d", i / 2);
        put_pair(batch, english, english);
    }
    struct padan_memory_info info = read_info(it->memory);
    assert_int_equal(info.batch_count, 2);
    assert_string_equal(info.batches[1].state, "open");
    assert_int_equal(info.batches[1].units, 20000);
    padan_memory_info_free(&info);
    padan_batch_abandon(batch);
    info = read_info(it->memory);
    assert_int_equal(info.batch_count, 1);
    assert_int_equal(info.units, 100);
    assert_true(info.indexes_current);
    padan_memory_info_free(&info);
    assert_int_equal(store_numbered(it->memory, "Alpha", 0, 101).added, 1);
}

static void a_large_batch_is_found_again_and_undone(void **state)
{
    struct memory_case *it = *state;
    enum { COUNT = 60001 }; /* past what waits before it goes into the index */
    assert_int_equal(store_numbered(it->memory, "Alpha", 0, COUNT).added, COUNT);
    assert_int_equal(ask_number(it->place->path, "SELECT count(*) FROM journal"), 1);
    assert_int_equal(store_numbered(it->memory, "Alpha", 0, COUNT).added, 0);
    assert_int_equal(undo(it, 1).removed, 0);
    assert_int_equal(undo(it, 2).removed, COUNT);
}

static void equal_hashes_of_different_units_are_told_apart(void **state)
{
    struct memory_case *it = *state;
    store_numbered(it->memory, "Alpha", 0, 1);
    store_numbered(it->memory, "Beta", 0, 1);
    /* The hash of Beta's unit, given to Alpha's. */
    int64_t hash = ask_number(it->place->path, "SELECT hash FROM unit WHERE id = 2");
    undo(it, 0);
    char sql[200];
    snprintf(sql, sizeof sql, "UPDATE unit SET hash = %lld; UPDATE unit_index SET hash = %lld", (long long)hash,
             (long long)hash);
    run_sql(it->place->path, sql);
    assert_int_equal(store_numbered(it->memory, "Beta", 0, 1).added, 1);
    assert_int_equal(store_numbered(it->memory, "Beta", 0, 1).added, 0);
    assert_int_equal(ask_number(it->place->path, "SELECT count(DISTINCT hash) FROM unit"), 1);
}

static void changes_by_other_programs_are_noticed_and_mended(void **state)
{
    struct memory_case *it = *state;
    bool current;
    store_numbered(it->memory, "Alpha", 0, 10);
    assert_int_equal(padan_memory_indexes_current(it->memory, &current, NULL), PADAN_OK);
    assert_true(current);
    run_sql(it->place->path,
            "DELETE FROM occurrence WHERE unit = 4; DELETE FROM variant WHERE unit = 4;"
            "DELETE FROM unit WHERE id = 4");
    assert_int_equal(padan_memory_indexes_current(it->memory, &current, NULL), PADAN_OK);
    assert_false(current);
    assert_int_equal(padan_memory_rebuild(it->memory, NULL), PADAN_OK);
    assert_int_equal(padan_memory_indexes_current(it->memory, &current, NULL), PADAN_OK);
    assert_true(current);
    run_sql(it->place->path, "UPDATE variant SET text = 'Alpha, the first letter' WHERE id = 1");
    struct padan_memory_info info = read_info(it->memory);
    assert_false(info.indexes_current);
    padan_memory_info_free(&info);
    run_sql(it->place->path, "INSERT INTO variant (unit, language, position, text) VALUES (1, 1, 2, 'Aleph')");
    assert_int_equal(store_numbered(it->memory, "Beta", 0, 1).added, 1);
    info = read_info(it->memory);
    assert_true(info.indexes_current);
    padan_memory_info_free(&info);
}

static void a_reader_sees_one_state(void **state)
{
    struct memory_case *it = *state;
    store_numbered(it->memory, "Alpha", 0, 3);
    struct padan_memory *writer = open_memory(it->place->path, PADAN_MEMORY_WRITE);
    struct padan_batch *batch = begin_batch(writer, "b", 0);
    put_pair(batch, "Peace", "Perdamaian");
    struct padan_memory_info info = read_info(it->memory);
    assert_int_equal(info.units, 3);
    padan_memory_info_free(&info);
    info = read_info(writer);
    assert_int_equal(info.units, 4);
    padan_memory_info_free(&info);
    finish_batch(batch);
    info = read_info(it->memory);
    assert_int_equal(info.units, 4);
    padan_memory_info_free(&info);
    padan_memory_close(writer);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup_case, teardown_case)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(units_come_back_as_they_were_put),
        CASE(content_is_stored_once_and_each_batch_replayed),
        CASE(an_empty_text_is_kept_as_the_first),
        CASE(the_same_source_is_stored_once),
        CASE(a_batch_without_units_leaves_no_trace),
        CASE(undo_takes_the_newest_batch_back),
        CASE(undo_of_an_older_batch_keeps_what_a_newer_one_has),
        CASE(an_undone_number_given_again_is_another_unit),
        CASE(tags_are_compared_canonical_and_kept_as_spelt),
        CASE(units_without_language_or_text_are_refused_alone),
        CASE(the_order_of_variants_belongs_to_the_occurrence),
        CASE(equal_variants_and_differences_in_markup_are_kept),
        CASE(context_is_known_unknown_or_an_edge),
        CASE(properties_keep_order_and_repeats),
        CASE(the_header_of_a_file_is_kept),
        CASE(occurrences_that_say_different_things_are_both_given),
        CASE(languages_are_chosen_by_range),
        CASE(a_sink_may_stop_and_read_but_not_write),
        CASE(one_batch_at_a_time),
        CASE(a_batch_of_several_transactions_is_abandoned_whole),
        CASE(a_large_batch_is_found_again_and_undone),
        CASE(equal_hashes_of_different_units_are_told_apart),
        CASE(changes_by_other_programs_are_noticed_and_mended),
        CASE(a_reader_sees_one_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
