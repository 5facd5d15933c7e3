/* outbox_test - the outbox against a real ledger: who is taken, what is too late, and what becomes
 * of rows whose commit was not believed. */
#include "../ledger/rig.h"

#include "base/clock.h"
#include "base/log.h"
#include "courier/outbox.h"
#include "model/catalog.h"

#define HOUR_MS 3600000
#define PUT_MAX 100

/* One piece of work on the writer's thread. */
struct work {
    struct deed deed;
    struct outbox_take take;
    struct outbox_settlement settlement;
    struct outbox row;
    size_t put_count;
};

static enum err decide_put(struct ledger_job *job, struct ledger_tx *tx)
{
    struct work *work = (struct work *)job;
    enum err err = OK;
    for (size_t i = 0; i < work->put_count && err == OK; i++) {
        struct forward forward = {
            .id = ledger_next_id(tx),
            .workspace_id = RIG_WORKSPACE,
            .conversion_id = work->row.conversion_id,
            .source_id = outbox_lane_owner(work->row.lane),
            .destination = STR("source"),
            .method = STR("GET"),
            .status = STR("sale"),
            .decision = STR("send"),
            .reason = STR(""),
            .dedup_ms = work->row.dedup_ms,
            .url = STR("http://127.0.0.1/"),
        };
        forward.key_id = forward.id;
        struct outbox row = work->row;
        row.id = forward.id;
        row.workspace_id = RIG_WORKSPACE;
        row.status = forward.status;
        row.state = STR("due");
        row.due_ms += (int64_t)i;
        row.url = forward.url;
        row.source_id = forward.source_id;
        row.method = forward.method;
        row.key_id = forward.key_id;
        err = ledger_append(tx, LEDGER_FORWARD, &forward);
        if (err == OK)
            err = ledger_put(tx, LEDGER_OUTBOX, &row);
        work->row.id = row.id;
    }
    return err;
}

static enum err decide_take(struct ledger_job *job, struct ledger_tx *tx)
{
    return outbox_take(tx, &((struct work *)job)->take);
}

static enum err decide_strays(struct ledger_job *job, struct ledger_tx *tx)
{
    return outbox_settle_strays(tx, &((struct work *)job)->take);
}

static enum err decide_settle(struct ledger_job *job, struct ledger_tx *tx)
{
    return outbox_settle(tx, &((struct work *)job)->settlement);
}

static enum err decide_read(struct ledger_job *job, struct ledger_tx *tx)
{
    struct work *work = (struct work *)job;
    enum err err = ledger_find(tx, LOOKUP_OUTBOX, &work->row);
    work->row.state = arena_copy(work->take.arena, work->row.state);
    return err;
}

typedef enum err decide_fn(struct ledger_job *job, struct ledger_tx *tx);

static void run(struct rig *rig, struct work *work, decide_fn *decide)
{
    work->deed = (struct deed){.job = {.decide = decide, .id_count = COURIER_TRANSFERS_MAX}};
    assert_int_equal(rig_run(rig, &work->deed), OK);
}

struct bench {
    struct rig rig;
    struct work work;
    const char *dir;
    struct catalog *catalog;
    struct snapshot *snapshot;
};

/* The catalogue as it is now, for the takes that follow. */
static void look(struct bench *bench)
{
    snapshot_drop(TAKE(bench->snapshot));
    assert_int_equal(snapshot_load(bench->dir, &bench->snapshot), OK);
    bench->work.take.snapshot = bench->snapshot;
}

static struct bench *bench_open(const char *dir)
{
    struct bench *bench = heap_make(1, sizeof(*bench));
    rig_open(&bench->rig, dir);
    bench->dir = dir;
    assert_int_equal(catalog_open(dir, &bench->catalog), OK);
    look(bench);
    bench->work.take.arena = arena_make(1024 * 1024);
    bench->work.take.max = COURIER_TRANSFERS_MAX;
    return bench;
}

static void bench_close(struct bench *bench)
{
    rig_close(&bench->rig);
    snapshot_drop(bench->snapshot);
    catalog_close(bench->catalog);
    arena_free(bench->work.take.arena);
    free(bench);
}

/* The id of the last one. */
static uint64_t put(struct bench *bench, size_t count, struct outbox row)
{
    bench->work.put_count = count;
    bench->work.row = row;
    run(&bench->rig, &bench->work, decide_put);
    return bench->work.row.id;
}

static void take(struct bench *bench, size_t expected)
{
    run(&bench->rig, &bench->work, decide_take);
    assert_int_equal(bench->work.take.count, expected);
}

static void assert_row(struct bench *bench, uint64_t id, const char *state, uint64_t attempts)
{
    bench->work.row = (struct outbox){.id = id};
    run(&bench->rig, &bench->work, decide_read);
    assert_true(str_is_equal(bench->work.row.state, str_from_c(state)));
    assert_int_equal(bench->work.row.attempts, attempts);
}

