/* Tests of convert/postback. */
#include "convert/postback.h"
#include "../base/check.h"

#define ARENA_BYTES (1024 * 1024)

static int arena_setup(void **state)
{
    *state = arena_make(ARENA_BYTES);
    return 0;
}

static int arena_teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static struct postback_call parsed_form(struct arena *arena, struct str query, struct str body)
{
    struct postback_call call = {0};
    struct postback_fault fault = {STR(""), ""};

    if (postback_parse(arena, query, body, NULL, NULL, &call, &fault) != OK)
        fail_msg("\"%.*s\": %.*s: %s", STR_FMT(query), STR_FMT(fault.name), fault.reason);
    return call;
}

static struct postback_call parsed(struct arena *arena, const char *query)
{
    return parsed_form(arena, str_from_c(query), STR_NONE);
}

static void assert_refused(struct arena *arena, struct str query, struct str body, const char *name,
                           const char *reason)
{
    struct postback_call call;
    struct postback_fault fault = {STR("nothing"), "nothing"};

    assert_int_equal(postback_parse(arena, query, body, NULL, NULL, &call, &fault), ERR_INVALID);
    if (!str_is_equal(fault.name, str_from_c(name)) ||
        str_find(str_from_c(fault.reason), str_from_c(reason)) < 0)
        fail_msg("\"%.*s\": %.*s: %s", STR_FMT(query), STR_FMT(fault.name), fault.reason);
}

#define assert_bad(arena, query, name, reason)                                                     \
    assert_refused((arena), str_from_c(query), STR_NONE, (name), (reason))

/* "name=" and that many letters. */
static struct str long_value(struct arena *arena, const char *name, size_t len)
{
    struct buf buf = buf_in_arena(arena, len + 64);

    buf_format(&buf, "%s=", name);
    for (size_t i = 0; i < len; i++)
        buf_write_char(&buf, 'x');
    return buf_str(&buf);
}

/* ------------------------------------------------------------------ names */

static const struct {
    const char *name;
    size_t offset;
} names[] = {
    {"cid", offsetof(struct postback_call, cid)},
    {"clickid", offsetof(struct postback_call, cid)},
    {"click_id", offsetof(struct postback_call, cid)},
    {"subid", offsetof(struct postback_call, cid)},
    {"sub_id", offsetof(struct postback_call, cid)},
    {"cnv_id", offsetof(struct postback_call, cid)},
    {"status", offsetof(struct postback_call, status)},
    {"cnv_status", offsetof(struct postback_call, status)},
    {"et", offsetof(struct postback_call, status)},
    {"type", offsetof(struct postback_call, status)},
    {"goal", offsetof(struct postback_call, status)},
    {"txid", offsetof(struct postback_call, txid)},
    {"tid", offsetof(struct postback_call, txid)},
    {"transaction_id", offsetof(struct postback_call, txid)},
    {"order_id", offsetof(struct postback_call, txid)},
    {"conversion_id", offsetof(struct postback_call, reference)},
    {"nid", offsetof(struct postback_call, nid)},
    {"key", offsetof(struct postback_call, key)},
    {"return", offsetof(struct postback_call, answer)},
    {"lead_status", offsetof(struct postback_call, lead_words)},
    {"sale_status", offsetof(struct postback_call, sale_words)},
    {"rebill_status", offsetof(struct postback_call, rebill_words)},
    {"rejected_status", offsetof(struct postback_call, rejected_words)},
    {"ignore_status", offsetof(struct postback_call, ignored_words)},
};

static struct str field_of(const struct postback_call *call, size_t offset)
{
    struct str value;

    memcpy(&value, (const char *)call + offset, sizeof(value));
    return value;
}

/* spec: 2.2-cid, 2.2-status, 2.2-txid, 2.2-conversion-id, 2.2-aliases, 2.2-return */
static void every_alias_gives_its_value_and_no_other(void **state)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct str query = arena_format(*state, "a=b&%s=Va1", names[i].name);
        struct postback_call call = parsed_form(*state, query, STR_NONE);
        assert_str(field_of(&call, names[i].offset), "Va1");
        for (size_t other = 0; other < ARRAY_LEN(names); other++)
            if (names[other].offset != names[i].offset)
                assert_null(field_of(&call, names[other].offset).ptr);
    }
}

