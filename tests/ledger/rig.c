#include "rig.h"

#include "ledger/click.h"

#include "base/clock.h"

void bell_init(struct bell *bell)
{
    assert_int_equal(pthread_mutex_init(&bell->lock, NULL), 0);
    assert_int_equal(pthread_cond_init(&bell->rung, NULL), 0);
    bell->is_rung = false;
}

void bell_fini(struct bell *bell)
{
    pthread_mutex_destroy(&bell->lock);
    pthread_cond_destroy(&bell->rung);
}

void bell_ring(struct bell *bell)
{
    pthread_mutex_lock(&bell->lock);
    bell->is_rung = true;
    pthread_cond_broadcast(&bell->rung);
    pthread_mutex_unlock(&bell->lock);
}

void bell_wait(struct bell *bell)
{
    pthread_mutex_lock(&bell->lock);
    while (!bell->is_rung)
        pthread_cond_wait(&bell->rung, &bell->lock);
    bell->is_rung = false;
    pthread_mutex_unlock(&bell->lock);
}

/* --- The rig -------------------------------------------------------------- */

static void wake(void *context)
{
    bell_ring(context);
}

void rig_join(struct rig *rig, const struct rig *other)
{
    *rig = (struct rig){.dir = other->dir, .ledger = other->ledger};
    bell_init(&rig->bell);
    rig->port = ledger_port_open(rig->ledger, wake, &rig->bell);
}

void rig_leave(struct rig *rig)
{
    ledger_port_close(rig->port);
    bell_fini(&rig->bell);
}

enum err rig_try_open(struct rig *rig, const char *dir, const struct ledger_options *options)
{
    memset(rig, 0, sizeof(*rig));
    enum err err = ledger_open(dir, options, &rig->ledger);
    if (err != OK)
        return err;
    rig_join(rig, &(struct rig){.dir = dir, .ledger = rig->ledger});
    return OK;
}

void rig_open(struct rig *rig, const char *dir)
{
    assert_int_equal(rig_try_open(rig, dir, &(struct ledger_options){.node = 1}), OK);
}

void rig_close(struct rig *rig)
{
    rig_leave(rig);
    ledger_close(rig->ledger);
}

static void on_done(struct ledger_job *job, enum err err)
{
    struct deed *deed = (struct deed *)job;
    /* The ledger leaves its owner's rows as they are: the tests want to know the id. */
    for (size_t i = 0; i < job->part_count; i++)
        if (table_of(job->parts[i].table)->class != TABLE_TOTAL)
            *row_u64(job->parts[i].row, &table_of(job->parts[i].table)->columns[0]) = job->id;
    deed->is_done = true;
    deed->result = err;
}

void rig_add(struct rig *rig, struct deed *deed)
{
    deed->is_done = false;
    deed->job.done = on_done;
    ledger_port_add(rig->port, &deed->job);
}

void rig_wait(struct rig *rig, const struct deed *deed)
{
    while (!deed->is_done) {
        if (!ledger_port_collect(rig->port))
            bell_wait(&rig->bell);
    }
}

enum err rig_run(struct rig *rig, struct deed *deed)
{
    rig_add(rig, deed);
    ledger_port_flush(rig->port);
    rig_wait(rig, deed);
    return deed->result;
}

void rig_run_until_well(struct rig *rig)
{
    struct deed nothing;
    do {
        nothing = (struct deed){.job = {.id_count = 1}};
    } while (rig_run(rig, &nothing) != OK || ledger_counters(rig->ledger).kept > 0);
}

/* --- Clicks --------------------------------------------------------------- */

static void fill_personal(struct personal *personal, uint8_t hash[PERSONAL_HASH_BYTES])
{
    *personal = (struct personal){
        .workspace_id = RIG_WORKSPACE,
        .salt = STR("saltsalt"),
        .address = STR("192.0.2.7"),
        .user_agent = STR("Mozilla/5.0"),
    };
    personal_hash(personal, hash);
}

