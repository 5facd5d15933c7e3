#include "network/ad_values.h"

#include "base/money.h"
#include "network/pricing.h"
#include "visitor/country.h"

/* A token's value and the parameter of /go/ID that carries it. */
static const struct {
    enum ad_token token;
    const char *param;
} carried[] = {
    {AD_TOKEN_SRC_HOSTNAME, "src_hostname"},
    {AD_TOKEN_SITE_ID, "site_id"},
    {AD_TOKEN_ZONE_ID, "zone_id"},
    {AD_TOKEN_CATEGORY_ID, "category_id"},
    {AD_TOKEN_FORMAT, "format"},
    {AD_TOKEN_KEYWORD, "keyword"},
    {AD_TOKEN_SUB, "sub"},
    {AD_TOKEN_TAGS, "tags"},
    {AD_TOKEN_REFERRER, "referrer"},
};

static struct str number_text(struct arena *arena, uint64_t number)
{
    return number != 0 ? arena_format(arena, "%" PRIu64, number) : STR_NONE;
}

/* Three letters, in capitals, of what a page says in two or three of either case. Absent: it says
 * no country. */
static struct str country_said(struct str said, struct arena *arena)
{
    const struct country *country = country_find(said);
    char code[3];
    if (country != NULL)
        return country->code3;
    if (said.len != sizeof(code))
        return STR_NONE;
    for (size_t i = 0; i < sizeof(code); i++) {
        code[i] = said.ptr[i] >= 'a' && said.ptr[i] <= 'z' ? (char)(said.ptr[i] - 'a' + 'A')
                                                           : said.ptr[i];
        if (code[i] < 'A' || code[i] > 'Z')
            return STR_NONE;
    }
    return arena_copy(arena, (struct str){code, sizeof(code)});
}

/* Who asks, as the page of an ad that was placed by hand says; a zone's page is not asked, for its
 * ad was chosen by what is known of the visitor. */
static void fill_said(const struct uri_query *query, struct arena *arena, struct str *values)
{
    values[AD_TOKEN_COUNTRY] = country_said(uri_value(query, STR("country")), arena);
    values[AD_TOKEN_LANGUAGE] = arena_copy(arena, uri_value(query, STR("language")));
}

/* Where the ad stands, as its zone knows. */
static void fill_place(const struct ad_zone *zone, struct arena *arena, struct str *values)
{
    values[AD_TOKEN_ZONE_ID] = number_text(arena, zone->id);
    values[AD_TOKEN_SITE_ID] = number_text(arena, zone->site->id);
    values[AD_TOKEN_SRC_HOSTNAME] = zone->site->hostname;
    values[AD_TOKEN_CATEGORY_ID] = number_text(arena, zone->site->category_id);
    values[AD_TOKEN_FORMAT] = ad_format_text(zone->format);
}

static void fill_caller(const struct caller *caller, struct arena *arena, struct str *values)
{
    if (values[AD_TOKEN_LANGUAGE].len == 0)
        values[AD_TOKEN_LANGUAGE] = visitor_language(arena, caller->language);
    if (values[AD_TOKEN_COUNTRY].len == 0)
        values[AD_TOKEN_COUNTRY] = caller->country;
    values[AD_TOKEN_COUNTRY_ISO2] = caller->country_iso2;
    values[AD_TOKEN_REGION] = caller->region;
}

static struct str cpm_text(const struct ad_values_case *c, struct arena *arena)
{
    int64_t micros;
    return pricing_is_by_view(c->adcampaign->pricing) &&
                   money_scale(c->event_micros, 1000, 1, &micros) == OK
               ? money_text(arena, micros)
               : STR_NONE;
}

static struct str day_text(const struct ad_values_case *c, struct arena *arena)
{
    if (c->time_zone == NULL)
        return STR_NONE;
    struct zone_time at = zone_time_at(c->time_zone, c->at_ms);
    return arena_format(arena, "%04d-%02d-%02d", at.year, at.month, at.day);
}

void ad_values_fill(const struct ad_values_case *c, struct arena *arena,
                    struct ad_token_values *into)
{
    struct str *values = into->values;
    for (size_t i = 0; i < ARRAY_LEN(carried); i++)
        values[carried[i].token] =
            arena_copy(arena, uri_value(c->query, str_from_c(carried[i].param)));
    if (c->zone != NULL)
        fill_place(c->zone, arena, values);
    else
        fill_said(c->query, arena, values);
    if (c->caller != NULL)
        fill_caller(c->caller, arena, values);
    if (values[AD_TOKEN_REFERRER].len == 0)
        values[AD_TOKEN_REFERRER] = arena_copy(arena, c->referrer);
    values[AD_TOKEN_VARIATION_ID] = number_text(arena, c->variation_id);
    values[AD_TOKEN_CAMPAIGN_ID] = number_text(arena, c->adcampaign->id);
    values[AD_TOKEN_PRICING_MODEL] = arena_format(arena, "%d", (int)c->adcampaign->pricing);
    values[AD_TOKEN_COST] = money_text(arena, c->event_micros);
    values[AD_TOKEN_ACTUAL_COST] = values[AD_TOKEN_COST];
    values[AD_TOKEN_ACTUAL_CPM] = cpm_text(c, arena);
    values[AD_TOKEN_CURRENCY] = c->currency;
    values[AD_TOKEN_DAY] = day_text(c, arena);
    values[AD_TOKEN_TIME] = arena_format(arena, "%" PRId64, c->at_ms / 1000);
}
