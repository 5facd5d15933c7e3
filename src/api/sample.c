#include "api/sample.h"

#include "base/clock.h"
#include "base/money.h"
#include "network/ad_values.h"
#include "network/pricing.h"
#include "network/tag.h"
#include "visit/row.h"

/* As long as real ones, and none: neither can be asked for anything. */
static const char sample_cid[] = "0samp1e0c11ck1d000000abc";
static const char sample_tag[] = "AQEsample0tagsample0tagsample0tagsample0tagsample0tagsam"
                                 "ple0tagsample0tagsample0tagsample0tagsample0tagsample0ta";
_Static_assert(sizeof(sample_cid) == CLICK_ID_LEN + 1, "as long as a click id");
_Static_assert(sizeof(sample_tag) == TAG_TEXT_LEN + 1, "as long as a tag");

#define SAMPLE_ID     1 /* of what is not saved yet */
#define SAMPLE_PAYOUT (5 * MONEY_MICROS)
#define SAMPLE_COST   "0.01"

/* What an ad network's tokens say of a click of the sample. */
static const char *const token_values[AD_TOKEN_COUNT] = {
    [AD_TOKEN_CONVERSIONS_TRACKING] = sample_tag,
    [AD_TOKEN_VARIATION_ID] = "52718",
    [AD_TOKEN_CAMPAIGN_ID] = "4711",
    [AD_TOKEN_SRC_HOSTNAME] = "videos.example",
    [AD_TOKEN_SITE_ID] = "7294",
    [AD_TOKEN_ZONE_ID] = "121803",
    [AD_TOKEN_CATEGORY_ID] = "13",
    [AD_TOKEN_COUNTRY] = "FRA",
    [AD_TOKEN_FORMAT] = "300x250",
    [AD_TOKEN_ACTUAL_COST] = SAMPLE_COST,
    [AD_TOKEN_COST] = SAMPLE_COST,
    [AD_TOKEN_LANGUAGE] = "fr",
    [AD_TOKEN_PRICING_MODEL] = "1",
    [AD_TOKEN_REFERRER] = "https://videos.example/page",
    [AD_TOKEN_SUB] = "15",
    [AD_TOKEN_ACTUAL_CPM] = "10",
    [AD_TOKEN_COUNTRY_ISO2] = "FR",
    [AD_TOKEN_DAY] = "2026-11-24",
    [AD_TOKEN_TIME] = "1795521600",
};
/* Those that the ad's page says itself, as the query of /go/ID. */
static const char page_query[] =
    "src_hostname=videos.example&site_id=7294&zone_id=121803&category_id=13&country=FRA"
    "&format=300x250&language=fr&sub=15&referrer=https%3A%2F%2Fvideos.example%2Fpage";

/* ------------------------------------------------------------------ parameters */

/* What stands between the delimiters of a macro of any family. */
static struct str name_of(struct str macro)
{
    static const char delimiters[] = "{}[]#%$<>@_!*() ";
    while (macro.len > 0 && strchr(delimiters, macro.ptr[0]) != NULL)
        macro = str_slice(macro, 1, macro.len);
    while (macro.len > 0 && strchr(delimiters, macro.ptr[macro.len - 1]) != NULL)
        macro.len--;
    return macro;
}

struct str sample_of_source(struct arena *arena, const struct source *source, struct str param,
                            struct str macro)
{
    struct str name = name_of(macro);
    int token = ad_token_find(name);
    if (str_is_equal(param, source->cost_param))
        return STR(SAMPLE_COST);
    if (str_is_equal(param, source->cost_currency_param))
        return str_from_c(source->currency);
    if (token >= 0 && token_values[token] != NULL)
        return str_from_c(token_values[token]);
    if (str_is_equal(param, source->external_id_param))
        return STR("sample-external-id");
    return arena_copy(arena, name.len > 0 ? name : param);
}

static struct str currency_of_network(const struct sample_about *about)
{
    const struct network *network = about->network;
    bool has_own = network != NULL && network->currency[0] != '\0';
    return str_from_c(has_own ? network->currency : about->workspace->currency);
}

struct str sample_of_network(struct arena *arena, const struct sample_about *about,
                             struct str param)
{
    const struct network *network = about->network;
    if (str_is_equal(param, STR("cid")))
        return str_from_c(sample_cid);
    if (str_is_equal(param, STR("payout")))
        return money_text(arena, SAMPLE_PAYOUT);
    if (str_is_equal(param, STR("status")))
        return network != NULL && network->status_map_count > 0 ? network->status_map[0].word
                                                                : STR("sale");
    if (str_is_equal(param, STR("currency")))
        return currency_of_network(about);
    if (str_has_prefix(param, STR("event")) || str_has_prefix(param, STR("add_event")))
        return STR("1");
    return arena_format(arena, "sample-%.*s", STR_FMT(param));
}

