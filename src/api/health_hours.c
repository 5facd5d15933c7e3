/* What the facts say: hours of networks, offers, sources and campaigns, one entity after the other,
 * and what sources did not send. */
#include "api/health_gather.h"

#include "api/health_judge.h"
#include "base/id.h"
#include "facts/baseline.h"
#include "macro/macro.h"

#define HOUR_MS INT64_C(3600000)
#define DAY_MS  (24 * HOUR_MS)

struct hours {
    const struct health_gathering *gathering;
    struct health_result *result;
    enum baseline_of of;
    uint64_t workspace_id, id; /* whose hours the series holds; 0: none yet */
    uint64_t last_id;          /* its newest conversion */
    struct judge_series series;
};

static enum entity entity_of(enum baseline_of of)
{
    switch (of) {
    case BASELINE_NETWORK:
        return ENTITY_NETWORK;
    case BASELINE_OFFER:
        return ENTITY_OFFER;
    case BASELINE_SOURCE:
        return ENTITY_SOURCE;
    case BASELINE_CAMPAIGN:
        return ENTITY_CAMPAIGN;
    }
    check_failed("a kind of hours", __FILE__, __LINE__);
}

/* Whether the same was found at what lies behind: an offer's network, any network of a source's
 * workspace. It is told once, there. */
static bool is_told_above(const struct hours *hours, enum health_code code)
{
    const struct offer *offer = hours->of == BASELINE_OFFER
                                    ? snapshot_find_offer(hours->gathering->snapshot, hours->id)
                                    : NULL;
    for (size_t i = 0; i < hours->result->count; i++) {
        const struct health_finding *finding = &hours->result->list[i];
        if (finding->code != code || finding->entity != ENTITY_NETWORK ||
            finding->workspace_id != hours->workspace_id)
            continue;
        bool is_its_network =
            offer != NULL && offer->network != NULL && offer->network->id == finding->entity_id;
        if (hours->of == BASELINE_SOURCE || is_its_network)
            return true;
    }
    return false;
}

static void add(struct hours *hours, struct health_finding finding)
{
    struct health_result *result = hours->result;
    if (result->count == HEALTH_FINDINGS_MAX || is_told_above(hours, finding.code))
        return;
    finding.workspace_id = hours->workspace_id;
    finding.entity = entity_of(hours->of);
    finding.entity_id = hours->id;
    if (finding.last_ms == 0 && hours->last_id != 0)
        finding.last_ms = id_time_ms(hours->last_id);
    result->list[result->count++] = finding;
}

static struct health_finding of_silence(enum health_code code, const struct judge_silence *silence)
{
    return (struct health_finding){.code = code,
                                   .hours = silence->hours,
                                   .all = silence->visits,
                                   .expected = silence->expected,
                                   .scatter = silence->scatter,
                                   .usual_per_hour = silence->usual_per_hour};
}

static void judge_conversions(struct hours *hours)
{
    struct judge_silence silence;
    struct judge_rate rate;

    if (judge_is_silent(&hours->series, true, &silence)) {
        add(hours, of_silence(HEALTH_POSTBACK_SILENT, &silence));
        return;
    }
    enum judge_change change = judge_rate_change(&hours->series, &rate);
    if (change != JUDGE_SAME)
        add(hours, (struct health_finding){.code = change == JUDGE_FELL ? HEALTH_RATE_FELL
                                                                        : HEALTH_RATE_ROSE,
                                           .count = rate.events,
                                           .all = rate.visits,
                                           .expected = rate.expected,
                                           .sigmas = rate.sigmas});
}

/* Of a campaign: the visits themselves are what may stop. */
static void judge_traffic(struct hours *hours)
{
    struct judge_series *series = &hours->series;
    struct judge_silence silence;

    memcpy(series->events, series->visits, sizeof(series->events));
    memset(series->visits, 0, sizeof(series->visits));
    if (!judge_is_silent(series, false, &silence))
        return;
    struct health_finding finding = of_silence(HEALTH_TRAFFIC_STOPPED, &silence);
    finding.last_ms = (series->first_hour + JUDGE_HOURS - silence.hours) * HOUR_MS;
    add(hours, finding);
}

