/* demo_hop - a server between the tracker and the ad network, as a firewall or a relay would be:
 * passes calls on, or does to them what has happened to postbacks of others. One loop, on a thread
 * of its own, which waits for the ad network's answer; the manner is set by any. */
#include <stdatomic.h>
#include "http/http.h"
#include "serve/demo.h"
#include "serve/listen.h"

#define TIMEOUT_MS 10000

struct demo_hop {
    struct http_server *server;
    struct fetcher *fetcher; /* of the loop's thread */
    char address[DEMO_ADDRESS_BYTES];
    char network[DEMO_ADDRESS_BYTES];
    _Atomic int manner;
};

static void reply(struct http_exchange *exchange, unsigned status, struct str body)
{
    http_reply(exchange, &(struct http_reply){.status = status,
                                              .content_type = STR("text/plain; charset=utf-8"),
                                              .body = body});
}

/* With the key by which the ad network knows a call again. */
static void pass(struct demo_hop *hop, struct http_exchange *exchange)
{
    const struct http_request *request = exchange->request;
    struct str key = http_header_find(request, STR("Idempotency-Key"));
    struct str header = arena_format(exchange->arena, "Idempotency-Key: %.*s", STR_FMT(key));
    struct fetch_request onward = {
        .url = arena_format(exchange->arena, "http://%s%.*s?%.*s", hop->network,
                            STR_FMT(request->path), STR_FMT(request->query)),
        .headers = &header,
        .header_count = key.len > 0 ? 1 : 0,
    };
    struct fetch_result result = {0};
    enum err err = fetch_once(hop->fetcher, exchange->arena, &onward, &result);

    if (err == OK && result.reach == FETCH_ANSWERED)
        reply(exchange, result.status, result.body);
    else
        reply(exchange, 502, STR("no answer"));
}

static void handle(struct http_exchange *exchange, void *context, void *loop_context)
{
    struct demo_hop *hop = context;
    int manner = atomic_load(&hop->manner);

    (void)loop_context;
    if (manner == DEMO_HOP_LOSES)
        reply(exchange, 200, STR("OK"));
    else if (manner == DEMO_HOP_DELAYS)
        reply(exchange, 503, STR("try again later"));
    else
        pass(hop, exchange);
}

static bool open_fetcher(struct demo_hop *hop)
{
    struct fetch_policy policy = {.allow_private_count = 1,
                                  .timeout_ms = TIMEOUT_MS,
                                  .connect_timeout_ms = TIMEOUT_MS,
                                  .transfers_max = 1};

    enum err err = net_parse_range(STR("127.0.0.0/8"), &policy.allow_private[0]);
    return err == OK && fetcher_open(&policy, &hop->fetcher) == OK;
}

bool demo_hop_open(const char *network, struct demo_hop **hop)
{
    struct listen_group group;
    if (listen_bind("hop", "127.0.0.1:0", 1, &group) != OK)
        return demo_fail("the hop found no free port");
    struct demo_hop *made = heap_make(1, sizeof(*made));
    *hop = made;
    listen_text(group.sockets[0], made->address, sizeof(made->address));
    (void)snprintf(made->network, sizeof(made->network), "%s", network);
    struct http_listener listener = {"hop",         handle,      made,
                                     group.sockets, group.count, http_limits_default()};
    if (!open_fetcher(made) ||
        http_server_open(&listener, 1, 1, &(struct http_loop_hooks){0}, &made->server) != OK)
        return demo_fail("the hop did not open");
    return true;
}

void demo_hop_close(struct demo_hop *hop)
{
    if (hop == NULL)
        return;
    if (hop->server != NULL)
        http_server_close(hop->server, 0);
    if (hop->fetcher != NULL)
        fetcher_close(hop->fetcher);
    free(hop);
}

const char *demo_hop_address(const struct demo_hop *hop)
{
    return hop->address;
}

void demo_hop_set(struct demo_hop *hop, enum demo_hop_manner manner)
{
    atomic_store(&hop->manner, (int)manner);
}
