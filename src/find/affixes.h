/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIND_AFFIXES_H
#define FIND_AFFIXES_H

#include <stdbool.h>

#include "base/buffer.h"
#include <padan/text.h>

/*
 * Affixes of Indonesian and Malay, where a word begins otherwise than its root does: men-jaga, pen-jaga, me-nyapu from
 * sapu. Forms are folded. Source: Alwi et al., Tata Bahasa Baku Bahasa Indonesia, on morphophonemics.
 */
bool padan_affixes_know(const char *primary);

/*
 * Gives each root that a word may have, itself first: what is left without a prefix and the endings that may go with
 * it, four characters at least. `ending` is how many bytes were taken off the end.
 *     menjaga => menjaga, jaga; memukul => mukul is none, pukul is one
 */
void padan_affixes_roots(struct padan_string word, void (*give)(void *context, struct padan_string root, size_t ending),
                         void *context);

/* Gives each beginning that a word derived from a root may have, the root with its prefixes. */
void padan_affixes_beginnings(struct padan_string root, void (*give)(void *context, struct padan_string beginning),
                              void *context);

/* Whether a text is nothing or endings that may stand together: -kan, -an, -i, -nya, -kannya, -anmu, -lah, ... */
bool padan_affixes_end(struct padan_string rest);

#endif
