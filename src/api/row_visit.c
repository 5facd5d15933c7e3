/* row_visit - a visit as the API shows it. */
#include "api/rows.h"

#include "api/json_out.h"
#include "visit/unique.h"
#include "visitor/country.h"
#include "visitor/visitor.h"

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

static json_t *tokens_json(struct rows *rows, const struct visit *visit, struct str kept)
{
    const json_t *source = names_find_number(&rows->names, ENTITY_SOURCE, visit->source_id);
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
        if (uri_decode(rows->arena, raw, false, &value) != OK)
            value = raw;
        json_out_put(object, param, json_out_text(value));
    }
    return object;
}

/* Its tokens and events as they are now: the lander and whoever has the key may update them. */
void rows_put_updated(struct rows *rows, json_t *row, const struct visit *visit)
{
    struct visit_state state = {.visit_id = visit->id};

    if (!rows_find(rows, LEDGER_VISIT_STATE, &state))
        state.tokens = visit->tokens;
    json_out_put(row, "tokens", tokens_json(rows, visit, state.tokens));
    json_out_put(row, "events", rows_params_json(rows, state.events));
}

json_t *rows_cid_json(struct rows *rows, uint64_t visit_id)
{
    if (visit_id == 0)
        return json_null();
    return json_out_text(click_id_text(rows->arena, rows->api->options.keys, visit_id));
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
    {"continent", SHAPE_TEXT, SHAPE_NULL, "Two letters. By the address, like all up to proxy.",
     NULL, NULL},
    {"country", SHAPE_TEXT, SHAPE_NULL, "Two letters.", NULL, NULL},
    {"region", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"city", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"isp", SHAPE_TEXT, SHAPE_NULL, "The internet provider or carrier.", NULL, NULL},
    {"asn", SHAPE_NUMBER, SHAPE_NULL, "The number of the autonomous system.", NULL, NULL},
    {"connection_type", SHAPE_TEXT, SHAPE_NULL,
     "broadband, mobile, corporate, satellite or dialup.", NULL, NULL},
    {"proxy", SHAPE_TEXTS, 0, "What is known of the address: proxy, vpn, hosting.", NULL, NULL},
    {"device_type", SHAPE_WORD, SHAPE_NULL,
     "By the user agent and client hints, like all up to browser_version.", VISITOR_DEVICE_TYPES,
     NULL},
    {"brand", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"model", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"os", SHAPE_TEXT, SHAPE_NULL, "The operating system.", NULL, NULL},
    {"os_version", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"browser", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"browser_version", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"resolution", SHAPE_TEXT, SHAPE_NULL, "Of the screen, as a page's script says it: 1920x1080.",
     NULL, NULL},
    {"language", SHAPE_TEXT, SHAPE_NULL, "The first that the browser asks for.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0, "As it was recorded, in cost_currency.", NULL, NULL},
    {"cost_currency", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"cost_missing", SHAPE_BOOL, 0, "The source sent no usable cost.", NULL, NULL},
    {"cost_rate", SHAPE_TEXT, SHAPE_NULL, "To the workspace's currency.", NULL, NULL},
    {"cost_rate_date", SHAPE_TEXT, SHAPE_NULL, "Of its publication.", NULL, NULL},
    {"cost_currency_assumed", SHAPE_BOOL, 0, "What was sent as currency is none.", NULL, NULL},
    {"no_rate", SHAPE_BOOL, 0, "No rate was known: the cost counts 0.", NULL, NULL},
    {"cost_booked", SHAPE_MONEY, 0,
     "What it costs now, in the workspace's currency: what reports sum.", NULL, NULL},
    {"cost_origin", SHAPE_WORD, 0, "setup: as recorded; the others: told afterwards.",
     "setup manual api csv", NULL},
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
struct visit rows_correct_visit(struct rows *rows, const struct visit *visit)
{
    struct visit corrected = *visit;
    bool is_asked;
    size_t count = 0;

    if (visit->cost_rate_den != 0 ||
        (visit->cost_amount_micros == 0 && visit->cpa_amount_micros == 0))
        return corrected;
    const struct cost_correction *correction =
        rows_find_ahead(rows, LEDGER_COST_CORRECTION, visit->id, &is_asked);
    if (!is_asked)
        correction = rows_select(rows, LEDGER_COST_CORRECTION, "visit_id", visit->id, 1, &count);
    if (correction == NULL || (!is_asked && count == 0))
        return corrected;
    corrected.cost_rate_num = correction->cost_rate_num;
    corrected.cost_rate_den = correction->cost_rate_den;
    corrected.cost_rate_date = correction->cost_rate_date;
    corrected.cost_micros = correction->cost_micros;
    return corrected;
}

static void put_place(json_t *row, const struct visit *visit)
{
    const struct country *country = country_find(visit->country);
    size_t count;
    const struct visitor_word *words = visitor_proxy_words(&count);

    json_out_put(row, "continent", json_out_text(country != NULL ? country->continent : STR_NONE));
    json_out_put(row, "country", json_out_text(visit->country));
    json_out_put(row, "region", json_out_text(visit->region));
    json_out_put(row, "city", json_out_text(visit->city));
    json_out_put(row, "isp", json_out_text(visit->isp));
    json_out_put(row, "asn", visit->asn != 0 ? json_out_number(visit->asn) : json_null());
    json_out_put(row, "connection_type", json_out_text(visit->connection_type));
    json_out_put(row, "proxy", rows_words_json(visit->proxies, words, count));
}

static void put_device(json_t *row, const struct visit *visit)
{
    json_out_put(row, "device_type", json_out_text(visit->device_type));
    json_out_put(row, "brand", json_out_text(visit->brand));
    json_out_put(row, "model", json_out_text(visit->model));
    json_out_put(row, "os", json_out_text(visit->os));
    json_out_put(row, "os_version", json_out_text(visit->os_version));
    json_out_put(row, "browser", json_out_text(visit->browser));
    json_out_put(row, "browser_version", json_out_text(visit->browser_version));
    json_out_put(row, "resolution", json_out_text(visit->resolution));
}

json_t *rows_visit_json(struct rows *rows, const struct visit *recorded)
{
    struct visit corrected = rows_correct_visit(rows, recorded);
    const struct visit *visit = &corrected;
    struct row_cost cost = rows_cost_of(rows, visit);
    json_t *row = json_object();

    json_out_put(row, "id", json_out_id(visit->id));
    json_out_put(row, "cid", rows_cid_json(rows, visit->id));
    json_out_put(row, "visited_at", json_out_time_of(visit->id));
    json_out_put(row, "campaign",
                 names_of_number(&rows->names, ENTITY_CAMPAIGN, visit->campaign_id));
    json_out_put(row, "source", names_of_number(&rows->names, ENTITY_SOURCE, visit->source_id));
    json_out_put(row, "domain", names_of_number(&rows->names, ENTITY_DOMAIN, visit->domain_id));
    json_out_put(row, "via", json_out_text(visit->via));
    json_out_put(row, "offer", names_of_number(&rows->names, ENTITY_OFFER, visit->offer_id));
    json_out_put(row, "lander", names_of_number(&rows->names, ENTITY_LANDER, visit->lander_id));
    json_out_put(row, "flow", names_of_number(&rows->names, ENTITY_FLOW, visit->flow_id));
    json_out_put(row, "rule", json_out_number(visit->rule));
    json_out_put(row, "path", json_out_number(visit->path));
    put_place(row, visit);
    put_device(row, visit);
    json_out_put(row, "language", json_out_text(visit->language));
    json_out_put(row, "cost", json_out_money(visit->cost_amount_micros));
    json_out_put(row, "cost_currency", json_out_text(visit->cost_currency));
    json_out_put(row, "cost_missing", json_boolean(visit->cost_missing != 0));
    rows_put_rate(rows, row, "cost_rate",
                  (struct rate){visit->cost_rate_num, visit->cost_rate_den, visit->cost_rate_date});
    json_out_put(row, "cost_currency_assumed", json_boolean(visit->cost_currency_assumed != 0));
    json_out_put(row, "no_rate",
                 json_boolean(visit->cost_amount_micros != 0 && visit->cost_rate_den == 0));
    json_out_put(row, "cost_booked", json_out_money(cost.micros));
    json_out_put(row, "cost_origin", json_out_text(cost.origin));
    json_out_put(row, "external_id", json_out_text(visit->external_id));
    rows_put_updated(rows, row, visit);
    json_out_put(row, "unexpanded", unexpanded_json(visit, json_object_get(row, "tokens")));
    json_out_put(row, "is_bot", json_boolean(visit->is_bot != 0));
    json_out_put(row, "is_test", json_boolean(visit->is_test != 0));
    json_out_put(row, "is_unique", json_boolean(visit->is_unique != 0));
    json_out_put(row, "seen_by", seen_json(visit->seen));
    json_out_put(row, "signals", rows_signals_json(visit->signals));
    rows_put_personal(rows, row, visit->id, true);
    json_out_put(row, "catalog_version", json_out_number(visit->catalog_version));
    return row;
}
