/* crash_test - what the ledger promises when the power goes, when the disk fails, fills or hangs.
 */
#include "rig.h"
#include "shim_vfs.h"

#include "base/log.h"

#define ROUNDS            200
#define ROUNDS_PER_FOLDER 20
#define ROUND_JOBS_MAX    24
#define OPS_UNTIL_OFF_MAX 160

/* --- What was answered ---------------------------------------------------- */

/* One job of a crash test and what its owner was told. Even numbers are clicks, odd ones sales. */
struct promise {
    struct visit_deed click;
    struct sale sale;
    char txid[24];
    bool is_sale;
    bool is_added;
};

struct promises {
    struct promise *list; /* owned */
    size_t count;
    uint64_t highest_id; /* of all ids ever given, recorded or not */
    uint64_t visit_id;   /* of a visit that is recorded; 0: none yet */
};

static struct deed *deed_of(struct promise *promise)
{
    return promise->is_sale ? &promise->sale.deed : &promise->click.deed;
}

static void promises_init(struct promises *promises)
{
    *promises = (struct promises){0};
    promises->list = heap_make(ROUNDS_PER_FOLDER * ROUND_JOBS_MAX, sizeof(*promises->list));
}

/* A sale when there is a visit to sell to, else a click. */
static struct promise *promise_add(struct promises *promises, struct rig *rig, bool is_sale)
{
    struct promise *promise = &promises->list[promises->count];
    is_sale = is_sale && promises->visit_id != 0;
    promise->is_sale = is_sale;
    (void)snprintf(promise->txid, sizeof(promise->txid), "%zu", promises->count);
    if (is_sale)
        sale_init(&promise->sale, promises->visit_id, promise->txid, "sale", 1000000);
    else
        click_init(&promise->click, promises->count % 3, promises->count);
    promises->count++;
    promise->is_added = true;
    rig_add(rig, deed_of(promise));
    return promise;
}

/* Waits for the answers of the last `count`, and checks that their ids are new. */
static void promises_wait(struct promises *promises, struct rig *rig, size_t count)
{
    uint64_t highest_id = promises->highest_id;
    for (size_t i = promises->count - count; i < promises->count; i++) {
        struct promise *promise = &promises->list[i];
        struct deed *deed = deed_of(promise);
        rig_wait(rig, deed);
        assert_true(deed->job.id > promises->highest_id);
        if (deed->job.id + deed->job.id_count - 1 > highest_id)
            highest_id = deed->job.id + deed->job.id_count - 1;
        if (!promise->is_sale && deed->result == OK)
            promises->visit_id = deed->job.id;
    }
    promises->highest_id = highest_id;
}

/* Each OK is there exactly once, under its id; nothing else more than once; and nothing that nobody
 * asked for. is_all: the rest of the clicks is there too. */
static void promises_check(const struct promises *promises, const char *dir, bool is_all)
{
    sqlite3 *db = raw_open(dir);
    sqlite3_stmt *find = NULL;
    const char *sql = "SELECT count(*), max(id) FROM visit WHERE external_id=CAST(?1 AS BLOB)"
                      " UNION ALL SELECT count(*), max(id)-1 FROM conversion WHERE txid=?1";
    int64_t clicks = 0;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &find, NULL), SQLITE_OK);
    for (size_t i = 0; i < promises->count; i++) {
        struct promise *promise = &promises->list[i];
        const struct deed *deed = deed_of(promise);
        sqlite3_bind_text(find, 1, promise->txid, -1, SQLITE_STATIC);
        assert_int_equal(sqlite3_step(find), SQLITE_ROW);
        if (promise->is_sale)
            assert_int_equal(sqlite3_step(find), SQLITE_ROW);
        int64_t found = sqlite3_column_int64(find, 0);
        bool is_owed = deed->result == OK || (is_all && deed->job.keep);
        assert_true(found == 1 || (found == 0 && !is_owed));
        if (found == 1)
            assert_int_equal(sqlite3_column_int64(find, 1), deed->job.id);
        clicks += promise->is_sale ? 0 : found;
        sqlite3_reset(find);
    }
    sqlite3_finalize(find);
    raw_close(db);
    assert_int_equal(clicks, raw_number(dir, "SELECT count(*) FROM visit"));
    (void)rig_assert_clean(dir);
}

