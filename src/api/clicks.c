/* clicks - the log of landers' clicks, newest first: which offer each went to. */
#include "api/log.h"

#include "api/json_out.h"
#include "api/shape.h"

static const struct shape_field fields[] = {
    {"id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"clicked_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"cid", SHAPE_TEXT, 0, "The visit's click id.", NULL, NULL},
    {"campaign", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"lander", SHAPE_NAMED, SHAPE_NULL, "Null: a page with the tracker's script.", NULL, NULL},
    {"number", SHAPE_NUMBER, 0, "Which offer of the path was asked for; 0: it was drawn.", NULL,
     NULL},
    {"offer", SHAPE_NAMED, 0, NULL, NULL, NULL},
    {"is_first", SHAPE_BOOL, 0, "The visit's first click by a person.", NULL, NULL},
    {"is_bot", SHAPE_BOOL, 0, NULL, NULL, NULL},
    {"is_test", SHAPE_BOOL, 0, "Of a conversion test: in no figure.", NULL, NULL},
    {"catalog_version", SHAPE_NUMBER, 0, "The catalogue's version that decided.", NULL, NULL},
};
const struct shape click_shape = SHAPE("click", fields);

json_t *rows_click_json(struct rows *rows, const struct click *click)
{
    json_t *row = json_object();
    const struct keys *keys = rows->api->options.keys;

    json_out_put(row, "id", json_out_id(click->id));
    json_out_put(row, "clicked_at", json_out_time_of(click->id));
    json_out_put(row, "cid", json_out_text(click_id_text(rows->arena, keys, click->visit_id)));
    json_out_put(row, "campaign",
                 names_of_number(&rows->names, ENTITY_CAMPAIGN, click->campaign_id));
    json_out_put(row, "lander", names_of_number(&rows->names, ENTITY_LANDER, click->lander_id));
    json_out_put(row, "number", json_out_number(click->number));
    json_out_put(row, "offer", names_of_number(&rows->names, ENTITY_OFFER, click->offer_id));
    json_out_put(row, "is_first", json_boolean(click->is_first != 0));
    json_out_put(row, "is_bot", json_boolean(click->is_bot != 0));
    json_out_put(row, "is_test", json_boolean(click->is_test != 0));
    json_out_put(row, "catalog_version", json_out_number(click->catalog_version));
    return row;
}

static void filter_clicks(struct page *page)
{
    page_filter_number(page, "campaign", "campaign_id");
    page_filter_number(page, "lander", "lander_id");
    page_filter_number(page, "offer", "offer_id");
    page_filter_visit(page);
    page_filter_test(page);
}

static void read_clicks(struct page *page, json_t *list, uint64_t *next)
{
    size_t count = 0;
    const struct click *clicks = page_read(page, LEDGER_CLICK, &count, next);

    for (size_t i = 0; i < count; i++)
        json_out_append(list, rows_click_json(&page->rows, &clicks[i]));
}

void logs_clicks(struct call *call)
{
    log_answer(call, &(struct log){filter_clicks, read_clicks, FACT_TABLE});
}
