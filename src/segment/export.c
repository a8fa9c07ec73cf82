/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of somebody's own, and the shipped ones, as one SRX file that other programs read. */
#include "segment/export.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <padan/segment.h>

#include "base/error.h"
#include "base/file.h"
#include "segment/expression.h"
#include "segment/portable.h"
#include "segment/shipped.h"
#include "segment/srx.h"

#define FILE_LIMIT ((size_t)16 << 20)

struct exporter {
    const struct padan_rules_export_options *options;
    struct padan_buffer xml, maps;
    const char *language; /* canonical tag of the part at hand */
    size_t set_count;
    struct padan_error *error;
};

void padan_export_text(struct padan_buffer *xml, struct padan_string text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '&')
            padan_buffer_text(xml, "&amp;");
        else if (c == '<')
            padan_buffer_text(xml, "&lt;");
        else if (c == '>')
            padan_buffer_text(xml, "&gt;");
        else if (c == '"')
            padan_buffer_text(xml, "&quot;");
        else if (c == '\r')
            padan_buffer_text(xml, "&#13;");
        else if (c >= 0x20 || c == '\n' || c == '\t')
            padan_buffer_byte(xml, (char)c);
    }
}

static void put_half(struct padan_buffer *xml, const char *name, const char *expression)
{
    if (!*expression)
        return;
    padan_buffer_format(xml, "          <%s>", name);
    padan_export_text(xml, padan_string(expression));
    padan_buffer_format(xml, "</%s>\n", name);
}

void padan_export_rule(struct padan_buffer *xml, bool is_break, const char *before, const char *after)
{
    padan_buffer_format(xml, "        <rule break=\"%s\">\n", is_break ? "yes" : "no");
    put_half(xml, "beforebreak", before);
    put_half(xml, "afterbreak", after);
    padan_buffer_text(xml, "        </rule>\n");
}

void padan_export_comment(struct padan_buffer *xml, const char *text)
{
    padan_buffer_text(xml, "        <!-- ");
    for (; *text; text++)
        if (*text != '-' || text[1] != '-')
            padan_buffer_byte(xml, *text);
    padan_buffer_text(xml, " -->\n");
}

/* A pattern of language codes, in any case and with any region: "[Ii][Dd](?:[-_].*)?" */
static void put_language_pattern(struct padan_buffer *xml, const char *language)
{
    for (; *language; language++)
        if (isalpha((unsigned char)*language))
            padan_buffer_format(xml, "[%c%c]", toupper((unsigned char)*language), tolower((unsigned char)*language));
        else if (*language == '-')
            padan_buffer_text(xml, "[-_]");
        else
            padan_buffer_byte(xml, *language);
    padan_buffer_text(xml, "(?:[-_].*)?");
}

static void put_set_name(struct padan_buffer *xml, const struct exporter *exporter, const char *name)
{
    padan_buffer_format(xml, "languagerulename=\"%s: ", exporter->language);
    padan_export_text(xml, padan_string(name));
    padan_buffer_byte(xml, '"');
}

/*
 * Opens a rule set, with its map. padan_buffer.size before it is answered, so that close_set can take back one that
 * got no rules, which SRX does not allow.
 */
static size_t open_set(struct exporter *exporter, const char *name)
{
    size_t start = exporter->xml.size;
    padan_buffer_text(&exporter->xml, "      <languagerule ");
    put_set_name(&exporter->xml, exporter, name);
    padan_buffer_text(&exporter->xml, ">\n");
    return start;
}

static void close_set(struct exporter *exporter, const char *name, size_t start)
{
    if (exporter->xml.failed)
        return;
    if (!strstr(exporter->xml.data + start, "<rule ")) {
        exporter->xml.size = start;
        exporter->xml.data[start] = '\0';
        return;
    }
    padan_buffer_text(&exporter->xml, "      </languagerule>\n");
    padan_buffer_text(&exporter->maps, "      <languagemap languagepattern=\"");
    put_language_pattern(&exporter->maps, exporter->language);
    padan_buffer_text(&exporter->maps, "\" ");
    put_set_name(&exporter->maps, exporter, name);
    padan_buffer_text(&exporter->maps, "/>\n");
    exporter->set_count++;
}

/* Whether an expression refers to groups by their number, which another expression before it would move. */
static bool refers_back(const char *expression)
{
    for (; *expression; expression++)
        if (*expression == '\\' && *++expression >= '1' && *expression <= '9')
            return true;
        else if (*expression == '\0')
            break;
    return false;
}

