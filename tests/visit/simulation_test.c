/* Simulation of visit_choose(): 100,000 visits come out as the weights say, within the bound that
 * chance allows; the same seed gives the same draws. */
#include "../base/check.h"
#include "visit/choose.h"

#define VISITS 100000
#define OFFERS 4
#define HOT    0 /* the offers of the default path, by weight 70, 20, 10 */
#define RULED  3 /* the offer of the rule */

struct world {
    struct offer offers[OFFERS];
    struct weighted_offer weighted[3];
    struct weighted_offer ruled;
    struct path paths[3];
    struct path rule_path;
    struct condition condition;
    struct rule rule;
    struct campaign campaign;
    int64_t conversions[OFFERS]; /* of the day */
    struct dice dice;
};

static const uint32_t weights[3] = {70, 20, 10};

static int world_make(void **state)
{
    struct world *world = heap_make(1, sizeof(*world));
    for (size_t i = 0; i < OFFERS; i++)
        world->offers[i].id = i + 1;
    for (size_t i = 0; i < 3; i++)
        world->weighted[i] = (struct weighted_offer){&world->offers[i], weights[i]};
    world->ruled = (struct weighted_offer){&world->offers[RULED], 1};
    world->paths[0] = (struct path){.weight = 1, .offers = world->weighted, .offer_count = 3};
    world->rule_path = (struct path){.weight = 1, .offers = &world->ruled, .offer_count = 1};
    world->condition = (struct condition){
        .field = CONDITION_UNIQUENESS, .form = CONDITION_BITS, .bits = 1}; /* first */
    world->rule = (struct rule){.conditions = &world->condition,
                                .condition_count = 1,
                                .paths = &world->rule_path,
                                .path_count = 1};
    world->campaign.routing = (struct routing){.paths = world->paths, .path_count = 1};
    world->dice = dice_make("simulation");
    *state = world;
    return 0;
}

static int world_drop(void **state)
{
    free(*state);
    return 0;
}

static bool is_capped(void *context, const struct offer *offer)
{
    const struct world *world = context;
    return offer->cap_limit > 0 && world->conversions[offer->id - 1] >= offer->cap_limit;
}

/* As edge_draw() gives them: 63 bits. */
static uint64_t draw_of(struct dice *dice)
{
    uint64_t high = dice_roll(dice, UINT64_C(1) << 31);
    return high << 32 | dice_roll(dice, UINT64_C(1) << 32);
}

struct tally {
    uint64_t offers[OFFERS];
    uint64_t paths[3];
    uint64_t fingerprint; /* of all choices, in their order */
};

/* Every third visit is its visitor's first, every hundredth converts. */
static struct tally simulate(struct world *world)
{
    struct tally tally = {0};
    const struct visit_caps caps = {is_capped, world};
    memset(world->conversions, 0, sizeof(world->conversions));
    for (uint64_t i = 0; i < VISITS; i++) {
        struct visit_input input = {.uniqueness = i % 3 == 0 ? VISIT_FIRST : VISIT_REPEAT};
        struct visit_choice choice;
        assert_int_equal(
            visit_choose(&world->campaign, &input, draw_of(&world->dice), &caps, &choice), OK);
        size_t offer = choice.offer->id - 1;
        tally.offers[offer]++;
        tally.paths[choice.path_number - 1]++;
        tally.fingerprint = tally.fingerprint * UINT64_C(1099511628211) + choice.offer->id * 8 +
                            choice.path_number + 4 * choice.rule_number;
        if (i % 100 == 99)
            world->conversions[offer]++;
    }
    return tally;
}

/* Five standard deviations of a binomial count: n p (1 - p) is their square. Chance goes further
 * once in 1.7 million times. */
static void assert_share(uint64_t count, uint64_t visits, uint64_t weight, uint64_t of)
{
    int64_t expected = (int64_t)(visits * weight / of);
    int64_t distance = (int64_t)count - expected;
    int64_t variance = (int64_t)(visits * weight / of * (of - weight) / of);
    if (distance * distance > 25 * variance)
        fail_msg("%" PRIu64 " of %" PRIu64 " visits are not %" PRIu64 "/%" PRIu64, count, visits,
                 weight, of);
}

/* spec: 1.6-relative-weights */
static void offers_of_70_20_and_10_get_their_share_of_100000_visits(void **state)
{
    struct world *world = *state;
    struct tally tally = simulate(world);
    for (size_t i = 0; i < 3; i++)
        assert_share(tally.offers[i], VISITS, weights[i], 100);
}

static void paths_of_70_20_and_10_get_their_share_of_100000_visits(void **state)
{
    struct world *world = *state;
    for (size_t i = 0; i < 3; i++)
        world->paths[i] =
            (struct path){.weight = weights[i], .offers = &world->weighted[i], .offer_count = 1};
    world->campaign.routing.path_count = 3;
    struct tally tally = simulate(world);
    for (size_t i = 0; i < 3; i++) {
        assert_share(tally.paths[i], VISITS, weights[i], 100);
        assert_int_equal(tally.offers[i], tally.paths[i]);
    }
}

/* spec: 1.6-dispatch-order */
static void a_rule_takes_its_visits_and_leaves_the_others_to_their_weights(void **state)
{
    struct world *world = *state;
    world->campaign.routing.rules = &world->rule;
    world->campaign.routing.rule_count = 1;
    struct tally tally = simulate(world);
    uint64_t taken = (VISITS + 2) / 3;
    assert_int_equal(tally.offers[RULED], taken);
    for (size_t i = 0; i < 3; i++)
        assert_share(tally.offers[i], VISITS - taken, weights[i], 100);
}

/* spec: 1.3-conversion-cap */
static void a_full_offer_gives_its_share_to_what_stands_in_or_to_the_others(void **state)
{
    struct world *world = *state;
    world->offers[HOT].cap_limit = 100;
    world->offers[HOT].fallback = &world->offers[RULED];
    struct tally tally = simulate(world);
    assert_int_equal(world->conversions[HOT], 100);
    assert_share(tally.offers[HOT] + tally.offers[RULED], VISITS, 70, 100);
    assert_true(tally.offers[RULED] > VISITS / 2);
    assert_share(tally.offers[1], VISITS, 20, 100);
    /* Nothing stands in: 20 and 10 share what comes after the limit, two to one. */
    world->offers[HOT].fallback = NULL;
    tally = simulate(world);
    assert_int_equal(world->conversions[HOT], 100);
    uint64_t after = VISITS - tally.offers[HOT] * 100 / 70;
    assert_true(after > VISITS / 2);
    uint64_t before = VISITS - after;
    assert_share(tally.offers[1] - before * 20 / 100, after, 2, 3);
}

static void the_same_seed_gives_the_same_draws(void **state)
{
    struct world *world = *state;
    world->campaign.routing.rules = &world->rule;
    world->campaign.routing.rule_count = 1;
    world->offers[HOT].cap_limit = 100;
    world->offers[HOT].fallback = &world->offers[1];
    struct dice seed = world->dice;
    struct tally one = simulate(world);
    world->dice = seed;
    struct tally two = simulate(world);
    assert_memory_equal(&one, &two, sizeof(one));
    struct tally other = simulate(world);
    assert_true(other.fingerprint != one.fingerprint);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(offers_of_70_20_and_10_get_their_share_of_100000_visits),
        TEST(paths_of_70_20_and_10_get_their_share_of_100000_visits),
        TEST(a_rule_takes_its_visits_and_leaves_the_others_to_their_weights),
        TEST(a_full_offer_gives_its_share_to_what_stands_in_or_to_the_others),
        TEST(the_same_seed_gives_the_same_draws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
