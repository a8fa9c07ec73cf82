# Unit tests of src/term, and of the term base below it.
check_PROGRAMS += tests/unit/test_term
TESTS += tests/unit/test_term
tests_unit_test_term_SOURCES = tests/unit/test_term.c tests/unit/memory_support.c tests/unit/memory_support.h
tests_unit_test_term_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_term_LDADD = $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_recognise
TESTS += tests/unit/test_recognise
tests_unit_test_recognise_SOURCES = tests/unit/test_recognise.c
tests_unit_test_recognise_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_recognise_LDADD = $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_tbx
TESTS += tests/unit/test_tbx
tests_unit_test_tbx_SOURCES = tests/unit/test_tbx.c
tests_unit_test_tbx_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_tbx_LDADD = $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_extract
TESTS += tests/unit/test_extract
tests_unit_test_extract_SOURCES = tests/unit/test_extract.c
tests_unit_test_extract_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_extract_LDADD = $(UNIT_LIBS)
