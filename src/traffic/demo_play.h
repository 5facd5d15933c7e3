/* demo_play - what the files that play the demo data share. Owner: the ledger's writer, for the
 * length of one load. No other room includes it. */
#pragma once
#include "base/id.h"
#include "base/money.h"
#include "base/num.h"
#include "base/uri.h"
#include "ledger/batch.h"
#include "traffic/agenda.h"
#include "traffic/crowd.h"
#include "traffic/demo_bots.h"
#include "traffic/demo_places.h"
#include "traffic/demo_plan.h"
#include "traffic/hours.h"
#include "visit/edge.h"

#define DAY_MS  (INT64_C(24) * 3600 * 1000)
#define HOUR_MS (INT64_C(3600) * 1000)

/* Where a visitor clicked. */
struct demo_place {
    char country[3];
    uint32_t site, zone, category;
    const char *format;
};

/* What an earlier event leads to. */
struct demo_event {
    int64_t at_ms; /* first: the agenda's */
    enum demo_what {
        DEMO_VISIT,      /* of who clicked an ad of ours */
        DEMO_CLICK,      /* on the visit's lander */
        DEMO_CONVERSION, /* by a postback */
        DEMO_CHANGE,     /* of that conversion, by another postback */
        DEMO_REBILL,     /* a further conversion of the visit */
        DEMO_DELIVERY,   /* an attempt to tell a destination */
        DEMO_GOAL,       /* an advertiser's call of tag.php */
    } what;
    uint64_t visit_id;
    uint64_t ad_click_id; /* 0: it came from elsewhere */
    uint64_t forward_id;
    uint32_t campaign, variation, offer, goal; /* of the plan's */
    bool is_sale, is_bot;
    struct demo_place place;
};

struct demo {
    const struct edge *edge;
    const struct snapshot *snapshot;
    const struct workspace *workspace;
    struct ledger_tx *tx;
    struct id_source ids;
    int64_t now_ms, end_ms;
    struct dice dice;
    struct crowd *crowd;
    struct place_set *place_set; /* held; NULL: nothing is known of addresses */
    struct demo_places *places;
    struct demo_bots *bots;
    struct agenda *agenda; /* of struct demo_event */
    const struct source *sources[PLAN_SOURCES];
    const struct network *networks[PLAN_NETWORKS];
    const struct offer *offers[PLAN_OFFERS];
    const struct lander *landers[PLAN_LANDERS];
    const struct goal *goals[PLAN_GOALS];
    const struct campaign *campaigns[PLAN_CAMPAIGNS];
    const struct variation *variations[PLAN_VARIATIONS];
};

/* --- demo_draw.c: pure but for the dice --- */

/* Which of the shares, by weight; they are `stride` bytes apart. */
size_t demo_draw(struct dice *dice, const unsigned *first, size_t stride, size_t count);
struct demo_place demo_draw_place(struct demo *demo, const char *countries, size_t site_of);
/* How well a zone's visitors convert on that day, in percent. */
unsigned demo_quality(uint64_t of, uint32_t zone, int64_t at_ms);
/* So many of 100,000, by a quality in percent. */
bool demo_is(struct dice *dice, unsigned of_100000, unsigned percent);
/* The amount, up to a third more or less. */
int64_t demo_around(struct dice *dice, int64_t micros);
/* That it happens so much later, on average. */
void demo_later(struct demo *demo, const struct demo_event *event, enum demo_what what,
                double mean_ms);
/* What a source says of a visit, in the URL that it sends the visitor to. */
struct demo_sent {
    struct str cost; /* absent: it forgets to say */
    struct str external_id;
};
/* The query of that URL, with the source's tokens; *raw: as it is sent. In the job's arena. */
struct uri_query demo_query(struct demo *demo, const struct source *source, size_t campaign,
                            const struct demo_place *place, const struct demo_sent *sent,
                            struct str *raw);
/* Gives the job that runs so many past ids: the first. */
uint64_t demo_take_ids(struct demo *demo, unsigned count);
/* Who comes from that place: the address, and what is known of it and of the device. bot NULL: a
 * person. */
void demo_fill_visitor(struct demo *demo, const struct demo_place *place,
                       const struct demo_bot *bot, struct person *person,
                       struct visitor_facts *facts);
const struct demo_bot *demo_draw_bot(struct demo *demo);
/* Someone's personal fields, in the job's arena; is_server: no browser. */
struct person *demo_person(struct demo *demo, uint64_t visitor, uint32_t site, bool is_server);

/* --- What happens. Each writes at demo->now_ms. ERR_IO. --- */

/* cost_micros: what the source says that it cost; 0: nothing. */
MUST_USE enum err demo_visit(struct demo *demo, size_t campaign, const struct demo_place *place,
                             uint64_t ad_click_id, size_t variation, int64_t cost_micros);
MUST_USE enum err demo_click(struct demo *demo, const struct demo_event *event);
MUST_USE enum err demo_ad_click(struct demo *demo);
MUST_USE enum err demo_ad_visit(struct demo *demo, const struct demo_event *event);
MUST_USE enum err demo_goal(struct demo *demo, const struct demo_event *event);
MUST_USE enum err demo_conversion(struct demo *demo, const struct demo_event *event);
MUST_USE enum err demo_delivery(struct demo *demo, const struct demo_event *event);
/* A call of tag.php: its answer's body in the job's arena. value_micros -1: none is named. */
MUST_USE enum err demo_call_goal(struct demo *demo, const struct demo_event *event,
                                 const struct goal *goal, int64_t value_micros, struct str *body);
/* The tag of an ad click, in the job's arena. */
struct str demo_tag(struct demo *demo, const struct demo_place *place, uint64_t ad_click_id,
                    const struct variation *variation, int64_t cost_micros);
