# Unit tests of src/exchange.
check_PROGRAMS += tests/unit/test_exchange tests/unit/test_formats tests/unit/test_tmx
TESTS += tests/unit/test_exchange tests/unit/test_formats tests/unit/test_tmx
tests_unit_test_exchange_SOURCES = tests/unit/test_exchange.c tests/unit/exchange_caught.c tests/unit/exchange_caught.h
tests_unit_test_exchange_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_exchange_LDADD = $(UNIT_LIBS)
tests_unit_test_tmx_SOURCES = tests/unit/test_tmx.c tests/unit/exchange_caught.c tests/unit/exchange_caught.h
tests_unit_test_tmx_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_tmx_LDADD = $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_period tests/unit/test_unpack
TESTS += tests/unit/test_period tests/unit/test_unpack
tests_unit_test_period_SOURCES = tests/unit/test_period.c
tests_unit_test_period_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_period_LDADD = $(UNIT_LIBS)
tests_unit_test_unpack_SOURCES = tests/unit/test_unpack.c tests/unit/exchange_caught.c tests/unit/exchange_caught.h
tests_unit_test_unpack_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_unpack_LDADD = $(UNIT_LIBS)
tests_unit_test_formats_SOURCES = tests/unit/test_formats.c tests/unit/exchange_caught.c tests/unit/exchange_caught.h \
	tests/unit/xliff_rules.c tests/unit/xliff_rules.h
tests_unit_test_formats_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_formats_LDADD = $(UNIT_LIBS)
