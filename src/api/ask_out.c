/* Figures as JSON. Counts are integers, money decimal strings, percentages and events numbers, what
 * is blank null. */
#include "api/ask.h"

#include "api/json_out.h"
#include "api/openapi.h"

#define PERCENT_UNIT      10000   /* of a percentage: as it is told, four decimals */
#define ENTRIES_BYTES_MAX 7000    /* of a link: what a request line takes, and some */
#define NUMBER_UNIT       1000000 /* of a sum of events */

/* --- One value --------------------------------------------------------------- */

/* Whole numbers as such; the rest has few enough digits for a double to print them as they are. */
static json_t *decimal_json(int64_t value, int64_t unit)
{
    return value % unit == 0 ? json_integer(value / unit) : json_real((double)value / (double)unit);
}

json_t *ask_value_json(const struct metric *metric, struct metric_value value)
{
    if (value.is_blank)
        return json_null();
    if (metric->unit == METRIC_COUNT)
        return json_integer(value.value);
    if (metric->unit == METRIC_MONEY)
        return json_out_money(value.value);
    return decimal_json(value.value, metric->unit == METRIC_PERCENT ? PERCENT_UNIT : NUMBER_UNIT);
}

enum err ask_put_metrics(const struct ask *ask, json_t *row, const struct sums *sums)
{
    const struct question *question = ask->question;
    for (size_t i = 0; i < question->metric_count; i++) {
        struct metric_value value;
        enum err err =
            metric_reckon(ask->metrics[i], sums, question->rate, question->is_smart, &value);
        if (err != OK)
            return err;
        json_out_put(row, ask->metrics[i]->name, ask_value_json(ask->metrics[i], value));
    }
    return OK;
}

/* --- A row ------------------------------------------------------------------- */

static bool is_goal(const struct dimension *dimension)
{
    return strcmp(dimension->name, "goal") == 0;
}

static json_t *entity_json(struct ask *ask, const struct dimension *dimension,
                           const struct report_key *key)
{
    if (is_goal(dimension))
        return names_of_text(&ask->names, ENTITY_GOAL, key->is_empty ? STR_NONE : key->text);
    enum entity entity = ask_entity(dimension);
    if (entity == ENTITY_SITE)
        return names_of_site(&ask->names, (uint64_t)key->number);
    if (entity == ENTITY_ZONE)
        return names_of_zone(&ask->names, (uint64_t)key->number);
    return names_of_number(&ask->names, entity, (uint64_t)key->number);
}

static json_t *key_json(struct ask *ask, const struct dimension *dimension,
                        const struct report_key *key)
{
    switch (dimension->kind) {
    case DIMENSION_ENTITY:
        return entity_json(ask, dimension, key);
    case DIMENSION_TEXT:
    case DIMENSION_TAG:
    case DIMENSION_SIGNAL:
        if (!key->is_empty)
            return json_out_text(key->text);
        return dimension->unknown != NULL ? json_string(dimension->unknown) : json_null();
    case DIMENSION_BOOL:
        return json_boolean(key->number != 0);
    case DIMENSION_MONTH:
    case DIMENSION_WEEK:
    case DIMENSION_DAY:
        return json_out_text(dimension_number_text(ask->scratch, dimension, key->number));
    case DIMENSION_NUMBER:
    case DIMENSION_YEAR:
    case DIMENSION_WEEKDAY:
    case DIMENSION_HOUR:
    case DIMENSION_LEDGER:
        break;
    }
    return json_integer(key->number);
}

void ask_put_keys(struct ask *ask, json_t *row, const struct report_key *keys)
{
    const struct question *question = ask->question;
    for (size_t i = 0; i < question->group_count; i++)
        json_out_put(row, question->groups[i]->name, key_json(ask, question->groups[i], &keys[i]));
}

static const char *time_word(const struct question *question)
{
    if (question->time == TIME_CONVERSION)
        return "conversion";
    return question->table == AD_FACT_TABLE ? "click" : "visit";
}

