dist_man_MANS += \
	src/man/libpadan.3 \
	src/man/padan-align.1 \
	src/man/padan-analyze.1 \
	src/man/padan-backup.1 \
	src/man/padan-check-memory.1 \
	src/man/padan-check.1 \
	src/man/padan-dedupe.1 \
	src/man/padan-delete.1 \
	src/man/padan-export.1 \
	src/man/padan-find.1 \
	src/man/padan-formats.1 \
	src/man/padan-help.1 \
	src/man/padan-import.1 \
	src/man/padan-info.1 \
	src/man/padan-match.1 \
	src/man/padan-memory.5 \
	src/man/padan-rules.1 \
	src/man/padan-segment.1 \
	src/man/padan-term.1 \
	src/man/padan-translate.1 \
	src/man/padan-undo.1 \
	src/man/padan.1
