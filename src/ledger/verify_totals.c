#include "ledger/verify_totals.h"

#include <stdlib.h>
#include "base/log.h"
#include "ledger/ad_totals.h"
#include "ledger/spread.h"
#include "ledger/verdict.h"

#define SLOTS_AT_FIRST 1024u
#define ARENA_BYTES    (256u * 1024 * 1024)

struct slot {
    enum ledger_table table;
    bool is_used;
    bool is_met; /* the ledger keeps it */
    union {
        struct campaign_total campaign;
        struct offer_day offer_day;
        struct adcampaign_day adcampaign_day;
        struct variation_total variation;
        struct goal_total goal;
    } row;
};

struct totals {
    struct proof *proof;
    struct cursor change_before;
    struct arena *arena; /* the keys' strings */
    struct slot *slots;  /* open addressing, at most half full; a power of two */
    size_t slot_count;
    size_t used;
};

enum err totals_make(struct proof *proof, struct totals **made)
{
    struct totals *totals = heap_make(1, sizeof(*totals));
    totals->proof = proof;
    totals->arena = arena_make(ARENA_BYTES);
    totals->slot_count = SLOTS_AT_FIRST;
    totals->slots = heap_make(totals->slot_count, sizeof(*totals->slots));
    enum err err = cursor_open(&totals->change_before, proof, LEDGER_CONVERSION_CHANGE,
                               "WHERE conversion_id=?1 AND id<?2 ORDER BY id DESC LIMIT 1");
    if (err != OK) {
        totals_free(totals);
        return err;
    }
    *made = totals;
    return OK;
}

void totals_free(struct totals *totals)
{
    if (totals == NULL)
        return;
    cursor_close(&totals->change_before);
    arena_free(totals->arena);
    free(totals->slots);
    free(totals);
}

/* --- The sums ------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

static uint64_t hash_key(enum ledger_table table, const void *row)
{
    const struct table *t = table_of(table);
    uint64_t hash = mix(0, table);
    for (size_t i = 0; i < t->key_count; i++) {
        const struct column *column = &t->columns[i];
        hash = mix(hash, column->type == COLUMN_TEXT ? str_hash(row_get_str(row, column))
                                                     : row_get_u64(row, column));
    }
    return hash;
}

static bool has_key(const struct slot *slot, enum ledger_table table, const void *row)
{
    if (slot->table != table)
        return false;
    const struct table *t = table_of(table);
    for (size_t i = 0; i < t->key_count; i++) {
        const struct column *column = &t->columns[i];
        bool is_same = column->type == COLUMN_TEXT
                           ? str_is_equal(row_get_str(&slot->row, column), row_get_str(row, column))
                           : row_get_u64(&slot->row, column) == row_get_u64(row, column);
        if (!is_same)
            return false;
    }
    return true;
}

/* The slot of that key, or the free one where it belongs. */
static struct slot *find_slot(const struct totals *totals, enum ledger_table table, const void *row)
{
    size_t mask = totals->slot_count - 1;
    size_t at = (size_t)hash_key(table, row) & mask;
    while (totals->slots[at].is_used && !has_key(&totals->slots[at], table, row))
        at = (at + 1) & mask;
    return &totals->slots[at];
}

static void grow(struct totals *totals)
{
    struct slot *before = totals->slots;
    size_t count = totals->slot_count;
    totals->slot_count = 2 * count;
    totals->slots = heap_make(totals->slot_count, sizeof(*totals->slots));
    for (size_t i = 0; i < count; i++) {
        if (before[i].is_used)
            *find_slot(totals, before[i].table, &before[i].row) = before[i];
    }
    free(before);
}

/* Fills a free slot with the key and zeros. */
static enum err take_slot(struct totals *totals, struct slot *slot, enum ledger_table table,
                          const void *row)
{
    const struct table *t = table_of(table);
    slot->is_used = true;
    slot->table = table;
    memcpy(&slot->row, row, t->row_bytes);
    for (size_t i = 0; i < t->column_count; i++) {
        const struct column *column = &t->columns[i];
        if (column->type == COLUMN_TEXT) {
            struct str s = arena_copy(totals->arena, row_get_str(row, column));
            memcpy((char *)&slot->row + column->offset, &s, sizeof(s));
        } else if (i >= t->key_count) {
            *row_u64(&slot->row, column) = 0;
        }
    }
    totals->used++;
    return arena_is_full(totals->arena) ? ERR_FULL : OK;
}

