/* reconcile - GET /api/v1/reconcile: the tracker's conversions beside what the network counts of
 * them, by day, campaign and goal, and the difference divided by cause. */
#include "api/reconcile.h"

#include "api/json_out.h"
#include "base/clock.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)

/* --- Shapes ------------------------------------------------------------------ */

static const struct shape_field sums_fields[] = {
    {"conversions", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"value", SHAPE_MONEY, 0, "The tracker's is its revenue.", NULL, NULL},
};
static const struct shape sums_shape = SHAPE("reconcile_sums", sums_fields);

static const struct shape_field cause_fields[] = {
    {"cause", SHAPE_WORD, 0, "See docs/reconciliation.md.", RECONCILE_WORDS, NULL},
    {"conversions", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"value", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"entries", SHAPE_TEXT, 0, "The address of what is behind it.", NULL, NULL},
};
static const struct shape cause_shape = SHAPE("reconcile_cause", cause_fields);

#define COMPARED_FIELDS                                                                            \
    {"tracker", SHAPE_OBJECT, 0, NULL, NULL, &sums_shape},                                         \
        {"network", SHAPE_OBJECT, 0, NULL, NULL, &sums_shape},                                     \
        {"gap", SHAPE_OBJECT, 0, "network - tracker", NULL, &sums_shape},                          \
    {                                                                                              \
        "causes", SHAPE_OBJECTS, 0, "They make up the gap.", NULL, &cause_shape                    \
    }
static const struct shape_field row_fields[] = {
    {"day", SHAPE_TEXT, 0, "On the clock of the side that counts it.", NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, "The tracker's.", NULL, NULL},
    {"goal", SHAPE_GOAL, 0, "As the postback named it; null: there was none.", NULL, NULL},
    COMPARED_FIELDS,
};
static const struct shape row_shape = SHAPE("reconcile_row", row_fields);
static const struct shape_field total_fields[] = {COMPARED_FIELDS};
static const struct shape total_shape = SHAPE("reconcile_totals", total_fields);

static const struct shape_field statement_fields[] = {
    {"id", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"name", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"from", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"to", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"tz", SHAPE_TEXT, 0, "The clock of its days.", NULL, NULL},
    {"has_ids", SHAPE_BOOL, 0, "Whether its lines are matched one by one.", NULL, NULL},
};
static const struct shape statement_shape = SHAPE("reconcile_statement", statement_fields);

static const struct shape_field answer_fields[] = {
    {"source", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"from", SHAPE_TIME, 0, "What counts: from this instant on", NULL, NULL},
    {"to", SHAPE_TIME, 0, "and before this one.", NULL, NULL},
    {"tz", SHAPE_TEXT, 0, "The tracker's clock.", NULL, NULL},
    {"network_tz", SHAPE_TEXT, 0, "The network's: it counts the same dates by it.", NULL, NULL},
    {"currency", SHAPE_TEXT, SHAPE_NULL, "Of all amounts.", NULL, NULL},
    {"statements", SHAPE_OBJECTS, 0,
     "That were asked for what the network counts; on other days it is what this program's own "
     "network counted.",
     NULL, &statement_shape},
    {"rows", SHAPE_OBJECTS, 0, "By day, campaign and goal.", NULL, &row_shape},
    {"totals", SHAPE_OBJECT, 0, NULL, NULL, &total_shape},
    {"traffic", SHAPE_OBJECT, 0, "Clicks and cost, by day and campaign.", NULL,
     &reconcile_traffic_shape},
    {"costs", SHAPE_OBJECT, SHAPE_NULL,
     "What clicks brought as their cost beside what the network's API told, by day and campaign; "
     "null: the source has no cost_sync.",
     NULL, &reconcile_costs_shape},
    {"behind_ms", SHAPE_NUMBER, 0, "How far clicks and cost are behind; conversions are not.", NULL,
     NULL},
};
const struct shape reconcile_shape = SHAPE("reconcile", answer_fields);

/* --- Values ------------------------------------------------------------------ */

json_t *reconcile_day_json(int64_t day)
{
    struct zone_time time = zone_time_of(day * DAY_MS);
    return json_sprintf("%04d-%02d-%02d", time.year, time.month, time.day);
}

json_t *reconcile_sums_json(struct reconcile_sums sums, const char *count, const char *money)
{
    json_t *object = json_object();

    json_out_put(object, count, json_integer(sums.count));
    json_out_put(object, money, json_out_money(sums.micros));
    return object;
}

/* --- The way to the entries --------------------------------------------------- */

/* of: the row; NULL: of all rows. */
static json_t *entries_json(const struct reconcile *reconcile, enum reconcile_cause cause,
                            const struct reconcile_entry *of)
{
    struct arena *arena = reconcile->call->arena;
    struct buf text = buf_in_arena(arena, 1024);

    buf_format(&text, "/api/v1/reconcile/entries?source=%" PRIu64 "&from=%.*s&to=%.*s&tz=",
               reconcile->source_id, STR_FMT(clock_text(arena, reconcile->span.from_ms)),
               STR_FMT(clock_text(arena, reconcile->span.to_ms)));
    uri_write_encoded(&text, reconcile->asked.tz);
    buf_write_c(&text, "&network_tz=");
    uri_write_encoded(&text, reconcile->network_tz);
    buf_format(&text, "&cause=%s", reconcile_word(cause));
    if (of != NULL) {
        json_t *day = reconcile_day_json(of->day);
        buf_format(&text, "&day=%s&campaign=%" PRIu64 "&goal=", json_string_value(day),
                   of->campaign_id);
        uri_write_encoded(&text, str_from_c(of->goal));
        json_decref(day);
    }
    return json_out_text(buf_is_full(&text) ? STR_NONE : buf_str(&text));
}

