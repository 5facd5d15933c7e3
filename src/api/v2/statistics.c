/* statistics - POST /v2/statistics/a/global, and what answers the routes of one dimension too
 * (spec/network.md §4.2, §4.3). Conversions count on their own date. */
#include "api/v2/statistics.h"

#include "api/format.h"
#include "base/clock.h"
#include "base/num.h"

#define ZONE_DEFAULT "America/New_York"
#define PARAMS_MAX   3
#define DATE_CHARS   10 /* no time has so few */

static const struct shape_field sort_fields[] = {
    {"field", SHAPE_TEXT, 0, "A group, a figure, or a goal: g1.", NULL, NULL},
    {"order", SHAPE_WORD, SHAPE_OPTIONAL, NULL, "asc desc", NULL},
};
static const struct shape sort_shape = SHAPE("v2_order", sort_fields);

static const struct shape_field body_fields[] = {
    {"count", SHAPE_BOOL, SHAPE_OPTIONAL, "Only how many rows there are.", NULL, NULL},
    {"detailed", SHAPE_BOOL, SHAPE_OPTIONAL, "With names as columns of CSV.", NULL, NULL},
    {"timezone", SHAPE_TEXT, SHAPE_OPTIONAL, "Of days and hours.", NULL, NULL},
    {"totals", SHAPE_BOOL, SHAPE_OPTIONAL, "With the totals.", NULL, NULL},
    {"filter", SHAPE_FREE, SHAPE_OPTIONAL, NULL, NULL, NULL},
    {"group_by", SHAPE_TEXTS, 0, "Up to four.", NULL, NULL},
    {"order_by", SHAPE_OBJECTS, SHAPE_OPTIONAL, "Up to two.", NULL, &sort_shape},
    {"projection", SHAPE_TEXTS, SHAPE_OPTIONAL, NULL, NULL, NULL},
    {"limit", SHAPE_NUMBER, SHAPE_OPTIONAL, NULL, NULL, NULL},
    {"offset", SHAPE_NUMBER, SHAPE_OPTIONAL, NULL, NULL, NULL},
    {"output_csv_fields", SHAPE_TEXTS, SHAPE_OPTIONAL, NULL, NULL, NULL},
};
const struct shape v2_statistics_shape =
    SHAPE_OF_BODY("v2_statistics", body_fields, "{\"group_by\":[\"campaign_id\",\"date\"]}");

static bool flag_of(struct call *call, const json_t *body, const char *name)
{
    const json_t *value = json_object_get(body, name);

    return value != NULL && v2_take_flag(call, name, value);
}

static struct str text_of(const json_t *value)
{
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}

/* ------------------------------------------------------------------ names of fields */

/* A filter as a refusal names it: of a body "filter.site_id", of a query its parameter. */
static struct str filter_field(const struct v2_statistics *statistics, struct call *call,
                               const char *name)
{
    const struct v2_group *group = v2_group_find(str_from_c(name));

    if (!statistics->is_flat)
        return arena_format(call->arena, "filter.%s", name);
    return str_from_c(group != NULL && group->param != NULL ? group->param : name);
}

static const char *group_field(const struct v2_statistics *statistics)
{
    return statistics->is_flat ? "additional_group_by" : "group_by";
}

static const char *order_field(const struct v2_statistics *statistics)
{
    return statistics->is_flat ? "orderBy" : "order_by";
}

/* ------------------------------------------------------------------ time */

static bool is_date(struct str text)
{
    int64_t at_ms;

    return text.len == DATE_CHARS && clock_parse(text, &at_ms) == OK;
}

static struct str read_date(const struct v2_statistics *statistics, struct call *call,
                            const json_t *filter, const char *name)
{
    const json_t *value = json_object_get(filter, name);
    struct str text = text_of(value);

    if (value == NULL || is_date(text))
        return text;
    struct str field = filter_field(statistics, call, name);
    call_refuse(call, 422, field.ptr, "%s: expected a date such as 2026-11-24.", field.ptr);
    return STR_NONE;
}

