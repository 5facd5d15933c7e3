/* adreport - GET adreport: the ad network's statistics, spec/network.md §4: a row for each group,
 * in it a group of columns for each goal, and totals reckoned from sums. */
#include "api/adgoals.h"
#include "api/json_out.h"

/* ------------------------------------------------------------------ shapes */

#define FIGURE_FIELDS                                                                              \
    {"impressions", SHAPE_NUMBER, 0, NULL, NULL, NULL},                                            \
        {"clicks", SHAPE_NUMBER, 0, NULL, NULL, NULL},                                             \
        {"ctr", SHAPE_REAL, SHAPE_NULL, "clicks / impressions x 100", NULL, NULL},                 \
        {"cost", SHAPE_MONEY, 0, NULL, NULL, NULL},                                                \
        {"ecpm", SHAPE_MONEY, SHAPE_NULL, "cost / impressions x 1000", NULL, NULL},                \
        {"ecpc", SHAPE_MONEY, SHAPE_NULL, "cost / clicks", NULL, NULL},                            \
        {"conversions", SHAPE_NUMBER, 0, "Of all goals, as the rest here.", NULL, NULL},           \
        {"value", SHAPE_MONEY, 0, NULL, NULL, NULL},                                               \
        {"cvr",                                                                                    \
         SHAPE_REAL,                                                                               \
         SHAPE_NULL,                                                                               \
         "conversions / clicks x 100; without clicks, of "                                         \
         "impressions.",                                                                           \
         NULL,                                                                                     \
         NULL},                                                                                    \
        {"ecpa", SHAPE_MONEY, SHAPE_NULL, "cost / conversions", NULL, NULL},                       \
        {"revenue", SHAPE_MONEY, 0, "The same as value.", NULL, NULL},                             \
        {"profit", SHAPE_MONEY, 0, "value - cost", NULL, NULL},                                    \
        {"roi", SHAPE_REAL, SHAPE_NULL, "(value - cost) / cost x 100", NULL, NULL},                \
        {"roas", SHAPE_REAL, SHAPE_NULL, "value / cost x 100", NULL, NULL},                        \
        {"goals", SHAPE_OBJECTS, 0, "In the goals' order.", NULL, &adgoal_shape},                  \
    {                                                                                              \
        "goals_total", SHAPE_OBJECT, 0, "Of the goals in the list.", NULL, &adgoals_total_shape    \
    }

#define KEY(name, type)                                                                            \
    {                                                                                              \
        name, type, SHAPE_NULL | SHAPE_OPTIONAL, NULL, NULL, NULL                                  \
    }
static const struct shape_field row_fields[] = {
    {"adcampaign", SHAPE_NAMED, SHAPE_OPTIONAL, "This and the following: as group_by says.", NULL,
     NULL},
    {"variation", SHAPE_NAMED, SHAPE_OPTIONAL, NULL, NULL, NULL},
    {"goal", SHAPE_GOAL, SHAPE_OPTIONAL, NULL, NULL, NULL},
    {"workspace", SHAPE_NAMED, SHAPE_OPTIONAL, NULL, NULL, NULL},
    KEY("site", SHAPE_NUMBER),
    KEY("zone", SHAPE_NUMBER),
    KEY("category", SHAPE_NUMBER),
    KEY("year", SHAPE_NUMBER),
    KEY("month", SHAPE_TEXT),
    KEY("week", SHAPE_TEXT),
    KEY("day", SHAPE_TEXT),
    KEY("weekday", SHAPE_NUMBER),
    KEY("hour", SHAPE_NUMBER),
    KEY("country", SHAPE_TEXT),
    KEY("format", SHAPE_TEXT),
    KEY("src_hostname", SHAPE_TEXT),
    KEY("keyword", SHAPE_TEXT),
    KEY("sub", SHAPE_TEXT),
    KEY("language", SHAPE_TEXT),
    KEY("carrier", SHAPE_TEXT),
    KEY("device_type", SHAPE_TEXT),
    KEY("os", SHAPE_TEXT),
    KEY("browser", SHAPE_TEXT),
    KEY("is_bot", SHAPE_BOOL),
    FIGURE_FIELDS,
};
static const struct shape row_shape = SHAPE("adreport_row", row_fields);

