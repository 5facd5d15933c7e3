/* Tests of mmdb: every maker's layout, and files that are none. */
#include "visitor/mmdb.h"
#include "mmdb_file.h"
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

static struct net_address address_of(const char *text)
{
    struct net_address address;

    assert_int_equal(net_parse_address(str_from_c(text), &address), OK);
    return address;
}

static const char *path_of(void **state, const char *name)
{
    static char path[2 * FOLDER_PATH_MAX];

    (void)snprintf(path, sizeof(path), "%s/%s", (const char *)*state, name);
    return path;
}

static struct mmdb *open_one(const char *path)
{
    struct mmdb *mmdb = NULL;
    const char *reason = NULL;

    assert_int_equal(mmdb_open(path, &mmdb, &reason), OK);
    return mmdb;
}

/* What a database with this one record says of 192.0.2.1. */
static struct visitor_facts facts_of(struct mmdb **mmdb, void **state, const char *type,
                                     struct mmdb_value record)
{
    struct mmdb_network network = {"192.0.2.0/24", record};
    struct visitor_facts facts = {0};
    struct net_address address = address_of("192.0.2.1");

    mmdb_file_write(path_of(state, "a.mmdb"), type, 6, &network, 1);
    *mmdb = open_one(path_of(state, "a.mmdb"));
    assert_true(mmdb_fill(*mmdb, &address, &facts));
    return facts;
}

/* ------------------------------------------------------------------ layouts */

static void maxminds_city_layout_is_read(void **state)
{
    struct mmdb *mmdb;
    struct visitor_facts facts =
        facts_of(&mmdb, state, "GeoLite2-City",
                 (struct mmdb_value)MMDB_MAP(
                     NULL,
                     MMDB_MAP("city", MMDB_MAP("names", MMDB_TEXT("de", "Lutetia"),
                                               MMDB_TEXT("en", "Paris"))),
                     MMDB_MAP("continent", MMDB_TEXT("code", "EU")),
                     MMDB_MAP("country", MMDB_TEXT("iso_code", "FR")),
                     MMDB_MAP("location", MMDB_NUMBER("accuracy_radius", 20),
                              MMDB_TEXT("time_zone", "Europe/Paris")),
                     MMDB_LIST("subdivisions",
                               MMDB_MAP(NULL, MMDB_MAP("names", MMDB_TEXT("en", "Ile-de-France"))),
                               MMDB_MAP(NULL, MMDB_MAP("names", MMDB_TEXT("en", "Paris"))))));

    assert_str(facts.continent, "EU");
    assert_str(facts.country, "FR");
    assert_str(facts.region, "Ile-de-France");
    assert_str(facts.city, "Paris");
    assert_str(facts.time_zone, "Europe/Paris");
    assert_int_equal(facts.isp.len, 0);
    assert_str(mmdb_type(mmdb), "GeoLite2-City");
    assert_int_equal(mmdb_built_at_ms(mmdb), INT64_C(1780000000000));
    mmdb_close(mmdb);
}

static void where_no_country_is_known_the_registered_one_counts(void **state)
{
    struct mmdb *mmdb;
    struct visitor_facts facts =
        facts_of(&mmdb, state, "GeoLite2-Country",
                 (struct mmdb_value)MMDB_MAP(
                     NULL, MMDB_MAP("registered_country", MMDB_TEXT("iso_code", "DE"))));

    assert_str(facts.country, "DE");
    mmdb_close(mmdb);
}

static void maxminds_isp_asn_and_connection_layouts_are_read(void **state)
{
    struct mmdb *mmdb;
    struct visitor_facts facts = facts_of(
        &mmdb, state, "GeoIP2-ISP",
        (struct mmdb_value)MMDB_MAP(NULL, MMDB_NUMBER("autonomous_system_number", 12322),
                                    MMDB_TEXT("autonomous_system_organization", "Free SAS"),
                                    MMDB_TEXT("isp", "Free"), MMDB_TEXT("organization", "Proxad")));

    assert_int_equal(facts.asn, 12322);
    assert_str(facts.isp, "Free");
    mmdb_close(mmdb);

    facts = facts_of(
        &mmdb, state, "GeoLite2-ASN",
        (struct mmdb_value)MMDB_MAP(NULL, MMDB_NUMBER("autonomous_system_number", 12322),
                                    MMDB_TEXT("autonomous_system_organization", "Free SAS")));
    assert_str(facts.isp, "Free SAS");
    mmdb_close(mmdb);

    static const struct {
        const char *theirs, *ours;
    } types[] = {{"Cable/DSL", "broadband"},
                 {"Cellular", "mobile"},
                 {"Corporate", "corporate"},
                 {"Satellite", "satellite"},
                 {"Dialup", "dialup"}};
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        facts = facts_of(
            &mmdb, state, "GeoIP2-Connection-Type",
            (struct mmdb_value)MMDB_MAP(NULL, MMDB_TEXT("connection_type", types[i].theirs)));
        assert_true(str_is_equal(facts.connection_type, str_from_c(types[i].ours)));
        mmdb_close(mmdb);
    }
    facts = facts_of(&mmdb, state, "GeoIP2-Connection-Type",
                     (struct mmdb_value)MMDB_MAP(NULL, MMDB_TEXT("connection_type", "Pigeons")));
    assert_int_equal(facts.connection_type.len, 0);
    mmdb_close(mmdb);
}

