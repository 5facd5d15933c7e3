/* edge - the process that visitors and networks meet: tracking and network listeners, the ledger's
 * only writer, the courier. It reads the catalogue into a snapshot; the desk speaks to it over a
 * local socket. Nothing that a person asks for runs here. */
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/num.h"
#include "base/uri.h"
#include "convert/convert.h"
#include "courier/courier.h"
#include "fetch/fetch.h"
#include "model/catalog.h"
#include "network/budgets.h"
#include "network/cappings.h"
#include "network/hosts.h"
#include "network/network.h"
#include "network/refusals.h"
#include "network/zone_script.h"
#include "serve/listen.h"
#include "serve/metrics.h"
#include "serve/operate.h"
#include "serve/retention.h"
#include "serve/serve.h"
#include "serve/visitor_state.h"
#include "visit/direct.h"
#include "visit/hop.h"
#include "visit/host.h"
#include "visit/redirect.h"
#include "visit/click.h"
#include "visit/late.h"
#include "visit/script.h"
#include "visit/visit.h"

#define CATALOG_LOOK_MS     200
#define PLACES_EVERY        5 /* of these looks one is at the databases too */
#define END_GRACE_MS        5000
#define TRACKING_BODY_BYTES 16384
#define METRICS_BYTES_MAX   65536
#define DAY_MS              (INT64_C(24) * 3600 * 1000)

struct edge_process {
    const struct settings *settings;
    struct edge edge;
    struct keys *keys;
    struct catalog *catalog; /* asked for its version only */
    struct courier *courier;
    struct retention *retention;
    struct http_server *server;
    struct http_server *control;
    pthread_mutex_t reload_lock;
    pthread_t watch_thread;
    char rules[DEVICE_PATH_MAX]; /* of user agents */
    bool has_own_rules;          /* they came with the program */
    char crawlers[DEVICE_PATH_MAX];
    int64_t started_mono_ms;
    _Atomic bool is_ending;
};

/* --- Routes --------------------------------------------------------------- */

static void refuse_method(struct http_exchange *exchange, struct str allow)
{
    http_reply(exchange,
               &(struct http_reply){
                   .status = 405,
                   .content_type = STR("text/plain; charset=utf-8"),
                   .headers = arena_format(exchange->arena, "Allow: %.*s\r\n", STR_FMT(allow)),
                   .body = arena_format(exchange->arena, "ERROR: method not allowed, use %.*s",
                                        STR_FMT(allow))});
}

static bool is_get(const struct http_request *request)
{
    return request->method == HTTP_METHOD_GET;
}

static bool is_get_or_head(const struct http_request *request)
{
    return is_get(request) || request->method == HTTP_METHOD_HEAD;
}

static bool is_get_or_post(const struct http_request *request)
{
    return is_get(request) || request->method == HTTP_METHOD_POST;
}

static bool is_path(const struct http_request *request, const char *path)
{
    return str_is_equal(request->path, str_from_c(path));
}

/* Whoever asks gets the image; only a GET is a conversion. */
static void handle_pixel(struct http_exchange *exchange, struct edge_loop *loop)
{
    is_get(exchange->request) ? convert_handle_pixel(exchange, loop)
                              : direct_reply_gif(exchange, STR_NONE);
}

/* A page's visit. Whoever asks for the image gets it; only a GET is a visit. */
static void handle_page(struct http_exchange *exchange, struct edge_loop *loop, struct str key,
                        enum visit_via via)
{
    if (is_get(exchange->request))
        visit_handle_page(exchange, loop, key, via);
    else if (via == VISIT_VIA_PIXEL)
        direct_reply_gif(exchange, STR_NONE);
    else
        refuse_method(exchange, STR("GET"));
}

