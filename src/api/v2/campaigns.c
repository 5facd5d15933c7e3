/* campaigns - ad campaigns as the public API has them: amounts in cents, statuses and pricing
 * models as numbers (spec/network.md §4.3, §5). */
#include "api/v2/v2.h"

#include "api/counts.h"
#include "base/num.h"
#include "base/say.h"

#define BUDGET_ANY   (-1)
#define DATE_CHARS   10
#define HOUR_MINUTES 60

/* spec/network.md §3.1, {pricing_model}; the words are the catalogue's. */
static const struct {
    int number;
    const char *word;
} models[] = {{1, "cpc"}, {2, "cpm"}, {3, "cpa"}, {4, "smart_cpm"}, {5, "cpv"}};

/* ------------------------------------------------------------------ out */

static int model_of(const json_t *document)
{
    struct str word = json_text_at(document, "pricing");

    for (size_t i = 0; i < ARRAY_LEN(models); i++)
        if (str_is_equal(word, str_from_c(models[i].word)))
            return models[i].number;
    return 0;
}

/* A budget in cents; -1: none. */
static json_t *budget_json(const json_t *document, const char *name)
{
    return json_is_string(json_object_get(document, name)) ? v2_cents(v2_micros_at(document, name))
                                                           : json_integer(BUDGET_ANY);
}

/* In minutes, as clients have it. */
static json_t *capping_json(const json_t *capping)
{
    if (!json_is_object(capping))
        return json_null();
    json_int_t hours = json_integer_value(json_object_get(capping, "frequency_hours"));
    return json_pack("{s:O, s:I}", "quantity", json_object_get(capping, "quantity"), "frequency",
                     hours * HOUR_MINUTES);
}

/* What it has cost is among its counts, which are null while the ledger cannot be read. */
static json_t *spent_json(const json_t *document)
{
    const json_t *counts = json_object_get(document, "counts");

    return json_is_object(counts) ? v2_cents(v2_micros_at(counts, "spent")) : json_null();
}

static json_t *campaign_json(const json_t *document)
{
    json_t *campaign = json_object();

    json_out_put(campaign, "id", json_incref(json_object_get(document, "id")));
    json_out_put(campaign, "name", json_incref(json_object_get(document, "name")));
    json_out_put(campaign, "status", json_integer(v2_status(document)));
    json_out_put(campaign, "pricing_model", json_integer(model_of(document)));
    json_out_put(campaign, "price", v2_cents(v2_micros_at(document, "price")));
    json_out_put(campaign, "max_daily_budget", budget_json(document, "daily_budget"));
    json_out_put(campaign, "total_budget_limit", budget_json(document, "total_budget"));
    json_out_put(campaign, "total_budget_spent", spent_json(document));
    json_out_put(campaign, "capping", capping_json(json_object_get(document, "capping")));
    json_out_put(campaign, "start_date", json_incref(json_object_get(document, "starts_at")));
    json_out_put(campaign, "end_date", json_incref(json_object_get(document, "ends_at")));
    json_out_put(campaign, "date_created", v2_date(document, "created_at"));
    return campaign;
}

static bool has_status(const void *wanted, const json_t *document)
{
    return v2_status(document) == *(const int *)wanted;
}

/* Every id by the text of it, as the public API has it. */
static json_t *by_id(struct call *call, json_t *documents)
{
    size_t count = json_array_size(documents);
    json_t **list = ARENA_ARRAY(call->arena, json_t *, count + 1);
    json_t *result = json_object();
    char key[24];

    CHECK(list != NULL); /* of a scratch that holds a page of any log */
    for (size_t i = 0; i < count; i++)
        list[i] = json_array_get(documents, i);
    call->entity = ENTITY_ADCAMPAIGN;
    counts_put(call, list, count);
    for (size_t i = 0; i < count; i++) {
        json_t *campaign = campaign_json(list[i]);
        (void)snprintf(key, sizeof(key), "%" JSON_INTEGER_FORMAT,
                       json_integer_value(json_object_get(list[i], "id")));
        v2_keep_fields(call, campaign);
        json_out_put(result, key, campaign);
    }
    return result;
}

static json_t *one_json(struct call *call, json_t *document)
{
    json_auto_t *list = json_pack("[O]", document);
    json_auto_t *result = by_id(call, list);

    return json_incref(json_object_iter_value(json_object_iter(result)));
}

