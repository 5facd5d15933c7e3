/* desk - the process that people meet: the JSON API on the dashboard's listener, and the
 * catalogue's writer. It reads the ledger, and speaks to the edge over its local socket. */
#include <fcntl.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "api/api.h"
#include "api/bidder_run.h"
#include "api/booking.h"
#include "api/bot_run.h"
#include "api/health_watch.h"
#include "api/sync_thread.h"
#include "base/clock.h"
#include "base/log.h"
#include "facts/projector.h"
#include "fetch/fetch.h"
#include "ledger/ledger.h"
#include "model/links.h"
#include "serve/desk_socket.h"
#include "serve/listen.h"
#include "serve/metrics.h"
#include "serve/serve.h"

#define ANNOUNCE_MS      2000
#define ANNOUNCE_STEP_MS 50
#define OPERATE_MS       30000  /* a slow disk, and a queue before it */
#define LOAD_MS          900000 /* the demo data, on a machine that is slow and busy */
#define POOL_THREADS     "16"   /* a write may wait ANNOUNCE_MS for the edge */
#define END_GRACE_MS     5000
#define NICE             10
#define OOM_SCORE        "500" /* killed before the edge, which goes by 0 */
#define IOPRIO_PROCESS   1     /* as linux/ioprio.h has them, which glibc does not show */
#define IOPRIO_IDLE      (3 << 13)

struct desk_process {
    const struct settings *settings;
    int64_t started_mono_ms;
    struct catalog *catalog;
    struct keys *keys;
    struct api *api;
    struct booking *booking;
    struct health_thread *health;
    struct bidder_thread *bidders;
    struct sync_thread *syncs;
    struct bot_thread *bots;
    struct projector *projector;
    struct places *places;
    char device_rules[DEVICE_PATH_MAX];
    char crawlers[DEVICE_PATH_MAX];
    struct desk_socket *control;
    /* NULL until it is open: its first request may be there a moment earlier. */
    _Atomic(struct http_server *) server;
    char edge_socket[64];
    char tracking_url[SETTINGS_TEXT_MAX + 16];
    struct domain_target domain_target;
    char network_url[SETTINGS_TEXT_MAX + 16];
    char own_tracking_url[SETTINGS_TEXT_MAX + 16];
    struct net_range own_tracking;
    char dashboard_url[SETTINGS_TEXT_MAX + 16];
    char v2_url[SETTINGS_TEXT_MAX + 16];
    pthread_mutex_t lock; /* guards fetcher */
    struct fetcher *fetcher;
    struct fetcher *load_fetcher; /* of the one load that runs: others do not wait for it */
};

/* --- The edge ------------------------------------------------------------- */

/* One request at a time goes to the edge; whoever waits for another's does so within its own time.
 */
static bool ask_edge(struct desk_process *process, struct arena *arena,
                     struct fetch_request request, int64_t timeout_ms, struct fetch_result *result)
{
    request.unix_socket = process->edge_socket;
    int64_t by_mono_ms = clock_mono_ms() + timeout_ms;
    struct timespec by = {.tv_sec = by_mono_ms / 1000, .tv_nsec = by_mono_ms % 1000 * 1000000};
    if (pthread_mutex_clocklock(&process->lock, CLOCK_MONOTONIC, &by) != 0)
        return false;
    enum err err = ERR_TIMEOUT;
    request.timeout_ms = by_mono_ms - clock_mono_ms();
    if (request.timeout_ms > 0)
        err = fetch_once(process->fetcher, arena, &request, result);
    pthread_mutex_unlock(&process->lock);
    return err == OK && result->reach == FETCH_ANSWERED;
}

