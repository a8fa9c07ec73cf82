/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "segment_texts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <unicode/utypes.h>

#include "text/utf8.h"

/* Pieces that make sentences, abbreviations, quotations and odd characters likely. */
static const char *const pieces[] = { "Dr. ",
                                      ". ",
                                      "? ",
                                      "!” ",
                                      "“",
                                      "(",
                                      ") ",
                                      "…",
                                      "S.H. ",
                                      "A. ",
                                      "12",
                                      "1. ",
                                      " ",
                                      "\n",
                                      "\n\n",
                                      "\r\n",
                                      "\r",
                                      "\xC2\x85",
                                      "\t",
                                      "Ia ",
                                      "kata",
                                      "The ",
                                      "。",
                                      "」",
                                      "漢字",
                                      "かな",
                                      "\xF0\x9F\x98\x80",
                                      "\xF0\x90\x90\x80",
                                      "e\xCC\x81",
                                      "\xCC\x81",
                                      "שלום",
                                      "سلام؟ ",
                                      "۔",
                                      "।",
                                      "\xE2\x80\x8B",
                                      "\xEF\xBB\xBF",
                                      "\xE2\x80\xA8",
                                      "\xC2\xA0",
                                      "- ",
                                      "a) ",
                                      "z. B. ",
                                      "." };

void make_random_text(struct padan_buffer *text, uint32_t *seed)
{
    padan_buffer_clear(text);
    for (int i = 0; i < 60; i++) {
        *seed = *seed * 1664525u + 1013904223u;
        uint32_t draw = *seed >> 8;
        if (draw % 5 == 0)
            padan_utf8_append(text, (UChar32)(draw / 5 % 0x110000));
        else
            padan_buffer_text(text, pieces[draw / 5 % (sizeof pieces / sizeof pieces[0])]);
    }
    assert_false(text->failed);
}
