/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory_support.h"

static void units_come_back_as_they_were_put(void **state)
{
    struct place *place = *state;
    struct padan_buffer list = { 0 };
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_batch *batch = begin_batch(memory, "a.tmx", 1);
    put_pair(batch, "Peace", "Perdamaian");
    put_pair(batch, "War", "Perang");
    struct padan_batch_summary summary = finish_batch(batch);
    assert_int_equal(summary.added, 2);
    assert_int_equal(summary.already, 0);
    assert_int_equal(summary.batch, 1);
    assert_string_equal(list_units(memory, NULL, &list),
                        "auto | en Peace | id Perdamaian\nauto | en War | id Perang\n");
    padan_memory_close(memory);
    memory = open_memory(place->path, PADAN_MEMORY_READ);
    assert_string_equal(list_units(memory, NULL, &list),
                        "auto | en Peace | id Perdamaian\nauto | en War | id Perang\n");
    padan_memory_close(memory);
    padan_buffer_free(&list);
    assert_sound(place->path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(units_come_back_as_they_were_put, setup_place, teardown_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