static const struct shape_field totals_fields[] = {FIGURE_FIELDS};
static const struct shape totals_shape = SHAPE("adreport_totals", totals_fields);

static const struct shape_field answer_fields[] = {
    {"rows", SHAPE_OBJECTS, 0, NULL, NULL, &row_shape},
    {"totals", SHAPE_OBJECT, 0, "Of all groups, of this page and the others.", NULL, &totals_shape},
    {"row_count", SHAPE_NUMBER, 0, "How many groups there are.", NULL, NULL},
    {"next", SHAPE_TEXT, SHAPE_NULL, "The cursor that goes on.", NULL, NULL},
    {"currency", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"behind_ms", SHAPE_NUMBER, 0, "How old the oldest entry is that is not counted yet.", NULL,
     NULL},
};
const struct shape adreport_shape = SHAPE("adreport", answer_fields);

/* ------------------------------------------------------------------ rows */

struct adreport {
    struct ask ask;
    struct adgoals goals;
    json_t *rows;
    struct report_row totals;
    struct report_goal total_goals[2 * ADGOALS_MAX];
    uint64_t row_count;
};

static enum err put_figures(struct adreport *report, json_t *row, const struct report_row *found)
{
    struct rate rate = report->ask.question->rate;
    json_t *goals = NULL, *total = NULL;
    enum err err = ask_put_metrics(&report->ask, row, &found->sums);

    if (err == OK)
        err = adgoals_rows(&report->goals, &found->sums, found->goals, rate, &goals);
    if (err == OK)
        err = adgoals_total(&report->goals, &found->sums, found->goals, rate, &total);
    if (goals != NULL)
        json_out_put(row, "goals", goals);
    if (total != NULL)
        json_out_put(row, "goals_total", total);
    return err;
}

static enum err take_row(void *context, const struct report_row *found)
{
    struct adreport *report = context;
    json_t *row = json_object();

    ask_put_keys(&report->ask, row, found->keys);
    enum err err = put_figures(report, row, found);
    json_out_append(report->rows, row);
    return err;
}

/* Where the next page begins; absent at the end. */
static struct str next_of(struct adreport *report)
{
    const struct question *question = report->ask.question;
    uint64_t end = question->offset + json_array_size(report->rows);
    bool is_end = json_array_size(report->rows) == 0 || end >= report->row_count;

    return is_end ? STR_NONE : arena_format(report->ask.call->arena, "%" PRIu64, end);
}

static void answer_json(struct adreport *report)
{
    const struct ask *ask = &report->ask;
    json_t *answer = json_object(), *totals = json_object();
    enum err err = put_figures(report, totals, &report->totals);

    json_out_put(answer, "rows", json_incref(report->rows));
    json_out_put(answer, "totals", totals);
    json_out_put(answer, "row_count", json_out_number(report->row_count));
    json_out_put(answer, "next", json_out_text(next_of(report)));
    json_out_put(answer, "currency", json_out_text(ask->currency));
    json_out_put(answer, "behind_ms", json_integer(ask->behind_ms));
    if (err != OK) {
        json_decref(answer);
        ask_refuse(ask->call, err);
        return;
    }
    call_answer(ask->call, 200, answer);
}

/* ------------------------------------------------------------------ the route */

static void answer_of(struct adreport *report)
{
    struct ask *ask = &report->ask;

    ask->question->goals = report->goals.ids;
    ask->question->goal_count = report->goals.count;
    enum err err = report_run(ask->facts, NULL, ask->question, take_row, report, &report->totals,
                              report->total_goals, &report->row_count);
    if (err != OK)
        ask_refuse(ask->call, err);
    else
        answer_json(report);
}

void adreport_answer(struct call *call)
{
    struct adreport *report = ARENA_NEW(call->arena, struct adreport);

    CHECK(report != NULL);
    report->rows = json_array();
    ask_open(&report->ask, call, AD_FACT_TABLE);
    if (!call->is_answered)
        ask_read_groups(&report->ask);
    if (!call->is_answered)
        adgoals_read(&report->goals, &report->ask);
    if (!call->is_answered)
        answer_of(report);
    adgoals_fini(&report->goals);
    ask_close(&report->ask);
    json_decref(report->rows);
}
