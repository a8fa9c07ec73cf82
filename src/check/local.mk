# Sources of src/check.
libpadan_core_la_SOURCES += \
	src/check/acronym.c \
	src/check/characters.c \
	src/check/checker.c src/check/checking.h \
	src/check/codes.c \
	src/check/common.c src/check/common.h \
	src/check/fix.c \
	src/check/fold.c src/check/fold.h \
	src/check/inline.c \
	src/check/language.c src/check/language.h \
	src/check/length.c \
	src/check/letters.c \
	src/check/marks.c \
	src/check/matching.c \
	src/check/misaligned.c \
	src/check/names.c src/check/names.h \
	src/check/names_heard.c \
	src/check/names_known.c \
	src/check/names_words.c \
	src/check/origin.c \
	src/check/places.c src/check/places.h \
	src/check/project.c \
	src/check/repeats.c \
	src/check/spelling.c \
	src/check/table.c src/check/table.h \
	src/check/terms.c \
	src/check/values.c src/check/values.h \
	src/check/words.c
EXTRA_DIST += src/check/README
