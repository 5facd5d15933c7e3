/* Tests of network/auction: which ad a zone shows and what it costs, by simulation (spec/network.md
 * §5). */
#include "network/auction.h"
#include "../base/check.h"

#include "base/money.h"

#define CPM(amount)  ((amount)*MONEY_MICROS)
#define DRAWS        20000
#define CAMPAIGN_MAX 8

/* A zone, its visitor, and ad campaigns with one variation each unless a test adds more. */
struct market {
    struct ad_zone zone;
    struct visit_input input;
    struct bidder_click caller;
    struct adcampaign adcampaigns[CAMPAIGN_MAX];
    struct variation variations[2 * CAMPAIGN_MAX];
    const struct variation *listed[2 * CAMPAIGN_MAX];
    struct ad_list ads;
    size_t adcampaign_count;
    uint64_t spent_id; /* an ad campaign that does not deliver */
    size_t asked;      /* how often one was asked whether it delivers */
};

static struct market market_of(const char *format)
{
    return (struct market){.zone = {.id = 9,
                                    .format = ad_format_find(str_from_c(format)),
                                    .expected_ctr_micros = MONEY_MICROS}, /* 1 % */
                           .input = {.zone_id = 9, .visitor = {.country = STR("FR")}}};
}

static struct variation *add_variation(struct market *market, struct adcampaign *adcampaign,
                                       uint32_t weight)
{
    size_t place = market->ads.count++;
    market->variations[place] =
        (struct variation){.id = 100 + place, .adcampaign = adcampaign, .creative.weight = weight};
    market->listed[place] = &market->variations[place];
    market->ads.variations = market->listed;
    return &market->variations[place];
}

static struct adcampaign *add(struct market *market, enum ad_pricing pricing, int64_t price_micros)
{
    struct adcampaign *adcampaign = &market->adcampaigns[market->adcampaign_count++];
    *adcampaign = (struct adcampaign){
        .id = market->adcampaign_count, .pricing = pricing, .price_micros = price_micros};
    (void)add_variation(market, adcampaign, 100);
    return adcampaign;
}

static bool delivers(void *context, const struct adcampaign *adcampaign)
{
    struct market *market = context;
    market->asked++;
    return adcampaign->id != market->spent_id;
}

static enum err run(struct market *market, uint64_t draw, struct auction_result *result)
{
    return auction_run(&(struct auction_case){.zone = &market->zone,
                                              .ads = &market->ads,
                                              .input = &market->input,
                                              .caller = &market->caller,
                                              .draw = draw,
                                              .delivers = delivers,
                                              .context = market},
                       result);
}

/* A draw as the edge makes one: any bits. */
static uint64_t draw_of(uint64_t number)
{
    uint64_t x = number * UINT64_C(0xd1342543de82ef95) + 1;
    return x ^ (x >> 29);
}

static uint64_t winner_of(struct market *market, uint64_t draw)
{
    struct auction_result result;
    return run(market, draw, &result) == OK ? result.variation->adcampaign->id : 0;
}

static void the_highest_effective_price_wins_whatever_the_draw(void **state)
{
    (void)state;
    struct market market = market_of("300x250");
    add(&market, AD_PRICING_CPM, CPM(2));
    add(&market, AD_PRICING_CPC, MONEY_MICROS / 4);    /* of 1 % of a thousand: 2.5 */
    add(&market, AD_PRICING_CPV, MONEY_MICROS / 1000); /* a thousand of them: 1 */
    add(&market, AD_PRICING_CPA, CPM(90));
    for (uint64_t i = 0; i < 1000; i++)
        assert_int_equal(winner_of(&market, draw_of(i)), 2);
    market.zone.expected_ctr_micros = MONEY_MICROS / 2; /* 1.25 */
    assert_int_equal(winner_of(&market, 1), 1);
}

static void the_same_draw_gives_the_same_ad(void **state)
{
    (void)state;
    struct market market = market_of("native");
    for (int i = 0; i < 4; i++)
        (void)add_variation(&market, add(&market, AD_PRICING_CPM, CPM(1)), 50);
    for (uint64_t i = 0; i < 500; i++) {
        struct auction_result first, second;
        assert_int_equal(run(&market, draw_of(i), &first), OK);
        assert_int_equal(run(&market, draw_of(i), &second), OK);
        assert_ptr_equal(first.variation, second.variation);
    }
}

static void equal_prices_share_the_zone_and_variations_share_by_weight(void **state)
{
    (void)state;
    struct market market = market_of("native");
    uint64_t wins[CAMPAIGN_MAX + 1] = {0}, heavy = 0;
    for (int i = 0; i < 4; i++)
        add(&market, AD_PRICING_CPM, CPM(1));
    struct variation *light = add_variation(&market, &market.adcampaigns[3], 300);
    struct variation *never = add_variation(&market, &market.adcampaigns[3], 0);
    for (uint64_t i = 0; i < DRAWS; i++) {
        struct auction_result result;
        assert_int_equal(run(&market, draw_of(i), &result), OK);
        wins[result.variation->adcampaign->id]++;
        heavy += result.variation == light;
        assert_ptr_not_equal(result.variation, never);
    }
    for (size_t i = 1; i <= 4; i++)
        assert_in_range(wins[i], DRAWS / 4 - DRAWS / 40, DRAWS / 4 + DRAWS / 40);
    assert_in_range(heavy, wins[4] * 70 / 100, wins[4] * 80 / 100); /* 300 of 400 */
}