static struct str hash_str(const uint8_t hash[PERSONAL_HASH_BYTES])
{
    return (struct str){(const char *)hash, PERSONAL_HASH_BYTES};
}

void click_init(struct visit_deed *click, uint64_t campaign_id, uint64_t number)
{
    memset(click, 0, sizeof(*click));
    (void)snprintf(click->number, sizeof(click->number), "%" PRIu64, number);
    fill_personal(&click->personal, click->hash);
    bool is_bot = number % 5 == 4;
    click->visit = (struct visit){
        .workspace_id = RIG_WORKSPACE,
        .campaign_id = campaign_id,
        .source_id = 1,
        .path = 1,
        .draw = UINT64_MAX - number,
        .is_bot = is_bot,
        .cost_micros = 250,
        .tokens = STR("a=1&b="),
        .external_id = str_from_c(click->number),
        .personal_hash = hash_str(click->hash),
    };
    click->total = (struct campaign_total){
        .campaign_id = campaign_id,
        .workspace_id = RIG_WORKSPACE,
        .visits = !is_bot,
        .bot_visits = is_bot,
        .cost_micros = is_bot ? 0 : 250,
    };
    click->deed.job = (struct ledger_job){
        .parts = {{.table = LEDGER_VISIT, .row = &click->visit},
                  {.table = LEDGER_PERSONAL, .row = &click->personal},
                  {.table = LEDGER_CAMPAIGN_TOTAL, .row = &click->total}},
        .part_count = 3,
        .id_count = 1,
        .relaxed = true,
        .keep = true,
    };
}

void lander_click_init(struct click_deed *deed, const struct visit *visit, uint64_t offer_id,
                       uint64_t network_id)
{
    memset(deed, 0, sizeof(*deed));
    deed->click = (struct click){
        .workspace_id = RIG_WORKSPACE,
        .visit_id = visit->id,
        .campaign_id = visit->campaign_id,
        .offer_id = offer_id,
        .network_id = network_id,
        .is_bot = visit->is_bot,
    };
    deed->deed.job = (struct ledger_job){
        .parts = {{LEDGER_CLICK, &deed->click, ledger_write_click}},
        .part_count = 1,
        .id_count = 1,
        .relaxed = true,
        .keep = true,
    };
}

void ad_click_init(struct ad_click_deed *deed, uint64_t variation_id)
{
    memset(deed, 0, sizeof(*deed));
    fill_personal(&deed->personal, deed->hash);
    deed->click = (struct ad_click){
        .workspace_id = RIG_WORKSPACE,
        .variation_id = variation_id,
        .adcampaign_id = RIG_ADCAMPAIGN,
        .clicks = 1,
        .day = RIG_DAY,
        .country = STR("FR"),
        .cost_micros = 400,
        .currency = STR("USD"),
        .personal_hash = hash_str(deed->hash),
    };
    deed->total = (struct variation_total){variation_id, RIG_WORKSPACE, 0, 1, 0, 400};
    deed->day = (struct adcampaign_day){RIG_ADCAMPAIGN, RIG_DAY, RIG_WORKSPACE, 0, 1, 400};
    deed->deed.job = (struct ledger_job){
        .parts = {{.table = LEDGER_AD_CLICK, .row = &deed->click},
                  {.table = LEDGER_PERSONAL, .row = &deed->personal},
                  {.table = LEDGER_VARIATION_TOTAL, .row = &deed->total},
                  {.table = LEDGER_ADCAMPAIGN_DAY, .row = &deed->day}},
        .part_count = 4,
        .id_count = 1,
        .relaxed = true,
        .keep = true,
    };
}

/* --- Conversions ---------------------------------------------------------- */