/* The manual writes its default "America/New_york". */
static void read_zone(struct v2_statistics *statistics, struct call *call, const json_t *body)
{
    const json_t *value = json_object_get(body, "timezone");
    struct str name = value != NULL ? text_of(value) : STR(ZONE_DEFAULT);
    struct zone *zone = NULL;

    if (str_is_equal_nocase(name, STR(ZONE_DEFAULT)))
        name = STR(ZONE_DEFAULT);
    if (name.ptr == NULL || zone_make(name, &zone) != OK)
        call_refuse(call, 422, "timezone",
                    "timezone: expected a time zone such as Europe/Paris, or UTC.");
    zone_free(zone);
    statistics->zone_name = name;
}

static void read_span(struct v2_statistics *statistics, struct call *call, const json_t *filter)
{
    statistics->from = read_date(statistics, call, filter, "date_from");
    statistics->to = read_date(statistics, call, filter, "date_to");
    bool is_backwards = statistics->from.ptr != NULL && statistics->to.ptr != NULL &&
                        memcmp(statistics->from.ptr, statistics->to.ptr, DATE_CHARS) > 0;
    struct str from = filter_field(statistics, call, "date_from");
    struct str to = filter_field(statistics, call, "date_to");
    if (is_backwards)
        call_refuse(call, 422, to.ptr, "%s: expected a date not before %s.", to.ptr, from.ptr);
}

/* The engine reads its span and zone off the call, as it does for the dashboard's reports. */
static void put_query(struct call *call, const struct v2_statistics *statistics)
{
    const struct {
        const char *name;
        struct str value;
    } wanted[PARAMS_MAX] = {
        {"from", statistics->from}, {"to", statistics->to}, {"tz", statistics->zone_name}};
    struct uri_param *params = ARENA_ARRAY(call->arena, struct uri_param, PARAMS_MAX);

    CHECK(params != NULL);
    call->query = (struct uri_query){.params = params};
    for (size_t i = 0; i < PARAMS_MAX; i++)
        if (wanted[i].value.ptr != NULL)
            params[call->query.count++] =
                (struct uri_param){str_from_c(wanted[i].name), wanted[i].value, wanted[i].value};
}

/* ------------------------------------------------------------------ groups */

static void add_group(struct v2_statistics *statistics, struct call *call, const json_t *name)
{
    const struct v2_group *group = v2_group_find(text_of(name));

    for (size_t i = 0; i < statistics->group_count; i++)
        if (group != NULL && statistics->groups[i] == group)
            call_refuse(call, 422, group_field(statistics), "%s names %s twice.",
                        group_field(statistics), group->name);
    if (group == NULL)
        call_refuse(call, 422, "group_by", "group_by: expected of %s.", v2_group_names());
    else
        statistics->groups[statistics->group_count++] = group;
}

static void read_groups(struct v2_statistics *statistics, struct call *call, const json_t *body)
{
    const json_t *list = json_object_get(body, "group_by");
    size_t i;
    json_t *name;

    if (!json_is_array(list) || json_array_size(list) == 0 ||
        json_array_size(list) > V2_GROUPS_MAX) {
        call_refuse(call, 422, group_field(statistics), "%s: expected a list of 1 to %d of %s.",
                    group_field(statistics), V2_GROUPS_MAX, v2_group_names());
        return;
    }
    json_array_foreach((json_t *)(uintptr_t)list, i, name) add_group(statistics, call, name);
}

static void put_groups(struct v2_statistics *statistics)
{
    struct question *question = statistics->ask.question;

    for (size_t i = 0; i < statistics->group_count; i++)
        question->groups[question->group_count++] = v2_dimension(statistics->groups[i]);
}

/* ------------------------------------------------------------------ filters */

