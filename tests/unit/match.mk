# Unit tests of src/match.
check_PROGRAMS += tests/unit/test_score
TESTS += tests/unit/test_score
tests_unit_test_score_SOURCES = tests/unit/test_score.c
tests_unit_test_score_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_score_LDADD = $(UNIT_LIBS)
check_PROGRAMS += tests/unit/test_nearest
TESTS += tests/unit/test_nearest
tests_unit_test_nearest_SOURCES = tests/unit/test_nearest.c
tests_unit_test_nearest_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_nearest_LDADD = $(UNIT_LIBS)
check_PROGRAMS += tests/unit/test_match
TESTS += tests/unit/test_match
tests_unit_test_match_SOURCES = tests/unit/test_match.c
tests_unit_test_match_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_match_LDADD = $(UNIT_LIBS)
