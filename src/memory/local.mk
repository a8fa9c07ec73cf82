libpadan_core_la_SOURCES += \
	src/memory/ahead.c src/memory/ahead.h \
	src/memory/alignment.c \
	src/memory/amend.c \
	src/memory/batch.c src/memory/batch.h \
	src/memory/checkpoint.c src/memory/checkpoint.h \
	src/memory/backup.c \
	src/memory/cache.c src/memory/cache.h \
	src/memory/change.c \
	src/memory/check.c src/memory/check.h \
	src/memory/check_texts.c \
	src/memory/concept.c \
	src/memory/concepts.c \
	src/memory/conflict.c src/memory/conflict.h \
	src/memory/dedupe.c \
	src/memory/delete.c \
	src/memory/digest.c src/memory/digest.h \
	src/memory/effect.c \
	src/memory/fulltext.c src/memory/fulltext.h \
	src/memory/fulltext_search.c \
	src/memory/fulltext_store.c \
	src/memory/fulltext_tokenizer.c \
	src/memory/held.c src/memory/held.h \
	src/memory/import.c \
	src/memory/info.c \
	src/memory/lexicon.c \
	src/memory/memo.c src/memory/memo.h \
	src/memory/merge.c src/memory/merge.h \
	src/memory/moves.c src/memory/moves.h \
	src/memory/open.c \
	src/memory/origin.c \
	src/memory/place.c src/memory/place.h \
	src/memory/put.c \
	src/memory/read.c src/memory/read.h \
	src/memory/restore.c \
	src/memory/resume.c src/memory/resume.h \
	src/memory/review.c src/memory/review.h \
	src/memory/reviewed.c src/memory/reviewed.h \
	src/memory/rules.c \
	src/memory/sample.c src/memory/sample.h \
	src/memory/schema.c src/memory/schema.h \
	src/memory/segment.c src/memory/segment.h \
	src/memory/source.c \
	src/memory/sql.c \
	src/memory/store.h \
	src/memory/terms.c \
	src/memory/tokens.c src/memory/tokens.h \
	src/memory/undo.c src/memory/undo.h \
	src/memory/units.c src/memory/units.h \
	src/memory/vocabulary.c src/memory/vocabulary.h \
	src/memory/waiting.c src/memory/waiting.h
EXTRA_DIST += src/memory/README
