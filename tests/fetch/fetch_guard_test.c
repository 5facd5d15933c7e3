/* Tests of the guard in fetch/: what is never connected to, however it is written. */
#include "fetch/guard.h"

#include "receiver.h"

static bool redirect(struct receiver *receiver, int fd, struct str request)
{
    char head[512];

    (void)request;
    (void)snprintf(head, sizeof(head), "HTTP/1.1 302 Found\r\nLocation: %s", receiver->text);
    return receiver_reply(fd, head, STR("elsewhere"));
}

static void assert_refused(const struct fetch_result *result, enum fetch_reach reach)
{
    assert_true(result->refused);
    assert_int_equal(result->reach, reach);
    assert_int_equal(result->status, 0);
    assert_int_equal(result->body.len, 0);
}

static void loopback_is_refused_unless_allowed(void **state)
{
    struct receiver receiver;
    struct asker asker = asker_open_to(NULL);

    (void)state;
    receiver_start(&receiver, receiver_echo, NULL);
    struct fetch_result result = asker_get(&asker, receiver.url);
    assert_refused(&result, FETCH_NOT_SENT);
    assert_true(str_is_equal(result.error, STR("address 127.0.0.1 is loopback and "
                                               "courier.allow_private does not name its network")));
    assert_int_equal(result.address.family, 0);
    asker_close(&asker);
    receiver_stop(&receiver);
    assert_int_equal(receiver.accepted, 0);
}

static void loopback_is_reached_when_allowed(void **state)
{
    struct receiver receiver;
    struct asker asker = asker_open_to("127.0.0.1/32");
    struct net_address home = {4, {127, 0, 0, 1}};

    (void)state;
    receiver_start(&receiver, receiver_echo, NULL);
    struct fetch_result result = asker_get(&asker, receiver.url);
    assert_false(result.refused);
    assert_int_equal(result.reach, FETCH_ANSWERED);
    assert_int_equal(result.status, 200);
    assert_int_equal(result.error.len, 0);
    assert_true(net_is_equal(&result.address, &home));
    assert_true(result.duration_us > 0);
    asker_close(&asker);
    receiver_stop(&receiver);
}

static void no_way_to_write_loopback_passes(void **state)
{
    const char *const hosts[] = {"localhost",
                                 "LOCALHOST",
                                 "127.1",
                                 "127.0.0.2",
                                 "0x7f000001",
                                 "2130706433",
                                 "017700000001",
                                 "0177.0.0.1",
                                 "[::1]",
                                 "[::ffff:127.0.0.1]",
                                 "[::ffff:7f00:1]",
                                 "[::127.0.0.1]",
                                 "[64:ff9b::127.0.0.1]",
                                 "[2002:7f00:1::]",
                                 "[::]",
                                 "0.0.0.0",
                                 "0",
                                 "user@127.0.0.1",
                                 "public.example@127.0.0.1"};
    struct receiver receiver;
    struct asker asker = asker_open_to(NULL);

    (void)state;
    receiver_start(&receiver, receiver_echo, NULL);
    for (size_t i = 0; i < ARRAY_LEN(hosts); i++) {
        char url[RECEIVER_URL_MAX];
        (void)snprintf(url, sizeof(url), "http://%s:%u/", hosts[i], receiver.port);
        struct fetch_result result = asker_get(&asker, url);
        if (!result.refused)
            fail_msg("%s: %.*s", url, STR_FMT(result.error));
        assert_refused(&result, FETCH_NOT_SENT);
    }
    asker_close(&asker);
    receiver_stop(&receiver);
    assert_int_equal(receiver.accepted, 0);
}

static void private_networks_and_metadata_services_are_refused(void **state)
{
    const char *const urls[] = {
        "http://10.0.0.1/",        "http://172.16.0.1/",
        "http://192.168.1.1/",     "http://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",     "http://[fe80::1]/",
        "http://[fd00:ec2::254]/", "http://224.0.0.1/",
        "http://255.255.255.255/", "http://[::ffff:10.0.0.1]/"};
    struct asker asker = asker_open_to("127.0.0.0/8");

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
        struct fetch_result result = asker_get(&asker, urls[i]);
        assert_refused(&result, FETCH_NOT_SENT);
        assert_has(result.error, " is private and ");
    }
    asker_close(&asker);
}

