#include "serve/operate.h"

#include "convert/book.h"
#include "convert/manual.h"
#include "convert/remap.h"
#include "courier/resend.h"
#include "courier/verdict.h"
#include "traffic/demo.h"
#include "visit/cost_update.h"
#include "visit/forget.h"

/* A kind's function stands in the room whose entries it writes. Ends with a nameless one. */
static const struct operation_kind kinds[] = {
    {"forward.resend", RESEND_FORWARD_IDS, resend_forward},
    {"forward.drop", RESEND_DROP_IDS, resend_drop},
    {"conversion.resend", RESEND_CONVERSION_IDS, resend_conversion},
    {"conversion.remap", REMAP_IDS_MAX, remap_decide},
    {"conversion.add", MANUAL_IDS_MAX, manual_decide},
    {BOOK_KIND, BOOK_PAGE_MAX, book_decide},
    {COST_UPDATE_KIND, COST_UPDATE_IDS, cost_update_decide},
    {COST_UPDATES_KIND, COST_UPDATES_MAX, cost_updates_decide},
    {VERDICT_KIND, VERDICT_IDS, verdict_decide},
    {FORGET_KIND, FORGET_IDS, forget_decide},
    {EXPIRE_KIND, EXPIRE_IDS, expire_decide},
    {DEMO_LOAD_KIND, DEMO_LOAD_IDS, demo_load},
    {0},
};

struct str operate(struct edge *edge, struct str request, struct arena *arena, unsigned *status)
{
    return operation_run(edge, kinds, ARRAY_LEN(kinds) - 1, request, arena, status);
}
