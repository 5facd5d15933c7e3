/* project - what an entry of the ledger says as rows of the facts (facts/fact.h): every dimension
 * of its visit, and its measures, which count what ledger/verify_totals.c adds to the totals, but
 * bots' and tests' too. Pure; strings of a row live as long as those it was made from, and the
 * arena. All: ERR_FULL, the arena. */
#pragma once
#include "facts/fact.h"
#include "ledger/row.h"

/* A visit as the rows that come of it see it. */
struct project_visit {
    const struct visit *visit; /* with its last verdict before the entry; NULL: nobody knows it (any
                                  more), its dimensions stay empty */
    struct str tokens;         /* as they are now, in the visit's form: by slot, percent-encoded */
    struct str referrer;
};

MUST_USE enum err project_visit(const struct project_visit *of, struct arena *arena,
                                struct fact *fact);
/* With the click's offer and its own verdict. */
MUST_USE enum err project_click(const struct project_visit *of, const struct click *click,
                                struct arena *arena, struct fact *fact);
/* What the conversion counts as it is after that change, by the entry of that id: a change's own,
 * or that of the change that takes it back (fact_negate()). */
MUST_USE enum err project_conversion(const struct project_visit *of,
                                     const struct conversion_change *change, uint64_t entry_id,
                                     struct arena *arena, struct fact *fact);
/* What an update adds to the visit's events. before: the update before of the same visit; NULL:
 * none. */
MUST_USE enum err project_events(const struct project_visit *of, const struct visit_update *update,
                                 const struct visit_update *before, struct arena *arena,
                                 struct fact *fact);
/* What the visit's own cost changes by, now that its rate is known. */
MUST_USE enum err project_correction(const struct project_visit *of,
                                     const struct cost_correction *correction, struct arena *arena,
                                     struct fact *fact);
/* The tokens in the visit's form, decoded, into MACRO_TOKENS_MAX places; what does not decode stays
 * as it is. *count: slots. */
MUST_USE enum err project_tokens(struct str tokens, struct arena *arena, struct str *out,
                                 size_t *count);

/* The words of a visit's or click's signals, joined by ','. */
struct str project_bot_reason(uint64_t signals, struct arena *arena);

void project_impression(const struct impression *impression, struct arena *arena,
                        struct ad_fact *fact);
void project_ad_click(const struct ad_click *click, struct arena *arena, struct ad_fact *fact);
/* Of a call that was stored. click: NULL when nobody knows it (any more). */
void project_goal_call(const struct goal_call *call, const struct ad_click *click,
                       struct arena *arena, struct ad_fact *fact);
