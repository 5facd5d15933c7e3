/* variations - a campaign's variations as the public API has them (spec/network.md §5). */
#include "api/v2/v2.h"

#include "base/num.h"
#include "base/say.h"

/* What comes of its own status and of its campaign's. */
static const char *calculated_status(const json_t *variation, const json_t *campaign)
{
    int own = v2_status(variation), above = v2_status(campaign);

    if (own == -1)
        return "Archived";
    if (own == 0)
        return "Paused";
    return above == 1 ? "Running" : above == 0 ? "Campaign paused" : "Campaign archived";
}

static json_t *variation_json(const json_t *document, const json_t *campaign)
{
    json_t *variation = json_object();
    int status = v2_status(document);

    json_out_put(variation, "idvariation", json_incref(json_object_get(document, "id")));
    json_out_put(variation, "idcampaign", json_incref(json_object_get(campaign, "id")));
    json_out_put(variation, "name", json_incref(json_object_get(document, "name")));
    json_out_put(variation, "url", json_incref(json_object_get(document, "url")));
    json_out_put(variation, "landing_pages",
                 json_incref(json_object_get(document, "landing_pages")));
    json_out_put(variation, "description", json_incref(json_object_get(document, "description")));
    json_out_put(variation, "imgurl", json_incref(json_object_get(document, "image_url")));
    json_out_put(variation, "title", json_incref(json_object_get(document, "title")));
    json_out_put(variation, "format", json_incref(json_object_get(document, "format")));
    json_out_put(variation, "share", json_incref(json_object_get(document, "weight")));
    json_out_put(variation, "active", json_integer(status == 1));
    json_out_put(variation, "status", json_integer(status));
    json_out_put(variation, "calculated_status",
                 json_string(calculated_status(document, campaign)));
    return variation;
}

static bool is_of_campaign(const void *campaign, const json_t *document)
{
    return json_equal(json_object_get(document, "adcampaign_id"), json_object_get(campaign, "id"));
}

static bool is_of_any(const void *campaign_ids, const json_t *document)
{
    const json_t *of = json_object_get(document, "adcampaign_id");
    size_t i;
    json_t *id;

    json_array_foreach((json_t *)(uintptr_t)campaign_ids, i,
                       id) if (json_equal(of, id)) return true;
    return false;
}

json_t *v2_variations_of_all(struct call *call, const json_t *campaign_ids)
{
    struct v2_page page = {.limit = V2_ROWS_MAX};

    return v2_list(call, ENTITY_VARIATION, (struct catalog_query){0}, &page, is_of_any,
                   campaign_ids);
}

json_t *v2_variations_of(struct call *call, const json_t *campaign, bool with_deleted,
                         struct v2_page *page)
{
    struct catalog_query query = {.status = with_deleted ? STR("all") : STR_NONE};
    json_auto_t *documents = v2_list(call, ENTITY_VARIATION, query, page, is_of_campaign, campaign);
    size_t i;
    json_t *document;

    if (documents == NULL)
        return NULL;
    json_t *variations = json_array();
    json_array_foreach(documents, i, document)
        json_out_append(variations, variation_json(document, campaign));
    return variations;
}

/* The variations that the query asks for; NULL: refused. */
static json_t *read_list(struct call *call, struct v2_page *page)
{
    bool with_deleted = v2_flag(call, "include_deleted");

    v2_read_page(call, page);
    json_auto_t *campaign = call->is_answered ? NULL : v2_get(call, ENTITY_ADCAMPAIGN, call->id);
    return campaign != NULL ? v2_variations_of(call, campaign, with_deleted, page) : NULL;
}

void v2_variations_list(struct call *call)
{
    struct v2_page page;
    json_t *variations = read_list(call, &page);

    if (variations != NULL)
        call_answer(call, 200, json_pack("{s:o}", "variations", variations));
}

void v2_variations_result(struct call *call)
{
    struct v2_page page;
    json_t *variations = read_list(call, &page);

    if (variations != NULL)
        v2_answer_page(call, variations, &page);
}

/* The campaign of the path has that variation; else 404. */
static json_t *find(struct call *call, struct str campaign_id, struct str id, json_t **campaign)
{
    *campaign = v2_get(call, ENTITY_ADCAMPAIGN, campaign_id);
    json_t *variation = *campaign != NULL ? v2_get(call, ENTITY_VARIATION, id) : NULL;

    if (variation == NULL || is_of_campaign(*campaign, variation))
        return variation;
    json_decref(variation);
    call_refuse(call, 404, "id", "The campaign has no such variation.");
    return NULL;
}

