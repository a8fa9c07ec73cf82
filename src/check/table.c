/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "check/checking.h"

#define NOTE PADAN_SEVERITY_NOTE
#define WARNING PADAN_SEVERITY_WARNING
#define ERROR PADAN_SEVERITY_ERROR

#define INFO(NAME, name, id, severity, on, summary) { id, severity, on, summary },
static const struct padan_check_info infos[] = { PADAN_CHECKS(INFO){ NULL, NOTE, false, NULL } };

#define RUN(NAME, name, id, severity, on, summary) padan_check_##name,
padan_check_function *const padan_check_functions[] = { PADAN_CHECKS(RUN) };

const struct padan_check_info *padan_checks(void)
{
    return infos;
}

const char *padan_severity_name(enum padan_severity severity)
{
    static const char *const names[] = { "note", "warning", "error" };
    return names[severity];
}

bool padan_severity_parse(const char *name, enum padan_severity *severity)
{
    for (int i = PADAN_SEVERITY_NOTE; i <= PADAN_SEVERITY_ERROR; i++) {
        if (strcmp(name, padan_severity_name((enum padan_severity)i)) == 0) {
            *severity = (enum padan_severity)i;
            return true;
        }
    }
    return false;
}
