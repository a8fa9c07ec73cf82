/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/exchange.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/file.h"
#include "exchange/format.h"

#define DECLARE(name, title, endings, reads, writes, purpose) extern const struct padan_format padan_format_##name;
PADAN_FORMATS(DECLARE)
#undef DECLARE

static const struct padan_format_info infos[] = {
#define INFO(name, title, endings, reads, writes, purpose) { #name, title, endings, reads, writes, purpose },
    PADAN_FORMATS(INFO)
#undef INFO
        { NULL, NULL, NULL, false, false, NULL },
};

static const struct padan_format *const formats[] = {
#define FORMAT(name, title, endings, reads, writes, purpose) &padan_format_##name,
    PADAN_FORMATS(FORMAT)
#undef FORMAT
};

const struct padan_format_info *padan_exchange_formats(void)
{
    return infos;
}

static bool has_ending(const char *endings, const char *ending)
{
    size_t size = strlen(ending);
    for (const char *at = endings; size > 0 && *at; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        if (length == size && strncasecmp(at, ending, size) == 0)
            return true;
        at += length;
    }
    return false;
}

const char *padan_exchange_format_of(const char *path)
{
    const char *ending = padan_file_extension(path);
    for (const struct padan_format_info *info = infos; info->name; info++)
        if (has_ending(info->endings, ending))
            return info->name;
    return NULL;
}

/* "tmx, jsonl and tsv": the names of the formats that read, or of those that write. */
static const char *names_of(char out[256], bool writing)
{
    size_t count = 0, size = 0, number = 0;
    for (const struct padan_format_info *info = infos; info->name; info++)
        count += writing ? info->writes : info->reads;
    for (const struct padan_format_info *info = infos; info->name && size < 256; info++) {
        if (!(writing ? info->writes : info->reads))
            continue;
        const char *before = number == 0 ? "" : number + 1 == count ? " and " : ", ";
        size += (size_t)snprintf(out + size, 256 - size, "%s%s", before, info->name);
        number++;
    }
    return out;
}

static const struct padan_format *format_named(const char *name)
{
    for (size_t i = 0; infos[i].name; i++)
        if (strcmp(infos[i].name, name) == 0)
            return formats[i];
    return NULL;
}

static const struct padan_format *format_by_content(struct padan_string head)
{
    for (size_t i = 0; infos[i].name; i++)
        if (formats[i]->recognises && formats[i]->recognises(head))
            return formats[i];
    return NULL;
}

bool padan_exchange_recognises(struct padan_string head)
{
    return format_by_content(head) != NULL;
}

/* The caller's word counts first, then what is plain to see in the file, then its name; a tab makes it TSV last. */
static int choose_format(const struct padan_format **out, struct padan_input *input, struct padan_error *error)
{
    const char *named = input->options->format;
    char names[256];
    if (named) {
        *out = format_named(named);
        return *out ? PADAN_OK
                    : padan_error_in(error, PADAN_ERROR_FORMAT, input->name,
                                     "\"%s\" is not a format that padan reads; it reads %s", named,
                                     names_of(names, false));
    }
    struct padan_string head;
    int status = padan_input_window(input, 4096, &head, error);
    if (status != PADAN_OK)
        return status;
    char room[PADAN_ERROR_INPUT_SIZE];
    const char *by_name = padan_exchange_format_of(padan_input_inner_name(input, room, sizeof room));
    *out = format_by_content(head);
    if (!*out && by_name)
        *out = format_named(by_name);
    if (!*out && memchr(head.data, '\t', head.size))
        *out = &padan_format_tsv;
    if (!*out)
        return padan_error_at(error, PADAN_ERROR_FORMAT, input->name, 1,
                              "is in no format that can be told by its content or its ending; name it: padan reads %s",
                              names_of(names, false));
    return PADAN_OK;
}

/* What the file says of itself and is not so. */
static void tell_beforehand(struct padan_reading *reading)
{
    const struct padan_input *input = reading->input;
    if (input->misnamed)
        padan_reading_fault(reading, PADAN_ERROR_ENCODING, 1,
                            "says that it is in UTF-16 or UTF-32, but its bytes are not; it is read as UTF-8");
}

/* What is known once the file has been read. */
static void tell_afterwards(struct padan_reading *reading)
{
    const struct padan_unpack *unpack = &reading->input->unpack;
    if (unpack->troubled)
        padan_reading_fault(reading, unpack->fault.status, 0, "%s", unpack->fault.message);
    padan_reading_tell_encoding(reading);
    if (unpack->further > 0)
        padan_reading_mend(
            reading, PADAN_MENDED_DECLARATION, 0, "\"%s\" is read; %d more %s", unpack->member, unpack->further,
            padan_noun(unpack->further, "file in it is not: unpack it", "files in it are not: unpack them"));
    padan_reading_tell_rest(reading);
}

int padan_exchange_read_input(struct padan_input *input, const struct padan_exchange_options *options,
                              const struct padan_header_sink *header, const struct padan_unit_sink *sink,
                              struct padan_exchange_summary *summary, struct padan_error *error)
{
    const struct padan_format *format;
    int status = choose_format(&format, input, error);
    if (status != PADAN_OK)
        return status;
    struct padan_reading reading = { .options = options,
                                     .header = header,
                                     .sink = sink,
                                     .input = input,
                                     .languages = { .source = options->source, .target = options->target } };
    tell_beforehand(&reading);
    status = format->read(&reading, error);
    tell_afterwards(&reading);
    if (status == PADAN_OK)
        status = padan_reading_check(&reading, error);
    free(reading.kept);
    free(reading.properties);
    padan_table_free(&reading.tags);
    if (summary)
        *summary = reading.summary;
    return status;
}

