/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What padan does when it gets no memory: each trial runs one command again and again, every time with another
 * allocation that fails, be it padan's own or one within ICU, libxml2, zlib or SQLite. The command must either do all
 * the same what it does otherwise, or say that it cannot, with status 3 and the memory as it was. Then the memory must
 * be sound, and the command do its work.
 *
 * usage: lack [MOST [TRIAL]]: so many allocations a trial, spread over all ("all": the first and the last for each
 * place of the program that asks for memory and each way there; "each": every single one, then every one with all after
 * it)
 */
#include "lacking.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unicode/uloc.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buffer.h"
#include "base/file.h"
#include "message.h"

#undef main

int padan_main(int argc, char **argv);

#define EACH (SIZE_MAX - 1)
enum { STACKS = 1 << 20, WORDS = 16, STEPS = 4, USUAL_MOST = 6, PATIENCE = 120 };

struct trial {
    const char *name;
    const char *before[STEPS]; /* commands that prepare the memory */
    const char *command;       /* words parted by spaces */
};

static const struct trial trials[] = {
    { "import-tmx", { "import old.tsv" }, "import new.tmx" },
    { "import-broken-tmx", { "import old.tsv" }, "import broken.tmx" },
    { "import-tsv", { "import old.tsv" }, "import new.tsv" },
    { "import-jsonl", { "import old.tsv" }, "import new.jsonl" },
    { "import-csv", { "import old.tsv" }, "import -s en -t id new.csv" },
    { "import-po", { "import old.tsv" }, "import -s en -t id new.po" },
    { "import-xliff-1", { "import old.tsv" }, "import old.xlf" },
    { "import-xliff-2", { "import old.tsv" }, "import new.xlf" },
    { "import-omegat", { "import old.tsv" }, "import --format omegat project_save.tmx" },
    { "import-moses", { "import old.tsv" }, "import --format moses a.en a.id" },
    { "import-encoding", { "import old.tsv" }, "import --encoding windows-1252 -s en -t id new.csv" },
    { "import-long-tmx", { "import old.tsv" }, "import long.tmx" },
    { "import-long-xliff", { "import old.tsv" }, "import long.xlf" },
    { "import-gzip", { "import old.tsv" }, "import new.tmx.gz" },
    { "import-zip", { "import old.tsv" }, "import new.zip" },
    { "import-into-nothing", { NULL }, "import new.tsv" },
    { "import-replacing", { "import old.tsv" }, "import --on-conflict replace new.tsv" },
    { "import-corrections", { "align -s en -t id --store --no-memory a.en a.id" }, "import corrected.tsv" },
    { "align", { "import old.tsv" }, "align -s en -t id --store a.en a.id" },
    { "export-tmx", { "import new.tmx" }, "export --format tmx" },
    { "export-as-it-came", { "import new.tmx" }, "export --format tmx --batch 1 --faithful" },
    { "export-tsv", { "import new.tmx" }, "export --format tsv -s en -t id" },
    { "export-csv", { "import new.tmx" }, "export --format csv -s en -t id" },
    { "export-po", { "import new.tmx" }, "export --format po -s en -t id" },
    { "export-xliff", { "import new.xlf" }, "export --format xliff -s en -t id" },
    { "export-xliff-of-1", { "import old.xlf" }, "export --format xliff -s en -t id" },
    { "export-long-tmx", { "import long.tmx" }, "export --format tmx" },
    { "export-omegat", { "import new.tmx" }, "export --format omegat -s en -t id" },
    { "export-moses", { "import new.tmx" }, "export --format moses -s en -t id -o pairs.en" },
    { "export-utf-16", { "import new.tmx" }, "export --format tmx --encoding utf-16" },
    { "export-jsonl", { "import new.tmx" }, "export --format jsonl" },
    { "import-tbx", { "term import old.tbx" }, "term import new.tbx" },
    { "import-tbx-2", { "term import new.tbx" }, "term import old.tbx" },
    { "import-broken-tbx", { "term import old.tbx" }, "term import broken.tbx" },
    { "import-terms-tsv", { "term import old.tbx" }, "term import -s en -t id terms.tsv" },
    { "export-tbx", { "term import new.tbx" }, "term export --format tbx" },
    { "export-tbx-of-2", { "term import old.tbx" }, "term export --format tbx" },
    { "export-tbx-2", { "term import new.tbx" }, "term export --format tbx2" },
    { "export-terms-tsv", { "term import new.tbx" }, "term export --format tsv" },
    { "find", { "import old.tsv", "import new.tsv" }, "find -s en -t id harbour" },
    { "find-pattern", { "import old.tsv", "import new.tsv" }, "find -s en --regex harbou?r|pier" },
    { "undo", { "import old.tsv", "import new.tmx" }, "undo 2" },
    { "undo-replacing", { "import old.tsv", "import --on-conflict replace new.tsv" }, "undo 2" },
    { "delete", { "import old.tsv", "import new.tmx" }, "delete -s en harbour" },
    { "dedupe", { "import old.tsv", "import new.tmx" }, "dedupe" },
    { "info", { "import old.tsv", "import new.tmx" }, "info --rebuild" },
    { "backup", { "import old.tsv" }, "backup copy.padan" },
    { "check-memory", { "import new.tmx" }, "check-memory" },
    { "check-fix", { "import old.tsv" }, "check --fix --only blanks -s en -t id" },
};

