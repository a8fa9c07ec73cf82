/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_UNPACK_H
#define EXCHANGE_UNPACK_H

#include <stdint.h>
#include <zlib.h>

#include <padan/error.h>

#include "base/buffer.h"

enum padan_packing { PADAN_PACKED_NOT, PADAN_PACKED_GZIP, PADAN_PACKED_ZIP };

/* Gives the next bytes of a packed file to `out`, up to `size`; *got is 0 at its end. */
typedef int padan_source(void *context, char *out, size_t size, size_t *got, struct padan_error *error);

/*
 * A gzip file (of one member or several), or the first member of a ZIP file whose ending is that of a format, or each
 * of its members in turn, as a stream. A zeroed struct is one of PADAN_PACKED_NOT.
 */
struct padan_unpack {
    enum padan_packing kind;
    const char *name; /* of the file, for messages */
    padan_source *source;
    void *context;
    struct padan_buffer packed; /* bytes yet to unpack, from `taken` on */
    size_t taken;
    bool source_end, end;
    z_stream stream;
    bool has_stream, stored, counted, open;
    int64_t left;          /* bytes of a stored member, or of one whose packed size is known */
    int64_t read, given;   /* bytes in and out, which must not be too far apart */
    uint32_t sum, checked; /* what the header of the member says, and what came out */
    bool has_sum;
    char member[256];         /* the name of the ZIP member that is read */
    int further;              /* members that could be read too */
    bool steps;               /* each member is read, one after another */
    bool within, readable;    /* in a member; in one that could be begun */
    bool is_bomb;             /* it was given up, since it grew too far */
    bool troubled;            /* the file is damaged or cut off: it ended there */
    struct padan_error fault; /* why */
};

/* What the first bytes of a file say. */
enum padan_packing padan_packing_of(const char *head, size_t size);

/* Begins with `head`, which was read from the source already. */
int padan_unpack_begin(struct padan_unpack *unpack, enum padan_packing kind, const char *name,
                       const struct padan_buffer *head, padan_source *source, void *context, struct padan_error *error);

/* The same of a ZIP file of which each member is to be read: padan_unpack_next goes to the first. */
int padan_unpack_begin_steps(struct padan_unpack *unpack, const char *name, const struct padan_buffer *head,
                             padan_source *source, void *context, struct padan_error *error);

/*
 * Goes on to the next member, whatever it is, which `member` names; at the end *found is false, and `troubled` says
 * whether that came too early and was not told with a member. With *found and PADAN_ERROR_FORMAT (encrypted, packed in
 * an unknown way) that member cannot be read, but the next may. Other errors as below.
 */
int padan_unpack_next(struct padan_unpack *unpack, bool *found, struct padan_error *error);

/*
 * Gives unpacked bytes; *got is 0 at the end (of the member, in steps). What is damaged or cut off ends there, with
 * `troubled` set. Errors: PADAN_ERROR_FORMAT (encrypted, packed in an unknown way, no member that could be read),
 * PADAN_ERROR_LIMIT (grows without bound), PADAN_ERROR_ALLOCATION, the source's.
 */
int padan_unpack_read(struct padan_unpack *unpack, char *out, size_t size, size_t *got, struct padan_error *error);

void padan_unpack_end(struct padan_unpack *unpack);

#endif
