/* Who may do what: the table of rights, route by route and role by role; the dashboard's names;
 * passwords and tries. */
#include "world.h"

#include "api/access.h"
#include "api/caller.h"
#include "api/guess.h"
#include "api/password.h"

static const struct account_key no_scopes;

/* ------------------------------------------------------------------ rights */

static void every_route_names_the_right_it_needs(void **state)
{
    size_t count = 0;
    const struct route *routes = api_routes(&count);
    (void)state;
    assert_true(count > 30);
    for (size_t i = 0; i < count; i++) {
        bool is_of_resource = strstr(routes[i].path, ":resource") != NULL;
        if (routes[i].area == AREA_UNNAMED ||
            is_of_resource != (routes[i].area == AREA_OF_RESOURCE))
            print_error("%s names no right: give its line an AREA_\n", routes[i].path);
        assert_true(routes[i].area != AREA_UNNAMED);
        assert_true(is_of_resource == (routes[i].area == AREA_OF_RESOURCE));
    }
    for (int i = 0; i < ENTITY_COUNT; i++) {
        enum area area = access_area((enum entity)i);
        assert_true(area > AREA_OWN && area < AREA_COUNT);
    }
}

static void only_health_signing_in_and_the_document_need_no_right(void **state)
{
    static const char *const open[] = {
        "/healthz",           "/readyz", "/metrics", "/api/openapi.json", "/api/v1/session",
        "/api/v1/invitation", "/setup"};
    size_t count = 0;
    const struct route *routes = api_routes(&count);
    (void)state;
    for (size_t i = 0; i < count; i++) {
        bool is_known = false;
        if (routes[i].area != AREA_OPEN)
            continue;
        for (size_t j = 0; j < ARRAY_LEN(open); j++)
            is_known = is_known || strcmp(open[j], routes[i].path) == 0;
        if (!is_known)
            print_error("%s is open to everyone\n", routes[i].path);
        assert_true(is_known);
    }
}

static void each_role_may_no_more_than_the_one_before_it(void **state)
{
    (void)state;
    for (int role = ROLE_OWNER; role < ROLE_COUNT - 1; role++) {
        struct rights more = access_of_role((enum user_role)role);
        struct rights less = access_of_role((enum user_role)(role + 1));
        for (int area = AREA_OPEN; area < AREA_COUNT; area++)
            assert_true(more.of[area] >= less.of[area]);
    }
}

static void an_owner_may_everything_and_a_reader_changes_nothing(void **state)
{
    struct rights owner = access_of_role(ROLE_OWNER);
    struct rights manager = access_of_role(ROLE_MANAGER);
    struct rights buyer = access_of_role(ROLE_BUYER);
    struct rights reader = access_of_role(ROLE_READER);
    (void)state;
    for (int area = AREA_OWN + 1; area < AREA_COUNT; area++) {
        assert_int_equal(owner.of[area], LEVEL_WRITE);
        assert_true(reader.of[area] <= LEVEL_READ);
        assert_false(access_may(&reader, (enum area)area, LEVEL_WRITE));
    }
    for (int role = ROLE_MANAGER; role < ROLE_COUNT; role++) {
        struct rights rights = access_of_role((enum user_role)role);
        assert_int_equal(rights.of[AREA_USERS], LEVEL_NONE);
        assert_int_equal(rights.of[AREA_KEYS], LEVEL_NONE);
        assert_int_equal(rights.of[AREA_WORKSPACES], LEVEL_READ);
    }
    assert_int_equal(manager.of[AREA_SETTINGS], LEVEL_WRITE);
    assert_int_equal(manager.of[AREA_NETWORKS], LEVEL_WRITE);
    assert_int_equal(buyer.of[AREA_SETTINGS], LEVEL_READ);
    assert_int_equal(buyer.of[AREA_NETWORKS], LEVEL_READ);
    assert_int_equal(buyer.of[AREA_CAMPAIGNS], LEVEL_WRITE);
    assert_int_equal(buyer.of[AREA_ENTRIES], LEVEL_WRITE);
}

