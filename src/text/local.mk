# Sources of src/text.
libpadan_core_la_SOURCES += \
	src/text/binary.c \
	src/text/clean.c \
	src/text/convert.c \
	src/text/declared.c \
	src/text/decode.c src/text/decoding.h \
	src/text/detect.c \
	src/text/encoding.c \
	src/text/fold.c \
	src/text/form.c src/text/form.h \
	src/text/language.c src/text/language.h \
	src/text/language_names.c src/text/language_names.h \
	src/text/language_nearest.c \
	src/text/line_ends.c \
	src/text/look.c \
	src/text/measure.c src/text/measure.h \
	src/text/script.h \
	src/text/space.c \
	src/text/stem.c \
	src/text/strings.c \
	src/text/utf8.c src/text/utf8.h \
	src/text/value.c src/text/value.h \
	src/text/value_chain.c \
	src/text/value_compare.c \
	src/text/value_date.c \
	src/text/value_decimal.c \
	src/text/value_han.c \
	src/text/value_names.c \
	src/text/value_numbers.c \
	src/text/value_parts.h \
	src/text/value_read.c \
	src/text/value_scan.c \
	src/text/value_trie.c \
	src/text/value_words.c \
	src/text/value_writer.c src/text/value_writer.h \
	src/text/value_writer_date.c \
	src/text/value_writer_parts.h \
	src/text/words.c src/text/words.h
EXTRA_DIST += src/text/README
