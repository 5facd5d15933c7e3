/* Tests of model/lint (spec/users.md §5.15, spec/tracker.md §5, spec/network.md §6.2 lengths). */
#include "model/lint.h"

#include "../base/check.h"

#define ARENA_BYTES ((size_t)1 << 20)

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

static const struct lint_context nothing_known = {0};

/* A source with three parameters, as the catalogue would give it. */
static const struct lint_macro source_macros[] = {
    {{"zoneid", 6}, {"{zone_id}", 9}, {"{token1}", 8}},
    {{"campid", 6}, {"##CAMPAIGN_ID##", 15}, {"{token2}", 8}},
    {{"external_id", 11}, {"{conversions_tracking}", 22}, {"{external_id}", 13}},
};
static const struct lint_context of_source = {
    .tracking_url = {"https://t.example", 17},
    .macros = source_macros,
    .macro_count = ARRAY_LEN(source_macros),
    .external_id_param = {"external_id", 11},
    .external_id_macro = {"{conversions_tracking}", 22},
};

static const struct lint_macro network_macros[] = {
    {{"cid", 3}, {"#s2#", 4}, {NULL, 0}},
    {{"payout", 6}, {"#price#", 7}, {NULL, 0}},
    {{"txid", 4}, {"xxtidxx", 7}, {NULL, 0}},
};
static const struct lint_context of_network = {
    .macros = network_macros,
    .macro_count = ARRAY_LEN(network_macros),
    .network_template = {"{url}&s2={clickid}", 18},
};

static struct lint_report *lint(struct arena *arena, const char *text, enum lint_kind kind,
                                const struct lint_context *context)
{
    struct lint_report *report = ARENA_NEW(arena, struct lint_report);
    assert_int_equal(lint_read(arena, str_from_c(text), kind, context, report), OK);
    return report;
}

static void print_report(const char *text, const struct lint_report *report)
{
    print_error("%s (%.*s)\n", text, STR_FMT(lint_kind_text(report->kind)));
    for (size_t i = 0; i < report->count; i++) {
        const struct lint_finding *finding = &report->findings[i];
        print_error("  %.*s at %zu, %zu: %s [%.*s]\n", STR_FMT(lint_code(finding->rule)),
                    finding->at, finding->len, finding->message, STR_FMT(finding->suggestion));
    }
    print_error("  fixed: %.*s\n", STR_FMT(report->fixed));
}

/* One text and the one finding that it gives; notes apart. */
struct expected {
    enum lint_kind kind;
    const char *text;
    enum lint_rule rule;
    const char *piece;      /* what the finding points at, as it stands in the text; "": a place */
    const char *suggestion; /* NULL: none */
    const char *fixed;      /* NULL: it cannot be mended by itself */
};

static bool is_as_expected(const struct expected *expected, const struct lint_report *report)
{
    size_t told = 0, place = 0;
    for (size_t i = 0; i < report->count; i++)
        if (lint_severity_of(report->findings[i].rule) != LINT_NOTE ||
            report->findings[i].rule == expected->rule) {
            place = i;
            told++;
        }
    const struct lint_finding *finding = &report->findings[place];
    struct str text = str_from_c(expected->text);
    return told == 1 && finding->rule == expected->rule &&
           str_is_equal(str_slice(text, finding->at, finding->at + finding->len),
                        str_from_c(expected->piece)) &&
           finding->message[0] != '\0' &&
           str_is_equal(finding->suggestion, str_from_c(expected->suggestion)) &&
           (finding->suggestion.ptr == NULL) == (expected->suggestion == NULL) &&
           str_is_equal(report->fixed, str_from_c(expected->fixed));
}

static void check_all(struct arena *arena, const struct expected *list, size_t count,
                      const struct lint_context *context)
{
    for (size_t i = 0; i < count; i++) {
        struct lint_report *report = lint(arena, list[i].text, list[i].kind, context);
        if (!is_as_expected(&list[i], report)) {
            print_report(list[i].text, report);
            fail();
        }
        /* What was mended has nothing left to mend. */
        if (list[i].fixed != NULL)
            assert_null(lint(arena, list[i].fixed, list[i].kind, context)->fixed.ptr);
        arena_reset(arena);
    }
}

