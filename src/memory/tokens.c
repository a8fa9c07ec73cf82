/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/tokens.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/vector.h"
#include "text/words.h"

/* Words come again and again, so what was made of the latest ones is kept: two megabytes a language at
 * most. */
enum { MEMO_COUNT = 16384, MEMO_SIZE = 40 };

struct memo {
    struct padan_token_notes notes;
    uint32_t text;                            /* the number of the text that used it last: its tokens point here */
    uint8_t raw_size, folded_size, stem_size; /* raw_size 0: empty */
    char raw[MEMO_SIZE], folded[MEMO_SIZE], stem[MEMO_SIZE];
};

struct padan_tokenizer {
    struct padan_stemmer *stemmer; /* NULL: no stems */
    struct memo *memo;
    uint8_t *classes; /* of the characters of the first plane, as they come: 1 more than the class, or 0 */
    struct padan_token *list;
    size_t count, capacity;
    uint32_t text;               /* number */
    struct padan_buffer keys;    /* folded form and stem of tokens that are not remembered, one after the other */
    struct padan_buffer scratch; /* for one folded form */
};

enum character_class {
    SPACE,
    LETTER,   /* part of a word: a letter, digit or number */
    SYLLABLE, /* a letter of a script that does not show where words end */
    MARK,     /* belongs to the character before it */
    IGNORED,  /* not seen: soft hyphen, joiners, direction marks */
    SIGN
};

/* Hangul has spaces, but particles stick to its words and there is no stemmer for it. */
static bool shows_no_words(UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_HANGUL:
    case USCRIPT_YI:
        return true;
    case USCRIPT_COMMON:
        return c == 0x30FC || c == 0xFF70; /* the long mark of Kana */
    default:
        return u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
    }
}

/* Letters by Unicode's count, but typed as an apostrophe more often than not. */
static bool is_letter_apostrophe(UChar32 c)
{
    return c == 0x2BB || c == 0x2BC;
}

static bool is_ascii_letter(unsigned char c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');
}

static enum character_class classify(UChar32 c)
{
    if (is_letter_apostrophe(c))
        return SIGN;
    if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
        return IGNORED;
    uint32_t type = U_GET_GC_MASK(c);
    if (type & U_GC_M_MASK || u_hasBinaryProperty(c, UCHAR_GRAPHEME_EXTEND))
        return MARK;
    if (type & U_GC_N_MASK && !(type & U_GC_NL_MASK))
        return LETTER;
    if (type & (U_GC_L_MASK | U_GC_NL_MASK))
        return c >= 0x0E00 && shows_no_words(c) ? SYLLABLE : LETTER;
    return type & (U_GC_P_MASK | U_GC_S_MASK | U_GC_CO_MASK) ? SIGN : SPACE;
}

/* ICU needs several look-ups for a character, so that what it said is kept. */
static enum character_class class_of(struct padan_tokenizer *tokenizer, UChar32 c)
{
    if (c > 0xFFFF)
        return classify(c);
    if (!tokenizer->classes[c])
        tokenizer->classes[c] = (uint8_t)(classify(c) + 1);
    return (enum character_class)(tokenizer->classes[c] - 1);
}

static enum character_class next_class(struct padan_tokenizer *tokenizer, struct padan_string text, size_t *at)
{
    const uint8_t *bytes = (const uint8_t *)text.data;
    size_t next = *at;
    UChar32 c = bytes[next];
    if (c < 0x80) {
        *at = next + 1;
        return is_ascii_letter((unsigned char)c) ? LETTER : c <= ' ' || c == 0x7F ? SPACE : SIGN;
    }
    U8_NEXT(bytes, next, text.size, c);
    *at = next;
    return c < 0 ? SPACE : class_of(tokenizer, c);
}

/* Where the token that was begun before `at` ends: marks belong to it, and what is ignored between its characters. */
static size_t token_end(struct padan_tokenizer *tokenizer, struct padan_string text, size_t at, bool is_word)
{
    size_t end = at;
    while (at < text.size) {
        enum character_class class = next_class(tokenizer, text, &at);
        if (class == MARK || (is_word && class == LETTER))
            end = at;
        else if (class != IGNORED)
            break;
    }
    return end;
}

