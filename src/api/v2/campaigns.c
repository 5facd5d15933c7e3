/* campaigns - ad campaigns as the public API has them: amounts in cents, statuses and pricing
 * models as numbers (spec/network.md §4.3, §5). */
#include "api/v2/v2.h"

#include "api/counts.h"
#include "base/num.h"
#include "base/say.h"

/* ------------------------------------------------------------------ out */

/* A budget in cents; -1: none. */
static json_t *budget_json(const json_t *document, const char *name)
{
    return json_is_string(json_object_get(document, name)) ? v2_cents(v2_micros_at(document, name))
                                                           : json_integer(V2_BUDGET_ANY);
}

/* In minutes, as clients have it. */
static json_t *capping_json(const json_t *capping)
{
    if (!json_is_object(capping))
        return json_null();
    json_int_t hours = json_integer_value(json_object_get(capping, "frequency_hours"));
    return json_pack("{s:O, s:I}", "quantity", json_object_get(capping, "quantity"), "frequency",
                     hours * V2_HOUR_MINUTES);
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
    json_out_put(campaign, "pricing_model", json_integer(v2_model(document)));
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

json_t *v2_campaigns_by_id(struct call *call, json_t *documents)
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
    json_auto_t *result = v2_campaigns_by_id(call, list);

    return json_incref(json_object_iter_value(json_object_iter(result)));
}

void v2_campaigns_list(struct call *call)
{
    struct str status = call_word(call, "status", "1 0 -1");
    struct catalog_query query = {.text = call_param(call, "custom_search"), .is_text_plain = true};
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
    json_t *campaigns = v2_campaigns_by_id(call, documents);
    json_decref(documents);
    if (!call->is_answered)
        v2_answer_page(call, campaigns, &page);
    else
        json_decref(campaigns);
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

/* Takes the document, NULL where the write was refused. */
static void answer_campaign(struct call *call, const char *message, json_t *document)
{
    if (document != NULL)
        v2_answer_done(call, message, json_pack("{s:o}", "campaign", one_json(call, document)));
    json_decref(document);
}

void v2_campaigns_create(struct call *call)
{
    struct v2_write write = {.entity = ENTITY_ADCAMPAIGN};

    write.input = v2_read_campaign(call, &write.status);
    answer_campaign(call, SAY("Campaign created"), v2_write(call, &write));
}

/* The variations that go with a campaign that is archived, a new array; NULL: it is not. */
static json_t *parts_of(struct call *call, const char *status)
{
    json_auto_t *campaign = call->is_answered ? NULL : v2_get(call, ENTITY_ADCAMPAIGN, call->id);
    json_auto_t *ids = campaign != NULL ? json_pack("[O]", json_object_get(campaign, "id")) : NULL;

    return ids != NULL && v2_is_archived(status) ? v2_variations_of_all(call, ids) : NULL;
}

void v2_campaigns_update(struct call *call)
{
    struct v2_write write = {.entity = ENTITY_ADCAMPAIGN, .id = call->id};

    write.input = v2_read_campaign(call, &write.status);
    json_auto_t *parts = parts_of(call, write.status);
    write.parts = parts;
    answer_campaign(call, SAY("Campaign updated"), v2_write(call, &write));
}
