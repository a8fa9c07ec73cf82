/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/memory.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

#include <padan/padan.h>

#include "align/locale.h"
#include "base/buffer.h"
#include "base/error.h"
#include "memory/cache.h"
#include "memory/fulltext.h"
#include "memory/store.h"
#include "memory/waiting.h"

#define BUSY_SECONDS 5
#define PAGE_SIZE "4096"
#define HEADER_SIZE 100 /* of a SQLite file */

/* What is at the path before SQLite touches it. */
enum kind { KIND_MISSING, KIND_EMPTY, KIND_MEMORY };
struct place {
    enum kind kind;
    bool wal; /* the file says that it is written through a log */
};

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static int check_header(const char *path, const unsigned char *header, struct place *place, struct padan_error *error)
{
    static const char magic[] = "SQLite format 3";
    if (memcmp(header, magic, sizeof magic) != 0)
        return padan_error_in(error, PADAN_ERROR_FORMAT, path,
                              "not a padan memory; give a file made by padan, or import this one into a memory");
    if (big_endian(header + 68) != PADAN_APPLICATION_ID)
        return padan_error_in(error, PADAN_ERROR_FORMAT, path,
                              "a database of another program, not a padan memory; it is left as it was");
    uint32_t version = big_endian(header + 60);
    if (version > PADAN_SCHEMA_VERSION)
        return padan_error_in(error, PADAN_ERROR_VERSION, path,
                              "made by a newer padan (version %u of the tables, this one knows %d); use a newer padan",
                              version, PADAN_SCHEMA_VERSION);
    place->kind = KIND_MEMORY;
    place->wal = header[18] == 2;
    return PADAN_OK;
}

static int read_through(sqlite3_vfs *system, sqlite3_file *file, const char *name, unsigned char *header)
{
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
    int code = system->xOpen(system, name, file, flags, &flags);
    if (code == SQLITE_OK)
        code = file->pMethods->xRead(file, header, HEADER_SIZE, 0);
    if (file->pMethods)
        file->pMethods->xClose(file);
    return code;
}

/*
 * Reads the header by SQLite's own means: closing a descriptor of ours would drop the locks that this process has
 * on the file where it has the memory open already, and another process would take its log away.
 */
static int read_header(const char *path, unsigned char header[HEADER_SIZE], struct padan_error *error)
{
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    sqlite3_file *file = system ? calloc(1, (size_t)system->szOsFile) : NULL;
    char *full = system ? calloc(1, (size_t)system->mxPathname + 1) : NULL;
    const char *name = NULL;
    int code = full ? system->xFullPathname(system, path, system->mxPathname, full) : SQLITE_NOMEM;
    if (file && (code & 0xFF) == SQLITE_OK)
        name = sqlite3_create_filename(full, "", "", 0, NULL);
    int status = name ? PADAN_OK : padan_error_allocation(error);
    errno = 0;
    if (name)
        code = read_through(system, file, name, header);
    if (name && code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ)
        status = padan_error_system(error, path, "cannot open the memory", errno ? errno : EIO);
    sqlite3_free_filename(name);
    free(full);
    free(file);
    return status;
}

static int inspect(const char *path, struct place *place, struct padan_error *error)
{
    struct stat info;
    *place = (struct place){ KIND_MISSING, false };
    if (stat(path, &info) != 0)
        return errno == ENOENT ? PADAN_OK : padan_error_system(error, path, "cannot open the memory", errno);
    if (S_ISDIR(info.st_mode))
        return padan_error_in(error, PADAN_ERROR_SYSTEM, path, "is a folder; a memory is a file in it");
    if (!S_ISREG(info.st_mode))
        return padan_error_in(error, PADAN_ERROR_FORMAT, path, "not a padan memory: it is no regular file");
    if (access(path, R_OK) != 0)
        return padan_error_system(error, path, "cannot open the memory", errno);
    if (info.st_size == 0) {
        place->kind = KIND_EMPTY;
        return PADAN_OK;
    }
    unsigned char header[HEADER_SIZE] = { 0 };
    int status = read_header(path, header, error);
    return status == PADAN_OK ? check_header(path, header, place, error) : status;
}

