libpadan_core_la_SOURCES += \
	src/text/space.c \
	src/text/words.h
