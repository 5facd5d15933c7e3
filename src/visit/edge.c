#include "visit/edge.h"

#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/clock.h"
#include "model/scope.h"
#include "visit/address.h"
#include "visitor/visitor.h"

#define SPARE_MAX 1024

/* --- The catalogue -------------------------------------------------------- */

void edge_publish(struct edge *edge, struct snapshot *snapshot)
{
    pthread_mutex_lock(&edge->lock);
    struct snapshot *old = edge->snapshot;
    edge->snapshot = snapshot;
    edge->version = snapshot_version(snapshot);
    pthread_mutex_unlock(&edge->lock);
    snapshot_drop(old);
}

struct snapshot *edge_hold_snapshot(struct edge *edge)
{
    pthread_mutex_lock(&edge->lock);
    struct snapshot *snapshot = snapshot_hold(edge->snapshot);
    pthread_mutex_unlock(&edge->lock);
    return snapshot;
}

static void take_pictures(struct edge_loop *loop)
{
    struct edge *edge = loop->edge;
    if (edge->places != NULL)
        places_renew(edge->places, &loop->places, &loop->places_version);
    if (loop->snapshot != NULL && loop->snapshot_version == edge->version)
        return;
    snapshot_drop(loop->snapshot);
    loop->snapshot = edge_hold_snapshot(edge);
    loop->snapshot_version = snapshot_version(loop->snapshot);
}

void edge_begin_request(struct edge_loop *loop)
{
    loop->began_mono_us = clock_mono_us();
    take_pictures(loop);
}

const struct snapshot *edge_snapshot(const struct edge_loop *loop)
{
    return loop->snapshot;
}

void edge_fill_visitor(const struct edge_loop *loop, const struct http_request *request,
                       const struct net_address *address, const struct hints_said *said,
                       struct visitor_facts *facts)
{
    if (loop->places != NULL)
        place_set_fill(loop->places, address, facts);
    if (loop->devices != NULL)
        device_fill(loop->devices, request, said, facts);
}

static bool is_listed(const struct edge_loop *loop, const struct workspace *workspace,
                      const struct net_address *address, struct str agent)
{
    const struct bot_lists *lists = &workspace->settings.bots;
    return bots_have_address(lists, address) ||
           (bots_ask_agents(lists) && listed_has_agent(loop->listed, lists, workspace->id,
                                                       snapshot_version(loop->snapshot), agent));
}

uint64_t edge_signals(const struct edge_loop *loop, uint64_t workspace_id,
                      const struct http_request *request, const struct net_address *address,
                      const struct visitor_facts *facts)
{
    const struct workspace *workspace = snapshot_workspace(edge_snapshot(loop), workspace_id);
    struct str agent = http_header_find(request, STR("User-Agent"));
    const struct edge *edge = loop->edge;
    unsigned count =
        edge->frequent_from == 0 ? 0 : frequency_count(edge->frequency, address, clock_wall_ms());
    return signals_of(&(struct signals_case){
        .request = request,
        .facts = facts,
        .is_listed = workspace != NULL && is_listed(loop, workspace, address, agent),
        .is_frequent = edge->frequent_from > 0 && count >= edge->frequent_from,
    });
}

/* --- Waits ---------------------------------------------------------------- */

static void wait_free(struct edge_wait *wait)
{
    arena_free(wait->arena);
    free(wait);
}

static void wait_release(struct edge_wait *wait)
{
    struct edge_loop *loop = wait->loop;
    snapshot_drop(TAKE(wait->snapshot));
    arena_reset(wait->arena);
    if (loop->spare_count == SPARE_MAX) {
        wait_free(wait);
        return;
    }
    wait->after = loop->spare;
    loop->spare = wait;
    loop->spare_count++;
}

static void waiting_add(struct edge_wait *wait)
{
    struct edge_loop *loop = wait->loop;
    wait->after = NULL;
    wait->before = loop->waiting_last[wait->kind];
    if (wait->before != NULL)
        wait->before->after = wait;
    else
        loop->waiting_first[wait->kind] = wait;
    loop->waiting_last[wait->kind] = wait;
}