/* --- Power loss ----------------------------------------------------------- */

static void run_until_off(struct rig *rig, struct promises *promises, struct dice *dice)
{
    for (size_t left = 1 + dice_roll(dice, ROUND_JOBS_MAX); left > 0 && !shim_is_off();) {
        size_t turn = 1 + dice_roll(dice, 4);
        if (turn > left)
            turn = left;
        for (size_t i = 0; i < turn; i++)
            (void)promise_add(promises, rig, dice_roll(dice, 3) == 0);
        ledger_port_flush(rig->port);
        promises_wait(promises, rig, turn);
        left -= turn;
    }
}

static void lose_power_once(const char *dir, struct promises *promises, struct dice *dice)
{
    struct rig rig;
    shim_cut_power(1 + (unsigned)dice_roll(dice, OPS_UNTIL_OFF_MAX));
    if (rig_try_open(&rig, dir, &(struct ledger_options){.node = 1}) == OK) {
        run_until_off(&rig, promises, dice);
        rig_close(&rig);
    }
    shim_cut_power(0);
    shim_restore(dice);
}

static void make_on_disk(const char *dir)
{
    struct rig rig;
    shim_reset();
    rig_open(&rig, dir);
    rig_close(&rig);
}

static void test_what_was_answered_survives_the_loss_of_power(void **state)
{
    struct dice dice = dice_make("loss of power");
    size_t recorded = 0;
    for (size_t i = 0; i < ROUNDS; i += ROUNDS_PER_FOLDER) {
        struct promises promises;
        promises_init(&promises);
        make_on_disk(*state);
        for (size_t round = 0; round < ROUNDS_PER_FOLDER; round++) {
            lose_power_once(*state, &promises, &dice);
            promises_check(&promises, *state, false);
        }
        for (size_t p = 0; p < promises.count; p++)
            recorded += deed_of(&promises.list[p])->result == OK;
        free(promises.list);
        (void)folder_each(*state, folder_remove_file);
    }
    assert_true(recorded > ROUNDS); /* the rounds come that far */
}

static void test_power_may_go_while_the_ledger_is_made(void **state)
{
    struct dice dice = dice_make("loss of power at the beginning");
    for (unsigned nth = 1; nth < 60; nth++) {
        struct rig rig;
        shim_reset();
        shim_cut_power(nth);
        if (rig_try_open(&rig, *state, &(struct ledger_options){.node = 1}) == OK)
            rig_close(&rig);
        shim_cut_power(0);
        shim_restore(&dice);
        rig_open(&rig, *state);
        rig_run_until_well(&rig);
        rig_close(&rig);
        assert_int_equal(rig_assert_clean(*state), 0);
        (void)folder_each(*state, folder_remove_file);
    }
}

/* After a failed sync the page cache calls the pages clean: what is answered later must not stand
 * on them. */
static void test_nothing_is_built_upon_a_failed_sync(void **state)
{
    struct dice dice = dice_make("failed sync, then loss of power");
    for (unsigned round = 0; round < 12; round++) {
        struct promises promises;
        struct rig rig;
        promises_init(&promises);
        make_on_disk(*state);
        rig_open(&rig, *state);
        for (unsigned step = 0; step < 3; step++) {
            (void)promise_add(&promises, &rig, step == 1);
            ledger_port_flush(rig.port);
            promises_wait(&promises, &rig, 1);
            shim_fail(SHIM_SYNCS, 1, 1 + (unsigned)dice_roll(&dice, 3), SQLITE_IOERR_FSYNC);
            struct promise *failed = promise_add(&promises, &rig, false);
            ledger_port_flush(rig.port);
            promises_wait(&promises, &rig, 1);
            assert_int_equal(deed_of(failed)->result, ERR_IO);
            shim_lift();
            rig_run_until_well(&rig);
            (void)promise_add(&promises, &rig, false);
            ledger_port_flush(rig.port);
            promises_wait(&promises, &rig, 1);
        }
        shim_cut_power(0);
        rig_close(&rig);
        shim_restore(&dice);
        promises_check(&promises, *state, true);
        free(promises.list);
        (void)folder_each(*state, folder_remove_file);
    }
}

