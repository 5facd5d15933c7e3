/* Tests of convert/status. */
#include "convert/status.h"
#include "../base/check.h"
#include "model/settings.h"

static const struct status_word network_words[] = {{{"ok", 2}, CONVERSION_SALE},
                                                   {{"lead", 4}, CONVERSION_REBILL},
                                                   {{"strange", 7}, CONVERSION_REJECTED}};

static const struct network network = {.default_status = CONVERSION_LEAD,
                                       .status_map = network_words,
                                       .status_map_count = ARRAY_LEN(network_words)};

static struct arena *arena;
static struct conversion_settings settings; /* as they are by default, and with a type */

static int make_settings(void **state)
{
    struct model_fault fault;

    (void)state;
    arena = arena_make(1 << 20);
    return settings_build(arena,
                          STR("{\"conversion_types\":[{\"name\":\"install\",\"words\":"
                              "[\"install\",\"Installed\"],\"status\":\"lead\"}]}"),
                          NULL, &settings, &fault) == OK
               ? 0
               : -1;
}

static int drop_settings(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static enum conversion_status meant(const struct postback_call *call, const struct network *from)
{
    return status_of(call, from, &settings).status;
}

static enum conversion_status common(const char *word)
{
    struct postback_call call = {.status = str_from_c(word)};

    return meant(&call, NULL);
}

/* spec: 3.2-missing-status */
static void without_a_word_the_network_says_what_is_meant_else_it_is_a_sale(void **state)
{
    struct postback_call call = {0};

    (void)state;
    assert_int_equal(meant(&call, NULL), CONVERSION_SALE);
    assert_int_equal(meant(&call, &network), CONVERSION_LEAD);
}

static void a_list_in_the_call_wins_over_the_network_which_wins_over_common_words(void **state)
{
    struct postback_call call = {.status = STR("lead")};

    (void)state;
    assert_int_equal(meant(&call, NULL), CONVERSION_LEAD);
    assert_int_equal(meant(&call, &network), CONVERSION_REBILL);
    call.sale_words = STR("x,lead");
    assert_int_equal(meant(&call, &network), CONVERSION_SALE);
}

/* spec: 2.2-in-url-words */
static void lists_in_the_call_are_read_in_the_order_lead_sale_rebill_rejected(void **state)
{
    struct postback_call call = {.status = STR("w"), .rejected_words = STR("w")};

    (void)state;
    assert_int_equal(meant(&call, NULL), CONVERSION_REJECTED);
    call.rebill_words = STR("w");
    assert_int_equal(meant(&call, NULL), CONVERSION_REBILL);
    call.sale_words = STR("w");
    assert_int_equal(meant(&call, NULL), CONVERSION_SALE);
    call.lead_words = STR("w");
    assert_int_equal(meant(&call, NULL), CONVERSION_LEAD);
}

/* spec: 2.2-precedence */
static void a_status_s_own_name_in_its_own_list_wins_over_another_list(void **state)
{
    struct postback_call call = {
        .status = STR("Sale"), .lead_words = STR("sale,x"), .sale_words = STR("y, SALE")};

    (void)state;
    assert_int_equal(meant(&call, NULL), CONVERSION_SALE);
    call.sale_words = STR("y");
    assert_int_equal(meant(&call, NULL), CONVERSION_LEAD);
}

static void a_type_s_words_are_read_last(void **state)
{
    static const struct status_word mapped[] = {{{"install", 7}, CONVERSION_REJECTED}};
    const struct network other = {.status_map = mapped, .status_map_count = 1};
    struct postback_call call = {.status = STR("INSTALLED")};

    (void)state;
    assert_int_equal(meant(&call, NULL), CONVERSION_LEAD);
    assert_true(str_is_equal(status_of(&call, NULL, &settings).type->name, STR("install")));
    call.status = STR("install");
    assert_int_equal(meant(&call, &other), CONVERSION_REJECTED);
    assert_null(status_of(&call, &other, &settings).type);
    call.sale_words = STR("install");
    assert_int_equal(meant(&call, &other), CONVERSION_SALE);
    call.status = STR("sale");
    assert_null(status_of(&call, NULL, &settings).type);
}

static void words_are_compared_without_case_and_space(void **state)
{
    struct postback_call call = {.status = STR("DoNe"), .sale_words = STR("a, dOnE ,b")};

    (void)state;
    assert_int_equal(meant(&call, NULL), CONVERSION_SALE);
    assert_int_equal(common("APPROVED"), CONVERSION_SALE);
    call = (struct postback_call){.status = STR("STRANGE")};
    assert_int_equal(meant(&call, &network), CONVERSION_REJECTED);
}

static void a_word_is_found_only_as_a_whole(void **state)
{
    struct postback_call call = {.status = STR("do"), .sale_words = STR("done,undo,,")};

    (void)state;
    assert_int_equal(meant(&call, NULL), CONVERSION_UNMAPPED);
}

static void common_words_are_known_without_any_list(void **state)
{
    static const struct {
        const char *word;
        enum conversion_status status;
    } expected[] = {
        {"lead", CONVERSION_LEAD},           {"pending", CONVERSION_LEAD},
        {"hold", CONVERSION_LEAD},           {"new", CONVERSION_LEAD},
        {"registration", CONVERSION_LEAD},   {"sale", CONVERSION_SALE},
        {"approved", CONVERSION_SALE},       {"confirmed", CONVERSION_SALE},
        {"paid", CONVERSION_SALE},           {"deposit", CONVERSION_SALE},
        {"rebill", CONVERSION_REBILL},       {"upsell", CONVERSION_REBILL},
        {"rejected", CONVERSION_REJECTED},   {"declined", CONVERSION_REJECTED},
        {"trash", CONVERSION_REJECTED},      {"refund", CONVERSION_REJECTED},
        {"chargeback", CONVERSION_REJECTED}, {"cancelled", CONVERSION_REJECTED},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(expected); i++)
        assert_int_equal(common(expected[i].word), expected[i].status);
}

static void a_word_that_nobody_knows_is_unmapped(void **state)
{
    (void)state;
    assert_int_equal(common("7"), CONVERSION_UNMAPPED);
    assert_int_equal(common("sal"), CONVERSION_UNMAPPED);
    assert_int_equal(common("unmapped"), CONVERSION_UNMAPPED);
}

static void the_sender_may_ask_for_a_word_to_be_ignored(void **state)
{
    struct postback_call call = {.status = STR("Open"), .ignored_words = STR("trash, open")};

    (void)state;
    assert_true(status_is_ignored(&call));
    call.status = STR("sale");
    assert_false(status_is_ignored(&call));
    call.status = STR_NONE;
    assert_false(status_is_ignored(&call));
}

static void a_status_changes_only_in_the_ways_that_make_sense(void **state)
{
    /* spec/tracker.md §3.2, with rebills as sales; rows: from, columns: to. */
    static const char *const allowed[CONVERSION_STATUS_COUNT] = {
        [CONVERSION_LEAD] = "11110", /* lead, sale, rebill, rejected, unmapped */
        [CONVERSION_SALE] = "01010",     [CONVERSION_REBILL] = "00110",
        [CONVERSION_REJECTED] = "01110", /* re-approved */
        [CONVERSION_UNMAPPED] = "11111", /* nothing was known */
    };

    (void)state;
    for (int from = 0; from < CONVERSION_STATUS_COUNT; from++)
        for (int to = 0; to < CONVERSION_STATUS_COUNT; to++)
            if (status_may_change((enum conversion_status)from, (enum conversion_status)to) !=
                (allowed[from][to] == '1'))
                fail_msg("from %d to %d", from, to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_word_the_network_says_what_is_meant_else_it_is_a_sale),
        cmocka_unit_test(a_list_in_the_call_wins_over_the_network_which_wins_over_common_words),
        cmocka_unit_test(lists_in_the_call_are_read_in_the_order_lead_sale_rebill_rejected),
        cmocka_unit_test(a_status_s_own_name_in_its_own_list_wins_over_another_list),
        cmocka_unit_test(a_type_s_words_are_read_last),
        cmocka_unit_test(words_are_compared_without_case_and_space),
        cmocka_unit_test(a_word_is_found_only_as_a_whole),
        cmocka_unit_test(common_words_are_known_without_any_list),
        cmocka_unit_test(a_word_that_nobody_knows_is_unmapped),
        cmocka_unit_test(the_sender_may_ask_for_a_word_to_be_ignored),
        cmocka_unit_test(a_status_changes_only_in_the_ways_that_make_sense),
    };

    return cmocka_run_group_tests(tests, make_settings, drop_settings);
}