static const struct {
    const char *name, *text;
} files[] = {
    { "old.tsv",
      "source\ttarget\tsource_language\ttarget_language\n"
      "The old harbour is closed.\tPelabuhan lama ditutup.\ten\tid\n"
      "Two boats lie at the pier.\tDua perahu ada di dermaga.\ten\tid\n"
      "The harbour  is quiet.\tPelabuhan itu sepi.\ten\tid\n"
      "The harbour is quiet.\tPelabuhan itu sepi.\ten\tid\n" },
    { "new.tsv",
      "source\ttarget\tsource_language\ttarget_language\tclient\n"
      "The old harbour is closed.\tPelabuhan tua itu tutup.\ten\tid\tA\n"
      "A gull sits on the mast.\tSeekor camar bertengger di tiang.\ten\tid\tB\n"
      "港には船がない。\t항구에 배가 없다.\tja\tko\t\n"
      "ท่าเรือเงียบสงบ\tThe harbour is quiet.\tth\ten\tC\n" },
    { "new.jsonl",
      "{\"id\":\"x\",\"variants\":[{\"language\":\"en\",\"text\":\"One\",\"before\":\"Zero\",\"properties\":"
      "[{\"kind\":\"note\",\"value\":\"said twice\"}]},{\"language\":\"de\",\"text\":\"Eins\"}],"
      "\"confidence\":0.75,\"status\":\"auto\",\"document\":\"n.txt\",\"position\":3}\n"
      "{\"variants\":[{\"language\":\"en\",\"text\":\"Two\"},{\"language\":\"de\",\"text\":\"Zwei\"}]}\n" },
    { "new.tmx",
      "<?xml version=\"1.0\"?>\n<!DOCTYPE tmx [<!ENTITY port \"harbour\">]>\n"
      "<tmx version=\"1.4\"><header creationtool=\"hand\" creationtoolversion=\"1\" segtype=\"sentence\" "
      "o-tmf=\"none\" "
      "adminlang=\"en\" srclang=\"en\" datatype=\"xml\"><note>ours</note><prop type=\"p\">q</prop>"
      "<ude name=\"u\" base=\"IBM-850\"><map unicode=\"#xF8FF\" code=\"#xF0\" ent=\"logo\" subst=\"[L]\"/></ude>"
      "</header><body>\n"
      "<tu tuid=\"1\" creationdate=\"20200102T030405Z\"><prop type=\"client\">A</prop><note>odd</note>"
      "<tuv xml:lang=\"en\"><prop type=\"x-context-pre\">&lt;seg>Before.&lt;/seg></prop>"
      "<seg>The <bpt i=\"1\">&lt;b></bpt>&port;<ept i=\"1\">&lt;/b></ept> of <ph x=\"1\"><sub>a "
      "tip</sub></ph>Caf&eacute;."
      "</seg></tuv><tuv xml:lang=\"id\"><seg>Pelabuhan <hi>Kafe</hi>.</seg></tuv></tu>\n"
      "<!-- kept --><tu><tuv xml:lang=\"en-US\"><seg>The harbour is quiet.</seg></tuv><tuv lang=\"pt_BR\">"
      "<seg>O porto está quieto.</seg></tuv><x:y xmlns:x=\"urn:x\" z=\"1\">foreign</x:y></tu>\n"
      "</body></tmx>\n" },
    { "new.csv",
      "sep=;\nsource;target;note\n\"The \"\"old\"\" harbour,\nis closed.\";Pelabuhan lama.;said twice\n"
      "Two boats;Dua perahu;\n" },
    { "new.po",
      "msgid \"\"\nmsgstr \"\"\n\"Language: id\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
      "\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n"
      "# ours\n#. theirs\n#: a.c:3\n#, fuzzy, c-format\n#| msgid \"Quay\"\nmsgctxt \"menu\"\nmsgid \"Harbour\"\n"
      "msgstr \"Pelabuhan\"\n\nmsgid \"%d boat\"\nmsgid_plural \"%d boats\"\nmsgstr[0] \"%d perahu\"\n"
      "msgstr[1] \"%d perahu\"\n\n#~ msgid \"Old\"\n#~ msgstr \"Lama\"\n" },
    { "old.xlf",
      "<?xml version=\"1.0\"?>\n<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">"
      "<file original=\"a.html\" source-language=\"en\" target-language=\"id\" datatype=\"html\"><header>"
      "<note>whole</note></header><body><group><trans-unit id=\"1\" approved=\"yes\"><source>The <g id=\"1\">old"
      "</g> harbour<x id=\"2\"/></source><seg-source><mrk mtype=\"seg\" mid=\"1\">The <g id=\"1\">old</g> "
      "harbour<x id=\"2\"/></mrk></seg-source><target><mrk mtype=\"seg\" mid=\"1\">Pelabuhan <g id=\"1\">lama</g>"
      "<x id=\"2\"/></mrk></target><note from=\"us\">odd</note><alt-trans match-quality=\"75%\" origin=\"tm\">"
      "<source>The old port</source><target>Bandar "
      "lama</target></alt-trans></trans-unit></group></body></file></xliff>" },
    { "new.xlf",
      "<?xml version=\"1.0\"?>\n<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" "
      "xmlns:mtc=\"urn:oasis:names:tc:xliff:matches:2.0\" version=\"2.1\" srcLang=\"en\" trgLang=\"id\">"
      "<file id=\"f\" original=\"a.html\"><unit id=\"u\"><mtc:matches><mtc:match ref=\"#s\" similarity=\"80\" "
      "origin=\"tm\"><source>A boat</source><target>Perahu</target></mtc:match></mtc:matches><notes>"
      "<note category=\"c\">seen</note></notes><originalData><data id=\"d\">&lt;b></data></originalData>"
      "<segment id=\"s\" state=\"final\"><source>Two <pc id=\"1\" dataRefStart=\"d\" dataRefEnd=\"d\">boats</pc>"
      "</source><target>Dua <pc id=\"1\" dataRefStart=\"d\" dataRefEnd=\"d\">perahu</pc></target></segment></unit>"
      "</file></xliff>\n" },
    { "project_save.tmx",
      "<?xml version=\"1.0\"?>\n<tmx version=\"1.1\"><header creationtool=\"OmegaT\" o-tmf=\"OmegaT TMX\" "
      "adminlang=\"EN-US\" datatype=\"plaintext\" creationtoolversion=\"6\" segtype=\"sentence\" srclang=\"en\"/>"
      "<body><tu><prop type=\"file\">a.txt</prop><prop type=\"prev\">Before.</prop><prop type=\"next\">After.</prop>"
      "<tuv lang=\"en\"><seg>Two boats</seg></tuv><tuv lang=\"id\" changeid=\"us\"><seg>Dua perahu</seg></tuv></tu>"
      "</body></tmx>\n" },
    { "broken.tmx",
      "<tmx version=\"1.4\"><header/><body>\n"
      "<tu><tuv xml:lang=\"en\"><seg>One</seg></tuv><tuv xml:lang=\"id\"><seg>Satu</seg></tuv></tu>\n"
      "<tu><tuv xml:lang=\"en\"><seg>R & D</seg></tuv><tuv xml:lang=\"id\"><seg>Litbang</seg></tuv></tu>\n"
      "<tu><tuv xml:lang=\"en\"><seg>Three</seg></tuv><tuv xml:lang=\"id\"><seg>Tiga</seg></tuv></tu>\n" },
    { "old.tbx",
      "<?xml version=\"1.0\"?>\n<martif type=\"TBX\" xml:lang=\"en\"><martifHeader><fileDesc><sourceDesc><p>ours</p>"
      "</sourceDesc></fileDesc><encodingDesc><p "
      "type=\"XCSURI\">TBXXCS.xcs</p></encodingDesc></martifHeader><text><body>"
      "<termEntry id=\"c1\"><descrip type=\"subjectField\">ports</descrip><langSet xml:lang=\"en\"><tig><term>quay"
      "</term><termNote type=\"partOfSpeech\">noun</termNote></tig></langSet><langSet xml:lang=\"id\"><ntig><termGrp>"
      "<term>dermaga</term></termGrp></ntig></langSet></termEntry></body></text></martif>\n" },
    { "new.tbx",
      "<?xml version=\"1.0\"?>\n<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"en\" "
      "xmlns=\"urn:iso:std:iso:30042:ed-2\"><tbxHeader><fileDesc><sourceDesc><p>theirs</p></sourceDesc></fileDesc>"
      "</tbxHeader><text><body>\n<conceptEntry id=\"c2\"><descrip type=\"subjectField\">ports</descrip><langSec "
      "xml:lang=\"en\"><descripGrp><descrip type=\"definition\">Where &amp; how ships lie.</descrip><admin "
      "type=\"source\">us</admin></descripGrp><termSec><term>harbour</term><termNote type=\"administrativeStatus\">"
      "preferredTerm-admn-sts</termNote><note>odd</note></termSec></langSec><langSec xml:lang=\"id\"><termSec><term>"
      "pelabuhan</term></termSec><termSec><term>bandar</term><termNote type=\"administrativeStatus\">"
      "deprecatedTerm-admn-sts</termNote></termSec></langSec><x:y xmlns:x=\"urn:x\" z=\"1\">foreign</x:y>"
      "</conceptEntry>\n</body></text></tbx>\n" },
    { "broken.tbx",
      "<tbx type=\"TBX-Basic\" style=\"dct\" xml:lang=\"en\" xmlns=\"urn:iso:std:iso:30042:ed-2\" "
      "xmlns:min=\"http://www.tbxinfo.net/ns/min\"><text><body>\n<conceptEntry id=\"c3\"><min:subjectField>ports"
      "</min:subjectField><langSec xml:lang=\"en\"><termSec><term>pier</term></termSec></langSec></conceptEntry>\n"
      "<conceptEntry id=\"c4\"><langSec xml:lang=\"en\"><termSec><term>R & D</term></termSec></langSec>"
      "</conceptEntry>\n<conceptEntry><langSec xml:lang=\"en\"><termSec><term>boat</term></termSec></langSec>\n" },
    { "terms.tsv", "source\ttarget\tnote\nharbour\tpelabuhan\todd\nMay 5\t5 Mei\t\n" },
    { "a.en", "The harbour opens at six.\nMr. Hill waits there. The gull sleeps.\n" },
    { "a.id", "Pelabuhan buka pukul enam.\nTuan Hill menunggu di sana. Camar itu tidur.\n" },
};

