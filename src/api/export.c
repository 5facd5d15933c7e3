#include "api/export.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "api/csv.h"
#include "api/json_out.h"
#include "base/log.h"

struct export
{
    struct call *call;
    enum format format;
    const struct csv *csv;
    struct http_stream *stream;
    struct buf buf; /* on the heap */
    int fd;         /* of a Parquet file; else -1 */
};

/* ------------------------------------------------------------------ the file of Parquet */

/* Where a file can have no name from the start, it has none; else it loses it at once. */
static int make_file(const char *dir)
{
    char path[1100];
    int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (fd >= 0)
        return fd;
    (void)snprintf(path, sizeof(path), "%s/export-XXXXXX", dir);
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        (void)unlink(path); /* else it stays, empty of meaning */
    return fd;
}

static bool has_room(int fd)
{
    struct statvfs disk;

    return fstatvfs(fd, &disk) == 0 &&
           disk.f_bavail * disk.f_frsize >= (uint64_t)EXPORT_FREE_MIB * 1024 * 1024;
}

int export_spool(struct call *call)
{
    int fd = make_file(call->api->options.dir);

    if (fd >= 0 && has_room(fd))
        return fd;
    call_refuse(call, 503, "", "The disk has no room for a Parquet file: take CSV or JSON lines.");
    if (fd >= 0)
        (void)close(fd); /* nothing was written */
    return -1;
}

static enum err send_file(struct export *export)
{
    off_t at = 0;
    ssize_t count;
    enum err err = OK;

    while (err == OK && (count = pread(export->fd, export->buf.ptr, export->buf.cap, at)) > 0) {
        err = http_stream_write(export->stream, (struct str){export->buf.ptr, (size_t)count});
        at += count;
    }
    return err == OK && count < 0 ? ERR_IO : err;
}

/* ------------------------------------------------------------------ the beginning */

static bool take_place(struct call *call)
{
    atomic_uint *exports = &call->api->exports;

    if (atomic_fetch_add(exports, 1) < EXPORTS_MAX)
        return true;
    (void)atomic_fetch_sub(exports, 1);
    call->more_headers = STR("Retry-After: 10\r\n");
    call_refuse(call, 503, "", "There are %d exports already: wait for one to end.", EXPORTS_MAX);
    return false;
}

static void free_export(struct export *export)
{
    (void)atomic_fetch_sub(&export->call->api->exports, 1);
    if (export->fd >= 0)
        (void)close(export->fd); /* which removes it */
    free(export->buf.ptr);
    free(export);
}

static void begin_stream(struct export *export, struct str headers)
{
    struct call *call = export->call;
    struct arena *arena = call->exchange->arena;
    struct str behind = STR("");

    if (call->is_of_facts)
        behind = arena_format(call->arena, "Behind-Ms: %" PRId64 "\r\n", call->behind_ms);
    struct http_reply head = {.status = 200, .content_type = format_content_type(export->format)};
    head.headers = arena_format(arena, API_HEADERS "%.*s%.*s%.*s", STR_FMT(headers),
                                STR_FMT(behind), STR_FMT(call->last_headers));
    call->last_headers = STR_NONE;
    export->stream = http_stream_begin(call->exchange, &head);
}

struct export *export_begin(struct call *call, enum format format, const json_t *schema)
{
    struct str headers = format_headers(call, format);
    bool has_mark = format_has_mark(call);
    int fd = -1;

    if (call->is_answered || !take_place(call))
        return NULL;
    if (format == FORMAT_PARQUET)
        fd = export_spool(call);
    struct export *export = heap_make(1, sizeof(*export));
    *export = (struct export){.call = call, .format = format, .fd = fd};
    export->buf = buf_from_memory(heap_make(1, EXPORT_PIECE), EXPORT_PIECE);
    if (format == FORMAT_CSV)
        export->csv = csv_make(call->arena, schema);
    if (call->is_answered || (format == FORMAT_CSV && export->csv == NULL)) {
        call_refuse(call, 503, "", "There is no memory for an export.");
        free_export(export);
        return NULL;
    }
    begin_stream(export, headers);
    if (format == FORMAT_CSV)
        csv_write_header(export->csv, has_mark, &export->buf);
    return export;
}

/* ------------------------------------------------------------------ rows */

static enum err flush(struct export *export)
{
    enum err err = http_stream_write(export->stream, buf_str(&export->buf));

    export->buf.len = 0;
    export->buf.full = false;
    return err;
}

static void write_row(struct export *export, const json_t *row)
{
    struct buf *buf = &export->buf;

    if (export->format == FORMAT_CSV) {
        csv_write_row(export->csv, row, buf);
        return;
    }
    size_t room = buf->cap - buf->len;
    size_t bytes = json_dumpb(row, buf->ptr + buf->len, room, JSON_OUT_FLAGS);
    if (bytes < room)
        buf->len += bytes;
    else
        buf->full = true;
    buf_write_char(buf, '\n');
}

enum err export_put(struct export *export, const json_t *row)
{
    size_t before = export->buf.len;

    write_row(export, row);
    while (buf_is_full(&export->buf)) { /* what lies before it leaves, then there may be room */
        export->buf.len = before;
        enum err err = flush(export);
        if (err != OK)
            return err;
        if (before == 0 && export->buf.cap >= EXPORT_ROW_MAX)
            return ERR_FULL;
        if (before == 0) {
            export->buf.cap *= 2;
            export->buf.ptr = heap_grow(export->buf.ptr, export->buf.cap);
        }
        before = 0;
        write_row(export, row);
    }
    return OK;
}

int export_file(const struct export *export)
{
    return export->fd;
}

bool export_is_gone(void *context)
{
    const struct export *export = context;

    return http_stream_is_gone(export->stream);
}

void export_end(struct export *export, enum err err)
{
    if (err == OK)
        err = export->format == FORMAT_PARQUET ? send_file(export) : flush(export);
    if (err != OK && err != ERR_CLOSED)
        log_warning("api", "an export was cut: %s", err_text(err));
    http_stream_end(export->stream, err == OK);
    export->call->is_answered = true;
    free_export(export);
}
