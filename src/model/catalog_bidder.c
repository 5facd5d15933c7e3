/* catalog_bidder - what bidders decide, written into their documents and into the log in one
 * transaction, and taken back. Any thread. */
#include "model/call.h"

#include "base/clock.h"
#include "base/money.h"
#include "base/say.h"
#include "model/bidder_log.h"
#include "model/db_bidder.h"
#include "model/fault.h"
#include "model/kind.h"

/* ------------------------------------------------------------------ the document's lists */

static json_t *list_of(json_t *document, const char *name)
{
    json_t *list = json_object_get(document, name);
    CHECK(json_is_array(list)); /* written by schema_write(), every field given */
    return list;
}

static bool is_value(const json_t *item, const struct bidder_decision *decision)
{
    const char *dimension = json_string_value(json_object_get(item, "dimension"));
    const json_t *value = json_object_get(item, "value");
    return strcmp(dimension, bidder_dimension_text(decision->dimension)) == 0 &&
           str_is_equal((struct str){json_string_value(value), json_string_length(value)},
                        decision->value);
}

static void take_value(json_t *list, const struct bidder_decision *decision)
{
    for (size_t i = json_array_size(list); i > 0; i--)
        if (is_value(json_array_get(list, i - 1), decision))
            CHECK(json_array_remove(list, i - 1) == 0);
}

static void add_value(json_t *list, const struct bidder_decision *decision)
{
    take_value(list, decision);
    json_t *item = json_pack("{s:s, s:s%}", "dimension", bidder_dimension_text(decision->dimension),
                             "value", decision->value.ptr, decision->value.len);
    CHECK(item != NULL && json_array_append_new(list, item) == 0);
}

static json_int_t zone_of(const struct bidder_decision *decision)
{
    json_int_t zone = 0;
    for (size_t i = 0; i < decision->value.len; i++) /* digits, checked when it was decided */
        zone = zone * 10 + (decision->value.ptr[i] - '0');
    return zone;
}

/* The price in the list as text; NULL: none. */
static const char *find_price(const json_t *list, json_int_t zone, size_t *at)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        if (json_integer_value(json_object_get(item, "zone_id")) != zone)
            continue;
        *at = i;
        return json_string_value(json_object_get(item, "price"));
    }
    return NULL;
}

static void set_price(struct arena *arena, json_t *list, json_int_t zone, int64_t micros)
{
    size_t at = 0;
    if (find_price(list, zone, &at) != NULL)
        CHECK(json_array_remove(list, at) == 0);
    if (micros < 0)
        return;
    struct str text = money_text(arena, micros);
    json_t *item = json_pack("{s:I, s:s%}", "zone_id", zone, "price", text.ptr, text.len);
    CHECK(item != NULL && json_array_append_new(list, item) == 0);
}

static void apply(struct arena *arena, json_t *document, const struct bidder_decision *decision)
{
    if (decision->is_block)
        add_value(list_of(document, "blocked"), decision);
    else
        set_price(arena, list_of(document, "zone_prices"), zone_of(decision),
                  decision->after_micros);
}

/* ERR_CONFLICT: the price is no longer the decision's. */
static enum err take_back(struct write *write, json_t *document,
                          const struct bidder_decision *decision)
{
    struct arena *arena = write->call->arena;
    json_t *prices = list_of(document, "zone_prices");
    add_value(list_of(document, "held"), decision);
    if (decision->is_block) {
        take_value(list_of(document, "blocked"), decision);
        return OK;
    }
    size_t at = 0;
    const char *now = find_price(prices, zone_of(decision), &at);
    if (now == NULL || !str_is_equal(str_from_c(now), money_text(arena, decision->after_micros)))
        return fault_conflict(
            write->fault, "price", "the price of zone %.*s was changed since: it is %s now",
            STR_FMT(decision->value), now != NULL ? now : say_text("the ad campaign's"));
    set_price(arena, prices, zone_of(decision), decision->before_micros);
    return OK;
}

/* ------------------------------------------------------------------ writes */

static enum err find_to_write(struct write *write, struct str id, struct db_row *row)
{
    memset(write->fault, 0, sizeof *write->fault);
    enum err err = db_begin_write(write->call->db);
    if (err == OK)
        err = call_find_row(write->call, ENTITY_BIDDER, id, write->scope, row);
    return err == OK ? write_check_writable(write, row) : err;
}

/* Judges the changed document and makes it the bidder's, with all that the transaction holds. */
static enum err store(struct write *write, const json_t *document, struct db_row *row,
                      uint64_t *version)
{
    struct str before = history_document(write->call->arena, row);
    enum err err = before.ptr != NULL ? write_validate(write, document, row) : ERR_FULL;
    if (err == OK)
        err = write_change(write, row);
    return err == OK ? write_commit(write, row, before, version) : err;
}

static enum err decide(struct write *write, struct bidder_decision *decisions, size_t count,
                       struct db_row *row, uint64_t *version)
{
    struct call *call = write->call;
    json_auto_t *document = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    enum err err = document != NULL ? OK : ERR_IO;
    for (size_t i = 0; err == OK && i < count; i++) {
        apply(call->arena, document, &decisions[i]);
        err = db_add_bid(call->db, &decisions[i]);
    }
    if (err == OK)
        err = db_end_bids(call->db, row->id);
    return err == OK ? store(write, document, row, version) : err;
}

