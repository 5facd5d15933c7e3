/* Tests of facts/projector.c: over a ledger of random entries, written by the ledger itself, the
 * facts come to the same as the ledger's own totals, to the last unit, wherever the projector is
 * ended, and again when it begins anew. */
#include "../ledger/rig.h"

#include <dirent.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "facts/projector.h"
#include "facts/statement.h"
#include "ledger/costing.h"
#include "ledger/reader_costs.h"
#include "ledger/verdict.h"
#include "visitor/signals.h"

#define VISITS_MAX      400
#define CONVERSIONS_MAX 200
#define UPDATES_MAX     60
#define CAMPAIGNS       3
#define WAIT_MS         30000
#define TEXT_MAX        ((size_t)256 * 1024)

struct scene {
    const char *dir;
    struct rig rig;
    struct dice dice;
    struct projector *projector;
    struct visit visits[VISITS_MAX];
    size_t visit_count;
    struct conversion_change conversions[CONVERSIONS_MAX]; /* as they are now */
    size_t conversion_count;
    struct cost_update updates[UPDATES_MAX]; /* set, and not undone */
    size_t update_count;
};

/* --- The projector -------------------------------------------------------- */

/* As a rule nothing gives way, for where both processors are busy that takes its time. */
static void open_giving_way(struct scene *scene, int64_t fresh_ms)
{
    struct projector_options options = {.dir = scene->dir,
                                        .node = 1,
                                        .facts = facts_options_default(scene->dir),
                                        .fresh_ms = fresh_ms};
    assert_null(scene->projector);
    assert_int_equal(projector_open(&options, &scene->projector), OK);
}

static void open_projector(struct scene *scene)
{
    open_giving_way(scene, 0);
}

static uint64_t ledger_end(const struct scene *scene)
{
    return (uint64_t)raw_number(scene->dir, "SELECT coalesce(max(last_id), 0) FROM batch");
}

/* Waits until the facts have come to the end of the ledger, at that count of rebuilds. */
static struct projector_state wait_for_facts(struct scene *scene, uint64_t rebuilds)
{
    int64_t by_mono_ms = clock_mono_ms() + WAIT_MS;
    uint64_t end = ledger_end(scene);
    for (;;) {
        struct projector_state state = projector_state(scene->projector);
        if (state.is_open && state.position == end && state.rebuilds == rebuilds &&
            !state.is_rebuilding && state.behind_ms == 0)
            return state;
        assert_true(clock_mono_ms() < by_mono_ms);
        (void)sched_yield();
    }
}

struct text {
    char bytes[TEXT_MAX];
    struct buf buf;
};

static struct text *text_make(void)
{
    struct text *text = heap_make(1, sizeof(*text));
    text->buf = buf_from_memory(text->bytes, sizeof(text->bytes) - 1);
    return text;
}

static enum err add_line(void *context, const struct statement_row *row)
{
    struct text *text = context;
    buf_write(&text->buf, statement_text(row, 0));
    buf_write_char(&text->buf, '\n');
    return OK;
}

/* The lines of a question's first column, which is a text. For free(). */
static struct text *ask_facts(struct scene *scene, const char *sql)
{
    struct text *text = text_make();
    struct facts *facts = projector_hold(scene->projector);
    assert_non_null(facts);
    assert_int_equal(statement_run(facts, NULL, sql, NULL, 0, add_line, text), OK);
    projector_release(scene->projector, facts);
    assert_false(buf_is_full(&text->buf));
    return text;
}

static struct text *ask_ledger(struct scene *scene, const char *sql)
{
    struct text *text = text_make();
    sqlite3 *db = raw_open(scene->dir);
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        print_error("%s: %s\n", sql, sqlite3_errmsg(db));
    while (sqlite3_step(statement) == SQLITE_ROW)
        buf_format(&text->buf, "%s\n", (const char *)sqlite3_column_text(statement, 0));
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    raw_close(db);
    assert_false(buf_is_full(&text->buf));
    return text;
}

static void assert_same(struct text *facts, struct text *ledger)
{
    if (strcmp(facts->bytes, ledger->bytes) != 0)
        print_error("the facts say\n%sthe ledger says\n%s", facts->bytes, ledger->bytes);
    assert_string_equal(facts->bytes, ledger->bytes);
    free(facts);
    free(ledger);
}

/* --- Random entries ------------------------------------------------------- */

/* A job that appends what is ready, with what follows from it. */
struct entry {
    struct deed deed;
    struct scene *scene;
    union {
        struct conversion_change change;
        struct visit_update update;
        struct cost_update cost;
        struct cost_correction correction;
        struct verdict verdict;
    } row;
    struct conversion_change before; /* id 0: there is none */
};

static uint64_t roll(struct scene *scene, uint64_t limit)
{
    return dice_roll(&scene->dice, limit);
}

static void run(struct scene *scene, struct entry *entry,
                enum err (*decide)(struct ledger_job *job, struct ledger_tx *tx))
{
    entry->scene = scene;
    entry->deed.job = (struct ledger_job){.decide = decide, .id_count = 2};
    assert_int_equal(rig_run(&scene->rig, &entry->deed), OK);
}

