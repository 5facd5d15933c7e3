/* match - one registration of a conversion, whoever brings it, as far as it only reads: who may
 * speak, which click, which conversion of it, and what becomes of that (spec/tracker.md §3). Pure
 * but for the book it asks: the writer's open batch, or a reader of the ledger for a preview. */
#pragma once
#include "convert/decide.h"
#include "convert/postback.h"
#include "visit/edge.h"

/* Who brought it; the log's word. */
enum register_channel { CHANNEL_S2S, CHANNEL_PIXEL, CHANNEL_MANUAL, CHANNEL_CSV };
struct str register_channel_text(enum register_channel channel);

/* Where rows are found: as ledger_find() does. Asked for LOOKUP_VISIT, LOOKUP_CLICK_STATE,
 * LOOKUP_CLICK_OF_NETWORK, LOOKUP_CONVERSION_OF_VISIT and LOOKUP_CONVERSION_BY_TXID,
 * and for a click whose cost had no rate LOOKUP_COST_CORRECTION. */
struct register_book {
    enum err (*find)(void *context, enum ledger_lookup lookup, void *row);
    void *context;
};

/* The owner fills the first group; register_match() the second. */
struct registration {
    const struct snapshot *snapshot;
    struct arena *arena; /* lives until the answer has left */
    struct postback_call call;
    uint64_t visit_id;
    const struct network *named; /* by nid; NULL: none was named */
    struct net_address sender;
    bool is_own_test; /* the desk's conversion test: the address of a test's sender is ours */
    enum register_channel channel;
    int64_t window_ms; /* of the process */
    /* Brought by someone who is signed in: neither address nor key nor the window is asked, and a
     * payout that is named counts whatever the offer says. */
    bool is_trusted;
    uint64_t workspace_id; /* of who is trusted: clicks of others are none */
    bool has_mode;         /* mode wins over the network's */
    enum duplicate_mode mode;
    struct postback log; /* method, query, visit_id, workspace_id, personal_hash */
    struct personal personal;

    struct str answer;                 /* the body; its status is log.http_status */
    struct conversion_verdict verdict; /* zeroed when refused; its strings end with the job */
    struct str pixel_url;              /* where the browser goes on; absent: nowhere */
};

/* What the ledger knows about the click that is named. */
struct register_match {
    struct visit visit;
    const struct offer *offer;
    const struct network *network;
    struct conversion first; /* of the visit; id 0: none */
    struct conversion existing;
    bool has_existing;
};

/* What is answered and logged. Lends all. */
void register_answer(struct registration *registration, unsigned status, struct str body,
                     const char *outcome, const char *reason);
/* Whether that is the secret; an absent one is nobody's. In constant time. */
bool register_is_secret(struct str secret, struct str key);
/* Gives a visit whose price of a conversion had no rate the one it was booked at since, if it was.
 * ERR_IO. */
MUST_USE enum err register_fill_rate(const struct register_book *book, struct visit *visit);
/* Finds and decides; arena is for what the verdict puts together anew. ERR_IO. */
MUST_USE enum err register_match(const struct register_book *book, int64_t now_ms,
                                 struct arena *arena, struct registration *registration,
                                 struct register_match *match);