/* --- The nth operation fails ---------------------------------------------- */

/* Two turns, so that a fault may also strike behind a recorded one. */
static void run_turns(struct rig *rig, struct promises *promises)
{
    for (size_t turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < 3; i++)
            (void)promise_add(promises, rig, i == 1);
        ledger_port_flush(rig->port);
        promises_wait(promises, rig, 3);
    }
}

static void fail_each_operation(const char *dir, int code)
{
    bool has_failed = true;
    struct promises promises = {0};
    struct rig rig;
    make_on_disk(dir);
    rig_open(&rig, dir);
    for (unsigned nth = 1; has_failed; nth++) {
        promises_init(&promises);
        shim_fail(SHIM_ALL, nth, 1, code);
        run_turns(&rig, &promises);
        has_failed = shim_lift();
        rig_run_until_well(&rig);
        for (size_t i = 0; i < promises.count && !has_failed; i++)
            assert_int_equal(deed_of(&promises.list[i])->result, OK);
        assert_int_equal(ledger_counters(rig.ledger).kept_lost, 0);
        promises_check(&promises, dir, true);
        /* The next round counts from zero again. */
        free(promises.list);
        rig_close(&rig);
        (void)folder_each(dir, folder_remove_file);
        make_on_disk(dir);
        rig_open(&rig, dir);
    }
    rig_close(&rig);
}

static void test_any_operation_may_fail(void **state)
{
    fail_each_operation(*state, SQLITE_IOERR);
}

static void test_the_disk_may_be_full_at_any_operation(void **state)
{
    fail_each_operation(*state, SQLITE_FULL);
}

static void test_any_operation_may_fail_while_opening(void **state)
{
    bool has_failed = true;
    struct promises promises;
    struct rig rig;
    promises_init(&promises);
    make_on_disk(*state);
    for (unsigned nth = 1; has_failed; nth++) {
        /* The power's loss leaves a log, so that opening has work to do. */
        rig_open(&rig, *state);
        for (size_t i = 0; i < 2; i++) {
            (void)promise_add(&promises, &rig, i == 1);
            ledger_port_flush(rig.port);
            promises_wait(&promises, &rig, 1);
        }
        shim_cut_power(0);
        rig_close(&rig);
        shim_restore(&(struct dice){nth});
        shim_fail(SHIM_ALL, nth, 1, SQLITE_IOERR);
        enum err err = rig_try_open(&rig, *state, &(struct ledger_options){.node = 1});
        has_failed = shim_lift();
        assert_true(err == OK || (err == ERR_IO && has_failed));
        if (err == OK)
            rig_close(&rig);
        promises_check(&promises, *state, true);
    }
    free(promises.list);
}

static void test_clicks_wait_while_the_disk_stays_full(void **state)
{
    struct promises promises;
    struct rig rig;
    promises_init(&promises);
    make_on_disk(*state);
    rig_open(&rig, *state);
    run_turns(&rig, &promises);
    shim_fail(SHIM_ALL, 1, UINT32_MAX, SQLITE_FULL);
    for (size_t i = 0; i < 10; i++) {
        struct promise *promise = promise_add(&promises, &rig, false);
        ledger_port_flush(rig.port);
        promises_wait(&promises, &rig, 1);
        assert_int_equal(deed_of(promise)->result, ERR_IO);
    }
    struct ledger_counters counters = ledger_counters(rig.ledger);
    assert_true(counters.failing);
    assert_int_equal(counters.kept, 10);
    shim_lift();
    rig_run_until_well(&rig);
    counters = ledger_counters(rig.ledger);
    assert_false(counters.failing);
    assert_int_equal(counters.kept_recorded, 10);
    assert_int_equal(counters.kept_lost, 0);
    rig_close(&rig);
    promises_check(&promises, *state, true);
    free(promises.list);
}

