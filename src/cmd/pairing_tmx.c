/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/exchange.h>

#include "message.h"
#include "pairing.h"

static int put_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    return padan_writer_put(context, unit, error);
}

static int write_tmx(const struct pairings *pairings, struct padan_output *output, struct padan_error *error)
{
    struct padan_writer *writer;
    struct padan_writer_options options = PADAN_WRITER_OPTIONS_INIT;
    options.source = pairings->texts[0].language;
    options.target = pairings->count == 1 ? pairings->texts[1].language : NULL;
    options.pretty = true;
    options.reporter = warning_reporter;
    int status = padan_writer_open(&writer, "tmx", output, &options, error);
    if (status != PADAN_OK)
        return status;
    struct padan_unit_sink sink = { .put = put_unit, .context = writer };
    status = padan_joint_alignment_units(&pairings->joint, pairings->texts, pairings->least, &sink, error);
    if (status == PADAN_OK)
        return padan_writer_close(writer, NULL, error);
    padan_writer_discard(writer);
    return status;
}

const struct pairing_format pairing_tmx = { .name = "tmx", .write = write_tmx };