static enum err add(struct totals *totals, enum ledger_table table, const void *row)
{
    if (2 * totals->used >= totals->slot_count)
        grow(totals);
    struct slot *slot = find_slot(totals, table, row);
    enum err err = OK;
    if (!slot->is_used)
        err = totals->used < VERIFY_TOTALS_MAX ? take_slot(totals, slot, table, row) : ERR_FULL;
    if (err != OK) {
        log_error("ledger", "verify holds at most %u different totals", VERIFY_TOTALS_MAX);
        return err;
    }
    const struct table *t = table_of(table);
    for (size_t i = t->key_count; i < t->column_count;
         i++) /* unsigned: altered ones may overflow */
        *row_u64(&slot->row, &t->columns[i]) += row_get_u64(row, &t->columns[i]);
    return OK;
}

/* --- What an entry adds --------------------------------------------------- */

static enum err add_visit(struct totals *totals, const struct visit *visit)
{
    if (visit->is_test)
        return OK;
    struct campaign_total total = {
        .campaign_id = visit->campaign_id,
        .workspace_id = visit->workspace_id,
        .visits = visit->is_bot ? 0 : 1,
        .bot_visits = visit->is_bot ? 1 : 0,
        .unique_visits = visit->is_unique ? 1 : 0,
        .cost_micros = visit->is_bot ? 0 : visit->cost_micros,
        .cost_missing = visit->is_bot ? 0 : (int64_t)visit->cost_missing,
        .no_rate = visit->is_bot ? 0 : spread_waits(visit),
    };
    return add(totals, LEDGER_CAMPAIGN_TOTAL, &total);
}

static enum err add_click(struct totals *totals, const struct click *click)
{
    bool counts = !click->is_bot && !click->is_test;
    struct campaign_total total = {
        .campaign_id = click->campaign_id,
        .workspace_id = click->workspace_id,
        .clicks = counts ? 1 : 0,
        .unique_clicks = counts && click->is_first ? 1 : 0,
    };
    return add(totals, LEDGER_CAMPAIGN_TOTAL, &total);
}

/* A day on which nothing counted has no total. */
static enum err add_day(struct totals *totals, const struct adcampaign_day *day)
{
    bool is_nothing = day->impressions == 0 && day->clicks == 0 && day->cost_micros == 0;
    return is_nothing ? OK : add(totals, LEDGER_ADCAMPAIGN_DAY, day);
}

static enum err add_ad_click(struct totals *totals, const struct ad_click *click)
{
    struct variation_total total = ad_click_variation_total(click);
    struct adcampaign_day day = ad_click_day(click);
    enum err err = add(totals, LEDGER_VARIATION_TOTAL, &total);
    return err == OK ? add_day(totals, &day) : err;
}

static enum err add_impression(struct totals *totals, const struct impression *impression)
{
    struct variation_total total = impression_variation_total(impression);
    struct adcampaign_day day = impression_day(impression);
    enum err err = add(totals, LEDGER_VARIATION_TOTAL, &total);
    return err == OK && !impression->is_bot ? add_day(totals, &day) : err;
}

static enum err add_charge(struct totals *totals, const struct goal_call *call)
{
    struct variation_total total = goal_call_variation_total(call);
    struct adcampaign_day day = goal_call_day(call);
    if (call->cost_micros == 0)
        return OK;
    enum err err = add(totals, LEDGER_VARIATION_TOTAL, &total);
    return err == OK ? add_day(totals, &day) : err;
}

static enum err add_goal_call(struct totals *totals, const struct goal_call *call)
{
    if (!str_is_equal(call->outcome, STR("stored")))
        return OK;
    struct goal_total total = {
        .goal_id = call->goal_id,
        .variation_id = call->variation_id,
        .workspace_id = call->workspace_id,
        .conversions = 1,
        .value_micros = call->value_micros,
    };
    enum err err = add(totals, LEDGER_GOAL_TOTAL, &total);
    return err == OK ? add_charge(totals, call) : err;
}

/* What it counts for the cap of its offer. */
static enum err add_offer_day(struct totals *totals, const struct conversion_change *change,
                              int64_t sign)
{
    bool is_counted = change->is_counted && (str_is_equal(change->status, STR("lead")) ||
                                             str_is_equal(change->status, STR("sale")));
    if (!is_counted || change->offer_id == 0)
        return OK;
    struct offer_day day = {.offer_id = change->offer_id,
                            .day = change->day,
                            .workspace_id = change->workspace_id,
                            .conversions = sign};
    return add(totals, LEDGER_OFFER_DAY, &day);
}

