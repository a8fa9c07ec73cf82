# Sources of src/segment.
EXTRA_DIST += src/segment/README
libpadan_core_la_SOURCES += \
	src/segment/abbreviations.c src/segment/abbreviations.h \
	src/segment/alphabet.c src/segment/alphabet.h \
	src/segment/automaton.c src/segment/automaton.h \
	src/segment/characters.h \
	src/segment/check.c \
	src/segment/class.c src/segment/class.h \
	src/segment/matcher.c src/segment/matcher.h \
	src/segment/node.h \
	src/segment/parse.c \
	src/segment/portable.c src/segment/portable.h \
	src/segment/program.c src/segment/program.h \
	src/segment/propose.c \
	src/segment/documents.c \
	src/segment/export.c src/segment/export.h \
	src/segment/export_list.c \
	src/segment/expression.c src/segment/expression.h \
	src/segment/rules.c src/segment/rules.h \
	src/segment/segment.c \
	src/segment/shipped.c src/segment/shipped.h \
	src/segment/spaces.c src/segment/spaces.h \
	src/segment/spaces_list.c \
	src/segment/srx.c src/segment/srx.h \
	src/segment/units.c \
	src/segment/user.c src/segment/user.h \
	src/segment/write.c