/* spec: n5-smart-cpm */
static void smart_cpm_pays_just_above_the_next_and_never_more_than_its_price(void **state)
{
    (void)state;
    struct market market = market_of("popunder");
    struct auction_result result;
    struct adcampaign *smart = add(&market, AD_PRICING_SMART_CPM, CPM(5));
    assert_int_equal(run(&market, 1, &result), OK);
    assert_int_equal(result.price_micros, AUCTION_STEP_MICROS); /* alone */
    market.zone.floor_micros = CPM(1);
    assert_int_equal(run(&market, 1, &result), OK);
    assert_int_equal(result.price_micros, CPM(1) + AUCTION_STEP_MICROS);
    add(&market, AD_PRICING_CPM, CPM(3));
    assert_int_equal(run(&market, 1, &result), OK);
    assert_ptr_equal(result.variation->adcampaign, smart);
    assert_int_equal(result.price_micros, CPM(3) + AUCTION_STEP_MICROS);
    struct adcampaign *close = add(&market, AD_PRICING_CPM, CPM(5) - AUCTION_STEP_MICROS / 2);
    assert_int_equal(run(&market, 1, &result), OK);
    assert_ptr_equal(result.variation->adcampaign, smart);
    assert_int_equal(result.price_micros, CPM(5));
    close->price_micros = CPM(6);
    assert_int_equal(run(&market, 1, &result), OK);
    assert_ptr_equal(result.variation->adcampaign, close);
    assert_int_equal(result.price_micros, CPM(6)); /* a fixed price is paid as it is */
}

static void what_is_below_the_floor_spent_or_paid_by_click_shows_no_popunder(void **state)
{
    (void)state;
    struct market market = market_of("popunder");
    add(&market, AD_PRICING_CPC, CPM(100));
    assert_int_equal(winner_of(&market, 1), 0);
    add(&market, AD_PRICING_CPM, CPM(2));
    assert_int_equal(winner_of(&market, 1), 2);
    market.zone.floor_micros = CPM(2) + 1;
    assert_int_equal(winner_of(&market, 1), 0);
    market.zone.floor_micros = CPM(2);
    assert_int_equal(winner_of(&market, 1), 2);
    market.spent_id = 2;
    assert_int_equal(winner_of(&market, 1), 0);
}

static void only_whom_the_ad_campaign_is_for_gets_its_ad(void **state)
{
    (void)state;
    const struct str france[] = {STR("FR")}, here[] = {STR("9")};
    const struct condition in_france = {
        .field = CONDITION_COUNTRY, .texts = france, .text_count = 1};
    const struct condition not_here = {
        .field = CONDITION_ZONE, .is_not = true, .texts = here, .text_count = 1};
    struct market market = market_of("native");
    struct adcampaign *adcampaign = add(&market, AD_PRICING_CPM, CPM(1));
    adcampaign->targeting = (struct rule){.conditions = &in_france, .condition_count = 1};
    assert_int_equal(winner_of(&market, 1), 1);
    market.input.visitor.country = STR("DE");
    assert_int_equal(winner_of(&market, 1), 0);
    adcampaign->targeting = (struct rule){.conditions = &not_here, .condition_count = 1};
    assert_int_equal(winner_of(&market, 1), 0);
    market.input.zone_id = 10;
    assert_int_equal(winner_of(&market, 1), 1);
}

static void who_can_neither_win_nor_set_the_price_is_not_asked(void **state)
{
    (void)state;
    struct market market = market_of("popunder");
    struct auction_result result;
    add(&market, AD_PRICING_CPM, CPM(4));
    add(&market, AD_PRICING_SMART_CPM, CPM(5));
    for (int i = 0; i < 4; i++)
        add(&market, AD_PRICING_CPM, CPM(3)); /* less than the price to be paid */
    add(&market, AD_PRICING_CPM, CPM(4) + 1);
    assert_int_equal(run(&market, 1, &result), OK);
    assert_int_equal(market.asked, 3);
    assert_int_equal(result.variation->adcampaign->id, 2);
    assert_int_equal(result.price_micros, CPM(4) + 1 + AUCTION_STEP_MICROS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_highest_effective_price_wins_whatever_the_draw),
        cmocka_unit_test(the_same_draw_gives_the_same_ad),
        cmocka_unit_test(equal_prices_share_the_zone_and_variations_share_by_weight),
        cmocka_unit_test(smart_cpm_pays_just_above_the_next_and_never_more_than_its_price),
        cmocka_unit_test(what_is_below_the_floor_spent_or_paid_by_click_shows_no_popunder),
        cmocka_unit_test(only_whom_the_ad_campaign_is_for_gets_its_ad),
        cmocka_unit_test(who_can_neither_win_nor_set_the_price_is_not_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
