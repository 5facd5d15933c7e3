/* reader_signs - the newest entries of a kind in short: only what tells whether something goes
 * wrong. Newest first, pages of READER_SCAN_MAX rows, each a read of its own. */
#pragma once
#include "ledger/reader.h"

enum signs {
    SIGNS_POSTBACKS,           /* word: outcome, reason */
    SIGNS_FORWARDS,            /* decisions. word: decision, reason */
    SIGNS_OUTBOX,              /* word: state. Not what was refused or failed and sent again */
    SIGNS_WAITING,             /* the same of rows that wait, with due_ms */
    SIGNS_CONVERSIONS,         /* word: status, reason: the network's word */
    SIGNS_VISITS,              /* word: external id */
    SIGNS_CONVERSIONS_NO_RATE, /* word: currency */
    SIGNS_VISITS_NO_RATE,      /* the same, of visits that were not booked since */
    SIGNS_COUNT
};

/* Tests and bots are left out. Texts live until on_row returns. */
struct sign {
    uint64_t id;
    uint64_t workspace_id;
    uint64_t source_id, network_id, offer_id, campaign_id;
    struct str word, reason;
    uint64_t lane; /* of the outbox, and of a decision: whose it is */
    int64_t due_ms;
    bool is_payout_missing;
    bool is_currency_assumed;
    bool is_reversed; /* rejected, and its source was told of it but not of the rejection */
};

/* Hands out rows with ids from from_id on, newest first, at most max. *is_whole: there were no
 * more. on_row may stop it by an error. ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err ledger_reader_signs(struct ledger_reader *reader, enum signs which,
                                      uint64_t from_id, size_t max,
                                      enum err (*on_row)(void *context, const struct sign *row),
                                      void *context, bool *is_whole);
