/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which spaces end sentences: each space is weighed by the words and shapes beside it, each sentence by its
 * length and by whether it has a verb; the choice of spaces with the greatest sum is taken.
 */
#include "segment/spaces.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/vector.h"
#include "segment/characters.h"

#define NAME_WORDS 5       /* between a title and the space inside a name */
#define NAME_UNITS 20      /* code units of that */
#define SURNAME_UNITS 20   /* code units of the part of a name that follows */
#define SHORT_WORDS 2      /* of a piece that is short */
#define SUBJECT_WORDS 10   /* before the verb of a clause */
#define ITEM_WORDS 4       /* of an item of a list */
#define SPEAKER_WORDS 4    /* before the verb of speech */
#define CLAUSE_WORDS 5     /* at least, in a clause */
#define QUOTATION 400      /* code units of the longest that is taken for one */
#define ABBREVIATION 4     /* code units of the longest word whose full stop ends no sentence */
#define OPEN_WEIGHT -1.5   /* of words after which it does not matter how the text goes on */
#define START_WEIGHT 1.5   /* of words that may stand alone at the beginning of a sentence */
#define SENTENCE_SPACES 64 /* in a sentence whose length is counted */

/* A word of the text. */
struct word {
    int32_t start, end;
    bool is_verb;
};

/* Spaces between two pieces of the text. */
struct space {
    int32_t place, next; /* code units: the end of what precedes, the start of what follows */
    size_t words, verbs; /* before it in the text */
    size_t piece_words;  /* from it to the next spaces */
    size_t first_verb;   /* of those; piece_words: none */
    bool is_end;         /* a mark ends the sentence here anyway */
    bool is_left;        /* to other rules */
    bool is_inside;      /* quotes or brackets */
    bool in_name, is_item, is_cut;
    double front;     /* weighs for a sentence that begins here and ends at or before ... */
    size_t front_end; /* ... the spaces of this number */
    double score;
    const struct padan_spaces_entry *most, *least; /* of what weighs here */
    double best;                                   /* the greatest sum of the text that ends here */
    size_t previous;                               /* the end of the sentence before, as a number + 1; 0: none */
};

struct padan_spaces {
    struct padan_spaces_list list;
    UBreakIterator *breaks;
    const UChar *text;
    int32_t length;
    struct word *words;
    size_t word_count, word_capacity;
    struct space *items;
    size_t count, capacity;
};

int padan_spaces_new(struct padan_spaces **out, const char *bytes, size_t size, const char *file, const char *language,
                     struct padan_error *error)
{
    struct padan_spaces *spaces = calloc(1, sizeof *spaces);
    if (!spaces)
        return padan_error_allocation(error);
    UErrorCode code = U_ZERO_ERROR;
    int status = padan_spaces_list_parse(&spaces->list, bytes, size, file, error);
    if (status == PADAN_OK)
        spaces->breaks = ubrk_open(UBRK_WORD, language, NULL, 0, &code);
    if (U_FAILURE(code))
        status = padan_error_set(error, PADAN_ERROR_SYSTEM, "ICU cannot tell words of \"%s\": %s", language,
                                 u_errorName(code));
    if (status != PADAN_OK) {
        padan_spaces_free(spaces);
        return status;
    }
    *out = spaces;
    return PADAN_OK;
}

void padan_spaces_free(struct padan_spaces *spaces)
{
    if (!spaces)
        return;
    padan_spaces_list_free(&spaces->list);
    if (spaces->breaks)
        ubrk_close(spaces->breaks);
    free(spaces->words);
    free(spaces->items);
    free(spaces);
}

/* The entry of just these code units, or NULL. */
static const struct padan_spaces_entry *look_up(const struct padan_spaces_words *words, bool part, const UChar *text,
                                                int32_t length)
{
    if (length <= 0 || length > words->longest)
        return NULL;
    const struct padan_table *table = part ? &words->parts : &words->whole;
    size_t number = padan_table_find(table, text, (size_t)length * sizeof *text);
    return number == PADAN_TABLE_NONE ? NULL : part ? &words->part_entries[number] : &words->whole_entries[number];
}

static bool is_mark(UChar unit)
{
    return (U_GET_GC_MASK(unit) & U_GC_M_MASK) != 0;
}

