#include "rig.h"

#include "base/clock.h"
#include "base/log.h"
#include "ledger/batch.h"
#include "ledger/kept.h"

/* A job that keeps the writer busy until it is released. */
struct holder {
    struct deed deed;
    struct bell is_held;
    struct bell is_released;
};

static enum err decide_hold(struct ledger_job *job, struct ledger_tx *tx)
{
    (void)tx;
    struct holder *holder = (struct holder *)job;
    bell_ring(&holder->is_held);
    bell_wait(&holder->is_released);
    return OK;
}

static void hold(struct rig *rig, struct holder *holder)
{
    memset(holder, 0, sizeof(*holder));
    bell_init(&holder->is_held);
    bell_init(&holder->is_released);
    holder->deed.job = (struct ledger_job){.decide = decide_hold, .id_count = 1};
    rig_add(rig, &holder->deed);
    ledger_port_flush(rig->port);
    bell_wait(&holder->is_held);
}

static void release(struct rig *rig, struct holder *holder)
{
    bell_ring(&holder->is_released);
    rig_wait(rig, &holder->deed);
    bell_fini(&holder->is_held);
    bell_fini(&holder->is_released);
}

static void click_once(struct rig *rig, uint64_t campaign_id, uint64_t number,
                       struct visit_deed *click)
{
    click_init(click, campaign_id, number);
    assert_int_equal(rig_run(rig, &click->deed), OK);
}

/* --- Recording ------------------------------------------------------------ */

static void test_a_click_is_recorded_with_its_personal_fields_and_its_total(void **state)
{
    struct rig rig;
    struct visit_deed click;
    rig_open(&rig, *state);
    int64_t before_ms = clock_wall_ms();
    click_once(&rig, 7, 0, &click);
    uint64_t id = click.deed.job.id;
    assert_true(id_time_ms(id) >= before_ms && id_time_ms(id) <= clock_wall_ms());
    assert_int_equal(click.visit.id, id);
    assert_int_equal(click.personal.id, id);
    assert_int_equal(ledger_counters(rig.ledger).batches, 1);
    assert_int_equal(ledger_counters(rig.ledger).entries, 1);
    rig_close(&rig);
    assert_int_equal(raw_number(*state, "SELECT id FROM visit WHERE campaign_id=7"), id);
    assert_int_equal(raw_number(*state, "SELECT id FROM personal WHERE address='192.0.2.7'"), id);
    assert_int_equal(
        raw_number(*state,
                   "SELECT visits*1000+cost_micros FROM campaign_total WHERE campaign_id=7"),
        1250);
    assert_int_equal(rig_assert_clean(*state), 1);
}

static void test_every_value_comes_back_as_it_was_written(void **state)
{
    struct rig rig;
    struct visit_deed click;
    rig_open(&rig, *state);
    click_init(&click, UINT64_MAX, 0);
    click.visit.cost_micros = INT64_MIN;
    click.visit.external_id = (struct str){"\0\xff'", 3};
    click.visit.cost_currency = STR("");
    click.total = (struct campaign_total){.campaign_id = 1, .workspace_id = 1};
    assert_int_equal(rig_run(&rig, &click.deed), OK);
    rig_close(&rig);
    assert_int_equal(raw_number(*state, "SELECT campaign_id FROM visit"), -1);
    assert_int_equal(raw_number(*state, "SELECT cost_micros=-9223372036854775807-1 FROM visit"), 1);
    assert_int_equal(raw_number(*state, "SELECT external_id=x'00ff27' FROM visit"), 1);
    assert_int_equal(raw_number(*state, "SELECT cost_currency='' FROM visit"), 1);
    assert_int_equal(raw_number(*state, "SELECT draw=-1 FROM visit"), 1);
    assert_int_equal(raw_number(*state, "SELECT count(*) FROM personal WHERE referrer IS NULL"), 1);
}