/* Asks until the edge serves that version: it may be starting this very moment. */
static bool announce(void *context, uint64_t version)
{
    struct arena *arena = arena_make(256 * 1024);
    int64_t by_mono_ms = clock_mono_ms() + ANNOUNCE_MS;
    bool is_live = false;
    while (!is_live && clock_mono_ms() < by_mono_ms) {
        struct fetch_result result;
        struct fetch_request put = {
            .url = arena_format(arena, "http://edge/catalog/%" PRIu64, version),
            .method = STR("PUT")};
        is_live = ask_edge(context, arena, put, by_mono_ms - clock_mono_ms() + 1, &result) &&
                  result.status == 200;
        arena_reset(arena);
        if (!is_live)
            (void)usleep(ANNOUNCE_STEP_MS * 1000);
    }
    arena_free(arena);
    return is_live;
}

static struct str edge_metrics(void *context, struct arena *arena)
{
    struct fetch_result result;
    struct fetch_request get = {.url = STR("http://edge/metrics")};
    return ask_edge(context, arena, get, ANNOUNCE_MS, &result) && result.status == 200 ? result.body
                                                                                       : STR_NONE;
}

static struct str edge_visitors(void *context, struct arena *arena)
{
    struct fetch_result result;
    struct fetch_request get = {.url = STR("http://edge/visitors")};
    return ask_edge(context, arena, get, ANNOUNCE_MS, &result) && result.status == 200 ? result.body
                                                                                       : STR_NONE;
}

static struct fetch_request operation_post(struct str request)
{
    static const struct str json = {"Content-Type: application/json", 30};
    return (struct fetch_request){.url = STR("http://edge/operations"),
                                  .method = STR("POST"),
                                  .body = request,
                                  .headers = &json,
                                  .header_count = 1};
}

static unsigned load(void *context, struct arena *arena, struct str request, struct str *answer)
{
    struct desk_process *process = context;
    struct fetch_result result;
    struct fetch_request post = operation_post(request);
    post.unix_socket = process->edge_socket;
    post.timeout_ms = LOAD_MS;
    if (fetch_once(process->load_fetcher, arena, &post, &result) != OK ||
        result.reach != FETCH_ANSWERED)
        return 0;
    *answer = result.body;
    return result.status;
}

static unsigned operate(void *context, struct arena *arena, struct str request, struct str *answer)
{
    struct fetch_result result;
    struct fetch_request post = operation_post(request);
    if (!ask_edge(context, arena, post, OPERATE_MS, &result))
        return 0;
    *answer = result.body;
    return result.status;
}

static void facts_metrics(struct projector *projector, struct buf *buf)
{
    struct projector_state state = projector_state(projector);
    struct facts *facts = projector_hold(projector);
    struct facts_counters counters = {0};
    if (facts != NULL)
        counters = facts_counters(facts);
    projector_release(projector, facts);
    buf_format(buf,
               "# HELP rebond_facts_behind_seconds age of the oldest entry that reports miss\n"
               "# TYPE rebond_facts_behind_seconds gauge\n"
               "rebond_facts_behind_seconds %" PRId64 ".%03d\n",
               state.behind_ms / 1000, (int)(state.behind_ms % 1000));
    const struct {
        const char *name, *type, *help;
        uint64_t value;
    } lines[] = {
        {"rebond_facts_entries_total", "counter", "entries projected", state.entries},
        {"rebond_facts_position", "gauge", "last entry in the facts", state.position},
        {"rebond_facts_rebuilding", "gauge", "1: being made anew", state.is_rebuilding},
        {"rebond_facts_rebuilds_total", "counter", "times made anew", state.rebuilds},
        {"rebond_facts_failures_total", "counter", "loads that failed", state.failures},
        {"rebond_facts_rows_total", "counter", "rows added", counters.rows},
        {"rebond_facts_statements_total", "counter", "statements run", counters.statements},
        {"rebond_facts_statements_running", "gauge", "statements that run", counters.running},
        {"rebond_facts_statements_waiting", "gauge", "statements that wait", counters.waiting},
        {"rebond_facts_statements_refused_total", "counter", "refused: the queue was full",
         counters.refused},
        {"rebond_facts_statements_cancelled_total", "counter", "whose client left",
         counters.cancelled},
        {"rebond_facts_statements_late_total", "counter", "stopped: they took too long",
         counters.late},
        {"rebond_facts_file_bytes", "gauge", "size of the facts' file", counters.file_bytes},
    };
    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        metrics_write(buf, lines[i].name, lines[i].type, lines[i].help, lines[i].value);
}