/* What a conversion counts as it is after that change: sign 1 adds it, -1 takes it back. */
static enum err add_values(struct totals *totals, const struct conversion_change *change,
                           int64_t sign)
{
    if (change->is_bot || change->is_test)
        return OK;
    /* Unsigned, because altered amounts may be anything. */
    struct campaign_total total = {
        .campaign_id = change->campaign_id,
        .workspace_id = change->workspace_id,
        .conversions = change->is_counted ? sign : 0,
        .unique_conversions = change->is_counted && change->is_first ? sign : 0,
        .other_conversions = change->is_counted ? 0 : sign,
        .revenue_micros = (int64_t)((uint64_t)sign * (uint64_t)change->revenue_micros),
        .cost_micros = (int64_t)((uint64_t)sign * (uint64_t)change->cost_micros),
        .no_rate = change->no_rate ? sign : 0,
    };
    const struct {
        struct str word;
        int64_t *count;
    } statuses[] = {{STR("lead"), &total.leads},
                    {STR("sale"), &total.sales},
                    {STR("rebill"), &total.rebills},
                    {STR("rejected"), &total.rejected},
                    {STR("unmapped"), &total.unmapped}};
    for (size_t i = 0; i < ARRAY_LEN(statuses) && change->is_counted; i++) {
        if (str_is_equal(change->status, statuses[i].word))
            *statuses[i].count = sign;
    }
    enum err err = add_offer_day(totals, change, sign);
    return err == OK ? add(totals, LEDGER_CAMPAIGN_TOTAL, &total) : err;
}

static enum err add_change(struct totals *totals, const struct conversion_change *change)
{
    enum err err = add_values(totals, change, 1);
    if (err != OK || change->id == change->conversion_id)
        return err;
    struct cursor *before = &totals->change_before;
    cursor_bind(before, 1, change->conversion_id);
    cursor_bind(before, 2, change->id);
    err = cursor_find(before, totals->proof);
    if (err == OK && before->has_row)
        err = add_values(totals, before->row, -1);
    else if (err == OK)
        proof_tell(totals->proof,
                   "conversion_change %" PRIu64 ": conversion %" PRIu64 " was never created",
                   change->id, change->conversion_id);
    cursor_reset(before);
    return err;
}

static enum err add_total(struct totals *totals, struct campaign_total total)
{
    return add(totals, LEDGER_CAMPAIGN_TOTAL, &total);
}

enum err totals_add_entry(struct totals *totals, enum ledger_table table, const void *row)
{
    if (table == LEDGER_VISIT)
        return add_visit(totals, row);
    if (table == LEDGER_CLICK)
        return add_click(totals, row);
    if (table == LEDGER_AD_CLICK)
        return add_ad_click(totals, row);
    if (table == LEDGER_IMPRESSION)
        return add_impression(totals, row);
    if (table == LEDGER_CONVERSION_CHANGE)
        return add_change(totals, row);
    if (table == LEDGER_GOAL_CALL)
        return add_goal_call(totals, row);
    if (table == LEDGER_COST_UPDATE)
        return add_total(totals, spread_update_total(row));
    if (table == LEDGER_VERDICT)
        return add_total(totals, verdict_total(row));
    if (table == LEDGER_COST_CORRECTION)
        return add_total(totals, spread_correction_total(row));
    return OK;
}

void totals_tell(const struct totals *totals,
                 void (*on_total)(void *context, enum ledger_table table, const void *row),
                 void *context)
{
    for (size_t i = 0; i < totals->slot_count; i++) {
        if (totals->slots[i].is_used)
            on_total(context, totals->slots[i].table, &totals->slots[i].row);
    }
}

/* --- The comparison ------------------------------------------------------- */

static const char entries_say[] = "its entries say";

static enum err compare_table(struct totals *totals, enum ledger_table table)
{
    static const uint64_t nothing[LEDGER_ROW_BYTES_MAX / sizeof(uint64_t)];
    const struct table *t = table_of(table);
    struct cursor cursor = {0};
    enum err err = cursor_open(&cursor, totals->proof, table, "");
    while (err == OK) {
        err = cursor_next(&cursor, totals->proof);
        if (!cursor.has_row)
            break;
        struct slot *slot = find_slot(totals, table, cursor.row);
        const void *expected = slot->is_used ? (const void *)&slot->row : nothing;
        proof_compare(totals->proof, t, cursor.row, expected, t->key_count, entries_say);
        slot->is_met = true;
    }
    cursor_close(&cursor);
    return err;
}

/* Totals that the ledger does not keep count as zeros. */
static void compare_missing(struct totals *totals, const struct slot *slot)
{
    const struct table *t = table_of(slot->table);
    struct slot zeros = *slot;
    for (size_t i = t->key_count; i < t->column_count; i++)
        *row_u64(&zeros.row, &t->columns[i]) = 0;
    proof_compare(totals->proof, t, &zeros.row, &slot->row, t->key_count, entries_say);
}

enum err totals_compare(struct totals *totals)
{
    enum err err = OK;
    for (size_t i = 0; i < LEDGER_TABLE_COUNT && err == OK; i++) {
        if (table_of((enum ledger_table)i)->class == TABLE_TOTAL)
            err = compare_table(totals, (enum ledger_table)i);
    }
    for (size_t i = 0; i < totals->slot_count && err == OK; i++) {
        if (totals->slots[i].is_used && !totals->slots[i].is_met)
            compare_missing(totals, &totals->slots[i]);
    }
    return err;
}
