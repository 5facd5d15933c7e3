#include "api/ask.h"

#include "api/format.h"
#include "api/json_out.h"
#include "api/when.h"
#include "base/clock.h"
#include "base/num.h"
#include "base/say.h"
#include "model/rates.h"

#define SPAN_DAYS_MAX 3700 /* of what something is compared with */
#define CURSOR_MAX    INT64_C(1000000000)
#define GOAL_ID_BYTES 16

/* --- Opening ----------------------------------------------------------------- */

static void hold_facts(struct ask *ask)
{
    struct call *call = ask->call;
    ask->projector = call->api->options.projector;
    ask->facts = ask->projector != NULL ? projector_hold(ask->projector) : NULL;
    if (ask->facts != NULL) {
        ask->behind_ms = projector_state(ask->projector).behind_ms;
        return;
    }
    call->more_headers = STR("Retry-After: 1\r\n");
    call_refuse(call, 503, "", "The facts are not open yet: they are being made from the ledger.");
}

static bool is_gone(void *exchange)
{
    return http_exchange_is_gone(exchange);
}

void ask_open(struct ask *ask, struct call *call, enum fact_table_id table)
{
    *ask = (struct ask){.call = call,
                        .scratch = call->arena,
                        .client = {.is_gone = is_gone, .context = call->exchange}};
    names_init(&ask->names, call->api->options.catalog, &call->scope);
    bool is_read = question_read(call, table, &ask->asked);
    ask->question = &ask->asked.question;
    if (is_read)
        question_seek(call, ask->question);
    if (!call->is_answered)
        hold_facts(ask);
}

void ask_release(struct ask *ask)
{
    if (ask->facts != NULL)
        projector_release(ask->projector, TAKE(ask->facts));
}

void ask_close(struct ask *ask)
{
    ask_release(ask);
    names_fini(&ask->names);
    question_end(&ask->asked);
}

void ask_refuse(struct call *call, enum err err)
{
    if (err == ERR_BUSY)
        call->more_headers = STR("Retry-After: 2\r\n");
    if (err == ERR_BUSY)
        call_refuse(call, 503, "", "Too many reports wait: try again.");
    else if (err == ERR_TIMEOUT)
        call_refuse(call, 503, "from",
                    "The report took too long: narrow the span, or add a filter.");
    else if (err == ERR_FULL)
        call_refuse(call, 422, "group_by",
                    "The report needs more memory than it may have: narrow the span, add a filter, "
                    "or group by less.");
    else if (err == ERR_RANGE)
        call_refuse(call, 422, "", "A sum is larger than can be told: narrow the span.");
    else if (err == ERR_CLOSED)
        call_refuse(call, 503, "", "Nobody waits for this answer any more.");
    else
        call_refuse(call, 503, "", "The facts could not be read.");
}

bool ask_run(struct ask *ask, enum err (*on_row)(void *context, const struct report_row *row),
             void *context, struct report_row *totals, struct report_goal *total_goals,
             uint64_t *row_count)
{
    enum err err = report_run(ask->facts, &ask->client, ask->question, on_row, context, totals,
                              total_goals, row_count);
    if (err != OK)
        ask_refuse(ask->call, err);
    return !ask->call->is_answered;
}

/* --- Figures: which, in which currency, beside which span ---------------------- */

/* Sums of several currencies mean nothing. Absent after a refusal. */
static struct str own_currency(struct ask *ask)
{
    struct call *call = ask->call;
    struct catalog_query query = {.status = STR("all"), .limit = WORKSPACES_MAX};
    struct str currency = STR_NONE;
    struct str next;
    json_t *rows = NULL, *row;
    size_t i;
    if (catalog_list(call->api->options.catalog, ENTITY_WORKSPACE, &query, &call->scope,
                     call->arena, &rows, &next) != OK)
        call_refuse(call, 503, "", "The catalogue could not be read.");
    json_array_foreach(rows, i, row)
    {
        struct str of = str_from_c(json_string_value(json_object_get(row, "currency")));
        if (currency.ptr != NULL && !str_is_equal(of, currency))
            call_refuse(
                call, 422, "",
                "Your workspaces count in different currencies: name one with workspace=, or "
                "the header X-Workspace.");
        currency = arena_copy(call->arena, of);
    }
    json_decref(rows);
    return currency;
}

