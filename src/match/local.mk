# Sources of src/match.
libpadan_core_la_SOURCES += \
	src/match/changes.c src/match/changes.h \
	src/match/edits.c \
	src/match/lanes.c src/match/lanes.h \
	src/match/score.c \
	src/match/comparer.h \
	src/match/wording.c src/match/wording.h
