/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pairing.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"

#define FORMAT_DECLARED(name) extern const struct pairing_format pairing_##name;
PAIRING_FORMATS(FORMAT_DECLARED)

const struct pairing_format *pairing_format_named(const char *name)
{
#define FORMAT_LISTED(name) &pairing_##name,
    static const struct pairing_format *const formats[] = { PAIRING_FORMATS(FORMAT_LISTED) NULL };
    const struct pairing_format *const *format = formats;
    while (*format && strcmp((*format)->name, name) != 0)
        format++;
    return *format;
}

struct padan_align_text side_view(const struct source *side)
{
    return (
        struct padan_align_text){ .document = side->document, .segments = &side->segments, .language = side->language };
}

char *side_text(const struct source *side, size_t first, size_t count, struct padan_error *error)
{
    size_t size = 0, folded_size;
    for (size_t i = first; i < first + count; i++)
        size += padan_segment_view(side->document, &side->segments.items[i]).size + 1;
    char *joined = malloc(size + 1), *folded = NULL, *to = joined;
    if (!joined) {
        no_memory(error);
        return NULL;
    }
    /* Folding makes of the line feed between two segments what their scripts ask for. */
    for (size_t i = first; i < first + count; i++) {
        struct padan_string text = padan_segment_view(side->document, &side->segments.items[i]);
        memcpy(to, text.data, text.size);
        to += text.size;
        *to++ = '\n';
    }
    padan_text_fold_space(&folded, &folded_size, (struct padan_string){ joined, size }, error);
    free(joined);
    return folded;
}
