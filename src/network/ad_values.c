#include "network/ad_values.h"

#include "base/money.h"

/* A token's value and the parameter of /go/ID that carries it. */
static const struct {
    enum ad_token token;
    const char *param;
} carried[] = {
    {AD_TOKEN_SRC_HOSTNAME, "src_hostname"},
    {AD_TOKEN_SITE_ID, "site_id"},
    {AD_TOKEN_ZONE_ID, "zone_id"},
    {AD_TOKEN_CATEGORY_ID, "category_id"},
    {AD_TOKEN_COUNTRY, "country"},
    {AD_TOKEN_FORMAT, "format"},
    {AD_TOKEN_KEYWORD, "keyword"},
    {AD_TOKEN_LANGUAGE, "language"},
    {AD_TOKEN_SUB, "sub"},
    {AD_TOKEN_TAGS, "tags"},
    {AD_TOKEN_REFERRER, "referrer"},
};

void ad_values_fill(const struct ad_values_case *c, struct arena *arena,
                    struct ad_token_values *into)
{
    struct str *values = into->values;
    for (size_t i = 0; i < ARRAY_LEN(carried); i++)
        values[carried[i].token] =
            arena_copy(arena, uri_value(c->query, str_from_c(carried[i].param)));
    values[AD_TOKEN_VARIATION_ID] = arena_format(arena, "%" PRIu64, c->variation_id);
    values[AD_TOKEN_CAMPAIGN_ID] = arena_format(arena, "%" PRIu64, c->adcampaign->id);
    values[AD_TOKEN_PRICING_MODEL] = arena_format(arena, "%d", (int)c->adcampaign->pricing);
    values[AD_TOKEN_COST] = money_text(arena, c->cost_micros);
    values[AD_TOKEN_ACTUAL_COST] = values[AD_TOKEN_COST];
    values[AD_TOKEN_CURRENCY] = c->currency;
}
