/* The table of connections per address, which loopback clients never reach. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "http/conn.h"

#define MOST 3

static struct net_address address_of(const char *text)
{
    struct net_address address = {0};

    assert_int_equal(net_parse_address(str_from_c(text), &address), OK);
    return address;
}

static void an_address_is_let_in_up_to_its_limit(void **state)
{
    (void)state;
    struct peers *peers = peers_make(100);
    struct net_address one = address_of("203.0.113.1");
    struct net_address two = address_of("203.0.113.2");
    for (int i = 0; i < MOST; i++)
        assert_true(peers_enter(peers, &one, MOST));
    assert_false(peers_enter(peers, &one, MOST));
    assert_true(peers_enter(peers, &two, MOST));
    peers_leave(peers, &one);
    assert_true(peers_enter(peers, &one, MOST));
    peers_free(peers);
}

static void ipv6_is_counted_by_its_64_bits(void **state)
{
    (void)state;
    struct peers *peers = peers_make(100);
    struct net_address one = address_of("2001:db8:0:1::1");
    struct net_address two = address_of("2001:db8:0:1:ffff::2");
    struct net_address other = address_of("2001:db8:0:2::1");
    assert_true(peers_enter(peers, &one, 1));
    assert_false(peers_enter(peers, &two, 1));
    assert_true(peers_enter(peers, &other, 1));
    peers_leave(peers, &two);
    assert_true(peers_enter(peers, &two, 1));
    peers_free(peers);
}

static void the_table_never_takes_more_addresses_than_it_was_made_for(void **state)
{
    (void)state;
    struct peers *peers = peers_make(64);
    unsigned taken = 0;
    for (unsigned i = 0; i < 1000; i++) {
        struct net_address address = {4, {10, 0, (uint8_t)(i >> 8), (uint8_t)i}};
        taken += peers_enter(peers, &address, 1);
    }
    assert_in_range(taken, 64, 128);
    peers_free(peers);
}

/* Against plain counters. */
static void random_coming_and_going_keeps_every_count(void **state)
{
    (void)state;
    const char *given = getenv("SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    print_message("SEED=%" PRIu64 "\n", seed);
    struct peers *peers = peers_make(256);
    static unsigned counts[256];
    for (unsigned i = 0; i < 200000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        uint8_t which = (uint8_t)(seed >> 40);
        struct net_address address = {4, {10, 0, 0, which}};
        if ((seed >> 50) % 2 == 0) {
            assert_int_equal(peers_enter(peers, &address, MOST), counts[which] < MOST);
            counts[which] += counts[which] < MOST;
        } else if (counts[which] > 0) {
            peers_leave(peers, &address);
            counts[which]--;
        }
    }
    peers_free(peers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_let_in_up_to_its_limit),
        cmocka_unit_test(ipv6_is_counted_by_its_64_bits),
        cmocka_unit_test(the_table_never_takes_more_addresses_than_it_was_made_for),
        cmocka_unit_test(random_coming_and_going_keeps_every_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
