#include "visitor/device.h"

#include <pthread.h>
#include "base/clock.h"
#include "base/log.h"
#include "visitor/crawlers.h"
#include "visitor/device_hints.h"
#include "visitor/device_name.h"
#include "visitor/device_type.h"
#include "visitor/hints.h"

struct devices {
    char path[DEVICE_PATH_MAX];
    char reason[AGENT_REASON_MAX];
    struct agent_matcher *matcher; /* NULL: nothing is known of user agents */
    char crawlers_path[DEVICE_PATH_MAX];
    char crawlers_reason[EXPRESSION_REASON_MAX];
    struct expressions *crawlers; /* NULL: none are known */
    int64_t made_us;
    bool is_making;
    pthread_t thread;
};

struct device_desk {
    struct agent_desk *agents;         /* NULL: there are no rules */
    struct expressions_desk *crawlers; /* NULL: there is no list */
    struct device_cache *cache;
    char agent[AGENT_BYTES_MAX];
    char os_version[DEVICE_TEXT_MAX], browser_version[DEVICE_TEXT_MAX];
};

/* ------------------------------------------------------------------ the rules */

static void *make_main(void *context)
{
    struct devices *devices = context;
    int64_t from_us = clock_mono_us();
    /* What goes wrong leaves them out; devices_wait() says the reasons. */
    if (devices->path[0] != '\0' &&
        agent_matcher_make(devices->path, &devices->matcher, devices->reason) != OK)
        devices->matcher = NULL;
    if (devices->crawlers_path[0] != '\0' &&
        crawlers_read(devices->crawlers_path, &devices->crawlers, devices->crawlers_reason) != OK)
        devices->crawlers = NULL;
    devices->made_us = clock_mono_us() - from_us;
    return NULL;
}

struct devices *devices_open(const char *path, const char *crawlers_path)
{
    static const char none[] = "none are to be used";
    struct devices *devices = heap_make(1, sizeof(*devices));
    (void)snprintf(devices->path, sizeof(devices->path), "%s", path);
    (void)snprintf(devices->crawlers_path, sizeof(devices->crawlers_path), "%s", crawlers_path);
    if (path[0] == '\0')
        (void)snprintf(devices->reason, sizeof(devices->reason), "%s", none);
    if (crawlers_path[0] == '\0')
        (void)snprintf(devices->crawlers_reason, sizeof(devices->crawlers_reason), "%s", none);
    devices->is_making = true;
    CHECK(pthread_create(&devices->thread, NULL, make_main, devices) == 0);
    return devices;
}

static void say_rules(const struct devices *devices)
{
    if (devices->matcher == NULL) {
        log_warning("device", "nothing is known of user agents: %s: %s", devices->path,
                    devices->reason);
        return;
    }
    struct agent_size size = agent_matcher_size(devices->matcher);
    log_info("device", "%zu rules of user agents, compiled in %" PRId64 " ms, %zu KiB", size.rules,
             devices->made_us / 1000, size.bytes / 1024);
}

void devices_wait(struct devices *devices)
{
    if (!devices->is_making)
        return;
    CHECK(pthread_join(devices->thread, NULL) == 0);
    devices->is_making = false;
    if (devices->path[0] != '\0')
        say_rules(devices);
    if (devices->crawlers_path[0] != '\0' && devices->crawlers == NULL)
        log_warning("device", "no user agents of crawlers are known: %s: %s",
                    devices->crawlers_path, devices->crawlers_reason);
}

void devices_close(struct devices *devices)
{
    if (devices == NULL)
        return;
    if (devices->is_making)
        (void)pthread_join(devices->thread, NULL);
    agent_matcher_free(devices->matcher);
    expressions_free(devices->crawlers);
    free(devices);
}

struct devices_state devices_state(const struct devices *devices)
{
    struct devices_state state = {
        .path = devices->path,
        .reason = devices->reason,
        .made_us = devices->made_us,
        .crawlers_path = devices->crawlers_path,
        .crawlers_reason = devices->crawlers_reason,
    };
    if (devices->matcher != NULL) {
        struct agent_size size = agent_matcher_size(devices->matcher);
        state.rules = size.rules;
        state.bytes = size.bytes;
    }
    if (devices->crawlers != NULL) {
        struct expressions_size size = expressions_size(devices->crawlers);
        state.crawlers = size.count;
        state.bytes += size.bytes;
    }
    return state;
}

