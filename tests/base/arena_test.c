/* Tests of base/arena and base/buf. */
#include "base/buf.h"
#include "check.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define is_poisoned(ptr) (__asan_address_is_poisoned(ptr) != 0)
#else
#define is_poisoned(ptr) ((void)(ptr), true)
#endif

static void memory_is_zeroed_and_aligned_again_after_a_reset(void **state)
{
    struct arena *arena = arena_make(100000);

    (void)state;
    for (int round = 0; round < 3; round++) {
        for (size_t bytes = 0; bytes < 300; bytes++) {
            unsigned char *memory = arena_alloc(arena, bytes);
            assert_non_null(memory);
            assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
            for (size_t i = 0; i < bytes; i++)
                assert_int_equal(memory[i], 0);
            memset(memory, 0xa5, bytes);
        }
        arena_reset(arena);
    }
    arena_free(arena);
}

static void the_cap_holds_and_the_mark_sticks(void **state)
{
    struct arena *arena = arena_make(65536);
    size_t handed = 0;

    (void)state;
    while (arena_alloc(arena, 1000) != NULL)
        handed += 1000;
    assert_in_range(handed, 64000, 65536);
    assert_true(arena_is_full(arena));
    assert_null(arena_alloc(arena, SIZE_MAX));
    assert_null(arena_alloc(arena, SIZE_MAX - 20));
    assert_non_null(arena_alloc(arena, 1));
    assert_true(arena_is_full(arena));
    arena_reset(arena);
    assert_false(arena_is_full(arena));
    assert_non_null(arena_alloc(arena, 65536));
    assert_false(arena_is_full(arena));
    assert_null(arena_alloc(arena, 1));
    arena_free(arena);
}

static void a_small_arena_has_a_small_cap(void **state)
{
    struct arena *arena = arena_make(64);

    (void)state;
    assert_null(arena_alloc(arena, 65));
    assert_non_null(arena_alloc(arena, 64));
    assert_null(arena_alloc(arena, 1));
    arena_free(arena);
    arena_free(NULL);
}

static void pieces_do_not_overlap_whatever_their_sizes(void **state)
{
    struct dice dice = dice_make("pieces_do_not_overlap");
    struct arena *arena = arena_make(1 << 20);
    unsigned char *pieces[200];
    size_t sizes[200];

    (void)state;
    for (int round = 0; round < 50; round++) {
        size_t count = 0;
        while (count < ARRAY_LEN(pieces)) {
            size_t bytes = 1 + dice_roll(&dice, dice_roll(&dice, 8) == 0 ? 50000 : 200);
            if ((pieces[count] = arena_alloc(arena, bytes)) == NULL)
                break;
            memset(pieces[count], (int)count, bytes);
            sizes[count++] = bytes;
        }
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < sizes[i]; k++)
                assert_int_equal(pieces[i][k], i & 255);
        arena_reset(arena);
    }
    arena_free(arena);
}

static void what_is_not_handed_out_is_poisoned(void **state)
{
    struct arena *arena = arena_make(10000);

    (void)state;
    char *memory = arena_alloc(arena, 16);
    assert_true(is_poisoned(memory + 16));
    arena_reset(arena);
    assert_true(is_poisoned(memory));
    arena_free(arena);
}

static void copies_end_with_a_nul_that_is_not_counted(void **state)
{
    struct arena *arena = arena_make(1024);

    (void)state;
    struct str copy = arena_copy(arena, str_slice(STR("abcdef"), 0, 3));
    assert_str(copy, "abc");
    assert_int_equal(copy.ptr[3], '\0');
    assert_str(arena_copy(arena, STR("")), "");
    assert_null(arena_copy(arena, STR_NONE).ptr);
    char large[1024];
    memset(large, 'x', sizeof(large));
    assert_null(arena_copy(arena, (struct str){large, sizeof(large)}).ptr);
    assert_true(arena_is_full(arena));
    arena_free(arena);
}

static void formatted_text_may_be_short_or_long(void **state)
{
    struct arena *arena = arena_make(8192);

    (void)state;
    assert_str(arena_format(arena, "%d-%s", 7, "x"), "7-x");
    assert_int_equal(arena_format(arena, "%0255d", 1).len, 255);
    assert_int_equal(arena_format(arena, "%0256d", 1).len, 256);
    struct str text = arena_format(arena, "%05000d", 42);
    assert_int_equal(text.len, 5000);
    assert_str(str_slice(text, 4997, 5000), "042");
    assert_null(arena_format(arena, "%09000d", 42).ptr);
    arena_free(arena);
}

