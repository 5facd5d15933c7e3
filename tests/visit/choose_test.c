/* Tests of visit/choose: the draw of path and offer (spec/tracker.md §1.6). */
#include "visit/choose.h"
#include "../base/check.h"
#include "visit/visit.h"

#define DRAWS  30000
#define OFFERS 4
#define PATHS  3

/* A campaign of up to three paths, all with the same four offers. */
struct draw_table {
    struct offer offers[OFFERS];
    struct weighted_offer weighted[PATHS][OFFERS];
    struct campaign_path paths[PATHS];
    struct campaign campaign;
    unsigned by_path[PATHS];
    unsigned by_offer[OFFERS];
    struct dice dice;
};

static int table_make(void **state)
{
    struct draw_table *table = heap_make(1, sizeof(*table));

    for (size_t i = 0; i < OFFERS; i++)
        table->offers[i].id = i + 1;
    for (size_t p = 0; p < PATHS; p++) {
        for (size_t i = 0; i < OFFERS; i++)
            table->weighted[p][i] = (struct weighted_offer){&table->offers[i], i == 0 ? 100 : 0};
        table->paths[p] = (struct campaign_path){p == 0 ? 100 : 0, table->weighted[p], OFFERS};
    }
    table->campaign = (struct campaign){.paths = table->paths, .path_count = PATHS};
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

static void draw_many(struct draw_table *table)
{
    memset(table->by_path, 0, sizeof(table->by_path));
    memset(table->by_offer, 0, sizeof(table->by_offer));
    for (int i = 0; i < DRAWS; i++) {
        struct visit_choice choice;
        assert_int_equal(visit_choose(&table->campaign, roll_draw(&table->dice), &choice), OK);
        table->by_path[choice.path]++;
        table->by_offer[choice.offer->id - 1]++;
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
        assert_int_equal(visit_choose(&table->campaign, roll_draw(&table->dice), &choice), OK);
        both += choice.path == 1 && choice.offer->id == 2;
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
    assert_int_equal(visit_choose(&table->campaign, 5, &choice), ERR_NOT_FOUND);
    table->paths[0].weight = 100;
    table->offers[0].status = STATUS_PAUSED;
    assert_int_equal(visit_choose(&table->campaign, 5, &choice), ERR_NOT_FOUND);
    table->campaign.path_count = 0;
    assert_int_equal(visit_choose(&table->campaign, 5, &choice), ERR_NOT_FOUND);
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
        assert_int_equal(visit_choose(&table->campaign, draw, &one), OK);
        assert_int_equal(visit_choose(&table->campaign, draw, &two), OK);
        assert_int_equal(one.path, two.path);
        assert_ptr_equal(one.offer, two.offer);
    }
}

static void the_largest_weights_and_draws_are_taken(void **state)
{
    struct draw_table *table = *state;
    struct visit_choice choice;

    for (size_t p = 0; p < PATHS; p++) {
        table->paths[p].weight = UINT32_MAX;
        for (size_t i = 0; i < OFFERS; i++)
            table->weighted[p][i].weight = UINT32_MAX;
    }
    assert_int_equal(visit_choose(&table->campaign, UINT64_MAX, &choice), OK);
    assert_non_null(choice.offer);
    assert_int_equal(visit_choose(&table->campaign, 0, &choice), OK);
    assert_int_equal(choice.path, 0);
    assert_int_equal(choice.offer->id, 1);
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
        cmocka_unit_test(a_campaign_key_is_six_base62_characters_behind_a_slash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
