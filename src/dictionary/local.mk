# Sources of src/dictionary.
libpadan_core_la_SOURCES += \
	src/dictionary/dictd.c \
	src/dictionary/dictionary.c src/dictionary/dictionary.h \
	src/dictionary/gloss.c \
	src/dictionary/stardict.c
EXTRA_DIST += src/dictionary/README