static void test_lander_clicks_that_waited_are_counted_in_their_order(void **state)
{
    struct rig rig;
    struct visit_deed visit;
    struct click_deed clicks[3];
    make_on_disk(*state);
    rig_open(&rig, *state);
    click_init(&visit, 1, 0);
    assert_int_equal(rig_run(&rig, &visit.deed), OK);
    visit.visit.id = visit.deed.job.id;
    shim_fail(SHIM_ALL, 1, UINT32_MAX, SQLITE_FULL);
    for (size_t i = 0; i < ARRAY_LEN(clicks); i++) {
        lander_click_init(&clicks[i], &visit.visit, 10 + i, 0);
        assert_int_equal(rig_run(&rig, &clicks[i].deed), ERR_IO);
        memset(&clicks[i].click, 0xff, sizeof(clicks[i].click)); /* what was kept is a copy */
    }
    shim_lift();
    rig_run_until_well(&rig);
    rig_close(&rig);
    (void)rig_assert_clean(*state);
    assert_int_equal(raw_number(*state, "SELECT clicks FROM click_state"), 3);
    assert_int_equal(raw_number(*state, "SELECT offer_id FROM click_state"), 12);
    assert_int_equal(raw_number(*state, "SELECT sum(is_first) FROM click"), 1);
    assert_int_equal(raw_number(*state, "SELECT sum(unique_clicks) FROM campaign_total"), 1);
}

/* --- A disk that hangs, and one that is synced now and then --------------- */

static void test_an_id_is_given_while_the_disk_hangs(void **state)
{
    struct visit_deed clicks[3];
    struct rig rig;
    make_on_disk(*state);
    rig_open(&rig, *state);
    shim_hold_syncs();
    click_init(&clicks[0], 1, 0);
    rig_add(&rig, &clicks[0].deed);
    ledger_port_flush(rig.port);
    shim_wait_for_held_sync();
    for (size_t i = 1; i < ARRAY_LEN(clicks); i++) {
        click_init(&clicks[i], 1, i);
        rig_add(&rig, &clicks[i].deed);
        ledger_port_flush(rig.port);
    }
    uint64_t last = ledger_claim_id(rig.ledger, &clicks[2].deed.job);
    uint64_t held = ledger_claim_id(rig.ledger, &clicks[0].deed.job);
    uint64_t waiting = ledger_claim_id(rig.ledger, &clicks[1].deed.job);
    assert_true(held != 0 && held < last && last < waiting);
    assert_false(ledger_port_collect(rig.port));
    shim_release_syncs();
    for (size_t i = 0; i < ARRAY_LEN(clicks); i++) {
        rig_wait(&rig, &clicks[i].deed);
        assert_int_equal(clicks[i].deed.result, OK);
    }
    rig_close(&rig);
    assert_int_equal(clicks[0].visit.id, held);
    assert_int_equal(raw_number(*state, "SELECT id FROM visit WHERE external_id=x'30'"), held);
    assert_int_equal(raw_number(*state, "SELECT id FROM visit WHERE external_id=x'31'"), waiting);
    assert_int_equal(raw_number(*state, "SELECT id FROM visit WHERE external_id=x'32'"), last);
    (void)rig_assert_clean(*state);
}

