/* health_gather - looks for what is wrong with the tracking: reads the ledger's newest entries and
 * the facts' hours, has them judged, and leaves out what the catalogue shows to be mended. No
 * network is asked. Owner: whoever looks. */
#pragma once
#include "api/api.h"
#include "api/health_finding.h"
#include "api/readers.h"
#include "facts/facts.h"
#include "model/snapshot.h"

#define HEALTH_DETAILS_MAX                                                                         \
    20 /* of one code and entity: words, reasons; further ones are left out */
#define HEALTH_FINDINGS_MAX 500    /* further ones are left out */
#define HEALTH_NETWORKS_MAX 200    /* whose last postback is told on /metrics */
#define HEALTH_ROWS_MAX     100000 /* newest entries of a kind that are looked at */
#define HEALTH_VISITS_MAX   10000
#define HEALTH_DAYS         7 /* how far back entries are looked at that a person can mend */

struct health_seen {
    uint64_t network_id;
    int64_t last_ms; /* its newest conversion within 28 days */
};

/* Clicks that the edge could not record, as the looks before saw its counters. */
struct health_unrecorded {
    bool is_known;
    uint64_t counter;
    int64_t count;   /* since they began to rise */
    int64_t last_ms; /* when they last rose; 0: they did not */
};

struct health_result {
    int64_t looked_ms; /* 0: not yet */
    bool has_facts;    /* false: what is judged from them is missing or from a look before */
    int64_t behind_ms; /* how far the facts were behind */
    bool is_whole;     /* false: there were more entries than are looked at */
    struct health_finding list[HEALTH_FINDINGS_MAX];
    size_t count;
    struct health_seen seen[HEALTH_NETWORKS_MAX];
    size_t seen_count;
};

struct health_gathering {
    const struct api_options *options;
    struct readers *readers;
    const struct snapshot *snapshot;
    int64_t now_ms;
    struct health_unrecorded *unrecorded; /* kept by who looks */
    const struct health_result *before;   /* of the look before; NULL: none */
};

/* Fills *result, worst first. What cannot be read is left out, or told as the look before had it.
 * ERR_IO, ERR_TIMEOUT: the ledger. */
MUST_USE enum err health_gather(const struct health_gathering *gathering, struct arena *arena,
                                struct health_result *result);
/* The same of facts alone, those of the store, which are behind_ms behind: for tests too. */
MUST_USE enum err health_gather_facts(const struct health_gathering *gathering, struct facts *facts,
                                      int64_t behind_ms, struct health_result *result);
