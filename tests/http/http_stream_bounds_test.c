/* Long replies at their bounds: how far a writer may run ahead, and which readers are cut. */
#include "http_client.h"

#include <stdlib.h>

#define PIECE_BYTES     65536u
#define PIECES          1600u /* 100 MiB */
#define READ_BYTES      16384u
#define AHEAD_BYTES_MAX ((uint64_t)16 * 1024 * 1024) /* nearly all in two sockets */
#define IDLE_MS         200

struct rig {
    struct http_server *server;
    struct sockaddr_in address;
    int fd;
    sem_t done;
    _Atomic uint64_t written_bytes;
    struct http_stream *_Atomic kept;
    char bytes[READ_BYTES + 1];
};

static void write_much(struct http_exchange *exchange, void *context, struct http_reply *reply)
{
    struct rig *rig = context;
    static char piece[PIECE_BYTES];
    enum err err = OK;

    (void)reply; /* the stream is the answer */
    memset(piece, '#', sizeof(piece));
    struct http_stream *stream = http_stream_begin(
        exchange, &(struct http_reply){.status = 200, .content_type = STR("text/csv")});
    for (unsigned i = 0; i < PIECES && err == OK; i++) {
        err = http_stream_write(stream, (struct str){piece, sizeof(piece)});
        rig->written_bytes += sizeof(piece);
    }
    http_stream_end(stream, err == OK);
    assert_int_equal(sem_post(&rig->done), 0);
}

static void keep(struct http_exchange *exchange, void *context, struct http_reply *reply)
{
    struct rig *rig = context;

    (void)reply;
    struct http_stream *stream = http_stream_begin(
        exchange, &(struct http_reply){.status = 200, .content_type = STR("text/event-stream")});
    http_stream_keep(stream);
    rig->kept = stream;
    assert_int_equal(sem_post(&rig->done), 0);
}

static void handle(struct http_exchange *exchange, void *context, void *loop_context)
{
    (void)loop_context;
    if (str_is_equal(exchange->request->path, STR("/stream")))
        http_work(exchange, write_much, context);
    else if (str_is_equal(exchange->request->path, STR("/live")))
        http_work(exchange, keep, context);
    else
        http_reply(exchange, &(struct http_reply){.status = 200, .body = STR("plain")});
}

static int dial(const struct rig *rig)
{
    struct timeval patience = {.tv_sec = CLIENT_PATIENCE_S};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_int_equal(connect(fd, (const struct sockaddr *)&rig->address, sizeof(rig->address)), 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), 0);
    return fd;
}

