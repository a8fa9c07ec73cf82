# Sources of src/read.
libpadan_core_la_SOURCES += \
	src/read/document.c \
	src/read/html.c \
	src/read/html_builder.c src/read/html_builder.h \
	src/read/html_parse.c src/read/html_parse.h \
	src/read/html_trace.c src/read/html_trace.h \
	src/read/line.c src/read/line.h \
	src/read/lines.c \
	src/read/reader.h \
	src/read/segmented.c \
	src/read/text.c \
	src/read/wrap.c src/read/wrap.h
EXTRA_DIST += src/read/README
