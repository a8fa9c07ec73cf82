# Sources of src/translate.
libpadan_core_la_SOURCES += \
	src/translate/encode.c \
	src/translate/fill.c src/translate/fill.h \
	src/translate/native.c \
	src/translate/place.c \
	src/translate/range.c \
	src/translate/translate.c src/translate/translate.h \
	src/translate/tsv.c \
	src/translate/xliff.c
EXTRA_DIST += src/translate/README
