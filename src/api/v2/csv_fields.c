/* csv_fields - the statistics as CSV: the columns that output_csv_fields names, in its order, under
 * its names; goals are g1 to gN in their order (spec/network.md §4.3). */
#include "api/v2/statistics.h"

#include "api/csv.h"
#include "base/num.h"

ptrdiff_t v2_goal_column(const struct adgoals *goals, struct str name)
{
    uint64_t number = 0;

    if (!str_has_prefix(name, STR("g")) ||
        num_parse_u64(str_slice(name, 1, name.len), ADGOALS_MAX, &number) != OK || number == 0 ||
        number > goals->count)
        return -1;
    return (ptrdiff_t)number - 1;
}

/* "campaign_name" of campaign_id, "country_name" of country; NULL: of none that is grouped by. */
static const struct v2_group *group_named(const struct v2_statistics *statistics, struct str field,
                                          size_t *place, bool *is_name)
{
    for (size_t i = 0; i < statistics->group_count; i++) {
        struct str name = str_from_c(statistics->groups[i]->name);
        struct str stem =
            str_has_suffix(name, STR("_id")) ? str_slice(name, 0, name.len - 3) : name;
        bool is_own = str_is_equal(field, name);
        *place = i;
        *is_name = !is_own && statistics->groups[i]->has_name && field.len == stem.len + 5 &&
                   str_has_prefix(field, stem) && str_has_suffix(field, STR("_name"));
        if (is_own || *is_name)
            return statistics->groups[i];
    }
    return NULL;
}

static bool stands_already(const struct v2_statistics *statistics, struct str name)
{
    for (size_t i = 0; i < statistics->csv_count; i++)
        if (str_is_equal(statistics->csv[i], name))
            return true;
    return false;
}

static void add(struct v2_statistics *statistics, struct str name)
{
    struct call *call = statistics->ask.call;
    size_t place;
    bool is_name = false;
    bool is_known = group_named(statistics, name, &place, &is_name) != NULL ||
                    v2_figure_find(name) != NULL || v2_goal_column(&statistics->goals, name) >= 0;

    if (!is_known)
        call_refuse(call, 422, "output_csv_fields",
                    "output_csv_fields: there is no column \"%.*s\" here: expected those of "
                    "group_by, figures, and g1 to g%zu.",
                    STR_FMT(str_slice(name, 0, 64)), statistics->goals.count);
    else if (is_name && !statistics->is_detailed)
        call_refuse(call, 422, "output_csv_fields", "output_csv_fields: %.*s needs detailed.",
                    STR_FMT(name));
    else if (stands_already(statistics, name))
        call_refuse(call, 422, "output_csv_fields", "%s names %s twice.", "output_csv_fields",
                    arena_copy(call->arena, name).ptr);
    else if (statistics->csv_count == V2_CSV_MAX)
        call_refuse(call, 422, "output_csv_fields", "output_csv_fields holds at most %d.",
                    V2_CSV_MAX);
    else
        statistics->csv[statistics->csv_count++] = name;
}

static void add_usual(struct v2_statistics *statistics)
{
    for (size_t i = 0; i < statistics->group_count; i++)
        add(statistics, str_from_c(statistics->groups[i]->name));
    add(statistics, STR("impressions"));
    add(statistics, STR("clicks"));
    add(statistics, STR("cost"));
    for (size_t i = 0; i < statistics->goals.count; i++)
        add(statistics, arena_format(statistics->ask.call->arena, "g%zu", i + 1));
}

void v2_read_csv_fields(struct v2_statistics *statistics, const json_t *fields)
{
    size_t i;
    json_t *field;

    if (fields == NULL) {
        add_usual(statistics);
        return;
    }
    if (!json_is_array(fields) || json_array_size(fields) == 0)
        call_refuse(statistics->ask.call, 422, "output_csv_fields",
                    "output_csv_fields: expected a list of columns.");
    json_array_foreach((json_t *)(uintptr_t)fields, i, field)
    {
        if (!json_is_string(field))
            call_refuse(statistics->ask.call, 422, "output_csv_fields",
                        "output_csv_fields: expected texts.");
        else
            add(statistics, (struct str){json_string_value(field), json_string_length(field)});
    }
}

/* ------------------------------------------------------------------ rows */

static enum err value_of(struct v2_statistics *statistics, struct str name,
                         const struct report_row *found, json_t **value)
{
    const struct v2_figure *figure = v2_figure_find(name);
    ptrdiff_t goal = v2_goal_column(&statistics->goals, name);
    size_t place;
    bool is_name;

    if (figure != NULL)
        return v2_figure_value(statistics->ask.question, figure->metric, &found->sums, value);
    if (goal >= 0)
        *value = json_integer(found->goals[goal].conversions);
    else if (group_named(statistics, name, &place, &is_name) != NULL)
        *value = v2_key_value(statistics, place, is_name, &found->keys[place]);
    return OK;
}

enum err v2_take_csv_row(void *context, const struct report_row *found)
{
    struct v2_statistics *statistics = context;
    json_t *row = json_object();

    json_out_append(statistics->rows, row);
    for (size_t i = 0; i < statistics->csv_count; i++) {
        json_t *value = json_null();
        enum err err = value_of(statistics, statistics->csv[i], found, &value);
        if (err != OK)
            return err;
        CHECK(json_object_setn_new(row, statistics->csv[i].ptr, statistics->csv[i].len, value) ==
              0);
    }
    return OK;
}

void v2_answer_csv(struct v2_statistics *statistics)
{
    struct call *call = statistics->ask.call;
    json_t *properties = json_object();
    json_auto_t *schema = json_pack("{s:s, s:o}", "type", "object", "properties", properties);

    for (size_t i = 0; i < statistics->csv_count; i++)
        CHECK(json_object_setn_new(properties, statistics->csv[i].ptr, statistics->csv[i].len,
                                   json_object()) == 0);
    struct str text = csv_write(call->reply_arena, schema, statistics->rows, false);
    if (text.ptr == NULL) {
        call_refuse(call, 400, "limit", "The answer is too large: ask for fewer rows.");
        return;
    }
    call->reply->status = 200;
    call->reply->content_type = STR("text/csv; charset=utf-8; header=present");
    call->reply->headers = STR(API_HEADERS "Vary: Accept\r\n");
    call->reply->body = text;
    call->is_answered = true;
}

void v2_answer_csv_count(struct v2_statistics *statistics)
{
    statistics->csv[0] = STR("count");
    statistics->csv_count = 1;
    json_out_append(statistics->rows,
                    json_pack("{s:I}", "count", (json_int_t)statistics->page.count));
    v2_answer_csv(statistics);
}
