#include "shim_vfs.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>

#define SECTOR_BYTES 512u
#define FILES_MAX    16
#define PATH_MAX_    512

enum write_kind { WRITE_BYTES, WRITE_TRUNCATE };

struct write {
    struct write *next;
    enum write_kind kind;
    size_t offset; /* of a truncation: the new size */
    size_t len;
    uint8_t bytes[];
};

struct disk_file {
    char path[PATH_MAX_];
    bool is_used;
    uint8_t *synced;
    size_t synced_len;
    struct write *first, **end;
};

struct shim_file {
    sqlite3_file base;
    struct disk_file *disk; /* NULL: not followed */
    sqlite3_file *real;
};

static struct {
    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t changed;
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    struct disk_file files[FILES_MAX];
    enum shim_ops fail_ops;
    unsigned fail_in; /* 0: no fault is set */
    unsigned fail_times;
    int fail_code;
    bool has_failed;
    unsigned off_in; /* 0: not set */
    bool is_off;
    bool is_holding;
    bool is_held;
    uint64_t syncs;
    struct dice dice; /* for what a failed sync leaves */
} disk = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static void lock(void)
{
    pthread_mutex_lock(&disk.lock);
}

static void unlock(void)
{
    pthread_cond_broadcast(&disk.changed);
    pthread_mutex_unlock(&disk.lock);
}

/* --- Files on the pretended disk ------------------------------------------ */

static void drop_writes(struct disk_file *file)
{
    for (struct write *write = file->first, *next; write != NULL; write = next) {
        next = write->next;
        free(write);
    }
    file->first = NULL;
    file->end = &file->first;
}

static void forget(struct disk_file *file)
{
    drop_writes(file);
    free(file->synced);
    memset(file, 0, sizeof(*file));
}