/* What it changes is a batch of its own, is told, and stays where what comes after fails. */
static bool is_in_steps(const struct trial *trial)
{
    return strstr(trial->command, " --fix ") != NULL;
}

/* Shared with the children. */
static struct {
    size_t count;
    uint64_t stacks[STACKS];
} * told;

static void stop(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static void write_file(const char *name, const void *text, size_t size)
{
    FILE *file = fopen(name, "w");
    if (!file || fwrite(text, 1, size, file) != size || fclose(file) != 0)
        stop(name);
}

/* Freed by the caller. */
static char *read_file(const char *name, size_t *size)
{
    char *data;
    struct padan_error error;
    if (padan_file_read(&data, size, name, SIZE_MAX / 4, &error) != PADAN_OK)
        stop(name);
    return data;
}

static bool same_files(const char *one, const char *other)
{
    size_t one_size, other_size;
    char *a = read_file(one, &one_size), *b = read_file(other, &other_size);
    bool same = one_size == other_size && memcmp(a, b, one_size) == 0;
    free(a);
    free(b);
    return same;
}

static void copy_file(const char *from, const char *to)
{
    size_t size;
    char *data = read_file(from, &size);
    write_file(to, data, size);
    free(data);
}

/* How an allocation fails. */
struct lack {
    size_t at;
    bool on;    /* those after it fail, too */
    bool notes; /* take down who asks for memory */
};

static void divert(int stream, const char *name)
{
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (file < 0 || dup2(file, stream) != stream)
        _exit(EXIT_FAILURE);
    close(file);
}

static void be_padan(const char *command, const char *memory, const struct lack *lack, const char *out)
{
    char words[512], *argv[WORDS + 1], *rest = words;
    int argc = 0;
    snprintf(words, sizeof words, "padan -m %s %s", memory, command);
    while (argc < WORDS && (argv[argc] = strsep(&rest, " ")))
        argc++;
    argv[argc] = NULL;
    divert(STDOUT_FILENO, out);
    divert(STDERR_FILENO, "messages");
    int trace = open("callers", O_WRONLY | O_CREAT | O_TRUNC, 0666);
    alarm(PATIENCE);
    lacking_watch();
    lacking_begin(lack->at, lack->on, trace, lack->notes ? told->stacks : NULL, STACKS);
    int status = padan_main(argc, argv);
    told->count = lacking_end();
    exit(status);
}

/* Runs a command in a process of its own; its status, or 256 and the number of the signal that ended it. */
static int run(const char *command, const char *memory, const struct lack *lack, const char *out)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        be_padan(command, memory, lack, out);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child)
        stop("fork");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