static size_t count_of(const struct outbox_take *take, uint64_t lane)
{
    size_t count = 0;
    for (size_t i = 0; i < take->count; i++)
        count += take->rows[i].lane == lane;
    return count;
}

static void test_a_source_has_no_more_than_its_share_on_its_way(void **state)
{
    struct bench *bench = bench_open(*state);
    struct outbox_take *taken = &bench->work.take;
    (void)put(bench, PUT_MAX, (struct outbox){.lane = 2, .due_ms = 1});
    (void)put(bench, 3, (struct outbox){.lane = 4, .due_ms = 1000});
    take(bench, COURIER_PER_LANE_MAX + 3);
    assert_int_equal(count_of(taken, 4), 3);
    assert_true(taken->has_more);
    for (size_t i = 0; i < COURIER_PER_LANE_MAX; i++)
        taken->held[taken->held_count++] = (struct outbox_held){taken->rows[i].id, 2};
    take(bench, 0);
    taken->held_count -= 10;
    take(bench, 10);
    taken->held_count = 0;
    take(bench, PUT_MAX - COURIER_PER_LANE_MAX - 10);
    assert_false(taken->has_more);
    bench_close(bench);
}

static void test_sources_take_turns_when_there_is_little_room(void **state)
{
    struct bench *bench = bench_open(*state);
    struct outbox_take *taken = &bench->work.take;
    for (uint64_t lane = 2; lane <= 6; lane += 2)
        (void)put(bench, 5, (struct outbox){.lane = lane, .due_ms = 1});
    taken->max = 2;
    for (uint64_t turn = 0; turn < 6; turn++) {
        take(bench, 2);
        assert_int_equal(count_of(taken, 2 * (turn % 3 + 1)), 2);
    }
    taken->max = COURIER_TRANSFERS_MAX;
    take(bench, 3);
    take(bench, 0);
    bench_close(bench);
}

static void test_what_is_not_due_yet_is_left_and_hides_no_other(void **state)
{
    struct bench *bench = bench_open(*state);
    (void)put(bench, 5, (struct outbox){.lane = 2, .due_ms = INT64_MAX - PUT_MAX});
    (void)put(bench, 1, (struct outbox){.lane = 4, .due_ms = 1});
    take(bench, 1);
    take(bench, 0);
    bench_close(bench);
}

static void test_an_uncertain_row_is_held_once_its_receiver_forgets(void **state)
{
    struct bench *bench = bench_open(*state);
    struct outbox row = {
        .lane = 2, .due_ms = 1, .attempts = 1, .uncertain = 1, .dedup_ms = HOUR_MS};
    row.first_attempt_ms = clock_wall_ms() - HOUR_MS;
    uint64_t late = put(bench, 1, row);
    row.uncertain = 0;
    uint64_t sure = put(bench, 1, row);
    row.uncertain = 1;
    row.first_attempt_ms += HOUR_MS / 2;
    uint64_t in_time = put(bench, 1, row);
    take(bench, 2);
    assert_int_equal(bench->work.take.expired, 1);
    assert_row(bench, late, "held", 1);
    assert_row(bench, sure, "sending", 2);
    assert_row(bench, in_time, "sending", 2);
    bench_close(bench);
}

static void test_rows_in_nobodys_hands_are_due_again_at_once(void **state)
{
    struct bench *bench = bench_open(*state);
    struct outbox_take *taken = &bench->work.take;
    uint64_t kept = put(bench, 1, (struct outbox){.lane = 2, .due_ms = 1});
    uint64_t lost = put(bench, 1, (struct outbox){.lane = 2, .due_ms = 1});
    take(bench, 2);
    taken->held[taken->held_count++] = (struct outbox_held){kept, 2};
    run(&bench->rig, &bench->work, decide_strays);
    assert_row(bench, kept, "sending", 1);
    assert_row(bench, lost, "due", 1);
    assert_int_equal(bench->work.row.uncertain, 0);
    take(bench, 1);
    assert_row(bench, lost, "sending", 2);
    bench_close(bench);
    (void)rig_assert_clean(*state);
}

static void test_an_attempt_is_settled_once(void **state)
{
    struct bench *bench = bench_open(*state);
    struct outbox_settlement *settlement = &bench->work.settlement;
    uint64_t id = put(bench, 1, (struct outbox){.lane = 2, .due_ms = 1});
    take(bench, 1);
    settlement->outbox = bench->work.take.rows[0];
    settlement->verdict =
        (struct delivery_verdict){.outcome = "retrying", .reason = "status", .next_ms = 2};
    outbox_fill_answer(settlement);
    run(&bench->rig, &bench->work, decide_settle);
    assert_row(bench, id, "due", 1);
    settlement->verdict.outcome = "delivered";
    settlement->verdict.next_ms = 0;
    run(&bench->rig, &bench->work, decide_settle);
    assert_row(bench, id, "due", 1);
    take(bench, 1);
    run(&bench->rig, &bench->work, decide_settle);
    assert_row(bench, id, "sending", 2);
    bench_close(bench);
    (void)rig_assert_clean(*state);
}