static void waiting_remove(struct edge_wait *wait)
{
    struct edge_loop *loop = wait->loop;
    if (wait->before != NULL)
        wait->before->after = wait->after;
    else
        loop->waiting_first[wait->kind] = wait->after;
    if (wait->after != NULL)
        wait->after->before = wait->before;
    else
        loop->waiting_last[wait->kind] = wait->before;
}

static void wait_answer(struct edge_wait *wait, enum err result)
{
    waiting_remove(wait);
    wait->is_given_up = result == ERR_TIMEOUT;
    wait->answer(wait, result);
    enum edge_wait_kind kind = wait->kind == EDGE_WAIT_LIMITED ? EDGE_WAIT_CLICK : wait->kind;
    latency_add(&wait->loop->latencies[kind], clock_mono_us() - wait->began_mono_us);
    wait->exchange = NULL;
}

static void on_done(struct ledger_job *job, enum err result)
{
    struct edge_wait *wait = (struct edge_wait *)job;
    wait->loop->out--;
    if (wait->settle != NULL)
        wait->settle(wait, result);
    if (wait->exchange != NULL)
        wait_answer(wait, result);
    wait_release(wait);
}

struct edge_wait *edge_wait_make(struct edge_loop *loop, struct http_exchange *exchange,
                                 enum edge_wait_kind kind)
{
    struct edge_wait *wait = loop->spare;
    struct arena *arena;
    if (wait != NULL) {
        loop->spare = wait->after;
        loop->spare_count--;
        arena = wait->arena;
    } else {
        wait = heap_make(1, sizeof(*wait));
        arena = arena_make(EDGE_WAIT_ARENA_BYTES);
    }
    *wait = (struct edge_wait){.job = {.done = on_done, .id_count = 1},
                               .loop = loop,
                               .exchange = exchange,
                               .began_mono_us = loop->began_mono_us,
                               .arena = arena,
                               .kind = kind};
    wait->snapshot = snapshot_hold(loop->snapshot);
    return wait;
}

void edge_wait_drop(struct edge_wait *wait)
{
    CHECK(wait->exchange == NULL);
    wait_release(wait);
}

void edge_wait_submit(struct edge_wait *wait)
{
    struct edge *edge = wait->loop->edge;
    if (wait->exchange != NULL) {
        int64_t wait_ms =
            wait->kind == EDGE_WAIT_CLICK ? edge->click_wait_ms : edge->postback_wait_ms;
        wait->deadline_mono_ms = clock_mono_ms() + wait_ms;
        waiting_add(wait);
    }
    wait->loop->out++;
    ledger_port_add(wait->loop->port, &wait->job);
}

/* --- The loop's life ------------------------------------------------------ */

static void loops_add(struct edge_loop *loop)
{
    struct edge *edge = loop->edge;
    pthread_mutex_lock(&edge->lock);
    CHECK(edge->loop_count < EDGE_LOOPS_MAX);
    edge->loops[edge->loop_count++] = loop;
    pthread_mutex_unlock(&edge->lock);
}

static void loops_remove(struct edge_loop *loop)
{
    struct edge *edge = loop->edge;
    size_t i = 0;
    pthread_mutex_lock(&edge->lock);
    while (edge->loops[i] != loop)
        i++;
    edge->loops[i] = edge->loops[--edge->loop_count];
    pthread_mutex_unlock(&edge->lock);
}

struct latency_total edge_latency(struct edge *edge, enum edge_wait_kind kind)
{
    struct latency_total total = {.sum_us = 0};
    pthread_mutex_lock(&edge->lock);
    for (size_t i = 0; i < edge->loop_count; i++)
        latency_read(&edge->loops[i]->latencies[kind], &total);
    pthread_mutex_unlock(&edge->lock);
    return total;
}

