/* values - what a visit's rows say to {macros} (spec/tracker.md §2.1). Only what a template asks
 * for is worked out. */
#include "base/clock.h"
#include "base/money.h"
#include "base/uri.h"
#include "visit/events.h"
#include "visit/visit.h"
#include "visitor/country.h"
#include "visitor/visitor.h"

/* The tokens as they were received, by slot. */
static void fill_tokens(const struct macro_template *compiled, struct str tokens,
                        struct arena *arena, struct macro_values *values)
{
    struct str piece;
    for (unsigned slot = 0; slot < MACRO_TOKENS_MAX && str_take_piece(&tokens, '&', &piece);
         slot++) {
        enum macro_name name = (enum macro_name)(MACRO_TOKEN1 + slot);
        if (macro_has(compiled, name) &&
            uri_decode(arena, piece, false, &values->values[name]) != OK)
            values->values[name] = STR_NONE;
    }
}

/* A number in decimal, when the template asks for it. */
static void fill_number(const struct macro_template *compiled, enum macro_name name,
                        uint64_t number, struct arena *arena, struct macro_values *values)
{
    if (!macro_has(compiled, name))
        return;
    struct buf buf = buf_in_arena(arena, 20);
    buf_write_u64(&buf, number);
    values->values[name] = buf_str(&buf);
}

static void fill_campaign(const struct macro_template *compiled, const struct visit_facts *facts,
                          struct arena *arena, struct macro_values *values)
{
    const struct visit *visit = facts->visit;
    fill_number(compiled, MACRO_CAMPAIGN_ID, visit->campaign_id, arena, values);
    fill_number(compiled, MACRO_TRAFFICSOURCE, visit->source_id, arena, values);
    fill_number(compiled, MACRO_OFFER_ID, visit->offer_id, arena, values);
    if (facts->campaign != NULL) {
        values->values[MACRO_CAMPAIGN_NAME] = facts->campaign->name;
        values->values[MACRO_CAMPAIGN_KEY] = str_from_c(facts->campaign->key);
        values->values[MACRO_TRAFFICSOURCE_NAME] = facts->campaign->source->name;
    }
    if (facts->offer == NULL)
        return;
    values->values[MACRO_OFFER_NAME] = facts->offer->name;
    const struct network *network = facts->offer->network;
    if (network != NULL) {
        fill_number(compiled, MACRO_AFFILIATE_NETWORK_ID, network->id, arena, values);
        values->values[MACRO_AFFILIATE_NETWORK_NAME] = network->name;
    }
}

/* The rule and path that the visit took, as the campaign is now; NULL: there is none. */
static const struct path *path_of(const struct visit_facts *facts, const struct rule **rule)
{
    const struct visit *visit = facts->visit;
    const struct campaign *campaign = facts->campaign;
    const struct routing *routing =
        campaign->flow != NULL ? &campaign->flow->routing : &campaign->routing;
    *rule = visit->rule >= 1 && visit->rule <= routing->rule_count
                ? &routing->rules[visit->rule - 1]
                : NULL;
    if (visit->rule > 0 && *rule == NULL)
        return NULL;
    const struct path *paths = *rule != NULL ? (*rule)->paths : routing->paths;
    size_t count = *rule != NULL ? (*rule)->path_count : routing->path_count;
    return visit->path >= 1 && visit->path <= count ? &paths[visit->path - 1] : NULL;
}

static void fill_routing(const struct macro_template *compiled, const struct visit_facts *facts,
                         struct arena *arena, struct macro_values *values)
{
    const struct visit *visit = facts->visit;
    const struct rule *rule = NULL;
    fill_number(compiled, MACRO_PATH_ID, visit->path, arena, values);
    if (visit->flow_id != 0)
        fill_number(compiled, MACRO_FLOW_ID, visit->flow_id, arena, values);
    if (visit->lander_id != 0)
        fill_number(compiled, MACRO_LANDER, visit->lander_id, arena, values);
    const struct path *path = facts->campaign != NULL ? path_of(facts, &rule) : NULL;
    if (rule != NULL)
        values->values[MACRO_RULE_NAME] = rule->name;
    if (path == NULL)
        return;
    values->values[MACRO_PATH_NAME] = path->name;
    for (size_t i = 0; i < path->lander_count; i++) {
        if (path->landers[i].lander->id == visit->lander_id)
            fill_number(compiled, MACRO_LANDER_NUM, i + 1, arena, values);
    }
}