static void handle_tracking(struct http_exchange *exchange, void *context, void *loop)
{
    const struct edge_process *process = context;
    const struct http_request *request = exchange->request;
    size_t number;
    struct str key;
    enum visit_via via;
    edge_begin_request(loop);
    if (is_path(request, "/postback"))
        is_get_or_post(request) ? convert_handle(exchange, loop)
                                : refuse_method(exchange, STR("GET, POST"));
    else if (is_path(request, "/conversion.gif"))
        handle_pixel(exchange, loop);
    else if (is_path(request, "/t.js"))
        is_get_or_head(request) ? script_handle(exchange)
                                : refuse_method(exchange, STR("GET, HEAD"));
    else if (direct_is_path(request->path, &key, &via))
        handle_page(exchange, loop, key, via);
    else if (is_path(request, HOP_PATH))
        is_get_or_head(request) ? redirect_handle_hop(exchange, process->keys)
                                : refuse_method(exchange, STR("GET, HEAD"));
    else if (click_is_path(request->path, &number))
        is_get_or_head(request) ? click_handle(exchange, loop, number)
                                : refuse_method(exchange, STR("GET, HEAD"));
    else if (visit_is_key_path(request->path))
        is_get_or_head(request) ? visit_handle(exchange, loop)
                                : refuse_method(exchange, STR("GET, HEAD"));
    else
        host_reply_unknown(exchange, host_find(loop, request),
                           STR("ERROR: nothing is served here"));
}

static bool is_network_host(const struct edge_process *process, struct str host)
{
    const struct settings *settings = process->settings;
    return network_knows_host(&(struct network_hosts){str_from_c(settings->network_url),
                                                      str_from_c(settings->network_hosts)},
                              host);
}

static void handle_network(struct http_exchange *exchange, void *context, void *loop)
{
    const struct http_request *request = exchange->request;
    edge_begin_request(loop);
    if (!is_network_host(context, request->host))
        edge_reply_text(exchange, 421, STR("ERROR: nothing is served under this host's name"));
    else if (is_path(request, "/tag.php"))
        is_get(request) ? network_handle_tag(exchange, loop) : refuse_method(exchange, STR("GET"));
    else if (is_path(request, "/z.js"))
        is_get_or_head(request) ? network_handle_script(exchange)
                                : refuse_method(exchange, STR("GET, HEAD"));
    else if (str_has_prefix(request->path, STR("/zone/")))
        is_get_or_head(request) ? network_handle_zone(exchange, loop)
                                : refuse_method(exchange, STR("GET, HEAD"));
    else if (str_has_prefix(request->path, STR("/imp/")))
        is_get_or_head(request) ? network_handle_impression(exchange, loop)
                                : refuse_method(exchange, STR("GET, HEAD"));
    else if (str_has_prefix(request->path, STR("/go/")))
        is_get_or_head(request) ? network_handle_go(exchange, loop)
                                : refuse_method(exchange, STR("GET, HEAD"));
    else
        edge_reply_text(exchange, 404, STR("ERROR: nothing is served here"));
}

/* --- The catalogue -------------------------------------------------------- */

/* Serves the catalogue as of that version at least. */
static enum err reload(struct edge_process *process, uint64_t version)
{
    enum err err = OK;
    struct snapshot *snapshot;
    pthread_mutex_lock(&process->reload_lock);
    if (process->edge.snapshot == NULL || process->edge.version < version) {
        err = snapshot_load(process->settings->data, &snapshot);
        if (err == OK)
            edge_publish(&process->edge, snapshot);
    }
    pthread_mutex_unlock(&process->reload_lock);
    return err;
}

/* The backstop for writes that nobody announced, and for databases that were exchanged. */
static void *watch_main(void *context)
{
    struct edge_process *process = context;
    uint64_t version;
    unsigned looks = 0;
    while (!process->is_ending) {
        if (catalog_version(process->catalog, &version) == OK && version > process->edge.version)
            (void)reload(process, version); /* logged; looked at again in a moment */
        if (++looks % PLACES_EVERY == 0)
            places_look(process->edge.places);
        (void)usleep(CATALOG_LOOK_MS * 1000);
    }
    return NULL;
}

/* --- What the desk asks over the local socket ----------------------------- */

