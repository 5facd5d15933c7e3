/* adreport - GET adreport: the ad network's statistics, spec/network.md §4: a row for each group,
 * in it a group of columns for each goal, and totals reckoned from sums. */
#include "api/adgoals.h"
#include "api/format.h"
#include "api/json_out.h"
#include "api/report_export.h"

/* ------------------------------------------------------------------ shapes */

static const struct shape_field row_fields[] = {
    {"goals", SHAPE_OBJECTS, 0, "In the goals' order.", NULL, &adgoal_shape},
    {"goals_total", SHAPE_OBJECT, 0, "Of the goals in the list.", NULL, &adgoals_total_shape},
    ASK_DRILL_FIELDS(ask_ad_entries_shape),
};
static const struct shape row_shape = {"adreport_row", row_fields, ARRAY_LEN(row_fields), NULL,
                                       ask_ad_row_fields};
static const struct shape totals_shape = {"adreport_totals", row_fields, 2, NULL,
                                          ask_ad_figures_fields};

static const struct shape_field answer_fields[] = {
    {"rows", SHAPE_OBJECTS, 0, NULL, NULL, &row_shape},
    {"totals", SHAPE_OBJECT, 0, "Of all groups, of this page and the others.", NULL, &totals_shape},
    {"row_count", SHAPE_NUMBER, 0, "How many groups there are.", NULL, NULL},
    {"next", SHAPE_TEXT, SHAPE_NULL, "The cursor that goes on.", NULL, NULL},
    {"entries", SHAPE_OBJECT, 0, "The logs with what is behind the totals.", NULL,
     &ask_ad_entries_shape},
    ASK_FRAME_FIELDS,
};
const struct shape adreport_shape = SHAPE("adreport", answer_fields);

/* ------------------------------------------------------------------ rows */

struct adreport {
    struct ask ask;
    struct adgoals goals;
    enum format format;
    json_t *rows;
    const struct metric *summed[ASK_METRICS_MAX + 3];
    struct report_row totals;
    struct report_goal total_goals[2 * ADGOALS_MAX];
    uint64_t row_count;
};

static enum err put_figures(struct adreport *report, json_t *row, const struct report_row *found)
{
    const struct question *question = report->ask.question;
    json_t *goals = NULL, *total = NULL;
    enum err err = ask_put_figures(&report->ask, row, found);

    if (err == OK)
        err = adgoals_rows(&report->goals, question, found, &goals);
    if (err == OK)
        err = adgoals_total(&report->goals, question, found, &total);
    if (err == OK && report->format != FORMAT_JSON) {
        adgoals_put_flat(row, goals, total);
    } else if (err == OK) {
        json_out_put(row, "goals", json_incref(goals));
        json_out_put(row, "goals_total", json_incref(total));
    }
    json_decref(goals);
    json_decref(total);
    return err;
}

static enum err take_row(void *context, const struct report_row *found)
{
    struct adreport *report = context;
    json_t *row = json_object();

    ask_put_keys(&report->ask, row, found->keys);
    enum err err = put_figures(report, row, found);
    if (report->format == FORMAT_JSON)
        ask_put_drill(&report->ask, row, found->keys);
    json_out_append(report->rows, row);
    return err;
}

static void answer_json(struct adreport *report)
{
    const struct ask *ask = &report->ask;
    json_t *answer = json_object(), *totals = json_object();
    enum err err = put_figures(report, totals, &report->totals);

    json_out_put(answer, "rows", json_incref(report->rows));
    json_out_put(answer, "totals", totals);
    json_out_put(answer, "row_count", json_out_number(report->row_count));
    json_out_put(answer, "next",
                 json_out_text(ask_next(ask, json_array_size(report->rows), report->row_count)));
    ask_put_drill(ask, answer, NULL);
    ask_put_frame(ask, answer);
    if (err != OK) {
        json_decref(answer);
        ask_refuse(ask->call, err);
        return;
    }
    ask->call->more_headers = STR("Vary: Accept\r\n");
    call_answer(ask->call, 200, answer);
}

/* ------------------------------------------------------------------ files */

/* Of a flat row: what ask_row_schema() tells, and the goals' columns. */
static json_t *flat_schema(const struct ask *ask, const struct adgoals_fields *fields)
{
    json_t *schema = ask_row_schema(ask);
    json_t *properties = json_object_get(schema, "properties");

    for (size_t i = 0; i < fields->count; i++)
        json_out_put(properties, fields->list[i].name, shape_value_schema(&fields->list[i]));
    return schema;
}

