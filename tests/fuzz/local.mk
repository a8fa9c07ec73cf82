# Fuzz targets: with --enable-fuzzing libFuzzer drives them; otherwise driver.c runs each once over
# tests/fuzz/corpus/NAME, so that every build compiles and tries them. A target NAME is
# tests/fuzz/fuzz_NAME.c, a folder of inputs and the lines below that name it.
FUZZ_LIBS = libpadan_core.la
FUZZ_LINK = $(AM_LDFLAGS) $(PADAN_FUZZ_LDFLAGS)
if FUZZING
FUZZ_DRIVER =
else
FUZZ_DRIVER = tests/fuzz/driver.c
TESTS += $(FUZZ_TARGETS)
endif
EXTRA_DIST += tests/fuzz/driver.c tests/fuzz/corpus
FUZZ_TARGETS = tests/fuzz/fuzz_check tests/fuzz/fuzz_csv tests/fuzz/fuzz_decode tests/fuzz/fuzz_dictionary \
	tests/fuzz/fuzz_find tests/fuzz/fuzz_html tests/fuzz/fuzz_po tests/fuzz/fuzz_segment tests/fuzz/fuzz_srx \
	tests/fuzz/fuzz_tbx tests/fuzz/fuzz_terms tests/fuzz/fuzz_tmx tests/fuzz/fuzz_tsv tests/fuzz/fuzz_unpack \
	tests/fuzz/fuzz_value tests/fuzz/fuzz_xliff \
	tests/fuzz/fuzz_chunk tests/fuzz/fuzz_placeholder tests/fuzz/fuzz_repair \
	tests/fuzz/fuzz_glossary tests/fuzz/fuzz_import tests/fuzz/fuzz_jsonl tests/fuzz/fuzz_moses tests/fuzz/fuzz_omegat \
	tests/fuzz/fuzz_review
check_PROGRAMS += $(FUZZ_TARGETS)

tests_fuzz_fuzz_chunk_SOURCES = tests/fuzz/fuzz_chunk.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_chunk_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_chunk_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_placeholder_SOURCES = tests/fuzz/fuzz_placeholder.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_placeholder_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_placeholder_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_repair_SOURCES = tests/fuzz/fuzz_repair.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_repair_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_repair_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_check_SOURCES = tests/fuzz/fuzz_check.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_check_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_check_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_dictionary_SOURCES = tests/fuzz/fuzz_dictionary.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_dictionary_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_dictionary_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_find_SOURCES = tests/fuzz/fuzz_find.c tests/fuzz/sqlite.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_find_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_find_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_tbx_SOURCES = tests/fuzz/fuzz_tbx.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_tbx_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_tbx_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_terms_SOURCES = tests/fuzz/fuzz_terms.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_terms_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_terms_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_tmx_SOURCES = tests/fuzz/fuzz_tmx.c tests/fuzz/exchange.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_tmx_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_tmx_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_tsv_SOURCES = tests/fuzz/fuzz_tsv.c tests/fuzz/exchange.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_tsv_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_tsv_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_decode_SOURCES = tests/fuzz/fuzz_decode.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_decode_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_decode_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_html_SOURCES = tests/fuzz/fuzz_html.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_html_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_html_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_srx_SOURCES = tests/fuzz/fuzz_srx.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_srx_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_srx_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_segment_SOURCES = tests/fuzz/fuzz_segment.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_segment_CPPFLAGS = $(AM_CPPFLAGS) -DTEST_TM='"$(abs_top_srcdir)/tm"'
tests_fuzz_fuzz_segment_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_segment_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_value_SOURCES = tests/fuzz/fuzz_value.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_value_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_value_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_unpack_SOURCES = tests/fuzz/fuzz_unpack.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_unpack_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_unpack_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_csv_SOURCES = tests/fuzz/fuzz_csv.c tests/fuzz/exchange.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_csv_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_csv_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_po_SOURCES = tests/fuzz/fuzz_po.c tests/fuzz/exchange.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_po_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_po_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_xliff_SOURCES = tests/fuzz/fuzz_xliff.c tests/fuzz/exchange.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_xliff_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_xliff_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_glossary_SOURCES = tests/fuzz/fuzz_glossary.c tests/fuzz/memory.h tests/fuzz/sqlite.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_glossary_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_glossary_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_import_SOURCES = tests/fuzz/fuzz_import.c tests/fuzz/memory.h tests/fuzz/sqlite.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_import_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_import_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_review_SOURCES = tests/fuzz/fuzz_review.c tests/fuzz/memory.h tests/fuzz/sqlite.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_review_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_review_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_jsonl_SOURCES = tests/fuzz/fuzz_jsonl.c tests/fuzz/exchange.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_jsonl_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_jsonl_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_moses_SOURCES = tests/fuzz/fuzz_moses.c tests/fuzz/exchange.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_moses_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_moses_LDFLAGS = $(FUZZ_LINK)

tests_fuzz_fuzz_omegat_SOURCES = tests/fuzz/fuzz_omegat.c tests/fuzz/exchange.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_omegat_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_omegat_LDFLAGS = $(FUZZ_LINK)
