/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_MEMBERS_H
#define EXCHANGE_MEMBERS_H

#include "exchange/input.h"

/*
 * What of a file is to be read: itself, or of a ZIP file each member that is of a format, as its ending or its content
 * says, one after another in the archive's order. Other members are passed over: where there is but one of a format,
 * the file counts as that one. Through a pipe it is not known how many follow, and each has its own name.
 */
struct padan_members {
    struct padan_input input; /* of the member that padan_members_next went to */
    const char *path;         /* of the file, for messages */
    const char *name;         /* of the member: that of the file, or of both, "a.zip/b.tmx" */
    int64_t number;           /* of those found, from 1 */
    bool several;             /* more than one are to be read, or may come */
    bool ended;
    int64_t passed; /* members of no format */
    struct padan_buffer passed_names, name_room;
};

/* Errors: those of padan_input_open_steps. Ended by padan_members_close, also after an error. */
int padan_members_open(struct padan_members *members, const char *path, const struct padan_exchange_options *options,
                       struct padan_stop stop, struct padan_error *error);

/*
 * Goes on to the next. At the end *found is false, and an error says where nothing was found at all. With *found and
 * an error of which padan_members_spare is true, that member cannot be read, but the next may. After the end,
 * input.unpack.troubled says that it came too early. Errors: those of padan_input_open and padan_unpack_next.
 */
int padan_members_next(struct padan_members *members, bool *found, struct padan_error *error);

/* Whether an error is one of the member alone, so that others of the archive can be read. */
bool padan_members_spare(const struct padan_members *members, int status);

/* At the end: what else is in a ZIP file, in a message of status PADAN_OK; false where there is nothing to say. */
bool padan_members_say_passed(const struct padan_members *members, struct padan_error *warning);

void padan_members_close(struct padan_members *members);

#endif
