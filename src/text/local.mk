libpadan_core_la_SOURCES += \
	src/text/words.h