static void test_all_jobs_of_a_turn_are_one_batch(void **state)
{
    struct rig rig;
    struct visit_deed clicks[20];
    rig_open(&rig, *state);
    for (size_t i = 0; i < ARRAY_LEN(clicks); i++) {
        click_init(&clicks[i], 1, i);
        rig_add(&rig, &clicks[i].deed);
    }
    ledger_port_flush(rig.port);
    for (size_t i = 0; i < ARRAY_LEN(clicks); i++)
        rig_wait(&rig, &clicks[i].deed);
    rig_close(&rig);
    assert_int_equal(raw_number(*state, "SELECT count(*) FROM batch"), 1);
    assert_int_equal(raw_number(*state, "SELECT entries FROM batch"), ARRAY_LEN(clicks));
    for (size_t i = 1; i < ARRAY_LEN(clicks); i++)
        assert_true(clicks[i].visit.id > clicks[i - 1].visit.id);
}

static void test_a_decide_job_sees_what_came_before_it_in_its_batch(void **state)
{
    struct rig rig;
    struct visit_deed click;
    struct sale sales[2];
    struct holder holder;
    rig_open(&rig, *state);
    click_once(&rig, 1, 0, &click);
    hold(&rig, &holder);
    for (size_t i = 0; i < ARRAY_LEN(sales); i++) {
        sale_init(&sales[i], click.visit.id, "a", i == 0 ? "lead" : "sale", 1000000);
        rig_add(&rig, &sales[i].deed);
    }
    ledger_port_flush(rig.port);
    release(&rig, &holder);
    rig_wait(&rig, &sales[1].deed);
    assert_true(sales[0].was_new);
    assert_false(sales[1].was_new);
    assert_int_equal(sales[1].conversion_id, sales[0].conversion_id);
    rig_close(&rig);
    assert_int_equal(raw_number(*state, "SELECT count(*) FROM batch"), 2);
    assert_int_equal(raw_number(*state, "SELECT sales FROM campaign_total"), 1);
    assert_int_equal(raw_number(*state, "SELECT leads FROM campaign_total"), 0);
    (void)rig_assert_clean(*state);
}

static enum err decide_io_error(struct ledger_job *job, struct ledger_tx *tx)
{
    struct visit visit = {.id = ledger_next_id(tx), .workspace_id = RIG_WORKSPACE};
    (void)job;
    return ledger_append(tx, LEDGER_VISIT, &visit) == OK ? ERR_IO : OK;
}

static void test_a_batch_that_fails_leaves_nothing_but_its_clicks(void **state)
{
    struct rig rig;
    struct visit_deed click;
    struct deed failing = {.job = {.decide = decide_io_error, .id_count = 1}};
    rig_open(&rig, *state);
    click_init(&click, 1, 0);
    rig_add(&rig, &click.deed);
    assert_int_equal(rig_run(&rig, &failing), ERR_IO);
    rig_wait(&rig, &click.deed);
    assert_int_equal(click.deed.result, ERR_IO);
    uint64_t id = click.deed.job.id;
    memset(&click, 0xee, sizeof(click)); /* it is its owner's again */
    rig_run_until_well(&rig);
    struct ledger_counters counters = ledger_counters(rig.ledger);
    assert_int_equal(counters.kept_recorded, 1);
    assert_int_equal(counters.kept_lost, 0);
    assert_true(counters.failed_batches >= 1);
    assert_false(counters.failing);
    rig_close(&rig);
    assert_int_equal(raw_number(*state, "SELECT id FROM visit"), id);
    assert_int_equal(rig_assert_clean(*state), 1);
}

static void test_a_click_of_a_failed_batch_is_recorded_when_the_ledger_closes(void **state)
{
    struct rig rig;
    struct visit_deed click;
    struct deed failing = {.job = {.decide = decide_io_error, .id_count = 1}};
    rig_open(&rig, *state);
    click_init(&click, 1, 0);
    rig_add(&rig, &click.deed);
    assert_int_equal(rig_run(&rig, &failing), ERR_IO);
    rig_wait(&rig, &click.deed);
    rig_close(&rig);
    assert_int_equal(raw_number(*state, "SELECT id FROM visit"), click.deed.job.id);
    assert_int_equal(rig_assert_clean(*state), 1);
}

