/* cappings - how often a visitor got an ad campaign within its hours: at most quantity times, then
 * not until they are over (spec/network.md §5). The hours begin with the first time.
 *
 * A table of fixed size in memory, as of visitors (visit/visitors.h), who are told by address and
 * user agent: sets of CAPPINGS_SET places under one of CAPPINGS_SHARDS locks; in a full set the
 * visitor whose hours began longest ago is pushed out. Nothing is written here: the row `personal`
 * of an ad click or an impression keeps its visitor's number, so that forgetting a visitor forgets
 * this too, and opening plays those of ad campaigns with a capping once more, as far back as the
 * longest of their hours. Any thread. */
#pragma once
#include "base/net.h"
#include "model/snapshot.h"

#define CAPPINGS_SET    8
#define CAPPINGS_SHARDS 64
#define CAPPINGS_PLACES ((size_t)1 << 20) /* 24 bytes each, of pages that are used once touched */

struct cappings;

/* What cannot be read is logged: its visitors count anew. */
struct cappings *cappings_open(const char *dir, const struct snapshot *snapshot);
/* A table without a ledger behind it. */
struct cappings *cappings_make(size_t places_max);
void cappings_close(struct cappings *cappings); /* accepts NULL */

/* What visitors_number() is asked with: ad campaigns and campaigns have ids of their own each. */
uint64_t cappings_key(const struct adcampaign *adcampaign);

/* Counts once more, unless the visitor of that number (0: nobody) has had it often enough: then
 * false. One step: of two at once, one is the last. */
bool cappings_take(struct cappings *cappings, const struct ad_capping *capping, uint64_t number,
                   int64_t at_ms);
/* Whether cappings_take() would count now; it counts nothing, and nobody is pushed out. */
bool cappings_look(struct cappings *cappings, const struct ad_capping *capping, uint64_t number,
                   int64_t at_ms);
/* The visitor did not get it after all; hours that began with that did not begin. */
void cappings_give_back(struct cappings *cappings, uint64_t number);
