/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/digest.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"

#define CHUNK 65536

static void add_text(struct padan_digest *digest, const char *text)
{
    padan_digest_add(digest, text ? text : "", text ? strlen(text) : 0);
}

/* Fills whole chunks, so that the digest does not depend on how the system cuts a reading. */
static ssize_t read_chunk(int descriptor, char *chunk)
{
    size_t filled = 0;
    while (filled < CHUNK) {
        ssize_t size = read(descriptor, chunk + filled, CHUNK - filled);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return -1;
        if (size == 0)
            break;
        filled += (size_t)size;
    }
    return (ssize_t)filled;
}

static int add_file(struct padan_digest *digest, const char *path, struct padan_error *error)
{
    int descriptor = padan_file_open(path, error);
    if (descriptor < 0)
        return descriptor;
    char *chunk = malloc(CHUNK);
    int status = chunk ? PADAN_OK : padan_error_allocation(error);
    ssize_t size = 1;
    while (status == PADAN_OK && size > 0) {
        size = read_chunk(descriptor, chunk);
        if (size < 0)
            status = padan_error_system(error, path, "cannot read", errno);
        else if (size > 0)
            padan_digest_add(digest, chunk, (size_t)size);
    }
    free(chunk);
    close(descriptor);
    return status;
}

int padan_digest_file(uint8_t out[16], const char *path, const struct padan_exchange_options *options,
                      struct padan_error *error)
{
    struct padan_digest *digest = padan_digest_new();
    if (!digest)
        return padan_error_allocation(error);
    add_text(digest, "import 1");
    add_text(digest, options->format);
    add_text(digest, options->source);
    add_text(digest, options->target);
    add_text(digest, options->encoding);
    if (options->columns)
        add_text(digest, options->columns);
    int status = add_file(digest, path, error);
    if (status == PADAN_OK && options->companion)
        status = add_file(digest, options->companion, error);
    padan_digest_write(digest, out);
    padan_digest_free(digest);
    return status;
}

int padan_digest_member(uint8_t out[16], const uint8_t file[16], int64_t number, const char *name,
                        struct padan_error *error)
{
    struct padan_digest *digest = padan_digest_new();
    char text[24];
    if (!digest)
        return padan_error_allocation(error);
    snprintf(text, sizeof text, "%" PRId64, number);
    add_text(digest, "member 1");
    padan_digest_add(digest, file, 16);
    add_text(digest, text);
    add_text(digest, name);
    padan_digest_write(digest, out);
    padan_digest_free(digest);
    return PADAN_OK;
}
