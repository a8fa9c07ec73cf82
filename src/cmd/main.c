/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/padan.h>

#include <stdio.h>

int main(void)
{
    printf("padan %s\n", padan_version());
    return 0;
}