static void own_metrics(void *context, struct buf *buf)
{
    struct desk_process *process = context;
    uint64_t version = 0;
    if (catalog_version(process->catalog, &version) == OK)
        metrics_write(buf, "rebond_catalog_version", "gauge", "version of the catalogue", version);
    facts_metrics(process->projector, buf);
    metrics_write_folder(buf, process->settings->data);
    metrics_write_process(buf, "desk", process->started_mono_ms);
    const struct http_server *server = process->server;
    if (server == NULL)
        return;
    struct http_counters http = http_server_counters(server);
    metrics_write(buf, "rebond_desk_requests_total", "counter", "requests to the desk",
                  http.requests);
    metrics_write(buf, "rebond_desk_connections", "gauge", "open connections to the desk",
                  http.connections_open);
}

/* --- The start and the end ------------------------------------------------ */

/* The public base of links: as set, or the listener's address. */
static void fill_url(char *url, size_t cap, const char *set, const char *listen)
{
    if (set[0] != '\0')
        snprintf(url, cap, "%s", set);
    else
        snprintf(url, cap, "http://%s", listen);
}

/* Where the domains of users are to lead: as set, else to the host of the links when it is a name.
 */
static void fill_target(struct desk_process *process)
{
    const struct settings *settings = process->settings;
    struct net_address address;
    struct str url = str_from_c(process->tracking_url);
    ptrdiff_t scheme = str_find(url, STR("://"));
    struct str host = str_slice(url, (size_t)scheme + strlen("://"), url.len);
    ptrdiff_t port = str_find_char(host, ':');
    host = port < 0 ? host : str_slice(host, 0, (size_t)port);
    bool is_name = net_parse_address(host, &address) != OK && str_find_char(host, '.') > 0;
    process->domain_target.alias = settings->tracking_dns_cname[0] != '\0'
                                       ? str_from_c(settings->tracking_dns_cname)
                                   : is_name ? host
                                             : STR_NONE;
    process->domain_target.addresses = settings->tracking_dns_addresses.ranges;
    process->domain_target.address_count = settings->tracking_dns_addresses.count;
}

/* Where this machine reaches the tracking listener: one that listens everywhere, by loopback. */
static enum err fill_own_tracking(struct desk_process *process)
{
    struct sockaddr_storage sockaddr;
    socklen_t len;
    struct arena *arena = arena_make(4096);
    struct str endpoint = str_from_c(process->settings->tracking_listen);
    enum err err = net_parse_endpoint(endpoint, &sockaddr, &len);
    if (err == OK) {
        struct net_address address = net_from_sockaddr((const struct sockaddr *)&sockaddr);
        struct str text = net_text(arena, &address);
        bool is_v6 = sockaddr.ss_family == AF_INET6;
        if (str_is_equal(text, STR("0.0.0.0")))
            text = STR("127.0.0.1");
        else if (str_is_equal(text, STR("::")))
            text = STR("::1");
        err = net_parse_range(text, &process->own_tracking);
        size_t port = endpoint.len;
        while (port > 0 && endpoint.ptr[port - 1] != ':')
            port--;
        snprintf(process->own_tracking_url, sizeof(process->own_tracking_url),
                 is_v6 ? "http://[%.*s]:%.*s" : "http://%.*s:%.*s", STR_FMT(text),
                 STR_FMT(str_slice(endpoint, port, endpoint.len)));
    }
    arena_free(arena);
    return err;
}

static enum err open_projector(struct desk_process *process)
{
    struct projector_options options = serve_projector_options(process->settings);
    return projector_open(&options, &process->projector);
}

