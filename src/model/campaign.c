/* campaign - from a source, by weighted paths, to offers (spec/tracker.md §1.5, §1.6). */
#include "base/money.h"
#include "base/say.h"
#include "model/body.h"
#include "model/fault.h"
#include "model/postback.h"
#include "model/routing_kind.h"

#define HOUR_MS             (INT64_C(3600) * 1000)
#define REVSHARE_MAX_MICROS (100 * MONEY_MICROS)

static const char *const cost_words[] = {"auto", "cpc", "cpm", "cpa", "revshare", "none", NULL};
static const char *const type_words[] = {"redirect", "direct", NULL};
static const char *const redirect_words[] = {"302", "303", "307", "meta", "double_meta", NULL};

_Static_assert(COST_AUTO == 0 && COST_CPC == 1 && COST_CPM == 2 && COST_CPA == 3 &&
                   COST_REVSHARE == 4 && COST_NONE == 5,
               "cost_words follow enum cost_model");
_Static_assert(REDIRECT_302 == 0 && REDIRECT_303 == 1 && REDIRECT_307 == 2 && REDIRECT_META == 3 &&
                   REDIRECT_DOUBLE_META == 4,
               "redirect_words follow enum redirect_mode");

static const struct field cost_fields[] = {
    {.name = "model",
     .type = FIELD_WORD,
     .offset = offsetof(struct campaign_cost_body, model),
     .fallback = "\"auto\"",
     .words = cost_words,
     .help = "What a visit or a conversion costs."},
    {.name = "amount",
     .type = FIELD_MONEY,
     .offset = offsetof(struct campaign_cost_body, amount_micros),
     .fallback = "\"0\"",
     .max = MONEY_MICROS_MAX,
     .help = "The price, or the percentage of revshare."},
};
static const struct schema cost_schema = {cost_fields, ARRAY_LEN(cost_fields),
                                          sizeof(struct campaign_cost_body)};

static const struct field campaign_fields[] = {
    KIND_NAME_FIELD(struct campaign_body),
    KIND_LABEL_FIELDS(struct campaign_body),
    KIND_COUNTRY_FIELD(struct campaign_body),
    {.name = "source_id",
     .type = FIELD_ID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct campaign_body, source_id),
     .help = "The traffic source."},
    {.name = "cost",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct campaign_body, cost),
     .fallback = "{}",
     .schema = &cost_schema,
     .help = "What the traffic costs."},
    {.name = "redirect",
     .type = FIELD_WORD,
     .offset = offsetof(struct campaign_body, redirect),
     .fallback = "\"302\"",
     .words = redirect_words,
     .help =
         "How visitors are sent on: by a status, or by one or two pages that hide where they came "
         "from."},
    {.name = "type",
     .type = FIELD_WORD,
     .offset = offsetof(struct campaign_body, type),
     .fallback = "\"redirect\"",
     .words = type_words,
     .help = "How visits come: by the campaign URL, or directly by a page with the script or the "
             "pixel; it cannot be changed."},
    {.name = "domain_id",
     .type = FIELD_ID,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct campaign_body, domain_id),
     .help = "The domain that its links show; null: tracking.url. It answers on all of them."},
    {.name = "uniqueness_hours",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct campaign_body, uniqueness_hours),
     .fallback = "24",
     .min = 1,
     .max = CAMPAIGN_UNIQUENESS_HOURS_MAX,
     .help = "A visit is unique when its visitor made no other to this campaign within so many "
             "hours before."},
    {.name = "flow_id",
     .type = FIELD_ID,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct campaign_body, flow_id),
     .help = "A shared flow instead of paths and rules of its own."},
    ROUTING_FIELDS(struct campaign_body),
    {.name = "postback",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct campaign_body, postback),
     .schema = &postback_of_campaign,
     .help = "A second place that is told of the campaign's conversions; conditions that it sets "
             "hold for the source's postback too."},
};
static const struct schema campaign_schema = {campaign_fields, ARRAY_LEN(campaign_fields),
                                              sizeof(struct campaign_body)};

/* ------------------------------------------------------------------ check */

static enum err read_source(struct check *check, uint64_t id, const struct source_body **source)
{
    struct db_row row;
    const void *read;
    enum err err = check_find(check, "source_id", ENTITY_SOURCE, id, &row);
    if (err == OK)
        err = kind_read_body(ENTITY_SOURCE, row.body, check->arena, check->fault, &read);
    if (err == OK)
        *source = read;
    return err;
}

/* A campaign has a flow or a route of its own, so that nobody edits one that is not used. */
static enum err check_flow_id(struct check *check, const struct campaign_body *body)
{
    struct db_row row;
    if (body->routing.paths.count > 0)
        return fault_refuse(check->fault, "paths",
                            "a campaign with a flow has no paths of its own: send []");
    if (body->routing.rules.count > 0)
        return fault_refuse(check->fault, "rules",
                            "a campaign with a flow has no rules of its own: send []");
    enum err err = check_find(check, "flow_id", ENTITY_FLOW, body->flow_id, &row);
    if (err == OK && row.status == STATUS_PAUSED)
        check_warn(check, "flow_id", "the flow is paused: the campaign takes no visit");
    return err;
}

