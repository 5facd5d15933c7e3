/* world - a real API for one test program: a folder with a catalogue, keys and a ledger, an HTTP
 * server on a free port of the loopback, and a client that speaks plain HTTP/1.1. */
#pragma once
#include "../base/folder.h"

#include <jansson.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>

#include "api/api.h"
#include "ledger/ledger.h"

#define WORLD_TRACKING_URL "http://track.example"
#define WORLD_NETWORK_URL  "http://network.example"

struct world {
    void *folder;
    char *dir;
    struct catalog *catalog;
    struct keys *keys;
    struct ledger *ledger;
    struct api *api;
    struct http_server *server;
    uint16_t port;
    char key[CATALOG_KEY_TEXT_MAX];
    atomic_bool is_edge_up;
    _Atomic uint64_t announced; /* the version last told to the edge */
};

/* ------------------------------------------------------------------ the edge's part */

static bool world_announce(void *context, uint64_t version)
{
    struct world *world = context;

    atomic_store(&world->announced, version);
    return atomic_load(&world->is_edge_up);
}

static struct str world_edge_metrics(void *context, struct arena *arena)
{
    struct world *world = context;

    if (!atomic_load(&world->is_edge_up))
        return STR_NONE;
    return arena_copy(arena, STR("rebond_visits_total 7\n"));
}

static struct str world_edge_visitors(void *context, struct arena *arena)
{
    struct world *world = context;

    if (!atomic_load(&world->is_edge_up))
        return STR_NONE;
    return arena_copy(arena, STR("{\"places\":{\"databases\":[],\"missing\":[]},\"devices\":{}}"));
}

static void world_own_metrics(void *context, struct buf *buf)
{
    struct world *world = context;

    buf_write_c(buf, "rebond_desk_requests_total ");
    buf_write_u64(buf, http_server_counters(world->server).requests);
    buf_write_char(buf, '\n');
}

/* The edge says what it was asked, or refuses what names a field to refuse, or is down. */
static unsigned world_operate(void *context, struct arena *arena, struct str request,
                              struct str *answer)
{
    struct world *world = context;
    json_auto_t *asked = json_loadb(request.ptr, request.len, 0, NULL);
    const char *field =
        json_string_value(json_object_get(json_object_get(asked, "args"), "refuse"));

    if (!atomic_load(&world->is_edge_up))
        return 0;
    *answer = field != NULL ? arena_format(arena,
                                           "{\"error\":{\"field\":\"%s\",\"message\":"
                                           "\"expected another\"}}",
                                           field)
                            : arena_copy(arena, request);
    return field != NULL ? 422 : 200;
}

/* ------------------------------------------------------------------ opening */

