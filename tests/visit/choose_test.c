/* Tests of visit/choose: the draw of path and offer (spec/tracker.md §1.6). */
#include "visit/choose.h"
#include "../base/check.h"
#include "visit/visit.h"

#define DRAWS  30000
#define OFFERS 4
#define PATHS  3
#define RULES  2

/* A campaign of up to three paths, all with the same four offers; rules and landers as a test adds
 * them. */
struct draw_table {
    struct offer offers[OFFERS];
    struct weighted_offer weighted[PATHS][OFFERS];
    struct lander landers[2];
    struct weighted_lander weighted_landers[2];
    struct path paths[PATHS];
    struct condition conditions[RULES];
    struct weighted_offer rule_offer; /* the second one */
    struct path rule_paths[RULES];
    struct rule rules[RULES];
    struct campaign campaign;
    struct visit_input input;
    uint64_t capped; /* the id of an offer; 0: none */
    struct visit_caps caps;
    unsigned by_path[PATHS];
    unsigned by_offer[OFFERS];
    unsigned by_lander[2];
    struct dice dice;
};

static bool is_capped(void *context, const struct offer *offer)
{
    const struct draw_table *table = context;
    return (table->capped >> offer->id & 1) != 0;
}

static int table_make(void **state)
{
    struct draw_table *table = heap_make(1, sizeof(*table));

    for (size_t i = 0; i < OFFERS; i++)
        table->offers[i].id = i + 1;
    for (size_t p = 0; p < PATHS; p++) {
        for (size_t i = 0; i < OFFERS; i++)
            table->weighted[p][i] = (struct weighted_offer){&table->offers[i], i == 0 ? 100 : 0};
        table->paths[p] = (struct path){
            .weight = p == 0 ? 100 : 0, .offers = table->weighted[p], .offer_count = OFFERS};
    }
    for (size_t i = 0; i < 2; i++) {
        table->landers[i].id = i + 1;
        table->weighted_landers[i] = (struct weighted_lander){&table->landers[i], 100};
    }
    table->rule_offer = (struct weighted_offer){&table->offers[1], 1};
    /* Each rule asks whether the visitor is a bot, and has one path with one offer. */
    for (size_t i = 0; i < RULES; i++) {
        table->conditions[i] =
            (struct condition){.field = CONDITION_BOT, .form = CONDITION_BITS, .bits = 1};
        table->rule_paths[i] =
            (struct path){.weight = 1, .offers = &table->rule_offer, .offer_count = 1};
        table->rules[i] = (struct rule){.conditions = &table->conditions[i],
                                        .condition_count = 1,
                                        .paths = &table->rule_paths[i],
                                        .path_count = 1};
    }
    table->campaign.routing = (struct routing){.paths = table->paths, .path_count = PATHS};
    table->caps = (struct visit_caps){is_capped, table};
    table->dice = dice_make("choose");
    *state = table;
    return 0;
}

static int table_drop(void **state)
{
    free(*state);
    return 0;
}

static uint64_t roll_draw(struct dice *dice)
{
    /* Two rolls: both halves of the draw are used. */
    uint64_t high = dice_roll(dice, UINT64_C(1) << 31);
    return high << 32 | dice_roll(dice, UINT64_C(1) << 32);
}

static enum err choose(struct draw_table *table, uint64_t draw, struct visit_choice *choice)
{
    return visit_choose(&table->campaign, &table->input, draw, &table->caps, choice);
}

static void draw_many(struct draw_table *table)
{
    memset(table->by_path, 0, sizeof(table->by_path));
    memset(table->by_offer, 0, sizeof(table->by_offer));
    memset(table->by_lander, 0, sizeof(table->by_lander));
    for (int i = 0; i < DRAWS; i++) {
        struct visit_choice choice;
        assert_int_equal(choose(table, roll_draw(&table->dice), &choice), OK);
        table->by_path[choice.path_number - 1]++;
        if (choice.offer != NULL)
            table->by_offer[choice.offer->id - 1]++;
        if (choice.lander != NULL)
            table->by_lander[choice.lander->id - 1]++;
    }
}

