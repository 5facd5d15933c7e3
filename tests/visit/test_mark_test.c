/* Tests of visit/test_mark: a mark is good for its subject and its time, and nobody else makes one.
 */
#include "visit/test_mark.h"
#include "../base/folder.h"

#define NOW_MS INT64_C(1795485600000)

static struct keys *keys_of(void **state)
{
    struct keys *keys = NULL;
    assert_int_equal(keys_open(*state, &keys), OK);
    return keys;
}

static void a_mark_is_good_for_its_subject_within_its_time(void **state)
{
    struct keys *keys = keys_of(state);
    struct arena *arena = arena_make(4096);
    struct str mark = test_mark_make(arena, keys, STR("15GFcZ"), NOW_MS);

    assert_true(test_mark_is_valid(keys, STR("15GFcZ"), mark, NOW_MS));
    assert_true(test_mark_is_valid(keys, STR("15GFcZ"), mark, NOW_MS + TEST_MARK_LIFE_MS));
    assert_false(test_mark_is_valid(keys, STR("15GFcZ"), mark, NOW_MS + TEST_MARK_LIFE_MS + 1));
    assert_false(test_mark_is_valid(keys, STR("15GFcZ"), mark, NOW_MS - TEST_MARK_LIFE_MS - 1));
    assert_false(test_mark_is_valid(keys, STR("15GFcY"), mark, NOW_MS));
    assert_false(test_mark_is_valid(keys, STR(TEST_MARK_POSTBACK), mark, NOW_MS));
    arena_free(arena);
    keys_free(keys);
}

static void what_was_changed_or_is_none_is_refused(void **state)
{
    struct keys *keys = keys_of(state);
    struct arena *arena = arena_make(65536);
    struct str mark = test_mark_make(arena, keys, STR("15GFcZ"), NOW_MS);

    for (size_t i = 0; i < mark.len; i++) {
        struct str copy = arena_copy(arena, mark);
        char *bytes = (char *)(uintptr_t)copy.ptr;
        bytes[i] = bytes[i] == '1' ? '2' : '1';
        assert_false(test_mark_is_valid(keys, STR("15GFcZ"), copy, NOW_MS));
        assert_false(test_mark_is_valid(keys, STR("15GFcZ"), str_slice(mark, 0, i), NOW_MS));
    }
    assert_false(test_mark_is_valid(keys, STR("15GFcZ"), STR_NONE, NOW_MS));
    assert_false(test_mark_is_valid(keys, STR("15GFcZ"), STR("."), NOW_MS));
    arena_free(arena);
    keys_free(keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_mark_is_good_for_its_subject_within_its_time, folder_make,
                                        folder_drop),
        cmocka_unit_test_setup_teardown(what_was_changed_or_is_none_is_refused, folder_make,
                                        folder_drop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
