/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "utf8.h"

enum { PLAIN_WIDTH = 100, WIDTH_MIN = 40, WIDTH_MAX = 400 };

static const char bold[] = "\033[1m", plain[] = "\033[0m";

static size_t terminal_width(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return PLAIN_WIDTH;
    if (size.ws_col < WIDTH_MIN)
        return WIDTH_MIN;
    return size.ws_col > WIDTH_MAX ? WIDTH_MAX : size.ws_col;
}

struct screen screen_of(struct padan_output *output)
{
    const char *no_colour = getenv("NO_COLOR"), *kind = getenv("TERM");
    struct screen screen = { .output = output, .width = PLAIN_WIDTH };
    screen.terminal = padan_output_is_terminal(output);
    if (screen.terminal)
        screen.width = terminal_width();
    screen.colour = screen.terminal && !(no_colour && *no_colour) && kind && strcmp(kind, "dumb") != 0;
    return screen;
}

/* Bytes of the character at `text`, which is valid UTF-8. */
static size_t character_size(const char *text)
{
    size_t size = 1;
    while (((unsigned char)text[size] & 0xC0) == 0x80)
        size++;
    return size;
}

static bool is_control(const char *text)
{
    unsigned char first = (unsigned char)text[0], second = (unsigned char)text[1];
    return first < 0x20 || first == 0x7F || (first == 0xC2 && second < 0xA0);
}

/* White space folded; what is not UTF-8 replaced first. */
static char *fold(struct padan_string text, struct padan_error *error)
{
    char *folded = NULL, *copy;
    size_t size;
    if (padan_text_fold_space(&folded, &size, text, error) != PADAN_ERROR_ENCODING)
        return folded;
    if ((copy = utf8_copy(text)))
        padan_text_fold_space(&folded, &size, padan_string(copy), error);
    else
        no_memory(error);
    free(copy);
    return folded;
}

static bool is_mark(char byte)
{
    return byte == SCREEN_MARK || byte == SCREEN_MARK_END;
}

static char *make_safe(struct padan_string text, bool keeps_marks, struct padan_error *error)
{
    char *folded = fold(text, error);
    if (!folded)
        return NULL;
    size_t size = strlen(folded);
    /* A control of one byte becomes three. */
    char *safe = size < SIZE_MAX / 3 ? malloc(size * 3 + 1) : NULL;
    char *to = safe;
    for (size_t at = 0; safe && at < size;) {
        size_t width = character_size(folded + at);
        bool control = is_control(folded + at) && !(keeps_marks && is_mark(folded[at]));
        memcpy(to, control ? "\xEF\xBF\xBD" : folded + at, control ? 3 : width);
        to += control ? 3 : width;
        at += width;
    }
    if (to)
        *to = '\0';
    else
        no_memory(error);
    free(folded);
    return safe;
}

char *screen_text(struct padan_string text, struct padan_error *error)
{
    return make_safe(text, false, error);
}

char *screen_marked_text(struct padan_string text, struct padan_error *error)
{
    return make_safe(text, true, error);
}

static size_t character_width(const struct screen *screen, const char *text, size_t size)
{
    if (is_mark(*text))
        return screen->colour ? 0 : 1;
    return padan_text_width((struct padan_string){ text, size });
}

/* The bytes that fit in `width` columns, to the last space before where there is one; one character at least. */
static size_t line_size(const struct screen *screen, const char *text, size_t width, size_t *columns)
{
    size_t at = 0, space = 0, space_columns = 0;
    *columns = 0;
    while (text[at]) {
        size_t size = character_size(text + at);
        size_t wide = character_width(screen, text + at, size);
        if (text[at] == ' ') {
            space = at;
            space_columns = *columns;
        }
        if (*columns + wide > width && at > 0) {
            *columns = space > 0 ? space_columns : *columns;
            return space > 0 ? space : at;
        }
        *columns += wide;
        at += size;
    }
    return at;
}

size_t screen_cut(const char *text, size_t columns)
{
    size_t at = 0, used = 0;
    while (text[at]) {
        size_t size = character_size(text + at);
        used += padan_text_width((struct padan_string){ text + at, size });
        if (used > columns)
            break;
        at += size;
    }
    return at;
}

int screen_put(const struct screen *screen, const char *text, size_t size, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t at = 0; status == PADAN_OK && at < size;) {
        size_t run = at;
        while (run < size && !is_mark(text[run]))
            run++;
        status = padan_output_write(screen->output, text + at, run - at, error);
        if (status == PADAN_OK && run < size) {
            bool begins = text[run] == SCREEN_MARK;
            const char *shown = screen->colour ? (begins ? bold : plain) : (begins ? "[" : "]");
            status = padan_output_format(screen->output, error, "%s", shown);
        }
        at = run + 1;
    }
    return status;
}

/* One column of a pair: what is left of its text. */
struct cell {
    const char *rest;
    bool marked; /* a mark is open where the rest begins */
};

static int put_line(const struct screen *screen, struct cell *cell, size_t width, bool pad, struct padan_error *error)
{
    size_t columns;
    size_t size = line_size(screen, cell->rest, width, &columns);
    int status = PADAN_OK;
    if (cell->marked && screen->colour)
        status = padan_output_format(screen->output, error, "%s", bold);
    if (status == PADAN_OK)
        status = screen_put(screen, cell->rest, size, error);
    for (size_t i = 0; i < size; i++)
        cell->marked = is_mark(cell->rest[i]) ? cell->rest[i] == SCREEN_MARK : cell->marked;
    if (status == PADAN_OK && cell->marked && screen->colour)
        status = padan_output_format(screen->output, error, "%s", plain);
    if (status == PADAN_OK && pad)
        status = padan_output_format(screen->output, error, "%*s", (int)(columns < width ? width - columns : 0), "");
    cell->rest += size;
    cell->rest += *cell->rest == ' ';
    return status;
}

int screen_put_pair(const struct screen *screen, const char *label, size_t label_width, const char *left,
                    const char *right, struct padan_error *error)
{
    size_t width = (screen->width - label_width - 3) / 2;
    struct cell source = { .rest = left }, target = { .rest = right };
    int status = padan_output_format(screen->output, error, "%s", label);
    for (bool first = true; status == PADAN_OK && (first || *source.rest || *target.rest); first = false) {
        if (!first)
            status = padan_output_format(screen->output, error, "%*s", (int)label_width, "");
        if (status == PADAN_OK)
            status = put_line(screen, &source, width, true, error);
        if (status == PADAN_OK)
            status = padan_output_format(screen->output, error, *target.rest ? " | " : " |");
        if (status == PADAN_OK)
            status = put_line(screen, &target, width, false, error);
        if (status == PADAN_OK)
            status = padan_output_write(screen->output, "\n", 1, error);
    }
    return status;
}

int put_one_line(struct padan_output *output, struct padan_string text, struct padan_error *error)
{
    char *folded;
    size_t size;
    int status = padan_text_fold_space(&folded, &size, text, error);
    if (status == PADAN_OK)
        status = padan_output_write(output, folded, size, error);
    free(folded);
    return status;
}
