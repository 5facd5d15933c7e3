/* Tests of facts/filter: what a filter's text says, what is refused and with which words, and that
 * what is written reads the same. */
#include "../base/check.h"
#include "facts/question.h"

static void texts_are_read(void **state)
{
    static const struct {
        const char *text;
        enum filter_op op;
        size_t count;
        const char *first, *second;
    } of[] = {
        {"country:FR,DE", FILTER_IN, 2, "FR", "DE"},
        {"country:!FR", FILTER_NOT_IN, 1, "FR", NULL},
        {"city:~par", FILTER_CONTAINS, 1, "par", NULL},
        {"city:!~par,ber", FILTER_NOT_CONTAINS, 2, "par", "ber"},
        {"cost:>5", FILTER_GREATER, 1, "5", NULL},
        {"cost:>=0.05", FILTER_GREATER_OR_EQUAL, 1, "0.05", NULL},
        {"roi:<-50", FILTER_LESS, 1, "-50", NULL},
        {"hour:<=6", FILTER_LESS_OR_EQUAL, 1, "6", NULL},
        {"isp:empty", FILTER_EMPTY, 0, NULL, NULL},
        {"isp:!empty", FILTER_NOT_EMPTY, 0, NULL, NULL},
        {"isp:\"empty", FILTER_IN, 1, "empty", NULL},
        {"token1:\"!x,\">y", FILTER_IN, 2, "!x", ">y"},
        {"token1:a\\,b,c\\\\d", FILTER_IN, 2, "a,b", "c\\d"},
        {"token1:", FILTER_IN, 1, "", NULL},
        {"token1:a,", FILTER_IN, 2, "a", ""},
        {"token1:a:b", FILTER_IN, 1, "a:b", NULL},
        {"token30:x", FILTER_IN, 1, "x", NULL},
        {"day:2026-11-24", FILTER_IN, 1, "2026-11-24", NULL},
        {"week:2026-W48", FILTER_IN, 1, "2026-W48", NULL},
        {"is_unique:true", FILTER_IN, 1, "true", NULL},
        {"ip:10.1.2.0/24", FILTER_IN, 1, "10.1.2.0/24", NULL},
        {"referrer:~example", FILTER_CONTAINS, 1, "example", NULL},
        {"campaign:1,2", FILTER_IN, 2, "1", "2"},
        {"visits:!0", FILTER_NOT_IN, 1, "0", NULL},
    };
    struct arena *arena = arena_make(1 << 20);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(of); i++) {
        struct filter filter;
        struct str message = STR("");
        if (filter_parse(FACT_TABLE, str_from_c(of[i].text), arena, &filter, &message) != OK)
            fail_msg("%s: %.*s", of[i].text, STR_FMT(message));
        assert_int_equal(filter.op, of[i].op);
        assert_int_equal(filter.count, of[i].count);
        if (of[i].count > 0)
            assert_true(str_is_equal(filter.values[0], str_from_c(of[i].first)));
        if (of[i].count > 1)
            assert_true(str_is_equal(filter.values[1], str_from_c(of[i].second)));
    }
    arena_free(arena);
}

static void what_does_not_fit_is_refused_by_name(void **state)
{
    static const struct {
        const char *text, *says;
    } of[] = {
        {"country", "NAME:VALUE"},
        {":FR", "NAME:VALUE"},
        {"contry:FR", "\"contry\""},
        {"campaign:x", "campaign: expected an id"},
        {"campaign:4294967296", "campaign: expected an id"},
        {"campaign:-1", "campaign: expected an id"},
        {"campaign:>1", "campaign cannot be compared"},
        {"country:>FR", "country cannot be compared"},
        {"hour:24", "hour: expected an hour"},
        {"hour:>1,2", "one value"},
        {"weekday:0", "weekday: expected a weekday"},
        {"day:2026-13-01", "day: expected a day"},
        {"day:20261124", "day: expected a day"},
        {"day:2026-02-30", "day: expected a day"},
        {"month:2026-00", "month: expected a month"},
        {"week:2026-W54", "week: expected a week"},
        {"is_bot:1", "is_bot: expected true or false"},
        {"ip:10.1.2.300", "ip: expected an address"},
        {"ip:~10", "ip cannot be compared"},
        {"cost:>five", "cost: expected a decimal"},
        {"cost:~5", "cost is a number"},
        {"cr:'; DROP TABLE fact", "cr: expected a decimal"},
        {"sum(cost):1", "\"sum(cost)\""},
    };
    struct arena *arena = arena_make(1 << 20);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(of); i++) {
        struct filter filter;
        struct str message = STR("");
        if (filter_parse(FACT_TABLE, str_from_c(of[i].text), arena, &filter, &message) == OK)
            fail_msg("%s was taken", of[i].text);
        if (str_find(message, str_from_c(of[i].says)) < 0)
            fail_msg("%s: \"%.*s\" does not say \"%s\"", of[i].text, STR_FMT(message), of[i].says);
    }
    arena_free(arena);
}

