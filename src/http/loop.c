/* loop - one thread of the server: its gates, its clockwork, its hooks and its end. Owner: its own
 * thread, but for opening (before the thread) and freeing (after it).
 *
 * The end: the server sets is_closing and wakes the loop. Gates and idle connections close; what is
 * in flight may finish until the grace is over, then all is closed and only work on the pool is
 * waited for. loop_stop is called while http_loop_wake() is still allowed; then the loop's own
 * handles go. */
#include "http/conn.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LISTEN_BACKLOG 4096
#define TRIM_EVERY_MS  1000

/* --- the clockwork */

static void set_date(struct http_loop *loop)
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    time_t now = time(NULL);
    struct tm utc;

    if (loop->date_second == (int64_t)now)
        return;
    CHECK(gmtime_r(&now, &utc) != NULL);
    loop->date_second = (int64_t)now;
    int len = snprintf(loop->date, sizeof(loop->date),
                       "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d GMT\r\n", days + 3 * utc.tm_wday,
                       utc.tm_mday, months + 3 * utc.tm_mon, utc.tm_year + 1900, utc.tm_hour,
                       utc.tm_min, utc.tm_sec);
    CHECK(len == DATE_LINE_LEN);
}

static void on_tick(uv_timer_t *timer)
{
    struct http_loop *loop = timer->data;
    const struct http_loop_hooks *hooks = &loop->server->hooks;
    int64_t now_ms = (int64_t)uv_now(&loop->uv);
    bool is_time_to_trim = now_ms - loop->trim_ms >= TRIM_EVERY_MS;

    set_date(loop);
    for (size_t i = 0; i < loop->server->listener_count; i++) {
        conn_cut_late(&loop->gates[i], now_ms);
        if (is_time_to_trim)
            gate_trim(&loop->gates[i]);
    }
    streams_cut_late(loop, now_ms);
    if (is_time_to_trim)
        loop->trim_ms = now_ms;
    if (hooks->tick != NULL)
        hooks->tick(loop->context, now_ms);
    loop_check_drained(loop);
}

/* The last act before libuv sleeps. Replies given by the hook may let requests through that were
 * read already, which want the hook again; that ends, for nothing more is read meanwhile. */
static void on_prepare(uv_prepare_t *prepare)
{
    struct http_loop *loop = prepare->data;
    const struct http_loop_hooks *hooks = &loop->server->hooks;

    if (hooks->turn == NULL)
        return;
    do {
        loop->has_handled = false;
        hooks->turn(loop->context);
    } while (loop->has_handled);
}

/* --- waking and ending */

static void on_gate_closed(uv_handle_t *handle)
{
    struct gate *gate = handle->data;

    gate->loop->handles--;
    loop_check_drained(gate->loop);
}

static void begin_draining(struct http_loop *loop)
{
    loop->is_draining = true;
    loop->drain_deadline_ms = (int64_t)uv_now(&loop->uv) + loop->server->grace_ms;
    for (size_t i = 0; i < loop->server->listener_count; i++) {
        uv_close(&loop->gates[i].handle, on_gate_closed);
        conn_close_all(&loop->gates[i], false);
    }
}

static void end_grace(struct http_loop *loop)
{
    loop->is_past_grace = true;
    for (size_t i = 0; i < loop->server->listener_count; i++)
        conn_close_all(&loop->gates[i], true);
}

void loop_check_drained(struct http_loop *loop)
{
    uint64_t open = atomic_load_explicit(&loop->counters.open, memory_order_relaxed);

    if (!loop->is_draining)
        return;
    if (!loop->is_past_grace && (int64_t)uv_now(&loop->uv) >= loop->drain_deadline_ms)
        end_grace(loop);
    if (loop->handles == 0 && loop->works == 0 && (open == 0 || loop->is_past_grace))
        uv_stop(&loop->uv);
}

static void on_wake(uv_async_t *async)
{
    struct http_loop *loop = async->data;
    const struct http_loop_hooks *hooks = &loop->server->hooks;

    if (!loop->is_draining && atomic_load(&loop->server->is_closing))
        begin_draining(loop);
    streams_run(loop);
    if (hooks->woken != NULL)
        hooks->woken(loop->context);
    loop_check_drained(loop);
}

void http_loop_wake(struct http_loop *loop)
{
    CHECK(uv_async_send(&loop->async) == 0);
}

/* --- the pool */

static void work_run(uv_work_t *work)
{
    struct slot *slot = work->data;

    slot->work_run(&slot->exchange, slot->work_context, &slot->work_reply);
}

static void work_done(uv_work_t *work, int status)
{
    static const struct http_reply unavailable = {.status = 503, .close = true};
    struct slot *slot = work->data;
    struct http_loop *loop = slot->exchange.loop;

    slot->is_working = false;
    if (slot->stream != NULL) {
        stream_work_done(slot);
        return;
    }
    loop->works--;
    http_reply(&slot->exchange, status == 0 ? &slot->work_reply : &unavailable);
    loop_check_drained(loop);
}