static void read_whole(struct disk_file *file)
{
    int fd = open(file->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    off_t size = lseek(fd, 0, SEEK_END);
    assert_true(size >= 0);
    file->synced_len = (size_t)size;
    file->synced = heap_make(file->synced_len + 1, 1);
    assert_int_equal(pread(fd, file->synced, file->synced_len, 0), size);
    assert_int_equal(close(fd), 0);
}

static struct disk_file *find_file(const char *path)
{
    for (size_t i = 0; i < FILES_MAX; i++) {
        if (disk.files[i].is_used && strcmp(disk.files[i].path, path) == 0)
            return &disk.files[i];
    }
    return NULL;
}

/* A file met for the first time is on disk as it is. */
static struct disk_file *follow(const char *path)
{
    struct disk_file *file = find_file(path);
    for (size_t i = 0; i < FILES_MAX && file == NULL; i++) {
        if (disk.files[i].is_used)
            continue;
        file = &disk.files[i];
        file->is_used = true;
        file->end = &file->first;
        (void)snprintf(file->path, sizeof(file->path), "%s", path);
        read_whole(file);
    }
    assert_non_null(file);
    return file;
}

static void add_write(struct disk_file *file, enum write_kind kind, size_t offset,
                      const void *bytes, size_t len)
{
    struct write *write = heap_make(1, sizeof(*write) + len);
    write->kind = kind;
    write->offset = offset;
    write->len = len;
    if (len > 0)
        memcpy(write->bytes, bytes, len);
    *file->end = write;
    file->end = &write->next;
}

static void set_size(struct disk_file *file, size_t len)
{
    if (len > file->synced_len) {
        file->synced = heap_grow(file->synced, len);
        memset(file->synced + file->synced_len, 0, len - file->synced_len);
    }
    file->synced_len = len;
}

static void apply(struct disk_file *file, const struct write *write)
{
    if (write->kind == WRITE_TRUNCATE) {
        set_size(file, write->offset);
        return;
    }
    if (write->offset + write->len > file->synced_len)
        set_size(file, write->offset + write->len);
    memcpy(file->synced + write->offset, write->bytes, write->len);
}

/* Each sector of a torn write is written, not written, or garbage. */
static void apply_torn(struct disk_file *file, const struct write *write, struct dice *dice)
{
    if (write->offset + write->len > file->synced_len)
        set_size(file, write->offset + write->len);
    for (size_t at = 0; at < write->len;) {
        size_t end = at + SECTOR_BYTES - (write->offset + at) % SECTOR_BYTES;
        if (end > write->len)
            end = write->len;
        uint64_t fate = dice_roll(dice, 8);
        for (size_t i = at; i < end && fate == 0; i++)
            file->synced[write->offset + i] = (uint8_t)dice_roll(dice, 256);
        if (fate >= 4)
            memcpy(file->synced + write->offset + at, write->bytes + at, end - at);
        at = end;
    }
}

/* A random subset of what is not synced reaches the disk, the rest never does. */
static void apply_some(struct disk_file *file, struct dice *dice)
{
    for (const struct write *write = file->first; write != NULL; write = write->next) {
        uint64_t fate = dice_roll(dice, 3);
        if (fate == 0)
            apply(file, write);
        else if (fate == 1 && write->kind == WRITE_BYTES)
            apply_torn(file, write, dice);
    }
    drop_writes(file);
}

/* --- Faults --------------------------------------------------------------- */

/* SQLITE_OK, or what the operation fails with. Under the lock. */
static int strike(enum shim_ops ops)
{
    if (disk.off_in > 0 && --disk.off_in == 0)
        disk.is_off = true;
    if (disk.is_off)
        return SQLITE_IOERR;
    if (disk.fail_in == 0 || (disk.fail_ops == SHIM_SYNCS && ops != SHIM_SYNCS))
        return SQLITE_OK;
    if (disk.fail_in > 1) {
        disk.fail_in--;
        return SQLITE_OK;
    }
    disk.has_failed = true;
    if (--disk.fail_times == 0)
        disk.fail_in = 0;
    return disk.fail_code;
}

/* --- A file's methods ----------------------------------------------------- */

static struct shim_file *shim_of(sqlite3_file *file)
{
    return (struct shim_file *)(void *)file;
}

static int shim_close(sqlite3_file *file)
{
    sqlite3_file *real = shim_of(file)->real;
    return real->pMethods->xClose(real);
}

static int shim_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 offset)
{
    sqlite3_file *real = shim_of(file)->real;
    return real->pMethods->xRead(real, bytes, len, offset);
}

/* A write that fails may have begun. */
static int shim_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 offset)
{
    struct shim_file *shim = shim_of(file);
    lock();
    int rc = strike(SHIM_ALL);
    int done = rc == SQLITE_OK ? len : len / 2;
    if (!disk.is_off && done > 0) {
        int real = shim->real->pMethods->xWrite(shim->real, bytes, done, offset);
        rc = rc == SQLITE_OK ? real : rc;
        if (shim->disk != NULL)
            add_write(shim->disk, WRITE_BYTES, (size_t)offset, bytes, (size_t)done);
    }
    unlock();
    return rc;
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct shim_file *shim = shim_of(file);
    lock();
    int rc = strike(SHIM_ALL);
    if (rc == SQLITE_OK) {
        rc = shim->real->pMethods->xTruncate(shim->real, size);
        if (shim->disk != NULL)
            add_write(shim->disk, WRITE_TRUNCATE, (size_t)size, NULL, 0);
    }
    unlock();
    return rc;
}

static void wait_while_held(void)
{
    while (disk.is_holding) {
        disk.is_held = true;
        pthread_cond_broadcast(&disk.changed);
        pthread_cond_wait(&disk.changed, &disk.lock);
    }
    disk.is_held = false;
}

