#include "api/live.h"

#include <pthread.h>
#include <stdlib.h>
#include "api/internal.h"
#include "api/live_client.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/num.h"

#define WINDOW_ENTRIES_MAX 2000                        /* of one look, whole batches */
#define WINDOW_BYTES_MAX   ((size_t)256 * 1024 * 1024) /* six full pages of the longest rows */
#define ROW_BYTES_MAX      (8 * 1024 * 1024)           /* what is read for one row */

struct live {
    struct api *api;
    struct scope scope; /* rows are read as everybody's, and shown to those whose they are */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct live_client *joining; /* guarded by the lock */
    bool is_ending;              /* the same */
    atomic_uint places;          /* that are taken */

    /* The thread's own. */
    struct live_client *clients;
    struct tail *tail; /* NULL: closed */
    bool has_position; /* after_id is one */
    uint64_t after_id; /* all up to it was told */
    struct rows *rows; /* of this round; NULL: not needed yet */
    struct arena *window;
    struct arena *row;
};

/* ------------------------------------------------------------------ the ledger */

/* The ledger's last entry; 0: there is none yet. */
static enum err find_head(struct live *live, uint64_t *head_id)
{
    struct tail_batch head = {0};
    enum err err = live->tail != NULL ? OK : tail_open(live->api->options.dir, &live->tail);

    if (err == ERR_NOT_FOUND) {
        *head_id = 0;
        return OK;
    }
    if (err == OK)
        err = tail_head(live->tail, &head);
    if (err == OK)
        *head_id = head.last_id;
    return err;
}

/* After what may not pass by itself the ledger is opened anew. */
static void note_failure(struct live *live, enum err err)
{
    log_warning("live", "the ledger could not be followed: %s", err_text(err));
    if (err != ERR_TIMEOUT) {
        tail_close(live->tail);
        live->tail = NULL;
    }
}

static struct rows *rows_of_round(struct live *live)
{
    if (live->rows == NULL) {
        live->rows = heap_make(1, sizeof(*live->rows));
        rows_init(live->rows, live->api, live->row, &live->scope);
    }
    return live->rows;
}

static void end_round(struct live *live)
{
    if (live->rows != NULL) {
        rows_fini(live->rows);
        free(TAKE(live->rows));
    }
    arena_reset(live->window);
    arena_reset(live->row);
}

/* ------------------------------------------------------------------ telling */

static unsigned kinds_of(const struct live_client *clients)
{
    unsigned kinds = 0;

    for (; clients != NULL; clients = clients->next)
        if (!clients->is_resuming)
            kinds |= clients->wish.kinds;
    return kinds;
}

/* One window behind after_id. *until_id: how far it goes; 0: there is nothing. */
static enum err read_window(struct live *live, unsigned kinds, uint64_t after_id, uint64_t head_id,
                            uint64_t entries_max, uint64_t *until_id, struct live_item **items,
                            size_t *count)
{
    struct tail_batch window = {0};
    enum err err = tail_window(live->tail, after_id, head_id, entries_max, &window);

    *until_id = window.last_id;
    if (err != OK || window.last_id == 0)
        return err;
    return live_window_read(live->tail, kinds, after_id, until_id, live->window, items, count);
}

/* Tells all clients that are up to date. *is_behind: there is more. */
static enum err tell_all(struct live *live, uint64_t head_id, bool *is_behind)
{
    struct live_item *items = NULL;
    size_t count = 0;
    uint64_t until_id = 0;

    *is_behind = false;
    if (head_id <= live->after_id)
        return OK;
    enum err err = read_window(live, kinds_of(live->clients), live->after_id, head_id,
                               WINDOW_ENTRIES_MAX, &until_id, &items, &count);
    if (err != OK || until_id == 0)
        return err;
    for (struct live_client *client = live->clients; client != NULL; client = client->next)
        if (!client->is_resuming)
            live_client_tell(client, items, count, until_id, rows_of_round(live), live->window);
    live->after_id = until_id;
    *is_behind = until_id < head_id;
    return OK;
}

/* A window for one that catches up with the others. */
static enum err resume(struct live *live, struct live_client *client)
{
    struct live_item *items = NULL;
    size_t count = 0;
    uint64_t until_id = 0;
    enum err err = OK;

    if (client->after_id < live->after_id)
        err = read_window(live, client->wish.kinds, client->after_id, live->after_id,
                          LIVE_RESUME_ENTRIES_MAX, &until_id, &items, &count);
    if (err != OK)
        return err;
    if (until_id != 0)
        live_client_tell(client, items, count, until_id, rows_of_round(live), live->window);
    else
        live_client_tell(client, NULL, 0, live->after_id, NULL, NULL);
    if (++client->resume_rounds >= LIVE_RESUME_ROUNDS_MAX && client->after_id < live->after_id)
        live_client_leap(client, live->after_id);
    client->is_resuming = client->after_id < live->after_id;
    return OK;
}

