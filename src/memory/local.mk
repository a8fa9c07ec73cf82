libpadan_core_la_SOURCES += \
	src/memory/fulltext.c src/memory/fulltext.h \
	src/memory/fulltext_tokenizer.c \
	src/memory/store.h \
	src/memory/tokens.c src/memory/tokens.h