static void write_edge_metrics(struct edge_process *process, struct buf *buf)
{
    struct edge *edge = &process->edge;
#define X(name, help)                                                                              \
    metrics_write(buf, "rebond_" #name "_total", "counter", help, edge->counters.name);
    EDGE_COUNTERS(X)
#undef X
    struct ledger_counters ledger = ledger_counters(edge->ledger);
    metrics_write(buf, "rebond_ledger_batches_total", "counter", "batches committed",
                  ledger.batches);
    metrics_write(buf, "rebond_ledger_entries_total", "counter", "entries committed",
                  ledger.entries);
    metrics_write(buf, "rebond_ledger_failed_batches_total", "counter",
                  "batches that did not commit", ledger.failed_batches);
    metrics_write(buf, "rebond_ledger_failing", "gauge", "1: the last batch did not commit",
                  ledger.failing);
    metrics_write(buf, "rebond_ledger_queue", "gauge", "jobs that wait for the writer",
                  ledger.queue);
    metrics_write(buf, "rebond_ledger_wal_bytes", "gauge", "size of the write-ahead log",
                  ledger.wal_bytes);
    metrics_write(buf, "rebond_clicks_kept", "gauge",
                  "clicks of failed batches that wait for a later one", ledger.kept);
    metrics_write(buf, "rebond_clicks_kept_recorded_total", "counter", "clicks recorded late",
                  ledger.kept_recorded);
    metrics_write(buf, "rebond_clicks_lost_total", "counter", "clicks that were never recorded",
                  ledger.kept_lost);
    metrics_write(buf, "rebond_loading_entries", "gauge",
                  "entries of demo data that are written and not committed yet",
                  edge->loading_entries);
    struct visitors_counters visitors = visitors_counters(edge->visitors);
    metrics_write(buf, "rebond_visitors_known", "gauge",
                  "visitors remembered to tell unique visits", visitors.known);
    metrics_write(buf, "rebond_visitors_pushed_out_total", "counter",
                  "visitors that gave way to newer ones", visitors.pushed_out);
    metrics_write(buf, "rebond_visitors_reading", "gauge",
                  "1: visitors of before the start are still being read back", visitors.is_reading);
    visitor_state_write_metrics(edge, buf);
    if (process->retention != NULL)
        metrics_write(buf, "rebond_personal_forgotten_total", "counter",
                      "entries whose personal fields were deleted for their age",
                      retention_forgotten(process->retention));
    struct courier_counters courier = courier_counters(process->courier);
    metrics_write(buf, "rebond_courier_running", "gauge", "postbacks being sent", courier.running);
    metrics_write(buf, "rebond_courier_delivered_total", "counter",
                  "attempts answered with success", courier.delivered);
    metrics_write(buf, "rebond_courier_duplicate_total", "counter",
                  "attempts that the receiver had counted already", courier.duplicate);
    metrics_write(buf, "rebond_courier_refused_total", "counter", "attempts refused",
                  courier.refused);
    metrics_write(buf, "rebond_courier_retrying_total", "counter", "attempts to be tried again",
                  courier.retrying);
    metrics_write(buf, "rebond_courier_failed_total", "counter", "postbacks given up",
                  courier.failed);
    struct latency_total clicks = edge_latency(edge, EDGE_WAIT_CLICK);
    metrics_write_latency(buf, "rebond_click_seconds",
                          "clicks of all kinds, from the request to its answer, which waits for "
                          "the disk",
                          &clicks);
    struct latency_total postbacks = edge_latency(edge, EDGE_WAIT_POSTBACK);
    metrics_write_latency(buf, "rebond_postback_seconds",
                          "postbacks and goal calls, from the request to its answer, which waits "
                          "for the disk",
                          &postbacks);
    struct http_counters http = http_server_counters(process->server);
    metrics_write(buf, "rebond_http_connections", "gauge", "open connections",
                  http.connections_open);
    metrics_write(buf, "rebond_http_connections_total", "counter", "connections accepted",
                  http.connections_accepted);
    metrics_write(buf, "rebond_http_connections_refused_total", "counter",
                  "connections over a limit", http.connections_refused);
    metrics_write(buf, "rebond_http_connections_late_total", "counter",
                  "connections cut at a deadline", http.connections_late);
    metrics_write(buf, "rebond_http_requests_total", "counter", "requests", http.requests);
    metrics_write(buf, "rebond_http_requests_malformed_total", "counter", "malformed requests",
                  http.requests_malformed);
    struct fetch_counters fetch = fetch_counters();
    metrics_write(buf, "rebond_fetch_opened_public_total", "counter",
                  "outgoing connections to public addresses", fetch.opened_public);
    metrics_write(buf, "rebond_fetch_opened_private_total", "counter",
                  "outgoing connections to private addresses", fetch.opened_private);
    metrics_write(buf, "rebond_fetch_opened_loopback_total", "counter",
                  "outgoing connections to loopback addresses", fetch.opened_loopback);
    metrics_write(buf, "rebond_fetch_refused_total", "counter",
                  "outgoing connections refused by the guard", fetch.refused);
    metrics_write_process(buf, "edge", process->started_mono_ms);
}

static void reply_metrics(struct http_exchange *exchange, struct edge_process *process,
                          struct http_reply *reply)
{
    struct buf buf = buf_in_arena(exchange->arena, METRICS_BYTES_MAX);
    write_edge_metrics(process, &buf);
    reply->status = 200;
    reply->content_type = STR("text/plain; charset=utf-8");
    reply->body = buf_str(&buf);
}

static void reply_visitors(struct http_exchange *exchange, struct edge_process *process,
                           struct http_reply *reply)
{
    reply->status = 200;
    reply->content_type = STR("application/json");
    reply->body = visitor_state_text(&process->edge, process->has_own_rules, exchange->arena);
}

static void reply_catalog(struct http_exchange *exchange, struct edge_process *process,
                          struct str text, struct http_reply *reply)
{
    uint64_t version;
    if (num_parse_u64(text, INT64_MAX, &version) != OK) {
        reply->status = 400;
        reply->body = STR("a version is a number");
        return;
    }
    enum err err = reload(process, version);
    reply->status = err == OK && process->edge.version >= version ? 200 : 503;
    reply->body = arena_format(exchange->arena, "%" PRIu64, process->edge.version);
}

static void reply_operation(struct http_exchange *exchange, struct edge_process *process,
                            struct http_reply *reply)
{
    reply->content_type = STR("application/json");
    reply->body = operate(&process->edge, exchange->request->body, exchange->arena, &reply->status);
}

/* PUT /catalog/VERSION: serve it, then answer. POST /operations: serve/operate.c. GET /metrics and
 * /visitors. */
static void work_control(struct http_exchange *exchange, void *context, struct http_reply *reply)
{
    const struct str catalog = STR("/catalog/");
    const struct http_request *request = exchange->request;
    if (is_get(request) && is_path(request, "/metrics"))
        reply_metrics(exchange, context, reply);
    else if (is_get(request) && is_path(request, "/visitors"))
        reply_visitors(exchange, context, reply);
    else if (request->method == HTTP_METHOD_PUT && str_has_prefix(request->path, catalog))
        reply_catalog(exchange, context, str_slice(request->path, catalog.len, request->path.len),
                      reply);
    else if (request->method == HTTP_METHOD_POST && is_path(request, "/operations"))
        reply_operation(exchange, context, reply);
    else
        reply->status = 404;
}

static void handle_control(struct http_exchange *exchange, void *context, void *loop)
{
    (void)loop;
    http_work(exchange, work_control, context);
}

/* --- The start and the end ------------------------------------------------ */

static struct http_limits edge_limits(const struct settings *settings)
{
    struct http_limits limits = http_limits_default();
    limits.body_bytes_max = TRACKING_BODY_BYTES;
    limits.connections_max = (unsigned)settings->http_connections_max;
    limits.connections_per_address_max = (unsigned)settings->http_connections_per_address;
    limits.header_deadline_ms = settings->http_header_deadline_ms;
    limits.body_deadline_ms = settings->http_body_deadline_ms;
    limits.idle_deadline_ms = settings->http_idle_deadline_ms;
    return limits;
}

static enum err open_ledger(struct edge_process *process)
{
    const struct settings *settings = process->settings;
    struct ledger_options options = {
        .node = (unsigned)settings->node,
        .relaxed_clicks = strcmp(settings->click_durability, "interval") == 0,
        .relaxed_sync_ms = settings->click_durability_ms,
    };
    return ledger_open(settings->data, &options, &process->edge.ledger);
}

static void fill_edge(struct edge_process *process)
{
    const struct settings *settings = process->settings;
    struct edge *edge = &process->edge;
    edge->dir = settings->data;
    edge->late = late_make();
    edge->keys = process->keys;
    edge->click_wait_ms = settings->click_wait_ms;
    edge->postback_wait_ms = settings->postback_wait_ms;
    edge->conversion_window_ms = settings->conversion_window_days * DAY_MS;
    edge->is_https = strncmp(settings->tracking_url, "https://", strlen("https://")) == 0;
    const char *scheme = strstr(settings->tracking_url, "://");
    snprintf(edge->default_host, sizeof(edge->default_host), "%s",
             scheme != NULL ? scheme + strlen("://") : settings->tracking_listen);
    edge->places = serve_open_places(settings);
    process->has_own_rules = serve_find_device_rules(settings, process->rules);
    serve_find_crawlers(settings, process->crawlers);
    edge->devices = devices_open(process->rules, process->crawlers);
    edge->frequency = frequency_make();
    edge->frequent_from = (unsigned)settings->bots_frequent_from;
    edge->proxy_count = settings->http_trusted_proxies.count;
    memcpy(edge->proxies, settings->http_trusted_proxies.ranges, sizeof(edge->proxies));
    CHECK(pthread_mutex_init(&edge->lock, NULL) == 0);
    CHECK(pthread_mutex_init(&process->reload_lock, NULL) == 0);
}
_Static_assert(SETTINGS_RANGES_MAX == EDGE_PROXIES_MAX && SETTINGS_RANGES_MAX == FETCH_ALLOW_MAX,
               "lists of networks are of one size");

static enum err open_courier(struct edge_process *process)
{
    const struct settings *settings = process->settings;
    struct courier_options options = {
        .policy = {.timeout_ms = settings->courier_timeout_ms,
                   .connect_timeout_ms = settings->courier_timeout_ms,
                   .redirects_max = FETCH_REDIRECTS_MAX},
        .schedule = {.count = settings->courier_retry.count},
    };
    options.policy.allow_private_count = settings->courier_allow_private.count;
    memcpy(options.policy.allow_private, settings->courier_allow_private.ranges,
           sizeof(options.policy.allow_private));
    memcpy(options.schedule.waits_ms, settings->courier_retry.ms,
           sizeof(options.schedule.waits_ms));
    return courier_open(&process->edge, &options, &process->courier);
}
_Static_assert(SETTINGS_WAITS_MAX == COURIER_RETRIES_MAX, "schedules are of one size");

/* The supervisor's sockets, or our own when started alone. */
static enum err get_sockets(const struct settings *settings, struct listen_group *tracking,
                            struct listen_group *network)
{
    size_t threads = serve_edge_threads(settings);
    if (listen_import("tracking", tracking) && listen_import("network", network))
        return OK;
    enum err err = listen_bind("tracking", settings->tracking_listen, threads, tracking);
    return err == OK ? listen_bind("network", settings->network_listen, threads, network) : err;
}

static enum err open_servers(struct edge_process *process, int dir_fd)
{
    struct listen_group tracking, network;
    int control;
    enum err err = get_sockets(process->settings, &tracking, &network);
    if (err != OK)
        return err;
    struct http_limits limits = edge_limits(process->settings);
    struct http_listener listeners[] = {
        {"tracking", handle_tracking, process, tracking.sockets, tracking.count, limits},
        {"network", handle_network, process, network.sockets, network.count, limits},
    };
    devices_wait(process->edge.devices); /* read meanwhile */
    process->edge.loop_max = tracking.count;
    struct http_loop_hooks hooks = edge_hooks(&process->edge);
    err = http_server_open(listeners, ARRAY_LEN(listeners), (unsigned)tracking.count, &hooks,
                           &process->server);
    if (err == OK)
        err = listen_bind_local(dir_fd, EDGE_SOCKET, &control);
    if (err != OK)
        return err;
    limits = http_limits_default();
    limits.body_bytes_max = OPERATION_BYTES_MAX;
    limits.arena_bytes_max = OPERATION_ARENA_BYTES;
    struct http_listener local = {"control", handle_control, process, &control, 1, limits};
    return http_server_open(&local, 1, 1, &(struct http_loop_hooks){0}, &process->control);
}

static enum err edge_start(struct edge_process *process, int dir_fd)
{
    const char *dir = process->settings->data;
    enum err err = serve_lock(dir_fd, EDGE_LOCK, "edge");
    if (err == OK)
        err = keys_open(dir, &process->keys);
    if (err == OK)
        err = catalog_open(dir, &process->catalog);
    if (err != OK)
        return err;
    fill_edge(process);
    err = reload(process, 0);
    if (err == OK)
        err = open_ledger(process);
    if (err == OK)
        process->edge.visitors =
            visitors_open(dir, process->keys, (size_t)process->settings->uniqueness_visitors_max);
    if (err == OK)
        err = budgets_open(dir, &process->edge.budgets);
    if (err == OK)
        process->edge.cappings = cappings_open(dir, process->edge.snapshot);
    if (err == OK)
        process->edge.refusals = refusals_open(&process->edge);
    if (err == OK)
        err = open_courier(process);
    if (err == OK)
        err = open_servers(process, dir_fd);
    return err;
}

/* In the reverse of the start: no visitor first, the ledger last. */
static void edge_end(struct edge_process *process)
{
    http_server_close(process->control, 0);
    http_server_close(process->server, END_GRACE_MS);
    courier_close(process->courier, END_GRACE_MS);
    refusals_close(process->edge.refusals);
    ledger_close(process->edge.ledger);
    late_free(process->edge.late);
    cappings_close(process->edge.cappings);
    budgets_close(process->edge.budgets);
    visitors_close(process->edge.visitors);
    places_close(process->edge.places);
    devices_close(process->edge.devices);
    frequency_free(process->edge.frequency);
    snapshot_drop(process->edge.snapshot);
    catalog_close(process->catalog);
    keys_free(process->keys);
}

int serve_edge(const struct settings *settings)
{
    struct edge_process *process = heap_make(1, sizeof(*process));
    process->settings = settings;
    process->started_mono_ms = clock_mono_ms();
    int dir_fd;
    log_set_process("edge");
    (void)prctl(PR_SET_NAME, "rebond-edge"); /* as ps and top show it */
    serve_block_signals();
    if (!serve_follow_supervisor())
        return 1;
    serve_raise_limits(settings);
    if (serve_open_folder(settings->data, &dir_fd) != OK)
        return 1;
    enum err err = edge_start(process, dir_fd);
    if (err != OK) {
        log_error("edge", "cannot start: %s", err_text(err));
        free(process); /* the rest goes with the process */
        return 1;
    }
    CHECK(pthread_create(&process->watch_thread, NULL, watch_main, process) == 0);
    process->retention = retention_open(&process->edge);
    log_info("edge", "serving");
    serve_wait_for_end();
    log_info("edge", "ending");
    process->is_ending = true;
    pthread_join(process->watch_thread, NULL);
    retention_close(process->retention);
    edge_end(process);
    free(process);
    return 0;
}
