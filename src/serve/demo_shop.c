/* demo_shop - the offer's page: a real server that visitors arrive at with their click id. One
 * loop, on a thread of its own; the counter is read by any. */
#include <stdatomic.h>
#include "base/id.h"
#include "http/http.h"
#include "serve/demo.h"
#include "serve/listen.h"

struct demo_shop {
    struct http_server *server;
    char address[DEMO_ADDRESS_BYTES];
    _Atomic uint64_t visitors;
};

static bool is_arrival(const struct http_request *request)
{
    const struct str expected = STR(DEMO_SHOP_QUERY);
    return request->method == HTTP_METHOD_GET && str_is_equal(request->path, STR("/")) &&
           str_has_prefix(request->query, expected) &&
           request->query.len == expected.len + CLICK_ID_LEN;
}

static void handle(struct http_exchange *exchange, void *context, void *loop_context)
{
    struct demo_shop *shop = context;
    bool is_good = is_arrival(exchange->request);
    (void)loop_context;
    if (is_good)
        atomic_fetch_add(&shop->visitors, 1);
    http_reply(exchange, &(struct http_reply){.status = is_good ? 200 : 404,
                                              .content_type = STR("text/plain; charset=utf-8"),
                                              .body = is_good ? STR("Welcome to the shop.\n")
                                                              : STR("No such page.\n")});
}

bool demo_shop_open(struct demo_shop **shop)
{
    struct listen_group group;
    if (listen_bind("shop", "127.0.0.1:0", 1, &group) != OK)
        return demo_fail("the shop found no free port");
    struct demo_shop *made = heap_make(1, sizeof(*made));
    listen_text(group.sockets[0], made->address, sizeof(made->address));
    struct http_listener listener = {"shop",        handle,      made,
                                     group.sockets, group.count, http_limits_default()};
    enum err err = http_server_open(&listener, 1, 1, &(struct http_loop_hooks){0}, &made->server);
    if (err != OK) {
        free(made);
        return demo_fail("the shop did not open: %s", err_text(err));
    }
    *shop = made;
    return true;
}

void demo_shop_close(struct demo_shop *shop)
{
    if (shop == NULL)
        return;
    http_server_close(shop->server, 0);
    free(shop);
}

const char *demo_shop_address(const struct demo_shop *shop)
{
    return shop->address;
}

uint64_t demo_shop_visitors(const struct demo_shop *shop)
{
    return atomic_load(&shop->visitors);
}