/* Six standard deviations of 30,000 draws are under 500. */
static void assert_near(unsigned actual, unsigned expected)
{
    assert_in_range(actual, expected > 500 ? expected - 500 : 0, expected + 500);
}

/* spec: 1.6-relative-weights */
static void offers_of_200_and_100_get_two_thirds_and_one_third(void **state)
{
    struct draw_table *table = *state;

    table->weighted[0][0].weight = 200;
    table->weighted[0][1].weight = 100;
    draw_many(table);
    assert_near(table->by_offer[0], 20000);
    assert_near(table->by_offer[1], 10000);
    assert_int_equal(table->by_offer[0] + table->by_offer[1], DRAWS);
}

static void paths_of_200_and_100_get_two_thirds_and_one_third(void **state)
{
    struct draw_table *table = *state;

    table->paths[0].weight = 200;
    table->paths[2].weight = 100;
    draw_many(table);
    assert_near(table->by_path[0], 20000);
    assert_int_equal(table->by_path[1], 0);
    assert_near(table->by_path[2], 10000);
}

static void the_offer_is_drawn_independently_of_the_path(void **state)
{
    struct draw_table *table = *state;
    unsigned both = 0;

    table->paths[1].weight = 100;
    for (size_t p = 0; p < PATHS; p++)
        table->weighted[p][1].weight = 100;
    for (int i = 0; i < DRAWS; i++) {
        struct visit_choice choice;
        assert_int_equal(choose(table, roll_draw(&table->dice), &choice), OK);
        both += choice.path_number == 2 && choice.offer->id == 2;
    }
    assert_near(both, DRAWS / 4);
}

static void a_weight_of_0_is_never_drawn(void **state)
{
    struct draw_table *table = *state;

    table->weighted[0][0].weight = 0;
    table->weighted[0][3].weight = 1;
    draw_many(table);
    assert_int_equal(table->by_offer[3], DRAWS);
}

/* spec: 1.6-relative-weights */
static void paused_and_archived_offers_leave_the_draw(void **state)
{
    struct draw_table *table = *state;

    for (size_t i = 0; i < OFFERS; i++)
        table->weighted[0][i].weight = 100;
    table->offers[0].status = STATUS_PAUSED;
    table->offers[2].status = STATUS_ARCHIVED;
    draw_many(table);
    assert_int_equal(table->by_offer[0], 0);
    assert_near(table->by_offer[1], 15000);
    assert_int_equal(table->by_offer[2], 0);
    assert_near(table->by_offer[3], 15000);
}

static void a_path_without_offers_left_leaves_the_draw(void **state)
{
    struct draw_table *table = *state;

    table->paths[1].weight = 100000;
    table->weighted[1][0].weight = 0;
    table->paths[2].weight = 100000;
    table->paths[2].offer_count = 0;
    draw_many(table);
    assert_int_equal(table->by_path[0], DRAWS);
}

static void when_nothing_is_left_none_is_found(void **state)
{
    struct draw_table *table = *state;
    struct visit_choice choice;

    table->paths[0].weight = 0;
    assert_int_equal(choose(table, 5, &choice), ERR_NOT_FOUND);
    table->paths[0].weight = 100;
    table->offers[0].status = STATUS_PAUSED;
    assert_int_equal(choose(table, 5, &choice), ERR_NOT_FOUND);
    table->campaign.routing.path_count = 0;
    assert_int_equal(choose(table, 5, &choice), ERR_NOT_FOUND);
}

static void the_same_draw_chooses_the_same(void **state)
{
    struct draw_table *table = *state;

    for (size_t p = 0; p < PATHS; p++) {
        table->paths[p].weight = 10;
        for (size_t i = 0; i < OFFERS; i++)
            table->weighted[p][i].weight = 10;
    }
    for (int i = 0; i < 1000; i++) {
        uint64_t draw = roll_draw(&table->dice);
        struct visit_choice one, two;
        assert_int_equal(choose(table, draw, &one), OK);
        assert_int_equal(choose(table, draw, &two), OK);
        assert_ptr_equal(one.path, two.path);
        assert_ptr_equal(one.offer, two.offer);
    }
}

