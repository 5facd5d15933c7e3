/* Tests of base/id: rising ids, and click ids as strangers see them. */
#include "base/id.h"

#include <ctype.h>

#include "folder.h"

#define NODE 5u

/* Two click keys whose bytes are known, so that the pinned click ids can be reckoned anywhere:
 * BLAKE2b of 16 bytes, cut to 7. */
static const char known_keys[] =
    "click 1 0 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
    "click 2 1800000000000 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
    "tag 1 0 0000000000000000000000000000000000000000000000000000000000000000\n";

static struct keys *open_known(void **state)
{
    struct keys *keys = NULL;

    folder_write(*state, "keys", known_keys);
    assert_int_equal(keys_open(*state, &keys), OK);
    return keys;
}

static void click_ids_are_the_pinned_ones(void **state)
{
    struct keys *keys = open_known(state);
    struct arena *arena = arena_make(4096);
    uint64_t id = 0;

    assert_str(click_id_text(arena, keys, UINT64_C(3765404625279143943)),
               "6h0pf3m5c180f611kn050kna");
    assert_str(click_id_text(arena, keys, 1), "0000000000003d09c60cypt0");
    /* Signed by the second key, which is in force at its time. */
    assert_str(click_id_text(arena, keys, UINT64_C(3774873600000000000)),
               "6hhgq2g000001x146zytvjvb");
    assert_int_equal(click_id_parse(keys, STR("6h0pf3m5c180f611kn050kna"), &id), OK);
    assert_true(id == UINT64_C(3765404625279143943));
    arena_free(arena);
    keys_free(keys);
}

static void click_ids_of_every_size_come_back(void **state)
{
    struct dice dice = dice_make("click_ids_of_every_size_come_back");
    struct keys *keys = open_known(state);
    char text[CLICK_ID_LEN];

    for (int i = 0; i < 20000; i++) {
        uint64_t id = dice_roll(&dice, UINT64_C(1) << 53) << 10 >> dice_roll(&dice, 63);
        uint64_t back = ~id;
        click_id_write(keys, id, text);
        assert_int_equal(click_id_parse(keys, (struct str){text, sizeof(text)}, &back), OK);
        assert_true(back == id);
    }
    keys_free(keys);
}

static void upper_case_and_look_alikes_are_read(void **state)
{
    struct keys *keys = open_known(state);
    uint64_t id = 0;

    assert_int_equal(click_id_parse(keys, STR("6H0PF3M5C180F611KN050KNA"), &id), OK);
    assert_true(id == UINT64_C(3765404625279143943));
    id = 0;
    assert_int_equal(click_id_parse(keys, STR("6hopf3m5cL8Of6iIknO5oKna"), &id), OK);
    assert_true(id == UINT64_C(3765404625279143943));
    keys_free(keys);
}

static void any_changed_character_is_a_forgery(void **state)
{
    struct keys *keys = open_known(state);
    uint64_t id = 77;

    for (size_t i = 0; i < CLICK_ID_LEN; i++) {
        char text[] = "6h0pf3m5c180f611kn050kna";
        text[i] = text[i] == '2' ? '3' : '2';
        assert_int_equal(click_id_parse(keys, str_from_c(text), &id), ERR_FORGED);
    }
    /* The right MAC of another key. */
    assert_int_equal(click_id_parse(keys, STR("6hhgq2g00000000000000000"), &id), ERR_FORGED);
    assert_true(id == 77);
    keys_free(keys);
}

