/* logs - visits, conversions, ad clicks and goal calls as the ledger has them, newest first. One
 * function reads the filters and the page, one writes a row. Amounts without a currency beside them
 * are in the workspace's. */
#include "api/page.h"

#include "api/forwards.h"
#include "api/json_out.h"
#include "base/num.h"
#include "visit/unique.h"

#define CLICKS_OF_ONE 32 /* of a visit, looked through for the one that counts */
#define STATUS_WORDS  "lead sale rebill rejected unmapped"

/* ------------------------------------------------------------------ visits */

static json_t *seen_json(uint64_t seen)
{
    static const struct json_out_word words[] = {{VISIT_SEEN_COOKIE, "cookie"},
                                                 {VISIT_SEEN_COOKIE_OLD, "old_cookie"},
                                                 {VISIT_SEEN_ADDRESS, "address"}};

    return json_out_words(seen, words, ARRAY_LEN(words));
}

/* What the source calls the token of that slot; "t3" when it has none there any more. */
static const char *param_of_slot(const json_t *tokens, size_t slot, char fallback[24])
{
    size_t i;
    json_t *token;

    json_array_foreach(tokens, i, token)
    {
        const char *param = json_string_value(json_object_get(token, "param"));
        if (param != NULL && json_integer_value(json_object_get(token, "slot")) == (json_int_t)slot)
            return param;
    }
    (void)snprintf(fallback, 24, "t%zu", slot);
    return fallback;
}

static json_t *tokens_json(struct page *page, const struct visit *visit, struct str kept)
{
    const json_t *source = names_find_number(&page->names, ENTITY_SOURCE, visit->source_id);
    const json_t *tokens = json_object_get(source, "tokens");
    json_t *object = json_object();
    struct str rest = kept;
    struct str raw;

    for (size_t slot = 1; str_take_piece(&rest, '&', &raw); slot++) {
        char fallback[24];
        const char *param = param_of_slot(tokens, slot, fallback);
        struct str value;
        if (raw.len == 0 && param == fallback)
            continue; /* a slot that nothing was ever kept in */
        if (uri_decode(page->call->arena, raw, false, &value) != OK)
            value = raw;
        json_out_put(object, param, json_out_text(value));
    }
    return object;
}

/* Its tokens and events as they are now: the lander and whoever has the key may update them. */
static void put_updated(struct page *page, json_t *row, const struct visit *visit)
{
    struct visit_state state = {.visit_id = visit->id};

    if (!page_find(page, LEDGER_VISIT_STATE, &state))
        state.tokens = visit->tokens;
    json_out_put(row, "tokens", tokens_json(page, visit, state.tokens));
    json_out_put(row, "events", page_params_json(page, state.events));
}

static json_t *cid_json(struct page *page, uint64_t visit_id)
{
    if (visit_id == 0)
        return json_null();
    return json_out_text(click_id_text(page->call->arena, page->call->api->options.keys, visit_id));
}

