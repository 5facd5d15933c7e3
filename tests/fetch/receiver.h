/* receiver - a small real HTTP server on a loopback or local socket, in a thread of its own: each
 * test says how it behaves once a whole request was read. It serves RECEIVER_CLIENTS_MAX
 * connections. */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/num.h"
#include "fetch/fetch.h"

#define RECEIVER_CLIENTS_MAX 32
#define RECEIVER_BYTES_MAX   32768
#define RECEIVER_URL_MAX     256

struct receiver;

/* Answers one request on a socket. False: the connection is closed. */
typedef bool receiver_answer(struct receiver *receiver, int fd, struct str request);

struct receiver_client {
    int fd;
    size_t len;
    char bytes[RECEIVER_BYTES_MAX];
};

struct receiver {
    receiver_answer *answer;
    const char *text; /* what `answer` makes of it */
    int listener;
    int stop; /* an eventfd */
    uint16_t port;
    char url[RECEIVER_URL_MAX]; /* http://127.0.0.1:PORT/ */
    pthread_t thread;
    size_t client_count;
    struct receiver_client *clients;
    _Atomic unsigned accepted;
    _Atomic unsigned requests;
};

/* False: the peer has gone. */
static inline bool receiver_send(int fd, struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t sent = send(fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes = str_slice(bytes, (size_t)sent, bytes.len);
    }
    return true;
}

/* Waits for up to wait_ms (-1: for ever); true when the test ends or the peer has gone. */
static inline bool receiver_is_over(struct receiver *receiver, int fd, int wait_ms)
{
    struct pollfd polls[] = {{.fd = receiver->stop, .events = POLLIN},
                             {.fd = fd, .events = POLLRDHUP}};

    return poll(polls, ARRAY_LEN(polls), wait_ms) > 0;
}

static inline bool receiver_reply(int fd, const char *head, struct str body)
{
    char text[1024];
    int len = snprintf(text, sizeof(text), "%s\r\nContent-Length: %zu\r\n\r\n", head, body.len);

    CHECK(len > 0 && (size_t)len < sizeof(text));
    return receiver_send(fd, (struct str){text, (size_t)len}) && receiver_send(fd, body);
}

/* 200 and what was received. */
static inline bool receiver_echo(struct receiver *receiver, int fd, struct str request)
{
    bool is_head = str_has_prefix(request, STR("HEAD "));

    (void)receiver;
    return receiver_reply(fd, "HTTP/1.1 200 OK", is_head ? STR("") : request);
}

/* The whole request at the beginning of bytes, or none yet. */
static inline struct str receiver_request(struct str bytes)
{
    const struct str name = STR("\r\nContent-Length: ");
    ptrdiff_t end = str_find(bytes, STR("\r\n\r\n"));
    uint64_t body = 0;

    if (end < 0)
        return STR_NONE;
    struct str head = str_slice(bytes, 0, (size_t)end + 2);
    ptrdiff_t at = str_find(head, name);
    if (at >= 0) {
        struct str value = str_slice(head, (size_t)at + name.len, head.len);
        value = str_slice(value, 0, (size_t)str_find_char(value, '\r'));
        CHECK(num_parse_u64(value, RECEIVER_BYTES_MAX, &body) == OK);
    }
    size_t len = (size_t)end + 4 + (size_t)body;
    return len <= bytes.len ? str_slice(bytes, 0, len) : STR_NONE;
}

static inline void receiver_drop(struct receiver *receiver, size_t at)
{
    (void)close(receiver->clients[at].fd);
    receiver->clients[at] = receiver->clients[--receiver->client_count];
}

static inline void receiver_read(struct receiver *receiver, size_t at)
{
    struct receiver_client *client = &receiver->clients[at];
    ssize_t got = read(client->fd, client->bytes + client->len, RECEIVER_BYTES_MAX - client->len);

    if (got <= 0) {
        receiver_drop(receiver, at);
        return;
    }
    client->len += (size_t)got;
    struct str request = receiver_request((struct str){client->bytes, client->len});
    if (request.ptr == NULL)
        return;
    atomic_fetch_add(&receiver->requests, 1);
    if (!receiver->answer(receiver, client->fd, request)) {
        receiver_drop(receiver, at);
        return;
    }
    client->len -= request.len;
    memmove(client->bytes, client->bytes + request.len, client->len);
}

static inline void receiver_accept(struct receiver *receiver)
{
    int fd = accept(receiver->listener, NULL, NULL);

    CHECK(fd >= 0 && receiver->client_count < RECEIVER_CLIENTS_MAX);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1},
                     sizeof(int)); /* fails on a local one */
    receiver->clients[receiver->client_count].len = 0;
    receiver->clients[receiver->client_count++].fd = fd;
    atomic_fetch_add(&receiver->accepted, 1);
}

