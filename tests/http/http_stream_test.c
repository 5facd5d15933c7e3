/* Long replies: in chunks, at the pace of who reads, whole or visibly not. */
#include "http_client.h"

#include <pthread.h>
#include <stdlib.h>

#define PIECE_BYTES 10000u
#define PIECES      1000u

/* What the work is to do, and what came of it. */
struct task {
    unsigned pieces;
    bool is_cut;
    sem_t done;
    _Atomic unsigned written;
    _Atomic int err;
    struct http_stream *_Atomic kept; /* of /live, once its work has returned */
    _Atomic bool is_left;             /* /watch saw its client leave */
};

static void write_pieces(struct http_exchange *exchange, void *context, struct http_reply *reply)
{
    struct task *task = context;
    char piece[PIECE_BYTES];
    enum err err = OK;

    (void)reply; /* the stream is the answer */
    struct http_stream *stream =
        http_stream_begin(exchange, &(struct http_reply){.status = 200,
                                                         .content_type = STR("text/csv"),
                                                         .headers = STR("X-Test: yes\r\n")});
    for (unsigned i = 0; i < task->pieces && err == OK; i++) {
        memset(piece, 'a' + (int)(i % 26), sizeof(piece));
        err = http_stream_write(stream, (struct str){piece, sizeof(piece)});
        task->written += err == OK;
    }
    if (err != OK)
        assert_true(exchange->request->method == HTTP_METHOD_HEAD || http_stream_is_gone(stream));
    http_stream_end(stream, err == OK && !task->is_cut);
    task->err = (int)err;
    assert_int_equal(sem_post(&task->done), 0);
}

static void keep(struct http_exchange *exchange, void *context, struct http_reply *reply)
{
    struct task *task = context;

    (void)reply;
    struct http_stream *stream = http_stream_begin(
        exchange, &(struct http_reply){.status = 200, .content_type = STR("text/event-stream")});
    http_stream_keep(stream);
    task->kept = stream;
    assert_int_equal(sem_post(&task->done), 0);
}

/* Works until its client has left. */
static void watch(struct http_exchange *exchange, void *context, struct http_reply *reply)
{
    struct task *task = context;

    assert_false(http_exchange_is_gone(exchange));
    assert_int_equal(sem_post(&task->done), 0);
    while (!http_exchange_is_gone(exchange))
        (void)usleep(1000);
    task->is_left = true;
    reply->status = 200;
    assert_int_equal(sem_post(&task->done), 0);
}

static void handle(struct http_exchange *exchange, void *context, void *loop_context)
{
    (void)loop_context;
    if (str_is_equal(exchange->request->path, STR("/stream")))
        http_work(exchange, write_pieces, context);
    else if (str_is_equal(exchange->request->path, STR("/live")))
        http_work(exchange, keep, context);
    else if (str_is_equal(exchange->request->path, STR("/watch")))
        http_work(exchange, watch, context);
    else
        http_reply(exchange, &(struct http_reply){.status = 200, .body = STR("plain")});
}

struct rig {
    struct task task;
    struct http_server *server;
    int fd;
    char *bytes;
    size_t len;
};

static void open_rig(struct rig *rig, unsigned pieces, int64_t idle_ms)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof(address);
    struct timeval patience = {.tv_sec = CLIENT_PATIENCE_S};
    int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

    memset(rig, 0, sizeof(*rig));
    rig->task.pieces = pieces;
    assert_int_equal(sem_init(&rig->task.done, 0, 0), 0);
    assert_int_equal(bind(listening, (struct sockaddr *)&address, len), 0);
    assert_int_equal(getsockname(listening, (struct sockaddr *)&address, &len), 0);
    struct http_limits limits = http_limits_default();
    limits.idle_deadline_ms = idle_ms;
    struct http_listener listener = {"stream", handle, &rig->task, &listening, 1, limits};
    assert_int_equal(http_server_open(&listener, 1, 1, &(struct http_loop_hooks){0}, &rig->server),
                     OK);
    rig->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(rig->fd, (struct sockaddr *)&address, len), 0);
    assert_int_equal(setsockopt(rig->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), 0);
    rig->bytes = heap_make(2 * PIECES, PIECE_BYTES);
}

