padan_SOURCES += \
	src/cmd/arguments.c src/cmd/arguments.h \
	src/cmd/command.h \
	src/cmd/completion.c \
	src/cmd/help.c src/cmd/help.h \
	src/cmd/main.c \
	src/cmd/message.c src/cmd/message.h \
	src/cmd/place.c src/cmd/place.h \
	src/cmd/registry.h

# The completion comes from the tables of options, by running what was built.
src/cmd/completion/padan: padan$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) src/cmd/completion && ./padan$(EXEEXT) help --completion bash > $@.new && mv $@.new $@
bashcompletion_DATA += src/cmd/completion/padan
CLEANFILES += src/cmd/completion/padan