static struct str value_text(struct call *call, const struct dimension *dimension, struct str field,
                             const json_t *value)
{
    bool is_text = dimension->kind == DIMENSION_TEXT;
    struct str text = json_is_integer(value) ? arena_format(call->arena, "%" JSON_INTEGER_FORMAT,
                                                            json_integer_value(value))
                                             : text_of(value);
    uint64_t number;

    if (text.ptr == NULL || (!is_text && num_parse_u64(text, INT64_MAX, &number) != OK))
        call_refuse(call, 422, field.ptr,
                    is_text ? "%s: expected a text, or a list of them."
                            : "%s: expected a number, or a list of them.",
                    field.ptr);
    return text;
}

static struct filter *next_filter(struct v2_statistics *statistics, const char *dimension)
{
    struct question *question = statistics->ask.question;

    CHECK(question->filter_count < QUESTION_FILTERS_MAX);
    struct filter *filter = &question->filters[question->filter_count++];
    *filter = (struct filter){.dimension = dimension_find(AD_FACT_TABLE, str_from_c(dimension))};
    return filter;
}

static void put_filter(struct v2_statistics *statistics, const struct v2_group *group,
                       json_t *value)
{
    struct call *call = statistics->ask.call;
    struct str field = filter_field(statistics, call, group->name);
    size_t count = json_is_array(value) ? json_array_size(value) : 1;

    if (count == 0 || count > QUESTION_VALUES_MAX) {
        call_refuse(call, 422, field.ptr, "%s: expected 1 to %d values.", field.ptr,
                    QUESTION_VALUES_MAX);
        return;
    }
    struct str *values = ARENA_ARRAY(call->arena, struct str, count);
    struct filter *filter = next_filter(statistics, group->dimension);
    CHECK(values != NULL);
    for (size_t i = 0; i < count; i++)
        values[i] = value_text(call, filter->dimension, field,
                               json_is_array(value) ? json_array_get(value, i) : value);
    filter->op = FILTER_IN;
    filter->values = values;
    filter->count = count;
}

/* All but what was archived among the campaigns. */
static void put_deleted(struct v2_statistics *statistics)
{
    struct call *call = statistics->ask.call;
    const struct catalog_query query = {.status = STR("archived")};
    const struct catalog_name *names = NULL;
    size_t count = 0;

    if (catalog_list_names(call->api->options.catalog, ENTITY_ADCAMPAIGN, &query, &call->scope,
                           call->arena, &names, &count) != OK) {
        call_refuse(call, 503, "", "The catalogue could not be read.");
        return;
    }
    struct str *values = ARENA_ARRAY(call->arena, struct str, count + 1);
    CHECK(values != NULL);
    for (size_t i = 0; i < count; i++)
        values[i] = arena_format(call->arena, "%" PRIu64, names[i].id);
    if (count == 0)
        return;
    struct filter *filter = next_filter(statistics, "adcampaign");
    filter->op = FILTER_NOT_IN;
    filter->values = values;
    filter->count = count;
}

static void put_filters(struct v2_statistics *statistics, json_t *filter)
{
    struct call *call = statistics->ask.call;
    const char *name;
    json_t *value;

    json_object_foreach(filter, name, value)
    {
        const struct v2_group *group = v2_group_find(str_from_c(name));
        struct str field = filter_field(statistics, call, name);
        if (call->is_answered || strcmp(name, "date_from") == 0 || strcmp(name, "date_to") == 0)
            continue; /* the span */
        if (strcmp(name, "exclude_deleted") == 0) {
            if (v2_take_flag(call, field.ptr, value))
                put_deleted(statistics);
        } else if (group == NULL || strcmp(name, "date") == 0) {
            call_refuse(call, 422, field.ptr,
                        "%s: there is no such filter: expected date_from, date_to, "
                        "exclude_deleted, or one of %s.",
                        field.ptr, v2_group_names());
        } else {
            put_filter(statistics, group, value);
        }
    }
}

/* ------------------------------------------------------------------ order, page, parts */

