/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/input.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "text/decoding.h"
#include "text/utf8.h"

/* Each piece that is read is twice the one before: most files are small. */
static const size_t read_size_first = 16 * 1024, read_size = 256 * 1024;
static const size_t sniff_size = 4096;

/* Reads bytes of the file itself; none where all were given beforehand. */
static int read_source(void *context, char *out, size_t size, size_t *got, struct padan_error *error)
{
    struct padan_input *input = context;
    ssize_t count = 0;
    if (input->descriptor >= 0) {
        do {
            /* A signal may have come while a pipe was silent. */
            if (input->stop.asked && input->stop.asked(input->stop.context))
                return padan_error_in(error, PADAN_ERROR_STOPPED, input->name, "the reading was stopped");
            count = read(input->descriptor, out, size);
        } while (count < 0 && errno == EINTR);
    }
    if (count < 0)
        return padan_error_system(error, input->name, "cannot be read", errno);
    *got = (size_t)count;
    input->fetched += count;
    if (input->options->progress && input->descriptor >= 0)
        input->options->progress(input->options->progress_context, input->fetched, input->total);
    return PADAN_OK;
}

/* Reads one piece of what is in the file to the end of `buffer`. */
static int fetch(struct padan_input *input, struct padan_buffer *buffer, struct padan_error *error)
{
    if (input->raw_end)
        return PADAN_OK;
    size_t piece = input->piece ? input->piece : read_size_first;
    input->piece = piece < read_size ? piece * 2 : read_size;
    if (!padan_buffer_reserve(buffer, piece))
        return padan_error_allocation(error);
    size_t got = 0;
    char *out = buffer->data + buffer->size;
    int status = input->unpack.kind == PADAN_PACKED_NOT ? read_source(input, out, piece, &got, error)
                                                        : padan_unpack_read(&input->unpack, out, piece, &got, error);
    if (status != PADAN_OK)
        return status;
    buffer->size += got;
    buffer->data[buffer->size] = '\0';
    input->raw_end = got == 0;
    return PADAN_OK;
}

static void drop_front(struct padan_buffer *buffer, size_t size)
{
    if (size == 0)
        return;
    memmove(buffer->data, buffer->data + size, buffer->size - size + 1);
    buffer->size -= size;
}

/* Some encodings (CP1258, TCVN, BIG5-HKSCS) hold a letter back, since a mark that joins it may follow. */
static int finish_conversion(struct padan_input *input)
{
    if (!padan_buffer_reserve(&input->text, 64))
        return ENOMEM;
    char *to = input->text.data + input->text.size;
    size_t room = input->text.capacity - input->text.size - 1;
    errno = 0;
    iconv(input->converter, NULL, NULL, &to, &room);
    *to = '\0';
    input->text.size = (size_t)(to - input->text.data);
    return errno;
}

/* How many bytes to pass over where one is wrong. */
static size_t unit_size(const struct padan_input *input, size_t left)
{
    size_t size = !input->wide ? 1 : strstr(input->encoding, "32") || strstr(input->encoding, "-4") ? 4 : 2;
    return size < left ? size : left;
}

static int64_t count_lines(const char *from, const char *to)
{
    int64_t lines = 0;
    while (from < to)
        lines += *from++ == '\n';
    return lines;
}

/* Kept open for all bytes that the label does not have, since opening takes long. */
static bool open_trial(struct padan_input *input)
{
    if (input->tries)
        return true;
    input->trial = iconv_open("UTF-8", input->wider);
    input->tries = input->trial != (iconv_t)-1;
    return input->tries;
}

/*
 * Goes on in the wider encoding at a byte that the label of the file does not have. Answers E2BIG then, EILSEQ where
 * that does not have it either, EINVAL where more bytes must tell.
 */