static void add_visit(struct scene *scene)
{
    static const char *const tokens[] = {"a&x", "b&x", "a&y", "&x", "", "c"};
    struct visit_deed click;
    if (scene->visit_count == VISITS_MAX)
        return;
    click_init(&click, 1 + roll(scene, CAMPAIGNS), roll(scene, 1000));
    struct visit *visit = &click.visit;
    visit->tokens = str_from_c(tokens[roll(scene, ARRAY_LEN(tokens))]);
    visit->is_test = roll(scene, 10) == 0;
    visit->is_unique = !visit->is_bot && roll(scene, 2);
    visit->lander_id = roll(scene, 2);
    visit->cost_amount_micros = visit->cost_micros = (int64_t)roll(scene, 5000);
    visit->cost_missing = visit->cost_amount_micros < 1000;
    visit->cost_rate_num = visit->cost_rate_den = 1;
    if (roll(scene, 4) == 0)
        visit->cost_micros = visit->cost_rate_num = visit->cost_rate_den = 0;
    bool counts = !visit->is_bot;
    click.total.visits = counts;
    click.total.bot_visits = !counts;
    click.total.unique_visits = (int64_t)visit->is_unique;
    click.total.cost_micros = counts ? visit->cost_micros : 0;
    click.total.cost_missing = counts ? (int64_t)visit->cost_missing : 0;
    click.total.no_rate = counts ? spread_waits(visit) : 0;
    if (visit->is_test)
        click.deed.job.part_count = 2;
    assert_int_equal(rig_run(&scene->rig, &click.deed), OK);
    scene->visits[scene->visit_count++] = *visit;
}

static const struct visit *some_visit(struct scene *scene)
{
    if (scene->visit_count == 0)
        add_visit(scene);
    return &scene->visits[roll(scene, scene->visit_count)];
}

static void add_click(struct scene *scene)
{
    struct click_deed deed;
    const struct visit *visit = some_visit(scene);
    lander_click_init(&deed, visit, 1 + roll(scene, 3), 7);
    deed.click.is_test = visit->is_test;
    if (roll(scene, 8) == 0) {
        deed.click.signals = SIGNAL_HEAD;
        deed.click.is_bot = 1;
    }
    assert_int_equal(rig_run(&scene->rig, &deed.deed), OK);
}

/* As the ledger counts it. */
static void count(struct campaign_total *total, const struct conversion_change *change,
                  int64_t sign)
{
    if (change->id == 0 || change->is_bot || change->is_test)
        return;
    bool counts = change->is_counted;
    total->conversions += counts ? sign : 0;
    total->unique_conversions += counts && change->is_first ? sign : 0;
    total->other_conversions += counts ? 0 : sign;
    total->leads += counts && str_is_equal(change->status, STR("lead")) ? sign : 0;
    total->sales += counts && str_is_equal(change->status, STR("sale")) ? sign : 0;
    total->rebills += counts && str_is_equal(change->status, STR("rebill")) ? sign : 0;
    total->rejected += counts && str_is_equal(change->status, STR("rejected")) ? sign : 0;
    total->unmapped += counts && str_is_equal(change->status, STR("unmapped")) ? sign : 0;
    total->revenue_micros += sign * change->revenue_micros;
    total->cost_micros += sign * change->cost_micros;
    total->no_rate += change->no_rate ? sign : 0;
}

static enum err write_change(struct ledger_job *job, struct ledger_tx *tx)
{
    struct entry *entry = (struct entry *)(void *)job;
    struct conversion_change *change = &entry->row.change;
    struct conversion conversion = {0};
    change->id = ledger_next_id(tx);
    if (entry->before.id == 0)
        change->conversion_id = change->id;
    struct campaign_total before = {.campaign_id = entry->before.campaign_id,
                                    .workspace_id = RIG_WORKSPACE};
    struct campaign_total after = {.campaign_id = change->campaign_id,
                                   .workspace_id = RIG_WORKSPACE};
    conversion.id = change->conversion_id;
    conversion.workspace_id = RIG_WORKSPACE;
    conversion.change_id = change->id;
#define COPY(type, name) conversion.name = change->name;
    CONVERSION_VALUES(COPY)
#undef COPY
    count(&before, &entry->before, -1);
    count(&after, change, 1);
    assert_int_equal(ledger_append(tx, LEDGER_CONVERSION_CHANGE, change), OK);
    assert_int_equal(ledger_put(tx, LEDGER_CONVERSION, &conversion), OK);
    if (entry->before.id != 0 && !change->is_test && !entry->before.is_bot)
        assert_int_equal(ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &before), OK);
    if (!change->is_test && !change->is_bot)
        assert_int_equal(ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &after), OK);
    return OK;
}

static void fill_change(struct scene *scene, struct conversion_change *change)
{
    static const char *const statuses[] = {"lead", "sale", "rebill", "rejected", "unmapped"};
    static const char *const params[] = {"param1=x", "event1=2.5&event3=-1", "param10=%FF", ""};
    change->status = str_from_c(statuses[roll(scene, ARRAY_LEN(statuses))]);
    change->status_raw = change->status;
    change->type = STR("");
    change->channel = STR("s2s");
    change->is_counted = roll(scene, 5) != 0;
    change->is_first = roll(scene, 2);
    change->revenue_micros = (int64_t)roll(scene, 9000000);
    change->cost_micros = (int64_t)roll(scene, 1000);
    change->no_rate = roll(scene, 6) == 0;
    change->payout_currency = STR("USD");
    change->params = str_from_c(params[roll(scene, ARRAY_LEN(params))]);
    change->txid = STR("");
}