static int shim_sync(sqlite3_file *file, int flags)
{
    (void)flags;
    struct disk_file *followed = shim_of(file)->disk;
    lock();
    wait_while_held();
    int rc = strike(SHIM_SYNCS);
    if (rc != SQLITE_OK && !disk.is_off && followed != NULL)
        apply_some(followed, &disk.dice);
    if (rc == SQLITE_OK) {
        for (const struct write *write = followed != NULL ? followed->first : NULL; write != NULL;
             write = write->next)
            apply(followed, write);
        if (followed != NULL)
            drop_writes(followed);
        disk.syncs++;
    }
    unlock();
    return rc;
}

static int shim_file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    sqlite3_file *real = shim_of(file)->real;
    return real->pMethods->xFileSize(real, size);
}

static int shim_lock(sqlite3_file *file, int level)
{
    sqlite3_file *real = shim_of(file)->real;
    return real->pMethods->xLock(real, level);
}

static int shim_unlock(sqlite3_file *file, int level)
{
    sqlite3_file *real = shim_of(file)->real;
    return real->pMethods->xUnlock(real, level);
}

static int shim_check_lock(sqlite3_file *file, int *is_reserved)
{
    sqlite3_file *real = shim_of(file)->real;
    return real->pMethods->xCheckReservedLock(real, is_reserved);
}

static int shim_control(sqlite3_file *file, int op, void *arg)
{
    sqlite3_file *real = shim_of(file)->real;
    return real->pMethods->xFileControl(real, op, arg);
}

static int shim_sector_size(sqlite3_file *file)
{
    (void)file;
    return (int)SECTOR_BYTES;
}

static int shim_characteristics(sqlite3_file *file)
{
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int shim_shm_map(sqlite3_file *file, int region, int bytes, int extend,
                        void volatile **memory)
{
    sqlite3_file *real = shim_of(file)->real;
    return real->pMethods->xShmMap(real, region, bytes, extend, memory);
}

static int shim_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    sqlite3_file *real = shim_of(file)->real;
    return real->pMethods->xShmLock(real, offset, count, flags);
}

static void shim_shm_barrier(sqlite3_file *file)
{
    sqlite3_file *real = shim_of(file)->real;
    real->pMethods->xShmBarrier(real);
}

static int shim_shm_unmap(sqlite3_file *file, int delete)
{
    sqlite3_file *real = shim_of(file)->real;
    return real->pMethods->xShmUnmap(real, delete);
}

/* Version 2: without the memory-mapped reads of version 3, which need no shim. */
static const sqlite3_io_methods shim_methods = {
    .iVersion = 2,
    .xClose = shim_close,
    .xRead = shim_read,
    .xWrite = shim_write,
    .xTruncate = shim_truncate,
    .xSync = shim_sync,
    .xFileSize = shim_file_size,
    .xLock = shim_lock,
    .xUnlock = shim_unlock,
    .xCheckReservedLock = shim_check_lock,
    .xFileControl = shim_control,
    .xSectorSize = shim_sector_size,
    .xDeviceCharacteristics = shim_characteristics,
    .xShmMap = shim_shm_map,
    .xShmLock = shim_shm_lock,
    .xShmBarrier = shim_shm_barrier,
    .xShmUnmap = shim_shm_unmap,
};

/* --- The file system's methods -------------------------------------------- */

