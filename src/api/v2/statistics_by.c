/* statistics_by - GET /v2/statistics/a/DIMENSION: the question of statistics.c, asked by a query
 * (spec/network.md §4.2). */
#include "api/v2/statistics.h"

/* A list of a parameter's pieces. */
static json_t *list_of(struct str text)
{
    json_t *list = json_array();
    struct str piece;

    while (text.ptr != NULL && str_take_piece(&text, ',', &piece))
        json_out_append(list, json_out_text(piece));
    return list;
}

static void copy_param(struct call *call, json_t *to, const char *param, const char *name)
{
    struct str text = call_param(call, param);

    if (text.ptr != NULL && json_object_get(to, name) != NULL) /* date-from and date_from */
        call_refuse(call, 400, param, "%s stands twice.", param);
    if (text.ptr != NULL)
        json_out_put(to, name, json_out_text(text));
}

static json_t *groups_of(struct call *call, const struct v2_group *first)
{
    json_t *groups = json_pack("[s]", first->name);
    struct str rest = call_param(call, "additional_group_by"), piece;

    while (rest.ptr != NULL && str_take_piece(&rest, ',', &piece)) {
        const struct v2_group *group = v2_group_find_word(piece);
        if (group == NULL)
            group = v2_group_find(piece);
        if (group == NULL)
            call_refuse(call, 422, "additional_group_by",
                        "additional_group_by: there is no dimension \"%.*s\".",
                        STR_FMT(str_slice(piece, 0, 64)));
        else
            json_out_append(groups, json_string(group->name));
    }
    return groups;
}

/* "d:clicks" */
static json_t *order_of(struct call *call)
{
    struct str text = call_param(call, "orderBy");
    bool is_descending = str_has_prefix(text, STR("d:"));

    if (!is_descending && !str_has_prefix(text, STR("a:")))
        call_refuse(call, 422, "orderBy", "orderBy: expected a: or d: and a field.");
    return json_pack("[{s:o, s:s}]", "field", json_out_text(str_slice(text, 2, text.len)), "order",
                     is_descending ? "desc" : "asc");
}

static json_t *filter_of(struct call *call)
{
    json_t *filter = json_object();
    size_t count;
    const struct v2_group *groups = v2_groups(&count);

    copy_param(call, filter, "date-from", "date_from");
    copy_param(call, filter, "date-to", "date_to");
    copy_param(call, filter, "date_from", "date_from");
    copy_param(call, filter, "date_to", "date_to");
    for (size_t i = 0; i < count; i++) {
        struct str text = groups[i].param != NULL ? call_param(call, groups[i].param) : STR_NONE;
        if (text.ptr != NULL)
            json_out_put(filter, groups[i].name, list_of(text));
    }
    return filter;
}

/* Goals and totals are told where they are asked for. */
static void put_parts(struct call *call, json_t *body)
{
    struct str rest = call_param(call, "include"), piece;
    json_t *projection = json_pack("[s]", "base");

    while (rest.ptr != NULL && str_take_piece(&rest, ',', &piece)) {
        if (str_is_equal(piece, STR("goals")))
            json_out_append(projection, json_string("goals"));
        else if (str_is_equal(piece, STR("totals")))
            json_out_put(body, "totals", json_true());
        else if (!str_is_equal(piece, STR("count"))) /* which is always told */
            call_refuse(call, 422, "include", "include: expected of goals, totals, count.");
    }
    json_out_put(body, "projection", projection);
}

void v2_statistics_by(struct call *call)
{
    const struct v2_group *group = v2_group_find_word(call->id);
    json_auto_t *body = json_object();

    if (group == NULL) {
        call_refuse(call, 404, "", "There are no statistics of that name.");
        return;
    }
    json_out_put(body, "group_by", groups_of(call, group));
    json_out_put(body, "filter", filter_of(call));
    put_parts(call, body);
    if (call_param(call, "orderBy").ptr != NULL)
        json_out_put(body, "order_by", order_of(call));
    if (v2_flag(call, "detailed"))
        json_out_put(body, "detailed", json_true());
    copy_param(call, body, "timezone", "timezone");
    copy_param(call, body, "limit", "limit");
    copy_param(call, body, "offset", "offset");
    if (!call->is_answered)
        v2_answer_statistics(call, body, true);
}
