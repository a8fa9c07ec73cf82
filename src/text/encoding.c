/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/decoding.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include <unicode/ucnv.h>

#include "base/buffer.h"

static bool copy_name(char out[PADAN_ENCODING_SIZE], const char *name)
{
    size_t size = strlen(name);
    if (size == 0 || size >= PADAN_ENCODING_SIZE)
        return false;
    memmove(out, name, size + 1);
    return true;
}

static bool iconv_knows(const char *name)
{
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1)
        return false;
    iconv_close(converter);
    return true;
}

/* glibc takes suffixes such as "//IGNORE", passes over odd characters and reads an empty name as the locale's. */
static bool is_plain_name(const char *name)
{
    size_t size = strlen(name);
    for (size_t i = 0; i < size; i++)
        if (!isalnum((unsigned char)name[i]) && !strchr("-_.:+()", name[i]))
            return false;
    return size > 0 && size < PADAN_ENCODING_SIZE;
}

/* Labels that browsers and mailers write (WHATWG's Encoding Standard has them) and neither iconv nor ICU knows so. */
static const char *plain_label(const char *name)
{
    static const struct {
        const char *label, *name;
    } labels[] = {
        { "ks_c_5601-1987", "CP949" },  { "ks_c_5601-1989", "CP949" },  { "windows-949", "CP949" },
        { "gb_2312-80", "GB18030" },    { "x-gbk", "GB18030" },         { "dos-874", "CP874" },
        { "x-x-big5", "BIG5-HKSCS" },   { "x-cp1250", "windows-1250" }, { "x-cp1251", "windows-1251" },
        { "x-cp1252", "windows-1252" },
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcasecmp(name, labels[i].label) == 0)
            return labels[i].name;
    return name;
}

bool padan_encoding_resolve(char out[PADAN_ENCODING_SIZE], const char *name)
{
    name = plain_label(name);
    if (!is_plain_name(name))
        return false;
    if (iconv_knows(name))
        return copy_name(out, name);
    UErrorCode status = U_ZERO_ERROR;
    uint16_t count = ucnv_countAliases(name, &status);
    for (uint16_t i = 0; U_SUCCESS(status) && i < count; i++) {
        const char *alias = ucnv_getAlias(name, i, &status);
        if (U_SUCCESS(status) && alias && is_plain_name(alias) && iconv_knows(alias))
            return copy_name(out, alias);
    }
    return false;
}

bool padan_encoding_lacks_memory(void)
{
    enum { TABLES_SIZE = 64 * 1024 };
    struct padan_buffer room = { 0 };
    bool lacks = errno == ENOMEM || !padan_buffer_reserve(&room, TABLES_SIZE);
    padan_buffer_free(&room);
    return lacks;
}

/* ICU's own name for an encoding, the same for all its aliases; or the name itself. */
static const char *common_name(const char *name)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *common = ucnv_getAlias(name, 0, &status);
    return U_SUCCESS(status) && common ? common : name;
}

bool padan_encoding_same(const char *one, const char *other)
{
    return strcasecmp(one, other) == 0 || strcasecmp(common_name(one), common_name(other)) == 0;
}

static const struct {
    const char *name, *wider;
} supersets[] = {
    { "ISO-8859-1", "windows-1252" },
    { "US-ASCII", "windows-1252" },
    { "ISO-8859-2", "windows-1250" },
    { "ISO-8859-7", "windows-1253" },
    { "ISO-8859-8", "windows-1255" },
    { "ISO-8859-9", "windows-1254" },
    { "ISO-8859-11", "CP874" },
    { "TIS-620", "CP874" },
    { "ISO-8859-13", "windows-1257" },
    { "Shift_JIS", "CP932" },
    { "EUC-JP", "EUC-JP-MS" },
    { "GB2312", "GB18030" },
    { "GBK", "GB18030" },
    { "Big5", "BIG5-HKSCS" },
    { "CP950", "BIG5-HKSCS" },
    { "EUC-KR", "CP949" },
    { "KS_C_5601-1987", "CP949" },
};

const char *padan_encoding_wider(const char *name)
{
    for (size_t i = 0; i < sizeof supersets / sizeof *supersets; i++)
        if (padan_encoding_same(name, supersets[i].name) && iconv_knows(supersets[i].wider))
            return supersets[i].wider;
    return NULL;
}

bool padan_encoding_is_ascii(const char *name)
{
    return padan_encoding_same(name, "US-ASCII");
}

const char *padan_encoding_meant(const char *name)
{
    static const char *const labels[] = { "ISO-8859-1", "US-ASCII", "ISO-8859-9", "ISO-8859-11", "EUC-KR" };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (padan_encoding_same(name, labels[i]))
            return padan_encoding_wider(labels[i]);
    return NULL;
}

bool padan_encoding_is_utf8(const char *name)
{
    return strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "UTF8") == 0;
}

unsigned padan_encoding_unit(const char *name)
{
    if (strncasecmp(name, "UTF-16", 6) == 0 || strncasecmp(name, "UTF16", 5) == 0 ||
        strncasecmp(name, "UCS-2", 5) == 0 || strncasecmp(name, "UCS2", 4) == 0)
        return 2;
    if (strncasecmp(name, "UTF-32", 6) == 0 || strncasecmp(name, "UTF32", 5) == 0 ||
        strncasecmp(name, "UCS-4", 5) == 0 || strncasecmp(name, "UCS4", 4) == 0)
        return 4;
    return 1;
}