/* ------------------------------------------------------------------ desks */

struct device_desk *device_desk_make(const struct devices *devices, size_t desks)
{
    struct device_desk *desk = heap_make(1, sizeof(*desk));
    CHECK(!devices->is_making && desks > 0);
    if (devices->matcher != NULL)
        desk->agents = agent_desk_make(devices->matcher);
    if (devices->crawlers != NULL)
        desk->crawlers = expressions_desk_make(devices->crawlers);
    desk->cache = device_cache_make(DEVICE_CACHE_ENTRIES / desks + 1, DEVICE_CACHE_BYTES / desks);
    return desk;
}

void device_desk_free(struct device_desk *desk)
{
    if (desk == NULL)
        return;
    agent_desk_free(desk->agents);
    expressions_desk_free(desk->crawlers);
    device_cache_free(desk->cache);
    free(desk);
}

struct device_cache_counters device_desk_counters(const struct device_desk *desk)
{
    return device_cache_counters(desk->cache);
}

/* ------------------------------------------------------------------ a user agent */

/* "17.4.1": the parts from the first on, until one is missing. */
static struct str join_version(const struct str *parts, char memory[DEVICE_TEXT_MAX])
{
    struct buf buf = buf_from_memory(memory, DEVICE_TEXT_MAX);
    for (size_t part = AGENT_MAJOR; part < AGENT_PARTS_MAX && parts[part].len > 0; part++) {
        if (part > AGENT_MAJOR)
            buf_write_char(&buf, '.');
        buf_write(&buf, parts[part]);
    }
    return buf.full ? STR_NONE : device_name_clean(buf_str(&buf));
}

static struct device_answer ask_rules(struct device_desk *desk, struct str agent)
{
    struct agent_answer said = agent_match(desk->agents, agent);
    const struct str *device = said.parts[AGENT_DEVICE];
    struct device_type_case of = {agent, said.parts[AGENT_OS][AGENT_FAMILY], device[AGENT_BRAND],
                                  device[AGENT_MODEL]};
    return (struct device_answer){
        .device_type = device_type_of(&of),
        .brand = device_name_brand(device[AGENT_BRAND]),
        .model = device_name_model(device[AGENT_MODEL], device[AGENT_BRAND]),
        .os = device_name_family(said.parts[AGENT_OS][AGENT_FAMILY]),
        .os_version = join_version(said.parts[AGENT_OS], desk->os_version),
        .browser = device_name_family(said.parts[AGENT_BROWSER][AGENT_FAMILY]),
        .browser_version = join_version(said.parts[AGENT_BROWSER], desk->browser_version),
    };
}

static struct device_answer ask(struct device_desk *desk, struct str agent)
{
    struct device_answer answer = {0};
    if (desk->agents != NULL)
        answer = ask_rules(desk, agent);
    answer.is_crawler = desk->crawlers != NULL && expressions_match_any(desk->crawlers, agent);
    return answer;
}

static struct device_answer look_up(struct device_desk *desk, struct str agent)
{
    if ((desk->agents == NULL && desk->crawlers == NULL) || agent.len == 0)
        return (struct device_answer){0};
    const struct device_answer *known = device_cache_find(desk->cache, agent);
    if (known == NULL) {
        struct device_answer answer = ask(desk, agent);
        known = device_cache_add(desk->cache, agent, &answer);
    }
    return *known;
}

/* ------------------------------------------------------------------ a request */

void device_fill(struct device_desk *desk, const struct http_request *request,
                 const struct hints_said *said, struct visitor_facts *facts)
{
    struct hints hints = hints_read(request, said);
    struct str agent = str_slice(http_header_find(request, STR("User-Agent")), 0, AGENT_BYTES_MAX);
    bool is_reduced = device_hints_is_reduced(agent);
    if (is_reduced && hints.model.ptr != NULL)
        agent = device_hints_insert_model(agent, hints.model, desk->agent, sizeof(desk->agent));
    struct device_answer answer = look_up(desk, agent);
    device_hints_apply(&hints, is_reduced, &answer);
    facts->device_type = answer.device_type;
    facts->brand = answer.brand;
    facts->model = answer.model;
    facts->os = answer.os;
    facts->os_version = answer.os_version;
    facts->browser = answer.browser;
    facts->browser_version = answer.browser_version;
    facts->is_crawler = answer.is_crawler;
}