static void a_redirect_to_an_address_that_is_not_allowed_is_refused(void **state)
{
    struct receiver target, receiver;
    struct asker asker = asker_open_to("127.0.0.1/32");

    (void)state;
    receiver_start_at(&target, "127.0.0.2", receiver_echo, NULL);
    receiver_start(&receiver, redirect, target.url);
    struct fetch_result result = asker_get(&asker, receiver.url);
    assert_refused(&result, FETCH_UNCERTAIN);
    assert_has(result.error, "address 127.0.0.2 is loopback");
    assert_true(str_is_equal(result.location, str_from_c(target.url)));
    asker_close(&asker);
    receiver_stop(&receiver);
    receiver_stop(&target);
    assert_int_equal(receiver.requests, 1);
    assert_int_equal(target.accepted, 0);
}

static void the_same_redirect_is_followed_when_both_are_allowed(void **state)
{
    struct receiver target, receiver;
    struct asker asker = asker_open_to("127.0.0.0/8");
    struct net_address other = {4, {127, 0, 0, 2}};

    (void)state;
    receiver_start_at(&target, "127.0.0.2", receiver_echo, NULL);
    receiver_start(&receiver, redirect, target.url);
    struct fetch_result result = asker_get(&asker, receiver.url);
    assert_int_equal(result.status, 200);
    assert_true(net_is_equal(&result.address, &other));
    assert_null(result.location.ptr);
    assert_has(result.body, "GET / HTTP/1.1");
    asker_close(&asker);
    receiver_stop(&receiver);
    receiver_stop(&target);
}

static void credentials_do_not_follow_a_redirect_to_another_host(void **state)
{
    const struct str headers[] = {STR("Authorization: Bearer secret"), STR("Cookie: a=secret")};
    struct receiver target, receiver;
    struct asker asker = asker_open_to("127.0.0.0/8");
    char url[RECEIVER_URL_MAX];

    (void)state;
    receiver_start_at(&target, "127.0.0.2", receiver_echo, NULL);
    receiver_start(&receiver, redirect, target.url);
    struct fetch_request request = {
        .url = str_from_c(receiver.url), .headers = headers, .header_count = ARRAY_LEN(headers)};
    struct fetch_result result = asker_send(&asker, &request);
    assert_int_equal(result.status, 200);
    assert_true(str_find(result.body, STR("secret")) < 0);
    (void)snprintf(url, sizeof(url), "http://user:secret@127.0.0.1:%u/", receiver.port);
    result = asker_get(&asker, url);
    assert_int_equal(result.status, 200);
    assert_true(str_find(result.body, STR("Authorization")) < 0);
    asker_close(&asker);
    receiver_stop(&receiver);
    receiver_stop(&target);
}

static void a_redirect_to_another_scheme_is_not_followed(void **state)
{
    const char *const targets[] = {"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/",
                                   "market://details?id=x"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
        struct receiver receiver;
        struct asker asker = asker_open_to("127.0.0.0/8");
        receiver_start(&receiver, redirect, targets[i]);
        struct fetch_result result = asker_get(&asker, receiver.url);
        assert_int_equal(result.reach, FETCH_ANSWERED);
        assert_int_equal(result.status, 302);
        assert_true(str_is_equal(result.location, str_from_c(targets[i])));
        asker_close(&asker);
        receiver_stop(&receiver);
    }
}

static void urls_that_are_not_http_or_not_clean_are_invalid(void **state)
{
    const struct str bad[] = {STR_NONE,
                              STR(""),
                              STR("http://"),
                              STR("file:///etc/passwd"),
                              STR("ftp://127.0.0.1/"),
                              STR("gopher://127.0.0.1/"),
                              STR("dict://127.0.0.1:11211/stat"),
                              STR("127.0.0.1/"),
                              STR("//127.0.0.1/"),
                              STR("http:/127.0.0.1/"),
                              STR(" http://127.0.0.1/"),
                              STR("http://127.0.0.1/ x"),
                              STR("http://127.0.0.1/\r\nX: y"),
                              STR("http://127.0.0.1/\tx"),
                              STR("http://127.0.0.1/\0x"),
                              STR("http://127.0.0.1/\x7f")};
    struct asker asker = asker_open_to("127.0.0.0/8");
    struct fetch_result result;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct fetch_request request = {.url = bad[i]};
        assert_int_equal(fetch_once(asker.fetcher, asker.arena, &request, &result), ERR_INVALID);
    }
    static char long_url[FETCH_URL_BYTES_MAX + 1];
    memset(long_url, 'x', sizeof(long_url));
    memcpy(long_url, "http://", 7);
    assert_true(guard_allows_url((struct str){long_url, sizeof(long_url) - 1}));
    assert_false(guard_allows_url((struct str){long_url, sizeof(long_url)}));
    assert_true(guard_allows_url(STR("HTTPS://public.example/?a=b")));
    assert_int_equal(fetcher_running(asker.fetcher), 0);
    asker_close(&asker);
}

