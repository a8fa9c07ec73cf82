/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/unit.h>

#include <stdio.h>

const char *padan_unit_status_name(enum padan_unit_status status)
{
    return status == PADAN_UNIT_CONFIRMED ? "confirmed" : "auto";
}

char *padan_confidence_format(char out[PADAN_CONFIDENCE_SIZE], double confidence)
{
    out[0] = '\0';
    if (!(confidence >= 0))
        return out;
    if (confidence > 1)
        confidence = 1;
    unsigned millionths = (unsigned)(confidence * 1e6 + 0.5);
    int size = snprintf(out, PADAN_CONFIDENCE_SIZE, "%u.%06u", millionths / 1000000, millionths % 1000000);
    while (out[size - 1] == '0')
        out[--size] = '\0';
    if (out[size - 1] == '.')
        out[size - 1] = '\0';
    return out;
}
