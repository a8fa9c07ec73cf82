# Sources of src/term.
libpadan_core_la_SOURCES += \
	src/term/columns.c src/term/columns.h \
	src/term/edges.c src/term/edges.h \
	src/term/forms.c src/term/forms.h \
	src/term/glossary.c \
	src/term/recognise.c \
	src/term/status.c \
	src/term/table.c src/term/table.h \
	src/term/tokens.c src/term/tokens.h \
	src/term/tbx.h \
	src/term/tbx_basic.c \
	src/term/tbx_convert.c \
	src/term/tbx_entry.c \
	src/term/tbx_read.c \
	src/term/tbx_write.c \
	src/term/tbx_xml.c \
	src/term/write.c
EXTRA_DIST += src/term/README
