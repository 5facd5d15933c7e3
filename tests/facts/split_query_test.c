/* Tests of facts/split_query.c: the figures of arms, from rows that were loaded, by hand. */
#include <unistd.h>
#include "../base/check.h"
#include "base/id.h"
#include "facts/split_query.h"

#define BEGIN_MS INT64_C(1700000000000)
#define DAY_MS   INT64_C(86400000)
#define UNIT     INT64_C(1000000)

struct rig {
    char dir[64];
    struct facts *facts;
    struct facts_load *load;
    struct zone *zone;
    struct arena *arena;
};

static int open_rig(void **state)
{
    struct rig *rig = heap_make(1, sizeof(*rig));
    (void)snprintf(rig->dir, sizeof(rig->dir), "/tmp/rebond-splits-XXXXXX");
    assert_non_null(mkdtemp(rig->dir));
    struct facts_options options = facts_options_default(rig->dir);
    assert_int_equal(facts_open(&options, &rig->facts), OK);
    assert_int_equal(facts_load_begin(rig->facts, &rig->load), OK);
    assert_int_equal(zone_make(STR("UTC"), &rig->zone), OK);
    rig->arena = arena_make(1024 * 1024);
    *state = rig;
    return 0;
}

static int close_rig(void **state)
{
    struct rig *rig = *state;
    char command[96];
    facts_close(rig->facts);
    zone_free(rig->zone);
    arena_free(rig->arena);
    (void)snprintf(command, sizeof(command), "rm -rf '%s'", rig->dir);
    assert_int_equal(system(command), 0);
    free(rig);
    return 0;
}

static uint64_t id_at(int64_t after_ms, unsigned i)
{
    return id_from_ms(BEGIN_MS + after_ms) + i;
}

static void add(struct rig *rig, struct fact fact)
{
    assert_int_equal(facts_load_add(rig->load, FACT_TABLE, &fact), OK);
}

static void commit(struct rig *rig)
{
    struct facts_position position = {.node = 1, .id = 1};
    assert_int_equal(facts_load_commit(rig->load, &position), OK);
}

/* A visit that is sent straight to an offer, by a path of a rule. */
static struct fact visit_of(unsigned i, uint64_t offer_id, uint64_t rule)
{
    return (struct fact){.entry_id = id_at(0, i),
                         .visit_id = id_at(0, i),
                         .kind = FACT_VISIT,
                         .workspace_id = 1,
                         .campaign_id = 7,
                         .offer_id = offer_id,
                         .rule = rule,
                         .path = 1,
                         .token1 = STR("zone"),
                         .visits = 1,
                         .direct_visits = 1,
                         .cost = 10000};
}

/* A conversion of that visit, number n of it, after so long. */
static struct fact sale_of(const struct fact *visit, unsigned n, int64_t after_ms, int64_t revenue)
{
    struct fact fact = *visit;
    fact.entry_id = fact.conversion_id = visit->visit_id + id_from_ms(after_ms) + n * 100000;
    fact.kind = FACT_CONVERSION;
    fact.visits = fact.direct_visits = fact.cost = 0;
    fact.status = STR("sale");
    fact.conversions = fact.sales = 1;
    fact.revenue_confirmed = revenue;
    return fact;
}

static struct question question_of(struct rig *rig)
{
    static const uint64_t workspaces[] = {1};
    return (struct question){.table = FACT_TABLE,
                             .workspaces = workspaces,
                             .workspace_count = 1,
                             .span = {BEGIN_MS - DAY_MS, BEGIN_MS + DAY_MS},
                             .zone = rig->zone,
                             .rate = RATE_SAME};
}

static void filter_by(struct rig *rig, struct question *question, const char *text)
{
    struct str message;
    assert_int_equal(filter_parse(FACT_TABLE, str_from_c(text), rig->arena,
                                  &question->filters[question->filter_count++], &message),
                     OK);
}

static size_t run(struct rig *rig, const struct question *question, enum split_by by,
                  struct split_sums *arms)
{
    size_t count = 99;
    assert_int_equal(split_query(rig->facts, NULL, question, by, arms, SPLIT_ARMS_MAX, &count), OK);
    return count;
}

