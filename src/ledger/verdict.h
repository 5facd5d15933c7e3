/* verdict - what another verdict on a visit changes: its campaign's totals, and which of its
 * lander's clicks count. A visit that came as a bot took no part in uniqueness, and stays a repeat
 * when it is judged a person's; one that came as a person's first is so again. Pure. */
#pragma once
#include "ledger/row.h"

/* Of one visit; one with more is not judged again: the ledger's thread reads them while visitors
 * wait. */
#define VERDICT_CLICKS_MAX 20000

/* A visit as it was before, with what is kept of it. */
struct verdict_ground {
    const struct visit *visit;  /* with the verdict before */
    bool is_corrected;          /* its cost was booked afterwards ... */
    int64_t corrected_micros;   /* ... as this */
    const struct click *clicks; /* by id */
    size_t click_count;
};

/* Fills changed_... of an entry whose is_bot is given and another than the visit's. */
void verdict_reckon(const struct verdict_ground *ground, struct verdict *verdict);
/* What the entry adds to its campaign's totals. */
struct campaign_total verdict_total(const struct verdict *verdict);
/* Whether a click counts as a bot's, of a visit that is or is not one. */
bool verdict_on_click(bool is_bot, const struct click *click);
/* What these clicks, by id, come to under that verdict on their visit (ledger/click.h): all but
 * visit_id and workspace_id. *first_id: the one that is the visit's first by a person; 0: none. */
void verdict_count_clicks(const struct click *clicks, size_t count, bool is_bot,
                          struct click_state *state, uint64_t *first_id);