/* spec: 2.2-payout, 2.2-currency, 2.2-aliases */
static void amounts_and_currencies_have_aliases_too(void **state)
{
    assert_str(parsed(*state, "payout=1.5").payout, "1.5");
    assert_str(parsed(*state, "revenue=1.5").payout, "1.5");
    assert_str(parsed(*state, "sum=1.5").payout, "1.5");
    assert_str(parsed(*state, "amount=1.5").payout, "1.5");
    assert_str(parsed(*state, "currency=EUR").currency, "EUR");
    assert_str(parsed(*state, "cnv_currency=EUR").currency, "EUR");
}

static void the_trackers_own_name_wins_over_an_alias_that_came_earlier(void **state)
{
    struct postback_call call = parsed(*state, "subid=other&sum=9&cid=C&payout=2");

    assert_str(call.cid, "C");
    assert_str(call.payout, "2");
}

static void names_are_read_in_any_case(void **state)
{
    struct postback_call call = parsed(*state, "CID=Abc&TransAction_ID=t&PARAM1=p");

    assert_str(call.cid, "Abc");
    assert_str(call.txid, "t");
    assert_str(call.params, "param1=p");
}

static void what_stands_for_the_click_id_and_is_none_is_kept_apart(void **state)
{
    assert_str(parsed(*state, "cid={clickid}").cid_left, "{clickid}");
    assert_str(parsed(*state, "cid=&subid=REPLACE").cid_left, "REPLACE");
    assert_null(parsed(*state, "cid={clickid}&subid=C").cid_left.ptr);
    assert_null(parsed(*state, "cid=&payout={x}").cid_left.ptr);
}

/* spec: 2.2-userid */
static void an_account_id_of_older_links_changes_nothing(void **state)
{
    struct postback_call with = parsed(*state, "userid=12345&cid=C&payout=2");
    struct postback_call without = parsed(*state, "cid=C&payout=2");

    assert_str(with.cid, "C");
    assert_str(with.payout, "2");
    assert_null(with.params.ptr);
    assert_true(str_is_equal(with.status, without.status) && with.txid.ptr == without.txid.ptr);
}

static void an_empty_query_holds_nothing(void **state)
{
    struct postback_call call = parsed_form(*state, STR_NONE, STR_NONE);

    assert_null(call.cid.ptr);
    assert_null(call.payout.ptr);
    assert_null(call.params.ptr);
    assert_false(call.is_postback_disabled);
}

/* ------------------------------------------------------------------ values */

/* spec: 2.2-hygiene */
static void the_first_value_that_is_one_wins(void **state)
{
    assert_str(parsed(*state, "cid=A&cid=B").cid, "A");
    assert_str(parsed(*state, "cid={subid}&cid=&cid=A&cid=B").cid, "A");
    assert_str(parsed(*state, "payout=REPLACE&sum=3").payout, "3");
    assert_str(parsed(*state, "status=%5Bstatus%5D&et=lead").status, "lead");
}

/* spec: 2.2-hygiene */
static void a_placeholder_of_any_family_is_no_value(void **state)
{
    static const char *const holes[] = {
        "",           "%20%20",     "REPLACE",      "replace",      "OPTIONAL",
        "Optional",   "{payout}",   "{{amount}}",   "{{{amount}}}", "[payout]",
        "[[payout]]", "#payout#",   "##payout##",   "%payout%",     "${payout}",
        "__PAYOUT__", "@@payout@@", "<payout>",     "%7Bpayout%7D", "%5Bx%5D",
        "%23x%23",    "%24%7Bx%7D", "%3Cpayout%3E", "%25payout%25", "+%7Bx%7D+",
    };

    for (size_t i = 0; i < ARRAY_LEN(holes); i++) {
        struct str query = arena_format(*state,
                                        "cid=%s&payout=%s&status=%s&txid=%s&currency=%s"
                                        "&param1=%s&event1=%s&return=%s&nid=%s",
                                        holes[i], holes[i], holes[i], holes[i], holes[i], holes[i],
                                        holes[i], holes[i], holes[i]);
        struct postback_call call = parsed_form(*state, query, STR_NONE);
        struct postback_call nothing = {.cid_left = call.cid_left};
        assert_memory_equal(&call, &nothing, sizeof(call));
        arena_reset(*state);
    }
}

