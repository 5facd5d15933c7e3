/* values - what a visit's rows say to {macros} (spec/tracker.md §2.1). Only what a template asks
 * for is worked out. */
#include "base/clock.h"
#include "base/money.h"
#include "base/uri.h"
#include "visit/visit.h"

static struct str number(struct arena *arena, uint64_t value)
{
    return arena_format(arena, "%" PRIu64, value);
}

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

static void fill_campaign(const struct visit_facts *facts, struct arena *arena,
                          struct macro_values *values)
{
    values->values[MACRO_CAMPAIGN_ID] = number(arena, facts->visit->campaign_id);
    values->values[MACRO_TRAFFICSOURCE] = number(arena, facts->visit->source_id);
    values->values[MACRO_OFFER_ID] = number(arena, facts->visit->offer_id);
    if (facts->campaign != NULL) {
        values->values[MACRO_CAMPAIGN_NAME] = facts->campaign->name;
        values->values[MACRO_CAMPAIGN_KEY] = str_from_c(facts->campaign->key);
        values->values[MACRO_TRAFFICSOURCE_NAME] = facts->campaign->source->name;
    }
    if (facts->offer == NULL)
        return;
    values->values[MACRO_OFFER_NAME] = facts->offer->name;
    if (facts->offer->network != NULL) {
        values->values[MACRO_AFFILIATE_NETWORK_ID] = number(arena, facts->offer->network->id);
        values->values[MACRO_AFFILIATE_NETWORK_NAME] = facts->offer->network->name;
    }
}

/* The host of a URL, without port. */
static struct str host_of(struct str url)
{
    ptrdiff_t scheme = str_find(url, STR("://"));
    if (scheme < 0)
        return STR_NONE;
    struct str host = str_slice(url, (size_t)scheme + 3, url.len);
    for (size_t i = 0; i < host.len; i++) {
        if (host.ptr[i] == '/' || host.ptr[i] == '?' || host.ptr[i] == '#' || host.ptr[i] == ':')
            return str_slice(host, 0, i);
    }
    return host;
}

void visit_fill_values(const struct macro_template *compiled, const struct visit_facts *facts,
                       struct arena *arena, struct macro_values *values)
{
    const struct visit *visit = facts->visit;
    values->values[MACRO_CLICKID] = facts->clickid;
    values->values[MACRO_EXTERNALID] = visit->external_id;
    fill_tokens(compiled, visit->tokens, arena, values);
    fill_campaign(facts, arena, values);
    if (macro_has(compiled, MACRO_COST))
        values->values[MACRO_COST] = money_text(arena, visit->cost_amount_micros);
    if (macro_has(compiled, MACRO_TIME))
        values->values[MACRO_TIME] = number(arena, (uint64_t)id_time_ms(visit->id) / 1000);
    if (macro_has(compiled, MACRO_DATE))
        values->values[MACRO_DATE] =
            str_slice(clock_text(arena, id_time_ms(visit->id)), 0, strlen("2026-11-24"));
    if (macro_has(compiled, MACRO_CLICK_TIME))
        values->values[MACRO_CLICK_TIME] = number(arena, (uint64_t)id_time_ms(visit->id) / 1000);
    if (macro_has(compiled, MACRO_RANDOM))
        values->values[MACRO_RANDOM] = number(arena, str_hash(facts->clickid) % 1000000000);
    if (facts->personal == NULL)
        return;
    values->values[MACRO_IP] = facts->personal->address;
    values->values[MACRO_USER_AGENT] = facts->personal->user_agent;
    values->values[MACRO_REFERER] = facts->personal->referrer;
    if (macro_has(compiled, MACRO_REFERRER_DOMAIN))
        values->values[MACRO_REFERRER_DOMAIN] = host_of(facts->personal->referrer);
}
