# Sources of src/find.
libpadan_core_la_SOURCES += \
	src/find/kwic.c
