/* campaign - from a source, by weighted paths, to offers (spec/tracker.md §1.5, §1.6). */
#include "base/money.h"
#include "model/body.h"
#include "model/fault.h"
#include "model/kind.h"

#define PATHS_MAX           64
#define OFFERS_MAX          64
#define WEIGHT_MAX          10000
#define HOUR_MS             (INT64_C(3600) * 1000)
#define REVSHARE_MAX_MICROS (100 * MONEY_MICROS)

static const char *const cost_words[] = {"auto", "cpc", "cpm", "cpa", "revshare", "none", NULL};
static const char *const redirect_words[] = {"302", "303", "307", "meta", "double_meta", NULL};

_Static_assert(COST_AUTO == 0 && COST_CPC == 1 && COST_CPM == 2 && COST_CPA == 3 &&
                   COST_REVSHARE == 4 && COST_NONE == 5,
               "cost_words follow enum cost_model");
_Static_assert(REDIRECT_302 == 0 && REDIRECT_303 == 1 && REDIRECT_307 == 2 && REDIRECT_META == 3 &&
                   REDIRECT_DOUBLE_META == 4,
               "redirect_words follow enum redirect_mode");

static const struct field offer_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct weighted_offer_body, id),
     .help = "The offer."},
    {.name = "weight",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct weighted_offer_body, weight),
     .fallback = "100",
     .max = WEIGHT_MAX,
     .help = "Its share of the path's visits, relative to the others; 0: none."},
};
static const struct schema offer_schema = {offer_fields, ARRAY_LEN(offer_fields),
                                           sizeof(struct weighted_offer_body)};

static const struct field path_fields[] = {
    {.name = "weight",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct path_body, weight),
     .fallback = "100",
     .max = WEIGHT_MAX,
     .help = "Its share of the visits, relative to the others; 0: none."},
    {.name = "landers",
     .type = FIELD_FIXED,
     .fallback = "[]",
     .help = "landers in paths are not supported yet: leave the list empty"},
    {.name = "offers",
     .type = FIELD_OBJECTS,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct path_body, offers),
     .min = 1,
     .max = OFFERS_MAX,
     .schema = &offer_schema,
     .help = "Where its visits go."},
};
static const struct schema path_schema = {path_fields, ARRAY_LEN(path_fields),
                                          sizeof(struct path_body)};

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
    {.name = "domain_id",
     .type = FIELD_FIXED,
     .fallback = "null",
     .help = "domains are not supported yet: leave it null"},
    {.name = "uniqueness_hours",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct campaign_body, uniqueness_hours),
     .fallback = "24",
     .min = 1,
     .max = CAMPAIGN_UNIQUENESS_HOURS_MAX,
     .help = "A visit is unique when its visitor made no other to this campaign within so many "
             "hours before."},
    {.name = "paths",
     .type = FIELD_OBJECTS,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct campaign_body, paths),
     .min = 1,
     .max = PATHS_MAX,
     .schema = &path_schema,
     .help = "Where visits go, drawn by weight."},
    {.name = "rules",
     .type = FIELD_FIXED,
     .fallback = "[]",
     .help = "rules are not supported yet: leave the list empty"},
};
static const struct schema campaign_schema = {campaign_fields, ARRAY_LEN(campaign_fields),
                                              sizeof(struct campaign_body)};

/* ------------------------------------------------------------------ check */

static enum err check_path(struct check *check, const struct path_body *path, size_t number)
{
    char field[KIND_FIELD_MAX];
    int64_t sum = 0;
    for (size_t i = 0; i < path->offers.count; i++) {
        const struct weighted_offer_body *offer =
            LIST_AT(path->offers, struct weighted_offer_body, i);
        struct db_row row;
        (void)snprintf(field, sizeof field, "paths[%zu].offers[%zu].id", number, i);
        enum err err = check_find(check, field, ENTITY_OFFER, offer->id, &row);
        if (err != OK)
            return err;
        sum += offer->weight;
    }
    (void)snprintf(field, sizeof field, "paths[%zu].offers", number);
    return sum > 0
               ? OK
               : fault_refuse(check->fault, field, "expected a weight above 0 for one at least");
}

