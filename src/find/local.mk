# Sources of src/find.
libpadan_core_la_SOURCES += \
	src/find/affixes.c src/find/affixes.h \
	src/find/candidates.c src/find/candidates.h \
	src/find/collocates.c \
	src/find/endings.c src/find/endings.h \
	src/find/family.c src/find/family.h \
	src/find/fields.c src/find/fields.h \
	src/find/filter.c src/find/filter.h \
	src/find/find.c \
	src/find/kwic.c \
	src/find/locate.c \
	src/find/parts.c \
	src/find/pattern.c src/find/pattern.h \
	src/find/phrase.c src/find/phrase.h \
	src/find/query.c src/find/query.h \
	src/find/regex.c src/find/regex.h \
	src/find/rendering.c \
	src/find/sense.c src/find/sense.h \
	src/find/tally.c
EXTRA_DIST += src/find/README