/* Whatever people ask for here, visitors come first: this process gets the processor and the disk
 * that nobody else wants, and is the first to go when memory ends (DESIGN.md promise 4). What the
 * system refuses stays as it is. */
static void yield_to_the_edge(void)
{
    if (setpriority(PRIO_PROCESS, 0, NICE) != 0)
        log_warning("desk", "cannot lower the priority");
    if (syscall(SYS_ioprio_set, IOPRIO_PROCESS, 0, IOPRIO_IDLE) != 0)
        log_warning("desk", "cannot lower the disk's priority");
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, OOM_SCORE, strlen(OOM_SCORE)) < 0)
        log_warning("desk", "cannot raise oom_score_adj");
    if (fd >= 0)
        close(fd);
}

static enum err get_sockets(const char *name, const char *listen, struct listen_group *group)
{
    return listen_import(name, group) ? OK : listen_bind(name, listen, 1, group);
}

/* The public API may face strangers: their connections are bounded as those of visitors. */
static struct http_limits api_limits(const struct settings *settings)
{
    struct http_limits limits = http_limits_default();
    limits.body_bytes_max = API_V2_BODY_BYTES_MAX;
    limits.arena_bytes_max = API_ARENA_BYTES_MAX;
    limits.connections_per_address_max = (unsigned)settings->http_connections_per_address;
    limits.header_deadline_ms = settings->http_header_deadline_ms;
    limits.body_deadline_ms = settings->http_body_deadline_ms;
    limits.idle_deadline_ms = settings->http_idle_deadline_ms;
    return limits;
}

static enum err open_server(struct desk_process *process)
{
    const struct settings *settings = process->settings;
    struct listen_group dashboard, api;
    enum err err = get_sockets("dashboard", settings->dashboard_listen, &dashboard);
    if (err == OK)
        err = get_sockets("api", settings->api_listen, &api);
    if (err != OK)
        return err;
    struct http_limits limits = http_limits_default();
    limits.body_bytes_max = API_BODY_BYTES_MAX;
    limits.arena_bytes_max = API_ARENA_BYTES_MAX;
    struct http_listener listeners[] = {
        {"dashboard", api_handle, process->api, dashboard.sockets, dashboard.count, limits},
        {"api", v2_handle, process->api, api.sockets, api.count, api_limits(settings)},
    };
    struct http_server *server = NULL;
    err =
        http_server_open(listeners, ARRAY_LEN(listeners), 1, &(struct http_loop_hooks){0}, &server);
    process->server = server;
    return err;
}

_Static_assert(SETTINGS_HOSTS == LINKS_HOSTS_MAX, "every host has its pixel");

