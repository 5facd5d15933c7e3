/* Tests of fetch/trace: against a server on the loopback. */
#include "fetch/trace.h"

#include "base/clock.h"
#include "receiver.h"

#define ARENA_BYTES ((size_t)8 << 20)
#define SHORT_MS    200

static bool hang(struct receiver *receiver, int fd, struct str request)
{
    (void)request;
    (void)receiver_is_over(receiver, fd, -1);
    return false;
}

/* Sends on to the address of `text`, for ever. */
static bool send_on(struct receiver *receiver, int fd, struct str request)
{
    char head[512];
    (void)request;
    (void)snprintf(head, sizeof(head), "HTTP/1.1 302 Found\r\nLocation: %s", receiver->text);
    return receiver_reply(fd, head, STR(""));
}

/* To "x" added to the path that was asked. */
static bool send_deeper(struct receiver *receiver, int fd, struct str request)
{
    char head[512];
    struct str path = str_slice(request, 4, (size_t)str_find(request, STR(" HTTP")));
    (void)receiver;
    (void)snprintf(head, sizeof(head), "HTTP/1.1 302 Found\r\nLocation: %.*sx", STR_FMT(path));
    return receiver_reply(fd, head, STR(""));
}

static enum err follow(struct arena *arena, const char *url, bool is_allowed,
                       struct trace_request request, struct trace *trace)
{
    struct net_range loopback;
    assert_int_equal(net_parse_range(STR("127.0.0.0/8"), &loopback), OK);
    request.url = str_from_c(url);
    request.user_agent = STR("test");
    return trace_run(arena, &loopback, is_allowed ? 1 : 0, &request, trace);
}

static const struct trace_request usual = {.hops_max = 10, .hop_ms = 5000, .total_ms = 5000};

static void a_page_that_sends_nobody_on_is_where_it_ends(void **state)
{
    struct receiver receiver;
    struct arena *arena = arena_make(ARENA_BYTES);
    struct trace trace;
    (void)state;
    receiver_start(&receiver, receiver_echo, NULL);
    assert_int_equal(follow(arena, receiver.url, true, usual, &trace), OK);
    assert_int_equal(trace.end, TRACE_ARRIVED);
    assert_int_equal(trace.count, 1);
    assert_int_equal(trace.hops[0].status, 200);
    assert_int_equal(trace.hops[0].how, REDIRECT_NONE);
    receiver_stop(&receiver);
    arena_free(arena);
}

static void a_hop_that_gives_no_answer_ends_it_within_its_time(void **state)
{
    struct receiver receiver;
    struct arena *arena = arena_make(ARENA_BYTES);
    struct trace trace;
    struct trace_request request = usual;
    (void)state;
    request.hop_ms = SHORT_MS;
    receiver_start(&receiver, hang, NULL);
    assert_int_equal(follow(arena, receiver.url, true, request, &trace), OK);
    assert_int_equal(trace.end, TRACE_FAILED);
    assert_int_equal(trace.count, 1);
    assert_int_equal(trace.hops[0].status, 0);
    assert_true(trace.hops[0].error.len > 0);
    assert_true(trace.hops[0].duration_us >= SHORT_MS * 1000 / 2);
    receiver_stop(&receiver);
    arena_free(arena);
}

static void the_time_of_all_hops_ends_a_way_without_end(void **state)
{
    struct receiver receiver;
    struct arena *arena = arena_make(ARENA_BYTES);
    struct trace trace;
    struct trace_request request = {.hops_max = TRACE_HOPS_MAX, .hop_ms = 5000, .total_ms = 0};
    (void)state;
    receiver_start(&receiver, hang, NULL);
    assert_int_equal(follow(arena, receiver.url, true, request, &trace), OK);
    assert_int_equal(trace.end, TRACE_TIMED_OUT);
    receiver_stop(&receiver);
    arena_free(arena);
}

static void a_way_longer_than_the_hops_allowed_is_cut(void **state)
{
    struct receiver receiver;
    struct arena *arena = arena_make(ARENA_BYTES);
    struct trace trace;
    struct trace_request request = usual;
    (void)state;
    request.hops_max = 3;
    receiver_start(&receiver, send_deeper, NULL);
    assert_int_equal(follow(arena, receiver.url, true, request, &trace), OK);
    assert_int_equal(trace.end, TRACE_TOO_MANY);
    assert_int_equal(trace.count, 3);
    assert_true(str_has_suffix(trace.hops[2].url, STR("/xx")));
    assert_int_equal(atomic_load(&receiver.requests), 3);
    receiver_stop(&receiver);
    arena_free(arena);
}

static void a_loop_ends_at_its_second_round(void **state)
{
    struct receiver receiver;
    struct arena *arena = arena_make(ARENA_BYTES);
    struct trace trace;
    (void)state;
    receiver_start(&receiver, send_on, "/again");
    assert_int_equal(follow(arena, receiver.url, true, usual, &trace), OK);
    assert_int_equal(trace.end, TRACE_LOOP);
    assert_int_equal(trace.count, 1 + TRACE_SAME_URL_MAX);
    receiver_stop(&receiver);
    arena_free(arena);
}

static void the_guard_judges_every_hop(void **state)
{
    struct receiver receiver;
    struct arena *arena = arena_make(ARENA_BYTES);
    struct trace trace;
    (void)state;
    receiver_start(&receiver, send_on, "http://10.0.0.1/private");
    assert_int_equal(follow(arena, receiver.url, false, usual, &trace), OK);
    assert_int_equal(trace.count, 1);
    assert_true(trace.hops[0].is_refused);
    assert_int_equal(atomic_load(&receiver.accepted), 0);
    assert_int_equal(follow(arena, receiver.url, true, usual, &trace), OK);
    assert_int_equal(trace.end, TRACE_FAILED);
    assert_int_equal(trace.count, 2);
    assert_false(trace.hops[0].is_refused);
    assert_true(trace.hops[1].is_refused);
    receiver_stop(&receiver);
    arena_free(arena);
}

static void a_way_that_leaves_the_web_is_told_so(void **state)
{
    struct receiver receiver;
    struct arena *arena = arena_make(ARENA_BYTES);
    struct trace trace;
    (void)state;
    receiver_start(&receiver, send_on, "market://details?id=1");
    assert_int_equal(follow(arena, receiver.url, true, usual, &trace), OK);
    assert_int_equal(trace.end, TRACE_LEFT);
    assert_true(str_is_equal(trace.hops[0].location, STR("market://details?id=1")));
    receiver_stop(&receiver);
    arena_free(arena);
}

static void what_is_no_url_is_refused(void **state)
{
    struct arena *arena = arena_make(ARENA_BYTES);
    struct trace trace;
    (void)state;
    assert_int_equal(follow(arena, "ftp://h.example/", true, usual, &trace), ERR_INVALID);
    assert_int_equal(follow(arena, "http://h.example/a b", true, usual, &trace), ERR_INVALID);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_that_sends_nobody_on_is_where_it_ends),
        cmocka_unit_test(a_hop_that_gives_no_answer_ends_it_within_its_time),
        cmocka_unit_test(the_time_of_all_hops_ends_a_way_without_end),
        cmocka_unit_test(a_way_longer_than_the_hops_allowed_is_cut),
        cmocka_unit_test(a_loop_ends_at_its_second_round),
        cmocka_unit_test(the_guard_judges_every_hop),
        cmocka_unit_test(a_way_that_leaves_the_web_is_told_so),
        cmocka_unit_test(what_is_no_url_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
