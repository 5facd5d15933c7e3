/* book - what counted 0 because no rate was known is booked once there is one (DESIGN.md promise
 * 5): a visit's cost by a correction, a conversion by a change, each at the rate of its own day and
 * once. The desk finds them page by page and asks for each page; on the ledger's thread all is
 * judged anew. */
#pragma once
#include "convert/register.h"
#include "visit/operation.h"

#define BOOK_KIND     "rates.book"
#define BOOK_PAGE_MAX 100 /* of one operation: the writer is held for milliseconds */

/* The arguments of that operation for visits of one campaign, as a new reference; seen_id as in
 * ledger/costing.h. Each visit is added by book_add_visit(): replaced says that a cost update
 * covers it.
 */
json_t *book_visits(uint64_t campaign_id, uint64_t seen_id);
void book_add_visit(json_t *args, uint64_t visit_id, bool is_replaced);
/* The same for conversions of one workspace. */
json_t *book_conversions(void);
void book_add_conversion(json_t *args, uint64_t conversion_id);

/* operation_kind.decide. Answers {"booked":N}; 404 when none of them can be booked, 409 on
 * "seen_id" when the campaign's costs changed meanwhile. */
enum err book_decide(struct operation *operation, struct ledger_tx *tx);
