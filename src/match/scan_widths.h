/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widths of scan_lanes.h and scan_parts.h, and what a kernel makes of them; included with the same things defined.
 */
#define WIDTH 0
#define WORD uint8_t
#include "match/scan_lanes.h"
#define WIDTH 1
#define WORD uint16_t
#include "match/scan_lanes.h"
#define WIDTH 2
#define WORD uint32_t
#include "match/scan_lanes.h"
#define WIDTH 3
#define WORD uint64_t
#include "match/scan_lanes.h"
#define PARTS 2
#include "match/scan_parts.h"
#define PARTS 4
#include "match/scan_parts.h"

static void distances(const struct padan_scan_pattern *pattern, const struct padan_scan_band *band, unsigned width,
                      const uint8_t *const *texts, size_t count, uint16_t *out)
{
    static void (*const of_width[])(const struct padan_scan_pattern *, const struct padan_scan_band *,
                                    const uint8_t *const *, size_t,
                                    uint16_t *) = { distances_uint8_t,  distances_uint16_t, distances_uint32_t,
                                                    distances_uint64_t, distances_2,        distances_4 };
    for (size_t start = 0; start < count; start += LANES) {
        const uint8_t *lanes[LANES];
        size_t given = count - start < LANES ? count - start : LANES;
        for (size_t i = 0; i < LANES; i++)
            lanes[i] = texts[start + (i < given ? i : 0)];
        of_width[width](pattern, band, lanes, given, out + start);
    }
}
