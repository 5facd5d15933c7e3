/* Tests of api/trace_judge. */
#include "api/trace_judge.h"

#include "../base/check.h"

#define ARENA_BYTES ((size_t)1 << 20)

struct way {
    struct arena *arena;
    struct trace trace;
    struct trace_pairs first;
    struct trace_report report;
};

static int way_make(void **state)
{
    struct way *way = heap_make(1, sizeof(*way));
    way->arena = arena_make(ARENA_BYTES);
    *state = way;
    return 0;
}

static int way_drop(void **state)
{
    struct way *way = *state;
    arena_free(way->arena);
    free(way);
    return 0;
}

static void add_hop(struct way *way, const char *url, int64_t ms)
{
    way->trace.hops[way->trace.count++] =
        (struct trace_hop){.url = str_from_c(url), .status = 302, .duration_us = ms * 1000};
}

static void judge(struct way *way, bool is_named)
{
    trace_cut(way->arena, way->trace.hops[0].url, &way->first);
    trace_judge(way->arena, &way->trace, &way->first, is_named, &way->report);
}

static void assert_found(const struct way *way, const char *code, size_t hop, const char *says)
{
    for (size_t i = 0; i < way->report.count; i++) {
        const struct trace_finding *finding = &way->report.findings[i];
        if (strcmp(finding->code, code) == 0 && finding->hop == hop &&
            strstr(finding->message, says) != NULL)
            return;
    }
    fail_msg("%s at hop %zu is not told", code, hop);
}

static void a_way_on_which_all_comes_through_has_no_findings(void **state)
{
    struct way *way = *state;
    add_hop(way, "https://a.example/?cid=0123456789&s1=x", 5);
    add_hop(way, "https://b.example/?s1=x&cid=0123456789", 5);
    judge(way, true);
    assert_int_equal(way->report.count, 0);
    assert_int_equal(way->report.total_ms, 10);
}

static void a_parameter_is_found_under_another_name_or_inside_another_value(void **state)
{
    struct way *way = *state;
    struct trace_pairs first, here;
    static const struct {
        const char *url;
        enum trace_state state;
        const char *as;
    } list[] = {
        {"http://b/?cid=0123456789", TRACE_KEPT, "cid"},
        {"http://b/?a=1&cid=%30123456789", TRACE_KEPT, "cid"},
        {"http://b/?sub=0123456789", TRACE_RENAMED, "sub"},
        {"http://b/?cid=other&sub=0123456789", TRACE_RENAMED, "sub"},
        {"http://b/?u=http%3A%2F%2Fc%2F%3Fcid%3D0123456789", TRACE_INSIDE, "u"},
        {"http://b/0123456789/", TRACE_INSIDE, NULL},
        {"http://b/?cid=", TRACE_CHANGED, "cid"},
        {"http://b/?cid=01234", TRACE_CHANGED, "cid"},
        {"http://b/?CID=1", TRACE_LOST, NULL},
        {"http://b/", TRACE_LOST, NULL},
        {"http://b/?a#cid=0", TRACE_LOST, NULL},
    };
    trace_cut(way->arena, STR("http://a/?cid=0123456789"), &first);
    for (size_t i = 0; i < ARRAY_LEN(list); i++) {
        struct str url = str_from_c(list[i].url);
        trace_cut(way->arena, url, &here);
        struct trace_fate fate = trace_fate_of(&first.list[0], url, &here);
        if (fate.state != list[i].state || !str_is_equal(fate.as, str_from_c(list[i].as)))
            fail_msg("%s: %s as %.*s", list[i].url, trace_state_text(fate.state), STR_FMT(fate.as));
    }
}

static void a_short_value_is_not_looked_for_inside_others(void **state)
{
    struct way *way = *state;
    struct trace_pairs first, here;
    trace_cut(way->arena, STR("http://a/?n=12"), &first);
    trace_cut(way->arena, STR("http://b/?x=3124"), &here);
    assert_int_equal(trace_fate_of(&first.list[0], STR("http://b/?x=3124"), &here).state,
                     TRACE_LOST);
}

static void a_lost_parameter_is_told_at_the_hop_that_lacks_it_first(void **state)
{
    struct way *way = *state;
    add_hop(way, "http://a/?s1=abcdefgh&z=1", 5);
    add_hop(way, "http://b/?s1=abcdefgh", 5);
    add_hop(way, "http://c/", 5);
    add_hop(way, "http://d/", 5);
    judge(way, true);
    assert_found(way, "lost", 3, "the parameter s1 is lost at hop 3");
    assert_found(way, "lost", 2, "the parameter z is lost at hop 2");
    assert_string_equal(way->report.findings[0].severity, "error");
    judge(way, false);
    assert_string_equal(way->report.findings[0].severity, "warning");
}

static void one_that_comes_back_is_not_lost(void **state)
{
    struct way *way = *state;
    add_hop(way, "http://a/?s1=abcdefgh", 5);
    add_hop(way, "http://b/", 5);
    add_hop(way, "http://c/?x=abcdefgh", 5);
    judge(way, true);
    assert_int_equal(way->report.count, 0);
}

static void another_value_and_a_macro_left_in_are_told(void **state)
{
    struct way *way = *state;
    add_hop(way, "http://a/?s1=abcdefgh&z={zone_id}", 5);
    add_hop(way, "http://b/?s1=x&z={zone_id}", 5);
    judge(way, true);
    assert_found(way, "changed", 2, "s1 has another value from hop 2");
    assert_found(way, "macro_left", 1, "{zone_id}");
}

static void a_way_out_of_https_and_slow_hops_are_told(void **state)
{
    struct way *way = *state;
    add_hop(way, "https://a/", 999);
    add_hop(way, "HTTPS://b/", 1000);
    add_hop(way, "http://c/", 1001);
    judge(way, true);
    assert_found(way, "downgrade", 3, "leaves https");
    assert_found(way, "slow", 2, "1000 ms");
    assert_found(way, "slow", 3, "1001 ms");
    assert_found(way, "slow_in_all", 3, "3000 ms");
    assert_int_equal(way->report.count, 4);
}

static void every_end_but_arriving_is_told(void **state)
{
    static const struct {
        enum trace_end end;
        const char *code;
    } ends[] = {{TRACE_LOOP, "redirect_loop"},
                {TRACE_TOO_MANY, "too_many_hops"},
                {TRACE_FAILED, "no_answer"},
                {TRACE_LEFT, "left_the_web"},
                {TRACE_TIMED_OUT, "timed_out"}};
    struct way *way = *state;
    add_hop(way, "http://a/", 5);
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        way->trace.end = ends[i].end;
        judge(way, true);
        assert_int_equal(way->report.count, 1);
        assert_found(way, ends[i].code, 1, "");
    }
    way->trace.end = TRACE_FAILED;
    way->trace.hops[0].is_refused = true;
    judge(way, true);
    assert_found(way, "refused", 1, "");
    way->trace.end = TRACE_ARRIVED;
    way->trace.hops[0].status = 404;
    judge(way, true);
    assert_found(way, "bad_status", 1, "404");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, way_make, way_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_way_on_which_all_comes_through_has_no_findings),
        TEST(a_parameter_is_found_under_another_name_or_inside_another_value),
        TEST(a_short_value_is_not_looked_for_inside_others),
        TEST(a_lost_parameter_is_told_at_the_hop_that_lacks_it_first),
        TEST(one_that_comes_back_is_not_lost),
        TEST(another_value_and_a_macro_left_in_are_told),
        TEST(a_way_out_of_https_and_slow_hops_are_told),
        TEST(every_end_but_arriving_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
