/* verify_test - a ledger that nobody touched has no fault; each kind of alteration is found and
 * told with the table and the id. */
#include "rig.h"

#include "base/log.h"

#define NAME_BYTES 256

static void make_ledger(const char *dir)
{
    struct rig rig;
    rig_open(&rig, dir);
    rig_fill(&rig);
    rig_close(&rig);
}

static bool has_fault(const struct faults *faults, const char *beginning)
{
    for (size_t i = 0; i < faults->count; i++) {
        if (strncmp(faults->sentences[i], beginning, strlen(beginning)) == 0)
            return true;
    }
    return false;
}

/* Alters a fresh ledger with raw SQL; the sentence expected is made by SQL before that. */
static void assert_found(const char *dir, const char *alter, const char *says)
{
    char beginning[NAME_BYTES];
    char sql[2 * NAME_BYTES];
    struct faults *faults = heap_make(1, sizeof(*faults));
    make_ledger(dir);
    (void)snprintf(sql, sizeof(sql), "SELECT %s", says);
    (void)raw_text(dir, sql, beginning, sizeof(beginning));
    raw_run(dir, alter);
    struct verify_report report = rig_verify(dir, NULL, faults);
    bool is_found = has_fault(faults, beginning);
    if (!is_found) {
        print_error("%s\n  is not found as: %s\n", alter, beginning);
        for (size_t i = 0; i < faults->count; i++)
            print_error("  but: %s\n", faults->sentences[i]);
    }
    assert_true(is_found);
    assert_int_equal(report.faults, faults->count);
    free(faults);
    (void)folder_each(dir, folder_remove_file);
}

#define FIRST_CONVERSION "(SELECT min(id) FROM conversion)"

static void test_nothing_is_wrong_with_a_clean_ledger(void **state)
{
    make_ledger(*state);
    assert_int_equal(rig_assert_clean(*state),
                     raw_number(*state, "SELECT sum(entries) FROM batch"));
}

static void test_an_empty_ledger_is_clean(void **state)
{
    struct rig rig;
    rig_open(&rig, *state);
    rig_close(&rig);
    assert_int_equal(rig_assert_clean(*state), 0);
}

static void test_without_a_ledger_there_is_nothing_to_verify(void **state)
{
    struct verify_report report;
    assert_int_equal(ledger_verify(*state, &(struct verify_options){0}, &report), ERR_NOT_FOUND);
}