static void what_only_looks_like_a_placeholder_is_a_value(void **state)
{
    assert_str(parsed(*state, "txid=%231").txid, "#1");
    assert_str(parsed(*state, "txid=REPLACEMENT").txid, "REPLACEMENT");
    assert_str(parsed(*state, "txid={a").txid, "{a");
    assert_str(parsed(*state, "param1=50%25").params, "param1=50%25");
}

static void values_are_decoded_once_and_trimmed(void **state)
{
    struct postback_call call = parsed(*state, "cid=+C%09%0D%0A&txid=a%2520b&status=on+hold");

    assert_str(call.cid, "C");
    assert_str(call.txid, "a%20b");
    assert_str(call.status, "on hold");
    assert_str(parsed(*state, "txid=%C3%A9t%C3%A9").txid, "\xc3\xa9t\xc3\xa9");
}

/* spec: 2.2-hygiene, 2.2-payout */
static void payouts_are_taken_in_the_forms_that_senders_use(void **state)
{
    static const char *const good[] = {"1.50", "1,50", "%241.50", "1+234.5", "-3", "4e-4", "0"};

    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        struct str query = arena_format(*state, "payout=%s", good[i]);
        assert_non_null(parsed_form(*state, query, STR_NONE).payout.ptr);
    }
}

static void a_bad_payout_is_refused_by_name(void **state)
{
    static const char *const bad[] = {"abc", "NaN", "inf", "-inf", "1.2.3", "5USD", "1e99", "0x10"};

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct str query = arena_format(*state, "cid=C&sum=%s", bad[i]);
        assert_refused(*state, query, STR_NONE, "payout", "not an amount");
    }
}

static void a_currency_is_a_code_of_three_letters_and_kept_in_upper_case(void **state)
{
    assert_str(parsed(*state, "currency=eur").currency, "EUR");
    assert_str(parsed(*state, "currency=uSd").currency, "USD");
    assert_bad(*state, "currency=EURO", "currency", "three letters");
    assert_bad(*state, "currency=E1R", "currency", "three letters");
    assert_bad(*state, "currency=%E2%82%AC", "currency", "three letters");
}

/* ------------------------------------------------------------------ repairs */

/* spec: 2.2-currency-sign */
static void the_currency_sign_that_a_browser_made_of_the_parameter_is_mended(void **state)
{
    static const char *const forms[] = {
        "cid=C&payout=10\xC2\xA4"
        "cy=eur",
        "cid=C&payout=10\xA4"
        "cy=eur",
        "cid=C&payout=10%C2%A4cy=eur",
        "cid=C&payout=10%c2%a4cy=eur",
        "cid=C&payout=10%C2%a4cy=eur",
        "cid=C&payout=10%c2%A4cy=eur",
        "cid=C&payout=10%A4cy=eur",
        "cid=C&payout=10%a4cy=eur",
        "\xC2\xA4"
        "cy=EUR&payout=10&cid=C",
        "cid=C&payout=10&\xC2\xA4"
        "cy=EUR",
    };

    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        struct postback_call call = parsed(*state, forms[i]);
        assert_str(call.cid, "C");
        assert_str(call.payout, "10");
        assert_str(call.currency, "EUR");
    }
}

static void a_currency_sign_that_stands_for_itself_is_left_alone(void **state)
{
    assert_str(parsed(*state, "payout=%C2%A410").payout, "\xC2\xA4"
                                                         "10");
    assert_str(parsed(*state, "txid=%C2%A4cyan").txid, "\xC2\xA4"
                                                       "cyan");
    assert_str(parsed(*state, "txid=Fran%C3%A7").txid, "Fran\xC3\xA7");
}

