/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_INTERRUPTION_H
#define CMD_INTERRUPTION_H

#include <signal.h>

/* The signal that asked to stop, or 0. */
extern volatile sig_atomic_t interruption;

/* From now on Ctrl-C and the like are kept in `interruption`; the second time ends all. */
void catch_signals(void);

/* Ends by the signal that came, so that whoever waits for this process sees it, which stops a script. */
void end_by_signal(void);

#endif
