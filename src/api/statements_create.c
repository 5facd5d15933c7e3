/* statements_create - POST /api/v1/reconcile/statements: a network's statement as CSV, looked at
 * first (preview: every cell that is wrong by its line and column), then kept as a whole or refused
 * as a whole: a total from which lines were left out would be no total. */
#include "api/statements_making.h"

#include "api/json_out.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/say.h"

#define DAY_MS     (INT64_C(24) * 3600 * 1000)
#define DATE_WORDS "ymd dmy mdy"

/* --- Shapes ------------------------------------------------------------------ */

static const struct shape_field body_fields[] = {
    {"source", SHAPE_NUMBER, 0, "The traffic source's id.", NULL, NULL},
    {"text", SHAPE_TEXT, 0, "The file: CSV with a header.", NULL, NULL},
    {"name", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "What the file is called.", NULL, NULL},
    {"columns", SHAPE_MAP, SHAPE_OPTIONAL | SHAPE_NULL,
     "The header's name of day, campaign, goal, conversions, value, external_id and txid; null: "
     "there is none. What is not named is found by its usual names.",
     NULL, NULL},
    {"dates", SHAPE_WORD, SHAPE_OPTIONAL | SHAPE_NULL,
     "The order of days, months and years; ymd. ISO dates are read in any case.", DATE_WORDS, NULL},
    {"tz", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "The clock of its days; the workspace's.", NULL,
     NULL},
    {"currency", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "Of its amounts; the source's.", NULL,
     NULL},
    {"from", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL,
     "The first day that it speaks for; its first line's.", NULL, NULL},
    {"to", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "The last one; its last line's.", NULL, NULL},
    {"campaign_token", SHAPE_NUMBER, SHAPE_OPTIONAL | SHAPE_NULL,
     "The slot of the source's token that brings what the statement calls a campaign; 0: by name "
     "alone. Without it the token that is called so.",
     NULL, NULL},
    {"preview", SHAPE_BOOL, SHAPE_OPTIONAL | SHAPE_NULL, "Only tell what would come of it; false.",
     NULL, NULL},
};
const struct shape statement_new_shape =
    SHAPE_OF_BODY("statement_new", body_fields,
                  "{\"source\":1,\"text\":\"day,conversions,value\\n2026-11-24,3,15\\n\","
                  "\"name\":\"november.csv\",\"currency\":\"USD\",\"preview\":true}");

/* --- The request ------------------------------------------------------------- */

static struct str text_of(struct call *call, const char *name)
{
    const json_t *value = json_object_get(call->body, name);

    if (value == NULL || json_is_null(value))
        return STR_NONE;
    if (!json_is_string(value)) {
        call_refuse(call, 422, name, "%s: a string is expected.", name);
        return STR_NONE;
    }
    return (struct str){json_string_value(value), json_string_length(value)};
}

static void read_owner(struct statement_making *making)
{
    struct call *call = making->call;
    uint64_t id = 0;

    if (!statement_number_of(call, "source", INT64_MAX, &id))
        call_refuse(call, 422, "source", "source: the id of a traffic source is expected.");
    if (call->is_answered || (making->source = statements_source(call, id)) == NULL)
        return;
    making->workspace = statements_workspace(call, making->source);
    uint64_t workspace_id =
        (uint64_t)json_integer_value(json_object_get(making->source, "workspace_id"));
    if (!workspace_set_has(&call->scope.writes, workspace_id))
        call_refuse(call, 403, "source", "You may read workspace %" PRIu64 ", not change it.",
                    workspace_id);
    making->made.source_id = id;
    making->made.workspace_id = workspace_id;
}

