/* targeting - a campaign's targeted and blocked lists (spec/network.md §4.3). In the catalogue each
 * is one condition of the campaign's targeting: targeted countries are {"field":"country",
 * "op":"in"}, blocked ones "not_in". Conditions of other fields are left alone. */
#include "api/v2/v2.h"

#include "base/num.h"
#include "base/say.h"
#include "visitor/country.h"

#define VALUES_MAX 1000 /* as the catalogue's conditions hold */
#define UNKNOWN    "unknown"

enum form { FORM_TEXT, FORM_COUNTRY, FORM_ID };

/* Types as clients know them, the condition's field, and what a value is. */
#define LIST_TYPES(X)                                                                              \
    X(countries, "country", FORM_COUNTRY, "Three letters, or two.")                                \
    X(continents, "continent", FORM_TEXT, "AF AN AS EU NA OC SA.")                                 \
    X(regions, "region", FORM_TEXT, NULL)                                                          \
    X(cities, "city", FORM_TEXT, NULL)                                                             \
    X(languages, "language", FORM_TEXT, "Such as \"en\" or \"pt-BR\".")                            \
    X(devices, "device_type", FORM_TEXT, "mobile tablet tv desktop.")                              \
    X(brands, "brand", FORM_TEXT, NULL)                                                            \
    X(models, "model", FORM_TEXT, NULL)                                                            \
    X(operating_systems, "os", FORM_TEXT, "Such as \"Android\" or \"Android 14\".")                \
    X(browsers, "browser", FORM_TEXT, "Such as \"Chrome\" or \"Chrome 120\".")                     \
    X(carriers, "isp", FORM_TEXT, "A part of the provider's name.")                                \
    X(ip_ranges, "ip", FORM_TEXT, "An address, \"10.0.0.0/8\" or \"10.0.0.1-10.0.0.9\".")          \
    X(sites, "site", FORM_ID, "Ids.")                                                              \
    X(zones, "zone", FORM_ID, "Ids.")

static const struct list_type {
    const char *name;
    const char *field;
    enum form form;
} types[] = {
#define TYPE(name, field, form, help) {#name, field, form},
    LIST_TYPES(TYPE)
#undef TYPE
};

static const struct shape_field lists_fields[] = {
#define FIELD(name, field, form, help)                                                             \
    {#name, (form) == FORM_ID ? SHAPE_IDS : SHAPE_TEXTS, SHAPE_OPTIONAL, help, NULL, NULL},
    LIST_TYPES(FIELD)
#undef FIELD
};
const struct shape v2_lists_shape =
    SHAPE_OF_BODY("v2_lists", lists_fields, "{\"countries\":[\"FRA\"]}");

enum verb { VERB_ADD, VERB_SET, VERB_REMOVE };

/* One change of one list. */
struct change {
    struct call *call;
    const struct list_type *type;
    bool is_blocked;
    enum verb verb;
    json_t *values; /* of the body, as the catalogue has them */
    json_t *list;   /* what comes of them; NULL until it is reckoned */
    size_t at;      /* its place among the conditions */
};

/* ------------------------------------------------------------------ lists */

static struct str text_of(const json_t *value)
{
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}

/* The place of a text in a list, or its size. */
static size_t place_of(const json_t *list, struct str text)
{
    size_t i = 0;

    while (i < json_array_size(list) &&
           !str_is_equal_nocase(text_of(json_array_get(list, i)), text))
        i++;
    return i;
}

static bool has(const json_t *list, const json_t *value)
{
    return place_of(list, text_of(value)) < json_array_size(list);
}

static void add_all(json_t *list, const json_t *values)
{
    size_t i;
    json_t *value;

    json_array_foreach((json_t *)(uintptr_t)values, i, value) if (!has(list, value))
        json_out_append(list, json_incref(value));
}

/* The values of a list that stand in the other, or that do not; a new list. */
static json_t *sifted(const json_t *list, const json_t *other, bool wanted)
{
    json_t *kept = json_array();
    size_t i;
    json_t *value;

    json_array_foreach((json_t *)(uintptr_t)list, i, value) if (has(other, value) == wanted)
        json_out_append(kept, json_incref(value));
    return kept;
}

static bool is_of(const json_t *condition, const struct list_type *type, bool is_blocked)
{
    return str_is_equal(json_text_at(condition, "field"), str_from_c(type->field)) &&
           str_is_equal(json_text_at(condition, "op"), is_blocked ? STR("not_in") : STR("in"));
}

/* A campaign's list as a new one. Of several conditions all hold: what any of them blocks is
 * blocked, and only what each of them targets is targeted. */
static json_t *list_of(const json_t *document, const struct list_type *type, bool is_blocked,
                       size_t *condition_count)
{
    json_t *list = json_array();
    size_t i;
    json_t *condition;

    *condition_count = 0;
    json_array_foreach(json_object_get(document, "targeting"), i, condition)
    {
        const json_t *values = json_object_get(condition, "values");
        if (!is_of(condition, type, is_blocked))
            continue;
        if (is_blocked || *condition_count == 0) {
            add_all(list, values);
        } else {
            json_t *both = sifted(list, values, true);
            json_decref(list);
            list = both;
        }
        ++*condition_count;
    }
    return list;
}

/* ------------------------------------------------------------------ out */

/* A value as clients know it. */
static json_t *value_json(const struct list_type *type, const json_t *value)
{
    struct str text = text_of(value);
    const struct country *country = type->form == FORM_COUNTRY ? country_find(text) : NULL;
    uint64_t id;

    if (country != NULL)
        return json_out_text(country->code3);
    if (type->form == FORM_ID && num_parse_u64(text, UINT32_MAX, &id) == OK)
        return json_out_number(id);
    return json_out_text(text);
}

static json_t *lists_json(const json_t *document, bool is_blocked)
{
    json_t *lists = json_object();

    for (size_t t = 0; t < ARRAY_LEN(types); t++) {
        size_t i, condition_count;
        json_t *value;
        json_auto_t *list = list_of(document, &types[t], is_blocked, &condition_count);
        json_t *told = json_array();
        json_array_foreach(list, i, value) json_out_append(told, value_json(&types[t], value));
        json_out_put(lists, types[t].name, told);
    }
    return lists;
}

void v2_put_targeting(json_t *result, const json_t *document)
{
    json_out_put(result, "targeted", lists_json(document, false));
    json_out_put(result, "blocked", lists_json(document, true));
}

/* ------------------------------------------------------------------ in */

static const struct list_type *find_type(struct call *call, struct str name)
{
    struct buf names = buf_in_arena(call->arena, 512);

    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        if (str_is_equal(name, str_from_c(types[i].name)))
            return &types[i];
        buf_format(&names, "%s%s", i > 0 ? ", " : "", types[i].name);
    }
    CHECK(!buf_is_full(&names));
    call_refuse(call, 404, "type", "There is no list of that type: expected one of %.*s.",
                STR_FMT(buf_str(&names)));
    return NULL;
}

