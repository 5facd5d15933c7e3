/* bidder_log - what bidders decided, and why: a row for each decision, with the figures that led to
 * it, kept in DIR/catalog.db beside the document that it changed (model/bidder.h). Any thread. */
#pragma once
#include "model/bidder.h"
#include "model/catalog.h"

#define BIDDER_KEPT_MAX 10000 /* kept of each bidder: the newest */

struct bidder_figures {
    int64_t impressions, clicks, cost_micros, conversions, value_micros;
};

struct bidder_decision {
    uint64_t id; /* given when it is added */
    uint64_t bidder_id;
    int64_t at_ms;
    struct str actor; /* "bidder" by its schedule, else who asked */
    enum bidder_dimension dimension;
    struct str value;
    bool is_block;                       /* else it set the price of a zone */
    struct str reason;                   /* a code of network/bid.h */
    struct str rule;                     /* of bidder_rule_body, as JSON; absent: none */
    int64_t before_micros, after_micros; /* prices; -1: the ad campaign's */
    int64_t from_ms, to_ms;              /* whose figures: */
    struct bidder_figures figures;
    int64_t undone_ms; /* 0: it was not undone */
    struct str undone_by;
};

/* The last time that a bidder decided. */
struct bidder_run {
    uint64_t bidder_id;
    int64_t at_ms; /* 0: never yet */
    struct str actor;
    struct str outcome; /* "done", or a code of what kept it from deciding */
    int64_t looked;     /* values of dimensions that it had figures of */
    int64_t decided;
};

/* A bidder as it is asked now. */
struct bidder_found {
    uint64_t id, workspace_id, version;
    int status; /* enum entity_status */
    const struct bidder_body *body;
};
/* The bidder of that id, with changes (an object; NULL: none) laid over it and judged, as a write
 * of them would be. In the arena. ERR_INVALID, ERR_CONFLICT (fault); ERR_NOT_FOUND, ERR_IO. */
MUST_USE enum err catalog_get_bidder(struct catalog *catalog, struct str id, const json_t *changes,
                                     const struct scope *scope, struct arena *arena,
                                     struct bidder_found *found, struct model_fault *fault);
/* The bidder of an ad campaign that is not archived; 0: it has none. ERR_IO. */
MUST_USE enum err catalog_find_bidder_of(struct catalog *catalog, uint64_t adcampaign_id,
                                         uint64_t *bidder_id);

/* Writes decisions into the bidder's document and into the log, with the run, all or none.
 * seen_version: of the document that they were made from; ERR_STALE: it is another by now. Without
 * decisions only the run is written. *version: the catalogue's. ERR_INVALID, ERR_CONFLICT: the
 * document would be refused (fault); ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_IO. Gives them their ids,
 * and removes the bidder's oldest past BIDDER_KEPT_MAX. */
MUST_USE enum err catalog_decide_bids(struct catalog *catalog, const struct bidder_run *run,
                                      struct bidder_decision *decisions, size_t count,
                                      uint64_t seen_version, const struct scope *scope,
                                      uint64_t *version, struct model_fault *fault);
/* Takes a decision back: what it blocked is open again, the price is what it was, and the bidder
 * leaves that value alone from now on (held). Once more changes nothing. ERR_CONFLICT: the price
 * was changed since (fault); ERR_NOT_FOUND: the bidder, or it has no such decision;
 * ERR_FORBIDDEN, ERR_IO. */
MUST_USE enum err catalog_undo_bid(struct catalog *catalog, struct str bidder_id,
                                   uint64_t decision_id, const struct scope *scope,
                                   struct arena *arena, struct bidder_decision *decision,
                                   uint64_t *version, struct model_fault *fault);
/* A page of a bidder's decisions, newest first, in the arena. before_id: 0: from the newest.
 * ERR_NOT_FOUND: the bidder; ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_list_bids(struct catalog *catalog, struct str bidder_id,
                                    const struct scope *scope, uint64_t before_id, size_t limit,
                                    struct arena *arena, struct bidder_decision **rows,
                                    size_t *count);
/* The bidders that are active, decide by themselves, and whose last run is as long ago as they say,
 * by id: at most BIDDER_DUE_MAX, in the arena. ERR_IO, ERR_FULL. */
#define BIDDER_DUE_MAX 1000
MUST_USE enum err catalog_list_due_bidders(struct catalog *catalog, int64_t now_ms,
                                           struct arena *arena, uint64_t **ids, size_t *count);
/* Its last run, strings in the arena; at_ms 0: none. ERR_IO, ERR_FULL. */
MUST_USE enum err catalog_find_bid_run(struct catalog *catalog, uint64_t bidder_id,
                                       struct arena *arena, struct bidder_run *run);