static void assert_figures(const struct split_sums *arm, uint64_t trials, uint64_t converted,
                           int64_t revenue, double squares)
{
    assert_int_equal(arm->figures.trials, trials);
    assert_int_equal(arm->figures.converted, converted);
    assert_int_equal(arm->figures.revenue, revenue);
    assert_true(arm->figures.squares == squares);
}

static void a_visit_with_two_conversions_is_one_that_converted(void **state)
{
    struct rig *rig = *state;
    struct split_sums arms[SPLIT_ARMS_MAX];
    for (unsigned i = 0; i < 10; i++)
        add(rig, visit_of(i, 3, 0));
    struct fact first = visit_of(0, 3, 0), second = visit_of(1, 3, 0), third = visit_of(2, 3, 0);
    add(rig, sale_of(&first, 1, 1000, 2 * UNIT));
    add(rig, sale_of(&first, 2, 2000, 3 * UNIT));
    add(rig, sale_of(&second, 1, 1000, 4 * UNIT));
    /* One that is taken back by its rejection: it stays a conversion, and converts nobody. */
    struct fact sale = sale_of(&third, 1, 1000, 9 * UNIT), rejected = sale;
    add(rig, sale);
    fact_negate(&sale);
    add(rig, sale);
    rejected.status = STR("rejected");
    rejected.sales = rejected.revenue_confirmed = 0;
    rejected.rejected = 1;
    add(rig, rejected);
    commit(rig);
    struct question question = question_of(rig);
    assert_int_equal(run(rig, &question, SPLIT_BY_OFFER, arms), 1);
    assert_int_equal(arms[0].id, 3);
    assert_int_equal(arms[0].visits, 10);
    assert_int_equal(arms[0].conversions, 4);
    assert_int_equal(arms[0].cost, 100000);
    assert_figures(&arms[0], 10, 2, 9 * UNIT, (25.0 + 16.0) * 1e12);
}

static void an_offer_is_tried_by_clicks_and_by_visits_that_come_straight(void **state)
{
    struct rig *rig = *state;
    struct split_sums arms[SPLIT_ARMS_MAX];
    for (unsigned i = 0; i < 6; i++) { /* over a lander: the visit knows no offer */
        struct fact visit = visit_of(i, 0, 0);
        visit.lander_id = 5;
        visit.direct_visits = 0;
        add(rig, visit);
        if (i >= 4)
            continue;
        struct fact click = visit;
        click.entry_id = id_at(10, i);
        click.kind = FACT_CLICK;
        click.offer_id = i < 3 ? 8 : 9;
        click.visits = click.cost = 0;
        click.clicks = 1;
        add(rig, click);
        if (i != 1)
            continue;
        click.clicks = 0;
        add(rig, sale_of(&click, 1, 1000, 5 * UNIT));
    }
    add(rig, visit_of(20, 9, 0));
    commit(rig);
    struct question question = question_of(rig);
    assert_int_equal(run(rig, &question, SPLIT_BY_OFFER, arms), 2);
    assert_int_equal(arms[0].id, 8);
    assert_figures(&arms[0], 3, 1, 5 * UNIT, 25e12);
    assert_int_equal(arms[1].id, 9);
    assert_int_equal(arms[1].clicks, 1);
    assert_figures(&arms[1], 2, 0, 0, 0);
    assert_int_equal(run(rig, &question, SPLIT_BY_LANDER, arms), 2);
    assert_int_equal(arms[0].id, 0);
    assert_figures(&arms[0], 1, 0, 0, 0);
    assert_int_equal(arms[1].id, 5);
    assert_figures(&arms[1], 6, 1, 5 * UNIT, 25e12);
}

static void a_path_is_named_by_its_rule_and_its_flow(void **state)
{
    struct rig *rig = *state;
    struct split_sums arms[SPLIT_ARMS_MAX];
    add(rig, visit_of(0, 3, 2));
    add(rig, visit_of(1, 3, 0));
    struct fact of_flow = visit_of(2, 3, 2);
    of_flow.flow_id = 4;
    add(rig, of_flow);
    struct fact other = visit_of(3, 3, 2);
    other.path = 2;
    add(rig, other);
    commit(rig);
    struct question question = question_of(rig);
    assert_int_equal(run(rig, &question, SPLIT_BY_PATH, arms), 4);
    const uint64_t expected[][3] = {{0, 0, 1}, {0, 2, 1}, {0, 2, 2}, {4, 2, 1}};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(arms[i].flow_id, expected[i][0]);
        assert_int_equal(arms[i].rule, expected[i][1]);
        assert_int_equal(arms[i].path, expected[i][2]);
        assert_figures(&arms[i], 1, 0, 0, 0);
    }
}