static void test_an_altered_entry_is_found(void **state)
{
    static const struct {
        const char *alter;
        const char *says;
    } cases[] = {
        {"UPDATE goal_call SET value_micros=6 WHERE id=(SELECT max(id) FROM goal_call)",
         "'goal_call '||max(id)||': its values do not give the hash of batch '||max(id)"
         " FROM goal_call"},
        {"UPDATE visit SET path=9 WHERE id=(SELECT min(id) FROM visit)",
         "'visit '||min(id)||' to visit ' FROM visit"},
        {"UPDATE visit SET external_id=NULL WHERE id=(SELECT min(id) FROM visit)",
         "'visit '||min(id)||' to visit ' FROM visit"},
        {"UPDATE forward SET url='http://evil.example/' WHERE id=(SELECT max(id) FROM forward)",
         "'postback '||max(id)||' to forward ' FROM postback"},
        {"UPDATE visit SET path='x' WHERE id=(SELECT min(id) FROM visit)",
         "'visit '||min(id)||': path holds a value of another type' FROM visit"},
        {"UPDATE visit SET signals=0.25 WHERE id=(SELECT min(id) FROM visit)",
         "'visit '||min(id)||': signals holds a value of another type' FROM visit"},
        {"UPDATE answer SET body='OK'",
         "'answer '||min(id)||': body holds a value of another type' FROM answer"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_found(*state, cases[i].alter, cases[i].says);
}

static void test_a_deleted_entry_is_found(void **state)
{
    assert_found(*state, "DELETE FROM visit WHERE id=(SELECT min(id) FROM visit)",
                 "'batch '||last_id||': says '||entries||' entries, '||(entries-1)||' are there'"
                 " FROM batch WHERE last_id>=(SELECT min(id) FROM visit) ORDER BY last_id");
    assert_found(*state, "DELETE FROM goal_call WHERE id=(SELECT max(id) FROM goal_call)",
                 "'batch '||max(id)||': says 1 entries, none is there' FROM goal_call");
}

#define INSERT_VISIT(new_id)                                                                       \
    "CREATE TEMP TABLE one AS SELECT * FROM visit LIMIT 1;"                                        \
    " UPDATE one SET id=" new_id ", personal_hash=NULL; INSERT INTO visit SELECT * FROM one"

static void test_an_added_entry_is_found(void **state)
{
    assert_found(*state, INSERT_VISIT("(SELECT min(id) FROM visit)-1"),
                 "'batch '||last_id||': says '||entries||' entries, '||(entries+1)||' are there'"
                 " FROM batch WHERE last_id>=(SELECT min(id) FROM visit) ORDER BY last_id");
    assert_found(*state, INSERT_VISIT("(SELECT max(last_id) FROM batch)+5"),
                 "'visit '||(max(last_id)+5)||': lies behind the last batch' FROM batch");
    assert_found(*state, INSERT_VISIT("-5"), "'visit -5: is no id'");
}

static void test_an_altered_batch_is_found(void **state)
{
    assert_found(*state,
                 "UPDATE batch SET hash=zeroblob(32) WHERE last_id=(SELECT max(id) FROM goal_call)",
                 "'goal_call '||max(id)||': its values do not give the hash of batch '||max(id)"
                 " FROM goal_call");
    assert_found(*state,
                 "UPDATE batch SET hash=x'00' WHERE last_id=(SELECT max(id) FROM goal_call)",
                 "'goal_call '||max(id)||': its values do not give the hash of batch '||max(id)"
                 " FROM goal_call");
    assert_found(
        *state, "UPDATE batch SET last_id=last_id+1 WHERE last_id=(SELECT max(last_id) FROM batch)",
        "'batch '||(max(last_id)+1)||': its last entry is goal_call '||max(last_id)"
        " FROM batch");
    assert_found(*state, "DELETE FROM batch WHERE last_id=(SELECT max(last_id) FROM batch)",
                 "'goal_call '||max(last_id)||': lies behind the last batch' FROM batch");
}

static void test_altered_personal_fields_are_found(void **state)
{
    static const char first[] = "'personal '||min(id)||': does not give the hash that its visit"
                                " keeps' FROM personal";
    assert_found(*state, "UPDATE personal SET address='x' WHERE id=(SELECT min(id) FROM personal)",
                 first);
    assert_found(*state, "UPDATE personal SET salt=x'00' WHERE id=(SELECT min(id) FROM personal)",
                 first);
    assert_found(*state, "UPDATE personal SET referrer='' WHERE id=(SELECT min(id) FROM personal)",
                 first);
    assert_found(*state,
                 "UPDATE personal SET workspace_id=2 WHERE id=(SELECT min(id) FROM personal)",
                 "'personal '||min(id)||': is in another workspace than its visit' FROM personal");
    assert_found(
        *state, "UPDATE personal SET visitor=visitor+1 WHERE id=(SELECT min(id) FROM visit)",
        "'personal '||min(id)||': does not give the hash that its visit keeps' FROM visit");
    assert_found(*state, "DELETE FROM personal WHERE id=(SELECT max(id) FROM personal)",
                 "'personal '||max(id)||': is not there, its goal_call keeps its hash, and no "
                 "entry says that it was forgotten'"
                 " FROM personal");
    assert_found(*state,
                 "INSERT INTO personal(id, workspace_id, salt, visitor) VALUES(77, 1, x'00', 0)",
                 "'personal 77: has no entry'");
    assert_found(
        *state,
        "INSERT INTO personal(id, workspace_id, visitor) SELECT max(last_id)+9, 1, 0 FROM batch",
        "'personal '||(max(last_id)+9)||': has no entry' FROM batch");
    assert_found(
        *state, "INSERT INTO personal(id, workspace_id, visitor) SELECT min(id), 1, 0 FROM attempt",
        "'personal '||min(id)||': its attempt keeps no hash of it' FROM attempt");
}

static void test_an_altered_conversion_is_found(void **state)
{
    assert_found(*state, "UPDATE conversion SET revenue_micros=9 WHERE id=" FIRST_CONVERSION,
                 "'conversion '||min(id)||': revenue_micros is 9, its last change says 5000000'"
                 " FROM conversion");
    assert_found(*state, "UPDATE conversion SET status='lead' WHERE id=" FIRST_CONVERSION,
                 "'conversion '||min(id)||': status is \"lead\", its last change says \"sale\"'"
                 " FROM conversion");
    assert_found(*state, "UPDATE conversion SET reference='' WHERE id=" FIRST_CONVERSION,
                 "'conversion '||min(id)||': reference is \"\", its last change says absent'"
                 " FROM conversion");
    assert_found(*state, "UPDATE conversion SET change_id=id WHERE id=" FIRST_CONVERSION,
                 "'conversion '||min(id)||': change_id is '||min(id) FROM conversion");
    assert_found(
        *state, "DELETE FROM conversion WHERE id=" FIRST_CONVERSION,
        "'conversion '||min(id)||': is not there, conversion_change '||min(id) FROM conversion");
    assert_found(*state, "UPDATE conversion SET id=id+1, txid='z' WHERE id=" FIRST_CONVERSION,
                 "'conversion '||(min(id)+1)||': no conversion_change created it' FROM conversion");
}

/* The second visit was clicked twice, for offers 2 and 3. */
static void test_altered_clicks_are_found(void **state)
{
    assert_found(*state, "UPDATE click_state SET offer_id=2 WHERE clicks=2",
                 "'click_state '||visit_id||': offer_id is 2, its clicks say 3' FROM click_state"
                 " WHERE clicks=2");
    assert_found(*state, "UPDATE click_state SET clicks=3 WHERE clicks=2",
                 "'click_state '||visit_id||': clicks is 3, its clicks say 2' FROM click_state"
                 " WHERE clicks=2");
    assert_found(*state, "DELETE FROM click_state WHERE clicks=2",
                 "'click_state '||visit_id||': is not there, click '||min(id) FROM click"
                 " WHERE offer_id=2");
    assert_found(*state, "UPDATE click SET is_first=1 WHERE offer_id=3",
                 "'click '||id||': is_first is 1' FROM click WHERE offer_id=3");
    assert_found(*state, "UPDATE campaign_total SET unique_clicks=unique_clicks+1 WHERE clicks=2",
                 "'campaign_total '||campaign_id||' 1: unique_clicks is 2, its entries say 1'"
                 " FROM campaign_total WHERE clicks=2");
}

static void test_an_altered_outbox_is_found(void **state)
{
    static const char *const columns[][3] = {
        {"state", "'delivered'", "\"delivered\", its entries say \"due\""},
        {"attempts", "7", "7, its entries say 1"},
        {"due_ms", "5", "5, its entries say 4102444800000"},
        {"first_attempt_ms", "5", "5, its entries say "},
        {"dedup_ms", "0", "0, its entries say 86400000"},
        {"url", "'x'", "\"x\", its entries say \"http://192.0.2.1/tag.php\""},
    };
    for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
        char alter[NAME_BYTES];
        char says[NAME_BYTES];
        (void)snprintf(alter, sizeof(alter),
                       "UPDATE outbox SET %s=%s WHERE state='due' AND attempts=1", columns[i][0],
                       columns[i][1]);
        (void)snprintf(says, sizeof(says),
                       "'outbox '||id||': %s is %s' FROM outbox WHERE state='due' AND attempts=1",
                       columns[i][0], columns[i][2]);
        assert_found(*state, alter, says);
    }
    assert_found(*state, "UPDATE outbox SET state='failed' WHERE state='sending'",
                 "'outbox '||id||': state is \"failed\", its entries say \"sending\"' FROM outbox"
                 " WHERE state='sending'");
    assert_found(*state, "DELETE FROM outbox WHERE state='delivered'",
                 "'outbox '||id||': is not there' FROM outbox WHERE state='delivered'");
    assert_found(*state, "UPDATE outbox SET id=5 WHERE state='delivered'",
                 "'outbox 5: no forward is to be sent'");
}

static void test_an_altered_goal_state_is_found(void **state)
{
    assert_found(*state, "UPDATE goal_state SET stored=3",
                 "'goal_state '||goal_id||' '||ad_click_id||': stored is 3, its calls say 2'"
                 " FROM goal_state");
    assert_found(*state, "UPDATE goal_state SET last_call_id=3",
                 "'goal_state '||goal_id||' '||ad_click_id||': last_call_id is 3' FROM goal_state");
    assert_found(*state, "DELETE FROM goal_state",
                 "'goal_state '||goal_id||' '||ad_click_id||': is not there' FROM goal_state");
    assert_found(*state, "INSERT INTO goal_state VALUES('x', 1, 1, 1, 1)",
                 "'goal_state x 1: stored is 1, its calls say 0'");
}

static void test_an_altered_total_is_found(void **state)
{
    static const char *const campaign_columns[] = {"visits",
                                                   "bot_visits",
                                                   "unique_visits",
                                                   "cost_micros",
                                                   "conversions",
                                                   "leads",
                                                   "sales",
                                                   "rebills",
                                                   "rejected",
                                                   "unmapped",
                                                   "revenue_micros",
                                                   "other_conversions",
                                                   "unique_conversions"};
    for (size_t i = 0; i < ARRAY_LEN(campaign_columns); i++) {
        char alter[NAME_BYTES];
        char says[NAME_BYTES];
        const char *column = campaign_columns[i];
        (void)snprintf(alter, sizeof(alter),
                       "UPDATE campaign_total SET %s=%s+1 WHERE campaign_id=1", column, column);
        (void)snprintf(says, sizeof(says),
                       "'campaign_total 1 1: %s is '||(%s+1)||', its entries say '||%s"
                       " FROM campaign_total WHERE campaign_id=1",
                       column, column, column);
        assert_found(*state, alter, says);
    }
    assert_found(*state, "UPDATE variation_total SET clicks=2",
                 "'variation_total 3 1: clicks is 2, its entries say 1'");
    assert_found(*state, "UPDATE goal_total SET value_micros=1",
                 "'goal_total " RIG_GOAL " 3 1: value_micros is 1, its entries say 10000000'");
    assert_found(*state, "DELETE FROM campaign_total WHERE campaign_id=2",
                 "'campaign_total 2 1: visits is 0, its entries say 3'");
    assert_found(*state, "UPDATE adcampaign_day SET cost_micros=cost_micros+1 WHERE day=20001",
                 "'adcampaign_day 5 20001 1: cost_micros is 900001, its entries say 900000'");
    assert_found(*state, "INSERT INTO variation_total VALUES(8, 1, 0, 1, 0, 0)",
                 "'variation_total 8 1: clicks is 1, its entries say 0'");
}

static void test_totals_of_zeros_may_be_kept(void **state)
{
    make_ledger(*state);
    raw_run(*state, "INSERT INTO variation_total VALUES(8, 1, 0, 0, 0, 0)");
    (void)rig_assert_clean(*state);
}

static void test_an_expected_head_is_met_or_missed(void **state)
{
    uint8_t head[STORE_HASH_BYTES];
    char text[2 * STORE_HASH_BYTES + 1];
    struct faults *faults = heap_make(1, sizeof(*faults));
    make_ledger(*state);
    (void)raw_text(*state,
                   "SELECT hex(hash) FROM batch WHERE last_id=(SELECT min(id) FROM goal_call)",
                   text, sizeof(text));
    assert_int_equal(num_parse_hex(str_from_c(text), head, sizeof(head)), OK);
    assert_true(rig_verify(*state, head, faults).has_expected_head);
    head[0] ^= 1;
    struct verify_report report = rig_verify(*state, head, faults);
    assert_false(report.has_expected_head);
    assert_int_equal(report.faults, 0);
    assert_int_equal(report.head_id, raw_number(*state, "SELECT max(last_id) FROM batch"));
    assert_int_equal(report.batches, raw_number(*state, "SELECT count(*) FROM batch"));
    free(faults);
}

static void test_more_faults_than_are_told_are_counted(void **state)
{
    struct faults *faults = heap_make(1, sizeof(*faults));
    make_ledger(*state);
    raw_run(*state, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<250)"
                    " INSERT INTO personal(id, workspace_id, visitor) SELECT i, 1, 0 FROM n");
    assert_int_equal(rig_verify(*state, NULL, faults).faults, 250);
    assert_int_equal(faults->count, VERIFY_FAULTS_MAX);
    free(faults);
}