static void read_currency(struct ask *ask)
{
    struct call *call = ask->call;
    struct str code = call_param(call, "currency");
    const struct rates *rates = NULL;
    struct str own = own_currency(ask);
    ask->question->rate = RATE_SAME;
    ask->currency = own;
    if (code.ptr == NULL || call->is_answered)
        return;
    if (catalog_get_rates(call->api->options.catalog, call->arena, &rates) != OK) {
        call_refuse(call, 503, "", "The catalogue could not be read.");
        return;
    }
    struct str known = rates_currency(rates, code);
    if (known.ptr == NULL) {
        call_refuse(call, 400, "currency", "currency must be one such as USD.");
        return;
    }
    struct rate rate = rates_find(rates, own, known, clock_wall_ms());
    if (!rate_is_known(rate)) {
        call_refuse(call, 422, "currency",
                    "No rate from %.*s to %.*s is known: import exchange rates first.",
                    STR_FMT(own), STR_FMT(known));
        return;
    }
    ask->question->rate = rate;
    ask->currency = known;
}

/* All but the single events, which are many and seldom there. */
static void take_usual_metrics(struct ask *ask)
{
    size_t count;
    const struct metric *all = metric_all(ask->question->table, &count);
    for (size_t i = 0; i < count; i++)
        if (all[i].unit != METRIC_NUMBER)
            ask->metrics[ask->question->metric_count++] = &all[i];
}

static void read_metrics(struct ask *ask)
{
    struct call *call = ask->call;
    struct question *question = ask->question;
    struct str rest = call_param(call, "metrics");
    struct str name;
    question->metrics = ask->metrics;
    if (rest.len == 0) {
        take_usual_metrics(ask);
        return;
    }
    while (str_take_piece(&rest, ',', &name) && !call->is_answered) {
        const struct metric *metric = metric_find(question->table, name);
        if (metric == NULL)
            call_refuse(call, 400, "metrics", "metrics: there is no metric \"%.*s\".",
                        STR_FMT(str_slice(name, 0, 64)));
        else if (question->metric_count == ASK_METRICS_MAX)
            call_refuse(call, 400, "metrics", "metrics holds at most %d.", ASK_METRICS_MAX);
        else
            ask->metrics[question->metric_count++] = metric;
    }
}

/* A '+' of an offset may stand as it is. */
static bool read_instant(struct ask *ask, const char *name, bool is_end, int64_t *wall_ms)
{
    struct call *call = ask->call;
    const struct uri_param *param = uri_find(&call->query, str_from_c(name));
    struct str text;
    if (param == NULL)
        return false;
    if (uri_decode(call->arena, param->raw_value, false, &text) == OK &&
        when_parse(text, ask->asked.zone, is_end, wall_ms) == OK)
        return true;
    call_refuse(call, 400, name, "%s must be a date such as 2026-11-24, or RFC 3339.", name);
    return false;
}

/* As many local days before, or as many milliseconds when the span is no whole days. */
static struct span_ms span_before(const struct ask *ask)
{
    struct span_ms span = ask->question->span;
    int64_t first = zone_day(ask->asked.zone, span.from_ms),
            end = zone_day(ask->asked.zone, span.to_ms);
    bool is_days = zone_day_start_ms(ask->asked.zone, first) == span.from_ms &&
                   zone_day_start_ms(ask->asked.zone, end) == span.to_ms;
    struct span_ms before = {2 * span.from_ms - span.to_ms, span.from_ms};
    if (is_days)
        before.from_ms = zone_day_start_ms(ask->asked.zone, 2 * first - end);
    return before;
}

static void read_compared(struct ask *ask)
{
    struct call *call = ask->call;
    struct span_ms compared = {0};
    struct str word = call_word(call, "compare", "previous");
    bool has_from = read_instant(ask, "compare_from", false, &compared.from_ms);
    bool has_to = read_instant(ask, "compare_to", true, &compared.to_ms);
    if (call->is_answered || (word.ptr == NULL && !has_from && !has_to))
        return;
    if (ask->question->bots == BOTS_BOTH)
        call_refuse(call, 400, "bots", "bots=both stands alone: a row has one thing beside it.");
    if (word.ptr != NULL && (has_from || has_to))
        call_refuse(call, 400, "compare", "compare stands alone, without compare_from and _to.");
    else if (word.ptr != NULL && call_param(call, "from").ptr == NULL)
        call_refuse(call, 400, "from", "What is compared with the span before needs from.");
    else if (word.ptr != NULL)
        compared = span_before(ask);
    else if (!has_from || !has_to)
        call_refuse(call, 400, has_from ? "compare_to" : "compare_from",
                    "compare_from and compare_to belong together.");
    if (!call->is_answered && compared.to_ms - compared.from_ms > SPAN_DAYS_MAX * RATE_DAY_MS)
        call_refuse(call, 400, "compare_to", "A compared span holds at most %d days.",
                    SPAN_DAYS_MAX);
    if (!call->is_answered && compared.to_ms <= compared.from_ms)
        call_refuse(call, 400, "compare_to", "compare_to must be after compare_from.");
    if (!call->is_answered)
        ask->question->compared = compared;
}

