/* Lists of entities with figures: the same documents as without, and what counted for each of them
 * within a span. Those that had no traffic are there too. */
#include "api/figures.h"

#include "api/counts.h"
#include "api/figures_own.h"
#include "api/format.h"
#include "api/json_out.h"

static const struct {
    enum entity entity;
    enum fact_table_id table;
    const char *dimension;
} kinds[] = {
    {ENTITY_CAMPAIGN, FACT_TABLE, "campaign"},
    {ENTITY_SOURCE, FACT_TABLE, "source"},
    {ENTITY_NETWORK, FACT_TABLE, "network"},
    {ENTITY_OFFER, FACT_TABLE, "offer"},
    {ENTITY_LANDER, FACT_TABLE, "lander"},
    {ENTITY_FLOW, FACT_TABLE, "flow"},
    {ENTITY_DOMAIN, FACT_TABLE, "domain"},
    {ENTITY_ADCAMPAIGN, AD_FACT_TABLE, "adcampaign"},
    {ENTITY_VARIATION, AD_FACT_TABLE, "variation"},
    {ENTITY_GOAL, AD_FACT_TABLE, "goal"},
    {ENTITY_SITE, AD_FACT_TABLE, "site"},
    {ENTITY_ZONE, AD_FACT_TABLE, "zone"},
};

/* The place of a kind in the table, or its length. */
static size_t find_kind(enum entity entity)
{
    size_t i = 0;
    while (i < ARRAY_LEN(kinds) && kinds[i].entity != entity)
        i++;
    return i;
}

static const struct shape_field no_fields[] = {{"", SHAPE_ANY, 0, NULL, NULL, NULL}};
static const struct shape tracker_shape = {"figures", no_fields, 0, NULL, ask_figures_fields};
static const struct shape network_shape = {"ad_figures", no_fields, 0, NULL, ask_ad_figures_fields};

const struct shape *figures_shape(enum entity entity)
{
    size_t kind = find_kind(entity);
    if (kind == ARRAY_LEN(kinds))
        return NULL;
    return kinds[kind].table == FACT_TABLE ? &tracker_shape : &network_shape;
}

bool figures_are_wanted(struct call *call)
{
    struct str rest = STR(FIGURES_PARAMS);
    struct str name;
    while (str_take_piece(&rest, ' ', &name))
        if (name.len > 0 && uri_find(&call->query, name) != NULL)
            return true;
    return false;
}

/* --- What was counted for which id ------------------------------------------------ */

static void write_id(char text[24], uint64_t id)
{
    (void)snprintf(text, 24, "%" PRIu64, id);
}

/* An id's text: a goal's is one already. */
static const char *id_text(const json_t *document, char text[24])
{
    const json_t *id = json_object_get(document, "id");
    if (json_is_string(id))
        return json_string_value(id);
    write_id(text, (uint64_t)json_integer_value(id));
    return text;
}

static enum err take_row(void *context, const struct report_row *row)
{
    struct figures *figures = context;
    char id[24];
    json_t *object = json_object();
    enum err err = ask_put_figures(&figures->ask, object, row);
    write_id(id, (uint64_t)row->keys[0].number);
    json_out_put(figures->by_id, id, object);
    json_out_append(figures->order, json_integer(row->keys[0].number));
    return err;
}

bool figures_are_sorted_by(struct call *call)
{
    struct str sort = call_param(call, "sort");
    struct str piece;
    static const char *const own[] = {"name",     "-name",   "created",
                                      "-created", "updated", "-updated"};
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        if (str_is_equal(sort, str_from_c(own[i])))
            return false;
    return sort.len > 0 && str_take_piece(&sort, ',', &piece);
}

