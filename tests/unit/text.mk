# Unit tests of src/text.
check_PROGRAMS += tests/unit/test_space
TESTS += tests/unit/test_space
tests_unit_test_space_SOURCES = tests/unit/test_space.c
tests_unit_test_space_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_space_LDADD = $(UNIT_LIBS)
