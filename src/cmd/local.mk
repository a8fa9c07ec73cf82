padan_SOURCES += \
	src/cmd/main.c