/* The one before, with a new life of its strings, which are static. */
static void add_conversion(struct scene *scene)
{
    struct conversion_change *last = scene->conversions;
    struct entry entry = {0};
    bool is_new = scene->conversion_count == 0 ||
                  (roll(scene, 2) && scene->conversion_count < CONVERSIONS_MAX);
    size_t at = is_new ? scene->conversion_count++ : roll(scene, scene->conversion_count);
    struct conversion_change *change = &entry.row.change;
    if (is_new) {
        const struct visit *visit = some_visit(scene);
        *change = (struct conversion_change){.workspace_id = RIG_WORKSPACE,
                                             .visit_id = visit->id,
                                             .nth = at + 1, /* each is another */
                                             .campaign_id = visit->campaign_id,
                                             .source_id = 1,
                                             .is_bot = visit->is_bot,
                                             .is_test = visit->is_test};
    } else {
        *change = entry.before = last[at];
    }
    change->action = is_new ? STR("created") : STR("updated");
    fill_change(scene, change);
    run(scene, &entry, write_change);
    last[at] = *change;
}

static enum err write_update(struct ledger_job *job, struct ledger_tx *tx)
{
    struct visit_update *update = &((struct entry *)(void *)job)->row.update;
    update->id = ledger_next_id(tx);
    struct visit_state state = {.visit_id = update->visit_id,
                                .workspace_id = RIG_WORKSPACE,
                                .update_id = update->id,
                                .events = update->events,
                                .tokens = update->tokens};
    assert_int_equal(ledger_append(tx, LEDGER_VISIT_UPDATE, update), OK);
    return ledger_put(tx, LEDGER_VISIT_STATE, &state);
}

static void add_update(struct scene *scene)
{
    static const char *const tokens[] = {"a&x", "b&y", "d", "", "&&&e"};
    static const char *const events[] = {"event1=1", "event1=2&event30=-0.5", "event2=7"};
    struct entry entry = {0};
    entry.row.update = (struct visit_update){
        .workspace_id = RIG_WORKSPACE,
        .visit_id = some_visit(scene)->id,
        .events = str_from_c(events[roll(scene, ARRAY_LEN(events))]),
        .tokens = str_from_c(tokens[roll(scene, ARRAY_LEN(tokens))]),
    };
    run(scene, &entry, write_update);
}

static enum err write_cost(struct ledger_job *job, struct ledger_tx *tx)
{
    struct cost_update *update = &((struct entry *)(void *)job)->row.cost;
    update->id = ledger_next_id(tx);
    struct campaign_total total = spread_update_total(update);
    struct campaign_cost cost = {update->campaign_id, RIG_WORKSPACE, update->id};
    assert_int_equal(ledger_append(tx, LEDGER_COST_UPDATE, update), OK);
    assert_int_equal(ledger_put(tx, LEDGER_CAMPAIGN_COST, &cost), OK);
    return ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &total);
}

static void add_cost_update(struct scene *scene)
{
    static const char *const methods[] = {"manual", "api", "csv"};
    struct ledger_reader *reader;
    struct entry entry = {0};
    struct cost_update *update = &entry.row.cost;
    if (scene->update_count == UPDATES_MAX)
        return;
    uint64_t from_id = some_visit(scene)->id;
    *update = (struct cost_update){.workspace_id = RIG_WORKSPACE,
                                   .campaign_id = 1 + roll(scene, CAMPAIGNS),
                                   .action = STR("set"),
                                   .from_id = from_id,
                                   .to_id = ledger_end(scene) + roll(scene, 2),
                                   .filter_slot = roll(scene, 3) == 0 ? 1 : 0,
                                   .filter_value = STR("a"),
                                   .also_slot = roll(scene, 3) == 0 ? 2 : 0,
                                   .also_value = STR("x"),
                                   .cost_micros = (int64_t)roll(scene, 100000),
                                   .method = str_from_c(methods[roll(scene, 3)])};
    assert_int_equal(ledger_reader_open(scene->dir, &reader), OK);
    enum err err = update->from_id < update->to_id ? costing_set(reader, UINT64_MAX, 0, update)
                                                   : ERR_NOT_FOUND;
    ledger_reader_close(reader);
    if (err == ERR_NOT_FOUND)
        return; /* it covers no visit */
    assert_int_equal(err, OK);
    run(scene, &entry, write_cost);
    scene->updates[scene->update_count++] = *update;
}

/* Updates of one range whose values differ: together they come to what each does alone. */
static void assert_many_reckoned_together(struct scene *scene)
{
    static const struct str values[] = {{"a", 1}, {"b", 1}, {"", 0}, {"c", 1}, {"none", 4}};
    static const struct str also[] = {{"x", 1}, {"y", 1}, {"", 0}};
    struct cost_update many[ARRAY_LEN(values) * ARRAY_LEN(also)], first;
    bool has_second = roll(scene, 2) == 0;
    size_t count = 0;
    struct ledger_reader *reader;

    first = (struct cost_update){.campaign_id = 1 + roll(scene, CAMPAIGNS),
                                 .action = STR("set"),
                                 .from_id = some_visit(scene)->id,
                                 .to_id = ledger_end(scene),
                                 .filter_slot = 1,
                                 .also_slot = has_second ? 2 : 0,
                                 .also_value = STR(""),
                                 .method = STR("api")};
    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        for (size_t j = 0; j < (has_second ? ARRAY_LEN(also) : 1); j++) {
            many[count] = first;
            many[count].filter_value = values[i];
            many[count].also_value = has_second ? also[j] : STR("");
            many[count++].cost_micros = (int64_t)roll(scene, 100000);
        }
    assert_int_equal(ledger_reader_open(scene->dir, &reader), OK);
    assert_int_equal(costing_set_many(reader, UINT64_MAX, 0, many, count), OK);
    for (size_t i = 0; i < count; i++) {
        struct cost_update alone = many[i];
        enum err err = costing_set(reader, UINT64_MAX, 0, &alone);
        assert_int_equal(err, many[i].visits > 0 ? OK : ERR_NOT_FOUND);
        if (err != OK)
            continue;
        assert_int_equal(many[i].visits, alone.visits);
        assert_int_equal(many[i].extra_until_id, alone.extra_until_id);
        assert_int_equal(many[i].changed_micros, alone.changed_micros);
        assert_int_equal(many[i].changed_manual, alone.changed_manual);
        assert_int_equal(many[i].changed_api, alone.changed_api);
        assert_int_equal(many[i].changed_csv, alone.changed_csv);
    }
    ledger_reader_close(reader);
}

