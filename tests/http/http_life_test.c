/* How connections and servers end: deadlines, limits, clients that leave, closing. */
#include "http_client.h"

#include <fcntl.h>
#include <sched.h>

#define SHORT_MS 200

static struct http_limits short_limits(void)
{
    struct http_limits limits = http_limits_default();

    limits.header_deadline_ms = SHORT_MS;
    limits.body_deadline_ms = SHORT_MS;
    limits.idle_deadline_ms = SHORT_MS;
    return limits;
}

/* Waits until the server holds so many connections. */
static void wait_open(const struct ask *ask, uint64_t count)
{
    int64_t end_ms = clock_mono_ms() + 1000 * CLIENT_PATIENCE_S;

    while (http_server_counters(ask->server).connections_open != count) {
        assert_true(clock_mono_ms() < end_ms);
        (void)sched_yield(); /* always 0 */
    }
}

/* Sends a byte whenever the socket lets it until an answer is there. */
static void drip(struct client *client, char c)
{
    struct timeval pause = {.tv_usec = 10000};

    assert_int_equal(setsockopt(client->fd, SOL_SOCKET, SO_RCVTIMEO, &pause, sizeof(pause)), 0);
    int64_t end_ms = clock_mono_ms() + 1000 * CLIENT_PATIENCE_S;
    while (recv(client->fd, client->bytes, 1, MSG_PEEK) < 0) {
        assert_true(clock_mono_ms() < end_ms);
        client_send(client, (struct str){&c, 1});
    }
}

static void a_byte_now_and_then_does_not_keep_a_connection(void **state)
{
    (void)state;
    struct ask *ask = ask_open(short_limits());
    struct client *client = client_open(ask);
    int64_t start_ms = clock_mono_ms();
    client_send(client, STR("GET / HTTP/1.1\r\nHost: h\r\nX: "));
    drip(client, 'a');
    struct answer answer = client_answer(client);
    assert_int_equal(answer.status, 408);
    assert_string_equal(answer.body, "ERROR: the headers took too long\n");
    assert_true(client_is_ended(client));
    assert_true(clock_mono_ms() - start_ms >= SHORT_MS);
    client_close(client);

    client = client_open(ask);
    client_send(client, STR("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9999\r\n\r\n"));
    drip(client, 'a');
    answer = client_answer(client);
    assert_int_equal(answer.status, 408);
    assert_string_equal(answer.body, "ERROR: the body took too long\n");
    assert_true(client_is_ended(client));
    client_close(client);
    assert_int_equal(http_server_counters(ask->server).connections_late, 2);
    ask_close(ask, 0);
}

