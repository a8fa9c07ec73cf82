# Unit tests of src/check.
EXTRA_DIST += tests/check/pairs/de-en.tsv tests/check/pairs/fr-en.tsv tests/check/pairs/id-en.tsv \
	tests/check/pairs/zh-en.tsv tests/check/pairs/blind.tsv tests/check/pairs/others.tsv \
	tests/check/words/en_GB.aff tests/check/words/en_GB.dic tests/check/words/id.aff tests/check/words/id.dic

check_PROGRAMS += tests/unit/test_check
TESTS += tests/unit/test_check
tests_unit_test_check_SOURCES = tests/unit/test_check.c
tests_unit_test_check_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_check_LDADD = $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_check_pairs
TESTS += tests/unit/test_check_pairs
tests_unit_test_check_pairs_SOURCES = tests/unit/test_check_pairs.c
tests_unit_test_check_pairs_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_check_pairs_LDADD = $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_check_manual
TESTS += tests/unit/test_check_manual
tests_unit_test_check_manual_SOURCES = tests/unit/test_check_manual.c
tests_unit_test_check_manual_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_check_manual_LDADD = $(UNIT_LIBS)
