# Allocations that fail, one after the other: the command itself, its main by another name, in a program whose malloc
# fails when it is told to. "make check" tries some of each kind; "tests/lack/lack all" takes half an hour (with TMPDIR
# in memory), "each" some hours.
check_PROGRAMS += tests/lack/lack
TESTS += tests/lack/lack
tests_lack_lack_SOURCES = tests/lack/lack.c tests/lack/lacking.c tests/lack/lacking.h $(padan_SOURCES)
tests_lack_lack_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/src/cmd -Dmain=padan_main
tests_lack_lack_CFLAGS = $(AM_CFLAGS) -Wno-missing-prototypes
tests_lack_lack_LDADD = libpadan_core.la $(JANSSON_LIBS)
