/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_SCHEMA_H
#define MEMORY_SCHEMA_H

/* Said in the header of the file: which program's it is ("padn"), and the version of its tables. */
#define PADAN_APPLICATION_ID 0x7061646E
#define PADAN_SCHEMA_VERSION 4

/* The statements that raise a file from version N to N + 1; migration 0 makes a new memory. */
extern const char *const padan_schema_migrations[PADAN_SCHEMA_VERSION];

/*
 * Every statement that the memory runs, but those of fulltext.c. Each is prepared when it
 * is first needed and kept until the memory is closed.
 */
#define PADAN_STATEMENTS(X)                                                                                            \
    X(BEGIN_READ, "BEGIN")                                                                                             \
    X(DATA_VERSION, "PRAGMA data_version")                                                                             \
    X(BEGIN_WRITE, "BEGIN IMMEDIATE")                                                                                  \
    X(COMMIT, "COMMIT")                                                                                                \
    X(ROLLBACK, "ROLLBACK")                                                                                            \
    X(USER_VERSION, "PRAGMA user_version")                                                                             \
    X(TABLE_COUNT, "SELECT count(*) FROM sqlite_schema")                                                               \
    X(FILE_SIZE, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")                             \
    X(SETTING_PUT, "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)")                                     \
    X(LANGUAGE_FIND, "SELECT id FROM language WHERE tag = ?1")                                                         \
    X(LANGUAGE_ADD, "INSERT INTO language (tag) VALUES (?1)")                                                          \
    X(LANGUAGE_ALL, "SELECT id, tag FROM language ORDER BY id")                                                        \
    X(LANGUAGE_OF_VARIANTS, "SELECT language, length(CAST(text AS BLOB)) FROM variant")                                \
    X(BATCH_ADD,                                                                                                       \
      "INSERT INTO batch (kind, state, source, digest, started, program)"                                              \
      " VALUES (?1, 'open', ?2, ?3, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?4)")                                       \
    X(BATCH_SAME, "SELECT units FROM batch WHERE digest = ?1 AND state = 'done' LIMIT 1")                              \
    X(BATCH_UNITS, "UPDATE batch SET units = units + ?2 WHERE id = ?1")                                                \
    X(BATCH_END, "UPDATE batch SET state = ?2, finished = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE id = ?1")        \
    X(BATCH_REMOVE, "DELETE FROM batch WHERE id = ?1")                                                                 \
    X(BATCH_NEWEST, "SELECT id FROM batch WHERE state <> 'undone' ORDER BY id DESC LIMIT 1")                           \
    X(BATCH_GET, "SELECT state, source, units FROM batch WHERE id = ?1")                                               \
    X(BATCH_UNITS_OF, "SELECT units FROM batch WHERE id = ?1 AND state = 'open'")                                      \
    X(BATCH_ALL,                                                                                                       \
      "SELECT id, kind, state, source, started, units, (SELECT count(*) FROM journal AS j WHERE j.batch = b.id"        \
      " AND j.what = 'replace' AND j.first IS NOT NULL) FROM batch AS b ORDER BY id")                                  \
    X(BATCH_UNITS_ALONE,                                                                                               \
      "SELECT count(*) FROM (SELECT DISTINCT o.unit AS unit FROM journal AS j"                                         \
      " JOIN occurrence AS o ON o.id BETWEEN j.first AND j.last"                                                       \
      " WHERE j.batch = ?1 AND j.what = 'add' AND o.batch = ?1) AS own"                                                \
      " WHERE NOT EXISTS (SELECT 1 FROM occurrence AS e WHERE e.unit = own.unit AND e.batch <> ?1)")                   \
    X(BATCH_UNITS_DISTINCT,                                                                                            \
      "SELECT count(DISTINCT o.unit) FROM journal AS j JOIN occurrence AS o ON o.id BETWEEN j.first AND j.last"        \
      " WHERE j.batch = ?1 AND j.what = 'add' AND o.batch = ?1")                                                       \
    X(BATCH_OTHERS, "SELECT EXISTS (SELECT 1 FROM occurrence WHERE batch <> ?1)")                                      \
    X(HEADER_ADD, "INSERT INTO batch_property (batch, position, field, value) VALUES (?1, ?2, ?3, ?4)")                \
    X(HEADER_ALL,                                                                                                      \
      "SELECT f.kind, f.name, p.value, f.attributes FROM batch_property AS p JOIN field AS f ON f.id = p.field"        \
      " WHERE p.batch = ?1 ORDER BY p.position")                                                                       \
    X(HEADER_REMOVE, "DELETE FROM batch_property WHERE batch = ?1")                                                    \
    X(RESUME_PUT,                                                                                                      \
      "INSERT OR REPLACE INTO journal (batch, number, what, first, inverse) VALUES (?1, 0, 'resume', ?2,"              \
      " json_object('owner', ?3, 'process', ?4, 'host', ?5, 'time', ?6, 'on_conflict', ?7))")                          \
    X(RESUME_OWNER, "SELECT json_extract(inverse, '$.owner') FROM journal WHERE batch = ?1 AND number = 0")            \
    X(RESUME_REMOVE, "DELETE FROM journal WHERE batch = ?1 AND number = 0")                                            \
    X(RESUME_FIND,                                                                                                     \
      "SELECT b.id, b.program, j.first, json_extract(j.inverse, '$.process'), json_extract(j.inverse, '$.host'),"      \
      " json_extract(j.inverse, '$.time'), json_extract(j.inverse, '$.on_conflict') FROM batch AS b"                   \
      " LEFT JOIN journal AS j ON j.batch = b.id AND j.number = 0"                                                     \
      " WHERE b.digest = ?1 AND b.state = 'open' ORDER BY b.id DESC LIMIT 1")                                          \
    X(JOURNAL_LAST, "SELECT number, what, last FROM journal WHERE batch = ?1 ORDER BY number DESC LIMIT 1")            \
    X(JOURNAL_ADD, "INSERT INTO journal (batch, number, what, first, last) VALUES (?1, ?2, 'add', ?3, ?4)")            \
    X(JOURNAL_EXTEND, "UPDATE journal SET last = ?3 WHERE batch = ?1 AND number = ?2")                                 \
    X(JOURNAL_REMOVE, "DELETE FROM journal WHERE batch = ?1")                                                          \
    X(JOURNAL_REPLACE,                                                                                                 \
      "INSERT INTO journal (batch, number, what, first, last, inverse)"                                                \
      " SELECT ?1, (SELECT coalesce(max(number), 0) + 1 FROM journal WHERE batch = ?1), 'replace', ?2, ?3,"            \
      " json_patch('{}', json_object('alignment', ?4, 'bead', ?5, 'slot', ?6, 'origin', ?7, 'confidence', ?8,"         \
      " 'occurrence', json(("                                                                                          \
      "SELECT json_object('unit', o.unit, 'hash', u.hash, 'batch', o.batch, 'document', d.name,"                       \
      " 'position', o.position, 'status', o.status, 'tuid', o.tuid, 'identity', o.identity,"                           \
      " 'variants', json((SELECT json_group_array(json_patch('{}', json_object('id', v.id, 'language', v.language,"    \
      " 'position', v.position, 'text', v.text, 'markup', v.markup))) FROM variant AS v WHERE v.unit = o.unit)),"      \
      " 'said', json((SELECT nullif(json_group_array(json_patch('{}', json_object('variant', s.variant, 'position',"   \
      " s.position, 'tag', s.tag, 'before_hash', s.before_hash, 'after_hash', s.after_hash, 'before_text',"            \
      " s.before_text, 'after_text', s.after_text))), '[]') FROM occurrence_variant AS s WHERE s.occurrence = o.id))," \
      " 'properties', json((SELECT nullif(json_group_array(json_object('variant', p.variant, 'position', p.position,"  \
      " 'field', p.field, 'value', p.value)), '[]') FROM property AS p WHERE p.occurrence = o.id)),"                   \
      " 'source', (SELECT s.source FROM occurrence_source AS s WHERE s.occurrence = o.id),"                            \
      " 'labels', json((SELECT nullif(json_group_array(b.label), '[]') FROM unit_label AS b WHERE b.unit = o.unit)))"  \
      " FROM occurrence AS o JOIN unit AS u ON u.id = o.unit LEFT JOIN document AS d ON d.id = o.document"             \
      " WHERE o.id = ?2))))")                                                                                          \
    X(JOURNAL_REPLACED,                                                                                                \
      "SELECT number, first, json_extract(inverse, '$.confidence'), b.state <> 'undone',"                              \
      " json_extract(inverse, '$.alignment'), json_extract(inverse, '$.bead'), json_extract(inverse, '$.slot'), "      \
      "j.last"                                                                                                         \
      " FROM journal AS j"                                                                                             \
      " LEFT JOIN batch AS b ON b.id = json_extract(j.inverse, '$.occurrence.batch')"                                  \
      " WHERE j.batch = ?1 AND j.what = 'replace' ORDER BY number DESC")                                               \
    X(JOURNAL_HAND_ON,                                                                                                 \
      "UPDATE journal SET first = (SELECT first FROM journal WHERE batch = ?1 AND number = ?2),"                       \
      " inverse = (SELECT inverse FROM journal WHERE batch = ?1 AND number = ?2) WHERE batch = ?3 AND number = ?4")    \
    X(JOURNAL_LATER,                                                                                                   \
      "SELECT json_extract(inverse, '$.alignment'), json_extract(inverse, '$.bead'), json_extract(inverse, '$.slot')," \
      " batch, number FROM journal WHERE batch > ?1 AND what = 'replace'")                                             \
    X(JOURNAL_HEIRS,                                                                                                   \
      "SELECT first, batch, number FROM journal WHERE batch > ?1 AND what = 'replace' AND first IS NOT NULL"           \
      " AND last IS NOT NULL AND json_extract(inverse, '$.alignment') = 0"                                             \
      " AND json_extract(inverse, '$.occurrence.batch') = ?1 ORDER BY first")                                          \
    X(JOURNAL_HAND_ON_BESIDE,                                                                                          \
      "INSERT INTO journal (batch, number, what, first, last, inverse) SELECT ?3, (SELECT max(number) + 1 FROM"        \
      " journal WHERE batch = ?3), 'replace', first, (SELECT last FROM journal WHERE batch = ?3 AND number = ?4),"     \
      " inverse FROM journal WHERE batch = ?1 AND number = ?2")                                                        \
    X(JOURNAL_OF_ALIGNMENT,                                                                                            \
      "SELECT json_extract(inverse, '$.bead'), json_extract(inverse, '$.slot'), last,"                                 \
      " json_extract(inverse, '$.origin') FROM journal"                                                                \
      " WHERE what = 'replace' AND json_extract(inverse, '$.alignment') = ?1 ORDER BY batch, number")                  \
    X(JOURNAL_RANGE,                                                                                                   \
      "INSERT INTO journal (batch, number, what, first, last)"                                                         \
      " SELECT ?1, (SELECT coalesce(max(number), 0) + 1 FROM journal WHERE batch = ?1), 'add', ?2, ?2")                \
    X(RESTORE_UNIT_FIND,                                                                                               \
      "SELECT i.unit FROM journal AS j JOIN unit_index AS i ON i.hash = json_extract(j.inverse, '$.occurrence.hash')"  \
      " WHERE j.batch = ?1 AND j.number = ?2 AND (SELECT count(*) FROM variant AS v WHERE v.unit = i.unit)"            \
      " = json_array_length(j.inverse, '$.occurrence.variants')"                                                       \
      " AND NOT EXISTS (SELECT 1 FROM json_each(j.inverse, '$.occurrence.variants') AS e WHERE NOT EXISTS ("           \
      "SELECT 1 FROM variant AS v WHERE v.unit = i.unit AND v.language = json_extract(e.value, '$.language')"          \
      " AND v.text = json_extract(e.value, '$.text') AND v.markup IS json_extract(e.value, '$.markup'))) LIMIT 1")     \
    X(RESTORE_UNIT,                                                                                                    \
      "INSERT INTO unit (id, hash) SELECT (SELECT json_extract(inverse, '$.occurrence.unit')"                          \
      " WHERE NOT EXISTS (SELECT 1 FROM unit WHERE id = json_extract(inverse, '$.occurrence.unit'))),"                 \
      " json_extract(inverse, '$.occurrence.hash') FROM journal WHERE batch = ?1 AND number = ?2")                     \
    X(RESTORE_VARIANTS,                                                                                                \
      "INSERT INTO variant (id, unit, language, position, text, markup)"                                               \
      " SELECT ?4 + row_number() OVER (ORDER BY json_extract(e.value, '$.id')), ?3,"                                   \
      " json_extract(e.value, '$.language'), json_extract(e.value, '$.position'), json_extract(e.value, '$.text'),"    \
      " json_extract(e.value, '$.markup') FROM journal AS j, json_each(j.inverse, '$.occurrence.variants') AS e"       \
      " WHERE j.batch = ?1 AND j.number = ?2")                                                                         \
    X(RESTORE_LABELS,                                                                                                  \
      "INSERT OR IGNORE INTO unit_label (unit, label) SELECT ?3, l.id FROM journal AS j,"                              \
      " json_each(j.inverse, '$.occurrence.labels') AS e JOIN label AS l ON l.id = e.value"                            \
      " WHERE j.batch = ?1 AND j.number = ?2")                                                                         \
    X(RESTORE_DOCUMENT,                                                                                                \
      "INSERT OR IGNORE INTO document (name) SELECT json_extract(inverse, '$.occurrence.document') FROM journal"       \
      " WHERE batch = ?1 AND number = ?2 AND json_extract(inverse, '$.occurrence.document') IS NOT NULL")              \
    X(RESTORE_OCCURRENCE,                                                                                              \
      "INSERT INTO occurrence (id, unit, batch, document, position, confidence, status, tuid, identity)"               \
      " SELECT (SELECT j.first WHERE NOT EXISTS (SELECT 1 FROM occurrence WHERE id = j.first)), ?3,"                   \
      " json_extract(j.inverse, '$.occurrence.batch'),"                                                                \
      " (SELECT id FROM document WHERE name = json_extract(j.inverse, '$.occurrence.document')),"                      \
      " json_extract(j.inverse, '$.occurrence.position'), ?4, json_extract(j.inverse, '$.occurrence.status'),"         \
      " json_extract(j.inverse, '$.occurrence.tuid'), json_extract(j.inverse, '$.occurrence.identity')"                \
      " FROM journal AS j WHERE j.batch = ?1 AND j.number = ?2")                                                       \
    X(RESTORE_SAID,                                                                                                    \
      "INSERT OR IGNORE INTO occurrence_variant"                                                                       \
      " (occurrence, variant, position, tag, before_hash, after_hash, before_text, after_text)"                        \
      " SELECT ?4, v.id, json_extract(s.value, '$.position'), json_extract(s.value, '$.tag'),"                         \
      " json_extract(s.value, '$.before_hash'), json_extract(s.value, '$.after_hash'),"                                \
      " json_extract(s.value, '$.before_text'), json_extract(s.value, '$.after_text')"                                 \
      " FROM journal AS j, json_each(j.inverse, '$.occurrence.said') AS s,"                                            \
      " json_each(j.inverse, '$.occurrence.variants') AS e, variant AS v"                                              \
      " WHERE j.batch = ?1 AND j.number = ?2 AND v.unit = ?3"                                                          \
      " AND json_extract(e.value, '$.id') = json_extract(s.value, '$.variant')"                                        \
      " AND v.language = json_extract(e.value, '$.language') AND v.text = json_extract(e.value, '$.text')"             \
      " AND v.markup IS json_extract(e.value, '$.markup')")                                                            \
    X(RESTORE_PROPERTIES,                                                                                              \
      "INSERT OR IGNORE INTO property (occurrence, variant, position, field, value)"                                   \
      " SELECT ?4, coalesce((SELECT v.id FROM json_each(j.inverse, '$.occurrence.variants') AS e, variant AS v"        \
      " WHERE v.unit = ?3 AND json_extract(e.value, '$.id') = json_extract(p.value, '$.variant')"                      \
      " AND v.language = json_extract(e.value, '$.language') AND v.text = json_extract(e.value, '$.text')"             \
      " AND v.markup IS json_extract(e.value, '$.markup')), 0), json_extract(p.value, '$.position'),"                  \
      " json_extract(p.value, '$.field'), json_extract(p.value, '$.value')"                                            \
      " FROM journal AS j, json_each(j.inverse, '$.occurrence.properties') AS p"                                       \
      " WHERE j.batch = ?1 AND j.number = ?2")                                                                         \
    X(RESTORE_SOURCE,                                                                                                  \
      "INSERT OR REPLACE INTO occurrence_source (occurrence, source)"                                                  \
      " SELECT ?3, json_extract(inverse, '$.occurrence.source') FROM journal WHERE batch = ?1 AND number = ?2"         \
      " AND json_extract(inverse, '$.occurrence.source') IS NOT NULL")                                                 \
    X(UNIT_INDEX_TAIL,                                                                                                 \
      "INSERT OR IGNORE INTO unit_index (hash, unit) SELECT hash, id FROM unit"                                        \
      " WHERE id > (SELECT upto FROM cache WHERE name = 'unit_index')")                                                \
    X(BATCH_OF_DIGEST, "SELECT id FROM batch WHERE digest = ?1 AND state = 'done' ORDER BY id DESC LIMIT 1")           \
    X(BATCH_FORGET_DIGEST, "UPDATE batch SET digest = NULL WHERE id = ?1")                                             \
    X(BATCH_GAVE_WAY, "UPDATE batch SET digest = NULL WHERE id = ?1 AND state = 'done'")                               \
    X(BATCH_LACKS_SOME,                                                                                                \
      "UPDATE batch SET digest = NULL WHERE id = ?1 AND units > (SELECT count(*) FROM occurrence WHERE batch = ?1)")   \
    X(OCCURRENCE_COUNT, "SELECT count(*) FROM occurrence")                                                             \
    X(OCCURRENCE_UNIT, "SELECT unit FROM occurrence WHERE id = ?1")                                                    \
    X(OCCURRENCE_CONFIDENCE, "SELECT confidence FROM occurrence WHERE id = ?1")                                        \
    X(OCCURRENCE_BEADS,                                                                                                \
      "SELECT o.position, o.id FROM journal AS j JOIN occurrence AS o ON o.id BETWEEN j.first AND j.last"              \
      " WHERE j.batch = ?1 AND j.what = 'add' AND o.batch = ?1 AND o.position IS NOT NULL")                            \
    X(OCCURRENCE_ONE,                                                                                                  \
      "SELECT o.id, o.unit, d.name, o.position, o.confidence, o.status, o.tuid FROM occurrence AS o"                   \
      " LEFT JOIN document AS d ON d.id = o.document WHERE o.id = ?1")                                                 \
    X(OCCURRENCE_BATCH, "SELECT batch FROM occurrence WHERE id = ?1")                                                  \
    X(JOURNAL_COVERS,                                                                                                  \
      "SELECT EXISTS (SELECT 1 FROM journal WHERE batch = ?1 AND what = 'add' AND ?2 BETWEEN first AND last)")         \
    X(DOCUMENT_COUNT, "SELECT count(*) FROM document")                                                                 \
    X(DOCUMENT_FIND, "SELECT id FROM document WHERE name = ?1")                                                        \
    X(DOCUMENT_MEANT,                                                                                                  \
      "SELECT EXISTS (SELECT 1 FROM document WHERE name = ?1 OR substr(name, -length(?1) - 1) = '/' || ?1)")           \
    X(DOCUMENT_ADD, "INSERT INTO document (name) VALUES (?1)")                                                         \
    X(DOCUMENT_SWEEP,                                                                                                  \
      "DELETE FROM document WHERE id NOT IN (SELECT document FROM occurrence WHERE document IS NOT NULL)"              \
      " AND id NOT IN (SELECT document FROM document_label)")                                                          \
    X(FIELD_FIND, "SELECT id FROM field WHERE kind = ?1 AND name = ?2 AND attributes = ?3")                            \
    X(FIELD_ADD, "INSERT INTO field (kind, name, attributes) VALUES (?1, ?2, ?3)")                                     \
    X(UNIT_HASH, "SELECT hash FROM unit WHERE id = ?1")                                                                \
    X(UNIT_TAIL, "SELECT id, hash FROM unit WHERE id > ?1 ORDER BY id")                                                \
    X(UNIT_LABEL_REMOVE, "DELETE FROM unit_label WHERE unit = ?1")                                                     \
    X(UNIT_REMOVE, "DELETE FROM unit WHERE id = ?1")                                                                   \
    X(UNIT_COUNT, "SELECT (SELECT count(*) FROM unit), (SELECT coalesce(max(id), 0) FROM unit)")                       \
    X(UNIT_INDEX_FIND, "SELECT unit FROM unit_index WHERE hash = ?1")                                                  \
    X(UNIT_LAST, "SELECT coalesce(max(id), 0) FROM unit")                                                              \
    X(OCCURRENCE_LAST, "SELECT coalesce(max(id), 0) FROM occurrence")                                                  \
    X(WAITING_UNIT, "INSERT INTO unit (id, hash) SELECT c1, c2 FROM padan_waiting_0")                                  \
    X(WAITING_VARIANT,                                                                                                 \
      "INSERT INTO variant (id, unit, language, position, text, markup) SELECT c1, c2, c3, c4, c5, c6 FROM "           \
      "padan_waiting_1")                                                                                               \
    X(WAITING_OCCURRENCE,                                                                                              \
      "INSERT INTO occurrence (id, unit, batch, document, position, confidence, status, tuid, identity)"               \
      " SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9 FROM padan_waiting_2")                                               \
    X(WAITING_OCCURRENCE_VARIANT,                                                                                      \
      "INSERT INTO occurrence_variant"                                                                                 \
      " (occurrence, variant, position, tag, before_hash, after_hash, before_text, after_text)"                        \
      " SELECT c1, c2, c3, c4, c5, c6, c7, c8 FROM padan_waiting_3")                                                   \
    X(WAITING_PROPERTY,                                                                                                \
      "INSERT INTO property (occurrence, variant, position, field, value) SELECT c1, c2, c3, c4, c5 FROM "             \
      "padan_waiting_4")                                                                                               \
    X(WAITING_SOURCE, "INSERT INTO occurrence_source (occurrence, source) SELECT c1, c2 FROM padan_waiting_5")         \
    X(WAITING_UNIT_INDEX, "INSERT OR IGNORE INTO unit_index (hash, unit) SELECT c1, c2 FROM padan_waiting_6")          \
    X(UNIT_INDEX_ADD, "INSERT OR IGNORE INTO unit_index (hash, unit) VALUES (?1, ?2)")                                 \
    X(UNIT_INDEX_REMOVE, "DELETE FROM unit_index WHERE hash = ?1 AND unit = ?2")                                       \
    X(UNIT_INDEX_CLEAR, "DELETE FROM unit_index")                                                                      \
    X(UNIT_INDEX_FILL, "INSERT INTO unit_index (hash, unit) SELECT hash, id FROM unit ORDER BY hash, id")              \
    X(VARIANT_LAST,                                                                                                    \
      "SELECT max(coalesce((SELECT max(id) FROM variant), 0),"                                                         \
      " coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'last variant'), 0))")                       \
    X(VARIANT_NEWEST, "SELECT coalesce(max(id), 0) FROM variant")                                                      \
    X(IDENTITY, "SELECT value FROM setting WHERE name = 'identity'")                                                   \
    X(IDENTITY_NEW, "INSERT OR REPLACE INTO setting (name, value) VALUES ('identity', lower(hex(randomblob(16))))")    \
    X(VARIANT_OF_UNIT,                                                                                                 \
      "SELECT v.id, v.position, v.text, v.markup, l.tag FROM variant AS v JOIN language AS l ON l.id = v.language"     \
      " WHERE v.unit = ?1")                                                                                            \
    X(VARIANT_UNIT, "SELECT unit FROM variant WHERE id = ?1")                                                          \
    X(VARIANT_TEXTS, "SELECT language, text FROM variant WHERE unit = ?1 ORDER BY position, id")                       \
    X(UNIT_FROM, "SELECT id, (SELECT max(id) FROM unit) FROM unit WHERE id >= ?1 ORDER BY id LIMIT 1")                 \
    X(VARIANT_REMOVE, "DELETE FROM variant WHERE unit = ?1")                                                           \
    X(VARIANT_COUNT, "SELECT (SELECT count(*) FROM variant), (SELECT coalesce(max(id), 0) FROM variant)")              \
    X(VARIANT_BYTES, "SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM variant")                               \
    X(OCCURRENCE_REMOVE, "DELETE FROM occurrence WHERE id = ?1")                                                       \
    X(OCCURRENCE_OF_UNIT, "SELECT 1 FROM occurrence WHERE unit = ?1 LIMIT 1")                                          \
    X(OCCURRENCE_SUREST,                                                                                               \
      "SELECT max(status), CAST(1000000 * max(coalesce(confidence, 1)) AS INTEGER) FROM occurrence WHERE unit = ?1")   \
    X(OCCURRENCE_RANGE,                                                                                                \
      "SELECT o.id, o.unit FROM journal AS j JOIN occurrence AS o ON o.id BETWEEN j.first AND j.last"                  \
      " WHERE j.batch = ?1 AND j.what = 'add' AND o.batch = ?1 ORDER BY j.number, o.id")                               \
    X(OCCURRENCE_ALL,                                                                                                  \
      "SELECT o.id, o.unit, d.name, o.position, o.confidence, o.status, o.tuid FROM occurrence AS o"                   \
      " LEFT JOIN document AS d ON d.id = o.document"                                                                  \
      " WHERE NOT EXISTS (SELECT 1 FROM occurrence AS e WHERE e.unit = o.unit AND e.identity = o.identity"             \
      " AND e.id < o.id) ORDER BY o.id")                                                                               \
    X(IS_USED, "SELECT EXISTS (SELECT 1 FROM batch WHERE state <> 'undone') OR EXISTS (SELECT 1 FROM unit)")           \
    X(UNIT_EACH, "SELECT id FROM unit ORDER BY id")                                                                    \
    X(OCCURRENCE_NEWEST,                                                                                               \
      "SELECT max(o.id), o.unit, (SELECT name FROM document WHERE id = o.document), o.position, o.confidence,"         \
      " o.status, o.tuid FROM occurrence AS o WHERE o.unit = ?1 GROUP BY o.identity ORDER BY max(o.id) DESC")          \
    X(OCCURRENCE_OF_BATCH,                                                                                             \
      "SELECT o.id, o.unit, d.name, o.position, o.confidence, o.status, o.tuid FROM journal AS j"                      \
      " JOIN occurrence AS o ON o.id BETWEEN j.first AND j.last LEFT JOIN document AS d ON d.id = o.document"          \
      " WHERE j.batch = ?1 AND j.what = 'add' AND o.batch = ?1 ORDER BY j.number, o.id")                               \
    X(OCCURRENCE_VARIANT_REMOVE, "DELETE FROM occurrence_variant WHERE occurrence = ?1")                               \
    X(OCCURRENCE_VARIANTS,                                                                                             \
      "SELECT v.id, v.language, coalesce(ov.tag, l.tag), v.text, v.markup, ov.before_text, ov.after_text,"             \
      " coalesce(ov.position, v.position) FROM variant AS v JOIN language AS l ON l.id = v.language"                   \
      " LEFT JOIN occurrence_variant AS ov ON ov.occurrence = ?1 AND ov.variant = v.id WHERE v.unit = ?2")             \
    X(PROPERTY_REMOVE, "DELETE FROM property WHERE occurrence = ?1")                                                   \
    X(PROPERTY_ALL,                                                                                                    \
      "SELECT p.variant, f.kind, f.name, p.value, f.attributes FROM property AS p JOIN field AS f ON f.id = p.field"   \
      " WHERE p.occurrence = ?1 ORDER BY p.variant, p.position")                                                       \
    X(SOURCE_CREATE,                                                                                                   \
      "CREATE TEMP TABLE IF NOT EXISTS source_text (hash INTEGER NOT NULL, unit INTEGER NOT NULL,"                     \
      " PRIMARY KEY (hash, unit)) WITHOUT ROWID")                                                                      \
    X(SOURCE_CLEAR, "DELETE FROM temp.source_text")                                                                    \
    X(SOURCE_DROP, "DROP TABLE IF EXISTS temp.source_text")                                                            \
    X(SOURCE_FILL,                                                                                                     \
      "INSERT OR IGNORE INTO temp.source_text (hash, unit)"                                                            \
      " SELECT h, unit FROM (SELECT padan_source(l.tag, v.text, v.markup) AS h, v.unit AS unit FROM main.variant AS v" \
      " CROSS JOIN main.language AS l ON l.id = v.language WHERE v.id > ?1 AND v.language IN"                          \
      " (SELECT id FROM main.language WHERE padan_is_source(tag))) WHERE h IS NOT NULL ORDER BY h, unit")              \
    X(SOURCE_ADD, "INSERT OR IGNORE INTO temp.source_text (hash, unit) VALUES (?1, ?2)")                               \
    X(SOURCE_FIND, "SELECT unit FROM temp.source_text WHERE hash = ?1")                                                \
    X(VARIANT_BY_TAG,                                                                                                  \
      "SELECT l.tag, v.text, v.markup FROM variant AS v JOIN language AS l ON l.id = v.language"                       \
      " WHERE v.unit = ?1 ORDER BY l.tag COLLATE BINARY")                                                              \
    X(OCCURRENCE_PLACES,                                                                                               \
      "SELECT o.id, s.before_text, s.after_text FROM occurrence AS o LEFT JOIN occurrence_variant AS s"                \
      " ON s.occurrence = o.id AND s.variant = (SELECT v.id FROM variant AS v JOIN language AS l ON l.id = v.language" \
      " WHERE v.unit = ?1 AND l.tag = ?2 AND v.text = ?3 LIMIT 1) WHERE o.unit = ?1")                                  \
    X(OCCURRENCE_PROPS,                                                                                                \
      "SELECT f.name, p.value FROM property AS p JOIN field AS f ON f.id = p.field"                                    \
      " WHERE p.occurrence = ?1 AND p.variant = 0 AND f.kind = 'prop'")                                                \
    X(OCCURRENCE_DATES,                                                                                                \
      "SELECT f.name <> 'changedate', p.value FROM property AS p JOIN field AS f ON f.id = p.field"                    \
      " WHERE p.occurrence = ?1 AND f.kind = 'attribute' AND f.name IN ('changedate', 'creationdate')"                 \
      " UNION ALL SELECT 2, b.started FROM occurrence AS o JOIN batch AS b ON b.id = o.batch WHERE o.id = ?1")         \
    X(BATCH_STARTED, "SELECT started FROM batch WHERE id = ?1")                                                        \
    X(DELETE_CHOOSE,                                                                                                   \
      "SELECT o.id, o.unit FROM occurrence AS o LEFT JOIN document AS d ON d.id = o.document"                          \
      " WHERE (?1 = 0 OR o.batch = ?1) AND (?2 = 0 OR o.unit = ?2) AND (?3 IS NULL OR d.name = ?3)"                    \
      " AND (?4 < 0 OR (o.status = 0 AND o.confidence <= ?4)) ORDER BY o.id")                                          \
    X(DEDUPE_CONTENT,                                                                                                  \
      "SELECT v.unit, l.tag, v.text, v.markup FROM variant AS v JOIN language AS l ON l.id = v.language"               \
      " WHERE ?1 = 0 OR v.unit = ?1 ORDER BY v.unit, v.id")                                                            \
    X(OCCURRENCES_OF_UNIT, "SELECT id FROM occurrence WHERE unit = ?1 ORDER BY id")                                    \
    X(OCCURRENCE_SAME,                                                                                                 \
      "SELECT EXISTS (SELECT 1 FROM occurrence AS n JOIN occurrence AS o ON o.unit = n.unit AND o.identity = "         \
      "n.identity"                                                                                                     \
      " WHERE n.id = ?1 AND o.id <> ?1)")                                                                              \
    X(CHECK_FILE, "PRAGMA integrity_check(10)")                                                                        \
    X(CHECK_REFERENCES, "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2")              \
    X(CHECK_UNITS_ALONE,                                                                                               \
      "SELECT count(*) FROM unit AS u WHERE NOT EXISTS (SELECT 1 FROM occurrence AS o WHERE o.unit = u.id)")           \
    X(CHECK_UNITS_EMPTY,                                                                                               \
      "SELECT count(*) FROM unit AS u WHERE NOT EXISTS (SELECT 1 FROM variant AS v WHERE v.unit = u.id)")              \
    X(CHECK_PROPERTIES,                                                                                                \
      "SELECT count(*) FROM property AS p JOIN occurrence AS o ON o.id = p.occurrence WHERE p.variant <> 0"            \
      " AND NOT EXISTS (SELECT 1 FROM variant AS v WHERE v.id = p.variant AND v.unit = o.unit)")                       \
    X(CHECK_SAID,                                                                                                      \
      "SELECT count(*) FROM occurrence_variant AS s JOIN occurrence AS o ON o.id = s.occurrence"                       \
      " WHERE NOT EXISTS (SELECT 1 FROM variant AS v WHERE v.id = s.variant AND v.unit = o.unit)")                     \
    X(CHECK_INDEX_STRAY,                                                                                               \
      "SELECT count(*) FROM unit_index AS i WHERE NOT EXISTS (SELECT 1 FROM unit AS u WHERE u.id = i.unit AND u.hash " \
      "= i.hash)")                                                                                                     \
    X(CHECK_INDEX_MISSING,                                                                                             \
      "SELECT count(*) FROM unit AS u WHERE u.id <= (SELECT upto FROM cache WHERE name = 'unit_index')"                \
      " AND NOT EXISTS (SELECT 1 FROM unit_index AS i WHERE i.hash = u.hash AND i.unit = u.id)")                       \
    X(CHECK_UNDONE, "SELECT count(*) FROM occurrence AS o JOIN batch AS b ON b.id = o.batch WHERE b.state = 'undone'") \
    X(CHECK_JOURNAL_UNDONE,                                                                                            \
      "SELECT count(*) FROM journal AS j JOIN batch AS b ON b.id = j.batch WHERE b.state = 'undone'")                  \
    X(CHECK_JOURNAL_JSON,                                                                                              \
      "SELECT count(*) FROM journal WHERE CASE what WHEN 'add' THEN inverse IS NOT NULL OR first IS NULL OR last < "   \
      "first"                                                                                                          \
      " WHEN 'resume' THEN number <> 0 OR NOT coalesce(json_valid(inverse), 0)"                                        \
      " WHEN 'replace' THEN CASE WHEN NOT coalesce(json_valid(inverse), 0) THEN 1"                                     \
      " WHEN first IS NULL THEN 0 ELSE json_extract(inverse, '$.occurrence.unit') IS NULL END ELSE 1 END")             \
    X(CHECK_JOURNAL_COVERS,                                                                                            \
      "WITH added AS MATERIALIZED (SELECT batch, first, last FROM journal WHERE what = 'add')"                         \
      " SELECT (SELECT count(*) FROM occurrence) - (SELECT count(*) FROM added AS a CROSS JOIN occurrence AS o"        \
      " ON o.id BETWEEN a.first AND a.last AND o.batch = a.batch)")                                                    \
    X(CHECK_JOURNAL_PUT,                                                                                               \
      "WITH added AS MATERIALIZED (SELECT batch, first, last FROM journal WHERE what = 'add')"                         \
      " SELECT count(*) FROM journal AS j WHERE j.what = 'replace' AND j.last IS NOT NULL AND NOT EXISTS"              \
      " (SELECT 1 FROM added AS a WHERE a.batch = j.batch AND j.last BETWEEN a.first AND a.last)")                     \
    X(CHECK_HASHES,                                                                                                    \
      "SELECT u.id, u.hash, l.tag, v.text, v.markup FROM unit AS u JOIN variant AS v ON v.unit = u.id"                 \
      " JOIN language AS l ON l.id = v.language ORDER BY u.id, l.tag, v.text, v.markup")                               \
    X(CHECK_TEXTS, "SELECT id, text FROM variant WHERE language = ?1")                                                 \
    X(VERBATIM_GET, "SELECT source FROM occurrence_source WHERE occurrence = ?1")                                      \
    X(VERBATIM_REMOVE, "DELETE FROM occurrence_source WHERE occurrence = ?1")                                          \
    X(BATCH_VERBATIM_ADD, "INSERT OR REPLACE INTO batch_source (batch, part, source) VALUES (?1, ?2, ?3)")             \
    X(BATCH_VERBATIM_GET,                                                                                              \
      "SELECT s.source FROM batch_source AS s JOIN batch AS b ON b.id = s.batch"                                       \
      " WHERE s.batch = ?1 AND s.part = ?2 AND b.kind <> 'terms'")                                                     \
    X(TERM_SOURCE,                                                                                                     \
      "SELECT s.source FROM batch_source AS s JOIN batch AS b ON b.id = s.batch"                                       \
      " WHERE b.kind = 'terms' AND b.state = 'done' AND s.part = ?1 ORDER BY b.id DESC LIMIT 1")                       \
    X(BATCH_VERBATIM_REMOVE, "DELETE FROM batch_source WHERE batch = ?1")                                              \
    X(OCCURRENCE_STARTED, "SELECT b.started FROM occurrence AS o JOIN batch AS b ON b.id = o.batch WHERE o.id = ?1")   \
    X(CACHE_GET, "SELECT version, upto, rows, bytes, removals FROM cache WHERE name = ?1")                             \
    X(CACHE_PUT,                                                                                                       \
      "INSERT OR REPLACE INTO cache (name, version, upto, rows, bytes, removals) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")     \
    X(CACHE_ADD, "UPDATE cache SET upto = max(upto, ?2), rows = rows + ?3, bytes = bytes + ?4 WHERE name = ?1")        \
    X(RULE_ADD, "INSERT INTO rule (batch, language, kind, section, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")    \
    X(RULE_FIND,                                                                                                       \
      "SELECT id FROM rule WHERE removed IS NULL AND language = ?1 AND kind = ?2 AND section = ?3 AND before = ?4"     \
      " AND after = ?5")                                                                                               \
    X(RULE_GET, "SELECT language, before, after FROM rule WHERE id = ?1 AND removed IS NULL")                          \
    X(RULE_ALL, "SELECT id, language, kind, section, before, after FROM rule WHERE removed IS NULL ORDER BY id DESC")  \
    X(RULE_REMOVE, "UPDATE rule SET removed = ?2 WHERE id = ?1 AND removed IS NULL")                                   \
    X(RULE_UNDO_ADD, "DELETE FROM rule WHERE batch = ?1")                                                              \
    X(RULE_UNDO_REMOVE, "UPDATE rule SET removed = NULL WHERE removed = ?1")                                           \
    X(CONCEPT_ADD,                                                                                                     \
      "INSERT INTO concept (number, batch, identifier, subject, definition, note, source, untranslated, digest)"       \
      " VALUES (coalesce(?1, (SELECT coalesce(max(number), 0) + 1 FROM concept)), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")    \
    X(CONCEPT_NUMBER, "SELECT number FROM concept WHERE id = ?1")                                                      \
    X(CONCEPT_SAME, "SELECT number FROM concept WHERE digest = ?1 AND removed IS NULL")                                \
    X(CONCEPT_FIND, "SELECT id, batch FROM concept WHERE number = ?1 AND removed IS NULL")                             \
    X(CONCEPT_REMOVE, "UPDATE concept SET removed = ?2 WHERE id = ?1")                                                 \
    X(CONCEPT_DROP, "DELETE FROM concept WHERE id = ?1")                                                               \
    X(CONCEPT_DROP_TERMS, "DELETE FROM term WHERE concept = ?1")                                                       \
    X(CONCEPT_DROP_PROPERTIES, "DELETE FROM term_property WHERE concept = ?1")                                         \
    X(CONCEPT_ALL,                                                                                                     \
      "SELECT id, number, identifier, subject, definition, note, source, untranslated FROM concept"                    \
      " WHERE removed IS NULL ORDER BY number")                                                                        \
    X(CONCEPT_GET,                                                                                                     \
      "SELECT id, number, identifier, subject, definition, note, source, untranslated FROM concept"                    \
      " WHERE removed IS NULL AND number = ?1")                                                                        \
    X(CONCEPT_HAND_ON,                                                                                                 \
      "UPDATE concept SET removed = (SELECT c.removed FROM concept AS c WHERE c.number = concept.number"               \
      " AND c.batch = ?1) WHERE removed = ?1")                                                                         \
    X(CONCEPT_UNDO_PROPERTIES, "DELETE FROM term_property WHERE concept IN (SELECT id FROM concept WHERE batch = ?1)") \
    X(CONCEPT_UNDO_TERMS, "DELETE FROM term WHERE concept IN (SELECT id FROM concept WHERE batch = ?1)")               \
    X(CONCEPT_UNDO_ADD, "DELETE FROM concept WHERE batch = ?1")                                                        \
    X(TERM_ADD,                                                                                                        \
      "INSERT INTO term (concept, position, language, text, status, part_of_speech, gender, context, note,"            \
      " source, case_sensitive, whole_form) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")               \
    X(TERM_OF_CONCEPT,                                                                                                 \
      "SELECT language, text, status, part_of_speech, gender, context, note, source, case_sensitive,"                  \
      " whole_form FROM term WHERE concept = ?1 ORDER BY position")                                                    \
    X(TERM_PROPERTY_ADD,                                                                                               \
      "INSERT INTO term_property (concept, term, position, name, value) VALUES (?1, ?2, ?3, ?4, ?5)")                  \
    X(TERM_PROPERTY_OF, "SELECT term, name, value FROM term_property WHERE concept = ?1 ORDER BY term, position")      \
    X(EMPTY_OCCURRENCE, "DELETE FROM occurrence")                                                                      \
    X(EMPTY_OCCURRENCE_SOURCE, "DELETE FROM occurrence_source")                                                        \
    X(EMPTY_OCCURRENCE_VARIANT, "DELETE FROM occurrence_variant")                                                      \
    X(EMPTY_PROPERTY, "DELETE FROM property")                                                                          \
    X(EMPTY_VARIANT, "DELETE FROM variant")                                                                            \
    X(EMPTY_UNIT, "DELETE FROM unit")                                                                                  \
    X(EMPTY_UNIT_LABEL, "DELETE FROM unit_label")

enum padan_statement {
#define PADAN_STATEMENT_NAME(name, sql) PADAN_SQL_##name,
    PADAN_STATEMENTS(PADAN_STATEMENT_NAME)
#undef PADAN_STATEMENT_NAME
        PADAN_SQL_COUNT
};

extern const char *const padan_statement_text[PADAN_SQL_COUNT];

#endif