static const struct lack no_lack;

static void prepare(const char *command, const char *memory)
{
    size_t size;
    if (run(command, memory, &no_lack, "out") <= EXIT_NOTHING)
        return;
    fputs(read_file("messages", &size), stderr);
    fprintf(stderr, "padan %s failed\n", command);
    exit(EXIT_FAILURE);
}

/* An empty file is as good as none. */
static bool exists(const char *name)
{
    struct stat status;
    return stat(name, &status) == 0 && status.st_size > 0;
}

static void remove_memory(void)
{
    unlink("m.padan");
    unlink("m.padan-wal");
    unlink("m.padan-shm");
}

/* What the memory holds; nothing at all where it is not there. */
static void list(const struct trial *trial, const char *to)
{
    write_file(to, "", 0);
    if (exists("m.padan"))
        prepare(strncmp(trial->command, "term ", 5) == 0 ? "term export --format tbx" : "export --format jsonl",
                "m.padan"),
            copy_file("out", to);
}

static void begin_as_before(void)
{
    remove_memory();
    if (exists("before.padan"))
        copy_file("before.padan", "m.padan");
}

/* Whether the memory is the same bytes as before; then all is known of it. */
static bool is_untouched(void)
{
    if (exists("m.padan-wal") || exists("m.padan") != exists("before.padan"))
        return false;
    return !exists("m.padan") || same_files("m.padan", "before.padan");
}

