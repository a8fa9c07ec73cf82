/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A byte that chooses the language, then a text: values lie in it, in order, and equal themselves. */
#include <stdint.h>
#include <stdlib.h>

#include "text/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

/* One finder of each language for all runs, since its tables take longer to make than a text to read. */
static struct padan_values *shared_values(size_t number)
{
    static const char *const languages[] = { "en", "id", "de", "fr", "hu", "ru", "ja",
                                             "zh", "hi", "ar", "th", "ro", "ko" };
    enum { COUNT = sizeof languages / sizeof *languages };
    static struct padan_values *all[COUNT];
    if (!all[number % COUNT])
        require(padan_values_new(&all[number % COUNT], languages[number % COUNT], NULL) == PADAN_OK);
    return all[number % COUNT];
}

static void check(const struct padan_value *value, size_t from, size_t size)
{
    struct padan_buffer out = { 0 };
    require(from <= value->start && value->start < value->end && value->end <= size);
    require(padan_value_compare(value, value) == PADAN_VALUES_EQUAL);
    for (size_t i = 0; i < value->count; i++)
        padan_value_write(&out, value, i);
    require(value->count == 0 || out.size > 0);
    padan_buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct padan_value *list;
    size_t count;
    if (size == 0)
        return 0;
    struct padan_string text = { (const char *)data + 1, size - 1 };
    require(padan_values_find(shared_values(data[0]), text, &list, &count, NULL) == PADAN_OK);
    for (size_t i = 0; i < count; i++)
        check(&list[i], i > 0 ? list[i - 1].end : 0, text.size);
    return 0;
}
