/* Tests of network/goal: the answers of tag.php, byte for byte, in their order (spec/network.md
 * §2.2 to §2.4). */
#include "network/goal.h"
#include "../base/folder.h"

#include "base/id.h"
#include "base/money.h"
#include "network/skey.h"

#define CLICK_MS   INT64_C(1795485600000)
#define DAY_MS     (INT64_C(24) * 3600 * 1000)
#define GOAL       "1a7657847567485712345678901234ab"
#define OTHER_GOAL "ffffffffffffffffffffffffffffffff"

#define NO_GOAL   "ERROR: No Goal ID."
#define NO_TAG    "ERROR: No tag data."
#define BAD_GOAL  "ERROR: Goal ID is invalid."
#define BAD_TAG   "ERROR: Tag is invalid!"
#define BAD_PRICE "ERROR: Price is invalid."
#define BAD_SKEY  "ERROR: Secret key is invalid."
#define BAD_VALUE "ERROR : Goal value is invalid."
#define DUPLICATE "ERROR: This conversion has already been notified and saved."

struct shop {
    void *folder;
    struct keys *keys;
    struct goal goals[2];
    struct goal_state states[2]; /* of the one ad click; last_call_id 0: never counted */
    char tag[TAG_TEXT_LEN + 1];
    uint64_t ad_click_id;
    int64_t now_ms;
    /* What the last call stored. */
    struct goal_answer answer;
    int64_t value_micros;
};

static void seal(struct shop *shop, uint32_t workspace_id)
{
    struct tag tag = {.ad_click_id = shop->ad_click_id,
                      .workspace_id = workspace_id,
                      .adcampaign_id = 2,
                      .variation_id = 3};

    tag_seal(shop->keys, &tag, shop->tag);
}

static int shop_make(void **state)
{
    struct shop *shop = heap_make(1, sizeof(*shop));

    *state = shop;
    if (folder_make(&shop->folder) != 0 || keys_open(shop->folder, &shop->keys) != OK)
        return -1;
    shop->goals[0] = (struct goal){.id = GOAL,
                                   .workspace_id = 1,
                                   .value = GOAL_VALUE_DYNAMIC,
                                   .amount_micros = 7 * MONEY_MICROS,
                                   .count = GOAL_COUNT_ONE,
                                   .window_ms = 30 * DAY_MS};
    shop->goals[1] = shop->goals[0];
    memcpy(shop->goals[1].id, OTHER_GOAL, sizeof(shop->goals[1].id));
    shop->ad_click_id = id_from_ms(CLICK_MS) + 9;
    shop->now_ms = CLICK_MS + 60000;
    seal(shop, 1);
    return 0;
}

static int shop_drop(void **state)
{
    struct shop *shop = *state;

    keys_free(shop->keys);
    int status = folder_drop(&shop->folder);
    free(shop);
    return status;
}

static const struct goal *find_goal(const struct shop *shop, const char *text)
{
    for (size_t i = 0; i < ARRAY_LEN(shop->goals); i++)
        if (str_is_equal_nocase(str_from_c(shop->goals[i].id), str_from_c(text)))
            return &shop->goals[i];
    return NULL;
}

static void count(struct shop *shop, const struct goal *goal, uint64_t ad_click_id,
                  bool is_repeated)
{
    struct goal_state *state = &shop->states[goal - shop->goals];

    goal_decide(goal, ad_click_id, state->last_call_id != 0 ? state : NULL, is_repeated,
                shop->now_ms, &shop->answer);
    if (strcmp(shop->answer.outcome, "stored") == 0) {
        state->last_call_id = id_from_ms(shop->now_ms);
        state->stored++;
    }
}

