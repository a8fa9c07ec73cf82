/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx_elements.h"

#include <string.h>

#include "base/error.h"

/* Keeps what the root says, for the header. */
void padan_tmx_open_root(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    if (strcmp(element->name, "tmx") != 0) {
        padan_tmx_stop(tmx,
                       padan_error_at(tmx->error, PADAN_ERROR_FORMAT, padan_tmx_input_name(tmx), padan_tmx_line(tmx),
                                      "is not TMX: its first element is <%.80s>, not <tmx>", element->name));
        return;
    }
    int64_t line = padan_tmx_line(tmx);
    padan_tmx_note_root(tmx, element);
    if (element->uri) {
        tmx->uri = xmlStrdup(element->uri);
        padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, line,
                           "has the namespace \"%.200s\", which TMX has not; it is left out",
                           (const char *)element->uri);
    }
    bool versioned = false;
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        char room[128];
        const char *name = padan_tmx_qualified(attribute[1], (const char *)attribute[0], room, sizeof room);
        struct padan_string value = padan_tmx_value(attribute);
        padan_tmx_add_attribute(tmx, PLACE_TMX, name, value);
        if (strcmp(name, "version") != 0)
            continue;
        versioned = true;
        tmx->before_1_4 = value.size == 3 && memcmp(value.data, "1.", 2) == 0 && value.data[2] < '4';
        if (value.size != 3 || memcmp(value.data, "1.", 2) != 0 || value.data[2] < '1' || value.data[2] > '4')
            padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, line,
                               "has the version \"%.*s\", which TMX has not; it is read as 1.4",
                               (int)(value.size < 80 ? value.size : 80), value.data);
    }
    if (!versioned)
        padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, line, "names no version; it is read as 1.4");
    tmx->place = PLACE_TMX;
}

void padan_tmx_open_header(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        char room[128];
        const char *name = padan_tmx_qualified(attribute[1], (const char *)attribute[0], room, sizeof room);
        padan_tmx_add_attribute(tmx, PLACE_HEADER, name, padan_tmx_value(attribute));
    }
    tmx->place = PLACE_HEADER;
}

void padan_tmx_finish_header(struct padan_tmx_reader *tmx)
{
    if (tmx->header_given)
        return;
    tmx->header_given = true;
    /* What is refused already is the unit whose start tag tells that there is no header. */
    bool refused = tmx->unit.refused;
    int status = padan_tmx_give_header(&tmx->unit, tmx->reading, tmx->error);
    if (status != PADAN_OK)
        padan_tmx_stop(tmx, status);
    padan_tmx_unit_clear(&tmx->unit);
    tmx->unit.refused = refused;
}

void padan_tmx_miss_header(struct padan_tmx_reader *tmx)
{
    if (tmx->header_given)
        return;
    padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, padan_tmx_line(tmx),
                       "has no <header>; it is read without");
    tmx->resume.around.headless = true;
    padan_tmx_finish_header(tmx);
}

void padan_tmx_open_body(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    padan_tmx_miss_header(tmx);
    padan_tmx_enter(tmx, PADAN_TMX_BODY, element);
    padan_tmx_verbatim_pass(tmx, true);
    tmx->place = PLACE_BODY;
}