static void close_rig(struct rig *rig)
{
    if (rig->fd >= 0)
        assert_int_equal(close(rig->fd), 0);
    http_server_close(rig->server, 1000);
    assert_int_equal(sem_destroy(&rig->task.done), 0);
    free(rig->bytes);
}

static void ask(struct rig *rig, const char *text)
{
    assert_int_equal(send(rig->fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

/* Reads until the bytes end so, or the connection ends. False: it was reset. */
static bool read_until(struct rig *rig, const char *end)
{
    size_t end_len = strlen(end);

    for (;;) {
        ssize_t count = recv(rig->fd, rig->bytes + rig->len, 65536, 0);
        if (count < 0)
            assert_int_equal(errno, ECONNRESET);
        if (count <= 0)
            return count == 0;
        rig->len += (size_t)count;
        assert_true(rig->len < (2 * PIECES - 10) * PIECE_BYTES);
        if (end_len > 0 && rig->len >= end_len &&
            memcmp(rig->bytes + rig->len - end_len, end, end_len) == 0)
            return true;
    }
}

static const char *body_of(struct rig *rig)
{
    char *end = strstr(rig->bytes, "\r\n\r\n");

    assert_non_null(end);
    return end + 4;
}

/* Undoes the chunks. The count of the body's bytes, each of which is as it was written. */
static size_t check_body(struct rig *rig)
{
    const char *at = body_of(rig);
    size_t total = 0;

    for (;;) {
        char *data = NULL;
        size_t size = strtoul(at, &data, 16);
        assert_memory_equal(data, "\r\n", 2);
        data += 2;
        if (size == 0)
            return total;
        for (size_t i = 0; i < size; i++)
            assert_int_equal(data[i], 'a' + (int)((total + i) / PIECE_BYTES % 26));
        total += size;
        assert_memory_equal(data + size, "\r\n", 2);
        at = data + size + 2;
    }
}

static void a_long_reply_comes_whole_and_the_connection_goes_on(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig, PIECES, 60000);
    ask(&rig, "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_true(read_until(&rig, "\r\n0\r\n\r\n"));
    assert_non_null(strstr(rig.bytes, "Transfer-Encoding: chunked\r\n"));
    assert_non_null(strstr(rig.bytes, "X-Test: yes\r\n"));
    assert_null(strstr(rig.bytes, "Content-Length"));
    assert_int_equal(check_body(&rig), PIECES * PIECE_BYTES);
    rig.len = 0;
    ask(&rig, "GET /plain HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_true(read_until(&rig, "plain"));
    close_rig(&rig);
}

static void one_who_writes_waits_for_one_who_reads(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig, 100000, 60000); /* more than would fit anywhere */
    ask(&rig, "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    while (rig.len < 1000000)
        rig.len += (size_t)recv(rig.fd, rig.bytes, 65536, 0);
    assert_int_equal(close(rig.fd), 0);
    rig.fd = -1;
    while (sem_wait(&rig.task.done) != 0) {
    }
    assert_int_equal(rig.task.err, ERR_CLOSED);
    assert_true(rig.task.written < 10000); /* what was read, and what sockets hold */
    close_rig(&rig);
}

static void one_who_reads_nothing_is_cut(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig, 100000, 200);
    ask(&rig, "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    while (sem_wait(&rig.task.done) != 0) {
    }
    assert_int_equal(rig.task.err, ERR_CLOSED);
    assert_int_equal(http_server_counters(rig.server).connections_late, 1);
    close_rig(&rig);
}

static void a_reply_that_is_not_whole_ends_in_an_error(void **state)
{
    (void)state;
    static const char *const versions[] = {"1.1", "1.0"};
    for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
        struct rig rig;
        char request[64];
        open_rig(&rig, 5, 60000);
        rig.task.is_cut = true;
        (void)snprintf(request, sizeof(request), "GET /stream HTTP/%s\r\nHost: h\r\n\r\n",
                       versions[i]);
        ask(&rig, request);
        assert_false(read_until(&rig, "\r\n0\r\n\r\n"));
        close_rig(&rig);
    }
}

static void who_asks_in_the_old_way_gets_no_chunks(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig, 30, 60000);
    ask(&rig, "GET /stream HTTP/1.0\r\nHost: h\r\n\r\n");
    assert_true(read_until(&rig, ""));
    assert_null(strstr(rig.bytes, "chunked"));
    assert_int_equal(rig.len - (size_t)(body_of(&rig) - rig.bytes), 30 * PIECE_BYTES);
    close_rig(&rig);
}

static void the_head_alone_has_no_body(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig, 30, 60000);
    ask(&rig, "HEAD /stream HTTP/1.1\r\nHost: h\r\n\r\nGET /plain HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_true(read_until(&rig, "plain"));
    assert_int_equal(rig.task.written, 0);
    assert_memory_equal(body_of(&rig), "HTTP/1.1 200 OK\r\n", 17);
    close_rig(&rig);
}

static void the_end_of_the_server_ends_a_stream(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig, 100000, 60000);
    ask(&rig, "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_true(recv(rig.fd, rig.bytes, 1000, 0) > 0);
    http_server_close(TAKE(rig.server), 50);
    assert_int_equal(rig.task.err, ERR_CLOSED);
    close_rig(&rig);
}

static void wait_done(struct rig *rig)
{
    while (sem_wait(&rig->task.done) != 0) {
    }
}

static void a_kept_stream_goes_on_without_a_thread(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig, 5, 60000);
    ask(&rig, "GET /live HTTP/1.1\r\nHost: h\r\n\r\nGET /plain HTTP/1.1\r\nHost: h\r\n\r\n");
    wait_done(&rig);
    assert_int_equal(http_stream_push(rig.task.kept, STR("one")), OK);
    assert_true(read_until(&rig, "3\r\none\r\n"));
    assert_int_equal(http_stream_push(rig.task.kept, STR("two")), OK);
    assert_true(read_until(&rig, "3\r\ntwo\r\n"));
    assert_null(strstr(rig.bytes, "plain"));
    http_stream_end(rig.task.kept, true);
    assert_true(read_until(&rig, "plain"));
    assert_non_null(strstr(rig.bytes, "two\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n"));
    close_rig(&rig);
}

