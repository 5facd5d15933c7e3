/* cost_apply - one cost told afterwards, from a request or a line of a file to the ledger: find the
 * campaign and the token, take the rate, reckon beside the writer, have the edge write it; and once
 * more if something came between. Owner: a call. At most COST_MS_MAX a request. */
#pragma once
#include "api/internal.h"
#include "ledger/reader_costs.h"
#include "model/rates.h"

#define COST_MS_MAX 60000

/* What the whole request needs. */
struct cost_desk {
    struct call *call;
    struct ledger_reader *reader; /* NULL until the first use */
    enum err read_err;            /* of the ledger */
    const struct rates *rates;
    int64_t deadline_mono_ms;
};

/* Reads the rates. False: the call is refused. */
bool cost_desk_init(struct cost_desk *desk, struct call *call);
void cost_desk_fini(struct cost_desk *desk);

/* One cost, as told: texts as they came, absent where nothing was said. */
struct cost_request {
    struct str campaign;     /* id, key or name */
    struct str from, to, tz; /* tz absent: the workspace's */
    struct str token; /* slot, parameter or name of one of the source's; absent: all visits */
    struct str value;
    struct str currency; /* absent: the source's */
    int64_t amount_micros;
    const char *method; /* manual, api, csv */
};

/* The update that a request means, without what is still to be reckoned. ERR_INVALID with the fault
 * (fields: campaign, from, to, tz, token, value, currency), ERR_FORBIDDEN with it; ERR_IO. */
MUST_USE enum err cost_read(struct cost_desk *desk, const struct cost_request *request,
                            struct cost_update *update, struct model_fault *fault);
/* Reckons it. ERR_INVALID with the fault: no visit in its range, or too much; ERR_IO, ERR_TIMEOUT.
 */
MUST_USE enum err cost_reckon(struct cost_desk *desk, struct cost_update *update,
                              struct model_fault *fault);
/* Reckons and writes it under the key, once: *update is then as it stands in the ledger.
 * ERR_CONFLICT: the key is another's; ERR_BUSY: the edge did not answer, or the costs kept
 * changing. */
MUST_USE enum err cost_write(struct cost_desk *desk, struct str key, struct cost_update *update,
                             struct model_fault *fault);
/* Takes an update back. ERR_NOT_FOUND: there is no such one. OK also when it was undone already. */
MUST_USE enum err cost_undo(struct cost_desk *desk, uint64_t campaign_id, uint64_t update_id,
                            struct cost_update *undone, struct model_fault *fault);
/* The update that this key has made. ERR_NOT_FOUND: none; ERR_CONFLICT: the key is another's;
 * ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err cost_find(struct cost_desk *desk, uint64_t workspace_id, struct str key,
                            struct cost_update *update);
/* The undo of an update. ERR_NOT_FOUND, ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err cost_find_undo(struct cost_desk *desk, uint64_t update_id,
                                 struct cost_update *undo);
/* Whether a later update in force, of at most COST_LATER_MAX looked at, is for the same range and
 * filter. ERR_IO, ERR_TIMEOUT. */
MUST_USE enum err cost_is_replaced(struct cost_desk *desk, const struct cost_update *update,
                                   bool *replaced);
#define COST_LATER_MAX 64

/* Refuses the call for what one of these came to. */
void cost_refuse(struct call *call, enum err err, const struct model_fault *fault);
