/* macro_template_test - compiling and expanding, of the tracker's macros and of the ad network's
 * tokens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/uri.h"
#include "macro/macro.h"

#define ARENA_BYTES    4194304
#define RANDOM_ROUNDS  2000
#define EXTERNAL_BYTES 1024

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_make(ARENA_BYTES);
    return 0;
}

static int drop_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct macro_values sample_values(void)
{
    struct macro_values values = {0};
    values.values[MACRO_CLICKID] = STR("abc123");
    values.values[MACRO_EXTERNALID] = STR("Ab_9-z+/=");
    values.values[MACRO_PAYOUT] = STR("1.5");
    values.values[MACRO_STATUS] = STR("sale");
    values.values[MACRO_TOKEN1] = STR("a b&c");
    values.values[MACRO_TOKEN1 + 1] = STR("\r\nX: y {z} \xc3\xa9");
    return values;
}

static struct str expand_text(const struct macro_template *compiled,
                              const struct macro_values *values)
{
    struct buf buf = buf_in_arena(arena, MACRO_URL_BYTES_MAX);
    macro_expand(compiled, values, &buf);
    assert_false(buf_is_full(&buf));
    buf_write_char(&buf, '\0');
    return (struct str){buf.ptr, buf.len - 1};
}

static const char *expanded(const char *url)
{
    const struct macro_template *compiled;
    struct macro_fault warning;
    struct macro_fault fault;
    struct macro_values values = sample_values();
    assert_int_equal(
        macro_compile(arena, str_from_c(url), MACRO_IN_POSTBACK, &compiled, &warning, &fault), OK);
    return expand_text(compiled, &values).ptr;
}

static const char *refused(const char *url)
{
    static struct macro_fault fault;
    const struct macro_template *compiled = NULL;
    struct macro_fault warning;
    fault.reason[0] = '\0';
    assert_int_equal(
        macro_compile(arena, str_from_c(url), MACRO_IN_POSTBACK, &compiled, &warning, &fault),
        ERR_INVALID);
    assert_null(compiled);
    assert_true(fault.reason[0] != '\0');
    return fault.reason;
}

/* spec: 2.1-names-folded */
static void values_are_percent_encoded_and_the_raw_form_keeps_what_a_url_may_hold(void **state)
{
    (void)state;
    assert_string_equal(expanded("http://x.com/p?c={clickid}&t={token1}#f{cid}"),
                        "http://x.com/p?c=abc123&t=a%20b%26c#fabc123");
    assert_string_equal(expanded("http://x.com/{_token1}"), "http://x.com/a%20b&c");
    assert_string_equal(expanded("http://x.com/{_external_id}/{external_id}"),
                        "http://x.com/Ab_9-z+/=/Ab_9-z%2B%2F%3D");
}

static void the_raw_form_lets_no_control_space_brace_or_wide_byte_out(void **state)
{
    (void)state;
    assert_string_equal(expanded("http://x.com/{_t2}"),
                        "http://x.com/%0D%0AX:%20y%20%7Bz%7D%20%C3%A9");
}

/* spec: 2.1-payout, 1.1-postback-dynamic-value */
static void payout_and_revenue_are_the_same_number(void **state)
{
    (void)state;
    assert_string_equal(
        expanded("http://s.magsrv.com/tag.php?goal=1&tag={external_id}&value={revenue}"),
        "http://s.magsrv.com/tag.php?goal=1&tag=Ab_9-z%2B%2F%3D&value=1.5");
    assert_string_equal(expanded("http://x.com/?{payout}|{revenue}|{sum}"),
                        "http://x.com/?1.5|1.5|1.5");
}