/* --- Rows -------------------------------------------------------------------- */

static json_t *causes_json(const struct reconcile *reconcile, const struct reconcile_row *row,
                           const struct reconcile_entry *of)
{
    json_t *list = json_array();

    for (int cause = RECONCILE_AGREED + 1; cause < RECONCILE_CAUSE_COUNT; cause++) {
        struct reconcile_sums sums = row->causes[cause];
        if (!row->is_there[cause])
            continue;
        json_t *object = reconcile_sums_json(sums, "conversions", "value");
        json_out_put(object, "cause", json_string(reconcile_word((enum reconcile_cause)cause)));
        json_out_put(object, "entries", entries_json(reconcile, (enum reconcile_cause)cause, of));
        json_out_append(list, object);
    }
    return list;
}

static void put_row(const struct reconcile *reconcile, json_t *object,
                    const struct reconcile_row *row, const struct reconcile_entry *of)
{
    struct reconcile_sums gap = {row->network.count - row->tracker.count,
                                 row->network.micros - row->tracker.micros};

    json_out_put(object, "tracker", reconcile_sums_json(row->tracker, "conversions", "value"));
    json_out_put(object, "network", reconcile_sums_json(row->network, "conversions", "value"));
    json_out_put(object, "gap", reconcile_sums_json(gap, "conversions", "value"));
    json_out_put(object, "causes", causes_json(reconcile, row, of));
}

static json_t *row_json(struct reconcile *reconcile, const struct reconcile_row *row,
                        const struct reconcile_entry *of)
{
    struct names *names = &reconcile->rows.names;
    json_t *object = json_object();
    struct str goal = str_from_c(of->goal);

    json_out_put(object, "day", reconcile_day_json(of->day));
    json_out_put(object, "campaign", names_of_number(names, ENTITY_CAMPAIGN, of->campaign_id));
    json_out_put(object, "goal", names_of_text(names, ENTITY_GOAL, goal.len > 0 ? goal : STR_NONE));
    put_row(reconcile, object, row, of);
    return object;
}

/* The entries stand in the rows' order. */
static void put_rows(struct reconcile *reconcile, json_t *answer)
{
    struct reconcile_row all = {0};
    json_t *list = json_array(), *totals = json_object();

    for (size_t i = 0; i < reconcile->count;) {
        const struct reconcile_entry *first = &reconcile->entries[i];
        struct reconcile_row row = {0};
        for (; i < reconcile->count && reconcile_is_same_row(first, &reconcile->entries[i]); i++) {
            reconcile_add(&row, &reconcile->entries[i]);
            reconcile_add(&all, &reconcile->entries[i]);
        }
        json_out_append(list, row_json(reconcile, &row, first));
    }
    put_row(reconcile, totals, &all, NULL);
    json_out_put(answer, "rows", list);
    json_out_put(answer, "totals", totals);
}

static json_t *currency_of(struct reconcile *reconcile)
{
    const json_t *workspace =
        names_find_number(&reconcile->rows.names, ENTITY_WORKSPACE, reconcile->workspace_id);
    return json_out_text(str_from_c(json_string_value(json_object_get(workspace, "currency"))));
}

static json_t *answer_of(struct reconcile *reconcile)
{
    json_t *answer = json_object();
    int64_t behind_ms = 0;
    json_t *traffic = reconcile_traffic(reconcile, &behind_ms);

    json_t *costs = traffic != NULL ? reconcile_costs(reconcile) : NULL;

    if (costs == NULL) {
        json_decref(traffic);
        json_decref(answer);
        return NULL;
    }
    json_out_put(answer, "source",
                 names_of_number(&reconcile->rows.names, ENTITY_SOURCE, reconcile->source_id));
    json_out_put(answer, "from", json_out_time(reconcile->span.from_ms));
    json_out_put(answer, "to", json_out_time(reconcile->span.to_ms));
    json_out_put(answer, "tz", json_out_text(reconcile->asked.tz));
    json_out_put(answer, "network_tz", json_out_text(reconcile->network_tz));
    json_out_put(answer, "currency", currency_of(reconcile));
    json_out_put(answer, "statements", reconcile_statements_json(reconcile));
    put_rows(reconcile, answer);
    json_out_put(answer, "traffic", traffic);
    json_out_put(answer, "costs", costs);
    json_out_put(answer, "behind_ms", json_integer(behind_ms));
    return answer;
}

void reconcile_answer(struct call *call)
{
    struct reconcile *reconcile = ARENA_NEW(call->arena, struct reconcile);

    CHECK(reconcile != NULL);
    reconcile_open(reconcile, call);
    if (!call->is_answered)
        reconcile_read(reconcile);
    json_t *answer = call->is_answered ? NULL : answer_of(reconcile);
    if (answer != NULL)
        call_answer(call, 200, answer);
    reconcile_close(reconcile);
}
