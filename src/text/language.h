/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEXT_LANGUAGE_H
#define TEXT_LANGUAGE_H

#include <padan/text.h>

/* The language subtag of a canonical tag: "zh" of "zh-Hant-TW". */
void padan_language_primary(char out[PADAN_LANGUAGE_SIZE], const char *canonical);

#endif
