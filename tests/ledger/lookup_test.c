/* lookup_test - each named question finds what it names, and only that. */
#include "rig.h"

#include "base/log.h"

static void click_once(struct rig *rig, uint64_t campaign_id, uint64_t number,
                       struct visit_deed *click)
{
    click_init(click, campaign_id, number);
    assert_int_equal(rig_run(rig, &click->deed), OK);
}

/* Asks one question on the writer's thread. */
struct question {
    struct deed deed;
    enum ledger_lookup lookup;
    const void *given;
    union {
        struct visit visit;
        struct conversion conversion;
        struct outbox outbox;
        struct goal_state goal_state;
        struct goal_call goal_call;
        char bytes[LEDGER_ROW_BYTES_MAX];
    } rows[4];
    size_t row_bytes;
    size_t count;
    uint64_t ids[4]; /* the first column of each */
};

static enum err decide_question(struct ledger_job *job, struct ledger_tx *tx)
{
    struct question *question = (struct question *)job;
    char *rows = question->rows[0].bytes;
    enum err err = ledger_select(tx, question->lookup, question->given, rows,
                                 ARRAY_LEN(question->ids), &question->count);
    for (size_t i = 0; i < question->count && err == OK; i++)
        memcpy(&question->ids[i], rows + i * question->row_bytes, sizeof(uint64_t));
    return err;
}

static const struct question *ask(struct rig *rig, struct question *question,
                                  enum ledger_lookup lookup, const void *given, size_t row_bytes)
{
    memset(question, 0, sizeof(*question));
    question->deed.job = (struct ledger_job){.decide = decide_question, .id_count = 1};
    question->lookup = lookup;
    question->given = given;
    question->row_bytes = row_bytes;
    assert_int_equal(rig_run(rig, &question->deed), OK);
    return question;
}

#define ASK(rig, question, lookup, type, ...)                                                      \
    ask((rig), (question), (lookup), &(struct type){__VA_ARGS__}, sizeof(struct type))

static void assert_ids(const struct question *question, size_t count, uint64_t first,
                       uint64_t second)
{
    assert_int_equal(question->count, count);
    if (count > 0)
        assert_int_equal(question->ids[0], first);
    if (count > 1)
        assert_int_equal(question->ids[1], second);
}

static void sell(struct rig *rig, uint64_t visit_id, const char *txid, const char *status,
                 struct sale *sale)
{
    sale_init(sale, visit_id, txid, status, 1);
    assert_int_equal(rig_run(rig, &sale->deed), OK);
}

static void test_conversions_are_found_by_id_by_transaction_and_by_visit(void **state)
{
    struct rig rig;
    struct visit_deed click;
    struct sale a;
    struct sale b;
    struct question q;
    rig_open(&rig, *state);
    click_once(&rig, 1, 0, &click);
    sell(&rig, click.visit.id, "a", "lead", &a);
    sell(&rig, click.visit.id, "b", "sale", &b);
    assert_ids(ASK(&rig, &q, LOOKUP_VISIT, visit, .id = click.visit.id), 1, click.visit.id, 0);
    assert_ids(ASK(&rig, &q, LOOKUP_VISIT, visit, .id = 1), 0, 0, 0);
    assert_ids(ASK(&rig, &q, LOOKUP_CONVERSION, conversion, .id = b.conversion_id), 1,
               b.conversion_id, 0);
    assert_ids(ASK(&rig, &q, LOOKUP_CONVERSION_BY_TXID, conversion, .visit_id = click.visit.id,
                   .txid = STR("b")),
               1, b.conversion_id, 0);
    assert_ids(ASK(&rig, &q, LOOKUP_CONVERSION_BY_TXID, conversion, .visit_id = click.visit.id,
                   .txid = STR("")),
               0, 0, 0);
    assert_ids(ASK(&rig, &q, LOOKUP_CONVERSION_OF_VISIT, conversion, .visit_id = click.visit.id), 2,
               a.conversion_id, b.conversion_id);
    rig_close(&rig);
}

static void deliver(struct rig *rig, uint64_t forward_id, const char *outcome)
{
    struct delivery delivery;
    delivery_init(&delivery, forward_id, outcome);
    assert_int_equal(rig_run(rig, &delivery.deed), OK);
}