static void spans_filters_bots_and_the_clock_count_as_in_reports(void **state)
{
    struct rig *rig = *state;
    struct split_sums arms[SPLIT_ARMS_MAX];
    struct fact visit = visit_of(0, 3, 0), bot = visit_of(1, 3, 0), test = visit_of(2, 3, 0);
    add(rig, visit);
    add(rig, sale_of(&visit, 1, 2 * DAY_MS, UNIT)); /* after the span */
    bot.is_bot = 1;
    add(rig, bot);
    test.is_test = 1;
    add(rig, test);
    struct fact foreign = visit_of(3, 3, 0);
    foreign.workspace_id = 2;
    add(rig, foreign);
    struct fact site = visit_of(4, 3, 0);
    site.token1 = STR("x') OR 1=1 --");
    add(rig, site);
    commit(rig);
    struct question question = question_of(rig);
    assert_int_equal(run(rig, &question, SPLIT_BY_OFFER, arms), 1);
    assert_figures(&arms[0], 2, 1, UNIT, 1e12);
    question.time = TIME_CONVERSION;
    assert_int_equal(run(rig, &question, SPLIT_BY_OFFER, arms), 1);
    assert_figures(&arms[0], 2, 0, 0, 0);
    question.span = (struct span_ms){BEGIN_MS + DAY_MS, BEGIN_MS + 3 * DAY_MS};
    assert_int_equal(run(rig, &question, SPLIT_BY_OFFER, arms), 1);
    assert_figures(&arms[0], 0, 1, UNIT, 1e12);
    question = question_of(rig);
    filter_by(rig, &question, "token1:x') OR 1=1 --");
    filter_by(rig, &question, "campaign:7");
    assert_int_equal(run(rig, &question, SPLIT_BY_OFFER, arms), 1);
    assert_figures(&arms[0], 1, 0, 0, 0);
    filter_by(rig, &question, "campaign:8");
    assert_int_equal(run(rig, &question, SPLIT_BY_OFFER, arms), 0);
}

static void rows_that_were_told_again_count_once(void **state)
{
    struct rig *rig = *state;
    struct split_sums arms[SPLIT_ARMS_MAX];
    struct str tokens[] = {STR("other")};
    struct fact visit = visit_of(0, 3, 0);
    add(rig, visit);
    add(rig, sale_of(&visit, 1, 1000, 2 * UNIT));
    assert_int_equal(facts_load_retoken(rig->load, id_at(5000, 0), visit.visit_id, tokens, 1), OK);
    commit(rig);
    struct question question = question_of(rig);
    assert_int_equal(run(rig, &question, SPLIT_BY_OFFER, arms), 1);
    assert_figures(&arms[0], 1, 1, 2 * UNIT, 4e12);
    filter_by(rig, &question, "token1:zone");
    assert_int_equal(run(rig, &question, SPLIT_BY_OFFER, arms), 0);
}

static void more_arms_than_places_are_refused(void **state)
{
    struct rig *rig = *state;
    struct split_sums arms[2];
    size_t count = 99;
    for (unsigned i = 0; i < 3; i++)
        add(rig, visit_of(i, 1 + i, 0));
    commit(rig);
    struct question question = question_of(rig);
    assert_int_equal(split_query(rig->facts, NULL, &question, SPLIT_BY_OFFER, arms, 2, &count),
                     ERR_RANGE);
    assert_int_equal(count, 99);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, open_rig, close_rig)
    const struct CMUnitTest tests[] = {
        TEST(a_visit_with_two_conversions_is_one_that_converted),
        TEST(an_offer_is_tried_by_clicks_and_by_visits_that_come_straight),
        TEST(a_path_is_named_by_its_rule_and_its_flow),
        TEST(spans_filters_bots_and_the_clock_count_as_in_reports),
        TEST(rows_that_were_told_again_count_once),
        TEST(more_arms_than_places_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