struct device_cache_counters edge_device_counters(struct edge *edge)
{
    struct device_cache_counters sum = {0};
    pthread_mutex_lock(&edge->lock);
    for (size_t i = 0; i < edge->loop_count; i++) {
        if (edge->loops[i]->devices == NULL)
            continue;
        struct device_cache_counters one = device_desk_counters(edge->loops[i]->devices);
        sum.hits += one.hits;
        sum.misses += one.misses;
        sum.pushed_out += one.pushed_out;
        sum.entries += one.entries;
        sum.bytes += one.bytes;
    }
    pthread_mutex_unlock(&edge->lock);
    return sum;
}

static void on_ledger_wake(void *context)
{
    http_loop_wake(((struct edge_loop *)context)->http);
}

static void *loop_start(void *context, struct http_loop *http)
{
    struct edge_loop *loop = heap_make(1, sizeof(*loop));
    loop->edge = context;
    loop->http = http;
    loop->port = ledger_port_open(loop->edge->ledger, on_ledger_wake, loop);
    if (loop->edge->devices != NULL)
        loop->devices = device_desk_make(loop->edge->devices, loop->edge->loop_max);
    loop->listed = listed_make();
    randombytes_buf(loop->random, sizeof(loop->random));
    edge_begin_request(loop);
    loops_add(loop);
    return loop;
}

static void loop_turn(void *context)
{
    ledger_port_flush(((struct edge_loop *)context)->port);
}

static void loop_woken(void *context)
{
    (void)ledger_port_collect(((struct edge_loop *)context)->port);
}

static void loop_tick(void *context, int64_t mono_ms)
{
    struct edge_loop *loop = context;
    take_pictures(loop); /* so that one without requests lets go of old pictures */
    /* Only a job that the ledger has may claim an id (ledger_claim_id()). */
    ledger_port_flush(loop->port);
    for (size_t kind = 0; kind < EDGE_WAIT_KINDS; kind++) {
        while (loop->waiting_first[kind] != NULL &&
               loop->waiting_first[kind]->deadline_mono_ms <= mono_ms)
            wait_answer(loop->waiting_first[kind], ERR_TIMEOUT);
    }
}

static void loop_stop(void *context)
{
    struct edge_loop *loop = context;
    ledger_port_flush(loop->port);
    /* What the ledger still has comes back, committed or not: its memory is ours. */
    while (loop->out > 0) {
        if (!ledger_port_collect(loop->port))
            (void)usleep(1000);
    }
    loops_remove(loop);
    ledger_port_close(loop->port);
    ledger_reader_close(loop->reader);
    while (loop->spare != NULL) {
        struct edge_wait *wait = loop->spare;
        loop->spare = wait->after;
        wait_free(wait);
    }
    snapshot_drop(loop->snapshot);
    place_set_drop(loop->places);
    device_desk_free(loop->devices);
    listed_free(loop->listed);
    free(loop);
}

struct http_loop_hooks edge_hooks(struct edge *edge)
{
    return (struct http_loop_hooks){edge, loop_start, loop_turn, loop_woken, loop_tick, loop_stop};
}

/* --- Small things --------------------------------------------------------- */

/* xorshift128+ (Vigna 2014): fast, good enough to draw by weight. */
uint64_t edge_draw(struct edge_loop *loop)
{
    uint64_t a = loop->random[0];
    uint64_t b = loop->random[1];
    loop->random[0] = b;
    a ^= a << 23;
    loop->random[1] = a ^ b ^ (a >> 18) ^ (b >> 5);
    return loop->random[1] + b;
}

bool edge_may_sample(struct edge_loop *loop, const struct net_address *address)
{
    uint64_t hash = str_hash((struct str){(const char *)address, sizeof(*address)});
    int64_t minute = clock_mono_ms() / 60000;
    size_t slot = hash % SAMPLE_SLOTS;
    if (loop->samples[slot].minute != minute) {
        loop->samples[slot].minute = minute;
        loop->samples[slot].count = 0;
    }
    return loop->samples[slot].count++ < SAMPLE_PER_MINUTE;
}