static void idle_connections_are_closed_without_a_word(void **state)
{
    (void)state;
    struct ask *ask = ask_open(short_limits());
    struct client *fresh = client_open(ask);
    struct client *kept = client_open(ask);
    assert_int_equal(client_ask(kept, STR("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).status, 200);
    assert_true(client_is_ended(fresh));
    assert_true(client_is_ended(kept));
    client_close(fresh);
    client_close(kept);
    ask_close(ask, 0);
}

static void a_reply_that_nobody_reads_is_given_up(void **state)
{
    (void)state;
    struct ask *ask = ask_open(short_limits());
    struct client *client = client_open(ask);
    client_send(client, STR("GET /big HTTP/1.1\r\nHost: h\r\n\r\n"));
    wait_open(ask, 1);
    wait_open(ask, 0);
    assert_int_equal(http_server_counters(ask->server).connections_late, 1);
    client_close(client);
    ask_close(ask, 0);
}

static void a_large_reply_is_read_to_its_end(void **state)
{
    (void)state;
    struct ask *ask = ask_open(http_limits_default());
    struct client *client = client_open(ask);
    size_t received = 0;
    client_send(client, STR("GET /big HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
    while (client_receive(client)) {
        received += client->len;
        client->len = 0;
    }
    assert_true(received > (8u << 20));
    client_close(client);
    ask_close(ask, 0);
}

static void connections_over_the_limit_are_closed(void **state)
{
    (void)state;
    struct http_limits limits = http_limits_default();
    limits.connections_max = 3;
    struct ask *ask = ask_open(limits);
    struct client *clients[3];
    for (size_t i = 0; i < 3; i++) {
        clients[i] = client_open(ask);
        assert_int_equal(client_ask(clients[i], STR("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).status,
                         200);
    }
    struct client *fourth = client_open(ask);
    assert_true(client_is_ended(fourth));
    client_close(fourth);
    assert_int_equal(http_server_counters(ask->server).connections_refused, 1);
    client_close(clients[0]);
    wait_open(ask, 2);
    clients[0] = client_open(ask);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(client_ask(clients[i], STR("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).status,
                         200);
        client_close(clients[i]);
    }
    ask_close(ask, 0);
}

static void loopback_is_not_counted_by_address(void **state)
{
    (void)state;
    struct http_limits limits = http_limits_default();
    limits.connections_per_address_max = 1;
    struct ask *ask = ask_open(limits);
    struct client *one = client_open(ask);
    struct client *two = client_open(ask);
    assert_int_equal(client_ask(one, STR("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).status, 200);
    assert_int_equal(client_ask(two, STR("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).status, 200);
    client_close(one);
    client_close(two);
    ask_close(ask, 0);
}

/* Closes with a reset, as a client does that crashes. */
static void client_crash(struct client *client)
{
    struct linger at_once = {.l_onoff = 1};

    assert_int_equal(setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)), 0);
    client_close(client);
}

static void a_client_may_leave_before_its_reply(void **state)
{
    (void)state;
    struct ask *ask = ask_open(http_limits_default());
    struct client *crashed = client_open(ask);
    client_send(crashed, STR("GET /late HTTP/1.1\r\nHost: h\r\n\r\n"));
    ask_wait_arrived(ask);
    client_crash(crashed);
    struct client *left = client_open(ask);
    client_send(left, STR("GET /late HTTP/1.1\r\nHost: h\r\n\r\n"));
    ask_wait_arrived(ask);
    client_close(left);
    http_loop_wake(ask->loop);
    wait_open(ask, 0);

    struct client *worked = client_open(ask);
    client_send(worked, STR("GET /work HTTP/1.1\r\nHost: h\r\n\r\n"));
    ask_wait_arrived(ask);
    client_crash(worked);
    assert_int_equal(sem_post(&ask->go_on), 0);
    wait_open(ask, 0);
    ask_close(ask, 0);
}

static void a_client_may_leave_at_any_byte(void **state)
{
    (void)state;
    struct ask *ask = ask_open(http_limits_default());
    struct str request = STR("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                             "3\r\nabc\r\n0\r\n\r\n");
    for (size_t len = 0; len <= request.len; len++) {
        struct client *client = client_open(ask);
        client_send(client, str_slice(request, 0, len));
        if (len % 2 == 0)
            client_crash(client);
        else
            client_close(client);
    }
    /* Accepted after all the others. */
    struct client *last = client_open(ask);
    assert_int_equal(client_ask(last, STR("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).status, 200);
    client_close(last);
    wait_open(ask, 0);
    ask_close(ask, 0);
}

static void closing_lets_requests_in_flight_be_answered(void **state)
{
    (void)state;
    struct ask *ask = ask_open(http_limits_default());
    struct client *idle = client_open(ask);
    struct client *busy = client_open(ask);
    assert_int_equal(client_ask(idle, STR("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).status, 200);
    client_send(busy,
                STR("GET /late HTTP/1.1\r\nHost: h\r\n\r\nGET /next HTTP/1.1\r\nHost: h\r\n\r\n"));
    ask_wait_arrived(ask);
    /* Closing wakes the loop, and the woken hook answers: no other event is needed. */
    ask_close(ask, 60000);
    assert_true(client_is_ended(idle));
    struct answer answer = client_answer(busy);
    assert_string_equal(answer.body, "late");
    assert_non_null(strstr(answer.head, "Connection: close\r\n"));
    assert_true(client_is_ended(busy));
    client_close(idle);
    client_close(busy);
}

static void closing_gives_up_what_is_not_answered_in_time(void **state)
{
    (void)state;
    struct ask *ask = ask_open(http_limits_default());
    struct client *client = client_open(ask);
    struct client *gone = client_open(ask);
    struct client *half = client_open(ask);
    struct client *big = client_open(ask);
    ask->stops_answering = true;
    client_send(client, STR("GET /late HTTP/1.1\r\nHost: h\r\n\r\n"));
    client_send(gone, STR("GET /late HTTP/1.1\r\nHost: h\r\n\r\n"));
    ask_wait_arrived(ask);
    ask_wait_arrived(ask);
    client_crash(gone);
    client_send(half, STR("GET / HT"));
    client_send(big, STR("GET /big HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_true(client_receive(big));
    ask_close(ask, SHORT_MS);
    assert_true(client_is_ended(client));
    assert_true(client_is_ended(half));
    client_close(client);
    client_close(half);
    client_close(big);
}

static void closing_waits_for_work_on_the_pool(void **state)
{
    (void)state;
    struct ask *ask = ask_open(http_limits_default());
    struct client *clients[8]; /* more than the pool has threads */
    for (size_t i = 0; i < 8; i++) {
        clients[i] = client_open(ask);
        client_send(clients[i], STR("GET /work HTTP/1.1\r\nHost: h\r\n\r\n"));
    }
    ask_wait_arrived(ask);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(sem_post(&ask->go_on), 0);
    ask_close(ask, 0);
    for (size_t i = 0; i < 8; i++)
        client_close(clients[i]);
}

static void a_server_without_a_client_closes_at_once(void **state)
{
    (void)state;
    struct ask *ask = ask_open(http_limits_default());
    ask_close(ask, 60000);
    http_server_close(NULL, 0);
}

static void a_socket_that_is_none_is_an_error(void **state)
{
    (void)state;
    uint16_t port = 0;
    int sockets[2] = {ask_listen(&port), open("/dev/null", O_RDWR | O_CLOEXEC)};
    struct http_listener listener = {.name = "broken",
                                     .handler = ask_handle,
                                     .sockets = sockets,
                                     .socket_count = 2,
                                     .limits = http_limits_default()};
    struct http_server *server = NULL;
    assert_int_equal(http_server_open(&listener, 1, 2, NULL, &server), ERR_IO);
    assert_null(server);
    assert_int_equal(fcntl(sockets[0], F_GETFD), -1);
    assert_int_equal(fcntl(sockets[1], F_GETFD), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_byte_now_and_then_does_not_keep_a_connection),
        cmocka_unit_test(idle_connections_are_closed_without_a_word),
        cmocka_unit_test(a_reply_that_nobody_reads_is_given_up),
        cmocka_unit_test(a_large_reply_is_read_to_its_end),
        cmocka_unit_test(connections_over_the_limit_are_closed),
        cmocka_unit_test(loopback_is_not_counted_by_address),
        cmocka_unit_test(a_client_may_leave_before_its_reply),
        cmocka_unit_test(a_client_may_leave_at_any_byte),
        cmocka_unit_test(closing_lets_requests_in_flight_be_answered),
        cmocka_unit_test(closing_gives_up_what_is_not_answered_in_time),
        cmocka_unit_test(closing_waits_for_work_on_the_pool),
        cmocka_unit_test(a_server_without_a_client_closes_at_once),
        cmocka_unit_test(a_socket_that_is_none_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
