/* Tests of fetch/: what is sent, which redirects are followed, how connections are kept, and how a
 * fetcher runs. */
#include "fetch/fetch.h"

#include "base/clock.h"
#include "receiver.h"

#define URL_PATH_MAX 300

/* /0 is echoed; /N leads to /N-1 with the status in `text`. */
static bool count_down(struct receiver *receiver, int fd, struct str request)
{
    char head[128];
    struct str rest = request, method, number;
    uint64_t left;

    CHECK(str_take_piece(&rest, '/', &method) && str_take_piece(&rest, ' ', &number));
    CHECK(num_parse_u64(number, 100, &left) == OK);
    if (left == 0)
        return receiver_echo(receiver, fd, request);
    (void)snprintf(head, sizeof(head), "HTTP/1.1 %s\r\nLocation: /%u", receiver->text,
                   (unsigned)left - 1);
    /* A body behind the answer to a HEAD would be read as the next answer on that connection. */
    bool is_head = str_has_prefix(request, STR("HEAD "));
    return receiver_reply(fd, head, is_head ? STR("") : STR("further"));
}

static struct fetch_result count_down_from(unsigned from, const char *status,
                                           unsigned redirects_max, struct str method,
                                           struct arena *arena)
{
    struct receiver receiver;
    struct fetch_policy policy = asker_policy("127.0.0.0/8");
    struct fetch_result result;
    char url[URL_PATH_MAX];

    policy.redirects_max = redirects_max;
    struct asker asker = asker_open(&policy);
    receiver_start(&receiver, count_down, status);
    (void)snprintf(url, sizeof(url), "%s%u", receiver.url, from);
    struct fetch_request request = {.url = str_from_c(url), .method = method};
    if (str_is_equal(method, STR("POST")) || str_is_equal(method, STR("PUT")))
        request.body = STR("a=b");
    assert_int_equal(fetch_once(asker.fetcher, arena, &request, &result), OK);
    asker_close(&asker);
    receiver_stop(&receiver);
    return result;
}

static void redirects_are_followed_up_to_the_limit(void **state)
{
    struct arena *arena = arena_make(1024 * 1024);

    (void)state;
    struct fetch_result result = count_down_from(2, "302 Found", 2, STR_NONE, arena);
    assert_int_equal(result.status, 200);
    assert_has(result.body, "GET /0 HTTP/1.1");
    assert_null(result.location.ptr);

    result = count_down_from(3, "302 Found", 2, STR_NONE, arena);
    assert_int_equal(result.reach, FETCH_ANSWERED);
    assert_int_equal(result.status, 302);
    assert_true(str_is_equal(result.location, STR("/0")));
    assert_int_equal(result.error.len, 0);

    result = count_down_from(1, "307 Temporary Redirect", 0, STR_NONE, arena);
    assert_int_equal(result.reach, FETCH_ANSWERED);
    assert_int_equal(result.status, 307);
    assert_true(str_is_equal(result.location, STR("/0")));
    assert_true(str_is_equal(result.body, STR("further")));
    arena_free(arena);
}

static void a_redirect_changes_the_method_as_its_status_says(void **state)
{
    struct arena *arena = arena_make(1024 * 1024);

    (void)state;
    struct fetch_result result = count_down_from(1, "303 See Other", 2, STR("POST"), arena);
    assert_has(result.body, "GET /0 HTTP/1.1");
    assert_true(str_find(result.body, STR("a=b")) < 0);
    result = count_down_from(1, "307 Temporary Redirect", 2, STR("POST"), arena);
    assert_has(result.body, "POST /0 HTTP/1.1");
    assert_has(result.body, "\r\n\r\na=b");
    result = count_down_from(1, "302 Found", 2, STR("PUT"), arena);
    assert_int_equal(result.status, 302);
    result = count_down_from(1, "302 Found", 2, STR("HEAD"), arena);
    assert_int_equal(result.status, 200);
    arena_free(arena);
}