struct str figures_sort_text(struct call *call, const char *dimension)
{
    struct str rest = call_param(call, "sort");
    struct str piece;
    struct buf buf = buf_in_arena(call->arena, rest.len + 2 * strlen(dimension) + 8);
    while (str_take_piece(&rest, ',', &piece)) {
        bool is_name = str_is_equal(piece, STR("name")) || str_is_equal(piece, STR("-name"));
        if (buf.len > 0)
            buf_write_char(&buf, ',');
        if (is_name && piece.len > 4)
            buf_write_char(&buf, '-');
        if (is_name)
            buf_write_c(&buf, dimension);
        else
            buf_write(&buf, piece);
    }
    return buf_str(&buf);
}

/* --- The documents ------------------------------------------------------------------ */

/* The documents of the ids, in their order. */
static json_t *documents_of(struct call *call, const struct catalog_query *asked, const json_t *ids)
{
    struct catalog_query query = {.status = STR("all"), .limit = asked->limit};
    struct buf text = buf_in_arena(call->arena, 24 * json_array_size(ids) + 1);
    json_t *found = NULL, *by_id = json_object(), *rows = json_array();
    struct str next;
    size_t i;
    json_t *value;
    char id[24];
    json_array_foreach(ids, i, value)
        buf_format(&text, "%s%" JSON_INTEGER_FORMAT, i > 0 ? "," : "", json_integer_value(value));
    query.ids = buf_str(&text);
    if (json_array_size(ids) > 0 && catalog_list(call->api->options.catalog, call->entity, &query,
                                                 &call->scope, call->arena, &found, &next) != OK)
        call_refuse(call, 503, "", "The catalogue could not be read.");
    json_array_foreach(found, i, value)
    {
        write_id(id, (uint64_t)json_integer_value(json_object_get(value, "id")));
        json_out_put(by_id, id, json_incref(value));
    }
    json_array_foreach(ids, i, value)
    {
        write_id(id, (uint64_t)json_integer_value(value));
        json_t *document = json_object_get(by_id, id);
        if (document != NULL) /* else it went a moment ago */
            json_out_append(rows, json_incref(document));
    }
    json_decref(found);
    json_decref(by_id);
    return rows;
}

static void put_figures(struct figures *figures, json_t *rows)
{
    struct call *call = figures->ask.call;
    size_t count = json_array_size(rows);
    json_t **documents = arena_alloc(call->arena, (count + 1) * sizeof(json_t *));
    CHECK(documents != NULL); /* of a scratch that holds a page of any log */
    for (size_t i = 0; i < count; i++) {
        char id[24];
        documents[i] = json_array_get(rows, i);
        resources_put_links(call, documents[i]);
        json_t *of = json_object_get(figures->by_id, id_text(documents[i], id));
        json_out_put(documents[i], "figures", of != NULL ? json_incref(of) : json_null());
    }
    counts_put(call, documents, count);
}

void figures_answer(struct figures *figures, json_t *rows, struct str next,
                    const struct report_row *totals)
{
    struct call *call = figures->ask.call;
    json_t *total = json_object();
    enum format format = format_of(call);
    put_figures(figures, rows);
    if (ask_put_figures(&figures->ask, total, totals) != OK)
        ask_refuse(call, ERR_RANGE);
    if (call->is_answered) {
        json_decref(rows);
        json_decref(total);
    } else if (format != FORMAT_JSON) {
        call_answer_rows(call, rows, next);
        json_decref(total);
    } else {
        json_t *answer = json_object();
        json_out_put(answer, "rows", rows);
        json_out_put(answer, "next", json_out_text(next));
        json_out_put(answer, "totals", total);
        ask_put_frame(&figures->ask, answer);
        call->more_headers = STR("Vary: Accept\r\n");
        call_answer(call, 200, answer);
    }
}

/* --- By figures ----------------------------------------------------------------------- */

/* The goals whose own figures are sorted by: summed, but not told. */
struct goal_sorts {
    struct str goals[QUESTION_SORTS_MAX];
    struct report_goal totals[2 * QUESTION_SORTS_MAX];
};

