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

static void set_status(struct call *call, const char *status, const char *message)
{
    json_auto_t *campaign = NULL;
    json_auto_t *variation = find(call, call->id, call->sub_id, &campaign);

    if (variation == NULL)
        return;
    json_auto_t *after =
        v2_update(call, ENTITY_VARIATION, call->sub_id, json_pack("{s:s}", "status", status));
    if (after != NULL)
        v2_answer_done(call, message,
                       json_pack("{s:o}", "variation", variation_json(after, campaign)));
}

void v2_variations_play(struct call *call)
{
    set_status(call, "active", SAY("Variation started"));
}

void v2_variations_pause(struct call *call)
{
    set_status(call, "paused", SAY("Variation paused"));
}