static void undo_cost_update(struct scene *scene)
{
    struct ledger_reader *reader;
    struct entry entry = {0};
    if (scene->update_count == 0)
        return;
    size_t at = roll(scene, scene->update_count);
    struct cost_update undone = scene->updates[at];
    entry.row.cost = undone;
    entry.row.cost.action = STR("undo");
    entry.row.cost.undoes_id = undone.id;
    assert_int_equal(ledger_reader_open(scene->dir, &reader), OK);
    assert_int_equal(costing_undo(reader, UINT64_MAX, 0, &undone, &entry.row.cost), OK);
    ledger_reader_close(reader);
    run(scene, &entry, write_cost);
    scene->updates[at] = scene->updates[--scene->update_count];
}

static enum err write_correction(struct ledger_job *job, struct ledger_tx *tx)
{
    struct cost_correction *correction = &((struct entry *)(void *)job)->row.correction;
    correction->id = ledger_next_id(tx);
    struct campaign_total total = spread_correction_total(correction);
    struct campaign_cost cost = {correction->campaign_id, RIG_WORKSPACE, correction->id};
    assert_int_equal(ledger_append(tx, LEDGER_COST_CORRECTION, correction), OK);
    assert_int_equal(ledger_put(tx, LEDGER_CAMPAIGN_COST, &cost), OK);
    return ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &total);
}

static void add_correction(struct scene *scene)
{
    struct entry entry = {0};
    struct visit *visit = &scene->visits[some_visit(scene) - scene->visits];
    bool counts = !visit->is_bot && !visit->is_test, is_replaced = false;
    if (visit->cost_rate_den != 0)
        return;
    for (size_t i = 0; i < scene->update_count; i++)
        is_replaced |= scene->updates[i].campaign_id == visit->campaign_id &&
                       spread_covers(&scene->updates[i], visit->id, visit->tokens);
    entry.row.correction = (struct cost_correction){
        .workspace_id = RIG_WORKSPACE,
        .campaign_id = visit->campaign_id,
        .visit_id = visit->id,
        .cost_rate_num = 1,
        .cost_rate_den = 1,
        .cost_micros = visit->cost_amount_micros,
        .changed_micros = counts && !is_replaced ? visit->cost_amount_micros : 0,
        .changed_no_rate = counts ? -(int64_t)spread_waits(visit) : 0,
    };
    run(scene, &entry, write_correction);
    visit->cost_rate_den = 1; /* booked: once is all */
}

static enum err write_verdict(struct ledger_job *job, struct ledger_tx *tx)
{
    struct entry *entry = (struct entry *)(void *)job;
    struct verdict *verdict = &entry->row.verdict;
    struct click clicks[VISITS_MAX], given = {.visit_id = verdict->visit_id};
    struct click_state state = {.visit_id = verdict->visit_id, .workspace_id = RIG_WORKSPACE};
    struct visit visit = {.id = verdict->visit_id};
    struct cost_correction correction = {.visit_id = verdict->visit_id};
    size_t count = 0;
    uint64_t first_id;
    assert_int_equal(ledger_find(tx, LOOKUP_VISIT, &visit), OK);
    enum err booked = ledger_find(tx, LOOKUP_COST_CORRECTION, &correction);
    assert_int_equal(ledger_select(tx, LOOKUP_CLICKS_OF_VISIT, &given, clicks, VISITS_MAX, &count),
                     OK);
    assert_int_not_equal(visit.is_bot, verdict->is_bot);
    verdict->id = ledger_next_id(tx);
    verdict_reckon(&(struct verdict_ground){.visit = &visit,
                                            .is_corrected = booked == OK,
                                            .corrected_micros = correction.cost_micros,
                                            .clicks = clicks,
                                            .click_count = count},
                   verdict);
    struct campaign_total total = verdict_total(verdict);
    struct campaign_cost cost = {verdict->campaign_id, RIG_WORKSPACE, verdict->id};
    assert_int_equal(ledger_append(tx, LEDGER_VERDICT, verdict), OK);
    assert_int_equal(ledger_put(tx, LEDGER_CAMPAIGN_COST, &cost), OK);
    verdict_count_clicks(clicks, count, verdict->is_bot != 0, &state, &first_id);
    if (count > 0)
        assert_int_equal(ledger_put(tx, LEDGER_CLICK_STATE, &state), OK);
    return ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &total);
}

