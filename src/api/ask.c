#include "api/ask.h"

#include "api/json_out.h"
#include "base/num.h"

#define LIST_PAGE  1000
#define CURSOR_MAX INT64_C(1000000000)

static const char *text_of(const json_t *document, const char *name)
{
    const char *text = json_string_value(json_object_get(document, name));
    return text != NULL ? text : "";
}

/* Sums of several currencies mean nothing. */
static void read_currency(struct ask *ask)
{
    struct call *call = ask->call;
    struct catalog_query query = {.status = STR("all"), .limit = LIST_PAGE};
    json_t *rows = NULL, *document;
    struct str next;
    size_t i;

    if (catalog_list(call->api->options.catalog, ENTITY_WORKSPACE, &query, &call->scope,
                     call->arena, &rows, &next) != OK) {
        call_refuse(call, 503, "", "The catalogue could not be read: try again.");
        return;
    }
    json_array_foreach(rows, i, document)
    {
        struct str currency = arena_copy(call->arena, str_from_c(text_of(document, "currency")));
        if (i > 0 && !str_is_equal(currency, ask->currency))
            call_refuse(call, 422, "",
                        "Your workspaces have different currencies: name one by X-Workspace.");
        ask->currency = currency;
    }
    json_decref(rows);
}

/* ------------------------------------------------------------------ all of it */

static void hold_facts(struct ask *ask)
{
    struct call *call = ask->call;

    ask->projector = call->api->options.projector;
    ask->facts = ask->projector != NULL ? projector_hold(ask->projector) : NULL;
    if (ask->facts == NULL) {
        call->more_headers = STR("Retry-After: 1\r\n");
        call_refuse(call, 503, "", "The facts are not open yet: try again in a second.");
        return;
    }
    ask->behind_ms = projector_state(ask->projector).behind_ms;
}

/* Tags are the campaigns' in the catalogue. */
static void refuse_tags(struct call *call, const struct question *question)
{
    for (size_t i = 0; i < question->filter_count; i++) {
        const struct dimension *dimension = question->filters[i].dimension;
        if (dimension != NULL && dimension->kind == DIMENSION_TAG)
            call_refuse(call, 422, "filter", "filter: name campaigns here, not their tags.");
    }
}

void ask_open(struct ask *ask, struct call *call, enum fact_table_id table)
{
    *ask = (struct ask){.call = call};
    names_init(&ask->names, call->api->options.catalog, &call->scope);
    if (!question_read(call, table, &ask->asked))
        return;
    ask->question = &ask->asked.question;
    refuse_tags(call, ask->question);
    if (!call->is_answered)
        question_seek(call, ask->question);
    if (!call->is_answered)
        hold_facts(ask);
}

void ask_close(struct ask *ask)
{
    if (ask->facts != NULL)
        projector_release(ask->projector, TAKE(ask->facts));
    names_fini(&ask->names);
    question_end(&ask->asked);
}

void ask_refuse(struct call *call, enum err err)
{
    if (err == ERR_BUSY) {
        call->more_headers = STR("Retry-After: 1\r\n");
        call_refuse(call, 503, "", "Too many reports are waiting: try again.");
    } else if (err == ERR_TIMEOUT) {
        call_refuse(call, 503, "", "It took too long: narrow it with from, to and filter.");
    } else if (err == ERR_FULL) {
        call_refuse(call, 422, "", "It is too much at once: narrow it, or group by less.");
    } else if (err == ERR_RANGE) {
        call_refuse(call, 422, "", "A sum is beyond reckoning: narrow it with from and to.");
    } else {
        call_refuse(call, 503, "", "The facts could not be read.");
    }
}

/* ------------------------------------------------------------------ groups */