static void a_public_address_needs_no_permission(void **state)
{
    const struct fetch_policy policy = asker_policy(NULL);
    struct net_address public_v4 = {4, {8, 8, 8, 8}};
    struct net_address public_v6 = {6, {0x26, 0x06, 0x47, 0}};
    struct net_address unknown = {.family = 0};

    (void)state;
    assert_int_equal(net_zone(&public_v4), NET_PUBLIC);
    assert_true(guard_allows_address(&policy, &public_v4));
    assert_true(guard_allows_address(&policy, &public_v6));
    assert_false(guard_allows_address(&policy, &unknown));
}

static void a_local_socket_is_opened_only_when_asked_for(void **state)
{
    const struct fetch_policy policy = asker_policy("0.0.0.0/0");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char reason[GUARD_REASON_MAX];

    (void)state;
    assert_int_equal(
        guard_open_socket(&policy, false, (struct sockaddr *)&address, SOCK_STREAM, 0, reason), -1);
    assert_has(str_from_c(reason), "local socket");
    int fd = guard_open_socket(&policy, true, (struct sockaddr *)&address, SOCK_STREAM, 0, reason);
    assert_true(fd >= 0);
    assert_int_equal(reason[0], '\0');
    (void)close(fd);
}

static void the_environments_proxy_is_not_used(void **state)
{
    struct receiver proxy, receiver;
    struct asker asker = asker_open_to("127.0.0.0/8");

    (void)state;
    receiver_start(&proxy, receiver_echo, NULL);
    receiver_start(&receiver, receiver_echo, NULL);
    assert_int_equal(setenv("http_proxy", proxy.url, 1), 0);
    assert_int_equal(setenv("ALL_PROXY", proxy.url, 1), 0);
    assert_int_equal(asker_get(&asker, receiver.url).status, 200);
    assert_int_equal(unsetenv("http_proxy"), 0);
    assert_int_equal(unsetenv("ALL_PROXY"), 0);
    asker_close(&asker);
    receiver_stop(&receiver);
    receiver_stop(&proxy);
    assert_int_equal(proxy.accepted, 0);
    assert_int_equal(receiver.accepted, 1);
}

static void sockets_and_refusals_are_counted(void **state)
{
    struct receiver receiver;
    struct asker asker = asker_open_to("127.0.0.1/32");
    struct fetch_counters before = fetch_counters();

    (void)state;
    receiver_start(&receiver, receiver_echo, NULL);
    assert_int_equal(asker_get(&asker, receiver.url).status, 200);
    assert_int_equal(asker_get(&asker, receiver.url).status, 200); /* on the same connection */
    assert_true(asker_get(&asker, "http://127.0.0.2/").refused);
    assert_true(asker_get(&asker, "http://10.1.1.1/").refused);
    struct fetch_counters after = fetch_counters();
    assert_int_equal(after.opened_loopback - before.opened_loopback, 1);
    assert_int_equal(after.opened_private - before.opened_private, 0);
    assert_int_equal(after.opened_public - before.opened_public, 0);
    assert_int_equal(after.refused - before.refused, 2);
    asker_close(&asker);
    receiver_stop(&receiver);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loopback_is_refused_unless_allowed),
        cmocka_unit_test(loopback_is_reached_when_allowed),
        cmocka_unit_test(no_way_to_write_loopback_passes),
        cmocka_unit_test(private_networks_and_metadata_services_are_refused),
        cmocka_unit_test(a_redirect_to_an_address_that_is_not_allowed_is_refused),
        cmocka_unit_test(the_same_redirect_is_followed_when_both_are_allowed),
        cmocka_unit_test(credentials_do_not_follow_a_redirect_to_another_host),
        cmocka_unit_test(a_redirect_to_another_scheme_is_not_followed),
        cmocka_unit_test(urls_that_are_not_http_or_not_clean_are_invalid),
        cmocka_unit_test(a_public_address_needs_no_permission),
        cmocka_unit_test(a_local_socket_is_opened_only_when_asked_for),
        cmocka_unit_test(the_environments_proxy_is_not_used),
        cmocka_unit_test(sockets_and_refusals_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