static void judge_conversions(struct scene *scene, const struct visit *visit)
{
    for (size_t i = 0; i < scene->conversion_count; i++) {
        struct entry entry = {.before = scene->conversions[i]};
        if (entry.before.visit_id != visit->id)
            continue;
        entry.row.change = entry.before;
        entry.row.change.action = STR("judged");
        entry.row.change.is_bot = visit->is_bot;
        run(scene, &entry, write_change);
        scene->conversions[i] = entry.row.change;
    }
}

/* A visit that no update covers becomes a bot's, or a person's. */
static void add_verdict(struct scene *scene)
{
    struct entry entry = {0};
    struct visit *visit = &scene->visits[some_visit(scene) - scene->visits];
    bool is_covered = false;
    for (size_t i = 0; i < scene->update_count; i++)
        is_covered |= scene->updates[i].campaign_id == visit->campaign_id &&
                      spread_covers(&scene->updates[i], visit->id, visit->tokens);
    if (is_covered || visit->is_test)
        return;
    visit->is_bot = !visit->is_bot;
    entry.row.verdict = (struct verdict){.workspace_id = RIG_WORKSPACE,
                                         .campaign_id = visit->campaign_id,
                                         .visit_id = visit->id,
                                         .signals = visit->is_bot ? SIGNAL_LISTED : 0,
                                         .is_bot = visit->is_bot,
                                         .actor = STR("somebody")};
    run(scene, &entry, write_verdict);
    judge_conversions(scene, visit);
}

static void add_network(struct scene *scene)
{
    struct ad_click_deed click;
    struct goal_deed goal;
    ad_click_init(&click, 1 + roll(scene, 2));
    assert_int_equal(rig_run(&scene->rig, &click.deed), OK);
    goal_init(&goal, click.click.id, roll(scene, 2) ? "stored" : "refused");
    goal.cost_micros = roll(scene, 2) ? 900000 : 0;
    assert_int_equal(rig_run(&scene->rig, &goal.deed), OK);
}

static void add_entries(struct scene *scene, unsigned many)
{
    for (unsigned i = 0; i < many; i++) {
        uint64_t kind = roll(scene, 24);
        if (kind < 7)
            add_visit(scene);
        else if (kind < 9)
            add_click(scene);
        else if (kind < 14)
            add_conversion(scene);
        else if (kind < 16)
            add_update(scene);
        else if (kind < 17)
            add_cost_update(scene);
        else if (kind < 18)
            undo_cost_update(scene);
        else if (kind < 19)
            add_correction(scene);
        else if (kind < 23)
            add_verdict(scene);
        else
            add_network(scene);
    }
}

/* --- What must agree ------------------------------------------------------ */

/* A column of campaign_total, and what of the facts comes to it: of people, or of bots. */
static const struct {
    const char *total, *measure;
    int is_bot;
} agreed[] = {
    {"visits", "visits", 0},
    {"bot_visits", "visits", 1},
    {"unique_visits", "unique_visits", 0},
    {"clicks", "clicks", 0},
    {"unique_clicks", "unique_clicks", 0},
    {"cost_micros", "cost", 0},
    {"cost_missing", "cost_missing", 0},
    {"no_rate", "no_rate", 0},
    {"manual_cost_visits", "manual_cost_visits", 0},
    {"api_cost_visits", "api_cost_visits", 0},
    {"csv_cost_visits", "csv_cost_visits", 0},
    {"conversions", "conversions", 0},
    {"unique_conversions", "unique_conversions", 0},
    {"other_conversions", "other_conversions", 0},
    {"leads", "leads", 0},
    {"sales", "sales", 0},
    {"rebills", "rebills", 0},
    {"rejected", "rejected", 0},
    {"unmapped", "unmapped", 0},
    {"revenue_micros", "revenue_hold + revenue_confirmed", 0},
};

static void assert_campaigns(struct scene *scene)
{
    struct text *facts = text_make(), *ledger = text_make();
    buf_write_c(&facts->buf, "SELECT concat_ws(',', campaign_id");
    buf_write_c(&ledger->buf, "SELECT campaign_id");
    for (size_t i = 0; i < ARRAY_LEN(agreed); i++) {
        buf_format(&facts->buf, ", sum(CASE WHEN is_bot = %d THEN %s ELSE 0 END)", agreed[i].is_bot,
                   agreed[i].measure);
        buf_format(&ledger->buf, "||','||%s", agreed[i].total);
    }
    buf_write_c(&facts->buf, ") FROM fact WHERE is_test = 0 GROUP BY campaign_id HAVING false");
    buf_write_c(&ledger->buf, " FROM campaign_total WHERE false");
    for (size_t i = 0; i < ARRAY_LEN(agreed); i++) { /* a total of zeros may be there or not */
        buf_format(&facts->buf, " OR sum(CASE WHEN is_bot = %d THEN %s ELSE 0 END) <> 0",
                   agreed[i].is_bot, agreed[i].measure);
        buf_format(&ledger->buf, " OR %s <> 0", agreed[i].total);
    }
    buf_write_c(&facts->buf, " ORDER BY campaign_id");
    buf_write_c(&ledger->buf, " ORDER BY campaign_id");
    assert_same(ask_facts(scene, facts->bytes), ask_ledger(scene, ledger->bytes));
    free(facts);
    free(ledger);
}