static inline int world_listen(uint16_t *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof(at);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    assert_int_equal(listen(fd, 64), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
    *port = ntohs(at.sin_port);
    return fd;
}

static inline void world_serve(struct world *world)
{
    int socket = world_listen(&world->port);
    struct http_loop_hooks hooks = {0};
    struct http_listener listener = {
        .name = "dashboard",
        .handler = api_handle,
        .context = world->api,
        .sockets = &socket,
        .socket_count = 1,
        .limits = http_limits_default(),
    };

    listener.limits.body_bytes_max = API_BODY_BYTES_MAX;
    listener.limits.arena_bytes_max = API_ARENA_BYTES_MAX;
    assert_int_equal(http_server_open(&listener, 1, 1, &hooks, &world->server), OK);
}

/* The presets of the source tree, found beside this file's folder. */
static inline void world_name_presets(void)
{
    char path[1024];
    struct str here = str_from_c(__FILE__);

    assert_true(str_has_suffix(here, STR("tests/api/world.h")));
    (void)snprintf(path, sizeof(path), "%.*spresets",
                   (int)(here.len - sizeof("tests/api/world.h") + 1), here.ptr);
    assert_int_equal(setenv("REBOND_PRESETS", path, 1), 0);
}

static inline void world_open_ledger(struct world *world)
{
    struct ledger_options options = {.node = 1};

    assert_int_equal(ledger_open(world->dir, &options, &world->ledger), OK);
}

/* Without its ledger: as a desk that started before its edge. */
static inline struct world *world_open(void)
{
    struct world *world = heap_make(1, sizeof(*world));
    struct model_fault fault;

    assert_int_equal(folder_make(&world->folder), 0);
    world->dir = world->folder;
    world_name_presets();
    assert_int_equal(keys_open(world->dir, &world->keys), OK);
    assert_int_equal(catalog_open(world->dir, &world->catalog), OK);
    assert_int_equal(catalog_create_key(world->catalog, STR("test"), STR_NONE, world->key, &fault),
                     OK);
    atomic_store(&world->is_edge_up, true);
    struct api_options options = {
        .dir = world->dir,
        .catalog = world->catalog,
        .keys = world->keys,
        .listen = STR("127.0.0.1:8081"),
        .dashboard_url = STR("http://desk"),
        .hosts = STR("h, other"),
        .tracking_url = STR(WORLD_TRACKING_URL),
        .network_url = STR(WORLD_NETWORK_URL),
        .announce = world_announce,
        .edge_metrics = world_edge_metrics,
        .edge_visitors = world_edge_visitors,
        .device_rules = "",
        .own_metrics = world_own_metrics,
        .operate = world_operate,
        .load = world_operate,
        .context = world,
    };
    world->api = api_make(&options);
    world_serve(world);
    return world;
}

static inline void world_close(struct world *world)
{
    http_server_close(world->server, 1000);
    api_free(world->api);
    ledger_close(world->ledger);
    catalog_close(world->catalog);
    keys_free(world->keys);
    assert_int_equal(folder_drop(&world->folder), 0);
    free(world);
}

/* ------------------------------------------------------------------ asking */

struct reply {
    unsigned status;
    char *text; /* all of it, headers first; ends with a NUL */
    const char *body;
    json_t *json; /* NULL when the body is not JSON */
};

static inline void reply_free(struct reply *reply)
{
    free(reply->text);
    json_decref(reply->json);
}
#define REPLY CLEANUP(reply_free) struct reply

static inline char *world_exchange(const struct world *world, const char *request, size_t len)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons(world->port),
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    size_t cap = 65536, got = 0;
    char *text = heap_make(cap, 1);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    for (size_t sent = 0; sent < len;) {
        ssize_t n = send(fd, request + sent, len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            break; /* refused while sending: the answer is there already */
        sent += (size_t)n;
    }
    for (ssize_t n; (n = recv(fd, text + got, cap - got - 1, 0)) > 0;) {
        got += (size_t)n;
        if (cap - got < 4096)
            text = heap_grow(text, cap *= 2);
    }
    assert_int_equal(close(fd), 0);
    text[got] = '\0';
    return text;
}

static inline struct reply world_ask_raw(const struct world *world, const char *request, size_t len)
{
    struct reply reply = {.text = world_exchange(world, request, len)};
    uint64_t status = 0;

    assert_true(str_has_prefix(str_from_c(reply.text), STR("HTTP/1.1 ")));
    assert_int_equal(num_parse_u64((struct str){reply.text + 9, 3}, 599, &status), OK);
    reply.status = (unsigned)status;
    const char *end = strstr(reply.text, "\r\n\r\n");
    assert_non_null(end);
    reply.body = end + 4;
    reply.json = json_loads(reply.body, JSON_ALLOW_NUL, NULL);
    return reply;
}

/* With the key; a body is sent as JSON. */
static inline struct reply world_ask(const struct world *world, const char *method,
                                     const char *target, const char *body)
{
    size_t cap = 1024 + strlen(target) + (body != NULL ? strlen(body) : 0);
    char *request = heap_make(cap, 1);
    int len = snprintf(request, cap,
                       "%s %s HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n"
                       "Authorization: Bearer %s\r\n",
                       method, target, world->key);

    if (body != NULL)
        len += snprintf(request + len, cap - (size_t)len,
                        "Content-Type: application/json; charset=utf-8\r\n"
                        "Content-Length: %zu\r\n\r\n%s",
                        strlen(body), body);
    else
        len += snprintf(request + len, cap - (size_t)len, "\r\n");
    struct reply reply = world_ask_raw(world, request, (size_t)len);
    free(request);
    return reply;
}

static inline struct reply world_get(const struct world *world, const char *target)
{
    return world_ask(world, "GET", target, NULL);
}

/* ------------------------------------------------------------------ looking at answers */

/* The value at a path like "error.field" or "rows.0.campaign.name"; fails without one. */
static inline json_t *at(const struct reply *reply, const char *path)
{
    json_t *value = reply->json;
    struct str rest = str_from_c(path);
    struct str piece;

    while (value != NULL && str_take_piece(&rest, '.', &piece)) {
        char name[64];
        uint64_t index = 0;
        assert_true(piece.len < sizeof(name));
        (void)snprintf(name, sizeof(name), "%.*s", STR_FMT(piece));
        if (json_is_array(value) && num_parse_u64(piece, 100000, &index) == OK)
            value = json_array_get(value, (size_t)index);
        else
            value = json_object_get(value, name);
    }
    if (value == NULL)
        print_error("no %s in %s\n", path, reply->body);
    assert_non_null(value);
    return value;
}

#define assert_status(reply, expected)                                                             \
    do {                                                                                           \
        if ((reply).status != (expected))                                                          \
            print_error("%s\n", (reply).text);                                                     \
        assert_int_equal((reply).status, (expected));                                              \
    } while (0)
#define assert_text(reply, path, expected)                                                         \
    assert_string_equal(json_string_value(at(&(reply), (path))), (expected))
#define assert_number(reply, path, expected)                                                       \
    assert_int_equal(json_integer_value(at(&(reply), (path))), (expected))
#define assert_null_at(reply, path) assert_true(json_is_null(at(&(reply), (path))))
#define assert_rows(reply, expected)                                                               \
    assert_int_equal(json_array_size(at(&(reply), "rows")), (expected))
/* A refusal of that status that names the field. */
#define assert_refused(reply, expected, field_name)                                                \
    do {                                                                                           \
        assert_status((reply), (expected));                                                        \
        assert_text((reply), "error.field", (field_name));                                         \
        assert_string_not_equal(json_string_value(at(&(reply), "error.message")), "");             \
    } while (0)

/* Creates an entity; its document is in the reply. */
static inline struct reply world_create(const struct world *world, const char *resource,
                                        const char *body)
{
    char target[64];

    (void)snprintf(target, sizeof(target), "/api/v1/%s", resource);
    struct reply reply = world_ask(world, "POST", target, body);
    assert_status(reply, 201);
    return reply;
}
