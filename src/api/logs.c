/* logs - visits and conversions as the ledger has them, newest first. One function reads the
 * filters and the page; api/rows.h writes the rows. */
#include "api/log.h"

#include "api/forwards.h"
#include "api/json_out.h"
#include "base/num.h"

#define STATUS_WORDS "lead sale rebill rejected unmapped"

/* ------------------------------------------------------------------ visits */

static void filter_visits(struct page *page)
{
    uint64_t id = call_click_id(page->call);

    page_filter_number(page, "campaign", "campaign_id");
    page_filter_number(page, "source", "source_id");
    page_filter_number(page, "domain", "domain_id");
    page_filter_number(page, "offer", "offer_id");
    page_filter_number(page, "lander", "lander_id");
    page_filter_number(page, "flow", "flow_id");
    if (id != 0)
        page_filter_id(page, id);
    page_filter_test(page);
}

static void read_visits(struct page *page, json_t *list, uint64_t *next)
{
    size_t count = 0;
    const struct visit *visits = page_read(page, LEDGER_VISIT, &count, next);

    rows_prepare_visits(&page->rows, visits, count);
    for (size_t i = 0; i < count; i++)
        json_out_append(list, rows_visit_json(&page->rows, &visits[i]));
}

void logs_visits(struct call *call)
{
    log_answer(call, &(struct log){filter_visits, read_visits, FACT_TABLE});
}

/* ------------------------------------------------------------------ conversions */

/* ?reversed=true : only rejected ones can be. */
static bool wants_reversed(struct page *page)
{
    return call_word(page->call, "reversed", "true").ptr != NULL;
}

static void filter_conversions(struct page *page)
{
    struct str status = call_word(page->call, "status", STATUS_WORDS);

    page_filter_number(page, "campaign", "campaign_id");
    page_filter_number(page, "source", "source_id");
    page_filter_number(page, "offer", "offer_id");
    page_filter_number(page, "network", "network_id");
    page_filter_text(page, "txid", "txid");
    if (status.ptr != NULL)
        page_add(page, "status", status, 0);
    if (wants_reversed(page))
        page_add(page, "status", STR("rejected"), 0);
    page_filter_visit(page);
    page_filter_test(page);
}

static void read_conversions(struct page *page, json_t *list, uint64_t *next)
{
    bool only_reversed = wants_reversed(page);
    size_t count = 0;
    const struct conversion *conversions = page_read(page, LEDGER_CONVERSION, &count, next);

    rows_prepare_conversions(&page->rows, conversions, count);
    for (size_t i = 0; i < count; i++)
        if (!only_reversed || forwards_are_reversed(&page->rows, &conversions[i]))
            json_out_append(list, rows_conversion_json(&page->rows, &conversions[i]));
}

void logs_conversions(struct call *call)
{
    log_answer(call, &(struct log){filter_conversions, read_conversions, FACT_TABLE});
}

/* One conversion, with every decision to tell its destinations. */
void logs_conversion(struct call *call)
{
    struct page page;
    struct conversion conversion = {0};

    page_init(&page, call);
    if (num_parse_u64(call->id, INT64_MAX, &conversion.id) != OK || conversion.id == 0 ||
        !rows_find(&page.rows, LEDGER_CONVERSION, &conversion) ||
        !workspace_set_has(&call->scope.reads, conversion.workspace_id)) {
        if (page.rows.err != OK)
            call_refuse_read(call, page.rows.err);
        call_refuse(call, 404, "", "There is no conversion of this id.");
        page_fini(&page);
        return;
    }
    json_t *row = rows_conversion_json(&page.rows, &conversion);
    json_out_put(row, "forwards", forwards_all(&page.rows, conversion.id));
    if (page.rows.err == OK) {
        call_answer(call, 200, row);
    } else {
        json_decref(row);
        call_refuse_read(call, page.rows.err);
    }
    page_fini(&page);
}