void ask_read_figures(struct ask *ask)
{
    struct call *call = ask->call;
    if (call->is_answered)
        return;
    struct str denominator = call_word(call, "denominator", "clicks smart");
    ask->question->is_smart = str_is_equal(denominator, STR("smart"));
    read_currency(ask);
    read_metrics(ask);
    read_compared(ask);
}

/* --- Groups ------------------------------------------------------------------- */

static void read_groups(struct ask *ask)
{
    struct call *call = ask->call;
    struct question *question = ask->question;
    struct str rest = call_param(call, "group_by");
    struct str name;
    while (rest.len > 0 && str_take_piece(&rest, ',', &name) && !call->is_answered) {
        const struct dimension *dimension = dimension_find(question->table, name);
        bool is_twice = false;
        for (size_t i = 0; i < question->group_count; i++)
            is_twice = is_twice || question->groups[i] == dimension;
        if (dimension == NULL || dimension->kind == DIMENSION_LEDGER)
            call_refuse(call, 400, "group_by", "group_by: there is no dimension \"%.*s\"%s.",
                        STR_FMT(str_slice(name, 0, 64)),
                        dimension != NULL ? say_text(" to group by: it is a filter only") : "");
        else if (is_twice)
            call_refuse(call, 400, "group_by", "group_by names %s twice.", dimension->name);
        else if (question->group_count == QUESTION_GROUPS_MAX)
            call_refuse(call, 400, "group_by", "group_by holds at most %d.", QUESTION_GROUPS_MAX);
        else
            question->groups[question->group_count++] = dimension;
    }
}

static bool is_time(const struct dimension *dimension)
{
    return dimension->column == NULL && dimension->kind != DIMENSION_TAG &&
           dimension->kind != DIMENSION_LEDGER;
}

/* Time goes forward; all else by what there was most of. */
static void sort_as_usual(struct ask *ask)
{
    struct question *question = ask->question;
    if (question->group_count == 0)
        return;
    question->sort_count = 1;
    if (is_time(question->groups[0]))
        question->sorts[0] = (struct sort){.dimension = question->groups[0]};
    else
        question->sorts[0] = (struct sort){
            .metric = metric_find(question->table,
                                  question->table == FACT_TABLE ? STR("visits") : STR("clicks")),
            .is_descending = true};
}

/* "goal.ID.METRIC": the metric of a goal's own columns; false: it is none. */
static bool read_goal_sort(struct ask *ask, struct str text, struct sort *sort)
{
    uint8_t bytes[GOAL_ID_BYTES];
    struct str rest = text, word, id, name, one;
    struct str all = STR("conversions value cvr ecpa revenue profit roi");
    if (!ask->has_goals || !str_take_piece(&rest, '.', &word) || !str_is_equal(word, STR("goal")) ||
        !str_take_piece(&rest, '.', &id) || !str_take_piece(&rest, '.', &name) ||
        rest.ptr != NULL || num_parse_hex(id, bytes, sizeof(bytes)) != OK)
        return false;
    struct buf lower = buf_in_arena(ask->call->arena, 2 * GOAL_ID_BYTES + 1);
    buf_write_hex(&lower, bytes, sizeof(bytes));
    sort->goal = buf_str(&lower);
    while (str_take_piece(&all, ' ', &one))
        if (str_is_equal(one, name))
            sort->metric = metric_find(ask->question->table, name);
    return sort->metric != NULL;
}

static void read_one_sort(struct ask *ask, struct str text)
{
    struct question *question = ask->question;
    struct call *call = ask->call;
    struct sort sort = {.is_descending = str_has_prefix(text, STR("-"))};
    struct str name = str_slice(text, sort.is_descending, text.len);
    sort.dimension = dimension_find(question->table, name);
    sort.metric = sort.dimension == NULL ? metric_find(question->table, name) : NULL;
    if (sort.dimension == NULL && sort.metric == NULL)
        (void)read_goal_sort(ask, name, &sort); /* refused below when it is none */
    bool is_grouped = false;
    for (size_t i = 0; i < question->group_count; i++)
        is_grouped = is_grouped || question->groups[i] == sort.dimension;
    if (question->sort_count == QUESTION_SORTS_MAX)
        call_refuse(call, 400, "sort", "sort holds at most %d.", QUESTION_SORTS_MAX);
    else if (sort.metric == NULL && (sort.dimension == NULL || !is_grouped))
        call_refuse(call, 400, "sort",
                    "sort: \"%.*s\" is neither a metric nor a dimension of group_by.",
                    STR_FMT(str_slice(name, 0, 64)));
    else
        question->sorts[question->sort_count++] = sort;
}

