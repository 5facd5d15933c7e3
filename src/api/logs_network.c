/* logs_network - the ad network's side: clicks on its ads and calls of tag.php, newest first. */
#include "api/log.h"

#include "api/json_out.h"
#include "base/num.h"
#include "visitor/visitor.h"

#define GOAL_OUTCOMES "stored duplicate repeated refused unavailable"

/* Numbers that a request brought, null where it brought none. */
static json_t *number_or_null(uint64_t number)
{
    return number != 0 ? json_out_number(number) : json_null();
}

static const struct shape_field ad_click_fields[] = {
    {"id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"clicked_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"variation", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"adcampaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"site_id", SHAPE_NUMBER, SHAPE_NULL, NULL, NULL, NULL},
    {"zone_id", SHAPE_NUMBER, SHAPE_NULL, NULL, NULL, NULL},
    {"category_id", SHAPE_NUMBER, SHAPE_NULL, NULL, NULL, NULL},
    {"landing_page", SHAPE_NUMBER, SHAPE_NULL,
     "Which of the variation's landing pages, from 1; null: its one URL.", NULL, NULL},
    {"impressions", SHAPE_NUMBER, 0, "1: a popunder, or a view that nobody else counts.", NULL,
     NULL},
    {"clicks", SHAPE_NUMBER, 0, "0: a popunder.", NULL, NULL},
    {"country", SHAPE_TEXT, SHAPE_NULL, "As its page said, else by the address.", NULL, NULL},
    {"isp", SHAPE_TEXT, SHAPE_NULL, "By the address.", NULL, NULL},
    {"language", SHAPE_TEXT, SHAPE_NULL, "The first that the browser asks for.", NULL, NULL},
    {"device_type", SHAPE_WORD, SHAPE_NULL,
     "By the user agent and client hints, as os and browser.", VISITOR_DEVICE_TYPES, NULL},
    {"os", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"browser", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"format", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"src_hostname", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"keyword", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"sub", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"cost", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"currency", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"is_bot", SHAPE_BOOL, 0, NULL, NULL, NULL},
    {"signals", SHAPE_TEXTS, 0, NULL, NULL, NULL},
    {"address", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"user_agent", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"referrer", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
};
const struct shape ad_click_shape = SHAPE("ad_click", ad_click_fields);

json_t *rows_ad_click_json(struct rows *rows, const struct ad_click *click)
{
    json_t *row = json_object();

    json_out_put(row, "id", json_out_id(click->id));
    json_out_put(row, "clicked_at", json_out_time_of(click->id));
    json_out_put(row, "variation",
                 names_of_number(&rows->names, ENTITY_VARIATION, click->variation_id));
    json_out_put(row, "adcampaign",
                 names_of_number(&rows->names, ENTITY_ADCAMPAIGN, click->adcampaign_id));
    json_out_put(row, "site_id", number_or_null(click->site_id));
    json_out_put(row, "zone_id", number_or_null(click->zone_id));
    json_out_put(row, "category_id", number_or_null(click->category_id));
    json_out_put(row, "landing_page", number_or_null(click->landing));
    json_out_put(row, "impressions", json_integer(click->impressions));
    json_out_put(row, "clicks", json_integer(click->clicks));
    json_out_put(row, "country", json_out_text(click->country));
    json_out_put(row, "isp", json_out_text(click->isp));
    json_out_put(row, "language", json_out_text(click->language));
    json_out_put(row, "device_type", json_out_text(click->device_type));
    json_out_put(row, "os", json_out_text(click->os));
    json_out_put(row, "browser", json_out_text(click->browser));
    json_out_put(row, "format", json_out_text(click->format));
    json_out_put(row, "src_hostname", json_out_text(click->src_hostname));
    json_out_put(row, "keyword", json_out_text(click->keyword));
    json_out_put(row, "sub", json_out_text(click->sub));
    json_out_put(row, "cost", json_out_money(click->cost_micros));
    json_out_put(row, "currency", json_out_text(click->currency));
    json_out_put(row, "is_bot", json_boolean(click->is_bot != 0));
    json_out_put(row, "signals", rows_signals_json(click->signals));
    rows_put_personal(rows, row, click->id, true);
    return row;
}

static void filter_ad_clicks(struct page *page)
{
    page_filter_number(page, "adcampaign", "adcampaign_id");
    page_filter_number(page, "variation", "variation_id");
}

static void read_ad_clicks(struct page *page, json_t *list, uint64_t *next)
{
    size_t count = 0;
    const struct ad_click *clicks = page_read(page, LEDGER_AD_CLICK, &count, next);

    for (size_t i = 0; i < count; i++)
        json_out_append(list, rows_ad_click_json(&page->rows, &clicks[i]));
}

void logs_ad_clicks(struct call *call)
{
    log_answer(call, &(struct log){filter_ad_clicks, read_ad_clicks, AD_FACT_TABLE});
}

static const struct shape_field impression_fields[] = {
    {"id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"seen_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"variation", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"adcampaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"site", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"zone", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"category_id", SHAPE_NUMBER, SHAPE_NULL, NULL, NULL, NULL},
    {"country", SHAPE_TEXT, SHAPE_NULL, "Three letters, by the address.", NULL, NULL},
    {"isp", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"language", SHAPE_TEXT, SHAPE_NULL, "The first that the browser asks for.", NULL, NULL},
    {"device_type", SHAPE_WORD, SHAPE_NULL, NULL, VISITOR_DEVICE_TYPES, NULL},
    {"os", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"browser", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"format", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"src_hostname", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"keyword", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"sub", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"cost", SHAPE_MONEY, 0, "0 where clicks or conversions are paid for.", NULL, NULL},
    {"currency", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"is_bot", SHAPE_BOOL, 0, NULL, NULL, NULL},
    {"signals", SHAPE_TEXTS, 0, NULL, NULL, NULL},
    {"address", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"user_agent", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"referrer", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
};
const struct shape impression_shape = SHAPE("impression", impression_fields);

static json_t *impression_json(struct rows *rows, const struct impression *impression)
{
    json_t *row = json_object();

    json_out_put(row, "id", json_out_id(impression->id));
    json_out_put(row, "seen_at", json_out_time_of(impression->id));
    json_out_put(row, "variation",
                 names_of_number(&rows->names, ENTITY_VARIATION, impression->variation_id));
    json_out_put(row, "adcampaign",
                 names_of_number(&rows->names, ENTITY_ADCAMPAIGN, impression->adcampaign_id));
    json_out_put(row, "site", names_of_number(&rows->names, ENTITY_SITE, impression->site_id));
    json_out_put(row, "zone", names_of_number(&rows->names, ENTITY_ZONE, impression->zone_id));
    json_out_put(row, "category_id", number_or_null(impression->category_id));
    json_out_put(row, "country", json_out_text(impression->country));
    json_out_put(row, "isp", json_out_text(impression->isp));
    json_out_put(row, "language", json_out_text(impression->language));
    json_out_put(row, "device_type", json_out_text(impression->device_type));
    json_out_put(row, "os", json_out_text(impression->os));
    json_out_put(row, "browser", json_out_text(impression->browser));
    json_out_put(row, "format", json_out_text(impression->format));
    json_out_put(row, "src_hostname", json_out_text(impression->src_hostname));
    json_out_put(row, "keyword", json_out_text(impression->keyword));
    json_out_put(row, "sub", json_out_text(impression->sub));
    json_out_put(row, "cost", json_out_money(impression->cost_micros));
    json_out_put(row, "currency", json_out_text(impression->currency));
    json_out_put(row, "is_bot", json_boolean(impression->is_bot != 0));
    json_out_put(row, "signals", rows_signals_json(impression->signals));
    rows_put_personal(rows, row, impression->id, true);
    return row;
}

static void read_impressions(struct page *page, json_t *list, uint64_t *next)
{
    size_t count = 0;
    const struct impression *impressions = page_read(page, LEDGER_IMPRESSION, &count, next);

    for (size_t i = 0; i < count; i++)
        json_out_append(list, impression_json(&page->rows, &impressions[i]));
}

void logs_impressions(struct call *call)
{
    log_answer(call, &(struct log){filter_ad_clicks, read_impressions, AD_FACT_TABLE});
}

static const struct shape_field goal_call_fields[] = {
    {"id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"called_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"goal", SHAPE_GOAL, 0, NULL, NULL, NULL},
    {"value", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"cpa", SHAPE_MONEY, 0, "The price that its sender named.", NULL, NULL},
    {"cost", SHAPE_MONEY, 0, "What its ad campaign was charged for it.", NULL, NULL},
    {"outcome", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"reason", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"ad_click_id", SHAPE_ENTRY, SHAPE_NULL, NULL, NULL, NULL},
    {"adcampaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"variation", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"site_id", SHAPE_NUMBER, SHAPE_NULL, NULL, NULL, NULL},
    {"zone_id", SHAPE_NUMBER, SHAPE_NULL, NULL, NULL, NULL},
    {"country", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"format", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
    {"channel", SHAPE_WORD, 0, "A server's call, or a page's image with the tag in its cookie.",
     "s2s pixel", NULL},
    {"query", SHAPE_TEXT, SHAPE_NULL, "As received.", NULL, NULL},
    {"address", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
};
const struct shape goal_call_shape = SHAPE("goal_call", goal_call_fields);

json_t *rows_goal_call_json(struct rows *rows, const struct goal_call *goal_call)
{
    json_t *row = json_object();

    json_out_put(row, "id", json_out_id(goal_call->id));
    json_out_put(row, "called_at", json_out_time_of(goal_call->id));
    json_out_put(row, "goal", names_of_text(&rows->names, ENTITY_GOAL, goal_call->goal_id));
    json_out_put(row, "value", json_out_money(goal_call->value_micros));
    json_out_put(row, "cpa", json_out_money(goal_call->cpa_micros));
    json_out_put(row, "cost", json_out_money(goal_call->cost_micros));
    json_out_put(row, "outcome", json_out_text(goal_call->outcome));
    json_out_put(row, "reason", json_out_text(goal_call->reason));
    json_out_put(row, "ad_click_id", json_out_id(goal_call->ad_click_id));
    json_out_put(row, "adcampaign",
                 names_of_number(&rows->names, ENTITY_ADCAMPAIGN, goal_call->adcampaign_id));
    json_out_put(row, "variation",
                 names_of_number(&rows->names, ENTITY_VARIATION, goal_call->variation_id));
    json_out_put(row, "site_id", number_or_null(goal_call->site_id));
    json_out_put(row, "zone_id", number_or_null(goal_call->zone_id));
    json_out_put(row, "country", json_out_text(goal_call->country));
    json_out_put(row, "format", json_out_text(goal_call->format));
    json_out_put(row, "channel", json_out_text(goal_call->channel));
    json_out_put(row, "query", json_out_text(goal_call->query));
    rows_put_personal(rows, row, goal_call->id, false);
    return row;
}

/* ?goal= : 32 hex digits of either case, as the ledger has them in lower case. */
static void filter_goal(struct page *page)
{
    struct str text = call_param(page->call, "goal");
    uint8_t bytes[16];
    struct buf lower = buf_in_arena(page->call->arena, 2 * sizeof(bytes));

    if (text.ptr == NULL)
        return;
    if (num_parse_hex(text, bytes, sizeof(bytes)) != OK) {
        call_refuse(page->call, 400, "goal", "goal must be a goal's id: 32 hex digits.");
        return;
    }
    buf_write_hex(&lower, bytes, sizeof(bytes));
    page_add(page, "goal_id", buf_str(&lower), 0);
}

static void filter_goal_calls(struct page *page)
{
    struct str outcome = call_word(page->call, "outcome", GOAL_OUTCOMES);

    filter_goal(page);
    page_filter_number(page, "variation", "variation_id");
    if (outcome.ptr != NULL)
        page_add(page, "outcome", outcome, 0);
}

static void read_goal_calls(struct page *page, json_t *list, uint64_t *next)
{
    size_t count = 0;
    const struct goal_call *calls = page_read(page, LEDGER_GOAL_CALL, &count, next);

    for (size_t i = 0; i < count; i++)
        json_out_append(list, rows_goal_call_json(&page->rows, &calls[i]));
}

void logs_goal_calls(struct call *call)
{
    log_answer(call, &(struct log){filter_goal_calls, read_goal_calls, AD_FACT_TABLE});
}