/* All that the ledger's totals have, of both sides. */
static void assert_totals(struct scene *scene)
{
    assert_true(scene->visit_count > 0);
    assert_campaigns(scene);
    assert_same(ask_facts(scene, "SELECT concat_ws(',', variation_id, sum(clicks), sum(cost),"
                                 " sum(conversions), sum(value)) FROM ad_fact"
                                 " GROUP BY variation_id ORDER BY variation_id"),
                ask_ledger(scene, "SELECT variation_id||','||sum(clicks)||','||sum(cost)||','||"
                                  "sum(conversions)||','||sum(value) FROM (SELECT variation_id,"
                                  " clicks, cost_micros AS cost, 0 AS conversions, 0 AS value FROM"
                                  " variation_total UNION ALL SELECT variation_id, 0, 0,"
                                  " conversions, value_micros FROM goal_total)"
                                  " GROUP BY variation_id ORDER BY variation_id"));
}

/* Each visit under the tokens that it has now, whatever was told of it before and after. */
#define TOKENS_NOW                                                                                 \
    "WITH now AS (SELECT v.id, CASE WHEN s.visit_id IS NULL THEN v.tokens ELSE s.tokens END AS t," \
    " coalesce(s.events, '') AS events FROM visit AS v LEFT JOIN visit_state AS s ON"              \
    " s.visit_id=v.id), told AS (SELECT id, CASE WHEN instr(t, '&')=0 THEN t ELSE"                 \
    " substr(t, 1, instr(t, '&')-1) END AS token1, events FROM now) "

/* Each visit under the verdict that it has now, with all that is its own. */
static void assert_verdicts(struct scene *scene)
{
    assert_same(
        ask_facts(scene, "SELECT concat_ws(',', visit_id, is_bot, bot_reason, sum(visits)) FROM"
                         " fact WHERE kind IN (1, 4, 5) GROUP BY visit_id, is_bot, bot_reason"
                         " HAVING sum(visits) <> 0 OR sum(cost) <> 0 OR sum(event1) <> 0"
                         " ORDER BY visit_id"),
        ask_ledger(scene, "SELECT id||','||coalesce(b, is_bot)||','||CASE WHEN b=1 THEN 'listed'"
                          " ELSE '' END||',1' FROM (SELECT id, is_bot, (SELECT v.is_bot FROM"
                          " verdict AS v WHERE v.visit_id=visit.id ORDER BY v.id DESC LIMIT 1) AS"
                          " b FROM visit) ORDER BY id"));
}

static void assert_tokens(struct scene *scene)
{
    assert_same(ask_facts(scene, "SELECT concat_ws(',', visit_id, token1, sum(visits),"
                                 " sum(conversions + other_conversions), sum(clicks)) FROM fact"
                                 " GROUP BY visit_id, token1 HAVING sum(visits) <> 0"
                                 " OR sum(conversions + other_conversions) <> 0 OR sum(clicks) <> 0"
                                 " ORDER BY visit_id, token1"),
                ask_ledger(scene, TOKENS_NOW
                           "SELECT told.id||','||token1||',1,'||(SELECT count(*) FROM conversion"
                           " WHERE visit_id=told.id)||','||(SELECT count(*) FROM click"
                           " WHERE visit_id=told.id) FROM told ORDER BY told.id"));
    assert_same(ask_facts(scene, "SELECT concat_ws(',', visit_id, sum(event1)) FROM fact"
                                 " WHERE kind = 5 GROUP BY visit_id HAVING sum(event1) <> 0"
                                 " ORDER BY visit_id"),
                ask_ledger(scene, "SELECT visit_id||','||CASE WHEN events='event1=1' THEN 1000000"
                                  " ELSE 2000000 END FROM visit_state WHERE events LIKE"
                                  " 'event1=%' ORDER BY visit_id"));
}

/* Everything, by much: what is nothing after all changes is left out. */
static struct text *ask_all(struct scene *scene)
{
    return ask_facts(
        scene,
        "SELECT concat_ws(',', visit_id, conversion_id, campaign_id, offer_id, is_bot, bot_reason,"
        " is_test,"
        " token1, token2, token4, status, param1, param10, event_value1, sum(visits),"
        " sum(unique_visits), sum(direct_visits), sum(clicks), sum(cost), sum(no_rate),"
        " sum(revenue_hold), sum(revenue_confirmed), sum(event1), sum(event2), sum(event30),"
        " sum(leads), sum(manual_cost_visits)) FROM fact GROUP BY visit_id, conversion_id,"
        " campaign_id, offer_id, is_bot, bot_reason, is_test, token1, token2, token4, status, "
        "param1, param10,"
        " event_value1 HAVING sum(visits) <> 0 OR sum(clicks) <> 0 OR sum(cost) <> 0 OR"
        " sum(revenue_hold) <> 0 OR sum(revenue_confirmed) <> 0 OR sum(event1) <> 0"
        " ORDER BY ALL");
}

/* --- Tests ---------------------------------------------------------------- */

static int open_scene(void **state)
{
    void *folder = NULL;
    struct scene *scene = heap_make(1, sizeof(*scene));
    assert_int_equal(folder_make(&folder), 0);
    scene->dir = folder;
    rig_open(&scene->rig, scene->dir);
    *state = scene;
    return 0;
}

static int close_scene(void **state)
{
    struct scene *scene = *state;
    char command[2 * FOLDER_PATH_MAX];
    projector_close(scene->projector);
    rig_close(&scene->rig);
    (void)snprintf(command, sizeof(command), "rm -rf '%s'", scene->dir);
    assert_int_equal(system(command), 0);
    free((void *)(uintptr_t)scene->dir);
    free(scene);
    return 0;
}

