/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "moses.h"

#include <padan/exchange.h>

#include <stdio.h>
#include <string.h>

/* A name in two parts. */
struct name {
    struct padan_string stem, ending;
};

static struct name cut(const char *path)
{
    static const char packed[] = ".gz";
    size_t size = strlen(path);
    if (size > sizeof packed && strcmp(path + size - (sizeof packed - 1), packed) == 0)
        size -= sizeof packed - 1;
    const char *dot = memrchr(path, '.', size), *slash = memrchr(path, '/', size);
    size_t stem = dot && (!slash || dot > slash) ? (size_t)(dot - path) : size;
    size_t ending = stem < size ? stem + 1 : size;
    return (struct name){ { path, stem }, { path + ending, size - ending } };
}

static bool is_same(struct padan_string left, struct padan_string right)
{
    return left.size == right.size && memcmp(left.data, right.data, left.size) == 0;
}

bool moses_alike(char *const paths[2])
{
    struct name first = cut(paths[0]), second = cut(paths[1]);
    return first.stem.size > 0 && first.ending.size > 0 && second.ending.size > 0 && is_same(first.stem, second.stem) &&
           !is_same(first.ending, second.ending) && !padan_exchange_format_of(paths[0]) &&
           !padan_exchange_format_of(paths[1]);
}

static bool is_language(char out[PADAN_LANGUAGE_SIZE], struct padan_string ending)
{
    char tag[PADAN_LANGUAGE_SIZE];
    struct padan_error error;
    if (ending.size >= sizeof tag)
        return false;
    memcpy(tag, ending.data, ending.size);
    tag[ending.size] = '\0';
    return padan_language_canonical(out, tag, &error) == PADAN_OK;
}

bool moses_languages(char source[PADAN_LANGUAGE_SIZE], char target[PADAN_LANGUAGE_SIZE], char *const paths[2])
{
    char first[PADAN_LANGUAGE_SIZE], second[PADAN_LANGUAGE_SIZE];
    if (!moses_alike(paths) || !is_language(first, cut(paths[0]).ending) ||
        !is_language(second, cut(paths[1]).ending) || strcmp(first, second) == 0)
        return false;
    memcpy(source, first, sizeof first);
    memcpy(target, second, sizeof second);
    return true;
}

bool moses_is_markup(const char *path)
{
    int c;
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    while ((c = getc(file)) == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0xEF || c == 0xBB || c == 0xBF)
        ;
    fclose(file);
    return c == '<';
}
