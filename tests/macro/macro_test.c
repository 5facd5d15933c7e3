/* macro_test - names, aliases, places, and what is said about a wrong name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "macro/macro.h"

#define ARENA_BYTES 65536

static const char *warning_for(const char *text, enum macro_place place)
{
    static struct macro_fault warning;
    struct macro_fault fault;
    const struct macro_template *compiled;
    struct arena *arena = arena_make(ARENA_BYTES);
    assert_int_equal(macro_compile(arena, str_from_c(text), place, &compiled, &warning, &fault),
                     OK);
    arena_free(arena);
    return warning.reason;
}

/* spec: 2.1-names-folded, 2.1-clickid, 2.1-externalid, 2.1-payout */
static void every_alias_of_the_specification_finds_its_macro(void **state)
{
    static const struct {
        int number;
        const char *names[8];
    } rows[] = {
        {MACRO_CLICKID, {"clickid", "click_id", "cid", "subid", "sub_id", "ClickID"}},
        {MACRO_EXTERNALID, {"externalid", "external_id", "externalId", "EXTERNAL-ID"}},
        {MACRO_PAYOUT, {"payout", "revenue", "sum", "conversion_revenue"}},
        {MACRO_CURRENCY, {"currency", "cnv_currency"}},
        {MACRO_STATUS, {"status", "cnv_status", "cnv_status2"}},
        {MACRO_TXID, {"txid", "tid", "transaction_id"}},
        {MACRO_CONVERSION_ID, {"conversion_id"}},
        {MACRO_COST, {"cost", "clickcost"}},
        {MACRO_CAMPAIGN_ID, {"campaign_id", "campaign", "campaign.id"}},
        {MACRO_TRAFFICSOURCE, {"trafficsource", "traffic_source_id"}},
        {MACRO_OFFER_ID, {"offer_id", "offer"}},
        {MACRO_REFERER, {"referer", "referrer"}},
        {MACRO_REFERRER_DOMAIN, {"referrer_domain", "referrerdomain"}},
        {MACRO_TIME, {"time", "timestamp"}},
        {MACRO_DOMAIN, {"domain", "trackingdomain"}},
        {MACRO_REAL_DOMAIN, {"real_domain", "currentdomain"}},
        {MACRO_URL, {"url", "offer_url"}},
        {MACRO_USER_AGENT, {"user_agent", "useragent"}},
        {MACRO_TOKEN1, {"token1", "t1", "v1", "var1", "c1", "sub_id_1", "Token_1"}},
        {MACRO_TOKEN1 + 29, {"token30", "t30", "v30", "var30", "c30", "sub_id_30"}},
        {MACRO_PARAM1, {"param1"}},
        {MACRO_PARAM1 + 9, {"param10"}},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        for (size_t j = 0; j < ARRAY_LEN(rows[i].names) && rows[i].names[j] != NULL; j++) {
            assert_int_equal(macro_find(str_from_c(rows[i].names[j])), rows[i].number);
        }
    }
}

static void names_outside_the_table_are_not_found(void **state)
{
    static const char *const names[] = {"",        "_",         "token",  "token0", "token01",
                                        "token31", "param11",   "param",  "clikid", "click id",
                                        "1",       "clickid1x", "payouts"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        assert_int_equal(macro_find(str_from_c(names[i])), -1);
    }
    char longest[5000];
    memset(longest, 'c', sizeof longest);
    assert_int_equal(macro_find((struct str){longest, sizeof longest}), -1);
}

/* spec: 2.1-unknown-macro */
static void an_unknown_macro_is_told_with_the_nearest_right_one(void **state)
{
    static const struct {
        const char *url;
        const char *warning;
    } rows[] = {
        {"http://x.com/?a={clikid}", "unknown macro {clikid}, did you mean {clickid}?"},
        {"http://x.com/?a={externl_id}", "unknown macro {externl_id}, did you mean {externalid}?"},
        {"http://x.com/?a={payot}", "unknown macro {payot}, did you mean {payout}?"},
        {"http://x.com/?a={tokn5}", "unknown macro {tokn5}, did you mean {token5}?"},
        {"http://x.com/?a={token31}", "unknown macro {token31}, {token1} to {token30} are known"},
        {"http://x.com/?a={zzzzzz}", "unknown macro {zzzzzz}"},
        {"http://x.com/?a={x1}", "unknown macro {x1}"},
        {"http://x.com/?a={clikid}&b={payot}", "unknown macro {clikid}, did you mean {clickid}?"},
        {"http://x.com/?a={clickid}", ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_string_equal(warning_for(rows[i].url, MACRO_IN_POSTBACK), rows[i].warning);
    }
}

static void a_macro_out_of_its_place_is_told_with_the_places_where_it_is_known(void **state)
{
    (void)state;
    assert_string_equal(warning_for("http://x.com/?a={revenue}", MACRO_IN_OFFER),
                        "the macro {revenue} is not known here, only in postback URLs");
    assert_string_equal(warning_for("http://x.com/?a={offer_id}", MACRO_IN_OFFER),
                        "the macro {offer_id} is not known here, only in lander and postback URLs");
    assert_string_equal(
        warning_for("http://x.com/?a={affiliate_network_id}", MACRO_IN_LANDER),
        "the macro {affiliate_network_id} is not known here, only in offer and postback URLs");
    assert_string_equal(warning_for("http://x.com/?a={payout}", MACRO_IN_POSTBACK), "");
    assert_string_equal(warning_for("http://x.com/?a={payot}", MACRO_IN_OFFER),
                        "unknown macro {payot}");
}

static void a_macro_form_that_is_not_known_is_told(void **state)
{
    (void)state;
    static const char *const unknown[] = {"{t1:percent}",   "{sample}",     "{date:}",
                                          "{date:Y,Paris}", "{date:Y,+15}", "{t1:a=1 b}"};
    for (size_t i = 0; i < ARRAY_LEN(unknown); i++) {
        char url[64];
        (void)snprintf(url, sizeof url, "http://x.com/?a=%s", unknown[i]);
        assert_non_null(strstr(warning_for(url, MACRO_IN_OFFER), "unknown form {"));
    }
    assert_string_equal(warning_for("http://x.com/?a={t1:md5}&b={t1_md5}&c={t1:raw}&d={date:Y-m-d"
                                    " H:i,+02:00}&e={sample:a,b}",
                                    MACRO_IN_OFFER),
                        "");
}

static void a_name_of_any_length_gives_a_warning_that_fits(void **state)
{
    char url[4000] = "http://x.com/?a={";
    (void)state;
    size_t len = strlen(url);
    memset(url + len, 'c', sizeof url - len - 2);
    memcpy(url + sizeof url - 2, "}", 2);
    const char *warning = warning_for(url, MACRO_IN_OFFER);
    assert_true(strlen(warning) > 0 && strlen(warning) < sizeof(struct macro_fault));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_alias_of_the_specification_finds_its_macro),
        cmocka_unit_test(names_outside_the_table_are_not_found),
        cmocka_unit_test(an_unknown_macro_is_told_with_the_nearest_right_one),
        cmocka_unit_test(a_macro_out_of_its_place_is_told_with_the_places_where_it_is_known),
        cmocka_unit_test(a_macro_form_that_is_not_known_is_told),
        cmocka_unit_test(a_name_of_any_length_gives_a_warning_that_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
