/* rows - the entries of a filled folder: each function makes one event and writes all that a real
 * one would, entries, personal fields, state and totals. Owner: the filler's one thread. */
#pragma once
#include "base/id.h"
#include "fill_world.h"
#include "ledger/batch.h"
#include "traffic/agenda.h"

/* What an earlier event leads to, and what must be known of it then. */
struct due {
    int64_t at_ms;
    enum due_kind {
        DUE_CLICK,      /* of the visit's lander */
        DUE_CONVERSION, /* by a postback */
        DUE_CHANGE,     /* of a conversion, by another postback */
        DUE_REBILL,     /* a further conversion of a visit */
        DUE_UPDATE,     /* of the visit's events and tokens */
        DUE_GOAL,       /* a call of tag.php */
    } kind;
    uint64_t visit_id; /* or the ad click's */
    uint64_t conversion_id;
    int64_t created_ms; /* the conversion */
    uint32_t campaign;  /* of the world's, or the variation */
    uint32_t offer;     /* of the world's */
    uint32_t site, zone, category, country, format;
    const char *status; /* of the conversion, static */
    bool is_bot, is_test;
};

struct filler {
    struct dice dice;
    struct world *world;
    struct keys *keys;
    struct ledger_tx tx;
    struct id_source ids;
    int64_t now_ms;
    struct agenda *agenda;                            /* of struct due */
    struct campaign_total campaigns[WORLD_CAMPAIGNS]; /* of the open batch */
    struct variation_total variations[WORLD_VARIATIONS];
    struct goal_total goals[WORLD_GOALS][WORLD_VARIATIONS];
    struct offer_day offer_days[WORLD_OFFERS][2]; /* the conversions of today and of before */
};

/* Each writes into the open batch at now_ms. ERR_IO. */
MUST_USE enum err rows_visit(struct filler *filler);
MUST_USE enum err rows_ad_click(struct filler *filler);
MUST_USE enum err rows_due(struct filler *filler, const struct due *due);
/* Writes the batch's totals. ERR_IO. */
MUST_USE enum err rows_totals(struct filler *filler);
