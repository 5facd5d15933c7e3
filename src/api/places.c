/* places - the databases of places and networks for people: how they stand, what they say of an
 * address, and which regions, cities and providers they know. Limits: one list of names is made at
 * a time, when it is first asked for, and kept until the databases change. */
#include "api/internal.h"

#include "api/json_out.h"
#include "api/place_state.h"
#include "api/rows.h"
#include "visitor/country.h"
#include "visitor/place_list.h"

#define VALUES_DEFAULT 20
#define LETTERS        26

/* ------------------------------------------------------------------ how they stand */

void places_databases(struct call *call)
{
    json_t *state = api_edge_state(call->api, call->arena, "places");
    if (state == NULL)
        call_refuse(call, 503, "", "The edge, which asks the databases, does not answer.");
    else
        call_answer(call, 200, state);
}

/* ------------------------------------------------------------------ an address */

static const struct shape_field found_fields[] = {
    {"address", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"continent", SHAPE_TEXT, SHAPE_NULL, "Two letters.", NULL, NULL},
    {"country", SHAPE_TEXT, SHAPE_NULL, "Two letters.", NULL, NULL},
    {"region", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"city", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"time_zone", SHAPE_TEXT, SHAPE_NULL, "Where the country keeps one, or the database says it.",
     NULL, NULL},
    {"isp", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"asn", SHAPE_NUMBER, SHAPE_NULL, NULL, NULL, NULL},
    {"connection_type", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"proxy", SHAPE_TEXTS, 0, "proxy, vpn, hosting.", NULL, NULL},
};
const struct shape place_found_shape = SHAPE("place_found", found_fields);

/* The databases as they are now, held. */
static struct place_set *hold_places(struct api *api)
{
    pthread_mutex_lock(&api->places_lock);
    places_look(api->options.places);
    pthread_mutex_unlock(&api->places_lock);
    return places_hold(api->options.places);
}

void places_find(struct call *call)
{
    const struct api_options *options = &call->api->options;
    struct str text = call_param(call, "address");
    struct net_address address =
        visitor_address(call->request, options->proxies, options->proxy_count);
    struct visitor_facts facts = {0};
    size_t word_count;
    const struct visitor_word *words = visitor_proxy_words(&word_count);
    if (text.ptr != NULL && net_parse_address(str_trim(text), &address) != OK) {
        call_refuse(call, 422, "address",
                    "address: expected an address such as 203.0.113.7 or 2001:db8::7.");
        return;
    }
    struct place_set *set = hold_places(call->api);
    place_set_fill(set, &address, &facts);
    json_t *answer = json_object();
    json_out_put(answer, "address", json_out_text(net_text(call->arena, &address)));
    json_out_put(answer, "continent", json_out_text(facts.continent));
    json_out_put(answer, "country", json_out_text(facts.country));
    json_out_put(answer, "region", json_out_text(facts.region));
    json_out_put(answer, "city", json_out_text(facts.city));
    json_out_put(answer, "time_zone", json_out_text(facts.time_zone));
    json_out_put(answer, "isp", json_out_text(facts.isp));
    json_out_put(answer, "asn", facts.asn != 0 ? json_out_number(facts.asn) : json_null());
    json_out_put(answer, "connection_type", json_out_text(facts.connection_type));
    json_out_put(answer, "proxy", rows_words_json(visitor_proxies(&facts), words, word_count));
    place_set_drop(set);
    call_answer(call, 200, answer);
}

/* ------------------------------------------------------------------ what they know */

static const struct shape_field value_fields[] = {
    {"value", SHAPE_TEXT, 0, "As a condition of a rule and a filter of a report take it.", NULL,
     NULL},
    {"name", SHAPE_TEXT, 0, "A country's English name; else the value.", NULL, NULL},
    {"region", SHAPE_TEXT, SHAPE_NULL, "Of a city.", NULL, NULL},
    {"country", SHAPE_TEXT, SHAPE_NULL, "Of a region or city.", NULL, NULL},
};
const struct shape place_value_shape = SHAPE("place_value", value_fields);

static json_t *value_json(struct str value, struct str name, struct str region, struct str country)
{
    json_t *row = json_object();
    json_out_put(row, "value", json_out_text(value));
    json_out_put(row, "name", json_out_text(name));
    json_out_put(row, "region", json_out_text(region));
    json_out_put(row, "country", json_out_text(country));
    return row;
}

static bool holds(struct str text, struct str part)
{
    for (size_t at = 0; at + part.len <= text.len; at++)
        if (str_is_equal_nocase(str_slice(text, at, at + part.len), part))
            return true;
    return false;
}

static json_t *find_countries(struct str part, size_t max)
{
    json_t *rows = json_array();
    for (int i = 0; i < LETTERS * LETTERS && json_array_size(rows) < max; i++) {
        char code[2] = {(char)('A' + i / LETTERS), (char)('A' + i % LETTERS)};
        const struct country *country = country_find((struct str){code, sizeof(code)});
        if (country != NULL && (holds(country->name, part) || holds(country->code, part)))
            json_out_append(rows, value_json(country->code, country->name, STR_NONE, STR_NONE));
    }
    return rows;
}

/* Under the lock: the list of the group's names of the databases as they are now. */
static const struct place_list *get_list(struct api *api, enum place_group group)
{
    struct place_names *names = &api->place_names[group];
    places_look(api->options.places);
    uint64_t version = places_version(api->options.places);
    if (names->list != NULL && names->version == version)
        return names->list;
    struct place_set *set = places_hold(api->options.places);
    place_list_free(names->list);
    names->list = place_list_make(set, group);
    names->version = version;
    place_set_drop(set);
    return names->list;
}

static json_t *find_names(struct call *call, enum place_field field, struct str part, size_t max)
{
    const struct place_entry *found[PLACE_FOUND_MAX];
    enum place_group group = field == PLACE_ISPS ? PLACE_GROUP_NETWORKS : PLACE_GROUP_PLACES;
    json_t *rows = json_array();
    pthread_mutex_lock(&call->api->places_lock);
    size_t count = place_list_find(get_list(call->api, group), field, part,
                                   call_param(call, "country"), max, found);
    for (size_t i = 0; i < count; i++)
        json_out_append(
            rows, value_json(found[i]->name, found[i]->name, found[i]->region, found[i]->country));
    pthread_mutex_unlock(&call->api->places_lock);
    return rows;
}

void places_values(struct call *call)
{
    static const char *const fields[] = {"region", "city", "isp"};
    struct str field = call_word(call, "field", "country region city isp");
    struct str part = str_trim(call_param(call, "q"));
    size_t max = call_param(call, "limit").ptr != NULL ? call_limit(call) : VALUES_DEFAULT;
    if (field.ptr == NULL)
        field = STR("country");
    if (call->is_answered)
        return;
    json_t *rows = NULL;
    if (str_is_equal(field, STR("country")))
        rows = find_countries(part, max);
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (str_is_equal(field, str_from_c(fields[i])))
            rows = find_names(call, (enum place_field)i, part, max);
    call_answer_rows(call, rows, STR_NONE);
}