static enum err check_postback(struct check *check, const struct postback_body *postback,
                               const struct source_body *source)
{
    if (postback == NULL)
        return OK;
    enum err err = postback_check(check, postback, source);
    if (err == OK)
        (void)postback_warn_of_twins(check, postback, source->postback); /* once is enough */
    return err;
}

/* What links and pages were made for stays as it is (spec/tracker.md §1.5). */
static enum err keep_type(struct check *check, const void *changed)
{
    const struct campaign_body *body = changed;
    struct db_row row;
    const void *read;
    if (check->id == 0)
        return OK;
    enum err err = db_find(check->db, ENTITY_CAMPAIGN, check->id, check->arena, &row);
    if (err == OK)
        err = kind_read_body(ENTITY_CAMPAIGN, row.body, check->arena, check->fault, &read);
    if (err == OK && ((const struct campaign_body *)read)->type != body->type)
        err = fault_refuse(check->fault, "type", "it cannot be changed: make another campaign");
    return err;
}

/* Its page stands where a lander would. */
static enum err check_direct(struct check *check, const struct campaign_body *body)
{
    struct db_row row;
    const void *read;
    if (body->type != 1)
        return OK;
    if (body->flow_id == 0)
        return routing_check_page(check, &body->routing);
    enum err err = check_find(check, "flow_id", ENTITY_FLOW, body->flow_id, &row);
    if (err == OK)
        err = kind_read_body(ENTITY_FLOW, row.body, check->arena, check->fault, &read);
    if (err == OK && routing_check_page(check, &((const struct flow_body *)read)->routing) != OK)
        err = fault_refuse(check->fault, "flow_id",
                           "a campaign of type direct has its page where the flow has landers or a "
                           "\"url\": expected one of offers only");
    return err;
}

static enum err check_campaign(struct check *check, void *read)
{
    const struct campaign_body *body = read;
    const struct source_body *source;
    struct db_row row;
    if (body->cost->model == COST_REVSHARE && body->cost->amount_micros > REVSHARE_MAX_MICROS)
        return fault_refuse(check->fault, "cost.amount",
                            "expected a percentage from \"0\" to \"100\"");
    enum err err = read_source(check, body->source_id, &source);
    if (err == OK)
        err = check_postback(check, body->postback, source);
    if (err == OK)
        err = keep_type(check, body);
    if (err == OK)
        err = check_direct(check, body);
    if (err == OK && body->domain_id != 0)
        err = check_find(check, "domain_id", ENTITY_DOMAIN, body->domain_id, &row);
    if (err != OK)
        return err;
    return body->flow_id != 0 ? check_flow_id(check, body)
                              : routing_check(check, &body->routing, source);
}

/* ------------------------------------------------------------------ build */

static enum err build_postbacks(const struct build *build, const struct postback_body *body,
                                struct campaign *campaign)
{
    const struct destination *of_source = &campaign->source->postback;
    campaign->source_postback = *of_source;
    postback_lay_over(body, &campaign->source_postback);
    return postback_build(build, body, of_source, &campaign->own_postback);
}

static enum err build_campaign(const struct build *build, const void *read, void *item)
{
    const struct campaign_body *body = read;
    struct campaign *campaign = item;
    campaign->id = build->row->id;
    campaign->workspace_id = build->row->workspace_id;
    campaign->status = build->row->status;
    campaign->name = body->name;
    campaign->cost_model = (enum cost_model)body->cost->model;
    campaign->cost_micros = body->cost->amount_micros;
    campaign->is_direct = body->type == 1;
    campaign->redirect = (enum redirect_mode)body->redirect;
    campaign->uniqueness_ms = body->uniqueness_hours * HOUR_MS;
    (void)snprintf(campaign->key, sizeof campaign->key, "%.*s", STR_FMT(build->row->key));
    campaign->source = snapshot_find_source(build->snapshot, body->source_id);
    if (campaign->source == NULL)
        return fault_refuse(build->fault, "source_id", "there is no such source");
    enum err err = build_postbacks(build, body->postback, campaign);
    if (err != OK)
        return err;
    if (body->domain_id != 0)
        campaign->domain = snapshot_find_domain(build->snapshot, body->domain_id);
    if (body->flow_id == 0)
        return routing_build(build, &body->routing, &campaign->routing);
    campaign->flow = snapshot_find_flow(build->snapshot, body->flow_id);
    return campaign->flow != NULL ? OK
                                  : fault_refuse(build->fault, "flow_id", "there is no such flow");
}

const struct kind campaign_kind = {
    .resource = "campaigns",
    .word = SAY("campaign"),
    .links = "campaign_url? script? pixel? page_query? click_url click_url_n",
    .example = "{\"name\":\"Campaign\",\"source_id\":1,\"cost\":{\"model\":\"auto\"},"
               "\"paths\":[{\"weight\":100,\"offers\":[{\"id\":1,\"weight\":100}]}]}",
    .schema = &campaign_schema,
    .item_bytes = sizeof(struct campaign),
    .check = check_campaign,
    .keep = keep_type,
    .build = build_campaign,
};
