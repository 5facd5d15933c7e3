/* What the server does for clients that behave. */
#include "http_client.h"

static struct ask *ask;

static int set_up(void **state)
{
    (void)state;
    ask = ask_open(http_limits_default());
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ask_close(ask, 0);
    return 0;
}

static void a_request_is_understood_and_answered(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    struct answer answer = client_ask(
        client, STR("GET /15GFcZ?zoneid=13&a=? HTTP/1.1\r\nHost: t.example:80\r\nX: \t1 \r\n\r\n"));
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.body,
                        "0|GET|/15GFcZ?zoneid=13&a=?|/15GFcZ|?zoneid=13&a=?|t.example:80|2|");
    assert_non_null(strstr(answer.head, "HTTP/1.1 200 OK\r\nDate: "));
    assert_non_null(strstr(answer.head, " GMT\r\n"));
    assert_non_null(strstr(answer.head, "Content-Type: text/plain\r\nX-Test: yes\r\n"));
    assert_null(strstr(answer.head, "Connection:"));
    client_close(client);
}

static void a_connection_is_kept_for_many_requests(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    for (int i = 0; i < 100; i++) {
        struct answer answer = client_ask(client, STR("GET /a HTTP/1.1\r\nHost: h\r\n\r\n"));
        assert_string_equal(answer.body, "0|GET|/a|/a||h|1|");
    }
    client_close(client);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    client_send(client, STR("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n"
                            "POST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                            "GET /turn HTTP/1.1\r\nHost: h\r\n\r\n"
                            "GET /turn HTTP/1.1\r\nHost: h\r\n\r\n"
                            "GET /3 HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_string_equal(client_answer(client).body, "0|GET|/1|/1||h|1|");
    assert_string_equal(client_answer(client).body, "2|POST|/2|/2||h|2|=abc");
    assert_string_equal(client_answer(client).body, "turned");
    assert_string_equal(client_answer(client).body, "turned");
    assert_string_equal(client_answer(client).body, "0|GET|/3|/3||h|1|");
    client_close(client);
}

static void ten_thousand_pipelined_requests_are_answered(void **state)
{
    (void)state;
    static const char request[] = "GET /empty HTTP/1.1\r\nHost: h\r\n\r\n";
    struct client *client = client_open(ask);
    size_t len = sizeof(request) - 1, sent = 0, answered = 0;
    while (sent < 10000) {
        size_t round = 0;
        char *bytes = heap_make(500, len);
        for (; round < 500; round++)
            memcpy(bytes + round * len, request, len);
        client_send(client, (struct str){bytes, round * len});
        free(bytes);
        for (sent += round; answered < sent; answered++)
            assert_int_equal(client_answer(client).status, 204);
    }
    client_close(client);
}

static void a_pipeline_that_nobody_reads_from_is_held_up_and_then_goes_on(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    for (int i = 0; i < 200; i++)
        client_send(client, STR("GET /big HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\n\r\n"));
    size_t received = 0;
    while (received < (size_t)200 * (8u << 20) / 50) {
        client->len = 0;
        assert_true(client_receive(client));
        received += client->len;
    }
    client_close(client);
}

static void a_request_that_comes_byte_by_byte_is_whole_in_the_end(void **state)
{
    (void)state;
    struct str request =
        STR("\r\nPOST /drop?x=1 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
            "\r\n3;a=b\r\nabc\r\n0A\r\n0123456789\r\n0\r\n\r\n");
    struct client *client = client_open(ask);
    for (size_t i = 0; i < request.len; i++)
        client_send(client, str_slice(request, i, i + 1));
    assert_string_equal(client_answer(client).body,
                        "2|POST|/drop?x=1|/drop|?x=1|h|2|=abc0123456789");
    client_close(client);
}

static void a_head_reply_has_the_length_but_no_body(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    client_send(client, STR("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n"));
    struct answer answer = client_answer_of(client, true);
    assert_int_equal(answer.status, 200);
    assert_non_null(strstr(answer.head, "Content-Length: 18\r\n"));
    assert_string_equal(client_ask(client, STR("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).body,
                        "0|GET|/|/||h|1|");
    client_close(client);
}

static void a_reply_without_content_has_no_length(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    struct answer answer = client_ask(client, STR("GET /empty HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_int_equal(answer.status, 204);
    assert_null(strstr(answer.head, "Content-Length"));
    client_close(client);
}

static void a_body_longer_than_the_buffer_arrives_whole(void **state)
{
    (void)state;
    static char body[8000];
    struct client *client = client_open(ask);
    memset(body, 'x', sizeof(body));
    client_send(client, STR("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 7000\r\n\r\n"));
    client_send(client, (struct str){body, 7000});
    struct answer answer = client_answer(client);
    assert_int_equal(strlen(answer.body), strlen("2|POST|/p|/p||h|2|=") + 7000);
    client_send(client,
                STR("POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1B58\r\n"));
    client_send(client, (struct str){body, 7000});
    client_send(client, STR("\r\n0\r\n\r\n"));
    answer = client_answer(client);
    assert_int_equal(strlen(answer.body), strlen("2|POST|/p|/p||h|2|=") + 7000);
    client_close(client);
}

static void a_chunked_body_behind_a_head_that_fills_the_buffer_arrives(void **state)
{
    (void)state;
    static char line[4100];
    struct client *client = client_open(ask);
    for (size_t fill = 3900; fill < 4100; fill += 13) {
        memset(line, 'y', fill);
        client_send(client,
                    STR("POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nX: "));
        client_send(client, (struct str){line, fill});
        client_send(client, STR("\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));
        assert_string_equal(client_answer(client).body, "2|POST|/p|/p||h|3|=hello");
    }
    client_close(client);
}

static void continue_is_said_when_the_body_is_wanted(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    client_send(
        client,
        STR("PUT /p HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"));
    assert_string_equal(client_answer(client).head, "HTTP/1.1 100 Continue\r\n\r\n");
    assert_string_equal(client_ask(client, STR("ok")).body, "3|PUT|/p|/p||h|3|=ok");
    client_close(client);
}

static void absolute_targets_are_taken_for_their_path_and_host(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    assert_string_equal(
        client_ask(client, STR("GET HTTP://a.b:81/c?d HTTP/1.1\r\nHost: h\r\n\r\n")).body,
        "0|GET|HTTP://a.b:81/c?d|/c|?d|a.b:81|1|");
    assert_string_equal(
        client_ask(client, STR("GET https://a.b?d HTTP/1.1\r\nHost: h\r\n\r\n")).body,
        "0|GET|https://a.b?d|/|?d|a.b|1|");
    client_close(client);
}

static void a_fragment_is_cut_off(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    assert_string_equal(client_ask(client, STR("GET /a?b#c?d HTTP/1.1\r\nHost: h\r\n\r\n")).body,
                        "0|GET|/a?b#c?d|/a|?b|h|1|");
    client_close(client);
}

static void bytes_beyond_ascii_pass_in_urls_and_headers(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    assert_string_equal(
        client_ask(client, STR("GET /\xc3\xa9?\xc3\xa8 HTTP/1.1\r\nHost: h\r\nX: \xc3\xa9\r\n\r\n"))
            .body,
        "0|GET|/\xc3\xa9?\xc3\xa8|/\xc3\xa9|?\xc3\xa8|h|2|");
    client_close(client);
}

static void an_offer_to_upgrade_is_declined(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    struct str request =
        STR("GET /a HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    for (int i = 0; i < 2; i++)
        assert_string_equal(client_ask(client, request).body, "0|GET|/a|/a||h|3|");
    client_close(client);
}

static void an_old_client_is_closed_unless_it_asks_to_be_kept(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    struct answer answer =
        client_ask(client, STR("GET /a HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n"));
    assert_non_null(strstr(answer.head, "Connection: keep-alive\r\n"));
    answer = client_ask(client, STR("GET /a HTTP/1.0\r\nHost: h\r\n\r\n"));
    assert_non_null(strstr(answer.head, "Connection: close\r\n"));
    assert_true(client_is_ended(client));
    client_close(client);
}

static void close_is_honoured_from_either_side(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    struct answer answer =
        client_ask(client, STR("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\nGET /b "
                               "HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_string_equal(answer.body, "0|GET|/a|/a||h|2|");
    assert_true(client_is_ended(client));
    client_close(client);
    client = client_open(ask);
    answer = client_ask(client, STR("GET /close HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_non_null(strstr(answer.head, "Connection: close\r\n"));
    assert_true(client_is_ended(client));
    client_close(client);
}

static void a_client_that_ends_its_side_still_gets_its_replies(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    client_send(client,
                STR("GET /turn HTTP/1.1\r\nHost: h\r\n\r\nGET /turn HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_int_equal(shutdown(client->fd, SHUT_WR), 0);
    assert_string_equal(client_answer(client).body, "turned");
    assert_string_equal(client_answer(client).body, "turned");
    assert_true(client_is_ended(client));
    client_close(client);
}

static void a_late_reply_comes_after_a_wake(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    client_send(client,
                STR("GET /late HTTP/1.1\r\nHost: h\r\n\r\nGET /next HTTP/1.1\r\nHost: h\r\n\r\n"));
    ask_wait_arrived(ask);
    http_loop_wake(ask->loop);
    assert_string_equal(client_answer(client).body, "late");
    assert_string_equal(client_answer(client).body, "0|GET|/next|/next||h|1|");
    client_close(client);
}

static void work_runs_beside_the_loop(void **state)
{
    (void)state;
    struct client *busy = client_open(ask);
    struct client *quick = client_open(ask);
    client_send(busy, STR("GET /work HTTP/1.1\r\nHost: h\r\n\r\n"));
    ask_wait_arrived(ask);
    assert_string_equal(client_ask(quick, STR("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).body,
                        "0|GET|/|/||h|1|");
    assert_int_equal(sem_post(&ask->go_on), 0);
    struct answer answer = client_answer(busy);
    assert_int_equal(answer.status, 201);
    assert_string_equal(answer.body, "worked on /work");
    client_close(busy);
    client_close(quick);
}

static void the_tick_comes_by_itself(void **state)
{
    (void)state;
    struct client *client = client_open(ask);
    while (ask->ticks < 3)
        assert_int_equal(client_ask(client, STR("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).status, 200);
    client_close(client);
}

static void several_loops_serve_one_socket_or_twins(void **state)
{
    (void)state;
    for (size_t count = 1; count <= 2; count++) {
        uint16_t port = 0;
        int fds[2] = {ask_listen(&port), -1};
        if (count == 2)
            fds[1] = ask_listen(&port);
        struct ask *both = ask_open_on(fds, count, 2, http_limits_default());
        both->port = port;
        for (int i = 0; i < 50; i++) {
            struct client *client = client_open(both);
            assert_int_equal(client_ask(client, STR("GET / HTTP/1.1\r\nHost: h\r\n\r\n")).status,
                             200);
            client_close(client);
        }
        assert_int_equal(http_server_counters(both->server).requests, 50);
        assert_int_equal(http_server_counters(both->server).connections_accepted, 50);
        ask_close(both, 0);
    }
}

static void a_local_socket_is_served(void **state)
{
    (void)state;
    char folder[] = "/tmp/rebond-http-XXXXXX";
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    assert_non_null(mkdtemp(folder));
    (void)snprintf(address.sun_path, sizeof(address.sun_path), "%s/socket", folder);
    int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listening, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(listening, 16), 0);
    struct ask *local = ask_open_on(&listening, 1, 1, http_limits_default());

    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    struct client *client = client_on(fd);
    for (int i = 0; i < 3; i++)
        assert_string_equal(client_ask(client, STR("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")).body,
                            "0|GET|/a|/a||h|1|");
    client_close(client);
    ask_close(local, 0);
    assert_int_equal(unlink(address.sun_path), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void headers_are_found_whatever_their_case(void **state)
{
    (void)state;
    struct http_request request = {
        .headers = {{STR("Host"), STR("h")}, {STR("X-A"), STR("1")}, {STR("x-a"), STR("2")}},
        .header_count = 3};
    assert_true(str_is_equal(http_header_find(&request, STR("x-A")), STR("1")));
    assert_null(http_header_find(&request, STR("x-b")).ptr);
}

static void every_status_that_is_sent_has_a_text(void **state)
{
    (void)state;
    assert_string_equal(http_status_text(302), "Found");
    assert_string_equal(http_status_text(404), "Not Found");
    assert_string_equal(http_status_text(599), "Unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_understood_and_answered),
        cmocka_unit_test(a_connection_is_kept_for_many_requests),
        cmocka_unit_test(pipelined_requests_are_answered_in_order),
        cmocka_unit_test(ten_thousand_pipelined_requests_are_answered),
        cmocka_unit_test(a_pipeline_that_nobody_reads_from_is_held_up_and_then_goes_on),
        cmocka_unit_test(a_request_that_comes_byte_by_byte_is_whole_in_the_end),
        cmocka_unit_test(a_head_reply_has_the_length_but_no_body),
        cmocka_unit_test(a_reply_without_content_has_no_length),
        cmocka_unit_test(a_body_longer_than_the_buffer_arrives_whole),
        cmocka_unit_test(a_chunked_body_behind_a_head_that_fills_the_buffer_arrives),
        cmocka_unit_test(continue_is_said_when_the_body_is_wanted),
        cmocka_unit_test(absolute_targets_are_taken_for_their_path_and_host),
        cmocka_unit_test(a_fragment_is_cut_off),
        cmocka_unit_test(bytes_beyond_ascii_pass_in_urls_and_headers),
        cmocka_unit_test(an_offer_to_upgrade_is_declined),
        cmocka_unit_test(an_old_client_is_closed_unless_it_asks_to_be_kept),
        cmocka_unit_test(close_is_honoured_from_either_side),
        cmocka_unit_test(a_client_that_ends_its_side_still_gets_its_replies),
        cmocka_unit_test(a_late_reply_comes_after_a_wake),
        cmocka_unit_test(work_runs_beside_the_loop),
        cmocka_unit_test(the_tick_comes_by_itself),
        cmocka_unit_test(several_loops_serve_one_socket_or_twins),
        cmocka_unit_test(a_local_socket_is_served),
        cmocka_unit_test(headers_are_found_whatever_their_case),
        cmocka_unit_test(every_status_that_is_sent_has_a_text),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
