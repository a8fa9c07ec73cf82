/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Characters that are not seen, or that come of bytes decoded in a wrong encoding. */
#include <inttypes.h>
#include <string.h>

#include <unicode/uchar.h>

#include "check/checking.h"
#include "text/utf8.h"

/* What CP1252 has from 0x80 on, so that what was decoded by it can be put back. */
static int byte_of(UChar32 c)
{
    static const uint16_t high[] = { 0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                     0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0,      0x17D,  0,
                                     0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                     0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0,      0x17E,  0x178 };
    if (c >= 0x80 && c <= 0xFF)
        return (int)c;
    for (size_t i = 0; i < sizeof high / sizeof *high; i++) {
        if (high[i] == c && c != 0)
            return (int)(0x80 + i);
    }
    return -1;
}

/* "Ã©", "â€™", "Â ", "Ð°": the bytes of one character of UTF-8, each taken for a letter. */
static bool is_mojibake(struct padan_string text, size_t at, UChar32 lead, size_t *end)
{
    int bytes[3], need = lead == 0xE2 ? 3 : 2;
    *end = at;
    bytes[0] = (int)lead;
    for (int i = 1; i < need; i++) {
        if (*end >= text.size)
            return false;
        bytes[i] = byte_of(padan_utf8_next(text, end));
        if (bytes[i] < 0x80 || bytes[i] > 0xBF)
            return false;
    }
    /* Signs that may follow a capital by themselves: «Â» and "Â " with a no-break space in French. */
    bool mark = bytes[1] == 0xAB || bytes[1] == 0xBB || bytes[1] == 0x93 || bytes[1] == 0x94 || bytes[1] == 0x92;
    return need == 3 || !mark;
}

static bool is_lead(UChar32 c)
{
    return c == 0xC2 || c == 0xC3 || c == 0xE2 || c == 0xD0 || c == 0xD1 || c == 0xD8 || c == 0xD9;
}

/* Joiners belong to the scripts of India and to Arabic and to emoji, marks of direction to scripts that need them. */
static bool is_invisible(UChar32 c, UScriptCode script)
{
    if (c == 0x200C || c == 0x200D)
        return script == USCRIPT_LATIN || script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK;
    if (c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
        return script != USCRIPT_ARABIC && script != USCRIPT_HEBREW && script != USCRIPT_SYRIAC &&
               script != USCRIPT_THAANA;
    if (c == 0x200B)
        return script == USCRIPT_LATIN || script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK ||
               script == USCRIPT_ARABIC;
    return c == 0xFEFF || c == 0x2060 || c == 0x00AD || c == 0x180E || (c >= 0x2061 && c <= 0x2064) ||
           (c >= 0xFFF9 && c <= 0xFFFB);
}

enum fault { NOTHING, CONTROL, INVISIBLE, REPLACEMENT, DECODED, FAULTS };

struct fault_found {
    enum fault fault;
    UChar32 character;
    struct padan_check_span span;
};

static enum fault fault_of(UChar32 c, struct padan_string text, size_t at, UScriptCode script, size_t *end)
{
    *end = at;
    if (c < 0 || c == 0xFFFD)
        return REPLACEMENT;
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0))
        return CONTROL;
    if (is_lead(c) && is_mojibake(text, at, c, end))
        return DECODED;
    return (c == 0xAD || c >= 0x180E) && is_invisible(c, script) ? INVISIBLE : NOTHING;
}

static void find_faults(struct fault_found found[FAULTS], const struct padan_check_side *side)
{
    memset(found, 0, FAULTS * sizeof *found);
    bool emoji = false;
    for (size_t at = 0; at < side->text.size;) {
        size_t start = at, end;
        UChar32 c = padan_utf8_next(side->text, &at);
        if (c >= 0x20 && c < 0x7F)
            continue;
        enum fault fault = fault_of(c, side->text, at, side->language->script, &end);
        bool joiner = c == 0x200D && emoji;
        emoji = c >= 0x2190 && u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC);
        if (c == 0xFE0F)
            emoji = true;
        if (fault != NOTHING && !joiner && found[fault].fault == NOTHING)
            found[fault] = (struct fault_found){ fault, c, { start, end > at ? end : at } };
    }
}

static int report_fault(struct padan_checking *checking, int side, const struct fault_found *found,
                        struct padan_error *error)
{
    const char *name = padan_check_side_name(side);
    struct padan_string part = padan_check_part(checking->sides[side].text, found->span);
    if (found->fault == DECODED)
        return padan_check_report_side(checking, side, found->span, error,
                                       "\"%.*s\" in the %s looks like UTF-8 that was decoded as something else",
                                       PADAN_CHECK_PART(part), name);
    if (found->fault == REPLACEMENT)
        return padan_check_report_side(checking, side, found->span, error,
                                       "the %s has a character that was lost (U+FFFD)", name);
    return padan_check_report_side(checking, side, found->span, error, "the %s has %s U+%04" PRIX32, name,
                                   found->fault == CONTROL ? "the control character" : "the invisible character",
                                   (uint32_t)found->character);
}

int padan_check_characters(struct padan_checking *checking, struct padan_error *error)
{
    struct fault_found found[2][FAULTS];
    int status = PADAN_OK;
    for (int side = 0; side < 2; side++)
        find_faults(found[side], &checking->sides[side]);
    for (int fault = CONTROL; fault < FAULTS; fault++) {
        /* An invisible character of both sides is meant to be there. */
        if (fault == INVISIBLE && found[0][fault].fault && found[1][fault].fault)
            continue;
        for (int side = 0; side < 2 && status == PADAN_OK; side++) {
            if (found[side][fault].fault != NOTHING)
                status = report_fault(checking, side, &found[side][fault], error);
        }
    }
    return status;
}