static void a_request_is_sent_as_it_was_asked_for(void **state)
{
    struct receiver receiver;
    struct asker asker = asker_open_to("127.0.0.0/8");
    const struct str headers[] = {STR("Idempotency-Key: 12"), STR("Content-Type: application/json"),
                                  STR("X-Empty:")};
    char url[URL_PATH_MAX];

    (void)state;
    receiver_start(&receiver, receiver_echo, NULL);
    (void)snprintf(url, sizeof(url), "%spostback?cid=a%%20b&payout=1.50#kept-here", receiver.url);
    struct fetch_request request = {.url = str_from_c(url),
                                    .method = STR("POST"),
                                    .body = STR("{\"a\":1}"),
                                    .headers = headers,
                                    .header_count = ARRAY_LEN(headers)};
    struct fetch_result result = asker_send(&asker, &request);
    assert_int_equal(result.status, 200);
    assert_has(result.body, "POST /postback?cid=a%20b&payout=1.50 HTTP/1.1\r\n");
    assert_has(result.body, "\r\nUser-Agent: Rebond/" REBOND_VERSION "\r\n");
    assert_has(result.body, "\r\nIdempotency-Key: 12\r\n");
    assert_has(result.body, "\r\nContent-Type: application/json\r\n");
    assert_has(result.body, "\r\nX-Empty:\r\n");
    assert_has(result.body, "\r\nContent-Length: 7\r\n");
    assert_has(result.body, "\r\n\r\n{\"a\":1}");

    /* Nothing of it is left for the next request on the same handle. */
    request = (struct fetch_request){.url = str_from_c(url)};
    result = asker_send(&asker, &request);
    assert_has(result.body, "GET /postback?");
    assert_true(str_find(result.body, STR("Idempotency-Key")) < 0);
    assert_true(str_find(result.body, STR("Content-")) < 0);
    asker_close(&asker);
    receiver_stop(&receiver);
}

static bool reply_within_limits(struct receiver *receiver, int fd, struct str request)
{
    static char body[100000];

    (void)receiver, (void)request;
    memset(body, 'x', sizeof(body));
    return receiver_reply(fd,
                          "HTTP/1.1 429 Too Many Requests\r\nX-Rate-Limit-Remaining: 0\r\n"
                          "x-rate-limit-reset: 17\r\nRetry-After: 3",
                          (struct str){body, sizeof(body)});
}

static void an_answer_tells_its_rate_limits_and_whether_it_was_cut(void **state)
{
    const struct {
        size_t max, kept;
    } cases[] = {{0, FETCH_BODY_BYTES_MAX}, {99999, 99999}, {100000, 100000}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct receiver receiver;
        struct fetch_policy policy = asker_policy("127.0.0.0/8");
        policy.transfers_max = 1;
        policy.body_bytes_max = cases[i].max;
        struct asker asker = asker_open(&policy);
        receiver_start(&receiver, reply_within_limits, NULL);
        struct fetch_request request = {.url = str_from_c(receiver.url)};
        struct fetch_result result = asker_send(&asker, &request);
        assert_int_equal(result.status, 429);
        assert_true(str_is_equal(result.rate_remaining, STR("0")));
        assert_true(str_is_equal(result.rate_reset, STR("17")));
        assert_true(str_is_equal(result.retry_after, STR("3")));
        assert_int_equal(result.body.len, cases[i].kept);
        assert_int_equal(result.is_cut, cases[i].kept < 100000);
        asker_close(&asker);
        receiver_stop(&receiver);
    }
}

static void every_method_follows_every_other_on_one_handle(void **state)
{
    const struct {
        struct str method, body, line;
    } cases[] = {
        {STR("PUT"), STR("b"), STR("PUT / HTTP/1.1")},
        {STR("HEAD"), STR_NONE, STR("")},
        {STR("POST"), STR_NONE, STR("POST / HTTP/1.1")},
        {STR_NONE, STR_NONE, STR("GET / HTTP/1.1")},
        {STR("DELETE"), STR_NONE, STR("DELETE / HTTP/1.1")},
        {STR("GET"), STR("b"), STR("GET / HTTP/1.1")},
    };
    struct receiver receiver;
    struct asker asker = asker_open_to("127.0.0.0/8");

    (void)state;
    receiver_start(&receiver, receiver_echo, NULL);
    for (size_t i = 0; i < ARRAY_LEN(cases) * ARRAY_LEN(cases); i++) {
        size_t pair[] = {i / ARRAY_LEN(cases), i % ARRAY_LEN(cases)};
        for (size_t k = 0; k < 2; k++) {
            struct fetch_request request = {.url = str_from_c(receiver.url),
                                            .method = cases[pair[k]].method,
                                            .body = cases[pair[k]].body};
            struct fetch_result result = asker_send(&asker, &request);
            assert_int_equal(result.status, 200);
            assert_true(str_has_prefix(result.body, cases[pair[k]].line));
            if (request.body.ptr != NULL)
                assert_true(str_has_suffix(result.body, STR("\r\n\r\nb")));
            arena_reset(asker.arena);
        }
    }
    asker_close(&asker);
    receiver_stop(&receiver);
    assert_int_equal(receiver.accepted, 1);
}