void v2_campaigns_list(struct call *call)
{
    struct str status = call_word(call, "status", "1 0 -1");
    struct catalog_query query = {.text = call_param(call, "custom_search")};
    bool with_deleted = v2_flag(call, "campaign_deleted");
    int64_t wanted = 0;
    struct v2_page page;

    v2_read_page(call, &page);
    if (status.ptr != NULL && num_parse_i64(status, -1, 1, &wanted) != OK)
        return; /* refused: it is none of the words */
    if (with_deleted || status.ptr != NULL)
        query.status = STR("all");
    if (query.text.len == 0)
        query.text = STR_NONE;
    int number = (int)wanted;
    json_t *documents = call->is_answered
                            ? NULL
                            : v2_list(call, ENTITY_ADCAMPAIGN, query, &page,
                                      status.ptr != NULL ? has_status : NULL, &number);
    if (documents == NULL)
        return;
    v2_answer_page(call, by_id(call, documents), &page);
    json_decref(documents);
}

void v2_campaigns_get(struct call *call)
{
    struct v2_page page = {.limit = V2_ROWS_MAX};
    bool is_detailed = v2_flag(call, "detailed");
    json_auto_t *document = call->is_answered ? NULL : v2_get(call, ENTITY_ADCAMPAIGN, call->id);

    if (document == NULL)
        return;
    json_t *variations = is_detailed ? v2_variations_of(call, document, false, &page) : NULL;
    if (call->is_answered)
        return;
    json_t *result = json_object(), *answer = json_object();
    json_out_put(result, "campaign", one_json(call, document));
    if (variations != NULL)
        json_out_put(result, "variations", variations);
    if (is_detailed)
        v2_put_targeting(result, document);
    json_out_put(answer, "result", result);
    call_answer(call, 200, answer);
}

/* ------------------------------------------------------------------ in */

static const struct shape_field pricing_fields[] = {
    {"model", SHAPE_NUMBER, SHAPE_OPTIONAL, "The same as pricing_model", NULL, NULL},
    {"price", SHAPE_REAL, SHAPE_OPTIONAL, "and price.", NULL, NULL},
};
static const struct shape pricing_shape = SHAPE("v2_pricing", pricing_fields);

static const struct shape_field capping_fields[] = {
    {"quantity", SHAPE_NUMBER, 0, "How often; 0: as often as they come.", NULL, NULL},
    {"frequency", SHAPE_NUMBER, 0, "Within so many minutes: whole hours.", NULL, NULL},
};
static const struct shape capping_shape = SHAPE("v2_capping", capping_fields);

static const struct shape_field body_fields[] = {
    {"name", SHAPE_TEXT, SHAPE_OPTIONAL, NULL, NULL, NULL},
    {"status", SHAPE_NUMBER, SHAPE_OPTIONAL, "1 running, 0 paused, -1 archived.", NULL, NULL},
    {"pricing_model", SHAPE_NUMBER, SHAPE_OPTIONAL, "1 CPC, 2 CPM, 3 CPA, 4 Smart CPM, 5 CPV.",
     NULL, NULL},
    {"price", SHAPE_REAL, SHAPE_OPTIONAL, "In cents.", NULL, NULL},
    {"pricing", SHAPE_OBJECT, SHAPE_OPTIONAL, "Model and price together.", NULL, &pricing_shape},
    {"max_daily_budget", SHAPE_REAL, SHAPE_OPTIONAL, "In cents; -1: any.", NULL, NULL},
    {"daily_limit_type", SHAPE_NUMBER, SHAPE_OPTIONAL, "0: no daily budget, 1: as given.", NULL,
     NULL},
    {"daily_limit_delivery_mode", SHAPE_NUMBER, SHAPE_OPTIONAL, "1: as fast as it goes.", NULL,
     NULL},
    {"total_budget_limit", SHAPE_REAL, SHAPE_OPTIONAL, "In cents; -1: any.", NULL, NULL},
    {"capping", SHAPE_OBJECT, SHAPE_OPTIONAL | SHAPE_NULL, "Of one visitor.", NULL, &capping_shape},
    {"start_date", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "A date, or RFC 3339.", NULL, NULL},
    {"end_date", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "A date, or RFC 3339.", NULL, NULL},
};
const struct shape v2_campaign_body_shape =
    SHAPE_OF_BODY("v2_campaign", body_fields, "{\"name\":\"Popunder FR\",\"price\":5}");

static const struct shape_field ids_fields[] = {
    {"campaign_ids", SHAPE_IDS, 0, "Of the campaigns.", NULL, NULL},
};
const struct shape v2_ids_shape = SHAPE_OF_BODY("v2_ids", ids_fields, "{\"campaign_ids\":[1,2]}");