static void facts_agree_with_the_ledger_wherever_the_projector_ends(void **state)
{
    struct scene *scene = *state;
    scene->dice = dice_make("facts_agree_with_the_ledger_wherever_the_projector_ends");
    for (int round = 0; round < 6; round++) {
        if (roll(scene, 2)) /* some windows are large ... */
            add_entries(scene, 40 + (unsigned)roll(scene, 60));
        open_giving_way(scene, roll(scene, 2) ? 0 : (int64_t)roll(scene, 300));
        for (unsigned i = 0; i < 20; i++) /* ... and some are small */
            add_entries(scene, (unsigned)roll(scene, 6));
        if (roll(scene, 3) == 0) { /* ended in the middle */
            projector_close(TAKE(scene->projector));
            open_projector(scene);
        }
        (void)wait_for_facts(scene, 0);
        assert_totals(scene);
        assert_tokens(scene);
        assert_many_reckoned_together(scene);
        assert_verdicts(scene);
        projector_close(TAKE(scene->projector));
    }
    (void)rig_assert_clean(scene->dir); /* the ledger itself is right */
}

static void a_rebuild_comes_to_the_same(void **state)
{
    struct scene *scene = *state;
    scene->dice = dice_make("a_rebuild_comes_to_the_same");
    open_projector(scene);
    for (unsigned i = 0; i < 20; i++)
        add_entries(scene, 1 + (unsigned)roll(scene, 20));
    (void)wait_for_facts(scene, 0);
    struct text *before = ask_all(scene);
    projector_rebuild(scene->projector);
    struct projector_state after = wait_for_facts(scene, 1);
    assert_int_equal(after.failures, 0);
    assert_same(ask_all(scene), before);
    assert_totals(scene);
}

static void a_rebuild_waits_for_who_holds_the_facts(void **state)
{
    struct scene *scene = *state;
    scene->dice = dice_make("a_rebuild_waits_for_who_holds_the_facts");
    add_entries(scene, 30);
    open_projector(scene);
    (void)wait_for_facts(scene, 0);
    struct facts *facts = projector_hold(scene->projector);
    assert_non_null(facts);
    projector_rebuild(scene->projector);
    while (projector_state(scene->projector).is_open)
        (void)sched_yield();
    assert_null(projector_hold(scene->projector));
    struct text *text = text_make(); /* it is there as long as it is held */
    assert_int_equal(statement_run(facts, NULL, "SELECT 'there'", NULL, 0, add_line, text), OK);
    assert_string_equal(text->bytes, "there\n");
    free(text);
    assert_int_equal(projector_state(scene->projector).rebuilds, 0);
    assert_true(projector_is_leaving(scene->projector)); /* so that an export lets go of it */
    projector_release(scene->projector, facts);
    (void)wait_for_facts(scene, 1);
    assert_false(projector_is_leaving(scene->projector));
    assert_totals(scene);
}

/* A ledger that cannot be read is a reason to open all anew, but not under who reads the facts. */
static void facts_that_are_held_stay_lent_whatever_fails(void **state)
{
    struct scene *scene = *state;
    scene->dice = dice_make("facts_that_are_held_stay_lent_whatever_fails");
    add_entries(scene, 5);
    open_projector(scene);
    (void)wait_for_facts(scene, 0);
    struct facts *facts = projector_hold(scene->projector);
    assert_non_null(facts);
    raw_run(scene->dir, "ALTER TABLE batch RENAME TO batch_hidden");
    while (projector_state(scene->projector).failures < 4)
        (void)sched_yield();
    assert_true(projector_state(scene->projector).is_open);
    struct facts *also = projector_hold(scene->projector);
    assert_ptr_equal(also, facts);
    projector_release(scene->projector, also);
    projector_release(scene->projector, facts);
    while (projector_state(scene->projector).is_open) /* it was put off, not forgotten */
        (void)sched_yield();
    raw_run(scene->dir, "ALTER TABLE batch_hidden RENAME TO batch");
    (void)wait_for_facts(scene, 0);
    assert_totals(scene);
}

/* Alters the ledger behind the facts, which then are of another one. */
static void assert_made_anew(struct scene *scene, const char *alter)
{
    add_entries(scene, 30);
    open_projector(scene);
    (void)wait_for_facts(scene, 0);
    projector_close(TAKE(scene->projector));
    raw_run(scene->dir, alter);
    add_entries(scene, 5);
    open_projector(scene);
    (void)wait_for_facts(scene, 1);
    assert_totals(scene);
}

static void facts_at_a_batch_with_another_hash_are_made_anew(void **state)
{
    struct scene *scene = *state;
    scene->dice = dice_make("facts_at_a_batch_with_another_hash_are_made_anew");
    assert_made_anew(scene, "UPDATE batch SET hash=zeroblob(32) WHERE last_id=(SELECT max(last_id)"
                            " FROM batch)");
}

static void facts_at_a_batch_that_is_gone_are_made_anew(void **state)
{
    struct scene *scene = *state;
    scene->dice = dice_make("facts_at_a_batch_that_is_gone_are_made_anew");
    assert_made_anew(scene, "DELETE FROM batch WHERE last_id=(SELECT max(last_id) FROM batch)");
}

