/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_PLURAL_FORMS_H
#define CMD_PLURAL_FORMS_H

#include <padan/memory.h>

/*
 * Finds what the latest imported PO file in a language says of its plural forms, the line Plural-Forms of the header:
 * "nplurals=1; plural=0;", which is malloc'ed, or NULL where none says it. Errors: as padan_memory_info.
 */
int plural_forms_find(char **out, struct padan_memory *memory, const char *language, struct padan_error *error);

#endif