/* ------------------------------------------------------------------ in */

static const struct shape_field page_fields[] = {
    {"url", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"share", SHAPE_NUMBER, SHAPE_OPTIONAL, "Its part of the sum of all shares.", NULL, NULL},
};
static const struct shape page_shape = SHAPE("v2_landing_page", page_fields);

static const struct shape_field body_fields[] = {
    {"name", SHAPE_TEXT, SHAPE_OPTIONAL, NULL, NULL, NULL},
    {"url", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "Null: landing_pages.", NULL, NULL},
    {"landing_pages", SHAPE_OBJECTS, SHAPE_OPTIONAL, "In place of the URL.", NULL, &page_shape},
    {"format", SHAPE_TEXT, SHAPE_OPTIONAL, "popunder, native, or a banner's 300x250.", NULL, NULL},
    {"imgurl", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "Of a banner.", NULL, NULL},
    {"title", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "Of a native link.", NULL, NULL},
    {"description", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, NULL, NULL, NULL},
    {"share", SHAPE_NUMBER, SHAPE_OPTIONAL, "How often zones take it among others.", NULL, NULL},
    {"status", SHAPE_NUMBER, SHAPE_OPTIONAL, "1 running, 0 paused, -1 archived.", NULL, NULL},
};
const struct shape v2_variation_body_shape = SHAPE_OF_BODY(
    "v2_variation", body_fields, "{\"name\":\"Landing page\",\"url\":\"http://page.example/\"}");

/* Sets what the body has under its name as the catalogue's field. */
static void take(struct call *call, json_t *input, const char *name, const char *field)
{
    json_t *value = json_object_get(call->body, name);

    if (value != NULL)
        json_out_put(input, field, json_incref(value));
}

/* The body as the catalogue takes it, a new object; its status apart. */
static json_t *read_body(struct call *call, const char **status)
{
    static const char *const same[] = {"name",   "url",   "landing_pages",
                                       "format", "title", "description"};
    const json_t *number = json_object_get(call->body, "status");
    json_t *input = json_object();

    call_check_fields(call, &v2_variation_body_shape);
    *status = number != NULL ? v2_take_status(call, "status", number) : NULL;
    for (size_t i = 0; i < ARRAY_LEN(same); i++)
        take(call, input, same[i], same[i]);
    take(call, input, "imgurl", "image_url");
    take(call, input, "share", "weight");
    return input;
}

/* Takes the document, NULL where the write was refused. */
static void answer_variation(struct call *call, const char *message, json_t *document,
                             const json_t *campaign)
{
    if (document != NULL)
        v2_answer_done(call, message,
                       json_pack("{s:o}", "variation", variation_json(document, campaign)));
    json_decref(document);
}

void v2_variations_get(struct call *call)
{
    json_auto_t *campaign = NULL;
    json_auto_t *variation = find(call, call->id, call->sub_id, &campaign);

    if (variation != NULL)
        call_answer(
            call, 200,
            json_pack("{s:{s:o}}", "result", "variation", variation_json(variation, campaign)));
}

void v2_variations_create(struct call *call)
{
    struct v2_write write = {.entity = ENTITY_VARIATION};

    write.input = read_body(call, &write.status);
    json_auto_t *campaign = call->is_answered ? NULL : v2_get(call, ENTITY_ADCAMPAIGN, call->id);
    if (campaign != NULL)
        json_out_put(write.input, "adcampaign_id", json_incref(json_object_get(campaign, "id")));
    answer_variation(call, SAY("Variation created"), v2_write(call, &write), campaign);
}

/* The body over the variation that the address names. */
static void update(struct call *call, json_t *input, const char *status, const char *message)
{
    json_auto_t *campaign = NULL;
    struct v2_write write = {
        .entity = ENTITY_VARIATION, .id = call->sub_id, .input = input, .status = status};
    if (!call->is_answered)
        json_decref(find(call, call->id, call->sub_id, &campaign));
    answer_variation(call, message, v2_write(call, &write), campaign);
}

void v2_variations_update(struct call *call)
{
    const char *status;
    json_t *input = read_body(call, &status);

    update(call, input, status, SAY("Variation updated"));
}

void v2_variations_play(struct call *call)
{
    update(call, json_object(), "active", SAY("Variation started"));
}

void v2_variations_pause(struct call *call)
{
    update(call, json_object(), "paused", SAY("Variation paused"));
}
