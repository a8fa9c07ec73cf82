# Unit tests of src/match.
check_PROGRAMS += tests/unit/test_score
TESTS += tests/unit/test_score
tests_unit_test_score_SOURCES = tests/unit/test_score.c
tests_unit_test_score_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_score_LDADD = $(UNIT_LIBS)
