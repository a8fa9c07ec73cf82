# End-to-end cases: folders tests/cases/NAME.d, see tests/cases/README.
AM_TESTS_ENVIRONMENT = PADAN='$(abs_builddir)/padan'; PADAN_DATA='$(abs_top_srcdir)/tm'; export PADAN PADAN_DATA;
TESTS += tests/run-cases
EXTRA_DIST += tests/run-cases tests/cases
