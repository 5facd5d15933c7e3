/* Tests of place: files that come, go and break while they are asked. */
#include "visitor/place.h"

#include <pthread.h>
#include "mmdb_file.h"

static struct net_address address_of(const char *text)
{
    struct net_address address;

    assert_int_equal(net_parse_address(str_from_c(text), &address), OK);
    return address;
}

/* --- Databases of one country or provider --- */

static void write_country(void **state, const char *name, const char *country)
{
    char path[2 * FOLDER_PATH_MAX];
    const struct mmdb_network network = {
        "192.0.2.0/24", MMDB_MAP(NULL, MMDB_MAP("country", MMDB_TEXT("iso_code", country)),
                                 MMDB_MAP("city", MMDB_MAP("names", MMDB_TEXT("en", country))))};

    (void)snprintf(path, sizeof(path), "%s/%s", (const char *)*state, name);
    mmdb_file_write(path, "GeoLite2-City", 6, &network, 1);
}

static void write_isp(void **state, const char *name, struct mmdb_value record)
{
    char path[2 * FOLDER_PATH_MAX];
    const struct mmdb_network network = {"192.0.0.0/16", record};

    (void)snprintf(path, sizeof(path), "%s/%s", (const char *)*state, name);
    mmdb_file_write(path, "GeoIP2-ISP", 6, &network, 1);
}

static void add_path(void **state, struct place_options *options, enum place_kind kind,
                     const char *name)
{
    (void)snprintf(options->paths[kind][options->path_count[kind]++], PLACE_PATH_MAX, "%s/%s",
                   (const char *)*state, name);
    (void)snprintf(options->copy_dir, PLACE_PATH_MAX, "%s", (const char *)*state);
}

static struct visitor_facts ask(struct places *places, const char *text)
{
    static char memory[3][64];
    struct visitor_facts facts = {0};
    struct net_address address = address_of(text);
    struct place_set *set = places_hold(places);

    place_set_fill(set, &address, &facts);
    struct str *fields[] = {&facts.country, &facts.city, &facts.isp};
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (fields[i]->len > 0)
            memcpy(memory[i], fields[i]->ptr, fields[i]->len);
        fields[i]->ptr = memory[i];
    }
    place_set_drop(set);
    return facts;
}

