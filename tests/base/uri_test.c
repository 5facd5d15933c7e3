/* Tests of base/uri. */
#include "base/uri.h"
#include "check.h"

static int arena_setup(void **state)
{
    *state = arena_make(65536);
    return 0;
}

static int arena_teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static struct str encoded(struct arena *arena, struct str s)
{
    struct buf buf = buf_in_arena(arena, 1024);

    uri_write_encoded(&buf, s);
    assert_false(buf_is_full(&buf));
    return buf_str(&buf);
}

static void encoding_keeps_the_unreserved_bytes_alone(void **state)
{
    const char *unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    assert_str(encoded(*state, STR("a b&c=d/\xc3\xa9%")), "a%20b%26c%3Dd%2F%C3%A9%25");
    for (int c = 0; c < 256; c++) {
        char byte = (char)c;
        bool is_kept = c != 0 && strchr(unreserved, c) != NULL;
        arena_reset(*state);
        assert_int_equal(encoded(*state, (struct str){&byte, 1}).len, is_kept ? 1 : 3);
    }
}

static void raw_writing_escapes_only_what_a_header_cannot_carry(void **state)
{
    struct buf buf = buf_in_arena(*state, 1024);

    uri_write_raw(&buf, STR("a b\r\n\"<%41>&?#[]{}|~\x7f\xc3\xa9"));
    assert_str(buf_str(&buf), "a%20b%0D%0A\"<%41>&?#[]{}|~%7F%C3%A9");
}

static void what_does_not_fit_encoded_is_left_out_whole(void **state)
{
    char memory[5];
    struct buf buf = buf_from_memory(memory, sizeof(memory));

    (void)state;
    uri_write_encoded(&buf, STR("ab&"));
    assert_false(buf_is_full(&buf));
    buf = buf_from_memory(memory, sizeof(memory));
    uri_write_encoded(&buf, STR("abc&"));
    assert_true(buf_is_full(&buf));
    assert_int_equal(buf.len, 0);
}

static struct str decoded(struct arena *arena, struct str s)
{
    struct str out = STR_NONE;

    assert_int_equal(uri_decode(arena, s, true, &out), OK);
    return out;
}

static void decoding_takes_both_cases_and_the_plus(void **state)
{
    struct str plain;

    assert_str(decoded(*state, STR("a%20b+c%2Fd%2f%C3%a9")), "a b c/d/\xc3\xa9");
    assert_str(decoded(*state, STR("%00x")), "\0x");
    assert_str(decoded(*state, STR("")), "");
    assert_null(decoded(*state, STR_NONE).ptr);
    assert_int_equal(uri_decode(*state, STR("a+b"), false, &plain), OK);
    assert_str(plain, "a+b");
}

static void an_unexpanded_macro_is_kept(void **state)
{
    struct str out = STR("untouched");

    assert_str(decoded(*state, STR("%x%")), "%x%");
    assert_str(decoded(*state, STR("%ad.id-2_B%")), "%ad.id-2_B%");
    assert_str(decoded(*state, STR("%CAFE%")), "%CAFE%");
    const struct str broken[] = {STR("%"),     STR("%%"),   STR("%4"),    STR("%zz"),   STR("100%"),
                                 STR("%1x%"),  STR("%.a%"), STR("%a b%"), STR("%a~b%"), STR("x%a%"),
                                 STR("%x%y%"), STR("%-a%"), STR("%a%x")};
    for (size_t i = 0; i < ARRAY_LEN(broken); i++)
        if (uri_decode(*state, broken[i], true, &out) != ERR_INVALID)
            fail_msg("accepted: %.*s", STR_FMT(broken[i]));
    assert_str(out, "untouched");
}

static void what_is_encoded_is_decoded_again(void **state)
{
    struct dice dice = dice_make("what_is_encoded_is_decoded_again");
    struct arena *arena = *state;
    char bytes[200];

    for (int i = 0; i < 5000; i++) {
        struct str s = {bytes, dice_roll(&dice, sizeof(bytes))};
        for (size_t k = 0; k < s.len; k++)
            bytes[k] = (char)dice_roll(&dice, 256);
        assert_true(str_is_equal(decoded(arena, encoded(arena, s)), s));
        arena_reset(arena);
    }
}

static void a_query_is_split_and_decoded_in_order(void **state)
{
    struct uri_query query;
    struct uri_fault fault;

    assert_int_equal(
        uri_parse_query(*state, STR("&&cid=ab%20c&payout=1%2C5=x&&empty=&flag&=v&cid=2&m=%x%&"),
                        &query, &fault),
        OK);
    assert_int_equal(query.count, 7);
    assert_str(query.params[0].name, "cid");
    assert_str(query.params[0].value, "ab c");
    assert_str(query.params[0].raw_value, "ab%20c");
    assert_str(query.params[1].value, "1,5=x");
    assert_str(query.params[2].value, "");
    assert_str(query.params[3].name, "flag");
    assert_str(query.params[3].value, "");
    assert_str(query.params[3].raw_value, "");
    assert_str(query.params[4].name, "");
    assert_str(query.params[4].value, "v");
    assert_str(query.params[6].value, "%x%");
    assert_ptr_equal(uri_find(&query, STR("cid")), &query.params[0]);
    assert_null(uri_find(&query, STR("CID")));
    assert_int_equal(uri_parse_query(*state, STR_NONE, &query, &fault), OK);
    assert_int_equal(query.count, 0);
    assert_int_equal(uri_parse_query(*state, STR("&"), &query, &fault), OK);
    assert_int_equal(query.count, 0);
}