#define O   LINT_OFFER_URL
#define T   LINT_NETWORK_TEMPLATE
#define P   LINT_SOURCE_POSTBACK
#define C   LINT_CAMPAIGN_URL
#define I   LINT_INCOMING_POSTBACK
#define V   LINT_VARIATION_URL
#define H   "http://h.example/"
#define IN  "https://t.example/postback?"
#define TAG "http://s.magsrv.com/tag.php?goal=0123456789abcdef0123456789abcdef&tag={external_id}"

/* ------------------------------------------------------------------ characters */

static void characters_that_copying_brought_in_are_named_and_mended(void **state)
{
    static const struct expected list[] = {
        {O, " " H "?c={clickid}", LINT_RULE_WHITESPACE, " ", "", H "?c={clickid}"},
        {O, H "?c={clickid}\r\n", LINT_RULE_WHITESPACE, "\r\n", "", H "?c={clickid}"},
        {O, H "?a=1&\nc={clickid}", LINT_RULE_WHITESPACE, "\n", "", H "?a=1&c={clickid}"},
        {O, H "?a=b c&c={clickid}", LINT_RULE_WHITESPACE, " ", "%20", H "?a=b%20c&c={clickid}"},
        {O, H "?a=\001&c={clickid}", LINT_RULE_CONTROL, "\001", "", H "?a=&c={clickid}"},
        {O, H "?a=1&amp;c={clickid}", LINT_RULE_HTML_ENTITY, "&amp;", "&", H "?a=1&c={clickid}"},
        {O, H "?a=1&#38;c={clickid}", LINT_RULE_HTML_ENTITY, "&#38;", "&", H "?a=1&c={clickid}"},
        {P,
         H "?t={external_id}\xC2\xA4"
           "cy={currency}",
         LINT_RULE_CURRENCY_SIGN,
         "\xC2\xA4"
         "cy",
         "&currency", H "?t={external_id}&currency={currency}"},
        {P, H "?t={external_id}%C2%A4cy=EUR", LINT_RULE_CURRENCY_SIGN, "%C2%A4cy", "&currency",
         H "?t={external_id}&currency=EUR"},
        {P, H "?t={external_id}&%a4cy=EUR", LINT_RULE_CURRENCY_SIGN, "%a4cy", "currency",
         H "?t={external_id}&currency=EUR"},
        {O, H "?c=%7Bclickid%7D", LINT_RULE_ESCAPED_BRACES, "%7Bclickid%7D", "{clickid}",
         H "?c={clickid}"},
        {O, H "?c=%257bclickid%257d&a=1", LINT_RULE_ESCAPED_BRACES, "%257bclickid%257d",
         "{clickid}", H "?c={clickid}&a=1"},
        {O, H "?p=50%&c={clickid}", LINT_RULE_BAD_PERCENT, "%", "%25", H "?p=50%25&c={clickid}"},
        {O, H "caf\xc3\xa9?c={clickid}", LINT_RULE_UNENCODED, "\xc3\xa9", "%C3%A9",
         H "caf%C3%A9?c={clickid}"},
        {O, H "?a=\"&c={clickid}", LINT_RULE_UNENCODED, "\"", "%22", H "?a=%22&c={clickid}"},
        {O, H "?a=x}&c={clickid}", LINT_RULE_STRAY_BRACE, "}", NULL, NULL},
    };
    check_all(*state, list, ARRAY_LEN(list), &nothing_known);
}

/* ------------------------------------------------------------------ addresses */

static void an_address_that_cannot_work_is_named(void **state)
{
    static const struct expected list[] = {
        {P, "", LINT_RULE_EMPTY, "", NULL, NULL},
        {O, "h.example/?c={clickid}", LINT_RULE_NO_URL, "", NULL, NULL},
        {O, "ftp://h.example/?c={clickid}", LINT_RULE_NO_URL, "ftp", NULL, NULL},
        {O, "http:///?c={clickid}", LINT_RULE_NO_URL, "", NULL, NULL},
        {O, "http://{token1}.example/?c={clickid}", LINT_RULE_MACRO_IN_HOST, "{token1}", NULL,
         NULL},
        {T, "http://h.example/?s1={clickid}", LINT_RULE_NO_URL, "", "{url}", NULL},
        {O, H "?a=1?c={clickid}", LINT_RULE_DOUBLE_QUESTION_MARK, "?", "&", H "?a=1&c={clickid}"},
        {P, H "?a=1&t={external_id}&a=2", LINT_RULE_DUPLICATE_PARAMETER, "a=2", NULL, NULL},
    };
    check_all(*state, list, ARRAY_LEN(list), &nothing_known);
}