/* --- While a writer goes on ----------------------------------------------- */

struct verifier {
    const char *dir;
    _Atomic bool is_done;
    uint64_t entries;
};

static void *verify_often(void *context)
{
    struct verifier *verifier = context;
    for (size_t i = 0; i < 5; i++)
        verifier->entries = rig_assert_clean(verifier->dir);
    verifier->is_done = true;
    return NULL;
}

static void write_some(struct rig *rig, uint64_t number)
{
    struct visit_deed click;
    struct sale sale;
    struct delivery attempt;
    struct delivery answer;
    click_init(&click, number % 7, 5 * number);
    assert_int_equal(rig_run(rig, &click.deed), OK);
    sale_init(&sale, click.visit.id, "a", "lead", 3);
    assert_int_equal(rig_run(rig, &sale.deed), OK);
    sale_init(&sale, click.visit.id, "a", "sale", 5);
    assert_int_equal(rig_run(rig, &sale.deed), OK);
    delivery_init(&attempt, sale.forward_id, NULL);
    rig_add(rig, &attempt.deed);
    delivery_init(&answer, sale.forward_id, "delivered");
    assert_int_equal(rig_run(rig, &answer.deed), OK);
    rig_wait(rig, &attempt.deed);
}

static void test_a_running_writer_disturbs_nothing(void **state)
{
    struct rig rig;
    struct verifier verifier = {.dir = *state};
    pthread_t thread;
    rig_open(&rig, *state);
    uint64_t number = 0;
    for (; number < 300; number++)
        write_some(&rig, number);
    assert_int_equal(pthread_create(&thread, NULL, verify_often, &verifier), 0);
    while (!verifier.is_done)
        write_some(&rig, number++);
    pthread_join(thread, NULL);
    rig_close(&rig);
    assert_true(verifier.entries > 300 * 8);
    assert_true(rig_assert_clean(*state) >= verifier.entries);
}

