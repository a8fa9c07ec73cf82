# Fuzz targets: with --enable-fuzzing libFuzzer drives them; otherwise driver.c runs each once over
# tests/fuzz/corpus/NAME, so that every build compiles and tries them. A target NAME is
# tests/fuzz/fuzz_NAME.c, a name in FUZZ_NAMES and four lines below.
FUZZ_NAMES =
FUZZ_LIBS = libpadan_core.la
FUZZ_LDFLAGS = $(AM_LDFLAGS) $(PADAN_FUZZ_LDFLAGS)
if FUZZING
FUZZ_DRIVER =
else
FUZZ_DRIVER = tests/fuzz/driver.c
endif
EXTRA_DIST += tests/fuzz/driver.c