static struct rights rights_of(const char *scopes)
{
    static struct account_key key;
    struct str rest = str_from_c(scopes);
    struct str piece;
    key = no_scopes;
    while (str_take_piece(&rest, ',', &piece))
        (void)snprintf(key.scopes[key.scope_count++], ACCOUNT_SCOPE_TEXT_MAX, "%.*s",
                       STR_FMT(piece));
    return access_of_key(&key);
}

static void a_key_may_what_its_scopes_say(void **state)
{
    struct rights all = rights_of("write");
    struct rights some = rights_of("offers:write,logs:read,offers:read");
    struct rights reads = rights_of("read");
    (void)state;
    for (int area = AREA_OWN + 1; area < AREA_COUNT; area++) {
        enum level expected = area == AREA_OFFERS ? LEVEL_WRITE
                              : area == AREA_LOGS ? LEVEL_READ
                                                  : LEVEL_NONE;
        assert_int_equal(all.of[area], LEVEL_WRITE);
        assert_int_equal(reads.of[area], LEVEL_READ);
        assert_int_equal(some.of[area], expected);
    }
    assert_int_equal(all.of[AREA_OWN], LEVEL_WRITE);
    assert_int_equal(some.of[AREA_OWN], LEVEL_READ);
    assert_int_equal(rights_of("later:write").of[AREA_OFFERS], LEVEL_NONE);
}

static void a_key_that_may_not_everything_makes_no_users_and_keys(void **state)
{
    struct rights rights = rights_of("read,users:write,keys:write,config:write");
    (void)state;
    assert_int_equal(rights.of[AREA_USERS], LEVEL_READ);
    assert_int_equal(rights.of[AREA_KEYS], LEVEL_READ);
    assert_int_equal(rights.of[AREA_CONFIG], LEVEL_READ);
}

/* ------------------------------------------------------------------ the dashboard's names */

static bool knows(const char *listen, const char *url, const char *hosts, const char *host)
{
    struct api_options options = {
        .listen = str_from_c(listen), .dashboard_url = str_from_c(url), .hosts = str_from_c(hosts)};
    return caller_knows_host(&options, str_from_c(host));
}

