# End-to-end cases: folders tests/cases/NAME.d, see tests/cases/README; and what the command and the headers promise.
AM_TESTS_ENVIRONMENT = PADAN='$(abs_builddir)/padan'; PADAN_DATA='$(abs_top_srcdir)/tm'; \
	LIBRARY='$(abs_builddir)/.libs/libpadan.so'; CC='$(CC)'; export PADAN PADAN_DATA LIBRARY CC;
TESTS += tests/run-cases tests/check-manual tests/check-headers
EXTRA_DIST += tests/run-cases tests/check-manual tests/check-headers tests/cases
