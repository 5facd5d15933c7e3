/* Tests of facts/report: answers over a small store against a slow recount of the same rows. */
#include <pthread.h>
#include <stdatomic.h>
#include "../base/check.h"
#include "base/id.h"
#include "facts/report.h"

#define ROWS_MAX   600
#define GROUPS_MAX 4096
#define DAY        INT64_C(86400000)

static struct {
    char dir[64];
    struct facts *facts;
    struct fact rows[ROWS_MAX];
    size_t row_count;
    struct arena *arena;
} rig;

static int open_rig(void **state)
{
    (void)state;
    memset(&rig, 0, sizeof(rig));
    (void)snprintf(rig.dir, sizeof(rig.dir), "/tmp/rebond-report-XXXXXX");
    assert_non_null(mkdtemp(rig.dir));
    struct facts_options options = facts_options_default(rig.dir);
    assert_int_equal(facts_open(&options, &rig.facts), OK);
    rig.arena = arena_make(16 << 20);
    return 0;
}

static int close_rig(void **state)
{
    char command[96];
    (void)state;
    facts_close(rig.facts);
    arena_free(rig.arena);
    (void)snprintf(command, sizeof(command), "rm -rf '%s'", rig.dir);
    assert_int_equal(system(command), 0);
    return 0;
}

static void add(struct fact fact)
{
    fact.workspace_id = fact.workspace_id != 0 ? fact.workspace_id : 1;
    rig.rows[rig.row_count++] = fact;
}

static void load(void)
{
    struct facts_load *load;
    assert_int_equal(facts_load_begin(rig.facts, &load), OK);
    for (size_t i = 0; i < rig.row_count; i++)
        assert_int_equal(facts_load_add(load, FACT_TABLE, &rig.rows[i]), OK);
    assert_int_equal(facts_load_commit(load, &(struct facts_position){.node = 1, .id = 1}), OK);
}

static uint64_t id_at(int64_t wall_ms, unsigned sequence)
{
    return id_from_ms(wall_ms) + sequence;
}

/* --- Asking --- */

static const uint64_t workspace_1[] = {1};
static const struct metric *wanted[4];

static struct question question_of(struct zone *zone, int64_t from_ms, int64_t to_ms)
{
    wanted[0] = metric_find(FACT_TABLE, STR("visits"));
    wanted[1] = metric_find(FACT_TABLE, STR("roi"));
    wanted[2] = metric_find(FACT_TABLE, STR("conversions"));
    wanted[3] = metric_find(FACT_TABLE, STR("cost"));
    return (struct question){.table = FACT_TABLE,
                             .workspaces = workspace_1,
                             .workspace_count = 1,
                             .span = {from_ms, to_ms},
                             .zone = zone,
                             .rate = RATE_SAME,
                             .metrics = wanted,
                             .metric_count = ARRAY_LEN(wanted)};
}

static void group_by(struct question *question, const char *name)
{
    question->groups[question->group_count] = dimension_find(question->table, str_from_c(name));
    assert_non_null(question->groups[question->group_count++]);
}

static void filter_by(struct question *question, const char *text)
{
    struct str message = STR("");
    if (filter_parse(question->table, str_from_c(text), rig.arena,
                     &question->filters[question->filter_count++], &message) != OK)
        fail_msg("%s: %.*s", text, STR_FMT(message));
}

static void sort_by(struct question *question, const char *name, bool is_descending)
{
    struct sort *sort = &question->sorts[question->sort_count++];
    sort->dimension = dimension_find(question->table, str_from_c(name));
    sort->metric = sort->dimension == NULL ? metric_find(question->table, str_from_c(name)) : NULL;
    sort->is_descending = is_descending;
}

struct answer {
    size_t count;
    struct report_row rows[GROUPS_MAX];
    struct report_row totals;
    uint64_t row_count;
};
static struct answer answer;

static enum err take_row(void *context, const struct report_row *row)
{
    (void)context;
    struct report_row *kept = &answer.rows[answer.count++];
    *kept = *row;
    for (size_t i = 0; i < QUESTION_GROUPS_MAX; i++)
        if (row->keys[i].text.ptr != NULL)
            kept->keys[i].text = arena_copy(rig.arena, row->keys[i].text);
    return OK;
}

static void ask(const struct question *question)
{
    answer.count = 0;
    assert_int_equal(report_run(rig.facts, NULL, question, take_row, NULL, &answer.totals, NULL,
                                &answer.row_count),
                     OK);
}