/* spec: 2.2-second-question-mark */
static void a_second_question_mark_begins_a_parameter(void **state)
{
    struct postback_call call = parsed(*state, "cid=C?payout=5?status=sale&txid=t");

    assert_str(call.cid, "C");
    assert_str(call.payout, "5");
    assert_str(call.status, "sale");
    assert_str(call.txid, "t");
    assert_str(parsed(*state, "?cid=C").cid, "C");
    assert_str(parsed(*state, "txid=a%3Fb").txid, "a?b");
}

/* ------------------------------------------------------------------ form bodies */

static void a_form_body_is_read_after_the_query(void **state)
{
    struct str body = STR("payout=2&status=lead&txid=%7Btxid%7D");
    struct postback_call call = parsed_form(*state, STR("cid=C&payout=1&txid=T"), body);

    assert_str(call.cid, "C");
    assert_str(call.payout, "1");
    assert_str(call.status, "lead");
    assert_str(call.txid, "T");
    assert_str(parsed_form(*state, STR("payout={x}"), body).payout, "2");
    assert_str(parsed_form(*state, STR_NONE, STR("cid=C")).cid, "C");
}

static void a_form_body_is_repaired_too(void **state)
{
    struct postback_call call = parsed_form(*state, STR("cid=C"),
                                            STR("sum=3\xC2\xA4"
                                                "cy=EUR"));

    assert_str(call.payout, "3");
    assert_str(call.currency, "EUR");
}

static void a_nul_in_a_form_body_does_not_hide_what_follows(void **state)
{
    assert_refused(*state, STR("cid=C"), STR("txid=a\0b&payout=abc"), "txid", "control byte");
}

/* ------------------------------------------------------------------ hygiene */

static void broken_text_is_refused_and_its_parameter_named(void **state)
{
    assert_bad(*state, "cid=C&foo=%zz", "foo", "percent-encoding");
    assert_bad(*state, "cid=C&txid=a%2", "txid", "percent-encoding");
    assert_bad(*state, "cid=a%00b", "cid", "control byte");
    assert_bad(*state, "cid=C&status=a%1Bb", "status", "control byte");
    assert_bad(*state, "cid=C&txid=%ff", "txid", "UTF-8");
    assert_bad(*state, "cid=C&txid=%C3", "txid", "UTF-8");
}

/* spec: 2.2-hygiene */
static void what_is_too_long_is_refused_and_named(void **state)
{
    static const struct {
        const char *name;
        size_t max;
    } limits[] = {{"cid", 128},
                  {"txid", 255},
                  {"status", 255},
                  {"conversion_id", 255},
                  {"nid", 20},
                  {"key", 128},
                  {"return", 64},
                  {"lead_status", 255},
                  {"sale_status", 255},
                  {"rebill_status", 255},
                  {"rejected_status", 255},
                  {"ignore_status", 255}};

    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        struct str longest = long_value(*state, limits[i].name, limits[i].max);
        struct str longer = long_value(*state, limits[i].name, limits[i].max + 1);
        (void)parsed_form(*state, longest, STR_NONE);
        assert_refused(*state, longer, STR_NONE, limits[i].name, "too long");
    }
    assert_refused(*state, long_value(*state, "order_id", 256), STR_NONE, "txid", "too long");
    assert_refused(*state, long_value(*state, "payout", 65), STR_NONE, "payout", "too long");
    assert_refused(*state, long_value(*state, "currency", 17), STR_NONE, "currency", "too long");
    (void)parsed_form(*state, long_value(*state, "param3", 255), STR_NONE);
    assert_refused(*state, long_value(*state, "param3", 256), STR_NONE, "param3", "too long");
}

static void more_parameters_than_the_limit_are_refused(void **state)
{
    struct buf buf = buf_in_arena(*state, 4096);

    for (unsigned i = 0; i < URI_PARAMS_MAX; i++)
        buf_format(&buf, "%sa%u=1", i > 0 ? "&" : "", i);
    (void)parsed_form(*state, buf_str(&buf), STR_NONE);
    buf_write_c(&buf, "&last=1");
    assert_refused(*state, buf_str(&buf), STR_NONE, "last", "too many");
}

