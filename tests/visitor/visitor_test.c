/* Tests of visitor. */
#include "visitor/visitor.h"
#include "../base/check.h"

/* A request with these headers, given as pairs of name and value, ended by NULL. */
static struct http_request request_of(enum http_method method, const char *const *headers)
{
    struct http_request request = {.method = method, .host = STR("t.example")};

    for (size_t i = 0; headers != NULL && headers[i] != NULL; i += 2)
        request.headers[request.header_count++] =
            (struct http_header){str_from_c(headers[i]), str_from_c(headers[i + 1])};
    return request;
}

#define WITH(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ------------------------------------------------------------------ prefetch */

static bool is_prefetch(const char *name, const char *value)
{
    struct http_request request = request_of(HTTP_METHOD_GET, WITH(name, value));

    return visitor_is_prefetch(&request);
}

static void a_prefetch_says_so_in_one_of_several_headers(void **state)
{
    (void)state;
    assert_true(is_prefetch("Sec-Purpose", "prefetch"));
    assert_true(is_prefetch("Sec-Purpose", "prefetch;prerender"));
    assert_true(is_prefetch("sec-purpose", "prefetch;anonymous-client-ip"));
    assert_true(is_prefetch("Purpose", "prefetch"));
    assert_true(is_prefetch("X-Moz", "prefetch"));
    assert_true(is_prefetch("X-Purpose", "prerender"));
}

static void other_requests_are_no_prefetch(void **state)
{
    struct http_request bare = request_of(HTTP_METHOD_GET, NULL);

    (void)state;
    assert_false(visitor_is_prefetch(&bare));
    assert_false(is_prefetch("Purpose", ""));
    assert_false(is_prefetch("Sec-Fetch-Dest", "document"));
    assert_false(is_prefetch("Referer", "https://prefetch.example/"));
}

/* ------------------------------------------------------------------ address */

static struct net_address address_of(const char *text)
{
    struct net_address address;

    assert_int_equal(net_parse_address(str_from_c(text), &address), OK);
    return address;
}

/* The address of a request from that peer through the proxies 10.0.0.0/8 and ::1. */
static void assert_address(const char *peer, const char *const *headers, const char *expected)
{
    struct http_request request = request_of(HTTP_METHOD_GET, headers);
    struct net_range proxies[2];
    struct net_address right = address_of(expected);

    assert_int_equal(net_parse_range(STR("10.0.0.0/8"), &proxies[0]), OK);
    assert_int_equal(net_parse_range(STR("::1"), &proxies[1]), OK);
    request.peer = address_of(peer);
    struct net_address address = visitor_address(&request, proxies, ARRAY_LEN(proxies));
    assert_true(net_is_equal(&address, &right));
}

#define FORWARDED "X-Forwarded-For"

static void without_a_proxy_the_connection_is_the_visitors(void **state)
{
    (void)state;
    assert_address("192.0.2.1", NULL, "192.0.2.1");
    assert_address("192.0.2.1", WITH(FORWARDED, "203.0.113.9"), "192.0.2.1");
    assert_address("192.0.2.1", WITH(FORWARDED, "10.0.0.1"), "192.0.2.1");
}

static void behind_a_proxy_it_is_the_last_address_that_is_no_proxy(void **state)
{
    (void)state;
    assert_address("10.0.0.1", WITH(FORWARDED, "203.0.113.9"), "203.0.113.9");
    assert_address("::1", WITH("x-forwarded-for", " 2001:db8::9 "), "2001:db8::9");
    assert_address("10.0.0.1", WITH(FORWARDED, "203.0.113.9, 10.1.1.1"), "203.0.113.9");
    assert_address("10.0.0.1", WITH(FORWARDED, "198.51.100.7, 203.0.113.9,10.1.1.1,10.2.2.2"),
                   "203.0.113.9");
}

static void what_a_stranger_wrote_in_front_is_not_believed(void **state)
{
    (void)state;
    assert_address("10.0.0.1", WITH(FORWARDED, "127.0.0.1, 203.0.113.9"), "203.0.113.9");
    assert_address("10.0.0.1", WITH(FORWARDED, "10.9.9.9, 203.0.113.9"), "203.0.113.9");
}

static void a_proxy_that_adds_a_header_of_its_own_is_believed_and_not_the_strangers(void **state)
{
    (void)state;
    assert_address("10.0.0.1", WITH(FORWARDED, "127.0.0.1", "A", "b", FORWARDED, "203.0.113.9"),
                   "203.0.113.9");
    assert_address("10.0.0.1",
                   WITH(FORWARDED, "127.0.0.1", FORWARDED, "203.0.113.9", FORWARDED, "10.1.1.1"),
                   "203.0.113.9");
}

static void what_is_no_address_ends_the_way_back(void **state)
{
    (void)state;
    assert_address("10.0.0.1", WITH(FORWARDED, "203.0.113.9, unknown"), "10.0.0.1");
    assert_address("10.0.0.1", WITH(FORWARDED, "203.0.113.9, , 10.1.1.1"), "10.1.1.1");
    assert_address("10.0.0.1", WITH(FORWARDED, ""), "10.0.0.1");
    assert_address("10.0.0.1", WITH(FORWARDED, "203.0.113.9", FORWARDED, "junk"), "10.0.0.1");
}

static void when_all_are_proxies_the_first_one_is_told(void **state)
{
    (void)state;
    assert_address("10.0.0.1", WITH(FORWARDED, "10.3.3.3, 10.2.2.2"), "10.3.3.3");
}

static void a_local_socket_has_no_address(void **state)
{
    struct http_request request = request_of(HTTP_METHOD_GET, WITH(FORWARDED, "203.0.113.9"));

    (void)state;
    assert_int_equal(visitor_address(&request, NULL, 0).family, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_prefetch_says_so_in_one_of_several_headers),
        cmocka_unit_test(other_requests_are_no_prefetch),
        cmocka_unit_test(without_a_proxy_the_connection_is_the_visitors),
        cmocka_unit_test(behind_a_proxy_it_is_the_last_address_that_is_no_proxy),
        cmocka_unit_test(what_a_stranger_wrote_in_front_is_not_believed),
        cmocka_unit_test(a_proxy_that_adds_a_header_of_its_own_is_believed_and_not_the_strangers),
        cmocka_unit_test(what_is_no_address_ends_the_way_back),
        cmocka_unit_test(when_all_are_proxies_the_first_one_is_told),
        cmocka_unit_test(a_local_socket_has_no_address),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