/*
 * Moves what must stand after the place into a look-ahead. Engines that find one match of beforebreak after another
 * would else lose those that begin inside of one which afterbreak then turns down, as that of ".." in "... 5".
 */
static void look_ahead(struct padan_buffer *before, struct padan_buffer *after)
{
    struct padan_buffer whole = { 0 };
    if (before->size == 0 || after->size == 0 || refers_back(after->data))
        return;
    padan_buffer_format(&whole, "(?:%s)(?=%s)", before->data, after->data);
    padan_buffer_free(before);
    padan_buffer_clear(after);
    *before = whole;
}

/* One SRX rule, its expressions written for others. */
static void put_rule(struct exporter *exporter, bool is_break, struct padan_string before, struct padan_string after)
{
    struct padan_buffer one = { 0 }, other = { 0 };
    padan_portable_append(&one, before);
    padan_portable_append(&other, after);
    look_ahead(&one, &other);
    exporter->xml.failed |= one.failed || other.failed;
    if (!exporter->xml.failed)
        padan_export_rule(&exporter->xml, is_break, one.size ? one.data : "", other.size ? other.data : "");
    padan_buffer_free(&one);
    padan_buffer_free(&other);
}

/* Own abbreviations from number `at` on, as far as they stand together; answers the number after them. */
static int put_own_list(struct exporter *exporter, const struct padan_rules_part *part, size_t *at)
{
    struct padan_abbreviations list = { 0 };
    int status = PADAN_OK;
    for (; *at < part->rule_count && part->rules[*at].kind == PADAN_USER_ABBREVIATION && status == PADAN_OK; ++*at) {
        const struct padan_user_rule *rule = &part->rules[*at];
        list.file = rule->file;
        status = padan_abbreviations_add(&list, rule->section ? rule->section : "never", padan_string(rule->before),
                                         rule->line, exporter->language, exporter->error);
    }
    if (status == PADAN_OK)
        padan_export_list(&exporter->xml, &list);
    padan_abbreviations_free(&list);
    return status;
}

static int put_own_rules(struct exporter *exporter, const struct padan_rules_part *part)
{
    size_t start = open_set(exporter, "own rules");
    int status = PADAN_OK;
    for (size_t i = 0; i < part->rule_count && status == PADAN_OK;) {
        const struct padan_user_rule *rule = &part->rules[i];
        if (rule->kind == PADAN_USER_ABBREVIATION)
            status = put_own_list(exporter, part, &i);
        else {
            put_rule(exporter, rule->kind == PADAN_USER_BREAK, padan_string(rule->before), padan_string(rule->after));
            i++;
        }
    }
    close_set(exporter, "own rules", start);
    return status;
}

/* A list beside an SRX file. One for a choice among spaces is no matter of rules, which is told. */
static int put_list(struct exporter *exporter, const struct padan_srx *srx, const struct padan_srx_list *source)
{
    struct padan_buffer path = { 0 };
    struct padan_abbreviations list = { 0 };
    struct padan_error warning;
    char *bytes = NULL;
    size_t size = 0;
    if (source->is_spaces) {
        padan_error_at(&warning, PADAN_ERROR_FORMAT, srx->file, source->line,
                       "which spaces end sentences cannot be said in SRX; the list %s is left out", source->file);
        padan_report(&exporter->options->reporter, &warning);
        return PADAN_OK;
    }
    padan_buffer_append(&path, srx->file, strlen(srx->file) - strlen(padan_file_name(srx->file)));
    padan_buffer_text(&path, source->file);
    int status = path.failed ? padan_error_allocation(exporter->error)
                             : padan_file_read(&bytes, &size, path.data, FILE_LIMIT, exporter->error);
    if (status == PADAN_OK)
        status = padan_abbreviations_parse(&list, bytes, size, path.data, exporter->language, exporter->error);
    if (status == PADAN_OK)
        padan_export_list(&exporter->xml, &list);
    padan_abbreviations_free(&list);
    padan_buffer_free(&path);
    free(bytes);
    return status;
}

/* A rule set of a shipped file: its lists, then its rules. */
static int put_set(struct exporter *exporter, const struct padan_srx *srx, const struct padan_srx_language *set)
{
    size_t start = open_set(exporter, set->name);
    int status = PADAN_OK;
    for (size_t i = 0; i < srx->list_count && status == PADAN_OK; i++)
        if (strcmp(srx->lists[i].language, set->name) == 0)
            status = put_list(exporter, srx, &srx->lists[i]);
    for (size_t i = 0; i < set->count && status == PADAN_OK; i++)
        put_rule(exporter, set->rules[i].is_break, set->rules[i].before, set->rules[i].after);
    close_set(exporter, set->name, start);
    return status;
}