/* --- By hand --- */

static struct fact visit_at(int64_t wall_ms, unsigned sequence)
{
    uint64_t id = id_at(wall_ms, sequence);
    return (struct fact){.entry_id = id, .visit_id = id, .kind = FACT_VISIT, .visits = 1};
}

/* Europe/Paris leaps from 2 to 3 on 2026-03-29 and falls back from 3 to 2 on 2026-10-25. */
static void days_of_23_and_25_hours_hold_what_happened_on_them(void **state)
{
    struct zone *zone;
    const int64_t march = INT64_C(1774738800000);   /* 2026-03-29T00:00+01:00 */
    const int64_t october = INT64_C(1792879200000); /* 2026-10-25T00:00+02:00 */
    const int64_t hour = 3600000;
    (void)state;
    assert_int_equal(zone_make(STR("Europe/Paris"), &zone), OK);
    for (unsigned i = 0; i < 24; i++) {
        add(visit_at(march + i * hour, 1));
        add(visit_at(october + i * hour, 1));
    }
    add(visit_at(october + 24 * hour, 1)); /* 23:00 of the day of 25 hours */
    add(visit_at(october + 25 * hour, 1));
    load();
    struct question question = question_of(zone, march - DAY, october + 3 * DAY);
    group_by(&question, "day");
    ask(&question);
    assert_int_equal(answer.count, 4);
    assert_int_equal(answer.rows[0].sums.at[SUM_visits], 23);
    assert_int_equal(answer.rows[1].sums.at[SUM_visits], 1);
    assert_int_equal(answer.rows[2].sums.at[SUM_visits], 25);
    assert_int_equal(answer.rows[3].sums.at[SUM_visits], 1);
    assert_int_equal(answer.totals.sums.at[SUM_visits], 50);
    question.group_count = 0;
    filter_by(&question, "day:2026-10-25");
    filter_by(&question, "hour:2");
    ask(&question);
    assert_int_equal(answer.totals.sums.at[SUM_visits], 2); /* twice on the clock */
    zone_free(zone);
}

/* Europe/Paris changed its clock more than a hundred times since 1970. */
static void hours_are_right_in_a_span_without_a_beginning(void **state)
{
    struct zone *zone;
    const int64_t summer = INT64_C(1782900000000); /* 2026-07-01T10:00Z, 12:00 in Paris */
    const int64_t winter = INT64_C(1795600800000); /* 2026-11-25T10:00Z, 11:00 in Paris */
    (void)state;
    assert_int_equal(zone_make(STR("Europe/Paris"), &zone), OK);
    add(visit_at(summer, 1));
    add(visit_at(winter, 1));
    load();
    struct question question = question_of(zone, 0, winter + DAY);
    group_by(&question, "hour");
    sort_by(&question, "hour", false);
    ask(&question);
    assert_int_equal(answer.count, 2);
    assert_int_equal(answer.rows[0].keys[0].number, 11);
    assert_int_equal(answer.rows[1].keys[0].number, 12);
    zone_free(zone);
}

/* No id is of a time before 1970 or after 2109. */
static void a_span_may_reach_beyond_what_ids_tell(void **state)
{
    struct zone *zone;
    const int64_t now = INT64_C(1795600800000);
    const int64_t hour = 3600000;
    (void)state;
    assert_int_equal(zone_make(STR("Europe/Paris"), &zone), OK);
    add(visit_at(now, 1));
    load();
    struct question early = question_of(zone, -hour, now + DAY); /* 1970-01-01 in Paris */
    ask(&early);
    assert_int_equal(answer.totals.sums.at[SUM_visits], 1);
    struct question late = question_of(zone, now - DAY, INT64_C(4398046511104)); /* 2^42 */
    ask(&late);
    assert_int_equal(answer.totals.sums.at[SUM_visits], 1);
    late.span.to_ms = INT64_C(8796093022208); /* 2^43 */
    ask(&late);
    assert_int_equal(answer.totals.sums.at[SUM_visits], 1);
    zone_free(zone);
}