/* The texts of the group's own filters. */
static json_t *filters_json(const struct ask *ask, const struct report_key *keys)
{
    struct arena *arena = ask->call->arena;
    json_t *list = json_array();
    for (size_t i = 0; i < ask->question->group_count; i++) {
        struct filter filter = filter_of_key(arena, ask->question->groups[i], keys[i].is_empty,
                                             keys[i].number, keys[i].text);
        json_out_append(list, json_out_text(filter_text(arena, &filter)));
    }
    return list;
}

static void write_pair(struct buf *buf, const char *name, struct str value)
{
    buf_write_char(buf, '&');
    buf_write_c(buf, name);
    buf_write_char(buf, '=');
    uri_write_encoded(buf, value);
}

/* "time=visit&from=...&filter=...": the question as a log takes it; filters of metrics are about
 * groups, and stay here. */
static struct str entries_query(const struct ask *ask, const json_t *filters)
{
    static const char *const names[] = {"from", "to", "tz", "tests", "workspace"};
    const struct call *call = ask->call;
    struct buf buf = buf_in_arena(call->arena, ENTRIES_BYTES_MAX);
    size_t i;
    json_t *filter;
    buf_write_c(&buf, "time=");
    buf_write_c(&buf, time_word(ask->question));
    for (i = 0; i < ARRAY_LEN(names); i++) {
        const struct uri_param *param = uri_find(&call->query, str_from_c(names[i]));
        if (param == NULL)
            continue;
        buf_format(&buf, "&%s=", names[i]);
        buf_write(&buf, param->raw_value); /* a '+' of an offset is read as it stands */
    }
    if (ask->question->bots != BOTS_OUT)
        write_pair(&buf, "bots", ask->question->bots == BOTS_ONLY ? STR("only") : STR("in"));
    for (i = 0; i < ask->question->filter_count; i++)
        if (ask->question->filters[i].dimension != NULL)
            write_pair(&buf, "filter", filter_text(call->arena, &ask->question->filters[i]));
    json_array_foreach(filters, i, filter) write_pair(
        &buf, "filter", (struct str){json_string_value(filter), json_string_length(filter)});
    return buf_is_full(&buf) ? STR_NONE : buf_str(&buf);
}

/* Null where the address would be longer than one may be. */
static json_t *entries_json(const struct ask *ask, const json_t *filters)
{
    static const char *const logs[] = {"visits", "clicks", "conversions", "postbacks/in",
                                       "postbacks/out"};
    static const char *const ad_logs[] = {"ad-clicks", "impressions", "goal-calls"};
    bool is_network = ask->question->table == AD_FACT_TABLE;
    const char *const *of = is_network ? ad_logs : logs;
    size_t count = is_network ? ARRAY_LEN(ad_logs) : ARRAY_LEN(logs);
    struct str query = entries_query(ask, filters);
    json_t *entries = json_object();
    for (size_t i = 0; i < count; i++) {
        char name[24];
        (void)snprintf(name, sizeof(name), "%s", of[i]);
        for (char *c = name; *c != '\0'; c++)
            *c = *c == '/' || *c == '-' ? '_' : *c;
        json_out_put(entries, name,
                     query.ptr == NULL ? json_null()
                                       : json_sprintf("/api/v1/%s?%.*s", of[i], STR_FMT(query)));
    }
    return entries;
}

void ask_put_drill(const struct ask *ask, json_t *row, const struct report_key *keys)
{
    json_t *filters = keys != NULL ? filters_json(ask, keys) : json_array();
    json_out_put(row, "entries", entries_json(ask, filters));
    if (keys != NULL)
        json_out_put(row, "filter", json_incref(filters));
    json_decref(filters);
}

/* --- Around the rows ---------------------------------------------------------- */

static json_t *rate_json(struct rate rate)
{
    char memory[RATE_TEXT_MAX];
    struct buf text = buf_from_memory(memory, sizeof(memory));
    rate_write(&text, rate);
    return json_out_text(buf_str(&text));
}

static json_t *rate_date_json(struct rate rate)
{
    char memory[RATE_TEXT_MAX];
    struct buf text = buf_from_memory(memory, sizeof(memory));
    if (rate.date == 0)
        return json_null();
    rate_write_date(&text, rate.date);
    return json_out_text(buf_str(&text));
}