static void test_the_ledger_proves_a_row_that_is_held_without_another_attempt(void **state)
{
    struct bench *bench = bench_open(*state);
    struct outbox_settlement *settlement = &bench->work.settlement;
    uint64_t id = put(bench, 1, (struct outbox){.lane = 2, .due_ms = 1});
    take(bench, 1);
    settlement->outbox = bench->work.take.rows[0];
    settlement->verdict = (struct delivery_verdict){
        .outcome = "retrying", .reason = "uncertain", .is_uncertain = true, .next_ms = 2};
    outbox_fill_answer(settlement);
    run(&bench->rig, &bench->work, decide_settle);
    take(bench, 0);
    assert_row(bench, id, "held", 1);
    bench_close(bench);
    (void)rig_assert_clean(*state);
}

/* Makes, or with an id changes, an entity, and looks. */
static void save(struct bench *bench, enum entity entity, const char *id, const char *text)
{
    struct model_fault fault = {0};
    json_t *input = json_loads(text, 0, NULL), *made = NULL, *warnings = NULL;
    struct scope scope = scope_of_all("test");
    uint64_t version = 0;
    assert_non_null(input);
    enum err err = id == NULL ? catalog_create(bench->catalog, entity, input, &scope, &made,
                                               &warnings, &version, &fault)
                              : catalog_update(bench->catalog, entity, str_from_c(id), input,
                                               &scope, &made, &warnings, &version, &fault);
    if (err != OK)
        print_error("%s: %s\n", fault.field, fault.message);
    assert_int_equal(err, OK);
    json_decref(input);
    json_decref(made);
    json_decref(warnings);
    look(bench);
}

/* spec: 3.6-log-resend-pause */
static void test_a_paused_destination_keeps_its_rows_until_it_goes_on(void **state)
{
    struct bench *bench = bench_open(*state);
    save(bench, ENTITY_SOURCE, NULL,
         "{\"name\":\"s\",\"postback\":{\"url\":\"http://h/\",\"paused\":true}}");
    save(bench, ENTITY_OFFER, NULL, "{\"name\":\"o\",\"url\":\"http://o/?c={clickid}\"}");
    save(bench, ENTITY_CAMPAIGN, NULL,
         "{\"name\":\"c\",\"source_id\":1,\"paths\":[{\"offers\":[{\"id\":1}]}],"
         "\"postback\":{\"url\":\"http://c/\"}}");
    uint64_t of_source =
        put(bench, 1, (struct outbox){.lane = outbox_lane_of_source(1), .due_ms = 1});
    (void)put(bench, 1, (struct outbox){.lane = outbox_lane_of_campaign(1), .due_ms = 1});
    take(bench, 1);
    assert_int_equal(bench->work.take.rows[0].lane, outbox_lane_of_campaign(1));
    assert_false(bench->work.take.has_more);
    assert_row(bench, of_source, "due", 0);
    save(bench, ENTITY_SOURCE, "1", "{\"postback\":{\"paused\":false,\"enabled\":false}}");
    take(bench, 0);
    save(bench, ENTITY_SOURCE, "1", "{\"status\":\"paused\",\"postback\":{\"enabled\":true}}");
    take(bench, 0);
    save(bench, ENTITY_SOURCE, "1", "{\"status\":\"active\"}");
    take(bench, 1);
    assert_row(bench, of_source, "sending", 1);
    bench_close(bench);
}

static void test_the_lanes_of_a_source_and_of_a_campaign_of_one_id_are_two(void **state)
{
    (void)state;
    assert_int_not_equal(outbox_lane_of_source(7), outbox_lane_of_campaign(7));
    assert_int_equal(outbox_lane_owner(outbox_lane_of_source(7)), 7);
    assert_int_equal(outbox_lane_owner(outbox_lane_of_campaign(7)), 7);
    assert_true(outbox_lane_is_campaigns(outbox_lane_of_campaign(7)));
    assert_false(outbox_lane_is_campaigns(outbox_lane_of_source(7)));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_a_source_has_no_more_than_its_share_on_its_way),
        IN_FOLDER(test_sources_take_turns_when_there_is_little_room),
        IN_FOLDER(test_what_is_not_due_yet_is_left_and_hides_no_other),
        IN_FOLDER(test_an_uncertain_row_is_held_once_its_receiver_forgets),
        IN_FOLDER(test_rows_in_nobodys_hands_are_due_again_at_once),
        IN_FOLDER(test_an_attempt_is_settled_once),
        IN_FOLDER(test_a_paused_destination_keeps_its_rows_until_it_goes_on),
        IN_FOLDER(test_the_lanes_of_a_source_and_of_a_campaign_of_one_id_are_two),
        IN_FOLDER(test_the_ledger_proves_a_row_that_is_held_without_another_attempt),
    };
    log_set_level(LOG_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