static inline void *receiver_serve(void *context)
{
    struct receiver *receiver = context;
    struct pollfd polls[RECEIVER_CLIENTS_MAX + 2];

    for (;;) {
        size_t count = receiver->client_count;
        polls[0] = (struct pollfd){.fd = receiver->stop, .events = POLLIN};
        polls[1] = (struct pollfd){.fd = receiver->listener, .events = POLLIN};
        for (size_t i = 0; i < count; i++)
            polls[i + 2] = (struct pollfd){.fd = receiver->clients[i].fd, .events = POLLIN};
        CHECK(poll(polls, count + 2, -1) > 0);
        if (polls[0].revents != 0)
            return NULL;
        /* From the last to the first: dropping one moves the last into its place. */
        for (size_t i = count; i-- > 0;)
            if (polls[i + 2].revents != 0)
                receiver_read(receiver, i);
        if (polls[1].revents != 0)
            receiver_accept(receiver);
    }
}

static inline void receiver_run(struct receiver *receiver, const struct sockaddr *address,
                                socklen_t len)
{
    receiver->listener = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(receiver->listener >= 0);
    CHECK(bind(receiver->listener, address, len) == 0);
    CHECK(listen(receiver->listener, RECEIVER_CLIENTS_MAX) == 0);
    receiver->stop = eventfd(0, EFD_CLOEXEC);
    CHECK(receiver->stop >= 0);
    receiver->clients = heap_make(RECEIVER_CLIENTS_MAX, sizeof(receiver->clients[0]));
    CHECK(pthread_create(&receiver->thread, NULL, receiver_serve, receiver) == 0);
}

/* Starts on a free port of an IPv4 address of the loopback. */
static inline void receiver_start_at(struct receiver *receiver, const char *host,
                                     receiver_answer *answer, const char *text)
{
    struct sockaddr_storage address;
    socklen_t len;
    char endpoint[64];

    *receiver = (struct receiver){.answer = answer, .text = text};
    (void)snprintf(endpoint, sizeof(endpoint), "%s:0", host);
    CHECK(net_parse_endpoint(str_from_c(endpoint), &address, &len) == OK);
    receiver_run(receiver, (struct sockaddr *)&address, len);
    CHECK(getsockname(receiver->listener, (struct sockaddr *)&address, &len) == 0);
    uint8_t port[2]; /* behind the family, in network order */
    memcpy(port, (char *)&address + 2, sizeof(port));
    receiver->port = (uint16_t)(port[0] << 8 | port[1]);
    (void)snprintf(receiver->url, sizeof(receiver->url), "http://%s:%u/", host, receiver->port);
}

static inline void receiver_start(struct receiver *receiver, receiver_answer *answer,
                                  const char *text)
{
    receiver_start_at(receiver, "127.0.0.1", answer, text);
}

static inline void receiver_stop(struct receiver *receiver)
{
    uint64_t one = 1;

    CHECK(write(receiver->stop, &one, sizeof(one)) == sizeof(one));
    CHECK(pthread_join(receiver->thread, NULL) == 0);
    while (receiver->client_count > 0)
        receiver_drop(receiver, 0);
    (void)close(receiver->listener);
    (void)close(receiver->stop);
    free(receiver->clients);
}

/* What the tests ask with: a fetcher and an arena, both for one test. */
struct asker {
    struct fetcher *fetcher;
    struct arena *arena;
};

static inline struct fetch_policy asker_policy(const char *allowed)
{
    struct fetch_policy policy = {
        .timeout_ms = 10000, .connect_timeout_ms = 5000, .redirects_max = 2, .transfers_max = 16};

    if (allowed != NULL)
        CHECK(net_parse_range(str_from_c(allowed),
                              &policy.allow_private[policy.allow_private_count++]) == OK);
    return policy;
}

static inline struct asker asker_open(const struct fetch_policy *policy)
{
    struct asker asker = {.arena = arena_make(1024 * 1024)};

    assert_int_equal(fetcher_open(policy, &asker.fetcher), OK);
    return asker;
}

/* One that may speak to all of the loopback, or to the network given. */
static inline struct asker asker_open_to(const char *allowed)
{
    struct fetch_policy policy = asker_policy(allowed);

    return asker_open(&policy);
}

static inline void asker_close(struct asker *asker)
{
    fetcher_close(asker->fetcher);
    arena_free(asker->arena);
}

static inline struct fetch_result asker_send(struct asker *asker,
                                             const struct fetch_request *request)
{
    struct fetch_result result;

    assert_int_equal(fetch_once(asker->fetcher, asker->arena, request, &result), OK);
    return result;
}

static inline struct fetch_result asker_get(struct asker *asker, const char *url)
{
    return asker_send(asker, &(struct fetch_request){.url = str_from_c(url)});
}

#define assert_has(haystack, needle)                                                               \
    do {                                                                                           \
        if (str_find((haystack), STR(needle)) < 0)                                                 \
            fail_msg("\"%s\" is not in \"%.*s\"", needle, STR_FMT(haystack));                      \
    } while (0)