static int widen(struct padan_input *input, char *from, size_t left)
{
    enum { LONGEST_CHARACTER = 4 };
    if (!open_trial(input))
        return ENOMEM;
    char room[32], *in = from, *out = room;
    size_t in_size = left < LONGEST_CHARACTER ? left : LONGEST_CHARACTER, out_size = sizeof room;
    errno = 0;
    iconv(input->trial, &in, &in_size, &out, &out_size);
    int number = errno;
    iconv(input->trial, NULL, NULL, NULL, NULL);
    if (in == from)
        return number == EINVAL && !input->raw_end ? EINVAL : EILSEQ;
    iconv_close(input->converter);
    input->converter = input->trial;
    input->tries = false;
    input->odd_line = input->lines + count_lines(input->raw.data, from) + 1;
    input->odd = (unsigned char)*from;
    input->meant = input->wider;
    input->wider = NULL;
    input->widened = true;
    return E2BIG;
}

/* From 0x80 to 0x9F, where parts of ISO-8859 have controls that nobody writes. */
static bool is_control(char byte)
{
    return (unsigned char)byte >= 0x80 && (unsigned char)byte < 0xA0;
}

/* Whether an encoding that gives way to `wider`, or NULL, has such controls: it is a part of ISO-8859. */
static bool has_controls(const char *wider)
{
    return wider && strncmp(wider, "windows-", 8) == 0;
}

/*
 * How many bytes to convert at once: not past a control where the label of the file has some. What is looked at is
 * little, since after each byte that is wrong it is looked at again.
 */
static size_t run_size(const struct padan_input *input, const char *from, size_t left)
{
    const size_t most = 1024;
    size_t size = 0;
    if (!has_controls(input->wider))
        return left;
    while (size < left && size < most && !is_control(from[size]))
        size++;
    return size;
}

/* Converts one run of the raw bytes; answers errno of iconv. */
static int convert_run(struct padan_input *input, char **from, size_t *left)
{
    if (!padan_buffer_reserve(&input->text, *left < read_size / 4 ? *left * 4 + 64 : read_size))
        return ENOMEM;
    char *start = input->text.data + input->text.size, *to = start;
    size_t room = input->text.capacity - input->text.size - 1;
    size_t run = run_size(input, *from, *left), rest = *left - run;
    errno = 0;
    iconv(input->converter, from, &run, &to, &room);
    int number = errno;
    if (run == 0 && rest > 0)
        number = is_control(**from) ? EILSEQ : E2BIG;
    *left = run + rest;
    input->text.size += (size_t)(to - start);
    *to = '\0';
    if (number == EILSEQ && input->wider)
        number = widen(input, *from, *left);
    bool cut = input->raw_end && number == EINVAL && *left > 0;
    if ((number != EILSEQ && !cut) || *left == 0)
        return number;
    size_t wrong = cut ? *left : unit_size(input, *left);
    *from += wrong;
    *left -= wrong;
    padan_buffer_byte(&input->text, '\xFF');
    return E2BIG;
}

/* The first of the raw bytes that what the file declares does not have, or has for controls that nobody writes. */
static size_t find_odd(const struct padan_input *input)
{
    size_t at = 0;
    while (at < input->raw.size) {
        unsigned char byte = (unsigned char)input->raw.data[at];
        if (byte >= 0x80 && (byte < 0xA0 || input->ascii))
            break;
        at++;
    }
    return at;
}

/* The rest of the file needs no conversion. */
static void pass_through(struct padan_input *input)
{
    padan_buffer_append(&input->text, input->raw.data, input->raw.size);
    padan_buffer_clear(&input->raw);
    iconv_close(input->converter);
    input->converts = false;
}

/*
 * Looks at raw bytes of a file that may be in another encoding than it declares. Answers false where they are not to be
 * converted, or not yet: what declares US-ASCII and goes beyond it may be UTF-8, as its first such character shows.
 */
