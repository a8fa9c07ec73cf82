# Unit tests of src/memory.
check_PROGRAMS += tests/unit/test_memory
TESTS += tests/unit/test_memory
tests_unit_test_memory_SOURCES = tests/unit/test_memory.c tests/unit/memory_support.c tests/unit/memory_support.h
tests_unit_test_memory_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_memory_LDADD = $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_memory_change
TESTS += tests/unit/test_memory_change
tests_unit_test_memory_change_SOURCES = tests/unit/test_memory_change.c tests/unit/memory_support.c \
	tests/unit/memory_support.h
tests_unit_test_memory_change_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_memory_change_LDADD = $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_memory_file
TESTS += tests/unit/test_memory_file
tests_unit_test_memory_file_SOURCES = tests/unit/test_memory_file.c tests/unit/memory_support.c \
	tests/unit/memory_support.h
tests_unit_test_memory_file_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_memory_file_LDADD = $(UNIT_LIBS)
EXTRA_DIST += tests/unit/schema-4.sql

check_PROGRAMS += tests/unit/test_memory_import
TESTS += tests/unit/test_memory_import
tests_unit_test_memory_import_SOURCES = tests/unit/test_memory_import.c tests/unit/memory_support.c \
	tests/unit/memory_support.h
tests_unit_test_memory_import_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_memory_import_LDADD = $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_memory_lexicon
TESTS += tests/unit/test_memory_lexicon
tests_unit_test_memory_lexicon_SOURCES = tests/unit/test_memory_lexicon.c tests/unit/memory_support.c \
	tests/unit/memory_support.h
tests_unit_test_memory_lexicon_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_memory_lexicon_LDADD = $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_review
TESTS += tests/unit/test_review
tests_unit_test_review_SOURCES = tests/unit/test_review.c tests/unit/memory_support.c tests/unit/memory_support.h
tests_unit_test_review_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_review_LDADD = $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_memory_power
TESTS += tests/unit/test_memory_power
tests_unit_test_memory_power_SOURCES = tests/unit/test_memory_power.c tests/unit/memory_support.c \
	tests/unit/memory_support.h
tests_unit_test_memory_power_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_memory_power_LDADD = $(UNIT_LIBS)

check_PROGRAMS += tests/unit/test_memory_full
TESTS += tests/unit/test_memory_full
tests_unit_test_memory_full_SOURCES = tests/unit/test_memory_full.c tests/unit/memory_support.c \
	tests/unit/memory_support.h
tests_unit_test_memory_full_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_memory_full_LDADD = $(UNIT_LIBS)
