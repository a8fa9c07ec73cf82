/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_TABLE_H
#define CHECK_TABLE_H

/*
 * The checks, in the order in which they are made of a unit: X(NAME, name, id, severity, on, summary). The function is
 * padan_check_name, its number PADAN_CHECK_NAME.
 */
/* A line each. */
/* clang-format off */
#define PADAN_CHECKS(X) \
    X(EMPTY_TARGET, empty_target, "empty-target", ERROR, true, "a side without text") \
    X(UNTRANSLATED, untranslated, "untranslated", WARNING, true, "the target is the source") \
    X(INCONSISTENT_TARGET, inconsistent_target, "inconsistent-target", WARNING, true, "the same source with another target before") \
    X(INCONSISTENT_SOURCE, inconsistent_source, "inconsistent-source", NOTE, false, "the same target with another source before") \
    X(NUMBER, number, "number", ERROR, true, "a number, percentage or sum of money that the other side does not say") \
    X(DATE, date, "date", ERROR, true, "a date or time that the other side does not say") \
    X(ADDRESS, address, "address", ERROR, true, "an address of the web, of mail, or a handle that was changed") \
    X(CODE, code, "code", ERROR, true, "a code of letters and digits that the other side does not have") \
    X(BRACKETS, brackets, "brackets", ERROR, true, "brackets or quotation marks that are not paired") \
    X(FINAL, final, "final", WARNING, true, "sides that end in another kind of punctuation") \
    X(REPEATED_WORD, repeated_word, "repeated-word", WARNING, true, "a word that stands twice") \
    X(BLANKS, blanks, "blanks", WARNING, true, "a blank too many, at the ends or before punctuation") \
    X(TERM_MISSING, term_missing, "term-missing", WARNING, true, "a term without its rendering") \
    X(TERM_FORBIDDEN, term_forbidden, "term-forbidden", ERROR, true, "a term that is not to be used") \
    X(NAME, name, "name", WARNING, true, "a proper name that was changed") \
    X(ACRONYM, acronym, "acronym", WARNING, true, "an acronym that does not fit its expansion or its rendering") \
    X(CAPITAL, capital, "capital", NOTE, true, "a capital at the start of one side only") \
    X(LENGTH, length, "length", WARNING, true, "a side that is far too long for the other") \
    X(SENTENCES, sentences, "sentences", NOTE, false, "sides of another number of sentences") \
    X(CHARACTERS, characters, "characters", WARNING, true, "control or invisible characters, or letters that were decoded wrongly") \
    X(LANGUAGE, language, "language", WARNING, true, "a side in another script or language") \
    X(INLINE_CODE, inline_code, "inline-code", ERROR, true, "an inline code or placeholder missing, extra or out of order") \
    X(ORIGIN, origin, "origin", NOTE, false, "a unit without date or author") \
    X(DUPLICATE, duplicate, "duplicate", NOTE, false, "the same source and target before") \
    X(MISALIGNED, misaligned, "misaligned", WARNING, false, "sides that do not look like translations of each other") \
    X(PATTERN, pattern, "pattern", WARNING, true, "what an expression of the project finds") \
    X(SPELLING, spelling, "spelling", NOTE, false, "a word that the language's dictionary lacks") \
    X(VARIANT_SPELLING, variant_spelling, "variant-spelling", NOTE, true, "a word that was spelt otherwise before")
/* clang-format on */

#endif