/* A system call for each salt would cost more than the rest of a click's rows. */
static void take_salt(struct edge_loop *loop, char salt[PERSONAL_SALT_BYTES])
{
    if (loop->salts_left == 0) {
        randombytes_buf(loop->salts, sizeof(loop->salts));
        loop->salts_left = SALTS_AHEAD;
    }
    memcpy(salt, loop->salts[--loop->salts_left], PERSONAL_SALT_BYTES);
}

static enum address_kept address_kept(const struct snapshot *snapshot, uint64_t workspace_id)
{
    const struct workspace *workspace = snapshot_workspace(snapshot, workspace_id);
    enum address_kept strictest = ADDRESS_FULL;
    if (workspace != NULL)
        return workspace->settings.address_kept;
    for (uint64_t id = 1; id <= WORKSPACES_MAX; id++) {
        workspace = snapshot_workspace(snapshot, id);
        if (workspace != NULL && workspace->settings.address_kept > strictest)
            strictest = workspace->settings.address_kept;
    }
    return strictest;
}

struct str edge_address_text(const struct edge_wait *wait, uint64_t workspace_id,
                             const struct net_address *address)
{
    return address_text(wait->arena, address, address_kept(wait->snapshot, workspace_id),
                        wait->loop->edge->keys);
}

void edge_fill_personal(struct edge_wait *wait, const struct http_request *request,
                        uint64_t workspace_id, enum edge_caller caller, struct personal *personal,
                        struct str *hash)
{
    const struct edge *edge = wait->loop->edge;
    struct net_address address = visitor_address(request, edge->proxies, edge->proxy_count);
    char *salt = ARENA_ARRAY(wait->arena, char, PERSONAL_SALT_BYTES);
    uint8_t *bytes = ARENA_ARRAY(wait->arena, uint8_t, PERSONAL_HASH_BYTES);
    CHECK(salt != NULL &&
          bytes != NULL); /* the arena holds any request: the URL and the headers are bounded */
    take_salt(wait->loop, salt);
    *personal = (struct personal){
        .workspace_id = workspace_id,
        .salt = {salt, PERSONAL_SALT_BYTES},
        .visitor = personal->visitor,
        .address = caller == EDGE_VISITOR ? edge_address_text(wait, workspace_id, &address)
                                          : net_text(wait->arena, &address),
        .user_agent = arena_copy(wait->arena, http_header_find(request, STR("User-Agent"))),
        .referrer = personal->referrer.ptr != NULL
                        ? personal->referrer
                        : arena_copy(wait->arena, http_header_find(request, STR("Referer"))),
    };
    personal_hash(personal, bytes);
    *hash = (struct str){(const char *)bytes, PERSONAL_HASH_BYTES};
}

enum err edge_find_row(struct edge_loop *loop, enum ledger_table table, struct arena *arena,
                       void *row)
{
    enum err err = OK;
    if (loop->reader == NULL)
        err = ledger_reader_open(loop->edge->dir, &loop->reader);
    if (err == OK)
        err = ledger_reader_find(loop->reader, table, arena, row);
    if (err == ERR_IO) /* the next one begins anew */
        ledger_reader_close(TAKE(loop->reader));
    return err;
}

void edge_reply_try_again(struct http_exchange *exchange)
{
    http_reply(exchange, &(struct http_reply){.status = 503,
                                              .content_type = STR("text/plain; charset=utf-8"),
                                              .headers = STR(EDGE_RETRY_AFTER
                                                             "Cache-Control: no-store\r\n"
                                                             "X-Content-Type-Options: nosniff\r\n"),
                                              .body = STR(EDGE_TRY_AGAIN)});
}

void edge_reply_text(struct http_exchange *exchange, unsigned status, struct str text)
{
    http_reply(exchange,
               &(struct http_reply){
                   .status = status,
                   .content_type = STR("text/plain; charset=utf-8"),
                   .headers = STR("Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"),
                   .body = text});
}
