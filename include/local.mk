padaninclude_HEADERS += \
	include/padan/align.h \
	include/padan/check.h \
	include/padan/dictionary.h \
	include/padan/document.h \
	include/padan/error.h \
	include/padan/exchange.h \
	include/padan/find.h \
	include/padan/leverage.h \
	include/padan/match.h \
	include/padan/memory.h \
	include/padan/output.h \
	include/padan/padan.h \
	include/padan/score.h \
	include/padan/segment.h \
	include/padan/term.h \
	include/padan/text.h \
	include/padan/translate.h \
	include/padan/unit.h
