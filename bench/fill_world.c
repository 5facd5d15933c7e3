#include "fill_world.h"

#include <jansson.h>
#include "base/money.h"
#include "model/catalog.h"

#define ID_TEXT_MAX 64

/* --- The catalogue -------------------------------------------------------- */

struct maker {
    struct catalog *catalog;
    struct scope scope;
    uint64_t version;
    char id[ID_TEXT_MAX]; /* of the last entity made */
};

/* Takes input. */
static enum err make(struct maker *maker, enum entity entity, json_t *input)
{
    struct model_fault fault = {0};
    json_t *document = NULL;
    json_t *warnings = NULL;
    CHECK(input != NULL);
    enum err err = catalog_create(maker->catalog, entity, input, &maker->scope, &document,
                                  &warnings, &maker->version, &fault);
    if (err == OK) {
        const json_t *id = json_object_get(document, "id");
        if (json_is_string(id))
            snprintf(maker->id, sizeof(maker->id), "%s", json_string_value(id));
        else
            snprintf(maker->id, sizeof(maker->id), "%" JSON_INTEGER_FORMAT, json_integer_value(id));
    } else {
        fprintf(stderr, "fill: %s: %s: %s\n", entity_resource(entity), fault.field, fault.message);
    }
    json_decref(document);
    json_decref(warnings);
    json_decref(input);
    return err;
}

static uint64_t made_id(const struct maker *maker)
{
    return strtoull(maker->id, NULL, 10);
}

static enum err make_sources(struct maker *maker, uint64_t ids[WORLD_SOURCES])
{
    enum err err = OK;
    char name[WORLD_TEXT_MAX];
    for (size_t i = 0; i < WORLD_SOURCES && err == OK; i++) {
        snprintf(name, sizeof(name), "Source %zu", i + 1);
        err = make(maker, ENTITY_SOURCE,
                   json_pack("{s:s, s:s, s:n}", "name", name, "template", "exoclick", "postback"));
        ids[i] = made_id(maker);
    }
    return err;
}

static enum err make_networks(struct maker *maker, uint64_t ids[WORLD_NETWORKS])
{
    enum err err = OK;
    char name[WORLD_TEXT_MAX];
    for (size_t i = 0; i < WORLD_NETWORKS && err == OK; i++) {
        snprintf(name, sizeof(name), "Network %zu", i + 1);
        err =
            make(maker, ENTITY_NETWORK,
                 json_pack("{s:s, s:s}", "name", name, "offer_url_template", "{url}&s1={clickid}"));
        ids[i] = made_id(maker);
    }
    return err;
}

static enum err make_offers(struct maker *maker, struct world *world,
                            const uint64_t networks[WORLD_NETWORKS])
{
    enum err err = OK;
    char name[WORLD_TEXT_MAX], url[WORLD_TEXT_MAX], amount[MONEY_TEXT_MAX + 1];
    for (size_t i = 0; i < WORLD_OFFERS && err == OK; i++) {
        struct world_offer *offer = &world->offers[i];
        offer->network_id = networks[i % WORLD_NETWORKS];
        offer->payout_micros = (int64_t)(i % 17 + 1) * 700000 + (int64_t)(i * 13 % 100) * 10000;
        snprintf(name, sizeof(name), "Offer %zu", i + 1);
        snprintf(url, sizeof(url), "https://offer%zu.example/?a=%zu&s1=", i + 1, 14000 + i);
        snprintf(amount, sizeof(amount), "%" PRId64 ".%06" PRId64,
                 offer->payout_micros / MONEY_MICROS, offer->payout_micros % MONEY_MICROS);
        err = make(maker, ENTITY_OFFER,
                   json_pack("{s:s, s:s, s:I, s:{s:s, s:s}}", "name", name, "url", url,
                             "network_id", (json_int_t)offer->network_id, "payout", "mode", "auto",
                             "amount", amount));
        offer->id = made_id(maker);
    }
    return err;
}

static enum err make_landers(struct maker *maker, uint64_t ids[WORLD_LANDERS])
{
    enum err err = OK;
    char name[WORLD_TEXT_MAX], url[WORLD_TEXT_MAX];
    for (size_t i = 0; i < WORLD_LANDERS && err == OK; i++) {
        snprintf(name, sizeof(name), "Lander %zu", i + 1);
        snprintf(url, sizeof(url), "https://lander%zu.example/?cid={clickid}", i + 1);
        err = make(maker, ENTITY_LANDER, json_pack("{s:s, s:s}", "name", name, "url", url));
        ids[i] = made_id(maker);
    }
    return err;
}

/* A tenth pays a share of the revenue, a tenth by conversion, the others by visit. */
static json_t *cost_json(struct world_campaign *campaign, size_t number)
{
    campaign->cost_micros = (int64_t)(200 + number * 7919 % 3800);
    if (number % 10 == 7) {
        campaign->cost_micros = 0;
        campaign->cpa_micros = 1250000;
        return json_pack("{s:s, s:s}", "model", "cpa", "amount", "1.25");
    }
    if (number % 10 == 9) {
        campaign->cost_micros = 0;
        campaign->revshare_micros = 35 * MONEY_MICROS;
        return json_pack("{s:s, s:s}", "model", "revshare", "amount", "35");
    }
    return json_pack("{s:s, s:s}", "model", "auto", "amount", "0");
}

static json_t *path_json(const struct world *world, const struct world_campaign *campaign)
{
    json_t *offers = json_array();
    for (size_t i = 0; i < ARRAY_LEN(campaign->offers); i++)
        CHECK(json_array_append_new(
                  offers, json_pack("{s:I}", "id",
                                    (json_int_t)world->offers[campaign->offers[i]].id)) == 0);
    json_t *landers = json_array();
    if (campaign->lander_id != 0)
        CHECK(json_array_append_new(
                  landers, json_pack("{s:I}", "id", (json_int_t)campaign->lander_id)) == 0);
    return json_pack("{s:i, s:o, s:o}", "weight", 100, "landers", landers, "offers", offers);
}

