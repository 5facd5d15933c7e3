/* Tests of facts/prove: what rows add up to, and that each difference from the ledger is told. */
#include "../base/check.h"
#include "base/id.h"
#include "facts/prove.h"

#define GOAL "0123456789abcdef0123456789abcdef"

struct rig {
    char dir[64];
    struct facts_options options;
    struct facts *facts;
    struct facts_proof *proof;
    char sentences[8][256];
    size_t told;
};

static void on_fault(void *context, const char *sentence)
{
    struct rig *rig = context;
    assert_true(rig->told < ARRAY_LEN(rig->sentences));
    (void)snprintf(rig->sentences[rig->told++], sizeof(rig->sentences[0]), "%s", sentence);
}

static int open_rig(void **state)
{
    struct rig *rig = heap_make(1, sizeof(*rig));
    (void)snprintf(rig->dir, sizeof(rig->dir), "/tmp/rebond-prove-XXXXXX");
    assert_non_null(mkdtemp(rig->dir));
    rig->options = facts_options_default(rig->dir);
    assert_int_equal(facts_open(&rig->options, &rig->facts), OK);
    rig->proof = facts_proof_make(on_fault, rig);
    *state = rig;
    return 0;
}

static int close_rig(void **state)
{
    struct rig *rig = *state;
    char command[96];
    facts_proof_free(rig->proof);
    facts_close(rig->facts);
    (void)snprintf(command, sizeof(command), "rm -rf '%s'", rig->dir);
    assert_int_equal(system(command), 0);
    free(rig);
    return 0;
}

/* A visit and its sale, a bot, a test, and on the other side a click with its goal. */
static void load(struct rig *rig)
{
    struct facts_load *load;
    struct facts_position position = {.node = 3, .id = 99, .hash = {0xab, [31] = 0xcd}};
    const struct fact facts[] = {
        {.entry_id = 1,
         .visit_id = 1,
         .workspace_id = 1,
         .campaign_id = 7,
         .visits = 1,
         .unique_visits = 1,
         .cost = 500},
        {.entry_id = 2,
         .visit_id = 1,
         .conversion_id = 2,
         .workspace_id = 1,
         .campaign_id = 7,
         .conversions = 1,
         .sales = 1,
         .revenue_confirmed = 2000000,
         .revenue_hold = 3,
         .cost = -1},
        {.entry_id = 3,
         .visit_id = 3,
         .workspace_id = 1,
         .campaign_id = 7,
         .is_bot = 1,
         .visits = 1,
         .cost = 900},
        {.entry_id = 4,
         .visit_id = 4,
         .workspace_id = 1,
         .campaign_id = 7,
         .is_test = 1,
         .visits = 1,
         .cost = 900},
    };
    const struct ad_fact ad_facts[] = {
        {.entry_id = 5,
         .ad_click_id = 5,
         .workspace_id = 1,
         .variation_id = 8,
         .impressions = 1,
         .clicks = 1,
         .sent = 1,
         .cost = 400},
        {.entry_id = 6,
         .ad_click_id = 6,
         .workspace_id = 1,
         .variation_id = 8,
         .impressions = 1,
         .sent = 1,
         .is_bot = 1,
         .cost = 400},
        {.entry_id = 7,
         .ad_click_id = 5,
         .workspace_id = 1,
         .variation_id = 8,
         .goal_id = STR(GOAL),
         .conversions = 1,
         .cost = 90,
         .value = 5000000},
    };
    assert_int_equal(facts_load_begin(rig->facts, &load), OK);
    for (size_t i = 0; i < ARRAY_LEN(facts); i++)
        assert_int_equal(facts_load_add(load, FACT_TABLE, &facts[i]), OK);
    for (size_t i = 0; i < ARRAY_LEN(ad_facts); i++)
        assert_int_equal(facts_load_add(load, AD_FACT_TABLE, &ad_facts[i]), OK);
    assert_int_equal(facts_load_commit(load, &position), OK);
}

static enum err add_sum(void *context, enum ledger_table table, const void *row)
{
    struct rig *rig = context;
    return facts_proof_add(rig->proof, table, row);
}

