/* Tests of visit/visitors: the table in memory. That it is filled from the ledger is proved by
 * loop/unique.test.ts. */
#include "visit/visitors.h"
#include "../base/folder.h"

#include <pthread.h>

#define PLACES  4096
#define AGENT   STR("Agent/1.0")
#define THREADS 4
#define ROUNDS  20000

struct world {
    void *folder;
    struct keys *keys;
    struct visitors *visitors;
};

static int world_make(void **state)
{
    struct world *world = heap_make(1, sizeof(*world));

    *state = world;
    if (folder_make(&world->folder) != 0 || keys_open(world->folder, &world->keys) != OK)
        return -1;
    world->visitors = visitors_make(world->keys, PLACES);
    return 0;
}

static int world_drop(void **state)
{
    struct world *world = *state;

    visitors_close(world->visitors);
    keys_free(world->keys);
    int status = folder_drop(&world->folder);
    free(world);
    return status;
}

static struct net_address address(const char *text)
{
    struct net_address parsed;

    assert_int_equal(net_parse_address(str_from_c(text), &parsed), OK);
    return parsed;
}

static void the_number_is_of_campaign_address_and_agent(void **state)
{
    struct world *world = *state;
    struct net_address a = address("192.0.2.1");
    struct net_address b = address("192.0.2.2");
    struct net_address six = address("2001:db8::1");
    uint64_t number = visitors_number(world->visitors, 1, &a, AGENT);

    assert_true(number != 0 && number <= INT64_MAX);
    assert_true(number == visitors_number(world->visitors, 1, &a, AGENT));
    assert_false(number == visitors_number(world->visitors, 2, &a, AGENT));
    assert_false(number == visitors_number(world->visitors, 1, &b, AGENT));
    assert_false(number == visitors_number(world->visitors, 1, &six, AGENT));
    assert_false(number == visitors_number(world->visitors, 1, &a, STR("Agent/1.1")));
    assert_false(number == visitors_number(world->visitors, 1, &a, STR_NONE));
}

static void the_number_is_of_the_folders_key(void **state)
{
    struct world *world = *state;
    struct net_address a = address("192.0.2.1");
    uint64_t number = visitors_number(world->visitors, 1, &a, AGENT);
    void *other_folder;
    struct keys *other_keys;

    assert_int_equal(folder_make(&other_folder), 0);
    assert_int_equal(keys_open(other_folder, &other_keys), OK);
    struct visitors *same = visitors_make(world->keys, PLACES);
    struct visitors *other = visitors_make(other_keys, PLACES);
    assert_true(visitors_number(same, 1, &a, AGENT) == number);
    assert_false(visitors_number(other, 1, &a, AGENT) == number);
    visitors_close(same);
    visitors_close(other);
    keys_free(other_keys);
    assert_int_equal(folder_drop(&other_folder), 0);
}

static void a_visit_tells_of_the_one_before(void **state)
{
    struct world *world = *state;

    assert_int_equal(visitors_note(world->visitors, 7, 1000), 0);
    assert_int_equal(visitors_note(world->visitors, 7, 2000), 1000);
    assert_int_equal(visitors_note(world->visitors, 7, 3000), 2000);
    assert_int_equal(visitors_note(world->visitors, 8, 3000), 0);
    assert_int_equal(visitors_counters(world->visitors).known, 2);
}

static void what_is_taken_back_was_never_there(void **state)
{
    struct world *world = *state;

    assert_int_equal(visitors_note(world->visitors, 7, 1000), 0);
    visitors_take_back(world->visitors, 7, 1000, 0);
    assert_int_equal(visitors_counters(world->visitors).known, 0);
    assert_int_equal(visitors_note(world->visitors, 7, 2000), 0);
    assert_int_equal(visitors_note(world->visitors, 7, 3000), 2000);
    visitors_take_back(world->visitors, 7, 3000, 2000);
    assert_int_equal(visitors_note(world->visitors, 7, 4000), 2000);
    visitors_take_back(world->visitors, 7, 3000, 2000); /* they came again since */
    assert_int_equal(visitors_note(world->visitors, 7, 5000), 4000);
}

static void what_is_read_back_never_hides_what_is_newer(void **state)
{
    struct world *world = *state;

    visitors_remember(world->visitors, 7, 1000);
    assert_int_equal(visitors_note(world->visitors, 7, 2000), 1000);
    visitors_remember(world->visitors, 7, 500);
    assert_int_equal(visitors_note(world->visitors, 7, 3000), 2000);
}

static void the_table_is_bounded_and_the_oldest_gives_way(void **state)
{
    struct world *world = *state;
    const uint64_t step = UINT64_C(1) << 40; /* of the same set */

    for (uint64_t i = 1; i <= VISITORS_SET; i++)
        assert_int_equal(visitors_note(world->visitors, i * step, (int64_t)(1000 + i)), 0);
    visitors_remember(world->visitors, 20 * step, 500); /* older than all: no place */
    assert_int_equal(visitors_counters(world->visitors).pushed_out, 0);
    assert_int_equal(visitors_note(world->visitors, 21 * step, 2000), 0);
    assert_int_equal(visitors_counters(world->visitors).pushed_out, 1);
    assert_int_equal(visitors_note(world->visitors, 2 * step, 2001), 1002);
    assert_int_equal(visitors_note(world->visitors, 1 * step, 2002), 0); /* the oldest was */
    assert_int_equal(visitors_counters(world->visitors).known, VISITORS_SET);
}

static void *note_all(void *context)
{
    struct visitors *visitors = context;
    uintptr_t firsts = 0;

    for (uint64_t i = 1; i <= ROUNDS; i++)
        firsts += visitors_note(visitors, i % 1000 + 1, 1000) == 0;
    return (void *)firsts;
}

static void of_many_at_once_one_is_the_first(void **state)
{
    struct world *world = *state;
    pthread_t threads[THREADS];
    uintptr_t firsts = 0;

    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, note_all, world->visitors), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *result;
        assert_int_equal(pthread_join(threads[i], &result), 0);
        firsts += (uintptr_t)result;
    }
    assert_int_equal(firsts, 1000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_make, world_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_number_is_of_campaign_address_and_agent),
        TEST(the_number_is_of_the_folders_key),
        TEST(a_visit_tells_of_the_one_before),
        TEST(what_is_taken_back_was_never_there),
        TEST(what_is_read_back_never_hides_what_is_newer),
        TEST(the_table_is_bounded_and_the_oldest_gives_way),
        TEST(of_many_at_once_one_is_the_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