/* tag.php?goal=..&tag=..&value=..&cpa=..&skey=..; NULL: not sent. */
static void call_with_price(struct shop *shop, const char *goal, const char *tag, const char *value,
                            const char *cpa, const char *skey)
{
    struct tag opened;
    char right[SKEY_LEN + 1];

    (void)skey_of(shop->keys, 1, STR_NONE, right);
    struct goal_call_input input = {.goal_text = str_from_c(goal),
                                    .tag_text = str_from_c(tag),
                                    .value_text = str_from_c(value),
                                    .cpa_text = str_from_c(cpa),
                                    .skey_text = str_from_c(skey),
                                    .skey = str_from_c(right),
                                    .goal = find_goal(shop, goal),
                                    .tag_result = tag_open(shop->keys, str_from_c(tag), &opened),
                                    .tag = &opened};

    shop->value_micros = -1;
    if (goal_check(&input, &shop->value_micros, &shop->answer))
        count(shop, input.goal, opened.ad_click_id, false);
}

static void call(struct shop *shop, const char *goal, const char *tag, const char *value)
{
    call_with_price(shop, goal, tag, value, NULL, NULL);
}

#define assert_answer(shop, text, outcome_, reason_)                                               \
    do {                                                                                           \
        assert_str((shop)->answer.body, text);                                                     \
        assert_string_equal((shop)->answer.outcome, outcome_);                                     \
        assert_string_equal((shop)->answer.reason, reason_);                                       \
    } while (0)
#define assert_stored(shop)             assert_answer(shop, "OK", "stored", "")
#define assert_duplicate(shop)          assert_answer(shop, DUPLICATE, "duplicate", "")
#define assert_refused(shop, text, why) assert_answer(shop, text, "refused", why)

/* ------------------------------------------------------------------ order of the tests */

/* spec: n2.3-11 */
static void a_good_call_is_stored(void **state)
{
    struct shop *shop = *state;

    call(shop, GOAL, shop->tag, "12.34");
    assert_stored(shop);
    assert_int_equal(shop->value_micros, 12340000);
}

/* spec: n2.3-1 */
static void test_1_a_missing_goal_comes_before_everything(void **state)
{
    struct shop *shop = *state;

    call(shop, NULL, NULL, NULL);
    assert_refused(shop, NO_GOAL, "no_goal");
    call(shop, "", "", "x");
    assert_refused(shop, NO_GOAL, "no_goal");
    call(shop, NULL, shop->tag, "1");
    assert_refused(shop, NO_GOAL, "no_goal");
}

/* spec: n2.3-2 */
static void test_2_a_missing_tag_comes_before_the_goals_form(void **state)
{
    struct shop *shop = *state;

    call(shop, "1a76578475674857", "", NULL); /* the example of the network's own page */
    assert_refused(shop, NO_TAG, "no_tag");
    call(shop, GOAL, NULL, NULL);
    assert_refused(shop, NO_TAG, "no_tag");
    call(shop, OTHER_GOAL, "", "bad");
    assert_refused(shop, NO_TAG, "no_tag");
}

/* spec: n1.1-goal-id, n2.3-3 */
static void test_3_a_goal_is_32_hex_digits(void **state)
{
    static const char *const bad[] = {"1a76578475674857",
                                      "REPLACE",
                                      GOAL "0",
                                      "1a7657847567485712345678901234a",
                                      "1a7657847567485712345678901234ag",
                                      "1a765784-7567-4857-1234-5678901234"};
    struct shop *shop = *state;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        call(shop, bad[i], "123456789", "bad");
        assert_refused(shop, BAD_GOAL, "goal_form");
    }
    call(shop, "1A7657847567485712345678901234AB", shop->tag, NULL);
    assert_stored(shop);
}

/* spec: n2.3-4 */
static void test_4_an_unknown_or_archived_goal_comes_before_the_tag(void **state)
{
    struct shop *shop = *state;

    call(shop, "00000000000000000000000000000000", "123456789", "bad");
    assert_refused(shop, BAD_GOAL, "goal_unknown");
    shop->goals[0].status = STATUS_ARCHIVED;
    call(shop, GOAL, "123456789", "bad");
    assert_refused(shop, BAD_GOAL, "goal_unknown");
}

