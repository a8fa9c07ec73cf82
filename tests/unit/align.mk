# Unit tests of src/align.
check_PROGRAMS += tests/unit/test_align
TESTS += tests/unit/test_align
tests_unit_test_align_SOURCES = tests/unit/test_align.c
tests_unit_test_align_CPPFLAGS = $(AM_CPPFLAGS) -DTEST_TM='"$(abs_top_srcdir)/tm"'
tests_unit_test_align_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_align_LDADD = $(UNIT_LIBS)
check_PROGRAMS += tests/unit/test_align_blocks
TESTS += tests/unit/test_align_blocks
tests_unit_test_align_blocks_SOURCES = tests/unit/test_align_blocks.c
tests_unit_test_align_blocks_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_align_blocks_LDADD = $(UNIT_LIBS)
check_PROGRAMS += tests/unit/test_align_words
TESTS += tests/unit/test_align_words
tests_unit_test_align_words_SOURCES = tests/unit/test_align_words.c
tests_unit_test_align_words_CPPFLAGS = $(AM_CPPFLAGS) -DTEST_TM='"$(abs_top_srcdir)/tm"'
tests_unit_test_align_words_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_align_words_LDADD = $(UNIT_LIBS)
EXTRA_DIST += tests/unit/align/lighthouse.de.segments tests/unit/align/lighthouse.en.segments \
	tests/unit/align/lighthouse.gold
