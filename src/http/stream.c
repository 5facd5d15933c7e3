/* stream - a reply of any length: a thread of the pool writes, the loop's thread sends in chunks
 * what the client takes. The writer waits, or is refused, while HTTP_STREAM_BYTES_MAX are unsent.
 * A stream ends with its work, or, when it is kept, with a word of whoever writes to it.
 *
 * Ways it ends: whole, with the last chunk, and the connection goes on; cut, so that the client
 * sees that something is missing; or the client leaves, or takes nothing for the idle deadline: the
 * writer learns it at its next write. Owner of the bytes: guarded by the loop's lock; of the rest:
 * the loop's thread. */
#include <stdlib.h>

#include "base/buf.h"
#include "http/conn.h"

#define CHUNK_LINE_MAX 20u /* its size in hex and two line ends */
#define LAST_CHUNK     "0\r\n\r\n"

struct http_stream {
    struct slot *slot;
    struct http_loop *loop;
    struct http_stream *next; /* in the loop's list */
    struct http_reply head;
    uv_cond_t taken; /* room was made, or the client left */
    char *bytes;     /* HTTP_STREAM_BYTES_MAX */
    size_t len;
    bool is_gone;  /* nobody reads any more */
    bool is_kept;  /* goes on after its work */
    bool is_ended; /* by its writer */
    bool is_whole;
    bool has_head;       /* it was sent: of the loop's thread alone */
    int64_t deadline_ms; /* by uv_now(): of a reader who takes nothing */
};

/* ------------------------------------------------------------------ the writer */

struct http_stream *http_stream_begin(struct http_exchange *exchange, const struct http_reply *head)
{
    struct slot *slot = (struct slot *)(void *)exchange;
    struct http_stream *stream = heap_make(1, sizeof(*stream));
    struct http_loop *loop = exchange->loop;

    CHECK(slot->is_working && slot->stream == NULL);
    stream->slot = slot;
    stream->loop = loop;
    stream->head = *head;
    stream->bytes = heap_make(1, HTTP_STREAM_BYTES_MAX);
    stream->is_gone = slot->request.method == HTTP_METHOD_HEAD;
    CHECK(uv_cond_init(&stream->taken) == 0);
    slot->stream = stream;
    uv_mutex_lock(&loop->streams_lock);
    stream->next = loop->streams;
    loop->streams = stream;
    uv_mutex_unlock(&loop->streams_lock);
    http_loop_wake(loop);
    return stream;
}

/* Whether nobody takes what is written; under the lock. */
static bool is_gone(const struct http_stream *stream)
{
    return stream->is_gone || (stream->is_kept && atomic_load(&stream->loop->server->is_closing));
}

/* Appends the bytes, for which there is room; under the lock. */
static void add_bytes(struct http_stream *stream, struct str bytes)
{
    bool was_empty = stream->len == 0;

    memcpy(stream->bytes + stream->len, bytes.ptr, bytes.len);
    stream->len += bytes.len;
    if (was_empty)
        http_loop_wake(stream->loop);
}

enum err http_stream_write(struct http_stream *stream, struct str bytes)
{
    struct http_loop *loop = stream->loop;

    uv_mutex_lock(&loop->streams_lock);
    while (bytes.len > 0 && !stream->is_gone) {
        size_t room = HTTP_STREAM_BYTES_MAX - stream->len;
        if (room == 0) {
            uv_cond_wait(&stream->taken, &loop->streams_lock);
            continue;
        }
        size_t taken = bytes.len < room ? bytes.len : room;
        add_bytes(stream, str_slice(bytes, 0, taken));
        bytes = str_slice(bytes, taken, bytes.len);
    }
    enum err err = stream->is_gone ? ERR_CLOSED : OK;
    uv_mutex_unlock(&loop->streams_lock);
    return err;
}

enum err http_stream_push(struct http_stream *stream, struct str bytes)
{
    struct http_loop *loop = stream->loop;
    enum err err = OK;

    uv_mutex_lock(&loop->streams_lock);
    if (is_gone(stream))
        err = ERR_CLOSED;
    else if (bytes.len > HTTP_STREAM_BYTES_MAX - stream->len)
        err = ERR_FULL;
    else if (bytes.len > 0)
        add_bytes(stream, bytes);
    uv_mutex_unlock(&loop->streams_lock);
    return err;
}

bool http_stream_is_gone(struct http_stream *stream)
{
    uv_mutex_lock(&stream->loop->streams_lock);
    bool result = is_gone(stream);
    uv_mutex_unlock(&stream->loop->streams_lock);
    return result;
}

void http_stream_keep(struct http_stream *stream)
{
    uv_mutex_lock(&stream->loop->streams_lock);
    stream->is_kept = true;
    uv_mutex_unlock(&stream->loop->streams_lock);
}

void http_stream_end(struct http_stream *stream, bool is_whole)
{
    struct http_loop *loop = stream->loop;

    uv_mutex_lock(&loop->streams_lock);
    stream->is_whole = is_whole || stream->slot->request.method == HTTP_METHOD_HEAD;
    stream->is_ended = true;
    if (stream->is_kept) /* under the lock: once it is free, the loop may end */
        http_loop_wake(loop);
    uv_mutex_unlock(&loop->streams_lock);
}

/* ------------------------------------------------------------------ the loop's thread */