static void open_rig(struct rig *rig, int64_t idle_ms)
{
    socklen_t len = sizeof(rig->address);
    int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

    memset(rig, 0, sizeof(*rig));
    rig->address =
        (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    assert_int_equal(sem_init(&rig->done, 0, 0), 0);
    assert_int_equal(bind(listening, (struct sockaddr *)&rig->address, len), 0);
    assert_int_equal(getsockname(listening, (struct sockaddr *)&rig->address, &len), 0);
    struct http_limits limits = http_limits_default();
    limits.idle_deadline_ms = idle_ms;
    struct http_listener listener = {"bounds", handle, rig, &listening, 1, limits};
    assert_int_equal(http_server_open(&listener, 1, 1, &(struct http_loop_hooks){0}, &rig->server),
                     OK);
    rig->fd = dial(rig);
}

static void close_rig(struct rig *rig)
{
    assert_int_equal(close(rig->fd), 0);
    http_server_close(rig->server, 1000);
    assert_int_equal(sem_destroy(&rig->done), 0);
}

static void ask(struct rig *rig, const char *text)
{
    assert_int_equal(send(rig->fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

static void wait_done(struct rig *rig)
{
    while (sem_wait(&rig->done) != 0) {
    }
}

/* Reads something, ended by NUL. The count. */
static size_t read_some(struct rig *rig)
{
    ssize_t count = recv(rig->fd, rig->bytes, READ_BYTES, 0);

    assert_true(count > 0);
    rig->bytes[count] = '\0';
    return (size_t)count;
}

/* Lasts at least the idle deadline: until the server has closed a connection that asks no more. */
static void wait_idle_deadline(const struct rig *rig)
{
    static const char request[] = "GET /plain HTTP/1.1\r\nHost: h\r\n\r\n";
    char bytes[512];
    ssize_t count;
    int fd = dial(rig);

    assert_true(send(fd, request, sizeof(request) - 1, MSG_NOSIGNAL) == sizeof(request) - 1);
    while ((count = recv(fd, bytes, sizeof(bytes), 0)) > 0) {
    }
    assert_int_equal(count, 0);
    assert_int_equal(close(fd), 0);
}

static void a_writer_is_never_far_ahead_of_its_reader(void **state)
{
    (void)state;
    struct rig rig;
    uint64_t body_bytes = 0;
    open_rig(&rig, 60000);
    ask(&rig, "GET /stream HTTP/1.1\r\nHost: h\r\n\r\nGET /plain HTTP/1.1\r\nHost: h\r\n\r\n");
    do {
        size_t count = read_some(&rig);
        for (size_t i = 0; i < count; i++)
            body_bytes += rig.bytes[i] == '#';
        uint64_t written_bytes = rig.written_bytes;
        assert_true(written_bytes <= body_bytes + AHEAD_BYTES_MAX);
    } while (strstr(rig.bytes, "plain") == NULL); /* the next request, asked before the end */
    assert_int_equal(body_bytes, (uint64_t)PIECES * PIECE_BYTES);
    wait_done(&rig);
    close_rig(&rig);
}

static void a_stream_with_nothing_to_say_is_not_cut(void **state)
{
    (void)state;
    struct rig rig;
    open_rig(&rig, IDLE_MS);
    ask(&rig, "GET /live HTTP/1.1\r\nHost: h\r\n\r\n");
    wait_done(&rig);
    while (strstr(rig.bytes, "\r\n\r\n") == NULL)
        (void)read_some(&rig);
    for (unsigned i = 0; i < 3; i++)
        wait_idle_deadline(&rig);
    assert_int_equal(http_stream_push(rig.kept, STR(": heartbeat\n\n")), OK);
    while (strstr(rig.bytes, ": heartbeat\n\n") == NULL)
        (void)read_some(&rig);
    http_stream_end(rig.kept, true);
    close_rig(&rig);
}

static void a_kept_stream_that_is_not_read_is_cut(void **state)
{
    (void)state;
    struct rig rig;
    static char piece[PIECE_BYTES];
    enum err err;
    open_rig(&rig, IDLE_MS);
    ask(&rig, "GET /live HTTP/1.1\r\nHost: h\r\n\r\n");
    wait_done(&rig);
    memset(piece, '#', sizeof(piece));
    while ((err = http_stream_push(rig.kept, (struct str){piece, sizeof(piece)})) != ERR_CLOSED)
        if (err == ERR_FULL)
            wait_idle_deadline(&rig);
    http_stream_end(rig.kept, false);
    assert_true(http_server_counters(rig.server).connections_late >= 1);
    close_rig(&rig);
}

static void an_old_reader_who_is_late_sees_a_cut(void **state)
{
    (void)state;
    struct rig rig;
    ssize_t count;
    open_rig(&rig, IDLE_MS);
    ask(&rig, "GET /stream HTTP/1.0\r\nHost: h\r\n\r\n");
    (void)read_some(&rig);
    wait_done(&rig);
    while ((count = recv(rig.fd, rig.bytes, READ_BYTES, 0)) > 0)
        ;
    int code = errno;
    close_rig(&rig);
    assert_true(count < 0 && code == ECONNRESET);
}

static void an_old_reader_who_ends_their_side_sees_a_cut(void **state)
{
    (void)state;
    struct rig rig;
    ssize_t count;
    uint64_t bytes = 0;
    open_rig(&rig, 60000);
    ask(&rig, "GET /stream HTTP/1.0\r\nHost: h\r\n\r\n");
    bytes += read_some(&rig);
    assert_int_equal(shutdown(rig.fd, SHUT_WR), 0);
    wait_done(&rig);
    while ((count = recv(rig.fd, rig.bytes, READ_BYTES, 0)) > 0)
        bytes += (uint64_t)count;
    close_rig(&rig);
    assert_true(count < 0 || bytes >= 104857600u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_old_reader_who_is_late_sees_a_cut),
        cmocka_unit_test(an_old_reader_who_ends_their_side_sees_a_cut),
        cmocka_unit_test(a_writer_is_never_far_ahead_of_its_reader),
        cmocka_unit_test(a_stream_with_nothing_to_say_is_not_cut),
        cmocka_unit_test(a_kept_stream_that_is_not_read_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