static enum err append_postback(const struct sale *sale, struct ledger_tx *tx, uint64_t id)
{
    uint8_t hash[PERSONAL_HASH_BYTES];
    struct personal personal;
    fill_personal(&personal, hash);
    personal.id = id;
    struct postback postback = {
        .id = id,
        .workspace_id = RIG_WORKSPACE,
        .visit_id = sale->visit_id,
        .method = STR("GET"),
        .http_status = 200,
        .outcome = STR("recorded"),
        .personal_hash = hash_str(hash),
    };
    enum err err = ledger_append(tx, LEDGER_POSTBACK, &postback);
    return err == OK ? ledger_put(tx, LEDGER_PERSONAL, &personal) : err;
}

static void count(struct campaign_total *total, const struct conversion *conversion, int64_t sign)
{
    if (conversion->is_bot)
        return;
    total->conversions += sign;
    total->revenue_micros += sign * conversion->revenue_micros;
    total->cost_micros += sign * conversion->cost_micros;
    if (str_is_equal(conversion->status, STR("lead")))
        total->leads += sign;
    else if (str_is_equal(conversion->status, STR("sale")))
        total->sales += sign;
    else if (str_is_equal(conversion->status, STR("rejected")))
        total->rejected += sign;
}

static enum err append_forward(struct sale *sale, struct ledger_tx *tx,
                               const struct conversion *conversion)
{
    struct forward forward = {
        .id = ledger_next_id(tx),
        .workspace_id = RIG_WORKSPACE,
        .conversion_id = conversion->id,
        .change_id = conversion->change_id,
        .source_id = 1,
        .destination = STR("source"),
        .status = sale->status,
        .decision = sale->is_sent ? STR("send") : STR("skip"),
        .dedup_ms = 86400000,
        .url = STR("http://192.0.2.1/tag.php"),
    };
    sale->forward_id = forward.id;
    enum err err = ledger_append(tx, LEDGER_FORWARD, &forward);
    if (err != OK || !sale->is_sent)
        return err;
    struct outbox outbox = {
        .id = forward.id,
        .workspace_id = RIG_WORKSPACE,
        .conversion_id = conversion->id,
        .source_id = 1,
        .lane = outbox_lane_of_source(1),
        .status = sale->status,
        .state = STR("due"),
        .due_ms = ledger_now_ms(tx),
        .dedup_ms = forward.dedup_ms,
        .url = forward.url,
    };
    return ledger_put(tx, LEDGER_OUTBOX, &outbox);
}

static enum err write_change(struct sale *sale, struct ledger_tx *tx, struct conversion *conversion,
                             struct campaign_total *total)
{
    struct conversion_change change = {
        .id = ledger_next_id(tx),
        .workspace_id = RIG_WORKSPACE,
        .postback_id = sale->deed.job.id,
        .action = sale->was_new ? STR("created") : STR("updated"),
    };
    if (sale->was_new)
        conversion->id = change.id;
    else
        count(total, conversion, -1);
    conversion->change_id = change.id;
    conversion->status = sale->status;
    conversion->revenue_micros = sale->revenue_micros;
    sale->conversion_id = change.conversion_id = conversion->id;
#define COPY(type, name) change.name = conversion->name;
    CONVERSION_VALUES(COPY)
#undef COPY
    count(total, conversion, 1);
    enum err err = ledger_append(tx, LEDGER_CONVERSION_CHANGE, &change);
    if (err == OK)
        err = ledger_put(tx, LEDGER_CONVERSION, conversion);
    return err == OK ? ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, total) : err;
}