static int put_sets(struct exporter *exporter, const struct padan_srx *srx)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < srx->map_count && status == PADAN_OK; i++) {
        bool matched = false;
        status = padan_expression_matches_whole(srx->maps[i].pattern, exporter->language, srx->file, srx->maps[i].line,
                                                &matched, exporter->error);
        const struct padan_srx_language *set = matched ? padan_srx_find(srx, srx->maps[i].name) : NULL;
        if (status == PADAN_OK && set)
            status = put_set(exporter, srx, set);
    }
    return status;
}

static int put_file(struct exporter *exporter, const char *path)
{
    struct padan_srx srx = { 0 };
    char *bytes = NULL;
    size_t size = 0;
    int status = padan_file_read(&bytes, &size, path, FILE_LIMIT, exporter->error);
    if (status == PADAN_OK)
        status = padan_srx_parse(&srx, bytes, size, path, &exporter->options->reporter, exporter->error);
    if (status == PADAN_OK)
        status = put_sets(exporter, &srx);
    padan_srx_free(&srx);
    free(bytes);
    return status;
}

static int put_shipped(struct exporter *exporter)
{
    struct padan_table paths = { 0 };
    const char *data = exporter->options->data ? exporter->options->data : PADAN_DATADIR;
    int status = padan_shipped_paths(&paths, data, exporter->language, exporter->error);
    for (size_t i = 0; i < paths.count && status == PADAN_OK; i++)
        status = put_file(exporter, paths.keys[i].data);
    padan_table_free(&paths);
    return status;
}

static int put_part(struct exporter *exporter, const struct padan_rules_part *part)
{
    char language[PADAN_LANGUAGE_SIZE];
    int status = padan_language_canonical(language, part->language, exporter->error);
    if (status != PADAN_OK)
        return status;
    exporter->language = language;
    status = put_own_rules(exporter, part);
    return status == PADAN_OK && exporter->options->shipped ? put_shipped(exporter) : status;
}

static void put_head(struct padan_buffer *xml)
{
    padan_buffer_text(xml,
                      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<!-- Written by padan. The first rule that matches at a place decides it. -->\n"
                      "<srx xmlns=\"http://www.lisa.org/srx20\" version=\"2.0\">\n"
                      "  <header segmentsubflows=\"yes\" cascade=\"yes\">\n"
                      "    <formathandle type=\"start\" include=\"no\"/>\n"
                      "    <formathandle type=\"end\" include=\"yes\"/>\n"
                      "    <formathandle type=\"isolated\" include=\"no\"/>\n"
                      "  </header>\n"
                      "  <body>\n"
                      "    <languagerules>\n");
}

static int write_all(struct exporter *exporter, struct padan_output *output)
{
    struct padan_buffer *xml = &exporter->xml;
    padan_buffer_text(xml, "    </languagerules>\n    <maprules>\n");
    padan_buffer_append(xml, exporter->maps.size ? exporter->maps.data : "", exporter->maps.size);
    padan_buffer_text(xml, "    </maprules>\n  </body>\n</srx>\n");
    if (xml->failed || exporter->maps.failed)
        return padan_error_allocation(exporter->error);
    if (exporter->set_count == 0)
        return padan_error_set(exporter->error, PADAN_ERROR_NOT_FOUND, "there are no rules to export");
    return padan_output_write(output, xml->data, xml->size, exporter->error);
}

int padan_rules_export(struct padan_output *output, const struct padan_rules_part *parts, size_t count,
                       const struct padan_rules_export_options *options, struct padan_error *error)
{
    static const struct padan_rules_export_options usual = PADAN_RULES_EXPORT_OPTIONS_INIT;
    struct exporter exporter = { .options = options ? options : &usual, .error = error };
    int status = PADAN_OK;
    put_head(&exporter.xml);
    for (size_t i = 0; i < count && status == PADAN_OK; i++)
        status = put_part(&exporter, &parts[i]);
    if (status == PADAN_OK)
        status = write_all(&exporter, output);
    padan_buffer_free(&exporter.xml);
    padan_buffer_free(&exporter.maps);
    return status;
}
