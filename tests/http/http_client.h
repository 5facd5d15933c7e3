/* http_client - what the tests of http/ share: a server to ask and a client that speaks raw bytes.
 */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <netinet/in.h>
#include <semaphore.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "http/http.h"

#define CLIENT_BYTES_MAX  65536
#define CLIENT_PATIENCE_S 10
#define LATE_MAX          16

/* A server of one loop on 127.0.0.1, or with two loops on twins of one socket. */
struct ask {
    struct http_server *server;
    struct http_loop *_Atomic loop; /* the last one started */
    uint16_t port;
    sem_t arrived;                /* posted for each request of /late and /work */
    sem_t go_on;                  /* /work waits for it */
    _Atomic bool stops_answering; /* /late is not answered any more */
    _Atomic unsigned stops;       /* calls of loop_stop */
    _Atomic unsigned ticks;
};

/* The loop_context: exchanges to be answered by the turn or the woken hook. */
struct ask_loop {
    struct ask *ask;
    struct http_exchange *late[LATE_MAX];
    size_t late_count;
    struct http_exchange *in_turn[LATE_MAX];
    size_t in_turn_count;
};

static inline void ask_reply_text(struct http_exchange *exchange, struct str text)
{
    http_reply(exchange, &(struct http_reply){.status = 200,
                                              .content_type = STR("text/plain"),
                                              .headers = STR("X-Test: yes\r\n"),
                                              .body = text});
}

static inline void ask_work(struct http_exchange *exchange, void *context, struct http_reply *reply)
{
    struct ask *ask = context;

    assert_int_equal(sem_post(&ask->arrived), 0);
    while (sem_wait(&ask->go_on) != 0) {
    }
    reply->status = 201;
    reply->body = arena_format(exchange->arena, "worked on %.*s", STR_FMT(exchange->request->path));
}

/* Says what it understood of the request. */
static inline void ask_echo(struct http_exchange *exchange)
{
    const struct http_request *r = exchange->request;
    struct str text =
        arena_format(exchange->arena, "%d|%.*s|%.*s|%.*s|%s%.*s|%.*s|%zu|%s%.*s", (int)r->method,
                     STR_FMT(r->method_text), STR_FMT(r->target), STR_FMT(r->path),
                     r->query.ptr != NULL ? "?" : "", STR_FMT(r->query), STR_FMT(r->host),
                     r->header_count, r->body.ptr != NULL ? "=" : "", STR_FMT(r->body));
    ask_reply_text(exchange, text);
}

static inline void ask_handle(struct http_exchange *exchange, void *context, void *loop_context)
{
    struct ask *ask = context;
    struct ask_loop *loop = loop_context;
    struct str path = exchange->request->path;

    if (str_is_equal(path, STR("/late"))) {
        loop->late[loop->late_count++] = exchange;
        assert_int_equal(sem_post(&ask->arrived), 0);
    } else if (str_is_equal(path, STR("/turn"))) {
        loop->in_turn[loop->in_turn_count++] = exchange;
    } else if (str_is_equal(path, STR("/work"))) {
        http_work(exchange, ask_work, ask);
    } else if (str_is_equal(path, STR("/big"))) {
        size_t bytes = 8u << 20;
        char *body = heap_make(1, bytes);
        memset(body, 'b', bytes);
        http_reply(exchange, &(struct http_reply){.status = 200, .body = {body, bytes}});
        free(body);
    } else if (str_is_equal(path, STR("/empty"))) {
        http_reply(exchange, &(struct http_reply){.status = 204});
    } else if (str_is_equal(path, STR("/close"))) {
        http_reply(exchange,
                   &(struct http_reply){.status = 200, .body = STR("bye"), .close = true});
    } else {
        ask_echo(exchange);
    }
}

static inline void *ask_loop_start(void *context, struct http_loop *http_loop)
{
    struct ask_loop *loop = heap_make(1, sizeof(*loop));

    loop->ask = context;
    loop->ask->loop = http_loop;
    return loop;
}

static inline void ask_woken(void *loop_context)
{
    struct ask_loop *loop = loop_context;

    while (loop->late_count > 0 && !loop->ask->stops_answering)
        ask_reply_text(loop->late[--loop->late_count], STR("late"));
}

static inline void ask_turn(void *loop_context)
{
    struct ask_loop *loop = loop_context;

    while (loop->in_turn_count > 0)
        ask_reply_text(loop->in_turn[--loop->in_turn_count], STR("turned"));
}

static inline void ask_tick(void *loop_context, int64_t mono_ms)
{
    struct ask_loop *loop = loop_context;

    assert_true(mono_ms > 0);
    loop->ask->ticks++;
}

static inline void ask_loop_stop(void *loop_context)
{
    struct ask_loop *loop = loop_context;

    loop->ask->stops++;
    free(loop);
}