static void what_does_not_fit_is_refused_whole(void **state)
{
    (void)state;
    struct rig rig;
    char piece[PIECE_BYTES];
    size_t pushed = 0;
    enum err err;
    memset(piece, 'x', sizeof(piece));
    open_rig(&rig, 5, 60000);
    ask(&rig, "GET /live HTTP/1.1\r\nHost: h\r\n\r\n");
    wait_done(&rig);
    while ((err = http_stream_push(rig.task.kept, (struct str){piece, sizeof(piece)})) == OK)
        pushed++;
    assert_int_equal(err, ERR_FULL);
    assert_in_range(pushed, HTTP_STREAM_BYTES_MAX / PIECE_BYTES, PIECES - 1);
    http_stream_end(rig.task.kept, true);
    assert_true(read_until(&rig, "\r\n0\r\n\r\n"));
    size_t count = 0;
    for (const char *at = body_of(&rig); *at != '\0'; at++)
        count += *at == 'x';
    assert_int_equal(count, pushed * PIECE_BYTES);
    close_rig(&rig);
}

static void a_kept_stream_learns_that_its_client_left(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig, 5, 60000);
    ask(&rig, "GET /live HTTP/1.1\r\nHost: h\r\n\r\n");
    wait_done(&rig);
    assert_int_equal(http_stream_push(rig.task.kept, STR("one")), OK);
    assert_true(read_until(&rig, "3\r\none\r\n"));
    assert_int_equal(close(rig.fd), 0);
    rig.fd = -1;
    while (!http_stream_is_gone(rig.task.kept))
        (void)usleep(1000);
    assert_int_equal(http_stream_push(rig.task.kept, STR("two")), ERR_CLOSED);
    http_stream_end(rig.task.kept, false);
    close_rig(&rig);
}