static void an_arena_too_small_is_told_as_full(void **state)
{
    struct arena *small = arena_make(256);
    struct postback_call call;
    struct postback_fault fault;
    struct str query = long_value(*state, "txid", 250);

    assert_int_equal(postback_parse(small, query, STR_NONE, NULL, NULL, &call, &fault), ERR_FULL);
    arena_free(small);
}

static void the_answer_asked_for_is_of_harmless_characters(void **state)
{
    assert_str(parsed(*state, "return=OK:1.0_a-b%20Z").answer, "OK:1.0_a-b Z");
    assert_bad(*state, "return=a%3Cb", "return", "letters");
    assert_bad(*state, "return=a%2Fb", "return", "letters");
    assert_bad(*state, "return=%C3%A9", "return", "letters");
}

/* ------------------------------------------------------------------ numbered ones */

/* spec: 2.2-param1-paramn */
static void numbered_values_are_kept_as_a_query_in_the_order_of_their_numbers(void **state)
{
    struct postback_call call =
        parsed(*state, "event2=-2.5&param10=z&param1=a%26b&add_event1=1&param11=no&event1=3");

    assert_str(call.params, "param1=a%26b&param10=z&event1=3&event2=-2.5&add_event1=1");
}

static void an_event_is_a_number(void **state)
{
    assert_bad(*state, "event3=abc", "event3", "not a number");
    assert_bad(*state, "add_event10=NaN", "add_event10", "not a number");
    assert_str(parsed(*state, "param3=abc").params, "param3=abc");
}

/* spec: 2.2-disable-postback */
static void the_sender_may_keep_the_source_from_being_told(void **state)
{
    assert_true(parsed(*state, "disable_postback=1").is_postback_disabled);
    assert_true(parsed(*state, "disable_postback=TRUE").is_postback_disabled);
    assert_false(parsed(*state, "disable_postback=0").is_postback_disabled);
    assert_false(parsed(*state, "disable_postback=").is_postback_disabled);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_alias_gives_its_value_and_no_other),
        TEST(amounts_and_currencies_have_aliases_too),
        TEST(the_trackers_own_name_wins_over_an_alias_that_came_earlier),
        TEST(names_are_read_in_any_case),
        TEST(what_stands_for_the_click_id_and_is_none_is_kept_apart),
        TEST(an_account_id_of_older_links_changes_nothing),
        TEST(an_empty_query_holds_nothing),
        TEST(the_first_value_that_is_one_wins),
        TEST(a_placeholder_of_any_family_is_no_value),
        TEST(what_only_looks_like_a_placeholder_is_a_value),
        TEST(values_are_decoded_once_and_trimmed),
        TEST(payouts_are_taken_in_the_forms_that_senders_use),
        TEST(a_bad_payout_is_refused_by_name),
        TEST(a_currency_is_a_code_of_three_letters_and_kept_in_upper_case),
        TEST(the_currency_sign_that_a_browser_made_of_the_parameter_is_mended),
        TEST(a_currency_sign_that_stands_for_itself_is_left_alone),
        TEST(a_second_question_mark_begins_a_parameter),
        TEST(a_form_body_is_read_after_the_query),
        TEST(a_form_body_is_repaired_too),
        TEST(a_nul_in_a_form_body_does_not_hide_what_follows),
        TEST(broken_text_is_refused_and_its_parameter_named),
        TEST(what_is_too_long_is_refused_and_named),
        TEST(more_parameters_than_the_limit_are_refused),
        TEST(an_arena_too_small_is_told_as_full),
        TEST(the_answer_asked_for_is_of_harmless_characters),
        TEST(numbered_values_are_kept_as_a_query_in_the_order_of_their_numbers),
        TEST(an_event_is_a_number),
        TEST(the_sender_may_keep_the_source_from_being_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
