/* refusals - the log of what was asked of the ad network and not delivered (network/refusals.h). */
#include "api/log.h"

#include "api/json_out.h"

#define ASKED "zone click impression"
#define CAUSES                                                                                     \
    "no_ad blocked unavailable archived paused scheduled ended total_budget daily_budget "         \
    "total_clicks daily_clicks total_impressions daily_impressions capping"

static const struct shape_field refusal_fields[] = {
    {"id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"written_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"from", SHAPE_TIME, 0, "The first of them; the last one came before written_at.", NULL, NULL},
    {"asked", SHAPE_WORD, 0, "A zone's ad, a click, or a page's impression.", ASKED, NULL},
    {"cause", SHAPE_WORD, 0, "Why; as the ad campaign's state where that is it.", CAUSES, NULL},
    {"count", SHAPE_NUMBER, 0, "How many there were.", NULL, NULL},
    {"adcampaign", SHAPE_NAMED, SHAPE_NULL, "Null: the zone had no ad at all.", NULL, NULL},
    {"zone", SHAPE_SITED, SHAPE_NULL, "Null: of no zone.", NULL, NULL},
};
const struct shape refusal_log_shape = SHAPE("refusal", refusal_fields);

static json_t *refusal_json(struct rows *rows, const struct refusal *refusal)
{
    json_t *row = json_object();

    json_out_put(row, "id", json_out_id(refusal->id));
    json_out_put(row, "written_at", json_out_time_of(refusal->id));
    json_out_put(row, "from", json_out_time(refusal->from_ms));
    json_out_put(row, "asked", json_out_text(refusal->asked));
    json_out_put(row, "cause", json_out_text(refusal->cause));
    json_out_put(row, "count", json_integer(refusal->count));
    json_out_put(row, "adcampaign",
                 names_of_number(&rows->names, ENTITY_ADCAMPAIGN, refusal->adcampaign_id));
    json_out_put(row, "zone", names_of_zone(&rows->names, refusal->zone_id));
    return row;
}

static void filter_refusals(struct page *page)
{
    struct str asked = call_word(page->call, "asked", ASKED);

    page_filter_number(page, "adcampaign", "adcampaign_id");
    page_filter_number(page, "zone", "zone_id");
    if (asked.ptr != NULL)
        page_add(page, "asked", asked, 0);
    page_filter_text(page, "cause", "cause");
}

static void read_refusals(struct page *page, json_t *list, uint64_t *next)
{
    size_t count = 0;
    const struct refusal *refusals = page_read(page, LEDGER_REFUSAL, &count, next);

    for (size_t i = 0; i < count; i++)
        json_out_append(list, refusal_json(&page->rows, &refusals[i]));
}

void logs_refusals(struct call *call)
{
    log_answer(call, &(struct log){filter_refusals, read_refusals, AD_FACT_TABLE});
}
