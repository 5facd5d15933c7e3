/* Tests of visit/hop. */
#include "visit/hop.h"
#include "../base/folder.h"

#define NOW_MS INT64_C(1795485600123)

static const uint8_t nonce[HOP_NONCE_BYTES] = {1, 2, 3};

struct world {
    void *folder;
    struct keys *keys;
    struct arena *arena;
};

static int world_make(void **state)
{
    struct world *world = heap_make(1, sizeof(*world));

    *state = world;
    world->arena = arena_make(1024 * 1024);
    if (folder_make(&world->folder) != 0)
        return -1;
    return keys_open(world->folder, &world->keys) == OK ? 0 : -1;
}

static int world_drop(void **state)
{
    struct world *world = *state;

    keys_free(world->keys);
    arena_free(world->arena);
    int status = folder_drop(&world->folder);
    free(world);
    return status;
}

static struct str token_to(struct world *world, struct str url)
{
    struct str address = hop_seal(world->arena, world->keys, NOW_MS, nonce, url);

    assert_true(str_has_prefix(address, STR("/hop?t=")));
    return str_slice(address, strlen("/hop?t="), address.len);
}

static void every_length_comes_out_as_it_went_in(void **state)
{
    struct world *world = *state;
    char url[HOP_URL_MAX];
    memset(url, 'u', sizeof(url));

    for (size_t len = 1; len <= HOP_URL_MAX; len += 1 + len / 3) {
        struct str sealed = {url, len};
        struct str opened;
        arena_reset(world->arena);
        struct str token = token_to(world, sealed);
        assert_true(token.len < 8192 - 64);
        assert_int_equal(hop_open(world->arena, world->keys, NOW_MS + 1000, token, &opened), OK);
        assert_true(str_is_equal(opened, sealed));
    }
    struct str longest = {url, HOP_URL_MAX};
    assert_true(token_to(world, longest).len < 8192 - 64);
}

static void a_token_is_refused_when_any_character_differs(void **state)
{
    struct world *world = *state;
    struct str token = token_to(world, STR("http://offer.example/?s1=x"));

    for (size_t i = 0; i < token.len; i++) {
        char changed[256];
        struct str opened = STR_NONE;
        memcpy(changed, token.ptr, token.len);
        changed[i] = changed[i] == 'q' ? 'r' : 'q';
        enum err err =
            hop_open(world->arena, world->keys, NOW_MS, (struct str){changed, token.len}, &opened);
        assert_true(err == ERR_FORGED || err == ERR_INVALID);
        assert_null(opened.ptr);
    }
}

static void a_token_is_refused_when_it_is_cut_or_none(void **state)
{
    struct world *world = *state;
    struct str token = token_to(world, STR("http://offer.example/?s1=x"));
    struct str opened;

    for (size_t len = 0; len < token.len; len++)
        assert_int_not_equal(
            hop_open(world->arena, world->keys, NOW_MS, str_slice(token, 0, len), &opened), OK);
    assert_int_equal(hop_open(world->arena, world->keys, NOW_MS, STR_NONE, &opened), ERR_INVALID);
    assert_int_equal(hop_open(world->arena, world->keys, NOW_MS, STR("http://x/"), &opened),
                     ERR_INVALID);
}

static void a_token_lives_five_minutes(void **state)
{
    struct world *world = *state;
    struct str token = token_to(world, STR("http://offer.example/"));
    struct str opened;

    assert_int_equal(hop_open(world->arena, world->keys, NOW_MS + HOP_LIFE_MS, token, &opened), OK);
    assert_int_equal(hop_open(world->arena, world->keys, NOW_MS + HOP_LIFE_MS + 1, token, &opened),
                     ERR_TIMEOUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_length_comes_out_as_it_went_in, world_make,
                                        world_drop),
        cmocka_unit_test_setup_teardown(a_token_is_refused_when_any_character_differs, world_make,
                                        world_drop),
        cmocka_unit_test_setup_teardown(a_token_is_refused_when_it_is_cut_or_none, world_make,
                                        world_drop),
        cmocka_unit_test_setup_teardown(a_token_lives_five_minutes, world_make, world_drop),
    };

    return cmocka_run_group_tests_name("visit/hop", tests, NULL, NULL);
}