static void what_is_not_of_the_alphabet_is_invalid(void **state)
{
    struct keys *keys = open_known(state);
    uint64_t id = 77;
    const char *alphabet = "0123456789abcdefghjkmnpqrstvwxyzoil";

    const struct str bad[] = {
        STR(""),
        STR("6h0pf3m5c180f611kn050kn"),
        STR("6h0pf3m5c180f611kn050knaa"),
        STR("6h0pf3m5-c180f611kn050kn"),
        STR(" 6h0pf3m5c180f611kn050kn"),
        STR("g00000000000000000000000"), /* the bit above the id's 63 */
        STR("zzzzzzzzzzzzzzzzzzzzzzzz"),
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_int_equal(click_id_parse(keys, bad[i], &id), ERR_INVALID);
    assert_int_equal(click_id_parse(keys, STR_NONE, &id), ERR_INVALID);
    for (int c = 0; c < 256; c++) {
        char text[] = "6h0pf3m5c180f611kn050kna";
        text[23] = (char)c;
        bool is_digit = c != 0 && c < 128 && strchr(alphabet, tolower(c)) != NULL;
        enum err err = click_id_parse(keys, (struct str){text, CLICK_ID_LEN}, &id);
        assert_int_equal(err, !is_digit ? ERR_INVALID : tolower(c) == 'a' ? OK : ERR_FORGED);
    }
    keys_free(keys);
}

static void assert_follows(struct id_source *source, int64_t wall_ms, uint64_t last)
{
    uint64_t id = id_next(source, wall_ms);

    assert_true(id > last);
    assert_true(id == source->last);
    assert_int_equal(id >> ID_SEQUENCE_BITS & ID_NODE_MAX, source->node);
    assert_true(id <= INT64_MAX);
}

static void an_id_carries_its_time_and_node(void **state)
{
    struct id_source source = {.node = NODE};
    const int64_t now = INT64_C(1795484841003);

    (void)state;
    uint64_t id = id_next(&source, now);
    assert_true(id == (id_from_ms(now) | NODE << ID_SEQUENCE_BITS));
    assert_true(id_time_ms(id) == now);
    assert_true(id_next(&source, now + 1) == (id_from_ms(now + 1) | NODE << ID_SEQUENCE_BITS));
}

static void ids_rise_while_the_clock_stands_still(void **state)
{
    struct id_source source = {.node = NODE};
    const int64_t now = 1000;
    const uint64_t count = 3 << ID_SEQUENCE_BITS;

    (void)state;
    for (uint64_t i = 0; i < count; i++)
        assert_follows(&source, now, source.last);
    /* Three sequences are used up: the last id lies two milliseconds on. */
    assert_true(source.last == (id_from_ms(now + 2) | NODE << ID_SEQUENCE_BITS | 4095));
    assert_follows(&source, now + 3, source.last);
    assert_true(id_time_ms(source.last) == now + 3);
}

static void ids_rise_when_the_clock_goes_back(void **state)
{
    struct id_source source = {.node = NODE};

    (void)state;
    assert_follows(&source, 1000, 0);
    uint64_t first = source.last;
    assert_follows(&source, 10, source.last);
    assert_true(source.last == first + 1);
    assert_follows(&source, -5, source.last);
    assert_true(source.last == first + 2);
    assert_follows(&source, 1001, source.last);
    assert_true(id_time_ms(source.last) == 1001);
}

static void ids_pass_a_mark_of_any_node_and_keep_their_own(void **state)
{
    struct id_source lower = {.node = NODE, .last = id_from_ms(2000) | 4u << ID_SEQUENCE_BITS | 9};
    struct id_source higher = {.node = NODE, .last = id_from_ms(2000) | 6u << ID_SEQUENCE_BITS};
    struct id_source full = {.node = ID_NODE_MAX, .last = id_from_ms(2001) - 1};
    struct id_source zero = {.node = 0};

    (void)state;
    assert_true(id_next(&lower, 10) == (id_from_ms(2000) | NODE << ID_SEQUENCE_BITS));
    assert_true(id_next(&higher, 10) == (id_from_ms(2001) | NODE << ID_SEQUENCE_BITS));
    assert_true(id_next(&full, 10) ==
                (id_from_ms(2001) | (uint64_t)ID_NODE_MAX << ID_SEQUENCE_BITS));
    assert_true(id_next(&zero, 0) == 1);
}

static void ids_rise_whatever_the_clock_does(void **state)
{
    struct dice dice = dice_make("ids_rise_whatever_the_clock_does");
    struct id_source source = {.node = (unsigned)dice_roll(&dice, ID_NODE_MAX + 1)};
    int64_t now = INT64_C(1795484841003);

    (void)state;
    for (int i = 0; i < 200000; i++) {
        now += dice_roll(&dice, 100) == 0 ? (int64_t)dice_roll(&dice, 2001) - 1000 : 0;
        assert_follows(&source, now, source.last);
        assert_true(id_time_ms(source.last) >= now);
    }
}

#define with_folder(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(click_ids_are_the_pinned_ones),
        with_folder(click_ids_of_every_size_come_back),
        with_folder(upper_case_and_look_alikes_are_read),
        with_folder(any_changed_character_is_a_forgery),
        with_folder(what_is_not_of_the_alphabet_is_invalid),
        cmocka_unit_test(an_id_carries_its_time_and_node),
        cmocka_unit_test(ids_rise_while_the_clock_stands_still),
        cmocka_unit_test(ids_rise_when_the_clock_goes_back),
        cmocka_unit_test(ids_pass_a_mark_of_any_node_and_keep_their_own),
        cmocka_unit_test(ids_rise_whatever_the_clock_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
