/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "interruption.h"

#include <stddef.h>

volatile sig_atomic_t interruption;

static void interrupt(int number)
{
    interruption = number;
}

void catch_signals(void)
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction action = { .sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND };
    struct sigaction before;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
}

void end_by_signal(void)
{
    signal(interruption, SIG_DFL);
    raise(interruption);
}
