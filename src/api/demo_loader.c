#include "api/demo.h"

#include <pthread.h>
#include <stdarg.h>
#include <unistd.h>
#include "api/cost_apply.h"
#include "api/health_watch.h"
#include "api/internal.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/money.h"
#include "model/snapshot.h"
#include "traffic/demo.h"
#include "traffic/demo_catalog.h"
#include "traffic/demo_plan.h"

#define ARENA_BYTES   (16 * 1024 * 1024)
#define END_BEFORE_MS 60000 /* the traffic ends so long before its catalogue was made */
#define ANNOUNCES_MAX 10
#define DAY_MS        (INT64_C(24) * 3600 * 1000)

struct demo_loader {
    struct api *api;
    pthread_mutex_t lock; /* guards the group below */
    pthread_t thread;
    bool has_thread; /* to be joined */
    bool is_running;
    char error[DEMO_ERROR_BYTES];

    char actor[DEMO_ACTOR_BYTES];
    char time_zone[DEMO_ZONE_BYTES];
};

/* One load. */
struct load {
    struct demo_loader *loader;
    struct api *api;
    struct arena *arena;
    struct catalog_demo demo;
    uint64_t version;
    int64_t end_ms;
    json_t *ids;
    char error[DEMO_ERROR_BYTES];
};

/* A longer one is cut. */
static PRINTF_LIKE(2, 3) void say(struct load *load, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(load->error, sizeof(load->error), format, args);
    va_end(args);
}

static enum err fail(struct load *load, enum err err, const char *what)
{
    if (load->error[0] == '\0')
        say(load, "%s: %s", what, err_text(err));
    return err;
}

/* ------------------------------------------------------------------ the catalogue */

static enum err wait_for_edge(const struct load *load)
{
    const struct api_options *options = &load->api->options;
    for (int i = 0; i < ANNOUNCES_MAX; i++)
        if (options->announce(options->context, load->version))
            return OK;
    return ERR_BUSY;
}

static enum err set_state(struct load *load, int state, int64_t made_ms)
{
    enum err err = catalog_set_demo(load->api->options.catalog, load->demo.workspace_id, state,
                                    made_ms, load->loader->actor, &load->version);
    if (err == OK)
        load->demo.state = state;
    return err;
}

static enum err throw_away(struct load *load)
{
    return catalog_remove_demo(load->api->options.catalog, load->demo.workspace_id,
                               load->loader->actor, &load->version);
}

static enum err make_catalog(struct load *load)
{
    struct catalog *catalog = load->api->options.catalog;
    const struct demo_links links = {load->api->options.tracking_url,
                                     load->api->options.network_url};
    struct model_fault fault = {0};
    enum err err = OK;
    if (load->demo.workspace_id != 0) /* not whole: its process ended meanwhile */
        err = throw_away(load);
    if (err == OK)
        err = catalog_begin_demo(catalog, str_from_c(load->loader->time_zone), load->loader->actor,
                                 &load->demo, &load->version, &fault);
    if (fault.message[0] != '\0')
        say(load, "%s", fault.message);
    if (err == OK)
        err = demo_make_catalog(catalog, load->demo.workspace_id, load->loader->actor, &links,
                                &load->version);
    return err == OK ? set_state(load, WORKSPACE_DEMO_LOADING,
                                 clock_wall_ms() - END_BEFORE_MS - (PLAN_DAYS + 1) * DAY_MS)
                     : err;
}

/* When its traffic ends: told by when the catalogue was whole, so that a load that goes on later
 * asks for the same. */
static enum err read_end(struct load *load)
{
    const struct scope scope = scope_of_all("demo");
    json_auto_t *workspace = NULL;
    struct str id = arena_format(load->arena, "%" PRIu64, load->demo.workspace_id);
    int64_t whole_ms = 0;
    enum err err =
        catalog_get(load->api->options.catalog, ENTITY_WORKSPACE, id, &scope, &workspace);
    const char *at = json_string_value(json_object_get(workspace, "updated_at"));
    if (err == OK)
        err = at != NULL ? clock_parse(str_from_c(at), &whole_ms) : ERR_IO;
    load->end_ms = whole_ms - END_BEFORE_MS;
    return err;
}

/* ------------------------------------------------------------------ the traffic */

static struct str key_of(struct load *load, const char *what, size_t number)
{
    return arena_format(load->arena, "demo-%" PRIu64 "-%s-%zu", load->demo.workspace_id, what,
                        number);
}

static enum err write_traffic(struct load *load)
{
    json_auto_t *answer = NULL;
    json_t *args = json_object();
    CHECK(json_object_set_new(args, "end_ms", json_integer(load->end_ms)) == 0 &&
          json_object_set(args, "ids", load->ids) == 0);
    unsigned status =
        operate_load(load->api, load->arena, load->loader->actor, load->demo.workspace_id,
                     DEMO_LOAD_KIND, key_of(load, "load", 1), args, &answer);
    if (status == 200)
        return OK;
    const char *message =
        json_string_value(json_object_get(json_object_get(answer, "error"), "message"));
    if (message != NULL)
        say(load, "%s", message);
    return status >= 400 && status < 500 ? ERR_CONFLICT : ERR_BUSY;
}

/* ------------------------------------------------------------------ costs told afterwards */

static struct str day_before(struct load *load, int64_t days)
{
    char text[CLOCK_TEXT_MAX];
    struct str at = clock_format(load->end_ms - days * DAY_MS, text);
    return arena_copy(load->arena, str_slice(at, 0, strlen("2026-11-24")));
}