/* ------------------------------------------------------------------ what is made up */

/* A source without parameters, in the workspace's currency. */
static void make_source(struct sample *sample)
{
    const struct workspace *workspace = sample->about.workspace;
    sample->source = (struct source){
        .id = SAMPLE_ID, .workspace_id = workspace->id, .name = STR("Sample source")};
    memcpy(sample->source.currency, workspace->currency, sizeof(sample->source.currency));
    sample->source.postback = (struct destination){.payout_percent_micros = 100 * MONEY_MICROS};
    sample->about.source = &sample->source;
}

static void make_offer(struct sample *sample)
{
    sample->offer = (struct offer){.id = SAMPLE_ID,
                                   .workspace_id = sample->about.workspace->id,
                                   .name = STR("Sample offer"),
                                   .url = STR("https://offer.example/")};
    if (sample->about.offer != NULL)
        sample->offer = *sample->about.offer;
    if (sample->about.network != NULL)
        sample->offer.network = sample->about.network;
    sample->about.offer = &sample->offer;
}

static void make_campaign(struct sample *sample)
{
    sample->campaign = (struct campaign){.id = SAMPLE_ID,
                                         .workspace_id = sample->about.workspace->id,
                                         .key = "Sample",
                                         .name = STR("Sample campaign"),
                                         .cost_model = COST_AUTO};
    if (sample->about.campaign != NULL)
        sample->campaign = *sample->about.campaign;
    sample->campaign.source = sample->about.source;
    sample->about.campaign = &sample->campaign;
}

/* ------------------------------------------------------------------ the visit */

static void write_param(struct arena *arena, struct buf *buf, const struct source *source,
                        struct str param, struct str macro)
{
    if (param.ptr == NULL)
        return;
    if (buf->len > 0)
        buf_write_char(buf, '&');
    uri_write_encoded(buf, param);
    buf_write_char(buf, '=');
    uri_write_encoded(buf, sample_of_source(arena, source, param, macro));
}

/* The query that a click of the source brings. */
static struct str make_query(struct arena *arena, const struct source *source)
{
    struct buf buf = buf_in_arena(arena, MACRO_URL_BYTES_MAX);
    for (size_t i = 0; i < source->token_count; i++)
        write_param(arena, &buf, source, source->tokens[i].param, source->tokens[i].macro);
    write_param(arena, &buf, source, source->cost_param, source->cost_macro);
    write_param(arena, &buf, source, source->cost_currency_param, source->cost_currency_macro);
    write_param(arena, &buf, source, source->external_id_param, source->external_id_macro);
    return buf_str(&buf);
}

static struct visit_input make_input(struct sample *sample, struct str query)
{
    return (struct visit_input){
        .at_ms = clock_wall_ms(),
        .zone = sample->about.workspace->zone,
        .source = sample->about.source,
        .query = &sample->query,
        .raw_query = query,
        .accept_language = STR("fr-FR,fr;q=0.9"),
        .referrer = STR("https://videos.example/page"),
        .user_agent = STR("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like"
                          " Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"),
        .uniqueness = VISIT_FIRST,
        .visitor = {.continent = STR("EU"),
                    .country = STR("FR"),
                    .region = STR("\xc3\x8ele-de-France"),
                    .city = STR("Paris"),
                    .time_zone = STR("Europe/Paris"),
                    .isp = STR("Example Telecom"),
                    .connection_type = STR("mobile"),
                    .asn = 64496,
                    .device_type = STR("mobile"),
                    .brand = STR("Google"),
                    .model = STR("Pixel 9"),
                    .os = STR("Android"),
                    .os_version = STR("15"),
                    .browser = STR("Chrome Mobile"),
                    .browser_version = STR("140"),
                    .resolution = STR("412x923")},
    };
}

