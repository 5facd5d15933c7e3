/* Tests of base/net. */
#include "base/net.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "check.h"

static struct net_address address_of(const char *text)
{
    struct net_address address;

    if (net_parse_address(str_from_c(text), &address) != OK)
        fail_msg("not an address: %s", text);
    return address;
}

static void addresses_are_read_and_written(void **state)
{
    struct arena *arena = arena_make(4096);
    struct net_address address;

    (void)state;
    address = address_of("192.0.2.7");
    assert_int_equal(address.family, 4);
    assert_str(net_text(arena, &address), "192.0.2.7");
    address = address_of("2001:DB8:0:0::1");
    assert_int_equal(address.family, 6);
    assert_str(net_text(arena, &address), "2001:db8::1");
    address = (struct net_address){.family = 0};
    assert_str(net_text(arena, &address), "unknown");
    const struct str bad[] = {
        STR(""),
        STR("1.2.3"),
        STR("1.2.3.256"),
        STR("1.2.3.4 "),
        STR("01.2.3.4x"),
        STR("[::1]"),
        STR("::1%eth0"),
        STR(":::"),
        STR("1.2.3.4\0"),
        STR("localhost"),
        STR("0x7f.0.0.1"),
        STR("2130706433"),
        STR("::ffff:1.2.3.4.5"),
        STR("0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"),
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_int_equal(net_parse_address(bad[i], &address), ERR_INVALID);
    assert_int_equal(address.family, 0);
    arena_free(arena);
}

static void a_mapped_address_is_its_ipv4_address(void **state)
{
    struct net_address mapped = address_of("::ffff:10.1.2.3"), plain = address_of("10.1.2.3");
    struct net_address other = address_of("::10.1.2.3");

    (void)state;
    assert_int_equal(mapped.family, 4);
    assert_true(net_is_equal(&mapped, &plain));
    assert_false(net_is_equal(&other, &plain));
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    assert_int_equal(inet_pton(AF_INET6, "::ffff:10.1.2.3", &v6.sin6_addr), 1);
    struct net_address from = net_from_sockaddr((const struct sockaddr *)&v6);
    assert_true(net_is_equal(&from, &plain));
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    assert_int_equal(inet_pton(AF_INET, "10.1.2.3", &v4.sin_addr), 1);
    from = net_from_sockaddr((const struct sockaddr *)&v4);
    assert_true(net_is_equal(&from, &plain));
    struct sockaddr local = {.sa_family = AF_UNIX};
    assert_int_equal(net_from_sockaddr(&local).family, 0);
}

static bool is_in(const char *address_text, const char *range_text)
{
    struct net_address address = address_of(address_text);
    struct net_range range;

    assert_int_equal(net_parse_range(str_from_c(range_text), &range), OK);
    return net_is_in_range(&address, &range);
}

static void ranges_hold_their_addresses_and_no_others(void **state)
{
    (void)state;
    assert_true(is_in("10.255.0.1", "10.0.0.0/8"));
    assert_false(is_in("11.0.0.1", "10.0.0.0/8"));
    assert_true(is_in("172.31.0.1", "172.16.0.0/12"));
    assert_false(is_in("172.32.0.1", "172.16.0.0/12"));
    assert_true(is_in("1.2.3.4", "0.0.0.0/0"));
    assert_false(is_in("::1", "0.0.0.0/0"));
    assert_false(is_in("1.2.3.4", "::/0"));
    assert_true(is_in("1.2.3.4", "1.2.3.4"));
    assert_false(is_in("1.2.3.5", "1.2.3.4/32"));
    assert_true(is_in("::1", "::1/128"));
    assert_true(is_in("fe80::1", "fe80::/10"));
    assert_false(is_in("fec0::1", "fe80::/10"));
    assert_true(is_in("10.1.2.3", "::ffff:10.0.0.0/104"));
    assert_false(is_in("11.1.2.3", "::ffff:10.0.0.0/104"));
    assert_true(is_in("10.1.2.3", "::ffff:10.1.2.3"));
    struct net_range range = {.prefix_bits = 77};
    const struct str bad[] = {STR(""),
                              STR("/8"),
                              STR("10.0.0.0/"),
                              STR("10.0.0.0/33"),
                              STR("10.0.0.0/-1"),
                              STR("::/129"),
                              STR("10.0.0/8"),
                              STR("10.0.0.0/8/8"),
                              STR("::ffff:10.0.0.0/8")};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_int_equal(net_parse_range(bad[i], &range), ERR_INVALID);
    assert_int_equal(range.prefix_bits, 77);
    struct net_address unknown = {.family = 0};
    range = (struct net_range){.prefix_bits = 0};
    assert_false(net_is_in_range(&unknown, &range));
}

static void zones_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum net_zone zone;
    } vectors[] = {
        {"127.0.0.1", NET_LOOPBACK},
        {"127.255.255.255", NET_LOOPBACK},
        {"::1", NET_LOOPBACK},
        {"::ffff:127.0.0.1", NET_LOOPBACK},
        {"0.0.0.0", NET_PRIVATE},
        {"10.0.0.1", NET_PRIVATE},
        {"100.63.255.255", NET_PUBLIC},
        {"100.64.0.1", NET_PRIVATE},
        {"100.127.255.255", NET_PRIVATE},
        {"100.128.0.0", NET_PUBLIC},
        {"169.254.169.254", NET_PRIVATE},
        {"172.15.255.255", NET_PUBLIC},
        {"172.16.0.0", NET_PRIVATE},
        {"172.32.0.0", NET_PUBLIC},
        {"192.0.0.8", NET_PRIVATE},
        {"192.0.2.1", NET_PRIVATE},
        {"192.88.99.1", NET_PRIVATE},
        {"192.168.1.1", NET_PRIVATE},
        {"198.17.255.255", NET_PUBLIC},
        {"198.19.0.1", NET_PRIVATE},
        {"198.51.100.1", NET_PRIVATE},
        {"203.0.113.1", NET_PRIVATE},
        {"223.255.255.255", NET_PUBLIC},
        {"224.0.0.1", NET_PRIVATE},
        {"240.0.0.1", NET_PRIVATE},
        {"255.255.255.255", NET_PRIVATE},
        {"8.8.8.8", NET_PUBLIC},
        {"::ffff:8.8.8.8", NET_PUBLIC},
        {"::", NET_PRIVATE},
        {"::2", NET_PRIVATE},
        {"::127.0.0.1", NET_PRIVATE},
        {"::ffff:0:127.0.0.1", NET_PRIVATE},
        {"64:ff9b::7f00:1", NET_PRIVATE},
        {"64:ff9b::808:808", NET_PRIVATE},
        {"64:ff9b:1::1", NET_PRIVATE},
        {"100::1", NET_PRIVATE},
        {"2001::1", NET_PRIVATE},
        {"2001:1ff::1", NET_PRIVATE},
        {"2001:200::1", NET_PUBLIC},
        {"2001:db8::1", NET_PRIVATE},
        {"2001:4860:4860::8888", NET_PUBLIC},
        {"2002:7f00:1::", NET_PRIVATE},
        {"2002:808:808::1", NET_PRIVATE},
        {"2a00:1450::1", NET_PUBLIC},
        {"3fff:fff::1", NET_PRIVATE},
        {"3ffe::1", NET_PUBLIC},
        {"4000::1", NET_PRIVATE},
        {"fc00::1", NET_PRIVATE},
        {"fd12::1", NET_PRIVATE},
        {"fe80::1", NET_PRIVATE},
        {"fec0::1", NET_PRIVATE},
        {"ff02::1", NET_PRIVATE},
    };
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        struct net_address address = address_of(vectors[i].text);
        if (net_zone(&address) != vectors[i].zone)
            fail_msg("%s lies in zone %d", vectors[i].text, (int)net_zone(&address));
    }
    struct net_address unknown = {.family = 0};
    assert_int_equal(net_zone(&unknown), NET_PRIVATE);
}

