/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READ_HTML_PARSE_H
#define READ_HTML_PARSE_H

#include <gumbo.h>

#include <padan/text.h>

/* Gumbo's tree of a source, with all the memory that gumbo took for it. */
struct padan_html;

/*
 * Parses HTML. Gumbo knows no failure of memory, takes a function call for each level when it frees a tree, and may
 * take the square of the input's size in time or memory where tags are badly nested; so it gets its memory from
 * here, within bounds, and is left in mid-work when they are met.
 * Errors: PADAN_ERROR_LIMIT, PADAN_ERROR_ALLOCATION.
 */
int padan_html_parse(struct padan_html **out, struct padan_string source, const char *name, struct padan_error *error);

const GumboOutput *padan_html_output(const struct padan_html *html);
void padan_html_free(struct padan_html *html);

#endif