static struct facts_position read_sums(struct rig *rig)
{
    struct facts_position position = {0};
    assert_int_equal(facts_sums(rig->facts, 3, &position, add_sum, rig), OK);
    return position;
}

static const struct campaign_total campaign = {.campaign_id = 7,
                                               .workspace_id = 1,
                                               .visits = 1,
                                               .bot_visits = 1,
                                               .unique_visits = 1,
                                               .cost_micros = 499,
                                               .conversions = 1,
                                               .sales = 1,
                                               .revenue_micros = 2000003};
static const struct variation_total variation = {8, 1, 1, 1, 1, 490};
static const struct goal_total goal = {{GOAL, 32}, 8, 1, 1, 5000000};

static void sums_that_the_ledger_gives_are_no_fault(void **state)
{
    struct rig *rig = *state;
    uint64_t compared = 0;
    load(rig);
    struct facts_position position = read_sums(rig);
    assert_true(position.node == 3 && position.id == 99);
    assert_true(position.hash[0] == 0xab && position.hash[31] == 0xcd);
    facts_proof_compare(rig->proof, LEDGER_CAMPAIGN_TOTAL, &campaign);
    facts_proof_compare(rig->proof, LEDGER_VARIATION_TOTAL, &variation);
    facts_proof_compare(rig->proof, LEDGER_GOAL_TOTAL, &goal);
    facts_proof_compare(rig->proof, LEDGER_OFFER_DAY, &(struct offer_day){.conversions = 5});
    facts_proof_compare(rig->proof, LEDGER_CAMPAIGN_TOTAL,
                        &(struct campaign_total){.campaign_id = 12, .workspace_id = 1});
    assert_int_equal(facts_proof_end(rig->proof, &compared), 0);
    assert_int_equal(compared, 4);
    assert_int_equal(rig->told, 0);
}

static void each_column_that_differs_is_told(void **state)
{
    struct rig *rig = *state;
    uint64_t compared = 0;
    struct campaign_total other = campaign;
    load(rig);
    (void)read_sums(rig);
    other.cost_micros = -500;
    other.rebills = 2;
    facts_proof_compare(rig->proof, LEDGER_CAMPAIGN_TOTAL, &other);
    facts_proof_compare(rig->proof, LEDGER_VARIATION_TOTAL, &variation);
    facts_proof_compare(rig->proof, LEDGER_GOAL_TOTAL, &goal);
    assert_int_equal(facts_proof_end(rig->proof, &compared), 2);
    assert_string_equal(
        rig->sentences[0],
        "facts: campaign_total 7 1: cost_micros is 499, the ledger's entries say -500");
    assert_string_equal(rig->sentences[1],
                        "facts: campaign_total 7 1: rebills is 0, the ledger's entries say 2");
}

static void what_only_one_side_has_is_told(void **state)
{
    struct rig *rig = *state;
    uint64_t compared = 0;
    struct variation_total unknown = {9, 1, 0, 5, 0, 0};
    load(rig);
    (void)read_sums(rig);
    facts_proof_compare(rig->proof, LEDGER_CAMPAIGN_TOTAL, &campaign);
    facts_proof_compare(rig->proof, LEDGER_VARIATION_TOTAL, &variation);
    facts_proof_compare(rig->proof, LEDGER_VARIATION_TOTAL, &unknown);
    assert_int_equal(facts_proof_end(rig->proof, &compared), 3);
    assert_string_equal(rig->sentences[0],
                        "facts: variation_total 9 1: clicks is 0, the ledger's entries say 5");
    assert_string_equal(rig->sentences[1], "facts: goal_total " GOAL
                                           " 8 1: conversions is 1, the ledger's entries say 0");
}

static void without_a_position_there_are_no_facts(void **state)
{
    assert_int_equal(read_sums(*state).id, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sums_that_the_ledger_gives_are_no_fault, open_rig,
                                        close_rig),
        cmocka_unit_test_setup_teardown(each_column_that_differs_is_told, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(what_only_one_side_has_is_told, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(without_a_position_there_are_no_facts, open_rig, close_rig),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
