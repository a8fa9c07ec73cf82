# End-to-end cases: folders tests/cases/NAME.d, see tests/cases/README; what the command promises (tests/model), what
# the manual says and the headers declare.
# The command itself, without libtool's script around it, which costs several times what a small command does.
AM_TESTS_ENVIRONMENT = PADAN='$(abs_builddir)/padan'; PADAN_DATA='$(abs_top_srcdir)/tm'; \
	if test -x '$(abs_builddir)/.libs/padan'; then PADAN='$(abs_builddir)/.libs/padan'; \
	LD_LIBRARY_PATH="$(abs_builddir)/.libs$${LD_LIBRARY_PATH:+:$$LD_LIBRARY_PATH}"; export LD_LIBRARY_PATH; fi; \
	MODEL='$(abs_top_srcdir)/tests/model/table'; LIBRARY='$(abs_builddir)/.libs/libpadan.so'; CC='$(CC)'; \
	export PADAN PADAN_DATA MODEL LIBRARY CC;
check_PROGRAMS += tests/model/model
tests_model_model_SOURCES = tests/model/model.c
tests_model_model_LDADD = $(JANSSON_LIBS)
TESTS += tests/run-cases tests/model/model tests/check-manual tests/check-headers tests/store-survives
EXTRA_DIST += tests/run-cases tests/store-survives tests/check-manual tests/check-headers tests/cases tests/model/table
