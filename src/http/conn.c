/* conn - the life of a connection (its states stand in conn.h): accepting, reading, handling,
 * writing, closing. Owner: the loop's thread. Limits: struct http_limits. */
#include "http/conn.h"

#include <sys/socket.h>

#include "base/buf.h"
#include "base/log.h"

#define UNSENT_PROGRESS_BYTES 65536u /* what a slow reader must take per idle deadline to stay */

/* --- closing */

static void on_closed(uv_handle_t *handle)
{
    struct conn *conn = handle->data;

    conn->gate->loop->handles--;
    conn->is_gone = true;
    if (!conn->is_in_flight)
        gate_free_conn(conn);
    else
        loop_check_drained(conn->gate->loop);
}

/* A body that ends with its connection must not seem whole when it is not. */
static void close_handle(struct conn *conn, bool is_cut)
{
    if (!is_cut || conn->gate->is_local || uv_tcp_close_reset(&conn->tcp, on_closed) != 0)
        uv_close(&conn->handle, on_closed);
}

void conn_close(struct conn *conn)
{
    bool is_cut = conn->is_end_the_close && (conn->is_in_flight || conn->writes_pending > 0);

    if (conn->state == CONN_CLOSED)
        return;
    conn->state = CONN_CLOSED;
    if (conn->slot != NULL) {
        atomic_store(&conn->slot->is_left, true);
        stream_lost(conn->slot);
    }
    if (conn->is_in_flight)
        gate_queue(conn, QUEUE_ORPHAN);
    else
        gate_unqueue(conn);
    close_handle(conn, is_cut);
}

/* --- writing */

static void conn_run(struct conn *conn);

static void on_written(uv_write_t *write, int status)
{
    struct out *out = write->data;
    struct conn *conn = out->conn;

    free(out);
    conn->writes_pending--;
    if (status < 0)
        conn_close(conn);
    else if (conn->state != CONN_CLOSED)
        conn_run(conn);
    if (conn->state != CONN_CLOSED && conn->slot != NULL)
        stream_sent(conn->slot);
}

/* Hands what the socket did not take to libuv, memory and all. */
static void write_rest(struct conn *conn, size_t sent)
{
    struct out *out = TAKE(conn->slot->out);
    uv_buf_t rest = uv_buf_init(out->bytes + sent, (unsigned)(out->len - sent));

    out->conn = conn;
    out->write.data = out;
    if (uv_write(&out->write, &conn->stream, &rest, 1, on_written) != 0) {
        free(out);
        conn_close(conn);
        return;
    }
    conn->writes_pending++;
    conn->unsent_seen = uv_stream_get_write_queue_size(&conn->stream);
}

void conn_flush(struct conn *conn)
{
    struct out *out = conn->slot != NULL ? conn->slot->out : NULL;

    if (out == NULL || out->len == 0 || conn->state == CONN_CLOSED)
        return;
    uv_buf_t all = uv_buf_init(out->bytes, (unsigned)out->len);
    int sent = uv_try_write(&conn->stream, &all, 1);
    if (sent < 0 && sent != UV_EAGAIN) {
        conn_close(conn);
        return;
    }
    if (sent < 0 || (size_t)sent < out->len) {
        write_rest(conn, sent > 0 ? (size_t)sent : 0);
        return;
    }
    out->len = 0;
    if (out->cap > OUT_BYTES)
        free(TAKE(conn->slot->out));
}

static void conn_answer(struct conn *conn, const struct http_reply *reply)
{
    struct str date = {conn->gate->loop->date, DATE_LINE_LEN};

    reply_write(conn->slot, reply, date, conn->ending != ENDING_NONE);
    conn->state = CONN_IDLE;
    gate_queue(conn, QUEUE_IDLE);
}

/* The exchange is answered. False: nobody is there any more. */
static bool land(struct conn *conn)
{
    CHECK(conn->is_in_flight);
    conn->is_in_flight = false;
    if (conn->state != CONN_CLOSED)
        return true;
    if (conn->is_gone)
        gate_free_conn(conn);
    else
        gate_unqueue(conn);
    return false;
}

/* Cuts it so that the client sees an error, whatever it speaks. */
static void conn_cut(struct conn *conn)
{
    gate_unqueue(conn);
    conn->state = CONN_CLOSED;
    close_handle(conn, true);
}

