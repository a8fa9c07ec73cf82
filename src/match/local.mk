# Sources of src/match.
libpadan_core_la_SOURCES += \
	src/match/changes.c src/match/changes.h \
	src/match/chunk.c src/match/chunk.h \
	src/match/chunk_build.c \
	src/match/code.c src/match/code.h \
	src/match/comparer.h \
	src/match/distance.c src/match/distance.h \
	src/match/edits.c \
	src/match/files.c src/match/files.h \
	src/match/gathered.c src/match/gathered.h \
	src/match/index.c src/match/index.h \
	src/match/items.c src/match/items.h \
	src/match/judge.c \
	src/match/lanes.c src/match/lanes.h \
	src/match/leverage.c \
	src/match/making.c src/match/making.h \
	src/match/matcher.c src/match/matcher.h \
	src/match/nearest.c src/match/nearest.h \
	src/match/placeholder.c src/match/placeholder.h \
	src/match/rows.c src/match/rows.h \
	src/match/repair.c \
	src/match/scan.c src/match/scan.h \
	src/match/score.c \
	src/match/search.c src/match/search.h \
	src/match/shelves.c src/match/shelves.h \
	src/match/wording.c src/match/wording.h
EXTRA_DIST += src/match/README

# What only some processors can run is compiled with their flags, which may touch no other file.
noinst_LTLIBRARIES += libpadan_avx2.la libpadan_avx512.la
libpadan_avx2_la_SOURCES = src/match/scan_avx2.c src/match/scan_lanes.h src/match/scan_parts.h src/match/scan_widths.h
libpadan_avx2_la_CFLAGS = $(AM_CFLAGS) $(PADAN_AVX2_CFLAGS)
libpadan_avx512_la_SOURCES = src/match/scan_avx512.c
libpadan_avx512_la_CFLAGS = $(AM_CFLAGS) $(PADAN_AVX512_CFLAGS)
libpadan_core_la_LIBADD += libpadan_avx2.la libpadan_avx512.la