static enum err desk_start(struct desk_process *process, int dir_fd)
{
    const struct settings *settings = process->settings;
    fill_url(process->tracking_url, sizeof(process->tracking_url), settings->tracking_url,
             settings->tracking_listen);
    fill_url(process->network_url, sizeof(process->network_url), settings->network_url,
             settings->network_listen);
    enum err err = fill_own_tracking(process);
    if (err != OK)
        return err;
    fill_url(process->dashboard_url, sizeof(process->dashboard_url), settings->dashboard_url,
             settings->dashboard_listen);
    fill_url(process->v2_url, sizeof(process->v2_url), settings->api_url, settings->api_listen);
    snprintf(process->edge_socket, sizeof(process->edge_socket), "/proc/self/fd/%d/" EDGE_SOCKET,
             dir_fd);
    CHECK(pthread_mutex_init(&process->lock, NULL) == 0);
    struct fetch_policy policy = {
        .timeout_ms = ANNOUNCE_MS, .connect_timeout_ms = ANNOUNCE_MS, .transfers_max = 1};
    err = fetcher_open(&policy, &process->fetcher);
    if (err == OK)
        err = fetcher_open(&policy, &process->load_fetcher);
    if (err == OK)
        err = keys_open(settings->data, &process->keys);
    if (err == OK)
        err = catalog_open(settings->data, &process->catalog);
    if (err == OK)
        err = open_projector(process);
    if (err != OK)
        return err;
    process->places = serve_open_places(settings);
    (void)serve_find_device_rules(settings, process->device_rules);
    serve_find_crawlers(settings, process->crawlers);
    fill_target(process);
    struct api_options options = {
        .dir = settings->data,
        .catalog = process->catalog,
        .keys = process->keys,
        .projector = process->projector,
        .tracking_url = str_from_c(process->tracking_url),
        .network_url = str_from_c(process->network_url),
        .network_hosts = str_from_c(settings->network_hosts),
        .own_tracking_url = str_from_c(process->own_tracking_url),
        .own_tracking = process->own_tracking,
        .listen = str_from_c(settings->dashboard_listen),
        .dashboard_url = str_from_c(process->dashboard_url),
        .v2_url = str_from_c(process->v2_url),
        .v2_requests_per_minute = (unsigned)settings->api_requests_per_minute,
        .hosts =
            settings->dashboard_hosts[0] != '\0' ? str_from_c(settings->dashboard_hosts) : STR_NONE,
        .proxies = settings->http_trusted_proxies.ranges,
        .proxy_count = settings->http_trusted_proxies.count,
        .allow_private = settings->courier_allow_private.ranges,
        .allow_private_count = settings->courier_allow_private.count,
        .domain_target = process->domain_target,
        .health_every_ms = settings->health_every_s * 1000,
        .dns_server = settings->dns_server,
        .announce = announce,
        .edge_metrics = edge_metrics,
        .edge_visitors = edge_visitors,
        .places = process->places,
        .device_rules = process->device_rules,
        .crawlers = process->crawlers,
        .own_metrics = own_metrics,
        .operate = operate,
        .load = load,
        .context = process,
    };
    process->api = api_make(&options);
    process->booking = booking_open(process->api);
    process->health = health_thread_open(process->api);
    process->bots = bot_thread_open(process->api);
    process->bidders = bidder_thread_open(process->api, settings->bidder_every_s * 1000);
    process->syncs = sync_thread_open(process->api, settings->cost_sync_every_s * 1000);
    err = desk_socket_open(dir_fd, process->projector, (unsigned)settings->node, &process->control);
    return err == OK ? open_server(process) : err;
}

int serve_desk(const struct settings *settings)
{
    struct desk_process *process = heap_make(1, sizeof(*process));
    process->settings = settings;
    process->started_mono_ms = clock_mono_ms();
    int dir_fd;
    log_set_process("desk");
    (void)prctl(PR_SET_NAME, "rebond-desk");             /* as ps and top show it */
    (void)setenv("UV_THREADPOOL_SIZE", POOL_THREADS, 0); /* read by libuv when its pool starts */
    serve_block_signals();
    if (!serve_follow_supervisor())
        return 1;
    serve_raise_limits(settings);
    yield_to_the_edge();
    if (serve_open_folder(settings->data, &dir_fd) != OK ||
        ledger_check_schema(settings->data) == ERR_INVALID)
        return 1;
    enum err err = desk_start(process, dir_fd);
    if (err != OK) {
        log_error("desk", "cannot start: %s", err_text(err));
        free(process); /* the rest goes with the process */
        return 1;
    }
    log_info("desk", "serving");
    serve_wait_for_end();
    log_info("desk", "ending");
    desk_socket_close(process->control);
    http_server_close(process->server, END_GRACE_MS);
    booking_close(process->booking);
    health_thread_close(process->health);
    bidder_thread_close(process->bidders);
    sync_thread_close(process->syncs);
    bot_thread_close(process->bots);
    api_free(process->api);
    places_close(process->places);
    projector_close(process->projector);
    catalog_close(process->catalog);
    keys_free(process->keys);
    fetcher_close(process->fetcher);
    fetcher_close(process->load_fetcher);
    free(process);
    return 0;
}
