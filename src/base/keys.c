/* keys - the file DIR/keys. Lines: "click NUMBER FROM_MS HEX64", "tag NUMBER FROM_MS HEX64"; '#'
 * opens a comment. Immutable once opened. The file appears under its name only when it is whole and
 * on disk; of two processes that start at once, the one that comes second finds the name taken and
 * reads what the first one made. */
#include "base/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/num.h"

#define PURPOSES       2
#define FILE_BYTES_MAX 65536
#define PATH_BYTES_MAX 4096

static const char *const purpose_names[PURPOSES] = {[KEYS_CLICK] = "click", [KEYS_TAG] = "tag"};

struct key_ring {
    struct key keys[KEYS_MAX]; /* by from_ms, rising */
    size_t count;
};

struct keys {
    struct key_ring rings[PURPOSES];
};

static void close_cleanup(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd); /* nothing is owed to it: what was written has been synced */
}

static enum err io_failed(const char *what, const char *path)
{
    log_error("keys", "cannot %s path=%s error=%s", what, path, strerror(errno));
    return ERR_IO;
}

/* ------------------------------------------------------------------ reading */

/* Puts a key where its time wants it. False: the ring is full, or has that number or that time
 * already. */
static bool ring_add(struct key_ring *ring, const struct key *key)
{
    size_t place = 0;

    if (ring->count == KEYS_MAX)
        return false;
    for (size_t i = 0; i < ring->count; i++) {
        if (ring->keys[i].number == key->number || ring->keys[i].from_ms == key->from_ms)
            return false;
        if (ring->keys[i].from_ms < key->from_ms)
            place = i + 1;
    }
    memmove(&ring->keys[place + 1], &ring->keys[place],
            (ring->count - place) * sizeof(ring->keys[0]));
    ring->keys[place] = *key;
    ring->count++;
    return true;
}

/* The next word of a line: spaces and tabs part words. STR_NONE after the last. */
static struct str take_word(struct str *line)
{
    size_t end = 0;

    *line = str_trim(*line);
    if (line->len == 0)
        return STR_NONE;
    while (end < line->len && line->ptr[end] != ' ' && line->ptr[end] != '\t')
        end++;
    struct str word = str_slice(*line, 0, end);
    *line = str_slice(*line, end, line->len);
    return word;
}

/* NULL, or why the line is wrong. */
static const char *parse_line(struct keys *keys, struct str line)
{
    struct str purpose = take_word(&line), number_text = take_word(&line);
    struct str from_text = take_word(&line), hex = take_word(&line);
    struct key key;
    uint64_t number;
    size_t ring = 0;

    if (purpose.len == 0 || purpose.ptr[0] == '#')
        return NULL;
    while (ring < PURPOSES && !str_is_equal(purpose, str_from_c(purpose_names[ring])))
        ring++;
    if (ring == PURPOSES)
        return "unknown purpose";
    if (num_parse_u64(number_text, UINT8_MAX, &number) != OK || number == 0)
        return "number is not 1 to 255";
    if (num_parse_i64(from_text, 0, INT64_MAX, &key.from_ms) != OK)
        return "time is not milliseconds since 1970";
    if (num_parse_hex(hex, key.bytes, KEYS_BYTES) != OK)
        return "key is not 64 hex digits";
    key.number = (uint8_t)number;
    bool is_added = str_trim(line).len == 0 && ring_add(&keys->rings[ring], &key);
    sodium_memzero(&key, sizeof(key));
    return is_added ? NULL : "line too long, number or time given twice, or too many keys";
}

static enum err parse_file(struct keys *keys, struct str text, const char *path)
{
    struct str line;

    for (unsigned number = 1; str_take_piece(&text, '\n', &line); number++) {
        const char *reason = parse_line(keys, line);
        if (reason != NULL) {
            log_error("keys", "broken line path=%s line=%u reason=\"%s\"", path, number, reason);
            return ERR_INVALID;
        }
    }
    for (size_t i = 0; i < PURPOSES; i++)
        if (keys->rings[i].count == 0) {
            log_error("keys", "no key path=%s purpose=%s", path, purpose_names[i]);
            return ERR_INVALID;
        }
    return OK;
}

/* Reads the whole file into memory of FILE_BYTES_MAX bytes. */
static enum err read_file(int fd, const char *path, char *memory, size_t *len)
{
    size_t count = 0;

    while (count < FILE_BYTES_MAX) {
        ssize_t got = read(fd, memory + count, FILE_BYTES_MAX - count);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return io_failed("read", path);
        if (got == 0) {
            *len = count;
            return OK;
        }
        count += (size_t)got;
    }
    log_error("keys", "file too long path=%s bytes_max=%d", path, FILE_BYTES_MAX - 1);
    return ERR_INVALID;
}

