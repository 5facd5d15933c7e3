#include "api/v2/fields.h"

static const struct v2_group groups[] = {
    {"date", "date", NULL, "day", false},
    {"hour", "hour", NULL, "hour", false},
    {"campaign_id", "campaign", "campaignid", "adcampaign", true},
    {"variation_id", "variation", "variationid", "variation", true},
    {"site_id", "site", "siteid", "site", true},
    {"zone_id", "zone", "zoneid", "zone", true},
    {"category_id", "category", "categoryid", "category", false},
    {"country", "country", "country", "country", true},
    {"browser_id", "browser", NULL, "browser", true},
    {"carrier_id", "carrier", NULL, "carrier", true},
    {"device_id", "device", NULL, "device_type", true},
    {"language_id", "language", NULL, "language", true},
    {"os_id", "os", NULL, "os", true},
    {"format", "format", NULL, "format", true},
    {"sub", "sub", NULL, "sub", true},
};

static const struct v2_figure figures[] = {
    {"impressions", "impressions"},
    {"clicks", "clicks"},
    {"ctr", "ctr"},
    {"cost", "cost"},
    {"cpc", "ecpc"},
    {"cpm", "ecpm"},
    {"conversions", "conversions"},
    {"revenue", "revenue"},
    {"profit", "profit"},
    {"roi", "roi"},
    {"roas", "roas"},
};

const struct v2_group *v2_groups(size_t *count)
{
    *count = ARRAY_LEN(groups);
    return groups;
}

const struct v2_group *v2_group_find(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(groups); i++)
        if (str_is_equal(name, str_from_c(groups[i].name)))
            return &groups[i];
    return NULL;
}

const struct v2_group *v2_group_find_word(struct str word)
{
    for (size_t i = 0; i < ARRAY_LEN(groups); i++)
        if (str_is_equal(word, str_from_c(groups[i].word)) ||
            (groups[i].param != NULL && str_is_equal(word, str_from_c(groups[i].param))))
            return &groups[i];
    return NULL;
}

const struct dimension *v2_dimension(const struct v2_group *group)
{
    const struct dimension *dimension = dimension_find(AD_FACT_TABLE, str_from_c(group->dimension));

    CHECK(dimension != NULL);
    return dimension;
}

const char *v2_group_names(void)
{
    return "date, hour, campaign_id, variation_id, site_id, zone_id, category_id, country, "
           "browser_id, carrier_id, device_id, language_id, os_id, format, sub";
}

const struct v2_figure *v2_figures(size_t *count)
{
    *count = ARRAY_LEN(figures);
    return figures;
}

const struct v2_figure *v2_figure_find(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(figures); i++)
        if (str_is_equal(name, str_from_c(figures[i].name)))
            return &figures[i];
    return NULL;
}
