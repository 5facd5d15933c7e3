#include "api/sync_stats.h"

#include "api/json_out.h"
#include "base/money.h"

#define READINGS_MAX 3 /* of a day whose rows change while they are read */

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

/* What has been read of a day. */
struct reading {
    struct sync_client *client;
    const struct sync_source *source;
    struct str day;
    struct arena *arena;
    json_t *seen; /* the keys */
    struct sync_rows *rows;
    size_t page_rows; /* of the last page */
};

static bool add_row(struct reading *reading, const struct sync_row *row, struct sync_fault *fault)
{
    struct sync_rows *rows = reading->rows;
    struct str key = arena_format(reading->arena, "%.*s %.*s", STR_FMT(row->campaign),
                                  STR_FMT(row->grain.ptr != NULL ? row->grain : STR("")));

    if (arena_is_full(reading->arena) || rows->count == SYNC_ROWS_MAX)
        return sync_fail(fault, SYNC_TOO_LARGE, "%d", SYNC_ROWS_MAX);
    if (json_object_getn(reading->seen, key.ptr, key.len) != NULL)
        return sync_fail(fault, SYNC_MOVED, "%.*s stands twice", STR_FMT(key));
    CHECK(json_object_setn_new(reading->seen, key.ptr, key.len, json_true()) == 0);
    rows->list[rows->count++] = *row;
    if (__builtin_add_overflow(rows->cost_micros, row->cost_micros, &rows->cost_micros) ||
        rows->cost_micros > MONEY_MICROS_MAX)
        return sync_fail(fault, SYNC_BAD_ANSWER, "cost");
    return true;
}

static bool is_same_key(const struct sync_row *one, const struct sync_row *other)
{
    return str_is_equal(one->campaign, other->campaign) && str_is_equal(one->grain, other->grain);
}

/* overlap: rows that were read already and must come first, else the rows moved. */
static bool take_page(struct reading *reading, const json_t *result, size_t overlap,
                      struct sync_fault *fault)
{
    const struct sync_rows *rows = reading->rows;
    const json_t *json;
    size_t i;

    if (json_array_size(result) < overlap)
        return sync_fail(fault, SYNC_MOVED, "%s", "");
    json_array_foreach(result, i, json)
    {
        struct sync_row row;
        if (!read_row(reading->source, reading->day, json, reading->arena, &row, fault))
            return false;
        if (i >= overlap) {
            if (!add_row(reading, &row, fault))
                return false;
        } else if (!is_same_key(&row, &rows->list[rows->count - 1])) {
            return sync_fail(fault, SYNC_MOVED, "%s", "");
        }
    }
    return true;
}

/* Until there are no more: a network may give fewer at once than were asked for. Each page begins
 * with the last row of the one before it, so that rows that came or went in between are noticed; a
 * network that gives but one at a time cannot be asked so. */
static bool read_pages(struct reading *reading, struct sync_fault *fault)
{
    size_t overlap = 0;

    do {
        json_auto_t *question =
            make_question(reading->source, reading->day, reading->rows->count - overlap);
        json_auto_t *answer = NULL;
        if (!sync_client_ask(reading->client, "POST", STR("/statistics/a/global"), question,
                             &answer, fault))
            return false;
        const json_t *result = json_object_get(answer, "result");
        if (!json_is_array(result))
            return sync_fail(fault, SYNC_BAD_ANSWER, "result");
        if (!take_page(reading, result, overlap, fault))
            return false;
        reading->page_rows = json_array_size(result) - overlap;
        overlap = json_array_size(result) > 1;
    } while (reading->page_rows > 0);
    return true;
}

bool sync_stats_read(struct sync_client *client, const struct sync_source *source, struct str day,
                     struct arena *arena, struct sync_rows *rows, struct sync_fault *fault)
{
    *rows = (struct sync_rows){.list = ARENA_ARRAY(arena, struct sync_row, SYNC_ROWS_MAX)};
    if (rows->list == NULL)
        return sync_fail(fault, SYNC_TOO_LARGE, "%s", "");
    for (unsigned i = 1;; i++) {
        json_auto_t *seen = json_object();
        struct reading reading = {client, source, day, arena, seen, rows, 0};
        CHECK(seen != NULL);
        rows->count = 0;
        rows->cost_micros = 0;
        if (read_pages(&reading, fault))
            return true;
        if (fault->code != SYNC_MOVED || i == READINGS_MAX)
            return false;
    }
}