static void put_sort(struct v2_statistics *statistics, const json_t *one)
{
    struct call *call = statistics->ask.call;
    const char *named = order_field(statistics);
    struct question *question = statistics->ask.question;
    struct str field = json_text_at(one, "field"), order = json_text_at(one, "order");
    const struct v2_group *group = v2_group_find(field);
    const struct v2_figure *figure = v2_figure_find(field);
    ptrdiff_t goal = v2_goal_column(&statistics->goals, field);
    struct sort sort = {.is_descending = str_is_equal_nocase(order, STR("desc"))};

    for (size_t i = 0; i < statistics->group_count; i++)
        if (statistics->groups[i] == group)
            sort.dimension = question->groups[i];
    if (figure != NULL)
        sort.metric = metric_find(AD_FACT_TABLE, str_from_c(figure->metric));
    if (goal >= 0) {
        sort.metric = metric_find(AD_FACT_TABLE, STR("conversions"));
        sort.goal = statistics->goals.ids[goal];
    }
    bool is_ordered = json_object_get(one, "order") == NULL || sort.is_descending ||
                      str_is_equal_nocase(order, STR("asc"));
    call_check_object(call, one, &sort_shape, "order_by.");
    if (sort.dimension == NULL && sort.metric == NULL)
        call_refuse(call, 422, named,
                    "%s: expected as field one of group_by, a figure, or a goal such as g1.",
                    named);
    else if (!is_ordered)
        call_refuse(call, 422, named, "order_by: expected as order asc or desc.");
    else
        question->sorts[question->sort_count++] = sort;
}

static void put_sorts(struct v2_statistics *statistics, const json_t *list)
{
    size_t i;
    json_t *one;

    if (list == NULL)
        return; /* by the groups themselves */
    if (!json_is_array(list) || json_array_size(list) > V2_SORTS_MAX) {
        call_refuse(statistics->ask.call, 422, "order_by",
                    "order_by: expected a list of up to %d of {field, order}.", V2_SORTS_MAX);
        return;
    }
    json_array_foreach((json_t *)(uintptr_t)list, i, one) put_sort(statistics, one);
}

static void read_page(struct v2_statistics *statistics, struct call *call, const json_t *body)
{
    const json_t *limit = json_object_get(body, "limit");
    const json_t *offset = json_object_get(body, "offset");

    statistics->page.limit = V2_ROWS_DEFAULT;
    if (limit != NULL)
        statistics->page.limit = (uint64_t)v2_take_integer(call, "limit", limit, 1, V2_ROWS_MAX);
    if (offset != NULL)
        statistics->page.offset = (uint64_t)v2_take_integer(call, "offset", offset, 0, INT32_MAX);
}

static void project(struct v2_statistics *statistics, struct call *call, struct str word)
{
    size_t count;
    const struct v2_figure *figures = v2_figures(&count);
    const struct v2_figure *figure = v2_figure_find(word);

    if (str_is_equal(word, STR("goals")))
        statistics->has_goals = true;
    else if (str_is_equal(word, STR("base")))
        memset(statistics->figures, true, count * sizeof(bool));
    else if (figure != NULL)
        statistics->figures[figure - figures] = true;
    else
        call_refuse(call, 422, "projection", "projection: expected of base, goals, or figures.");
}

/* Without one, all. */
static void read_projection(struct v2_statistics *statistics, struct call *call, const json_t *list)
{
    size_t i;
    json_t *name;

    if (list != NULL && !json_is_array(list))
        call_refuse(call, 422, "projection", "projection: expected a list of parts.");
    if (json_array_size(list) == 0) {
        project(statistics, call, STR("base"));
        project(statistics, call, STR("goals"));
        return;
    }
    json_array_foreach((json_t *)(uintptr_t)list, i, name) project(statistics, call, text_of(name));
}

/* ------------------------------------------------------------------ the answer */

static json_t *totals_json(struct v2_statistics *statistics, enum err *err)
{
    json_t *totals = json_object();

    *err = v2_put_figures(statistics, totals, &statistics->totals);
    return totals;
}

