#include "visitor/place_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>
#include "visitor/mmdb.h"
#include "visitor/ranges.h"

#define COPY_BYTES (1u << 20)

struct place_file {
    _Atomic size_t references;
    struct mmdb *mmdb;     /* or */
    struct ranges *ranges; /* this one */
    uint64_t bytes;
    char name[PLACE_TEXT_MAX]; /* the last part of its path: some makers name the file only */
};

/* ------------------------------------------------------------------ sources */

/* Who made a database, by what stands in its type or its file's name, in small letters. */
static const struct {
    const char *mark;
    const char *source, *attribution, *url, *licence;
} sources[] = {
    {"dbip", "DB-IP", "IP Geolocation by DB-IP", "https://db-ip.com", "CC BY 4.0"},
    {"db-ip", "DB-IP", "IP Geolocation by DB-IP", "https://db-ip.com", "CC BY 4.0"},
    {"geolite", "MaxMind", "This product includes GeoLite Data created by MaxMind",
     "https://www.maxmind.com", "GeoLite End User License Agreement"},
    {"geoip2", "MaxMind", "GeoIP data by MaxMind", "https://www.maxmind.com", NULL},
    {"ip2location", "IP2Location",
     "This site or product includes IP2Location LITE data available from "
     "https://lite.ip2location.com",
     "https://lite.ip2location.com", NULL},
    {"ip2proxy", "IP2Location", "IP2Proxy data by IP2Location", "https://www.ip2location.com",
     NULL},
    {"ipinfo", "IPinfo", "IP address data powered by IPinfo", "https://ipinfo.io", NULL},
};

static bool has_mark(struct str text, const char *mark)
{
    char lower[PLACE_TEXT_MAX];
    size_t len = text.len < sizeof(lower) ? text.len : sizeof(lower);
    for (size_t i = 0; i < len; i++)
        lower[i] =
            text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? (char)(text.ptr[i] | 0x20) : text.ptr[i];
    return str_find((struct str){lower, len}, str_from_c(mark)) >= 0;
}

static void fill_source(const struct place_file *file, struct place_about *about)
{
    for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
        if (!has_mark(about->type, sources[i].mark) &&
            !has_mark(str_from_c(file->name), sources[i].mark))
            continue;
        about->source = str_from_c(sources[i].source);
        about->attribution = str_from_c(sources[i].attribution);
        about->url = str_from_c(sources[i].url);
        about->licence = str_from_c(sources[i].licence);
        return;
    }
}

/* ------------------------------------------------------------------ copies */

static bool copy(int from, int to)
{
    char *bytes = heap_make(1, COPY_BYTES);
    ssize_t count;
    bool is_good = true;
    while (is_good && (count = read(from, bytes, COPY_BYTES)) != 0) {
        is_good = count > 0;
        for (ssize_t at = 0; is_good && at < count;) {
            ssize_t written = write(to, bytes + at, (size_t)(count - at));
            is_good = written > 0;
            at += written;
        }
    }
    int reason = errno;
    free(bytes);
    errno = reason;
    return is_good;
}

/* A file without a name that holds what `from` does now; -1 with errno. */
static int make_copy(int from, const char *dir)
{
    int to = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (to < 0 || copy(from, to))
        return to;
    int reason = errno;
    close(to);
    errno = reason;
    return -1;
}

/* ------------------------------------------------------------------ opening */

static enum err open_format(struct place_file *file, int fd, const char **reason)
{
    char magic[sizeof(RANGES_MAGIC)] = "";
    char path[64];
    struct stat stat;
    if (fstat(fd, &stat) != 0 || pread(fd, magic, strlen(RANGES_MAGIC), 0) < 0) {
        *reason = strerror(errno);
        return ERR_IO;
    }
    if (!S_ISREG(stat.st_mode)) {
        *reason = "not a file";
        return ERR_INVALID;
    }
    file->bytes = (uint64_t)stat.st_size;
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED); /* so that no visitor waits for the disk */
    (void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    return strcmp(magic, RANGES_MAGIC) == 0 ? ranges_open(path, &file->ranges, reason)
                                            : mmdb_open(path, &file->mmdb, reason);
}

enum err place_file_open(const char *path, const char *copy_dir, struct place_file **opened,
                         char reason[PLACE_REASON_MAX])
{
    const char *why = NULL;
    const char *slash = strrchr(path, '/');
    enum err err = ERR_IO;
    struct place_file *file = heap_make(1, sizeof(*file));
    file->references = 1;
    (void)snprintf(file->name, sizeof(file->name), "%s", slash != NULL ? slash + 1 : path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int mapped = fd >= 0 && copy_dir != NULL ? make_copy(fd, copy_dir) : fd;
    if (mapped >= 0)
        err = open_format(file, mapped, &why);
    else
        why = strerror(errno);
    (void)snprintf(reason, PLACE_REASON_MAX, "%s", why != NULL ? why : "");
    if (mapped >= 0 && mapped != fd)
        close(mapped);
    if (fd >= 0)
        close(fd);
    if (err == OK)
        *opened = file;
    else
        free(file);
    return err;
}

struct place_file *place_file_hold(struct place_file *file)
{
    size_t before = atomic_fetch_add_explicit(&file->references, 1, memory_order_relaxed);
    CHECK(before > 0);
    return file;
}

void place_file_drop(struct place_file *file)
{
    if (file == NULL || atomic_fetch_sub_explicit(&file->references, 1, memory_order_acq_rel) != 1)
        return;
    mmdb_close(file->mmdb);
    ranges_close(file->ranges);
    free(file);
}

/* ------------------------------------------------------------------ asking */

bool place_file_fill(const struct place_file *file, const struct net_address *address,
                     struct visitor_facts *facts)
{
    return file->mmdb != NULL ? mmdb_fill(file->mmdb, address, facts)
                              : ranges_fill(file->ranges, address, facts);
}

struct place_about place_file_about(const struct place_file *file)
{
    struct place_about about = {.bytes = file->bytes};
    if (file->mmdb != NULL) {
        about.format = STR("mmdb");
        about.type = mmdb_type(file->mmdb);
        about.built_at_ms = mmdb_built_at_ms(file->mmdb);
        fill_source(file, &about);
    } else {
        about.format = STR("ranges");
        about.built_at_ms = ranges_built_at_ms(file->ranges);
        about.attribution = ranges_source(file->ranges);
    }
    return about;
}

void place_file_each(const struct place_file *file, enum place_group group,
                     void (*each)(void *context, const struct visitor_facts *facts), void *context)
{
    if (file->mmdb != NULL) {
        mmdb_each(file->mmdb, group, each, context);
        return;
    }
    for (size_t i = 0; group == PLACE_GROUP_NETWORKS && i < ranges_network_count(file->ranges);
         i++) {
        struct visitor_facts facts = {0};
        uint32_t asn;
        facts.isp = ranges_name(file->ranges, i, &asn);
        facts.asn = asn;
        each(context, &facts);
    }
}