void conn_end_stream(struct conn *conn, bool is_whole)
{
    struct slot *slot = conn->slot;

    if (!land(conn))
        return;
    if (!is_whole) {
        conn_cut(conn);
        return;
    }
    if (slot->is_old || !slot->keep_alive || conn->gate->loop->is_draining)
        conn->ending = ENDING_CLOSE;
    conn->state = CONN_IDLE;
    gate_queue(conn, QUEUE_IDLE);
    slot_next(slot);
    conn_run(conn);
}

bool http_exchange_is_gone(const struct http_exchange *exchange)
{
    return atomic_load(&((const struct slot *)(const void *)exchange)->is_left);
}

void http_reply(struct http_exchange *exchange, const struct http_reply *reply)
{
    struct slot *slot = (struct slot *)(void *)exchange;
    struct conn *conn = slot->conn;

    if (!land(conn))
        return;
    if (reply->close || !slot->keep_alive || conn->gate->loop->is_draining)
        conn->ending = ENDING_CLOSE;
    conn_answer(conn, reply);
    slot_next(slot);
    if (!conn->is_running)
        conn_run(conn);
}

/* Answers what is wrong with the request, in one line of plain text. */
static void conn_refuse(struct conn *conn, struct refusal refusal)
{
    char text[128];
    struct buf buf = buf_from_memory(text, sizeof(text));

    buf_write(&buf, STR("ERROR: "));
    buf_write_c(&buf, refusal.text);
    buf_write(&buf, STR("\n"));
    conn->ending = ENDING_LINGER;
    conn_answer(conn, &(struct http_reply){.status = refusal.status,
                                           .content_type = STR("text/plain; charset=utf-8"),
                                           .body = buf_str(&buf)});
}

/* --- the steps of a request; each says whether there is more to do */

static bool step_begin(struct conn *conn)
{
    if (conn->slot != NULL && conn->slot->out != NULL && conn->slot->out->len > OUT_BYTES / 2)
        conn_flush(conn);
    if (conn->gate->loop->is_draining && conn->ending == ENDING_NONE)
        conn->ending = ENDING_CLOSE;
    if (conn->state != CONN_IDLE || conn->ending != ENDING_NONE || conn->writes_pending > 0 ||
        conn->slot == NULL || conn->slot->begin == conn->slot->end)
        return false;
    conn->state = CONN_HEAD;
    gate_queue(conn, QUEUE_HEAD);
    return true;
}

static bool step_handle(struct conn *conn)
{
    struct http_loop *loop = conn->gate->loop;
    const struct http_listener *config = &conn->gate->listener->config;

    conn->state = CONN_HANDLING;
    conn->is_in_flight = true;
    atomic_store(&conn->slot->is_left, conn->is_eof);
    gate_queue(conn, QUEUE_HANDLING);
    counter_add(&loop->counters.requests, 1);
    loop->has_handled = true;
    config->handler(&conn->slot->exchange, config->context, loop->context);
    return true;
}

static bool step_refuse(struct conn *conn)
{
    counter_add(&conn->gate->loop->counters.malformed, 1);
    conn_refuse(conn, conn->slot->refusal);
    return true;
}

static bool step_head(struct conn *conn)
{
    enum parse result = parse_head(conn->slot);

    if (result == PARSE_MORE)
        return false;
    if (result == PARSE_REFUSED)
        return step_refuse(conn);
    conn->state = CONN_BODY;
    result = parse_body(conn->slot);
    if (result == PARSE_DONE)
        return step_handle(conn);
    if (result == PARSE_REFUSED)
        return step_refuse(conn);
    gate_queue(conn, QUEUE_BODY);
    if (conn->slot->expects_continue)
        reply_write_continue(conn->slot);
    return false;
}

static bool step_body(struct conn *conn)
{
    enum parse result = parse_body(conn->slot);

    if (result == PARSE_MORE)
        return false;
    return result == PARSE_DONE ? step_handle(conn) : step_refuse(conn);
}

static bool conn_step(struct conn *conn)
{
    switch (conn->state) {
    case CONN_IDLE:
        return step_begin(conn);
    case CONN_HEAD:
        return step_head(conn);
    case CONN_BODY:
        return step_body(conn);
    case CONN_HANDLING:
    case CONN_LINGERING:
    case CONN_CLOSED:
        break;
    }
    return false;
}

static void on_alloc(uv_handle_t *handle, size_t hint, uv_buf_t *buf);
static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf);

