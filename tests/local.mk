# Unit tests see the whole library; end-to-end cases run the binary; fuzz targets also run as plain tests.
EXTRA_DIST += tests/omegat/compare tests/omegat/Cut.java tests/tally tests/valgrind.supp tests/install/run tests/install/consumer.c

UNIT_LIBS = libpadan_core.la $(CMOCKA_LIBS)
UNIT_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)

if HAVE_CMOCKA
include tests/unit/base.mk
include tests/unit/text.mk
include tests/unit/read.mk
include tests/unit/segment.mk
include tests/unit/align.mk
include tests/unit/exchange.mk
include tests/unit/memory.mk
include tests/unit/find.mk
include tests/unit/match.mk
include tests/unit/term.mk
include tests/unit/check.mk
endif
include tests/cases.mk
include tests/lack/local.mk
include tests/fuzz/local.mk
include tests/bench/local.mk
