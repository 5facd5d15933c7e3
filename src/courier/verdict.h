/* verdict - visits are judged again: by what is known of bots since, a visit becomes a bot's or a
 * person's, with its clicks and conversions (ledger/verdict.h). What was sent to a source stays
 * sent, and what was kept from it for a bot stays so, until a person sends it again; what waits and
 * is a bot's now is dropped, where the destination does not want bots. An operation, on the
 * ledger's thread. */
#pragma once
#include "visit/operation.h"

#define VERDICT_KIND "visits.judge"
#define VERDICT_IDS  OPERATION_IDS_MAX /* entries of one operation */
#define VERDICT_MAX  500               /* visits of one operation: visitors wait behind it */

/* The operation's arguments: visits of one campaign, and what its costs were seen to be. No update
 * in force covers any of them. */
json_t *verdict_args(uint64_t run_id, uint64_t campaign_id, uint64_t seen_id);
void verdict_add(json_t *args, uint64_t visit_id, uint64_t signals);

/* {"run_id","campaign_id","seen_id","visits":[[id, signals], ...]}: judges one after the other, and
 * answers
 * {"done": how many it came to, "judged": how many got another verdict, "conversions": of these,
 * "skipped": how many stay as they are, for they have more than VERDICT_CLICKS_MAX clicks, or need
 * more than VERDICT_IDS entries}; what is left is asked for again. 409 "seen_id": the costs of the
 * campaign changed meanwhile. */
MUST_USE enum err verdict_decide(struct operation *operation, struct ledger_tx *tx);