static void a_conversion_counts_on_the_clock_that_was_asked_for(void **state)
{
    struct zone *zone;
    const int64_t monday = INT64_C(1795392000000); /* 2026-11-23T00:00Z */
    (void)state;
    assert_int_equal(zone_make(STR("UTC"), &zone), OK);
    struct fact visit = visit_at(monday + 1000, 1);
    struct fact conversion = visit;
    visit.cost = 250000;
    add(visit);
    conversion.kind = FACT_CONVERSION;
    conversion.visits = 0;
    conversion.conversions = 1;
    conversion.status = STR("sale");
    conversion.revenue_confirmed = 5000000;
    conversion.conversion_id = conversion.entry_id = id_at(monday + 2 * DAY, 1);
    add(conversion);
    load();
    struct question question = question_of(zone, monday, monday + 7 * DAY);
    group_by(&question, "day");
    ask(&question);
    assert_int_equal(answer.count, 1);
    assert_int_equal(answer.rows[0].sums.at[SUM_conversions], 1);
    question.time = TIME_CONVERSION;
    ask(&question);
    assert_int_equal(answer.count, 2);
    assert_int_equal(answer.rows[0].sums.at[SUM_cost], 250000);
    assert_int_equal(answer.rows[0].sums.at[SUM_conversions], 0);
    assert_int_equal(answer.rows[1].sums.at[SUM_conversions], 1);
    question.groups[0] = dimension_find(FACT_TABLE, STR("status"));
    ask(&question);
    assert_int_equal(answer.count, 2);
    assert_true(answer.rows[0].keys[0].is_empty);
    assert_str(answer.rows[1].keys[0].text, "sale");
    zone_free(zone);
}

static void a_compared_span_meets_day_by_day_and_month_by_month(void **state)
{
    struct zone *zone;
    const int64_t november = INT64_C(1793491200000); /* 2026-11-01T00:00Z, October has 31 days */
    (void)state;
    assert_int_equal(zone_make(STR("UTC"), &zone), OK);
    add(visit_at(november + 3 * DAY, 1));
    add(visit_at(november - 31 * DAY + 3 * DAY, 1));
    add(visit_at(november - 31 * DAY + 3 * DAY, 2));
    add(visit_at(november - 1 * DAY, 1)); /* October 31st */
    load();
    struct question question = question_of(zone, november, november + 30 * DAY);
    question.compared = (struct span_ms){november - 31 * DAY, november};
    group_by(&question, "day");
    ask(&question);
    assert_int_equal(answer.count, 2);
    assert_int_equal(answer.rows[0].sums.at[SUM_visits], 1);
    assert_int_equal(answer.rows[0].beside.at[SUM_visits], 2);
    assert_int_equal(answer.rows[1].sums.at[SUM_visits], 0);
    question.groups[0] = dimension_find(FACT_TABLE, STR("month"));
    ask(&question);
    assert_int_equal(answer.count, 1);
    assert_int_equal(answer.rows[0].beside.at[SUM_visits], 3);
    assert_int_equal(answer.rows[0].keys[0].number, november / DAY);
    assert_int_equal(answer.totals.sums.at[SUM_visits], 1);
    assert_int_equal(answer.totals.beside.at[SUM_visits], 3);
    zone_free(zone);
}

static void entities_without_a_visit_are_there_and_names_sort(void **state)
{
    struct zone *zone;
    static const struct question_name names[] = {
        {1, {"zebra", 5}}, {2, {"Apple", 5}}, {3, {"mango", 5}}, {4, {"banana", 6}}};
    (void)state;
    assert_int_equal(zone_make(STR("UTC"), &zone), OK);
    for (unsigned i = 0; i < 6; i++) {
        struct fact visit = visit_at(DAY, i + 1);
        visit.campaign_id = i < 4 ? 1 : i == 4 ? 3 : 9; /* 9 is in no list */
        add(visit);
    }
    load();
    struct question question = question_of(zone, 0, 2 * DAY);
    question.names = names;
    question.name_count = ARRAY_LEN(names);
    question.is_complete = true;
    group_by(&question, "campaign");
    sort_by(&question, "campaign", false);
    ask(&question);
    assert_int_equal(answer.count, 4);
    static const int64_t by_name[] = {2, 4, 3, 1};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(answer.rows[i].keys[0].number, by_name[i]);
    assert_int_equal(answer.totals.sums.at[SUM_visits], 5);
    assert_int_equal(answer.row_count, 4);
    question.sort_count = 0;
    sort_by(&question, "visits", true);
    sort_by(&question, "campaign", true);
    question.limit = 2;
    question.offset = 1;
    ask(&question);
    assert_int_equal(answer.count, 2);
    assert_int_equal(answer.rows[0].keys[0].number, 3);
    assert_int_equal(answer.rows[1].keys[0].number, 4); /* banana behind mango, from the end */
    assert_int_equal(answer.row_count, 4);
    question.limit = question.offset = 0;
    question.is_complete = false;
    filter_by(&question, "visits:>1");
    ask(&question);
    assert_int_equal(answer.count, 1);
    assert_int_equal(answer.totals.sums.at[SUM_visits], 4);
    zone_free(zone);
}

