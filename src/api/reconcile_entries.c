/* reconcile_entries - GET /api/v1/reconcile/entries: what is behind a cause of the reconciliation,
 * found by the same matching, so that its sums are the cause's. */
#include "api/reconcile.h"

#include "api/forwards.h"
#include "api/json_out.h"
#include "base/num.h"

/* --- Shapes ------------------------------------------------------------------ */

static const struct shape_field entry_fields[] = {
    {"cause", SHAPE_WORD, 0, NULL, RECONCILE_WORDS, NULL},
    {"day", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"goal", SHAPE_GOAL, 0, NULL, NULL, NULL},
    {"conversions", SHAPE_NUMBER, 0, "What it adds to the cause.", NULL, NULL},
    {"value", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"tracker_value", SHAPE_MONEY, 0, "What the tracker counts in this row.", NULL, NULL},
    {"network_value", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"conversion_id", SHAPE_ENTRY, SHAPE_NULL, "See GET conversions/ID.", NULL, NULL},
    {"converted_at", SHAPE_TIME, SHAPE_NULL, NULL, NULL, NULL},
    {"forward_id", SHAPE_ENTRY, SHAPE_NULL, "The decision to tell the network, or not.", NULL,
     NULL},
    {"state", SHAPE_TEXT, SHAPE_NULL, "Where it stands.", NULL, NULL},
    {"reason", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"reason_text", SHAPE_TEXT, SHAPE_NULL, "The reason in words.", NULL, NULL},
    {"mend", SHAPE_TEXT, SHAPE_NULL, "What to do about it.", NULL, NULL},
    {"url", SHAPE_TEXT, SHAPE_NULL, "That the network was told at.", NULL, NULL},
    {"body", SHAPE_TEXT, SHAPE_NULL, "The beginning of the last answer.", NULL, NULL},
    {"goal_call_id", SHAPE_ENTRY, SHAPE_NULL, "The call that the network counted.", NULL, NULL},
    {"called_at", SHAPE_TIME, SHAPE_NULL, NULL, NULL, NULL},
    {"statement_id", SHAPE_NUMBER, SHAPE_NULL, "Whose line the network's side is.", NULL, NULL},
    {"statement_line", SHAPE_NUMBER, SHAPE_NULL, "Of its file, from 1.", NULL, NULL},
};
const struct shape reconcile_entry_shape = SHAPE("reconcile_entry", entry_fields);

/* --- Which ------------------------------------------------------------------- */

struct wanted {
    enum reconcile_cause cause; /* AGREED: any */
    struct str day, goal;       /* absent: any */
    bool has_campaign;
    uint64_t campaign_id;
    uint64_t offset;
    unsigned limit;
};

static void read_wanted(struct call *call, struct wanted *wanted)
{
    struct str campaign = call_param(call, "campaign"), cursor = call_param(call, "cursor");
    struct str cause = call_word(call, "cause", RECONCILE_WORDS);

    wanted->cause = cause.ptr != NULL ? reconcile_cause_of(cause) : RECONCILE_AGREED;
    wanted->day = call_param(call, "day");
    wanted->goal = call_param(call, "goal");
    wanted->has_campaign = campaign.ptr != NULL;
    wanted->limit = call_limit(call);
    if (wanted->has_campaign && num_parse_u64(campaign, UINT32_MAX, &wanted->campaign_id) != OK)
        call_refuse(call, 400, "campaign", "campaign must be an id, or 0 for none.");
    if (cursor.ptr != NULL && num_parse_u64(cursor, RECONCILE_ENTRIES_MAX, &wanted->offset) != OK)
        call_refuse(call, 400, "cursor", "cursor must be what an answer gave as next.");
}

static bool is_of_row(const struct wanted *wanted, const struct reconcile_entry *entry)
{
    if (wanted->has_campaign && wanted->campaign_id != entry->campaign_id)
        return false;
    if (wanted->goal.ptr != NULL && !str_is_equal(wanted->goal, str_from_c(entry->goal)))
        return false;
    if (wanted->day.ptr == NULL)
        return true;
    json_t *day = reconcile_day_json(entry->day);
    bool is_day = str_is_equal(wanted->day, str_from_c(json_string_value(day)));
    json_decref(day);
    return is_day;
}

/* --- Rows -------------------------------------------------------------------- */

