/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/decoding.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/ucsdet.h>
#include <unicode/ulocdata.h>
#include <unicode/uscript.h>
#include <unicode/uset.h>

#include "base/error.h"
#include "text/language.h"
#include "text/utf8.h"

enum { SAMPLE_SIZE = 32768 };

/* Every four bytes are a code point, whose highest byte is zero. */
static bool looks_utf32(struct padan_bytes bytes, bool little)
{
    if (bytes.size < 4)
        return false;
    for (size_t i = 0; i + 4 <= bytes.size; i += 4) {
        const unsigned char *unit = bytes.data + i;
        if ((little ? unit[3] : unit[0]) != 0 || (little ? unit[2] : unit[1]) > 0x10)
            return false;
    }
    return true;
}

/* What the bytes of each unit of two are. */
struct unit_counts {
    size_t units, zero_high, zero_low;
    size_t by_high[256];
    size_t ascii; /* bytes of ASCII text */
};

static void count_units(struct unit_counts *counts, struct padan_bytes bytes, size_t high)
{
    memset(counts, 0, sizeof *counts);
    counts->units = bytes.size / 2;
    for (size_t i = 0; i + 2 <= bytes.size; i += 2) {
        unsigned char upper = bytes.data[i + high], lower = bytes.data[i + 1 - high];
        counts->by_high[upper]++;
        counts->zero_high += upper == 0;
        counts->zero_low += lower == 0;
        counts->ascii += upper >= ' ' && upper < 0x7F;
        counts->ascii += (lower >= ' ' && lower < 0x7F) || lower == '\n';
    }
}

/* Blocks of Han, Kana, Hangul and their punctuation. */
static bool is_east_asian_block(size_t high)
{
    return high == 0x20 || (high >= 0x30 && high <= 0x9F) || (high >= 0xAC && high <= 0xD7) || high == 0xFF;
}

/*
 * In the Latin script most units have a zero high byte and none a zero low one. In other scripts only spaces,
 * digits and line ends have; there one block holds nearly all letters, or those of East Asia do, and
 * the bytes are not those of a text in ASCII with a NUL in it.
 */
static bool looks_utf16(struct padan_bytes bytes, size_t high)
{
    struct unit_counts counts;
    count_units(&counts, bytes, high);
    if (counts.zero_high == 0 || counts.zero_low * 20 > counts.zero_high)
        return false;
    if (counts.zero_high * 10 >= counts.units * 6)
        return true;
    size_t letters = counts.units - counts.zero_high, most = 0, east_asian = 0;
    for (size_t i = 1; i < 256; i++) {
        most = counts.by_high[i] > most ? counts.by_high[i] : most;
        east_asian += is_east_asian_block(i) ? counts.by_high[i] : 0;
    }
    bool is_ascii = counts.ascii * 10 >= (2 * counts.units - counts.zero_high) * 9;
    return counts.units >= 8 && !is_ascii && (most * 5 >= letters * 4 || east_asian * 20 >= letters * 19);
}

const char *padan_detect_wide(struct padan_bytes bytes)
{
    struct padan_bytes sample = { bytes.data, bytes.size < SAMPLE_SIZE ? bytes.size : SAMPLE_SIZE };
    if (sample.size < 2 || !memchr(sample.data, 0, sample.size))
        return NULL;
    if (bytes.size % 4 == 0 && looks_utf32(sample, true))
        return "UTF-32LE";
    if (bytes.size % 4 == 0 && looks_utf32(sample, false))
        return "UTF-32BE";
    if (bytes.size % 2 == 0 && looks_utf16(sample, 1))
        return "UTF-16LE";
    if (bytes.size % 2 == 0 && looks_utf16(sample, 0))
        return "UTF-16BE";
    return NULL;
}

