/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/schema.h"

/* clang-format off */
#define VERSION_1 \
    "CREATE TABLE setting (\n" \
    "    name TEXT PRIMARY KEY,\n" \
    "    value TEXT NOT NULL\n" \
    ") STRICT, WITHOUT ROWID;\n" \
    "CREATE TABLE language (\n" \
    "    id INTEGER PRIMARY KEY,\n" \
    "    tag TEXT NOT NULL UNIQUE\n" \
    ") STRICT;\n" \
    "CREATE TABLE batch (\n" \
    "    id INTEGER PRIMARY KEY,\n" \
    "    kind TEXT NOT NULL,\n" \
    "    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'undone')),\n" \
    "    source TEXT NOT NULL,\n" \
    "    digest BLOB,\n" \
    "    started TEXT NOT NULL,\n" \
    "    finished TEXT,\n" \
    "    units INTEGER NOT NULL DEFAULT 0,\n" \
    "    program TEXT NOT NULL\n" \
    ") STRICT;\n" \
    "CREATE INDEX batch_digest ON batch (digest) WHERE digest IS NOT NULL;\n" \
    "CREATE TABLE journal (\n" \
    "    batch INTEGER NOT NULL REFERENCES batch,\n" \
    "    number INTEGER NOT NULL,\n" \
    "    what TEXT NOT NULL,\n" \
    "    first INTEGER,\n" \
    "    last INTEGER,\n" \
    "    inverse TEXT,\n" \
    "    PRIMARY KEY (batch, number)\n" \
    ") STRICT, WITHOUT ROWID;\n" \
    "CREATE TABLE document (\n" \
    "    id INTEGER PRIMARY KEY,\n" \
    "    name TEXT NOT NULL UNIQUE\n" \
    ") STRICT;\n" \
    "CREATE TABLE unit (\n" \
    "    id INTEGER PRIMARY KEY,\n" \
    "    hash INTEGER NOT NULL\n" \
    ") STRICT;\n" \
    "CREATE TABLE variant (\n" \
    "    id INTEGER PRIMARY KEY,\n" \
    "    unit INTEGER NOT NULL REFERENCES unit,\n" \
    "    language INTEGER NOT NULL REFERENCES language,\n" \
    "    position INTEGER NOT NULL,\n" \
    "    text TEXT NOT NULL,\n" \
    "    markup TEXT\n" \
    ") STRICT;\n" \
    "CREATE INDEX variant_unit ON variant (unit);\n" \
    "CREATE TABLE occurrence (\n" \
    "    id INTEGER PRIMARY KEY,\n" \
    "    unit INTEGER NOT NULL REFERENCES unit,\n" \
    "    batch INTEGER NOT NULL REFERENCES batch,\n" \
    "    document INTEGER REFERENCES document,\n" \
    "    position INTEGER,\n" \
    "    confidence REAL,\n" \
    "    status INTEGER NOT NULL,\n" \
    "    tuid TEXT,\n" \
    "    identity INTEGER NOT NULL\n" \
    ") STRICT;\n" \
    "CREATE INDEX occurrence_unit ON occurrence (unit, identity);\n" \
    "CREATE INDEX occurrence_document ON occurrence (document) WHERE document IS NOT NULL;\n" \
    "CREATE TABLE occurrence_variant (\n" \
    "    occurrence INTEGER NOT NULL REFERENCES occurrence,\n" \
    "    variant INTEGER NOT NULL REFERENCES variant,\n" \
    "    position INTEGER,\n" \
    "    tag TEXT,\n" \
    "    before_hash INTEGER,\n" \
    "    after_hash INTEGER,\n" \
    "    before_text TEXT,\n" \
    "    after_text TEXT,\n" \
    "    PRIMARY KEY (occurrence, variant)\n" \
    ") STRICT, WITHOUT ROWID;\n" \
    "CREATE TABLE field (\n" \
    "    id INTEGER PRIMARY KEY,\n" \
    "    kind TEXT NOT NULL CHECK (kind IN ('prop', 'note', 'attribute', 'element')),\n" \
    "    name TEXT NOT NULL,\n" \
    "    attributes TEXT NOT NULL,\n" \
    "    UNIQUE (kind, name, attributes)\n" \
    ") STRICT;\n" \
    "CREATE TABLE property (\n" \
    "    occurrence INTEGER NOT NULL REFERENCES occurrence,\n" \
    "    variant INTEGER NOT NULL,\n" \
    "    position INTEGER NOT NULL,\n" \
    "    field INTEGER NOT NULL REFERENCES field,\n" \
    "    value TEXT NOT NULL,\n" \
    "    PRIMARY KEY (occurrence, variant, position)\n" \
    ") STRICT, WITHOUT ROWID;\n" \
    "CREATE TABLE batch_property (\n" \
    "    batch INTEGER NOT NULL REFERENCES batch,\n" \
    "    position INTEGER NOT NULL,\n" \
    "    field INTEGER NOT NULL REFERENCES field,\n" \
    "    value TEXT NOT NULL,\n" \
    "    PRIMARY KEY (batch, position)\n" \
    ") STRICT, WITHOUT ROWID;\n" \
    "CREATE TABLE label (\n" \
    "    id INTEGER PRIMARY KEY,\n" \
    "    kind TEXT NOT NULL CHECK (kind IN ('client', 'project', 'domain', 'status')),\n" \
    "    name TEXT NOT NULL,\n" \
    "    UNIQUE (kind, name)\n" \
    ") STRICT;\n" \
    "CREATE TABLE document_label (\n" \
    "    document INTEGER NOT NULL REFERENCES document,\n" \
    "    label INTEGER NOT NULL REFERENCES label,\n" \
    "    PRIMARY KEY (document, label)\n" \
    ") STRICT, WITHOUT ROWID;\n" \
    "CREATE TABLE unit_label (\n" \
    "    unit INTEGER NOT NULL REFERENCES unit,\n" \
    "    label INTEGER NOT NULL REFERENCES label,\n" \
    "    PRIMARY KEY (unit, label)\n" \
    ") STRICT, WITHOUT ROWID;\n" \
    "CREATE TABLE cache (\n" \
    "    name TEXT PRIMARY KEY,\n" \
    "    version INTEGER NOT NULL,\n" \
    "    upto INTEGER NOT NULL,\n" \
    "    rows INTEGER NOT NULL,\n" \
    "    bytes INTEGER NOT NULL,\n" \
    "    removals INTEGER NOT NULL\n" \
    ") STRICT, WITHOUT ROWID;\n" \
    "CREATE TABLE unit_index (\n" \
    "    hash INTEGER NOT NULL,\n" \
    "    unit INTEGER NOT NULL,\n" \
    "    PRIMARY KEY (hash, unit)\n" \
    ") STRICT, WITHOUT ROWID;\n"