static int shim_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
                     int *out_flags)
{
    (void)vfs;
    struct shim_file *shim = shim_of(file);
    bool is_followed = (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0;
    shim->real = (sqlite3_file *)(void *)(shim + 1);
    shim->disk = NULL;
    lock();
    if (is_followed && path != NULL)
        shim->disk = follow(path);
    unlock();
    int rc = disk.real->xOpen(disk.real, path, shim->real, flags, out_flags);
    file->pMethods = shim->real->pMethods != NULL ? &shim_methods : NULL;
    return rc;
}

static int shim_delete(sqlite3_vfs *vfs, const char *path, int sync_dir)
{
    (void)vfs;
    lock();
    int rc = disk.is_off ? SQLITE_IOERR_DELETE : SQLITE_OK;
    struct disk_file *file = find_file(path);
    if (rc == SQLITE_OK && file != NULL)
        forget(file);
    unlock();
    return rc == SQLITE_OK ? disk.real->xDelete(disk.real, path, sync_dir) : rc;
}

static int shim_access(sqlite3_vfs *vfs, const char *path, int flags, int *result)
{
    (void)vfs;
    return disk.real->xAccess(disk.real, path, flags, result);
}

static int shim_full_path(sqlite3_vfs *vfs, const char *path, int cap, char *out)
{
    (void)vfs;
    return disk.real->xFullPathname(disk.real, path, cap, out);
}

void shim_register(void)
{
    disk.real = sqlite3_vfs_find(NULL);
    assert_non_null(disk.real);
    disk.vfs =
        *disk.real; /* what is not replaced looks at no file and not at the vfs it is given */
    disk.vfs.zName = "shim";
    disk.vfs.pNext = NULL;
    disk.vfs.szOsFile = (int)sizeof(struct shim_file) + disk.real->szOsFile;
    disk.vfs.xOpen = shim_open;
    disk.vfs.xDelete = shim_delete;
    disk.vfs.xAccess = shim_access;
    disk.vfs.xFullPathname = shim_full_path;
    disk.dice = (struct dice){1};
    assert_int_equal(sqlite3_vfs_register(&disk.vfs, 1), SQLITE_OK);
}

/* --- What tests ask for --------------------------------------------------- */

void shim_reset(void)
{
    lock();
    for (size_t i = 0; i < FILES_MAX; i++) {
        if (disk.files[i].is_used)
            forget(&disk.files[i]);
    }
    disk.fail_in = 0;
    disk.off_in = 0;
    disk.is_off = false;
    disk.has_failed = false;
    unlock();
}

void shim_fail(enum shim_ops ops, unsigned nth, unsigned times, int code)
{
    lock();
    disk.fail_ops = ops;
    disk.fail_in = nth;
    disk.fail_times = times;
    disk.fail_code = code;
    disk.has_failed = false;
    unlock();
}

bool shim_lift(void)
{
    lock();
    bool has_failed = disk.has_failed;
    disk.fail_in = 0;
    unlock();
    return has_failed;
}

void shim_cut_power(unsigned nth)
{
    lock();
    disk.off_in = nth;
    disk.is_off = nth == 0;
    unlock();
}

bool shim_is_off(void)
{
    lock();
    bool is_off = disk.is_off;
    unlock();
    return is_off;
}

static void write_back(const struct disk_file *file)
{
    int fd = open(file->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, file->synced, file->synced_len, 0), (ssize_t)file->synced_len);
    assert_int_equal(close(fd), 0);
}

void shim_restore(struct dice *dice)
{
    char path[PATH_MAX_ + 8];
    lock();
    for (size_t i = 0; i < FILES_MAX; i++) {
        struct disk_file *file = &disk.files[i];
        if (!file->is_used)
            continue;
        apply_some(file, dice);
        write_back(file);
        (void)snprintf(path, sizeof(path), "%s-shm", file->path);
        (void)unlink(path); /* only the database has one */
    }
    disk.off_in = 0;
    disk.is_off = false;
    unlock();
}

void shim_hold_syncs(void)
{
    lock();
    disk.is_holding = true;
    unlock();
}

void shim_wait_for_held_sync(void)
{
    lock();
    while (!disk.is_held)
        pthread_cond_wait(&disk.changed, &disk.lock);
    unlock();
}

void shim_release_syncs(void)
{
    lock();
    disk.is_holding = false;
    unlock();
}

uint64_t shim_sync_count(void)
{
    lock();
    uint64_t count = disk.syncs;
    unlock();
    return count;
}

void shim_wait_for_syncs(uint64_t count)
{
    lock();
    while (disk.syncs < count)
        pthread_cond_wait(&disk.changed, &disk.lock);
    unlock();
}
