/* macro_join_test - a network's template and an offer's URL put together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "macro/macro.h"

#define ARENA_BYTES 262144

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_make(ARENA_BYTES);
    return 0;
}

static int drop_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

struct row {
    const char *template;
    const char *offer;
    const char *joined;
};

/* Each joined URL must also survive a second join unchanged. */
static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct macro_fault fault;
        struct str template = str_from_c(rows[i].template);
        struct str joined;
        struct str again;
        assert_int_equal(macro_join(arena, template, str_from_c(rows[i].offer), &joined, &fault),
                         OK);
        assert_int_equal(joined.len, strlen(rows[i].joined));
        assert_memory_equal(joined.ptr, rows[i].joined, joined.len);
        assert_int_equal(macro_join(arena, template, joined, &again, &fault), OK);
        assert_true(str_is_equal(again, joined));
    }
}

/* spec: 1.2-offer-url-template */
static void the_guides_offer_gets_its_click_id_in_place(void **state)
{
    static const struct row rows[] = {
        {"{url}&s1={clickid}", "http://mypage.com/?a=14030&c=64375&s1=",
         "http://mypage.com/?a=14030&c=64375&s1={clickid}"},
        {"{url}?s1={clickid}", "http://mypage.com/?a=14030&c=64375&s1=",
         "http://mypage.com/?a=14030&c=64375&s1={clickid}"},
        {NULL, "http://mypage.com/?a=14030&c=64375&s1=",
         "http://mypage.com/?a=14030&c=64375&s1={clickid}"},
        {"{url}&s1={clickid}", "http://mypage.com/?s1=&a=14030",
         "http://mypage.com/?s1={clickid}&a=14030"},
        {"{url}&s1={clickid}&b={t1}", "http://x.com/?b&s1=#f",
         "http://x.com/?b={t1}&s1={clickid}#f"},
    };
    (void)state;
    check_rows(rows, ARRAY_LEN(rows));
}

/* spec: 1.2-join-rule, 1.2-offer-url-template, 2.1-url */
static void there_is_one_question_mark_and_no_loose_separator(void **state)
{
    static const struct row rows[] = {
        {"{url}?s1={clickid}", "http://x.com/?a=1", "http://x.com/?a=1&s1={clickid}"},
        {"{url}&s1={clickid}", "http://x.com/p", "http://x.com/p?s1={clickid}"},
        {"{url}&s1={clickid}", "http://x.com/p?", "http://x.com/p?s1={clickid}"},
        {"{url}&s1={clickid}", "http://x.com/p?a=1&", "http://x.com/p?a=1&s1={clickid}"},
        {"{url}?&s1={clickid}&", "http://x.com/p?&&", "http://x.com/p?s1={clickid}"},
        {"{url}&s1={clickid}?s2={t1}", "http://x.com/p", "http://x.com/p?s1={clickid}&s2={t1}"},
        {"{url}&s1={clickid}", "http://x.com", "http://x.com?s1={clickid}"},
        {"{url}?", "http://x.com/p", "http://x.com/p"},
        {"{url}", "http://x.com/p?a=1", "http://x.com/p?a=1"},
        {" {url}&s1={clickid}\n", " http://x.com/p ", "http://x.com/p?s1={clickid}"},
        {"{offer_url}&a=1", "http://x.com/p", "http://x.com/p?a=1"},
    };
    (void)state;
    check_rows(rows, ARRAY_LEN(rows));
}

/* spec: 1.2-join-rule */
static void the_fragment_stays_last(void **state)
{
    static const struct row rows[] = {
        {"{url}&s1={clickid}", "http://x.com/p?a=1#top", "http://x.com/p?a=1&s1={clickid}#top"},
        {"{url}&s1={clickid}", "http://x.com/p#/r?b=1", "http://x.com/p?s1={clickid}#/r?b=1"},
        {"{url}&s1={clickid}#t", "http://x.com/p", "http://x.com/p?s1={clickid}#t"},
        {"{url}&s1={clickid}#t", "http://x.com/p#own", "http://x.com/p?s1={clickid}#own"},
        {"", "http://x.com/?s1=#top", "http://x.com/?s1={clickid}#top"},
    };
    (void)state;
    check_rows(rows, ARRAY_LEN(rows));
}