static enum err resume_some(struct live *live)
{
    unsigned resumed = 0;
    enum err err = OK;

    for (struct live_client *client = live->clients;
         client != NULL && err == OK && resumed < LIVE_RESUMES_MAX; client = client->next)
        if (client->is_resuming && !client->is_over) {
            end_round(live);
            err = resume(live, client);
            resumed++;
        }
    return err;
}

/* ------------------------------------------------------------------ clients */

/* When the ledger fails they are sent away, to come again. */
static void begin_clients(struct live *live, struct live_client *joined, uint64_t head_id,
                          enum err err)
{
    while (joined != NULL) {
        struct live_client *client = joined;
        joined = client->next;
        if (err == OK)
            live_client_begin(client, head_id, clock_wall_ms());
        client->is_over = client->is_over || err != OK;
        client->next = live->clients;
        live->clients = client;
    }
}

static void end_client(struct live *live, struct live_client *client)
{
    live_client_end(client);
    (void)atomic_fetch_sub(&live->places, 1);
}

/* Does what is due for each, and lets go of those whose stream is over. */
static void tend_clients(struct live *live)
{
    struct live_client **place = &live->clients;

    while (*place != NULL) {
        struct live_client *client = *place;
        live_client_tend(client);
        if (client->is_over) {
            *place = client->next;
            end_client(live, client);
        } else {
            place = &client->next;
        }
    }
}

/* ------------------------------------------------------------------ the thread */

/* Clients that join begin at the ledger's head, the others may be behind it. *is_behind: go on at
 * once. */
static enum err look(struct live *live, struct live_client *joined, bool *is_behind)
{
    uint64_t head_id = 0;
    enum err err = find_head(live, &head_id);

    if (err == OK && !live->has_position) {
        live->after_id = head_id;
        live->has_position = true;
    }
    begin_clients(live, joined, head_id, err);
    if (err == OK)
        err = tell_all(live, head_id, is_behind);
    return err == OK ? resume_some(live) : err;
}

/* Nobody is there: nothing is held. */
static void rest(struct live *live)
{
    tail_close(TAKE(live->tail));
    arena_free(TAKE(live->window));
    arena_free(TAKE(live->row));
    live->has_position = false;
}

static void work(struct live *live, struct live_client *joined, bool *is_behind)
{
    *is_behind = false;
    if (live->window == NULL) {
        live->window = arena_make(WINDOW_BYTES_MAX);
        live->row = arena_make(ROW_BYTES_MAX);
    }
    enum err err = look(live, joined, is_behind);
    if (err != OK)
        note_failure(live, err);
    end_round(live);
    tend_clients(live);
}

/* Under the lock. Sleeps until the next look; while nobody is there, until somebody comes. */
static void wait(struct live *live, bool has_clients, bool is_behind)
{
    int64_t by_mono_ms = clock_mono_ms() + LIVE_LOOK_MS;
    struct timespec by = {.tv_sec = by_mono_ms / 1000, .tv_nsec = by_mono_ms % 1000 * 1000000};

    if (live->is_ending || live->joining != NULL || is_behind)
        return;
    if (has_clients)
        (void)pthread_cond_clockwait(&live->changed, &live->lock, CLOCK_MONOTONIC, &by);
    else
        CHECK(pthread_cond_wait(&live->changed, &live->lock) == 0);
}

static void *thread_main(void *context)
{
    struct live *live = context;
    bool is_behind = false;

    CHECK(pthread_mutex_lock(&live->lock) == 0);
    while (!live->is_ending) {
        struct live_client *joined = TAKE(live->joining);
        CHECK(pthread_mutex_unlock(&live->lock) == 0);
        if (live->clients != NULL || joined != NULL)
            work(live, joined, &is_behind);
        if (live->clients == NULL)
            rest(live);
        CHECK(pthread_mutex_lock(&live->lock) == 0);
        wait(live, live->clients != NULL, is_behind && live->clients != NULL);
    }
    CHECK(live->joining == NULL); /* no request may be running any more */
    CHECK(pthread_mutex_unlock(&live->lock) == 0);
    CHECK(live->clients == NULL);
    rest(live);
    return NULL;
}

struct live *live_open(struct api *api)
{
    struct live *live = heap_make(1, sizeof(*live));

    live->api = api;
    live->scope = scope_of_all("live");
    CHECK(pthread_mutex_init(&live->lock, NULL) == 0);
    CHECK(pthread_cond_init(&live->changed, NULL) == 0);
    CHECK(pthread_create(&live->thread, NULL, thread_main, live) == 0);
    return live;
}

void live_close(struct live *live)
{
    if (live == NULL)
        return;
    CHECK(pthread_mutex_lock(&live->lock) == 0);
    live->is_ending = true;
    CHECK(pthread_cond_signal(&live->changed) == 0);
    CHECK(pthread_mutex_unlock(&live->lock) == 0);
    CHECK(pthread_join(live->thread, NULL) == 0);
    CHECK(pthread_cond_destroy(&live->changed) == 0);
    CHECK(pthread_mutex_destroy(&live->lock) == 0);
    free(live);
}