static void a_campaign_with_two_tags_counts_in_both_and_once_in_the_totals(void **state)
{
    struct zone *zone;
    static const struct question_name tags[] = {
        {1, {"red", 3}}, {1, {"blue", 4}}, {2, {"blue", 4}}};
    (void)state;
    assert_int_equal(zone_make(STR("UTC"), &zone), OK);
    for (unsigned i = 1; i <= 3; i++) {
        struct fact visit = visit_at(DAY, i);
        visit.campaign_id = i;
        add(visit);
    }
    load();
    struct question question = question_of(zone, 0, 2 * DAY);
    question.tags = tags;
    question.tag_count = ARRAY_LEN(tags);
    group_by(&question, "tag");
    sort_by(&question, "tag", false);
    ask(&question);
    assert_int_equal(answer.count, 3);
    assert_true(answer.rows[0].keys[0].is_empty);
    assert_str(answer.rows[1].keys[0].text, "blue");
    assert_int_equal(answer.rows[1].sums.at[SUM_visits], 2);
    assert_int_equal(answer.totals.sums.at[SUM_visits], 3);
    filter_by(&question, "tag:red");
    ask(&question);
    assert_int_equal(answer.totals.sums.at[SUM_visits], 1);
    question.filter_count = 0;
    filter_by(&question, "tag:empty");
    ask(&question);
    assert_int_equal(answer.totals.sums.at[SUM_visits], 1);
    zone_free(zone);
}

static struct fact visit_with(int64_t wall_ms, unsigned sequence, const char *reason, bool is_bot)
{
    struct fact visit = visit_at(wall_ms, sequence);
    visit.bot_reason = str_from_c(reason);
    visit.is_bot = is_bot;
    return visit;
}

static void a_visit_with_two_signals_counts_in_both_and_once_in_the_totals(void **state)
{
    struct zone *zone;
    const int64_t monday = INT64_C(1795392000000); /* 2026-11-23T00:00Z */
    (void)state;
    assert_int_equal(zone_make(STR("UTC"), &zone), OK);
    add(visit_with(monday + 1000, 1, "", false));
    add(visit_with(monday + 1000, 2, "hosting", false));
    add(visit_with(monday + 1000, 3, "hosting,no_language", true));
    add(visit_with(monday + 1000, 4, "crawler,hosting,no_language", true));
    load();
    struct question question = question_of(zone, monday, monday + DAY);
    question.bots = BOTS_IN;
    group_by(&question, "bot_signal");
    sort_by(&question, "bot_signal", false);
    ask(&question);
    assert_int_equal(answer.count, 4);
    assert_str(answer.rows[0].keys[0].text, "crawler");
    assert_int_equal(answer.rows[0].sums.at[SUM_visits], 1);
    assert_str(answer.rows[1].keys[0].text, "hosting");
    assert_int_equal(answer.rows[1].sums.at[SUM_visits], 3);
    assert_str(answer.rows[2].keys[0].text, "no_language");
    assert_int_equal(answer.rows[2].sums.at[SUM_visits], 2);
    assert_true(answer.rows[3].keys[0].is_empty);
    assert_int_equal(answer.rows[3].sums.at[SUM_visits], 1);
    assert_int_equal(answer.totals.sums.at[SUM_visits], 4);
    question.group_count = question.sort_count = 0;
    static const struct {
        const char *filter;
        int64_t visits;
    } filters[] = {{"bot_signal:hosting", 3},      {"bot_signal:no_language,crawler", 2},
                   {"bot_signal:!no_language", 2}, {"bot_signal:empty", 1},
                   {"bot_signal:!empty", 3},       {"bot_signal:head", 0}};
    for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
        question.filter_count = 0;
        filter_by(&question, filters[i].filter);
        ask(&question);
        assert_int_equal(answer.totals.sums.at[SUM_visits], filters[i].visits);
    }
    zone_free(zone);
}