static void fill_visit(struct arena *arena, struct sample *sample)
{
    const struct sample_about *about = &sample->about;
    struct str query = make_query(arena, about->source);
    struct uri_fault fault;
    if (uri_parse_query(arena, query, &sample->query, &fault) != OK)
        sample->query = (struct uri_query){0};
    struct visit_input input = make_input(sample, query);
    const struct visit_choice choice = {
        .path_number = 1, .lander = about->lander, .offer = about->offer};
    const struct unique unique = {.is_unique = true};
    const struct visit_row_case row = {
        .snapshot = about->snapshot,
        .campaign = about->campaign,
        .domain = about->campaign->domain,
        .choice = &choice,
        .input = &input,
        .via = VISIT_VIA_REDIRECT,
        .unique = &unique,
    };
    (void)visit_fill_row(&row, arena, &sample->visit);
    sample->visit.id = id_from_ms(input.at_ms);
    sample->personal = (struct personal){
        .address = STR("203.0.113.10"), .user_agent = input.user_agent, .referrer = input.referrer};
}

static struct str make_params(struct arena *arena)
{
    struct buf buf = buf_in_arena(arena, (MACRO_PARAMS_MAX + MACRO_EVENTS_MAX) * 24);
    for (int i = 1; i <= MACRO_PARAMS_MAX; i++)
        buf_format(&buf, "param%d=sample-%d&", i, i);
    for (int i = 1; i <= MACRO_EVENTS_MAX; i++)
        buf_format(&buf, "event%d=1%s", i, i < MACRO_EVENTS_MAX ? "&" : "");
    return buf_str(&buf);
}

/* A sale, in the currency of who is told of it. */
static void fill_conversion(struct arena *arena, struct sample *sample)
{
    const struct sample_about *about = &sample->about;
    bool has_own = about->source->currency[0] != '\0';
    sample->conversion = (struct conversion){
        .id = sample->visit.id,
        .workspace_id = about->workspace->id,
        .visit_id = sample->visit.id,
        .txid = STR("sample-txid"),
        .status = conversion_status_text(CONVERSION_SALE),
        .payout_amount_micros = SAMPLE_PAYOUT,
        .payout_currency =
            str_from_c(has_own ? about->source->currency : about->workspace->currency),
        .payout_rate_num = 1,
        .payout_rate_den = 1,
        .cost_micros = sample->visit.cost_micros,
        .reference = STR("sample-conversion"),
        .params = make_params(arena),
    };
}

/* ------------------------------------------------------------------ the ad click */

static void fill_tokens(struct arena *arena, struct sample *sample)
{
    static const struct adcampaign made_up = {
        .id = SAMPLE_ID, .pricing = AD_PRICING_CPC, .price_micros = MONEY_MICROS / 100};
    const struct sample_about *about = &sample->about;
    const struct adcampaign *adcampaign = about->adcampaign != NULL ? about->adcampaign : &made_up;
    struct ad_values_case c = {.variation_id =
                                   about->variation_id != 0 ? about->variation_id : SAMPLE_ID,
                               .adcampaign = adcampaign,
                               .currency = str_from_c(about->workspace->currency),
                               .at_ms = clock_wall_ms(),
                               .time_zone = about->workspace->zone};
    struct uri_query query;
    struct uri_fault fault;
    if (uri_parse_query(arena, str_from_c(page_query), &query, &fault) != OK)
        return; /* the arena is full: nothing is filled */
    c.query = &query;
    const struct ad_amount event = {.impressions = 1, .clicks = 1};
    if (!pricing_cost(adcampaign, 0, STR_NONE, &event, &c.event_micros))
        c.event_micros = 0;
    ad_values_fill(&c, arena, &sample->tokens);
    sample->tokens.values[AD_TOKEN_CONVERSIONS_TRACKING] = str_from_c(sample_tag);
}

void sample_make(struct arena *arena, const struct sample_about *about, struct str tracking_url,
                 struct sample *sample)
{
    ptrdiff_t scheme = str_find(tracking_url, STR("://"));
    struct str host =
        str_slice(tracking_url, scheme < 0 ? 0 : (size_t)scheme + 3, tracking_url.len);
    *sample = (struct sample){.about = *about};
    if (about->source == NULL)
        make_source(sample);
    make_offer(sample);
    make_campaign(sample);
    fill_visit(arena, sample);
    fill_conversion(arena, sample);
    fill_tokens(arena, sample);
    const struct domain *domain = sample->campaign.domain;
    sample->facts = (struct visit_facts){
        .visit = &sample->visit,
        .personal = &sample->personal,
        .campaign = &sample->campaign,
        .offer = &sample->offer,
        .clickid = str_from_c(sample_cid),
        .events = STR_NONE,
        .default_host = host,
        .host = domain != NULL ? domain->name : host,
    };
}
