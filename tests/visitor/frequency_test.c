/* Tests of frequency. */
#include "visitor/frequency.h"
#include "../base/check.h"

#define NOON_MS INT64_C(1795780800000)

static struct net_address address_of(const char *text)
{
    struct net_address address;
    assert_int_equal(net_parse_address(str_from_c(text), &address), OK);
    return address;
}

static unsigned count(struct frequency *frequency, const char *text, int64_t at_ms)
{
    struct net_address address = address_of(text);
    return frequency_count(frequency, &address, at_ms);
}

static void an_address_is_counted_within_its_minute(void **state)
{
    struct frequency *frequency = frequency_make();
    (void)state;
    for (unsigned i = 1; i <= 200; i++)
        assert_int_equal(count(frequency, "192.0.2.1", NOON_MS + i), i);
    assert_int_equal(count(frequency, "192.0.2.1", NOON_MS + 59999), 201);
    assert_int_equal(count(frequency, "192.0.2.1", NOON_MS + 60000), 1);
    frequency_free(frequency);
}

static void the_addresses_of_one_ipv6_net_count_together(void **state)
{
    struct frequency *frequency = frequency_make();
    (void)state;
    assert_int_equal(count(frequency, "2001:db8::1", NOON_MS), 1);
    assert_int_equal(count(frequency, "2001:db8::ffff", NOON_MS), 2);
    assert_int_equal(count(frequency, "2001:db8:0:1::1", NOON_MS), 1);
    frequency_free(frequency);
}

static void a_count_stays_at_its_most(void **state)
{
    struct frequency *frequency = frequency_make();
    (void)state;
    for (unsigned i = 0; i < UINT16_MAX + 10; i++)
        (void)count(frequency, "192.0.2.1", NOON_MS);
    assert_int_equal(count(frequency, "192.0.2.1", NOON_MS), UINT16_MAX);
    frequency_free(frequency);
}

/* A million strangers fill every slot sixteen times over; the one in between keeps most of its own.
 */
static void many_that_come_once_do_not_hide_one_that_comes_often(void **state)
{
    struct frequency *frequency = frequency_make();
    struct net_address stranger = address_of("10.0.0.0"), often = address_of("192.0.2.1");
    unsigned most = 0;
    (void)state;
    for (uint32_t i = 0; i < 1000000; i++) {
        stranger.bytes[1] = (uint8_t)(i >> 16);
        stranger.bytes[2] = (uint8_t)(i >> 8);
        stranger.bytes[3] = (uint8_t)i;
        assert_true(frequency_count(frequency, &stranger, NOON_MS) < 100);
        if (i % 1000 == 0)
            most = frequency_count(frequency, &often, NOON_MS);
    }
    assert_true(most > 900);
    frequency_free(frequency);
}

static void an_unknown_address_is_never_frequent(void **state)
{
    struct frequency *frequency = frequency_make();
    struct net_address unknown = {0};
    (void)state;
    assert_int_equal(frequency_count(frequency, &unknown, NOON_MS), 0);
    assert_int_equal(frequency_count(frequency, &unknown, NOON_MS), 0);
    frequency_free(frequency);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_counted_within_its_minute),
        cmocka_unit_test(the_addresses_of_one_ipv6_net_count_together),
        cmocka_unit_test(a_count_stays_at_its_most),
        cmocka_unit_test(many_that_come_once_do_not_hide_one_that_comes_often),
        cmocka_unit_test(an_unknown_address_is_never_frequent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
