/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_SKELETON_H
#define ALIGN_SKELETON_H

#include <unicode/uscript.h>

#include "align/side.h"

/* Writes words of any script as the consonants by which names are known again: "Москва" and "Moscow" begin "msk". */
struct padan_skeletons;

/* Errors: PADAN_ERROR_INTERNAL where ICU has no transliteration, PADAN_ERROR_ALLOCATION. */
int padan_skeletons_new(struct padan_skeletons **out, struct padan_error *error);
void padan_skeletons_free(struct padan_skeletons *skeletons);

/* Fills at most `size` letters, answers how many; 0 for a word that cannot be written so. */
size_t padan_skeleton(struct padan_skeletons *skeletons, struct padan_string folded, char *letters, size_t size);

/* The script of most words of letters of a side. */
UScriptCode padan_side_script(const struct padan_side *side);

#endif
