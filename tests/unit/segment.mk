# Unit tests of src/segment.
check_PROGRAMS += tests/unit/test_export tests/unit/test_matcher tests/unit/test_segment tests/unit/test_spaces tests/unit/test_srx
TESTS += tests/unit/test_export tests/unit/test_matcher tests/unit/test_segment tests/unit/test_spaces tests/unit/test_srx
EXTRA_DIST += \
	tests/unit/segment/am.txt \
	tests/unit/segment/ar.txt \
	tests/unit/segment/bg.txt \
	tests/unit/segment/bn.txt \
	tests/unit/segment/cs.txt \
	tests/unit/segment/da.txt \
	tests/unit/segment/de.txt \
	tests/unit/segment/el.txt \
	tests/unit/segment/en.txt \
	tests/unit/segment/es.txt \
	tests/unit/segment/fa.txt \
	tests/unit/segment/fil.txt \
	tests/unit/segment/fr.txt \
	tests/unit/segment/he.txt \
	tests/unit/segment/hi.txt \
	tests/unit/segment/hu.txt \
	tests/unit/segment/hy.txt \
	tests/unit/segment/id.txt \
	tests/unit/segment/it.txt \
	tests/unit/segment/ja.txt \
	tests/unit/segment/jv.txt \
	tests/unit/segment/kk.txt \
	tests/unit/segment/km.txt \
	tests/unit/segment/ko.txt \
	tests/unit/segment/lo-exact.txt \
	tests/unit/segment/lo.txt \
	tests/unit/segment/mr.txt \
	tests/unit/segment/ms.txt \
	tests/unit/segment/my.txt \
	tests/unit/segment/nb.txt \
	tests/unit/segment/nl.txt \
	tests/unit/segment/pl.txt \
	tests/unit/segment/pt.txt \
	tests/unit/segment/ro.txt \
	tests/unit/segment/ru.txt \
	tests/unit/segment/sk.txt \
	tests/unit/segment/su.txt \
	tests/unit/segment/sv.txt \
	tests/unit/segment/ta.txt \
	tests/unit/segment/th-exact.txt \
	tests/unit/segment/th-held.txt \
	tests/unit/segment/th.txt \
	tests/unit/segment/tr.txt \
	tests/unit/segment/uk.txt \
	tests/unit/segment/ur.txt \
	tests/unit/segment/vi.txt \
	tests/unit/segment/zh.txt
EXTRA_DIST += tests/unit/java.tsv
SEGMENT_CPPFLAGS = $(AM_CPPFLAGS) -DTEST_TM='"$(abs_top_srcdir)/tm"' -DTEST_TEXTS='"$(abs_top_srcdir)/tests/unit/segment"' \
	-DTEST_CORPUS='"$(abs_top_srcdir)/tests/fuzz/corpus"'

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

tests_unit_test_export_SOURCES = tests/unit/test_export.c tests/unit/segment_texts.c tests/unit/segment_texts.h
tests_unit_test_export_CPPFLAGS = $(SEGMENT_CPPFLAGS)
tests_unit_test_export_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_export_LDADD = $(UNIT_LIBS)
