/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/padan.h>

const char *padan_version(void)
{
    return PACKAGE_VERSION;
}
