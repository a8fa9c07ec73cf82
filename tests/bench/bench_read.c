/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What reading a file costs, apart from storing. usage: bench_read FILE [SOURCE TARGET [TIMES]]
 * The units of FILE go to a receiver that does nothing; beside it, in the same run, the least that any reader of the
 * format must pay: for TMX libxml2's readers alone (xmlTextReader, and its SAX interface without handlers), for all
 * else getline. Processor time, the best of TIMES.
 */
#include <libxml/parser.h>
#include <libxml/xmlreader.h>
#include <padan/exchange.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int times = 3;

struct options {
    const char *path;
    struct padan_exchange_options exchange;
};

static int take_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    (void)unit;
    (void)error;
    ++*(long *)context;
    return PADAN_OK;
}

static int take_header(void *context, const struct padan_property *properties, size_t count, struct padan_error *error)
{
    (void)context;
    (void)properties;
    (void)count;
    (void)error;
    return PADAN_OK;
}

static int take_part(void *context, enum padan_file_part part, struct padan_string text, struct padan_error *error)
{
    (void)context;
    (void)part;
    (void)text;
    (void)error;
    return PADAN_OK;
}

static long read_units(const struct options *options, const struct padan_header_sink *header)
{
    long units = 0;
    struct padan_unit_sink sink = { take_unit, &units };
    struct padan_exchange_summary summary = { 0 };
    struct padan_error error;
    char text[1024];
    if (padan_exchange_read(options->path, &options->exchange, header, &sink, &summary, &error) != PADAN_OK) {
        fprintf(stderr, "%s\n", padan_error_format(&error, text, sizeof text));
        exit(EXIT_FAILURE);
    }
    return units;
}

/* As an import asks for it: with the parts of the file as it stood. */
static long with_parts(const struct options *options)
{
    static const struct padan_header_sink header = { take_header, NULL, take_part };
    return read_units(options, &header);
}

static long without_parts(const struct options *options)
{
    return read_units(options, NULL);
}

static const int xml_options = XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_BIG_LINES;

static long text_reader(const struct options *options)
{
    xmlTextReaderPtr reader = xmlReaderForFile(options->path, NULL, xml_options);
    long nodes = 0;
    while (reader && xmlTextReaderRead(reader) == 1)
        nodes++;
    xmlFreeTextReader(reader);
    return nodes;
}

static void start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespace_count,
                  const xmlChar **namespaces, int attribute_count, int defaulted, const xmlChar **attributes)
{
    (void)name, (void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)attribute_count;
    (void)defaulted, (void)attributes;
    ++*(long *)((xmlParserCtxtPtr)context)->_private;
}

static long sax_reader(const struct options *options)
{
    long elements = 0;
    xmlParserCtxtPtr context = xmlNewParserCtxt();
    if (!context)
        return -1;
    memset(context->sax, 0, sizeof *context->sax);
    context->sax->initialized = XML_SAX2_MAGIC;
    context->sax->startElementNs = start;
    context->_private = &elements;
    xmlFreeDoc(xmlCtxtReadFile(context, options->path, NULL, xml_options));
    xmlFreeParserCtxt(context);
    return elements;
}

static long line_reader(const struct options *options)
{
    FILE *file = fopen(options->path, "r");
    char *line = NULL;
    size_t room = 0;
    long lines = 0;
    while (file && getline(&line, &room, file) > 0)
        lines++;
    free(line);
    if (file)
        fclose(file);
    return lines;
}

static double best_of(const char *name, long (*run)(const struct options *), const struct options *options,
                      double least)
{
    double best = 0;
    long count = 0;
    for (int i = 0; i < times; i++) {
        clock_t begin = clock();
        count = run(options);
        double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
        best = i == 0 || seconds < best ? seconds : best;
    }
    printf("  %-28s %8ld %7.3f s", name, count, best);
    if (least > 0)
        printf("  x %.2f", best / least);
    putchar('\n');
    fflush(stdout);
    return best;
}

int main(int argc, char **argv)
{
    struct options options = { .exchange = PADAN_EXCHANGE_OPTIONS_INIT };
    if (argc < 2 || argc == 3) {
        fprintf(stderr, "usage: bench_read FILE [SOURCE TARGET [TIMES]]\n");
        return 2;
    }
    options.path = argv[1];
    options.exchange.source = argc > 2 && *argv[2] ? argv[2] : NULL;
    options.exchange.target = argc > 3 && *argv[3] ? argv[3] : NULL;
    if (argc > 4)
        times = atoi(argv[4]);
    const char *format = padan_exchange_format_of(options.path);
    bool is_xml = format && strcmp(format, "tmx") == 0;
    double least = is_xml ? best_of("xmlTextReader, nodes", text_reader, &options, 0)
                          : best_of("getline, lines", line_reader, &options, 0);
    if (is_xml)
        best_of("libxml2's SAX, elements", sax_reader, &options, least);
    best_of("padan, units", without_parts, &options, least);
    best_of("padan, as an import, units", with_parts, &options, least);
    return 0;
}