static void what_stands_behind_a_fragment_is_named(void **state)
{
    struct lint_report *report = lint(*state, H "?a=1#c={clickid}", O, &nothing_known);
    assert_true(lint_has(report, LINT_RULE_AFTER_FRAGMENT));
    assert_null(report->fixed.ptr);
}

static void a_text_that_is_too_long_is_named(void **state)
{
    char text[MACRO_TEMPLATE_BYTES_MAX + 2];
    memset(text, 'a', sizeof text);
    memcpy(text, H "?c={clickid}&a=", sizeof(H "?c={clickid}&a=") - 1);
    text[sizeof text - 1] = '\0';
    struct lint_report *report = lint(*state, text, O, &nothing_known);
    assert_int_equal(report->count, 1);
    assert_int_equal(report->findings[0].rule, LINT_RULE_TOO_LONG);
    assert_int_equal(report->findings[0].at, MACRO_TEMPLATE_BYTES_MAX);
}

static void the_trackers_address_with_the_other_scheme_is_mended(void **state)
{
    static const struct expected list[] = {
        {C, "http://t.example/15GFcZ?external_id={conversions_tracking}", LINT_RULE_SCHEME_MISMATCH,
         "http", "https", "https://t.example/15GFcZ?external_id={conversions_tracking}"},
    };
    check_all(*state, list, ARRAY_LEN(list), &of_source);
    assert_int_equal(
        lint(*state, "http://t.example.org/?external_id={conversions_tracking}", C, &of_source)
            ->count,
        0);
}

/* ------------------------------------------------------------------ macros of the tracker */

static void a_macro_that_nobody_would_replace_is_named_with_the_nearest_right_one(void **state)
{
    static const struct expected list[] = {
        {O, H "?c={clickid}&z={tokn3}", LINT_RULE_UNKNOWN_MACRO, "{tokn3}", "{token3}",
         H "?c={clickid}&z={token3}"},
        {O, H "?c={clickid}&z={frobnicate}", LINT_RULE_UNKNOWN_MACRO, "{frobnicate}", NULL, NULL},
        {O, H "?c={clickid}&p={payout}", LINT_RULE_WRONG_PLACE, "{payout}", NULL, NULL},
        {O, H "?c={clickid}&z={token1:percent}", LINT_RULE_UNKNOWN_FORM, "{token1:percent}", NULL,
         NULL},
        {O, H "?c={clickid}&z={{token1}}", LINT_RULE_FOREIGN_MACRO, "{{token1}}", "{token1}",
         H "?c={clickid}&z={token1}"},
        {O, H "?c={clickid}&z=${token1}", LINT_RULE_FOREIGN_MACRO, "${token1}", "{token1}",
         H "?c={clickid}&z={token1}"},
        {O, H "?c={clickid}&z=[token1]", LINT_RULE_FOREIGN_MACRO, "[token1]", "{token1}",
         H "?c={clickid}&z={token1}"},
        {O, H "?c={clickid}&z=__ZONE__", LINT_RULE_FOREIGN_MACRO, "__ZONE__", NULL, NULL},
        {O, H "?c={clickid}&z=%campaignid%", LINT_RULE_FOREIGN_MACRO, "%campaignid%",
         "{campaignid}", H "?c={clickid}&z={campaignid}"},
    };
    check_all(*state, list, ARRAY_LEN(list), &nothing_known);
}

static void a_misspelt_click_id_is_mended_and_then_nothing_is_missing(void **state)
{
    struct lint_report *report = lint(*state, H "?c={clikid}", O, &nothing_known);
    assert_true(lint_has(report, LINT_RULE_UNKNOWN_MACRO));
    assert_true(lint_has(report, LINT_RULE_NO_CLICK_ID));
    assert_str(report->fixed, H "?c={clickid}");
    assert_int_equal(lint(*state, H "?c={clickid}", O, &nothing_known)->count, 0);
}

static void a_sources_macro_in_its_postback_is_what_came_in_its_place(void **state)
{
    static const struct expected list[] = {
        {P, H "?t={external_id}&z={zone_id}", LINT_RULE_FOREIGN_MACRO, "{zone_id}", "{token1}",
         H "?t={external_id}&z={token1}"},
        {P, H "?t={external_id}&c={campid}", LINT_RULE_FOREIGN_MACRO, "{campid}", "{token2}",
         H "?t={external_id}&c={token2}"},
    };
    check_all(*state, list, ARRAY_LEN(list), &of_source);
}