static void test_relaxed_clicks_are_synced_within_the_interval(void **state)
{
    const struct ledger_options options = {
        .node = 1, .relaxed_clicks = true, .relaxed_sync_ms = 400};
    struct promises promises;
    struct rig rig;
    struct dice dice = dice_make("relaxed clicks");
    promises_init(&promises);
    make_on_disk(*state);
    assert_int_equal(rig_try_open(&rig, *state, &options), OK);
    struct visit_deed first; /* of the time since the last sync: synced itself */
    click_init(&first, 1, 1000);
    assert_int_equal(rig_run(&rig, &first.deed), OK);
    uint64_t before = shim_sync_count();
    (void)promise_add(&promises, &rig, false);
    ledger_port_flush(rig.port);
    promises_wait(&promises, &rig, 1);
    assert_int_equal(deed_of(&promises.list[0])->result, OK);
    assert_int_equal(shim_sync_count(), before);
    shim_wait_for_syncs(before + 1); /* the writer's own, with no job behind it */
    shim_cut_power(0);
    rig_close(&rig);
    shim_restore(&dice);
    assert_int_equal(raw_number(*state, "SELECT count(*) FROM visit WHERE external_id=x'30'"), 1);
    (void)rig_assert_clean(*state);
    free(promises.list);
}

static void test_a_conversion_syncs_the_relaxed_clicks_before_it(void **state)
{
    const struct ledger_options options = {
        .node = 1, .relaxed_clicks = true, .relaxed_sync_ms = 3600000};
    struct promises promises;
    struct rig rig;
    struct dice dice = dice_make("relaxed clicks and a conversion");
    promises_init(&promises);
    make_on_disk(*state);
    assert_int_equal(rig_try_open(&rig, *state, &options), OK);
    for (size_t i = 0; i < 4; i++) {
        (void)promise_add(&promises, &rig, i == 3);
        ledger_port_flush(rig.port);
        promises_wait(&promises, &rig, 1);
    }
    assert_true(promises.list[3].is_sale);
    shim_cut_power(0);
    rig_close(&rig);
    shim_restore(&dice);
    promises_check(&promises, *state, true);
    free(promises.list);
}

static void test_relaxed_clicks_are_synced_when_the_ledger_is_closed(void **state)
{
    const struct ledger_options options = {
        .node = 1, .relaxed_clicks = true, .relaxed_sync_ms = 3600000};
    struct promises promises;
    struct rig rig;
    struct dice dice = dice_make("relaxed clicks, closed");
    promises_init(&promises);
    make_on_disk(*state);
    assert_int_equal(rig_try_open(&rig, *state, &options), OK);
    for (size_t i = 0; i < 3; i++) {
        (void)promise_add(&promises, &rig, false);
        ledger_port_flush(rig.port);
        promises_wait(&promises, &rig, 1);
    }
    sqlite3 *reader = raw_open(*state); /* keeps the last connection's checkpoint away */
    assert_int_equal(sqlite3_exec(reader, "SELECT * FROM mark", NULL, NULL, NULL), SQLITE_OK);
    rig_close(&rig);
    shim_cut_power(0);
    raw_close(reader);
    shim_restore(&dice);
    promises_check(&promises, *state, true);
    free(promises.list);
}

static int begin(void **state)
{
    shim_reset();
    return folder_make(state);
}

#define ON_DISK(test) cmocka_unit_test_setup_teardown(test, begin, folder_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_DISK(test_what_was_answered_survives_the_loss_of_power),
        ON_DISK(test_power_may_go_while_the_ledger_is_made),
        ON_DISK(test_nothing_is_built_upon_a_failed_sync),
        ON_DISK(test_any_operation_may_fail),
        ON_DISK(test_the_disk_may_be_full_at_any_operation),
        ON_DISK(test_any_operation_may_fail_while_opening),
        ON_DISK(test_clicks_wait_while_the_disk_stays_full),
        ON_DISK(test_lander_clicks_that_waited_are_counted_in_their_order),
        ON_DISK(test_an_id_is_given_while_the_disk_hangs),
        ON_DISK(test_relaxed_clicks_are_synced_within_the_interval),
        ON_DISK(test_a_conversion_syncs_the_relaxed_clicks_before_it),
        ON_DISK(test_relaxed_clicks_are_synced_when_the_ledger_is_closed),
    };
    log_set_level(LOG_ERROR);
    shim_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
