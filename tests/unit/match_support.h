/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_SUPPORT_H
#define MATCH_SUPPORT_H

/* A folder of its own for each test, with a memory "m.padan" to come in it and its index beside it. */
extern char folder[64], path[96];

int set_up(void **unused);
int tear_down(void **unused);

/* Removes a folder with all that is in it. */
void remove_folder(const char *name);

#endif
