libpadan_core_la_SOURCES += \
	src/memory/fulltext.c src/memory/fulltext.h \
	src/memory/store.h