static void what_was_taken_back_is_not_shown(void **state)
{
    struct zone *zone;
    (void)state;
    assert_int_equal(zone_make(STR("UTC"), &zone), OK);
    struct fact visit = visit_at(DAY, 1);
    visit.token1 = STR("old");
    visit.cost = 7;
    add(visit);
    fact_negate(&visit);
    add(visit);
    fact_negate(&visit);
    visit.token1 = STR("new");
    add(visit);
    load();
    struct question question = question_of(zone, 0, 2 * DAY);
    group_by(&question, "token1");
    ask(&question);
    assert_int_equal(answer.count, 1);
    assert_str(answer.rows[0].keys[0].text, "new");
    assert_int_equal(answer.rows[0].sums.at[SUM_cost], 7);
    uint64_t ids[4];
    size_t count = 0;
    filter_by(&question, "token1:old");
    assert_int_equal(report_entries(rig.facts, NULL, &question, REPORT_VISITS, 0, ids, 4, &count),
                     OK);
    assert_int_equal(count, 0);
    question.filter_count = 0;
    assert_int_equal(report_entries(rig.facts, NULL, &question, REPORT_VISITS, 0, ids, 4, &count),
                     OK);
    assert_int_equal(count, 1);
    assert_true(ids[0] == visit.visit_id);
    zone_free(zone);
}

/* --- By dice --- */

static struct str pick(struct dice *dice)
{
    static const struct str words[] = {{"", 0}, {"a", 1}, {"b'", 2}, {"c,d", 3}, {"\xc3\xa9", 2}};
    return words[dice_roll(dice, ARRAY_LEN(words))];
}

static struct fact random_row(struct dice *dice)
{
    int64_t at = 10 * DAY + (int64_t)dice_roll(dice, 20 * 86400000);
    struct fact fact = visit_at(at, 1 + (unsigned)dice_roll(dice, 4000));
    fact.campaign_id = 1 + dice_roll(dice, 3);
    fact.rule = dice_roll(dice, 3);
    fact.country = pick(dice);
    fact.token1 = pick(dice);
    fact.is_bot = dice_roll(dice, 10) == 0;
    fact.is_test = dice_roll(dice, 10) == 0;
    fact.workspace_id = dice_roll(dice, 10) == 0 ? 2 : 1;
    fact.cost = (int64_t)dice_roll(dice, 1000);
    if (dice_roll(dice, 3) == 0) {
        fact.kind = FACT_CONVERSION;
        fact.conversion_id = fact.visit_id + id_from_ms((int64_t)dice_roll(dice, 5 * 86400000));
        fact.entry_id = fact.conversion_id;
        fact.visits = 0;
        fact.conversions = dice_roll(dice, 8) == 0 ? -1 : 1;
        fact.status = dice_roll(dice, 2) == 0 ? STR("sale") : STR("lead");
        fact.revenue_confirmed = fact.conversions * 1000;
    }
    return fact;
}

struct filtered {
    const char *text;
    bool (*is_in)(const struct fact *fact);
};
static bool is_any(const struct fact *fact)
{
    return fact != NULL;
}
static bool is_a_or_accent(const struct fact *fact)
{
    return str_is_equal(fact->token1, STR("a")) || str_is_equal(fact->token1, STR("\xc3\xa9"));
}
static bool is_not_1(const struct fact *fact)
{
    return fact->campaign_id != 1;
}
static bool is_unknown(const struct fact *fact)
{
    return fact->country.len == 0;
}
static bool has_rule(const struct fact *fact)
{
    return fact->rule >= 1;
}
static bool has_quote(const struct fact *fact)
{
    return str_find_char(fact->token1, '\'') >= 0;
}
static const struct filtered filters[] = {
    {NULL, is_any},
    {"token1:a,\xc3\xa9", is_a_or_accent},
    {"campaign:!1", is_not_1},
    {"country:unknown", is_unknown},
    {"rule:>=1", has_rule},
    {"token1:~'", has_quote},
};

static int64_t local_day(const struct question *question, const struct fact *fact)
{
    uint64_t id = question->time == TIME_CONVERSION && fact->conversion_id != 0
                      ? fact->conversion_id
                      : fact->visit_id;
    return zone_day(question->zone, id_time_ms(id));
}