static void read_clock_and_currency(struct statement_making *making)
{
    struct call *call = making->call;
    struct str tz = text_of(call, "tz"), currency = text_of(call, "currency");

    if (call->is_answered)
        return;
    if (tz.ptr == NULL)
        tz = json_text_at(making->workspace, "time_zone");
    if (currency.ptr == NULL)
        currency = json_text_at(making->source, "currency");
    making->wanted = json_string_value(json_object_get(making->workspace, "currency"));
    if (catalog_get_rates(call->api->options.catalog, call->arena, &making->terms.rates) != OK)
        call_refuse(call, 503, "", "The catalogue could not be read.");
    else if (zone_make(tz, &making->zone) != OK)
        call_refuse(call, 422, "tz", "tz must be a time zone like Europe/Paris, or UTC.");
    else if (money_parse_currency(currency, making->currency) != OK ||
             rates_currency(making->terms.rates, str_from_c(making->currency)).ptr == NULL)
        call_refuse(call, 422, "currency", "currency: expected a currency such as USD.");
    making->tz = tz;
    making->terms.zone = making->zone;
    making->terms.currency = str_from_c(making->currency);
    making->terms.wanted = str_from_c(making->wanted);
}

static bool read_date(struct statement_making *making, const char *name, int64_t *day)
{
    struct str text = text_of(making->call, name);
    int64_t wall_ms = 0;

    if (text.ptr == NULL)
        return false;
    if (text.len != 10 || clock_parse(text, &wall_ms) != OK || wall_ms < 0)
        call_refuse(making->call, 422, name, "%s: a date like 2026-11-24 is expected.", name);
    *day = wall_ms / DAY_MS;
    return true;
}

static void read_terms(struct statement_making *making)
{
    static const char *const dates[] = {"ymd", "dmy", "mdy"};
    struct call *call = making->call;
    struct statement_terms *terms = &making->terms;
    struct str word = text_of(call, "dates");
    size_t which = 0;

    while (word.ptr != NULL && which < ARRAY_LEN(dates) &&
           !str_is_equal(word, str_from_c(dates[which])))
        which++;
    if (which == ARRAY_LEN(dates))
        call_refuse(call, 422, "dates", "dates: expected one of: %s.", DATE_WORDS);
    terms->dates = (enum statement_dates)which;
    bool has_from = read_date(making, "from", &terms->from_day);
    bool has_to = read_date(making, "to", &terms->to_day);
    if (has_from != has_to)
        call_refuse(call, 422, has_from ? "to" : "from", "Say both from and to, or neither.");
    else if (has_from && terms->to_day < terms->from_day)
        call_refuse(call, 422, "to", "to must not be before from.");
    terms->has_range = has_from && has_to;
}

/* --- Reading the file -------------------------------------------------------- */

static void read_lines(struct statement_making *making)
{
    struct call *call = making->call;
    struct statement_csv *csv = &making->csv;

    if (!statement_has_columns(making))
        return;
    enum err err =
        statement_csv_read(call->arena, &making->table, &making->map, &making->terms, csv);
    if (err == OK)
        err = statement_texts(call->arena, csv, false, STATEMENT_CAMPAIGNS_MAX, &making->campaigns,
                              &making->campaign_count);
    if (err == OK)
        err = statement_texts(call->arena, csv, true, STATEMENT_GOALS_MAX, &making->goals,
                              &making->goal_count);
    if (err != OK) {
        call_refuse(call, 413, "text", "text: the file is too large.");
        return;
    }
    if (making->table.count == 0)
        statement_add_fault(making, 1, say_str("there is no row below the header"));
    if (making->campaign_count > STATEMENT_CAMPAIGNS_MAX)
        statement_add_fault(making, 1,
                            arena_format(call->arena, say_text("there are more than %d campaigns"),
                                         STATEMENT_CAMPAIGNS_MAX));
    if (making->goal_count > STATEMENT_GOALS_MAX)
        statement_add_fault(making, 1,
                            arena_format(call->arena, say_text("there are more than %d goals"),
                                         STATEMENT_GOALS_MAX));
    making->made.from_day = making->terms.has_range ? making->terms.from_day : csv->from_day;
    making->made.to_day = making->terms.has_range ? making->terms.to_day : csv->to_day;
    if (making->made.to_day - making->made.from_day >= STATEMENT_DAYS_MAX)
        statement_add_fault(making, 1,
                            arena_format(call->arena,
                                         say_text("a statement speaks for at most %d days"),
                                         STATEMENT_DAYS_MAX));
    if (making->campaigns != NULL && making->made.has_campaigns && csv->count > 0)
        statement_find_campaigns(call, making->source, making->slot, making->zone, csv,
                                 making->campaigns, making->campaign_count);
}

