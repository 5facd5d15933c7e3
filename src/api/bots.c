/* bots - the lists of bots applied to the past: begin a run, or one that only counts; how far each
 * is; cancel one. */
#include <stdlib.h>
#include "api/bot_run.h"
#include "api/json_out.h"
#include "api/names.h"
#include "api/when.h"
#include "base/clock.h"
#include "base/num.h"
#include "ledger/reader_costs.h"
#include "model/body.h"

struct apply_body {
    struct str from, to, tz;
    bool is_dry;
};

static const struct field body_fields[] = {
    {.name = "from",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct apply_body, from),
     .max = 40,
     .help = "The beginning of the range of visits."},
    {.name = "to",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_TRIMMED,
     .offset = offsetof(struct apply_body, to),
     .max = 40,
     .help = "Its end: a date is the whole day, a time is not within."},
    {.name = "tz",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct apply_body, tz),
     .max = ZONE_NAME_BYTES_MAX,
     .help = "On whose clock; the workspace's by default."},
    {.name = "dry_run",
     .type = FIELD_BOOL,
     .offset = offsetof(struct apply_body, is_dry),
     .fallback = "false",
     .help = "Only counts what would change."},
};
static const struct schema body_schema = SCHEMA(body_fields, struct apply_body);

static const struct shape_field apply_fields[] = {
    {"from", SHAPE_TEXT, 0, "A date or a time: 2026-11-24, 2026-11-24 13:00, or RFC 3339.", NULL,
     NULL},
    {"to", SHAPE_TEXT, 0, "The same; a date is the whole day, a time is not within.", NULL, NULL},
    {"tz", SHAPE_TEXT, SHAPE_NULL | SHAPE_OPTIONAL, "On whose clock; the workspace's by default.",
     NULL, NULL},
    {"dry_run", SHAPE_BOOL, SHAPE_OPTIONAL, "true: only counts what would change.", NULL, NULL},
};
const struct shape bots_apply_shape = SHAPE_OF_BODY(
    "bots_apply", apply_fields, "{\"from\":\"2020-01-01\",\"to\":\"2036-01-01\",\"dry_run\":true}");