/* The kind of entity behind a dimension of that kind. */
static enum entity entity_of(const struct dimension *dimension)
{
    static const struct {
        const char *name;
        enum entity entity;
    } entities[] = {{"campaign", ENTITY_CAMPAIGN},
                    {"source", ENTITY_SOURCE},
                    {"network", ENTITY_NETWORK},
                    {"offer", ENTITY_OFFER},
                    {"lander", ENTITY_LANDER},
                    {"flow", ENTITY_FLOW},
                    {"domain", ENTITY_DOMAIN},
                    {"workspace", ENTITY_WORKSPACE},
                    {"adcampaign", ENTITY_ADCAMPAIGN},
                    {"variation", ENTITY_VARIATION},
                    {"goal", ENTITY_GOAL}};

    for (size_t i = 0; i < ARRAY_LEN(entities); i++)
        if (strcmp(dimension->name, entities[i].name) == 0)
            return entities[i].entity;
    check_failed("an entity's dimension has a kind of entity", __FILE__, __LINE__);
}

static void read_group_by(struct ask *ask)
{
    struct question *question = ask->question;
    struct str rest = call_param(ask->call, "group_by"), name;

    if (rest.len == 0)
        return;
    while (str_take_piece(&rest, ',', &name)) {
        const struct dimension *dimension = dimension_find(question->table, name);
        bool is_group = dimension != NULL && dimension->kind != DIMENSION_LEDGER &&
                        dimension->kind != DIMENSION_TAG;
        for (size_t i = 0; is_group && i < question->group_count; i++)
            is_group = question->groups[i] != dimension;
        if (!is_group || question->group_count == QUESTION_GROUPS_MAX) {
            call_refuse(ask->call, 400, "group_by",
                        "group_by must be up to %d different dimensions, separated by commas.",
                        QUESTION_GROUPS_MAX);
            return;
        }
        question->groups[question->group_count++] = dimension;
    }
}

static bool is_grouped(const struct question *question, const struct dimension *dimension)
{
    for (size_t i = 0; i < question->group_count; i++)
        if (question->groups[i] == dimension)
            return true;
    return false;
}

static void read_sort(struct ask *ask)
{
    struct question *question = ask->question;
    struct str rest = call_param(ask->call, "sort"), name;

    if (rest.len == 0)
        return;
    while (str_take_piece(&rest, ',', &name)) {
        struct sort sort = {.is_descending = str_has_prefix(name, STR("-"))};
        if (sort.is_descending)
            name = str_slice(name, 1, name.len);
        sort.dimension = dimension_find(question->table, name);
        if (sort.dimension == NULL)
            sort.metric = metric_find(question->table, name);
        bool is_known =
            sort.dimension != NULL ? is_grouped(question, sort.dimension) : sort.metric != NULL;
        if (!is_known || question->sort_count == QUESTION_SORTS_MAX) {
            call_refuse(ask->call, 400, "sort",
                        "sort must be up to %d of the figures or of the dimensions in group_by, "
                        "separated by commas; - before one: descending.",
                        QUESTION_SORTS_MAX);
            return;
        }
        question->sorts[question->sort_count++] = sort;
    }
}

static void read_page(struct ask *ask)
{
    struct str cursor = call_param(ask->call, "cursor");

    ask->question->limit = call_limit(ask->call);
    if (cursor.ptr != NULL && num_parse_u64(cursor, CURSOR_MAX, &ask->question->offset) != OK)
        call_refuse(ask->call, 400, "cursor", "cursor must be what an answer gave as next.");
}

/* What the entities of the first grouping are called, when rows are sorted by it. */
static void read_names(struct ask *ask)
{
    struct question *question = ask->question;
    struct call *call = ask->call;
    struct catalog_query query = {.status = STR("all"), .limit = LIST_PAGE};
    const struct dimension *first = question->groups[0];
    bool is_sorted = false;

    for (size_t i = 0; i < question->sort_count; i++)
        is_sorted = is_sorted || (first != NULL && question->sorts[i].dimension == first);
    if (!is_sorted || first->kind != DIMENSION_ENTITY || entity_of(first) == ENTITY_GOAL)
        return;
    struct question_name *names =
        ARENA_ARRAY(call->arena, struct question_name, QUESTION_ENTITIES_MAX);
    do {
        json_t *rows = NULL, *document;
        size_t i;
        if (names == NULL || catalog_list(call->api->options.catalog, entity_of(first), &query,
                                          &call->scope, call->arena, &rows, &query.cursor) != OK) {
            call_refuse(call, 503, "", "The catalogue could not be read: try again.");
            return;
        }
        json_array_foreach(rows, i, document) if (question->name_count < QUESTION_ENTITIES_MAX)
            names[question->name_count++] = (struct question_name){
                (uint64_t)json_integer_value(json_object_get(document, "id")),
                arena_copy(call->arena, str_from_c(text_of(document, "name")))};
        json_decref(rows);
    } while (query.cursor.ptr != NULL && question->name_count < QUESTION_ENTITIES_MAX);
    question->names = names;
}