/* The longest entry with which the text goes on at `at`; `word` is the first word there. */
static const struct padan_spaces_entry *find_after(const struct padan_spaces *spaces, enum padan_spaces_role role,
                                                   int32_t at, size_t word)
{
    const struct padan_spaces_words *words = &spaces->list.words[role];
    const struct padan_spaces_entry *found = NULL;
    int32_t longest = 0;
    for (size_t i = word; i < spaces->word_count && spaces->words[i].end - at <= words->longest; i++) {
        int32_t end = spaces->words[i].end;
        const struct padan_spaces_entry *entry = look_up(words, false, spaces->text + at, end - at);
        if (end < spaces->length && spaces->text[end] == '.' && !entry)
            entry = look_up(words, false, spaces->text + at, ++end - at);
        longest = entry ? end - at : longest;
        found = entry ? entry : found;
    }
    for (int32_t size = longest + 1; words->parts.count > 0 && size <= words->longest; size++) {
        if (at + size >= spaces->length || is_mark(spaces->text[at + size]))
            continue;
        const struct padan_spaces_entry *entry = look_up(words, true, spaces->text + at, size);
        found = entry ? entry : found;
    }
    return found;
}

/* The longest entry that ends at `place`; so many words, `word`, precede it. */
static const struct padan_spaces_entry *find_before(const struct padan_spaces *spaces, int32_t place, size_t word)
{
    const struct padan_spaces_words *words = &spaces->list.words[PADAN_SPACES_BEFORE];
    const struct padan_spaces_entry *found = NULL;
    int32_t longest = 0;
    for (size_t i = word; i > 0 && place - spaces->words[i - 1].start <= words->longest; i--) {
        int32_t start = spaces->words[i - 1].start;
        const struct padan_spaces_entry *entry = look_up(words, false, spaces->text + start, place - start);
        longest = entry ? place - start : longest;
        found = entry ? entry : found;
    }
    for (int32_t size = longest + 1; words->parts.count > 0 && size <= words->longest && size < place; size++) {
        const UChar *start = spaces->text + place - size;
        const struct padan_spaces_entry *entry = is_mark(*start) ? NULL : look_up(words, true, start, size);
        found = entry ? entry : found;
    }
    return found;
}

/* The words of the text, by ICU's dictionary where the script writes no spaces between them. */
static int collect_words(struct padan_spaces *spaces, struct padan_error *error)
{
    const struct padan_spaces_words *verbs = &spaces->list.words[PADAN_SPACES_VERB];
    const struct padan_spaces_words *nominal = &spaces->list.words[PADAN_SPACES_NOMINAL];
    bool is_noun = false;
    UErrorCode code = U_ZERO_ERROR;
    spaces->word_count = 0;
    ubrk_setText(spaces->breaks, spaces->text, spaces->length, &code);
    if (U_FAILURE(code))
        return padan_error_allocation(error);
    int32_t start = ubrk_first(spaces->breaks), end;
    for (; (end = ubrk_next(spaces->breaks)) != UBRK_DONE; start = end) {
        if (ubrk_getRuleStatus(spaces->breaks) < UBRK_WORD_NONE_LIMIT && !padan_is_word(spaces->text[start]))
            continue;
        if (!padan_vector_reserve(&spaces->words, &spaces->word_capacity, spaces->word_count + 1,
                                  sizeof *spaces->words))
            return padan_error_allocation(error);
        bool is_verb = !is_noun && look_up(verbs, false, spaces->text + start, end - start);
        is_noun = look_up(nominal, false, spaces->text + start, end - start) != NULL;
        spaces->words[spaces->word_count++] = (struct word){ start, end, is_verb };
    }
    return PADAN_OK;
}

/* Whether only marks without width stand in the spaces: those part words. */
static bool is_invisible(const UChar *text, int32_t from, int32_t to)
{
    while (from < to && (text[from] == 0x200b || text[from] == 0xfeff))
        from++;
    return from == to;
}