static void read_on(struct conn *conn)
{
    struct slot *slot = conn->slot;

    if (conn->state == CONN_HEAD)
        slot_make_room(slot, 1);
    bool is_full = slot != NULL && conn->state != CONN_BODY && slot->end == slot->in_cap;
    if (conn->is_reading || conn->is_eof || is_full)
        return;
    if (uv_read_start(&conn->stream, on_alloc, on_read) == 0)
        conn->is_reading = true;
    else
        conn_close(conn);
}

/* Ends the sending side and reads on for a moment: closing with bytes unread would make the kernel
 * reset the connection, and the client might never see the reply. */
static void linger(struct conn *conn)
{
    uv_os_fd_t fd;

    if (conn->is_eof || uv_fileno(&conn->handle, &fd) != 0 || shutdown(fd, SHUT_WR) != 0) {
        conn_close(conn);
        return;
    }
    gate_give_slot(conn);
    conn->state = CONN_LINGERING;
    gate_queue(conn, QUEUE_LINGER);
    read_on(conn);
}

static void conn_end(struct conn *conn)
{
    bool has_unread = conn->slot != NULL && conn->slot->begin != conn->slot->end;

    if (conn->ending == ENDING_LINGER || (conn->ending == ENDING_CLOSE && has_unread))
        linger(conn);
    else
        conn_close(conn);
}

/* Goes on with the connection as far as its bytes allow, then sends, and ends or reads on. */
static void conn_run(struct conn *conn)
{
    conn->is_running = true;
    while (conn_step(conn)) {
    }
    conn->is_running = false;
    conn_flush(conn);
    if (conn->state == CONN_CLOSED || conn->state == CONN_LINGERING)
        return;
    if (conn->writes_pending == 0 && conn->state != CONN_HANDLING) {
        if (conn->ending != ENDING_NONE || conn->is_eof) {
            conn_end(conn);
            return;
        }
    }
    if (conn->state == CONN_IDLE && conn->slot != NULL && slot_is_empty(conn->slot))
        gate_give_slot(conn);
    read_on(conn);
}

/* --- reading */

/* While a request is in flight, reading goes on until the buffer is full (UV_ENOBUFS). */
static void on_alloc(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
    struct conn *conn = handle->data;

    (void)hint; /* always 64 KiB */
    if (conn->state == CONN_LINGERING) {
        *buf = uv_buf_init(conn->gate->loop->discard, DISCARD_BYTES);
        return;
    }
    if (conn->slot == NULL)
        gate_take_slot(conn);
    size_t room;
    char *place = slot_read_place(conn->slot, conn->state == CONN_BODY, &room);
    *buf = uv_buf_init(place, (unsigned)room);
}

static void read_failed(struct conn *conn, ssize_t error)
{
    conn->is_reading = false;
    (void)uv_read_stop(&conn->stream); /* always 0 */
    if (error == UV_ENOBUFS)           /* read_on() starts again when there is room */
        return;
    conn->is_eof = true;
    if (conn->is_in_flight)
        atomic_store(&conn->slot->is_left, true);
    /* One who reads a stream stays to its end: whoever ends their side has left. */
    bool is_streaming = conn->slot != NULL && conn->slot->is_streaming;
    bool is_waiting = !is_streaming && (conn->state == CONN_HANDLING || conn->writes_pending > 0);
    if (error != UV_EOF || !is_waiting)
        conn_close(conn);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf)
{
    struct conn *conn = stream->data;

    (void)buf; /* it lies in the slot */
    if (count < 0) {
        read_failed(conn, count);
        return;
    }
    if (conn->state == CONN_LINGERING)
        return;
    slot_read_done(conn->slot, conn->state == CONN_BODY, (size_t)count);
    if (conn->state != CONN_HANDLING)
        conn_run(conn);
}

/* --- accepting */

static struct net_address peer_of(struct conn *conn)
{
    struct sockaddr_storage sockaddr = {0};
    int len = sizeof(sockaddr);

    if (conn->gate->is_local ||
        uv_tcp_getpeername(&conn->tcp, (struct sockaddr *)&sockaddr, &len) != 0)
        return (struct net_address){.family = 0};
    return net_from_sockaddr((struct sockaddr *)&sockaddr);
}

/* Whether the other end of a local socket runs as the same user, or as root. */
static bool is_own_user(struct conn *conn)
{
    uv_os_fd_t fd;
    struct ucred other;
    socklen_t len = sizeof(other);

    if (uv_fileno(&conn->handle, &fd) != 0 ||
        getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &other, &len) != 0)
        return false;
    return other.uid == geteuid() || other.uid == 0;
}

