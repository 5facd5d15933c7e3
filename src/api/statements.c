/* statements - the statements of a source that are kept: /api/v1/reconcile/statements, listed,
 * opened, deleted, and brought back. */
#include "api/statements.h"

#include "api/json_out.h"
#include "api/reconcile.h"
#include "base/clock.h"
#include "base/num.h"

/* --- Shapes ------------------------------------------------------------------ */

static const struct shape_field statement_fields[] = {
    {"id", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"source", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"name", SHAPE_TEXT, 0, "Of the file.", NULL, NULL},
    {"from", SHAPE_TEXT, 0, "The first day that it speaks for,", NULL, NULL},
    {"to", SHAPE_TEXT, 0, "and the last one.", NULL, NULL},
    {"tz", SHAPE_TEXT, 0, "The clock of its days.", NULL, NULL},
    {"currency", SHAPE_TEXT, 0, "Of its amounts.", NULL, NULL},
    {"has_campaigns", SHAPE_BOOL, 0, "Whether it names them.", NULL, NULL},
    {"has_goals", SHAPE_BOOL, 0, NULL, NULL, NULL},
    {"has_ids", SHAPE_BOOL, 0, "Whether its lines are matched one by one.", NULL, NULL},
    {"lines", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"conversions", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"amount", SHAPE_MONEY, 0, "In its currency.", NULL, NULL},
    {"value", SHAPE_MONEY, 0, "In the workspace's.", NULL, NULL},
    {"state", SHAPE_WORD, 0, "replaced: newer ones speak for all of its days.",
     "active replaced deleted", NULL},
    {"days", SHAPE_NUMBER, 0, "How many days it is what counts for.", NULL, NULL},
    {"actor", SHAPE_TEXT, 0, "Who brought it.", NULL, NULL},
    {"created_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"deleted_at", SHAPE_TIME, SHAPE_NULL, NULL, NULL, NULL},
    {"deleted_by", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
};
const struct shape statement_row_shape = SHAPE("statement", statement_fields);

static const struct shape_field line_fields[] = {
    {"line", SHAPE_NUMBER, 0, "Of the file, from 1.", NULL, NULL},
    {"day", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"campaign_text", SHAPE_TEXT, 0, "As it stands there.", NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, "The tracker's.", NULL, NULL},
    {"goal", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"external_id", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"txid", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"conversions", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"amount", SHAPE_MONEY, 0, "In the statement's currency.", NULL, NULL},
    {"value", SHAPE_MONEY, 0, "In the workspace's.", NULL, NULL},
};
const struct shape statement_line_shape = SHAPE("statement_line", line_fields);

const struct shape statement_restore_shape = {"statement_restore", NULL, 0, "{}", NULL};

/* --- As JSON ----------------------------------------------------------------- */

static int64_t days_of(const struct statement *statement, const struct statement *all, size_t count)
{
    int64_t days = 0;

    for (int64_t day = statement->from_day; day <= statement->to_day; day++) {
        const struct statement *of_day = statement_of_day(all, count, day);
        days += of_day != NULL && of_day->id == statement->id;
    }
    return days;
}

json_t *statement_json(struct names *names, const struct statement *statement,
                       const struct statement *all, size_t count)
{
    json_t *row = json_object();
    bool is_deleted = statement->deleted_ms != 0;
    int64_t days = is_deleted ? 0 : days_of(statement, all, count);

    json_out_put(row, "id", json_out_number(statement->id));
    json_out_put(row, "source", names_of_number(names, ENTITY_SOURCE, statement->source_id));
    json_out_put(row, "name", json_out_text(statement->name));
    json_out_put(row, "from", reconcile_day_json(statement->from_day));
    json_out_put(row, "to", reconcile_day_json(statement->to_day));
    json_out_put(row, "tz", json_out_text(statement->tz));
    json_out_put(row, "currency", json_out_text(statement->currency));
    json_out_put(row, "has_campaigns", json_boolean(statement->has_campaigns));
    json_out_put(row, "has_goals", json_boolean(statement->has_goals));
    json_out_put(row, "has_ids", json_boolean(statement->has_ids));
    json_out_put(row, "lines", json_integer(statement->lines));
    json_out_put(row, "conversions", json_integer(statement->conversions));
    json_out_put(row, "amount", json_out_money(statement->amount_micros));
    json_out_put(row, "value", json_out_money(statement->value_micros));
    json_out_put(row, "state",
                 json_string(is_deleted ? "deleted"
                             : days > 0 ? "active"
                                        : "replaced"));
    json_out_put(row, "days", json_integer(days));
    json_out_put(row, "actor", json_out_text(statement->actor));
    json_out_put(row, "created_at", json_out_time(statement->at_ms));
    json_out_put(row, "deleted_at",
                 is_deleted ? json_out_time(statement->deleted_ms) : json_null());
    json_out_put(row, "deleted_by",
                 is_deleted ? json_out_text(statement->deleted_by) : json_null());
    return row;
}

/* --- Whose ------------------------------------------------------------------- */

static json_t *get(struct call *call, enum entity entity, uint64_t id)
{
    json_t *document = NULL;
    struct str text = arena_format(call->arena, "%" PRIu64, id);

    if (id == 0 ||
        catalog_get(call->api->options.catalog, entity, text, &call->scope, &document) != OK)
        return NULL;
    return document;
}

json_t *statements_source(struct call *call, uint64_t source_id)
{
    json_t *source = get(call, ENTITY_SOURCE, source_id);

    if (source == NULL)
        call_refuse(call, 404, "source", "There is no source of that id.");
    return source;
}

json_t *statements_workspace(struct call *call, const json_t *source)
{
    uint64_t id = (uint64_t)json_integer_value(json_object_get(source, "workspace_id"));
    json_t *workspace = get(call, ENTITY_WORKSPACE, id);

    if (workspace == NULL)
        call_refuse(call, 503, "", "The catalogue could not be read.");
    return workspace;
}

/* The statement of the address, which the caller may read, or change too. False: refused. */
static bool find_own(struct call *call, bool is_write, struct statement *statement)
{
    uint64_t id = 0;
    enum err err = num_parse_u64(call->id, INT64_MAX, &id);

    if (err == OK)
        err = catalog_find_statement(call->api->options.catalog, id, call->arena, statement);
    bool is_readable = err == OK && workspace_set_has(&call->scope.reads, statement->workspace_id);
    if (err == ERR_IO || err == ERR_FULL)
        call_refuse(call, 503, "", "The catalogue could not be read.");
    else if (!is_readable)
        call_refuse(call, 404, "", "There is no such statement.");
    else if (is_write && !workspace_set_has(&call->scope.writes, statement->workspace_id))
        call_refuse(call, 403, "", "You may read workspace %" PRIu64 ", not change it.",
                    statement->workspace_id);
    return !call->is_answered;
}

/* --- Answers ----------------------------------------------------------------- */

static json_t *list_json(struct call *call, uint64_t source_id, uint64_t only)
{
    struct names names;
    struct statement *all = NULL;
    size_t count = 0;
    json_t *rows = json_array();

    if (catalog_list_statements(call->api->options.catalog, source_id, call->arena, &all, &count) !=
        OK) {
        call_refuse(call, 503, "", "The catalogue could not be read.");
        return rows;
    }
    names_init(&names, call->api->options.catalog, &call->scope);
    for (size_t i = 0; i < count; i++)
        if (only == 0 || all[i].id == only)
            json_out_append(rows, statement_json(&names, &all[i], all, count));
    names_fini(&names);
    return rows;
}

void statements_list(struct call *call)
{
    uint64_t source_id = call_number(call, "source");

    if (source_id == 0)
        call_refuse(call, 400, "source", "Name a traffic source: source=ID.");
    json_t *source = call->is_answered ? NULL : statements_source(call, source_id);
    json_t *rows = source != NULL ? list_json(call, source_id, 0) : NULL;
    json_decref(source);
    if (rows != NULL && !call->is_answered)
        call_answer_rows(call, json_incref(rows), STR_NONE);
    json_decref(rows);
}

static void answer_one(struct call *call, const struct statement *statement)
{
    json_t *rows = list_json(call, statement->source_id, statement->id);

    if (!call->is_answered && json_array_size(rows) == 1)
        call_answer(call, 200, json_incref(json_array_get(rows, 0)));
    call_refuse(call, 404, "", "There is no such statement.");
    json_decref(rows);
}

void statements_get(struct call *call)
{
    struct statement statement;

    if (find_own(call, false, &statement))
        answer_one(call, &statement);
}

static void set_deleted(struct call *call, int64_t deleted_ms)
{
    struct statement statement;

    if (!find_own(call, true, &statement))
        return;
    bool is_done = (statement.deleted_ms != 0) == (deleted_ms != 0);
    if (!is_done && catalog_delete_statement(call->api->options.catalog, statement.id, deleted_ms,
                                             deleted_ms != 0 ? call->scope.actor : "") != OK)
        call_refuse(call, 503, "", "The catalogue could not be written.");
    if (!call->is_answered)
        answer_one(call, &statement);
}

void statements_delete(struct call *call)
{
    set_deleted(call, clock_wall_ms());
}

void statements_restore(struct call *call)
{
    call_check_fields(call, &statement_restore_shape);
    if (!call->is_answered)
        set_deleted(call, 0);
}

/* --- Lines ------------------------------------------------------------------- */

static json_t *line_json(struct names *names, const struct statement_line *line)
{
    json_t *row = json_object();

    json_out_put(row, "line", json_integer(line->line));
    json_out_put(row, "day", reconcile_day_json(line->day));
    json_out_put(row, "campaign_text", json_out_text(line->campaign));
    json_out_put(row, "campaign", names_of_number(names, ENTITY_CAMPAIGN, line->campaign_id));
    json_out_put(row, "goal", json_out_text(line->goal));
    json_out_put(row, "external_id", json_out_text(line->external_id));
    json_out_put(row, "txid", json_out_text(line->txid));
    json_out_put(row, "conversions", json_integer(line->conversions));
    json_out_put(row, "amount", json_out_money(line->amount_micros));
    json_out_put(row, "value", json_out_money(line->value_micros));
    return row;
}

void statements_lines(struct call *call)
{
    struct statement statement;
    struct statement_line *lines = NULL;
    size_t count = 0;
    uint64_t after = 0;
    unsigned limit = call_limit(call);
    struct str cursor = call_param(call, "cursor");

    if (cursor.ptr != NULL && num_parse_u64(cursor, INT32_MAX, &after) != OK)
        call_refuse(call, 400, "cursor", "cursor must be what an answer gave as next.");
    if (call->is_answered || !find_own(call, false, &statement))
        return;
    if (catalog_list_statement_lines(call->api->options.catalog, statement.id, 0, INT64_MAX,
                                     (int64_t)after, limit, call->arena, &lines, &count) != OK) {
        call_refuse(call, 503, "", "The catalogue could not be read.");
        return;
    }
    struct names names;
    json_t *rows = json_array();
    names_init(&names, call->api->options.catalog, &call->scope);
    for (size_t i = 0; i < count; i++)
        json_out_append(rows, line_json(&names, &lines[i]));
    names_fini(&names);
    call_answer_numbered(call, rows, count == limit ? (uint64_t)lines[count - 1].line : 0);
}