static void a_buffer_takes_whole_pieces_until_one_does_not_fit(void **state)
{
    char memory[8];
    struct buf buf = buf_from_memory(memory, sizeof(memory));

    (void)state;
    buf_write(&buf, STR("abc"));
    buf_write_char(&buf, 'd');
    buf_write(&buf, STR_NONE);
    assert_false(buf_is_full(&buf));
    buf_write_c(&buf, "12345");
    assert_true(buf_is_full(&buf));
    buf_write_char(&buf, 'e');
    buf_format(&buf, "x");
    buf_write_hex(&buf, "x", 1);
    assert_str(buf_str(&buf), "abcd");
}

static void a_buffer_can_be_filled_to_its_last_byte(void **state)
{
    char memory[6];
    struct buf buf = buf_from_memory(memory, 4);

    (void)state;
    memory[4] = '!';
    buf_format(&buf, "%d", 1234);
    assert_str(buf_str(&buf), "1234");
    assert_false(buf_is_full(&buf));
    assert_int_equal(memory[4], '!');
    buf_format(&buf, "%s", "");
    assert_false(buf_is_full(&buf));
    buf_format(&buf, "%d", 5);
    assert_true(buf_is_full(&buf));
    assert_str(buf_str(&buf), "1234");
}

static void numbers_are_written_as_printf_writes_them(void **state)
{
    struct dice dice = dice_make("numbers_are_written");
    char memory[64], expected[64];

    (void)state;
    for (int i = 0; i < 20000; i++) {
        uint64_t value = dice_roll(&dice, UINT64_MAX) << 11 | dice_roll(&dice, 2048);
        value >>= dice_roll(&dice, 64);
        struct buf buf = buf_from_memory(memory, sizeof(memory));
        buf_write_u64(&buf, value);
        buf_write_char(&buf, ' ');
        buf_write_i64(&buf, (int64_t)value);
        buf_write_char(&buf, '\0');
        (void)snprintf(expected, sizeof(expected), "%" PRIu64 " %" PRId64, value, (int64_t)value);
        assert_string_equal(memory, expected);
    }
    struct buf buf = buf_from_memory(memory, sizeof(memory));
    buf_write_u64(&buf, 0);
    buf_write_i64(&buf, INT64_MIN);
    buf_write_u64(&buf, UINT64_MAX);
    assert_str(buf_str(&buf), "0-922337203685477580818446744073709551615");
}

static void hex_is_lower_case(void **state)
{
    char memory[8];
    struct buf buf = buf_from_memory(memory, sizeof(memory));

    (void)state;
    buf_write_hex(&buf, "\x00\xff\x1a", 3);
    assert_str(buf_str(&buf), "00ff1a");
    buf_write_hex(&buf, "\x00\xff", 2);
    assert_true(buf_is_full(&buf));
}

static void a_buffer_of_a_full_arena_is_full_from_the_start(void **state)
{
    struct arena *arena = arena_make(64);
    struct buf buf = buf_in_arena(arena, 32), none = buf_in_arena(arena, 64);

    (void)state;
    buf_write(&buf, STR("fits"));
    assert_str(buf_str(&buf), "fits");
    assert_true(buf_is_full(&none));
    buf_write(&none, STR("x"));
    buf_write(&none, STR(""));
    assert_str(buf_str(&none), "");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned_again_after_a_reset),
        cmocka_unit_test(the_cap_holds_and_the_mark_sticks),
        cmocka_unit_test(a_small_arena_has_a_small_cap),
        cmocka_unit_test(pieces_do_not_overlap_whatever_their_sizes),
        cmocka_unit_test(what_is_not_handed_out_is_poisoned),
        cmocka_unit_test(copies_end_with_a_nul_that_is_not_counted),
        cmocka_unit_test(formatted_text_may_be_short_or_long),
        cmocka_unit_test(a_buffer_takes_whole_pieces_until_one_does_not_fit),
        cmocka_unit_test(a_buffer_can_be_filled_to_its_last_byte),
        cmocka_unit_test(numbers_are_written_as_printf_writes_them),
        cmocka_unit_test(hex_is_lower_case),
        cmocka_unit_test(a_buffer_of_a_full_arena_is_full_from_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
