/* Tests of fetch/redirect. */
#include "fetch/redirect.h"

#include "../base/check.h"

#define ARENA_BYTES ((size_t)1 << 20)

static int arena_setup(void **state)
{
    *state = arena_make(ARENA_BYTES);
    return 0;
}

static int arena_teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static struct redirect find(struct arena *arena, const struct fetch_result *answer)
{
    struct redirect found;
    assert_int_equal(redirect_find(arena, STR("http://h.example/a/b?x=1#f"), answer, &found), OK);
    return found;
}

static struct redirect find_in_page(struct arena *arena, const char *page)
{
    const struct fetch_result answer = {
        .status = 200, .content_type = STR("Text/HTML; charset=utf-8"), .body = str_from_c(page)};
    return find(arena, &answer);
}

static void a_status_and_a_location_send_on_wherever_it_points(void **state)
{
    static const struct {
        const char *location, *target;
    } list[] = {
        {"http://o.example/?a=1", "http://o.example/?a=1"},
        {"HTTPS://o.example", "https://o.example/"},
        {"//o.example/x", "http://o.example/x"},
        {"/x?y=%20", "http://h.example/x?y=%20"},
        {"c?y=1", "http://h.example/a/c?y=1"},
        {"?y=1", "http://h.example/a/b?y=1"},
        {" /x y#frag ", "http://h.example/x%20y"},
        {"/x?c={clickid}", "http://h.example/x?c={clickid}"},
        {"market://details?id=1", NULL},
        {"intent:#Intent;end", NULL},
        {"mailto:a@b.example", NULL},
        {"ftp://o.example/", NULL},
        {"http://", NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(list); i++) {
        struct fetch_result answer = {.status = i % 2 == 0 ? 302 : 307,
                                      .location = str_from_c(list[i].location)};
        struct redirect found = find(*state, &answer);
        assert_int_equal(found.how, REDIRECT_STATUS);
        if (!str_is_equal(found.target, str_from_c(list[i].target)))
            fail_msg("%s: %.*s", list[i].location, STR_FMT(found.target));
    }
}

static void a_location_without_its_status_sends_nobody(void **state)
{
    const struct fetch_result created = {.status = 201, .location = STR("/x")};
    const struct fetch_result bare = {.status = 302};
    assert_int_equal(find(*state, &created).how, REDIRECT_NONE);
    assert_int_equal(find(*state, &bare).how, REDIRECT_NONE);
}

static void a_refresh_header_sends_on(void **state)
{
    static const struct {
        const char *value, *target;
    } list[] = {
        {"0; url=/x", "http://h.example/x"},
        {"5;URL='/x?a=1;b'", "http://h.example/x?a=1;b"},
        {"0, url = \"http://o.example/\"", "http://o.example/"},
        {"0; /x", "http://h.example/x"},
        {"0;url=x", "http://h.example/a/x"},
    };
    for (size_t i = 0; i < ARRAY_LEN(list); i++) {
        struct fetch_result answer = {.status = 200, .refresh = str_from_c(list[i].value)};
        struct redirect found = find(*state, &answer);
        assert_int_equal(found.how, REDIRECT_HEADER);
        assert_true(str_is_equal(found.target, str_from_c(list[i].target)));
    }
    assert_int_equal(find(*state, &(struct fetch_result){.status = 200, .refresh = STR("30")}).how,
                     REDIRECT_NONE);
}

static void a_page_that_refreshes_sends_on(void **state)
{
    static const struct {
        const char *page, *target;
    } list[] = {
        {"<html><head><meta http-equiv=\"refresh\" "
         "content=\"0;url=http://o.example/?a=1&amp;b=2\">",
         "http://o.example/?a=1&b=2"},
        {"<META CONTENT='0; URL=/x' HTTP-EQUIV=Refresh />", "http://h.example/x"},
        {"<meta charset=utf-8><meta name=\"refresh\" content=\"0;url=/no\">"
         "<meta http-equiv = refresh content=0;url=/yes>",
         "http://h.example/yes"},
        {"<!-- <meta http-equiv=refresh content='0;url=/no'> -->"
         "<meta http-equiv=refresh content='0;url=/yes'>",
         "http://h.example/yes"},
        {"<meta data-content=\"0;url=/no\" content=\"0;url=/a>b\" http-equiv=\"refresh\">",
         "http://h.example/a>b"},
    };
    for (size_t i = 0; i < ARRAY_LEN(list); i++) {
        struct redirect found = find_in_page(*state, list[i].page);
        assert_int_equal(found.how, REDIRECT_META);
        if (!str_is_equal_nocase(found.target, str_from_c(list[i].target)))
            fail_msg("%s: %.*s", list[i].page, STR_FMT(found.target));
    }
}

static void other_pages_send_nobody(void **state)
{
    static const char *const pages[] = {
        "",
        "<meta",
        "<meta http-equiv=refresh",
        "<meta http-equiv=refresh content=5>",
        "<meta http-equiv=refresh content='0;url='>",
        "<metadata>",
        "<!-- <meta http-equiv=refresh content='0;url=/no'>",
        "<p>meta http-equiv=refresh content='0;url=/no'",
        "<meta http-equiv='content-type' content='0;url=/no'>",
    };
    for (size_t i = 0; i < ARRAY_LEN(pages); i++)
        if (find_in_page(*state, pages[i]).how != REDIRECT_NONE)
            fail_msg("%s sends on", pages[i]);
    const struct fetch_result text = {.status = 200,
                                      .content_type = STR("text/plain"),
                                      .body = STR("<meta http-equiv=refresh content='0;url=/no'>")};
    assert_int_equal(find(*state, &text).how, REDIRECT_NONE);
}

static void a_status_wins_over_a_header_and_that_over_a_page(void **state)
{
    struct fetch_result answer = {.status = 302,
                                  .location = STR("/1"),
                                  .refresh = STR("0;url=/2"),
                                  .content_type = STR("text/html"),
                                  .body = STR("<meta http-equiv=refresh content='0;url=/3'>")};
    assert_str(find(*state, &answer).target, "http://h.example/1");
    answer.status = 200;
    assert_str(find(*state, &answer).target, "http://h.example/2");
    answer.refresh = STR_NONE;
    assert_str(find(*state, &answer).target, "http://h.example/3");
}

static void a_script_that_moves_on_is_noticed(void **state)
{
    struct fetch_result answer = {.status = 200,
                                  .content_type = STR("text/html"),
                                  .body = STR("<script>window.location='/x'</script>")};
    (void)state;
    assert_true(redirect_has_script(&answer));
    answer.content_type = STR("text/plain");
    assert_false(redirect_has_script(&answer));
    answer.content_type = STR("text/html");
    answer.body = STR("<p>our location</p>");
    assert_false(redirect_has_script(&answer));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_status_and_a_location_send_on_wherever_it_points),
        TEST(a_location_without_its_status_sends_nobody),
        TEST(a_refresh_header_sends_on),
        TEST(a_page_that_refreshes_sends_on),
        TEST(other_pages_send_nobody),
        TEST(a_status_wins_over_a_header_and_that_over_a_page),
        TEST(a_script_that_moves_on_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