/* The lines that hold bytes above ASCII, as far as they fit: the others tell nothing. */
static size_t gather_sample(unsigned char sample[SAMPLE_SIZE], struct padan_bytes bytes)
{
    size_t size = 0;
    for (size_t at = 0; at < bytes.size && size < SAMPLE_SIZE;) {
        const unsigned char *line = bytes.data + at;
        const unsigned char *feed = memchr(line, '\n', bytes.size - at);
        size_t length = feed ? (size_t)(feed - line) + 1 : bytes.size - at;
        at += length;
        bool telling = false;
        for (size_t i = 0; i < length && !telling; i++)
            telling = line[i] >= 0x80 || line[i] == 0x1B;
        if (!telling)
            continue;
        if (length > SAMPLE_SIZE - size)
            length = SAMPLE_SIZE - size;
        memcpy(sample + size, line, length);
        size += length;
    }
    return size;
}

/* Encodings tried for a language that is known, the commoner first. */
static const char *const candidates[] = {
    "windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
    "windows-1257", "windows-1258", "windows-874",  "KOI8-R",       "KOI8-U",       "Shift_JIS",    "EUC-JP",
    "ISO-2022-JP",  "GB18030",      "Big5",         "EUC-KR",       "ISO-8859-2",   "ISO-8859-5",   "ISO-8859-6",
    "ISO-8859-7",   "ISO-8859-8",   "ISO-8859-9",   "ISO-8859-13",  "ISO-8859-15",  "ISO-8859-1",   "TIS-620",
};

/* How well a decoded sample fits a language. */
struct fit {
    double score;   /* 0 to 1 */
    size_t letters; /* above ASCII */
};

/* Marks that typesetting adds to texts of every language. */
static bool is_typographic(UChar32 c)
{
    return (c >= 0x2010 && c <= 0x2026) || (c >= 0x2030 && c <= 0x203A) || c == 0xA0 || c == 0xAB || c == 0xBB ||
           c == 0xA9 || c == 0xAE || c == 0xB0 || c == 0xA7 || c == 0xB7 || c == 0x20AC || c == 0x2122 ||
           (c >= 0x3001 && c <= 0x3011) || (c >= 0xFF01 && c <= 0xFF5E);
}

/* What one character above ASCII says for the language whose letters are given; -1: nothing. */
static double weigh(UChar32 c, const USet *letters)
{
    if (is_typographic(c))
        return -1;
    if (uset_contains(letters, c))
        return 1;
    if (c >= 0xC0 && c <= 0xFF && c != 0xD7 && c != 0xF7)
        return 0.5;
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status);
    return script == USCRIPT_HAN ? 0.3 : 0;
}

static struct fit measure(struct padan_string text, const USet *letters)
{
    double sum = 0;
    size_t weighed = 0, marks = 0;
    for (size_t at = 0; at < text.size;) {
        UChar32 c = padan_utf8_next(text, &at);
        if (c < 0x80)
            continue;
        double weight = weigh(c, letters);
        marks += weight < 0;
        weighed += weight >= 0;
        sum += weight >= 0 ? weight : 0;
    }
    /* Marks count a little, so that a text with nothing else has the encoding in which they are marks. */
    double total = (double)weighed + 0.2 * (double)marks;
    return (struct fit){ total > 0 ? (sum + 0.19 * (double)marks) / total : 0, weighed + marks };
}

static USet *letters_of(const char *language)
{
    UErrorCode status = U_ZERO_ERROR;
    ULocaleData *data = ulocdata_open(language, &status);
    if (U_FAILURE(status))
        return NULL;
    USet *set = ulocdata_getExemplarSet(data, NULL, USET_ADD_CASE_MAPPINGS, ULOCDATA_ES_STANDARD, &status);
    ulocdata_close(data);
    if (U_FAILURE(status)) {
        uset_close(set);
        return NULL;
    }
    return set;
}

