/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char folder[64], path[96];

void remove_folder(const char *name)
{
    DIR *open = opendir(name);
    char entry[512];
    for (struct dirent *item; open && (item = readdir(open));) {
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0)
            continue;
        snprintf(entry, sizeof entry, "%s/%s", name, item->d_name);
        if (unlink(entry) != 0)
            remove_folder(entry);
    }
    if (open)
        closedir(open);
    rmdir(name);
}

int set_up(void **unused)
{
    (void)unused;
    strcpy(folder, "/tmp/padan-match-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/m.padan", folder);
    return 0;
}

int tear_down(void **unused)
{
    (void)unused;
    remove_folder(folder);
    return 0;
}
