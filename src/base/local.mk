libpadan_core_la_SOURCES += \
	src/base/arena.c src/base/arena.h \
	src/base/buffer.c src/base/buffer.h \
	src/base/error.c src/base/error.h \
	src/base/file.c src/base/file.h \
	src/base/hash.c src/base/hash.h \
	src/base/output.c \
	src/base/parallel.c src/base/parallel.h \
	src/base/table.c src/base/table.h \
	src/base/thread.c src/base/thread.h \
	src/base/vector.c src/base/vector.h \
	src/base/version.c \
	src/base/worker.c src/base/worker.h
