/* rates - exchange rates: imported as a table of the European Central Bank (XML) or as JSON, and
 * listed. */
#include "api/internal.h"

#include "api/booking.h"
#include "api/json_out.h"
#include "base/clock.h"
#include "base/money.h"
#include "model/rates_read.h"

static const struct shape_field new_fields[] = {
    {"date", SHAPE_TEXT, 0, "The day of publication.", NULL, NULL},
    {"base", SHAPE_WORD, 0, "One of it buys so much of the others.", "EUR", NULL},
    {"rates", SHAPE_MAP, 0, "Decimals by currency.", NULL, NULL},
};
const struct shape rates_new_shape = SHAPE_OF_BODY(
    "rates_new", new_fields,
    "{\"date\":\"2026-11-24\",\"base\":\"EUR\",\"rates\":{\"USD\":\"1.0823\",\"JPY\":\"160.17\"}}");
const struct shape rates_shape = SHAPE("rates", new_fields);

static const struct shape_field imported_fields[] = {
    {"rates", SHAPE_NUMBER, 0, "How many were read.", NULL, NULL},
    {"written", SHAPE_NUMBER, 0, "How many of them were new, or another than before.", NULL, NULL},
    {"first_date", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"last_date", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"live", SHAPE_BOOL, 0, "Whether the edge serves them.", NULL, NULL},
};
const struct shape rates_imported_shape = SHAPE("rates_imported", imported_fields);

static json_t *date_json(int64_t day)
{
    char memory[RATE_TEXT_MAX];
    struct buf text = buf_from_memory(memory, sizeof(memory));

    rate_write_date(&text, rate_date_of_day(day));
    return json_out_text(buf_str(&text));
}

/* A JSON body was read already; what is left is XML. */
static enum err read_list(struct call *call, struct rates_list *list, struct model_fault *fault)
{
    int64_t today = rate_day(clock_wall_ms());

    return call->body != NULL
               ? rates_read_json(call->body, today, call->arena, list, fault)
               : rates_read_xml(call->request->body, today, call->arena, list, fault);
}

void rates_import(struct call *call)
{
    struct model_fault fault = {0};
    struct rates_list list;
    struct rates_import import;
    uint64_t version = 0;

    if (!workspace_set_has(&call->scope.writes, 0)) { /* they count in all workspaces */
        call_refuse(call, 403, "", "Rates are the account's: you may read them, not change them.");
        return;
    }
    enum err err = read_list(call, &list, &fault);
    if (err == OK)
        err = catalog_import_rates(call->api->options.catalog, &list, call->scope.actor, &import,
                                   &version);
    if (err != OK) {
        call_refuse_model(call, err, &fault);
        return;
    }
    json_t *answer = json_object();
    json_out_put(answer, "rates", json_out_number(import.rates));
    json_out_put(answer, "written", json_out_number(import.written));
    json_out_put(answer, "first_date", date_json(import.first_day));
    json_out_put(answer, "last_date", date_json(import.last_day));
    json_out_put(answer, "live", call_live(call, version));
    call_answer(call, 200, answer);
}

/* The cursor is the last day shown, as a date. */
static int64_t read_cursor(struct call *call)
{
    struct str text = call_param(call, "cursor");
    int64_t wall_ms = 0;

    if (text.ptr == NULL)
        return INT64_MAX;
    if (clock_parse(text, &wall_ms) != OK)
        call_refuse(call, 400, "cursor", "cursor must be what an answer gave as next.");
    return rate_day(wall_ms);
}

static struct str read_currency(struct call *call, char code[4])
{
    struct str text = call_param(call, "currency");

    if (text.ptr == NULL)
        return STR_NONE;
    if (money_parse_currency(text, code) != OK) {
        call_refuse(call, 400, "currency", "currency must be three letters.");
        return STR_NONE;
    }
    return str_from_c(code);
}

void rates_list(struct call *call)
{
    unsigned days = call_limit(call);
    int64_t before_day = read_cursor(call), next_day = 0;
    char code[4];
    struct str currency = read_currency(call, code);
    json_t *rows = NULL;

    if (call->is_answered)
        return;
    if (catalog_list_rates(call->api->options.catalog, before_day, currency, days, &rows,
                           &next_day) != OK) {
        call_refuse(call, 503, "", "The rates could not be read.");
        return;
    }
    struct buf next = buf_in_arena(call->arena, RATE_TEXT_MAX);
    if (next_day != 0)
        rate_write_date(&next, rate_date_of_day(next_day));
    call_answer_rows(call, rows, next_day != 0 ? buf_str(&next) : STR_NONE);
}

const struct shape rates_book_shape = {"rates_book", NULL, 0, "{}", NULL};

static const struct shape_field booked_fields[] = {
    {"visits", SHAPE_NUMBER, 0, "How many got their cost.", NULL, NULL},
    {"conversions", SHAPE_NUMBER, 0, "How many got their revenue, or their own cost.", NULL, NULL},
};
const struct shape rates_booked_shape = SHAPE("rates_booked", booked_fields);

void rates_book(struct call *call)
{
    struct booked booked = {0};

    if (json_object_size(call->body) > 0) {
        const char *name = json_object_iter_key(json_object_iter(call->body));
        call_refuse(call, 422, name, "%s: there is no such field: send {}.", name);
        return;
    }
    if (!workspace_set_has(&call->scope.writes, 0)) {
        call_refuse(call, 403, "", "This books in all workspaces: you may not change them.");
        return;
    }
    enum err err = booking_run(call->api, call->scope.actor, 0, INT64_MAX, &booked);
    if (err == ERR_BUSY)
        call_refuse(call, 503, "", "The edge does not answer, or does not serve the rates yet.");
    else if (err != OK)
        call_refuse_read(call, err);
    if (call->is_answered)
        return;
    json_t *answer = json_object();
    json_out_put(answer, "visits", json_out_number(booked.visits));
    json_out_put(answer, "conversions", json_out_number(booked.conversions));
    call_answer(call, 200, answer);
}
