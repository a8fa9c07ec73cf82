/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_HTML_H
#define CMD_HTML_H

#include <padan/output.h>

/* Writes text that is fit for a screen, with what HTML would take for markup escaped. */
int html_put(struct padan_output *output, const char *text, size_t size, struct padan_error *error);

#endif
