/* report - GET report: what counted within a span, grouped by any dimensions, with totals. */
#include "api/ask.h"

#include "api/report_export.h"
#include "api/json_out.h"

static const struct shape_field row_fields[] = {ASK_DRILL_FIELDS(ask_entries_shape)};
static const struct shape row_shape = {"report_row", row_fields, ARRAY_LEN(row_fields), NULL,
                                       ask_row_fields};
static const struct shape totals_shape = {"report_totals", row_fields, 0, NULL, ask_figures_fields};

static const struct shape_field report_fields[] = {
    {"rows", SHAPE_OBJECTS, 0, "Groups in their order.", NULL, &row_shape},
    {"totals", SHAPE_OBJECT, 0,
     "Over all groups, also those of other pages: each formula reckoned from the sums.", NULL,
     &totals_shape},
    {"row_count", SHAPE_NUMBER, 0, "How many groups there are in all.", NULL, NULL},
    {"next", SHAPE_TEXT, SHAPE_NULL, "The cursor that goes on; null at the end.", NULL, NULL},
    {"entries", SHAPE_OBJECT, 0, "The logs with what is behind the totals.", NULL,
     &ask_entries_shape},
    ASK_FRAME_FIELDS,
};
const struct shape report_shape = SHAPE("report", report_fields);

struct rows {
    struct ask *ask;
    json_t *rows;
    bool has_drill;
};

static enum err take_row(void *context, const struct report_row *row)
{
    struct rows *rows = context;
    json_t *object = json_object();
    ask_put_keys(rows->ask, object, row->keys);
    enum err err = ask_put_figures(rows->ask, object, row);
    if (rows->has_drill)
        ask_put_drill(rows->ask, object, row->keys);
    json_out_append(rows->rows, object);
    return err;
}

static void answer_json(struct ask *ask, json_t *rows, const struct report_row *totals,
                        uint64_t row_count)
{
    json_t *answer = json_object(), *figures = json_object();
    if (ask_put_figures(ask, figures, totals) != OK)
        ask_refuse(ask->call, ERR_RANGE);
    json_out_put(answer, "rows", json_incref(rows));
    json_out_put(answer, "totals", figures);
    json_out_put(answer, "row_count", json_out_number(row_count));
    json_out_put(answer, "next", json_out_text(ask_next(ask, json_array_size(rows), row_count)));
    ask_put_drill(ask, answer, NULL);
    ask_put_frame(ask, answer);
    if (ask->call->is_answered) {
        json_decref(answer);
        return;
    }
    ask->call->more_headers = STR("Vary: Accept\r\n");
    call_answer(ask->call, 200, answer);
}

static enum err put_figures(void *context, json_t *row, const struct report_row *found)
{
    return ask_put_figures(context, row, found);
}

static void export_rows(struct ask *ask, enum format format, bool is_whole)
{
    struct report_file file = {.ask = ask,
                               .question = ask->question,
                               .schema = ask_row_schema(ask),
                               .shape = ask_row_shape(ask),
                               .put = put_figures,
                               .context = ask};
    report_export(&file, format, is_whole);
    json_decref(file.schema);
}

static void answer_of(struct ask *ask)
{
    struct call *call = ask->call;
    enum format format = format_of(call);
    bool is_whole = format_is_whole(call);
    if (is_whole && format == FORMAT_JSON)
        call_refuse(call, 400, "export",
                    "All rows are given as csv, jsonl or parquet: see format.");
    if (!call->is_answered && (is_whole || format == FORMAT_PARQUET)) {
        export_rows(ask, format, is_whole);
        return;
    }
    struct rows rows = {ask, json_array(), format == FORMAT_JSON};
    struct report_row totals;
    uint64_t row_count = 0;
    if (!call->is_answered && ask_run(ask, take_row, &rows, &totals, NULL, &row_count)) {
        if (format == FORMAT_JSON) {
            answer_json(ask, rows.rows, &totals, row_count);
        } else {
            json_t *schema = ask_row_schema(ask);
            call_answer_file(call, schema, rows.rows,
                             ask_next(ask, json_array_size(rows.rows), row_count), format);
            json_decref(schema);
        }
    }
    json_decref(rows.rows);
}

void report_answer(struct call *call)
{
    struct ask ask;
    ask_open(&ask, call, FACT_TABLE);
    ask_read_figures(&ask);
    ask_read_groups(&ask);
    if (!call->is_answered)
        answer_of(&ask);
    ask_close(&ask);
}
