/* campaigns_many - many campaigns at once, all or none: started, paused, copied, archived. */
#include "api/v2/v2.h"

#include "base/say.h"
#include "model/fault.h"
#include "model/many.h"

static const struct shape_field ids_fields[] = {
    {"campaign_ids", SHAPE_IDS, 0, "Of the campaigns.", NULL, NULL},
};
const struct shape v2_ids_shape = SHAPE_OF_BODY("v2_ids", ids_fields, "{\"campaign_ids\":[1,2]}");

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

/* ------------------------------------------------------------------ with their variations */

/* Campaigns and their variations on their way through one transaction. */
struct job {
    const json_t *ids;
    const json_t *variations; /* of all of them, that are not archived */
    json_t *copies;
    enum err (*one)(const struct job *job, struct many *many, const json_t *id);
    size_t at; /* the id whose turn it is */
};

static bool is_variation_of(const json_t *variation, const json_t *id)
{
    return json_equal(json_object_get(variation, "adcampaign_id"), id);
}

/* A copy has the name and the status of its variation. */
static enum err copy_variation(struct many *many, const json_t *variation, const json_t *copy)
{
    char id[V2_ID_CHARS_MAX];
    json_auto_t *made = NULL;
    json_auto_t *input =
        json_pack("{s:O, s:O, s:O}", "name", json_object_get(variation, "name"), "adcampaign_id",
                  json_object_get(copy, "id"), "status", json_object_get(variation, "status"));

    CHECK(input != NULL);
    return many_clone(many, ENTITY_VARIATION, v2_id(variation, id), input, &made);
}

/* A copy is paused, so that nothing is spent before somebody looked at it. */
static enum err copy_one(const struct job *job, struct many *many, const json_t *id)
{
    json_auto_t *input = json_pack("{s:s}", "status", "paused");
    json_t *copy = NULL, *variation;
    char text[V2_ID_CHARS_MAX];
    size_t i;

    CHECK(input != NULL);
    enum err err = many_clone(many, ENTITY_ADCAMPAIGN, v2_id_text(id, text), input, &copy);
    if (err != OK)
        return err;
    json_out_append(job->copies, copy);
    json_array_foreach((json_t *)(uintptr_t)job->variations, i,
                       variation) if (err == OK && is_variation_of(variation, id)) err =
        copy_variation(many, variation, copy);
    return err;
}

static enum err archive_one(const struct job *job, struct many *many, const json_t *id)
{
    json_auto_t *parts = json_array();
    char text[V2_ID_CHARS_MAX];
    size_t i;
    json_t *variation, *document = NULL;

    json_array_foreach((json_t *)(uintptr_t)job->variations, i,
                       variation) if (is_variation_of(variation, id))
        json_out_append(parts, json_incref(variation));
    enum err err = v2_archive_parts(many, parts);
    if (err == OK)
        err = many_set_status(many, ENTITY_ADCAMPAIGN, v2_id_text(id, text), "archived", &document);
    json_decref(document);
    return err;
}

/* ------------------------------------------------------------------ all or none */

static enum err run(void *context, struct many *many)
{
    struct job *job = context;
    enum err err = OK;

    while (err == OK && job->at < json_array_size(job->ids)) {
        err = job->one(job, many, json_array_get(job->ids, job->at));
        job->at += err == OK;
    }
    return err;
}

/* "price" is "campaign_ids[2].price". */
static enum err blame(const struct job *job, enum err err, struct model_fault *fault)
{
    char field[sizeof(fault->field)];

    if (err == ERR_NOT_FOUND)
        err = fault_refuse(fault, "", "there is none of that id");
    memcpy(field, fault->field, sizeof(field));
    (void)snprintf(fault->field, sizeof(field), "campaign_ids[%zu]%s%.60s", job->at,
                   field[0] != '\0' ? "." : "", field);
    return err;
}

/* Whether it is done; else refused. */
static bool do_all(struct call *call, struct job *job)
{
    struct model_fault fault = {0};
    uint64_t version = 0;
    json_auto_t *variations = v2_variations_of_all(call, job->ids);

    if (variations == NULL)
        return false;
    if (json_array_size(job->ids) + json_array_size(variations) > CATALOG_BULK_MAX) {
        call_refuse(call, 422, "campaign_ids",
                    "campaign_ids: expected at most %d campaigns and variations in all.",
                    CATALOG_BULK_MAX);
        return false;
    }
    job->variations = variations;
    enum err err =
        catalog_write_many(call->api->options.catalog, &call->scope, run, job, &version, &fault);
    if (err != OK)
        err = blame(job, err, &fault);
    return v2_settle(call, ENTITY_ADCAMPAIGN, err, version, &fault);
}

void v2_campaigns_copy(struct call *call)
{
    json_auto_t *copies = json_array();
    struct job job = {.ids = v2_take_ids(call), .one = copy_one, .copies = copies};

    if (job.ids != NULL && do_all(call, &job))
        v2_answer_done(call, SAY("Campaigns copied"), v2_campaigns_by_id(call, copies));
}

void v2_campaigns_archive(struct call *call)
{
    struct job job = {.ids = v2_take_ids(call), .one = archive_one};

    if (job.ids != NULL && do_all(call, &job))
        v2_answer_done(call, SAY("Campaigns archived"), json_incref((json_t *)(uintptr_t)job.ids));
}
