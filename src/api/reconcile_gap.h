/* reconcile_gap - the difference between tracker and network, divided by cause so that the parts
 * make up the whole. What each cause means is in docs/reconciliation.md. Pure; any thread. */
#pragma once
#include "base/str.h"

#define RECONCILE_GOAL_MAX 64

/* X(NAME, "word") */
#define RECONCILE_CAUSES(X)                                                                        \
    X(NOT_SENT, "not_sent")                                                                        \
    X(LATE, "late")                                                                                \
    X(TIME_ZONE, "time_zone")                                                                      \
    X(LOST, "lost")                                                                                \
    X(DUPLICATE, "duplicate")                                                                      \
    X(WINDOW, "window")                                                                            \
    X(INVALID_TAG, "invalid_tag")                                                                  \
    X(WRONG_GOAL, "wrong_goal")                                                                    \
    X(REFUSED, "refused")                                                                          \
    X(BOT, "bot")                                                                                  \
    X(EXTRA, "extra")                                                                              \
    X(ONLY_NETWORK, "only_network")                                                                \
    X(UNSTATED, "unstated")                                                                        \
    X(UNEXPLAINED, "unexplained")                                                                  \
    X(AMOUNT, "amount")
#define RECONCILE_WORDS                                                                            \
    "not_sent late time_zone lost duplicate window invalid_tag wrong_goal refused bot extra "      \
    "only_network unstated unexplained amount"

enum reconcile_cause {
    RECONCILE_AGREED, /* both sides count it, in the same row */
#define X(NAME, word) RECONCILE_##NAME,
    RECONCILE_CAUSES(X)
#undef X
        RECONCILE_CAUSE_COUNT
};

const char *reconcile_word(enum reconcile_cause cause); /* not of AGREED; static */
/* RECONCILE_AGREED: none of that word. */
enum reconcile_cause reconcile_cause_of(struct str word);

struct reconcile_sums {
    int64_t count; /* conversions, or clicks */
    int64_t micros;
};

/* One thing that at least one side counts in a row. */
struct reconcile_entry {
    int64_t day; /* since 1970-01-01, on the clock of the side that counts it */
    uint64_t campaign_id;
    char goal[RECONCILE_GOAL_MAX + 1]; /* as its postback named it; "" for none */
    struct reconcile_sums tracker, network;
    enum reconcile_cause cause; /* of the difference, but for what is: */
    int64_t amount_micros;      /* the part of it that RECONCILE_AMOUNT explains */
    uint64_t conversion_id, forward_id, goal_call_id; /* 0: none */
    uint64_t statement_id; /* whose line the network's side is; 0: none's */
    int64_t statement_line;
};

/* Whether a cause explains anything of the entry. */
bool reconcile_is_because(const struct reconcile_entry *entry, enum reconcile_cause cause);
/* What it explains of the difference, network minus tracker. */
struct reconcile_sums reconcile_share(const struct reconcile_entry *entry,
                                      enum reconcile_cause cause);

/* The sums of the entries of one day, campaign and goal; or of all of them. */
struct reconcile_row {
    struct reconcile_sums tracker, network;
    struct reconcile_sums causes[RECONCILE_CAUSE_COUNT];
    bool is_there[RECONCILE_CAUSE_COUNT]; /* also of causes whose entries cancel out */
};

/* Adds an entry: the causes then make up exactly the row's difference. */
void reconcile_add(struct reconcile_row *row, const struct reconcile_entry *entry);
/* By day, campaign and goal, for qsort(). */
int reconcile_order(const void *a, const void *b);
bool reconcile_is_same_row(const struct reconcile_entry *a, const struct reconcile_entry *b);

/* What became of telling the network. */
struct reconcile_told {
    struct str state;    /* of the outbox; absent: pruned */
    struct str outcome;  /* of the last answer; absent: none yet */
    struct str body;     /* its beginning */
    bool is_own_tag;     /* the tag is one of this network's, of the goal's account */
    bool is_own_retry;   /* duplicate: of an earlier attempt of the same notification */
    int64_t answered_ms; /* 0: not yet */
};
/* Whether the network took it, as far as the tracker was told. */
bool reconcile_is_taken(const struct reconcile_told *told);
/* Why the network does not count it (spec/network.md §2.2, §2.3). */
enum reconcile_cause reconcile_judge(const struct reconcile_told *told);
