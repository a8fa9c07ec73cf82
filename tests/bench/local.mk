# Benchmarks: "make bench" builds and runs them, "make check" never does. Each checks its answer and prints its figures.
BENCHES =
EXTRA_PROGRAMS += $(BENCHES)
bench: $(BENCHES)
	@for bench in $(BENCHES); do echo "$$bench"; ./$$bench || exit 1; done
.PHONY: bench