static enum err tell_cost(struct load *load, struct cost_desk *desk, size_t number)
{
    const struct plan_cost *cost = &plan_costs[number];
    const json_t *campaign =
        json_array_get(json_object_get(load->ids, "campaigns"), (size_t)cost->campaign);
    struct model_fault fault = {0};
    struct cost_update update;
    struct cost_request request = {
        .campaign =
            arena_format(load->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(campaign)),
        .from = day_before(load, cost->from_day),
        .to = day_before(load, cost->to_day),
        .currency = STR("USD"),
        .method = cost->method,
    };
    enum err err = money_parse_plain(str_from_c(cost->amount), &request.amount_micros);
    if (err == OK)
        err = cost_read(desk, &request, &update, &fault);
    if (err == OK)
        err = cost_write(desk, key_of(load, "cost", number), &update, &fault);
    return err == OK ? OK : fail(load, err, fault.message[0] != '\0' ? fault.message : "costs");
}

static enum err tell_costs(struct load *load)
{
    struct http_reply reply = {0};
    struct call call = {.api = load->api,
                        .arena = load->arena,
                        .reply_arena = load->arena,
                        .reply = &reply,
                        .scope = scope_of_all(load->loader->actor)};
    struct cost_desk desk;
    enum err err = OK;
    if (!cost_desk_init(&desk, &call))
        return ERR_IO;
    for (size_t i = 0; err == OK && i < plan_cost_count; i++)
        err = tell_cost(load, &desk, i);
    cost_desk_fini(&desk);
    return err;
}

/* ------------------------------------------------------------------ all of it */

static enum err run(struct load *load)
{
    enum err err = catalog_find_demo(load->api->options.catalog, &load->demo);
    if (err == OK && load->demo.state == WORKSPACE_DEMO_LOADED)
        return OK;
    if (err == OK && load->demo.state != WORKSPACE_DEMO_LOADING)
        err = make_catalog(load);
    else if (err == OK) /* it goes on where another process ended */
        err = catalog_version(load->api->options.catalog, &load->version);
    if (err == OK)
        err = wait_for_edge(load);
    if (err == OK)
        err = read_end(load);
    if (err == OK)
        err = demo_list_ids(load->api->options.catalog, load->demo.workspace_id, &load->ids);
    if (err == OK)
        err = write_traffic(load);
    /* From here on its entries are there; else nothing of it stays. */
    if (err != OK && err != ERR_BUSY && load->demo.workspace_id != 0)
        (void)throw_away(load); /* err is what is told */
    if (err == OK)
        err = tell_costs(load);
    if (err == OK)
        err = set_state(load, WORKSPACE_DEMO_LOADED, 0);
    if (err == OK)
        err = wait_for_edge(load);
    return err == OK ? OK : fail(load, err, "the demo data were not loaded");
}

static void *loader_main(void *context)
{
    struct demo_loader *loader = context;
    struct load load = {.loader = loader, .api = loader->api, .arena = arena_make(ARENA_BYTES)};
    int64_t begun_mono_ms = clock_mono_ms();
    enum err err = run(&load);
    /* Who opens the page now would wait a minute for the next look. */
    bool is_looked_at = err == OK && health_look(loader->api->health) == OK;
    if (err == OK)
        log_info("demo", "loaded workspace=%" PRIu64 " ms=%" PRId64 " health_looked_at=%d",
                 load.demo.workspace_id, clock_mono_ms() - begun_mono_ms, is_looked_at);
    else
        log_error("demo", "not loaded: %s", load.error);
    json_decref(load.ids);
    arena_free(load.arena);
    CHECK(pthread_mutex_lock(&loader->lock) == 0);
    loader->is_running = false;
    memcpy(loader->error, load.error, sizeof(loader->error));
    CHECK(pthread_mutex_unlock(&loader->lock) == 0);
    return NULL;
}

struct demo_loader *demo_loader_make(struct api *api)
{
    struct demo_loader *loader = heap_make(1, sizeof(*loader));
    loader->api = api;
    CHECK(pthread_mutex_init(&loader->lock, NULL) == 0);
    return loader;
}

static void join(struct demo_loader *loader)
{
    if (loader->has_thread)
        CHECK(pthread_join(loader->thread, NULL) == 0);
    loader->has_thread = false;
}

void demo_loader_free(struct demo_loader *loader)
{
    if (loader == NULL)
        return;
    join(loader);
    CHECK(pthread_mutex_destroy(&loader->lock) == 0);
    free(loader);
}

bool demo_loader_start(struct demo_loader *loader, const char *actor, struct str time_zone)
{
    CHECK(pthread_mutex_lock(&loader->lock) == 0);
    bool is_free = !loader->is_running;
    if (is_free) {
        join(loader); /* it has ended, or is about to return */
        (void)snprintf(loader->actor, sizeof(loader->actor), "%s", actor);
        (void)snprintf(loader->time_zone, sizeof(loader->time_zone), "%.*s", STR_FMT(time_zone));
        loader->error[0] = '\0';
        loader->is_running = true;
        CHECK(pthread_create(&loader->thread, NULL, loader_main, loader) == 0);
        loader->has_thread = true;
    }
    CHECK(pthread_mutex_unlock(&loader->lock) == 0);
    return is_free;
}

bool demo_loader_runs(struct demo_loader *loader, char error[DEMO_ERROR_BYTES])
{
    CHECK(pthread_mutex_lock(&loader->lock) == 0);
    bool is_running = loader->is_running;
    memcpy(error, loader->error, sizeof(loader->error));
    CHECK(pthread_mutex_unlock(&loader->lock) == 0);
    return is_running;
}