static void the_largest_weights_and_draws_are_taken(void **state)
{
    static const uint64_t draws[] = {0, 1, UINT32_MAX, INT64_MAX, UINT64_MAX};
    struct draw_table *table = *state;
    struct visit_choice choice;

    for (size_t p = 0; p < PATHS; p++) {
        table->paths[p].weight = UINT32_MAX;
        for (size_t i = 0; i < OFFERS; i++)
            table->weighted[p][i].weight = UINT32_MAX;
    }
    for (size_t i = 0; i < ARRAY_LEN(draws); i++) {
        assert_int_equal(choose(table, draws[i], &choice), OK);
        assert_non_null(choice.offer);
    }
}

static void paused_paths_leave_the_draw(void **state)
{
    struct draw_table *table = *state;

    table->paths[1].weight = 10000;
    table->weighted[1][0].weight = 100;
    table->paths[1].is_paused = true;
    draw_many(table);
    assert_int_equal(table->by_path[0], DRAWS);
}

/* spec: 1.6-dispatch-order */
static void a_lander_is_drawn_by_weight_and_the_offer_left_to_its_click(void **state)
{
    struct draw_table *table = *state;

    table->weighted[0][1].weight = 100;
    table->paths[0].landers = table->weighted_landers;
    table->paths[0].lander_count = 2;
    table->weighted_landers[0].weight = 200;
    draw_many(table);
    assert_near(table->by_lander[0], 20000);
    assert_near(table->by_lander[1], 10000);
    assert_int_equal(table->by_offer[0] + table->by_offer[1], 0);
    table->landers[0].status = STATUS_PAUSED;
    draw_many(table);
    assert_int_equal(table->by_lander[1], DRAWS);
}

static void a_path_whose_landers_are_switched_off_takes_no_visit(void **state)
{
    struct draw_table *table = *state;
    struct visit_choice choice;

    table->paths[0].landers = table->weighted_landers;
    table->paths[0].lander_count = 1;
    table->landers[0].status = STATUS_ARCHIVED;
    assert_int_equal(choose(table, 7, &choice), ERR_NOT_FOUND);
}

static void a_path_may_have_a_url_instead_of_offers(void **state)
{
    struct draw_table *table = *state;
    struct visit_choice choice;
    char nothing = 0;

    table->paths[0].offer_count = 0;
    assert_int_equal(choose(table, 7, &choice), ERR_NOT_FOUND);
    table->paths[0].url = (const struct macro_template *)(const void *)&nothing;
    assert_int_equal(choose(table, 7, &choice), OK);
    assert_null(choice.offer);
    assert_null(choice.lander);
    assert_ptr_equal(choice.path, &table->paths[0]);
}

/* spec: 1.6-dispatch-order */
static void the_first_rule_that_holds_takes_the_visit(void **state)
{
    struct draw_table *table = *state;
    struct visit_choice choice;

    table->campaign.routing.rules = table->rules;
    table->campaign.routing.rule_count = RULES;
    assert_int_equal(choose(table, 7, &choice), OK);
    assert_int_equal(choice.rule_number, 0);
    assert_null(choice.rule);
    table->input.is_bot = true;
    assert_int_equal(choose(table, 7, &choice), OK);
    assert_int_equal(choice.rule_number, 1);
    assert_ptr_equal(choice.rule, &table->rules[0]);
    assert_int_equal(choice.path_number, 1);
    assert_int_equal(choice.offer->id, 2);
    table->conditions[0].is_not = true;
    assert_int_equal(choose(table, 7, &choice), OK);
    assert_int_equal(choice.rule_number, 2);
}

