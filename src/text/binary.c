/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/decoding.h"

#include <string.h>

struct signature {
    const char *bytes;
    size_t size;
    const char *kind;
};

#define SIGNATURE(bytes, kind)                                                                                         \
    {                                                                                                                  \
        bytes, sizeof(bytes) - 1, kind                                                                                 \
    }

static const struct signature signatures[] = {
    SIGNATURE("PK\x03\x04", "a ZIP archive, as DOCX, ODT and EPUB files are; save the text as plain text or HTML"),
    SIGNATURE("PK\x05\x06", "an empty ZIP archive"),
    SIGNATURE("%PDF-", "a PDF document; extract its text first"),
    SIGNATURE("\x89PNG\r\n\x1A\n", "a PNG image"),
    SIGNATURE("\xFF\xD8\xFF", "a JPEG image"),
    SIGNATURE("GIF87a", "a GIF image"),
    SIGNATURE("GIF89a", "a GIF image"),
    SIGNATURE("II*\0", "a TIFF image"),
    SIGNATURE("MM\0*", "a TIFF image"),
    SIGNATURE("\x1F\x8B\x08", "a gzip file; unpack it first"),
    SIGNATURE("BZh91AY&SY", "a bzip2 file; unpack it first"),
    SIGNATURE("\xFD"
              "7zXZ\0",
              "an xz file; unpack it first"),
    SIGNATURE("\x28\xB5\x2F\xFD", "a Zstandard file; unpack it first"),
    SIGNATURE("7z\xBC\xAF\x27\x1C", "a 7-Zip archive; unpack it first"),
    SIGNATURE("Rar!\x1A\x07", "a RAR archive; unpack it first"),
    SIGNATURE("\x7F"
              "ELF",
              "a program (ELF)"),
    SIGNATURE("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
              "an old Office document (DOC, XLS or PPT); save it as plain text or HTML"),
    SIGNATURE("{\\rtf", "an RTF document; save it as plain text or HTML"),
    SIGNATURE("SQLite format 3\0", "an SQLite database, as a memory is"),
    SIGNATURE("OggS", "an Ogg recording"),
    SIGNATURE("ID3", "an MP3 recording"),
    SIGNATURE("%!PS-Adobe", "a PostScript document; extract its text first"),
};

bool padan_is_binary_share(size_t controls, size_t characters)
{
    return controls > 8 && controls > characters / 20;
}

/* Control bytes that texts do not use. A text may hold some by accident, so that only many of them tell. */
bool padan_has_many_controls(struct padan_bytes bytes)
{
    size_t size = bytes.size < 65536 ? bytes.size : 65536, controls = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = bytes.data[i];
        controls += (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != 0x1B) ||
                    byte == 0x7F;
    }
    return padan_is_binary_share(controls, size);
}

const char *padan_binary_kind(struct padan_bytes bytes)
{
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (bytes.size >= signatures[i].size && memcmp(bytes.data, signatures[i].bytes, signatures[i].size) == 0)
            return signatures[i].kind;
    return NULL;
}