static void maxminds_anonymous_layout_says_yes_and_never_no(void **state)
{
    struct mmdb *mmdb;
    struct visitor_facts facts = facts_of(
        &mmdb, state, "GeoIP2-Anonymous-IP",
        (struct mmdb_value)MMDB_MAP(NULL, MMDB_TRUE("is_anonymous"), MMDB_TRUE("is_anonymous_vpn"),
                                    MMDB_FALSE("is_hosting_provider")));

    assert_int_equal(facts.vpn, VISITOR_YES);
    assert_int_equal(facts.proxy, VISITOR_UNKNOWN);
    assert_int_equal(facts.hosting, VISITOR_UNKNOWN);
    mmdb_close(mmdb);
    facts = facts_of(&mmdb, state, "GeoIP2-Anonymous-IP",
                     (struct mmdb_value)MMDB_MAP(NULL, MMDB_TRUE("is_anonymous"),
                                                 MMDB_TRUE("is_hosting_provider"),
                                                 MMDB_TRUE("is_tor_exit_node")));
    assert_int_equal(facts.hosting, VISITOR_YES);
    assert_int_equal(facts.proxy, VISITOR_YES);
    assert_int_equal(facts.vpn, VISITOR_UNKNOWN);
    mmdb_close(mmdb);
}

static void db_ips_layout_has_the_network_below_traits(void **state)
{
    struct mmdb *mmdb;
    struct visitor_facts facts =
        facts_of(&mmdb, state, "DBIP-ISP (compat=ISP)",
                 (struct mmdb_value)MMDB_MAP(
                     NULL, MMDB_MAP("country", MMDB_TEXT("iso_code", "CH")),
                     MMDB_MAP("traits", MMDB_NUMBER("autonomous_system_number", 3303),
                              MMDB_TEXT("autonomous_system_organization", "Bluewin"),
                              MMDB_TEXT("connection_type", "Cellular"),
                              MMDB_TEXT("isp", "Swisscom"), MMDB_TEXT("user_type", "hosting"))));

    assert_str(facts.country, "CH");
    assert_int_equal(facts.asn, 3303);
    assert_str(facts.isp, "Swisscom");
    assert_str(facts.connection_type, "mobile");
    assert_int_equal(facts.hosting, VISITOR_YES);
    mmdb_close(mmdb);
}

static void ip2locations_proxies_and_usages_are_read_and_a_dash_is_nothing(void **state)
{
    static const struct {
        const char *type, *usage;
        enum visitor_answer proxy, vpn, hosting;
        const char *connection;
    } cases[] = {
        {"VPN", "DCH", VISITOR_UNKNOWN, VISITOR_YES, VISITOR_YES, ""},
        {"PUB", "ISP/MOB", VISITOR_YES, VISITOR_UNKNOWN, VISITOR_UNKNOWN, "broadband"},
        {"TOR", "MOB", VISITOR_YES, VISITOR_UNKNOWN, VISITOR_UNKNOWN, "mobile"},
        {"DCH", "COM", VISITOR_UNKNOWN, VISITOR_UNKNOWN, VISITOR_YES, "corporate"},
        {"-", "-", VISITOR_UNKNOWN, VISITOR_UNKNOWN, VISITOR_UNKNOWN, ""},
    };
    struct mmdb *mmdb;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct visitor_facts facts = facts_of(
            &mmdb, state, "IP2Proxy",
            (struct mmdb_value)MMDB_MAP(
                NULL, MMDB_MAP("country", MMDB_TEXT("iso_code", "US")), MMDB_TEXT("isp", "-"),
                MMDB_TEXT("proxy_type", cases[i].type), MMDB_TEXT("usage_type", cases[i].usage)));
        assert_int_equal(facts.proxy, cases[i].proxy);
        assert_int_equal(facts.vpn, cases[i].vpn);
        assert_int_equal(facts.hosting, cases[i].hosting);
        assert_true(str_is_equal(facts.connection_type, str_from_c(cases[i].connection)));
        assert_int_equal(facts.isp.len, 0);
        mmdb_close(mmdb);
    }
}