static void put_forward(struct reconcile *reconcile, json_t *row, uint64_t forward_id)
{
    struct forward forward = {.id = forward_id};
    struct forward_fate fate = {0};
    bool is_there = forward_id != 0 && rows_find(&reconcile->rows, LEDGER_FORWARD, &forward);

    if (is_there)
        forwards_explain(&reconcile->rows, &forward, &fate);
    json_out_put(row, "forward_id", json_out_id(forward_id));
    json_out_put(row, "state", json_out_text(fate.state));
    json_out_put(row, "reason", json_out_text(fate.reason));
    json_out_put(row, "reason_text", json_out_text(fate.text));
    json_out_put(row, "mend", json_out_text(fate.mend));
    json_out_put(row, "url", json_out_text(is_there ? forward.url : STR_NONE));
    json_out_put(row, "body", json_out_text(fate.last != NULL ? fate.last->body : STR_NONE));
}

static json_t *entry_json(struct reconcile *reconcile, const struct reconcile_entry *entry,
                          enum reconcile_cause cause)
{
    struct names *names = &reconcile->rows.names;
    struct reconcile_sums share = reconcile_share(entry, cause);
    struct str goal = str_from_c(entry->goal);
    json_t *row = reconcile_sums_json(share, "conversions", "value");

    json_out_put(row, "cause", json_string(reconcile_word(cause)));
    json_out_put(row, "day", reconcile_day_json(entry->day));
    json_out_put(row, "campaign", names_of_number(names, ENTITY_CAMPAIGN, entry->campaign_id));
    json_out_put(row, "goal", names_of_text(names, ENTITY_GOAL, goal.len > 0 ? goal : STR_NONE));
    json_out_put(row, "tracker_value", json_out_money(entry->tracker.micros));
    json_out_put(row, "network_value", json_out_money(entry->network.micros));
    json_out_put(row, "conversion_id", json_out_id(entry->conversion_id));
    json_out_put(row, "converted_at", json_out_time_of(entry->conversion_id));
    put_forward(reconcile, row, entry->forward_id);
    json_out_put(row, "goal_call_id", json_out_id(entry->goal_call_id));
    json_out_put(row, "called_at", json_out_time_of(entry->goal_call_id));
    bool is_stated = entry->statement_id != 0;
    json_out_put(row, "statement_id",
                 is_stated ? json_out_number(entry->statement_id) : json_null());
    json_out_put(row, "statement_line",
                 is_stated ? json_integer(entry->statement_line) : json_null());
    return row;
}

/* One page. *next: where the next one begins; 0 at the end. */
static json_t *list_page(struct reconcile *reconcile, const struct wanted *wanted, uint64_t *next)
{
    json_t *list = json_array();
    uint64_t place = 0;

    *next = 0;
    for (size_t i = 0; i < reconcile->count; i++) {
        const struct reconcile_entry *entry = &reconcile->entries[i];
        if (!is_of_row(wanted, entry))
            continue;
        for (int cause = RECONCILE_AGREED + 1; cause < RECONCILE_CAUSE_COUNT; cause++) {
            bool is_wanted = wanted->cause == RECONCILE_AGREED || (int)wanted->cause == cause;
            if (!is_wanted || !reconcile_is_because(entry, (enum reconcile_cause)cause))
                continue;
            if (place >= wanted->offset + wanted->limit) {
                *next = place;
                return list;
            }
            arena_reset(reconcile->scratch);
            if (place++ >= wanted->offset)
                json_out_append(list, entry_json(reconcile, entry, (enum reconcile_cause)cause));
        }
    }
    return list;
}

void reconcile_entries_answer(struct call *call)
{
    struct reconcile *reconcile = ARENA_NEW(call->arena, struct reconcile);
    struct wanted wanted = {0};
    uint64_t next = 0;

    CHECK(reconcile != NULL);
    read_wanted(call, &wanted);
    reconcile_open(reconcile, call);
    if (!call->is_answered)
        reconcile_read(reconcile);
    json_t *list = call->is_answered ? NULL : list_page(reconcile, &wanted, &next);
    while (list != NULL && reconcile_may_retry(reconcile)) {
        json_decref(list);
        list = list_page(reconcile, &wanted, &next);
    }
    if (reconcile->rows.err != OK)
        call_refuse_read(call, reconcile->rows.err);
    if (list != NULL && !call->is_answered)
        call_answer_numbered(call, TAKE(list), next);
    json_decref(list);
    reconcile_close(reconcile);
}