/* The runs of spaces with something on both sides. */
static int collect_spaces(struct padan_spaces *spaces, struct padan_error *error)
{
    const UChar *text = spaces->text;
    spaces->count = 0;
    for (int32_t at = 0; at < spaces->length;) {
        int32_t place = at;
        while (at < spaces->length && padan_is_space(text[at]))
            at++;
        if (at > place && place > 0 && at < spaces->length && !is_invisible(text, place, at)) {
            if (!padan_vector_reserve(&spaces->items, &spaces->capacity, spaces->count + 1, sizeof *spaces->items))
                return padan_error_allocation(error);
            spaces->items[spaces->count++] = (struct space){ .place = place, .next = at };
        }
        while (at < spaces->length && !padan_is_space(text[at]))
            at++;
    }
    return PADAN_OK;
}

/* Counts words and verbs before and after each of the spaces. */
static void count_words(struct padan_spaces *spaces)
{
    size_t word = 0, verbs = 0;
    for (size_t i = 0; i < spaces->count; i++) {
        struct space *space = &spaces->items[i];
        for (; word < spaces->word_count && spaces->words[word].start < space->place; word++)
            verbs += spaces->words[word].is_verb;
        space->words = word;
        space->verbs = verbs;
    }
    for (size_t i = 0; i < spaces->count; i++) {
        struct space *space = &spaces->items[i];
        size_t end = i + 1 < spaces->count ? spaces->items[i + 1].words : spaces->word_count, first = space->words;
        while (first < end && !spaces->words[first].is_verb)
            first++;
        space->piece_words = end - space->words;
        space->first_verb = first - space->words;
    }
}

/* Quotes or brackets of one kind. */
struct pair {
    uint32_t opening, closing; /* categories */
    int32_t open_at;           /* < 0: not open */
    size_t first;              /* of the spaces after it */
};

static void close_pair(struct padan_spaces *spaces, struct pair *pair, int32_t at, size_t space)
{
    for (size_t i = pair->first; i < space && at - pair->open_at <= QUOTATION; i++)
        spaces->items[i].is_inside = true;
    pair->open_at = -1;
}

static void take_pair(struct padan_spaces *spaces, struct pair *pair, int32_t at, size_t space)
{
    UChar unit = spaces->text[at];
    bool either = unit == '"' && (pair->opening & U_GC_PI_MASK);
    uint32_t category = either ? pair->opening | pair->closing : U_GET_GC_MASK(unit);
    bool is_open = pair->open_at >= 0 && at - pair->open_at <= QUOTATION;
    if ((category & pair->closing) && is_open) {
        close_pair(spaces, pair, at, space);
    } else if ((category & pair->opening) && !is_open) {
        pair->open_at = at;
        pair->first = space;
    }
}

/* Finds which spaces stand inside quotes or brackets. */
static void mark_inside(struct padan_spaces *spaces)
{
    struct pair quotes = { U_GC_PI_MASK, U_GC_PF_MASK, -1, 0 }, brackets = { U_GC_PS_MASK, U_GC_PE_MASK, -1, 0 };
    size_t space = 0;
    for (int32_t at = 0; at < spaces->length; at++) {
        while (space < spaces->count && spaces->items[space].place <= at)
            space++;
        take_pair(spaces, &quotes, at, space);
        take_pair(spaces, &brackets, at, space);
    }
}

/* Whether the word before a full stop is so short that this is taken for an abbreviation. */
static bool is_abbreviation(const struct padan_spaces *spaces, int32_t stop)
{
    int32_t at = stop;
    while (at > 0 && stop - at <= ABBREVIATION && padan_is_word(spaces->text[at - 1]))
        at--;
    return stop - at <= ABBREVIATION;
}

/* "2." or "b)" after the spaces, which other rules know. */
static bool is_marker(const struct padan_spaces *spaces, int32_t at)
{
    int32_t start = at;
    while (at < spaces->length && at - start < 2 && u_isdigit(spaces->text[at]))
        at++;
    return at > start && at + 1 < spaces->length && (spaces->text[at] == '.' || spaces->text[at] == ')') &&
           padan_is_space(spaces->text[at + 1]);
}