void ask_put_frame(const struct ask *ask, json_t *answer)
{
    const struct question *question = ask->question;
    if (call_param(ask->call, "from").ptr != NULL)
        json_out_put(answer, "from", json_out_time(question->span.from_ms));
    json_out_put(answer, "to", json_out_time(question->span.to_ms));
    if (question->compared.to_ms != 0) {
        json_out_put(answer, "compare_from", json_out_time(question->compared.from_ms));
        json_out_put(answer, "compare_to", json_out_time(question->compared.to_ms));
    }
    json_out_put(answer, "tz", json_out_text(ask->asked.tz));
    json_out_put(answer, "time", json_string(time_word(question)));
    json_out_put(answer, "currency", json_out_text(ask->currency));
    json_out_put(answer, "rate", rate_json(question->rate));
    json_out_put(answer, "rate_date", rate_date_json(question->rate));
    json_out_put(answer, "behind_ms", json_integer(ask->behind_ms));
}

struct str ask_next(const struct ask *ask, size_t shown, uint64_t row_count)
{
    uint64_t end = ask->question->offset + shown;
    return shown == 0 || end >= row_count ? STR_NONE
                                          : arena_format(ask->call->arena, "%" PRIu64, end);
}

static const struct shape_field entries_fields[] = {
    {"visits", SHAPE_TEXT, SHAPE_NULL, "Null when the address would be too long.", NULL, NULL},
    {"clicks", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"conversions", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"postbacks_in", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"postbacks_out", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
};
const struct shape ask_entries_shape = SHAPE("report_entries", entries_fields);

static const struct shape_field ad_entries_fields[] = {
    {"ad_clicks", SHAPE_TEXT, SHAPE_NULL, "Null when the address would be too long.", NULL, NULL},
    {"impressions", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"goal_calls", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
};
const struct shape ask_ad_entries_shape = SHAPE("adreport_entries", ad_entries_fields);

/* --- What rows look like ------------------------------------------------------ */

static enum shape_type entity_type(const struct dimension *dimension)
{
    if (is_goal(dimension))
        return SHAPE_GOAL;
    enum entity entity = ask_entity(dimension);
    return entity == ENTITY_SITE || entity == ENTITY_ZONE ? SHAPE_SITED : SHAPE_NAMED;
}

static enum shape_type key_type(const struct dimension *dimension)
{
    switch (dimension->kind) {
    case DIMENSION_ENTITY:
        return entity_type(dimension);
    case DIMENSION_BOOL:
        return SHAPE_BOOL;
    case DIMENSION_NUMBER:
    case DIMENSION_YEAR:
    case DIMENSION_WEEKDAY:
    case DIMENSION_HOUR:
        return SHAPE_NUMBER;
    case DIMENSION_TEXT:
    case DIMENSION_TAG:
    case DIMENSION_SIGNAL:
    case DIMENSION_MONTH:
    case DIMENSION_WEEK:
    case DIMENSION_DAY:
    case DIMENSION_LEDGER:
        break;
    }
    return SHAPE_TEXT;
}

static json_t *key_schema(const struct dimension *dimension)
{
    enum shape_type type = key_type(dimension);
    json_t *schema = shape_value_schema(&(struct shape_field){.type = type});
    bool may_be_null = dimension->kind == DIMENSION_TAG || dimension->kind == DIMENSION_SIGNAL ||
                       (dimension->kind == DIMENSION_TEXT && dimension->unknown == NULL);
    schema = may_be_null ? openapi_or_null(schema) : schema;
    json_out_put(schema, "description", json_string(dimension->help));
    return schema;
}

static enum shape_type metric_type(const struct metric *metric)
{
    return metric->unit == METRIC_COUNT   ? SHAPE_NUMBER
           : metric->unit == METRIC_MONEY ? SHAPE_MONEY
                                          : SHAPE_REAL;
}

json_t *ask_metric_schema(const struct metric *metric)
{
    json_t *schema = shape_value_schema(&(struct shape_field){.type = metric_type(metric)});
    if (metric->denominator.count > 0)
        schema = openapi_or_null(schema);
    json_out_put(schema, "description", json_string(metric->help));
    return schema;
}

json_t *ask_object_schema(json_t *properties)
{
    json_t *schema = openapi_typed("object");
    json_out_put(schema, "properties", properties);
    json_out_put(schema, "additionalProperties", json_false());
    return schema;
}

json_t *ask_row_schema(const struct ask *ask)
{
    const struct question *question = ask->question;
    json_t *properties = json_object();
    for (size_t i = 0; i < question->group_count; i++)
        json_out_put(properties, question->groups[i]->name, key_schema(question->groups[i]));
    for (size_t i = 0; i < question->metric_count; i++)
        json_out_put(properties, question->metrics[i]->name,
                     ask_metric_schema(question->metrics[i]));
    ask_put_beside_schemas(ask, properties);
    return ask_object_schema(properties);
}

/* A shape of keys, when has_keys, and metrics; places for what stands beside are left. */
static struct shape_field *make_fields(const struct ask *ask, bool has_keys, size_t *count)
{
    const struct question *question = ask->question;
    size_t max = question->group_count + question->metric_count + ASK_BESIDE_MAX;
    struct shape_field *fields = ARENA_ARRAY(ask->call->arena, struct shape_field, max);
    *count = 0;
    for (size_t i = 0; fields != NULL && i < question->group_count && has_keys; i++)
        fields[(*count)++] = (struct shape_field){.name = question->groups[i]->name,
                                                  .type = key_type(question->groups[i])};
    for (size_t i = 0; fields != NULL && i < question->metric_count; i++)
        fields[(*count)++] = (struct shape_field){.name = question->metrics[i]->name,
                                                  .type = metric_type(question->metrics[i])};
    return fields;
}

const struct shape *ask_row_shape(const struct ask *ask)
{
    struct arena *arena = ask->call->arena;
    const char *names[ASK_BESIDE_MAX];
    size_t beside_count = ask_beside_names(ask->question, names), count;
    struct shape *shape = ARENA_NEW(arena, struct shape);
    struct shape *beside = ARENA_ARRAY(arena, struct shape, ASK_BESIDE_MAX);
    struct shape_field *fields = make_fields(ask, true, &count);
    if (shape == NULL || beside == NULL || fields == NULL)
        return NULL;
    for (size_t i = 0; i < beside_count; i++) {
        beside[i] = (struct shape){.name = names[i]};
        beside[i].fields = make_fields(ask, false, &beside[i].count);
        if (beside[i].fields == NULL)
            return NULL;
        fields[count++] =
            (struct shape_field){.name = names[i], .type = SHAPE_OBJECT, .shape = &beside[i]};
    }
    *shape = (struct shape){.name = "report_row", .fields = fields, .count = count};
    return shape;
}

/* All there are: each answer has those that were asked for. */
static json_t *fields_of(enum fact_table_id table, bool has_keys)
{
    json_t *properties = json_object();
    size_t count;
    const struct dimension *dimensions = dimension_all(table, &count);
    for (size_t i = 0; i < count && has_keys; i++)
        if (dimensions[i].kind != DIMENSION_LEDGER)
            json_out_put(properties, dimensions[i].name, key_schema(&dimensions[i]));
    const struct metric *metrics = metric_all(table, &count);
    for (size_t i = 0; i < count; i++)
        json_out_put(properties, metrics[i].name, ask_metric_schema(&metrics[i]));
    ask_put_all_beside_schemas(table, properties);
    return properties;
}

json_t *ask_row_fields(void)
{
    return fields_of(FACT_TABLE, true);
}

json_t *ask_figures_fields(void)
{
    return fields_of(FACT_TABLE, false);
}

json_t *ask_ad_row_fields(void)
{
    return fields_of(AD_FACT_TABLE, true);
}

json_t *ask_ad_figures_fields(void)
{
    return fields_of(AD_FACT_TABLE, false);
}