/* Further folding that suits a search: any script's digits are alike, and so are the two i of Turkish. */
static void unify(struct padan_buffer *scratch)
{
    uint8_t *bytes = (uint8_t *)scratch->data;
    size_t kept = 0;
    for (size_t at = 0; at < scratch->size;) {
        UChar32 c;
        U8_NEXT(bytes, at, scratch->size, c);
        if (c < 0)
            continue;
        int digit = c < 0x80 ? -1 : u_charDigitValue(c);
        uint32_t plain = c == 0x131 ? 'i' : (uint32_t)(digit >= 0 ? '0' + digit : c);
        U8_APPEND_UNSAFE(bytes, kept, plain);
    }
    scratch->size = kept;
    if (scratch->data)
        scratch->data[kept] = '\0';
}

static bool is_ascii(struct padan_string text)
{
    unsigned char all = 0;
    for (size_t i = 0; i < text.size; i++)
        all |= (unsigned char)text.data[i];
    return all < 0x80;
}

static int fold(struct padan_tokenizer *tokenizer, struct padan_string raw, struct padan_error *error)
{
    padan_buffer_clear(&tokenizer->scratch);
    int status = padan_word_fold(&tokenizer->scratch, raw, error);
    if (status == PADAN_OK && !is_ascii(raw))
        unify(&tokenizer->scratch);
    return status;
}

/* `token` has its forms already, where they lie until the next text. */
static int append_ready(struct padan_tokenizer *tokenizer, struct padan_token token, struct padan_error *error)
{
    if (!padan_vector_reserve(&tokenizer->list, &tokenizer->capacity, tokenizer->count + 1, sizeof *tokenizer->list))
        return padan_error_allocation(error);
    tokenizer->list[tokenizer->count++] = token;
    return PADAN_OK;
}

static int append(struct padan_tokenizer *tokenizer, struct padan_token token, struct padan_string folded,
                  struct padan_string stem, struct padan_error *error)
{
    padan_buffer_append(&tokenizer->keys, folded.data, folded.size);
    padan_buffer_append(&tokenizer->keys, stem.data, stem.size);
    token.folded = (struct padan_string){ NULL, folded.size };
    token.stem = (struct padan_string){ NULL, stem.size };
    return tokenizer->keys.failed ? padan_error_allocation(error) : append_ready(tokenizer, token, error);
}

static bool remember(struct memo *memo, uint32_t number, struct padan_string raw, struct padan_string folded,
                     struct padan_string stem)
{
    if (memo->text == number || raw.size > MEMO_SIZE || folded.size > MEMO_SIZE || stem.size > MEMO_SIZE)
        return false;
    memo->text = number;
    memo->notes = (struct padan_token_notes){ 0 };
    memo->raw_size = (uint8_t)raw.size;
    memo->folded_size = (uint8_t)folded.size;
    memo->stem_size = (uint8_t)stem.size;
    memcpy(memo->raw, raw.data, raw.size);
    memcpy(memo->folded, folded.data, folded.size);
    memcpy(memo->stem, stem.data, stem.size);
    return true;
}

static int add_word(struct padan_tokenizer *tokenizer, struct padan_token token, struct padan_string raw,
                    struct padan_error *error)
{
    struct memo *memo = &tokenizer->memo[padan_hash(raw.data, raw.size) % MEMO_COUNT];
    if (memo->raw_size == raw.size && memcmp(memo->raw, raw.data, raw.size) == 0) {
        memo->text = tokenizer->text;
        token.notes = &memo->notes;
        token.folded = (struct padan_string){ memo->folded, memo->folded_size };
        token.stem = (struct padan_string){ memo->stem, memo->stem_size };
        return append_ready(tokenizer, token, error);
    }
    int status = fold(tokenizer, raw, error);
    if (status != PADAN_OK)
        return status;
    struct padan_string folded = { tokenizer->scratch.data, tokenizer->scratch.size };
    if (folded.size == 0)
        return PADAN_OK;
    struct padan_string stem = tokenizer->stemmer ? padan_stem(tokenizer->stemmer, folded) : folded;
    if (!stem.data)
        return padan_error_allocation(error);
    token.notes = remember(memo, tokenizer->text, raw, folded, stem) ? &memo->notes : NULL;
    return append(tokenizer, token, folded, stem, error);
}