static void a_refused_query_says_where_and_why(void **state)
{
    static const struct {
        const char *query, *name, *reason;
    } vectors[] = {
        {"a=1&b=%4", "b", "broken percent-encoding"},
        {"a=1&%4=b", "%4", "broken percent-encoding"},
        {"a=%", "a", "broken percent-encoding"},
        {"a=1&b=x%00y&c=%", "b", "NUL or control byte"},
        {"a=x%00", "a", "NUL or control byte"},
        {"a=x%0Ay", "a", "NUL or control byte"},
        {"a=%0A%0Bx", "a", "NUL or control byte"},
        {"a=x%7F", "a", "NUL or control byte"},
        {"a%01=x", "a%01", "NUL or control byte"},
        {"a=x\ty", "a", "NUL or control byte"},
        {"a=%C3", "a", "invalid UTF-8"},
        {"a=%ED%A0%80", "a", "invalid UTF-8"},
        {"a=\xff", "a", "invalid UTF-8"},
        {"a=%C3&b=%A9", "a", "invalid UTF-8"},
        {"%C3%28", "%C3%28", "invalid UTF-8"},
    };
    struct uri_query query = {NULL, 77};
    struct uri_fault fault;

    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        if (uri_parse_query(*state, str_from_c(vectors[i].query), &query, &fault) != ERR_INVALID)
            fail_msg("accepted: %s", vectors[i].query);
        assert_string_equal(fault.reason, vectors[i].reason);
        assert_true(str_is_equal(fault.name, str_from_c(vectors[i].name)));
    }
    assert_int_equal(query.count, 77);
}

static void line_ends_and_tabs_pass_at_the_ends_of_a_value(void **state)
{
    struct uri_query query;
    struct uri_fault fault;

    assert_int_equal(uri_parse_query(*state, STR("a=%09+x%0D%0A&b=1\r\n"), &query, &fault), OK);
    assert_str(query.params[0].value, "\t x\r\n");
    assert_str(query.params[1].value, "1\r\n");
}

static void a_query_has_at_most_so_many_parameters(void **state)
{
    struct buf buf = buf_in_arena(*state, 4096);
    struct uri_query query;
    struct uri_fault fault;

    for (int i = 0; i < URI_PARAMS_MAX; i++)
        buf_format(&buf, "%sp%d=%d", i > 0 ? "&" : "", i, i);
    assert_int_equal(uri_parse_query(*state, buf_str(&buf), &query, &fault), OK);
    assert_int_equal(query.count, URI_PARAMS_MAX);
    assert_str(query.params[127].value, "127");
    buf_write_c(&buf, "&&");
    assert_int_equal(uri_parse_query(*state, buf_str(&buf), &query, &fault), OK);
    buf_write_c(&buf, "&last=1");
    assert_int_equal(uri_parse_query(*state, buf_str(&buf), &query, &fault), ERR_INVALID);
    assert_str(fault.name, "last");
    assert_string_equal(fault.reason, "too many parameters");
}

static void a_full_arena_is_said(void **state)
{
    struct arena *small = arena_make(64);
    struct uri_query query;
    struct uri_fault fault;
    struct str out;

    (void)state;
    assert_int_equal(uri_parse_query(small, STR("a=1&b=2&c=3"), &query, &fault), ERR_FULL);
    arena_reset(small);
    char text[100];
    memset(text, 'a', sizeof(text));
    assert_int_equal(uri_decode(small, (struct str){text, sizeof(text)}, true, &out), ERR_FULL);
    arena_free(small);
}

#define with_arena(test) cmocka_unit_test_setup_teardown(test, arena_setup, arena_teardown)

static void the_host_of_a_url_is_told_without_port_and_user(void **state)
{
    (void)state;
    static const struct {
        const char *url, *host;
    } cases[] = {
        {"http://h", "h"},         {"https://S.example:81/a?b@c", "S.example"},
        {"http://u:p@h:1?x", "h"}, {"http://[::1]:80/", "[::1]"},
        {"http://h#f", "h"},       {"http://", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_true(str_is_equal(uri_host(str_from_c(cases[i].url)), str_from_c(cases[i].host)));
    assert_null(uri_host(STR("/path")).ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_arena(encoding_keeps_the_unreserved_bytes_alone),
        with_arena(raw_writing_escapes_only_what_a_header_cannot_carry),
        with_arena(what_does_not_fit_encoded_is_left_out_whole),
        with_arena(decoding_takes_both_cases_and_the_plus),
        with_arena(an_unexpanded_macro_is_kept),
        with_arena(what_is_encoded_is_decoded_again),
        with_arena(a_query_is_split_and_decoded_in_order),
        with_arena(a_refused_query_says_where_and_why),
        with_arena(line_ends_and_tabs_pass_at_the_ends_of_a_value),
        with_arena(a_query_has_at_most_so_many_parameters),
        with_arena(a_full_arena_is_said),
        cmocka_unit_test(the_host_of_a_url_is_told_without_port_and_user),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