/* spec: n2.3-5 */
static void test_5_a_tag_that_is_not_ours_comes_before_the_value(void **state)
{
    struct shop *shop = *state;

    call(shop, GOAL, "123456789", "bad"); /* the example of the network's own page */
    assert_refused(shop, BAD_TAG, "tag_form");
    shop->tag[40] = shop->tag[40] == 'A' ? 'B' : 'A';
    call(shop, GOAL, shop->tag, "bad");
    assert_refused(shop, BAD_TAG, "tag_forged");
    shop->tag[TAG_TEXT_LEN - 1] = '\0';
    call(shop, GOAL, shop->tag, "bad");
    assert_refused(shop, BAD_TAG, "tag_form");
}

/* spec: n2.3-6 */
static void test_6_a_tag_of_another_account_is_refused(void **state)
{
    struct shop *shop = *state;

    seal(shop, 2);
    call(shop, GOAL, shop->tag, "bad");
    assert_refused(shop, BAD_TAG, "other_account");
}

/* spec: n2.3-7 */
static void test_7_a_price_is_0_to_100_and_needs_the_accounts_key(void **state)
{
    struct shop *shop = *state;
    char skey[SKEY_LEN + 1];

    (void)skey_of(shop->keys, 1, STR_NONE, skey);
    call_with_price(shop, GOAL, "x", "bad", "101", "wrong");
    assert_refused(shop, BAD_TAG, "tag_form");
    call_with_price(shop, GOAL, shop->tag, "bad", "100.000001", "wrong");
    assert_refused(shop, BAD_PRICE, "price");
    call_with_price(shop, GOAL, shop->tag, "bad", "", skey);
    assert_refused(shop, BAD_PRICE, "price");
    call_with_price(shop, GOAL, shop->tag, "bad", "abc", skey);
    assert_refused(shop, BAD_PRICE, "price");
    call_with_price(shop, GOAL, shop->tag, "bad", "100", NULL);
    assert_refused(shop, BAD_SKEY, "secret_key");
    skey[SKEY_LEN - 1] = skey[SKEY_LEN - 1] == '0' ? '1' : '0';
    call_with_price(shop, GOAL, shop->tag, "bad", "0", skey);
    assert_refused(shop, BAD_SKEY, "secret_key");
    (void)skey_of(shop->keys, 1, STR_NONE, skey);
    call_with_price(shop, GOAL, shop->tag, "bad", "100", skey);
    assert_refused(shop, BAD_VALUE, "value");
    call_with_price(shop, GOAL, shop->tag, "1", "0", skey);
    assert_stored(shop);
}

static void the_key_is_of_one_installation_and_one_account(void **state)
{
    struct shop *shop = *state;
    char one[SKEY_LEN + 1], same[SKEY_LEN + 1], other[SKEY_LEN + 1];

    (void)skey_of(shop->keys, 1, STR_NONE, one);
    (void)skey_of(shop->keys, 1, STR_NONE, same);
    (void)skey_of(shop->keys, 2, STR_NONE, other);
    assert_string_equal(one, same);
    assert_string_not_equal(one, other);
}

/* spec: n2.3-8 */
static void test_8_a_bad_value_comes_before_window_and_duplicate(void **state)
{
    struct shop *shop = *state;

    call(shop, GOAL, shop->tag, NULL);
    assert_stored(shop);
    shop->now_ms = CLICK_MS + 31 * DAY_MS;
    call(shop, GOAL, shop->tag, "bad");
    assert_refused(shop, BAD_VALUE, "value");
}

/* spec: n2.3-9 */
static void test_9_the_window_comes_before_the_duplicate(void **state)
{
    struct shop *shop = *state;

    call(shop, GOAL, shop->tag, NULL);
    shop->now_ms = CLICK_MS + 30 * DAY_MS;
    call(shop, GOAL, shop->tag, NULL);
    assert_duplicate(shop);
    shop->now_ms++;
    call(shop, GOAL, shop->tag, NULL);
    assert_refused(shop, BAD_TAG, "window");
}