/* Whether a file or folder is on a network share, where processes on other machines do not share memory. */
static bool is_remote(const char *path)
{
#ifdef __linux__
    struct statfs info;
    if (statfs(path, &info) != 0)
        return false;
    switch ((uint32_t)info.f_type) {
    case 0x6969u:     /* NFS */
    case 0x517Bu:     /* SMB */
    case 0xFF534D42u: /* CIFS */
    case 0xFE534D42u: /* SMB 2 */
    case 0x5346414Fu: /* AFS */
    case 0x01021997u: /* 9P */
        return true;
    default:
        return false;
    }
#else
    (void)path;
    return false;
#endif
}

/* The folder of a path, "." where it names none; NULL: no memory. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return strdup(".");
    return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static int make_folders(const char *path, struct padan_error *error)
{
    char *copy = strdup(path);
    if (!copy)
        return padan_error_allocation(error);
    int status = PADAN_OK;
    for (char *at = strchr(copy + 1, '/'); at && status == PADAN_OK; at = strchr(at + 1, '/')) {
        *at = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST && errno != EISDIR) {
            int number = errno;
            struct stat info;
            if (stat(copy, &info) != 0 || !S_ISDIR(info.st_mode))
                status = padan_error_system(error, copy, "cannot make the folder", number);
        }
        *at = '/';
    }
    free(copy);
    return status;
}

/* Makes an empty file, so that only who made it takes it away when its creation fails. */
static int make_file(const char *path, bool *made, struct padan_error *error)
{
    int status = make_folders(path, error);
    if (status != PADAN_OK)
        return status;
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    *made = descriptor >= 0;
    if (*made)
        close(descriptor);
    else if (errno == EROFS || errno == EACCES)
        return padan_error_in(error, PADAN_ERROR_READ_ONLY, path, "cannot make the memory: %s", strerror(errno));
    else if (errno != EEXIST)
        return padan_error_system(error, path, "cannot make the memory", errno);
    return PADAN_OK;
}

static void remove_files(const char *path)
{
    static const char *const endings[] = { "", "-wal", "-shm", "-journal" };
    struct padan_buffer name = { 0 };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        padan_buffer_clear(&name);
        padan_buffer_text(&name, path);
        padan_buffer_text(&name, endings[i]);
        if (!name.failed)
            unlink(name.data);
    }
    padan_buffer_free(&name);
}

static int check_writable(const char *path, struct padan_error *error)
{
    if (access(path, W_OK) != 0)
        return padan_error_in(error, PADAN_ERROR_READ_ONLY, path, "the memory may not be written: %s", strerror(errno));
    char *folder = folder_of(path);
    if (!folder)
        return padan_error_allocation(error);
    int status = PADAN_OK;
    if (access(folder, W_OK | X_OK) != 0)
        status = padan_error_in(error, PADAN_ERROR_READ_ONLY, path,
                                "the folder may not be written, and writing needs files beside the memory: %s",
                                strerror(errno));
    free(folder);
    return status;
}

/* Waits in steps of a millisecond, so that writers who take turns find the gap between two transactions. */
static int wait_busy(void *context, int count)
{
    (void)context;
    if (count >= BUSY_SECONDS * 1000)
        return 0;
    struct timespec pause = { 0, 1000000 };
    nanosleep(&pause, NULL);
    return 1;
}

/* A file name as a URI, so that immutable=1 can be said. */
static char *uri_of(const char *path, bool immutable)
{
    struct padan_buffer uri = { 0 };
    padan_buffer_text(&uri, path[0] == '/' ? "file://" : "file:");
    for (const unsigned char *at = (const unsigned char *)path; *at; at++) {
        if (*at == '%' || *at == '?' || *at == '#' || *at < 0x20)
            padan_buffer_format(&uri, "%%%02X", *at);
        else
            padan_buffer_byte(&uri, (char)*at);
    }
    if (immutable)
        padan_buffer_text(&uri, "?immutable=1");
    return padan_buffer_take(&uri);
}

/*
 * Who opens a memory first reads its log whole. The last to close it empties the log, but not where that is one that
 * only reads; so a writer empties it, where nobody is reading just now.
 */
