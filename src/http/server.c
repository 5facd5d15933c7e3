/* server - opens and closes the loops and shares the sockets out among them. Owner: the thread that
 * opened it; counters are read by any. */
#include "http/conn.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

struct http_limits http_limits_default(void)
{
    return (struct http_limits){
        .body_bytes_max = 64 * 1024,
        .arena_bytes_max = 256 * 1024,
        .connections_max = 20000,
        .connections_per_address_max = 256,
        .header_deadline_ms = 10000,
        .body_deadline_ms = 10000,
        .idle_deadline_ms = 60000,
    };
}

static void check_listener(const struct http_listener *config, unsigned loop_count)
{
    const struct http_limits *limits = &config->limits;

    CHECK(config->handler != NULL && config->sockets != NULL);
    CHECK(config->socket_count == 1 || config->socket_count == loop_count);
    CHECK(limits->connections_max > 0 && limits->arena_bytes_max > 0);
    CHECK(limits->header_deadline_ms > 0 && limits->body_deadline_ms > 0);
    CHECK(limits->idle_deadline_ms > 0);
}

static struct http_server *server_make(const struct http_listener *configs, size_t count,
                                       unsigned loop_count, const struct http_loop_hooks *hooks)
{
    struct http_server *server = heap_make(1, sizeof(*server));

    server->listeners = heap_make(count, sizeof(*server->listeners));
    server->listener_count = count;
    server->loops = heap_make(loop_count, sizeof(struct http_loop *));
    server->loop_count = loop_count;
    server->hooks = hooks != NULL ? *hooks : (struct http_loop_hooks){0};
    for (size_t i = 0; i < count; i++) {
        check_listener(&configs[i], loop_count);
        server->listeners[i].config = configs[i];
        server->listeners[i].config.sockets = NULL; /* the caller's array */
        server->listeners[i].config.name = server->listeners[i].name;
        (void)snprintf(server->listeners[i].name, sizeof(server->listeners[i].name), "%s",
                       configs[i].name != NULL ? configs[i].name : ""); /* cut for the logs */
        server->listeners[i].peers = peers_make(configs[i].limits.connections_max);
    }
    return server;
}

static void server_free(struct http_server *server)
{
    for (unsigned i = 0; i < server->loop_count; i++)
        loop_free(server->loops[i]);
    for (size_t i = 0; i < server->listener_count; i++)
        peers_free(server->listeners[i].peers);
    free(server->listeners);
    free(server->loops);
    free(server);
}

/* A row of sockets per loop, one for each listener: its own, or a twin of the shared one (-1: could
 * not be made, which opening the loop finds). */
static int *share_sockets(const struct http_server *server, const struct http_listener *configs)
{
    size_t listeners = server->listener_count;
    int *sockets = heap_make(server->loop_count * listeners, sizeof(int));

    for (size_t loop = 0; loop < server->loop_count; loop++)
        for (size_t i = 0; i < listeners; i++) {
            bool is_own = loop == 0 || configs[i].socket_count > 1;
            sockets[loop * listeners + i] = is_own
                                                ? configs[i].sockets[loop]
                                                : fcntl(configs[i].sockets[0], F_DUPFD_CLOEXEC, 0);
        }
    return sockets;
}

/* Takes all sockets, also when it fails on the way. */
static enum err open_loops(struct http_server *server, const struct http_listener *configs)
{
    int *sockets = share_sockets(server, configs);
    enum err err = OK;

    for (size_t loop = 0; loop < server->loop_count; loop++) {
        int *row = sockets + loop * server->listener_count;
        if (err == OK)
            err = loop_open(server, row, &server->loops[loop]);
        for (size_t i = 0; i < server->listener_count; i++)
            if (row[i] >= 0)
                (void)close(row[i]); /* nothing was written to it */
    }
    free(sockets);
    return err;
}

/* libuv writes without MSG_NOSIGNAL. A program that handles the signal itself keeps its handler. */
static void ignore_broken_pipes(void)
{
    struct sigaction now;

    CHECK(sigaction(SIGPIPE, NULL, &now) == 0);
    if (now.sa_handler == SIG_DFL)
        CHECK(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
}

static void server_stop(struct http_server *server, unsigned started, int64_t grace_ms)
{
    server->grace_ms = grace_ms;
    atomic_store(&server->is_closing, true);
    for (unsigned i = 0; i < started; i++)
        http_loop_wake(server->loops[i]);
    for (unsigned i = 0; i < started; i++)
        loop_join(server->loops[i]);
    server_free(server);
}

enum err http_server_open(const struct http_listener *listeners, size_t listener_count,
                          unsigned loop_count, const struct http_loop_hooks *hooks,
                          struct http_server **server)
{
    CHECK(loop_count > 0);
    ignore_broken_pipes();
    struct http_server *made = server_make(listeners, listener_count, loop_count, hooks);
    enum err err = open_loops(made, listeners);
    unsigned started = 0;
    while (err == OK && started < loop_count) {
        err = loop_start(made->loops[started], started);
        started += err == OK;
    }
    if (err != OK) {
        server_stop(made, started, 0);
        return err;
    }
    *server = made;
    return OK;
}

void http_server_close(struct http_server *server, int64_t grace_ms)
{
    if (server != NULL)
        server_stop(server, server->loop_count, grace_ms);
}

static uint64_t read_counter(const _Atomic uint64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

struct http_counters http_server_counters(const struct http_server *server)
{
    struct http_counters sum = {0};

    for (unsigned i = 0; i < server->loop_count; i++) {
        const struct loop_counters *of_loop = &server->loops[i]->counters;
        sum.connections_open += read_counter(&of_loop->open);
        sum.connections_accepted += read_counter(&of_loop->accepted);
        sum.connections_refused += read_counter(&of_loop->refused);
        sum.connections_late += read_counter(&of_loop->late);
        sum.requests += read_counter(&of_loop->requests);
        sum.requests_malformed += read_counter(&of_loop->malformed);
    }
    return sum;
}
