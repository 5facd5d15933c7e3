/* adcampaign - what the ad network sells: a price for each event, and how much of it an advertiser
 * wants (spec/network.md §3.1, §5). */
#include "base/clock.h"
#include "base/money.h"
#include "base/say.h"
#include "model/body.h"
#include "model/fault.h"
#include "model/kind.h"
#include "model/targeting.h"
#include "model/zones.h"

#define CAP_MAX INT64_C(1000000000000)
#define HOUR_MS INT64_C(3600000)

static const char *const pricing_words[] = {"cpc", "cpm", "cpv", "smart_cpm", "cpa", NULL};
static const enum ad_pricing pricings[] = {AD_PRICING_CPC, AD_PRICING_CPM, AD_PRICING_CPV,
                                           AD_PRICING_SMART_CPM, AD_PRICING_CPA};
_Static_assert(ARRAY_LEN(pricing_words) == ARRAY_LEN(pricings) + 1, "a word for each");

/* ------------------------------------------------------------------ fields */

#define CAP_FIELD(name_, help_)                                                                    \
    {                                                                                              \
        .name = #name_, .type = FIELD_INTEGER, .flags = FIELD_NULLABLE,                            \
        .offset = offsetof(struct ad_caps_body, name_), .min = 1, .max = CAP_MAX, .help = (help_)  \
    }

static const struct field caps_fields[] = {
    CAP_FIELD(total_impressions, "Impressions in all; null: any number."),
    CAP_FIELD(daily_impressions, "Impressions a day; null: any number."),
    CAP_FIELD(total_clicks, "Clicks in all; null: any number."),
    CAP_FIELD(daily_clicks, "Clicks a day; null: any number."),
};
static const struct schema caps_schema = SCHEMA(caps_fields, struct ad_caps_body);

static const struct field capping_fields[] = {
    {.name = "quantity",
     .type = FIELD_INTEGER,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct capping_body, quantity),
     .min = 1,
     .max = CAPPING_MAX,
     .help = "How often one visitor gets it ..."},
    {.name = "frequency_hours",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct capping_body, frequency_hours),
     .fallback = "24",
     .min = 1,
     .max = CAPPING_HOURS_MAX,
     .help = "... within so many hours of the first time."},
};
static const struct schema capping_schema = SCHEMA(capping_fields, struct capping_body);

#define BUDGET_FIELD(name_, help_)                                                                 \
    {                                                                                              \
        .name = #name_, .type = FIELD_MONEY, .flags = FIELD_NULLABLE,                              \
        .offset = offsetof(struct adcampaign_body, name_##_micros), .min = 1,                      \
        .max = MONEY_MICROS_MAX, .help = (help_)                                                   \
    }

#define TIME_FIELD(name_, help_)                                                                   \
    {                                                                                              \
        .name = #name_, .type = FIELD_TEXT,                                                        \
        .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,                             \
        .offset = offsetof(struct adcampaign_body, name_), .max = CLOCK_TEXT_MAX,                  \
        .judge = kind_judge_time, .help = (help_)                                                  \
    }

static const struct field adcampaign_fields[] = {
    KIND_NAME_FIELD(struct adcampaign_body),
    {.name = "pricing",
     .type = FIELD_WORD,
     .offset = offsetof(struct adcampaign_body, pricing),
     .fallback = "\"cpc\"",
     .words = pricing_words,
     .help = "What the price is paid for."},
    {.name = "price",
     .type = FIELD_MONEY,
     .offset = offsetof(struct adcampaign_body, price_micros),
     .fallback = "\"0\"",
     .max = MONEY_MICROS_MAX,
     .help = "Of a click (cpc), a view (cpv), a thousand views (cpm), at most (smart_cpm), or of a "
             "conversion whose call names no cpa (cpa)."},
    {.name = "goal_id",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct adcampaign_body, goal_id),
     .max = GOAL_ID_LEN,
     .help = "Of cpa: the goal whose conversions are paid for; null: those of all goals."},
    TIME_FIELD(starts_at, "When delivery begins; null: at once."),
    TIME_FIELD(ends_at, "When it ends; null: never."),
    {.name = "time_zone",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct adcampaign_body, time_zone),
     .max = ZONE_NAME_BYTES_MAX - 1,
     .judge = kind_judge_zone,
     .help = "Whose days daily budget and caps are of; null: the workspace's."},
    BUDGET_FIELD(total_budget, "What it may cost in all; null: any amount."),
    BUDGET_FIELD(daily_budget, "What it may cost a day; null: any amount."),
    {.name = "caps",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct adcampaign_body, caps),
     .fallback = "{}",
     .schema = &caps_schema,
     .help = "How much of it is delivered."},
    {.name = "capping",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct adcampaign_body, capping),
     .schema = &capping_schema,
     .help = "How often one visitor gets it; null: as often as they come."},
    {.name = "fallback_url",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,
     .offset = offsetof(struct adcampaign_body, fallback_url),
     .max = KIND_URL_CHARS_MAX,
     .help = "Where visitors go while it does not deliver, uncharged; null: 404."},
    TARGETING_FIELD(struct adcampaign_body),
};
static const struct schema adcampaign_schema = SCHEMA(adcampaign_fields, struct adcampaign_body);