static void test_more_totals_than_are_gathered_add_up(void **state)
{
    enum { CAMPAIGNS = 3 * BATCH_TOTALS_MAX + 5, CLICKS = 4 * CAMPAIGNS };
    struct rig rig;
    struct visit_deed *clicks = heap_make(CLICKS, sizeof(*clicks));
    rig_open(&rig, *state);
    for (size_t i = 0; i < CLICKS; i++) {
        click_init(&clicks[i], 1 + i % CAMPAIGNS, i);
        rig_add(&rig, &clicks[i].deed);
    }
    ledger_port_flush(rig.port);
    for (size_t i = 0; i < CLICKS; i++)
        rig_wait(&rig, &clicks[i].deed);
    rig_close(&rig);
    assert_int_equal(raw_number(*state, "SELECT count(*) FROM campaign_total"), CAMPAIGNS);
    assert_int_equal(raw_number(*state, "SELECT sum(visits+bot_visits) FROM campaign_total"),
                     CLICKS);
    (void)rig_assert_clean(*state);
    free(clicks);
}

static void test_the_oldest_kept_click_gives_way_and_is_counted(void **state)
{
    struct kept *kept = kept_make();
    (void)state;
    for (uint64_t i = 1; i <= LEDGER_KEPT_MAX + 2; i++)
        kept_add(kept, &(struct ledger_job){.id = i});
    assert_int_equal(kept_count(kept), LEDGER_KEPT_MAX);
    assert_int_equal(kept_lost(kept), 2);
    kept_drop_recorded(kept, 3); /* 1 and 2 are gone already */
    assert_int_equal(kept_recorded(kept), 1);
    kept_free(kept);
}

/* --- Ids ------------------------------------------------------------------ */

static void test_a_job_of_many_ids_gets_a_block_without_a_gap(void **state)
{
    struct rig rig;
    uint64_t last = 0;
    rig_open(&rig, *state);
    for (unsigned i = 0; i < 40; i++) {
        struct deed deed = {.job = {.id_count = i % 2 == 0 ? LEDGER_IDS_MAX : 1}};
        assert_int_equal(rig_run(&rig, &deed), OK);
        uint64_t end = deed.job.id + deed.job.id_count - 1;
        assert_true(deed.job.id > last);
        assert_int_equal(end >> ID_SEQUENCE_BITS, deed.job.id >> ID_SEQUENCE_BITS);
        last = end;
    }
    rig_close(&rig);
}

static void test_ids_rise_also_when_claimed_while_the_writer_is_busy(void **state)
{
    struct rig rig;
    struct visit_deed clicks[12];
    struct sale sale;
    struct holder holder;
    struct dice dice = dice_make("claimed ids");
    rig_open(&rig, *state);
    struct visit_deed first;
    click_once(&rig, 1, 100, &first);
    for (unsigned round = 0; round < 30; round++) {
        uint64_t claimed[ARRAY_LEN(clicks)] = {0};
        hold(&rig, &holder);
        sale_init(&sale, first.visit.id, "a", round % 2 == 0 ? "lead" : "sale", 1);
        rig_add(&rig, &sale.deed);
        for (size_t i = 0; i < ARRAY_LEN(clicks); i++) {
            click_init(&clicks[i], 1, i);
            rig_add(&rig, &clicks[i].deed);
            if (dice_roll(&dice, 2) == 0)
                ledger_port_flush(rig.port);
        }
        ledger_port_flush(rig.port);
        for (size_t n = 0; n < ARRAY_LEN(clicks) / 2; n++) {
            size_t i = dice_roll(&dice, ARRAY_LEN(clicks));
            claimed[i] = ledger_claim_id(rig.ledger, &clicks[i].deed.job);
            assert_true(claimed[i] > holder.deed.job.id);
        }
        release(&rig, &holder);
        rig_wait(&rig, &sale.deed);
        for (size_t i = 0; i < ARRAY_LEN(clicks); i++) {
            rig_wait(&rig, &clicks[i].deed);
            assert_int_equal(clicks[i].deed.result, OK);
            if (claimed[i] != 0)
                assert_int_equal(clicks[i].visit.id, claimed[i]);
        }
    }
    rig_close(&rig);
    assert_int_equal(raw_number(*state, "SELECT count(*) FROM visit"), 30 * ARRAY_LEN(clicks) + 1);
    (void)rig_assert_clean(*state);
}

static void test_a_claimed_id_is_the_one_that_was_given(void **state)
{
    struct rig rig;
    struct visit_deed click;
    rig_open(&rig, *state);
    click_once(&rig, 1, 0, &click);
    assert_int_equal(ledger_claim_id(rig.ledger, &click.deed.job), click.visit.id);
    rig_close(&rig);
}