static void take_model(struct call *call, json_t *input, const char *field, const json_t *value)
{
    int64_t number = value != NULL ? v2_take_integer(call, field, value, 1, 7) : 0;

    for (size_t i = 0; i < ARRAY_LEN(models); i++)
        if (models[i].number == number)
            json_out_put(input, "pricing", json_string(models[i].word));
    if (value != NULL && json_object_get(input, "pricing") == NULL)
        call_refuse(call, 422, field,
                    "%s: expected 1 (CPC), 2 (CPM), 3 (CPA), 4 (Smart CPM) or 5 (CPV).", field);
}

static void take_price(struct call *call, json_t *input, const char *field, const json_t *value)
{
    json_t *price = value != NULL ? v2_take_cents(call, field, value) : NULL;

    if (price != NULL)
        json_out_put(input, "price", price);
}

static void take_pricing(struct call *call, json_t *input)
{
    const json_t *pricing = json_object_get(call->body, "pricing");

    if (pricing != NULL && !json_is_object(pricing))
        call_refuse(call, 422, "pricing", "pricing: expected an object of model and price.");
    call_check_object(call, pricing, &pricing_shape, "pricing.");
    take_model(call, input, "pricing.model", json_object_get(pricing, "model"));
    take_price(call, input, "pricing.price", json_object_get(pricing, "price"));
    take_model(call, input, "pricing_model", json_object_get(call->body, "pricing_model"));
    take_price(call, input, "price", json_object_get(call->body, "price"));
}

static void take_budget(struct call *call, json_t *input, const char *field, const char *name)
{
    const json_t *value = json_object_get(call->body, field);
    bool is_any =
        json_is_null(value) || (json_is_number(value) && json_number_value(value) == BUDGET_ANY);
    json_t *budget = value == NULL || is_any ? NULL : v2_take_cents(call, field, value);

    if (is_any)
        json_out_put(input, name, json_null());
    else if (budget != NULL)
        json_out_put(input, name, budget);
}

/* The kind of limit that clients send beside the daily budget. */
static void take_limit_type(struct call *call, json_t *input)
{
    const json_t *type = json_object_get(call->body, "daily_limit_type");
    const json_t *mode = json_object_get(call->body, "daily_limit_delivery_mode");

    if (type != NULL && v2_take_integer(call, "daily_limit_type", type, 0, 1) == 0)
        json_out_put(input, "daily_budget", json_null());
    if (mode != NULL)
        (void)v2_take_integer(call, "daily_limit_delivery_mode", mode, 1, 1);
}

/* Null or a quantity of 0: as often as they come. */
static void take_capping(struct call *call, json_t *input)
{
    const json_t *capping = json_object_get(call->body, "capping");

    if (json_is_null(capping))
        json_out_put(input, "capping", json_null());
    if (capping == NULL || json_is_null(capping))
        return;
    if (!json_is_object(capping))
        call_refuse(call, 422, "capping", "capping: expected an object of quantity and frequency.");
    call_check_object(call, capping, &capping_shape, "capping.");
    int64_t quantity = v2_take_integer(call, "capping.quantity",
                                       json_object_get(capping, "quantity"), 0, INT32_MAX);
    int64_t minutes = v2_take_integer(call, "capping.frequency",
                                      json_object_get(capping, "frequency"), 0, INT32_MAX);
    if (minutes % HOUR_MINUTES != 0)
        call_refuse(call, 422, "capping.frequency",
                    "capping.frequency: expected minutes that are whole hours.");
    json_out_put(input, "capping",
                 quantity == 0
                     ? json_null()
                     : json_pack("{s:I, s:I}", "quantity", (json_int_t)quantity, "frequency_hours",
                                 (json_int_t)(minutes / HOUR_MINUTES)));
}

/* A date is its first instant in UTC; what is no time the catalogue refuses. */
static void take_time(struct call *call, json_t *input, const char *field, const char *name)
{
    json_t *value = json_object_get(call->body, field);
    struct str text = json_text_at(call->body, field);

    if (value == NULL)
        return;
    if (text.ptr == NULL && !json_is_null(value))
        call_refuse(call, 422, field, "%s: expected a date such as 2026-11-24, or RFC 3339.",
                    field);
    json_out_put(input, name,
                 text.len == DATE_CHARS ? json_sprintf("%.*sT00:00:00Z", STR_FMT(text))
                                        : json_incref(value));
}

