# Sources of src/align.
libpadan_core_la_SOURCES += \
	src/align/align.c \
	src/align/anchors.c src/align/anchors.h \
	src/align/backward.c \
	src/align/block.c src/align/block.h \
	src/align/cognate.c \
	src/align/corridor.c src/align/corridor.h \
	src/align/count.c \
	src/align/documents.c \
	src/align/examples.c src/align/examples.h \
	src/align/joint.c \
	src/align/known.c \
	src/align/lattice.c src/align/lattice.h \
	src/align/dictionaries.c \
	src/align/finder.c src/align/finder.h \
	src/align/general.c \
	src/align/glossary.c \
	src/align/learn.c src/align/learn.h \
	src/align/likeness.c src/align/likeness.h \
	src/align/links.c src/align/links.h \
	src/align/lexicon.c src/align/lexicon.h \
	src/align/locale.c src/align/locale.h \
	src/align/model.c src/align/model.h \
	src/align/path.c \
	src/align/pieces.c src/align/pieces.h \
	src/align/score.c \
	src/align/skeleton.c src/align/skeleton.h \
	src/align/side.c src/align/side.h \
	src/align/steps.h \
	src/align/units.c \
	src/align/values.c src/align/values.h
EXTRA_DIST += src/align/README
