/* verdict_test - a visit that is judged again moves its campaign's totals and its clicks, later
 * clicks follow, and verify finds a verdict that does not follow from its signals, its visit or its
 * clicks. */
#include "rig.h"

#include "ledger/reader.h"
#include "ledger/verdict.h"
#include "visitor/signals.h"

#define NO_FIRST 0u

struct verdict_deed {
    struct deed deed;
    const struct visit *visit;
    uint64_t signals, is_bot;
};

static enum err write_verdict(struct ledger_job *job, struct ledger_tx *tx)
{
    const struct verdict_deed *deed = (const struct verdict_deed *)(const void *)job;
    struct visit visit = {.id = deed->visit->id};
    struct click given = {.visit_id = visit.id}, clicks[8];
    struct click_state state = {.visit_id = visit.id, .workspace_id = RIG_WORKSPACE};
    size_t count = 0;
    uint64_t first_id;
    assert_int_equal(ledger_find(tx, LOOKUP_VISIT, &visit), OK);
    assert_int_equal(ledger_select(tx, LOOKUP_CLICKS_OF_VISIT, &given, clicks, 8, &count), OK);
    struct verdict verdict = {.id = ledger_next_id(tx),
                              .workspace_id = RIG_WORKSPACE,
                              .campaign_id = visit.campaign_id,
                              .visit_id = visit.id,
                              .signals = deed->signals,
                              .is_bot = deed->is_bot,
                              .actor = STR("somebody")};
    verdict_reckon(
        &(struct verdict_ground){.visit = &visit, .clicks = clicks, .click_count = count},
        &verdict);
    verdict_count_clicks(clicks, count, deed->is_bot != 0, &state, &first_id);
    struct campaign_total total = verdict_total(&verdict);
    struct campaign_cost cost = {visit.campaign_id, RIG_WORKSPACE, verdict.id};
    assert_int_equal(ledger_append(tx, LEDGER_VERDICT, &verdict), OK);
    assert_int_equal(ledger_put(tx, LEDGER_CAMPAIGN_COST, &cost), OK);
    if (count > 0)
        assert_int_equal(ledger_put(tx, LEDGER_CLICK_STATE, &state), OK);
    return ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &total);
}

static void judge(struct rig *rig, const struct visit *visit, uint64_t signals)
{
    struct verdict_deed deed = {
        .visit = visit, .signals = signals, .is_bot = signals_are_bot(signals)};
    deed.deed.job = (struct ledger_job){.decide = write_verdict, .id_count = 1};
    assert_int_equal(rig_run(rig, &deed.deed), OK);
}

static void click(struct rig *rig, const struct visit *visit)
{
    struct click_deed deed;
    lander_click_init(&deed, visit, 5, 7);
    assert_int_equal(rig_run(rig, &deed.deed), OK);
}

/* A person's visit with two clicks. */
static void make(struct rig *rig, const char *dir, struct visit_deed *deed)
{
    rig_open(rig, dir);
    click_init(deed, 1, 0);
    deed->visit.cost_rate_num = deed->visit.cost_rate_den = 1;
    assert_int_equal(rig_run(rig, &deed->deed), OK);
    click(rig, &deed->visit);
    click(rig, &deed->visit);
}

static void assert_total(const char *dir, const char *says)
{
    char text[128];
    assert_string_equal(raw_text(dir,
                                 "SELECT visits||' '||bot_visits||' '||clicks||' '||"
                                 "unique_clicks||' '||cost_micros FROM campaign_total",
                                 text, sizeof(text)),
                        says);
}

static void totals_and_clicks_go_with_the_visit_and_come_back(void **state)
{
    const char *dir = *state;
    struct rig rig;
    struct visit_deed deed;
    make(&rig, dir, &deed);
    assert_total(dir, "1 0 2 1 250");
    judge(&rig, &deed.visit, SIGNAL_LISTED);
    assert_total(dir, "0 1 0 0 0");
    assert_int_equal(raw_number(dir, "SELECT clicks FROM click_state"), 0);
    click(&rig, &deed.visit); /* by one who was read before */
    assert_total(dir, "0 1 0 0 0");
    assert_int_equal(raw_number(dir, "SELECT is_bot FROM click ORDER BY id DESC LIMIT 1"), 1);
    judge(&rig, &deed.visit, SIGNAL_HOSTING);
    assert_total(dir, "1 0 3 1 250");
    assert_int_equal(raw_number(dir, "SELECT clicks FROM click_state"), 3);
    rig_close(&rig);
    (void)rig_assert_clean(dir);
}