static const struct shape *flat_shape(const struct ask *ask, const struct adgoals_fields *fields)
{
    const struct shape *row = ask_row_shape(ask);
    struct arena *arena = ask->call->arena;
    struct shape *shape = ARENA_NEW(arena, struct shape);
    struct shape_field *all = NULL;

    if (row != NULL)
        all = ARENA_ARRAY(arena, struct shape_field, row->count + fields->count);
    if (shape == NULL || all == NULL)
        return NULL;
    memcpy(all, row->fields, row->count * sizeof(*all));
    memcpy(all + row->count, fields->list, fields->count * sizeof(*all));
    *shape =
        (struct shape){.name = "adreport_row", .fields = all, .count = row->count + fields->count};
    return shape;
}

static enum err put_flat(void *context, json_t *row, const struct report_row *found)
{
    return put_figures(context, row, found);
}

static void answer_file(struct adreport *report, struct question *question, bool is_whole)
{
    struct ask *ask = &report->ask;
    const struct adgoals_fields *fields =
        adgoals_flat_fields(&report->goals, ask->question, ask->call->arena);

    if (fields == NULL) {
        ask_refuse(ask->call, ERR_FULL);
        return;
    }
    struct report_file file = {.ask = ask,
                               .question = question,
                               .schema = flat_schema(ask, fields),
                               .shape = flat_shape(ask, fields),
                               .goals = report->total_goals,
                               .put = put_flat,
                               .context = report};
    report_export(&file, report->format, is_whole);
    json_decref(file.schema);
}

/* ------------------------------------------------------------------ the route */

/* What the goals' columns are reckoned from is summed, whichever metrics are told. */
static struct question question_of(struct adreport *report)
{
    static const char *const needed[] = {"clicks", "impressions", "cost"};
    struct question question = *report->ask.question;

    for (size_t i = 0; i < question.metric_count; i++)
        report->summed[i] = question.metrics[i];
    for (size_t i = 0; i < ARRAY_LEN(needed); i++)
        report->summed[question.metric_count++] = metric_find(AD_FACT_TABLE, str_from_c(needed[i]));
    question.metrics = report->summed;
    question.goals = report->goals.ids;
    question.goal_count = report->goals.count;
    return question;
}

/* A page of CSV or JSON lines tells where the next one begins; all else of files is streamed. */
static void answer_page(struct adreport *report)
{
    struct ask *ask = &report->ask;
    const struct adgoals_fields *fields =
        adgoals_flat_fields(&report->goals, ask->question, ask->call->arena);

    if (fields == NULL) {
        ask_refuse(ask->call, ERR_FULL);
        return;
    }
    json_t *schema = flat_schema(ask, fields);
    call_answer_file(ask->call, schema, report->rows,
                     ask_next(ask, json_array_size(report->rows), report->row_count),
                     report->format);
    json_decref(schema);
}

static void answer_of(struct adreport *report)
{
    struct ask *ask = &report->ask;
    struct question question = question_of(report);
    bool is_whole = format_is_whole(ask->call);

    if (is_whole || report->format == FORMAT_PARQUET) {
        answer_file(report, &question, is_whole);
        return;
    }
    enum err err = report_run(ask->facts, &ask->client, &question, take_row, report,
                              &report->totals, report->total_goals, &report->row_count);
    if (err != OK)
        ask_refuse(ask->call, err);
    else if (report->format == FORMAT_JSON)
        answer_json(report);
    else
        answer_page(report);
}

void adreport_answer(struct call *call)
{
    struct adreport *report = ARENA_NEW(call->arena, struct adreport);

    CHECK(report != NULL);
    report->rows = json_array();
    report->format = format_of(call);
    if (report->format == FORMAT_JSON && format_is_whole(call))
        call_refuse(call, 400, "export",
                    "All rows are given as csv, jsonl or parquet: see format.");
    ask_open(&report->ask, call, AD_FACT_TABLE);
    report->ask.has_goals = true;
    ask_read_figures(&report->ask);
    ask_read_groups(&report->ask);
    if (!call->is_answered)
        adgoals_read(&report->goals, &report->ask);
    if (!call->is_answered)
        answer_of(report);
    adgoals_fini(&report->goals);
    ask_close(&report->ask);
    json_decref(report->rows);
}