static void test_ids_go_on_behind_the_mark_after_the_clock_went_back(void **state)
{
    char sql[128];
    struct rig rig;
    struct visit_deed click;
    rig_open(&rig, *state);
    click_once(&rig, 1, 0, &click);
    rig_close(&rig);
    /* What a clock one hour ahead would have left. */
    uint64_t mark = id_from_ms(clock_wall_ms() + 3600 * 1000);
    (void)snprintf(sql, sizeof(sql), "UPDATE mark SET id=%" PRIu64, mark);
    raw_run(*state, sql);
    rig_open(&rig, *state);
    click_once(&rig, 1, 1, &click);
    assert_true(click.visit.id > mark);
    rig_close(&rig);
    assert_true((uint64_t)raw_number(*state, "SELECT id FROM mark") > click.visit.id);
    (void)rig_assert_clean(*state);
}

static void test_an_id_that_was_given_but_not_recorded_is_not_given_again(void **state)
{
    uint64_t last = 0;
    for (unsigned i = 0; i < 10; i++) {
        struct rig rig;
        struct deed nothing = {.job = {.id_count = 1}};
        rig_open(&rig, *state);
        assert_int_equal(rig_run(&rig, &nothing), OK);
        assert_true(nothing.job.id > last);
        last = nothing.job.id;
        rig_close(&rig);
    }
}

/* --- Ports ---------------------------------------------------------------- */

static void test_each_port_collects_its_own_jobs(void **state)
{
    struct rig rig;
    struct visit_deed mine;
    struct visit_deed theirs;
    struct rig other;
    rig_open(&rig, *state);
    rig_join(&other, &rig);
    click_init(&mine, 1, 0);
    click_init(&theirs, 1, 1);
    rig_add(&rig, &mine.deed);
    rig_add(&other, &theirs.deed);
    ledger_port_flush(rig.port);
    ledger_port_flush(other.port);
    rig_wait(&other, &theirs.deed);
    assert_false(mine.deed.is_done);
    rig_wait(&rig, &mine.deed);
    assert_false(ledger_port_collect(rig.port));
    rig_leave(&other);
    rig_close(&rig);
}

static void test_a_full_queue_answers_at_once(void **state)
{
    struct rig rig;
    struct holder holder;
    struct deed *deeds = heap_make(LEDGER_QUEUE_MAX, sizeof(*deeds));
    struct visit_deed extra;
    const size_t room = LEDGER_QUEUE_MAX - 1; /* the holder has a place */
    rig_open(&rig, *state);
    hold(&rig, &holder);
    for (size_t i = 0; i < room; i++) {
        deeds[i].job.id_count = 1;
        rig_add(&rig, &deeds[i]);
    }
    ledger_port_flush(rig.port);
    assert_int_equal(ledger_counters(rig.ledger).queue, LEDGER_QUEUE_MAX);
    click_init(&extra, 1, 0);
    assert_int_equal(rig_run(&rig, &extra.deed), ERR_FULL);
    assert_true(extra.deed.job.id > holder.deed.job.id); /* the visitor leaves with an id */
    release(&rig, &holder);
    for (size_t i = 0; i < room; i++)
        rig_wait(&rig, &deeds[i]);
    click_init(&extra, 1, 1);
    assert_int_equal(rig_run(&rig, &extra.deed), OK);
    rig_close(&rig);
    assert_int_equal(rig_assert_clean(*state), 1);
    free(deeds);
}

static void test_what_waits_when_the_ledger_closes_is_recorded(void **state)
{
    enum { CLICKS = 50 };
    struct rig rig;
    struct visit_deed *clicks = heap_make(CLICKS, sizeof(*clicks));
    rig_open(&rig, *state);
    for (size_t i = 0; i < CLICKS; i++) {
        click_init(&clicks[i], 1, i);
        rig_add(&rig, &clicks[i].deed);
        ledger_port_flush(rig.port);
    }
    for (size_t i = 0; i < CLICKS; i++)
        rig_wait(&rig, &clicks[i].deed);
    rig_close(&rig);
    assert_int_equal(rig_assert_clean(*state), CLICKS);
    free(clicks);
}

