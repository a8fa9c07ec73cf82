padan_SOURCES += \
	src/cmd/action.c src/cmd/action.h \
	src/cmd/align.c \
	src/cmd/analysis.c src/cmd/analysis.h \
	src/cmd/analyze.c \
	src/cmd/answer.c \
	src/cmd/answer_jsonl.c \
	src/cmd/answer_text.c \
	src/cmd/arguments.c src/cmd/arguments.h \
	src/cmd/backup.c \
	src/cmd/check.c \
	src/cmd/check_memory.c \
	src/cmd/check_texts.c src/cmd/check_texts.h \
	src/cmd/command.h \
	src/cmd/completion.c \
	src/cmd/dedupe.c \
	src/cmd/delete.c \
	src/cmd/export.c \
	src/cmd/find.c \
	src/cmd/finding.c src/cmd/finding.h \
	src/cmd/finding_html.c \
	src/cmd/findings.c src/cmd/findings.h \
	src/cmd/formats.c \
	src/cmd/help.c src/cmd/help.h \
	src/cmd/hit.c src/cmd/hit.h \
	src/cmd/html.c src/cmd/html.h \
	src/cmd/import.c \
	src/cmd/info.c \
	src/cmd/interruption.c src/cmd/interruption.h \
	src/cmd/lexicon.c src/cmd/lexicon.h \
	src/cmd/main.c \
	src/cmd/marking.c src/cmd/marking.h \
	src/cmd/match.c \
	src/cmd/matching.c src/cmd/matching.h \
	src/cmd/memory.c src/cmd/memory.h \
	src/cmd/meter.c src/cmd/meter.h \
	src/cmd/message.c src/cmd/message.h \
	src/cmd/moses.c src/cmd/moses.h \
	src/cmd/pairing.c src/cmd/pairing.h \
	src/cmd/pairing_html.c \
	src/cmd/pairing_jsonl.c \
	src/cmd/pairing_summary.c \
	src/cmd/pairing_text.c \
	src/cmd/pairing_tmx.c \
	src/cmd/pairing_tsv.c \
	src/cmd/parts.c src/cmd/parts.h \
	src/cmd/place.c src/cmd/place.h \
	src/cmd/plural_forms.c src/cmd/plural_forms.h \
	src/cmd/record.c src/cmd/record.h \
	src/cmd/registry.h \
	src/cmd/rules.c src/cmd/rules.h \
	src/cmd/rules_check.c \
	src/cmd/rules_edit.c \
	src/cmd/rules_export.c \
	src/cmd/rules_learn.c \
	src/cmd/rules_list.c \
	src/cmd/screen.c src/cmd/screen.h \
	src/cmd/segment.c \
	src/cmd/sides.c src/cmd/sides.h \
	src/cmd/source.c src/cmd/source.h \
	src/cmd/term.c src/cmd/term.h \
	src/cmd/term_edit.c \
	src/cmd/term_extract.c \
	src/cmd/term_proposed.c src/cmd/term_proposed.h \
	src/cmd/term_find.c \
	src/cmd/term_list.c \
	src/cmd/term_table.c \
	src/cmd/told.c src/cmd/told.h \
	src/cmd/translate.c \
	src/cmd/undo.c \
	src/cmd/utf8.c src/cmd/utf8.h
EXTRA_DIST += src/cmd/README

# The completion comes from the tables of options, by running what was built.
src/cmd/completion/padan: padan$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) src/cmd/completion && ./padan$(EXEEXT) help --completion bash > $@.new && mv $@.new $@
bashcompletion_DATA += src/cmd/completion/padan
CLEANFILES += src/cmd/completion/padan