/* The fit of a sample under one encoding, 0 where it cannot be that; a character cut by the sample's end is none. */
static struct fit try_encoding(struct padan_bytes sample, const char *encoding, const USet *letters)
{
    struct padan_conversion conversion;
    struct fit fit = { 0, 0 };
    if (padan_convert(&conversion, sample, encoding, false, NULL) != PADAN_OK)
        return fit;
    if (conversion.fault == SIZE_MAX || conversion.truncated || conversion.fault + 4 > SAMPLE_SIZE)
        fit = measure((struct padan_string){ conversion.text.data, conversion.text.size }, letters);
    padan_buffer_free(&conversion.text);
    return fit;
}

struct guess {
    const char *encoding;
    double confidence;
};

/* The candidate under which the sample has most letters of the language. */
static struct guess guess_by_letters(struct padan_bytes sample, const char *language)
{
    struct guess best = { NULL, 0 };
    USet *letters = letters_of(language);
    if (!letters)
        return best;
    double score = 0;
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        struct fit fit = try_encoding(sample, candidates[i], letters);
        if (fit.letters == 0 || fit.score <= score + 0.001)
            continue;
        score = fit.score;
        best.encoding = candidates[i];
        best.confidence = fit.score * (double)fit.letters / (double)(fit.letters + 1);
    }
    uset_close(letters);
    return score >= 0.7 ? best : (struct guess){ NULL, 0 };
}

/* Whether the letters above ASCII stand alone among ASCII ones, as typesetters' marks and a few accents do. */
static bool is_mostly_ascii(struct padan_bytes sample, size_t all)
{
    size_t high = 0;
    for (size_t i = 0; i < sample.size; i++)
        high += sample.data[i] >= 0x80;
    return high > 0 && high * 25 < all;
}

/* Thai, which ICU does not detect: runs of bytes that are Thai letters, few of them outside the script. */
static bool is_thai(struct padan_bytes sample)
{
    size_t high = 0, thai = 0, vowels = 0;
    for (size_t i = 0; i < sample.size; i++) {
        unsigned char byte = sample.data[i];
        high += byte >= 0x80;
        thai += (byte >= 0xA1 && byte <= 0xDA) || (byte >= 0xDF && byte <= 0xFB);
        /* Vowels and tone marks above and below the line follow a consonant or one another. */
        if ((byte >= 0xD4 && byte <= 0xDA) || (byte >= 0xE7 && byte <= 0xEE)) {
            if (i == 0 || sample.data[i - 1] < 0xA1)
                return false;
            vowels++;
        }
    }
    return high >= 12 && thai * 100 >= high * 98 && vowels * 100 >= high * 12 && vowels * 100 <= high * 45;
}

/* ICU has no windows-125x for some ISO-8859-x; its ISO-8859-x-I are those in logical order. */
static const char *name_of(const char *icu_name)
{
    if (strcmp(icu_name, "ISO-8859-8-I") == 0)
        return "ISO-8859-8";
    return icu_name;
}

static bool decodes(struct padan_bytes bytes, const char *encoding)
{
    struct padan_conversion conversion;
    if (padan_convert(&conversion, bytes, encoding, false, NULL) != PADAN_OK)
        return false;
    bool whole = conversion.fault == SIZE_MAX;
    padan_buffer_free(&conversion.text);
    return whole;
}

static bool is_single_byte(const char *name)
{
    return strncmp(name, "ISO-8859", 8) == 0 || strncmp(name, "windows-", 8) == 0 || strncmp(name, "KOI8", 4) == 0;
}

/* Copies the first of ICU's matches that decodes all bytes. */
static bool pick_match(char out[PADAN_ENCODING_SIZE], double *confidence, UCharsetDetector *detector,
                       struct padan_bytes bytes, bool single_bytes)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t count = 0;
    const UCharsetMatch **matches = ucsdet_detectAll(detector, &count, &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < count; i++) {
        const char *name = name_of(ucsdet_getName(matches[i], &status));
        int32_t percent = ucsdet_getConfidence(matches[i], &status);
        if (U_FAILURE(status) || strncmp(name, "IBM", 3) == 0 || strncmp(name, "UTF-", 4) == 0 ||
            (single_bytes && !is_single_byte(name)) || !padan_encoding_resolve(out, name))
            continue;
        const char *wider = padan_encoding_wider(name);
        if (!decodes(bytes, name) && (!wider || !decodes(bytes, wider)))
            continue;
        strcpy(out, name);
        *confidence = percent / 100.0;
        return true;
    }
    return false;
}

