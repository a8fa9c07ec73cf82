# Benchmarks: "make bench" builds and runs them, "make check" never does. Each checks its answer and prints its figures.
BENCHES =
EXTRA_PROGRAMS += $(BENCHES)
bench: $(BENCHES)
	@for bench in $(BENCHES); do echo "$$bench"; ./$$bench || exit 1; done
.PHONY: bench
EXTRA_PROGRAMS += tests/bench/bench_align
tests_bench_bench_align_SOURCES = tests/bench/bench_align.c
tests_bench_bench_align_LDADD = libpadan_core.la