int padan_exchange_check(const struct padan_exchange_options *options, struct padan_error *error)
{
    char canonical[PADAN_LANGUAGE_SIZE];
    int status = options->source ? padan_language_canonical(canonical, options->source, error) : PADAN_OK;
    if (status == PADAN_OK && options->target)
        status = padan_language_canonical(canonical, options->target, error);
    return status;
}

int padan_exchange_read(const char *path, const struct padan_exchange_options *options,
                        const struct padan_header_sink *header, const struct padan_unit_sink *sink,
                        struct padan_exchange_summary *summary, struct padan_error *error)
{
    static const struct padan_exchange_options defaults = PADAN_EXCHANGE_OPTIONS_INIT;
    if (!options)
        options = &defaults;
    if (summary)
        *summary = (struct padan_exchange_summary){ .read = 0 };
    int status = padan_exchange_check(options, error);
    if (status != PADAN_OK)
        return status;
    struct padan_input input;
    status = padan_input_open(&input, path, options, (struct padan_stop){ 0 }, error);
    if (status == PADAN_OK)
        status = padan_exchange_read_input(&input, options, header, sink, summary, error);
    padan_input_close(&input);
    return status;
}

static bool copy_option(const char **option)
{
    if (!*option)
        return true;
    *option = strdup(*option);
    return *option != NULL;
}

/* Writes what goes to the second file of a pair. */
static int flush_companion(struct padan_writer *writer, struct padan_error *error)
{
    struct padan_buffer *out = &writer->companion;
    if (out->failed)
        return padan_error_allocation(error);
    if (out->size == 0)
        return PADAN_OK;
    int status = padan_output_write(writer->options.companion, out->data, out->size, error);
    padan_buffer_clear(out);
    return status;
}

/* Writes what the format has put into the buffer. */
static int flush(struct padan_writer *writer, int status, struct padan_error *error)
{
    if (writer->options.wide && !writer->buffer.failed) {
        padan_buffer_clear(&writer->scratch);
        padan_append_wide(&writer->scratch, (struct padan_string){ writer->buffer.data, writer->buffer.size },
                          !writer->begun);
    }
    writer->begun = true;
    if (status == PADAN_OK && (writer->buffer.failed || writer->scratch.failed))
        status = padan_error_allocation(error);
    const struct padan_buffer *out = writer->options.wide ? &writer->scratch : &writer->buffer;
    if (status == PADAN_OK)
        status = padan_output_write(writer->output, out->data, out->size, error);
    padan_buffer_clear(&writer->buffer);
    return status == PADAN_OK ? flush_companion(writer, error) : status;
}

int padan_writer_open(struct padan_writer **out, const char *format, struct padan_output *output,
                      const struct padan_writer_options *options, struct padan_error *error)
{
    *out = NULL;
    const struct padan_format *found = format ? format_named(format) : NULL;
    char names[256];
    if (!found || !found->put)
        return padan_error_set(error, PADAN_ERROR_FORMAT, "\"%s\" is not a format that padan writes; it writes %s",
                               format ? format : "", names_of(names, true));
    struct padan_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return padan_error_allocation(error);
    writer->format = found;
    writer->output = output;
    if (options)
        writer->options = *options;
    writer->options.wide &= found == &padan_format_tmx;
    bool copied = copy_option(&writer->options.source);
    copied &= copy_option(&writer->options.target);
    copied &= copy_option(&writer->options.note);
    copied &= copy_option(&writer->options.plural_forms);
    writer->languages.source = writer->options.source;
    writer->languages.target = writer->options.target;
    int status = copied ? found->begin(writer, error) : padan_error_allocation(error);
    status = flush(writer, status, error);
    if (status != PADAN_OK) {
        padan_writer_discard(writer);
        return status;
    }
    *out = writer;
    return PADAN_OK;
}

int padan_writer_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error)
{
    int status = flush(writer, writer->format->put(writer, unit, error), error);
    writer->units += status == PADAN_OK;
    return status;
}

int padan_writer_close(struct padan_writer *writer, struct padan_writer_summary *summary, struct padan_error *error)
{
    int status = flush(writer, writer->format->end(writer, error), error);
    if (summary)
        *summary = (struct padan_writer_summary){ .units = writer->units - writer->left_out,
                                                  .left_out = writer->left_out,
                                                  .dropped = writer->dropped };
    padan_writer_discard(writer);
    return status;
}

void padan_writer_discard(struct padan_writer *writer)
{
    if (!writer)
        return;
    free((char *)writer->options.source);
    free((char *)writer->options.target);
    free((char *)writer->options.note);
    free((char *)writer->options.plural_forms);
    padan_buffer_free(&writer->buffer);
    padan_buffer_free(&writer->scratch);
    padan_buffer_free(&writer->companion);
    if (writer->state)
        writer->release(writer->state);
    free(writer);
}