/* spec: 2.2-hygiene */
static void words_that_were_left_to_fill_are_named(void **state)
{
    static const struct expected list[] = {
        {P, H "?g=REPLACE&t={external_id}", LINT_RULE_REPLACE_LEFT, "REPLACE", NULL, NULL},
        {P, H "?g=REPLACE_EVENT&t={external_id}", LINT_RULE_REPLACE_LEFT, "REPLACE_EVENT", NULL,
         NULL},
        {I, IN "cid={x}&txid=OPTIONAL", LINT_RULE_REPLACE_LEFT, "OPTIONAL", NULL, NULL},
        {I, IN "cid=REPLACE", LINT_RULE_REPLACE_LEFT, "REPLACE", NULL, NULL},
        {P, H "name/NAMEOFADVERTISER/at?t={external_id}", LINT_RULE_REPLACE_LEFT,
         "NAMEOFADVERTISER", NULL, NULL},
    };
    check_all(*state, list, ARRAY_LEN(list), &nothing_known);
}

/* ------------------------------------------------------------------ what must be there */

/* spec: n3.2-save-time */
static void a_missing_click_id_is_named(void **state)
{
    static const struct expected list[] = {
        {O, H "?a=1", LINT_RULE_NO_CLICK_ID, "", NULL, NULL},
        {T, "{url}&a=1", LINT_RULE_NO_CLICK_ID, "", NULL, NULL},
        {I, IN "payout={x}", LINT_RULE_NO_CLICK_ID, "", NULL, NULL},
        {P, H "?a={payout}", LINT_RULE_NO_EXTERNAL_ID, "", "{external_id}", NULL},
        {V, H "?z={zone_id}", LINT_RULE_NO_CONVERSIONS_TRACKING, "", NULL, NULL},
        {LINT_LANDER_URL, H, LINT_RULE_COOKIE_ONLY, "", NULL, NULL},
    };
    check_all(*state, list, ARRAY_LEN(list), &nothing_known);
    assert_int_equal(lint(*state, H "?a=", O, &nothing_known)->count, 0); /* it is appended */
    assert_int_equal(lint(*state, H "?a=1", O, &of_network)->count, 0);   /* the network adds it */
}

static void a_campaign_url_without_the_sources_click_id_gets_it(void **state)
{
    static const struct expected list[] = {
        {C, "https://t.example/15GFcZ?zoneid={zone_id}", LINT_RULE_NO_EXTERNAL_ID, "",
         "&external_id={conversions_tracking}",
         "https://t.example/15GFcZ?zoneid={zone_id}&external_id={conversions_tracking}"},
        {C, "https://t.example/15GFcZ", LINT_RULE_NO_EXTERNAL_ID, "",
         "?external_id={conversions_tracking}",
         "https://t.example/15GFcZ?external_id={conversions_tracking}"},
    };
    check_all(*state, list, ARRAY_LEN(list), &of_source);
}

static void the_rules_of_tag_php_are_known(void **state)
{
    static const struct expected list[] = {
        {P, "http://s.magsrv.com/tag.php?goal=abc&tag={external_id}", LINT_RULE_GOAL_LENGTH, "abc",
         NULL, NULL},
        {P, "http://s.magsrv.com/tag.php?tag={external_id}", LINT_RULE_GOAL_LENGTH, "", NULL, NULL},
        {P, "http://s.magsrv.com/tag.php?goal=0123456789abcdef0123456789abcdef&tag=",
         LINT_RULE_NO_EXTERNAL_ID, "", "{external_id}", TAG},
        {P, TAG "&valeur={payout}", LINT_RULE_VALUE_NAME, "valeur", "value", TAG "&value={payout}"},
        {P, TAG, LINT_RULE_NO_VALUE, "", "&value={payout}", NULL},
        {P, TAG "&value={payout}&cpa=5", LINT_RULE_CPA_WITHOUT_KEY, "", NULL, NULL},
    };
    check_all(*state, list, ARRAY_LEN(list), &nothing_known);
    assert_int_equal(lint(*state, TAG "&value={revenue}", P, &nothing_known)->count, 0);
}

