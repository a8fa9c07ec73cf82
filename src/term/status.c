/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/term.h>

#include <string.h>
#include <strings.h>

#include "text/words.h"

static const char *const names[] = { "", "preferred", "admitted", "deprecated" };

/* As TBX-Basic, UTX, and tables of several programs spell them. */
static const struct {
    const char *name;
    enum padan_term_status status;
} spellings[] = {
    { "preferred", PADAN_TERM_PREFERRED },
    { "preferredTerm-admn-sts", PADAN_TERM_PREFERRED },
    { "preferredTerm", PADAN_TERM_PREFERRED },
    { "approved", PADAN_TERM_PREFERRED },
    { "standardizedTerm-admn-sts", PADAN_TERM_PREFERRED },
    { "admitted", PADAN_TERM_ADMITTED },
    { "admittedTerm-admn-sts", PADAN_TERM_ADMITTED },
    { "admittedTerm", PADAN_TERM_ADMITTED },
    { "provisional", PADAN_TERM_ADMITTED },
    { "non-standard", PADAN_TERM_ADMITTED },
    { "deprecated", PADAN_TERM_DEPRECATED },
    { "deprecatedTerm-admn-sts", PADAN_TERM_DEPRECATED },
    { "deprecatedTerm", PADAN_TERM_DEPRECATED },
    { "supersededTerm-admn-sts", PADAN_TERM_DEPRECATED },
    { "superseded", PADAN_TERM_DEPRECATED },
    { "forbidden", PADAN_TERM_DEPRECATED },
    { "not recommended", PADAN_TERM_DEPRECATED },
};

const char *padan_term_status_name(enum padan_term_status status)
{
    return names[status];
}

bool padan_term_status_parse(struct padan_string text, enum padan_term_status *status)
{
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        if (text.size == strlen(spellings[i].name) && strncasecmp(text.data, spellings[i].name, text.size) == 0) {
            *status = spellings[i].status;
            return true;
        }
    }
    return false;
}

bool padan_term_has(const struct padan_term *term, struct padan_string part)
{
    struct padan_buffer text = { 0 }, sought = { 0 };
    bool folded =
        padan_word_fold(&text, term->text, NULL) == PADAN_OK && padan_word_fold(&sought, part, NULL) == PADAN_OK;
    bool found = folded && sought.size > 0 && memmem(text.data, text.size, sought.data, sought.size);
    padan_buffer_free(&text);
    padan_buffer_free(&sought);
    return found;
}