/* ------------------------------------------------------------------ check */

static enum err check_goal(struct check *check, const struct adcampaign_body *body)
{
    struct db_row row;
    if (body->goal_id.ptr == NULL)
        return OK;
    if (pricings[body->pricing] != AD_PRICING_CPA)
        return fault_refuse(check->fault, "goal_id",
                            "only ad campaigns paid by conversion (cpa) have one: send null");
    enum err err = db_find_by_key(check->db, ENTITY_GOAL, body->goal_id, check->arena, &row);
    if (err == ERR_NOT_FOUND || (err == OK && row.workspace_id != check->workspace_id))
        return fault_refuse(check->fault, "goal_id", "there is no such goal");
    if (err == OK && row.status == STATUS_ARCHIVED && check->is_active)
        return fault_refuse(check->fault, "goal_id", "this goal is archived");
    return err;
}

/* The instant of a text that was judged; of none, that. */
static int64_t time_of(struct str text, int64_t without_ms)
{
    int64_t at_ms = without_ms;
    return text.ptr != NULL && clock_parse(text, &at_ms) != OK ? without_ms : at_ms;
}

static enum err check_times(struct check *check, const struct adcampaign_body *body)
{
    bool is_empty = time_of(body->ends_at, INT64_MAX) <= time_of(body->starts_at, INT64_MIN);
    return is_empty ? fault_refuse(check->fault, "ends_at", "expected a time after starts_at") : OK;
}

/* A budget that has no room for one event stops delivery before it begins. Smart CPM may pay less
 * than its price. */
static void warn_small(struct check *check, const struct adcampaign_body *body, const char *field,
                       int64_t budget_micros)
{
    enum ad_pricing pricing = pricings[body->pricing];
    bool is_of_views = pricing == AD_PRICING_CPM || pricing == AD_PRICING_CPV;
    int64_t event_micros =
        pricing == AD_PRICING_CPM ? body->price_micros / 1000 : body->price_micros;
    if (budget_micros == SCHEMA_MONEY_NONE || budget_micros >= event_micros)
        return;
    if (pricing == AD_PRICING_CPC)
        check_warn(check, field, "a click costs more than that: none is delivered");
    else if (is_of_views)
        check_warn(check, field, "a view costs more than that: none is delivered");
}

static void warn(struct check *check, const struct adcampaign_body *body)
{
    if (body->total_budget_micros != SCHEMA_MONEY_NONE &&
        body->daily_budget_micros > body->total_budget_micros)
        check_warn(check, "daily_budget", "a day may cost more than all days together");
    warn_small(check, body, "daily_budget", body->daily_budget_micros);
    warn_small(check, body, "total_budget", body->total_budget_micros);
    if (pricings[body->pricing] == AD_PRICING_CPA && body->price_micros == 0)
        check_warn(check, "price", "conversions whose call names no cpa cost nothing");
}