/* Each once; refuses one that there is not. */
static void read_goal_sorts(struct figures *figures, struct question *question,
                            struct goal_sorts *sorts)
{
    struct call *call = figures->ask.call;
    question->goals = sorts->goals;
    for (size_t i = 0; i < question->sort_count; i++) {
        struct str goal = question->sorts[i].goal;
        json_auto_t *document = NULL;
        if (goal.ptr == NULL)
            continue;
        if (catalog_get(call->api->options.catalog, ENTITY_GOAL, goal, &call->scope, &document) !=
            OK)
            call_refuse(call, 422, "sort", "sort: there is no goal %.*s.", STR_FMT(goal));
        if (question->goal_count == 0 || !str_is_equal(sorts->goals[0], goal))
            sorts->goals[question->goal_count++] = goal;
    }
}

/* The report gives order and page: the cursor is how many stand before. */
static void answer_by_metric(struct figures *figures, const struct catalog_query *query,
                             const char *dimension)
{
    struct ask *ask = &figures->ask;
    struct call *call = ask->call;
    struct goal_sorts sorts = {0};
    struct report_row totals;
    uint64_t row_count = 0;
    ask->has_goals = ask->question->table == AD_FACT_TABLE;
    ask_read_sort(ask, figures_sort_text(call, dimension));
    ask_read_page(ask);
    if (call->is_answered)
        return;
    struct question question = *ask->question;
    read_goal_sorts(figures, &question, &sorts);
    if (call->is_answered)
        return;
    enum err err = report_run(ask->facts, &ask->client, &question, take_row, figures, &totals,
                              sorts.totals, &row_count);
    if (err != OK) {
        ask_refuse(call, err);
        return;
    }
    struct str next = ask_next(ask, json_array_size(figures->order), row_count);
    json_t *rows = documents_of(call, query, figures->order);
    if (call->is_answered)
        json_decref(rows);
    else
        figures_answer(figures, rows, next, &totals);
}

bool figures_read_list(struct call *call, const struct catalog_query *query, json_t **rows,
                       struct str *next)
{
    enum err err = catalog_list(call->api->options.catalog, call->entity, query, &call->scope,
                                call->arena, rows, next);
    if (err == ERR_INVALID)
        call_refuse(call, 400, "cursor",
                    "cursor must be what an answer gave as next, and sort "
                    "name, created, updated or metrics.");
    else if (err != OK)
        call_refuse(call, 503, "", "The catalogue could not be read.");
    return err == OK;
}

/* --- By the list ------------------------------------------------------------------------ */

/* The catalogue gives order and page, the report all figures. */
static void answer_by_list(struct figures *figures, const struct catalog_query *query)
{
    struct ask *ask = &figures->ask;
    struct call *call = ask->call;
    struct report_row totals;
    uint64_t row_count = 0;
    json_t *rows = NULL;
    struct str next = STR_NONE;
    if (!figures_read_list(call, query, &rows, &next))
        return;
    if (ask_run(ask, take_row, figures, &totals, NULL, &row_count))
        figures_answer(figures, json_incref(rows), next, &totals);
    json_decref(rows);
}

void figures_list(struct call *call, struct catalog_query *query)
{
    size_t kind = find_kind(call->entity);
    struct figures figures = {.by_id = json_object(), .order = json_array()};
    struct ask *ask = &figures.ask;
    CHECK(kind < ARRAY_LEN(kinds)); /* figures_are_wanted() looked */
    ask_open(ask, call, kinds[kind].table);
    ask_read_figures(ask);
    ask->question->groups[0] = dimension_find(kinds[kind].table, str_from_c(kinds[kind].dimension));
    ask->question->group_count = 1;
    if (call->entity == ENTITY_GOAL) {
        figures_list_goals(&figures, query);
    } else if (!call->is_answered) {
        ask->question->is_complete = true;
        ask_take_names(ask, call->entity, query);
        if (!call->is_answered && figures_are_sorted_by(call))
            answer_by_metric(&figures, query, kinds[kind].dimension);
        else if (!call->is_answered)
            answer_by_list(&figures, query);
    }
    json_decref(figures.by_id);
    json_decref(figures.order);
    ask_close(ask);
}
