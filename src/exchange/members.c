/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/members.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/file.h"
#include "exchange/format.h"

/* So many names of what is passed over are told. */
enum { NAMED_MOST = 5 };

bool padan_members_spare(const struct padan_members *members, int status)
{
    return status == PADAN_ERROR_FORMAT || status == PADAN_ERROR_SYNTAX || status == PADAN_ERROR_ENCODING ||
           status == PADAN_ERROR_LANGUAGE || (status == PADAN_ERROR_LIMIT && !members->input.unpack.is_bomb);
}

/* What a Macintosh puts beside files. */
static bool is_shadow(const char *member)
{
    return strncmp(member, "__MACOSX/", 9) == 0 || strncmp(padan_file_name(member), "._", 2) == 0;
}

/* What is packed itself may hold something that padan reads, which nobody shall miss. */
static bool is_packed(const char *member)
{
    const char *ending = strrchr(member, '.');
    return ending && (strcasecmp(ending, ".zip") == 0 || strcasecmp(ending, ".gz") == 0);
}

static bool is_directory(const char *member)
{
    size_t size = strlen(member);
    return size > 0 && member[size - 1] == '/';
}

static void pass_over(struct padan_members *members)
{
    if (members->passed++ < NAMED_MOST)
        padan_buffer_format(&members->passed_names, "%s\"%s\"", members->passed > 1 ? ", " : "",
                            members->input.unpack.member);
}

static int begin_text(struct padan_members *members, struct padan_error *error)
{
    struct padan_buffer *room = &members->name_room;
    members->name = members->path;
    if (members->several) {
        padan_buffer_clear(room);
        padan_buffer_format(room, "%s/%s", members->path, members->input.unpack.member);
        if (room->failed)
            return padan_error_allocation(error);
        members->name = room->data;
    }
    return padan_input_begin_member(&members->input, members->name, error);
}

/* Whether the member that the input is at, and that it could go to or not, is to be read. Its text is begun then. */
static int judge(struct padan_members *members, int status, bool *taken, struct padan_error *error)
{
    const char *member = members->input.unpack.member;
    struct padan_string head;
    bool named = padan_exchange_format_of(member) != NULL && !is_shadow(member);
    *taken = named;
    if (is_shadow(member))
        return PADAN_OK;
    if (status == PADAN_OK)
        status = begin_text(members, error);
    if (status == PADAN_OK && is_packed(member)) {
        *taken = true;
        return padan_error_in(error, PADAN_ERROR_FORMAT, members->name,
                              "is packed, within what is packed: unpack the outer file first");
    }
    if (named)
        return status;
    if (status == PADAN_OK)
        status = padan_input_window(&members->input, 4096, &head, error);
    *taken = status == PADAN_OK && padan_exchange_recognises(head);
    return padan_members_spare(members, status) ? PADAN_OK : status;
}

static int next_member(struct padan_members *members, bool *found, struct padan_error *error)
{
    bool more;
    while (!*found) {
        members->input.unpack.name = members->path;
        int status = padan_input_next(&members->input, &more, error);
        if (!more)
            return status;
        if (is_directory(members->input.unpack.member))
            continue;
        status = judge(members, status, found, error);
        if (status != PADAN_OK)
            return status;
        if (!*found)
            pass_over(members);
    }
    return PADAN_OK;
}

static int say_none(const struct padan_members *members, struct padan_error *error)
{
    const struct padan_unpack *unpack = &members->input.unpack;
    if (unpack->troubled)
        return padan_error_in(error, PADAN_ERROR_FORMAT, members->path, "%s", unpack->fault.message);
    if (members->passed == 0)
        return padan_error_in(error, PADAN_ERROR_FORMAT, members->path, "is a ZIP file with nothing in it");
    return padan_error_in(error, PADAN_ERROR_FORMAT, members->path,
                          "holds no file in a format that padan reads, only %s%s; 'padan formats' lists them",
                          members->passed_names.data, members->passed > NAMED_MOST ? " and others" : "");
}

int padan_members_next(struct padan_members *members, bool *found, struct padan_error *error)
{
    *found = false;
    if (members->ended)
        return PADAN_OK;
    if (!members->input.unpack.steps) {
        members->ended = *found = true;
        return PADAN_OK;
    }
    int status = next_member(members, found, error);
    members->ended = !*found;
    members->number += *found;
    return status == PADAN_OK && members->number == 0 ? say_none(members, error) : status;
}

bool padan_members_say_passed(const struct padan_members *members, struct padan_error *warning)
{
    int64_t rest = members->passed - NAMED_MOST;
    char more[40] = "";
    if (members->passed == 0 || members->passed_names.failed)
        return false;
    if (rest > 0)
        snprintf(more, sizeof more, " and %" PRId64 " more", rest);
    padan_error_in(warning, PADAN_OK, members->path, "passed over, as in no format that padan reads: %s%s",
                   members->passed_names.data, more);
    return true;
}

static int open_as(struct padan_members *members, const char *path, const struct padan_exchange_options *options,
                   struct padan_stop stop, struct padan_error *error)
{
    *members = (struct padan_members){ .number = 0 };
    int status = padan_input_open_steps(&members->input, path, options, stop, error);
    members->path = members->name = members->input.name;
    return status;
}

/* Whether a second member is to be read. Where the first is damaged, what can be known is not. */
static bool holds_several(const char *path, const struct padan_exchange_options *options, struct padan_stop stop)
{
    struct padan_exchange_options quiet = *options;
    struct padan_members members;
    bool found = true;
    quiet.progress = NULL;
    int status = open_as(&members, path, &quiet, stop, NULL);
    while (found && members.number < 2 && (status == PADAN_OK || padan_members_spare(&members, status)))
        status = padan_members_next(&members, &found, NULL);
    padan_members_close(&members);
    return members.number > 1;
}

int padan_members_open(struct padan_members *members, const char *path, const struct padan_exchange_options *options,
                       struct padan_stop stop, struct padan_error *error)
{
    int status = open_as(members, path, options, stop, error);
    if (status == PADAN_OK && members->input.unpack.steps)
        members->several = !members->input.reopens || holds_several(path, options, stop);
    return status;
}

void padan_members_close(struct padan_members *members)
{
    padan_input_close(&members->input);
    padan_buffer_free(&members->passed_names);
    padan_buffer_free(&members->name_room);
}
