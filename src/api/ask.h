/* ask - what answers from the facts have in common: the question read from the parameters, keys
 * and figures as JSON, and refusals for what the facts could not say. Owner: a call.
 *
 * Happy path: ask_open(), ask_read_figures() and ask_read_groups() as far as they are wanted, then
 * ask_run() or another question to ask->facts, then an answer; ask_close() in any case. */
#pragma once
#include "api/names.h"
#include "api/question.h"
#include "facts/projector.h"
#include "facts/report.h"

/* What ask_read_figures() and ask_read_groups() read; ask_open() reads QUESTION_PARAMS. */
#define ASK_FIGURE_PARAMS "metrics currency compare compare_from compare_to denominator "
#define ASK_GROUP_PARAMS  "group_by sort limit cursor "
#define ASK_METRICS_MAX   128

struct ask {
    struct call *call;
    struct projector *projector;
    struct facts *facts; /* held; NULL: the call is refused */
    struct report_client client;
    struct asked asked;
    struct question *question;                     /* of asked */
    const struct metric *metrics[ASK_METRICS_MAX]; /* that are told: the question's */
    struct names names;
    struct arena *scratch; /* of texts of rows; the call's */
    struct str currency;   /* of display */
    int64_t behind_ms;     /* before anything was asked */
    bool has_goals; /* goals' own figures sort too: who sets it checks that the goals are there */
};

/* Reads the question, and holds the facts. Refuses what it cannot read, and with 503 while the
 * facts are not open. End with ask_close(), also after a refusal. */
void ask_open(struct ask *ask, struct call *call, enum fact_table_id table);
/* Lets go of the facts, which nothing is asked of any more. */
void ask_release(struct ask *ask);
/* Reads ASK_FIGURE_PARAMS: which metrics, in which currency, beside which span. Refuses workspaces
 * of several currencies. */
void ask_read_figures(struct ask *ask);
/* Reads ASK_GROUP_PARAMS; an entity sorts by its name. */
void ask_read_groups(struct ask *ask);
/* Its parts, for who groups by itself: up to two metrics or dimensions that are grouped by; limit
 * and cursor, which is how many groups stand before. */
void ask_read_sort(struct ask *ask, struct str text);
void ask_read_page(struct ask *ask);
/* Names of what matches the query: what an entity's groups are sorted by, or completed with. */
void ask_take_names(struct ask *ask, enum entity entity, const struct catalog_query *query);
void ask_close(struct ask *ask);

/* Runs the question; what fails is refused: false. on_row may refuse the call and stop by an error.
 */
bool ask_run(struct ask *ask, enum err (*on_row)(void *context, const struct report_row *row),
             void *context, struct report_row *totals, struct report_goal *total_goals,
             uint64_t *row_count);
/* Refuses with what report_run() and its like came to: not OK. */
void ask_refuse(struct call *call, enum err err);

/* The kind of entity behind a dimension of that kind. */
enum entity ask_entity(const struct dimension *dimension);

/* --- As JSON: ask_out.c ------------------------------------------------------------------------
 */

/* Sets the values of the question's groups by their names: {"id","name"} of entities, null or the
 * dimension's word for what nobody knows. */
void ask_put_keys(struct ask *ask, json_t *row, const struct report_key *keys);
/* A figure: counts as integers, money as decimal strings, percentages and events as numbers; null
 * when blank. A new reference. */
json_t *ask_value_json(const struct metric *metric, struct metric_value value);
/* Sets the metrics that are told by their names. ERR_RANGE. */
MUST_USE enum err ask_put_metrics(const struct ask *ask, json_t *row, const struct sums *sums);
/* The same, and what stands beside them (ask_beside.c): "compare" with those of the compared span;
 * or of bots=both "raw" with those of everybody, and "difference", raw less clean. ERR_RANGE. */