static json_t *take_country(struct call *call, const char *field, struct str text)
{
    const struct country *country = text.len == 3 ? country_find_code3(text) : country_find(text);

    if (country != NULL)
        return json_out_text(country->code);
    call_refuse(call, 422, field,
                "%s: expected a country's three letters such as \"FRA\", or \"unknown\".", field);
    return NULL;
}

/* A value as the catalogue has it; NULL: refused. */
static json_t *take_value(struct call *call, const struct list_type *type, size_t i,
                          const json_t *value)
{
    struct str field = arena_format(call->arena, "%s[%zu]", type->name, i);
    struct str text = str_trim(text_of(value));

    if (str_is_equal_nocase(text, STR(UNKNOWN)))
        return json_string(UNKNOWN);
    if (type->form == FORM_ID) {
        int64_t id = v2_take_integer(call, field.ptr, value, 1, UINT32_MAX);
        return call->is_answered ? NULL : json_sprintf("%" PRId64, id);
    }
    if (type->form == FORM_COUNTRY)
        return take_country(call, field.ptr, text);
    if (text.len > 0)
        return json_out_text(text);
    call_refuse(call, 422, field.ptr, "%s: expected a text.", field.ptr);
    return NULL;
}

/* The list of a body: alone, or under its type's name. NULL: refused. */
static const json_t *find_values(struct call *call, const struct list_type *type)
{
    const json_t *values =
        json_is_array(call->body) ? call->body : json_object_get(call->body, type->name);
    const char *name;
    json_t *value;

    json_object_foreach(call->body, name, value) if (strcmp(name, type->name) != 0)
        call_refuse(call, 422, name, "%s: unknown field.", name);
    if (!json_is_array(values) || json_array_size(values) > VALUES_MAX)
        call_refuse(call, 422, type->name, "%s: expected a list of at most %d values.", type->name,
                    VALUES_MAX);
    return call->is_answered ? NULL : values;
}

/* Its values as the catalogue has them, a new list; NULL: refused. */
static json_t *take_values(struct call *call, const struct list_type *type)
{
    const json_t *given = find_values(call, type);
    json_auto_t *values = json_array();
    size_t i;
    json_t *value;

    json_array_foreach((json_t *)(uintptr_t)given, i, value)
    {
        json_t *taken = call->is_answered ? NULL : take_value(call, type, i, value);
        if (taken != NULL)
            json_out_append(values, taken);
    }
    return call->is_answered ? NULL : json_incref(values);
}

