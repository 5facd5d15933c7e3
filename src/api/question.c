#include "api/question.h"

#include "api/when.h"
#include "base/clock.h"

static void read_workspaces(struct call *call, struct asked *asked)
{
    size_t count = 0;

    for (uint64_t id = 1; id <= WORKSPACES_MAX; id++)
        if (workspace_set_has(&call->scope.reads, id))
            asked->workspaces[count++] = id;
    asked->question.workspaces = asked->workspaces;
    asked->question.workspace_count = count;
}

/* The clock that is asked for, else the workspace's. */
static void read_zone(struct call *call, struct asked *asked)
{
    struct str name = call_param(call, "tz");
    json_t *workspace = NULL;

    if (name.ptr == NULL && call->scope.home != 0) {
        struct str id = arena_format(call->arena, "%" PRIu64, call->scope.home);
        if (catalog_get(call->api->options.catalog, ENTITY_WORKSPACE, id, &call->scope,
                        &workspace) == OK) {
            const char *own = json_string_value(json_object_get(workspace, "time_zone"));
            name = own != NULL ? arena_copy(call->arena, str_from_c(own)) : STR_NONE;
        }
        json_decref(workspace);
    }
    asked->tz = name.ptr != NULL ? name : STR("UTC");
    if (zone_make(asked->tz, &asked->zone) != OK)
        call_refuse(call, 400, "tz", "tz must be a time zone like Europe/Paris, or UTC.");
    asked->question.zone = asked->zone;
}

static void read_end(struct call *call, const char *name, const struct zone *zone, bool is_end,
                     int64_t *wall_ms)
{
    const struct uri_param *param = uri_find(&call->query, str_from_c(name));
    struct str text;

    if (param == NULL || call->is_answered)
        return;
    if (uri_decode(call->arena, param->raw_value, false, &text) != OK ||
        when_parse(text, zone, is_end, wall_ms) != OK)
        call_refuse(call, 400, name, "%s must be a date, or a time like 2026-11-24T09:30:00Z.",
                    name);
}

static void read_span(struct call *call, struct asked *asked)
{
    int64_t today = zone_day(asked->zone, clock_wall_ms());
    struct span_ms span = {0, zone_day_start_ms(asked->zone, today + 1)};

    read_end(call, "from", asked->zone, false, &span.from_ms);
    read_end(call, "to", asked->zone, true, &span.to_ms);
    if (span.to_ms < span.from_ms)
        call_refuse(call, 400, "to", "to must not be before from.");
    asked->question.span = span;
}

static void read_filters(struct call *call, struct question *question)
{
    for (size_t i = 0; i < call->query.count && !call->is_answered; i++) {
        const struct uri_param *param = &call->query.params[i];
        struct str message = STR("");
        if (!str_is_equal(param->name, STR("filter")))
            continue;
        if (question->filter_count == QUESTION_FILTERS_MAX) {
            call_refuse(call, 400, "filter", "There are at most %d filters.", QUESTION_FILTERS_MAX);
            return;
        }
        enum err err = filter_parse(question->table, param->value, call->arena,
                                    &question->filters[question->filter_count], &message);
        if (err == OK)
            question->filter_count++;
        else
            call_refuse(call, 400, "filter", "filter: %.*s.", STR_FMT(message));
    }
}

/* Whether the workspace's conversions belong to the day of their first postback. */
static bool is_registered_at_postback(struct call *call)
{
    json_t *settings = NULL;

    if (catalog_get_settings(call->api->options.catalog, call->scope.home, &settings) != OK)
        return false;
    const char *word = json_string_value(json_object_get(settings, "registration_time"));
    bool is_postback = word != NULL && strcmp(word, "postback") == 0;
    json_decref(settings);
    return is_postback;
}

/* By whose time conversions count; the network's own is the conversion's. */
static enum question_time read_time(struct call *call, enum fact_table_id table)
{
    bool is_network = table == AD_FACT_TABLE;
    struct str word = call_word(call, "time", is_network ? "click conversion" : "visit conversion");

    if (word.ptr == NULL)
        return is_network || is_registered_at_postback(call) ? TIME_CONVERSION : TIME_VISIT;
    return str_is_equal(word, STR("conversion")) ? TIME_CONVERSION : TIME_VISIT;
}

static bool is_about_tags(const struct question *question)
{
    bool is_about = false;
    for (size_t i = 0; i < question->group_count; i++)
        is_about = is_about || question->groups[i]->kind == DIMENSION_TAG;
    for (size_t i = 0; i < question->filter_count; i++)
        is_about = is_about || (question->filters[i].dimension != NULL &&
                                question->filters[i].dimension->kind == DIMENSION_TAG);
    return is_about;
}

void question_read_tags(struct call *call, struct question *question)
{
    const struct catalog_name *tags = NULL;
    size_t count = 0;

    if (call->is_answered || question->tags != NULL || !is_about_tags(question))
        return;
    if (catalog_list_tags(call->api->options.catalog, &call->scope, call->arena, &tags, &count) !=
        OK) {
        call_refuse(call, 503, "", "The catalogue could not be read.");
        return;
    }
    struct question_name *pairs = ARENA_ARRAY(call->arena, struct question_name, count + 1);
    CHECK(pairs != NULL); /* of a scratch that holds a page of any log */
    for (size_t i = 0; i < count; i++)
        pairs[i] = (struct question_name){tags[i].id, tags[i].name};
    question->tags = pairs;
    question->tag_count = count;
}

/* Only what answers figures has room for both. */
static enum question_bots read_bots(struct call *call)
{
    static const char *const words[] = {
        [BOTS_OUT] = "out", [BOTS_IN] = "in", [BOTS_ONLY] = "only", [BOTS_BOTH] = "both"};
    struct str params = str_from_c(route_params(call->route, call->entity));
    bool has_figures = str_find(params, STR("metrics ")) >= 0;
    struct str word = call_word(call, "bots", has_figures ? "out in only both" : "out in only");
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_is_equal(word, str_from_c(words[i])))
            return (enum question_bots)i;
    return BOTS_OUT;
}

bool question_read(struct call *call, enum fact_table_id table, struct asked *asked)
{
    struct question *question = &asked->question;

    memset(asked, 0, sizeof(*asked));
    question->table = table;
    question->rate = RATE_SAME;
    read_workspaces(call, asked);
    read_zone(call, asked);
    if (call->is_answered)
        return false;
    read_span(call, asked);
    question->time = read_time(call, table);
    question->bots = read_bots(call);
    question->has_tests = str_is_equal(call_word(call, "tests", "out in"), STR("in"));
    read_filters(call, question);
    question_read_tags(call, question);
    return !call->is_answered;
}

void question_end(struct asked *asked)
{
    zone_free(TAKE(asked->zone));
}