static void flat_layouts_are_read(void **state)
{
    struct mmdb *mmdb;
    struct visitor_facts facts =
        facts_of(&mmdb, state, "city ipv4",
                 (struct mmdb_value)MMDB_MAP(
                     NULL, MMDB_TEXT("city", "Milan"), MMDB_TEXT("country_code", "IT"),
                     MMDB_TEXT("postcode", ""), MMDB_TEXT("state1", "Lombardy"),
                     MMDB_TEXT("state2", ""), MMDB_TEXT("timezone", "")));

    assert_str(facts.country, "IT");
    assert_str(facts.region, "Lombardy");
    assert_str(facts.city, "Milan");
    assert_int_equal(facts.time_zone.len, 0);
    mmdb_close(mmdb);
    facts = facts_of(&mmdb, state, "ipinfo lite.mmdb",
                     (struct mmdb_value)MMDB_MAP(
                         NULL, MMDB_TEXT("as_domain", "free.fr"), MMDB_TEXT("as_name", "Free SAS"),
                         MMDB_TEXT("asn", "AS12322"), MMDB_TEXT("continent_code", "EU"),
                         MMDB_TEXT("country", "France"), MMDB_TEXT("country_code", "FR")));
    assert_str(facts.country, "FR");
    assert_str(facts.continent, "EU");
    assert_str(facts.isp, "Free SAS");
    assert_int_equal(facts.asn, 12322);
    mmdb_close(mmdb);
}

/* ------------------------------------------------------------------ strings */

static void a_value_that_is_no_text_is_unknown_and_a_long_one_is_cut(void **state)
{
    char name[260];
    struct mmdb *mmdb;

    memset(name, 'x', sizeof(name));
    name[sizeof(name) - 1] = '\0';
    struct visitor_facts facts = facts_of(
        &mmdb, state, "city ipv4",
        (struct mmdb_value)MMDB_MAP(NULL, MMDB_TEXT("city", "Gen\xe8ve"),
                                    MMDB_TEXT("country_code", "che"), MMDB_TEXT("state1", name)));
    assert_int_equal(facts.city.len, 0);
    assert_int_equal(facts.country.len, 0);
    assert_int_equal(facts.region.len, 120);
    mmdb_close(mmdb);
}

/* ------------------------------------------------------------------ addresses */

static void addresses_of_both_families_find_their_own_record(void **state)
{
    const struct mmdb_network networks[] = {
        {"192.0.2.0/24", MMDB_MAP(NULL, MMDB_MAP("country", MMDB_TEXT("iso_code", "FR")))},
        {"2001:db8:1::/48", MMDB_MAP(NULL, MMDB_MAP("country", MMDB_TEXT("iso_code", "DE")))},
    };
    static const struct {
        const char *address, *country;
    } cases[] = {{"192.0.2.1", "FR"},      {"::ffff:192.0.2.1", "FR"}, {"2001:db8:1::9", "DE"},
                 {"2001:db8:2::9", NULL},  {"192.0.3.1", NULL},        {"0.0.0.0", NULL},
                 {"255.255.255.255", NULL}};

    mmdb_file_write(path_of(state, "a.mmdb"), "GeoLite2-Country", 6, networks, 2);
    struct mmdb *mmdb = open_one(path_of(state, "a.mmdb"));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct visitor_facts facts = {0};
        struct net_address address = address_of(cases[i].address);
        assert_int_equal(mmdb_fill(mmdb, &address, &facts), cases[i].country != NULL);
        if (cases[i].country != NULL)
            assert_true(str_is_equal(facts.country, str_from_c(cases[i].country)));
    }
    struct visitor_facts facts = {0};
    assert_false(mmdb_fill(mmdb, &(struct net_address){0}, &facts));
    mmdb_close(mmdb);

    mmdb_file_write(path_of(state, "a.mmdb"), "GeoLite2-Country", 4, networks, 1);
    mmdb = open_one(path_of(state, "a.mmdb"));
    struct net_address v6 = address_of("2001:db8:1::9");
    assert_false(mmdb_fill(mmdb, &v6, &facts));
    mmdb_close(mmdb);
}