/* spec: 2.1-status */
static void a_status_map_gives_the_word_or_the_value_itself(void **state)
{
    (void)state;
    assert_string_equal(expanded("http://x.com/?s={status:lead=0 sale=1 rejected=2}"),
                        "http://x.com/?s=1");
    assert_string_equal(expanded("http://x.com/?s={status:lead=0  rejected=2}"),
                        "http://x.com/?s=sale");
    assert_string_equal(expanded("http://x.com/?s={cnv_status:SALE=a=b}"), "http://x.com/?s=a%3Db");
    assert_string_equal(expanded("http://x.com/?s={status:sale=}&t=1"), "http://x.com/?s=&t=1");
}

/* spec: 2.1-unknown-macro */
static void unknown_macros_and_absent_values_expand_to_nothing(void **state)
{
    (void)state;
    assert_string_equal(expanded("http://x.com/?a={clikid}&b={txid}&c={t1:percent}&d=1"),
                        "http://x.com/?a=&b=&c=&d=1");
}

static void a_brace_that_is_no_macro_never_leaves_as_a_brace(void **state)
{
    static const char *const rows[][2] = {
        {"http://x.com/?a={", "http://x.com/?a=%7B"},
        {"http://x.com/?a=}", "http://x.com/?a=%7D"},
        {"http://x.com/?a={ }", "http://x.com/?a=%7B%20%7D"},
        {"http://x.com/?a={}", "http://x.com/?a=%7B%7D"},
        {"http://x.com/?a={a b}", "http://x.com/?a=%7Ba%20b%7D"},
        {"http://x.com/?a={{clickid}}", "http://x.com/?a=%7Babc123%7D"},
        {"http://x.com/?a={cli{clickid}", "http://x.com/?a=%7Bcliabc123"},
        {"http://x.com/?a={clickid&b=1}", "http://x.com/?a=%7Bclickid&b=1%7D"},
        {"http://x.com/?a={clickid", "http://x.com/?a=%7Bclickid"},
        {"http://x.com/?a={_}", "http://x.com/?a=%7B_%7D"},
        {"http://x.com/?a={1}", "http://x.com/?a=%7B1%7D"},
        {"http://x.com/\xc3\xa9?q=a b", "http://x.com/%C3%A9?q=a%20b"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_string_equal(expanded(rows[i][0]), rows[i][1]);
    }
}

/* spec: 2.1-externalid, 3.6-encoding */
static void an_external_id_arrives_byte_exact_after_one_decoding(void **state)
{
    static const char alphabet[] = "Ab_9-z+/=&% #?{}~.\"<>\\^`|";
    static const size_t lengths[] = {1, 124, 350, EXTERNAL_BYTES};
    const struct macro_template *compiled;
    struct macro_fault warning;
    struct macro_fault fault;
    static const struct str before = {"http://x.com/?tag=", 18};
    (void)state;
    assert_int_equal(macro_compile(arena, STR("http://x.com/?tag={externalId}"), MACRO_IN_POSTBACK,
                                   &compiled, &warning, &fault),
                     OK);
    for (size_t i = 0; i < ARRAY_LEN(lengths); i++) {
        char tag[EXTERNAL_BYTES];
        for (size_t j = 0; j < lengths[i]; j++) {
            tag[j] = alphabet[(j * 7 + i) % (sizeof alphabet - 1)];
        }
        struct macro_values values = {0};
        values.values[MACRO_EXTERNALID] = (struct str){tag, lengths[i]};
        struct str url = expand_text(compiled, &values);
        struct str decoded;
        assert_true(str_has_prefix(url, before));
        assert_int_equal(uri_decode(arena, str_slice(url, before.len, url.len), false, &decoded),
                         OK);
        assert_int_equal(decoded.len, lengths[i]);
        assert_memory_equal(decoded.ptr, tag, lengths[i]);
    }
}

static void a_tag_of_the_unreserved_alphabet_passes_unchanged(void **state)
{
    (void)state;
    struct macro_values values = {0};
    const struct macro_template *compiled;
    struct macro_fault warning;
    struct macro_fault fault;
    values.values[MACRO_EXTERNALID] = STR("ordAV_TfT-o7q_nU99zp-");
    assert_int_equal(macro_compile(arena, STR("http://x.com/?tag={external_id}"), MACRO_IN_POSTBACK,
                                   &compiled, &warning, &fault),
                     OK);
    assert_string_equal(expand_text(compiled, &values).ptr,
                        "http://x.com/?tag=ordAV_TfT-o7q_nU99zp-");
}

static void scheme_user_info_host_and_port_must_be_literal(void **state)
{
    static const char *const bad[] = {
        "",
        "x.com",
        "//x.com/",
        "ftp://x.com/",
        "javascript:alert(1)",
        "{url}",
        "http:/x.com",
        "http://",
        "http:///p",
        "http://?a=1",
        "http://:80/",
        "http://@/",
        "http://{clickid}/",
        "http://x.{token1}.com/",
        "http://x.com{_token1}",
        "http://x.com:{token1}/",
        "http://{token1}@x.com/",
        "{_token1}://x.com/",
        "http://x com/",
        "http://x%2ecom/",
        "http://x.com\\@y.com/",
        "http://a@b@c.com/",
        "http://x.com:/",
        "http://x.com:0/",
        "http://x.com:65536/",
        "http://x.com:000080/",
        "http://x.com:8o/",
        "http://x.com:80:80/",
        "http://\xc3\xa9.com/",
        "http://[::1/",
        "http://[::1]x/",
        "http://[zz]/",
        "http://[127.0.0.1]/",
        "http://x,y.com/",
        "http://x.com/\r\nSet-Cookie: a=b",
        "http://x.com/\ttab",
        "http://x.com/\x7f",
    };
    static const char *const good[] = {
        "http://x.com",          "HTTPS://x.com?a",        "http://x.com#f",
        "http://u:p@x.com:1/",   "http://[::1]:65535/",    "http://127.0.0.1:8080/p",
        "http://a-b_c.example.", "https://xn--9ca.com/",   "http://x.com/@{clickid}:{cid}",
        "http://[2001:db8::1]",  " http://trimmed.com/\n", "http://localhost/\\",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        (void)refused(bad[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        (void)expanded(good[i]);
    }
}

static void a_percent_sign_that_encodes_nothing_is_refused_with_its_place(void **state)
{
    (void)state;
    assert_string_equal(refused("http://x.com/?a=10%&b=1"),
                        "'%' at byte 18 is not followed by two hex digits: write %25");
    (void)refused("http://x.com/%");
    (void)refused("http://x.com/%4");
    (void)refused("http://x.com/%4{clickid}");
    (void)refused("http://x.com/%zz");
    assert_string_equal(expanded("http://x.com/?a=10%25&b=%c3%A9"),
                        "http://x.com/?a=10%25&b=%c3%A9");
}

static void the_offer_url_macro_is_refused_outside_a_join(void **state)
{
    (void)state;
    assert_string_equal(refused("http://x.com/?u={url}"),
                        "{url} may stand only in a network's template");
    (void)refused("http://x.com/?u={offer_url}");
    (void)refused("http://x.com/?u={_url}");
}

static void a_template_past_its_limit_or_past_the_arena_is_refused(void **state)
{
    static char url[MACRO_TEMPLATE_BYTES_MAX + 1] = "http://x.com/?";
    const struct macro_template *compiled;
    struct macro_fault warning;
    struct macro_fault fault;
    (void)state;
    memset(url + 14, 'a', sizeof url - 14);
    assert_int_equal(macro_compile(arena, (struct str){url, sizeof url}, MACRO_IN_OFFER, &compiled,
                                   &warning, &fault),
                     ERR_TOO_LONG);
    assert_int_equal(macro_compile(arena, (struct str){url, sizeof url - 1}, MACRO_IN_OFFER,
                                   &compiled, &warning, &fault),
                     OK);
    struct arena *small = arena_make(64);
    assert_int_equal(macro_compile(small, STR("http://x.com/?s={status:a=b}"), MACRO_IN_POSTBACK,
                                   &compiled, &warning, &fault),
                     ERR_FULL);
    arena_free(small);
}

static void a_buffer_that_is_too_small_stays_marked_full(void **state)
{
    char memory[16];
    const struct macro_template *compiled;
    struct macro_fault warning;
    struct macro_fault fault;
    struct macro_values values = sample_values();
    (void)state;
    assert_int_equal(macro_compile(arena, STR("http://x.com/?c={clickid}"), MACRO_IN_OFFER,
                                   &compiled, &warning, &fault),
                     OK);
    struct buf buf = buf_from_memory(memory, sizeof memory);
    macro_expand(compiled, &values, &buf);
    assert_true(buf_is_full(&buf));
}

static void a_template_tells_which_macros_it_holds(void **state)
{
    const struct macro_template *compiled;
    struct macro_fault warning;
    struct macro_fault fault;
    (void)state;
    assert_int_equal(macro_compile(arena, STR("http://x.com/?c={cid}&p={param10}&x={payout}"),
                                   MACRO_IN_POSTBACK, &compiled, &warning, &fault),
                     OK);
    assert_true(macro_has(compiled, MACRO_CLICKID));
    assert_true(macro_has(compiled, MACRO_PARAM1 + 9));
    assert_true(macro_has(compiled, MACRO_PAYOUT));
    assert_false(macro_has(compiled, MACRO_EXTERNALID));
    assert_int_equal(macro_compile(arena, STR("http://x.com/?x={payout}"), MACRO_IN_OFFER,
                                   &compiled, &warning, &fault),
                     OK);
    assert_false(macro_has(compiled, MACRO_PAYOUT));
}

static const char *ad_expanded(const char *url, struct macro_fault *warning)
{
    const struct macro_template *compiled;
    struct macro_fault fault;
    struct ad_token_values values = {0};
    values.values[AD_TOKEN_CONVERSIONS_TRACKING] = STR("T_a-g");
    values.values[AD_TOKEN_SRC_HOSTNAME] = STR("a b.com");
    assert_int_equal(ad_token_compile(arena, str_from_c(url), &compiled, warning, &fault), OK);
    struct buf buf = buf_in_arena(arena, MACRO_URL_BYTES_MAX);
    ad_token_expand(compiled, &values, &buf);
    buf_write_char(&buf, '\0');
    assert_false(buf_is_full(&buf));
    return buf.ptr;
}

static void ad_tokens_expand_encoded_and_unknown_ones_stay_literal(void **state)
{
    struct macro_fault warning;
    (void)state;
    assert_string_equal(
        ad_expanded("http://t.com/15GFcZ?s={src_hostname}&k={keyword}&e={conversions_tracking}",
                    &warning),
        "http://t.com/15GFcZ?s=a%20b.com&k=&e=T_a-g");
    assert_string_equal(warning.reason, "");
    assert_string_equal(ad_expanded("http://t.com/?e={conversion_tracking}&f={Site_ID}", &warning),
                        "http://t.com/?e={conversion_tracking}&f={Site_ID}");
    assert_string_equal(
        warning.reason,
        "unknown token {conversion_tracking}, did you mean {conversions_tracking}?");
    assert_string_equal(ad_expanded("http://t.com/?e={SITE_ID}", &warning),
                        "http://t.com/?e={SITE_ID}");
    assert_string_equal(warning.reason, "unknown token {SITE_ID}, did you mean {site_id}?");
    assert_string_equal(ad_expanded("http://t.com/?e={_site_id}{ }{", &warning),
                        "http://t.com/?e={_site_id}%7B%20%7D%7B");
}

static void an_ad_template_obeys_the_same_rules_for_scheme_and_host(void **state)
{
    const struct macro_template *compiled;
    struct macro_fault warning;
    struct macro_fault fault;
    (void)state;
    assert_int_equal(
        ad_token_compile(arena, STR("http://{src_hostname}/"), &compiled, &warning, &fault),
        ERR_INVALID);
    assert_int_equal(
        ad_token_compile(arena, STR("http://x.com/{nope:%}"), &compiled, &warning, &fault),
        ERR_INVALID);
    assert_int_equal(
        ad_token_compile(arena, STR("http://x.com/?t={tags}"), &compiled, &warning, &fault), OK);
    assert_true(ad_token_has(compiled, AD_TOKEN_TAGS));
    assert_false(ad_token_has(compiled, AD_TOKEN_SUB));
}

static unsigned random_seed(void)
{
    const char *given = getenv("REBOND_TEST_SEED");
    unsigned seed = given != NULL ? (unsigned)strtoul(given, NULL, 10) : (unsigned)clock_wall_ms();
    printf("seed %u (REBOND_TEST_SEED)\n", seed);
    return seed;
}

static void no_random_template_lets_a_brace_space_or_control_out(void **state)
{
    static const char *const pieces[] = {"{",
                                         "}",
                                         "clickid",
                                         "_",
                                         ":",
                                         "lead=0",
                                         " ",
                                         "%",
                                         "41",
                                         "&",
                                         "?",
                                         "#",
                                         "{t2}",
                                         "{_t2}",
                                         "=",
                                         "/",
                                         "\xff",
                                         "t1",
                                         "{status:sale=}"};
    unsigned seed = random_seed();
    struct macro_values values = sample_values();
    (void)state;
    for (int round = 0; round < RANDOM_ROUNDS; round++) {
        char memory[256];
        struct buf text = buf_from_memory(memory, sizeof memory);
        buf_write_c(&text, "http://x.com/");
        for (int i = rand_r(&seed) % 20; i >= 0; i--) {
            buf_write_c(&text, pieces[(size_t)rand_r(&seed) % ARRAY_LEN(pieces)]);
        }
        const struct macro_template *compiled;
        struct macro_fault warning;
        struct macro_fault fault;
        arena_reset(arena);
        if (macro_compile(arena, buf_str(&text), MACRO_IN_POSTBACK, &compiled, &warning, &fault) !=
            OK) {
            continue;
        }
        struct str url = expand_text(compiled, &values);
        for (size_t i = 0; i < url.len; i++) {
            char c = url.ptr[i];
            assert_true(c > ' ' && c < 0x7f && c != '{' && c != '}');
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_percent_encoded_and_the_raw_form_keeps_what_a_url_may_hold),
        cmocka_unit_test(the_raw_form_lets_no_control_space_brace_or_wide_byte_out),
        cmocka_unit_test(payout_and_revenue_are_the_same_number),
        cmocka_unit_test(a_status_map_gives_the_word_or_the_value_itself),
        cmocka_unit_test(unknown_macros_and_absent_values_expand_to_nothing),
        cmocka_unit_test(a_brace_that_is_no_macro_never_leaves_as_a_brace),
        cmocka_unit_test(an_external_id_arrives_byte_exact_after_one_decoding),
        cmocka_unit_test(a_tag_of_the_unreserved_alphabet_passes_unchanged),
        cmocka_unit_test(scheme_user_info_host_and_port_must_be_literal),
        cmocka_unit_test(a_percent_sign_that_encodes_nothing_is_refused_with_its_place),
        cmocka_unit_test(the_offer_url_macro_is_refused_outside_a_join),
        cmocka_unit_test(a_template_past_its_limit_or_past_the_arena_is_refused),
        cmocka_unit_test(a_buffer_that_is_too_small_stays_marked_full),
        cmocka_unit_test(a_template_tells_which_macros_it_holds),
        cmocka_unit_test(ad_tokens_expand_encoded_and_unknown_ones_stay_literal),
        cmocka_unit_test(an_ad_template_obeys_the_same_rules_for_scheme_and_host),
        cmocka_unit_test(no_random_template_lets_a_brace_space_or_control_out),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