static void endpoints_are_an_address_and_a_port(void **state)
{
    struct sockaddr_storage storage;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    socklen_t len = 0;

    (void)state;
    assert_int_equal(net_parse_endpoint(STR("127.0.0.1:8080"), &storage, &len), OK);
    assert_int_equal(len, sizeof(v4));
    memcpy(&v4, &storage, sizeof(v4));
    assert_int_equal(v4.sin_family, AF_INET);
    assert_int_equal(ntohs(v4.sin_port), 8080);
    assert_int_equal(ntohl(v4.sin_addr.s_addr), 0x7f000001);
    assert_int_equal(net_parse_endpoint(STR("[::1]:0"), &storage, &len), OK);
    assert_int_equal(len, sizeof(v6));
    memcpy(&v6, &storage, sizeof(v6));
    assert_int_equal(v6.sin6_family, AF_INET6);
    assert_int_equal(v6.sin6_port, 0);
    assert_memory_equal(&v6.sin6_addr, &in6addr_loopback, 16);
    len = 77;
    const struct str bad[] = {
        STR(""),        STR("127.0.0.1"),    STR("127.0.0.1:"),      STR("127.0.0.1:65536"),
        STR(":80"),     STR("::1:80"),       STR("[::1]"),           STR("[::1]80"),
        STR("[::1]:"),  STR("[::1]: 80"),    STR("[127.0.0.1]:80"),  STR("localhost:80"),
        STR("[::1:80"), STR("127.0.0.1:-1"), STR("127.0.0.1:80:80"), STR("[::1]:80]:80"),
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_int_equal(net_parse_endpoint(bad[i], &storage, &len), ERR_INVALID);
    assert_int_equal(len, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_read_and_written),
        cmocka_unit_test(a_mapped_address_is_its_ipv4_address),
        cmocka_unit_test(ranges_hold_their_addresses_and_no_others),
        cmocka_unit_test(zones_are_told_apart),
        cmocka_unit_test(endpoints_are_an_address_and_a_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