/* Leaves to the other rules what they know: stops, empty lines, markers of lists. */
static void find_stops(const struct padan_spaces *spaces, struct space *space)
{
    int32_t at = space->place;
    int feeds = 0;
    for (int32_t i = space->place; i < space->next; i++)
        feeds += spaces->text[i] == '\n';
    while (at > 1 && padan_is_closing(spaces->text[at - 1]))
        at--;
    UChar last = spaces->text[at - 1];
    bool stop = last == 0x2026 || u_hasBinaryProperty(last, UCHAR_S_TERM);
    space->is_left = stop || feeds > 1 || is_marker(spaces, space->next);
    space->is_end = feeds > 1 || (stop && (last != '.' || !is_abbreviation(spaces, at - 1)));
}

static void weigh(struct space *space, const struct padan_spaces_entry *entry)
{
    if (!entry || !entry->text)
        return;
    space->score += entry->weight;
    if (!space->most || entry->weight > space->most->weight)
        space->most = entry;
    if (!space->least || entry->weight < space->least->weight)
        space->least = entry;
}

static void weigh_shape(const struct padan_spaces *spaces, struct space *space, enum padan_spaces_shape shape,
                        bool holds)
{
    if (holds)
        weigh(space, &spaces->list.shapes[shape]);
}

static bool is_latin(UChar unit)
{
    return (unit >= 'A' && unit <= 'Z') || (unit >= 'a' && unit <= 'z') || (unit >= 0xc0 && unit < 0x250);
}

/* The repetition mark, Thai or Lao. */
static bool is_repeat(UChar unit)
{
    return unit == 0x0e46 || unit == 0x0ec6;
}

static bool is_opening(UChar unit)
{
    return unit == '"' || unit == '\'' || (U_GET_GC_MASK(unit) & U_GC_PI_MASK);
}

static bool is_punctuation(UChar unit)
{
    return (U_GET_GC_MASK(unit) & (U_GC_P_MASK | U_GC_S_MASK)) && !padan_is_quote(unit) && unit != '%' &&
           !(U_GET_GC_MASK(unit) & (U_GC_PS_MASK | U_GC_PE_MASK)) && unit != 0x0e2f && unit != 0x0eaf && unit != '.';
}

/* Whether four digits end at `place`. */
static bool is_year(const struct padan_spaces *spaces, int32_t place)
{
    int32_t at = place;
    while (at > 0 && place - at < 5 && u_isdigit(spaces->text[at - 1]))
        at--;
    return place - at == 4 && (u_charDigitValue(spaces->text[at]) == 1 || u_charDigitValue(spaces->text[at]) == 2);
}

static void weigh_characters(const struct padan_spaces *spaces, struct space *space)
{
    UChar last = spaces->text[space->place - 1], next = spaces->text[space->next];
    weigh_shape(spaces, space, PADAN_SPACES_WIDE, space->next - space->place > 1);
    bool year = is_year(spaces, space->place);
    weigh_shape(spaces, space, PADAN_SPACES_YEAR_BEFORE, year);
    weigh_shape(spaces, space, PADAN_SPACES_NUMBER_BEFORE, !year && (u_isdigit(last) || last == '%'));
    weigh_shape(spaces, space, PADAN_SPACES_LATIN_BEFORE, is_latin(last));
    weigh_shape(spaces, space, PADAN_SPACES_QUOTE_BEFORE, padan_is_quote(last));
    weigh_shape(spaces, space, PADAN_SPACES_BRACKET_BEFORE, (U_GET_GC_MASK(last) & U_GC_PE_MASK) != 0);
    weigh_shape(spaces, space, PADAN_SPACES_REPEAT_BEFORE, is_repeat(last));
    weigh_shape(spaces, space, PADAN_SPACES_MARK_BEFORE, is_punctuation(last));
    weigh_shape(spaces, space, PADAN_SPACES_NUMBER_AFTER, u_isdigit(next));
    weigh_shape(spaces, space, PADAN_SPACES_LATIN_AFTER, is_latin(next));
    weigh_shape(spaces, space, PADAN_SPACES_QUOTE_AFTER, is_opening(next));
    weigh_shape(spaces, space, PADAN_SPACES_BRACKET_AFTER, (U_GET_GC_MASK(next) & U_GC_PS_MASK) != 0);
    weigh_shape(spaces, space, PADAN_SPACES_MARK_AFTER,
                is_repeat(next) || is_punctuation(next) || next == 0x0e2f || next == 0x0eaf);
    weigh_shape(spaces, space, PADAN_SPACES_INSIDE, space->is_inside);
}