/* spec: 1.6-relative-weights */
static void a_rule_that_is_off_or_has_nothing_left_lets_the_visit_fall_through(void **state)
{
    struct draw_table *table = *state;
    struct visit_choice choice;

    table->campaign.routing.rules = table->rules;
    table->campaign.routing.rule_count = RULES;
    table->input.is_bot = true;
    table->rules[0].is_paused = true;
    assert_int_equal(choose(table, 7, &choice), OK);
    assert_int_equal(choice.rule_number, 2);
    table->rule_paths[1].is_paused = true;
    assert_int_equal(choose(table, 7, &choice), OK);
    assert_int_equal(choice.rule_number, 0);
    table->rules[0].is_paused = false;
    table->offers[1].status = STATUS_PAUSED;
    assert_int_equal(choose(table, 7, &choice), OK);
    assert_int_equal(choice.rule_number, 0);
    assert_int_equal(choice.offer->id, 1);
}

static void a_flow_stands_in_for_the_campaigns_own_paths(void **state)
{
    struct draw_table *table = *state;
    struct flow flow = {.id = 9, .routing = table->campaign.routing};
    struct visit_choice choice;

    table->campaign.routing = (struct routing){0};
    table->campaign.flow = &flow;
    assert_int_equal(choose(table, 7, &choice), OK);
    assert_int_equal(choice.offer->id, 1);
    flow.status = STATUS_PAUSED;
    assert_int_equal(choose(table, 7, &choice), ERR_NOT_FOUND);
}

/* spec: 1.3-conversion-cap */
static void an_offer_that_is_full_is_replaced_or_leaves_the_draw(void **state)
{
    struct draw_table *table = *state;
    struct visit_choice choice;

    for (size_t i = 0; i < 2; i++)
        table->weighted[0][i].weight = 100;
    table->capped = 1 << 1;
    draw_many(table);
    assert_int_equal(table->by_offer[1], DRAWS); /* nothing stands in: it left */
    table->offers[0].fallback = &table->offers[2];
    draw_many(table);
    assert_near(table->by_offer[1], 15000);
    assert_near(table->by_offer[2], 15000);
    table->capped = 1 << 1 | 1 << 3;
    table->offers[2].fallback = &table->offers[3];
    draw_many(table);
    assert_near(table->by_offer[3], 15000);
    table->offers[3].status = STATUS_PAUSED;
    draw_many(table);
    assert_int_equal(table->by_offer[1], DRAWS);
    table->capped = 1 << 1 | 1 << 2 | 1 << 3;
    assert_int_equal(choose(table, 7, &choice), ERR_NOT_FOUND);
}

/* Says no until it was asked so often. */
static bool is_capped_after(void *context, const struct offer *offer)
{
    unsigned *asks_left = context;
    (void)offer;
    if (*asks_left == 0)
        return true;
    --*asks_left;
    return false;
}

static void an_offer_that_meets_its_cap_while_it_is_drawn_is_not_chosen(void **state)
{
    struct draw_table *table = *state;

    for (unsigned asks = 0; asks < 12; asks++) {
        unsigned asks_left = asks;
        struct visit_caps caps = {is_capped_after, &asks_left};
        struct visit_choice choice = {0};
        enum err err = visit_choose(&table->campaign, &table->input, 7, &caps, &choice);
        assert_true(err == ERR_NOT_FOUND || choice.offer != NULL);
    }
}

/* spec: 1.4-click-url */
static void a_click_asks_for_an_offer_by_number_or_draws_one(void **state)
{
    struct draw_table *table = *state;
    const struct path *path = &table->paths[0];
    unsigned seconds = 0;

    table->weighted[0][0].weight = 300;
    table->weighted[0][1].weight = 100;
    for (int i = 0; i < DRAWS; i++)
        seconds += visit_choose_offer(path, 0, roll_draw(&table->dice), &table->caps)->id == 2;
    assert_near(seconds, DRAWS / 4);
    assert_int_equal(visit_choose_offer(path, 2, 1, &table->caps)->id, 2);
    assert_int_equal(visit_choose_offer(path, 4, 1, &table->caps)->id, 4); /* its weight is 0 */
    assert_in_range(visit_choose_offer(path, 5, 1, &table->caps)->id, 1, 2);
    table->offers[3].status = STATUS_PAUSED;
    assert_in_range(visit_choose_offer(path, 4, 1, &table->caps)->id, 1, 2);
    table->capped = 1 << 1 | 1 << 2;
    assert_null(visit_choose_offer(path, 0, 1, &table->caps));
}

