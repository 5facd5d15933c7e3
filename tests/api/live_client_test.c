/* A client of the live stream whose reader is slow: what finds no room is counted, and one that
 * catches up waits instead. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <netinet/in.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/internal.h"
#include "api/live_client.h"
#include "base/clock.h"

#define ITEMS      40     /* fewer than what a second lets through */
#define TEXT_BYTES 200000 /* together more than all buffers on the way hold */
#define FIRST_ID   UINT64_C(1000)

struct rig {
    sem_t begun;
    struct http_exchange *exchange;
    struct http_stream *stream;
    struct http_server *server;
    int fd;
    struct tail_visit visits[ITEMS];
    struct live_item items[ITEMS];
    char *text;
    char *read;
    size_t read_len;
};

static void keep(struct http_exchange *exchange, void *context, struct http_reply *reply)
{
    struct rig *rig = context;

    (void)reply; /* the stream is the answer */
    rig->exchange = exchange;
    rig->stream = http_stream_begin(exchange, &(struct http_reply){.status = 200});
    http_stream_keep(rig->stream);
    assert_int_equal(sem_post(&rig->begun), 0);
}

static void handle(struct http_exchange *exchange, void *context, void *loop_context)
{
    (void)loop_context;
    http_work(exchange, keep, context);
}

static void make_items(struct rig *rig)
{
    static const char head[] = "event: visit\ndata: ";

    rig->text = heap_make(1, TEXT_BYTES);
    memset(rig->text, 'x', TEXT_BYTES);
    memcpy(rig->text, head, sizeof(head) - 1);
    memcpy(rig->text + TEXT_BYTES - 2, "\n\n", 2);
    for (size_t i = 0; i < ITEMS; i++) {
        rig->visits[i].visit.id = FIRST_ID + i;
        rig->visits[i].visit.workspace_id = 1;
        rig->items[i] = (struct live_item){.id = FIRST_ID + i,
                                           .kind = LIVE_VISIT,
                                           .row = &rig->visits[i],
                                           .texts = {[SAY_ENGLISH] = {rig->text, TEXT_BYTES}}};
    }
}

static struct live_client *open_rig(struct rig *rig, uint64_t after_id)
{
    static const char request[] = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof(address);
    int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

    memset(rig, 0, sizeof(*rig));
    assert_int_equal(sem_init(&rig->begun, 0, 0), 0);
    assert_int_equal(bind(listening, (struct sockaddr *)&address, len), 0);
    assert_int_equal(getsockname(listening, (struct sockaddr *)&address, &len), 0);
    struct http_listener listener = {"live", handle, rig, &listening, 1, http_limits_default()};
    assert_int_equal(http_server_open(&listener, 1, 1, NULL, &rig->server), OK);
    rig->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(rig->fd, (struct sockaddr *)&address, len), 0);
    assert_int_equal(send(rig->fd, request, sizeof(request) - 1, 0), sizeof(request) - 1);
    while (sem_wait(&rig->begun) != 0) {
    }
    make_items(rig);
    rig->read = heap_make(ITEMS + 2, TEXT_BYTES);
    struct live_client *client = heap_make(1, sizeof(*client));
    client->exchange = rig->exchange;
    client->stream = rig->stream;
    client->wish.kinds = 1u << LIVE_VISIT;
    workspace_set_add(&client->wish.reads, 1);
    client->after_id = after_id;
    live_client_begin(client, FIRST_ID + ITEMS, 1);
    return client;
}

static void close_rig(struct rig *rig)
{
    assert_int_equal(close(rig->fd), 0);
    http_server_close(rig->server, 1000);
    assert_int_equal(sem_destroy(&rig->begun), 0);
    free(rig->text);
    free(rig->read);
}

/* Reads until that text has come, so often. */
static void read_until(struct rig *rig, const char *text, unsigned times)
{
    for (;;) {
        unsigned found = 0;
        for (const char *at = rig->read; (at = strstr(at, text)) != NULL; at++)
            found++;
        if (found >= times)
            return;
        ssize_t count = recv(rig->fd, rig->read + rig->read_len, 1000000, 0);
        assert_true(count > 0);
        rig->read_len += (size_t)count;
        assert_true(rig->read_len < (ITEMS + 1) * (size_t)TEXT_BYTES);
    }
}

static void what_finds_no_room_is_counted(void **state)
{
    (void)state;
    struct rig rig;
    char skipped[64];
    struct live_client *client = open_rig(&rig, 0);
    for (size_t i = 0; i < ITEMS; i++) /* later than where the stream began */
        rig.items[i].id += ITEMS + 1;
    live_client_tell(client, rig.items, ITEMS, FIRST_ID + 3 * ITEMS, NULL, NULL);
    uint64_t told = client->told;
    assert_in_range(told, 1, ITEMS - 1);
    assert_int_equal(client->skipped_of[LIVE_VISIT], ITEMS - told);
    assert_int_equal(client->after_id, FIRST_ID + 3 * ITEMS);
    read_until(&rig, "event: visit", (unsigned)told);
    live_client_end(client);
    (void)snprintf(skipped, sizeof(skipped), "event: skipped\ndata: {\"visit\":%u}\n\n",
                   (unsigned)(ITEMS - told));
    read_until(&rig, skipped, 1);
    read_until(&rig, "\r\n0\r\n\r\n", 1);
    close_rig(&rig);
}

static void one_that_catches_up_goes_on_when_there_is_room(void **state)
{
    (void)state;
    struct rig rig;
    struct live_client *client = open_rig(&rig, FIRST_ID - 1);
    client->gap_until_id = 0; /* entries of 1970 are old, and not what this is about */
    client->after_id = FIRST_ID - 1;
    assert_true(client->is_resuming);
    while (client->told < ITEMS) {
        uint64_t before = client->told;
        live_client_tell(client, rig.items, ITEMS, FIRST_ID + ITEMS, NULL, NULL);
        if (client->told < ITEMS)
            assert_int_equal(client->after_id, FIRST_ID - 1 + client->told);
        if (client->told > before)
            read_until(&rig, "event: visit", (unsigned)client->told);
    }
    assert_int_equal(client->skipped_of[LIVE_VISIT], 0);
    assert_int_equal(client->after_id, FIRST_ID + ITEMS);
    live_client_end(client);
    read_until(&rig, "\r\n0\r\n\r\n", 1);
    close_rig(&rig);
}

static void a_client_hears_of_its_workspaces_and_kinds_only(void **state)
{
    (void)state;
    struct rig rig;
    struct live_client *client = open_rig(&rig, FIRST_ID - 1);
    const struct live_item item = rig.items[0];
    struct live_wish wish = client->wish;
    assert_true(live_item_is_wanted(&item, &wish));
    live_wish_add(&wish, "campaign_id", 7);
    assert_false(live_item_is_wanted(&item, &wish));
    rig.visits[0].visit.campaign_id = 7;
    assert_true(live_item_is_wanted(&item, &wish));
    rig.visits[0].visit.workspace_id = 2;
    assert_false(live_item_is_wanted(&item, &wish));
    rig.visits[0].visit.workspace_id = 1;
    wish.kinds = 1u << LIVE_CLICK;
    assert_false(live_item_is_wanted(&item, &wish));
    live_client_end(client);
    close_rig(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_finds_no_room_is_counted),
        cmocka_unit_test(one_that_catches_up_goes_on_when_there_is_room),
        cmocka_unit_test(a_client_hears_of_its_workspaces_and_kinds_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