static void empty_log(struct padan_memory *memory)
{
    if (!memory->db || memory->mode == PADAN_MEMORY_READ)
        return;
    sqlite3_busy_handler(memory->db, NULL, NULL);
    /* The second locks other writers out, so it is left as little as can be. */
    sqlite3_wal_checkpoint_v2(memory->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    sqlite3_wal_checkpoint_v2(memory->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

static void disconnect(struct padan_memory *memory)
{
    for (int i = 0; i < PADAN_SQL_COUNT; i++) {
        sqlite3_finalize(memory->statements[i]);
        memory->statements[i] = NULL;
    }
    empty_log(memory);
    sqlite3_close(memory->db);
    padan_waiting_free(memory->waiting);
    memory->db = NULL;
    memory->waiting = NULL;
}

static int set_up(struct padan_memory *memory, struct padan_error *error)
{
    static const char pragmas[] =
        "PRAGMA trusted_schema = OFF; PRAGMA secure_delete = OFF;"
        "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = OFF;";
    sqlite3_extended_result_codes(memory->db, 1);
    sqlite3_busy_handler(memory->db, wait_busy, NULL);
    sqlite3_db_config(memory->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    int code = sqlite3_exec(memory->db, pragmas, NULL, NULL, NULL);
    if (code == SQLITE_OK && memory->mode != PADAN_MEMORY_READ)
        code = sqlite3_exec(memory->db, "PRAGMA cache_size = -32768", NULL, NULL, NULL);
    if (code == SQLITE_OK && memory->mode != PADAN_MEMORY_READ)
        code = sqlite3_wal_autocheckpoint(memory->db, PADAN_LOG_PAGES);
    if (code == SQLITE_OK && memory->mode != PADAN_MEMORY_READ)
        code = padan_waiting_new(&memory->waiting, memory->db);
    if (code != SQLITE_OK)
        return padan_memory_failure(memory, code, error);
    return padan_fulltext_register(memory->db, error);
}

static int connect(struct padan_memory *memory, bool immutable, struct padan_error *error)
{
    char *uri = uri_of(memory->path, immutable);
    if (!uri)
        return padan_error_allocation(error);
    int flags = memory->mode == PADAN_MEMORY_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int code = sqlite3_open_v2(uri, &memory->db, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    free(uri);
    if (!memory->db)
        return padan_error_allocation(error);
    if (code != SQLITE_OK)
        return padan_memory_failure(memory, code, error);
    return set_up(memory, error);
}

static int execute(struct padan_memory *memory, const char *sql, struct padan_error *error)
{
    int code = sqlite3_exec(memory->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? PADAN_OK : padan_memory_failure(memory, code, error);
}

static int note_settings(struct padan_memory *memory, struct padan_error *error)
{
    char form[16];
    snprintf(form, sizeof form, "%d", PADAN_FORM_VERSION);
    int status = padan_sql_run(memory, PADAN_SQL_SETTING_PUT, error, "ss", padan_string("created by"),
                               padan_string(padan_version()));
    if (status == PADAN_OK)
        status =
            padan_sql_run(memory, PADAN_SQL_SETTING_PUT, error, "ss", padan_string("text form"), padan_string(form));
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_IDENTITY_NEW, error, "");
    return status;
}

static int migrate(struct padan_memory *memory, int64_t version, struct padan_error *error)
{
    char stamp[96];
    snprintf(stamp, sizeof stamp, "PRAGMA application_id = %d; PRAGMA user_version = %d", PADAN_APPLICATION_ID,
             PADAN_SCHEMA_VERSION);
    int status = PADAN_OK;
    for (int64_t at = version; at < PADAN_SCHEMA_VERSION && status == PADAN_OK; at++)
        status = execute(memory, padan_schema_migrations[at], error);
    if (status == PADAN_OK)
        status = execute(memory, stamp, error);
    if (status == PADAN_OK && version == 0)
        status = note_settings(memory, error);
    if (status == PADAN_OK && version == 0)
        status = padan_cache_create(memory, error);
    return status;
}

/* Raises the tables to this version, in one transaction; another process may have done it meanwhile. */
static int raise_version(struct padan_memory *memory, struct padan_error *error)
{
    int64_t version = 0;
    int64_t tables = 0;
    int status = padan_sql_run(memory, PADAN_SQL_BEGIN_WRITE, error, "");
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_USER_VERSION, &version, 1, NULL, error, "");
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_TABLE_COUNT, &tables, 1, NULL, error, "");
    if (status == PADAN_OK && version == 0 && tables > 0)
        status = padan_error_in(error, PADAN_ERROR_FORMAT, memory->path, "a database of another program");
    if (status == PADAN_OK && version < PADAN_SCHEMA_VERSION)
        status = migrate(memory, version, error);
    memory->version = PADAN_SCHEMA_VERSION;
    if (status == PADAN_OK)
        return padan_memory_commit(memory, error);
    padan_memory_rollback(memory);
    return status;
}

static int check_version(struct padan_memory *memory, struct padan_error *error)
{
    int64_t version = 0;
    int status = padan_sql_numbers(memory, PADAN_SQL_USER_VERSION, &version, 1, NULL, error, "");
    if (status != PADAN_OK)
        return status;
    if (version > PADAN_SCHEMA_VERSION)
        return padan_error_in(error, PADAN_ERROR_VERSION, memory->path, "made by a newer padan; use a newer padan");
    if (version == 0)
        return padan_error_in(error, PADAN_ERROR_FORMAT, memory->path, "not a padan memory: it has no version");
    memory->version = version;
    /* All that later versions brought is tables of their own, which a reader does without. */
    if (version == PADAN_SCHEMA_VERSION || memory->mode == PADAN_MEMORY_READ)
        return PADAN_OK;
    return raise_version(memory, error);
}

/* A log where memory can be shared between processes, a rollback journal on a network share. */
static int choose_journal(struct padan_memory *memory, bool remote, bool wal, struct padan_error *error)
{
    if (wal == !remote)
        return PADAN_OK;
    /* Alone in the file, SQLite keeps the log's index in its own memory instead of sharing it. */
    if (wal && remote) {
        int status = execute(memory,
                             "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE;"
                             "PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema",
                             error);
        return status;
    }
    int code = sqlite3_exec(memory->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY)
        return padan_memory_failure(memory, code, error);
    return PADAN_OK;
}

static int open_writer(struct padan_memory *memory, const struct place *place, bool remote, struct padan_error *error)
{
    int status = check_writable(memory->path, error);
    if (status == PADAN_OK)
        status = connect(memory, false, error);
    if (status == PADAN_OK && place->kind == KIND_MEMORY)
        status = choose_journal(memory, remote, place->wal, error);
    if (status == PADAN_OK && place->kind == KIND_MEMORY)
        return check_version(memory, error);
    if (status == PADAN_OK)
        status = execute(memory, "PRAGMA page_size = " PAGE_SIZE, error);
    if (status == PADAN_OK)
        status = raise_version(memory, error);
    if (status == PADAN_OK)
        status = choose_journal(memory, remote, false, error);
    return status;
}

static int create(struct padan_memory *memory, const struct place *place, bool remote, struct padan_error *error)
{
    bool made = false;
    int status = place->kind == KIND_MISSING ? make_file(memory->path, &made, error) : PADAN_OK;
    if (status == PADAN_OK)
        status = open_writer(memory, place, remote, error);
    memory->is_new = made && status == PADAN_OK;
    /* Where another process writes to it meanwhile, the file is that one's. */
    if (status != PADAN_OK && status != PADAN_ERROR_BUSY && made) {
        disconnect(memory);
        remove_files(memory->path);
    }
    return status;
}

/* Whether changes that are not yet in the memory's own file wait in its log. */
static bool has_log(const char *path)
{
    struct padan_buffer name = { 0 };
    struct stat info;
    padan_buffer_text(&name, path);
    padan_buffer_text(&name, "-wal");
    bool found = !name.failed && stat(name.data, &info) == 0 && info.st_size > 0;
    padan_buffer_free(&name);
    return found;
}

/* A file that nobody can write now is read as it stands, without locks. */
static int open_frozen(struct padan_memory *memory, struct padan_error *error)
{
    disconnect(memory);
    if (has_log(memory->path))
        return padan_error_in(
            error, PADAN_ERROR_READ_ONLY, memory->path,
            "its newest changes wait in the -wal file beside it, and reading them needs a folder that "
            "may be written; copy both files to one");
    int status = connect(memory, true, error);
    return status == PADAN_OK ? check_version(memory, error) : status;
}

static int open_reader(struct padan_memory *memory, const struct place *place, bool remote, struct padan_error *error)
{
    if (remote && place->wal)
        return open_frozen(memory, error);
    int status = connect(memory, false, error);
    if (status == PADAN_OK)
        status = check_version(memory, error);
    if (status == PADAN_ERROR_READ_ONLY || status == PADAN_ERROR_SYSTEM)
        status = open_frozen(memory, error);
    return status;
}

static int open_memory(struct padan_memory *memory, bool remote, struct padan_error *error)
{
    struct place place;
    int status = inspect(memory->path, &place, error);
    if (status != PADAN_OK)
        return status;
    if (memory->mode == PADAN_MEMORY_CREATE && place.kind != KIND_MEMORY)
        return create(memory, &place, remote, error);
    if (place.kind == KIND_MISSING)
        return padan_error_in(error, PADAN_ERROR_NOT_FOUND, memory->path,
                              "there is no such memory; import, or align with --store, makes one");
    if (place.kind == KIND_EMPTY)
        return padan_error_in(error, PADAN_ERROR_FORMAT, memory->path, "not a padan memory: the file is empty");
    if (memory->mode == PADAN_MEMORY_READ)
        return open_reader(memory, &place, remote, error);
    return open_writer(memory, &place, remote, error);
}

int padan_memory_open_at(struct padan_memory **out, const char *path, enum padan_memory_mode mode, bool remote,
                         struct padan_error *error)
{
    *out = NULL;
    struct padan_memory *memory = calloc(1, sizeof *memory);
    if (!memory || !(memory->path = strdup(path))) {
        free(memory);
        return padan_error_allocation(error);
    }
    memory->mode = mode;
    int status = open_memory(memory, remote, error);
    if (status != PADAN_OK) {
        padan_memory_close(memory);
        return status;
    }
    *out = memory;
    return PADAN_OK;
}

/* The nearest folder that is there decides for a file that is not yet. */
static bool place_is_remote(const char *path)
{
    char *at = strdup(path);
    bool remote = false;
    struct stat info;
    while (at && stat(at, &info) != 0) {
        char *up = folder_of(at);
        bool end = !up || strcmp(up, at) == 0;
        free(at);
        at = up;
        if (end)
            break;
    }
    if (at)
        remote = is_remote(at);
    free(at);
    return remote;
}

int padan_memory_open(struct padan_memory **out, const char *path, enum padan_memory_mode mode,
                      struct padan_error *error)
{
    return padan_memory_open_at(out, path, mode, place_is_remote(path), error);
}

/* Nothing was ever stored, but for what was taken back. */
static bool is_unused(struct padan_memory *memory)
{
    int64_t used = 1;
    return padan_sql_numbers(memory, PADAN_SQL_IS_USED, &used, 1, NULL, NULL, "") == PADAN_OK && !used;
}

/* No other process has the file open: only then may the log be given up, and then none gets in. */
static bool is_alone(struct padan_memory *memory)
{
    sqlite3_busy_handler(memory->db, NULL, NULL);
    return sqlite3_exec(memory->db, "PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE", NULL, NULL, NULL) == SQLITE_OK;
}

static void remove_unused(struct padan_memory *memory)
{
    if (is_unused(memory) && is_alone(memory) && is_unused(memory))
        remove_files(memory->path);
}

void padan_memory_close(struct padan_memory *memory)
{
    if (!memory)
        return;
    padan_batch_abandon(memory->batch);
    disconnect(memory);
    padan_locales_free(memory->locales);
    free(memory->path);
    free(memory);
}

struct padan_locales *padan_memory_locales(struct padan_memory *memory)
{
    if (!memory->locales)
        memory->locales = padan_locales_new();
    return memory->locales;
}

void padan_memory_close_used(struct padan_memory *memory)
{
    if (!memory)
        return;
    padan_batch_abandon(memory->batch);
    memory->batch = NULL;
    if (memory->is_new)
        remove_unused(memory);
    padan_memory_close(memory);
}

const char *padan_memory_path(const struct padan_memory *memory)
{
    return memory->path;
}