static enum err decide_sale(struct ledger_job *job, struct ledger_tx *tx)
{
    struct sale *sale = (struct sale *)job;
    struct visit visit = {.id = sale->visit_id};
    enum err err = ledger_find(tx, LOOKUP_VISIT, &visit);
    if (err != OK)
        return err == ERR_NOT_FOUND ? append_postback(sale, tx, ledger_next_id(tx)) : err;
    struct conversion conversion = {.visit_id = sale->visit_id, .txid = sale->txid};
    err = ledger_find(tx, LOOKUP_CONVERSION_BY_TXID, &conversion);
    sale->was_new = err == ERR_NOT_FOUND;
    if (sale->was_new)
        conversion = (struct conversion){
            .workspace_id = RIG_WORKSPACE,
            .visit_id = sale->visit_id,
            .txid = sale->txid,
            .nth = 1,
            .campaign_id = visit.campaign_id,
            .source_id = 1,
            .cost_micros = 100,
            .is_counted = 1,
            .has_revenue = 1,
            .is_bot = visit.is_bot,
        };
    else if (err != OK)
        return err;
    struct campaign_total total = {.campaign_id = visit.campaign_id, .workspace_id = RIG_WORKSPACE};
    err = append_postback(sale, tx, ledger_next_id(tx));
    if (err == OK)
        err = write_change(sale, tx, &conversion, &total);
    return err == OK ? append_forward(sale, tx, &conversion) : err;
}

void sale_init(struct sale *sale, uint64_t visit_id, const char *txid, const char *status,
               int64_t revenue_micros)
{
    *sale = (struct sale){
        .deed.job = {.decide = decide_sale, .id_count = 3},
        .visit_id = visit_id,
        .txid = str_from_c(txid),
        .status = str_from_c(status),
        .revenue_micros = revenue_micros,
        .is_sent = true,
    };
}

/* --- Deliveries ----------------------------------------------------------- */

static enum err append_attempt(struct ledger_tx *tx, struct outbox *outbox)
{
    struct attempt attempt = {
        .id = ledger_next_id(tx),
        .workspace_id = RIG_WORKSPACE,
        .forward_id = outbox->id,
        .number = outbox->attempts + 1,
    };
    if (outbox->attempts++ == 0)
        outbox->first_attempt_ms = id_time_ms(attempt.id);
    outbox->state = STR("sending");
    return ledger_append(tx, LEDGER_ATTEMPT, &attempt);
}

static enum err append_answer(const struct delivery *delivery, struct ledger_tx *tx,
                              struct outbox *outbox)
{
    struct answer answer = {
        .id = ledger_next_id(tx),
        .workspace_id = RIG_WORKSPACE,
        .forward_id = outbox->id,
        .conversion_id = outbox->conversion_id,
        .source_id = outbox->source_id,
        .number = outbox->attempts,
        .outcome = str_from_c(delivery->outcome),
        .body = STR("OK"),
        .next_ms = delivery->next_ms,
    };
    outbox->state = answer.outcome;
    if (delivery->next_ms != 0) {
        outbox->state = STR("due");
        outbox->due_ms = delivery->next_ms;
    }
    return ledger_append(tx, LEDGER_ANSWER, &answer);
}

static enum err decide_delivery(struct ledger_job *job, struct ledger_tx *tx)
{
    const struct delivery *delivery = (struct delivery *)job;
    struct outbox outbox = {.id = delivery->forward_id};
    enum err err = ledger_find(tx, LOOKUP_OUTBOX, &outbox);
    if (err == OK)
        err = delivery->outcome == NULL ? append_attempt(tx, &outbox)
                                        : append_answer(delivery, tx, &outbox);
    return err == OK ? ledger_put(tx, LEDGER_OUTBOX, &outbox) : err;
}

void delivery_init(struct delivery *delivery, uint64_t forward_id, const char *outcome)
{
    *delivery = (struct delivery){
        .deed.job = {.decide = decide_delivery, .id_count = 1},
        .forward_id = forward_id,
        .outcome = outcome,
        .next_ms = outcome != NULL && strcmp(outcome, "retrying") == 0 ? 4102444800000 : 0,
    };
}

/* --- Goals ---------------------------------------------------------------- */

