/* rows - a group of the statistics as the public API tells it (spec/network.md §4.3): amounts in
 * units of the currency, as numbers. */
#include "api/v2/statistics.h"

#define PERCENT_UNIT 10000

enum err v2_figure_value(const struct question *question, const char *metric,
                         const struct sums *sums, json_t **value)
{
    const struct metric *of = metric_find(AD_FACT_TABLE, str_from_c(metric));
    struct metric_value number;

    CHECK(of != NULL);
    enum err err = metric_reckon(of, sums, question->rate, false, &number);
    if (err != OK)
        return err;
    *value = number.is_blank                    ? json_null()
             : of->unit == METRIC_MONEY         ? v2_units(number.value)
             : of->unit == METRIC_COUNT         ? json_integer(number.value)
             : number.value % PERCENT_UNIT == 0 ? json_integer(number.value / PERCENT_UNIT)
                                                : json_real((double)number.value / PERCENT_UNIT);
    return OK;
}

/* ------------------------------------------------------------------ goals */

/* The row's sums with these conversions for its own. */
static struct sums sums_with(const struct report_row *found, struct report_goal goal)
{
    struct sums sums = found->sums;

    sums.at[AD_SUM_conversions] = goal.conversions;
    sums.at[AD_SUM_value] = goal.value;
    return sums;
}

static enum err put_goal(const struct question *question, json_t *data, const struct adgoals *goals,
                         size_t i, const struct report_row *found)
{
    static const struct {
        const char *name, *metric;
    } columns[] = {{"volume", "conversions"}, {"conversion_value", "value"}, {"cvr", "cvr"},
                   {"ecpa", "ecpa"},          {"profit", "profit"},          {"roi", "roi"}};
    struct sums sums = sums_with(found, found->goals[i]);
    json_t *goal = json_object();

    json_out_put(data, goals->ids[i].ptr, goal);
    for (size_t c = 0; c < ARRAY_LEN(columns); c++) {
        json_t *value = NULL;
        enum err err = v2_figure_value(question, columns[c].metric, &sums, &value);
        if (err != OK)
            return err;
        json_out_put(goal, columns[c].name, value);
    }
    return OK;
}

static enum err put_goals(struct v2_statistics *statistics, json_t *row,
                          const struct report_row *found)
{
    const struct question *question = statistics->ask.question;
    json_t *goals = json_object(), *data = json_object(), *ecpa = NULL;
    struct report_goal all = {0};
    enum err err = OK;

    json_out_put(row, "goals", goals);
    for (size_t i = 0; i < statistics->goals.count; i++)
        if (__builtin_add_overflow(all.conversions, found->goals[i].conversions,
                                   &all.conversions) ||
            __builtin_add_overflow(all.value, found->goals[i].value, &all.value))
            err = ERR_RANGE;
    struct sums sums = sums_with(found, all);
    if (err == OK)
        err = v2_figure_value(question, "ecpa", &sums, &ecpa);
    json_out_put(goals, "total", json_integer(all.conversions));
    json_out_put(goals, "ecpa", ecpa != NULL ? ecpa : json_null());
    json_out_put(goals, "data", data);
    for (size_t i = 0; err == OK && i < statistics->goals.count; i++)
        err = put_goal(question, data, &statistics->goals, i, found);
    return err;
}

enum err v2_put_figures(struct v2_statistics *statistics, json_t *row,
                        const struct report_row *found)
{
    size_t count;
    const struct v2_figure *figures = v2_figures(&count);

    for (size_t i = 0; i < count; i++) {
        json_t *value = NULL;
        if (!statistics->figures[i])
            continue;
        enum err err =
            v2_figure_value(statistics->ask.question, figures[i].metric, &found->sums, &value);
        if (err != OK)
            return err;
        json_out_put(row, figures[i].name, value);
    }
    return statistics->has_goals ? put_goals(statistics, row, found) : OK;
}

/* ------------------------------------------------------------------ groups */

static json_t *field_of(const json_t *document, const char *name)
{
    json_t *value = json_object_get(document, name);

    return value != NULL ? json_incref(value) : json_null();
}

/* A campaign's id is a text, any other a number, as clients expect. */
static json_t *entity_key(struct v2_statistics *statistics, enum entity entity,
                          const struct report_key *key)
{
    const json_t *document =
        names_find_number(&statistics->ask.names, entity, (uint64_t)key->number);
    json_t *object = json_object();

    json_out_put(object, "id",
                 entity == ENTITY_ADCAMPAIGN ? json_sprintf("%" PRId64, key->number)
                                             : json_integer(key->number));
    json_out_put(object, "name", field_of(document, "name"));
    if (entity == ENTITY_SITE)
        json_out_put(object, "site_hostname", field_of(document, "hostname"));
    return object;
}

json_t *v2_key(struct v2_statistics *statistics, size_t group, const struct report_key *key)
{
    const struct dimension *dimension = statistics->ask.question->groups[group];
    json_t *text = json_out_text(key->is_empty ? STR_NONE : key->text);

    if (dimension->kind == DIMENSION_TEXT)
        return json_pack("{s:o, s:O}", "id", text, "name", text);
    json_decref(text);
    if (dimension->kind == DIMENSION_ENTITY)
        return entity_key(statistics, ask_entity(dimension), key);
    if (dimension->kind == DIMENSION_DAY)
        return json_pack(
            "{s:o}", "date",
            json_out_text(dimension_number_text(statistics->ask.scratch, dimension, key->number)));
    return json_pack("{s:I}", dimension->kind == DIMENSION_HOUR ? "hour" : "id",
                     (json_int_t)key->number);
}

json_t *v2_key_value(struct v2_statistics *statistics, size_t group, bool is_name,
                     const struct report_key *key)
{
    json_auto_t *object = v2_key(statistics, group, key);
    const char *names[] = {is_name ? "name" : "id", "date", "hour"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (json_object_get(object, names[i]) != NULL)
            return json_incref(json_object_get(object, names[i]));
    return json_null();
}

enum err v2_take_row(void *context, const struct report_row *found)
{
    struct v2_statistics *statistics = context;
    json_t *row = json_object(), *keys = json_object();

    json_out_append(statistics->rows, row);
    json_out_put(row, "group_by", keys);
    for (size_t i = 0; i < statistics->group_count; i++)
        json_out_put(keys, statistics->groups[i]->name, v2_key(statistics, i, &found->keys[i]));
    for (size_t i = 0; i < statistics->group_count && statistics->is_flat; i++)
        json_out_put(row, statistics->groups[i]->name,
                     v2_key_value(statistics, i, false, &found->keys[i]));
    return v2_put_figures(statistics, row, found);
}
