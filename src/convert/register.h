/* register - one registration of a conversion, whoever brings it: a network's postback, the pixel,
 * a person, a file (spec/tracker.md §3.6). On the ledger's thread: who may speak, which click,
 * decide, and append the log's row, the change and the forward in the open batch. */
#pragma once
#include "convert/decide.h"
#include "convert/postback.h"
#include "convert/tell.h"
#include "visit/edge.h"

#define REGISTER_IDS_MAX                                                                           \
    (2 + TELL_DESTINATIONS) /* the log's row, the conversion's change, forwards */

/* Who brought it; the log's word. */
enum register_channel { CHANNEL_S2S, CHANNEL_PIXEL, CHANNEL_MANUAL, CHANNEL_CSV };

/* The owner fills the first group; register_decide() the second. */
struct registration {
    const struct edge *edge;
    const struct snapshot *snapshot;
    struct arena *arena; /* lives until the answer has left */
    struct postback_call call;
    uint64_t visit_id;
    const struct network *named; /* by nid; NULL: none was named */
    struct net_address sender;
    enum register_channel channel;
    struct postback log; /* method, query, visit_id, workspace_id, personal_hash */
    struct personal personal;

    struct str answer;                 /* the body; its status is log.http_status */
    struct conversion_verdict verdict; /* zeroed when refused; its strings end with the job */
};

/* What is answered and logged. Lends all. */
void register_answer(struct registration *registration, unsigned status, struct str body,
                     const char *outcome, const char *reason);
/* Appends the log's row and its personal fields. ERR_IO. */
MUST_USE enum err register_log(struct ledger_tx *tx, struct registration *registration);
/* Decides and appends everything; uses REGISTER_IDS_MAX ids at most. ERR_IO. */
MUST_USE enum err register_decide(struct ledger_tx *tx, struct registration *registration);
