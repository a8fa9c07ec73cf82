/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dictionary/dictionary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

#include "base/error.h"
#include "base/vector.h"

static const size_t size_limit = (size_t)512 << 20;

static int read_all(struct padan_buffer *out, gzFile file, const char *path, struct padan_error *error)
{
    enum { STEP = 1 << 18 };
    int taken;
    do {
        if (!padan_buffer_reserve(out, STEP))
            return padan_error_allocation(error);
        taken = gzread(file, out->data + out->size, STEP);
        if (taken > 0)
            out->size += (size_t)taken;
        if (out->size > size_limit)
            return padan_error_in(error, PADAN_ERROR_LIMIT, path, "the dictionary is larger than 512 MB");
    } while (taken > 0);
    out->data[out->size] = '\0';
    int code;
    gzerror(file, &code);
    if (taken < 0 || (code != Z_OK && code != Z_STREAM_END))
        return padan_error_in(error, PADAN_ERROR_SYNTAX, path, "the compressed file is broken or cut off");
    return PADAN_OK;
}

/* zlib hands on what is not compressed as it is. */
static int read_file(struct padan_buffer *out, const char *path, struct padan_error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return padan_error_system(error, path, "cannot open", errno);
    gzFile file = gzdopen(descriptor, "rb");
    if (!file) {
        close(descriptor);
        return padan_error_allocation(error);
    }
    int status = read_all(out, file, path, error);
    if (gzclose_r(file) != Z_OK && status == PADAN_OK)
        status = padan_error_in(error, PADAN_ERROR_SYNTAX, path, "the compressed file ends too early");
    return status;
}

/* Reads `stem` with the first of some endings of which there is a file. */
static int read_one(struct padan_buffer *out, struct padan_buffer *path, size_t stem, const char *const *endings,
                    struct padan_error *error)
{
    for (; *endings; endings++) {
        path->size = stem;
        padan_buffer_text(path, *endings);
        if (path->failed)
            return padan_error_allocation(error);
        if (access(path->data, F_OK) == 0 || !endings[1])
            return read_file(out, path->data, error);
    }
    return PADAN_ERROR_INTERNAL;
}

static bool cut_ending(size_t *stem, const char *path, const char *ending)
{
    size_t size = strlen(path), length = strlen(ending);
    if (size <= length || strcmp(path + size - length, ending) != 0)
        return false;
    *stem = size - length;
    return true;
}

/* The kinds of dictionaries, by the endings of their files. */
static const struct kind {
    const char *ways[5]; /* names the user may give */
    const char *index[3], *data[3];
    int (*parse)(struct padan_dictionary *dictionary, const char *name, struct padan_error *error);
} kinds[] = {
    { { ".ifo", ".idx", ".idx.gz" }, { ".idx", ".idx.gz" }, { ".dict.dz", ".dict" }, padan_stardict_parse },
    { { ".index", ".dict.dz", ".dict" }, { ".index" }, { ".dict.dz", ".dict" }, padan_dictd_parse },
};

static const struct kind *find_kind(const char *path, size_t *stem)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        for (const char *const *way = kinds[i].ways; *way; way++) {
            if (cut_ending(stem, path, *way))
                return &kinds[i];
        }
    }
    return NULL;
}

static int load(struct padan_dictionary *dictionary, const char *path, struct padan_error *error)
{
    size_t stem;
    struct padan_buffer name = { 0 };
    const struct kind *kind = find_kind(path, &stem);
    if (!kind)
        return padan_error_in(error, PADAN_ERROR_FORMAT, path,
                              "not a dictionary's file: a name ends in .index or .dict.dz (dictd), or .ifo (StarDict)");
    padan_buffer_append(&name, path, stem);
    int status = read_one(&dictionary->data, &name, stem, kind->data, error);
    if (status == PADAN_OK)
        status = read_one(&dictionary->index, &name, stem, kind->index, error);
    if (status == PADAN_OK)
        status = kind->parse(dictionary, name.data, error);
    padan_buffer_free(&name);
    return status;
}

int padan_dictionary_open(struct padan_dictionary **out, const char *path, struct padan_error *error)
{
    *out = NULL;
    struct padan_dictionary *dictionary = calloc(1, sizeof *dictionary);
    if (!dictionary)
        return padan_error_allocation(error);
    int status = load(dictionary, path, error);
    if (status == PADAN_OK)
        *out = dictionary;
    else
        padan_dictionary_free(dictionary);
    return status;
}

int padan_dictionary_add(struct padan_dictionary *dictionary, struct padan_dictionary_item item, const char *name,
                         struct padan_error *error)
{
    if (item.offset > dictionary->data.size || item.size > dictionary->data.size - item.offset)
        return padan_error_at(error, PADAN_ERROR_SYNTAX, name, (int64_t)dictionary->count + 1,
                              "an entry stands past the end of the dictionary's text");
    if (!padan_vector_reserve(&dictionary->items, &dictionary->capacity, dictionary->count + 1,
                              sizeof *dictionary->items))
        return padan_error_allocation(error);
    dictionary->items[dictionary->count++] = item;
    return PADAN_OK;
}

size_t padan_dictionary_count(const struct padan_dictionary *dictionary)
{
    return dictionary->count;
}

void padan_dictionary_entry(const struct padan_dictionary *dictionary, size_t number, struct padan_string *headword,
                            struct padan_string *text)
{
    const struct padan_dictionary_item *item = &dictionary->items[number];
    *headword = (struct padan_string){ dictionary->index.data + item->headword, item->headword_size };
    *text = (struct padan_string){ dictionary->data.data + item->offset, (size_t)item->size };
}

void padan_dictionary_free(struct padan_dictionary *dictionary)
{
    if (!dictionary)
        return;
    padan_buffer_free(&dictionary->index);
    padan_buffer_free(&dictionary->data);
    free(dictionary->items);
    free(dictionary);
}
