/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx.h"

#include <string.h>

/* The parts of a date, in the order of `struct tm`-less arithmetic: all counted from what the calendar prints. */
struct date {
    int year, month, day, hour, minute, second;
};

/* Takes exactly `digits` digits off the text. */
static bool take_number(struct padan_string *text, int digits, int *number)
{
    *number = 0;
    if (text->size < (size_t)digits)
        return false;
    for (int i = 0; i < digits; i++) {
        char c = text->data[i];
        if (c < '0' || c > '9')
            return false;
        *number = *number * 10 + (c - '0');
    }
    text->data += digits;
    text->size -= (size_t)digits;
    return true;
}

static bool take_byte(struct padan_string *text, const char *choice)
{
    if (text->size == 0 || !text->data[0] || !strchr(choice, text->data[0]))
        return false;
    text->data++;
    text->size--;
    return true;
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* Moves a date by less than a day. */
static void add_minutes(struct date *date, int minutes)
{
    int total = date->hour * 60 + date->minute + minutes;
    int shift = total < 0 ? -1 : total >= 24 * 60 ? 1 : 0;
    total -= shift * 24 * 60;
    date->hour = total / 60;
    date->minute = total % 60;
    date->day += shift;
    if (date->day < 1) {
        if (--date->month < 1) {
            date->month = 12;
            date->year--;
        }
        date->day = days_in_month(date->year, date->month);
    } else if (date->day > days_in_month(date->year, date->month)) {
        date->day = 1;
        if (++date->month > 12) {
            date->month = 1;
            date->year++;
        }
    }
}

/* "Z", "+07:00", "-0330" or nothing, which is taken as UTC; answers minutes east. */
static bool take_zone(struct padan_string *text, int *minutes)
{
    *minutes = 0;
    if (text->size == 0 || take_byte(text, "Zz"))
        return text->size == 0;
    int sign = text->data[0] == '-' ? -1 : 1;
    int hour, minute = 0;
    if (!take_byte(text, "+-") || !take_number(text, 2, &hour))
        return false;
    take_byte(text, ":");
    if (text->size > 0 && !take_number(text, 2, &minute))
        return false;
    *minutes = sign * (hour * 60 + minute);
    return text->size == 0 && hour < 24 && minute < 60;
}

static bool take_time(struct padan_string *text, struct date *date)
{
    if (!take_number(text, 2, &date->hour))
        return false;
    take_byte(text, ":");
    if (!take_number(text, 2, &date->minute))
        return false;
    take_byte(text, ":");
    if (!take_number(text, 2, &date->second))
        return false;
    int digit;
    if (take_byte(text, ".,"))
        while (take_number(text, 1, &digit))
            ;
    return date->hour < 24 && date->minute < 60 && date->second <= 60;
}

static bool take_day(struct padan_string *text, struct date *date)
{
    if (!take_number(text, 4, &date->year))
        return false;
    take_byte(text, "-");
    if (!take_number(text, 2, &date->month))
        return false;
    take_byte(text, "-");
    return take_number(text, 2, &date->day) && date->year >= 1 && date->month >= 1 && date->month <= 12 &&
           date->day >= 1 && date->day <= days_in_month(date->year, date->month);
}

bool padan_tmx_date_is_regular(struct padan_string text)
{
    struct date date;
    if (text.size != 16 || text.data[8] != 'T' || text.data[15] != 'Z')
        return false;
    /* Eight digits leave no room for what may divide them, and neither do six. */
    struct padan_string day = { text.data, 8 }, time = { text.data + 9, 6 };
    return take_day(&day, &date) && take_time(&time, &date);
}

bool padan_tmx_date(struct padan_buffer *out, struct padan_string text)
{
    struct date date = { .hour = 0 };
    int zone = 0;
    if (!take_day(&text, &date))
        return false;
    if (take_byte(&text, "Tt ") && !(take_time(&text, &date) && take_zone(&text, &zone)))
        return false;
    if (text.size > 0)
        return false;
    add_minutes(&date, -zone);
    padan_buffer_format(out, "%04d%02d%02dT%02d%02d%02dZ", date.year, date.month, date.day, date.hour, date.minute,
                        date.second);
    return true;
}