/* Signs that typists use for one another are alike. */
static const char *plain_sign(struct padan_string raw)
{
    UChar32 c;
    size_t at = 0;
    U8_NEXT((const uint8_t *)raw.data, at, raw.size, c);
    if (c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x60 || c == 0xB4 || is_letter_apostrophe(c))
        return "'";
    if (u_charType(c) == U_DASH_PUNCTUATION || c == 0x2212)
        return "-";
    return u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) && c != '\'' ? "\"" : NULL;
}

static int add_character(struct padan_tokenizer *tokenizer, struct padan_token token, struct padan_string raw,
                         struct padan_error *error)
{
    /* A sign of ASCII is what it folds to. */
    if (raw.size == 1 && *raw.data != '`')
        return append(tokenizer, token, raw, raw, error);
    const char *plain = token.kind == PADAN_TOKEN_SIGN ? plain_sign(raw) : NULL;
    struct padan_string folded = padan_string(plain);
    if (!plain) {
        int status = fold(tokenizer, raw, error);
        if (status != PADAN_OK)
            return status;
        folded = (struct padan_string){ tokenizer->scratch.data, tokenizer->scratch.size };
    }
    return folded.size == 0 ? PADAN_OK : append(tokenizer, token, folded, folded, error);
}

/* The forms that are kept in `keys` have moved while that grew; now they stay. */
static void point_to_keys(struct padan_tokenizer *tokenizer)
{
    const char *key = tokenizer->keys.data;
    for (size_t i = 0; i < tokenizer->count; i++) {
        struct padan_token *token = &tokenizer->list[i];
        if (token->folded.data)
            continue;
        token->folded.data = key;
        token->stem.data = key + token->folded.size;
        key = token->stem.data + token->stem.size;
    }
}

static int cut(struct padan_tokenizer *tokenizer, struct padan_string text, struct padan_error *error)
{
    bool apart = true;
    int status = PADAN_OK;
    for (size_t at = 0; at < text.size && status == PADAN_OK;) {
        struct padan_token token = { .start = at, .apart = apart };
        enum character_class class = next_class(tokenizer, text, &at);
        if (class == SPACE)
            apart = true;
        if (class == SPACE || class == MARK || class == IGNORED)
            continue;
        at = class == SIGN ? at : token_end(tokenizer, text, at, class == LETTER);
        token.end = at;
        struct padan_string raw = { text.data + token.start, at - token.start };
        token.kind = class == SIGN ? PADAN_TOKEN_SIGN : class == SYLLABLE ? PADAN_TOKEN_SYLLABLE : PADAN_TOKEN_WORD;
        status = class == LETTER ? add_word(tokenizer, token, raw, error) : add_character(tokenizer, token, raw, error);
        apart = false;
    }
    return status;
}

int padan_tokenize(struct padan_tokenizer *tokenizer, struct padan_string text, const struct padan_token **list,
                   size_t *count, struct padan_error *error)
{
    tokenizer->count = 0;
    tokenizer->text++;
    padan_buffer_clear(&tokenizer->keys);
    int status = cut(tokenizer, text, error);
    *count = status == PADAN_OK ? tokenizer->count : 0;
    *list = tokenizer->list;
    if (status == PADAN_OK)
        point_to_keys(tokenizer);
    return status;
}

int padan_tokenizer_new(struct padan_tokenizer **out, const char *language, bool stems, struct padan_error *error)
{
    *out = NULL;
    struct padan_tokenizer *tokenizer = calloc(1, sizeof *tokenizer);
    if (!tokenizer)
        return padan_error_allocation(error);
    int status = stems ? padan_stemmer_new(&tokenizer->stemmer, language, error) : PADAN_OK;
    if (status == PADAN_OK && (!(tokenizer->memo = calloc(MEMO_COUNT, sizeof *tokenizer->memo)) ||
                               !(tokenizer->classes = calloc(0x10000, sizeof *tokenizer->classes))))
        status = padan_error_allocation(error);
    if (status == PADAN_OK)
        *out = tokenizer;
    else
        padan_tokenizer_free(tokenizer);
    return status;
}

void padan_tokenizer_free(struct padan_tokenizer *tokenizer)
{
    if (!tokenizer)
        return;
    padan_stemmer_free(tokenizer->stemmer);
    free(tokenizer->memo);
    free(tokenizer->classes);
    free(tokenizer->list);
    padan_buffer_free(&tokenizer->keys);
    padan_buffer_free(&tokenizer->scratch);
    free(tokenizer);
}