static enum err load(struct keys *keys, int fd, const char *path)
{
    struct stat status;
    size_t len = 0;

    if (fstat(fd, &status) != 0)
        return io_failed("stat", path);
    if ((status.st_mode & 077) != 0)
        log_warning("keys", "others may read the secrets path=%s mode=%o", path,
                    (unsigned)status.st_mode & 0777);
    char *memory = heap_make(1, FILE_BYTES_MAX);
    enum err err = read_file(fd, path, memory, &len);
    if (err == OK)
        err = parse_file(keys, (struct str){memory, len}, path);
    sodium_memzero(memory, FILE_BYTES_MAX);
    free(memory);
    return err;
}

/* ------------------------------------------------------------------ making */

static void write_fresh_keys(struct buf *buf)
{
    uint8_t bytes[KEYS_BYTES];

    buf_write_c(buf, "# Secrets: whoever has them can forge click ids and tags. Keep every line.\n"
                     "# purpose number from_ms key\n");
    for (size_t i = 0; i < PURPOSES; i++) {
        randombytes_buf(bytes, sizeof(bytes));
        buf_format(buf, "%s 1 0 ", purpose_names[i]);
        buf_write_hex(buf, bytes, sizeof(bytes));
        buf_write_char(buf, '\n');
    }
    sodium_memzero(bytes, sizeof(bytes));
    CHECK(!buf_is_full(buf));
}

static bool write_whole(int fd, struct str text)
{
    while (text.len > 0) {
        ssize_t written = write(fd, text.ptr, text.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        text = str_slice(text, (size_t)written, text.len);
    }
    return true;
}

/* Writes the file under a passing name and links it to its own; link(2), for rename(2) would take
 * another process's keys away. */
static enum err make_file(const char *path)
{
    char passing[PATH_BYTES_MAX], memory[512];
    struct buf text = buf_from_memory(memory, sizeof(memory));

    int len = snprintf(passing, sizeof(passing), "%s.XXXXXX", path);
    CHECK(len > 0 && (size_t)len < sizeof(passing));
    int fd CLEANUP(close_cleanup) = mkostemp(passing, O_CLOEXEC); /* mode 0600 */
    if (fd < 0)
        return io_failed("create", passing);
    write_fresh_keys(&text);
    enum err err = OK;
    if (!write_whole(fd, buf_str(&text)) || fsync(fd) != 0)
        err = io_failed("write", passing);
    else if (link(passing, path) != 0 && errno != EEXIST)
        err = io_failed("link", path);
    sodium_memzero(memory, sizeof(memory));
    if (unlink(passing) != 0 && err == OK)
        err = io_failed("unlink", passing);
    return err;
}

static enum err sync_folder(const char *dir)
{
    int fd CLEANUP(close_cleanup) = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0 || fsync(fd) != 0)
        return io_failed("sync", dir);
    return OK;
}

/* ------------------------------------------------------------------ the room's doors */

enum err keys_open(const char *dir, struct keys **keys)
{
    char path[PATH_BYTES_MAX];
    enum err err = OK;

    CHECK(sodium_init() >= 0);
    /* Seven bytes are left for the ending of the passing name. */
    int len = snprintf(path, sizeof(path) - 7, "%s/keys", dir);
    if (len < 0 || (size_t)len >= sizeof(path) - 7) {
        errno = ENAMETOOLONG;
        return io_failed("open", dir);
    }
    if (access(path, F_OK) != 0 && errno == ENOENT && (err = make_file(path)) != OK)
        return err;
    /* In any case: another process may have linked the file a moment ago and not yet synced its
     * name. */
    if ((err = sync_folder(dir)) != OK)
        return err;
    int fd CLEANUP(close_cleanup) = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return io_failed("open", path);
    struct keys *opened = heap_make(1, sizeof(*opened));
    if ((err = load(opened, fd, path)) != OK) {
        keys_free(opened);
        return err;
    }
    *keys = opened;
    return OK;
}

void keys_free(struct keys *keys)
{
    if (keys == NULL)
        return;
    sodium_memzero(keys, sizeof(*keys));
    free(keys);
}

const struct key *keys_at(const struct keys *keys, enum keys_purpose purpose, int64_t wall_ms)
{
    const struct key_ring *ring = &keys->rings[purpose];
    size_t place = ring->count - 1;

    /* From the newest: nearly every id is of today. */
    while (place > 0 && ring->keys[place].from_ms > wall_ms)
        place--;
    return &ring->keys[place];
}

const struct key *keys_by_number(const struct keys *keys, enum keys_purpose purpose, uint8_t number)
{
    const struct key_ring *ring = &keys->rings[purpose];

    for (size_t i = 0; i < ring->count; i++)
        if (ring->keys[i].number == number)
            return &ring->keys[i];
    return NULL;
}