static void fill_place(const struct visit *visit, struct macro_values *values)
{
    const struct country *country = country_find(visit->country);
    values->values[MACRO_COUNTRY] = values->values[MACRO_COUNTRY_CODE] = visit->country;
    if (country != NULL) {
        values->values[MACRO_COUNTRY_NAME] = country->name;
        values->values[MACRO_CONTINENT] = values->values[MACRO_CONTINENT_CODE] = country->continent;
    }
    values->values[MACRO_REGION] = visit->region;
    values->values[MACRO_CITY] = visit->city;
    values->values[MACRO_ISP] = visit->isp;
    values->values[MACRO_CONNECTION_TYPE] = visit->connection_type;
    values->values[MACRO_IS_PROXY] =
        (visit->proxies & (VISITOR_PROXY | VISITOR_VPN)) != 0 ? STR("1") : STR("0");
}

/* "Google Pixel 9", or what is known of it. */
static struct str device_name(const struct visit *visit, struct arena *arena)
{
    if (visit->brand.len == 0 || visit->model.len == 0)
        return visit->brand.len == 0 ? visit->model : visit->brand;
    return arena_format(arena, "%.*s %.*s", STR_FMT(visit->brand), STR_FMT(visit->model));
}

static void fill_device(const struct macro_template *compiled, const struct visit *visit,
                        struct arena *arena, struct macro_values *values)
{
    values->values[MACRO_DEVICE_TYPE] = visit->device_type;
    if (macro_has(compiled, MACRO_DEVICE_NAME))
        values->values[MACRO_DEVICE_NAME] = device_name(visit, arena);
    values->values[MACRO_DEVICE_BRAND] = visit->brand;
    values->values[MACRO_DEVICE_MODEL] = visit->model;
    values->values[MACRO_OS_NAME] = visit->os;
    values->values[MACRO_OS_VERSION] = visit->os_version;
    values->values[MACRO_BROWSER_NAME] = visit->browser;
    values->values[MACRO_BROWSER_VERSION] = visit->browser_version;
    values->values[MACRO_RESOLUTION] = visit->resolution;
}

void visit_fill_values(const struct macro_template *compiled, const struct visit_facts *facts,
                       struct arena *arena, struct macro_values *values)
{
    const struct visit *visit = facts->visit;
    values->values[MACRO_CLICKID] = facts->clickid;
    values->values[MACRO_EXTERNALID] = visit->external_id;
    fill_tokens(compiled, visit->tokens, arena, values);
    events_fill(compiled, facts->events, arena, values);
    fill_campaign(compiled, facts, arena, values);
    fill_routing(compiled, facts, arena, values);
    fill_number(compiled, MACRO_USER_ID, visit->workspace_id, arena, values);
    fill_number(compiled, MACRO_IS_BOT, visit->is_bot, arena, values);
    values->values[MACRO_LANGUAGE] = visit->language;
    fill_place(visit, values);
    fill_device(compiled, visit, arena, values);
    values->at_ms = id_time_ms(visit->id);
    values->pick = str_hash(facts->clickid);
    values->values[MACRO_DOMAIN] = facts->campaign != NULL && facts->campaign->domain != NULL
                                       ? facts->campaign->domain->name
                                       : facts->default_host;
    values->values[MACRO_REAL_DOMAIN] = facts->host;
    if (macro_has(compiled, MACRO_COST))
        values->values[MACRO_COST] = money_text(arena, visit->cost_amount_micros);
    uint64_t seconds = (uint64_t)id_time_ms(visit->id) / 1000;
    fill_number(compiled, MACRO_TIME, seconds, arena, values);
    fill_number(compiled, MACRO_CLICK_TIME, seconds, arena, values);
    fill_number(compiled, MACRO_UNIQUE, visit->is_unique, arena, values);
    fill_number(compiled, MACRO_RANDOM, str_hash(facts->clickid) % 1000000000, arena, values);
    if (macro_has(compiled, MACRO_DATE))
        values->values[MACRO_DATE] =
            str_slice(clock_text(arena, id_time_ms(visit->id)), 0, strlen("2026-11-24"));
    if (facts->personal == NULL)
        return;
    values->values[MACRO_IP] = facts->personal->address;
    values->values[MACRO_USER_AGENT] = facts->personal->user_agent;
    values->values[MACRO_REFERER] = facts->personal->referrer;
    if (macro_has(compiled, MACRO_REFERRER_DOMAIN))
        values->values[MACRO_REFERRER_DOMAIN] = uri_host(facts->personal->referrer);
}