/* The title of somebody in the words before the spaces, with no verb after it. */
static const struct padan_spaces_entry *find_title(const struct padan_spaces *spaces, const struct space *space)
{
    const struct padan_spaces_words *titles = &spaces->list.words[PADAN_SPACES_TITLE];
    for (size_t i = space->words, n = 0; i > 0 && n < NAME_WORDS; i--, n++) {
        const struct word *word = &spaces->words[i - 1];
        if (space->place - word->start > NAME_UNITS + titles->longest ||
            (word->end < space->place && padan_is_space(spaces->text[word->end])))
            return NULL;
        for (int32_t size = titles->longest; size > 0; size--) {
            const struct padan_spaces_entry *entry =
                word->start + size > space->place ? NULL : look_up(titles, false, spaces->text + word->start, size);
            bool whole = entry && (word->start + size >= word->end);
            if (whole)
                return entry;
        }
        if (word->is_verb)
            return NULL;
    }
    return NULL;
}

static bool has_foreign_mark(const struct padan_spaces *spaces, int32_t from, int32_t to)
{
    for (int32_t at = from < 0 ? 0 : from; at < to && at < spaces->length; at++)
        if (spaces->text[at] == 0x0e4c || spaces->text[at] == 0x0ecc)
            return true;
    return false;
}

/* Names of several parts; `known`: what follows begins with a word that is no name. */
static void weigh_names(const struct padan_spaces *spaces, size_t number, bool known)
{
    struct space *space = &spaces->items[number];
    const struct space *before = number > 0 ? space - 1 : NULL, *after = number + 1 < spaces->count ? space + 1 : NULL;
    const struct padan_spaces_entry *title = find_title(spaces, space);
    weigh(space, title);
    space->in_name = title != NULL;
    weigh_shape(spaces, space, PADAN_SPACES_SURNAME,
                !title && before && before->in_name && space->place - before->next <= SURNAME_UNITS &&
                    before->first_verb == before->piece_words);
    int32_t end = after && after->place - space->next < 12 ? after->place : space->next + 12;
    weigh_shape(spaces, space, PADAN_SPACES_FOREIGN,
                !known && has_foreign_mark(spaces, space->place - 8, space->place) &&
                    has_foreign_mark(spaces, space->next, end));
}

/* Whether the text goes on with a number or what is counted. */
static bool is_amount(const struct padan_spaces *spaces, const struct space *space)
{
    return u_isdigit(spaces->text[space->next]) || (u_isdigit(spaces->text[space->place - 1]) &&
                                                    find_after(spaces, PADAN_SPACES_UNIT, space->next, space->words));
}

/* Items of a list, from the last back: "A B C and D". */
static void weigh_items(struct padan_spaces *spaces)
{
    for (size_t i = spaces->count; i-- > 1;) {
        struct space *space = &spaces->items[i - 1];
        space->is_item = space->piece_words <= ITEM_WORDS && space->first_verb == space->piece_words &&
                         (space[1].is_item || find_after(spaces, PADAN_SPACES_JOIN, space[1].next, space[1].words));
        weigh_shape(spaces, space, PADAN_SPACES_ITEM, space->is_item);
    }
}

/* Weighs against an end of the sentence after words that open it, though they may also close the one before. */
static void weigh_fronts(struct padan_spaces *spaces)
{
    for (size_t i = 0; i + 1 < spaces->count; i++) {
        const struct space *space = &spaces->items[i];
        if (space->front < 0 && space->front_end < spaces->count)
            weigh_shape(spaces, &spaces->items[space->front_end], PADAN_SPACES_FRONT_BEFORE, true);
    }
}

/* Words that open a sentence at `at` whose clause comes after the next space: "In 1990 he ...". */
static double find_front(const struct padan_spaces *spaces, int32_t at, size_t word, size_t number, size_t *end)
{
    const struct padan_spaces_entry *entry = find_after(spaces, PADAN_SPACES_FRONT, at, word);
    *end = number;
    while (entry && *end + 1 < spaces->count && is_amount(spaces, &spaces->items[*end]))
        ++*end;
    return entry ? entry->weight : 0;
}