/* ------------------------------------------------------------------ a client comes */

static unsigned read_kinds(struct call *call)
{
    struct str rest = call_param(call, "kinds");
    struct str word;
    unsigned kinds = 0;

    if (rest.ptr == NULL)
        return (1u << LIVE_KIND_COUNT) - 1;
    while (str_take_piece(&rest, ',', &word)) {
        unsigned kind = 0;
        while (kind < LIVE_KIND_COUNT && !str_is_equal(word, str_from_c(live_kind_text(kind))))
            kind++;
        if (kind == LIVE_KIND_COUNT)
            call_refuse(call, 400, "kinds",
                        "kinds takes visit, click, conversion, postback_in and postback_out, "
                        "separated by commas.");
        kinds |= 1u << kind;
    }
    return kinds;
}

static void read_wish(struct call *call, struct live_wish *wish)
{
    static const struct {
        const char *param, *column;
    } filters[] = {{"campaign", "campaign_id"},
                   {"source", "source_id"},
                   {"network", "network_id"},
                   {"offer", "offer_id"}};
    struct str test = call_word(call, "test", "true false");

    wish->kinds = read_kinds(call);
    wish->reads = call->scope.reads;
    for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
        uint64_t number = call_number(call, filters[i].param);
        if (number != 0)
            live_wish_add(wish, filters[i].column, number);
    }
    if (test.ptr != NULL)
        live_wish_add(wish, "is_test", str_is_equal(test, STR("true")));
}

/* A browser that comes back says where it was; that is later than the address it began with. */
static uint64_t read_after(struct call *call)
{
    struct str header = http_header_find(call->request, STR("Last-Event-ID"));
    uint64_t after = call_number(call, "after");
    uint64_t id = 0;

    if (header.ptr == NULL)
        return after;
    if (num_parse_u64(header, INT64_MAX, &id) != OK)
        call_refuse(call, 400, "Last-Event-ID", "Last-Event-ID must be an event's id.");
    return id;
}

static int64_t read_end(struct call *call)
{
    struct str text = call_param(call, "seconds");
    uint64_t seconds = 0;

    if (text.ptr == NULL)
        return 0;
    if (num_parse_u64(text, LIVE_SECONDS_MAX, &seconds) != OK)
        call_refuse(call, 400, "seconds", "seconds must be a number from 0 to %d.",
                    LIVE_SECONDS_MAX);
    return clock_mono_ms() + (int64_t)seconds * 1000;
}

static bool take_place(struct call *call)
{
    if (call->is_answered)
        return false;
    if (atomic_fetch_add(&call->api->live->places, 1) < LIVE_CLIENTS_MAX)
        return true;
    (void)atomic_fetch_sub(&call->api->live->places, 1);
    call->more_headers = STR("Retry-After: 10\r\n");
    call_refuse(call, 503, "", "There are %d live views already: close one.", LIVE_CLIENTS_MAX);
    return false;
}

/* A proxy before us is told not to hold it back. */
static struct http_stream *begin_stream(struct call *call)
{
    struct http_reply head = {.status = 200, .content_type = STR("text/event-stream")};

    head.headers = arena_format(call->exchange->arena, API_HEADERS "X-Accel-Buffering: no\r\n%.*s",
                                STR_FMT(call->last_headers));
    call->last_headers = STR_NONE;
    call->is_answered = true;
    struct http_stream *stream = http_stream_begin(call->exchange, &head);
    http_stream_keep(stream);
    return stream;
}

/* An EventSource sends no header of its own, so that a page names its language here. */
static enum say_language read_language(struct call *call)
{
    struct str named = call_word(call, "lang", "en fr");

    return named.ptr != NULL ? say_language_of(named) : say_language();
}

void live_answer(struct call *call)
{
    struct live *live = call->api->live;
    struct live_client read = {.api = call->api,
                               .exchange = call->exchange,
                               .user_id = call->user != NULL ? call->user->id : 0,
                               .session_id = call->session_id,
                               .language = read_language(call)};

    read_wish(call, &read.wish);
    read.after_id = read_after(call);
    read.end_mono_ms = read_end(call);
    read.told_max = call_param(call, "limit").ptr != NULL ? call_limit(call) : 0;
    if (!take_place(call))
        return;
    struct live_client *client = heap_make(1, sizeof(*client));
    *client = read;
    client->stream = begin_stream(call);
    CHECK(pthread_mutex_lock(&live->lock) == 0);
    client->next = live->joining;
    live->joining = client;
    CHECK(pthread_cond_signal(&live->changed) == 0);
    CHECK(pthread_mutex_unlock(&live->lock) == 0);
}