MUST_USE enum err ask_put_figures(const struct ask *ask, json_t *row, const struct report_row *of);
/* The names of what stands beside; how many. */
#define ASK_BESIDE_MAX 2
size_t ask_beside_names(const struct question *question, const char *names[ASK_BESIDE_MAX]);
/* Sets one metric's difference by its name; null when a side is blank. ERR_RANGE. */
MUST_USE enum err ask_put_difference(const struct metric *metric, const struct sums *raw,
                                     const struct sums *clean, struct rate rate, bool is_smart,
                                     json_t *object);
/* Parts of schemas, new references: a metric, an object of properties (taken); and what stands
 * beside, set by its names, of a question or all there may be. */
json_t *ask_metric_schema(const struct metric *metric);
json_t *ask_object_schema(json_t *properties);
void ask_put_beside_schemas(const struct ask *ask, json_t *properties);
void ask_put_all_beside_schemas(enum fact_table_id table, json_t *properties);
/* Sets "filter": texts that, beside those of the request, open exactly this group; and "entries":
 * the addresses of the logs with what is behind it, by their names. keys NULL: of the totals, which
 * have no filter of their own. */
void ask_put_drill(const struct ask *ask, json_t *row, const struct report_key *keys);
/* Sets from, to, tz, time, currency, rate, rate_date and behind_ms. */
void ask_put_frame(const struct ask *ask, json_t *answer);
/* Where the next page begins as a cursor; absent at the end. */
struct str ask_next(const struct ask *ask, size_t shown, uint64_t row_count);

/* The JSON Schema of a row that has the question's groups and metrics: the columns of a file. */
json_t *ask_row_schema(const struct ask *ask);
/* The same as a shape, in the call's arena; NULL when it is full. */
const struct shape *ask_row_shape(const struct ask *ask);
/* For shapes: the fields that dimensions and metrics of a table add to a row, and to its figures
 * alone. New references. */
json_t *ask_row_fields(void);
json_t *ask_figures_fields(void);
json_t *ask_ad_row_fields(void);
json_t *ask_ad_figures_fields(void);
/* "entries", of either side, and "filter". */
extern const struct shape ask_entries_shape, ask_ad_entries_shape;
#define ASK_DRILL_FIELDS(entries_shape)                                                            \
    {"filter",       SHAPE_TEXTS,                                                                  \
     SHAPE_OPTIONAL, "Beside the filters of the request: what opens exactly this group.",          \
     NULL,           NULL},                                                                        \
    {                                                                                              \
        "entries", SHAPE_OBJECT, 0, "The logs with what is behind it.", NULL, &(entries_shape)     \
    }
/* The fields of ask_put_frame(), for tables of shapes. */
#define ASK_FRAME_FIELDS                                                                           \
    {"from", SHAPE_TIME, SHAPE_OPTIONAL, "What counts: from this instant on", NULL, NULL},         \
        {"to", SHAPE_TIME, 0, "and before this one.", NULL, NULL},                                 \
        {"compare_from", SHAPE_TIME, SHAPE_OPTIONAL, "What it is compared with.", NULL, NULL},     \
        {"compare_to", SHAPE_TIME, SHAPE_OPTIONAL, NULL, NULL, NULL},                              \
        {"tz", SHAPE_TEXT, 0, "The zone of days and hours.", NULL, NULL},                          \
        {"time", SHAPE_WORD, 0, "Whose time a row counts at.", "visit click conversion", NULL},    \
        {"currency", SHAPE_TEXT, 0, "Of all amounts.", NULL, NULL},                                \
        {"rate", SHAPE_TEXT, 0, "That turned the workspace's currency into it.", NULL, NULL},      \
        {"rate_date", SHAPE_TEXT, SHAPE_NULL, "Of its publication; null: the same currency.",      \
         NULL,        NULL},                                                                       \
    {                                                                                              \
        "behind_ms", SHAPE_NUMBER, 0, "How old the oldest entry is that is not counted yet.",      \
            NULL, NULL                                                                             \
    }
