/* Tests of visit/cookie (DESIGN.md §5, item 6). */
#include "visit/cookie.h"
#include "../base/check.h"

#define CLICK      "0123456789abcdefghjkmnpq"
#define CLICK_B    "bbbbbbbbbbbbbbbbbbbbbbbb"
#define ATTRIBUTES "; Max-Age=7776000; Path=/; HttpOnly; SameSite="

static int arena_setup(void **state)
{
    *state = arena_make(65536);
    return 0;
}

static int arena_teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static struct str cookie(struct arena *arena, const char *received, const char *key, bool is_https)
{
    struct buf headers = buf_in_arena(arena, 1024);

    cookie_write(&headers, str_from_c(received), str_from_c(key), STR(CLICK), is_https);
    assert_false(buf_is_full(&headers));
    return buf_str(&headers);
}

/* What the browser sends back: the value of the Set-Cookie line. */
static const char *returned(struct arena *arena, struct str line)
{
    struct str value = str_slice(line, strlen("Set-Cookie: "), (size_t)str_find_char(line, ';'));
    return arena_copy(arena, value).ptr;
}

static void the_first_click_is_alone(void **state)
{
    assert_str(cookie(*state, NULL, "15GFcZ", false),
               "Set-Cookie: rb_c=15GFcZ." CLICK ATTRIBUTES "Lax\r\n");
    assert_str(cookie(*state, "", "15GFcZ", false),
               "Set-Cookie: rb_c=15GFcZ." CLICK ATTRIBUTES "Lax\r\n");
}

static void only_over_https_it_is_secure_and_for_third_parties(void **state)
{
    assert_str(cookie(*state, NULL, "15GFcZ", true),
               "Set-Cookie: rb_c=15GFcZ." CLICK ATTRIBUTES "None; Secure\r\n");
}

static void clicks_of_other_campaigns_follow_in_their_order(void **state)
{
    assert_str(cookie(*state, "rb_c=AAAAAA." CLICK_B "~BBBBBB." CLICK_B, "15GFcZ", false),
               "Set-Cookie: rb_c=15GFcZ." CLICK "~AAAAAA." CLICK_B "~BBBBBB." CLICK_B ATTRIBUTES
               "Lax\r\n");
}

static void an_older_click_of_the_same_campaign_gives_way(void **state)
{
    assert_str(cookie(*state, "rb_c=AAAAAA." CLICK_B "~15GFcZ." CLICK_B "~BBBBBB." CLICK_B,
                      "15GFcZ", false),
               "Set-Cookie: rb_c=15GFcZ." CLICK "~AAAAAA." CLICK_B "~BBBBBB." CLICK_B ATTRIBUTES
               "Lax\r\n");
}

/* spec: 1.5-keys-case-sensitive */
static void campaign_keys_differ_by_case(void **state)
{
    assert_str(cookie(*state, "rb_c=15gfcz." CLICK_B, "15GFcZ", false),
               "Set-Cookie: rb_c=15GFcZ." CLICK "~15gfcz." CLICK_B ATTRIBUTES "Lax\r\n");
}

static void eight_clicks_are_kept_and_the_oldest_falls_off(void **state)
{
    const char *kept = NULL;

    for (unsigned i = 1; i <= 12; i++) {
        char key[8];
        (void)snprintf(key, sizeof(key), "KEY%03u", i);
        kept = returned(*state, cookie(*state, kept, key, false));
    }
    assert_string_equal(kept,
                        "rb_c=KEY012." CLICK "~KEY011." CLICK "~KEY010." CLICK "~KEY009." CLICK
                        "~KEY008." CLICK "~KEY007." CLICK "~KEY006." CLICK "~KEY005." CLICK);
}

static void the_cookie_is_found_among_others(void **state)
{
    assert_str(cookie(*state, "a=b; xrb_c=CCCCCC." CLICK_B ";rb_c=AAAAAA." CLICK_B "; c=d",
                      "15GFcZ", false),
               "Set-Cookie: rb_c=15GFcZ." CLICK "~AAAAAA." CLICK_B ATTRIBUTES "Lax\r\n");
}

static void garbage_is_dropped(void **state)
{
    static const char *const garbage[] = {
        "rb_c=",
        "rb_c=~~~",
        "rb_c=AAAAAA",
        "rb_c=AAAAAA." CLICK_B "x",
        "rb_c=AAAAA." CLICK_B,
        "rb_c=AAAAAA-" CLICK_B,
        "rb_c=AAAA A." CLICK_B,
        "rb_c=AAAAAA.bbbbbbbbbbbbbbbbbbbbbbb\r",
        "rb_c=AAAAAA.bbbbbbbbbbbbbbbbbbb\r\nX: y",
        "rb_c=AAAAAA." CLICK_B "," CLICK_B,
        "rb_c",
        ";;;=;",
    };

    for (size_t i = 0; i < ARRAY_LEN(garbage); i++)
        assert_str(cookie(*state, garbage[i], "15GFcZ", false),
                   "Set-Cookie: rb_c=15GFcZ." CLICK ATTRIBUTES "Lax\r\n");
    assert_str(cookie(*state, "rb_c=junk~AAAAAA." CLICK_B "~junk", "15GFcZ", false),
               "Set-Cookie: rb_c=15GFcZ." CLICK "~AAAAAA." CLICK_B ATTRIBUTES "Lax\r\n");
}

static void one_click_per_campaign_is_kept_also_when_the_browser_sends_more(void **state)
{
    assert_str(cookie(*state, "rb_c=AAAAAA." CLICK_B "~AAAAAA." CLICK, "15GFcZ", false),
               "Set-Cookie: rb_c=15GFcZ." CLICK "~AAAAAA." CLICK_B ATTRIBUTES "Lax\r\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_click_is_alone),
        TEST(only_over_https_it_is_secure_and_for_third_parties),
        TEST(clicks_of_other_campaigns_follow_in_their_order),
        TEST(an_older_click_of_the_same_campaign_gives_way),
        TEST(campaign_keys_differ_by_case),
        TEST(eight_clicks_are_kept_and_the_oldest_falls_off),
        TEST(the_cookie_is_found_among_others),
        TEST(garbage_is_dropped),
        TEST(one_click_per_campaign_is_kept_also_when_the_browser_sends_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