static void a_visit_finds_its_path_after_the_campaign_was_changed(void **state)
{
    struct draw_table *table = *state;
    const struct campaign *campaign = &table->campaign;
    struct path *paths = table->paths;

    table->campaign.routing.rules = table->rules;
    table->campaign.routing.rule_count = RULES;
    paths[1].landers = &table->weighted_landers[0];
    paths[1].lander_count = 1;
    table->rule_paths[1].landers = &table->weighted_landers[1];
    table->rule_paths[1].lander_count = 1;
    paths[1].is_paused = true; /* it is off for new visits only */
    assert_ptr_equal(visit_find_path(campaign, 0, 2, 1), &paths[1]);
    assert_ptr_equal(visit_find_path(campaign, 2, 1, 2), &table->rule_paths[1]);
    assert_ptr_equal(visit_find_path(campaign, 0, 3, 0), &paths[2]);
    /* The number now stands for another path, or for none. */
    assert_ptr_equal(visit_find_path(campaign, 0, 1, 1), &paths[1]);
    assert_ptr_equal(visit_find_path(campaign, 9, 1, 2), &table->rule_paths[1]);
    assert_ptr_equal(visit_find_path(campaign, 0, 9, 1), &paths[1]);
    /* No path has the lander any more: the first with offers. */
    assert_ptr_equal(visit_find_path(campaign, 0, 2, 77), &paths[0]);
    table->campaign.routing = (struct routing){0};
    assert_null(visit_find_path(campaign, 1, 1, 1));
}

/* spec: 1.5-keys-case-sensitive */
static void a_campaign_key_is_six_base62_characters_behind_a_slash(void **state)
{
    (void)state;
    assert_true(visit_is_key_path(STR("/15GFcZ")));
    assert_true(visit_is_key_path(STR("/zzzzzz")));
    assert_false(visit_is_key_path(STR("/15GFc")));
    assert_false(visit_is_key_path(STR("/15GFcZ/")));
    assert_false(visit_is_key_path(STR("/15GF-Z")));
    assert_false(visit_is_key_path(STR("/15GFc%")));
    assert_false(visit_is_key_path(STR("115GFcZ")));
    assert_false(visit_is_key_path(STR("/")));
    assert_false(visit_is_key_path(STR_NONE));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, table_make, table_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(offers_of_200_and_100_get_two_thirds_and_one_third),
        TEST(paths_of_200_and_100_get_two_thirds_and_one_third),
        TEST(the_offer_is_drawn_independently_of_the_path),
        TEST(a_weight_of_0_is_never_drawn),
        TEST(paused_and_archived_offers_leave_the_draw),
        TEST(a_path_without_offers_left_leaves_the_draw),
        TEST(when_nothing_is_left_none_is_found),
        TEST(the_same_draw_chooses_the_same),
        TEST(the_largest_weights_and_draws_are_taken),
        TEST(paused_paths_leave_the_draw),
        TEST(a_lander_is_drawn_by_weight_and_the_offer_left_to_its_click),
        TEST(a_path_whose_landers_are_switched_off_takes_no_visit),
        TEST(a_path_may_have_a_url_instead_of_offers),
        TEST(the_first_rule_that_holds_takes_the_visit),
        TEST(a_rule_that_is_off_or_has_nothing_left_lets_the_visit_fall_through),
        TEST(a_flow_stands_in_for_the_campaigns_own_paths),
        TEST(an_offer_that_is_full_is_replaced_or_leaves_the_draw),
        TEST(an_offer_that_meets_its_cap_while_it_is_drawn_is_not_chosen),
        TEST(a_click_asks_for_an_offer_by_number_or_draws_one),
        TEST(a_visit_finds_its_path_after_the_campaign_was_changed),
        cmocka_unit_test(a_campaign_key_is_six_base62_characters_behind_a_slash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