/* One trial as it goes. */
struct trying {
    const struct trial *trial;
    int status; /* without a lack */
    size_t tried, gave_up, faults;
    size_t fell; /* within ICU, by its own fault */
};

static void fault(struct trying *trying, const struct lack *lack, const char *what)
{
    size_t size;
    char *messages = read_file("said", &size), *callers = read_file("said-callers", &size);
    printf("%s: allocation %zu%s: %s\n%s\nwhich %s asked for\n", trying->trial->name, lack->at,
           lack->on ? " and all after it" : "", what, messages, callers);
    free(messages);
    free(callers);
    trying->faults++;
}

/* What stands there afterwards can be used. */
static void check_memory(struct trying *trying, const struct lack *lack)
{
    if (exists("m.padan") && run("check-memory", "m.padan", &no_lack, "out") != EXIT_DONE)
        fault(trying, lack, "the memory is not sound afterwards");
    if (run(trying->trial->command, "m.padan", &no_lack, "told") != trying->status)
        fault(trying, lack, "the same command fails afterwards");
    list(trying->trial, "list");
    if (!same_files("list", "list-after"))
        fault(trying, lack, "the same command does something else afterwards");
}

/* Whether the function that fell over is ICU's, called by itself or by the C library for it. */
static bool fell_within_icu(void)
{
    size_t size;
    char *callers = read_file("said-callers", &size), *at = strstr(callers, LACKING_FELL), *line = NULL, *rest = NULL;
    bool handled = false, within = false;
    /* The handler's frames come first, then the C library's that called it. */
    for (line = at ? strtok_r(at, "\n", &rest) : NULL; line; line = strtok_r(NULL, "\n", &rest)) {
        bool is_libc = strstr(line, "/libc.so") != NULL;
        if (handled && !is_libc) {
            within = strstr(line, "/libicu") != NULL;
            break;
        }
        handled = handled || is_libc;
    }
    free(callers);
    return within;
}

