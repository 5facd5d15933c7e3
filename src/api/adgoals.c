#include "api/adgoals.h"

#include "api/json_out.h"
#include "base/num.h"

#define GOAL_ID_BYTES 16
#define LIST_PAGE     1000

/* ------------------------------------------------------------------ columns */

static const struct shape_field named_fields[] = {
    {"id", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"name", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"is_archived", SHAPE_BOOL, 0, "Kept for what it counted in the span.", NULL, NULL},
};
static const struct shape named_shape = SHAPE("adreport_goal_name", named_fields);

#define COLUMN_FIELDS                                                                              \
    {"conversions", SHAPE_NUMBER, 0, NULL, NULL, NULL},                                            \
        {"value", SHAPE_MONEY, 0, "The sum of the values as stored.", NULL, NULL},                 \
        {"cvr",                                                                                    \
         SHAPE_REAL,                                                                               \
         SHAPE_NULL,                                                                               \
         "conversions / clicks x 100; without clicks, of "                                         \
         "impressions.",                                                                           \
         NULL,                                                                                     \
         NULL},                                                                                    \
        {"cvr_base",           SHAPE_WORD,                                                         \
         SHAPE_NULL,           "What cvr divides by; null: there is neither.",                     \
         "clicks impressions", NULL},                                                              \
        {"ecpa", SHAPE_MONEY, SHAPE_NULL, "cost / conversions", NULL, NULL},                       \
        {"revenue", SHAPE_MONEY, 0, "The same as value.", NULL, NULL},                             \
        {"profit", SHAPE_MONEY, 0, "revenue - cost", NULL, NULL},                                  \
    {                                                                                              \
        "roi", SHAPE_REAL, SHAPE_NULL, "(revenue - cost) / cost x 100", NULL, NULL                 \
    }

static const struct shape_field compare_fields[] = {COLUMN_FIELDS};
static const struct shape compare_shape = SHAPE("adreport_goal_compare", compare_fields);
#define BESIDE_FIELDS                                                                              \
    {"compare", SHAPE_OBJECT,  SHAPE_OPTIONAL, "The same of the compared span.",                   \
     NULL,      &compare_shape},                                                                   \
        {"raw", SHAPE_OBJECT, SHAPE_OPTIONAL, "Of bots=both: with bots.", NULL, &compare_shape},   \
    {                                                                                              \
        "difference", SHAPE_OBJECT, SHAPE_OPTIONAL, "Raw less clean.", NULL, &difference_shape     \
    }

/* What divides cvr is none. */
static const struct shape_field difference_fields[] = {
    {"conversions", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"value", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"cvr", SHAPE_REAL, SHAPE_NULL, NULL, NULL, NULL},
    {"ecpa", SHAPE_MONEY, SHAPE_NULL, NULL, NULL, NULL},
    {"revenue", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"profit", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"roi", SHAPE_REAL, SHAPE_NULL, NULL, NULL, NULL},
};
static const struct shape difference_shape = SHAPE("adreport_goal_difference", difference_fields);

static const struct shape_field goal_fields[] = {
    {"goal", SHAPE_OBJECT, 0, NULL, NULL, &named_shape},
    COLUMN_FIELDS,
    BESIDE_FIELDS,
};
const struct shape adgoal_shape = SHAPE("adreport_goal", goal_fields);

static const struct shape_field total_fields[] = {COLUMN_FIELDS, BESIDE_FIELDS};
const struct shape adgoals_total_shape = SHAPE("adreport_goals_total", total_fields);

static const char *base_of(const struct sums *sums)
{
    if (sums->at[AD_SUM_clicks] != 0)
        return "clicks";
    return sums->at[AD_SUM_impressions] != 0 ? "impressions" : NULL;
}

/* The row's sums, with these conversions for its own. */
static struct sums sums_of(const struct sums *sums, struct report_goal figures)
{
    struct sums own = *sums;
    own.at[AD_SUM_conversions] = figures.conversions;
    own.at[AD_SUM_value] = figures.value;
    return own;
}

/* The metrics of a goal's columns: those of difference_fields. */
static const struct metric *column_metric(size_t i)
{
    return metric_find(AD_FACT_TABLE, str_from_c(difference_fields[i].name));
}

static enum err put_columns(json_t *object, const struct sums *own, struct rate rate)
{
    const char *base = base_of(own);

    for (size_t i = 0; i < ARRAY_LEN(difference_fields); i++) {
        struct metric_value value;
        enum err err = metric_reckon(column_metric(i), own, rate, false, &value);
        if (err != OK)
            return err;
        json_out_put(object, column_metric(i)->name, ask_value_json(column_metric(i), value));
    }
    json_out_put(object, "cvr_base", base != NULL ? json_string(base) : json_null());
    return OK;
}

