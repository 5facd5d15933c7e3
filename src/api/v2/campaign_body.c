/* campaign_body - a campaign as clients send it: amounts in cents, statuses and pricing models as
 * numbers (spec/network.md §4.3, §5), made what the catalogue takes. */
#include "api/v2/v2.h"

#include "model/body.h"

#define DATE_CHARS 10

/* spec/network.md §3.1, {pricing_model}; the words are the catalogue's. */
static const struct {
    int number;
    const char *word;
} models[] = {{1, "cpc"}, {2, "cpm"}, {3, "cpa"}, {4, "smart_cpm"}, {5, "cpv"}};

int v2_model(const json_t *document)
{
    struct str word = json_text_at(document, "pricing");

    for (size_t i = 0; i < ARRAY_LEN(models); i++)
        if (str_is_equal(word, str_from_c(models[i].word)))
            return models[i].number;
    return 0;
}

static const struct shape_field pricing_fields[] = {
    {"model", SHAPE_NUMBER, SHAPE_OPTIONAL, "The same as pricing_model", NULL, NULL},
    {"price", SHAPE_REAL, SHAPE_OPTIONAL, "and price.", NULL, NULL},
};
static const struct shape pricing_shape = SHAPE("v2_pricing", pricing_fields);

static const struct shape_field capping_fields[] = {
    {"quantity", SHAPE_NUMBER, 0, "How often; 0: as often as they come.", NULL, NULL},
    {"frequency", SHAPE_NUMBER, SHAPE_OPTIONAL, "Within so many minutes: whole hours.", NULL, NULL},
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

static void take_model(struct call *call, json_t *input, const char *field, const json_t *value)
{
    int64_t number = value != NULL ? v2_take_integer(call, field, value, 1, 7) : 0;
    size_t i = 0;

    while (i < ARRAY_LEN(models) && models[i].number != number)
        i++;
    if (i < ARRAY_LEN(models))
        json_out_put(input, "pricing", json_string(models[i].word));
    else if (value != NULL)
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
    bool is_any = json_is_null(value) ||
                  (json_is_number(value) && json_number_value(value) == V2_BUDGET_ANY) ||
                  str_is_equal(json_text_at(call->body, field), STR("-1"));
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
                                       json_object_get(capping, "quantity"), 0, CAPPING_MAX);
    const json_t *frequency = json_object_get(capping, "frequency");
    int64_t minutes = 0;
    if (quantity > 0 || frequency != NULL)
        minutes = v2_take_integer(call, "capping.frequency", frequency,
                                  quantity == 0 ? 0 : V2_HOUR_MINUTES,
                                  CAPPING_HOURS_MAX * V2_HOUR_MINUTES);
    if (minutes % V2_HOUR_MINUTES != 0)
        call_refuse(call, 422, "capping.frequency",
                    "capping.frequency: expected minutes that are whole hours.");
    json_out_put(input, "capping",
                 quantity == 0
                     ? json_null()
                     : json_pack("{s:I, s:I}", "quantity", (json_int_t)quantity, "frequency_hours",
                                 (json_int_t)(minutes / V2_HOUR_MINUTES)));
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

json_t *v2_read_campaign(struct call *call, const char **status)
{
    const json_t *name = json_object_get(call->body, "name");
    const json_t *number = json_object_get(call->body, "status");
    json_t *input = json_object();

    call_check_fields(call, &v2_campaign_body_shape);
    *status = number != NULL ? v2_take_status(call, "status", number) : NULL;
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