void http_work(struct http_exchange *exchange,
               void (*work)(struct http_exchange *exchange, void *context,
                            struct http_reply *reply),
               void *context)
{
    struct slot *slot = (struct slot *)(void *)exchange;

    slot->work.data = slot;
    slot->work_run = work;
    slot->work_context = context;
    slot->work_reply = (struct http_reply){0};
    slot->is_working = true;
    exchange->loop->works++;
    CHECK(uv_queue_work(&exchange->loop->uv, &slot->work, work_run, work_done) == 0);
}

/* --- opening */

static enum err open_gate(struct http_loop *loop, struct gate *gate, int *socket)
{
    struct sockaddr_storage sockaddr = {0};
    socklen_t len = sizeof(sockaddr);
    int one = 1;
    int status;

    if (getsockname(*socket, (struct sockaddr *)&sockaddr, &len) != 0)
        return ERR_IO;
    gate->is_local = sockaddr.ss_family == AF_UNIX;
    status = gate->is_local ? uv_pipe_init(&loop->uv, &gate->pipe, 0)
                            : uv_tcp_init(&loop->uv, &gate->tcp);
    if (status != 0)
        return ERR_IO;
    gate->handle.data = gate;
    loop->handles++;
    /* Linux hands the option on to every connection accepted, which saves a call for each. */
    if (!gate->is_local && setsockopt(*socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) != 0)
        return ERR_IO;
    status = gate->is_local ? uv_pipe_open(&gate->pipe, *socket) : uv_tcp_open(&gate->tcp, *socket);
    if (status != 0)
        return ERR_IO;
    *socket = -1; /* the handle's now */
    return uv_listen(&gate->stream, LISTEN_BACKLOG, conn_accept) == 0 ? OK : ERR_IO;
}

static void open_clockwork(struct http_loop *loop)
{
    CHECK(uv_timer_init(&loop->uv, &loop->timer) == 0);
    CHECK(uv_prepare_init(&loop->uv, &loop->prepare) == 0);
    loop->timer.data = loop;
    loop->prepare.data = loop;
    loop->async.data = loop;
    CHECK(uv_timer_start(&loop->timer, on_tick, HTTP_TICK_MS, HTTP_TICK_MS) == 0);
    CHECK(uv_prepare_start(&loop->prepare, on_prepare) == 0);
    set_date(loop);
}

enum err loop_open(struct http_server *server, int *sockets, struct http_loop **loop)
{
    struct http_loop *made = heap_make(1, sizeof(*made));
    enum err err = OK;

    made->server = server;
    made->gates = heap_make(server->listener_count, sizeof(*made->gates));
    for (size_t i = 0; i < server->listener_count; i++)
        made->gates[i] = (struct gate){.loop = made, .listener = &server->listeners[i]};
    if (uv_loop_init(&made->uv) != 0) {
        free(made->gates);
        free(made);
        return ERR_IO;
    }
    CHECK(uv_sem_init(&made->ready, 0) == 0);
    CHECK(uv_mutex_init(&made->streams_lock) == 0);
    if (uv_async_init(&made->uv, &made->async, on_wake) != 0)
        err = ERR_IO;
    else
        open_clockwork(made);
    for (size_t i = 0; i < server->listener_count && err == OK; i++)
        err = open_gate(made, &made->gates[i], &sockets[i]);
    if (err != OK) {
        loop_free(made);
        return err;
    }
    *loop = made;
    return OK;
}

/* --- the thread */

static void loop_run(void *argument)
{
    struct http_loop *loop = argument;
    const struct http_loop_hooks *hooks = &loop->server->hooks;

    if (hooks->loop_start != NULL)
        loop->context = hooks->loop_start(hooks->context, loop);
    uv_sem_post(&loop->ready);
    uv_update_time(&loop->uv);
    (void)uv_run(&loop->uv, UV_RUN_DEFAULT); /* until loop_check_drained() stops it */
    if (hooks->loop_stop != NULL)
        hooks->loop_stop(loop->context);
}

enum err loop_start(struct http_loop *loop, unsigned number)
{
    sigset_t all;
    sigset_t before;
    char name[16];

    /* Signals are for the program's own thread. */
    (void)sigfillset(&all);
    CHECK(pthread_sigmask(SIG_SETMASK, &all, &before) == 0);
    int status = uv_thread_create(&loop->thread, loop_run, loop);
    CHECK(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0);
    if (status != 0)
        return ERR_IO;
    (void)snprintf(name, sizeof(name), "http-%u", number % 1000);
    (void)pthread_setname_np(loop->thread, name); /* for who looks on; nothing depends on it */
    uv_sem_wait(&loop->ready);
    return OK;
}

void loop_join(struct http_loop *loop)
{
    CHECK(uv_thread_join(&loop->thread) == 0);
}

static void close_handle(uv_handle_t *handle, void *argument)
{
    (void)argument;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

void loop_free(struct http_loop *loop)
{
    if (loop == NULL)
        return;
    loop->is_draining = false; /* nothing to check any more */
    for (size_t i = 0; i < loop->server->listener_count; i++)
        gate_fini(&loop->gates[i]);
    uv_walk(&loop->uv, close_handle, NULL);
    while (uv_run(&loop->uv, UV_RUN_DEFAULT) != 0) {
    }
    CHECK(uv_loop_close(&loop->uv) == 0);
    uv_sem_destroy(&loop->ready);
    uv_mutex_destroy(&loop->streams_lock);
    free(loop->gates);
    free(loop);
}