static void read_file(struct statement_making *making)
{
    struct call *call = making->call;
    struct str fault = STR_NONE, text = text_of(call, "text");

    if (text.len == 0)
        call_refuse(call, 422, "text", "text: the file is expected.");
    if (call->is_answered)
        return;
    enum err err = csv_table_read(call->arena, text, STATEMENT_LINES_MAX, &making->table, &fault);
    if (err != OK) {
        call_refuse(call, err == ERR_FULL ? 413 : 422, "text", "text: %.*s.",
                    STR_FMT(err == ERR_FULL ? say_str("too large") : fault));
        return;
    }
    statement_read_columns(making);
    statement_read_slot(making);
    if (!call->is_answered)
        read_lines(making);
}

/* --- Keeping it -------------------------------------------------------------- */

/* The first of what is wrong. */
static void refuse_faults(struct statement_making *making)
{
    const struct statement_fault *fault = &making->csv.faults[0];

    if (making->csv.fault_count == 0)
        return;
    if (fault->column.len > 0)
        call_refuse(making->call, 422, "text", "text: line %zu, column \"%.*s\": %.*s.",
                    fault->line, STR_FMT(str_cut(fault->column, 64)), STR_FMT(fault->message));
    else
        call_refuse(making->call, 422, "text", "text: line %zu: %.*s.", fault->line,
                    STR_FMT(fault->message));
}

static void keep(struct statement_making *making)
{
    struct call *call = making->call;
    const struct statement_csv *csv = &making->csv;
    struct str name = text_of(call, "name");

    refuse_faults(making);
    if (call->is_answered)
        return;
    making->made.name = name.ptr != NULL ? name : STR("");
    making->made.tz = making->tz;
    making->made.currency = making->terms.currency;
    making->made.lines = (int64_t)csv->count;
    making->made.conversions = csv->conversions;
    making->made.amount_micros = csv->amount_micros;
    making->made.value_micros = csv->value_micros;
    making->made.actor = str_from_c(call->scope.actor);
    making->made.at_ms = clock_wall_ms();
    making->made.deleted_by = STR("");
    enum err err =
        catalog_add_statement(call->api->options.catalog, &making->made, csv->lines, csv->count);
    if (err == ERR_FULL)
        call_refuse(call, 422, "source", "The source has %d statements: delete one first.",
                    STATEMENTS_MAX);
    else if (err != OK)
        call_refuse(call, 503, "", "The catalogue could not be written.");
}

static void list_others(struct statement_making *making)
{
    struct call *call = making->call;

    if (!call->is_answered &&
        catalog_list_statements(call->api->options.catalog, making->made.source_id, call->arena,
                                &making->others, &making->other_count) != OK)
        call_refuse(call, 503, "", "The catalogue could not be read.");
}

void statements_create(struct call *call)
{
    struct statement_making *making = ARENA_NEW(call->arena, struct statement_making);
    const json_t *preview = json_object_get(call->body, "preview");

    CHECK(making != NULL);
    making->call = call;
    making->is_preview = json_is_true(preview);
    call_check_fields(call, &statement_new_shape);
    if (preview != NULL && !json_is_null(preview) && !json_is_boolean(preview))
        call_refuse(call, 422, "preview", "preview: expected true or false.");
    if (text_of(call, "name").len > STATEMENT_NAME_MAX)
        call_refuse(call, 422, "name", "name: at most %d bytes are expected.", STATEMENT_NAME_MAX);
    if (!call->is_answered)
        read_owner(making);
    if (!call->is_answered)
        read_clock_and_currency(making);
    if (!call->is_answered)
        read_terms(making);
    if (!call->is_answered)
        read_file(making);
    if (!call->is_answered && !making->is_preview)
        keep(making);
    list_others(making);
    if (!call->is_answered)
        statement_answer(making);
    zone_free(making->zone);
    json_decref(making->source);
    json_decref(making->workspace);
}