static void what_is_written_reads_the_same(void **state)
{
    static const char bytes[] = "ab,\\\"!~<>:=empty\xc3\xa9 ";
    struct dice dice = dice_make("what_is_written_reads_the_same");
    struct arena *arena = arena_make(1 << 20);
    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct str values[3];
        char memory[3][8];
        struct filter again, filter = {.dimension = dimension_find(FACT_TABLE, STR("token1")),
                                       .values = values,
                                       .count = 1 + dice_roll(&dice, 3)};
        static const enum filter_op ops[] = {FILTER_IN, FILTER_NOT_IN, FILTER_CONTAINS,
                                             FILTER_NOT_CONTAINS};
        struct str message = STR("");
        arena_reset(arena);
        filter.op = ops[dice_roll(&dice, ARRAY_LEN(ops))];
        for (size_t i = 0; i < 3; i++) {
            values[i] = (struct str){memory[i], dice_roll(&dice, sizeof(memory[i]))};
            for (size_t j = 0; j < values[i].len; j++)
                memory[i][j] = bytes[dice_roll(&dice, sizeof(bytes) - 1)];
        }
        struct str text = filter_text(arena, &filter);
        if (filter_parse(FACT_TABLE, text, arena, &again, &message) != OK)
            fail_msg("%.*s: %.*s", STR_FMT(text), STR_FMT(message));
        assert_int_equal(again.op, filter.op);
        assert_int_equal(again.count, filter.count);
        for (size_t i = 0; i < filter.count; i++)
            if (!str_is_equal(again.values[i], values[i]))
                fail_msg("%.*s", STR_FMT(text));
    }
    arena_free(arena);
}

static void a_groups_key_becomes_its_filter(void **state)
{
    static const struct {
        const char *name;
        int64_t number;
        const char *text, *filter;
    } of[] = {
        {"campaign", 17, NULL, "campaign:17"},  {"day", 20781, NULL, "day:2026-11-24"},
        {"week", 20780, NULL, "week:2026-W48"}, {"month", 20758, NULL, "month:2026-11"},
        {"week", 20815, NULL, "week:2026-W53"}, {"is_bot", 1, NULL, "is_bot:true"},
        {"token2", 0, "a,b", "token2:a\\,b"},   {"token2", 0, "empty", "token2:\"empty"},
        {"country", 0, "FR", "country:FR"},     {"hour", 13, NULL, "hour:13"},
    };
    struct arena *arena = arena_make(1 << 20);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(of); i++) {
        const struct dimension *dimension = dimension_find(FACT_TABLE, str_from_c(of[i].name));
        struct filter filter =
            filter_of_key(arena, dimension, false, of[i].number, str_from_c(of[i].text));
        struct str text = filter_text(arena, &filter);
        if (!str_is_equal(text, str_from_c(of[i].filter)))
            fail_msg("%.*s is not %s", STR_FMT(text), of[i].filter);
    }
    struct filter none =
        filter_of_key(arena, dimension_find(FACT_TABLE, STR("country")), true, 0, STR(""));
    assert_str(filter_text(arena, &none), "country:empty");
    arena_free(arena);
}

/* Of the ad network's figures: 8 clicks that cost 0.5, 3 conversions of 1.5 in all. */
static void a_groups_sums_pass_a_filter_of_a_figure_or_not(void **state)
{
    static const struct {
        const char *text;
        bool is_taken, is_taken_of_none;
    } of[] = {
        {"conversions:3", true, false},   {"conversions:1,3", true, false},
        {"conversions:!3", false, true},  {"conversions:>2", true, false},
        {"conversions:>3", false, false}, {"conversions:>=3", true, false},
        {"conversions:<4", true, true},   {"conversions:<3", false, true},
        {"conversions:<=0", false, true}, {"value:>1.499999", true, false},
        {"value:1.5", true, false},       {"cvr:37.5", true, false},
        {"cvr:>37.5", false, false},      {"cvr:empty", false, true},
        {"cvr:!empty", true, false},      {"ecpa:>0.166666", true, false},
        {"ecpa:<0.166667", true, false},  {"ecpa:!0.1", true, false},
        {"profit:>=1", true, false},      {"roi:200", true, false},
    };
    struct sums sums = {0}, none = {0};
    struct arena *arena = arena_make(1 << 20);
    (void)state;
    sums.at[AD_SUM_clicks] = 8;
    sums.at[AD_SUM_cost] = 500000;
    sums.at[AD_SUM_conversions] = 3;
    sums.at[AD_SUM_value] = 1500000;
    for (size_t i = 0; i < ARRAY_LEN(of); i++) {
        struct filter filter;
        struct str message = STR("");
        if (filter_parse(AD_FACT_TABLE, str_from_c(of[i].text), arena, &filter, &message) != OK)
            fail_msg("%s: %.*s", of[i].text, STR_FMT(message));
        if (filter_takes_sums(&filter, &sums, RATE_SAME, false) != of[i].is_taken ||
            filter_takes_sums(&filter, &none, RATE_SAME, false) != of[i].is_taken_of_none)
            fail_msg("%s", of[i].text);
    }
    struct filter filter;
    struct str message = STR("");
    const struct rate doubled = {.num = 2, .den = 1};
    assert_int_equal(filter_parse(AD_FACT_TABLE, STR("value:3"), arena, &filter, &message), OK);
    assert_true(filter_takes_sums(&filter, &sums, doubled, false)); /* in the currency of display */
    assert_false(filter_takes_sums(&filter, &sums, RATE_SAME, false));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read),
        cmocka_unit_test(what_does_not_fit_is_refused_by_name),
        cmocka_unit_test(what_is_written_reads_the_same),
        cmocka_unit_test(a_groups_key_becomes_its_filter),
        cmocka_unit_test(a_groups_sums_pass_a_filter_of_a_figure_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
