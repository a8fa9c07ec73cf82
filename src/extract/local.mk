# Sources of src/extract.
libpadan_core_la_SOURCES += \
	src/extract/corpus.c src/extract/corpus.h \
	src/extract/extract.c \
	src/extract/grams.c src/extract/grams.h \
	src/extract/render.c src/extract/render.h
EXTRA_DIST += src/extract/README
