#include "api/sync_day.h"

#include "api/json_out.h"
#include "api/sync_plan.h"
#include "api/when.h"
#include "base/clock.h"
#include "base/say.h"
#include "ledger/costing.h"
#include "visit/cost_update.h"

#define ATTEMPTS_MAX 8 /* when other costs of the campaigns keep coming between */
#define KEY_BYTES    64

/* ------------------------------------------------------------------ the day */

static uint64_t id_of_time(int64_t wall_ms)
{
    if (wall_ms <= 0)
        return 1;
    return wall_ms >= INT64_C(1) << ID_TIME_BITS ? INT64_MAX : id_from_ms(wall_ms);
}

/* The day's range in time, and as ids of what is recorded by now. */
static enum err read_range(const struct sync_day *day, struct ledger_reader *reader,
                           struct cost_update *common)
{
    struct zone *zone = NULL;
    uint64_t last_id = 0;
    enum err err = zone_make(day->source->sync->time_zone, &zone);

    if (err == OK)
        err = when_parse(day->day, zone, false, &common->from_ms);
    if (err == OK)
        err = when_parse(day->day, zone, true, &common->to_ms);
    zone_free(zone);
    if (err == OK)
        err = ledger_reader_last_id(reader, &last_id);
    common->from_id = id_of_time(common->from_ms);
    common->to_id = id_of_time(common->to_ms);
    if (common->to_id > last_id + 1)
        common->to_id = last_id + 1; /* later visits are for the next run */
    return err;
}

static bool read_rate(const struct sync_day *day, struct cost_update *common,
                      struct sync_fault *fault)
{
    const struct sync_source *source = day->source;
    int64_t now_ms = clock_wall_ms();
    int64_t at_ms = common->to_ms - 1 < now_ms ? common->to_ms - 1 : now_ms;
    struct rate rate = rates_find(day->rates, str_from_c(source->currency),
                                  str_from_c(source->workspace_currency), at_ms);

    if (!rate_is_known(rate))
        return sync_fail(fault, SYNC_NO_RATE, "%s: %s, %.*s", source->currency,
                         source->workspace_currency, STR_FMT(day->day));
    common->cost_currency = str_from_c(source->currency);
    common->cost_rate_num = rate.num;
    common->cost_rate_den = rate.den;
    common->cost_rate_date = rate.date;
    return true;
}

/* ------------------------------------------------------------------ writing */

static bool fail_of(enum err err, struct sync_fault *fault)
{
    if (err == ERR_FULL || err == ERR_RANGE)
        return sync_fail(fault, SYNC_TOO_MANY, "%s", "");
    return sync_fail(fault, err == ERR_TIMEOUT ? SYNC_TIMED_OUT : SYNC_LEDGER, "%s", err_text(err));
}

/* Reckons the updates campaign by campaign. */
static enum err reckon(const struct sync_day *day, struct ledger_reader *reader,
                       struct sync_plan *plan, int64_t *changed_micros)
{
    enum err err = OK;

    *changed_micros = 0;
    for (size_t i = 0, next; err == OK && i < plan->update_count; i = next) {
        for (next = i + 1; next < plan->update_count; next++)
            if (plan->updates[next].campaign_id != plan->updates[i].campaign_id)
                break;
        err = costing_set_many(reader, UINT64_MAX, day->limit->deadline_mono_ms, &plan->updates[i],
                               next - i);
        for (size_t j = i; err == OK && j < next; j++)
            *changed_micros += plan->updates[j].changed_micros;
    }
    return err;
}

static bool is_stale(unsigned status, const json_t *answer)
{
    struct str field = json_text_at(json_object_get(answer, "error"), "field");
    return status == 409 && str_is_equal(field, STR("seen_id"));
}

static bool refuse(unsigned status, const json_t *answer, struct sync_fault *fault)
{
    struct str message = json_text_at(json_object_get(answer, "error"), "message");
    return sync_fail(fault, SYNC_LEDGER, "%u %.*s", status,
                     STR_FMT(message.ptr != NULL ? message : STR("")));
}

/* Has the edge write the whole day. *again: something came between. */
static bool write_updates(const struct sync_day *day, const struct sync_plan *plan,
                          unsigned attempt, bool *again, struct sync_fault *fault)
{
    char memory[KEY_BYTES], actor[API_ACTOR_BYTES];
    struct buf key = buf_from_memory(memory, sizeof(memory));
    json_auto_t *answer = NULL;

    if (plan->update_count > COST_UPDATES_MAX)
        return sync_fail(fault, SYNC_TOO_MANY, "%zu > %d", plan->update_count, COST_UPDATES_MAX);
    buf_format(&key, "cost-sync:%" PRIu64 ":%.*s:%u", day->run_id, STR_FMT(day->day), attempt);
    (void)snprintf(actor, sizeof(actor), "cost-sync %" PRIu64, day->source->id);
    unsigned status = operate_send(
        day->api, day->arena, actor, day->source->workspace_id, COST_UPDATES_KIND, buf_str(&key),
        cost_updates_args(plan->updates, plan->seen_ids, plan->update_count), &answer);
    *again = is_stale(status, answer);
    return status == 200 || *again ? true : refuse(status, answer, fault);
}