static void a_reader_sees_a_visit_with_its_last_verdict(void **state)
{
    const char *dir = *state;
    struct rig rig;
    struct visit_deed deed;
    struct ledger_reader *reader;
    struct arena *arena = arena_make(1 << 16);
    struct visit found;
    make(&rig, dir, &deed);
    assert_int_equal(ledger_reader_open(dir, &reader), OK);
    judge(&rig, &deed.visit, SIGNAL_LISTED | SIGNAL_HOSTING);
    found.id = deed.visit.id;
    assert_int_equal(ledger_reader_find(reader, LEDGER_VISIT, arena, &found), OK);
    assert_int_equal(found.is_bot, 1);
    assert_int_equal(found.signals, SIGNAL_LISTED | SIGNAL_HOSTING);
    ledger_reader_close(reader);
    arena_free(arena);
    rig_close(&rig);
}

static void what_does_not_follow_is_found(void **state)
{
    static const struct {
        const char *alter, *says;
    } cases[] = {
        {"UPDATE verdict SET signals=32", "its signals say another"},
        {"UPDATE verdict SET is_bot=0", "it changes nothing"},
        {"UPDATE verdict SET changed_micros=-249", "changed_micros is -249"},
        {"UPDATE verdict SET changed_clicks=-1", "changed_clicks is -1"},
        {"UPDATE click_state SET clicks=2", "clicks is 2"},
        {"UPDATE campaign_total SET bot_visits=0", "bot_visits is 0"},
        {"UPDATE campaign_cost SET last_id=1", "last_id is 1"},
        {"DELETE FROM campaign_cost", "its campaign's costs do not know of it"},
        {"UPDATE visit SET is_test=1", "it changes nothing"},
    };
    const char *dir = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct rig rig;
        struct visit_deed deed;
        struct faults *faults = heap_make(1, sizeof(*faults));
        bool is_found = false;
        make(&rig, dir, &deed);
        judge(&rig, &deed.visit, SIGNAL_LISTED);
        rig_close(&rig);
        (void)rig_assert_clean(dir);
        raw_run(dir, cases[i].alter);
        (void)rig_verify(dir, NULL, faults);
        for (size_t k = 0; k < faults->count; k++)
            is_found |= strstr(faults->sentences[k], cases[i].says) != NULL;
        if (!is_found)
            print_error("%s is not found as: %s\n", cases[i].alter, cases[i].says);
        assert_true(is_found);
        free(faults);
        (void)folder_each(dir, folder_remove_file);
    }
}

static void a_bots_own_click_stays_one_whatever_its_visit_is(void **state)
{
    const struct click clicks[] = {
        {.id = 1, .offer_id = 3, .signals = SIGNAL_HEAD}, {.id = 2, .offer_id = 4}, {.id = 3}};
    struct click_state sums = {0};
    uint64_t first_id;
    (void)state;
    verdict_count_clicks(clicks, 3, false, &sums, &first_id);
    assert_int_equal(sums.clicks, 2);
    assert_int_equal(first_id, 2);
    verdict_count_clicks(clicks, 2, true, &sums, &first_id);
    assert_int_equal(sums.clicks, 0);
    assert_int_equal(first_id, NO_FIRST);
    assert_int_equal(sums.offer_id, 4); /* while there is no person's, the last one's */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(totals_and_clicks_go_with_the_visit_and_come_back,
                                        folder_make, folder_drop),
        cmocka_unit_test_setup_teardown(a_reader_sees_a_visit_with_its_last_verdict, folder_make,
                                        folder_drop),
        cmocka_unit_test_setup_teardown(what_does_not_follow_is_found, folder_make, folder_drop),
        cmocka_unit_test(a_bots_own_click_stays_one_whatever_its_visit_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
