/* SPDX-License-Identifier: GPL-3.0-or-later */
/* padan: a multilingual translation-memory toolkit. */
#ifndef PADAN_PADAN_H
#define PADAN_PADAN_H

#include <padan/align.h>
#include <padan/check.h>
#include <padan/dictionary.h>
#include <padan/document.h>
#include <padan/error.h>
#include <padan/exchange.h>
#include <padan/find.h>
#include <padan/leverage.h>
#include <padan/match.h>
#include <padan/memory.h>
#include <padan/output.h>
#include <padan/score.h>
#include <padan/segment.h>
#include <padan/term.h>
#include <padan/text.h>
#include <padan/translate.h>
#include <padan/unit.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library, "0.1.0"; lives for ever. */
PADAN_API const char *padan_version(void);

#ifdef __cplusplus
}
#endif

#endif
