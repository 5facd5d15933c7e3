/* Tests of visit/direct: when a page goes on with its visit, and which addresses are a page's. */
#include "visit/direct.h"
#include "../base/check.h"

#define NOW_MS    INT64_C(1795485600123)
#define WINDOW_MS (INT64_C(24) * 3600 * 1000)

static struct visit visit_of(struct str external_id, struct str tokens)
{
    return (struct visit){.id = id_from_ms(NOW_MS - 1000),
                          .campaign_id = 6,
                          .external_id = external_id,
                          .tokens = tokens};
}

static bool goes_on(struct visit earlier, struct visit now)
{
    return direct_goes_on(&earlier, &now, WINDOW_MS, NOW_MS);
}

static void the_same_tokens_or_none_go_on(void **state)
{
    struct visit earlier = visit_of(STR("e1"), STR("7&&x"));

    (void)state;
    assert_true(goes_on(earlier, visit_of(STR("e1"), STR("7&&x"))));
    assert_true(goes_on(earlier, visit_of(STR(""), STR("&&"))));
    assert_true(goes_on(earlier, visit_of(STR_NONE, STR_NONE)));
}

static void what_the_source_sends_anew_is_another_visit(void **state)
{
    struct visit earlier = visit_of(STR("e1"), STR("7&&x"));

    (void)state;
    assert_false(goes_on(earlier, visit_of(STR("e2"), STR("7&&x"))));
    assert_false(goes_on(earlier, visit_of(STR("e1"), STR("8&&x"))));
    assert_false(goes_on(earlier, visit_of(STR("e1"), STR("&&"))));
    assert_false(goes_on(earlier, visit_of(STR_NONE, STR("7&&x"))));
}

static void nothing_goes_on_behind_the_window_or_in_another_campaign(void **state)
{
    struct visit earlier = visit_of(STR("e1"), STR("7"));
    struct visit now = earlier;

    (void)state;
    earlier.id = id_from_ms(NOW_MS - WINDOW_MS);
    assert_false(goes_on(earlier, now));
    earlier.id = id_from_ms(NOW_MS - WINDOW_MS + 1);
    assert_true(goes_on(earlier, now));
    now.campaign_id = 7;
    assert_false(goes_on(earlier, now));
}

static void a_pages_addresses_are_a_key_and_json_or_gif(void **state)
{
    static const char *const others[] = {
        "/15GFcZ",       "/15GFcZ.", "/15GFcZ.jpg", "/15GFc.json",  "/15GFcZZ.json", "15GFcZ.json",
        "/15GFcZ.json/", "/.json",   "/15GF_Z.gif", "/15GFcZ.JSON", "/a/15GFcZ.gif"};
    struct str key;
    enum visit_via via;

    (void)state;
    assert_true(direct_is_path(STR("/15GFcZ.json"), &key, &via));
    assert_str(key, "15GFcZ");
    assert_int_equal(via, VISIT_VIA_SCRIPT);
    assert_true(direct_is_path(STR("/15GFcZ.gif"), &key, &via));
    assert_int_equal(via, VISIT_VIA_PIXEL);
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        assert_false(direct_is_path(str_from_c(others[i]), &key, &via));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_tokens_or_none_go_on),
        cmocka_unit_test(what_the_source_sends_anew_is_another_visit),
        cmocka_unit_test(nothing_goes_on_behind_the_window_or_in_another_campaign),
        cmocka_unit_test(a_pages_addresses_are_a_key_and_json_or_gif),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
