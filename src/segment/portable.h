/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_PORTABLE_H
#define SEGMENT_PORTABLE_H

#include <padan/text.h>

#include "base/buffer.h"

/* White space, and what is none, as Java, ICU and others all read it. */
#define PADAN_PORTABLE_SPACE "[\\s\\p{Z}]"
#define PADAN_PORTABLE_NO_SPACE "[^\\s\\p{Z}]"

/*
 * Appends a regular expression that padan reads so that java.util.regex reads it alike:
 *
 *     \s                    =>  [\s\p{Z}]          Java's \s, \w and \d are ASCII
 *     \p{Han}               =>  \p{script=Han}     Java knows scripts by this name
 *     [\p{Sentence_Terminal}] => [!\.?...]         what Java has no name for is written out
 *     (?i:...)              =>  (?iu:...)          Java's (?i) is ASCII
 *     (?<=a+)               =>  (?<=a{1,100})      Java wants look-behinds bounded
 */
void padan_portable_append(struct padan_buffer *out, struct padan_string expression);

#endif