/* spec: n1.1-window */
static void a_call_at_the_windows_end_is_stored(void **state)
{
    struct shop *shop = *state;

    shop->now_ms = CLICK_MS + 30 * DAY_MS;
    call(shop, GOAL, shop->tag, NULL);
    assert_stored(shop);
}

/* ------------------------------------------------------------------ values */

/* spec: n2.3-values */
static void only_a_plain_amount_is_a_value(void **state)
{
    static const char *const bad[] = {"",    "abc",       "-1",  "+1",    "1,5",       "1e3",
                                      "$1",  " 1",        "1. ", "1.",    ".5",        "NaN",
                                      "inf", "1.1234567", "0x1", "1 000", "1234567890"};
    struct shop *shop = *state;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        call(shop, GOAL, shop->tag, bad[i]);
        assert_refused(shop, BAD_VALUE, "value");
    }
}

/* spec: n2.3-values */
static void amounts_are_kept_in_whole_micro_units(void **state)
{
    static const struct {
        const char *text;
        int64_t micros;
    } cases[] = {{"0", 0},
                 {"0.000001", 1},
                 {"12.5", 12500000},
                 {"007", 7000000},
                 {"999999999.999999", INT64_C(999999999999999)}};
    struct shop *shop = *state;

    shop->goals[0].count = GOAL_COUNT_EVERY;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        call(shop, GOAL, shop->tag, cases[i].text);
        assert_stored(shop);
        assert_int_equal(shop->value_micros, cases[i].micros);
    }
}

/* spec: n2.3-values */
static void a_dynamic_goal_without_value_stores_0(void **state)
{
    struct shop *shop = *state;

    call(shop, GOAL, shop->tag, NULL);
    assert_stored(shop);
    assert_int_equal(shop->value_micros, 0);
}

/* spec: n2.3-values */
static void goals_of_no_or_a_fixed_value_do_not_read_it(void **state)
{
    struct shop *shop = *state;

    shop->goals[0].count = GOAL_COUNT_EVERY;
    shop->goals[0].value = GOAL_VALUE_NONE;
    call(shop, GOAL, shop->tag, "9");
    assert_int_equal(shop->value_micros, 0);
    call(shop, GOAL, shop->tag, "bad");
    assert_stored(shop);
    shop->goals[0].value = GOAL_VALUE_FIXED;
    call(shop, GOAL, shop->tag, "bad");
    assert_stored(shop);
    assert_int_equal(shop->value_micros, 7 * MONEY_MICROS);
}

/* ------------------------------------------------------------------ counting */

/* spec: n2.4-one */
static void a_goal_that_counts_one_takes_one_for_the_whole_window(void **state)
{
    struct shop *shop = *state;

    call(shop, GOAL, shop->tag, NULL);
    assert_stored(shop);
    call(shop, GOAL, shop->tag, NULL);
    assert_duplicate(shop);
    shop->now_ms = CLICK_MS + 29 * DAY_MS;
    call(shop, GOAL, shop->tag, NULL);
    assert_duplicate(shop);
    assert_int_equal(shop->states[0].stored, 1);
}

/* spec: n2.4-every */
static void a_goal_that_counts_every_takes_them_all(void **state)
{
    struct shop *shop = *state;

    shop->goals[0].count = GOAL_COUNT_EVERY;
    for (int i = 0; i < 5; i++) {
        call(shop, GOAL, shop->tag, NULL);
        assert_stored(shop);
    }
    assert_int_equal(shop->states[0].stored, 5);
}

