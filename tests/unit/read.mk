# Unit tests of src/read.
check_PROGRAMS += tests/unit/test_read
TESTS += tests/unit/test_read
tests_unit_test_read_SOURCES = tests/unit/test_read.c
tests_unit_test_read_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_read_LDADD = $(UNIT_LIBS)
