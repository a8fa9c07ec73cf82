/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meter.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "message.h"

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void meter_begin(struct meter *meter, const char *name, const int64_t *units)
{
    *meter = (struct meter){ .name = name, .units = units, .began = now() };
}

/* Whether it is time for another line. */
static bool is_due(struct meter *meter)
{
    meter->at = now();
    if (isatty(STDERR_FILENO) != 1 || meter->at - meter->told < .2)
        return false;
    meter->told = meter->at;
    return true;
}

/* ", 1:05 left", once there is something to reckon with. */
static const char *time_left(char out[40], const struct meter *meter, int64_t done, int64_t total)
{
    double elapsed = meter->at - meter->began;
    out[0] = '\0';
    if (elapsed < 1 || done <= 0 || total < done)
        return out;
    int64_t seconds = (int64_t)(elapsed * (double)(total - done) / (double)done + .5);
    snprintf(out, 40, ", %" PRId64 ":%02" PRId64 " left", seconds / 60, seconds % 60);
    return out;
}

static const char *unit_rate(char out[64], const struct meter *meter, int64_t units)
{
    double elapsed = meter->at - meter->began;
    snprintf(out, 64, "%" PRId64 " %s, %.0f a second", units, noun(units, "unit", "units"),
             elapsed > 0 ? (double)units / elapsed : 0.0);
    return out;
}

void meter_bytes(void *context, int64_t done, int64_t total)
{
    struct meter *meter = context;
    char rate[64], left[40], of[40] = "";
    if (!is_due(meter))
        return;
    if (total > 0)
        snprintf(of, sizeof of, " of %.1f", (double)total / 1e6);
    if (meter->units)
        progress("%s: %.1f%s MB, %s%s", meter->name, (double)done / 1e6, of, unit_rate(rate, meter, *meter->units),
                 time_left(left, meter, done, total));
    else
        progress("%s: %.1f%s MB%s", meter->name, (double)done / 1e6, of, time_left(left, meter, done, total));
}

void meter_units(struct meter *meter, int64_t done, int64_t total)
{
    char rate[64], left[40];
    /* A clock for each unit would be a twentieth of the time. */
    if (done / 256 == meter->block)
        return;
    meter->block = done / 256;
    if (is_due(meter))
        progress("%s: %s%s", meter->name, unit_rate(rate, meter, done), time_left(left, meter, done, total));
}