static bool is_within_limits(struct conn *conn)
{
    struct listener *listener = conn->gate->listener;
    const struct http_limits *limits = &listener->config.limits;

    if (atomic_load_explicit(&listener->open, memory_order_relaxed) > limits->connections_max)
        return false;
    if (conn->gate->is_local)
        return is_own_user(conn);
    if (conn->peer.family == 0 || net_zone(&conn->peer) == NET_LOOPBACK)
        return true;
    conn->is_counted =
        peers_enter(listener->peers, &conn->peer, limits->connections_per_address_max);
    return conn->is_counted;
}

static int init_handle(struct conn *conn)
{
    struct gate *gate = conn->gate;

    if (gate->is_local)
        return uv_pipe_init(&gate->loop->uv, &conn->pipe, 0);
    return uv_tcp_init(&gate->loop->uv, &conn->tcp);
}

void conn_accept(uv_stream_t *server, int status)
{
    struct gate *gate = server->data;
    struct loop_counters *counters = &gate->loop->counters;

    if (status < 0) { /* libuv tries again by itself */
        log_warning("http", "could not accept listener=%s error=%s", gate->listener->config.name,
                    uv_err_name(status));
        return;
    }
    struct conn *conn = gate_make_conn(gate);
    CHECK(init_handle(conn) == 0); /* does nothing that can fail */
    conn->handle.data = conn;
    gate->loop->handles++;
    counter_add(&counters->open, 1);
    atomic_fetch_add_explicit(&gate->listener->open, 1, memory_order_relaxed);
    if (uv_accept(server, &conn->stream) != 0) {
        conn_close(conn);
        return;
    }
    conn->peer = peer_of(conn);
    if (!is_within_limits(conn)) {
        counter_add(&counters->refused, 1);
        conn_close(conn);
        return;
    }
    counter_add(&counters->accepted, 1);
    conn->state = CONN_IDLE;
    gate_queue(conn, QUEUE_HEAD);
    read_on(conn);
}

/* --- deadlines */

/* Whether a reader took enough of the reply since the deadline was set. */
bool conn_is_reading_reply(struct conn *conn)
{
    size_t unsent = uv_stream_get_write_queue_size(&conn->stream);
    bool has_progress = conn->writes_pending > 0 && conn->unsent_seen >= unsent &&
                        conn->unsent_seen - unsent >= UNSENT_PROGRESS_BYTES;

    conn->unsent_seen = unsent;
    return has_progress;
}

static void cut(struct conn *conn)
{
    struct loop_counters *counters = &conn->gate->loop->counters;

    switch (conn->state) {
    case CONN_HEAD:
    case CONN_BODY:
        counter_add(&counters->late, 1);
        conn_refuse(conn,
                    (struct refusal){408, conn->state == CONN_HEAD ? "the headers took too long"
                                                                   : "the body took too long"});
        conn_run(conn);
        return;
    case CONN_IDLE:
        if (conn_is_reading_reply(conn)) {
            gate_queue(conn, QUEUE_IDLE);
            return;
        }
        /* Silent, whether a byte was ever sent or not: browsers open connections ahead. */
        counter_add(&counters->late, conn->writes_pending > 0 || conn->queue == QUEUE_HEAD);
        break;
    case CONN_HANDLING:
    case CONN_LINGERING:
    case CONN_CLOSED:
        break;
    }
    conn_close(conn);
}

void conn_cut_late(struct gate *gate, int64_t now_ms)
{
    for (unsigned id = 0; id < QUEUE_HANDLING; id++) {
        struct queue *queue = &gate->queues[id];
        /* Ends: whoever is cut leaves this queue, or goes to its end with a deadline to come. */
        while (queue->first != NULL && queue->first->deadline_ms <= now_ms)
            cut(queue->first);
    }
}

void conn_close_all(struct gate *gate, bool all)
{
    for (unsigned id = 0; id < QUEUE_ORPHAN; id++) {
        struct conn *next;
        for (struct conn *conn = gate->queues[id].first; conn != NULL; conn = next) {
            next = conn->next;
            if (all && conn->is_in_flight && conn->slot->is_working)
                (void)uv_cancel((uv_req_t *)&conn->slot->work); /* when it runs, it is waited for */
            if (all || (conn->state == CONN_IDLE && conn->writes_pending == 0))
                conn_close(conn);
        }
    }
}
