/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "text/value_parts.h"

enum { MOST_EXPONENT = 60 };

bool padan_decimal_make(struct padan_decimal *out, int64_t digits, int exponent)
{
    if (digits == 0)
        exponent = 0;
    while (digits != 0 && digits % 10 == 0) {
        digits /= 10;
        exponent++;
    }
    *out = (struct padan_decimal){ digits, exponent };
    return abs(exponent) <= MOST_EXPONENT;
}

/* Writes the number with a smaller exponent. */
static bool lower(int64_t *digits, struct padan_decimal number, int exponent)
{
    *digits = number.digits;
    for (int at = number.exponent; at > exponent; at--) {
        if (__builtin_mul_overflow(*digits, 10, digits))
            return false;
    }
    return true;
}

bool padan_decimal_add(struct padan_decimal *out, struct padan_decimal added)
{
    int exponent = out->exponent < added.exponent ? out->exponent : added.exponent;
    int64_t left, right;
    if (!lower(&left, *out, exponent) || !lower(&right, added, exponent) || __builtin_add_overflow(left, right, &left))
        return false;
    return padan_decimal_make(out, left, exponent);
}

bool padan_decimal_whole(struct padan_decimal number, int64_t least, int64_t most, int64_t *out)
{
    return number.exponent >= 0 && lower(out, number, 0) && *out >= least && *out <= most;
}

void padan_decimal_write(struct padan_buffer *out, struct padan_decimal number)
{
    char digits[24];
    int64_t rest = number.digits;
    int count = 0;
    if (rest < 0)
        padan_buffer_byte(out, '-');
    for (; rest != 0; rest /= 10)
        digits[count++] = (char)('0' + llabs(rest % 10));
    if (count + number.exponent <= 0)
        padan_buffer_byte(out, '0');
    if (count + number.exponent < 0)
        padan_buffer_byte(out, '.');
    for (int zero = count; zero < -number.exponent; zero++)
        padan_buffer_byte(out, '0');
    for (int at = count; at > 0; at--) {
        if (at == -number.exponent)
            padan_buffer_byte(out, '.');
        padan_buffer_byte(out, digits[at - 1]);
    }
    for (int zero = 0; zero < number.exponent; zero++)
        padan_buffer_byte(out, '0');
}