/* A verb of speech after a quotation. */
static void weigh_speech(const struct padan_spaces *spaces, struct space *space)
{
    if (!padan_is_quote(spaces->text[space->place - 1]))
        return;
    for (size_t i = space->words; i < spaces->word_count && i - space->words <= SPEAKER_WORDS; i++) {
        const struct padan_spaces_entry *entry = find_after(spaces, PADAN_SPACES_SPEECH, spaces->words[i].start, i);
        weigh(space, entry);
        if (entry || spaces->words[i].is_verb)
            return;
    }
}

/* Whether little follows that is neither the beginning of a name nor before a number. */
static bool is_short_after(const struct padan_spaces *spaces, size_t number)
{
    const struct space *space = &spaces->items[number];
    return space->piece_words <= SHORT_WORDS && !find_after(spaces, PADAN_SPACES_TITLE, space->next, space->words) &&
           !(number + 1 < spaces->count && is_amount(spaces, &space[1]));
}

static void weigh_pieces(const struct padan_spaces *spaces, size_t number, const struct padan_spaces_entry *after)
{
    struct space *space = &spaces->items[number];
    size_t before = number > 0 ? space[-1].piece_words : space->words;
    bool is_count = number > 0 && is_amount(spaces, &space[-1]);
    weigh_shape(spaces, space, PADAN_SPACES_SHORT_BEFORE, before <= SHORT_WORDS && !is_count);
    weigh_shape(spaces, space, PADAN_SPACES_COUNT_BEFORE,
                before <= SHORT_WORDS && is_count && !u_isdigit(spaces->text[space->place - 1]));
    weigh_shape(spaces, space, PADAN_SPACES_SHORT_AFTER,
                !(after && after->weight >= START_WEIGHT) && is_short_after(spaces, number));
    weigh_shape(spaces, space, PADAN_SPACES_VERB_AFTER, space->first_verb == 0 && space->piece_words > 0);
}

/* Whether what follows has a subject and a verb, by its look. */
static bool is_clause(const struct space *space)
{
    return space->first_verb > 0 && space->first_verb <= SUBJECT_WORDS && space->first_verb < space->piece_words &&
           space->piece_words >= CLAUSE_WORDS;
}

/* All that is to be said of one space without the others. */
static void weigh_space(const struct padan_spaces *spaces, size_t number)
{
    struct space *space = &spaces->items[number];
    const struct padan_spaces_entry *before = find_before(spaces, space->place, space->words);
    find_stops(spaces, space);
    if (space->is_left && !space->is_end && before && spaces->text[space->place - 1] == '.')
        space->is_left = false;
    weigh_shape(spaces, space, PADAN_SPACES_ALWAYS, true);
    weigh(space, before);
    const struct padan_spaces_entry *after = find_after(spaces, PADAN_SPACES_AFTER, space->next, space->words);
    bool is_open = before && before->weight <= OPEN_WEIGHT;
    weigh(space, is_open ? NULL : after);
    weigh_shape(spaces, space, PADAN_SPACES_OTHER_AFTER,
                !is_open && !after && u_charType(spaces->text[space->next]) == U_OTHER_LETTER);
    weigh_shape(spaces, space, PADAN_SPACES_CLAUSE_AFTER, !is_open && is_clause(space));
    if (u_isdigit(spaces->text[space->place - 1]))
        weigh(space, find_after(spaces, PADAN_SPACES_UNIT, space->next, space->words));
    weigh_characters(spaces, space);
    weigh_names(spaces, number, after != NULL);
    weigh_speech(spaces, space);
    weigh_pieces(spaces, number, after);
    space->front = find_front(spaces, space->next, space->words, number + 1, &space->front_end);
}

/* What a sentence of so many words and verbs weighs. */
static double weigh_sentence(const struct padan_spaces_list *list, size_t words, size_t verbs)
{
    double weight = verbs == 0 ? list->shapes[PADAN_SPACES_VERBLESS].weight : 0;
    size_t i = 0;
    while (i + 1 < list->length_count && words > (size_t)list->limits[i])
        i++;
    return list->length_count > 0 ? weight + list->lengths[i].weight : weight;
}

