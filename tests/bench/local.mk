# Benchmarks: "make bench" builds and runs them, "make check" never does. A benchmark NAME is tests/bench/bench_NAME.c,
# three lines like these, and a function in tests/bench/run.
BENCHES = tests/bench/bench_align
EXTRA_PROGRAMS += tests/bench/bench_align
tests_bench_bench_align_SOURCES = tests/bench/bench_align.c
tests_bench_bench_align_LDADD = libpadan_core.la

BENCHES += tests/bench/bench_find
EXTRA_PROGRAMS += tests/bench/bench_find
tests_bench_bench_find_SOURCES = tests/bench/bench_find.c
tests_bench_bench_find_LDADD = libpadan_core.la

BENCHES += tests/bench/bench_match
EXTRA_PROGRAMS += tests/bench/bench_match
tests_bench_bench_match_SOURCES = tests/bench/bench_match.c tests/bench/brute.c tests/bench/brute.h
tests_bench_bench_match_LDADD = libpadan_core.la

BENCHES += tests/bench/bench_memory
EXTRA_PROGRAMS += tests/bench/bench_memory
tests_bench_bench_memory_SOURCES = tests/bench/bench_memory.c
tests_bench_bench_memory_LDADD = libpadan_core.la

BENCHES += tests/bench/bench_read
EXTRA_PROGRAMS += tests/bench/bench_read
tests_bench_bench_read_SOURCES = tests/bench/bench_read.c
tests_bench_bench_read_LDADD = libpadan_core.la

BENCHES += tests/bench/bench_recognise
EXTRA_PROGRAMS += tests/bench/bench_recognise
tests_bench_bench_recognise_SOURCES = tests/bench/bench_recognise.c
tests_bench_bench_recognise_LDADD = libpadan_core.la

BENCHES += tests/bench/bench_segment
EXTRA_PROGRAMS += tests/bench/bench_segment
tests_bench_bench_segment_SOURCES = tests/bench/bench_segment.c
tests_bench_bench_segment_LDADD = libpadan_core.la

CLEANFILES += $(BENCHES)
EXTRA_DIST += tests/bench/catalogues tests/bench/imports tests/bench/reliability tests/bench/run tests/bench/many-rules
EXTRA_DIST += tests/bench/constants tests/bench/strict
EXTRA_DIST += tests/bench/terms tests/bench/handbook-terms.id-en.tsv
EXTRA_DIST += tests/bench/lexicon tests/bench/terms.id-en.tsv
bench: $(BENCHES)
	$(srcdir)/tests/bench/run .
.PHONY: bench
