/* Tests of net_set, beside asking each range. */
#include "base/net_set.h"
#include "check.h"

static struct net_address address_of(const char *text)
{
    struct net_address address;
    assert_int_equal(net_parse_address(str_from_c(text), &address), OK);
    return address;
}

static struct net_set set_of(struct arena *arena, const char *const *texts, size_t count)
{
    struct net_range ranges[16];
    struct net_set set;
    for (size_t i = 0; i < count; i++)
        assert_int_equal(net_parse_range(str_from_c(texts[i]), &ranges[i]), OK);
    assert_int_equal(net_set_make(arena, ranges, count, &set), OK);
    return set;
}

static bool has(const struct net_set *set, const char *text)
{
    struct net_address address = address_of(text);
    return net_set_has(set, &address);
}

static void a_set_has_the_addresses_of_its_ranges_and_no_others(void **state)
{
    static const char *const texts[] = {"203.0.113.0/24", "10.0.0.0/8", "192.0.2.7",
                                        "2001:db8::/32",  "::1",        "10.1.0.0/16"};
    struct arena *arena = arena_make(1 << 16);
    struct net_set set = set_of(arena, texts, ARRAY_LEN(texts));
    (void)state;
    assert_true(has(&set, "203.0.113.0") && has(&set, "203.0.113.255"));
    assert_false(has(&set, "203.0.112.255") || has(&set, "203.0.114.0"));
    assert_true(has(&set, "10.1.2.3") && has(&set, "10.255.255.255"));
    assert_true(has(&set, "192.0.2.7"));
    assert_false(has(&set, "192.0.2.6") || has(&set, "192.0.2.8"));
    assert_true(has(&set, "2001:db8:ffff::1") && has(&set, "::1"));
    assert_false(has(&set, "2001:db9::") || has(&set, "::2") || has(&set, "::"));
    arena_free(arena);
}

static void families_do_not_mix(void **state)
{
    static const char *const four[] = {"0.0.0.0/0"}, *const six[] = {"::/0"};
    struct arena *arena = arena_make(1 << 16);
    struct net_set all_four = set_of(arena, four, 1), all_six = set_of(arena, six, 1);
    (void)state;
    assert_true(has(&all_four, "255.255.255.255") && has(&all_six, "ffff::"));
    assert_false(has(&all_four, "::1") || has(&all_six, "127.0.0.1"));
    arena_free(arena);
}

static void an_empty_set_has_nothing(void **state)
{
    struct arena *arena = arena_make(1 << 16);
    struct net_set set = set_of(arena, NULL, 0);
    struct net_address unknown = {0};
    (void)state;
    assert_false(has(&set, "10.0.0.1") || net_set_has(&set, &unknown));
    arena_free(arena);
}

static void a_set_without_room_is_refused(void **state)
{
    struct net_range ranges[8] = {{address_of("10.0.0.1"), 32}};
    struct arena *arena = arena_make(64);
    struct net_set set;
    (void)state;
    assert_int_equal(net_set_make(arena, ranges, ARRAY_LEN(ranges), &set), ERR_FULL);
    arena_free(arena);
}

static void a_set_says_what_its_ranges_say_one_by_one(void **state)
{
    struct net_range ranges[64];
    struct arena *arena = arena_make(1 << 16);
    struct net_set set;
    uint32_t seed = 12345;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(ranges); i++) {
        seed = seed * 1664525 + 1013904223;
        ranges[i] = (struct net_range){{4, {10, 0, (uint8_t)(seed >> 24), (uint8_t)(seed >> 16)}},
                                       20 + (seed >> 8) % 13};
    }
    assert_int_equal(net_set_make(arena, ranges, ARRAY_LEN(ranges), &set), OK);
    for (uint32_t i = 0; i < 65536; i++) {
        struct net_address address = {4, {10, 0, (uint8_t)(i >> 8), (uint8_t)i}};
        bool is_in = false;
        for (size_t j = 0; j < ARRAY_LEN(ranges); j++)
            is_in = is_in || net_is_in_range(&address, &ranges[j]);
        assert_int_equal(net_set_has(&set, &address), is_in);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_set_has_the_addresses_of_its_ranges_and_no_others),
        cmocka_unit_test(families_do_not_mix),
        cmocka_unit_test(an_empty_set_has_nothing),
        cmocka_unit_test(a_set_without_room_is_refused),
        cmocka_unit_test(a_set_says_what_its_ranges_say_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