static bool look_for_odd(struct padan_input *input)
{
    enum { LONGEST_CHARACTER = 4 };
    size_t at = find_odd(input), rest = input->raw.size - at;
    struct padan_string first = { input->raw.data + at, rest < LONGEST_CHARACTER ? rest : LONGEST_CHARACTER };
    if (rest > 0 && input->ascii) {
        bool is_utf8 = padan_utf8_fault(first) > 0;
        if (is_utf8)
            pass_through(input);
        if (is_utf8 || (rest < LONGEST_CHARACTER && !input->raw_end))
            return false;
    }
    input->lines += count_lines(input->raw.data, input->raw.data + at);
    if (rest > 0) {
        input->odd_line = input->lines + 1;
        input->odd = (unsigned char)*first.data;
    }
    return true;
}

/* Converts what it can of the raw bytes to the end of the window. */
static int convert(struct padan_input *input, struct padan_error *error)
{
    char *from = input->raw.data;
    size_t left = input->raw.size;
    int number = E2BIG;
    if (input->meant && input->odd_line == 0 && left > 0 && !look_for_odd(input))
        return input->text.failed ? padan_error_allocation(error) : PADAN_OK;
    while (left > 0 && number == E2BIG)
        number = convert_run(input, &from, &left);
    if (input->raw_end && left == 0 && number != ENOMEM)
        number = finish_conversion(input);
    if (input->wider)
        input->lines += count_lines(input->raw.data, from);
    drop_front(&input->raw, input->raw.size - left);
    return input->text.failed || number == ENOMEM ? padan_error_allocation(error) : PADAN_OK;
}

static int fill(struct padan_input *input, struct padan_error *error)
{
    if (!input->converts)
        return fetch(input, &input->text, error);
    int status = fetch(input, &input->raw, error);
    return status == PADAN_OK ? convert(input, error) : status;
}

int padan_input_window(struct padan_input *input, size_t size, struct padan_string *window, struct padan_error *error)
{
    while (input->text.size - input->taken < size && !(input->raw_end && input->raw.size == 0)) {
        /* Moving only what is less than half of the buffer keeps the cost of each byte constant. */
        if (input->taken > input->text.size / 2) {
            drop_front(&input->text, input->taken);
            input->taken = 0;
        }
        int status = fill(input, error);
        if (status != PADAN_OK)
            return status;
    }
    *window = (struct padan_string){ input->text.data ? input->text.data + input->taken : "",
                                     input->text.size - input->taken };
    return PADAN_OK;
}

void padan_input_take(struct padan_input *input, size_t size)
{
    input->taken += size;
}

struct mark {
    size_t at;
    const char *bytes;
    size_t size;
    const char *encoding;
};

/* The longer marks stand first, since that of UTF-16LE begins that of UTF-32LE. */
static const struct mark marks[] = {
    { 0, "\xEF\xBB\xBF", 3, "UTF-8" }, { 0, "\xFF\xFE\0\0", 4, "UTF-32LE" }, { 0, "\0\0\xFE\xFF", 4, "UTF-32BE" },
    { 0, "\xFF\xFE", 2, "UTF-16LE" },  { 0, "\xFE\xFF", 2, "UTF-16BE" },
};

/* What padan does not unpack. A text may begin with the first letters of bzip2, BZh, or have the others of its mark. */
static const struct mark compressed[] = {
    { 4, "1AY&SY", 6, "bzip2" },
    { 0, "\xFD\x37zXZ", 5, "xz" },
    { 0, "\x28\xB5\x2F\xFD", 4, "zstd" },
    { 0, "7z\xBC\xAF", 4, "7z" },
};

static const struct mark *find_mark(const struct mark *list, size_t count, const struct padan_buffer *head)
{
    for (size_t i = 0; i < count; i++)
        if (head->size >= list[i].at + list[i].size &&
            memcmp(head->data + list[i].at, list[i].bytes, list[i].size) == 0)
            return &list[i];
    return NULL;
}

