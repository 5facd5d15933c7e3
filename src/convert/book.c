#include "convert/book.h"

#include "base/id.h"
#include "convert/decide.h"
#include "ledger/spread.h"
#include "model/rates.h"

/* ------------------------------------------------------------------ arguments */

static void put(json_t *object, const char *name, json_t *value)
{
    CHECK(value != NULL && json_object_set_new(object, name, value) == 0);
}

json_t *book_visits(uint64_t campaign_id, uint64_t seen_id)
{
    json_t *args = json_object();
    CHECK(args != NULL);
    put(args, "campaign_id", json_integer((json_int_t)campaign_id));
    put(args, "seen_id", json_integer((json_int_t)seen_id));
    put(args, "visits", json_array());
    put(args, "replaced", json_array());
    return args;
}

static void add_id(json_t *args, const char *list, uint64_t id)
{
    json_t *array = json_object_get(args, list);
    CHECK(json_array_append_new(array, json_integer((json_int_t)id)) == 0);
}

void book_add_visit(json_t *args, uint64_t visit_id, bool is_replaced)
{
    add_id(args, is_replaced ? "replaced" : "visits", visit_id);
}

json_t *book_conversions(void)
{
    json_t *args = json_object();
    CHECK(args != NULL);
    put(args, "conversions", json_array());
    return args;
}

void book_add_conversion(json_t *args, uint64_t conversion_id)
{
    add_id(args, "conversions", conversion_id);
}

static uint64_t id_of(const json_t *args, const char *name)
{
    return (uint64_t)json_integer_value(json_object_get(args, name));
}

/* ------------------------------------------------------------------ what is known now */

static struct rate find_rate(const struct operation *operation, uint64_t workspace_id,
                             struct str currency, uint64_t entry_id)
{
    const struct workspace *workspace = snapshot_workspace(operation->snapshot, workspace_id);
    return workspace == NULL ? RATE_NONE
                             : rates_find(snapshot_rates(operation->snapshot), currency,
                                          str_from_c(workspace->currency), id_time_ms(entry_id));
}

/* ------------------------------------------------------------------ visits */

static enum err write_correction(struct operation *operation, struct ledger_tx *tx,
                                 const struct visit *visit, struct rate rate, bool is_replaced)
{
    bool counts = !visit->is_bot && !visit->is_test;
    int64_t micros;
    if (rate_convert(rate, visit->cost_amount_micros, &micros) != OK)
        micros = 0; /* no amount within the limits of a click comes here */
    struct cost_correction correction = {
        .id = ledger_next_id(tx),
        .workspace_id = visit->workspace_id,
        .catalog_version = snapshot_version(operation->snapshot),
        .campaign_id = visit->campaign_id,
        .visit_id = visit->id,
        .cost_rate_num = rate.num,
        .cost_rate_den = rate.den,
        .cost_rate_date = rate.date,
        .cost_micros = micros,
        .changed_micros = counts && !is_replaced ? micros : 0,
        .changed_no_rate = counts ? -(int64_t)spread_waits(visit) : 0,
    };
    struct campaign_total total = spread_correction_total(&correction);
    struct campaign_cost cost = {
        .id = visit->campaign_id, .workspace_id = visit->workspace_id, .last_id = correction.id};
    enum err err = ledger_append(tx, LEDGER_COST_CORRECTION, &correction);
    if (err == OK)
        err = ledger_put(tx, LEDGER_CAMPAIGN_COST, &cost);
    return err == OK ? ledger_add(tx, LEDGER_CAMPAIGN_TOTAL, &total) : err;
}

static enum err book_visit(struct operation *operation, struct ledger_tx *tx, uint64_t visit_id,
                           bool is_replaced, size_t *booked)
{
    struct visit visit = {.id = visit_id};
    struct cost_correction correction = {.visit_id = visit_id};
    enum err err = ledger_find(tx, LOOKUP_VISIT, &visit);

    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err;
    if (visit.workspace_id != operation->workspace_id || visit.cost_rate_den != 0 ||
        visit.campaign_id != id_of(operation->args, "campaign_id"))
        return OK;
    err = ledger_find(tx, LOOKUP_COST_CORRECTION, &correction);
    if (err != ERR_NOT_FOUND)
        return err; /* booked already, or unreadable */
    struct rate rate = find_rate(operation, visit.workspace_id, visit.cost_currency, visit.id);
    if (!rate_is_known(rate))
        return OK;
    ++*booked;
    return write_correction(operation, tx, &visit, rate, is_replaced);
}