/* Takes back what runs by another grain or another clock had told of these visits. */
static bool undo_one(const struct sync_day *day, struct ledger_reader *reader,
                     const struct cost_update *undone, struct sync_fault *fault)
{
    char memory[KEY_BYTES], actor[API_ACTOR_BYTES];
    struct buf key = buf_from_memory(memory, sizeof(memory));
    struct cost_update undo = *undone;
    json_auto_t *answer = NULL;
    uint64_t seen_id = 0;

    undo.id = 0;
    undo.action = STR("undo");
    undo.undoes_id = undone->id;
    undo.sync_run_id = day->run_id;
    enum err err = costing_seen_id(reader, undone->campaign_id, &seen_id);
    if (err == OK)
        err = costing_undo(reader, UINT64_MAX, day->limit->deadline_mono_ms, undone, &undo);
    if (err != OK)
        return fail_of(err, fault);
    buf_format(&key, "cost-undo:%" PRIu64, undone->id);
    (void)snprintf(actor, sizeof(actor), "cost-sync %" PRIu64, day->source->id);
    unsigned status =
        operate_send(day->api, day->arena, actor, day->source->workspace_id, COST_UPDATE_KIND,
                     buf_str(&key), cost_update_args(&undo, seen_id), &answer);
    return status == 200 || status == 409 ? true : refuse(status, answer, fault);
}

static bool undo_outdated(const struct sync_day *day, struct ledger_reader *reader,
                          const struct sync_plan *plan, struct sync_fault *fault)
{
    for (size_t i = 0; i < plan->outdated_count; i++)
        if (!undo_one(day, reader, plan->outdated[i], fault))
            return false;
    return true;
}

/* ------------------------------------------------------------------ what fits nothing */

static void tell_unmatched(struct sync_day *day, const struct sync_plan *plan)
{
    for (size_t i = 0; i < plan->unmatched_count; i++) {
        const struct sync_unmatched *each = &plan->unmatched[i];
        json_t *row;
        day->unmatched_count++;
        day->unmatched_micros += each->cost_micros;
        if (json_array_size(day->unmatched) == SYNC_UNMATCHED_MAX)
            continue;
        row = json_object();
        json_out_put(row, "day", json_out_text(day->day));
        json_out_put(row, "network_campaign_id", json_out_text(each->row->campaign));
        json_out_put(row, "network_campaign_name", json_out_text(each->row->campaign_name));
        json_out_put(row, "key", json_out_text(each->row->grain));
        json_out_put(row, "cost", json_out_money(each->cost_micros));
        json_out_put(row, "reason", json_string(each->is_held ? "told_otherwise" : "no_visits"));
        json_out_append(day->unmatched, row);
    }
}

/* ------------------------------------------------------------------ all of it */

/* One attempt. *again: something came between, or had to go first. */
static bool apply(struct sync_day *day, struct ledger_reader *reader, unsigned attempt, bool *again,
                  struct sync_fault *fault)
{
    struct cost_update common = {.action = STR("set"),
                                 .method = STR("api"),
                                 .filter_slot = day->source->campaign_slot,
                                 .also_slot = day->source->grain_slot,
                                 .sync_run_id = day->run_id};
    struct sync_plan plan;
    int64_t changed_micros = 0;
    enum err err = read_range(day, reader, &common);

    *again = false;
    if (err != OK)
        return fail_of(err, fault);
    if (!read_rate(day, &common, fault))
        return false;
    err = sync_plan_make(day, reader, &common, &plan);
    if (err == ERR_NOT_FOUND)
        return sync_fail(fault, SYNC_EMPTY_DAY, "%.*s", STR_FMT(day->day));
    if (err == OK && plan.outdated_count > 0 && day->run_id != 0) {
        *again = true;
        return undo_outdated(day, reader, &plan, fault);
    }
    if (err == OK)
        err = reckon(day, reader, &plan, &changed_micros);
    if (err != OK)
        return fail_of(err, fault);
    if (day->run_id != 0 && plan.update_count > 0 &&
        (!write_updates(day, &plan, attempt, again, fault) || *again))
        return fault->code == SYNC_FAULT_NONE;
    day->applied = (int64_t)plan.update_count;
    day->unchanged = plan.unchanged;
    day->changed_micros = changed_micros;
    day->told = plan.told;
    day->told_count = plan.told_count;
    tell_unmatched(day, &plan);
    return true;
}

bool sync_day_apply(struct sync_day *day, struct sync_fault *fault)
{
    struct ledger_reader *reader = NULL;
    enum err err = readers_take(day->api->readers, &reader);
    bool again = true, is_done = true;

    if (err != OK)
        return fail_of(err, fault);
    fault->code = SYNC_FAULT_NONE;
    for (unsigned i = 0; is_done && again; i++)
        is_done = i < ATTEMPTS_MAX ? apply(day, reader, i, &again, fault)
                                   : sync_fail(fault, SYNC_LEDGER, "%s", err_text(ERR_BUSY));
    readers_give_back(day->api->readers, reader, fault->code == SYNC_LEDGER ? ERR_IO : OK);
    return is_done;
}