static void a_parameter_that_carries_the_macro_is_left_alone(void **state)
{
    static const struct row rows[] = {
        {"{url}&s1={clickid}", "http://x.com/?s1={clickid}&b=2", "http://x.com/?s1={clickid}&b=2"},
        {"{url}&s1={clickid}", "http://x.com/?s1={click_id}", "http://x.com/?s1={click_id}"},
        {"{url}&s1={clickid}", "http://x.com/?s1=pre-{_cid}", "http://x.com/?s1=pre-{_cid}"},
        {"{url}&s1=a-{clickid}", "http://x.com/?s1={cid}", "http://x.com/?s1={cid}"},
        {"{url}&s1={clickid}", "http://x.com/?s1=fixed", "http://x.com/?s1=fixed&s1={clickid}"},
        {"{url}&s1={clickid}", "http://x.com/?s1=&s1={clickid}", "http://x.com/?s1=&s1={clickid}"},
        {"{url}&s1={clickid}&s1={t1}", "http://x.com/?s1=", "http://x.com/?s1={clickid}&s1={t1}"},
        {"{url}&s1={clickid}", "http://x.com/?S1=", "http://x.com/?S1=&s1={clickid}"},
        {"{url}&flag", "http://x.com/?a=1", "http://x.com/?a=1&flag"},
    };
    (void)state;
    check_rows(rows, ARRAY_LEN(rows));
}

static void
without_a_template_only_a_waiting_parameter_gets_the_click_id_and_never_twice(void **state)
{
    static const struct row rows[] = {
        {NULL, "http://x.com/p?s1=", "http://x.com/p?s1={clickid}"},
        {"", "http://x.com/p?a=1&s1=", "http://x.com/p?a=1&s1={clickid}"},
        {"{url}", "http://x.com/p?a=1&s1=", "http://x.com/p?a=1&s1={clickid}"},
        {NULL, "http://x.com/p?c={clickid}&s1=", "http://x.com/p?c={clickid}&s1="},
        {NULL, "http://x.com/{subid}/?s1=", "http://x.com/{subid}/?s1="},
        {NULL, "http://x.com/p?a=1", "http://x.com/p?a=1"},
        {NULL, "http://x.com/p?a=1&", "http://x.com/p?a=1&"},
        {NULL, "http://x.com/p?a==", "http://x.com/p?a=="},
        {NULL, "http://x.com/p?=", "http://x.com/p?="},
        {NULL, "http://x.com/p=", "http://x.com/p="},
        {NULL, "", ""},
    };
    (void)state;
    check_rows(rows, ARRAY_LEN(rows));
}

static void a_macro_right_behind_the_url_is_appended_once(void **state)
{
    static const struct row rows[] = {
        {"{url}{clickid}", "http://x.com/?s1=", "http://x.com/?s1={clickid}"},
        {"{url}{clickid}", "http://x.com/go/", "http://x.com/go/{clickid}"},
        {"{url}{clickid}&b={t1}", "http://x.com/?s1=#f", "http://x.com/?s1={clickid}&b={t1}#f"},
    };
    (void)state;
    check_rows(rows, ARRAY_LEN(rows));
}

static void a_template_that_does_not_begin_with_the_url_is_refused(void **state)
{
    static const char *const bad[] = {"http://x.com/?u={url}",
                                      "&s1={clickid}",
                                      "{clickid}",
                                      "{url}/extra?a=1",
                                      "{url}?u={url}",
                                      "{url:a=b}",
                                      "{url",
                                      "{{url}}",
                                      "{url}{nope}"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct macro_fault fault = {.reason = ""};
        struct str joined = STR_NONE;
        assert_int_equal(
            macro_join(arena, str_from_c(bad[i]), STR("http://x.com/"), &joined, &fault),
            ERR_INVALID);
        assert_true(fault.reason[0] != '\0');
        assert_null(joined.ptr);
    }
}

static void an_arena_without_room_is_said(void **state)
{
    struct macro_fault fault = {.reason = ""};
    struct str joined;
    (void)state;
    struct arena *small = arena_make(32);
    assert_int_equal(macro_join(small, STR("{url}&s1={clickid}"),
                                STR("http://mypage.com/?a=14030&c=64375&s1="), &joined, &fault),
                     ERR_FULL);
    arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_guides_offer_gets_its_click_id_in_place),
        cmocka_unit_test(there_is_one_question_mark_and_no_loose_separator),
        cmocka_unit_test(the_fragment_stays_last),
        cmocka_unit_test(a_parameter_that_carries_the_macro_is_left_alone),
        cmocka_unit_test(
            without_a_template_only_a_waiting_parameter_gets_the_click_id_and_never_twice),
        cmocka_unit_test(a_macro_right_behind_the_url_is_appended_once),
        cmocka_unit_test(a_template_that_does_not_begin_with_the_url_is_refused),
        cmocka_unit_test(an_arena_without_room_is_said),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