static bool counts(const struct question *question, const struct filtered *filter,
                   const struct fact *fact)
{
    uint64_t id = question->time == TIME_CONVERSION && fact->conversion_id != 0
                      ? fact->conversion_id
                      : fact->visit_id;
    bool is_bot = fact->is_bot != 0;
    return fact->workspace_id == 1 && id_time_ms(id) >= question->span.from_ms &&
           id_time_ms(id) < question->span.to_ms && (question->has_tests || fact->is_test == 0) &&
           (question->bots == BOTS_IN || is_bot == (question->bots == BOTS_ONLY)) &&
           filter->is_in(fact);
}

/* What the rows say of a group: campaign, local day, token. */
static struct sums recount(const struct question *question, const struct filtered *filter,
                           const struct report_row *row)
{
    struct sums sums = {0};
    for (size_t i = 0; i < rig.row_count; i++) {
        const struct fact *fact = &rig.rows[i];
        if (!counts(question, filter, fact))
            continue;
        if (row != NULL && ((int64_t)fact->campaign_id != row->keys[0].number ||
                            local_day(question, fact) != row->keys[1].number ||
                            !str_is_equal(fact->token1, row->keys[2].text)))
            continue;
        sums.at[SUM_visits] += fact->visits;
        sums.at[SUM_conversions] += fact->conversions;
        sums.at[SUM_cost] += fact->cost;
        sums.at[SUM_revenue_confirmed] += fact->revenue_confirmed;
    }
    return sums;
}

/* The same as each side of a question counts it. */
static struct sums recount_side(const struct question *question, const struct filtered *filter,
                                const struct report_row *row, enum question_bots side)
{
    struct question of = *question;
    if (of.bots == BOTS_BOTH)
        of.bots = side;
    return recount(&of, filter, row);
}

static void assert_sums(const struct sums *sums, const struct sums *expected)
{
    static const unsigned of[] = {SUM_visits, SUM_conversions, SUM_cost, SUM_revenue_confirmed};
    for (size_t i = 0; i < ARRAY_LEN(of); i++)
        assert_int_equal(sums->at[of[i]], expected->at[of[i]]);
}

static void random_questions_are_answered_as_a_slow_recount_does(void **state)
{
    static const char *const zones[] = {"UTC", "Europe/Paris", "Asia/Kolkata", "America/St_Johns"};
    struct dice dice = dice_make("random_questions_are_answered_as_a_slow_recount_does");
    (void)state;
    while (rig.row_count < ROWS_MAX)
        add(random_row(&dice));
    load();
    for (int round = 0; round < 60; round++) {
        struct zone *zone;
        const struct filtered *filter = &filters[dice_roll(&dice, ARRAY_LEN(filters))];
        assert_int_equal(zone_make(str_from_c(zones[dice_roll(&dice, ARRAY_LEN(zones))]), &zone),
                         OK);
        int64_t from = 9 * DAY + (int64_t)dice_roll(&dice, 10 * 86400000);
        struct question question =
            question_of(zone, from, from + (int64_t)dice_roll(&dice, 20) * DAY);
        question.time = dice_roll(&dice, 2) == 0 ? TIME_VISIT : TIME_CONVERSION;
        question.bots = (enum question_bots)dice_roll(&dice, 4);
        question.has_tests = dice_roll(&dice, 2) == 0;
        if (filter->text != NULL)
            filter_by(&question, filter->text);
        group_by(&question, "campaign");
        group_by(&question, "day");
        group_by(&question, "token1");
        sort_by(&question, "cost", dice_roll(&dice, 2) == 0);
        ask(&question);
        struct sums all = recount_side(&question, filter, NULL, BOTS_OUT);
        struct sums raw = recount_side(&question, filter, NULL, BOTS_IN);
        bool is_both = question.bots == BOTS_BOTH;
        assert_sums(&answer.totals.sums, &all);
        assert_sums(&answer.totals.beside, is_both ? &raw : &(struct sums){0});
        assert_int_equal(answer.row_count, answer.count);
        int64_t visits = 0;
        for (size_t i = 0; i < answer.count; i++) {
            struct sums sums = recount_side(&question, filter, &answer.rows[i], BOTS_OUT);
            struct sums beside = recount_side(&question, filter, &answer.rows[i], BOTS_IN);
            assert_sums(&answer.rows[i].sums, &sums);
            assert_sums(&answer.rows[i].beside, is_both ? &beside : &(struct sums){0});
            visits += sums.at[SUM_visits];
            int64_t step =
                i == 0 ? 0
                       : answer.rows[i].sums.at[SUM_cost] - answer.rows[i - 1].sums.at[SUM_cost];
            assert_true(question.sorts[0].is_descending ? step <= 0 : step >= 0);
        }
        assert_int_equal(visits, all.at[SUM_visits]);
        zone_free(zone);
    }
}