static enum err make_campaigns(struct maker *maker, struct world *world,
                               const uint64_t sources[WORLD_SOURCES],
                               const uint64_t landers[WORLD_LANDERS])
{
    static const char *const verticals[] = {"dating", "nutra", "games", "finance", "sweeps"};
    enum err err = OK;
    char name[WORLD_TEXT_MAX];
    for (size_t i = 0; i < WORLD_CAMPAIGNS && err == OK; i++) {
        struct world_campaign *campaign = &world->campaigns[i];
        campaign->source_id = sources[i % WORLD_SOURCES];
        for (size_t k = 0; k < ARRAY_LEN(campaign->offers); k++)
            campaign->offers[k] = (i * 3 + k * 7) % WORLD_OFFERS;
        campaign->lander = i % 5 < 2 ? i % WORLD_LANDERS : WORLD_LANDERS;
        campaign->lander_id = campaign->lander < WORLD_LANDERS ? landers[campaign->lander] : 0;
        snprintf(name, sizeof(name), "Campaign %03zu %s", i + 1,
                 verticals[i % ARRAY_LEN(verticals)]);
        err = make(maker, ENTITY_CAMPAIGN,
                   json_pack("{s:s, s:I, s:o, s:[s], s:[o]}", "name", name, "source_id",
                             (json_int_t)campaign->source_id, "cost", cost_json(campaign, i),
                             "tags", verticals[i % ARRAY_LEN(verticals)], "paths",
                             path_json(world, campaign)));
        campaign->id = made_id(maker);
    }
    return err;
}

static enum err make_ads(struct maker *maker, struct world *world)
{
    enum err err = OK;
    char name[WORLD_TEXT_MAX], price[16];
    uint64_t adcampaigns[WORLD_ADCAMPAIGNS];
    for (size_t i = 0; i < WORLD_ADCAMPAIGNS && err == OK; i++) {
        snprintf(name, sizeof(name), "Ad campaign %zu", i + 1);
        snprintf(price, sizeof(price), "0.%04zu", 4 + i * 3);
        err = make(maker, ENTITY_ADCAMPAIGN,
                   json_pack("{s:s, s:s, s:s}", "name", name, "pricing", "cpc", "price", price));
        adcampaigns[i] = made_id(maker);
    }
    for (size_t i = 0; i < WORLD_VARIATIONS && err == OK; i++) {
        size_t owner = i % WORLD_ADCAMPAIGNS;
        snprintf(name, sizeof(name), "Variation %zu", i + 1);
        err = make(maker, ENTITY_VARIATION,
                   json_pack("{s:s, s:I, s:s}", "name", name, "adcampaign_id",
                             (json_int_t)adcampaigns[owner], "url",
                             "https://tracker.example/aB3dE9?external_id={conversions_tracking}"));
        world->variations[i] = (struct world_variation){made_id(maker), adcampaigns[owner],
                                                        (int64_t)(4 + owner * 3) * 100};
    }
    for (size_t i = 0; i < WORLD_GOALS && err == OK; i++) {
        static const char *const names[WORLD_GOALS] = {"Sign-up", "Sale", "Rebill"};
        err = make(maker, ENTITY_GOAL,
                   json_pack("{s:s, s:{s:s}, s:s, s:i}", "name", names[i], "value", "type",
                             "dynamic", "count", "every", "order", (int)i + 1));
        snprintf(world->goals[i], sizeof(world->goals[i]), "%.32s", maker->id);
    }
    return err;
}

static enum err make_catalog(const char *dir, struct world *world)
{
    uint64_t sources[WORLD_SOURCES], networks[WORLD_NETWORKS], landers[WORLD_LANDERS];
    struct maker maker = {.scope = scope_of_all("fill")};
    enum err err = catalog_open(dir, &maker.catalog);
    if (err == OK)
        err = make_sources(&maker, sources);
    if (err == OK)
        err = make_networks(&maker, networks);
    if (err == OK)
        err = make_offers(&maker, world, networks);
    if (err == OK)
        err = make_landers(&maker, landers);
    if (err == OK)
        err = make_campaigns(&maker, world, sources, landers);
    if (err == OK)
        err = make_ads(&maker, world);
    world->catalog_version = maker.version;
    catalog_close(maker.catalog);
    return err;
}

enum err world_make(const char *dir, struct dice *dice, struct world **made)
{
    struct world *world = heap_make(1, sizeof(*world));
    enum err err = make_catalog(dir, world);
    if (err != OK) {
        world_free(world);
        return err;
    }
    struct devices *devices = devices_open(AGENTS_FILE, "");
    devices_wait(devices);
    world->crowd = crowd_make(dice, devices);
    devices_close(devices);
    world->campaign = wheel_make(WORLD_CAMPAIGNS, 1.0);
    world->variation = wheel_make(WORLD_VARIATIONS, 0.9);
    world->site = wheel_make(WORLD_SITES, 1.0);
    world->zone = wheel_make(WORLD_ZONES, 0.9);
    world->category = wheel_make(WORLD_CATEGORIES, 0.8);
    *made = world;
    return OK;
}

void world_free(struct world *world)
{
    if (world == NULL)
        return;
    struct wheel *const wheels[] = {world->campaign, world->variation, world->site, world->zone,
                                    world->category};
    for (size_t i = 0; i < ARRAY_LEN(wheels); i++)
        wheel_free(wheels[i]);
    crowd_free(world->crowd);
    free(world);
}
