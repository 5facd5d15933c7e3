#include "facts/dimension.h"

#define TRACKER(name, kind, column, help)                                                          \
    {                                                                                              \
        name, FACT_TABLE, kind, column, false, NULL, help                                          \
    }
#define VISITOR(name, help)                                                                        \
    {                                                                                              \
        name, FACT_TABLE, DIMENSION_TEXT, name, false, "unknown", help                             \
    }
#define CONVERSIONS(name, column, help)                                                            \
    {                                                                                              \
        name, FACT_TABLE, DIMENSION_TEXT, column, true, NULL, help                                 \
    }
#define LEDGER(name, help)                                                                         \
    {                                                                                              \
        name, FACT_TABLE, DIMENSION_LEDGER, NULL, false, NULL, help                                \
    }
#define TOKEN(type, name)                                                                          \
    TRACKER(#name, DIMENSION_TEXT, #name, "A token of the source, by its slot."),
#define PARAM(type, name)       CONVERSIONS(#name, #name, "A parameter of the postback."),
#define EVENT_VALUE(type, name) CONVERSIONS(#name, #name, "What the postback said of that event."),
#define NETWORK(name, kind, column, unknown, help)                                                 \
    {                                                                                              \
        name, AD_FACT_TABLE, kind, column, false, unknown, help                                    \
    }
#define TIMES(table)                                                                               \
    {"year", table, DIMENSION_YEAR, NULL, false, NULL, "2026"},                                    \
        {"month", table, DIMENSION_MONTH, NULL, false, NULL, "2026-11"},                           \
        {"week", table, DIMENSION_WEEK, NULL, false, NULL, "ISO 8601: 2026-W48."},                 \
        {"day", table, DIMENSION_DAY, NULL, false, NULL, "2026-11-24"},                            \
        {"weekday", table, DIMENSION_WEEKDAY, NULL, false, NULL, "1 Monday to 7 Sunday."},         \
    {                                                                                              \
        "hour", table, DIMENSION_HOUR, NULL, false, NULL, "Of the day: 0 to 23."                   \
    }

static const struct dimension tracker[] = {
    TRACKER("campaign", DIMENSION_ENTITY, "campaign_id", "The campaign."),
    TRACKER("source", DIMENSION_ENTITY, "source_id", "The traffic source."),
    TRACKER("network", DIMENSION_ENTITY, "network_id", "The affiliate network of the offer."),
    TRACKER("offer", DIMENSION_ENTITY, "offer_id",
            "The offer; none for visits to a lander, whose clicks have it."),
    TRACKER("lander", DIMENSION_ENTITY, "lander_id", "The lander; none: straight to the offer."),
    TRACKER("flow", DIMENSION_ENTITY, "flow_id", "The flow; none: the campaign's own paths."),
    TRACKER("domain", DIMENSION_ENTITY, "domain_id", "The domain that the visitor came by."),
    TRACKER("workspace", DIMENSION_ENTITY, "workspace_id", "The workspace."),
    TRACKER("rule", DIMENSION_NUMBER, "rule", "Which rule took the visit, from 1; 0: none."),
    TRACKER("path", DIMENSION_NUMBER, "path",
            "Which path of the rule or the default ones, from 1."),
    TRACKER("tag", DIMENSION_TAG, NULL, "A tag of the campaign; one with two tags counts in both."),
    TIMES(FACT_TABLE),
    VISITOR("continent", "Two letters."),
    VISITOR("country", "Two letters."),
    VISITOR("region", "The region."),
    VISITOR("city", "The city."),
    VISITOR("language", "The first of Accept-Language: fr."),
    VISITOR("connection_type", "broadband, mobile, corporate, satellite or dialup."),
    VISITOR("isp", "The internet provider or carrier."),
    TRACKER("asn", DIMENSION_NUMBER, "asn", "The number of the autonomous system."),
    VISITOR("proxy", "proxy, vpn, hosting, or several joined by a comma; none: not known."),
    VISITOR("device_type", "mobile, tablet, tv or desktop."),
    VISITOR("brand", "The device's brand."),
    VISITOR("model", "The device's model."),
    VISITOR("os", "The operating system."),
    VISITOR("os_version", "The system's version."),
    VISITOR("browser", "The browser."),
    VISITOR("browser_version", "The browser's version."),
    VISITOR("screen", "The screen's size, where a page's script says it: 1920x1080."),
    TRACKER("referrer_domain", DIMENSION_TEXT, "referrer_domain", "The referrer's domain."),
    TRACKER("via", DIMENSION_TEXT, "via", "How the visit came: redirect, script, pixel."),
    TRACKER("bot_reason", DIMENSION_TEXT, "bot_reason",
            "All signals of a bot together: hosting,no_language."),
    TRACKER("bot_signal", DIMENSION_SIGNAL, "bot_reason",
            "Each signal of a bot; one with two signals counts in both."),
    TRACKER("is_unique", DIMENSION_BOOL, "is_unique", "The visitor's first at the campaign."),
    TRACKER("is_bot", DIMENSION_BOOL, "is_bot", "Taken for a bot; see bots=."),
    TRACKER("is_test", DIMENSION_BOOL, "is_test", "Of a conversion test; see tests=."),
    FACT_THIRTY(TOKEN, TEXT, token) CONVERSIONS(
        "status", "status", "Of the conversion: lead, sale, rebill, rejected, unmapped."),
    CONVERSIONS("status_raw", "status_raw", "The network's own word."),
    CONVERSIONS("type", "type", "One of the workspace's own types of conversion."),
    CONVERSIONS("currency", "currency", "Of the payout."),
    CONVERSIONS("channel", "channel", "That the conversion was first registered by."),
    FACT_TEN(PARAM, TEXT, param) FACT_TEN(EVENT_VALUE, TEXT, event_value)
        LEDGER("ip", "The visitor's address, or a range: 10.1.2.0/24. Filter only."),
    LEDGER("user_agent", "The whole user agent. Filter only."),
    LEDGER("referrer", "The whole referrer. Filter only."),
    LEDGER("external_id", "The source's click id. Filter only."),
    LEDGER("txid", "The conversion's transaction id: its visits. Filter only."),
};

static const struct dimension network[] = {
    NETWORK("adcampaign", DIMENSION_ENTITY, "adcampaign_id", NULL, "The ad campaign."),
    NETWORK("variation", DIMENSION_ENTITY, "variation_id", NULL, "The variation."),
    NETWORK("goal", DIMENSION_ENTITY, "goal_id", NULL, "The goal; none: a click or an impression."),
    NETWORK("workspace", DIMENSION_ENTITY, "workspace_id", NULL, "The workspace."),
    NETWORK("site", DIMENSION_ENTITY, "site_id", NULL,
            "The publisher's site; one that only its page names has no name here."),
    NETWORK("zone", DIMENSION_ENTITY, "zone_id", NULL,
            "The publisher's zone, with its site's host name; as site."),
    NETWORK("category", DIMENSION_NUMBER, "category_id", NULL, "The site's category."),
    TIMES(AD_FACT_TABLE),
    NETWORK("country", DIMENSION_TEXT, "country", "unknown", "Two letters."),
    NETWORK("format", DIMENSION_TEXT, "format", NULL, "The ad's format."),
    NETWORK("src_hostname", DIMENSION_TEXT, "src_hostname", NULL, "The site's host name."),
    NETWORK("keyword", DIMENSION_TEXT, "keyword", NULL, "The keyword."),
    NETWORK("sub", DIMENSION_TEXT, "sub", NULL, "The publisher's own mark."),
    NETWORK("language", DIMENSION_TEXT, "language", "unknown", "The browser's language."),
    NETWORK("carrier", DIMENSION_TEXT, "carrier", "unknown", "The carrier."),
    NETWORK("device_type", DIMENSION_TEXT, "device_type", "unknown",
            "mobile, tablet, tv or desktop."),
    NETWORK("os", DIMENSION_TEXT, "os", "unknown", "The operating system."),
    NETWORK("browser", DIMENSION_TEXT, "browser", "unknown", "The browser."),
    NETWORK("is_bot", DIMENSION_BOOL, "is_bot", NULL, "Taken for a bot; see bots=."),
};

const struct dimension *dimension_all(enum fact_table_id table, size_t *count)
{
    *count = table == FACT_TABLE ? ARRAY_LEN(tracker) : ARRAY_LEN(network);
    return table == FACT_TABLE ? tracker : network;
}

const struct dimension *dimension_find(enum fact_table_id table, struct str name)
{
    size_t count;
    const struct dimension *all = dimension_all(table, &count);
    for (size_t i = 0; i < count; i++)
        if (str_is_equal(name, str_from_c(all[i].name)))
            return &all[i];
    return NULL;
}
