/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/fold.h"

#include <unicode/uchar.h>

#include "text/utf8.h"

void padan_check_fold(struct padan_buffer *out, struct padan_string text)
{
    bool blank = false;
    size_t begin = out->size;
    if (!padan_buffer_reserve(out, text.size + 4))
        return;
    for (size_t at = 0; at < text.size;) {
        UChar32 c = padan_utf8_next(text, &at);
        if (c == 0xFFFC)
            continue;
        if (c >= 0 && u_isUWhiteSpace(c)) {
            blank = true;
            continue;
        }
        if (blank && out->size > begin)
            padan_buffer_byte(out, ' ');
        blank = false;
        if (c < 0x80)
            padan_buffer_byte(out, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c < 0 ? '?' : c));
        else
            padan_utf8_append(out, u_foldCase(c, U_FOLD_CASE_DEFAULT));
    }
}
