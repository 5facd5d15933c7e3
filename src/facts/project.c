#include "facts/project.h"

#include "base/money.h"
#include "base/uri.h"
#include "ledger/spread.h"
#include "visitor/country.h"
#include "visitor/signals.h"

#define EVENT_VALUES_MAX 10

/* ------------------------------------------------------------------ texts */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_lower(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != lower(text.ptr[i]))
            return false;
    return true;
}

/* In ASCII. The text itself when it is so already. */
static struct str make_lower(struct arena *arena, struct str text)
{
    if (is_lower(text))
        return text;
    char *copy = arena_alloc_raw(arena, text.len);
    for (size_t i = 0; copy != NULL && i < text.len; i++)
        copy[i] = lower(text.ptr[i]);
    return copy != NULL ? (struct str){copy, text.len} : STR_NONE;
}

static struct str domain_of(struct arena *arena, struct str referrer)
{
    struct str host = make_lower(arena, uri_host(referrer));
    return str_has_prefix(host, STR("www.")) ? str_slice(host, strlen("www."), host.len) : host;
}

/* The words of the bits that are set, joined by ','. */
static struct str words_of(struct arena *arena, uint64_t bits, const struct visitor_word *words,
                           size_t count)
{
    struct str joined = STR("");
    for (size_t i = 0; i < count; i++)
        if ((bits & words[i].bit) != 0)
            joined = joined.len == 0
                         ? str_from_c(words[i].word)
                         : arena_format(arena, "%.*s,%s", STR_FMT(joined), words[i].word);
    return joined;
}

struct str project_bot_reason(uint64_t signals, struct arena *arena)
{
    size_t count;
    const struct visitor_word *words = signals_words(&count);
    return words_of(arena, signals, words, count);
}

static struct str proxy_of(struct arena *arena, uint64_t proxies)
{
    size_t count;
    const struct visitor_word *words = visitor_proxy_words(&count);
    return words_of(arena, proxies, words, count);
}

static struct str decode(struct arena *arena, struct str piece)
{
    struct str decoded = piece;
    if (str_find_char(piece, '%') < 0)
        return piece;
    return uri_decode(arena, piece, false, &decoded) == OK ? decoded : piece;
}

enum err project_tokens(struct str tokens, struct arena *arena, struct str *out, size_t *count)
{
    struct str piece;
    size_t found = 0;
    while (found < MACRO_TOKENS_MAX && str_take_piece(&tokens, '&', &piece))
        out[found++] = decode(arena, piece);
    if (arena_is_full(arena))
        return ERR_FULL;
    *count = found;
    return OK;
}

/* The number behind the stem of a name: 7 of "event7"; 0: it is no such name. */
static size_t number_of(struct str name, struct str stem, size_t max)
{
    size_t number = 0;
    if (!str_has_prefix(name, stem) || name.len == stem.len || name.len > stem.len + 2)
        return 0;
    for (size_t i = stem.len; i < name.len; i++) {
        if (name.ptr[i] < '0' || name.ptr[i] > '9')
            return 0;
        number = 10 * number + (size_t)(name.ptr[i] - '0');
    }
    return number <= max ? number : 0;
}

/* What is none was not written by us, and has nothing. */
static struct uri_query parse(struct arena *arena, struct str text)
{
    struct uri_query query = {NULL, 0};
    struct uri_fault fault;
    if (text.len == 0 || uri_parse_query(arena, text, &query, &fault) != OK)
        query.count = 0;
    return query;
}

/* Adds the events of a query string, times sign. */
static void add_events(struct arena *arena, struct str text, int64_t sign, struct fact *fact)
{
    struct uri_query query = parse(arena, text);
    for (size_t i = 0; i < query.count; i++) {
        size_t number = number_of(query.params[i].name, STR("event"), MACRO_EVENTS_MAX);
        int64_t micros;
        if (number > 0 && money_parse_loose(query.params[i].value, &micros) == OK)
            *fact_event(fact, number) += sign * micros;
    }
}

/* ------------------------------------------------------------------ what a visit's rows share */

static void fill_route(const struct visit *visit, struct fact *fact)
{
    fact->workspace_id = visit->workspace_id;
    fact->campaign_id = visit->campaign_id;
    fact->source_id = visit->source_id;
    fact->network_id = visit->network_id;
    fact->offer_id = visit->offer_id;
    fact->lander_id = visit->lander_id;
    fact->flow_id = visit->flow_id;
    fact->rule = visit->rule;
    fact->path = visit->path;
    fact->domain_id = visit->domain_id;
    fact->via = visit->via;
    fact->is_unique = visit->is_unique;
    fact->is_bot = visit->is_bot;
    fact->is_test = visit->is_test;
}

static void fill_place(const struct visit *visit, struct arena *arena, struct fact *fact)
{
    const struct country *country = country_find(visit->country);
    fact->continent = country != NULL ? country->continent : STR("");
    fact->country = visit->country;
    fact->region = visit->region;
    fact->city = visit->city;
    fact->connection_type = visit->connection_type;
    fact->isp = visit->isp;
    fact->asn = visit->asn;
    fact->proxy = proxy_of(arena, visit->proxies);
}

