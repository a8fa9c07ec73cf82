/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/places.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/uenum.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "base/vector.h"
#include "check/fold.h"

enum { NAME_SIZE = 100 };

/* A place in both languages, folded. */
struct place {
    char *names[2];
};

/* A word of a name, and the place: several have the same word. */
struct link {
    uint32_t place, next; /* next: number + 1, or 0 */
};

struct padan_check_places {
    struct padan_arena strings;
    struct place *items;
    size_t count, capacity;
    struct padan_table words[2]; /* of the names */
    uint32_t *first[2];          /* by word: link + 1 */
    size_t first_capacity[2];
    struct link *links;
    size_t link_count, link_capacity;
    struct padan_buffer folded;
    bool failed;
};

/* Long enough to tell a word by its beginning: "german" of "germany". */
static size_t stem_of(const char *word, size_t size)
{
    unsigned char first = (unsigned char)word[0];
    size_t letter = first < 0xC3 ? 1 : first < 0xE0 ? 2 : 3;
    if (letter == 3)
        return size > 6 ? size - 3 : size;
    return size > 6 * letter ? size - 2 * letter : size > 4 * letter ? size - letter : size;
}

static void add_word(struct padan_check_places *places, int side, const char *word, size_t size)
{
    size = stem_of(word, size);
    size_t before = places->words[side].count, number = padan_table_add(&places->words[side], word, size);
    if (number == PADAN_TABLE_NONE ||
        !padan_vector_reserve(&places->first[side], &places->first_capacity[side], number + 1, sizeof(uint32_t)) ||
        !padan_vector_reserve(&places->links, &places->link_capacity, places->link_count + 1, sizeof *places->links)) {
        places->failed = true;
        return;
    }
    if (places->words[side].count > before)
        places->first[side][number] = 0;
    places->links[places->link_count++] = (struct link){ (uint32_t)(places->count - 1), places->first[side][number] };
    places->first[side][number] = (uint32_t)places->link_count;
}

static char *fold(struct padan_check_places *places, const UChar *units, int32_t length)
{
    char text[NAME_SIZE * 3 + 1];
    int32_t size;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(text, sizeof text, &size, units, length, &status);
    if (U_FAILURE(status) || size < 2)
        return NULL;
    padan_buffer_clear(&places->folded);
    padan_check_fold(&places->folded, (struct padan_string){ text, (size_t)size });
    return padan_arena_copy(&places->strings, places->folded.data, places->folded.size);
}

static void add_words(struct padan_check_places *places, int side, const char *name)
{
    for (const char *at = name; *at != '\0';) {
        size_t size = strcspn(at, " -()");
        if (size > 2)
            add_word(places, side, at, size);
        at += size;
        at += strspn(at, " -()");
    }
}

static void add_place(struct padan_check_places *places, UChar names[2][NAME_SIZE], const int32_t lengths[2])
{
    if (lengths[0] <= 0 || lengths[1] <= 0 || places->failed)
        return;
    if (!padan_vector_reserve(&places->items, &places->capacity, places->count + 1, sizeof *places->items)) {
        places->failed = true;
        return;
    }
    struct place *place = &places->items[places->count];
    for (int side = 0; side < 2; side++)
        place->names[side] = fold(places, names[side], lengths[side]);
    if (!place->names[0] || !place->names[1])
        return;
    places->count++;
    for (int side = 0; side < 2; side++)
        add_words(places, side, place->names[side]);
}

typedef int32_t name_function(const ULocaleDisplayNames *names, const char *code, UChar *out, int32_t size,
                              UErrorCode *status);

static int32_t name_of(const ULocaleDisplayNames *display, const char *code, name_function *function, UChar *out)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = function(display, code, out, NAME_SIZE, &status);
    return U_SUCCESS(status) ? length : 0;
}

static void add_codes(struct padan_check_places *places, ULocaleDisplayNames *const displays[2])
{
    UChar names[2][NAME_SIZE];
    int32_t lengths[2];
    for (const char *const *codes = uloc_getISOCountries(); *codes; codes++) {
        for (int side = 0; side < 2; side++)
            lengths[side] = name_of(displays[side], *codes, uldn_regionDisplayName, names[side]);
        add_place(places, names, lengths);
    }
    for (const char *const *codes = uloc_getISOLanguages(); *codes; codes++) {
        char likely[ULOC_FULLNAME_CAPACITY], country[ULOC_COUNTRY_CAPACITY];
        UErrorCode status = U_ZERO_ERROR;
        if (strlen(*codes) > 2)
            continue;
        for (int side = 0; side < 2; side++)
            lengths[side] = name_of(displays[side], *codes, uldn_languageDisplayName, names[side]);
        add_place(places, names, lengths);
        uloc_addLikelySubtags(*codes, likely, sizeof likely, &status);
        uloc_getCountry(likely, country, sizeof country, &status);
        if (U_FAILURE(status) || country[0] == '\0')
            continue;
        /* "French" is of France too, whichever side says which. */
        for (int side = 0; side < 2; side++) {
            lengths[side] = name_of(displays[side], *codes, uldn_languageDisplayName, names[side]);
            lengths[!side] = name_of(displays[!side], country, uldn_regionDisplayName, names[!side]);
            add_place(places, names, lengths);
        }
    }
}

