/* bidder_run - bidders decide: by hand for who asks, by a thread of its own when their time has
 * come. What is decided is written into the catalogue, and the edge serves it from then on. */
#pragma once
#include "model/bidder_log.h"

struct api;
struct bidder_round;

/* Runs one bidder and writes what it decided; tried anew when it was changed meanwhile. round gives
 * api, arena, client, actor and now_ms. *version: the catalogue's. ERR_STALE: it is changed all the
 * time; those of bidder_round_run(), catalog_get_bidder() and catalog_decide_bids(). */
MUST_USE enum err bidder_run(struct bidder_round *round, struct str id, const struct scope *scope,
                             struct bidder_found *found, uint64_t *version,
                             struct model_fault *fault);

struct bidder_thread;

/* Looks every `every_ms` whose time has come. */
struct bidder_thread *bidder_thread_open(struct api *api, int64_t every_ms);
void bidder_thread_close(struct bidder_thread *thread); /* accepts NULL */