static int guess_by_icu(char out[PADAN_ENCODING_SIZE], double *confidence, struct padan_bytes sample,
                        struct padan_bytes bytes, struct padan_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&status);
    if (U_FAILURE(status))
        return padan_error_allocation(error);
    ucsdet_setText(detector, (const char *)sample.data, (int32_t)sample.size, &status);
    /* A few bytes among ASCII are accents or quotation marks, hardly ever halves of ideographs. */
    bool found =
        U_SUCCESS(status) && pick_match(out, confidence, detector, bytes, is_mostly_ascii(sample, sample.size));
    ucsdet_close(detector);
    if (!found) {
        strcpy(out, "windows-1252");
        *confidence = 0.1;
    }
    return PADAN_OK;
}

/* A text with nothing above ASCII but typesetters' marks: any language's Windows encoding has them in the same places.
 */
static bool is_marks_only(struct padan_bytes sample)
{
    size_t marks = 0;
    for (size_t i = 0; i < sample.size; i++) {
        unsigned char byte = sample.data[i];
        if (byte < 0x80)
            continue;
        if ((byte < 0x91 || byte > 0x97) && byte != 0x85 && byte != 0xA0 && byte != 0xAB && byte != 0xBB &&
            byte != 0xA9 && byte != 0xB0)
            return false;
        marks++;
    }
    return marks > 0;
}

static bool has_c1(struct padan_bytes bytes)
{
    for (size_t i = 0; i < bytes.size; i++)
        if (bytes.data[i] >= 0x80 && bytes.data[i] < 0xA0)
            return true;
    return false;
}

/* Nobody writes C1 controls: with such bytes an ISO-8859 is the Windows encoding made from it. */
static void prefer_windows(char name[PADAN_ENCODING_SIZE], struct padan_bytes bytes)
{
    const char *wider = strncmp(name, "ISO-8859-", 9) == 0 && has_c1(bytes) ? padan_encoding_wider(name) : NULL;
    if (wider && decodes(bytes, wider))
        strcpy(name, wider);
}

static int detect_sample(char out[PADAN_ENCODING_SIZE], double *confidence, struct padan_bytes sample,
                         struct padan_bytes bytes, const char *language, struct padan_error *error)
{
    if (is_marks_only(sample)) {
        strcpy(out, "windows-1252");
        *confidence = 0.8;
        return PADAN_OK;
    }
    char tag[PADAN_LANGUAGE_SIZE];
    struct guess guess = { NULL, 0 };
    if (language && padan_language_canonical(tag, language, NULL) == PADAN_OK)
        guess = guess_by_letters(sample, tag);
    if (!guess.encoding && is_thai(sample))
        guess = (struct guess){ "windows-874", 0.8 };
    if (!guess.encoding || !decodes(bytes, guess.encoding))
        return guess_by_icu(out, confidence, sample, bytes, error);
    strcpy(out, guess.encoding);
    *confidence = guess.confidence;
    return PADAN_OK;
}

int padan_detect(char out[PADAN_ENCODING_SIZE], double *confidence, struct padan_bytes bytes, const char *language,
                 struct padan_error *error)
{
    unsigned char *room = malloc(SAMPLE_SIZE);
    if (!room)
        return padan_error_allocation(error);
    struct padan_bytes sample = { room, gather_sample(room, bytes) };
    int status = detect_sample(out, confidence, sample, bytes, language, error);
    if (status == PADAN_OK)
        prefer_windows(out, bytes);
    free(room);
    return status;
}