/* ------------------------------------------------------------------ what is none */

static void assert_refused(const char *path, const char *expected)
{
    struct mmdb *mmdb = NULL;
    const char *reason = "";

    assert_true(mmdb_open(path, &mmdb, &reason) != OK);
    assert_null(mmdb);
    if (strstr(reason, expected) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", reason, expected);
}

static void what_is_no_database_is_refused_and_said_why(void **state)
{
    const struct mmdb_network odd = {"192.0.2.0/24", MMDB_MAP(NULL, MMDB_TEXT("weather", "fine"))};

    assert_refused(path_of(state, "missing.mmdb"), "No such file");
    folder_write(*state, "text.mmdb", "hello\n");
    assert_refused(path_of(state, "text.mmdb"), "metadata");
    folder_write(*state, "empty.mmdb", "");
    assert_refused(path_of(state, "empty.mmdb"), "");
    mmdb_file_write(path_of(state, "odd.mmdb"), "Weather", 6, &odd, 1);
    assert_refused(path_of(state, "odd.mmdb"), "nothing of places");
    mmdb_file_write(path_of(state, "none.mmdb"), "GeoLite2-City", 6, NULL, 0);
    assert_refused(path_of(state, "none.mmdb"), "empty");
}

/* libmaxminddb 1.7.1 itself forgets what it read of some damaged metadata (REBOND_SEED=
 * 14213842595908): not looked for while it opens a file. */
static void leaks_begin(void)
{
#if defined(__SANITIZE_ADDRESS__)
    __lsan_disable();
#endif
}

static void leaks_end(void)
{
#if defined(__SANITIZE_ADDRESS__)
    __lsan_enable();
#endif
}

static void a_file_damaged_anywhere_is_refused_or_answers_without_harm(void **state)
{
    const struct mmdb_network network = {
        "192.0.2.0/24", MMDB_MAP(NULL, MMDB_MAP("country", MMDB_TEXT("iso_code", "FR")),
                                 MMDB_MAP("city", MMDB_MAP("names", MMDB_TEXT("en", "Paris"))))};
    struct dice dice = dice_make("damaged");
    struct net_address address = address_of("192.0.2.1");
    uint8_t bytes[4096];
    size_t refused = 0;

    mmdb_file_write(path_of(state, "a.mmdb"), "GeoLite2-City", 6, &network, 1);
    FILE *file = fopen(path_of(state, "a.mmdb"), "re");
    size_t count = fread(bytes, 1, sizeof(bytes), file);
    assert_int_equal(fclose(file), 0);
    for (int round = 0; round < 2000; round++) {
        uint8_t damaged[4096];
        struct mmdb *mmdb = NULL;
        struct visitor_facts facts = {0};
        const char *reason;
        memcpy(damaged, bytes, count);
        damaged[dice_roll(&dice, count)] = (uint8_t)dice_roll(&dice, 256);
        size_t kept = round % 2 == 0 ? count : 1 + dice_roll(&dice, count);
        file = fopen(path_of(state, "b.mmdb"), "we");
        assert_int_equal(fwrite(damaged, 1, kept, file), kept);
        assert_int_equal(fclose(file), 0);
        leaks_begin();
        enum err err = mmdb_open(path_of(state, "b.mmdb"), &mmdb, &reason);
        leaks_end();
        if (err != OK) {
            refused++;
            continue;
        }
        (void)mmdb_fill(mmdb, &address, &facts);
        mmdb_close(mmdb);
    }
    assert_true(refused > 900);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_drop)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(maxminds_city_layout_is_read),
        IN_FOLDER(where_no_country_is_known_the_registered_one_counts),
        IN_FOLDER(maxminds_isp_asn_and_connection_layouts_are_read),
        IN_FOLDER(maxminds_anonymous_layout_says_yes_and_never_no),
        IN_FOLDER(db_ips_layout_has_the_network_below_traits),
        IN_FOLDER(ip2locations_proxies_and_usages_are_read_and_a_dash_is_nothing),
        IN_FOLDER(flat_layouts_are_read),
        IN_FOLDER(a_value_that_is_no_text_is_unknown_and_a_long_one_is_cut),
        IN_FOLDER(addresses_of_both_families_find_their_own_record),
        IN_FOLDER(what_is_no_database_is_refused_and_said_why),
        IN_FOLDER(a_file_damaged_anywhere_is_refused_or_answers_without_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