/* A text of markup or tabs has ASCII near its start, which in UTF-16 and UTF-32 shows as NUL bytes in a pattern. */
static const char *wide_without_mark(const struct padan_buffer *head)
{
    size_t zeros[4] = { 0 }, count = head->size / 4;
    if (count == 0)
        return NULL;
    if (count > 64)
        count = 64;
    for (size_t i = 0; i < count * 4; i++)
        zeros[i % 4] += head->data[i] == '\0';
    size_t many = count / 2 + 1;
    if (zeros[1] >= many && zeros[2] >= many && zeros[3] >= many && zeros[0] == 0)
        return "UTF-32LE";
    if (zeros[0] >= many && zeros[1] >= many && zeros[2] >= many && zeros[3] == 0)
        return "UTF-32BE";
    if (zeros[1] + zeros[3] >= many && zeros[0] + zeros[2] == 0)
        return "UTF-16LE";
    if (zeros[0] + zeros[2] >= many && zeros[1] + zeros[3] == 0)
        return "UTF-16BE";
    return NULL;
}

/* Whether what follows an XML declaration is of the same file; in a table or in lines the declaration is a text. */
static bool goes_on_as_markup(const char *rest)
{
    rest += strspn(rest, " \t\r\n");
    return *rest == '<' && strncmp(rest, "<?xml ", 6) != 0;
}

/* Finds what `encoding="..."` of an XML declaration says; false where there is none. */
static bool declared_encoding(char *out, size_t size, const struct padan_buffer *head)
{
    size_t blank = head->size > 0 ? strspn(head->data, " \t\r\n") : 0;
    if (head->size < blank + 6 || memcmp(head->data + blank, "<?xml", 5) != 0)
        return false;
    const char *end = memchr(head->data, '>', head->size);
    const char *key = strstr(head->data, "encoding");
    if (!end || !key || key > end || !goes_on_as_markup(end + 1))
        return false;
    key += strlen("encoding");
    key += strspn(key, " \t\r\n=");
    char quote = *key;
    const char *close = quote == '"' || quote == '\'' ? strchr(key + 1, quote) : NULL;
    if (!close || close > end || close == key + 1 || (size_t)(close - key) > size)
        return false;
    memcpy(out, key + 1, (size_t)(close - key - 1));
    out[close - key - 1] = '\0';
    return true;
}

/* What the header of a PO file says of its encoding; false where there is none. */
static bool gettext_encoding(char *out, size_t size, const struct padan_buffer *head)
{
    static const char field[] = "\"Content-Type: text/plain; charset=";
    const char *entry = head->size > 0 ? strstr(head->data, "msgid \"\"") : NULL;
    const char *found = entry ? strcasestr(entry, field) : NULL;
    if (!found)
        return false;
    found += sizeof field - 1;
    size_t length = strcspn(found, "\\\"; \t\r\n");
    if (length == 0 || length >= size || strncmp(found, "CHARSET", length) == 0)
        return false;
    memcpy(out, found, length);
    out[length] = '\0';
    return true;
}

static bool is_wide(const char *encoding)
{
    return strncasecmp(encoding, "UTF-16", 6) == 0 || strncasecmp(encoding, "UTF-32", 6) == 0 ||
           strcasecmp(encoding, "unicode") == 0 || strncasecmp(encoding, "UCS-", 4) == 0 ||
           strncasecmp(encoding, "ISO-10646", 9) == 0;
}

/* Lines of Moses may be those of a file that declares an encoding. */
static bool is_lines(const char *format)
{
    return format && strcmp(format, "moses") == 0;
}