static void requests_that_would_break_the_protocol_are_invalid(void **state)
{
    const struct str headers[] = {STR("X: y\r\nInjected: 1"), STR("no colon"), STR(": empty"),
                                  STR(""), STR("X Y: z")};
    const struct str methods[] = {STR(""), STR("get"), STR("GET /x"), STR("ABCDEFGHIJKLMNOPQ")};
    struct asker asker = asker_open_to("127.0.0.0/8");
    struct fetch_result result;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(headers); i++) {
        struct fetch_request request = {
            .url = STR("http://127.0.0.1:1/"), .headers = &headers[i], .header_count = 1};
        assert_int_equal(fetch_once(asker.fetcher, asker.arena, &request, &result), ERR_INVALID);
    }
    for (size_t i = 0; i < ARRAY_LEN(methods); i++) {
        struct fetch_request request = {.url = STR("http://127.0.0.1:1/"), .method = methods[i]};
        assert_int_equal(fetch_once(asker.fetcher, asker.arena, &request, &result), ERR_INVALID);
    }
    asker_close(&asker);
}

static void a_hundred_requests_share_one_connection(void **state)
{
    struct receiver receiver;
    struct asker asker = asker_open_to("127.0.0.0/8");

    (void)state;
    receiver_start(&receiver, receiver_echo, NULL);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(asker_get(&asker, receiver.url).status, 200);
        arena_reset(asker.arena);
    }
    asker_close(&asker);
    receiver_stop(&receiver);
    assert_int_equal(receiver.accepted, 1);
    assert_int_equal(receiver.requests, 100);
}

static void a_local_socket_is_spoken_to_when_asked_for(void **state)
{
    char folder[] = "/tmp/rebond-test-XXXXXX";
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct receiver receiver = {.answer = receiver_echo};
    struct asker asker = asker_open_to(NULL);
    struct fetch_counters before = fetch_counters();

    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(address.sun_path, sizeof(address.sun_path), "%s/socket", folder);
    receiver_run(&receiver, (struct sockaddr *)&address, sizeof(address));
    struct fetch_request request = {.url = STR("http://localhost/health"),
                                    .unix_socket = address.sun_path};
    struct fetch_result result = asker_send(&asker, &request);
    assert_int_equal(result.status, 200);
    assert_int_equal(result.address.family, 0);
    assert_has(result.body, "GET /health HTTP/1.1");
    request.unix_socket = NULL; /* the kept connection is not for those who did not ask for it */
    assert_true(asker_send(&asker, &request).refused);
    assert_int_equal(fetch_counters().opened_loopback, before.opened_loopback);
    asker_close(&asker);
    receiver_stop(&receiver);
    assert_int_equal(unlink(address.sun_path), 0);
    assert_int_equal(rmdir(folder), 0);
}

struct tally {
    struct fetcher *fetcher;
    const struct fetch_request *request;
    unsigned answered;
    unsigned to_start;
};

static void count_answer(void *context, const struct fetch_result *result)
{
    struct tally *tally = context;

    assert_int_equal(result->status, 200);
    tally->answered++;
    if (tally->to_start > 0) {
        tally->to_start--;
        assert_int_equal(fetcher_start(tally->fetcher, tally->request, count_answer, tally), OK);
    }
}