static enum err count_goal(struct ledger_tx *tx, const struct goal_call *call)
{
    struct goal_state state = {.goal_id = call->goal_id, .ad_click_id = call->ad_click_id};
    enum err err = ledger_find(tx, LOOKUP_GOAL_STATE, &state);
    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    state.workspace_id = RIG_WORKSPACE;
    state.last_call_id = call->id;
    state.stored++;
    struct goal_total total = {call->goal_id, call->variation_id, RIG_WORKSPACE, 1,
                               call->value_micros};
    struct variation_total charged = {call->variation_id, RIG_WORKSPACE, 0, 0, 0,
                                      call->cost_micros};
    struct adcampaign_day day = {call->adcampaign_id, call->day, RIG_WORKSPACE, 0, 0,
                                 call->cost_micros};
    err = ledger_put(tx, LEDGER_GOAL_STATE, &state);
    if (err == OK)
        err = ledger_add(tx, LEDGER_GOAL_TOTAL, &total);
    if (err == OK && call->cost_micros != 0)
        err = ledger_add(tx, LEDGER_VARIATION_TOTAL, &charged);
    return err == OK && call->cost_micros != 0 ? ledger_add(tx, LEDGER_ADCAMPAIGN_DAY, &day) : err;
}

static enum err decide_goal(struct ledger_job *job, struct ledger_tx *tx)
{
    const struct goal_deed *goal = (struct goal_deed *)job;
    uint8_t hash[PERSONAL_HASH_BYTES];
    struct personal personal;
    fill_personal(&personal, hash);
    struct goal_call call = {
        .id = ledger_next_id(tx),
        .workspace_id = RIG_WORKSPACE,
        .goal_id = STR(RIG_GOAL),
        .ad_click_id = goal->ad_click_id,
        .adcampaign_id = RIG_ADCAMPAIGN,
        .variation_id = 3,
        .value_micros = goal->value_micros,
        .cost_micros = goal->cost_micros,
        .day = goal->cost_micros != 0 ? RIG_DAY + 1 : 0,
        .outcome = str_from_c(goal->outcome),
        .idempotency_key = str_from_c(goal->key),
        .personal_hash = hash_str(hash),
    };
    personal.id = call.id;
    enum err err = ledger_append(tx, LEDGER_GOAL_CALL, &call);
    if (err == OK)
        err = ledger_put(tx, LEDGER_PERSONAL, &personal);
    bool is_stored = str_is_equal(call.outcome, STR("stored"));
    return err == OK && is_stored ? count_goal(tx, &call) : err;
}

void goal_init(struct goal_deed *goal, uint64_t ad_click_id, const char *outcome)
{
    *goal = (struct goal_deed){
        .deed.job = {.decide = decide_goal, .id_count = 1},
        .ad_click_id = ad_click_id,
        .outcome = outcome,
        .value_micros = 5000000,
    };
}

/* --- A ledger with everything in it --------------------------------------- */

static uint64_t fill_sale(struct rig *rig, uint64_t visit_id, const char *txid, const char *status,
                          int64_t revenue_micros)
{
    struct sale sale;
    sale_init(&sale, visit_id, txid, status, revenue_micros);
    assert_int_equal(rig_run(rig, &sale.deed), OK);
    return sale.forward_id;
}

static void fill_delivery(struct rig *rig, uint64_t forward_id, const char *outcome)
{
    struct delivery delivery;
    delivery_init(&delivery, forward_id, NULL);
    assert_int_equal(rig_run(rig, &delivery.deed), OK);
    if (outcome == NULL)
        return;
    delivery_init(&delivery, forward_id, outcome);
    assert_int_equal(rig_run(rig, &delivery.deed), OK);
}

static void fill_goals(struct rig *rig)
{
    struct ad_click_deed click;
    struct goal_deed goal;
    ad_click_init(&click, 3);
    assert_int_equal(rig_run(rig, &click.deed), OK);
    goal_init(&goal, click.click.id, "stored");
    assert_int_equal(rig_run(rig, &goal.deed), OK);
    goal_init(&goal, click.click.id, "stored");
    goal.key = "key-1";
    goal.cost_micros = 900000;
    assert_int_equal(rig_run(rig, &goal.deed), OK);
    goal_init(&goal, click.click.id, "duplicate");
    assert_int_equal(rig_run(rig, &goal.deed), OK);
}

