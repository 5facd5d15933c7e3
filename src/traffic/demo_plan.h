/* demo_plan - what the demo data are: the entities of their workspace, in the order in which they
 * are made, and beside them how visitors, advertisers and networks behave. One list for both: the
 * desk makes the catalogue of it (demo_catalog.h), the edge plays it (demo.h). Constant. */
#pragma once
#include "model/catalog.h"

/* An entity as the API takes it; ' stands for ". "@offers/2" is the id of the plan's third offer,
 * "$goals/0", "$campaigns/9", "$network" within a text are a goal's id, a campaign's link and the
 * ad network's public address. */
struct plan_entity {
    enum entity entity;
    const char *document;
};
extern const struct plan_entity plan_entities[];
extern const size_t plan_entity_count;

/* A network tells of its conversions by words of its own. */
struct plan_network {
    const char *lead, *sale, *rejected, *rebill;
    const char *unknown;  /* a word that its list does not have; NULL: it never says one */
    int64_t silent_hours; /* before the end: no postback comes any more */
};
struct plan_offer {
    unsigned quality; /* percent of the usual conversions */
};
struct plan_lander {
    unsigned clicks; /* percent of its visits */
};

struct plan_campaign {
    unsigned share;           /* of the visits that no ad click of ours brings */
    unsigned conversions;     /* of 100,000 visits, before quality */
    int64_t cost_micros;      /* that the source sends for a visit, about; 0: it sends none */
    const char *countries;    /* "FR60 BE20": two letters and a weight each */
    int64_t from_day, to_day; /* days before the end */
};

struct plan_variation {
    unsigned share;
    int campaign;   /* of the plan's that its clicks come to; -1: an advertiser's own tracker */
    unsigned goals; /* of 100,000 clicks, for those of the latter */
    const char *format;
    const char *countries;
};

enum {
    PLAN_NETWORKS = 3,
    PLAN_OFFERS = 10,
    PLAN_LANDERS = 5,
    PLAN_GOALS = 3,
    PLAN_SOURCES = 5,
    PLAN_CAMPAIGNS = 13,
    PLAN_VARIATIONS = 6
};
extern const struct plan_network plan_networks[PLAN_NETWORKS];
extern const struct plan_offer plan_offers[PLAN_OFFERS];
extern const struct plan_lander plan_landers[PLAN_LANDERS];
extern const struct plan_campaign plan_campaigns[PLAN_CAMPAIGNS];
extern const struct plan_variation plan_variations[PLAN_VARIATIONS];

#define PLAN_DAYS   28
#define PLAN_EVENTS 95000 /* visits and ad clicks that follow from nothing */

/* Costs told afterwards: of some days, as accounts of sources say them. */
struct plan_cost {
    int campaign;
    int64_t from_day, to_day; /* days before the end, from_day the earlier */
    const char *amount;
    const char *method; /* manual, api, csv */
};
extern const struct plan_cost plan_costs[];
extern const size_t plan_cost_count;