static void the_dashboard_goes_by_its_own_names_alone(void **state)
{
    static const char *const good[] = {"localhost",    "LOCALHOST:9000", "127.0.0.1:8081",
                                       "127.0.0.1",    "desk.example",   "Desk.Example:8443",
                                       "tracker:8081", "other.example:1"};
    static const char *const bad[] = {
        "evil.example", "127.0.0.2:8081", "desk.example.evil", "localhost.evil",       "", ":8081",
        "192.0.2.1",    "[::1]:8081",     "xtracker",          "other.example,tracker"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_true(knows("127.0.0.1:8081", "https://desk.example:8443", "tracker, other.example",
                          good[i]));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(
            knows("127.0.0.1:8081", "https://desk.example:8443", "tracker, other.example", bad[i]));
}

static void a_listener_on_all_addresses_goes_by_any_of_them_but_no_name(void **state)
{
    (void)state;
    assert_true(knows("0.0.0.0:8081", "http://0.0.0.0:8081", NULL, "192.0.2.1:8081"));
    assert_true(knows("[::]:8081", "http://[::]:8081", NULL, "[2001:db8::1]:8081"));
    assert_false(knows("0.0.0.0:8081", "http://0.0.0.0:8081", NULL, "rebind.example:8081"));
}

/* ------------------------------------------------------------------ passwords */

static void a_password_is_right_or_not(void **state)
{
    struct passwords *passwords = passwords_make();
    char hash[ACCOUNT_PASSWORD_MAX];
    (void)state;
    assert_int_equal(passwords_hash(passwords, STR("correct horse"), hash), OK);
    assert_memory_equal(hash, "$argon2id$", 10);
    assert_int_equal(passwords_verify(passwords, STR("correct horse"), hash), OK);
    assert_int_equal(passwords_verify(passwords, STR("correct horsf"), hash), ERR_FORBIDDEN);
    assert_int_equal(passwords_verify(passwords, STR(""), hash), ERR_FORBIDDEN);
    assert_int_equal(passwords_verify(passwords, STR("correct horse"), ""), ERR_FORBIDDEN);
    passwords_free(passwords);
}

static void a_new_password_is_long_enough_and_no_address(void **state)
{
    (void)state;
    assert_null(password_judge(STR("0123456789"), STR("a@b")));
    assert_null(
        password_judge(STR("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
                           "\xc3\xa9\xc3\xa9"),
                       STR("a@b")));
    assert_non_null(password_judge(STR("012345678"), STR("a@b")));
    assert_non_null(password_judge(STR("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"), STR("a@b")));
    assert_non_null(password_judge(STR("Ana@Example.com"), STR("ana@example.com")));
    assert_non_null(password_judge(STR("0123456789\0x"), STR("a@b")));
    assert_non_null(password_judge(STR("0123456789\xff"), STR("a@b")));
}

#define CROWD 24

struct crowd {
    struct passwords *passwords;
    atomic_int busy, done;
};

static void *hash_in_crowd(void *context)
{
    struct crowd *crowd = context;
    char hash[ACCOUNT_PASSWORD_MAX];
    enum err err = passwords_hash(crowd->passwords, STR("correct horse"), hash);
    atomic_fetch_add(err == OK ? &crowd->done : &crowd->busy, 1);
    return NULL;
}

static void a_crowd_is_turned_away_rather_than_fed_all_the_memory(void **state)
{
    struct crowd crowd = {.passwords = passwords_make()};
    pthread_t threads[CROWD];
    (void)state;
    for (int i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, hash_in_crowd, &crowd), 0);
    for (int i = 0; i < CROWD; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_true(crowd.done >= PASSWORD_RUNNING_MAX);
    assert_true(crowd.busy > 0);
    assert_int_equal(crowd.done + crowd.busy, CROWD);
    passwords_free(crowd.passwords);
}

/* ------------------------------------------------------------------ tries */

static struct net_address address_of(const char *text)
{
    struct net_address address;
    assert_int_equal(net_parse_address(str_from_c(text), &address), OK);
    return address;
}

static void a_sender_has_so_many_tries_and_one_more_with_time(void **state)
{
    struct guesses *guesses = guesses_make();
    struct net_address sender = address_of("192.0.2.1"), other = address_of("192.0.2.2");
    (void)state;
    for (int i = 0; i < GUESS_SENDER_MAX; i++)
        assert_int_equal(guess_take(guesses, &sender, STR_NONE, 1000), 0);
    assert_int_equal(guess_take(guesses, &sender, STR_NONE, 1000), GUESS_SENDER_MS);
    assert_int_equal(guess_take(guesses, &sender, STR_NONE, 1000 + GUESS_SENDER_MS - 1), 1);
    assert_int_equal(guess_take(guesses, &other, STR_NONE, 1000), 0);
    assert_int_equal(guess_take(guesses, &sender, STR_NONE, 1000 + GUESS_SENDER_MS), 0);
    assert_int_equal(guess_take(guesses, &sender, STR_NONE, 1000 + GUESS_SENDER_MS),
                     GUESS_SENDER_MS);
    guesses_free(guesses);
}

static void an_account_has_so_many_tries_wherever_they_come_from(void **state)
{
    struct guesses *guesses = guesses_make();
    char text[32];
    (void)state;
    for (int i = 0; i < GUESS_ACCOUNT_MAX; i++) {
        (void)snprintf(text, sizeof text, "192.0.2.%d", i + 1);
        struct net_address sender = address_of(text);
        assert_int_equal(guess_take(guesses, &sender, STR("ana@example.com"), 1000), 0);
    }
    struct net_address last = address_of("192.0.2.99");
    assert_int_equal(guess_take(guesses, &last, STR("Ana@Example.com"), 1000), GUESS_ACCOUNT_MS);
    assert_int_equal(guess_take(guesses, &last, STR("ben@example.com"), 1000), 0);
    guesses_free(guesses);
}

static void a_whole_ipv6_network_is_one_sender(void **state)
{
    struct guesses *guesses = guesses_make();
    char text[64];
    (void)state;
    for (int i = 0; i < GUESS_SENDER_MAX; i++) {
        (void)snprintf(text, sizeof text, "2001:db8::%x", i + 1);
        struct net_address sender = address_of(text);
        assert_int_equal(guess_take(guesses, &sender, STR_NONE, 1000), 0);
    }
    struct net_address same = address_of("2001:db8::ffff"), other = address_of("2001:db8:0:1::1");
    assert_true(guess_take(guesses, &same, STR_NONE, 1000) > 0);
    assert_int_equal(guess_take(guesses, &other, STR_NONE, 1000), 0);
    guesses_free(guesses);
}

static void strangers_cannot_lock_out_who_was_in_before(void **state)
{
    struct guesses *guesses = guesses_make();
    struct net_address home = address_of("198.51.100.1");
    const struct str account = STR("ana@example.com");
    char text[32];
    (void)state;
    assert_int_equal(guess_take(guesses, &home, account, 1000), 0);
    guess_was_right(guesses, &home, account, 1000);
    for (int i = 0; i < 3 * GUESS_ACCOUNT_MAX; i++) {
        (void)snprintf(text, sizeof text, "192.0.2.%d", i + 1);
        struct net_address stranger = address_of(text);
        (void)!guess_take(guesses, &stranger, account, 1000);
    }
    struct net_address stranger = address_of("192.0.2.99");
    assert_true(guess_take(guesses, &stranger, account, 1000) > 0);
    assert_int_equal(guess_take(guesses, &home, account, 1000), 0);
    guesses_free(guesses);
}

static void who_is_right_again_and_again_never_waits(void **state)
{
    struct guesses *guesses = guesses_make();
    struct net_address home = address_of("198.51.100.1");
    (void)state;
    for (int i = 0; i < 5 * GUESS_SENDER_MAX; i++) {
        assert_int_equal(guess_take(guesses, &home, STR("ana@example.com"), 1000), 0);
        guess_was_right(guesses, &home, STR("ana@example.com"), 1000);
    }
    guesses_free(guesses);
}

static void who_is_right_without_an_account_is_known_for_none(void **state)
{
    struct guesses *guesses = guesses_make();
    struct net_address home = address_of("198.51.100.1"), stranger = address_of("192.0.2.1");
    (void)state;
    for (int i = 0; i < GUESS_ACCOUNT_MAX; i++)
        assert_int_equal(guess_take(guesses, &stranger, STR(""), 1000), 0);
    for (int i = 0; i < 5 * GUESS_SENDER_MAX; i++) {
        assert_int_equal(guess_take(guesses, &home, STR_NONE, 1000), 0);
        guess_was_right(guesses, &home, STR_NONE, 1000);
    }
    assert_true(guess_take(guesses, &home, STR(""), 1000) > 0);
    guesses_free(guesses);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_right_without_an_account_is_known_for_none),
        cmocka_unit_test(every_route_names_the_right_it_needs),
        cmocka_unit_test(only_health_signing_in_and_the_document_need_no_right),
        cmocka_unit_test(each_role_may_no_more_than_the_one_before_it),
        cmocka_unit_test(an_owner_may_everything_and_a_reader_changes_nothing),
        cmocka_unit_test(a_key_may_what_its_scopes_say),
        cmocka_unit_test(a_key_that_may_not_everything_makes_no_users_and_keys),
        cmocka_unit_test(the_dashboard_goes_by_its_own_names_alone),
        cmocka_unit_test(a_listener_on_all_addresses_goes_by_any_of_them_but_no_name),
        cmocka_unit_test(a_password_is_right_or_not),
        cmocka_unit_test(a_new_password_is_long_enough_and_no_address),
        cmocka_unit_test(a_crowd_is_turned_away_rather_than_fed_all_the_memory),
        cmocka_unit_test(a_sender_has_so_many_tries_and_one_more_with_time),
        cmocka_unit_test(an_account_has_so_many_tries_wherever_they_come_from),
        cmocka_unit_test(a_whole_ipv6_network_is_one_sender),
        cmocka_unit_test(strangers_cannot_lock_out_who_was_in_before),
        cmocka_unit_test(who_is_right_again_and_again_never_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