static void a_goal_that_is_known_is_held_to_its_value(void **state)
{
    static const struct expected list[] = {
        {P, TAG, LINT_RULE_DYNAMIC_WITHOUT_VALUE, "", "&value={payout}", TAG "&value={payout}"},
    };
    const struct lint_context dynamic = {.goal = LINT_GOAL_DYNAMIC};
    const struct lint_context fixed = {.goal = LINT_GOAL_OTHER};
    check_all(*state, list, ARRAY_LEN(list), &dynamic);
    assert_int_equal(lint(*state, TAG, P, &fixed)->count, 0);
    assert_str(lint_goal_of(str_from_c(TAG)), "0123456789abcdef0123456789abcdef");
    assert_null(lint_goal_of(STR("http://h/tag.php?goal=REPLACE&tag=")).ptr);
    assert_null(lint_goal_of(STR("http://h/?goal=0123456789abcdef0123456789abcdef")).ptr);
}

/* ------------------------------------------------------------------ macros that others fill */

static void macros_of_a_source_are_held_against_its_own(void **state)
{
#define EXT "external_id={conversions_tracking}"
    static const struct expected list[] = {
        {C, EXT "&zoneid={Zone_ID}", LINT_RULE_MACRO_CASE, "{Zone_ID}", "{zone_id}",
         EXT "&zoneid={zone_id}"},
        {C, EXT "&zoneid={zoneid2}", LINT_RULE_UNKNOWN_MACRO, "{zoneid2}", "{zone_id}",
         EXT "&zoneid={zone_id}"},
        {C, EXT "&zoneid=[FROBNICATE]", LINT_RULE_UNKNOWN_MACRO, "[FROBNICATE]", NULL, NULL},
        {C, EXT "&zoneid={clickid}", LINT_RULE_FOREIGN_MACRO, "{clickid}", NULL, NULL},
        {C, EXT "&zone_id={zone_id}", LINT_RULE_UNKNOWN_PARAMETER, "zone_id", "zoneid",
         EXT "&zoneid={zone_id}"},
        {C, EXT "&frobnicate=1", LINT_RULE_UNKNOWN_PARAMETER, "frobnicate", NULL, NULL},
        {C, "external_id={conversion_tracking}", LINT_RULE_SINGULAR, "{conversion_tracking}",
         "{conversions_tracking}", EXT},
    };
    check_all(*state, list, ARRAY_LEN(list), &of_source);
    assert_int_equal(
        lint(*state, EXT "&campid=##CAMPAIGN_ID##&zoneid={zone_id}", C, &of_source)->count, 0);
}

static void macros_of_a_network_are_held_against_its_own(void **state)
{
    static const struct expected list[] = {
        {I, IN "cid=#S2#", LINT_RULE_MACRO_CASE, "#S2#", "#s2#", IN "cid=#s2#"},
        {I, IN "cid=#s2#&payout=#prise#", LINT_RULE_UNKNOWN_MACRO, "#prise#", "#price#",
         IN "cid=#s2#&payout=#price#"},
        {I, IN "cid={clickid}", LINT_RULE_FOREIGN_MACRO, "{clickid}", NULL, NULL},
        {I, IN "cid=clickid", LINT_RULE_FIXED_VALUE, "clickid", NULL, NULL},
    };
    check_all(*state, list, ARRAY_LEN(list), &of_network);
    assert_int_equal(
        lint(*state, IN "cid=#s2#&payout=#price#&txid=xxtidxx&nid=1", I, &of_network)->count, 0);
}

/* spec: n3.2-unknown, n3.2-case */
static void tokens_of_the_ad_network_are_case_sensitive(void **state)
{
#define CT H "?t={conversions_tracking}"
    static const struct expected list[] = {
        {V, H "?t={conversion_tracking}", LINT_RULE_SINGULAR, "{conversion_tracking}",
         "{conversions_tracking}", CT},
        {V, CT "&z={Zone_Id}", LINT_RULE_MACRO_CASE, "{Zone_Id}", "{zone_id}", CT "&z={zone_id}"},
        {V, CT "&z={zone_idd}", LINT_RULE_UNKNOWN_MACRO, "{zone_idd}", "{zone_id}",
         CT "&z={zone_id}"},
        {V, CT "&z={frobnicate}", LINT_RULE_UNKNOWN_MACRO, "{frobnicate}", NULL, NULL},
        {V, CT "&z=[zone_id]", LINT_RULE_FOREIGN_MACRO, "[zone_id]", NULL, NULL},
    };
    check_all(*state, list, ARRAY_LEN(list), &nothing_known);
}

