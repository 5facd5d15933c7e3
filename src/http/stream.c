/* stream - a reply of any length: a thread of the pool writes, the loop's thread sends in chunks
 * what the client takes. The writer waits while STREAM_BYTES_MAX are unsent.
 *
 * Ways it ends: whole, with the last chunk, and the connection goes on; cut, so that the client
 * sees that something is missing; or the client leaves, or takes nothing for the idle deadline: the
 * writer learns it at its next write. Owner of the bytes: guarded by the loop's lock; of the rest:
 * the loop's thread. */
#include <stdlib.h>

#include "base/buf.h"
#include "http/conn.h"

#define STREAM_BYTES_MAX (256u * 1024)
#define CHUNK_LINE_MAX   20u /* its size in hex and two line ends */
#define LAST_CHUNK       "0\r\n\r\n"

struct http_stream {
    struct slot *slot;
    struct http_loop *loop;
    struct http_stream *next; /* in the loop's list */
    struct http_reply head;
    uv_cond_t taken; /* room was made, or the client left */
    char *bytes;     /* STREAM_BYTES_MAX */
    size_t len;
    bool is_gone; /* nobody reads any more */
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
    stream->bytes = heap_make(1, STREAM_BYTES_MAX);
    CHECK(uv_cond_init(&stream->taken) == 0);
    slot->stream = stream;
    uv_mutex_lock(&loop->streams_lock);
    stream->next = loop->streams;
    loop->streams = stream;
    uv_mutex_unlock(&loop->streams_lock);
    http_loop_wake(loop);
    return stream;
}

enum err http_stream_write(struct http_stream *stream, struct str bytes)
{
    struct http_loop *loop = stream->loop;
    bool is_head = stream->slot->request.method == HTTP_METHOD_HEAD;

    uv_mutex_lock(&loop->streams_lock);
    while (bytes.len > 0 && !stream->is_gone && !is_head) {
        size_t room = STREAM_BYTES_MAX - stream->len;
        if (room == 0) {
            uv_cond_wait(&stream->taken, &loop->streams_lock);
            continue;
        }
        size_t taken = bytes.len < room ? bytes.len : room;
        bool was_empty = stream->len == 0;
        memcpy(stream->bytes + stream->len, bytes.ptr, taken);
        stream->len += taken;
        bytes = str_slice(bytes, taken, bytes.len);
        if (was_empty)
            http_loop_wake(loop);
    }
    bool is_gone = stream->is_gone || is_head;
    uv_mutex_unlock(&loop->streams_lock);
    return is_gone ? ERR_CLOSED : OK;
}

bool http_stream_is_gone(struct http_stream *stream)
{
    uv_mutex_lock(&stream->loop->streams_lock);
    bool is_gone = stream->is_gone;
    uv_mutex_unlock(&stream->loop->streams_lock);
    return is_gone;
}

void http_stream_end(struct http_stream *stream, bool is_whole)
{
    stream->is_whole = is_whole || stream->slot->request.method == HTTP_METHOD_HEAD;
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

void streams_run(struct http_loop *loop)
{
    for (struct http_stream *stream = first_of(loop); stream != NULL; stream = stream->next) {
        stream->slot->is_streaming = true;
        if (stream->slot->conn->state == CONN_CLOSED) /* before it began */
            stream_lost(stream->slot);
        else
            pump(stream);
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

bool stream_finish(struct slot *slot)
{
    struct http_stream *stream = TAKE(slot->stream);
    bool is_whole = stream->is_whole;

    unlink_stream(stream);
    if (slot->conn->state != CONN_CLOSED && is_whole) {
        send_head(stream);
        if (stream->len > 0)
            take_bytes(stream);
        if (!slot->is_old && slot->request.method != HTTP_METHOD_HEAD) {
            slot_make_out_room(slot, sizeof(LAST_CHUNK) - 1);
            memcpy(slot->out->bytes + slot->out->len, LAST_CHUNK, sizeof(LAST_CHUNK) - 1);
            slot->out->len += sizeof(LAST_CHUNK) - 1;
        }
    }
    slot->is_streaming = false;
    uv_cond_destroy(&stream->taken);
    free(stream->bytes);
    free(stream);
    return is_whole;
}