enum err catalog_decide_bids(struct catalog *catalog, const struct bidder_run *run,
                             struct bidder_decision *decisions, size_t count, uint64_t seen_version,
                             const struct scope *scope, uint64_t *version,
                             struct model_fault *fault)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *warned = json_array();
    struct write write = {&call, ENTITY_BIDDER, scope, warned, fault};
    struct db_row row;
    enum err err =
        find_to_write(&write, arena_format(call.arena, "%" PRIu64, run->bidder_id), &row);
    if (err == OK && row.version != seen_version)
        err = fault_stale(fault, seen_version, row.version, row.updated_at_ms, STR_NONE);
    if (err == OK)
        err = db_put_bid_run(call.db, run);
    if (err != OK)
        return err;
    if (count > 0)
        return decide(&write, decisions, count, &row, version);
    err = db_commit(call.db);
    return err == OK ? db_version(call.db, version) : err;
}

enum err catalog_undo_bid(struct catalog *catalog, struct str bidder_id, uint64_t decision_id,
                          const struct scope *scope, struct arena *arena,
                          struct bidder_decision *decision, uint64_t *version,
                          struct model_fault *fault)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *warned = json_array();
    json_auto_t *document = NULL;
    struct write write = {&call, ENTITY_BIDDER, scope, warned, fault};
    struct bidder_decision found;
    struct db_row row;
    enum err err = find_to_write(&write, bidder_id, &row);
    if (err == OK)
        err = db_find_bid(call.db, row.id, decision_id, arena, &found);
    if (err == OK && found.undone_ms != 0) {
        *decision = found;
        return db_version(call.db, version);
    }
    if (err == OK) {
        document = json_loadb(row.body.ptr, row.body.len, 0, NULL);
        err = document != NULL ? take_back(&write, document, &found) : ERR_IO;
    }
    if (err != OK)
        return err;
    found.undone_ms = clock_wall_ms();
    found.undone_by = arena_copy(arena, str_from_c(scope->actor));
    err = db_undo_bid(call.db, &found);
    if (err == OK)
        err = store(&write, document, &row, version);
    if (err == OK)
        *decision = found;
    return err;
}

/* ------------------------------------------------------------------ reading */

enum err catalog_list_bids(struct catalog *catalog, struct str bidder_id, const struct scope *scope,
                           uint64_t before_id, size_t limit, struct arena *arena,
                           struct bidder_decision **rows, size_t *count)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct db_row row;
    struct bidder_decision *found = ARENA_ARRAY(arena, struct bidder_decision, limit);
    if (found == NULL)
        return ERR_FULL;
    enum err err = call_find_row(&call, ENTITY_BIDDER, bidder_id, scope, &row);
    if (err == OK)
        err = db_list_bids(call.db, row.id, before_id, limit, arena, found, count);
    if (err == OK)
        *rows = found;
    return err;
}

enum err catalog_find_bid_run(struct catalog *catalog, uint64_t bidder_id, struct arena *arena,
                              struct bidder_run *run)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = db_find_bid_run(call.db, bidder_id, arena, run);
    if (err != ERR_NOT_FOUND)
        return err;
    *run = (struct bidder_run){.bidder_id = bidder_id};
    return OK;
}

static enum err judge(struct call *call, const json_t *changes, const struct scope *scope,
                      const struct db_row *row, void *body, struct model_fault *fault)
{
    json_auto_t *warned = json_array();
    json_auto_t *stored = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    struct write write = {call, ENTITY_BIDDER, scope, warned, fault};
    if (stored == NULL)
        return ERR_IO;
    json_auto_t *merged = schema_merge(&bidder_schema, stored, changes);
    return write_judge(&write, merged, row, body);
}

enum err catalog_get_bidder(struct catalog *catalog, struct str id, const json_t *changes,
                            const struct scope *scope, struct arena *arena,
                            struct bidder_found *found, struct model_fault *fault)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct arena *own = call.arena;
    struct bidder_body *body = ARENA_NEW(arena, struct bidder_body);
    struct db_row row;
    memset(fault, 0, sizeof *fault);
    enum err err = body != NULL ? call_find_row(&call, ENTITY_BIDDER, id, scope, &row) : ERR_FULL;
    if (err != OK)
        return err;
    call.arena = arena; /* what is read is the caller's */
    if (changes != NULL) {
        err = judge(&call, changes, scope, &row, body, fault);
    } else {
        const void *read;
        err = kind_read_body(ENTITY_BIDDER, row.body, arena, fault, &read);
        if (err == OK)
            *body = *(const struct bidder_body *)read;
    }
    call.arena = own;
    if (err == OK)
        *found =
            (struct bidder_found){row.id, row.workspace_id, row.version, (int)row.status, body};
    return err;
}

enum err catalog_find_bidder_of(struct catalog *catalog, uint64_t adcampaign_id,
                                uint64_t *bidder_id)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct db_row row;
    enum err err = db_find_bidder(call.db, adcampaign_id, 0, call.arena, &row);
    if (err == OK || err == ERR_NOT_FOUND)
        *bidder_id = err == OK ? row.id : 0;
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err catalog_list_due_bidders(struct catalog *catalog, int64_t now_ms, struct arena *arena,
                                  uint64_t **ids, size_t *count)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    uint64_t *found = ARENA_ARRAY(arena, uint64_t, BIDDER_DUE_MAX);
    enum err err = found != NULL ? db_list_due_bidders(call.db, now_ms, found, count) : ERR_FULL;
    if (err == OK)
        *ids = found;
    return err;
}