static void answer_json(struct v2_statistics *statistics)
{
    struct call *call = statistics->ask.call;
    const struct v2_page *page = &statistics->page;
    json_t *answer = json_object();
    enum err err = OK;

    json_out_put(answer, "result", json_incref(statistics->rows));
    if (statistics->has_totals)
        json_out_put(answer, "totals", totals_json(statistics, &err));
    json_out_put(answer, "request_metadata",
                 json_pack("{s:I, s:I, s:I}", "limit", (json_int_t)page->limit, "offset",
                           (json_int_t)page->offset, "count", (json_int_t)page->count));
    if (err == OK) {
        call->more_headers = STR("Vary: Accept\r\n");
        call_answer(call, 200, answer);
        return;
    }
    json_decref(answer);
    ask_refuse(call, err);
}

static void run(struct v2_statistics *statistics)
{
    struct ask *ask = &statistics->ask;
    struct question *question = ask->question;

    question->goals = statistics->goals.ids;
    question->goal_count = statistics->goals.count;
    question->offset = statistics->only_counts ? 0 : statistics->page.offset;
    question->limit = statistics->only_counts ? 1 : statistics->page.limit;
    bool is_run =
        ask_run(ask,
                statistics->only_counts ? NULL
                : statistics->is_csv    ? v2_take_csv_row
                                        : v2_take_row,
                statistics, &statistics->totals, statistics->total_goals, &statistics->page.count);
    if (!is_run)
        return;
    statistics->totals.goals = statistics->total_goals;
    if (statistics->is_csv && statistics->only_counts)
        v2_answer_csv_count(statistics);
    else if (statistics->is_csv)
        v2_answer_csv(statistics);
    else
        answer_json(statistics);
}

/* What is known before the facts are held. */
static void read_body(struct v2_statistics *statistics, struct call *call, const json_t *body)
{
    const json_t *filter = json_object_get(body, "filter");

    call_check_object(call, body, &v2_statistics_shape, "");
    if (filter != NULL && !json_is_object(filter))
        call_refuse(call, 422, "filter", "filter: expected an object.");
    statistics->only_counts = flag_of(call, body, "count");
    statistics->is_detailed = flag_of(call, body, "detailed");
    statistics->has_totals = flag_of(call, body, "totals");
    statistics->is_csv = format_of(call) == FORMAT_CSV;
    read_zone(statistics, call, body);
    read_span(statistics, call, filter);
    read_groups(statistics, call, body);
    read_page(statistics, call, body);
    read_projection(statistics, call, json_object_get(body, "projection"));
}

void v2_answer_statistics(struct call *call, const json_t *body, bool is_flat)
{
    struct v2_statistics *statistics = ARENA_NEW(call->arena, struct v2_statistics);
    struct ask *ask = &statistics->ask;

    CHECK(statistics != NULL);
    statistics->is_flat = is_flat;
    read_body(statistics, call, body);
    if (call->is_answered)
        return;
    put_query(call, statistics);
    statistics->rows = json_array();
    ask_open(ask, call, AD_FACT_TABLE);
    ask->has_goals = true;
    ask_read_figures(ask);
    if (!call->is_answered) {
        put_groups(statistics);
        put_filters(statistics, json_object_get(body, "filter"));
    }
    if (!call->is_answered)
        adgoals_read(&statistics->goals, ask);
    if (!call->is_answered)
        put_sorts(statistics, json_object_get(body, "order_by"));
    if (!call->is_answered && statistics->is_csv)
        v2_read_csv_fields(statistics, json_object_get(body, "output_csv_fields"));
    if (!call->is_answered)
        run(statistics);
    adgoals_fini(&statistics->goals);
    ask_close(ask);
    json_decref(statistics->rows);
}

void v2_statistics_global(struct call *call)
{
    v2_answer_statistics(call, call->body, false);
}