static void judge(struct hours *hours)
{
    struct health_result *result = hours->result;
    if (hours->id == 0)
        return;
    if (hours->of == BASELINE_CAMPAIGN)
        judge_traffic(hours);
    else
        judge_conversions(hours);
    if (hours->of == BASELINE_NETWORK && hours->last_id != 0 &&
        result->seen_count < HEALTH_NETWORKS_MAX)
        result->seen[result->seen_count++] =
            (struct health_seen){hours->id, id_time_ms(hours->last_id)};
}

static enum err on_hour(void *context, const struct baseline_hour *row)
{
    struct hours *hours = context;
    struct judge_series *series = &hours->series;
    int64_t at = row->hour - series->first_hour;

    if (row->id != hours->id || row->workspace_id != hours->workspace_id) {
        int64_t first_hour = series->first_hour;
        judge(hours);
        memset(series, 0, sizeof(*series));
        series->first_hour = first_hour;
        hours->workspace_id = row->workspace_id;
        hours->id = row->id;
        hours->last_id = 0;
    }
    bool is_campaign = hours->of == BASELINE_CAMPAIGN;
    if (at >= 0 && at < JUDGE_HOURS) {
        series->visits[at] = row->visits > 0 ? row->visits : 0;
        series->events[at] = row->conversions;
    } else if (at >= JUDGE_HOURS)
        series->current_events += is_campaign ? row->visits : row->conversions;
    if (row->last_id > hours->last_id)
        hours->last_id = row->last_id;
    return OK;
}

/* known_ms: up to when the facts are there; the hour that is not over then is not judged. */
static enum err read_hours(struct facts *facts, int64_t known_ms, struct hours *hours)
{
    static const enum baseline_of order[] = {BASELINE_NETWORK, BASELINE_OFFER, BASELINE_SOURCE,
                                             BASELINE_CAMPAIGN};
    int64_t first_hour = known_ms / HOUR_MS - JUDGE_HOURS;
    enum err err = OK;
    for (size_t i = 0; err == OK && i < ARRAY_LEN(order); i++) {
        hours->of = order[i];
        hours->id = 0;
        memset(&hours->series, 0, sizeof(hours->series));
        hours->series.first_hour = first_hour;
        err = baseline_hours(facts, NULL, order[i], first_hour * HOUR_MS, on_hour, hours);
        if (err == OK)
            judge(hours);
    }
    return err;
}

/* ------------------------------------------------------------------ what sources did not send */

static void add_lack(struct health_result *result, enum health_code code,
                     const struct baseline_lack *row)
{
    struct health_finding finding = {.code = code,
                                     .workspace_id = row->workspace_id,
                                     .entity = ENTITY_SOURCE,
                                     .entity_id = row->source_id,
                                     .count = row->lacking,
                                     .all = row->visits,
                                     .last_id = row->last_id,
                                     .last_ms = id_time_ms(row->last_id)};
    bool is_token = code == HEALTH_UNEXPANDED_TOKEN;
    if (is_token)
        (void)snprintf(finding.detail, sizeof(finding.detail), "%.*s",
                       (int)(row->value.len < HEALTH_DETAIL_BYTES - 1 ? row->value.len : 0),
                       row->value.ptr);
    if (result->count < HEALTH_FINDINGS_MAX && row->lacking > 0 && row->source_id != 0 &&
        judge_is_worth_telling(row->lacking, row->visits) &&
        !judge_is_mended(row->lacking, row->visits, row->visits_since))
        result->list[result->count++] = finding;
}

static enum err on_cost(void *context, const struct baseline_lack *row)
{
    add_lack(context, HEALTH_COST_MISSING, row);
    return OK;
}

static enum err on_token(void *context, const struct baseline_lack *row)
{
    if (macro_is_placeholder(row->value))
        add_lack(context, HEALTH_UNEXPANDED_TOKEN, row);
    return OK;
}

enum err health_gather_facts(const struct health_gathering *gathering, struct facts *facts,
                             int64_t behind_ms, struct health_result *result)
{
    struct hours *hours = heap_make(1, sizeof(*hours));
    int64_t day_ms = gathering->now_ms - DAY_MS;

    hours->gathering = gathering;
    hours->result = result;
    enum err err = read_hours(facts, gathering->now_ms - behind_ms, hours);
    if (err == OK)
        err = baseline_costs(facts, NULL, day_ms, on_cost, result);
    if (err == OK)
        err = baseline_tokens(facts, NULL, day_ms, on_token, result);
    free(hours);
    return err;
}