static void try(struct trying *trying, const struct lack *lack)
{
    begin_as_before();
    unlink("copy.padan");
    int status = run(trying->trial->command, "m.padan", lack, "told");
    copy_file("messages", "said");
    copy_file("callers", "said-callers");
    trying->tried++;
    bool untouched = is_untouched();
    if (untouched)
        copy_file("list-before", "list");
    else
        list(trying->trial, "list");
    if (status == EXIT_FAILED) {
        trying->gave_up++;
        if (same_files("said", "nothing"))
            fault(trying, lack, "fails without a word");
        bool changed = !same_files("list", "list-before");
        if (changed && !(is_in_steps(trying->trial) && same_files("list", "list-after")))
            fault(trying, lack, "failed, and the memory is not what it was");
        if (!untouched)
            check_memory(trying, lack);
        return;
    }
    if (status > 255 && fell_within_icu()) {
        trying->fell++;
        check_memory(trying, lack);
        return;
    }
    if (status != trying->status)
        fault(trying, lack, status > 255 ? "is ended by a signal" : "ends in another way");
    else if (!same_files("told", "told-after"))
        fault(trying, lack, "says that all is well, and what came out is not");
    else if (!same_files("list", "list-after"))
        fault(trying, lack, "says that all is well, and the memory is not");
    else if (!untouched && exists("m.padan") && run("check-memory", "m.padan", &no_lack, "out") != EXIT_DONE)
        fault(trying, lack, "the memory is not sound");
}

static int by_stack(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;
    return a[0] != b[0] ? (a[0] > b[0]) - (a[0] < b[0]) : (a[1] > b[1]) - (a[1] < b[1]);
}