static enum err book_list(struct operation *operation, struct ledger_tx *tx, const char *list,
                          size_t *booked)
{
    const json_t *ids = json_object_get(operation->args, list);
    enum err err = OK;

    for (size_t i = 0; err == OK && i < json_array_size(ids); i++)
        err = book_visit(operation, tx, (uint64_t)json_integer_value(json_array_get(ids, i)),
                         strcmp(list, "replaced") == 0, booked);
    return err;
}

/* Whether an update covers a visit was looked up by the desk: it must still be so. */
static enum err check_seen(struct operation *operation, struct ledger_tx *tx)
{
    struct campaign_cost cost = {.id = id_of(operation->args, "campaign_id")};
    enum err err = ledger_find(tx, LOOKUP_CAMPAIGN_COST, &cost);

    if (err != OK && err != ERR_NOT_FOUND)
        return err;
    if ((err == OK ? cost.last_id : 0) != id_of(operation->args, "seen_id"))
        operation_refuse(operation, 409, "seen_id", "the costs of the campaign changed meanwhile");
    return OK;
}

/* ------------------------------------------------------------------ conversions */

/* The conversion with the rates that are known now; false: nothing is new. */
static bool settle(struct operation *operation, const struct visit *visit,
                   struct conversion *conversion)
{
    struct conversion before = *conversion;

    if (conversion->payout_rate_den == 0) {
        struct rate rate = find_rate(operation, conversion->workspace_id,
                                     conversion->payout_currency, conversion->id);
        conversion->payout_rate_num = rate.num;
        conversion->payout_rate_den = rate.den;
        conversion->payout_rate_date = rate.date;
    }
    conversion_settle(visit, conversion);
    return conversion->no_rate != before.no_rate ||
           conversion->payout_rate_den != before.payout_rate_den ||
           conversion->cost_micros != before.cost_micros;
}

static enum err book_conversion(struct operation *operation, struct ledger_tx *tx, uint64_t id,
                                size_t *booked)
{
    struct conversion before = {.id = id};
    struct visit visit = {0};
    enum err err = ledger_find(tx, LOOKUP_CONVERSION, &before);

    if (err == OK && (before.workspace_id != operation->workspace_id || before.no_rate == 0))
        return OK;
    if (err == OK) {
        visit.id = before.visit_id;
        err = ledger_find(tx, LOOKUP_VISIT, &visit);
    }
    if (err == OK)
        err = register_fill_rate(&(struct register_book){register_find_in_batch, tx}, &visit);
    if (err != OK)
        return err == ERR_NOT_FOUND ? OK : err; /* pruned meanwhile */
    struct conversion_verdict verdict = {.action = ACTION_REBOOKED, .conversion = before};
    if (!settle(operation, &visit, &verdict.conversion))
        return OK;
    ++*booked;
    return register_append_change(tx, &(struct register_change){.edge = operation->edge,
                                                                .snapshot = operation->snapshot,
                                                                .visit = &visit,
                                                                .before = &before,
                                                                .verdict = &verdict});
}

/* ------------------------------------------------------------------ both */

enum err book_decide(struct operation *operation, struct ledger_tx *tx)
{
    const json_t *args = operation->args;
    const json_t *conversions = json_object_get(args, "conversions");
    size_t booked = 0;
    size_t count = json_array_size(json_object_get(args, "visits")) +
                   json_array_size(json_object_get(args, "replaced")) +
                   json_array_size(conversions);
    enum err err = OK;

    if (count == 0 || count > BOOK_PAGE_MAX)
        operation_refuse(operation, 400, "args", "expected 1 to %d entries", BOOK_PAGE_MAX);
    else if (conversions == NULL)
        err = check_seen(operation, tx);
    if (err != OK || operation->status >= 400)
        return err;
    err = book_list(operation, tx, "visits", &booked);
    if (err == OK)
        err = book_list(operation, tx, "replaced", &booked);
    for (size_t i = 0; err == OK && i < json_array_size(conversions); i++)
        err = book_conversion(
            operation, tx, (uint64_t)json_integer_value(json_array_get(conversions, i)), &booked);
    if (err == OK && booked == 0)
        operation_refuse(operation, 404, "", "none of these can be booked");
    else if (err == OK)
        put(operation->answer, "booked", json_integer((json_int_t)booked));
    return err;
}