static void a_file_that_is_no_store_is_made_anew(void **state)
{
    struct scene *scene = *state;
    char path[2 * FOLDER_PATH_MAX];
    scene->dice = dice_make("a_file_that_is_no_store_is_made_anew");
    add_entries(scene, 30);
    (void)snprintf(path, sizeof(path), "%s/" FACTS_FILE, scene->dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 20000; i++)
        assert_true(fputs("no store", file) >= 0);
    assert_int_equal(fclose(file), 0);
    open_projector(scene);
    (void)wait_for_facts(scene, 1);
    assert_totals(scene);
}

static void without_a_ledger_nothing_is_behind(void **state)
{
    void *folder = NULL;
    struct projector *projector;
    (void)state;
    assert_int_equal(folder_make(&folder), 0);
    struct projector_options options = {.dir = folder, .facts = facts_options_default(folder)};
    assert_int_equal(projector_open(&options, &projector), OK);
    while (projector_state(projector).behind_ms != 0)
        (void)sched_yield();
    assert_int_equal(projector_state(projector).failures, 0);
    projector_close(projector);
    assert_int_equal(rmdir(folder), 0);
    free(folder);
}

/* A folder that nothing can be made in: behind grows, and nothing is told as done. */
static void a_store_that_cannot_be_made_is_behind(void **state)
{
    struct scene *scene = *state;
    char path[2 * FOLDER_PATH_MAX];
    scene->dice = dice_make("a_store_that_cannot_be_made_is_behind");
    add_entries(scene, 5);
    (void)snprintf(path, sizeof(path), "%s/" FACTS_FILE, scene->dir);
    assert_int_equal(mkdir(path, 0700), 0);
    open_projector(scene);
    while (projector_state(scene->projector).failures < 2)
        (void)sched_yield();
    struct projector_state failing = projector_state(scene->projector);
    assert_true(failing.behind_ms > 0 && failing.entries == 0 && !failing.is_open);
    assert_int_equal(rmdir(path), 0);
    (void)wait_for_facts(scene, failing.rebuilds);
    assert_totals(scene);
}

static void batches_that_are_too_young_are_left_alone(void **state)
{
    struct scene *scene = *state;
    scene->dice = dice_make("batches_that_are_too_young_are_left_alone");
    add_entries(scene, 5);
    struct projector_options options = {
        .dir = scene->dir, .node = 1, .facts = facts_options_default(scene->dir), .hold_ms = 700};
    int64_t opened_mono_ms = clock_mono_ms();
    assert_int_equal(projector_open(&options, &scene->projector), OK);
    (void)wait_for_facts(scene, 0);
    assert_true(clock_mono_ms() - opened_mono_ms >= 700);
}

/* --- The processor -------------------------------------------------------- */

/* How many threads of this process are of the class that takes only what nobody else wants. */
static unsigned count_idle_threads(void)
{
    unsigned idle = 0;
    struct dirent *entry;
    DIR *tasks = opendir("/proc/self/task");
    assert_non_null(tasks);
    while ((entry = readdir(tasks)) != NULL) {
        pid_t thread = (pid_t)strtol(entry->d_name, NULL, 10);
        idle += thread != 0 && sched_getscheduler(thread) == SCHED_IDLE;
    }
    assert_int_equal(closedir(tasks), 0);
    return idle;
}

/* Whether this thread, and those that it starts from here on, may raise their priorities. */
static void let_raise_priorities(bool may)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_NICE, &limit), 0);
    limit.rlim_cur = may ? limit.rlim_max : 0;
    assert_int_equal(setrlimit(RLIMIT_NICE, &limit), 0);
    assert_int_equal(syscall(SYS_capget, &header, sets), 0);
    sets[0].effective &= ~(UINT32_C(1) << CAP_SYS_NICE);
    sets[0].effective |= may ? sets[0].permitted & UINT32_C(1) << CAP_SYS_NICE : 0;
    assert_int_equal(syscall(SYS_capset, &header, sets), 0);
}

/* A thread that went into the idle class cannot come back then, and what it starts is of it too. */
static void only_loads_give_way_where_no_thread_may_raise_its_priority(void **state)
{
    struct scene *scene = *state;
    scene->dice = dice_make("only_loads_give_way_where_no_thread_may_raise_its_priority");
    unsigned before = count_idle_threads();
    let_raise_priorities(false);
    open_giving_way(scene, 200);
    let_raise_priorities(true);
    add_entries(scene, 30);
    (void)wait_for_facts(scene, 0);
    assert_int_equal(count_idle_threads(), before + 1);
    projector_rebuild(scene->projector); /* the store's threads are started anew */
    (void)wait_for_facts(scene, 1);
    assert_int_equal(count_idle_threads(), before + 1);
    assert_totals(scene);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(facts_agree_with_the_ledger_wherever_the_projector_ends),
        TEST(a_rebuild_comes_to_the_same),
        TEST(a_rebuild_waits_for_who_holds_the_facts),
        TEST(facts_that_are_held_stay_lent_whatever_fails),
        TEST(facts_at_a_batch_with_another_hash_are_made_anew),
        TEST(facts_at_a_batch_that_is_gone_are_made_anew),
        TEST(a_file_that_is_no_store_is_made_anew),
        TEST(without_a_ledger_nothing_is_behind),
        TEST(a_store_that_cannot_be_made_is_behind),
        TEST(batches_that_are_too_young_are_left_alone),
        TEST(only_loads_give_way_where_no_thread_may_raise_its_priority),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
