/* Tests of model/bidder: what a bidder has set, asked for one click. */
#include "model/bidder.h"
#include "../base/check.h"

/* A click that has a value of every dimension. */
static struct bidder_click whole(void)
{
    return (struct bidder_click){
        .site_id = 3,
        .zone_id = 7,
        .browser = STR("Chrome"),
        .country = STR("FRA"),
        .device_type = STR("desktop"),
        .language = STR("fr"),
        .carrier = STR("Orange"),
        .os = STR("Windows"),
    };
}

static struct bidder *make(struct arena *arena, struct bidder_value_body *blocked, size_t count)
{
    struct bidder_body *body = ARENA_NEW(arena, struct bidder_body);
    body->blocked = (struct list){blocked, count};
    struct bidder *bidder = bidder_make(arena, body);
    assert_non_null(bidder);
    return bidder;
}

static void each_dimension_blocks_its_own_value_and_no_other(void **state)
{
    (void)state;
    static const struct {
        enum bidder_dimension dimension;
        const char *value, *other;
    } rows[] = {
        {BIDDER_BROWSER, "Chrome", "chrome"},
        {BIDDER_COUNTRY, "FRA", "FR"},
        {BIDDER_DEVICE, "desktop", "mobile"},
        {BIDDER_LANGUAGE, "fr", "f"},
        {BIDDER_CARRIER, "Orange", "Orange S.A."},
        {BIDDER_OS, "Windows", "Linux"},
        {BIDDER_SITE, "3", "7"},
        {BIDDER_ZONE, "7", "3"},
    };
    const struct bidder_click click = whole();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena *arena = arena_make(1 << 16);
        struct bidder_value_body value = {(int)rows[i].dimension, str_from_c(rows[i].value)};
        struct bidder_value_body other = {(int)rows[i].dimension, str_from_c(rows[i].other)};
        enum bidder_dimension by = BIDDER_DIMENSION_COUNT;
        print_message("%s\n", bidder_dimension_text(rows[i].dimension));
        assert_false(bidder_blocks(make(arena, &other, 1), &click, &by));
        assert_true(bidder_blocks(make(arena, &value, 1), &click, &by));
        assert_int_equal(by, rows[i].dimension);
        arena_free(arena);
    }
}

static void what_nobody_knows_is_not_blocked(void **state)
{
    (void)state;
    struct arena *arena = arena_make(1 << 16);
    struct bidder_value_body blocked[] = {{BIDDER_COUNTRY, STR("FRA")}, {BIDDER_ZONE, STR("7")}};
    enum bidder_dimension by;
    const struct bidder_click click = whole();
    assert_false(bidder_blocks(make(arena, blocked, 2), &(struct bidder_click){0}, &by));
    assert_false(bidder_blocks(NULL, &click, &by));
    arena_free(arena);
}

static void a_price_is_found_among_many_in_any_order(void **state)
{
    (void)state;
    struct arena *arena = arena_make(1 << 20);
    struct bidder_price_body prices[1000];
    int64_t price = 0;
    for (size_t i = 0; i < ARRAY_LEN(prices); i++)
        prices[i] = (struct bidder_price_body){(i * 7919) % 1000 * 2 + 2, (int64_t)i};
    const struct bidder_body body = {.zone_prices = {prices, ARRAY_LEN(prices)}};
    const struct bidder *bidder = bidder_make(arena, &body);
    for (size_t i = 0; i < ARRAY_LEN(prices); i++) {
        assert_true(bidder_find_price(bidder, prices[i].zone_id, &price));
        assert_int_equal(price, prices[i].price_micros);
        assert_false(bidder_find_price(bidder, prices[i].zone_id + 1, &price));
    }
    assert_false(bidder_find_price(bidder, 0, &price));
    assert_false(bidder_find_price(NULL, 2, &price));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_dimension_blocks_its_own_value_and_no_other),
        cmocka_unit_test(what_nobody_knows_is_not_blocked),
        cmocka_unit_test(a_price_is_found_among_many_in_any_order),
    };
    return cmocka_run_group_tests_name("bidder", tests, NULL, NULL);
}