void rig_fill(struct rig *rig)
{
    struct visit_deed clicks[6];
    for (size_t i = 0; i < ARRAY_LEN(clicks); i++) {
        click_init(&clicks[i], 1 + i % 2, i);
        rig_add(rig, &clicks[i].deed);
        if (i % 3 == 2)
            ledger_port_flush(rig->port);
    }
    for (size_t i = 0; i < ARRAY_LEN(clicks); i++) {
        rig_wait(rig, &clicks[i].deed);
        assert_int_equal(clicks[i].deed.result, OK);
    }
    for (uint64_t offer_id = 1; offer_id <= 3; offer_id++) {
        struct click_deed click;
        lander_click_init(&click, &clicks[offer_id / 2].visit, offer_id, 7);
        assert_int_equal(rig_run(rig, &click.deed), OK);
    }
    (void)fill_sale(rig, clicks[0].visit.id, "a", "lead", 4000000);
    uint64_t delivered = fill_sale(rig, clicks[0].visit.id, "a", "sale", 5000000);
    uint64_t retried = fill_sale(rig, clicks[1].visit.id, "b", "sale", 7000000);
    uint64_t sending = fill_sale(rig, clicks[1].visit.id, "b", "rejected", 0);
    fill_delivery(rig, delivered, "retrying");
    fill_delivery(rig, delivered, "delivered");
    fill_delivery(rig, retried, "retrying");
    fill_delivery(rig, sending, NULL);
    fill_goals(rig);
}

/* --- Looking at the file -------------------------------------------------- */

sqlite3 *raw_open(const char *dir)
{
    char path[2 * FOLDER_PATH_MAX];
    sqlite3 *db = NULL;
    (void)snprintf(path, sizeof(path), "%s/ledger.db", dir);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return db;
}

void raw_close(sqlite3 *db)
{
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

void raw_run(const char *dir, const char *sql)
{
    sqlite3 *db = raw_open(dir);
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        print_error("%s: %s\n", sql, sqlite3_errmsg(db));
    assert_int_equal(rc, SQLITE_OK);
    raw_close(db);
}

const char *raw_text(const char *dir, const char *sql, char *out, size_t cap)
{
    sqlite3 *db = raw_open(dir);
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        print_error("%s: %s\n", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    (void)snprintf(out, cap, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    raw_close(db);
    return out;
}

int64_t raw_number(const char *dir, const char *sql)
{
    char text[32];
    int64_t number = 0;
    struct str s = str_from_c(raw_text(dir, sql, text, sizeof(text)));
    assert_int_equal(num_parse_i64(s, INT64_MIN, INT64_MAX, &number), OK);
    return number;
}

static void on_fault(void *context, const char *sentence)
{
    struct faults *faults = context;
    assert_true(faults->count < VERIFY_FAULTS_MAX);
    (void)snprintf(faults->sentences[faults->count++], sizeof(faults->sentences[0]), "%s",
                   sentence);
}

struct verify_report rig_verify(const char *dir, const uint8_t *expected_head,
                                struct faults *faults)
{
    struct verify_report report = {0};
    const struct verify_options options = {
        .expected_head = expected_head, .on_fault = on_fault, .context = faults};
    faults->count = 0;
    assert_int_equal(ledger_verify(dir, &options, &report), OK);
    return report;
}

uint64_t rig_assert_clean(const char *dir)
{
    struct faults *faults = heap_make(1, sizeof(*faults));
    struct verify_report report = rig_verify(dir, NULL, faults);
    for (size_t i = 0; i < faults->count; i++)
        print_error("%s\n", faults->sentences[i]);
    assert_int_equal(report.faults, 0);
    free(faults);
    return report.entries;
}