static const struct shape_field visit_fields[] = {
    {"id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"cid", SHAPE_TEXT, 0, "The click id.", NULL, NULL},
    {"visited_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"source", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"domain", SHAPE_NAMED, 0, "That the visitor came by.", NULL, NULL},
    {"via", SHAPE_WORD, 0, "How the visit came.", "redirect script pixel", NULL},
    {"offer", SHAPE_NAMED, SHAPE_NULL, "Null behind a lander: its click draws one.", NULL, NULL},
    {"lander", SHAPE_NAMED, SHAPE_NULL, "Null: straight to the offer.", NULL, NULL},
    {"flow", SHAPE_NAMED, SHAPE_NULL, "Null: by the campaign's own rules and paths.", NULL, NULL},
    {"rule", SHAPE_NUMBER, 0, "Which rule took it, from 1; 0: none.", NULL, NULL},
    {"path", SHAPE_NUMBER, 0, "Which path of the rule or of the default ones, from 1.", NULL, NULL},
    {"language", SHAPE_TEXT, SHAPE_NULL, "The first that the browser asks for.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"cost_currency", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"cost_missing", SHAPE_BOOL, 0, "The source sent no usable cost.", NULL, NULL},
    {"cost_rate", SHAPE_TEXT, SHAPE_NULL, "To the workspace's currency.", NULL, NULL},
    {"cost_rate_date", SHAPE_TEXT, SHAPE_NULL, "Of its publication.", NULL, NULL},
    {"cost_currency_assumed", SHAPE_BOOL, 0, "What was sent as currency is none.", NULL, NULL},
    {"no_rate", SHAPE_BOOL, 0, "No rate was known: the cost counts 0.", NULL, NULL},
    {"external_id", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"tokens", SHAPE_MAP, 0, "The source's values by parameter.", NULL, NULL},
    {"events", SHAPE_MAP, 0, "Of the visit: by its lander, or by an update.", NULL, NULL},
    {"unexpanded", SHAPE_TEXTS, 0,
     "external_id and tokens whose macro the source left in: its link is wrong.", NULL, NULL},
    {"is_bot", SHAPE_BOOL, 0, NULL, NULL, NULL},
    {"is_test", SHAPE_BOOL, 0, "Of a conversion test: in no figure.", NULL, NULL},
    {"is_unique", SHAPE_BOOL, 0, "The first of its visitor within the campaign's window.", NULL,
     NULL},
    {"seen_by", SHAPE_TEXTS, 0,
     "What told of an earlier visit: cookie and address within the window, old_cookie before it.",
     NULL, NULL},
    {"signals", SHAPE_TEXTS, 0, "Why it is taken for a bot.", NULL, NULL},
    {"address", SHAPE_TEXT, SHAPE_NULL, "Null once it is forgotten.", NULL, NULL},
    {"user_agent", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"referrer", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"catalog_version", SHAPE_NUMBER, 0, "The catalogue's version that decided.", NULL, NULL},
};
const struct shape visit_shape = SHAPE("visit", visit_fields);
/* spec/users.md §5.15: the linter's eye on live traffic. */
static json_t *unexpanded_json(const struct visit *visit, json_t *tokens)
{
    json_t *names = json_array();
    const char *name;
    json_t *value;

    if (visit->external_id.len > 0 && macro_is_placeholder(visit->external_id))
        json_out_append(names, json_string("external_id"));
    json_object_foreach(tokens, name, value)
    {
        struct str text = {json_string_value(value), json_string_length(value)};
        if (text.len > 0 && macro_is_placeholder(text))
            json_out_append(names, json_string(name));
    }
    return names;
}

/* The visit with the rate at which its cost was booked since, if there was none at first. */
static struct visit with_correction(struct page *page, const struct visit *visit)
{
    struct visit corrected = *visit;
    size_t count = 0;

    if (visit->cost_rate_den != 0 ||
        (visit->cost_amount_micros == 0 && visit->cpa_amount_micros == 0))
        return corrected;
    const struct cost_correction *correction =
        page_select(page, LEDGER_COST_CORRECTION, "visit_id", visit->id, 1, &count);
    if (count == 0)
        return corrected;
    corrected.cost_rate_num = correction->cost_rate_num;
    corrected.cost_rate_den = correction->cost_rate_den;
    corrected.cost_rate_date = correction->cost_rate_date;
    corrected.cost_micros = correction->cost_micros;
    return corrected;
}

static json_t *visit_json(struct page *page, const struct visit *recorded)
{
    struct visit corrected = with_correction(page, recorded);
    const struct visit *visit = &corrected;
    json_t *row = json_object();

    json_out_put(row, "id", json_out_id(visit->id));
    json_out_put(row, "cid", cid_json(page, visit->id));
    json_out_put(row, "visited_at", json_out_time_of(visit->id));
    json_out_put(row, "campaign",
                 names_of_number(&page->names, ENTITY_CAMPAIGN, visit->campaign_id));
    json_out_put(row, "source", names_of_number(&page->names, ENTITY_SOURCE, visit->source_id));
    json_out_put(row, "domain", names_of_number(&page->names, ENTITY_DOMAIN, visit->domain_id));
    json_out_put(row, "via", json_out_text(visit->via));
    json_out_put(row, "offer", names_of_number(&page->names, ENTITY_OFFER, visit->offer_id));
    json_out_put(row, "lander", names_of_number(&page->names, ENTITY_LANDER, visit->lander_id));
    json_out_put(row, "flow", names_of_number(&page->names, ENTITY_FLOW, visit->flow_id));
    json_out_put(row, "rule", json_out_number(visit->rule));
    json_out_put(row, "path", json_out_number(visit->path));
    json_out_put(row, "language", json_out_text(visit->language));
    json_out_put(row, "cost", json_out_money(visit->cost_amount_micros));
    json_out_put(row, "cost_currency", json_out_text(visit->cost_currency));
    json_out_put(row, "cost_missing", json_boolean(visit->cost_missing != 0));
    page_put_rate(page, row, "cost_rate",
                  (struct rate){visit->cost_rate_num, visit->cost_rate_den, visit->cost_rate_date});
    json_out_put(row, "cost_currency_assumed", json_boolean(visit->cost_currency_assumed != 0));
    json_out_put(row, "no_rate",
                 json_boolean(visit->cost_amount_micros != 0 && visit->cost_rate_den == 0));
    json_out_put(row, "external_id", json_out_text(visit->external_id));
    put_updated(page, row, visit);
    json_out_put(row, "unexpanded", unexpanded_json(visit, json_object_get(row, "tokens")));
    json_out_put(row, "is_bot", json_boolean(visit->is_bot != 0));
    json_out_put(row, "is_test", json_boolean(visit->is_test != 0));
    json_out_put(row, "is_unique", json_boolean(visit->is_unique != 0));
    json_out_put(row, "seen_by", seen_json(visit->seen));
    json_out_put(row, "signals", page_signals_json(visit->signals));
    page_put_personal(page, row, visit->id, true);
    json_out_put(row, "catalog_version", json_out_number(visit->catalog_version));
    return row;
}

void logs_visits(struct call *call)
{
    struct page page;
    json_t *list = json_array();
    size_t count = 0;
    uint64_t next = 0;

    page_init(&page, call);
    page_filter_number(&page, "campaign", "campaign_id");
    page_filter_number(&page, "source", "source_id");
    page_filter_number(&page, "domain", "domain_id");
    page_filter_number(&page, "offer", "offer_id");
    page_filter_number(&page, "lander", "lander_id");
    page_filter_number(&page, "flow", "flow_id");
    uint64_t id = call_click_id(call);
    if (id != 0)
        page_filter_id(&page, id);
    page_filter_test(&page);
    const struct visit *visits = page_read(&page, LEDGER_VISIT, &count, &next);
    for (size_t i = 0; i < count; i++)
        json_out_append(list, visit_json(&page, &visits[i]));
    page_answer(&page, list, next);
    page_fini(&page);
}

/* ------------------------------------------------------------------ conversions */

static void put_amounts(struct page *page, json_t *row, const struct conversion *conversion,
                        const struct visit *visit)
{
    json_out_put(row, "payout", json_out_money(conversion->payout_amount_micros));
    json_out_put(row, "currency", json_out_text(conversion->payout_currency));
    json_out_put(row, "payout_missing", json_boolean(conversion->payout_missing != 0));
    page_put_rate(page, row, "rate",
                  (struct rate){conversion->payout_rate_num, conversion->payout_rate_den,
                                conversion->payout_rate_date});
    json_out_put(row, "currency_assumed", json_boolean(conversion->payout_currency_assumed != 0));
    json_out_put(row, "no_rate", json_boolean(conversion->no_rate != 0));
    json_out_put(row, "revenue", json_out_money(conversion->revenue_micros));
    json_out_put(row, "cost", json_out_money(visit->cost_micros + conversion->cost_micros));
}

static const struct shape_field conversion_fields[] = {
    {"id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"cid", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"txid", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"status", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"status_raw", SHAPE_TEXT, SHAPE_NULL, "The network's own word.", NULL, NULL},
    {"type", SHAPE_TEXT, SHAPE_NULL, "One of the workspace's own types.", NULL, NULL},
    {"is_counted", SHAPE_BOOL, 0, "False: one of the campaign's other conversions.", NULL, NULL},
    {"is_unique", SHAPE_BOOL, 0, "The first of its click.", NULL, NULL},
    {"is_upsell", SHAPE_BOOL, 0, "A further one of its click.", NULL, NULL},
    {"channel", SHAPE_TEXT, SHAPE_NULL, "That it was first registered by.", NULL, NULL},
    {"payout", SHAPE_MONEY, 0, "As the network said, in currency.", NULL, NULL},
    {"currency", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"payout_missing", SHAPE_BOOL, 0, "None came, and the offer has none.", NULL, NULL},
    {"rate", SHAPE_TEXT, SHAPE_NULL, "To the workspace's currency.", NULL, NULL},
    {"rate_date", SHAPE_TEXT, SHAPE_NULL, "Of its publication.", NULL, NULL},
    {"currency_assumed", SHAPE_BOOL, 0, "Nobody named one that is known.", NULL, NULL},
    {"no_rate", SHAPE_BOOL, 0, "No rate was known: an amount counts 0.", NULL, NULL},
    {"revenue", SHAPE_MONEY, 0, "In the workspace's currency.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"visited_at", SHAPE_TIME, SHAPE_NULL, NULL, NULL, NULL},
    {"clicked_at", SHAPE_TIME, SHAPE_NULL,
     "When the visitor clicked on the lander; null: there was none, or no click.", NULL, NULL},
    {"created_at", SHAPE_TIME, 0, "Its first postback.", NULL, NULL},
    {"updated_at", SHAPE_TIME, 0, "Its last change.", NULL, NULL},
    {"registered_at", SHAPE_TIME, SHAPE_NULL,
     "One of them, as the workspace's registration_time says.", NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"offer", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"source", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"network", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"external_id", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"is_bot", SHAPE_BOOL, 0, NULL, NULL, NULL},
    {"lander", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"flow", SHAPE_NAMED, 0, "Whose rules and paths were taken; null: the campaign's.", NULL, NULL},
    {"domain", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"rule", SHAPE_NUMBER, SHAPE_NULL, "Which rule took the visit, from 1; 0: none.", NULL, NULL},
    {"path", SHAPE_NUMBER, SHAPE_NULL, "Which path of the campaign; null once the visit is pruned.",
     NULL, NULL},
    {"tokens", SHAPE_MAP, 0, "The source's values by parameter.", NULL, NULL},
    {"events", SHAPE_MAP, 0, "Of the visit: by its lander, or by an update.", NULL, NULL},
    {"params", SHAPE_MAP, 0, "param1 to param10 and the events.", NULL, NULL},
    {"conversion_id", SHAPE_TEXT, SHAPE_NULL, "The sender's own id.", NULL, NULL},
    {"forward", SHAPE_OBJECT, SHAPE_NULL,
     "What became of telling the source; null: nothing decided.", NULL, &forward_summary_shape},
    {"is_test", SHAPE_BOOL, 0, "Of a conversion test: in no figure.", NULL, NULL},
    {"is_reversed", SHAPE_BOOL, 0,
     "A source was told of it, it is rejected now, and the source does not know.", NULL, NULL},
    {"forwards", SHAPE_OBJECTS, SHAPE_OPTIONAL,
     "Of a single conversion: every decision to tell its destinations, newest first.", NULL,
     &forward_shape},
};
const struct shape conversion_shape = SHAPE("conversion", conversion_fields);

/* What kind of conversion it is beside its status. */
static void put_kind(json_t *row, const struct conversion *conversion)
{
    json_out_put(row, "type",
                 json_out_text(conversion->type.len > 0 ? conversion->type : STR_NONE));
    json_out_put(row, "is_counted", json_boolean(conversion->is_counted != 0));
    json_out_put(row, "is_unique", json_boolean(conversion->is_first != 0));
    json_out_put(row, "is_upsell", json_boolean(conversion->is_first == 0));
    json_out_put(row, "channel", json_out_text(conversion->channel));
}

/* What the workspace of the row before says: most often the next one's is the same. */
struct registration {
    uint64_t workspace_id; /* 0: there was none yet */
    bool is_at_postback;
};

/* Whether the workspace registers conversions at their first postback, not at their visit. */
static bool is_registered_at_postback(struct page *page, uint64_t workspace_id,
                                      struct registration *last)
{
    struct catalog *catalog = page->call->api->options.catalog;
    json_t *settings = NULL;

    if (last->workspace_id == workspace_id)
        return last->is_at_postback;
    if (catalog_get_settings(catalog, workspace_id, &settings) != OK)
        return false;
    const char *word = json_string_value(json_object_get(settings, "registration_time"));
    last->workspace_id = workspace_id;
    last->is_at_postback = word != NULL && strcmp(word, "postback") == 0;
    json_decref(settings);
    return last->is_at_postback;
}

/* The last click on the way to the offer before it was registered: what it belongs to. */
static json_t *clicked_at_json(struct page *page, const struct conversion *conversion,
                               const struct visit *visit)
{
    size_t count = 0;

    if (visit->lander_id == 0)
        return json_null();
    const struct click *clicks =
        page_select(page, LEDGER_CLICK, "visit_id", conversion->visit_id, CLICKS_OF_ONE, &count);
    for (size_t i = 0; i < count; i++)
        if (clicks[i].id < conversion->id)
            return json_out_time_of(clicks[i].id);
    return json_null();
}

static json_t *conversion_json(struct page *page, const struct conversion *conversion,
                               struct registration *registration)
{
    bool is_at_postback = is_registered_at_postback(page, conversion->workspace_id, registration);
    struct visit visit = {.id = conversion->visit_id};
    struct str txid = conversion->txid.len > 0 ? conversion->txid : STR_NONE;
    struct names *names = &page->names;
    json_t *row = json_object();

    if (page_find(page, LEDGER_VISIT, &visit)) /* pruned: its cost and id are unknown */
        visit = with_correction(page, &visit);
    json_out_put(row, "id", json_out_id(conversion->id));
    json_out_put(row, "cid", cid_json(page, conversion->visit_id));
    json_out_put(row, "txid", json_out_text(txid));
    json_out_put(row, "status", json_out_text(conversion->status));
    json_out_put(row, "status_raw", json_out_text(conversion->status_raw));
    put_kind(row, conversion);
    put_amounts(page, row, conversion, &visit);
    json_out_put(row, "visited_at", json_out_time_of(conversion->visit_id));
    json_out_put(row, "clicked_at", clicked_at_json(page, conversion, &visit));
    json_out_put(row, "created_at", json_out_time_of(conversion->id));
    json_out_put(row, "updated_at", json_out_time_of(conversion->change_id));
    json_out_put(row, "registered_at",
                 json_out_time_of(is_at_postback ? conversion->id : conversion->visit_id));
    json_out_put(row, "campaign", names_of_number(names, ENTITY_CAMPAIGN, conversion->campaign_id));
    json_out_put(row, "offer", names_of_number(names, ENTITY_OFFER, conversion->offer_id));
    json_out_put(row, "source", names_of_number(names, ENTITY_SOURCE, conversion->source_id));
    json_out_put(row, "network", names_of_number(names, ENTITY_NETWORK, conversion->network_id));
    json_out_put(row, "external_id", json_out_text(visit.external_id));
    json_out_put(row, "is_bot", json_boolean(conversion->is_bot != 0));
    json_out_put(row, "lander", names_of_number(names, ENTITY_LANDER, visit.lander_id));
    json_out_put(row, "flow", names_of_number(names, ENTITY_FLOW, visit.flow_id));
    json_out_put(row, "domain", names_of_number(names, ENTITY_DOMAIN, visit.domain_id));
    json_out_put(row, "rule", visit.path != 0 ? json_out_number(visit.rule) : json_null());
    json_out_put(row, "path", visit.path != 0 ? json_out_number(visit.path) : json_null());
    put_updated(page, row, &visit);
    json_out_put(row, "params", page_params_json(page, conversion->params));
    json_out_put(row, "conversion_id", json_out_text(conversion->reference));
    json_out_put(row, "forward", forwards_summary(page, conversion));
    json_out_put(row, "is_test", json_boolean(conversion->is_test != 0));
    json_out_put(row, "is_reversed", json_boolean(forwards_are_reversed(page, conversion)));
    return row;
}

/* ?reversed=true : only rejected ones can be. */
static bool filter_reversed(struct page *page)
{
    struct str word = call_word(page->call, "reversed", "true");

    if (word.ptr != NULL)
        page_add(page, "status", STR("rejected"), 0);
    return word.ptr != NULL;
}

void logs_conversions(struct call *call)
{
    struct page page;
    json_t *list = json_array();
    size_t count = 0;
    uint64_t next = 0;

    page_init(&page, call);
    page_filter_number(&page, "campaign", "campaign_id");
    page_filter_number(&page, "source", "source_id");
    page_filter_number(&page, "offer", "offer_id");
    page_filter_number(&page, "network", "network_id");
    page_filter_text(&page, "txid", "txid");
    struct str status = call_word(call, "status", STATUS_WORDS);
    if (status.ptr != NULL)
        page_add(&page, "status", status, 0);
    uint64_t visit_id = call_click_id(call);
    if (visit_id != 0) {
        page_add(&page, "visit_id", STR_NONE, visit_id);
        page.is_indexed = true;
    }
    page_filter_test(&page);
    bool is_wanted_reversed = filter_reversed(&page);
    struct registration registration = {0};
    const struct conversion *conversions = page_read(&page, LEDGER_CONVERSION, &count, &next);
    for (size_t i = 0; i < count; i++)
        if (!is_wanted_reversed || forwards_are_reversed(&page, &conversions[i]))
            json_out_append(list, conversion_json(&page, &conversions[i], &registration));
    page_answer(&page, list, next);
    page_fini(&page);
}

/* One conversion, with every decision to tell its destinations. */
void logs_conversion(struct call *call)
{
    struct page page;
    struct conversion conversion = {0};

    page_init(&page, call);
    if (num_parse_u64(call->id, INT64_MAX, &conversion.id) != OK || conversion.id == 0 ||
        !page_find(&page, LEDGER_CONVERSION, &conversion) ||
        !workspace_set_has(&call->scope.reads, conversion.workspace_id)) {
        if (page.err != OK)
            call_refuse_read(call, page.err);
        call_refuse(call, 404, "", "There is no conversion of this id.");
        page_fini(&page);
        return;
    }
    json_t *row = conversion_json(&page, &conversion, &(struct registration){0});
    json_out_put(row, "forwards", forwards_all(&page, conversion.id));
    if (page.err == OK) {
        call_answer(call, 200, row);
    } else {
        json_decref(row);
        call_refuse_read(call, page.err);
    }
    page_fini(&page);
}