/* The places where the sentence before the spaces at hand can begin. */
struct starts {
    size_t first; /* of the last few, as a number of spaces + 1; 0: the beginning of the text */
    double far;   /* the greatest sum at any before them */
    size_t far_number;
    double front; /* as of a space: of the beginning of the text */
    size_t front_end;
};

static double best_at(const struct padan_spaces *spaces, size_t number)
{
    return number == 0 ? 0 : spaces->items[number - 1].best;
}

/* Lets the oldest start go where there are many. */
static void forget_start(const struct padan_spaces *spaces, struct starts *starts, size_t number)
{
    for (; number - starts->first >= SENTENCE_SPACES; starts->first++) {
        double sum = best_at(spaces, starts->first);
        if (sum > starts->far) {
            starts->far = sum;
            starts->far_number = starts->first;
        }
    }
}

/* The best sum of a text that ends with these spaces, or with the text where they are NULL, and where its last sentence
 * begins. */
static size_t choose_start(const struct padan_spaces *spaces, const struct starts *starts, size_t number, size_t words,
                           size_t verbs, double *sum)
{
    size_t chosen = starts->far_number;
    *sum = starts->far + weigh_sentence(&spaces->list, SIZE_MAX, 1);
    for (size_t i = starts->first; i <= number; i++) {
        const struct space *start = i > 0 ? &spaces->items[i - 1] : NULL;
        if (start && start->is_left && !start->is_end)
            continue;
        double all = best_at(spaces, i) + weigh_sentence(&spaces->list, words - (start ? start->words : 0),
                                                         verbs - (start ? start->verbs : 0));
        if (number <= (start ? start->front_end : starts->front_end))
            all += start ? start->front : starts->front;
        if (all >= *sum) {
            *sum = all;
            chosen = i;
        }
    }
    return chosen;
}

/* Chooses the ends whose weights and sentences sum to most, from the first to the last. */
static void choose_ends(struct padan_spaces *spaces)
{
    struct starts starts = { .far = -HUGE_VAL };
    size_t verbs = 0;
    starts.front = find_front(spaces, 0, 0, 0, &starts.front_end);
    for (size_t i = 0; i < spaces->count; i++) {
        struct space *space = &spaces->items[i];
        forget_start(spaces, &starts, i);
        space->previous = choose_start(spaces, &starts, i, space->words, space->verbs, &space->best);
        space->best += space->is_end ? 0 : space->is_left ? -HUGE_VAL : space->score;
        if (space->is_end)
            starts = (struct starts){ .first = i + 1, .far = -HUGE_VAL };
    }
    for (size_t i = spaces->count ? spaces->items[spaces->count - 1].words : 0; i < spaces->word_count; i++)
        verbs += spaces->words[i].is_verb;
    verbs += spaces->count ? spaces->items[spaces->count - 1].verbs : 0;
    double sum;
    forget_start(spaces, &starts, spaces->count);
    size_t at = choose_start(spaces, &starts, spaces->count, spaces->word_count, verbs, &sum);
    for (; at > 0; at = spaces->items[at - 1].previous)
        spaces->items[at - 1].is_cut = true;
}

int padan_spaces_prepare(struct padan_spaces *spaces, const UChar *text, int32_t length, struct padan_error *error)
{
    spaces->text = text;
    spaces->length = length;
    int status = collect_spaces(spaces, error);
    if (status != PADAN_OK || spaces->count == 0)
        return status;
    status = collect_words(spaces, error);
    if (status != PADAN_OK)
        return status;
    count_words(spaces);
    mark_inside(spaces);
    for (size_t i = 0; i < spaces->count; i++)
        weigh_space(spaces, i);
    weigh_items(spaces);
    weigh_fronts(spaces);
    choose_ends(spaces);
    return PADAN_OK;
}

static int compare_place(const void *key, const void *item)
{
    int32_t place = *(const int32_t *)key, other = ((const struct space *)item)->place;
    return (place > other) - (place < other);
}

const struct padan_spaces_entry *padan_spaces_decide(const struct padan_spaces *spaces, int32_t place, bool *is_break)
{
    const struct space *space =
        spaces->count ? bsearch(&place, spaces->items, spaces->count, sizeof *spaces->items, compare_place) : NULL;
    if (!space || space->is_left)
        return NULL;
    *is_break = space->is_cut;
    return space->is_cut ? space->most : space->least;
}
