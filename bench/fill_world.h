/* world - what a filled folder is about: a catalogue made through the catalogue's own code, and
 * lists of what visitors are, drawn by Zipf's law. One owner. */
#pragma once
#include "base/str.h"
#include "traffic/crowd.h"

#define WORLD_WORKSPACE   1u
#define WORLD_SOURCES     12
#define WORLD_NETWORKS    8
#define WORLD_OFFERS      60
#define WORLD_LANDERS     30
#define WORLD_CAMPAIGNS   200
#define WORLD_ADCAMPAIGNS 20
#define WORLD_VARIATIONS  100
#define WORLD_GOALS       3
#define WORLD_SITES       3000
#define WORLD_ZONES       50000
#define WORLD_CATEGORIES  100

#define WORLD_TEXT_MAX 192

struct world_offer {
    uint64_t id, network_id;
    int64_t payout_micros;
};

struct world_campaign {
    uint64_t id, source_id;
    size_t offers[3]; /* of the world's, drawn evenly */
    size_t lander;    /* WORLD_LANDERS: straight to the offer */
    uint64_t lander_id;
    int64_t cost_micros; /* of a visit, about */
    int64_t cpa_micros, revshare_micros;
};

struct world_variation {
    uint64_t id, adcampaign_id;
    int64_t cost_micros;
};

struct world {
    uint64_t catalog_version;
    struct world_offer offers[WORLD_OFFERS];
    struct world_campaign campaigns[WORLD_CAMPAIGNS];
    struct world_variation variations[WORLD_VARIATIONS];
    char goals[WORLD_GOALS][33];
    struct crowd *crowd;
    struct wheel *campaign, *variation, *site, *zone, *category;
};

/* Makes the catalogue in DIR and draws the lists. Says on standard error what was refused. ERR_IO,
 * ERR_INVALID. Free with world_free(). */
MUST_USE enum err world_make(const char *dir, struct dice *dice, struct world **world);
void world_free(struct world *world); /* accepts NULL */
