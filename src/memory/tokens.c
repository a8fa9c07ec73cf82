/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/tokens.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/memo.h"
#include "text/words.h"

/* Words are looked for when so many more were cut, so that the look-ups' ways into memory overlap. */
enum { BATCH = 32 };

enum character_class {
    SPACE,
    LETTER,   /* part of a word: a letter, digit or number */
    SYLLABLE, /* a letter of a script that does not show where words end */
    MARK,     /* belongs to the character before it */
    IGNORED,  /* not seen: soft hyphen, joiners, direction marks */
    SIGN,
    WIDE
};

/* A token that was cut and has no forms yet. */
struct cut {
    size_t start, end;
    enum character_class class;
    bool apart;
    struct padan_memo_key key; /* of a word */
};

/*
 * What is known of a character of the first plane. `plain`: what it becomes in a folded form, whatever stands beside
 * it; 0: that depends, or is more than one character.
 */
struct trait {
    uint16_t plain;
    uint8_t class; /* 1 more than it; 0: not known yet */
};

struct padan_tokenizer {
    struct padan_stemmer *stemmer; /* NULL: no stems */
    struct padan_memo *memo;
    uint32_t round;       /* words noted in this round get no forms */
    struct trait *traits; /* of the characters of the first plane, as they come: ICU needs several look-ups for one */
    uint8_t ascii[256];   /* classes of bytes; WIDE: of no character by itself */
    struct padan_token *list;
    size_t count, capacity;
    struct padan_buffer keys;    /* folded form and stem of tokens that are not remembered, one after the other */
    struct padan_buffer scratch; /* for one folded form */
    struct cut cuts[BATCH];
    size_t cut_count;
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

static enum character_class class_of_byte(unsigned byte)
{
    if (byte >= 0x80)
        return WIDE;
    bool is_letter = ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || (byte >= '0' && byte <= '9');
    return is_letter ? LETTER : byte <= ' ' || byte == 0x7F ? SPACE : SIGN;
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

/* Further folding that suits a search: any script's digits are alike, and so are the two i of Turkish. */
static UChar32 unify(UChar32 c)
{
    int digit = c < 0x80 ? -1 : u_charDigitValue(c);
    return c == 0x131 ? 'i' : digit >= 0 ? '0' + digit : c;
}

static void unify_all(struct padan_buffer *scratch)
{
    uint8_t *bytes = (uint8_t *)scratch->data;
    size_t kept = 0;
    for (size_t at = 0; at < scratch->size;) {
        UChar32 c;
        U8_NEXT(bytes, at, scratch->size, c);
        if (c < 0)
            continue;
        uint32_t plain = (uint32_t)unify(c);
        U8_APPEND_UNSAFE(bytes, kept, plain);
    }
    scratch->size = kept;
    if (scratch->data)
        scratch->data[kept] = '\0';
}

/* Signs that typists use for one another are alike. */
static const char *plain_sign(UChar32 c)
{
    if (c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x60 || c == 0xB4 || is_letter_apostrophe(c))
        return "'";
    if (u_charType(c) == U_DASH_PUNCTUATION || c == 0x2212)
        return "-";
    return u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) && c != '\'' ? "\"" : NULL;
}

static struct trait *trait_of(struct padan_tokenizer *tokenizer, UChar32 c)
{
    struct trait *trait = &tokenizer->traits[c];
    if (trait->class)
        return trait;
    enum character_class class = classify(c);
    const char *sign = class == SIGN ? plain_sign(c) : NULL;
    UChar32 plain = sign ? *sign : padan_character_fold(c);
    plain = plain > 0 ? unify(plain) : 0;
    *trait = (struct trait){ .plain = (uint16_t)(plain <= 0xFFFF ? plain : 0), .class = (uint8_t)(class + 1) };
    return trait;
}

static enum character_class next_class(struct padan_tokenizer *tokenizer, struct padan_string text, size_t *at)
{
    const uint8_t *bytes = (const uint8_t *)text.data;
    size_t next = *at;
    UChar32 c = bytes[next];
    if (c < 0x80) {
        *at = next + 1;
        return tokenizer->ascii[c];
    }
    U8_NEXT(bytes, next, text.size, c);
    *at = next;
    if (c > 0xFFFF)
        return classify(c);
    return c < 0 ? SPACE : (enum character_class)(trait_of(tokenizer, c)->class - 1);
}

/*
 * Where the token that was begun before `at` ends: marks belong to it, and what is ignored between its characters.
 */
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

/* The same for a word; letters of ASCII, which most are, are passed over at once. */
static size_t word_end(struct padan_tokenizer *tokenizer, struct padan_string text, size_t at)
{
    const uint8_t *bytes = (const uint8_t *)text.data;
    while (at < text.size && tokenizer->ascii[bytes[at]] == LETTER)
        at++;
    return at < text.size && bytes[at] >= 0x80 ? token_end(tokenizer, text, at, true) : at;
}

static bool is_ascii(struct padan_string text)
{
    unsigned char all = 0;
    for (size_t i = 0; i < text.size; i++)
        all |= (unsigned char)text.data[i];
    return all < 0x80;
}

/* Folds character by character where each has its plain form; answers whether all have. */
static bool fold_plain(struct padan_tokenizer *tokenizer, struct padan_string raw)
{
    const uint8_t *bytes = (const uint8_t *)raw.data;
    struct padan_buffer *out = &tokenizer->scratch;
    for (size_t at = 0; at < raw.size;) {
        UChar32 c;
        U8_NEXT(bytes, at, raw.size, c);
        uint32_t plain = c < 0 || c > 0xFFFF ? 0 : trait_of(tokenizer, c)->plain;
        if (!plain || !padan_buffer_reserve(out, U8_MAX_LENGTH))
            return false;
        U8_APPEND_UNSAFE((uint8_t *)out->data, out->size, plain);
    }
    return true;
}

static int fold(struct padan_tokenizer *tokenizer, struct padan_string raw, struct padan_error *error)
{
    struct padan_buffer *out = &tokenizer->scratch;
    padan_buffer_clear(out);
    if (is_ascii(raw))
        return padan_word_fold(out, raw, error);
    if (fold_plain(tokenizer, raw))
        return PADAN_OK;
    padan_buffer_clear(out);
    int status = padan_word_fold(out, raw, error);
    if (status == PADAN_OK)
        unify_all(out);
    return status;
}

/* Forms that have no place where they lie until the next text. */
static int keep_forms(struct padan_tokenizer *tokenizer, struct padan_token *token, struct padan_string folded,
                      struct padan_string stem, struct padan_error *error)
{
    padan_buffer_append(&tokenizer->keys, folded.data, folded.size);
    padan_buffer_append(&tokenizer->keys, stem.data, stem.size);
    token->folded = (struct padan_string){ NULL, folded.size };
    token->stem = (struct padan_string){ NULL, stem.size };
    return tokenizer->keys.failed ? padan_error_allocation(error) : PADAN_OK;
}

static void take_forms(struct padan_tokenizer *tokenizer, struct padan_token *token)
{
    if (token->notes->round == tokenizer->round && tokenizer->round)
        token->folded = token->stem = (struct padan_string){ "", 0 };
    else
        padan_memo_forms(tokenizer->memo, token->notes, &token->folded, &token->stem);
}

/* A token whose folded form is empty is none. */
static int form_word(struct padan_tokenizer *tokenizer, struct padan_token *token, struct padan_string raw,
                     const struct padan_memo_key *key, struct padan_error *error)
{
    token->notes = padan_memo_find(tokenizer->memo, key, raw);
    if (token->notes) {
        take_forms(tokenizer, token);
        tokenizer->count++;
        return PADAN_OK;
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
    token->notes = padan_memo_keep(tokenizer->memo, key, raw, folded, stem);
    tokenizer->count++;
    return keep_forms(tokenizer, token, folded, stem, error);
}

/* What stands for a sign that no trait tells of. */
static const char *odd_sign(struct padan_string raw)
{
    UChar32 c;
    size_t at = 0;
    U8_NEXT((const uint8_t *)raw.data, at, raw.size, c);
    return c == '`' || c > 0xFFFF ? plain_sign(c) : NULL;
}

static int form_character(struct padan_tokenizer *tokenizer, struct padan_token *token, struct padan_string raw,
                          struct padan_error *error)
{
    struct padan_string folded = raw;
    const char *plain = NULL;
    if (token->kind == PADAN_TOKEN_SIGN && (plain = odd_sign(raw)))
        folded = padan_string(plain);
    /* Another sign of ASCII is what it folds to. */
    if (raw.size > 1 && !plain) {
        int status = fold(tokenizer, raw, error);
        if (status != PADAN_OK)
            return status;
        folded = (struct padan_string){ tokenizer->scratch.data, tokenizer->scratch.size };
    }
    tokenizer->count += folded.size > 0;
    return folded.size > 0 ? keep_forms(tokenizer, token, folded, folded, error) : PADAN_OK;
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

static enum padan_token_kind kind_of(enum character_class class)
{
    return class == SIGN ? PADAN_TOKEN_SIGN : class == SYLLABLE ? PADAN_TOKEN_SYLLABLE : PADAN_TOKEN_WORD;
}

/* Gives forms to what was cut and adds it to the list. */
static int add_cuts(struct padan_tokenizer *tokenizer, struct padan_string text, struct padan_error *error)
{
    size_t count = tokenizer->cut_count;
    int status = PADAN_OK;
    tokenizer->cut_count = 0;
    if (!padan_vector_reserve(&tokenizer->list, &tokenizer->capacity, tokenizer->count + count,
                              sizeof *tokenizer->list))
        return padan_error_allocation(error);
    for (size_t i = 0; i < count && status == PADAN_OK; i++) {
        const struct cut *cut = &tokenizer->cuts[i];
        struct padan_string raw = { text.data + cut->start, cut->end - cut->start };
        struct padan_token *token = &tokenizer->list[tokenizer->count];
        *token = (struct padan_token){
            .start = cut->start, .end = cut->end, .kind = kind_of(cut->class), .apart = cut->apart
        };
        status = cut->class == LETTER ? form_word(tokenizer, token, raw, &cut->key, error)
                                      : form_character(tokenizer, token, raw, error);
    }
    return status;
}

/* Cuts what begins at *at: a token, which is noted, or what is none. */
static void cut_next(struct padan_tokenizer *tokenizer, struct padan_string text, size_t *at, bool *apart)
{
    size_t start = *at;
    enum character_class class = next_class(tokenizer, text, at);
    if (class == SPACE)
        *apart = true;
    if (class == SPACE || class == MARK || class == IGNORED)
        return;
    if (class != SIGN)
        *at = class == LETTER ? word_end(tokenizer, text, *at) : token_end(tokenizer, text, *at, false);
    struct cut *cut = &tokenizer->cuts[tokenizer->cut_count++];
    *cut = (struct cut){ .start = start, .end = *at, .class = class, .apart = *apart };
    if (class == LETTER)
        cut->key = padan_memo_expect(tokenizer->memo, (struct padan_string){ text.data + start, *at - start });
    *apart = false;
}

static int cut_all(struct padan_tokenizer *tokenizer, struct padan_string text, struct padan_error *error)
{
    bool apart = true;
    int status = PADAN_OK;
    tokenizer->cut_count = 0;
    for (size_t at = 0; at < text.size && status == PADAN_OK;) {
        cut_next(tokenizer, text, &at, &apart);
        if (tokenizer->cut_count == BATCH)
            status = add_cuts(tokenizer, text, error);
    }
    return status == PADAN_OK ? add_cuts(tokenizer, text, error) : status;
}

void padan_tokenizer_set_round(struct padan_tokenizer *tokenizer, uint32_t round)
{
    tokenizer->round = round;
}

int padan_tokenize(struct padan_tokenizer *tokenizer, struct padan_string text, const struct padan_token **list,
                   size_t *count, struct padan_error *error)
{
    tokenizer->count = 0;
    padan_memo_begin_text(tokenizer->memo);
    padan_buffer_clear(&tokenizer->keys);
    int status = cut_all(tokenizer, text, error);
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
    if (status == PADAN_OK &&
        (!(tokenizer->memo = padan_memo_new()) || !(tokenizer->traits = calloc(0x10000, sizeof *tokenizer->traits))))
        status = padan_error_allocation(error);
    for (unsigned byte = 0; byte < sizeof tokenizer->ascii; byte++)
        tokenizer->ascii[byte] = (uint8_t)class_of_byte(byte);
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
    padan_memo_free(tokenizer->memo);
    free(tokenizer->traits);
    free(tokenizer->list);
    padan_buffer_free(&tokenizer->keys);
    padan_buffer_free(&tokenizer->scratch);
    free(tokenizer);
}