/* clang-format on */

#define VERSION_2                                                                                                      \
    "CREATE TABLE rule (\n"                                                                                            \
    "    id INTEGER PRIMARY KEY,\n"                                                                                    \
    "    batch INTEGER NOT NULL REFERENCES batch,\n"                                                                   \
    "    removed INTEGER REFERENCES batch,\n"                                                                          \
    "    language TEXT NOT NULL,\n"                                                                                    \
    "    kind TEXT NOT NULL CHECK (kind IN ('abbreviation', 'exception', 'break')),\n"                                 \
    "    section TEXT,\n"                                                                                              \
    "    before TEXT NOT NULL,\n"                                                                                      \
    "    after TEXT NOT NULL\n"                                                                                        \
    ") STRICT;\n"

#define VERSION_3                                                                                                      \
    "CREATE TABLE occurrence_source (\n"                                                                               \
    "    occurrence INTEGER PRIMARY KEY REFERENCES occurrence,\n"                                                      \
    "    source TEXT NOT NULL\n"                                                                                       \
    ") STRICT;\n"                                                                                                      \
    "CREATE TABLE batch_source (\n"                                                                                    \
    "    batch INTEGER NOT NULL REFERENCES batch,\n"                                                                   \
    "    part TEXT NOT NULL CHECK (part IN ('head', 'tail')),\n"                                                       \
    "    source TEXT NOT NULL,\n"                                                                                      \
    "    PRIMARY KEY (batch, part)\n"                                                                                  \
    ") STRICT, WITHOUT ROWID;\n"

#define VERSION_4                                                                                                      \
    "CREATE TABLE concept (\n"                                                                                         \
    "    id INTEGER PRIMARY KEY,\n"                                                                                    \
    "    number INTEGER NOT NULL,\n"                                                                                   \
    "    batch INTEGER NOT NULL REFERENCES batch,\n"                                                                   \
    "    removed INTEGER REFERENCES batch,\n"                                                                          \
    "    identifier TEXT NOT NULL,\n"                                                                                  \
    "    subject TEXT NOT NULL,\n"                                                                                     \
    "    definition TEXT NOT NULL,\n"                                                                                  \
    "    note TEXT NOT NULL,\n"                                                                                        \
    "    source TEXT NOT NULL,\n"                                                                                      \
    "    untranslated INTEGER NOT NULL,\n"                                                                             \
    "    digest BLOB NOT NULL\n"                                                                                       \
    ") STRICT;\n"                                                                                                      \
    "CREATE INDEX concept_number ON concept (number);\n"                                                               \
    "CREATE INDEX concept_digest ON concept (digest);\n"                                                               \
    "CREATE TABLE term (\n"                                                                                            \
    "    concept INTEGER NOT NULL REFERENCES concept,\n"                                                               \
    "    position INTEGER NOT NULL,\n"                                                                                 \
    "    language TEXT NOT NULL,\n"                                                                                    \
    "    text TEXT NOT NULL,\n"                                                                                        \
    "    status INTEGER NOT NULL,\n"                                                                                   \
    "    part_of_speech TEXT NOT NULL,\n"                                                                              \
    "    gender TEXT NOT NULL,\n"                                                                                      \
    "    context TEXT NOT NULL,\n"                                                                                     \
    "    note TEXT NOT NULL,\n"                                                                                        \
    "    source TEXT NOT NULL,\n"                                                                                      \
    "    case_sensitive INTEGER NOT NULL,\n"                                                                           \
    "    whole_form INTEGER NOT NULL,\n"                                                                               \
    "    PRIMARY KEY (concept, position)\n"                                                                            \
    ") STRICT, WITHOUT ROWID;\n"                                                                                       \
    "CREATE TABLE term_property (\n"                                                                                   \
    "    concept INTEGER NOT NULL REFERENCES concept,\n"                                                               \
    "    term INTEGER NOT NULL,\n"                                                                                     \
    "    position INTEGER NOT NULL,\n"                                                                                 \
    "    name TEXT NOT NULL,\n"                                                                                        \
    "    value TEXT NOT NULL,\n"                                                                                       \
    "    PRIMARY KEY (concept, term, position)\n"                                                                      \
    ") STRICT, WITHOUT ROWID;\n"

const char *const padan_schema_migrations[PADAN_SCHEMA_VERSION] = { VERSION_1, VERSION_2, VERSION_3, VERSION_4 };

const char *const padan_statement_text[PADAN_SQL_COUNT] = {
#define PADAN_STATEMENT_TEXT(name, sql) [PADAN_SQL_##name] = sql,
    PADAN_STATEMENTS(PADAN_STATEMENT_TEXT)
#undef PADAN_STATEMENT_TEXT
};