static void choose_encoding(struct padan_input *input, const struct mark *mark)
{
    const char *given = input->options->encoding;
    const char *wide = wide_without_mark(&input->raw);
    char declared[64];
    const char *encoding = "UTF-8";
    if (mark)
        encoding = mark->encoding;
    else if (given && !(is_wide(given) && wide))
        encoding = given;
    else if (wide)
        encoding = wide;
    else if (!is_lines(input->options->format) && (declared_encoding(declared, sizeof declared, &input->raw) ||
                                                   gettext_encoding(declared, sizeof declared, &input->raw)))
        encoding = declared;
    /* A declaration that can be read byte by byte is not wide. */
    input->misnamed = !mark && !wide && !given && is_wide(encoding);
    if (input->misnamed)
        encoding = "UTF-8";
    input->meant = encoding == declared ? padan_encoding_meant(declared) : NULL;
    input->wider = encoding == declared && !input->meant ? padan_encoding_wider(declared) : NULL;
    input->widened = false;
    input->ascii = input->meant && padan_encoding_is_ascii(declared);
    snprintf(input->encoding, sizeof input->encoding, "%s", encoding);
    input->marked = mark != NULL;
    input->wide = is_wide(encoding);
}

/* By the name that iconv knows, or by another that ICU knows it to have or browsers write (x-sjis, windows-949). */
static iconv_t open_named(const char *encoding)
{
    char known[PADAN_ENCODING_SIZE];
    iconv_t converter = iconv_open("UTF-8", encoding);
    bool renamed = converter == (iconv_t)-1 && padan_encoding_resolve(known, encoding);
    return renamed ? iconv_open("UTF-8", known) : converter;
}

static int open_converter(struct padan_input *input, struct padan_error *error)
{
    const char *encoding = input->meant ? input->meant : input->encoding;
    if (padan_encoding_is_utf8(encoding) || strcasecmp(encoding, "US-ASCII") == 0 ||
        strcasecmp(encoding, "ASCII") == 0) {
        padan_buffer_free(&input->text);
        input->text = input->raw;
        input->raw = (struct padan_buffer){ 0 };
        return PADAN_OK;
    }
    input->converter = open_named(encoding);
    if (input->converter == (iconv_t)-1 && padan_encoding_lacks_memory())
        return padan_error_allocation(error);
    if (input->converter == (iconv_t)-1)
        return padan_error_at(error, PADAN_ERROR_ENCODING, input->name, 1,
                              "has the encoding \"%s\", which is not known; name one that iconv knows", encoding);
    input->converts = true;
    return convert(input, error);
}

static int fetch_head(struct padan_input *input, struct padan_error *error)
{
    int status = PADAN_OK;
    while (status == PADAN_OK && input->raw.size < sniff_size && !input->raw_end)
        status = fetch(input, &input->raw, error);
    return status;
}

/* Goes on with what is in the file where that is packed. */
static int unpack(struct padan_input *input, struct padan_error *error)
{
    const struct mark *packed = find_mark(compressed, sizeof compressed / sizeof *compressed, &input->raw);
    if (packed && (packed->at == 0 || memcmp(input->raw.data, "BZh", 3) == 0))
        return padan_error_at(error, PADAN_ERROR_FORMAT, input->name, 1, "is compressed (%s): unpack it first",
                              packed->encoding);
    enum padan_packing packing = padan_packing_of(input->raw.data, input->raw.size);
    if (packing == PADAN_PACKED_NOT)
        return PADAN_OK;
    bool steps = input->steps && packing == PADAN_PACKED_ZIP;
    int status = steps
                     ? padan_unpack_begin_steps(&input->unpack, input->name, &input->raw, read_source, input, error)
                     : padan_unpack_begin(&input->unpack, packing, input->name, &input->raw, read_source, input, error);
    padan_buffer_clear(&input->raw);
    input->raw_end = false;
    return status == PADAN_OK && !steps ? fetch_head(input, error) : status;
}

/* Finds the encoding by the head of the text. */
static int begin_text(struct padan_input *input, struct padan_error *error)
{
    if (input->raw.size == 0)
        return padan_error_at(error, PADAN_ERROR_FORMAT, input->name, 1, "is empty");
    const struct mark *mark = find_mark(marks, sizeof marks / sizeof *marks, &input->raw);
    choose_encoding(input, mark);
    if (mark)
        drop_front(&input->raw, mark->size);
    return open_converter(input, error);
}

