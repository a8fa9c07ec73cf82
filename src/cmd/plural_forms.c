/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plural_forms.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "utf8.h"

struct search {
    const char *language;
    char **out;
};

/* What stands behind `key` at the start of a line, without the blanks around it. */
static struct padan_string field(struct padan_string text, const char *key)
{
    size_t size = strlen(key);
    for (size_t at = 0, end; at < text.size; at = end + 1) {
        const char *feed = memchr(text.data + at, '\n', text.size - at);
        end = feed ? (size_t)(feed - text.data) : text.size;
        if (end - at < size || strncasecmp(text.data + at, key, size) != 0)
            continue;
        size_t from = at + size;
        while (from < end && strchr(" \t", text.data[from]))
            from++;
        while (end > from && strchr(" \t\r", text.data[end - 1]))
            end--;
        return (struct padan_string){ text.data + from, end - from };
    }
    return padan_string(NULL);
}

/* The template of a new file says INTEGER and EXPRESSION. */
static bool is_rule(struct padan_string rule)
{
    return rule.size > 0 && !memmem(rule.data, rule.size, "EXPRESSION", 10);
}

static int look(void *context, const struct padan_property *properties, size_t count, struct padan_error *error)
{
    const struct search *search = context;
    for (size_t i = 0; i < count; i++) {
        char tag[PADAN_LANGUAGE_SIZE] = "";
        struct padan_string name = properties[i].name, value = properties[i].value;
        if (name.size != strlen("po-header") || memcmp(name.data, "po-header", name.size) != 0)
            continue;
        struct padan_string language = field(value, "Language:"), rule = field(value, "Plural-Forms:");
        if (language.size >= sizeof tag || !is_rule(rule))
            continue;
        memcpy(tag, language.data ? language.data : "", language.size);
        if (!padan_language_matches(search->language, tag))
            continue;
        *search->out = strndup(rule.data, rule.size);
        return *search->out ? PADAN_OK : no_memory(error);
    }
    return PADAN_OK;
}

int plural_forms_find(char **out, struct padan_memory *memory, const char *language, struct padan_error *error)
{
    struct search search = { language, out };
    struct padan_header_sink sink = { .put = look, .context = &search };
    struct padan_memory_info info;
    *out = NULL;
    int status = padan_memory_info(memory, &info, error);
    if (status != PADAN_OK)
        return status;
    for (size_t i = info.batch_count; i-- > 0 && !*out && status == PADAN_OK;)
        if (strcmp(info.batches[i].kind, "import") == 0 && strcmp(info.batches[i].state, "undone") != 0)
            status = padan_memory_batch_header(memory, info.batches[i].number, &sink, error);
    padan_memory_info_free(&info);
    return status;
}
