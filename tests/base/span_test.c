/* Tests of base/span. */
#include "base/span.h"

#include "check.h"

static bool has(const char *span_text, const char *address_text)
{
    struct net_span span;
    struct net_address address;
    assert_int_equal(net_parse_span(str_from_c(span_text), &span), OK);
    assert_int_equal(net_parse_address(str_from_c(address_text), &address), OK);
    return net_is_in_span(&address, &span);
}

static void a_span_holds_its_ends_and_nothing_beyond_them(void **state)
{
    (void)state;
    static const struct {
        const char *span, *before, *first, *last, *after;
    } spans[] = {
        {"10.0.0.7", "10.0.0.6", "10.0.0.7", "10.0.0.7", "10.0.0.8"},
        {"10.1.0.0/16", "10.0.255.255", "10.1.0.0", "10.1.255.255", "10.2.0.0"},
        {"10.0.0.9/30", "10.0.0.7", "10.0.0.8", "10.0.0.11", "10.0.0.12"},
        {"10.1.2.3/255.255.0.0", "10.0.255.255", "10.1.0.0", "10.1.255.255", "10.2.0.0"},
        {"10.0.0.250-10.0.1.4", "10.0.0.249", "10.0.0.250", "10.0.1.4", "10.0.1.5"},
        {"10.0.0.1 - 10.0.0.2", "10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.3"},
        {"10.7.*.*", "10.6.255.255", "10.7.0.0", "10.7.255.255", "10.8.0.0"},
        {"10.7.8.*", "10.7.7.255", "10.7.8.0", "10.7.8.255", "10.7.9.0"},
        {"2001:db8::/32", "2001:db7:ffff::", "2001:db8::", "2001:db8:ffff::1", "2001:db9::"},
        {"2001:db8::1-2001:db8::f", "2001:db8::", "2001:db8::1", "2001:db8::f", "2001:db8::10"},
    };
    for (size_t i = 0; i < ARRAY_LEN(spans); i++) {
        assert_false(has(spans[i].span, spans[i].before));
        assert_true(has(spans[i].span, spans[i].first));
        assert_true(has(spans[i].span, spans[i].last));
        assert_false(has(spans[i].span, spans[i].after));
    }
}

static void an_address_of_another_family_lies_in_no_span(void **state)
{
    (void)state;
    struct net_span all;
    struct net_address unknown = {0};
    assert_true(has("*.*.*.*", "255.255.255.255"));
    assert_false(has("*.*.*.*", "2001:db8::1"));
    assert_false(has("::/0", "10.0.0.1"));
    assert_int_equal(net_parse_span(STR("0.0.0.0/0"), &all), OK);
    assert_false(net_is_in_span(&unknown, &all));
}

static void what_is_no_span_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "10",
        "10.0.0",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/255.0.255.0",
        "10.0.0.0/ffff::",
        "::1/255.0.0.0",
        "10.0.0.9-10.0.0.1",
        "10.0.0.1-::1",
        "10.0.0.1-",
        "-10.0.0.1",
        "10.*.0.1",
        "10.*",
        "10.0.0.*.*",
        "10.0.0.1*",
        "10.0.x.*",
        "*:*",
    };
    struct net_span span;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (net_parse_span(str_from_c(bad[i]), &span) != ERR_INVALID)
            fail_msg("\"%s\" was taken", bad[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_span_holds_its_ends_and_nothing_beyond_them),
        cmocka_unit_test(an_address_of_another_family_lies_in_no_span),
        cmocka_unit_test(what_is_no_span_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
