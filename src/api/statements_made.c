/* statements_made - what became of a statement, or would: the answer to its upload. */
#include "api/json_out.h"
#include "api/reconcile.h"
#include "api/statements_making.h"

/* --- Shapes ------------------------------------------------------------------ */

static const struct shape_field fault_fields[] = {
    {"line", SHAPE_NUMBER, 0, "Of the file, from 1.", NULL, NULL},
    {"column", SHAPE_TEXT, SHAPE_NULL, "As the header calls it.", NULL, NULL},
    {"message", SHAPE_TEXT, 0, NULL, NULL, NULL},
};
static const struct shape fault_shape = SHAPE("statement_fault", fault_fields);

static const struct shape_field text_fields[] = {
    {"text", SHAPE_TEXT, 0, "As it stands there.", NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, "The tracker's; null: none that is known, or a goal.", NULL, NULL},
    {"lines", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"conversions", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"value", SHAPE_MONEY, 0, "In the workspace's currency.", NULL, NULL},
};
static const struct shape text_shape = SHAPE("statement_text", text_fields);

static const struct shape_field answer_fields[] = {
    {"statement", SHAPE_OBJECT, SHAPE_NULL, "Null of a preview.", NULL, &statement_row_shape},
    {"header", SHAPE_TEXTS, 0, NULL, NULL, NULL},
    {"columns", SHAPE_MAP, 0, "Which of them is what; null: none.", NULL, NULL},
    {"from", SHAPE_TEXT, SHAPE_NULL, "Null: there is no line yet that could be read.", NULL, NULL},
    {"to", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"tz", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"currency", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"campaign_token", SHAPE_NUMBER, 0, "0: none.", NULL, NULL},
    {"lines", SHAPE_NUMBER, 0, "That were read.", NULL, NULL},
    {"conversions", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"amount", SHAPE_MONEY, 0, "In its currency.", NULL, NULL},
    {"value", SHAPE_MONEY, 0, "In the workspace's.", NULL, NULL},
    {"campaigns", SHAPE_OBJECTS, 0, "The different ones.", NULL, &text_shape},
    {"goals", SHAPE_OBJECTS, 0, NULL, NULL, &text_shape},
    {"fault_count", SHAPE_NUMBER, 0, "With any, it is not kept.", NULL, NULL},
    {"faults", SHAPE_OBJECTS, 0, "At most 100 of them.", NULL, &fault_shape},
    {"replaces", SHAPE_IDS, 0, "Statements whose range is the same: they give way to it.", NULL,
     NULL},
};
const struct shape statement_made_shape = SHAPE("statement_made", answer_fields);

/* --- The answer -------------------------------------------------------------- */

static json_t *columns_json(const struct statement_making *making)
{
    json_t *object = json_object();

    for (size_t i = 0; i < STATEMENT_COLUMN_COUNT; i++) {
        size_t at = making->map.at[i];
        json_out_put(object, statement_column_word((enum statement_column)i),
                     at != STATEMENT_NO_COLUMN ? json_out_text(making->table.header[at])
                                               : json_null());
    }
    return object;
}

static json_t *texts_json(struct names *names, const struct statement_text *texts, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; texts != NULL && i < count; i++) {
        json_t *object = json_object();
        json_out_put(object, "text", json_out_text(texts[i].text));
        json_out_put(object, "campaign",
                     names_of_number(names, ENTITY_CAMPAIGN, texts[i].campaign_id));
        json_out_put(object, "lines", json_integer(texts[i].lines));
        json_out_put(object, "conversions", json_integer(texts[i].conversions));
        json_out_put(object, "value", json_out_money(texts[i].value_micros));
        json_out_append(list, object);
    }
    return list;
}

static json_t *faults_json(const struct statement_csv *csv)
{
    json_t *list = json_array();

    for (size_t i = 0; i < csv->fault_count && i < STATEMENT_FAULTS_MAX; i++) {
        const struct statement_fault *fault = &csv->faults[i];
        json_t *object = json_object();
        json_out_put(object, "line", json_out_number(fault->line));
        json_out_put(object, "column",
                     fault->column.len > 0 ? json_out_text(fault->column) : json_null());
        json_out_put(object, "message", json_out_text(fault->message));
        json_out_append(list, object);
    }
    return list;
}

static json_t *replaces_json(const struct statement_making *making)
{
    json_t *list = json_array();

    for (size_t i = 0; making->csv.count > 0 && i < making->other_count; i++) {
        const struct statement *other = &making->others[i];
        if (other->deleted_ms == 0 && other->id != making->made.id &&
            other->from_day == making->made.from_day && other->to_day == making->made.to_day)
            json_out_append(list, json_out_number(other->id));
    }
    return list;
}

static json_t *header_json(const struct csv_table *table)
{
    json_t *list = json_array();

    for (size_t i = 0; i < table->column_count; i++)
        json_out_append(list, json_out_text(table->header[i]));
    return list;
}

void statement_answer(struct statement_making *making)
{
    struct call *call = making->call;
    const struct statement_csv *csv = &making->csv;
    bool has_days = csv->count > 0 || making->terms.has_range;
    struct names names;
    json_t *object = json_object();

    names_init(&names, call->api->options.catalog, &call->scope);
    json_out_put(object, "statement",
                 making->made.id != 0
                     ? statement_json(&names, &making->made, making->others, making->other_count)
                     : json_null());
    json_out_put(object, "header", header_json(&making->table));
    json_out_put(object, "columns", columns_json(making));
    json_out_put(object, "from",
                 has_days ? reconcile_day_json(making->made.from_day) : json_null());
    json_out_put(object, "to", has_days ? reconcile_day_json(making->made.to_day) : json_null());
    json_out_put(object, "tz", json_out_text(making->tz));
    json_out_put(object, "currency", json_string(making->currency));
    json_out_put(object, "campaign_token", json_out_number(making->slot));
    json_out_put(object, "lines", json_out_number(csv->count));
    json_out_put(object, "conversions", json_integer(csv->conversions));
    json_out_put(object, "amount", json_out_money(csv->amount_micros));
    json_out_put(object, "value", json_out_money(csv->value_micros));
    json_out_put(object, "campaigns",
                 making->made.has_campaigns
                     ? texts_json(&names, making->campaigns, making->campaign_count)
                     : json_array());
    json_out_put(object, "goals",
                 making->made.has_goals ? texts_json(&names, making->goals, making->goal_count)
                                        : json_array());
    json_out_put(object, "fault_count", json_out_number(csv->fault_count));
    json_out_put(object, "faults", faults_json(csv));
    json_out_put(object, "replaces", replaces_json(making));
    names_fini(&names);
    call_answer(call, 200, object);
}