static enum err check_campaign(struct check *check, void *read)
{
    const struct campaign_body *body = read;
    struct db_row row;
    int64_t sum = 0;
    if (body->cost->model == COST_REVSHARE && body->cost->amount_micros > REVSHARE_MAX_MICROS)
        return fault_refuse(check->fault, "cost.amount",
                            "expected a percentage from \"0\" to \"100\"");
    enum err err = check_find(check, "source_id", ENTITY_SOURCE, body->source_id, &row);
    for (size_t i = 0; err == OK && i < body->paths.count; i++) {
        const struct path_body *path = LIST_AT(body->paths, struct path_body, i);
        err = check_path(check, path, i);
        sum += path->weight;
    }
    if (err == OK && sum == 0)
        err = fault_refuse(check->fault, "paths", "expected a weight above 0 for one at least");
    return err;
}

/* ------------------------------------------------------------------ build */

static enum err build_path(const struct build *build, const struct path_body *body,
                           struct campaign_path *path)
{
    struct weighted_offer *offers =
        ARENA_ARRAY(build->arena, struct weighted_offer, body->offers.count);
    if (offers == NULL)
        return fault_refuse(build->fault, "paths", "the catalogue is too large");
    for (size_t i = 0; i < body->offers.count; i++) {
        const struct weighted_offer_body *offer =
            LIST_AT(body->offers, struct weighted_offer_body, i);
        offers[i].offer = snapshot_find_offer(build->snapshot, offer->id);
        offers[i].weight = (uint32_t)offer->weight;
        if (offers[i].offer == NULL)
            return fault_refuse(build->fault, "paths", "there is no offer %" PRIu64, offer->id);
    }
    path->weight = (uint32_t)body->weight;
    path->offers = offers;
    path->offer_count = body->offers.count;
    return OK;
}

static enum err build_campaign(const struct build *build, const void *read, void *item)
{
    const struct campaign_body *body = read;
    struct campaign *campaign = item;
    struct campaign_path *paths =
        ARENA_ARRAY(build->arena, struct campaign_path, body->paths.count);
    campaign->id = build->row->id;
    campaign->workspace_id = build->row->workspace_id;
    campaign->status = build->row->status;
    campaign->name = body->name;
    campaign->cost_model = (enum cost_model)body->cost->model;
    campaign->cost_micros = body->cost->amount_micros;
    campaign->redirect = (enum redirect_mode)body->redirect;
    campaign->uniqueness_ms = body->uniqueness_hours * HOUR_MS;
    (void)snprintf(campaign->key, sizeof campaign->key, "%.*s", STR_FMT(build->row->key));
    campaign->source = snapshot_find_source(build->snapshot, body->source_id);
    if (campaign->source == NULL)
        return fault_refuse(build->fault, "source_id", "there is no such source");
    if (paths == NULL)
        return fault_refuse(build->fault, "paths", "the catalogue is too large");
    for (size_t i = 0; i < body->paths.count; i++) {
        enum err err = build_path(build, LIST_AT(body->paths, struct path_body, i), &paths[i]);
        if (err != OK)
            return err;
    }
    campaign->paths = paths;
    campaign->path_count = body->paths.count;
    return OK;
}

const struct kind campaign_kind = {
    .resource = "campaigns",
    .word = "campaign",
    .links = "campaign_url click_url",
    .example = "{\"name\":\"Campaign\",\"source_id\":1,\"cost\":{\"model\":\"auto\"},"
               "\"paths\":[{\"weight\":100,\"offers\":[{\"id\":1,\"weight\":100}]}]}",
    .schema = &campaign_schema,
    .item_bytes = sizeof(struct campaign),
    .check = check_campaign,
    .build = build_campaign,
};