static const struct shape_field campaign_fields[] = {
    {"campaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"bots", SHAPE_NUMBER, 0, "Visits that become a bot's.", NULL, NULL},
    {"people", SHAPE_NUMBER, 0, "Visits that become a person's.", NULL, NULL},
    {"conversions", SHAPE_NUMBER, 0, "Of these visits.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0,
     "By how much the campaign's cost changes; costs told afterwards stay what they are, and are "
     "spread anew.",
     NULL, NULL},
};
static const struct shape campaign_shape = SHAPE("bot_run_campaign", campaign_fields);

static const struct shape_field run_fields[] = {
    {"id", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"state", SHAPE_WORD, 0, NULL, "running cancelling done cancelled failed", NULL},
    {"phase", SHAPE_WORD, 0,
     "costs: those told afterwards that cover changed visits are taken back; spreading: they are "
     "set anew.",
     "counting costs judging spreading ended", NULL},
    {"dry_run", SHAPE_BOOL, 0, NULL, NULL, NULL},
    {"from", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"to", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"by", SHAPE_TEXT, 0, "Who began it.", NULL, NULL},
    {"created_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"ended_at", SHAPE_TIME, SHAPE_NULL, NULL, NULL, NULL},
    {"visits", SHAPE_NUMBER, 0, "Looked at, while they are counted.", NULL, NULL},
    {"passed", SHAPE_NUMBER, 0, "Of these, passed while they are judged.", NULL, NULL},
    {"unknown", SHAPE_NUMBER, 0,
     "Visits whose address is not kept whole: they stay as they are, but for what their user agent "
     "says.",
     NULL, NULL},
    {"bots", SHAPE_NUMBER, 0, "Visits that become a bot's.", NULL, NULL},
    {"people", SHAPE_NUMBER, 0, "Visits that become a person's.", NULL, NULL},
    {"conversions", SHAPE_NUMBER, 0, "Of these visits.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0, "By how much the cost of all campaigns changes.", NULL, NULL},
    {"judged_bots", SHAPE_NUMBER, 0, "Verdicts given, as the ledger has them, once it has ended.",
     NULL, NULL},
    {"judged_people", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"cost_updates", SHAPE_NUMBER, 0, "Costs told afterwards that are spread anew.", NULL, NULL},
    {"unspread", SHAPE_NUMBER, 0,
     "Of these, those that cover nobody any more: they stay taken back.", NULL, NULL},
    {"skipped", SHAPE_NUMBER, 0,
     "Visits that stay as they are: more than 20,000 clicks, or with their conversions and waiting "
     "forwards more than one transaction takes (1,023 entries).",
     NULL, NULL},
    {"left", SHAPE_NUMBER, 0,
     "Visits that stay as they are because costs that cover them kept being told meanwhile: "
     "another "
     "run judges them.",
     NULL, NULL},
    {"error", SHAPE_TEXT, SHAPE_NULL, "Why it failed.", NULL, NULL},
    {"campaigns", SHAPE_OBJECTS, 0, NULL, NULL, &campaign_shape},
};
const struct shape bot_run_shape = SHAPE("bot_run", run_fields);

/* ------------------------------------------------------------------ answers */

static const char *phase_word(enum bot_phase phase)
{
    static const char *const words[] = {"counting", "costs", "judging", "spreading", "ended"};
    return words[phase];
}

static json_t *campaign_json(struct names *names, const struct bot_campaign *campaign)
{
    json_t *json = json_object();
    json_out_put(json, "campaign", names_of_number(names, ENTITY_CAMPAIGN, campaign->id));
    json_out_put(json, "bots", json_out_number(campaign->bots));
    json_out_put(json, "people", json_out_number(campaign->people));
    json_out_put(json, "conversions", json_out_number(campaign->conversions));
    json_out_put(json, "cost", json_out_money(campaign->cost_micros));
    return json;
}

static void put_sums(json_t *json, struct names *names, const struct bot_progress *progress)
{
    struct bot_campaign sum = {0};
    json_t *campaigns = json_array();
    for (size_t i = 0; i < progress->campaign_count; i++) {
        const struct bot_campaign *campaign = &progress->campaigns[i];
        sum.bots += campaign->bots;
        sum.people += campaign->people;
        sum.conversions += campaign->conversions;
        sum.cost_micros += campaign->cost_micros;
        json_out_append(campaigns, campaign_json(names, campaign));
    }
    json_out_put(json, "bots", json_out_number(sum.bots));
    json_out_put(json, "people", json_out_number(sum.people));
    json_out_put(json, "conversions", json_out_number(sum.conversions));
    json_out_put(json, "cost", json_out_money(sum.cost_micros));
    json_out_put(json, "campaigns", campaigns);
}

static json_t *run_json(struct names *names, const struct catalog_bot_run *run)
{
    struct bot_progress progress;
    json_t *json = json_object();
    json_auto_t *document = json_loadb(run->document.ptr, run->document.len, 0, NULL);
    if (bot_progress_read(document, &progress) != OK)
        progress = (struct bot_progress){.phase = BOT_ENDED}; /* never: we wrote it */
    json_out_put(json, "id", json_out_number(run->id));
    json_out_put(json, "state", json_out_text(run->state));
    json_out_put(json, "phase", json_string(phase_word(progress.phase)));
    json_out_put(json, "dry_run", json_boolean(progress.is_dry));
    json_out_put(json, "from", json_out_time(progress.from_ms));
    json_out_put(json, "to", json_out_time(progress.to_ms));
    json_out_put(json, "by", json_string(progress.actor));
    json_out_put(json, "created_at", json_out_time(progress.created_ms));
    json_out_put(json, "ended_at",
                 progress.ended_ms != 0 ? json_out_time(progress.ended_ms) : json_null());
    json_out_put(json, "visits", json_out_number(progress.looked));
    json_out_put(json, "passed", json_out_number(progress.judged));
    json_out_put(json, "unknown", json_out_number(progress.unknown));
    json_out_put(json, "judged_bots", json_out_number(progress.bots));
    json_out_put(json, "judged_people", json_out_number(progress.people));
    json_out_put(json, "cost_updates", json_out_number(progress.update_count));
    json_out_put(json, "unspread", json_out_number(progress.unspread));
    json_out_put(json, "skipped", json_out_number(progress.skipped));
    json_out_put(json, "left", json_out_number(progress.left));
    json_out_put(json, "error",
                 progress.error[0] != '\0' ? json_string(progress.error) : json_null());
    put_sums(json, names, &progress);
    bot_progress_fini(&progress);
    return json;
}

static void answer_run(struct call *call, uint64_t id)
{
    struct catalog_bot_run run;
    enum err err = catalog_find_bot_run(call->api->options.catalog, id, call->arena, &run);
    if (err == OK && !workspace_set_has(&call->scope.reads, run.workspace_id))
        err = ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND)
        call_refuse(call, 404, "", "There is no such run.");
    else if (err != OK)
        call_refuse(call, 503, "", "The catalogue could not be read.");
    if (call->is_answered)
        return;
    struct names names;
    names_init(&names, call->api->options.catalog, &call->scope);
    call_answer(call, 200, run_json(&names, &run));
    names_fini(&names);
}

/* The number in the address; 0: no run has it. */
static uint64_t id_of(const struct call *call)
{
    uint64_t id = 0;
    return num_parse_u64(call->id, INT64_MAX, &id) == OK && id != 0 ? id : UINT64_MAX / 2;
}

/* ------------------------------------------------------------------ what is asked */

/* The range in time, and as ids of what is recorded by now. False: refused. */
static bool read_range(struct call *call, const struct apply_body *body, uint64_t workspace_id,
                       struct bot_progress *progress)
{
    json_auto_t *workspace = NULL;
    struct ledger_reader *reader = NULL;
    struct zone *zone = NULL;
    uint64_t last_id = 0;
    struct str id = arena_format(call->arena, "%" PRIu64, workspace_id);
    if (catalog_get(call->api->options.catalog, ENTITY_WORKSPACE, id, &call->scope, &workspace) !=
        OK) {
        call_refuse(call, 503, "", "The catalogue could not be read.");
        return false;
    }
    struct str name = body->tz.ptr != NULL
                          ? body->tz
                          : str_from_c(json_string_value(json_object_get(workspace, "time_zone")));
    if (zone_make(name, &zone) != OK) {
        call_refuse(call, 422, "tz", "tz: there is no time zone \"%.*s\".", STR_FMT(name));
        return false;
    }
    enum err from = when_parse(body->from, zone, false, &progress->from_ms);
    enum err to = when_parse(body->to, zone, true, &progress->to_ms);
    zone_free(zone);
    const char *wrong = from != OK ? "from" : "to";
    if (from != OK || to != OK || progress->from_ms >= progress->to_ms) {
        call_refuse(call, 422, wrong, "%s: expected a date such as 2026-11-24, and from before to.",
                    wrong);
        return false;
    }
    enum err err = readers_take(call->api->readers, &reader);
    if (err == OK)
        err = ledger_reader_last_id(reader, &last_id);
    readers_give_back(call->api->readers, reader, err);
    if (err != OK && err != ERR_NOT_FOUND) {
        call_refuse_read(call, err);
        return false;
    }
    int64_t end_ms = id_time_ms(last_id) + 1;
    progress->from_id = progress->from_ms > 0 ? id_from_ms(progress->from_ms) : 1;
    progress->to_id = progress->to_ms < end_ms && progress->to_ms > 0
                          ? id_from_ms(progress->to_ms)
                          : last_id + 1; /* later visits are judged as they come */
    if (progress->from_ms >= end_ms)
        progress->from_id = progress->to_id;
    return true;
}

static void add_run(struct call *call, uint64_t workspace_id, struct bot_progress *progress)
{
    json_auto_t *json = bot_progress_json(progress);
    char *text = json_dumps(json, JSON_COMPACT);
    CHECK(text != NULL);
    struct catalog_bot_run run = {
        .workspace_id = workspace_id, .state = STR("running"), .document = str_from_c(text)};
    enum err err = catalog_add_bot_run(call->api->options.catalog, &run);
    free(text);
    if (err == ERR_CONFLICT)
        call_refuse(call, 409, "", "Another run over the bots is not at its end yet.");
    else if (err != OK)
        call_refuse(call, 503, "", "The catalogue could not be written.");
    else
        answer_run(call, run.id);
}

void bots_apply(struct call *call)
{
    struct apply_body body = {0};
    struct model_fault fault = {0};
    struct bot_progress progress = {.created_ms = clock_wall_ms()};
    if (schema_read(&body_schema, call->body, call->arena, &body, &fault) != OK) {
        call_refuse_model(call, ERR_INVALID, &fault);
        return;
    }
    uint64_t workspace_id = call_workspace(call);
    if (call->is_answered || !read_range(call, &body, workspace_id, &progress))
        return;
    progress.is_dry = body.is_dry;
    (void)snprintf(progress.actor, sizeof(progress.actor), "%s", call->scope.actor);
    add_run(call, workspace_id, &progress);
}

void bots_runs(struct call *call)
{
    struct catalog_bot_run *runs =
        ARENA_ARRAY(call->arena, struct catalog_bot_run, CATALOG_BOT_RUNS_MAX);
    size_t count = 0;
    uint64_t workspace_id = call_workspace(call);
    if (call->is_answered)
        return;
    CHECK(runs != NULL);
    if (catalog_list_bot_runs(call->api->options.catalog, workspace_id, call->arena, runs,
                              &count) != OK) {
        call_refuse(call, 503, "", "The catalogue could not be read.");
        return;
    }
    json_t *rows = json_array();
    struct names names;
    names_init(&names, call->api->options.catalog, &call->scope);
    for (size_t i = 0; i < count; i++)
        json_out_append(rows, run_json(&names, &runs[i]));
    names_fini(&names);
    call_answer_rows(call, rows, STR_NONE);
}

void bots_run(struct call *call)
{
    answer_run(call, id_of(call));
}

void bots_cancel(struct call *call)
{
    struct catalog_bot_run run;
    bool is_so = false;

    call_check_fields(call, &nothing_shape);
    if (call->is_answered)
        return;
    enum err err = catalog_find_bot_run(call->api->options.catalog, id_of(call), call->arena, &run);
    if (err == OK && !workspace_set_has(&call->scope.reads, run.workspace_id))
        err = ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND)
        call_refuse(call, 404, "", "There is no such run.");
    else if (err == OK && !workspace_set_has(&call->scope.writes, run.workspace_id))
        call_refuse(call, 403, "", "You may read workspace %" PRIu64 ", not change it.",
                    run.workspace_id);
    if (err == OK && !call->is_answered)
        err = catalog_cancel_bot_run(call->api->options.catalog, run.id, &is_so);
    if (err != OK && err != ERR_NOT_FOUND)
        call_refuse(call, 503, "", "The catalogue could not be written.");
    else if (err == OK && !is_so)
        call_refuse(call, 409, "", "This run is at its end.");
    if (!call->is_answered)
        answer_run(call, run.id);
}