static void a_goal_that_counts_every_takes_no_retry_within_its_guard(void **state)
{
    struct shop *shop = *state;

    shop->goals[0].count = GOAL_COUNT_EVERY;
    shop->goals[0].retry_guard_ms = 5000;
    call(shop, GOAL, shop->tag, NULL);
    assert_stored(shop);
    shop->now_ms += 4999;
    call(shop, GOAL, shop->tag, NULL);
    assert_duplicate(shop);
    shop->now_ms += 1; /* what was refused does not prolong it */
    call(shop, GOAL, shop->tag, NULL);
    assert_stored(shop);
}

/* spec: n2.4-legacy */
static void a_goal_of_the_old_form_takes_one_in_24_hours(void **state)
{
    struct shop *shop = *state;

    shop->goals[0].count = GOAL_COUNT_LEGACY;
    call(shop, GOAL, shop->tag, NULL);
    assert_stored(shop);
    shop->now_ms += DAY_MS - 1;
    call(shop, GOAL, shop->tag, NULL);
    assert_duplicate(shop);
    shop->now_ms += 1;
    call(shop, GOAL, shop->tag, NULL);
    assert_stored(shop);
    shop->now_ms += DAY_MS - 1; /* counted from the last one stored */
    call(shop, GOAL, shop->tag, NULL);
    assert_duplicate(shop);
    assert_int_equal(shop->states[0].stored, 2);
}

static void two_goals_with_the_same_tag_are_independent(void **state)
{
    struct shop *shop = *state;

    call(shop, GOAL, shop->tag, NULL);
    assert_stored(shop);
    call(shop, OTHER_GOAL, shop->tag, NULL);
    assert_stored(shop);
    call(shop, OTHER_GOAL, shop->tag, NULL);
    assert_duplicate(shop);
}

static void a_repeat_of_the_very_same_call_is_answered_ok_and_not_counted(void **state)
{
    static const enum goal_count counts[] = {GOAL_COUNT_ONE, GOAL_COUNT_EVERY, GOAL_COUNT_LEGACY};
    struct shop *shop = *state;

    call(shop, GOAL, shop->tag, NULL);
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        shop->goals[0].count = counts[i];
        count(shop, &shop->goals[0], shop->ad_click_id, true);
        assert_answer(shop, "OK", "repeated", "idempotency_key");
    }
    shop->now_ms = CLICK_MS + 31 * DAY_MS;
    count(shop, &shop->goals[0], shop->ad_click_id, true);
    assert_answer(shop, "OK", "repeated", "idempotency_key");
    assert_int_equal(shop->states[0].stored, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, shop_make, shop_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_good_call_is_stored),
        TEST(test_1_a_missing_goal_comes_before_everything),
        TEST(test_2_a_missing_tag_comes_before_the_goals_form),
        TEST(test_3_a_goal_is_32_hex_digits),
        TEST(test_4_an_unknown_or_archived_goal_comes_before_the_tag),
        TEST(test_5_a_tag_that_is_not_ours_comes_before_the_value),
        TEST(test_6_a_tag_of_another_account_is_refused),
        TEST(test_7_a_price_is_0_to_100_and_needs_the_accounts_key),
        TEST(the_key_is_of_one_installation_and_one_account),
        TEST(test_8_a_bad_value_comes_before_window_and_duplicate),
        TEST(test_9_the_window_comes_before_the_duplicate),
        TEST(a_call_at_the_windows_end_is_stored),
        TEST(only_a_plain_amount_is_a_value),
        TEST(amounts_are_kept_in_whole_micro_units),
        TEST(a_dynamic_goal_without_value_stores_0),
        TEST(goals_of_no_or_a_fixed_value_do_not_read_it),
        TEST(a_goal_that_counts_one_takes_one_for_the_whole_window),
        TEST(a_goal_that_counts_every_takes_them_all),
        TEST(a_goal_that_counts_every_takes_no_retry_within_its_guard),
        TEST(a_goal_of_the_old_form_takes_one_in_24_hours),
        TEST(two_goals_with_the_same_tag_are_independent),
        TEST(a_repeat_of_the_very_same_call_is_answered_ok_and_not_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