static int32_t city_of(UDateFormat *format, UCalendar *calendar, UChar *out)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = udat_formatCalendar(format, calendar, out, NAME_SIZE, NULL, &status);
    return U_SUCCESS(status) ? length : 0;
}

/* The cities that time zones are named after. */
static void add_cities(struct padan_check_places *places, const struct padan_check_pair *pair)
{
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *formats[2];
    UCalendar *calendar = ucal_open(NULL, 0, "en", UCAL_GREGORIAN, &status);
    UEnumeration *zones = ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, NULL, NULL, &status);
    for (int side = 0; side < 2; side++)
        formats[side] = udat_open(UDAT_PATTERN, UDAT_PATTERN, pair->languages[side].tag, NULL, 0, u"VVV", 3, &status);
    const UChar *zone;
    int32_t size;
    while (U_SUCCESS(status) && (zone = uenum_unext(zones, &size, &status)) != NULL) {
        UChar names[2][NAME_SIZE];
        int32_t lengths[2];
        ucal_setTimeZone(calendar, zone, size, &status);
        for (int side = 0; side < 2; side++)
            lengths[side] = city_of(formats[side], calendar, names[side]);
        add_place(places, names, lengths);
    }
    for (int side = 0; side < 2; side++)
        udat_close(formats[side]);
    uenum_close(zones);
    ucal_close(calendar);
}

int padan_check_places_new(struct padan_check_places **out, const struct padan_check_pair *pair,
                           struct padan_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    ULocaleDisplayNames *displays[2];
    struct padan_check_places *places = *out = calloc(1, sizeof *places);
    if (!places)
        return padan_error_allocation(error);
    for (int side = 0; side < 2; side++)
        displays[side] = uldn_open(pair->languages[side].tag, ULDN_STANDARD_NAMES, &status);
    if (U_SUCCESS(status)) {
        add_codes(places, displays);
        add_cities(places, pair);
    }
    for (int side = 0; side < 2; side++)
        uldn_close(displays[side]);
    return places->failed ? padan_error_allocation(error) : PADAN_OK;
}

void padan_check_places_free(struct padan_check_places *places)
{
    if (!places)
        return;
    padan_arena_free(&places->strings);
    padan_table_free(&places->words[0]);
    padan_table_free(&places->words[1]);
    padan_buffer_free(&places->folded);
    free(places->items);
    free(places->first[0]);
    free(places->first[1]);
    free(places->links);
    free(places);
}

/* Whether a folded text has a name, or one word of it, by its beginning. */
static bool has_name(const struct padan_buffer *text, const char *name)
{
    for (const char *at = name; *at != '\0';) {
        size_t size = strcspn(at, " -()"), stem = stem_of(at, size);
        if (size > 2 && stem <= text->size && memmem(text->data, text->size, at, stem))
            return true;
        at += size;
        at += strspn(at, " -()");
    }
    return false;
}

bool padan_check_places_meet(const struct padan_check_places *places, int side, struct padan_string text,
                             struct padan_check_span word, struct padan_string other)
{
    struct padan_buffer folded = { 0 }, there = { 0 };
    bool met = false;
    padan_check_fold(&folded, (struct padan_string){ text.data + word.start, word.end - word.start });
    padan_check_fold(&there, other);
    /* The word itself may have an ending, so that shorter beginnings are tried too. */
    for (size_t size = folded.size; !met && size > 2 && size + 4 > folded.size; size--) {
        size_t number = padan_table_find(&places->words[side], folded.data, size);
        if (number == PADAN_TABLE_NONE)
            continue;
        for (uint32_t i = places->first[side][number]; i > 0 && !met; i = places->links[i - 1].next)
            met = has_name(&there, places->items[places->links[i - 1].place].names[!side]);
    }
    padan_buffer_free(&folded);
    padan_buffer_free(&there);
    return met;
}

bool padan_check_places_has(const struct padan_check_places *places, int side, struct padan_string text,
                            struct padan_check_span word)
{
    struct padan_buffer folded = { 0 };
    padan_check_fold(&folded, (struct padan_string){ text.data + word.start, word.end - word.start });
    size_t stem = folded.size > 0 ? stem_of(folded.data, folded.size) : 0;
    bool has = false;
    /* Of a country's name as its people's: Indonesian, Norwegian. */
    for (size_t size = folded.size; !has && size > 4 && size + 4 > stem; size--)
        has = padan_table_find(&places->words[side], folded.data, size) != PADAN_TABLE_NONE;
    padan_buffer_free(&folded);
    return has;
}