static void test_the_outbox_gives_what_is_due_and_what_was_being_sent(void **state)
{
    struct rig rig;
    struct visit_deed click;
    struct sale lead;
    struct sale sale;
    struct question q;
    const struct question *question;
    rig_open(&rig, *state);
    click_once(&rig, 1, 0, &click);
    sell(&rig, click.visit.id, "a", "lead", &lead);
    sell(&rig, click.visit.id, "a", "sale", &sale);
    assert_ids(ASK(&rig, &q, LOOKUP_OUTBOX_DUE, outbox, .lane = 2, .due_ms = INT64_MAX), 2,
               lead.forward_id, sale.forward_id);
    assert_ids(ASK(&rig, &q, LOOKUP_OUTBOX_DUE, outbox, .lane = 2, .due_ms = 1), 0, 0, 0);
    assert_ids(ASK(&rig, &q, LOOKUP_OUTBOX_DUE, outbox, .lane = 4, .due_ms = INT64_MAX), 0, 0, 0);
    question = ASK(&rig, &q, LOOKUP_OUTBOX_LANE, outbox, .lane = 0);
    assert_true(question->count > 0);
    assert_int_equal(question->rows[0].outbox.lane, 2);
    assert_ids(ASK(&rig, &q, LOOKUP_OUTBOX_LANE, outbox, .lane = 2), 0, 0, 0);
    assert_ids(ASK(&rig, &q, LOOKUP_OUTBOX_SENDING, outbox, .id = 0), 0, 0, 0);
    deliver(&rig, lead.forward_id, NULL);
    assert_ids(ASK(&rig, &q, LOOKUP_OUTBOX_SENDING, outbox, .id = 0), 1, lead.forward_id, 0);
    assert_ids(ASK(&rig, &q, LOOKUP_OUTBOX_SENDING, outbox, .id = lead.forward_id), 0, 0, 0);
    assert_ids(ASK(&rig, &q, LOOKUP_OUTBOX_DUE, outbox, .lane = 2, .due_ms = INT64_MAX), 1,
               sale.forward_id, 0);
    deliver(&rig, lead.forward_id, "retrying");
    assert_ids(ASK(&rig, &q, LOOKUP_OUTBOX_DUE, outbox, .lane = 2, .due_ms = INT64_MAX), 2,
               sale.forward_id, lead.forward_id);
    assert_ids(ASK(&rig, &q, LOOKUP_OUTBOX, outbox, .id = sale.forward_id), 1, sale.forward_id, 0);
    assert_ids(ASK(&rig, &q, LOOKUP_FORWARD_OF_STATUS, outbox, .conversion_id = sale.conversion_id,
                   .status = STR("lead"), .lane = 2),
               1, lead.forward_id, 0);
    assert_ids(ASK(&rig, &q, LOOKUP_FORWARD_OF_STATUS, outbox, .conversion_id = sale.conversion_id,
                   .status = STR("lead"), .lane = 3),
               0, 0, 0);
    rig_close(&rig);
}

static uint64_t call_goal(struct rig *rig, uint64_t ad_click_id, const char *outcome,
                          const char *key)
{
    struct goal_deed goal;
    goal_init(&goal, ad_click_id, outcome);
    goal.key = key;
    assert_int_equal(rig_run(rig, &goal.deed), OK);
    return goal.deed.job.id;
}

static void test_goal_calls_are_found_by_their_key_when_stored(void **state)
{
    struct rig rig;
    struct question q;
    rig_open(&rig, *state);
    (void)call_goal(&rig, 5, "refused", "k");
    assert_ids(ASK(&rig, &q, LOOKUP_GOAL_CALL_BY_KEY, goal_call, .goal_id = STR(RIG_GOAL),
                   .ad_click_id = 5, .idempotency_key = STR("k")),
               0, 0, 0);
    uint64_t stored = call_goal(&rig, 5, "stored", "k");
    (void)call_goal(&rig, 5, "stored", NULL);
    assert_ids(ASK(&rig, &q, LOOKUP_GOAL_CALL_BY_KEY, goal_call, .goal_id = STR(RIG_GOAL),
                   .ad_click_id = 5, .idempotency_key = STR("k")),
               1, stored, 0);
    assert_int_equal(
        ASK(&rig, &q, LOOKUP_GOAL_STATE, goal_state, .goal_id = STR(RIG_GOAL), .ad_click_id = 5)
            ->count,
        1);
    assert_int_equal(
        ASK(&rig, &q, LOOKUP_GOAL_STATE, goal_state, .goal_id = STR(RIG_GOAL), .ad_click_id = 6)
            ->count,
        0);
    rig_close(&rig);
    assert_int_equal(raw_number(*state, "SELECT stored FROM goal_state"), 2);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_conversions_are_found_by_id_by_transaction_and_by_visit),
        IN_FOLDER(test_the_outbox_gives_what_is_due_and_what_was_being_sent),
        IN_FOLDER(test_goal_calls_are_found_by_their_key_when_stored),
    };
    log_set_level(LOG_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