/* --- While measures are told for the first time --- */

#define ASKERS      6
#define FIRST_LOADS 30

static atomic_bool is_loaded;
static atomic_int wrong, asked;

/* Each load tells an event that none before it told: as many events in all as visits. */
static void *load_new_measures(void *context)
{
    (void)context;
    for (unsigned i = 0; i < FIRST_LOADS; i++) {
        struct facts_load *load;
        assert_int_equal(facts_load_begin(rig.facts, &load), OK);
        for (unsigned j = 0; j < 2000; j++) {
            uint64_t id = id_at(100 * DAY + i, 1 + j);
            struct fact fact = {.entry_id = id,
                                .visit_id = id,
                                .workspace_id = 1,
                                .kind = i % 2 == 0 ? FACT_VISIT : FACT_CLICK,
                                .visits = 1};
            (&fact.event1)[i] = 1;
            assert_int_equal(facts_load_add(load, FACT_TABLE, &fact), OK);
        }
        struct facts_position position = {.node = 1, .id = 1 + i};
        assert_int_equal(facts_load_commit(load, &position), OK);
    }
    is_loaded = true;
    return NULL;
}

static void *ask_all_events(void *context)
{
    const struct question *question = context;
    while (!is_loaded) {
        struct report_row totals = {0};
        uint64_t rows;
        int64_t events = 0;
        enum err err = report_run(rig.facts, NULL, question, NULL, NULL, &totals, NULL, &rows);
        for (unsigned i = 0; i < FIRST_LOADS; i++)
            events += totals.sums.at[SUM_event1 + i];
        wrong += err != OK || events != totals.sums.at[SUM_visits];
        asked++;
    }
    return NULL;
}

static void an_answer_leaves_out_no_measure_that_its_rows_tell(void **state)
{
    const struct metric *all[FIRST_LOADS + 1] = {metric_find(FACT_TABLE, STR("visits"))};
    struct zone *zone;
    assert_int_equal(zone_make(STR("UTC"), &zone), OK);
    struct question question = question_of(zone, 0, 200 * DAY);
    pthread_t loader, askers[ASKERS];
    (void)state;
    for (unsigned i = 1; i <= FIRST_LOADS; i++) {
        char name[16];
        (void)snprintf(name, sizeof(name), "event%u", i);
        all[i] = metric_find(FACT_TABLE, str_from_c(name));
        assert_non_null(all[i]);
    }
    question.metrics = all;
    question.metric_count = ARRAY_LEN(all);
    is_loaded = false;
    assert_int_equal(pthread_create(&loader, NULL, load_new_measures, NULL), 0);
    for (size_t i = 0; i < ASKERS; i++)
        assert_int_equal(pthread_create(&askers[i], NULL, ask_all_events, &question), 0);
    for (size_t i = 0; i < ASKERS; i++)
        assert_int_equal(pthread_join(askers[i], NULL), 0);
    assert_int_equal(pthread_join(loader, NULL), 0);
    assert_true(asked > 0);
    assert_int_equal(wrong, 0);
    zone_free(zone);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_rig, close_rig)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(days_of_23_and_25_hours_hold_what_happened_on_them),
        TEST(hours_are_right_in_a_span_without_a_beginning),
        TEST(a_span_may_reach_beyond_what_ids_tell),
        TEST(a_conversion_counts_on_the_clock_that_was_asked_for),
        TEST(a_compared_span_meets_day_by_day_and_month_by_month),
        TEST(entities_without_a_visit_are_there_and_names_sort),
        TEST(a_campaign_with_two_tags_counts_in_both_and_once_in_the_totals),
        TEST(a_visit_with_two_signals_counts_in_both_and_once_in_the_totals),
        TEST(what_was_taken_back_is_not_shown),
        TEST(an_answer_leaves_out_no_measure_that_its_rows_tell),
        TEST(random_questions_are_answered_as_a_slow_recount_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