static void assert_reason(struct places *places, size_t number, const char *expected)
{
    struct places_state *state = places_state(places);

    assert_true(number < state->count);
    const char *reason = state->states[number].reason;
    if (expected[0] == '\0' ? reason[0] != '\0' : strstr(reason, expected) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", reason, expected);
    places_state_drop(state);
}

/* ------------------------------------------------------------------ what is filled */

static void without_files_everything_is_unknown(void **state)
{
    struct place_options options = {0};
    struct places *places = places_open(&options);
    struct visitor_facts facts = ask(places, "192.0.2.1");

    (void)state;
    assert_int_equal(facts.country.len, 0);
    assert_int_equal(facts.continent.len, 0);
    assert_int_equal(facts.isp.len, 0);
    assert_int_equal(facts.asn, 0);
    assert_int_equal(facts.hosting, VISITOR_UNKNOWN);
    places_close(places);
}

static void continent_and_time_zone_follow_from_the_country(void **state)
{
    struct place_options options = {0};

    write_country(state, "a.mmdb", "FR");
    add_path(state, &options, PLACE_PLACES, "a.mmdb");
    struct places *places = places_open(&options);
    struct visitor_facts facts = ask(places, "192.0.2.1");
    assert_str(facts.country, "FR");
    assert_str(facts.continent, "EU");
    assert_str(facts.time_zone, "Europe/Paris");
    facts = ask(places, "192.0.3.1");
    assert_int_equal(facts.country.len, 0);
    assert_int_equal(facts.time_zone.len, 0);
    places_close(places);
}

static void the_first_file_that_knows_the_place_is_believed_whole(void **state)
{
    struct place_options options = {0};
    const struct mmdb_network wide = {"192.0.0.0/16", MMDB_MAP(NULL, MMDB_TEXT("city", "Milan"),
                                                               MMDB_TEXT("country_code", "IT"),
                                                               MMDB_TEXT("state1", "Lombardy"))};
    char path[2 * FOLDER_PATH_MAX];

    (void)snprintf(path, sizeof(path), "%s/b.mmdb", (const char *)*state);
    mmdb_file_write(path, "city ipv4", 4, &wide, 1);
    write_country(state, "a.mmdb", "FR");
    add_path(state, &options, PLACE_PLACES, "a.mmdb");
    add_path(state, &options, PLACE_PLACES, "b.mmdb");
    struct places *places = places_open(&options);
    struct visitor_facts facts = ask(places, "192.0.2.1");
    assert_str(facts.country, "FR");
    assert_int_equal(facts.region.len, 0); /* Lombardy is not in France */
    facts = ask(places, "192.0.3.1");
    assert_str(facts.country, "IT");
    assert_str(facts.city, "Milan");
    places_close(places);
}

static void networks_are_put_together_from_all_files(void **state)
{
    struct place_options options = {0};

    write_isp(state, "a.mmdb",
              (struct mmdb_value)MMDB_MAP(NULL, MMDB_NUMBER("autonomous_system_number", 24940),
                                          MMDB_TEXT("autonomous_system_organization", "Hetzner")));
    write_isp(state, "b.mmdb",
              (struct mmdb_value)MMDB_MAP(NULL, MMDB_TEXT("connection_type", "Corporate")));
    write_isp(state, "c.mmdb",
              (struct mmdb_value)MMDB_MAP(NULL, MMDB_TRUE("is_anonymous"),
                                          MMDB_TRUE("is_anonymous_vpn")));
    add_path(state, &options, PLACE_NETWORKS, "a.mmdb");
    add_path(state, &options, PLACE_NETWORKS, "b.mmdb");
    add_path(state, &options, PLACE_NETWORKS, "c.mmdb");
    struct places *places = places_open(&options);
    struct visitor_facts facts = ask(places, "192.0.2.1");
    assert_int_equal(facts.asn, 24940);
    assert_str(facts.isp, "Hetzner");
    assert_str(facts.connection_type, "corporate");
    assert_int_equal(facts.vpn, VISITOR_YES);
    assert_int_equal(facts.proxy, VISITOR_UNKNOWN);
    assert_int_equal(facts.hosting, VISITOR_YES); /* by its AS number */
    places_close(places);
}

/* ------------------------------------------------------------------ files that change */

static void a_new_file_is_taken_and_the_old_one_stays_for_who_holds_it(void **state)
{
    struct place_options options = {0};
    struct net_address address = address_of("192.0.2.1");
    struct visitor_facts facts = {0};

    write_country(state, "a.mmdb", "FR");
    add_path(state, &options, PLACE_PLACES, "a.mmdb");
    struct places *places = places_open(&options);
    struct place_set *held = places_hold(places);
    place_set_fill(held, &address, &facts);
    uint64_t version = places_version(places);

    places_look(places);
    assert_int_equal(places_version(places), version);
    write_country(state, "a.mmdb", "DE");
    places_look(places);
    assert_true(places_version(places) != version);
    assert_str(ask(places, "192.0.2.1").country, "DE");
    assert_str(facts.country, "FR"); /* still mapped */
    place_set_drop(held);
    places_close(places);
}

static void a_broken_file_is_refused_and_the_old_kept_until_a_good_one_comes(void **state)
{
    struct place_options options = {0};

    write_country(state, "a.mmdb", "FR");
    add_path(state, &options, PLACE_PLACES, "a.mmdb");
    struct places *places = places_open(&options);
    assert_reason(places, 0, "");
    folder_write(*state, "a.mmdb", "broken"); /* in place, as a careless copy does */
    places_look(places);
    assert_reason(places, 0, "metadata");
    assert_str(ask(places, "192.0.2.1").country, "FR");
    write_country(state, "a.mmdb", "DE");
    places_look(places);
    assert_reason(places, 0, "");
    assert_str(ask(places, "192.0.2.1").country, "DE");
    places_close(places);
}

static void a_file_that_goes_stays_open_and_one_that_comes_late_is_taken(void **state)
{
    struct place_options options = {0};
    char path[2 * FOLDER_PATH_MAX];

    add_path(state, &options, PLACE_PLACES, "a.mmdb");
    struct places *places = places_open(&options);
    assert_reason(places, 0, "no such file");
    assert_int_equal(ask(places, "192.0.2.1").country.len, 0);
    write_country(state, "a.mmdb", "FR");
    places_look(places);
    assert_reason(places, 0, "");
    assert_str(ask(places, "192.0.2.1").country, "FR");
    (void)snprintf(path, sizeof(path), "%s/a.mmdb", (const char *)*state);
    assert_int_equal(unlink(path), 0);
    places_look(places);
    assert_reason(places, 0, "no such file");
    assert_str(ask(places, "192.0.2.1").country, "FR");
    places_close(places);
}

static void a_file_that_is_written_over_in_place_harms_no_reader(void **state)
{
    struct place_options options = {0};
    struct net_address address = address_of("192.0.2.1");
    struct visitor_facts facts = {0};

    write_country(state, "a.mmdb", "FR");
    add_path(state, &options, PLACE_PLACES, "a.mmdb");
    struct places *places = places_open(&options);
    struct place_set *held = places_hold(places);
    folder_write(*state, "a.mmdb", ""); /* a mapped file that was cut kills who reads it */
    place_set_fill(held, &address, &facts);
    assert_str(facts.country, "FR");
    place_set_drop(held);
    places_close(places);
}

static void a_database_says_what_it_is_and_whose(void **state)
{
    struct place_options options = {0};

    write_country(state, "a.mmdb", "FR");
    add_path(state, &options, PLACE_PLACES, "a.mmdb");
    struct places *places = places_open(&options);
    struct places_state *now = places_state(places);
    struct place_about about = place_file_about(now->states[0].file);
    assert_str(about.format, "mmdb");
    assert_str(about.type, "GeoLite2-City");
    assert_str(about.source, "MaxMind");
    assert_int_equal(about.built_at_ms, INT64_C(1780000000000));
    assert_true(about.attribution.len > 0);
    places_state_drop(now);
    places_close(places);
}

/* ------------------------------------------------------------------ threads */

#define READERS 4
#define SWAPS   200

struct reader {
    struct places *places;
    _Atomic bool *is_ending;
    uint64_t asked, wrong;
};

/* As a loop of the edge does: renews its picture, asks, and reads what was lent. */
static void *reader_main(void *context)
{
    struct reader *reader = context;
    struct place_set *set = NULL;
    uint64_t version = 0;
    struct net_address address;

    if (net_parse_address(STR("192.0.2.1"), &address) != OK)
        return NULL;
    while (!*reader->is_ending || reader->asked == 0) {
        struct visitor_facts facts = {0};
        places_renew(reader->places, &set, &version);
        place_set_fill(set, &address, &facts);
        reader->asked++;
        if (!str_is_equal(facts.country, STR("FR")) && !str_is_equal(facts.country, STR("DE")))
            reader->wrong++;
    }
    place_set_drop(set);
    return NULL;
}

static void files_are_exchanged_while_threads_ask_them(void **state)
{
    struct place_options options = {0};
    struct reader readers[READERS] = {0};
    pthread_t threads[READERS];
    _Atomic bool is_ending = false;

    write_country(state, "a.mmdb", "FR");
    add_path(state, &options, PLACE_PLACES, "a.mmdb");
    struct places *places = places_open(&options);
    uint64_t version = places_version(places);
    for (size_t i = 0; i < READERS; i++) {
        readers[i] = (struct reader){places, &is_ending, 0, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, reader_main, &readers[i]), 0);
    }
    for (int i = 0; i < SWAPS; i++) {
        if (i % 5 == 4)
            folder_write(*state, "a.mmdb", "broken");
        else
            write_country(state, "a.mmdb", i % 2 == 0 ? "DE" : "FR");
        places_look(places);
        places_state_drop(places_state(places));
    }
    is_ending = true;
    for (size_t i = 0; i < READERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(readers[i].asked > 0);
        assert_int_equal(readers[i].wrong, 0);
    }
    assert_true(places_version(places) > version);
    places_close(places);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_drop)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_files_everything_is_unknown),
        IN_FOLDER(continent_and_time_zone_follow_from_the_country),
        IN_FOLDER(the_first_file_that_knows_the_place_is_believed_whole),
        IN_FOLDER(networks_are_put_together_from_all_files),
        IN_FOLDER(a_new_file_is_taken_and_the_old_one_stays_for_who_holds_it),
        IN_FOLDER(a_broken_file_is_refused_and_the_old_kept_until_a_good_one_comes),
        IN_FOLDER(a_file_that_goes_stays_open_and_one_that_comes_late_is_taken),
        IN_FOLDER(a_file_that_is_written_over_in_place_harms_no_reader),
        IN_FOLDER(a_database_says_what_it_is_and_whose),
        IN_FOLDER(files_are_exchanged_while_threads_ask_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