static void fill_device(const struct visit *visit, struct fact *fact)
{
    fact->device_type = visit->device_type;
    fact->brand = visit->brand;
    fact->model = visit->model;
    fact->os = visit->os;
    fact->os_version = visit->os_version;
    fact->browser = visit->browser;
    fact->browser_version = visit->browser_version;
    fact->screen = visit->resolution;
}

/* Begins a row: zeros, and all that the visit gives it. */
static enum err begin(const struct project_visit *of, uint64_t entry_id, uint64_t visit_id,
                      enum fact_kind kind, struct arena *arena, struct fact *fact)
{
    size_t count;
    memset(fact, 0, sizeof(*fact));
    fact->entry_id = entry_id;
    fact->visit_id = visit_id;
    fact->kind = kind;
    if (of->visit == NULL)
        return OK;
    fill_route(of->visit, fact);
    fill_place(of->visit, arena, fact);
    fill_device(of->visit, fact);
    fact->language = visitor_language(arena, of->visit->language);
    fact->bot_reason = project_bot_reason(of->visit->signals, arena);
    fact->referrer_domain = domain_of(arena, of->referrer);
    return project_tokens(of->tokens, arena, fact_token(fact, 1), &count);
}

/* ------------------------------------------------------------------ rows */

enum err project_visit(const struct project_visit *of, struct arena *arena, struct fact *fact)
{
    const struct visit *visit = of->visit;
    enum err err = begin(of, visit->id, visit->id, FACT_VISIT, arena, fact);
    if (err != OK)
        return err;
    fact->visits = 1;
    fact->unique_visits = visit->is_unique ? 1 : 0;
    fact->direct_visits = visit->lander_id == 0 ? 1 : 0;
    fact->cost = visit->cost_micros;
    fact->own_cost = visit->cost_micros;
    fact->cost_missing = (int64_t)visit->cost_missing;
    fact->no_rate = spread_waits(visit);
    return OK;
}

enum err project_click(const struct project_visit *of, const struct click *click,
                       struct arena *arena, struct fact *fact)
{
    enum err err = begin(of, click->id, click->visit_id, FACT_CLICK, arena, fact);
    if (err != OK)
        return err;
    uint64_t signals = click->signals | (of->visit != NULL ? of->visit->signals : 0);
    fact->workspace_id = click->workspace_id;
    fact->campaign_id = click->campaign_id;
    fact->lander_id = click->lander_id;
    fact->offer_id = click->offer_id;
    fact->network_id = click->network_id;
    fact->is_bot = click->is_bot;
    fact->is_test = click->is_test;
    fact->bot_reason = project_bot_reason(signals, arena);
    fact->click_id = click->id;
    fact->clicks = 1;
    fact->unique_clicks = click->is_first ? 1 : 0;
    return arena_is_full(arena) ? ERR_FULL : OK;
}

static void count_conversion(const struct conversion_change *change, struct fact *fact)
{
    const struct {
        struct str word;
        int64_t *count;
    } statuses[] = {{STR("lead"), &fact->leads},
                    {STR("sale"), &fact->sales},
                    {STR("rebill"), &fact->rebills},
                    {STR("rejected"), &fact->rejected},
                    {STR("unmapped"), &fact->unmapped}};
    fact->conversions = change->is_counted ? 1 : 0;
    fact->unique_conversions = change->is_counted && change->is_first ? 1 : 0;
    fact->other_conversions = change->is_counted ? 0 : 1;
    for (size_t i = 0; i < ARRAY_LEN(statuses) && change->is_counted; i++)
        if (str_is_equal(change->status, statuses[i].word))
            *statuses[i].count = 1;
    if (fact->leads != 0)
        fact->revenue_hold = change->revenue_micros;
    else
        fact->revenue_confirmed = change->revenue_micros;
    fact->cost = change->cost_micros;
    fact->own_cost = change->cost_micros;
    fact->no_rate = change->no_rate ? 1 : 0;
}

static void fill_params(struct arena *arena, struct str params, struct fact *fact)
{
    struct uri_query query = parse(arena, params);
    for (size_t i = 0; i < query.count; i++) {
        const struct uri_param *param = &query.params[i];
        size_t number = number_of(param->name, STR("param"), MACRO_PARAMS_MAX);
        if (number > 0)
            *fact_param(fact, number) = param->value;
        number = number_of(param->name, STR("event"), EVENT_VALUES_MAX);
        if (number > 0)
            *fact_event_value(fact, number) = param->value;
    }
}