/* Reads the head of the file and sets up its conversion. */
static int begin(struct padan_input *input, struct padan_error *error)
{
    int status = fetch_head(input, error);
    if (status == PADAN_OK && input->raw.size > 0)
        status = unpack(input, error);
    return status == PADAN_OK && !input->unpack.steps ? begin_text(input, error) : status;
}

static bool is_plain(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static int open_file(struct padan_input *input, const char *path, const struct padan_exchange_options *options,
                     bool steps, struct padan_stop stop, struct padan_error *error)
{
    bool is_standard = !path || strcmp(path, "-") == 0;
    *input = (struct padan_input){ .descriptor = -1,
                                   .name = is_standard ? "standard input" : path,
                                   .total = -1,
                                   .options = options,
                                   .steps = steps,
                                   .stop = stop };
    int descriptor = padan_file_open(path, error);
    if (descriptor < 0)
        return descriptor;
    input->descriptor = descriptor;
    struct stat status;
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode))
        input->total = status.st_size;
    input->reopens = input->total >= 0 && !is_standard && (!options->companion || is_plain(options->companion));
    return begin(input, error);
}

int padan_input_open(struct padan_input *input, const char *path, const struct padan_exchange_options *options,
                     struct padan_stop stop, struct padan_error *error)
{
    return open_file(input, path, options, false, stop, error);
}

int padan_input_open_steps(struct padan_input *input, const char *path, const struct padan_exchange_options *options,
                           struct padan_stop stop, struct padan_error *error)
{
    return open_file(input, path, options, true, stop, error);
}

static void close_converters(struct padan_input *input)
{
    if (input->converts)
        iconv_close(input->converter);
    if (input->tries)
        iconv_close(input->trial);
    input->converts = input->tries = false;
}

/* Lets go of the text of the member before. */
static void end_text(struct padan_input *input)
{
    close_converters(input);
    input->raw_end = false;
    padan_buffer_clear(&input->raw);
    padan_buffer_clear(&input->text);
    input->taken = input->piece = 0;
    input->lines = input->odd_line = 0;
}

int padan_input_next(struct padan_input *input, bool *found, struct padan_error *error)
{
    end_text(input);
    return padan_unpack_next(&input->unpack, found, error);
}

int padan_input_begin_member(struct padan_input *input, const char *name, struct padan_error *error)
{
    input->name = input->unpack.name = name;
    int status = fetch_head(input, error);
    return status == PADAN_OK ? begin_text(input, error) : status;
}

int padan_input_open_bytes(struct padan_input *input, const void *bytes, size_t size, const char *name,
                           const struct padan_exchange_options *options, struct padan_error *error)
{
    *input = (struct padan_input){
        .descriptor = -1, .name = name, .total = (int64_t)size, .fetched = (int64_t)size, .options = options
    };
    padan_buffer_append(&input->raw, bytes, size);
    if (input->raw.failed)
        return padan_error_allocation(error);
    input->raw_end = true;
    return begin(input, error);
}

void padan_input_close(struct padan_input *input)
{
    if (input->descriptor >= 0)
        close(input->descriptor);
    padan_unpack_end(&input->unpack);
    close_converters(input);
    padan_buffer_free(&input->raw);
    padan_buffer_free(&input->text);
}

const char *padan_input_inner_name(const struct padan_input *input, char *room, size_t size)
{
    if (input->unpack.kind == PADAN_PACKED_ZIP)
        return input->unpack.member;
    snprintf(room, size, "%s", input->name);
    size_t length = strlen(room);
    if (input->unpack.kind == PADAN_PACKED_GZIP && length > 3 && strcasecmp(room + length - 3, ".gz") == 0)
        room[length - 3] = '\0';
    return room;
}