static void sub_ids_longer_than_networks_keep_are_named(void **state)
{
#define FIFTY "01234567890123456789012345678901234567890123456789"
    static const struct expected list[] = {
        {O, H "?c={clickid}&s1=" FIFTY "x", LINT_RULE_SUB_ID_LENGTH, FIFTY "x", NULL, NULL},
        {O, H "?s1={clickid}-012345678901234567890123456789", LINT_RULE_SUB_ID_LENGTH,
         "{clickid}-012345678901234567890123456789", NULL, NULL},
        {T, "{url}&tid={clickid}x", LINT_RULE_SUB_ID_LENGTH, "{clickid}x", NULL, NULL},
        {T, "{url}&ymid={clickid}&var={externalid}", LINT_RULE_SUB_ID_MAY_BE_LONG, "{externalid}",
         NULL, NULL},
        {T, "{url}&s2={clickid}&s3={token1}", LINT_RULE_SUB_ID_MAY_BE_LONG, "{token1}", NULL, NULL},
    };
    check_all(*state, list, ARRAY_LEN(list), &nothing_known);
    assert_int_equal(
        lint(*state, H "?s1={clickid}&tid={clickid}&var=" FIFTY, O, &nothing_known)->count, 1);
    assert_int_equal(lint(*state, H "?c={clickid}&s1=" FIFTY, O, &nothing_known)->count, 0);
}

/* ------------------------------------------------------------------ the report */

static void the_kind_is_found_out(void **state)
{
    static const struct {
        const char *text;
        enum lint_kind kind;
    } list[] = {
        {"{url}&s1={clickid}", T},
        {"&s1={clickid}", T},
        {H "?a=1&s1=", O},
        {H "?s1={clickid}", O},
        {"https://t.example/postback?cid=#s2#", I},
        {"https://other.example/postback?cid={sub1}&payout={payout}", I},
        {"http://postback.report/postback?cid=REPLACE&click_id={external_id}", P},
        {TAG, P},
        {"http://s.magsrv.com/tag.php?goal=REPLACE&tag=", P},
        {H "?click={external_id}&payout={payout}", P},
        {"https://t.example/15GFcZ?zoneid={zone_id}", C},
        {"zoneid={zone_id}&external_id={conversions_tracking}", C},
        {H "land?ct={conversions_tracking}", V},
    };
    struct lint_context context = {.tracking_url = STR("https://t.example")};
    for (size_t i = 0; i < ARRAY_LEN(list); i++) {
        struct lint_report *report = lint(*state, list[i].text, LINT_AUTO, &context);
        if (report->kind != list[i].kind)
            fail_msg("%s is no %.*s", list[i].text, STR_FMT(lint_kind_text(report->kind)));
    }
}

static void several_accidents_of_one_text_are_told_where_they_stand(void **state)
{
    static const char text[] = "  " H "?a=1&amp;b=%7Bclikid%7D?c=\xc3\xa9 ";
    struct lint_report *report = lint(*state, text, O, &nothing_known);
    static const struct {
        enum lint_rule rule;
        const char *piece;
    } list[] = {
        {LINT_RULE_WHITESPACE, "  "},
        {LINT_RULE_HTML_ENTITY, "&amp;"},
        {LINT_RULE_ESCAPED_BRACES, "%7Bclikid%7D"},
        {LINT_RULE_UNKNOWN_MACRO, "%7Bclikid%7D"},
        {LINT_RULE_DOUBLE_QUESTION_MARK, "?"},
        {LINT_RULE_UNENCODED, "\xc3\xa9"},
        {LINT_RULE_WHITESPACE, " "},
        {LINT_RULE_NO_CLICK_ID, ""},
    };
    if (report->count != ARRAY_LEN(list))
        print_report(text, report);
    assert_int_equal(report->count, ARRAY_LEN(list));
    for (size_t i = 0; i < report->count; i++) {
        const struct lint_finding *finding = &report->findings[i];
        assert_int_equal(finding->rule, list[i].rule);
        assert_true(
            str_is_equal(str_slice(str_from_c(text), finding->at, finding->at + finding->len),
                         str_from_c(list[i].piece)));
    }
    assert_str(report->fixed, H "?a=1&b={clickid}&c=%C3%A9");
}

