# Unit tests of src/find, and of the full-text index below it.
check_PROGRAMS += tests/unit/test_fulltext
TESTS += tests/unit/test_fulltext
tests_unit_test_fulltext_SOURCES = tests/unit/test_fulltext.c
tests_unit_test_fulltext_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_fulltext_LDADD = $(UNIT_LIBS)
check_PROGRAMS += tests/unit/test_rendering
TESTS += tests/unit/test_rendering
tests_unit_test_rendering_SOURCES = tests/unit/test_rendering.c
tests_unit_test_rendering_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_rendering_LDADD = $(UNIT_LIBS)
check_PROGRAMS += tests/unit/test_find
TESTS += tests/unit/test_find
tests_unit_test_find_SOURCES = tests/unit/test_find.c
tests_unit_test_find_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_find_LDADD = $(UNIT_LIBS)
