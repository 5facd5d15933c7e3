/* Tests of api/domain_judge: what a domain's records mean, and which one to set. What name servers
 * answer in truth stands in loop/dns.test.ts. */
#include "api/domain_judge.h"
#include "../base/check.h"

static struct net_range target_addresses[2];
static const struct domain_target both = {{"in.tracker.test", 15}, target_addresses, 2};
static const struct domain_target alias_only = {{"in.tracker.test", 15}, NULL, 0};
static const struct domain_target nowhere = {{NULL, 0}, NULL, 0};

static int make(void **state)
{
    (void)state;
    assert_int_equal(net_parse_range(STR("203.0.113.7"), &target_addresses[0]), OK);
    assert_int_equal(net_parse_range(STR("2001:db8::7"), &target_addresses[1]), OK);
    return 0;
}

/* A host with these addresses, ended by NULL. */
static struct dns_host host(const char *alias, const char *const *addresses)
{
    struct dns_host found = {.alias = str_from_c(alias)};

    for (; *addresses != NULL; addresses++)
        assert_int_equal(
            net_parse_address(str_from_c(*addresses), &found.addresses[found.address_count++]), OK);
    return found;
}

static struct domain_verdict judge(const struct domain_target *target, struct dns_host found)
{
    return domain_judge(STR("trk.shop.test"), target, &found);
}

static void an_alias_or_an_address_of_ours_is_good(void **state)
{
    static const char *const ours[] = {"203.0.113.7", "2001:db8::7", NULL};
    static const char *const one[] = {"203.0.113.7", NULL};

    (void)state;
    assert_true(judge(&both, host("in.tracker.test", one)).is_good);
    assert_true(judge(&both, host("IN.Tracker.TEST", one)).is_good);
    assert_true(judge(&both, host(NULL, ours)).is_good);
    assert_true(judge(&both, host("hop.shop.test", ours)).is_good); /* over a name of theirs */
    assert_true(judge(&alias_only, host("in.tracker.test", one)).is_good);
}

static void every_fault_has_its_name(void **state)
{
    static const char *const none[] = {NULL};
    static const char *const other[] = {"198.51.100.1", NULL};
    static const char *const mixed[] = {"203.0.113.7", "198.51.100.1", NULL};
    static const char *const proxy[] = {"172.64.0.1", NULL};

    (void)state;
    assert_string_equal(judge(&both, host(NULL, none)).state, "no_record");
    assert_string_equal(judge(&both, host(NULL, other)).state, "address_elsewhere");
    assert_string_equal(judge(&both, host(NULL, mixed)).state, "duplicate_address");
    assert_string_equal(judge(&both, host(NULL, proxy)).state, "proxied");
    assert_string_equal(judge(&both, host("other.test", other)).state, "cname_elsewhere");
    assert_string_equal(judge(&both, host("cdn.test", proxy)).state, "proxied");
    assert_string_equal(judge(&both, host("in.tracker.test", none)).state,
                        "target_without_address");
    assert_string_equal(judge(&nowhere, host(NULL, other)).state, "no_target");
    assert_false(judge(&nowhere, host(NULL, other)).is_good);
}

static void a_zones_root_is_told_to_set_addresses(void **state)
{
    static const char *const none[] = {NULL};
    struct dns_host root = host(NULL, none);

    (void)state;
    assert_true(judge(&both, root).is_alias_to_set);
    root.is_zone_root = true;
    assert_false(judge(&both, root).is_alias_to_set);
    assert_true(judge(&both, root).is_anything_to_set);
    assert_false(judge(&alias_only, root).is_anything_to_set);
    assert_non_null(strstr(judge(&alias_only, root).message, "tracking.dns_addresses"));
    assert_false(domain_judge(STR("in.tracker.test"), &both, &root).is_alias_to_set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_alias_or_an_address_of_ours_is_good),
        cmocka_unit_test(every_fault_has_its_name),
        cmocka_unit_test(a_zones_root_is_told_to_set_addresses),
    };

    return cmocka_run_group_tests(tests, make, NULL);
}
