#include "api/sync_stats.h"

#include "api/json_out.h"
#include "base/money.h"

static const char *const grain_groups[] = {[SYNC_BY_CAMPAIGN] = NULL,
                                           [SYNC_BY_VARIATION] = "variation_id",
                                           [SYNC_BY_ZONE] = "zone_id",
                                           [SYNC_BY_SITE] = "site_id"};

/* A day is asked for alone: then two fields order all of its rows, and pages cannot overlap. */
static json_t *make_question(const struct sync_source *source, struct str day, size_t offset)
{
    const char *grain = grain_groups[source->sync->grain];
    json_t *question = json_object(), *filter = json_object();
    json_t *groups = json_array(), *orders = json_array();
    const char *const fields[] = {"campaign_id", grain};

    json_out_put(filter, "date_from", json_out_text(day));
    json_out_put(filter, "date_to", json_out_text(day));
    json_out_append(groups, json_string("date"));
    for (size_t i = 0; i < ARRAY_LEN(fields) && fields[i] != NULL; i++) {
        json_t *order = json_object();
        json_out_append(groups, json_string(fields[i]));
        json_out_put(order, "field", json_string(fields[i]));
        json_out_put(order, "order", json_string("asc"));
        json_out_append(orders, order);
    }
    json_out_put(question, "group_by", groups);
    json_out_put(question, "order_by", orders);
    json_out_put(question, "filter", filter);
    json_out_put(question, "timezone", json_out_text(source->sync->time_zone));
    json_out_put(question, "limit", json_integer(SYNC_PAGE_ROWS));
    json_out_put(question, "offset", json_integer((json_int_t)offset));
    return question;
}

/* The id of a group, as text. */
static struct str id_of(const json_t *groups, const char *name)
{
    return json_text_at(json_object_get(groups, name), "id");
}

static bool read_row(const struct sync_source *source, struct str day, const json_t *json,
                     struct arena *arena, struct sync_row *row, struct sync_fault *fault)
{
    const json_t *groups = json_object_get(json, "group_by");
    const char *grain = grain_groups[source->sync->grain];
    struct str date = json_text_at(json_object_get(groups, "date"), "date");
    struct str campaign = id_of(groups, "campaign_id");

    *row =
        (struct sync_row){.campaign = arena_copy(arena, campaign),
                          .campaign_name = arena_copy(
                              arena, json_text_at(json_object_get(groups, "campaign_id"), "name"))};
    if (campaign.len == 0)
        return sync_fail(fault, SYNC_BAD_ANSWER, "group_by.campaign_id.id");
    if (!str_is_equal(date, day))
        return sync_fail(fault, SYNC_BAD_ANSWER, "group_by.date: \"%.*s\"",
                         STR_FMT(str_slice(date, 0, 32)));
    if (grain != NULL)
        row->grain = arena_copy(arena, id_of(groups, grain));
    if (grain != NULL && row->grain.len == 0)
        return sync_fail(fault, SYNC_BAD_ANSWER, "group_by.%s.id", grain);
    if (sync_read_amount(json_object_get(json, "cost"), 1, &row->cost_micros) != OK)
        return sync_fail(fault, SYNC_BAD_ANSWER, "cost");
    return true;
}

static bool take_page(const struct sync_source *source, struct str day, const json_t *result,
                      struct arena *arena, json_t *seen, struct sync_rows *rows,
                      struct sync_fault *fault)
{
    size_t i;
    const json_t *json;

    json_array_foreach(result, i, json)
    {
        struct sync_row row;
        if (!read_row(source, day, json, arena, &row, fault))
            return false;
        struct str key = arena_format(arena, "%.*s %.*s", STR_FMT(row.campaign),
                                      STR_FMT(row.grain.ptr != NULL ? row.grain : STR("")));
        if (arena_is_full(arena) || rows->count == SYNC_ROWS_MAX)
            return sync_fail(fault, SYNC_TOO_LARGE, "%d", SYNC_ROWS_MAX);
        if (json_object_getn(seen, key.ptr, key.len) != NULL)
            return sync_fail(fault, SYNC_BAD_ANSWER, "%.*s stands twice", STR_FMT(key));
        CHECK(json_object_setn_new(seen, key.ptr, key.len, json_true()) == 0);
        rows->list[rows->count++] = row;
        if (__builtin_add_overflow(rows->cost_micros, row.cost_micros, &rows->cost_micros) ||
            rows->cost_micros > MONEY_MICROS_MAX)
            return sync_fail(fault, SYNC_BAD_ANSWER, "cost");
    }
    return true;
}

bool sync_stats_read(struct sync_client *client, const struct sync_source *source, struct str day,
                     struct arena *arena, struct sync_rows *rows, struct sync_fault *fault)
{
    json_auto_t *seen = json_object();
    size_t page = 1;

    *rows = (struct sync_rows){.list = ARENA_ARRAY(arena, struct sync_row, SYNC_ROWS_MAX)};
    if (rows->list == NULL || seen == NULL)
        return sync_fail(fault, SYNC_TOO_LARGE, "%s", "");
    /* Until there are no more: a network may give fewer at once than were asked for. */
    while (page > 0) {
        json_auto_t *question = make_question(source, day, rows->count);
        json_auto_t *answer = NULL;
        if (!sync_client_ask(client, "POST", STR("/statistics/a/global"), question, &answer, fault))
            return false;
        const json_t *result = json_object_get(answer, "result");
        if (!json_is_array(result))
            return sync_fail(fault, SYNC_BAD_ANSWER, "result");
        page = json_array_size(result);
        if (!take_page(source, day, result, arena, seen, rows, fault))
            return false;
    }
    return true;
}