/* Serves on the listening sockets given. */
static inline struct ask *ask_open_on(const int *sockets, size_t socket_count, unsigned loop_count,
                                      struct http_limits limits)
{
    struct ask *ask = heap_make(1, sizeof(*ask));
    struct http_listener listener = {.name = "test",
                                     .handler = ask_handle,
                                     .context = ask,
                                     .sockets = sockets,
                                     .socket_count = socket_count,
                                     .limits = limits};
    struct http_loop_hooks hooks = {.context = ask,
                                    .loop_start = ask_loop_start,
                                    .turn = ask_turn,
                                    .woken = ask_woken,
                                    .tick = ask_tick,
                                    .loop_stop = ask_loop_stop};

    assert_int_equal(sem_init(&ask->arrived, 0, 0), 0);
    assert_int_equal(sem_init(&ask->go_on, 0, 0), 0);
    assert_int_equal(http_server_open(&listener, 1, loop_count, &hooks, &ask->server), OK);
    return ask;
}

/* A listening socket on 127.0.0.1 at *port, or at a free port when that is 0. */
static inline int ask_listen(uint16_t *port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int one = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(*port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof(address);

    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one)), 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(fd, 128), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    *port = ntohs(address.sin_port);
    return fd;
}

static inline struct ask *ask_open(struct http_limits limits)
{
    uint16_t port = 0;
    int fd = ask_listen(&port);
    struct ask *ask = ask_open_on(&fd, 1, 1, limits);

    ask->port = port;
    return ask;
}

static inline void ask_close(struct ask *ask, int64_t grace_ms)
{
    http_server_close(ask->server, grace_ms);
    assert_int_equal(sem_destroy(&ask->arrived), 0);
    assert_int_equal(sem_destroy(&ask->go_on), 0);
    free(ask);
}

static inline void ask_wait_arrived(struct ask *ask)
{
    while (sem_wait(&ask->arrived) != 0) {
    }
}

/* --- the client */

struct client {
    int fd;
    size_t len; /* bytes received and not yet taken */
    char bytes[CLIENT_BYTES_MAX + 1];
};

static inline struct client *client_on(int fd)
{
    struct client *client = heap_make(1, sizeof(*client));
    struct timeval patience = {.tv_sec = CLIENT_PATIENCE_S};

    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), 0);
    client->fd = fd;
    return client;
}

static inline struct client *client_open(const struct ask *ask)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(ask->port), .sin_addr = {htonl(INADDR_LOOPBACK)}};

    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    return client_on(fd);
}

static inline void client_close(struct client *client)
{
    (void)close(client->fd);
    free(client);
}

/* Sends all, or as much as a server that closes lets through. */
static inline void client_send(struct client *client, struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t sent = send(client->fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes = str_slice(bytes, (size_t)sent, bytes.len);
    }
}

/* Receives some more; false at the end of the stream. A reset counts as the end. */
static inline bool client_receive(struct client *client)
{
    assert_true(client->len < CLIENT_BYTES_MAX);
    ssize_t count =
        recv(client->fd, client->bytes + client->len, CLIENT_BYTES_MAX - client->len, 0);
    if (count < 0 && errno != ECONNRESET)
        fail_msg("nothing received in %d s, only: %s", CLIENT_PATIENCE_S, client->bytes);
    if (count <= 0)
        return false;
    client->len += (size_t)count;
    client->bytes[client->len] = '\0';
    return true;
}

/* Everything up to the end of the stream; lent until the client is used again. */
static inline const char *client_rest(struct client *client)
{
    while (client_receive(client)) {
    }
    return client->bytes;
}

struct answer {
    unsigned status;
    char head[2048];
    char body[8192];
};

/* Takes one answer, whose body is as long as its Content-Length says (0 when is_bare). */
static inline struct answer client_answer_of(struct client *client, bool is_bare)
{
    struct answer answer = {0};
    char *end;
    size_t body_len = 0;

    while ((end = strstr(client->bytes, "\r\n\r\n")) == NULL)
        if (!client_receive(client))
            return answer; /* status 0 */
    size_t head_len = (size_t)(end - client->bytes) + 4;
    assert_true(head_len < sizeof(answer.head));
    memcpy(answer.head, client->bytes, head_len);
    assert_int_equal(sscanf(answer.head, "HTTP/1.1 %u ", &answer.status), 1);
    const char *length = strstr(answer.head, "Content-Length: ");
    if (length != NULL && !is_bare)
        body_len = strtoul(length + 16, NULL, 10);
    assert_true(body_len < sizeof(answer.body));
    while (client->len < head_len + body_len)
        assert_true(client_receive(client));
    memcpy(answer.body, client->bytes + head_len, body_len);
    client->len -= head_len + body_len;
    memmove(client->bytes, client->bytes + head_len + body_len, client->len + 1);
    return answer;
}

static inline struct answer client_answer(struct client *client)
{
    return client_answer_of(client, false);
}

/* Whether the server ends the stream without a further byte. */
static inline bool client_is_ended(struct client *client)
{
    return client->len == 0 && !client_receive(client);
}

static inline struct answer client_ask(struct client *client, struct str request)
{
    client_send(client, request);
    return client_answer(client);
}
