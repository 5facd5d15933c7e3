#include "visit/row.h"

struct str visit_join_tokens(struct arena *arena, const struct source *source,
                             const struct uri_query *query, size_t query_bytes)
{
    if (source->token_slots == 0)
        return STR_NONE;
    struct buf buf = buf_in_arena(arena, 3 * query_bytes + MACRO_TOKENS_MAX);
    size_t next = 0;
    for (unsigned slot = 1; slot <= source->token_slots; slot++) {
        if (slot > 1)
            buf_write_char(&buf, '&');
        if (next < source->token_count && source->tokens[next].slot == slot)
            uri_write_encoded(&buf, uri_value(query, source->tokens[next++].param));
    }
    return buf_str(&buf);
}

struct visit_cost visit_fill_row(const struct visit_row_case *c, struct arena *arena,
                                 struct visit *visit)
{
    const struct campaign *campaign = c->campaign;
    const struct source *source = campaign->source;
    const struct visit_choice *choice = c->choice;
    const struct visit_input *input = c->input;
    const struct offer *offer = choice->offer;
    struct visit_cost cost = visit_cost(&(struct visit_cost_case){
        .campaign = campaign,
        .workspace = snapshot_workspace(c->snapshot, campaign->workspace_id),
        .rates = snapshot_rates(c->snapshot),
        .sent = uri_value(input->query, source->cost_param),
        .sent_currency = uri_value(input->query, source->cost_currency_param),
        .at_ms = input->at_ms,
    });
    *visit = (struct visit){
        .workspace_id = campaign->workspace_id,
        .catalog_version = snapshot_version(c->snapshot),
        .campaign_id = campaign->id,
        .source_id = source->id,
        .domain_id = c->domain != NULL ? c->domain->id : 0,
        .via = visit_via_text(c->via),
        .flow_id = campaign->flow != NULL ? campaign->flow->id : 0,
        .rule = choice->rule_number,
        .path = choice->path_number,
        .lander_id = choice->lander != NULL ? choice->lander->id : 0,
        .offer_id = offer != NULL ? offer->id : 0,
        .network_id = offer != NULL && offer->network != NULL ? offer->network->id : 0,
        .draw = c->draw,
        .signals = c->signals,
        .is_bot = input->is_bot,
        .is_test = c->is_test,
        .is_unique = c->unique->is_unique,
        .seen = c->unique->seen,
        .cost_amount_micros = cost.amount_micros,
        .cost_currency = cost.currency,
        .cost_currency_assumed = cost.is_currency_assumed,
        .cost_rate_num = cost.rate.num,
        .cost_rate_den = cost.rate.den,
        .cost_rate_date = cost.rate.date,
        .cost_micros = cost.micros,
        .cost_missing = cost.is_missing,
        .cpa_amount_micros = cost.cpa_micros,
        .revshare_micros = cost.revshare_micros,
        .country = arena_copy(arena, input->visitor.country),
        .region = arena_copy(arena, input->visitor.region),
        .city = arena_copy(arena, input->visitor.city),
        .isp = arena_copy(arena, input->visitor.isp),
        .asn = input->visitor.asn,
        .connection_type = arena_copy(arena, input->visitor.connection_type),
        .proxies = visitor_proxies(&input->visitor),
        .device_type = arena_copy(arena, input->visitor.device_type),
        .brand = arena_copy(arena, input->visitor.brand),
        .model = arena_copy(arena, input->visitor.model),
        .os = arena_copy(arena, input->visitor.os),
        .os_version = arena_copy(arena, input->visitor.os_version),
        .browser = arena_copy(arena, input->visitor.browser),
        .browser_version = arena_copy(arena, input->visitor.browser_version),
        .resolution = arena_copy(arena, input->visitor.resolution),
        .language = arena_copy(arena, visit_language(input->accept_language)),
        .tokens = visit_join_tokens(arena, source, input->query, input->raw_query.len),
        .external_id = arena_copy(arena, uri_value(input->query, source->external_id_param)),
    };
    return cost;
}