static void many_run_at_once_and_one_more_is_full(void **state)
{
    struct receiver receiver;
    struct asker asker = asker_open_to("127.0.0.0/8");

    (void)state;
    receiver_start(&receiver, receiver_echo, NULL);
    struct fetch_request request = {.url = str_from_c(receiver.url)};
    struct tally tally = {.fetcher = asker.fetcher, .request = &request, .to_start = 200};
    for (int i = 0; i < 16; i++)
        assert_int_equal(fetcher_start(asker.fetcher, &request, count_answer, &tally), OK);
    assert_int_equal(fetcher_start(asker.fetcher, &request, count_answer, &tally), ERR_FULL);
    assert_int_equal(fetcher_running(asker.fetcher), 16);
    while (fetcher_running(asker.fetcher) > 0)
        fetcher_run(asker.fetcher, 1000);
    assert_int_equal(tally.answered, 216);
    asker_close(&asker);
    receiver_stop(&receiver);
    assert_true(receiver.accepted <= 16);
    assert_int_equal(receiver.requests, 216);
}

static void *wake(void *context)
{
    fetcher_wake(context);
    return NULL;
}

static void a_wake_ends_a_run_also_when_it_came_before(void **state)
{
    struct asker asker = asker_open_to(NULL);
    int64_t begun_ms = clock_mono_ms();
    pthread_t thread;

    (void)state;
    assert_int_equal(pthread_create(&thread, NULL, wake, asker.fetcher), 0);
    fetcher_run(asker.fetcher, 30000);
    assert_int_equal(pthread_join(thread, NULL), 0);
    fetcher_wake(asker.fetcher);
    fetcher_run(asker.fetcher, 30000);
    fetcher_run(asker.fetcher, 0);
    assert_true(clock_mono_ms() - begun_ms < 10000);
    begun_ms = clock_mono_ms();
    fetcher_run(asker.fetcher, 50);
    assert_true(clock_mono_ms() - begun_ms >= 50);
    asker_close(&asker);
}

static bool hang(struct receiver *receiver, int fd, struct str request)
{
    (void)request;
    (void)receiver_is_over(receiver, fd, -1);
    return false;
}

static void never_done(void *context, const struct fetch_result *result)
{
    (void)context, (void)result;
    fail_msg("done was called for a transfer that was dropped");
}

static void closing_drops_what_is_running(void **state)
{
    struct receiver receiver;
    struct asker asker = asker_open_to("127.0.0.0/8");

    (void)state;
    receiver_start(&receiver, hang, NULL);
    struct fetch_request request = {.url = str_from_c(receiver.url)};
    assert_int_equal(fetcher_start(asker.fetcher, &request, never_done, NULL), OK);
    while (receiver.requests == 0)
        fetcher_run(asker.fetcher, 10);
    asker_close(&asker);
    receiver_stop(&receiver);
    fetcher_close(NULL);
}

static void a_result_that_does_not_fit_the_arena_is_full(void **state)
{
    struct receiver receiver;
    struct asker asker = asker_open_to("127.0.0.0/8");
    struct arena *small = arena_make(16);
    struct fetch_result result;

    (void)state;
    receiver_start(&receiver, receiver_echo, NULL);
    struct fetch_request request = {.url = str_from_c(receiver.url)};
    assert_int_equal(fetch_once(asker.fetcher, small, &request, &result), ERR_FULL);
    arena_free(small);
    asker_close(&asker);
    receiver_stop(&receiver);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(redirects_are_followed_up_to_the_limit),
        cmocka_unit_test(a_redirect_changes_the_method_as_its_status_says),
        cmocka_unit_test(a_request_is_sent_as_it_was_asked_for),
        cmocka_unit_test(an_answer_tells_its_rate_limits_and_whether_it_was_cut),
        cmocka_unit_test(every_method_follows_every_other_on_one_handle),
        cmocka_unit_test(requests_that_would_break_the_protocol_are_invalid),
        cmocka_unit_test(a_hundred_requests_share_one_connection),
        cmocka_unit_test(a_local_socket_is_spoken_to_when_asked_for),
        cmocka_unit_test(many_run_at_once_and_one_more_is_full),
        cmocka_unit_test(a_wake_ends_a_run_also_when_it_came_before),
        cmocka_unit_test(closing_drops_what_is_running),
        cmocka_unit_test(a_result_that_does_not_fit_the_arena_is_full),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