static enum err check_adcampaign(struct check *check, void *read)
{
    const struct adcampaign_body *body = read;
    enum err err = check_goal(check, body);
    if (err == OK)
        err = check_times(check, body);
    if (err == OK)
        err = kind_check_static(check, "fallback_url", body->fallback_url);
    if (err == OK)
        err = targeting_check(check, &body->targeting);
    if (err == OK)
        warn(check, body);
    return err;
}

/* ------------------------------------------------------------------ build */

static int64_t limit_of(int64_t count)
{
    return count < 0 ? AD_AMOUNT_ANY : count; /* no money is one as well: INT64_MIN */
}

static void set_limits(const struct adcampaign_body *body, struct adcampaign *adcampaign)
{
    const struct ad_caps_body *caps = body->caps;
    adcampaign->total =
        (struct ad_amount){limit_of(caps->total_impressions), limit_of(caps->total_clicks),
                           limit_of(body->total_budget_micros)};
    adcampaign->daily =
        (struct ad_amount){limit_of(caps->daily_impressions), limit_of(caps->daily_clicks),
                           limit_of(body->daily_budget_micros)};
    if (body->capping != NULL)
        adcampaign->capping =
            (struct ad_capping){body->capping->quantity, body->capping->frequency_hours * HOUR_MS};
}

static enum err set_zone(const struct build *build, struct str name, struct adcampaign *adcampaign)
{
    if (name.ptr == NULL) {
        adcampaign->zone = snapshot_workspace(build->snapshot, build->row->workspace_id)->zone;
        return OK;
    }
    return zones_find(build->zones, build->arena, name, &adcampaign->zone) == OK
               ? OK
               : fault_refuse(build->fault, "time_zone", "there is no such time zone any more");
}

static enum err build_adcampaign(const struct build *build, const void *read, void *item)
{
    const struct adcampaign_body *body = read;
    struct adcampaign *adcampaign = item;
    adcampaign->id = build->row->id;
    adcampaign->workspace_id = build->row->workspace_id;
    adcampaign->status = build->row->status;
    adcampaign->name = body->name;
    adcampaign->pricing = pricings[body->pricing];
    adcampaign->price_micros = body->price_micros;
    adcampaign->goal_id = body->goal_id;
    adcampaign->starts_ms = time_of(body->starts_at, INT64_MIN);
    adcampaign->ends_ms = time_of(body->ends_at, INT64_MAX);
    adcampaign->fallback_url = body->fallback_url;
    set_limits(body, adcampaign);
    enum err err = set_zone(build, body->time_zone, adcampaign);
    return err == OK ? targeting_build(build, &body->targeting, &adcampaign->targeting) : err;
}

bool adcampaign_is_limited(const struct adcampaign *adcampaign)
{
    const struct ad_amount *limits[] = {&adcampaign->total, &adcampaign->daily};
    for (size_t i = 0; i < ARRAY_LEN(limits); i++)
        if (limits[i]->impressions != AD_AMOUNT_ANY || limits[i]->clicks != AD_AMOUNT_ANY ||
            limits[i]->micros != AD_AMOUNT_ANY)
            return true;
    return false;
}

const struct kind adcampaign_kind = {
    .resource = "adcampaigns",
    .word = SAY("ad campaign"),
    .example = "{\"name\":\"Ad campaign\",\"pricing\":\"cpc\",\"price\":\"0.05\","
               "\"daily_budget\":\"20\",\"caps\":{\"daily_clicks\":500}}",
    .schema = &adcampaign_schema,
    .item_bytes = sizeof(struct adcampaign),
    .check = check_adcampaign,
    .build = build_adcampaign,
};
