# Sources of src/exchange.
libpadan_core_la_SOURCES += \
	src/exchange/columns.c src/exchange/columns.h \
	src/exchange/csv.c \
	src/exchange/entities.c src/exchange/entities.h \
	src/exchange/exchange.c src/exchange/format.h \
	src/exchange/guard.c src/exchange/guard.h \
	src/exchange/input.c src/exchange/input.h \
	src/exchange/jsonl.c \
	src/exchange/lines.c src/exchange/lines.h \
	src/exchange/lost.c src/exchange/lost.h \
	src/exchange/members.c src/exchange/members.h \
	src/exchange/moses.c \
	src/exchange/omegat.c src/exchange/omegat.h \
	src/exchange/pairs.c src/exchange/pairs.h \
	src/exchange/period.c src/exchange/period.h \
	src/exchange/po.c src/exchange/po.h \
	src/exchange/po_read.c \
	src/exchange/po_write.c \
	src/exchange/proposal.c src/exchange/proposal.h \
	src/exchange/reading.c \
	src/exchange/rows.c src/exchange/rows.h \
	src/exchange/table_read.c \
	src/exchange/tmx.c src/exchange/tmx.h \
	src/exchange/tmx_around.c src/exchange/tmx_around.h \
	src/exchange/tmx_balance.c src/exchange/tmx_balance.h \
	src/exchange/tmx_date.c \
	src/exchange/tmx_elements.c src/exchange/tmx_elements.h \
	src/exchange/tmx_faithful.c \
	src/exchange/tmx_head.c \
	src/exchange/tmx_kept.c \
	src/exchange/tmx_markup.c \
	src/exchange/tmx_resume.c \
	src/exchange/tmx_verbatim.c \
	src/exchange/tmx_read.c src/exchange/tmx_reader.h \
	src/exchange/tmx_said.c \
	src/exchange/tmx_segment.c \
	src/exchange/tmx_stream.c src/exchange/tmx_stream.h \
	src/exchange/tmx_unit.c src/exchange/tmx_unit.h \
	src/exchange/tmx_write.c \
	src/exchange/tsv.c \
	src/exchange/unit.c \
	src/exchange/unpack.c src/exchange/unpack.h \
	src/exchange/values.c \
	src/exchange/xliff.c src/exchange/xliff.h \
	src/exchange/xliff_codes.c \
	src/exchange/xliff_elements.c \
	src/exchange/xliff_read.c \
	src/exchange/xliff_resume.c \
	src/exchange/xliff_unit.c \
	src/exchange/xliff_vendor.c \
	src/exchange/xliff2_codes.c src/exchange/xliff2_codes.h \
	src/exchange/xliff2_write.c src/exchange/xliff2_write.h \
	src/exchange/xml.c src/exchange/xml.h
EXTRA_DIST += src/exchange/README
