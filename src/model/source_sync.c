#include "model/source_sync.h"

#include "base/net.h"
#include "base/say.h"
#include "base/uri.h"
#include "base/zone.h"
#include "model/fault.h"
#include "model/sync.h"

#define URL_CHARS_MAX   500
#define TOKEN_CHARS_MAX 500
#define PARAM_CHARS_MAX 64

static const char *const grain_words[] = {"campaign", "variation", "zone", "site", NULL};

_Static_assert(SYNC_BY_CAMPAIGN == 0 && SYNC_BY_SITE == 3, "grain_words follow enum sync_grain");

static const char *judge_zone(struct str name)
{
    struct zone *zone = NULL;
    enum err err = zone_make(name, &zone);

    zone_free(zone);
    return err == OK ? NULL : say_text("expected a time zone such as America/New_York");
}

static const char *judge_url(struct str url)
{
    bool is_http = str_has_prefix(url, STR("https://")) || str_has_prefix(url, STR("http://"));

    if (!is_http || str_has_control(url) || str_find_char(url, ' ') >= 0 ||
        str_find_char(url, '?') >= 0 || str_find_char(url, '#') >= 0 ||
        str_find_char(url, '@') >= 0)
        return say_text("expected an address such as https://api.exoclick.com/v2, without user, "
                        "query and fragment");
    return str_has_suffix(url, STR("/")) ? say_text("expected an address without '/' at its end")
                                         : NULL;
}

static const char *judge_token(struct str token)
{
    for (size_t i = 0; i < token.len; i++)
        if (token.ptr[i] <= ' ' || token.ptr[i] >= 0x7f)
            return say_text("printable characters without spaces");
    return NULL;
}

#define KEY_PARAM(field_name, text)                                                                \
    {                                                                                              \
        .name = #field_name, .type = FIELD_TEXT,                                                   \
        .flags = FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL,                             \
        .offset = offsetof(struct sync_body, field_name), .max = PARAM_CHARS_MAX,                  \
        .judge = kind_judge_param, .help = text                                                    \
    }

static const struct field sync_fields[] = {
    {.name = "enabled",
     .type = FIELD_BOOL,
     .offset = offsetof(struct sync_body, is_enabled),
     .fallback = "false",
     .help = "Whether costs are fetched by themselves, every interval_minutes."},
    {.name = "url",
     .type = FIELD_TEXT,
     .flags = FIELD_TRIMMED,
     .offset = offsetof(struct sync_body, url),
     .fallback = "\"https://api.exoclick.com/v2\"",
     .min = 1,
     .max = URL_CHARS_MAX,
     .judge = judge_url,
     .help = "Where the network's API is."},
    {.name = "api_token",
     .type = FIELD_TEXT,
     .flags =
         FIELD_NULLABLE | FIELD_TRIMMED | FIELD_EMPTY_IS_NULL | FIELD_SECRET | FIELD_WRITE_ONLY,
     .offset = offsetof(struct sync_body, api_token),
     .max = TOKEN_CHARS_MAX,
     .judge = judge_token,
     .help = "What it logs in with. It is never shown; what it is shown as leaves it as it is."},
    KEY_PARAM(campaign_param,
              "The parameter of the campaign URL that brings the network's campaign id."),
    KEY_PARAM(variation_param, "The one that brings its variation id."),
    KEY_PARAM(zone_param, "The one that brings its zone id."),
    KEY_PARAM(site_param, "The one that brings its site id."),
    {.name = "grain",
     .type = FIELD_WORD,
     .offset = offsetof(struct sync_body, grain),
     .fallback = "\"campaign\"",
     .words = grain_words,
     .help = "By what costs are fetched: the network's campaign and day, or also its variation, "
             "zone or site."},
    {.name = "time_zone",
     .type = FIELD_TEXT,
     .flags = FIELD_TRIMMED,
     .offset = offsetof(struct sync_body, time_zone),
     .fallback = "\"America/New_York\"",
     .min = 1,
     .max = ZONE_NAME_BYTES_MAX,
     .judge = judge_zone,
     .help = "Whose days the network counts by."},
    {.name = "interval_minutes",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct sync_body, interval_minutes),
     .fallback = "60",
     .min = 15,
     .max = 1440,
     .help = "From one run to the next."},
    {.name = "lookback_days",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct sync_body, lookback_days),
     .fallback = "3",
     .min = 1,
     .max = SYNC_DAYS_MAX,
     .help = "How many days a run asks for, today among them: networks correct what is past."},
};
const struct schema sync_schema = SCHEMA(sync_fields, struct sync_body);

/* ------------------------------------------------------------------ check */

static bool has_token(const struct source_body *body, struct str param)
{
    for (size_t i = 0; i < body->tokens.count; i++)
        if (str_is_equal(LIST_AT(body->tokens, struct token_body, i)->param, param))
            return true;
    return false;
}

/* What the runs match by must come in the campaign URL. A template's may be of a token that the
 * source does not have: that matters once costs are fetched. */
static enum err check_param(struct check *check, const struct source_body *body, const char *field,
                            struct str param, bool is_needed)
{
    if (param.ptr == NULL)
        return is_needed ? fault_refuse(check->fault, field,
                                        "expected the parameter of one of the source's tokens: "
                                        "costs are matched by it")
                         : OK;
    if (has_token(body, param))
        return OK;
    if (!body->cost_sync->is_enabled) {
        check_warn(check, field, "no token of the source has this parameter");
        return OK;
    }
    return fault_refuse(check->fault, field, "no token of the source has the parameter \"%.*s\"",
                        STR_FMT(param));
}

/* Whether what is sent there can be read on its way. */
static bool travels_in_clear(struct str url)
{
    struct net_address address;
    struct str host = uri_host_name(uri_host(url));
    if (!str_has_prefix(url, STR("http://")) || str_is_equal_nocase(host, STR("localhost")))
        return false;
    return net_parse_address(host, &address) != OK || net_zone(&address) != NET_LOOPBACK;
}

enum err sync_check(struct check *check, const struct source_body *body)
{
    const struct sync_body *sync = body->cost_sync;
    if (sync == NULL)
        return OK;
    const struct {
        const char *field;
        struct str param;
        enum sync_grain grain;
    } params[] = {
        {"cost_sync.campaign_param", sync->campaign_param, SYNC_BY_CAMPAIGN},
        {"cost_sync.variation_param", sync->variation_param, SYNC_BY_VARIATION},
        {"cost_sync.zone_param", sync->zone_param, SYNC_BY_ZONE},
        {"cost_sync.site_param", sync->site_param, SYNC_BY_SITE},
    };
    for (size_t i = 0; i < ARRAY_LEN(params); i++) {
        bool is_needed =
            sync->is_enabled && (i == 0 || params[i].grain == (enum sync_grain)sync->grain);
        enum err err = check_param(check, body, params[i].field, params[i].param, is_needed);
        if (err != OK)
            return err;
    }
    if (sync->is_enabled && sync->api_token.ptr == NULL)
        check_warn(check, "cost_sync.api_token", "without an API token no costs are fetched");
    if (travels_in_clear(sync->url))
        check_warn(check, "cost_sync.url", "the API token travels in clear: use https");
    return OK;
}
