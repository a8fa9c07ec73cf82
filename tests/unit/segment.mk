# Unit tests of src/segment.
check_PROGRAMS += tests/unit/test_matcher tests/unit/test_segment tests/unit/test_spaces tests/unit/test_srx
TESTS += tests/unit/test_matcher tests/unit/test_segment tests/unit/test_spaces tests/unit/test_srx
EXTRA_DIST += \
	tests/unit/segment/de.txt \
	tests/unit/segment/en.txt \
	tests/unit/segment/km.txt \
	tests/unit/segment/lo.txt \
	tests/unit/segment/th-exact.txt \
	tests/unit/segment/th-held.txt \
	tests/unit/segment/th.txt
SEGMENT_CPPFLAGS = $(AM_CPPFLAGS) -DTEST_TM='"$(abs_top_srcdir)/tm"' -DTEST_TEXTS='"$(abs_top_srcdir)/tests/unit/segment"'

tests_unit_test_segment_SOURCES = tests/unit/test_segment.c tests/unit/segment_texts.c tests/unit/segment_texts.h
tests_unit_test_segment_CPPFLAGS = $(SEGMENT_CPPFLAGS)
tests_unit_test_segment_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_segment_LDADD = $(UNIT_LIBS)

tests_unit_test_spaces_SOURCES = tests/unit/test_spaces.c tests/unit/segment_texts.c tests/unit/segment_texts.h
tests_unit_test_spaces_CPPFLAGS = $(SEGMENT_CPPFLAGS)
tests_unit_test_spaces_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_spaces_LDADD = $(UNIT_LIBS)

tests_unit_test_srx_SOURCES = tests/unit/test_srx.c
tests_unit_test_srx_CPPFLAGS = $(SEGMENT_CPPFLAGS)
tests_unit_test_srx_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_srx_LDADD = $(UNIT_LIBS)

tests_unit_test_matcher_SOURCES = tests/unit/test_matcher.c tests/unit/segment_texts.c tests/unit/segment_texts.h
tests_unit_test_matcher_CPPFLAGS = $(SEGMENT_CPPFLAGS)
tests_unit_test_matcher_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_matcher_LDADD = $(UNIT_LIBS)