static void *close_server(void *server)
{
    http_server_close(server, 60000);
    return NULL;
}

static void the_end_of_the_server_ends_a_kept_stream_at_once(void **state)
{
    (void)state;
    struct rig rig;
    pthread_t closer;
    open_rig(&rig, 5, 60000);
    ask(&rig, "GET /live HTTP/1.1\r\nHost: h\r\n\r\n");
    wait_done(&rig);
    assert_int_equal(pthread_create(&closer, NULL, close_server, TAKE(rig.server)), 0);
    while (http_stream_push(rig.task.kept, STR("x")) != ERR_CLOSED)
        (void)usleep(1000);
    http_stream_end(rig.task.kept, true);
    assert_true(read_until(&rig, "0\r\n\r\n"));
    assert_int_equal(pthread_join(closer, NULL), 0);
    close_rig(&rig);
}

static void work_learns_that_its_client_left(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig, 5, 60000);
    ask(&rig, "GET /watch HTTP/1.1\r\nHost: h\r\n\r\n");
    wait_done(&rig);
    assert_int_equal(close(rig.fd), 0);
    rig.fd = -1;
    wait_done(&rig);
    assert_true(rig.task.is_left);
    close_rig(&rig);
}

struct reader {
    struct rig *rig;
    pthread_t thread;
    int fd;
};

static void *read_all(void *context)
{
    struct reader *reader = context;
    char bytes[8192];
    size_t count = 0;

    for (;;) {
        ssize_t got = recv(reader->fd, bytes, sizeof(bytes), 0);
        assert_true(got >= 0);
        if (got == 0)
            break;
        for (ssize_t i = 0; i < got; i++)
            count += bytes[i] >= 'a' && bytes[i] <= 'z';
    }
    assert_in_range(count, 100 * PIECE_BYTES, 100 * PIECE_BYTES + 200); /* and the head's */
    return NULL;
}

static void many_streams_run_at_once(void **state)
{
    (void)state;
    struct rig rig;
    struct reader readers[32];
    struct sockaddr_in address;
    socklen_t len = sizeof(address);
    open_rig(&rig, 100, 60000);
    assert_int_equal(getpeername(rig.fd, (struct sockaddr *)&address, &len), 0);
    for (size_t i = 0; i < ARRAY_LEN(readers); i++) {
        readers[i].fd = socket(AF_INET, SOCK_STREAM, 0);
        assert_int_equal(connect(readers[i].fd, (struct sockaddr *)&address, len), 0);
        assert_true(
            send(readers[i].fd, "GET /stream HTTP/1.0\r\nHost: h\r\n\r\n", 33, MSG_NOSIGNAL) == 33);
        assert_int_equal(pthread_create(&readers[i].thread, NULL, read_all, &readers[i]), 0);
    }
    for (size_t i = 0; i < ARRAY_LEN(readers); i++) {
        assert_int_equal(pthread_join(readers[i].thread, NULL), 0);
        assert_int_equal(close(readers[i].fd), 0);
    }
    close_rig(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_reply_comes_whole_and_the_connection_goes_on),
        cmocka_unit_test(one_who_writes_waits_for_one_who_reads),
        cmocka_unit_test(one_who_reads_nothing_is_cut),
        cmocka_unit_test(a_reply_that_is_not_whole_ends_in_an_error),
        cmocka_unit_test(who_asks_in_the_old_way_gets_no_chunks),
        cmocka_unit_test(the_head_alone_has_no_body),
        cmocka_unit_test(the_end_of_the_server_ends_a_stream),
        cmocka_unit_test(a_kept_stream_goes_on_without_a_thread),
        cmocka_unit_test(what_does_not_fit_is_refused_whole),
        cmocka_unit_test(a_kept_stream_learns_that_its_client_left),
        cmocka_unit_test(the_end_of_the_server_ends_a_kept_stream_at_once),
        cmocka_unit_test(work_learns_that_its_client_left),
        cmocka_unit_test(many_streams_run_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