static enum err put_difference(json_t *object, const struct sums *raw, const struct sums *clean,
                               struct rate rate)
{
    json_t *difference = json_object();
    enum err err = OK;

    json_out_put(object, "difference", difference);
    for (size_t i = 0; i < ARRAY_LEN(difference_fields) && err == OK; i++)
        err = ask_put_difference(column_metric(i), raw, clean, rate, false, difference);
    return err;
}

/* The columns, and what stands beside them. */
static enum err put_both(json_t *object, const struct question *question,
                         const struct report_row *of, struct report_goal figures,
                         struct report_goal beside_figures)
{
    struct sums own = sums_of(&of->sums, figures), beside = sums_of(&of->beside, beside_figures);
    bool is_raw = question->bots == BOTS_BOTH;
    enum err err = put_columns(object, &own, question->rate);

    if (err != OK || !question_has_beside(question))
        return err;
    json_t *columns = json_object();
    json_out_put(object, is_raw ? "raw" : "compare", columns);
    err = put_columns(columns, &beside, question->rate);
    return err == OK && is_raw ? put_difference(object, &beside, &own, question->rate) : err;
}

static struct report_goal goal_at(const struct report_goal *goals, size_t i)
{
    return goals != NULL ? goals[i] : (struct report_goal){0};
}

enum err adgoals_rows(const struct adgoals *goals, const struct question *question,
                      const struct report_row *of, json_t **rows)
{
    json_auto_t *list = json_array();

    for (size_t i = 0; i < goals->count; i++) {
        json_t *object = json_object();
        json_out_put(object, "goal", json_incref(goals->goals[i]));
        enum err err =
            put_both(object, question, of, goal_at(of->goals, i), goal_at(of->beside_goals, i));
        json_out_append(list, object);
        if (err != OK)
            return err;
    }
    *rows = json_incref(list);
    return OK;
}

static enum err add_up(const struct report_goal *goals, size_t count, struct report_goal *all)
{
    for (size_t i = 0; i < count && goals != NULL; i++)
        if (__builtin_add_overflow(all->conversions, goals[i].conversions, &all->conversions) ||
            __builtin_add_overflow(all->value, goals[i].value, &all->value))
            return ERR_RANGE;
    return OK;
}

enum err adgoals_total(const struct adgoals *goals, const struct question *question,
                       const struct report_row *of, json_t **total)
{
    json_auto_t *object = json_object();
    struct report_goal now = {0}, before = {0};

    enum err err = add_up(of->goals, goals->count, &now);
    if (err == OK)
        err = add_up(of->beside_goals, goals->count, &before);
    if (err == OK)
        err = put_both(object, question, of, now, before);
    if (err == OK)
        *total = json_incref(object);
    return err;
}

/* ------------------------------------------------------------------ in a file */

#define PREFIX_BYTES 40
#define TOTAL_PREFIX "goals_total"

static const char *prefix_of(size_t goal, char prefix[PREFIX_BYTES])
{
    (void)snprintf(prefix, PREFIX_BYTES, "g%zu", goal + 1);
    return prefix;
}

static void put_prefixed(json_t *object, const char *prefix, const char *name, json_t *value)
{
    char full[3 * PREFIX_BYTES];

    (void)snprintf(full, sizeof(full), "%s_%s", prefix, name);
    json_out_put(object, full, value);
}

/* What is beside it, under a prefix of its own. */
static const char *beside_prefix(const char *prefix, const char *name, char text[2 * PREFIX_BYTES])
{
    (void)snprintf(text, 2 * PREFIX_BYTES, "%s_%s", prefix, name);
    return text;
}

static const struct shape *beside_shape(const char *name)
{
    return strcmp(name, "difference") == 0 ? &difference_shape : &compare_shape;
}

static bool is_beside(const char *name)
{
    return strcmp(name, "compare") == 0 || strcmp(name, "raw") == 0 ||
           strcmp(name, "difference") == 0;
}

static void put_beside(json_t *row, const char *prefix, const char *name, json_t *group)
{
    char memory[2 * PREFIX_BYTES];
    const char *column;
    json_t *value;

    json_object_foreach(group, column, value)
        put_prefixed(row, beside_prefix(prefix, name, memory), column, json_incref(value));
}