static void good_texts_give_nothing(void **state)
{
    static const struct {
        enum lint_kind kind;
        const char *text;
    } list[] = {
        {O, H "?a=14030&c=64375&s1="},
        {O, H "path/{clickid}?x={_token1}%20#top"},
        {T, "{url}?s1={clickid}"},
        {LINT_LANDER_URL, H "?cid={clickid}&p={offer_id}"},
        {T, "{url}&aff_sub={clickid}&aff_sub2={campaign_id}"},
        {P, H "?t={external_id}&st={status:lead=0 sale=1}&r={random}"},
        {C, "campid=##CAMPAIGN_ID##&b=%banner%&k={{kw}}&c={:c}&d={$d}&s=${SUBID}&e=__CID__"},
        {I, IN "cid=[=XID1=]&payout=<payout>&txid=[[[tid]]]&status={url(sid)}&currency=USD"},
        {V, H "?t={conversions_tracking}&c={country}"},
    };
    for (size_t i = 0; i < ARRAY_LEN(list); i++) {
        struct lint_report *report = lint(*state, list[i].text, list[i].kind, &nothing_known);
        if (report->count != 0) {
            print_report(list[i].text, report);
            fail();
        }
    }
}

static void more_findings_than_are_told_do_no_harm(void **state)
{
    char text[4000] = H "?c={clickid}&";
    for (size_t i = strlen(text); i < sizeof text - 1; i++)
        text[i] = '?';
    struct lint_report *report = lint(*state, text, O, &nothing_known);
    assert_int_equal(report->count, LINT_FINDINGS_MAX);
}

static void a_text_of_nothing_but_macros_is_read_in_the_memory_of_a_check(void **state)
{
    char text[MACRO_TEMPLATE_BYTES_MAX + 1] = H "?c={clickid}&";
    size_t len = strlen(text);
    struct arena *arena = arena_make((size_t)4 << 20);
    struct lint_report report;
    (void)state;
    for (; len + 3 < sizeof text; len += 3)
        memcpy(text + len, "{x}", 3);
    assert_int_equal(lint_read(arena, (struct str){text, len}, O, &nothing_known, &report), OK);
    assert_int_equal(report.count, LINT_FINDINGS_MAX);
    arena_free(arena);
}

static void every_rule_has_a_code_and_every_kind_a_word(void **state)
{
    (void)state;
    for (int i = 0; i < LINT_RULE_COUNT; i++)
        for (int j = 0; j < i; j++)
            assert_false(str_is_equal(lint_code((enum lint_rule)i), lint_code((enum lint_rule)j)));
    for (int i = 0; i < LINT_KIND_COUNT; i++) {
        enum lint_kind kind;
        assert_int_equal(lint_kind_parse(lint_kind_text((enum lint_kind)i), &kind), OK);
        assert_int_equal(kind, i);
    }
    enum lint_kind unused;
    assert_int_equal(lint_kind_parse(STR("url"), &unused), ERR_INVALID);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(characters_that_copying_brought_in_are_named_and_mended),
        TEST(an_address_that_cannot_work_is_named),
        TEST(what_stands_behind_a_fragment_is_named),
        TEST(a_text_that_is_too_long_is_named),
        TEST(the_trackers_address_with_the_other_scheme_is_mended),
        TEST(a_macro_that_nobody_would_replace_is_named_with_the_nearest_right_one),
        TEST(a_misspelt_click_id_is_mended_and_then_nothing_is_missing),
        TEST(a_sources_macro_in_its_postback_is_what_came_in_its_place),
        TEST(words_that_were_left_to_fill_are_named),
        TEST(a_missing_click_id_is_named),
        TEST(a_campaign_url_without_the_sources_click_id_gets_it),
        TEST(the_rules_of_tag_php_are_known),
        TEST(a_goal_that_is_known_is_held_to_its_value),
        TEST(macros_of_a_source_are_held_against_its_own),
        TEST(macros_of_a_network_are_held_against_its_own),
        TEST(tokens_of_the_ad_network_are_case_sensitive),
        TEST(sub_ids_longer_than_networks_keep_are_named),
        TEST(the_kind_is_found_out),
        TEST(several_accidents_of_one_text_are_told_where_they_stand),
        TEST(good_texts_give_nothing),
        TEST(more_findings_than_are_told_do_no_harm),
        TEST(a_text_of_nothing_but_macros_is_read_in_the_memory_of_a_check),
        TEST(every_rule_has_a_code_and_every_kind_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