/* All figures are told. */
static void want_metrics(struct ask *ask)
{
    size_t count;
    const struct metric *all = metric_all(ask->question->table, &count);
    const struct metric **wanted = ARENA_ARRAY(ask->call->arena, const struct metric *, count);

    CHECK(wanted != NULL);
    for (size_t i = 0; i < count; i++)
        wanted[i] = &all[i];
    ask->question->metrics = wanted;
    ask->question->metric_count = count;
}

void ask_read_groups(struct ask *ask)
{
    want_metrics(ask);
    read_currency(ask);
    if (!ask->call->is_answered)
        read_group_by(ask);
    if (!ask->call->is_answered)
        read_sort(ask);
    if (!ask->call->is_answered)
        read_page(ask);
    if (!ask->call->is_answered)
        read_names(ask);
}

/* ------------------------------------------------------------------ rows */

/* What a key is told as when there is nothing. */
static json_t *empty_json(const struct dimension *dimension)
{
    return dimension->unknown != NULL ? json_string(dimension->unknown) : json_null();
}

static json_t *key_json(struct ask *ask, const struct dimension *dimension,
                        const struct report_key *key)
{
    switch (dimension->kind) {
    case DIMENSION_ENTITY:
        if (entity_of(dimension) == ENTITY_GOAL)
            return key->text.len > 0 ? names_of_text(&ask->names, ENTITY_GOAL, key->text)
                                     : json_null();
        return names_of_number(&ask->names, entity_of(dimension), (uint64_t)key->number);
    case DIMENSION_NUMBER:
        return key->number != 0 ? json_integer(key->number) : empty_json(dimension);
    case DIMENSION_TEXT:
    case DIMENSION_TAG:
        return key->text.len > 0 ? json_out_text(key->text) : empty_json(dimension);
    case DIMENSION_BOOL:
        return json_boolean(key->number != 0);
    case DIMENSION_YEAR:
    case DIMENSION_WEEKDAY:
    case DIMENSION_HOUR:
        return json_integer(key->number);
    case DIMENSION_MONTH:
    case DIMENSION_WEEK:
    case DIMENSION_DAY:
    case DIMENSION_LEDGER:
        break;
    }
    return json_out_text(dimension_number_text(ask->call->arena, dimension, key->number));
}

void ask_put_keys(struct ask *ask, json_t *row, const struct report_key *keys)
{
    const struct question *question = ask->question;

    for (size_t i = 0; i < question->group_count; i++)
        json_out_put(row, question->groups[i]->name, key_json(ask, question->groups[i], &keys[i]));
}

json_t *ask_value_json(const struct metric *metric, struct metric_value value)
{
    if (value.is_blank)
        return json_null();
    if (metric->unit == METRIC_COUNT)
        return json_integer(value.value);
    if (metric->unit == METRIC_PERCENT)
        return json_real((double)value.value / 1e4);
    return json_out_money(value.value);
}

enum err ask_put_metrics(const struct ask *ask, json_t *row, const struct sums *sums)
{
    size_t count;
    const struct metric *metrics = metric_all(ask->question->table, &count);

    for (size_t i = 0; i < count; i++) {
        struct metric_value value;
        enum err err =
            metric_reckon(&metrics[i], sums, ask->question->rate, ask->question->is_smart, &value);
        if (err != OK)
            return err;
        json_out_put(row, metrics[i].name, ask_value_json(&metrics[i], value));
    }
    return OK;
}