/* The fields of a group, each under its prefix; a goal by its name. */
static void put_group(json_t *row, const char *prefix, json_t *group)
{
    const char *name;
    json_t *value;

    json_object_foreach(group, name, value)
    {
        bool is_goal = strcmp(name, "goal") == 0;
        if (!is_beside(name))
            put_prefixed(row, prefix, name,
                         json_incref(is_goal ? json_object_get(value, "name") : value));
    }
    json_object_foreach(group, name, value)
    {
        if (is_beside(name))
            put_beside(row, prefix, name, value);
    }
}

void adgoals_put_flat(json_t *row, const json_t *goals, json_t *total)
{
    char prefix[PREFIX_BYTES];
    size_t i;
    json_t *group;

    json_array_foreach(goals, i, group) put_group(row, prefix_of(i, prefix), group);
    put_group(row, TOTAL_PREFIX, total);
}

/* The fields of a shape under a prefix, as they stand in a flat row. */
static void add_fields(struct arena *arena, struct adgoals_fields *fields, const char *prefix,
                       const struct shape *shape)
{
    for (size_t i = 0; i < shape->count; i++) {
        struct shape_field told = shape->fields[i];
        if (is_beside(told.name))
            continue;
        if (told.type == SHAPE_OBJECT)
            told.type = SHAPE_TEXT;
        told.shape = NULL;
        told.name = arena_format(arena, "%s_%s", prefix, told.name).ptr;
        CHECK(fields->count < ADGOALS_FIELDS_MAX);
        fields->list[fields->count++] = told;
    }
}

static void add_group(struct arena *arena, struct adgoals_fields *fields, const char *prefix,
                      const struct shape *shape, const struct question *question)
{
    char memory[2 * PREFIX_BYTES];
    const char *names[ASK_BESIDE_MAX];
    size_t count = ask_beside_names(question, names);

    add_fields(arena, fields, prefix, shape);
    for (size_t i = 0; i < count; i++)
        add_fields(arena, fields, beside_prefix(prefix, names[i], memory), beside_shape(names[i]));
}
_Static_assert(ADGOALS_FIELDS_MAX >=
                   (ADGOALS_MAX + 1) * (ARRAY_LEN(goal_fields) + ARRAY_LEN(compare_fields) +
                                        ARRAY_LEN(difference_fields)),
               "the fields of all goals and of their total");

const struct adgoals_fields *adgoals_flat_fields(const struct adgoals *goals,
                                                 const struct question *question,
                                                 struct arena *arena)
{
    struct adgoals_fields *fields = ARENA_NEW(arena, struct adgoals_fields);
    char prefix[PREFIX_BYTES];

    if (fields == NULL)
        return NULL;
    for (size_t i = 0; i < goals->count; i++)
        add_group(arena, fields, prefix_of(i, prefix), &adgoal_shape, question);
    add_group(arena, fields, TOTAL_PREFIX, &adgoals_total_shape, question);
    return arena_is_full(arena) ? NULL : fields;
}

/* ------------------------------------------------------------------ which */

/* What the catalogue lists, and which of the archived ones have conversions in the span. */
struct candidates {
    json_t *rows; /* documents */
    bool is_wanted[LIST_PAGE];
};

static struct str id_of(const json_t *document)
{
    const char *id = json_string_value(json_object_get(document, "id"));
    return id != NULL ? str_from_c(id) : STR("");
}

static bool is_archived(const json_t *document)
{
    const char *status = json_string_value(json_object_get(document, "status"));
    return status != NULL && strcmp(status, "archived") == 0;
}

static enum err want_goal(void *context, const struct report_row *row)
{
    struct candidates *candidates = context;
    size_t i;
    json_t *document;

    json_array_foreach(candidates->rows, i, document)
    {
        if (str_is_equal(id_of(document), row->keys[0].text))
            candidates->is_wanted[i] = true;
    }
    return OK;
}

/* Archived goals are wanted where the span has conversions of theirs. */
static enum err want_archived(struct candidates *candidates, const struct ask *ask)
{
    const struct metric *conversions = metric_find(AD_FACT_TABLE, STR("conversions"));
    struct question by_goal = *ask->question;
    struct report_row totals;
    uint64_t count;

    by_goal.filter_count = 0; /* those of figures are about other groups */
    for (size_t i = 0; i < ask->question->filter_count; i++)
        if (ask->question->filters[i].dimension != NULL)
            by_goal.filters[by_goal.filter_count++] = ask->question->filters[i];
    by_goal.compared = (struct span_ms){0};
    by_goal.metrics = &conversions;
    by_goal.metric_count = 1;
    by_goal.groups[0] = dimension_find(AD_FACT_TABLE, STR("goal"));
    by_goal.group_count = 1;
    by_goal.sort_count = 0;
    by_goal.offset = 0;
    by_goal.limit = 0;
    by_goal.name_count = 0;
    by_goal.is_complete = false;
    by_goal.goal_count = 0;
    return report_run(ask->facts, &ask->client, &by_goal, want_goal, candidates, &totals, NULL,
                      &count);
}