/* What the catalogue is to be told; *is_archived: that it is to go. */
static json_t *read_body(struct call *call, bool *is_archived)
{
    const json_t *name = json_object_get(call->body, "name");
    const json_t *status = json_object_get(call->body, "status");
    const char *word = status != NULL ? v2_take_status(call, "status", status) : NULL;
    json_t *input = json_object();

    call_check_fields(call, &v2_campaign_body_shape);
    *is_archived = word != NULL && strcmp(word, "archived") == 0;
    if (word != NULL && !*is_archived)
        json_out_put(input, "status", json_string(word));
    if (name != NULL)
        json_out_put(input, "name", json_incref((json_t *)(uintptr_t)name));
    take_pricing(call, input);
    take_budget(call, input, "max_daily_budget", "daily_budget");
    take_budget(call, input, "total_budget_limit", "total_budget");
    take_limit_type(call, input);
    take_capping(call, input);
    take_time(call, input, "start_date", "starts_at");
    take_time(call, input, "end_date", "ends_at");
    return input;
}

void v2_campaigns_update(struct call *call)
{
    bool is_archived = false;
    json_t *input = read_body(call, &is_archived);

    json_decref(call->is_answered ? NULL : v2_get(call, ENTITY_ADCAMPAIGN, call->id));
    if (call->is_answered) {
        json_decref(input);
        return;
    }
    json_t *document = v2_update(call, ENTITY_ADCAMPAIGN, call->id, input);
    if (document != NULL && is_archived && v2_archive(call, ENTITY_ADCAMPAIGN, call->id)) {
        json_decref(document);
        document = v2_get(call, ENTITY_ADCAMPAIGN, call->id);
    }
    if (document == NULL)
        return;
    if (!call->is_answered)
        v2_answer_done(call, SAY("Campaign updated"),
                       json_pack("{s:o}", "campaign", one_json(call, document)));
    json_decref(document);
}

/* ------------------------------------------------------------------ many */

static void set_status(struct call *call, const char *status, const char *message)
{
    const json_t *ids = v2_take_ids(call);

    if (ids != NULL && v2_set_status(call, ENTITY_ADCAMPAIGN, ids, status))
        v2_answer_done(call, message, json_incref((json_t *)(uintptr_t)ids));
}

void v2_campaigns_play(struct call *call)
{
    set_status(call, "active", SAY("Campaigns started"));
}

void v2_campaigns_pause(struct call *call)
{
    set_status(call, "paused", SAY("Campaigns paused"));
}

void v2_campaigns_archive(struct call *call)
{
    set_status(call, "archived", SAY("Campaigns archived"));
}

static struct str id_text(struct call *call, const json_t *document)
{
    return arena_format(call->arena, "%" JSON_INTEGER_FORMAT,
                        json_integer_value(json_object_get(document, "id")));
}

/* The variations that stand, under their own names. */
static void copy_variations(struct call *call, const json_t *from, const json_t *to)
{
    struct v2_page page = {.limit = V2_ROWS_MAX};
    json_auto_t *variations = v2_variations_of(call, from, false, &page);
    size_t i;
    json_t *variation;

    json_array_foreach(variations, i, variation)
    {
        struct str id = arena_format(call->arena, "%" JSON_INTEGER_FORMAT,
                                     json_integer_value(json_object_get(variation, "idvariation")));
        json_t *input = json_pack(
            "{s:O, s:O, s:s}", "name", json_object_get(variation, "name"), "adcampaign_id",
            json_object_get(to, "id"), "status",
            json_integer_value(json_object_get(variation, "status")) == 1 ? "active" : "paused");
        CHECK(input != NULL);
        if (!call->is_answered)
            json_decref(v2_copy(call, ENTITY_VARIATION, id, input));
        else
            json_decref(input);
    }
}

/* A copy is paused, so that nothing is spent before somebody looked at it. */
static json_t *copy_one(struct call *call, int64_t id)
{
    struct str text = arena_format(call->arena, "%" PRId64, id);
    json_auto_t *from = v2_get(call, ENTITY_ADCAMPAIGN, text);

    if (from == NULL)
        return NULL;
    json_t *copy = v2_copy(call, ENTITY_ADCAMPAIGN, id_text(call, from),
                           json_pack("{s:s}", "status", "paused"));
    if (copy != NULL)
        copy_variations(call, from, copy);
    return copy;
}

void v2_campaigns_copy(struct call *call)
{
    const json_t *ids = v2_take_ids(call);
    json_auto_t *copies = json_array();
    size_t i;
    json_t *id;

    json_array_foreach((json_t *)(uintptr_t)ids, i, id)
    {
        json_t *copy = call->is_answered ? NULL : copy_one(call, json_integer_value(id));
        if (copy != NULL)
            json_out_append(copies, copy);
    }
    if (!call->is_answered)
        v2_answer_done(call, SAY("Campaigns copied"), by_id(call, copies));
}
