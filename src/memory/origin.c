/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "memory/review.h"

static int add_text(struct padan_digest *digest, const struct padan_align_text *text, struct padan_error *error)
{
    char language[PADAN_LANGUAGE_SIZE];
    int status = padan_language_canonical(language, text->language, error);
    if (status != PADAN_OK)
        return status;
    const struct padan_decoded *source = padan_document_source(text->document);
    padan_digest_add(digest, language, strlen(language));
    padan_digest_add(digest, source->data, source->size);
    return PADAN_OK;
}

int padan_alignment_digest(uint8_t out[16], const struct padan_align_text *texts, size_t count,
                           struct padan_error *error)
{
    struct padan_digest *digest = padan_digest_new();
    if (!digest)
        return padan_error_allocation(error);
    padan_digest_add(digest, "align 1", 7);
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < count; i++)
        status = add_text(digest, &texts[i], error);
    padan_digest_write(digest, out);
    padan_digest_free(digest);
    return status;
}

static void add_canonical(struct padan_hashing *hashing, struct padan_string language)
{
    char tag[PADAN_LANGUAGE_SIZE], canonical[PADAN_LANGUAGE_SIZE];
    size_t size = language.size < sizeof tag ? language.size : sizeof tag - 1;
    memcpy(tag, language.data, size);
    tag[size] = '\0';
    bool is_tag = padan_language_nearest(canonical, tag, NULL, NULL) == PADAN_OK;
    const char *added = is_tag ? canonical : tag;
    padan_hashing_add(hashing, added, strlen(added) + 1);
}

/* Zero bytes cannot stand within a tag or a text, so they divide them. */
int64_t padan_texts_hash(const struct padan_variant *variants, size_t count)
{
    struct padan_hashing hashing;
    padan_hashing_begin(&hashing);
    for (size_t i = 0; i < count; i++) {
        if (variants[i].text.size == 0)
            continue;
        add_canonical(&hashing, variants[i].language);
        padan_hashing_add(&hashing, variants[i].text.data, variants[i].text.size);
        padan_hashing_add(&hashing, "", 1);
    }
    return (int64_t)padan_hashing_end(&hashing);
}

char *padan_origin_format(char out[PADAN_ORIGIN_SIZE], const uint8_t digest[16], const struct padan_variant *variants,
                          size_t count)
{
    /* A letter first, since a spreadsheet takes 12345678 and 1e10 for numbers. */
    char *at = out + sprintf(out, "p");
    for (int i = 0; i < 16; i++)
        at += sprintf(at, "%02x", digest[i]);
    sprintf(at, "-%016llx", (unsigned long long)padan_texts_hash(variants, count));
    return out;
}

static bool parse_hex(const char *text, size_t digits, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < digits; i++) {
        const char *hex = "0123456789abcdef", *found = text[i] ? strchr(hex, text[i]) : NULL;
        if (!found)
            return false;
        *value = *value << 4 | (uint64_t)(found - hex);
    }
    return true;
}

bool padan_origin_parse(struct padan_string text, struct padan_origin *origin)
{
    uint64_t value;
    if (text.size != PADAN_ORIGIN_SIZE - 2 || text.data[0] != 'p' || text.data[33] != '-')
        return false;
    for (size_t i = 0; i < 16; i++) {
        if (!parse_hex(text.data + 1 + 2 * i, 2, &value))
            return false;
        origin->digest[i] = (uint8_t)value;
    }
    bool is_right = parse_hex(text.data + 34, 16, &value);
    origin->hash = (int64_t)value;
    return is_right;
}