static void test_more_than_one_page_is_walked(void **state)
{
    enum { CLICKS = 9000, TURN = 500 };
    struct rig rig;
    struct visit_deed *clicks = heap_make(TURN, sizeof(*clicks));
    rig_open(&rig, *state);
    for (uint64_t number = 0; number < CLICKS;) {
        for (size_t i = 0; i < TURN; i++) {
            click_init(&clicks[i], number % 300, number);
            rig_add(&rig, &clicks[i].deed);
            number++;
        }
        ledger_port_flush(rig.port);
        for (size_t i = 0; i < TURN; i++)
            rig_wait(&rig, &clicks[i].deed);
    }
    rig_close(&rig);
    assert_int_equal(rig_assert_clean(*state), CLICKS);
    free(clicks);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_drop)

int main(void)
{
    log_set_level(LOG_WARNING);
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_nothing_is_wrong_with_a_clean_ledger),
        IN_FOLDER(test_an_empty_ledger_is_clean),
        IN_FOLDER(test_without_a_ledger_there_is_nothing_to_verify),
        IN_FOLDER(test_an_altered_entry_is_found),
        IN_FOLDER(test_a_deleted_entry_is_found),
        IN_FOLDER(test_an_added_entry_is_found),
        IN_FOLDER(test_an_altered_batch_is_found),
        IN_FOLDER(test_altered_personal_fields_are_found),
        IN_FOLDER(test_an_altered_conversion_is_found),
        IN_FOLDER(test_altered_clicks_are_found),
        IN_FOLDER(test_an_altered_outbox_is_found),
        IN_FOLDER(test_an_altered_goal_state_is_found),
        IN_FOLDER(test_an_altered_total_is_found),
        IN_FOLDER(test_totals_of_zeros_may_be_kept),
        IN_FOLDER(test_an_expected_head_is_met_or_missed),
        IN_FOLDER(test_more_faults_than_are_told_are_counted),
        IN_FOLDER(test_a_running_writer_disturbs_nothing),
        IN_FOLDER(test_more_than_one_page_is_walked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