void ask_read_sort(struct ask *ask, struct str text)
{
    struct str piece;
    while (text.len > 0 && str_take_piece(&text, ',', &piece) && !ask->call->is_answered)
        read_one_sort(ask, piece);
    if (ask->question->sort_count == 0)
        sort_as_usual(ask);
}

static bool needs_names(const struct question *question)
{
    for (size_t i = 0; i < question->sort_count; i++)
        if (question->group_count > 0 && question->sorts[i].dimension == question->groups[0])
            return question->groups[0]->kind == DIMENSION_ENTITY;
    return false;
}

/* The resource is called as the dimension, in the plural. */
enum entity ask_entity(const struct dimension *dimension)
{
    char text[32];
    (void)snprintf(text, sizeof(text), "%ss", dimension->name);
    int entity = entity_find(str_from_c(text));
    CHECK(entity >= 0);
    return (enum entity)entity;
}

static const struct question_name *copy_names(struct call *call, const struct catalog_name *names,
                                              size_t count)
{
    struct question_name *copies = ARENA_ARRAY(call->arena, struct question_name, count + 1);
    CHECK(copies != NULL); /* of a scratch that holds a page of any log */
    for (size_t i = 0; i < count; i++)
        copies[i] = (struct question_name){names[i].id, names[i].name};
    return copies;
}

void ask_take_names(struct ask *ask, enum entity entity, const struct catalog_query *query)
{
    struct call *call = ask->call;
    const struct catalog_name *names = NULL;
    enum err err = catalog_list_names(call->api->options.catalog, entity, query, &call->scope,
                                      call->arena, &names, &ask->question->name_count);
    if (err == ERR_INVALID)
        call_refuse(call, 400, "ids", "ids must be a list like 1,2,3.");
    else if (err != OK)
        call_refuse(call, 503, "", "The catalogue could not be read.");
    else
        ask->question->names = copy_names(call, names, ask->question->name_count);
}

static void read_names(struct ask *ask)
{
    struct catalog_query all = {.status = STR("all")};
    const struct dimension *first = ask->question->groups[0];
    if (strcmp(first->name, "goal") == 0)
        return; /* its ids are texts, and sort as such */
    ask_take_names(ask, ask_entity(first), &all);
}

void ask_read_page(struct ask *ask)
{
    struct call *call = ask->call;
    struct str cursor = call_param(call, "cursor");
    ask->question->limit = format_is_whole(call) ? 0 : call_limit(call);
    if (cursor.ptr != NULL && num_parse_u64(cursor, INT64_MAX, &ask->question->offset) != OK)
        call_refuse(call, 400, "cursor", "cursor must be what an answer gave as next.");
}

/* What lies in both spans could stand in one group of time only. */
static void check_overlap(struct ask *ask)
{
    const struct question *question = ask->question;
    const struct span_ms *a = &question->span, *b = &question->compared;
    bool is_about_time = false;
    for (size_t i = 0; i < question->group_count; i++)
        is_about_time = is_about_time || is_time(question->groups[i]);
    for (size_t i = 0; i < question->filter_count; i++)
        is_about_time = is_about_time || (question->filters[i].dimension != NULL &&
                                          is_time(question->filters[i].dimension));
    if (b->to_ms != 0 && is_about_time && a->from_ms < b->to_ms && b->from_ms < a->to_ms)
        call_refuse(ask->call, 400, "compare_to",
                    "The compared span overlaps the other: by time they must not.");
}

void ask_read_groups(struct ask *ask)
{
    if (ask->call->is_answered)
        return;
    read_groups(ask);
    check_overlap(ask);
    if (!ask->call->is_answered)
        ask_read_sort(ask, call_param(ask->call, "sort"));
    ask_read_page(ask);
    if (!ask->call->is_answered)
        question_read_tags(ask->call, ask->question);
    if (!ask->call->is_answered && needs_names(ask->question))
        read_names(ask);
}