static void add_goal(struct adgoals *goals, struct call *call, const json_t *document)
{
    json_t *named = json_object();
    json_t *name = json_object_get(document, "name");

    json_out_put(named, "id", json_out_text(id_of(document)));
    json_out_put(named, "name", json_incref(name));
    json_out_put(named, "is_archived", json_boolean(is_archived(document)));
    goals->ids[goals->count] = arena_copy(call->arena, id_of(document));
    goals->goals[goals->count++] = named;
}

static void add_wanted(struct adgoals *goals, struct call *call,
                       const struct candidates *candidates)
{
    size_t i;
    json_t *document;

    json_array_foreach(candidates->rows, i, document)
    {
        if (!candidates->is_wanted[i])
            continue;
        if (goals->count == ADGOALS_MAX) {
            call_refuse(call, 422, "goals",
                        "There are more than %d goals: choose some of them by goals=.",
                        ADGOALS_MAX);
            return;
        }
        add_goal(goals, call, document);
    }
}

/* A goal that is sorted by is among those that have columns. */
static void check_sorts(const struct adgoals *goals, struct call *call,
                        const struct question *question)
{
    for (size_t i = 0; i < question->sort_count; i++) {
        struct str id = question->sorts[i].goal;
        size_t goal = 0;
        while (goal < goals->count && !str_is_equal(goals->ids[goal], id))
            goal++;
        if (id.ptr != NULL && goal == goals->count)
            call_refuse(call, 422, "sort", "sort: the goal %.*s has no columns here: see goals=.",
                        STR_FMT(id));
    }
}

/* The ids of ?goals= in lower case; *count: how many. Absent after a refusal. */
static struct str read_ids(struct call *call, struct str text, size_t *count)
{
    struct buf list = buf_in_arena(call->arena, ADGOALS_MAX * (2 * GOAL_ID_BYTES + 1));
    uint8_t bytes[GOAL_ID_BYTES];
    struct str piece;

    for (*count = 0; str_take_piece(&text, ',', &piece); ++*count) {
        if (*count == ADGOALS_MAX || num_parse_hex(piece, bytes, sizeof(bytes)) != OK) {
            call_refuse(call, 400, "goals",
                        "goals must be at most %d ids of goals, 32 hex digits each, separated by "
                        "commas.",
                        ADGOALS_MAX);
            return STR_NONE;
        }
        if (*count > 0)
            buf_write_char(&list, ',');
        buf_write_hex(&list, bytes, sizeof(bytes));
    }
    return buf_str(&list);
}

void adgoals_read(struct adgoals *goals, struct ask *ask)
{
    struct candidates candidates = {0};
    struct catalog_query query = {.status = STR("all"), .limit = LIST_PAGE};
    struct call *call = ask->call;
    struct str asked = call_param(call, "goals"), next;
    size_t asked_count = 0, archived = 0, i;
    json_t *document;

    goals->count = 0;
    if (asked.ptr != NULL)
        query.ids = read_ids(call, asked, &asked_count);
    if (call->is_answered)
        return;
    enum err err = catalog_list(call->api->options.catalog, ENTITY_GOAL, &query, &call->scope,
                                call->arena, &candidates.rows, &next);
    if (err != OK) {
        call_refuse(call, 503, "", "The catalogue could not be read: try again.");
        return;
    }
    json_array_foreach(candidates.rows, i, document)
    {
        candidates.is_wanted[i] = asked_count > 0 || !is_archived(document);
        archived += !candidates.is_wanted[i];
    }
    if (json_array_size(candidates.rows) < asked_count)
        call_refuse(call, 422, "goals", "goals names one that there is not, or one twice.");
    else if (archived > 0)
        err = want_archived(&candidates, ask);
    if (err != OK)
        ask_refuse(call, err);
    else if (!call->is_answered)
        add_wanted(goals, call, &candidates);
    if (!call->is_answered)
        check_sorts(goals, call, ask->question);
    json_decref(candidates.rows);
}

void adgoals_fini(struct adgoals *goals)
{
    for (size_t i = 0; i < goals->count; i++)
        json_decref(goals->goals[i]);
    goals->count = 0;
}
