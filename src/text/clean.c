/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/decoding.h"

#include <string.h>

/* Controls that texts do not use; NUL among them. */
static bool is_control(unsigned char byte)
{
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f') || byte == 0x7F;
}

static void note(struct padan_controls *controls, unsigned control, size_t line)
{
    if (controls->count++ == 0) {
        controls->line = line;
        controls->first = control;
    }
    controls->nul_count += control == 0;
}

/* Line ends in place, since LF is never longer than what it stands for; controls are counted on the way. */
static void fold_lines(struct padan_buffer *text, struct padan_controls *controls)
{
    size_t kept = 0, line = 1;
    for (size_t at = 0; at < text->size; at++) {
        char byte = text->data[at];
        if (byte == '\r') {
            if (at + 1 < text->size && text->data[at + 1] == '\n')
                at++;
            byte = '\n';
        }
        line += byte == '\n';
        if (is_control((unsigned char)byte))
            note(controls, (unsigned char)byte, line);
        else if ((unsigned char)byte == 0xC2 && at + 1 < text->size && (unsigned char)text->data[at + 1] < 0xA0 &&
                 (unsigned char)text->data[at + 1] != 0x85)
            note(controls, (unsigned char)text->data[at + 1], line);
        text->data[kept++] = byte;
    }
    text->size = kept;
    if (text->data)
        text->data[kept] = '\0';
}

/* NUL becomes U+FFFD, since no text with NUL can be stored. */
static void replace_nul(struct padan_buffer *text, size_t count)
{
    struct padan_buffer out = { 0 };
    padan_buffer_reserve(&out, text->size + 2 * count);
    const char *at = text->data, *end = text->data + text->size;
    while (at < end && !out.failed) {
        const char *nul = memchr(at, '\0', (size_t)(end - at));
        padan_buffer_append(&out, at, (size_t)((nul ? nul : end) - at));
        if (!nul)
            break;
        padan_buffer_text(&out, "\xEF\xBF\xBD");
        at = nul + 1;
    }
    padan_buffer_free(text);
    *text = out;
}

void padan_clean(struct padan_buffer *text, struct padan_controls *controls)
{
    *controls = (struct padan_controls){ 0 };
    fold_lines(text, controls);
    if (controls->nul_count > 0)
        replace_nul(text, controls->nul_count);
}