static void test_a_ledger_of_another_version_is_refused(void **state)
{
    struct rig rig;
    rig_open(&rig, *state);
    rig_close(&rig);
    raw_run(*state, "PRAGMA user_version=99");
    assert_int_equal(rig_try_open(&rig, *state, &(struct ledger_options){.node = 1}), ERR_INVALID);
}

static void test_a_folder_that_is_not_there_is_an_error(void **state)
{
    struct rig rig;
    (void)state;
    assert_int_equal(rig_try_open(&rig, "/nonexistent", &(struct ledger_options){.node = 1}),
                     ERR_IO);
}

/* --- Many threads --------------------------------------------------------- */

struct loop {
    struct rig rig;
    pthread_t thread;
    uint64_t first_number;
};

enum { LOOPS = 4, LOOP_CLICKS = 400 };

static void *run_loop(void *context)
{
    struct loop *loop = context;
    struct visit_deed clicks[5];
    for (uint64_t n = 0; n < LOOP_CLICKS; n += ARRAY_LEN(clicks)) {
        for (size_t i = 0; i < ARRAY_LEN(clicks); i++) {
            click_init(&clicks[i], 1, loop->first_number + n + i);
            rig_add(&loop->rig, &clicks[i].deed);
        }
        ledger_port_flush(loop->rig.port);
        (void)ledger_claim_id(loop->rig.ledger, &clicks[n % ARRAY_LEN(clicks)].deed.job);
        for (size_t i = 0; i < ARRAY_LEN(clicks); i++)
            rig_wait(&loop->rig, &clicks[i].deed);
    }
    return NULL;
}

static void test_many_loops_record_side_by_side(void **state)
{
    struct rig rig;
    struct loop loops[LOOPS];
    rig_open(&rig, *state);
    for (size_t i = 0; i < LOOPS; i++) {
        rig_join(&loops[i].rig, &rig);
        loops[i].first_number = i * LOOP_CLICKS;
        assert_int_equal(pthread_create(&loops[i].thread, NULL, run_loop, &loops[i]), 0);
    }
    for (size_t i = 0; i < LOOPS; i++) {
        pthread_join(loops[i].thread, NULL);
        rig_leave(&loops[i].rig);
    }
    rig_close(&rig);
    assert_int_equal(raw_number(*state, "SELECT count(DISTINCT external_id) FROM visit"),
                     LOOPS * LOOP_CLICKS);
    assert_int_equal(rig_assert_clean(*state), LOOPS * LOOP_CLICKS);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_a_click_is_recorded_with_its_personal_fields_and_its_total),
        IN_FOLDER(test_every_value_comes_back_as_it_was_written),
        IN_FOLDER(test_all_jobs_of_a_turn_are_one_batch),
        IN_FOLDER(test_a_decide_job_sees_what_came_before_it_in_its_batch),
        IN_FOLDER(test_a_batch_that_fails_leaves_nothing_but_its_clicks),
        IN_FOLDER(test_a_click_of_a_failed_batch_is_recorded_when_the_ledger_closes),
        IN_FOLDER(test_more_totals_than_are_gathered_add_up),
        cmocka_unit_test(test_the_oldest_kept_click_gives_way_and_is_counted),
        IN_FOLDER(test_a_job_of_many_ids_gets_a_block_without_a_gap),
        IN_FOLDER(test_ids_rise_also_when_claimed_while_the_writer_is_busy),
        IN_FOLDER(test_a_claimed_id_is_the_one_that_was_given),
        IN_FOLDER(test_ids_go_on_behind_the_mark_after_the_clock_went_back),
        IN_FOLDER(test_an_id_that_was_given_but_not_recorded_is_not_given_again),
        IN_FOLDER(test_each_port_collects_its_own_jobs),
        IN_FOLDER(test_a_full_queue_answers_at_once),
        IN_FOLDER(test_what_waits_when_the_ledger_closes_is_recorded),
        IN_FOLDER(test_a_ledger_of_another_version_is_refused),
        IN_FOLDER(test_a_folder_that_is_not_there_is_an_error),
        IN_FOLDER(test_many_loops_record_side_by_side),
    };
    log_set_level(LOG_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
