CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE language (
    id INTEGER PRIMARY KEY,
    tag TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'undone')),
    source TEXT NOT NULL,
    digest BLOB,
    started TEXT NOT NULL,
    finished TEXT,
    units INTEGER NOT NULL DEFAULT 0,
    program TEXT NOT NULL
) STRICT;
CREATE INDEX batch_digest ON batch (digest) WHERE digest IS NOT NULL;
CREATE TABLE journal (
    batch INTEGER NOT NULL REFERENCES batch,
    number INTEGER NOT NULL,
    what TEXT NOT NULL,
    first INTEGER,
    last INTEGER,
    inverse TEXT,
    PRIMARY KEY (batch, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    hash INTEGER NOT NULL
) STRICT;
CREATE TABLE variant (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES unit,
    language INTEGER NOT NULL REFERENCES language,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    markup TEXT
) STRICT;
CREATE INDEX variant_unit ON variant (unit);
CREATE TABLE occurrence (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES unit,
    batch INTEGER NOT NULL REFERENCES batch,
    document INTEGER REFERENCES document,
    position INTEGER,
    confidence REAL,
    status INTEGER NOT NULL,
    tuid TEXT,
    identity INTEGER NOT NULL
) STRICT;
CREATE INDEX occurrence_unit ON occurrence (unit, identity);
CREATE INDEX occurrence_document ON occurrence (document) WHERE document IS NOT NULL;
CREATE TABLE occurrence_variant (
    occurrence INTEGER NOT NULL REFERENCES occurrence,
    variant INTEGER NOT NULL REFERENCES variant,
    position INTEGER,
    tag TEXT,
    before_hash INTEGER,
    after_hash INTEGER,
    before_text TEXT,
    after_text TEXT,
    PRIMARY KEY (occurrence, variant)
) STRICT, WITHOUT ROWID;
CREATE TABLE field (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('prop', 'note', 'attribute', 'element')),
    name TEXT NOT NULL,
    attributes TEXT NOT NULL,
    UNIQUE (kind, name, attributes)
) STRICT;
CREATE TABLE property (
    occurrence INTEGER NOT NULL REFERENCES occurrence,
    variant INTEGER NOT NULL,
    position INTEGER NOT NULL,
    field INTEGER NOT NULL REFERENCES field,
    value TEXT NOT NULL,
    PRIMARY KEY (occurrence, variant, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE batch_property (
    batch INTEGER NOT NULL REFERENCES batch,
    position INTEGER NOT NULL,
    field INTEGER NOT NULL REFERENCES field,
    value TEXT NOT NULL,
    PRIMARY KEY (batch, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE label (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('client', 'project', 'domain', 'status')),
    name TEXT NOT NULL,
    UNIQUE (kind, name)
) STRICT;
CREATE TABLE document_label (
    document INTEGER NOT NULL REFERENCES document,
    label INTEGER NOT NULL REFERENCES label,
    PRIMARY KEY (document, label)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit_label (
    unit INTEGER NOT NULL REFERENCES unit,
    label INTEGER NOT NULL REFERENCES label,
    PRIMARY KEY (unit, label)
) STRICT, WITHOUT ROWID;
CREATE TABLE cache (
    name TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    upto INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    removals INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE unit_index (
    hash INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    PRIMARY KEY (hash, unit)
) STRICT, WITHOUT ROWID;
CREATE TABLE rule (
    id INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batch,
    removed INTEGER REFERENCES batch,
    language TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('abbreviation', 'exception', 'break')),
    section TEXT,
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;
CREATE TABLE occurrence_source (
    occurrence INTEGER PRIMARY KEY REFERENCES occurrence,
    source TEXT NOT NULL
) STRICT;
CREATE TABLE batch_source (
    batch INTEGER NOT NULL REFERENCES batch,
    part TEXT NOT NULL CHECK (part IN ('head', 'tail')),
    source TEXT NOT NULL,
    PRIMARY KEY (batch, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE concept (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL,
    batch INTEGER NOT NULL REFERENCES batch,
    removed INTEGER REFERENCES batch,
    identifier TEXT NOT NULL,
    subject TEXT NOT NULL,
    definition TEXT NOT NULL,
    note TEXT NOT NULL,
    source TEXT NOT NULL,
    untranslated INTEGER NOT NULL,
    digest BLOB NOT NULL
) STRICT;
CREATE INDEX concept_number ON concept (number);
CREATE INDEX concept_digest ON concept (digest);
CREATE TABLE term (
    concept INTEGER NOT NULL REFERENCES concept,
    position INTEGER NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    status INTEGER NOT NULL,
    part_of_speech TEXT NOT NULL,
    gender TEXT NOT NULL,
    context TEXT NOT NULL,
    note TEXT NOT NULL,
    source TEXT NOT NULL,
    case_sensitive INTEGER NOT NULL,
    whole_form INTEGER NOT NULL,
    PRIMARY KEY (concept, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE term_property (
    concept INTEGER NOT NULL REFERENCES concept,
    term INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (concept, term, position)
) STRICT, WITHOUT ROWID;
PRAGMA application_id = 1885430894;
PRAGMA user_version = 4;
