/* Tests of visit/address. */
#include "visit/address.h"
#include "../base/folder.h"

struct scene {
    void *folder;
    struct keys *keys;
    struct arena *arena;
};

static int scene_make(void **state)
{
    struct scene *scene = heap_make(1, sizeof(*scene));

    *state = scene;
    scene->arena = arena_make(65536);
    return folder_make(&scene->folder) == 0 && keys_open(scene->folder, &scene->keys) == OK ? 0
                                                                                            : -1;
}

static int scene_drop(void **state)
{
    struct scene *scene = *state;

    keys_free(scene->keys);
    arena_free(scene->arena);
    int status = folder_drop(&scene->folder);
    free(scene);
    return status;
}

static struct str kept(const struct scene *scene, const char *text, enum address_kept how)
{
    struct net_address address;

    assert_int_equal(net_parse_address(str_from_c(text), &address), OK);
    return address_text(scene->arena, &address, how, scene->keys);
}

static void a_whole_address_is_kept_as_it_is(void **state)
{
    assert_str(kept(*state, "203.0.113.7", ADDRESS_FULL), "203.0.113.7");
    assert_str(kept(*state, "2001:db8:1:2::7", ADDRESS_FULL), "2001:db8:1:2::7");
}

static void of_a_network_the_rest_is_zero(void **state)
{
    assert_str(kept(*state, "203.0.113.7", ADDRESS_NETWORK), "203.0.113.0");
    assert_str(kept(*state, "::ffff:203.0.113.7", ADDRESS_NETWORK), "203.0.113.0");
    assert_str(kept(*state, "2001:db8:1:2:3:4:5:6", ADDRESS_NETWORK), "2001:db8:1::");
}

static void a_hash_tells_the_same_address_and_not_which(void **state)
{
    struct str first = kept(*state, "203.0.113.7", ADDRESS_HASH);

    assert_int_equal(first.len, 17);
    assert_int_equal(first.ptr[0], '#');
    assert_true(str_is_equal(first, kept(*state, "203.0.113.7", ADDRESS_HASH)));
    assert_false(str_is_equal(first, kept(*state, "203.0.113.8", ADDRESS_HASH)));
    assert_false(str_is_equal(first, kept(*state, "cb00:7107::", ADDRESS_HASH)));
}

static void another_folders_key_gives_another_hash(void **state)
{
    void *folder;
    struct keys *keys;
    struct scene other = *(struct scene *)*state;

    assert_int_equal(folder_make(&folder), 0);
    assert_int_equal(keys_open(folder, &keys), OK);
    struct str own = kept(*state, "203.0.113.7", ADDRESS_HASH);
    other.keys = keys;
    assert_false(str_is_equal(own, kept(&other, "203.0.113.7", ADDRESS_HASH)));
    keys_free(keys);
    assert_int_equal(folder_drop(&folder), 0);
}

static void no_address_is_unknown_however_it_is_kept(void **state)
{
    struct scene *scene = *state;
    struct net_address none = {0};

    for (enum address_kept how = ADDRESS_FULL; how <= ADDRESS_HASH; how++)
        assert_str(address_text(scene->arena, &none, how, scene->keys), "unknown");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)
    const struct CMUnitTest tests[] = {
        TEST(a_whole_address_is_kept_as_it_is),
        TEST(of_a_network_the_rest_is_zero),
        TEST(a_hash_tells_the_same_address_and_not_which),
        TEST(another_folders_key_gives_another_hash),
        TEST(no_address_is_unknown_however_it_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