static int by_number(const void *left, const void *right)
{
    const size_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* The first and the last allocation of each way to ask for memory, in order; freed by the caller. */
static size_t *choose(size_t *count)
{
    size_t all = told->count < STACKS ? told->count : STACKS;
    uint64_t(*pairs)[2] = calloc(all + 1, sizeof *pairs);
    size_t *numbers = calloc(2 * all + 1, sizeof *numbers);
    if (!pairs || !numbers)
        stop("choose");
    for (size_t i = 0; i < all; i++) {
        pairs[i][0] = told->stacks[i];
        pairs[i][1] = i + 1;
    }
    qsort(pairs, all, sizeof *pairs, by_stack);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (i == 0 || i + 1 == all || pairs[i - 1][0] != pairs[i][0] || pairs[i + 1][0] != pairs[i][0])
            numbers[(*count)++] = (size_t)pairs[i][1];
    qsort(numbers, *count, sizeof *numbers, by_number);
    free(pairs);
    return numbers;
}

/* What the command does where memory suffices. */
static void learn(struct trying *trying)
{
    const struct lack notes = { .notes = true };
    remove_memory();
    unlink("before.padan");
    unlink("copy.padan");
    for (size_t i = 0; i < STEPS && trying->trial->before[i]; i++)
        prepare(trying->trial->before[i], "before.padan");
    begin_as_before();
    list(trying->trial, "list-before");
    trying->status = run(trying->trial->command, "m.padan", &notes, "told-after");
    if (trying->status > EXIT_NOTHING) {
        fault(trying, &notes, "does not even work with all the memory it wants");
        return;
    }
    size_t count = told->count;
    list(trying->trial, "list-after");
    told->count = count;
}

static void try_each(struct trying *trying, size_t allocations)
{
    for (size_t i = 0; i < 2 * allocations; i++) {
        struct lack lack = { .at = i % allocations + 1, .on = i >= allocations };
        try(trying, &lack);
    }
}

static void try_some(struct trying *trying, const size_t *numbers, size_t count, size_t most)
{
    size_t step = count > most ? count / most : 1;
    for (size_t i = step / 2; i < count; i += step) {
        struct lack lack = { .at = numbers[i], .on = i / step % 4 == 3 };
        try(trying, &lack);
    }
}

static size_t try_all(const struct trial *trial, size_t most)
{
    struct trying trying = { .trial = trial };
    size_t count = 0;
    learn(&trying);
    size_t allocations = told->count, *numbers = trying.faults ? NULL : choose(&count);
    if (numbers && most == EACH)
        try_each(&trying, allocations);
    else
        try_some(&trying, numbers, count, most);
    free(numbers);
    printf("%s: %zu allocations, %zu ways to ask for one; %zu tried, %zu times it gave up", trial->name, allocations,
           count, trying.tried, trying.gave_up);
    if (trying.fell > 0)
        printf(", %zu times ICU fell over", trying.fell);
    putchar('\n');
    fflush(stdout);
    return trying.faults;
}

/* Texts for which what reads them needs more room than it had. */
static void make_long_file(const char *name, const char *const parts[4])
{
    static const char *const words[3] = { "ท่าเรือ ", "x", "港 " };
    struct padan_buffer text = { 0 };
    for (size_t i = 0; i < 3; i++) {
        padan_buffer_text(&text, parts[i]);
        for (size_t j = 0; j < 3000; j++)
            padan_buffer_text(&text, words[i]);
    }
    padan_buffer_text(&text, parts[3]);
    if (text.failed)
        stop(name);
    write_file(name, text.data, text.size);
    padan_buffer_free(&text);
}

static void make_long_files(void)
{
    make_long_file("long.tmx", (const char *const[]){
                                   "<tmx version=\"1.4\"><header srclang=\"en\"/><body>\n<tu><tuv xml:lang=\"th\">"
                                   "<seg>",
                                   "</seg></tuv><tuv xml:lang=\"en\"><seg>Port</seg></tuv></tu>\n<tu><tuv "
                                   "xml:lang=\"en\" x-of=\"",
                                   "\"><seg>The <hi>port</hi></seg></tuv><tuv xml:lang=\"ja\"><seg><hi>",
                                   "</hi></seg></tuv></tu>\n</body></tmx>\n" });
    make_long_file("long.xlf",
                   (const char *const[]){ "<xliff version=\"1.2\"><file original=\"a\" source-language=\"th\" "
                                          "target-language=\"ja\"><body>\n<trans-unit id=\"1\"><source>",
                                          "</source><target>Z</target></trans-unit>\n<trans-unit id=\"2\" "
                                          "resname=\"",
                                          "\"><source>Y</source><target>",
                                          "</target></trans-unit>\n</body></file></xliff>\n" });
}

static void put_number(struct padan_buffer *out, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        padan_buffer_byte(out, (char)(number >> 8 * i));
}

/* What both headers of a member say of it. */
static void put_member(struct padan_buffer *out, const char *name, const char *text, size_t packed)
{
    put_number(out, 20, 2);         /* version */
    put_number(out, 8 << 16, 4);    /* no flags; deflated */
    put_number(out, 0x21 << 16, 4); /* 1 January 1980 */
    put_number(out, crc32(0, (const Bytef *)text, (uInt)strlen(text)), 4);
    put_number(out, packed, 4);
    put_number(out, strlen(text), 4);
    put_number(out, strlen(name), 4); /* and nothing further */
}

static void make_zip(const char *path, const char *name, const char *text)
{
    static Bytef packed[65536];
    z_stream stream = { .next_in = (Bytef *)(uintptr_t)text, .avail_in = (uInt)strlen(text) };
    struct padan_buffer zip = { 0 };
    stream.next_out = packed;
    stream.avail_out = sizeof packed;
    if (deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK ||
        deflate(&stream, Z_FINISH) != Z_STREAM_END || deflateEnd(&stream) != Z_OK)
        stop(path);
    padan_buffer_append(&zip, "PK\3\4", 4);
    put_member(&zip, name, text, stream.total_out);
    padan_buffer_text(&zip, name);
    padan_buffer_append(&zip, packed, stream.total_out);
    size_t list = zip.size;
    padan_buffer_append(&zip, "PK\1\2\24\0", 6);
    put_member(&zip, name, text, stream.total_out);
    put_number(&zip, 0, 8); /* no comment, disk 0, no attributes */
    put_number(&zip, 0, 6); /* no attributes; the member stands at 0 */
    padan_buffer_text(&zip, name);
    size_t size = zip.size - list;
    padan_buffer_append(&zip, "PK\5\6\0\0\0\0\1\0\1\0", 12);
    put_number(&zip, size, 4);
    put_number(&zip, list, 4);
    put_number(&zip, 0, 2);
    if (zip.failed)
        stop(path);
    write_file(path, zip.data, zip.size);
    padan_buffer_free(&zip);
}

static void make_files(void)
{
    write_file("nothing", "", 0);
    write_file("said", "", 0);
    write_file("said-callers", "", 0);
    make_long_files();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        write_file(files[i].name, files[i].text, strlen(files[i].text));
        if (strcmp(files[i].name, "new.tmx") != 0)
            continue;
        gzFile packed = gzopen("new.tmx.gz", "wb");
        make_zip("new.zip", "new.tmx", files[i].text);
        if (!packed || gzputs(packed, files[i].text) <= 0 || gzclose(packed) != Z_OK)
            stop("new.tmx.gz");
    }
    /* An alignment as a table, in which one text is corrected. */
    prepare("align -s en -t id --no-memory -o corrected.tsv a.en a.id", "none.padan");
    size_t size;
    char *table = read_file("corrected.tsv", &size), *at = strstr(table, "tidur");
    if (!at)
        stop("corrected.tsv");
    memcpy(at, "lelap", 5);
    write_file("corrected.tsv", table, size);
    free(table);
}

static void remove_all(const char *folder)
{
    char command[256];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (chdir("/") != 0 || system(command) != 0)
        stop(folder);
}

static size_t how_many(const char *word)
{
    size_t number = strtoul(word, NULL, 10);
    if (strcmp(word, "each") == 0)
        return EACH;
    return strcmp(word, "all") == 0 ? SIZE_MAX : number > 0 ? number : USUAL_MOST;
}

int main(int count, char **words)
{
    const char *room = getenv("TMPDIR");
    char folder[200];
    size_t passed = 0, failed = 0;
    size_t most = count < 2 ? USUAL_MOST : how_many(words[1]);
    if (!lacking_works())
        return 77;
    told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    snprintf(folder, sizeof folder, "%s/padan-lack-XXXXXX", room ? room : "/tmp");
    if (told == MAP_FAILED || !mkdtemp(folder) || chdir(folder) != 0)
        stop(folder);
    /* ICU 72 itself falls over where it has no memory for the default locale, which it makes once. */
    uloc_getDefault();
    make_files();
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        if (count > 2 && strcmp(words[2], trials[i].name) != 0)
            continue;
        size_t faults = try_all(&trials[i], most);
        passed += faults == 0;
        failed += faults > 0;
    }
    remove_all(folder);
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