/* ------------------------------------------------------------------ a change */

/* The conditions of the campaign with the changed list among them: where it stood, else at the end;
 * an empty one is none. */
static json_t *conditions_with(struct change *change, const json_t *document)
{
    json_t *conditions = json_array();
    json_t *own = json_pack("{s:s, s:s, s:O}", "field", change->type->field, "op",
                            change->is_blocked ? "not_in" : "in", "values", change->list);
    size_t place = SIZE_MAX;
    size_t i;
    json_t *condition;

    CHECK(own != NULL);
    json_array_foreach(json_object_get(document, "targeting"), i, condition)
    {
        if (!is_of(condition, change->type, change->is_blocked))
            json_out_append(conditions, json_incref(condition));
        else if (place == SIZE_MAX)
            place = json_array_size(conditions);
    }
    change->at = place != SIZE_MAX ? place : json_array_size(conditions);
    if (json_array_size(change->list) > 0)
        CHECK(json_array_insert(conditions, change->at, own) == 0);
    json_decref(own);
    return conditions;
}

/* Of several targeted lists none is the one that a value comes to or goes from. */
static json_t *make_input(void *context, const json_t *document)
{
    struct change *change = context;
    size_t condition_count;
    json_t *list = list_of(document, change->type, change->is_blocked, &condition_count);

    json_decref(change->list);
    change->list = list;
    if (condition_count > 1 && !change->is_blocked && change->verb != VERB_SET) {
        call_refuse(change->call, 409, change->type->name,
                    "%s: the campaign has several targeted lists of them: PUT gives it one.",
                    change->type->name);
        return NULL;
    }
    if (change->verb == VERB_REMOVE) {
        change->list = sifted(list, change->values, false);
        json_decref(list);
    } else {
        if (change->verb == VERB_SET)
            CHECK(json_array_clear(list) == 0);
        add_all(list, change->values);
    }
    return json_pack("{s:o}", "targeting", conditions_with(change, document));
}

/* "targeting[1].values[4]" is the body's "countries[0]". */
static void blame(void *context, struct model_fault *fault)
{
    const struct change *change = context;
    char path[32];
    struct str field = str_from_c(fault->field);
    uint64_t place;

    (void)snprintf(path, sizeof(path), "targeting[%zu]", change->at);
    if (json_array_size(change->list) == 0 || !str_has_prefix(field, str_from_c(path)))
        return;
    struct str values = STR(".values[");
    struct str rest = str_slice(field, strlen(path), field.len);
    bool is_value = str_has_prefix(rest, values) &&
                    num_parse_u64(str_slice(rest, values.len, rest.len - 1),
                                  json_array_size(change->list) - 1, &place) == OK;
    size_t at = is_value ? place_of(change->values, text_of(json_array_get(change->list, place)))
                         : json_array_size(change->values);
    if (at < json_array_size(change->values))
        (void)snprintf(fault->field, sizeof(fault->field), "%s[%zu]", change->type->name, at);
    else
        (void)snprintf(fault->field, sizeof(fault->field), "%s", change->type->name);
}

static void change_list(struct call *call, bool is_blocked, enum verb verb)
{
    struct change change = {.call = call,
                            .type = find_type(call, call->sub_id),
                            .is_blocked = is_blocked,
                            .verb = verb};
    const struct v2_edit edit = {make_input, blame, &change};

    if (change.type != NULL)
        change.values = take_values(call, change.type);
    json_auto_t *document =
        change.values != NULL ? v2_edit(call, ENTITY_ADCAMPAIGN, call->id, &edit) : NULL;
    json_decref(change.values);
    json_decref(change.list);
    if (document == NULL)
        return;
    json_t *result = json_object();
    v2_put_targeting(result, document);
    v2_answer_done(call, SAY("Targeting updated"), result);
}

void v2_targeted_add(struct call *call)
{
    change_list(call, false, VERB_ADD);
}

void v2_targeted_set(struct call *call)
{
    change_list(call, false, VERB_SET);
}

void v2_targeted_remove(struct call *call)
{
    change_list(call, false, VERB_REMOVE);
}

void v2_blocked_add(struct call *call)
{
    change_list(call, true, VERB_ADD);
}

void v2_blocked_set(struct call *call)
{
    change_list(call, true, VERB_SET);
}

void v2_blocked_remove(struct call *call)
{
    change_list(call, true, VERB_REMOVE);
}
