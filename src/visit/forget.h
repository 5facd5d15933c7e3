/* forget - what is known of a person is deleted: address, user agent, referrer and the number that
 * tells them again. Their hashes stay in the entries, and an entry says what was deleted (DESIGN.md
 * §6), so that `rebond verify` holds. Text of a user agent stays in the table `word`, where nothing
 * leads to it from the visit any more. */
#pragma once
#include "visit/operation.h"

#define FORGET_KIND        "visitor.forget"
#define FORGET_IDS         FORGET_ENTRIES_MAX
#define EXPIRE_KIND        "personal.expire"
#define EXPIRE_IDS         1
#define EXPIRE_ROWS_MAX    2000 /* at once: visitors wait behind it */
#define FORGET_ENTRIES_MAX 32   /* the visit, and images that its browser asked for */

/* operation_kind.decide. {"visit_id"}: the visit and the pixels that its browser sent; answers
 * {"forgotten": how many entries had personal fields}, 0 when they are forgotten already. 404: the
 * workspace has no such visit. */
enum err forget_decide(struct operation *operation, struct ledger_tx *tx);
/* {"from_id", "to_id"}: the workspace's oldest EXPIRE_ROWS_MAX within; answers {"forgotten",
 * "end_id"}. 404: there are none, nothing is written. */
enum err expire_decide(struct operation *operation, struct ledger_tx *tx);