/* Appends what is there to the slot's bytes to send; under the lock. */
static void take_bytes(struct http_stream *stream)
{
    struct slot *slot = stream->slot;
    bool is_chunked = !slot->is_old;

    slot_make_out_room(slot, stream->len + CHUNK_LINE_MAX);
    struct out *out = slot->out;
    struct buf buf = buf_from_memory(out->bytes + out->len, out->cap - out->len);
    if (is_chunked)
        buf_format(&buf, "%zx\r\n", stream->len);
    buf_write(&buf, (struct str){stream->bytes, stream->len});
    if (is_chunked)
        buf_write(&buf, STR("\r\n"));
    CHECK(!buf_is_full(&buf));
    out->len += buf.len;
    stream->len = 0;
    uv_cond_broadcast(&stream->taken);
}

static void send_head(struct http_stream *stream)
{
    struct conn *conn = stream->slot->conn;
    bool closes = stream->slot->is_old || !stream->slot->keep_alive;

    if (stream->has_head)
        return;
    stream->has_head = true;
    conn->is_end_the_close = stream->slot->is_old;
    reply_write_head(stream->slot, &stream->head,
                     (struct str){conn->gate->loop->date, DATE_LINE_LEN}, closes);
}

/* Sends on, when the client took all that was sent before. */
static void pump(struct http_stream *stream)
{
    struct conn *conn = stream->slot->conn;

    if (conn->state == CONN_CLOSED || conn->writes_pending > 0)
        return;
    send_head(stream);
    uv_mutex_lock(&stream->loop->streams_lock);
    if (stream->len > 0)
        take_bytes(stream);
    uv_mutex_unlock(&stream->loop->streams_lock);
    stream->deadline_ms =
        (int64_t)uv_now(&stream->loop->uv) + stream->slot->limits->idle_deadline_ms;
    conn_flush(conn);
}

void stream_sent(struct slot *slot)
{
    if (slot->is_streaming)
        pump(slot->stream);
}

void stream_lost(struct slot *slot)
{
    struct http_loop *loop = slot->exchange.loop;

    if (!slot->is_streaming)
        return;
    uv_mutex_lock(&loop->streams_lock);
    slot->stream->is_gone = true;
    uv_cond_broadcast(&slot->stream->taken);
    uv_mutex_unlock(&loop->streams_lock);
}

/* The streams as they are now; each stays until its own work is done, on this thread. */
static struct http_stream *first_of(struct http_loop *loop)
{
    uv_mutex_lock(&loop->streams_lock);
    struct http_stream *first = loop->streams;
    uv_mutex_unlock(&loop->streams_lock);
    return first;
}

static void unlink_stream(struct http_stream *stream)
{
    struct http_loop *loop = stream->loop;

    uv_mutex_lock(&loop->streams_lock);
    struct http_stream **place = &loop->streams;
    while (*place != stream)
        place = &(*place)->next;
    *place = stream->next;
    uv_mutex_unlock(&loop->streams_lock);
}

static void write_last(struct http_stream *stream)
{
    struct slot *slot = stream->slot;

    send_head(stream);
    if (stream->len > 0)
        take_bytes(stream);
    if (slot->is_old || slot->request.method == HTTP_METHOD_HEAD)
        return;
    slot_make_out_room(slot, sizeof(LAST_CHUNK) - 1);
    memcpy(slot->out->bytes + slot->out->len, LAST_CHUNK, sizeof(LAST_CHUNK) - 1);
    slot->out->len += sizeof(LAST_CHUNK) - 1;
}

/* Frees the stream; what is left of it lies in the slot. */
static void finish(struct http_stream *stream)
{
    struct http_loop *loop = stream->loop;
    struct slot *slot = stream->slot;
    bool is_whole = stream->is_whole;

    unlink_stream(stream);
    if (slot->conn->state != CONN_CLOSED && is_whole)
        write_last(stream);
    slot->stream = NULL;
    slot->is_streaming = false;
    uv_cond_destroy(&stream->taken);
    free(stream->bytes);
    free(stream);
    loop->works--;
    conn_end_stream(slot->conn, is_whole);
    loop_check_drained(loop);
}

static bool is_ended(struct http_stream *stream)
{
    uv_mutex_lock(&stream->loop->streams_lock);
    bool is_ended = stream->is_ended;
    CHECK(is_ended || stream->is_kept);
    uv_mutex_unlock(&stream->loop->streams_lock);
    return is_ended;
}

void stream_work_done(struct slot *slot)
{
    if (is_ended(slot->stream))
        finish(slot->stream);
}

void streams_run(struct http_loop *loop)
{
    struct http_stream *next;

    for (struct http_stream *stream = first_of(loop); stream != NULL; stream = next) {
        struct slot *slot = stream->slot;
        next = stream->next;
        slot->is_streaming = true;
        if (slot->conn->state == CONN_CLOSED) /* before it began */
            stream_lost(slot);
        else
            pump(stream);
        if (!slot->is_working && is_ended(stream))
            finish(stream);
    }
}

void streams_cut_late(struct http_loop *loop, int64_t now_ms)
{
    for (struct http_stream *stream = first_of(loop); stream != NULL; stream = stream->next) {
        struct conn *conn = stream->slot->conn;
        if (!stream->has_head || conn->state == CONN_CLOSED || conn->writes_pending == 0 ||
            stream->deadline_ms > now_ms)
            continue;
        if (conn_is_reading_reply(conn)) {
            stream->deadline_ms = now_ms + stream->slot->limits->idle_deadline_ms;
            continue;
        }
        counter_add(&loop->counters.late, 1);
        conn_close(conn);
    }
}