enum err project_conversion(const struct project_visit *of, const struct conversion_change *change,
                            uint64_t entry_id, struct arena *arena, struct fact *fact)
{
    enum err err = begin(of, entry_id, change->visit_id, FACT_CONVERSION, arena, fact);
    if (err != OK)
        return err;
    fact->conversion_id = change->conversion_id;
    fact->workspace_id = change->workspace_id;
    fact->campaign_id = change->campaign_id;
    fact->source_id = change->source_id;
    fact->network_id = change->network_id;
    fact->offer_id = change->offer_id;
    fact->is_bot = change->is_bot;
    fact->is_test = change->is_test;
    fact->status = change->status;
    fact->status_raw = change->status_raw;
    fact->type = change->type;
    fact->currency = change->payout_currency;
    fact->channel = change->channel;
    fill_params(arena, change->params, fact);
    add_events(arena, change->params, 1, fact);
    count_conversion(change, fact);
    return arena_is_full(arena) ? ERR_FULL : OK;
}

enum err project_events(const struct project_visit *of, const struct visit_update *update,
                        const struct visit_update *before, struct arena *arena, struct fact *fact)
{
    enum err err = begin(of, update->id, update->visit_id, FACT_EVENT, arena, fact);
    if (err != OK)
        return err;
    fact->workspace_id = update->workspace_id;
    add_events(arena, update->events, 1, fact);
    if (before != NULL)
        add_events(arena, before->events, -1, fact);
    return arena_is_full(arena) ? ERR_FULL : OK;
}

enum err project_correction(const struct project_visit *of,
                            const struct cost_correction *correction, struct arena *arena,
                            struct fact *fact)
{
    enum err err = begin(of, correction->id, correction->visit_id, FACT_COST, arena, fact);
    if (err != OK)
        return err;
    const struct visit *visit = of->visit;
    /* The entry says what it adds to the campaign: nothing, of those that count in no total. */
    bool counts = visit == NULL || (!visit->is_bot && !visit->is_test);
    fact->workspace_id = correction->workspace_id;
    fact->campaign_id = correction->campaign_id;
    fact->cost = counts ? correction->changed_micros : correction->cost_micros;
    fact->own_cost = correction->cost_micros;
    fact->no_rate = counts ? correction->changed_no_rate : -(int64_t)spread_waits(visit);
    return OK;
}

/* ------------------------------------------------------------------ the ad network's side */

void project_ad_click(const struct ad_click *click, struct arena *arena, struct ad_fact *fact)
{
    *fact = (struct ad_fact){
        .entry_id = click->id,
        .ad_click_id = click->id,
        .kind = AD_FACT_CLICK,
        .workspace_id = click->workspace_id,
        .adcampaign_id = click->adcampaign_id,
        .variation_id = click->variation_id,
        .site_id = click->site_id,
        .zone_id = click->zone_id,
        .category_id = click->category_id,
        .country = click->country,
        .language = visitor_language(arena, click->language),
        .carrier = click->isp,
        .device_type = click->device_type,
        .os = click->os,
        .browser = click->browser,
        .format = click->format,
        .src_hostname = click->src_hostname,
        .keyword = click->keyword,
        .sub = click->sub,
        .is_bot = click->is_bot,
        .impressions = click->impressions,
        .clicks = click->clicks,
        .sent = 1,
        .cost = click->cost_micros,
    };
}

void project_impression(const struct impression *impression, struct arena *arena,
                        struct ad_fact *fact)
{
    *fact = (struct ad_fact){
        .entry_id = impression->id,
        .ad_click_id = impression->id, /* its own time is that of the ad */
        .kind = AD_FACT_IMPRESSION,
        .workspace_id = impression->workspace_id,
        .adcampaign_id = impression->adcampaign_id,
        .variation_id = impression->variation_id,
        .site_id = impression->site_id,
        .zone_id = impression->zone_id,
        .category_id = impression->category_id,
        .country = impression->country,
        .language = visitor_language(arena, impression->language),
        .carrier = impression->isp,
        .device_type = impression->device_type,
        .os = impression->os,
        .browser = impression->browser,
        .format = impression->format,
        .src_hostname = impression->src_hostname,
        .keyword = impression->keyword,
        .sub = impression->sub,
        .is_bot = impression->is_bot,
        .impressions = 1,
        .cost = impression->cost_micros,
    };
}

void project_goal_call(const struct goal_call *call, const struct ad_click *click,
                       struct arena *arena, struct ad_fact *fact)
{
    static const struct ad_click unknown;
    bool is_known = click != NULL; /* else the tag says what it can: of formats, those it has */
    click = is_known ? click : &unknown;
    *fact = (struct ad_fact){
        .entry_id = call->id,
        .ad_click_id = call->ad_click_id,
        .kind = AD_FACT_GOAL,
        .workspace_id = call->workspace_id,
        .adcampaign_id = call->adcampaign_id,
        .variation_id = call->variation_id,
        .site_id = call->site_id,
        .zone_id = call->zone_id,
        .category_id = call->category_id,
        .country = is_known ? click->country : call->country,
        .language = visitor_language(arena, click->language),
        .carrier = click->isp,
        .device_type = click->device_type,
        .os = click->os,
        .browser = click->browser,
        .format = is_known ? click->format : call->format,
        .src_hostname = click->src_hostname,
        .keyword = click->keyword,
        .sub = click->sub,
        .is_bot = click->is_bot,
        .goal_id = call->goal_id,
        .cost = call->cost_micros,
        .conversions = 1,
        .value = call->value_micros,
    };
}
