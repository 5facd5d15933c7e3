/* catalog_rates - imports and lists exchange rates. They are facts about the world, so they belong
 * to no workspace. Any thread. */
#include "model/call.h"

#include "base/clock.h"
#include "model/db_rates.h"
#include "model/rates_read.h"

static void find_days(const struct rates_list *list, struct rates_import *import)
{
    import->first_day = list->items[0].day;
    import->last_day = list->items[0].day;
    for (size_t i = 1; i < list->count; i++) {
        int64_t day = list->items[i].day;
        import->first_day = day < import->first_day ? day : import->first_day;
        import->last_day = day > import->last_day ? day : import->last_day;
    }
}

enum err catalog_import_rates(struct catalog *catalog, const struct rates_list *list,
                              const char *actor, struct rates_import *import, uint64_t *version)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct rates_import done = {.rates = list->count};
    uint64_t raised = 0;
    int64_t now_ms = clock_wall_ms();

    CHECK(list->count > 0);
    find_days(list, &done);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_put_rates(call.db, list->items, list->count, str_from_c(actor), now_ms,
                           &done.written);
    if (err == OK && done.written > 0)
        err = db_add_rate_import(call.db, &done, str_from_c(actor), now_ms);
    if (err == OK)
        err = done.written > 0 ? db_raise_version(call.db, &raised) : db_version(call.db, &raised);
    if (err == OK)
        err = db_commit(call.db);
    if (err != OK)
        return err;
    *import = done;
    *version = raised;
    return OK;
}

enum err catalog_find_rate_imports(struct catalog *catalog, uint64_t *last_id, int64_t *first_day,
                                   int64_t *last_day)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    return db_find_rate_imports(call.db, last_id, first_day, last_day);
}

struct listing {
    json_t *rows;
    json_t *rates; /* of the row that is being filled; lent by it */
    int64_t day;
};

static void put(json_t *object, const char *name, json_t *value)
{
    CHECK(value != NULL && json_object_set_new(object, name, value) == 0);
}

static enum err add_row(void *context, const struct db_rate *rate)
{
    struct listing *listing = context;
    char memory[RATE_TEXT_MAX], code[4];
    struct buf text = buf_from_memory(memory, sizeof(memory));

    if (listing->rates == NULL || listing->day != rate->day) {
        json_t *row = json_object();
        rate_write_date(&text, rate_date_of_day(rate->day));
        put(row, "date", json_stringn(text.ptr, text.len));
        put(row, "base", json_string("EUR"));
        listing->rates = json_object();
        put(row, "rates", listing->rates);
        CHECK(json_array_append_new(listing->rows, row) == 0);
        listing->day = rate->day;
        text.len = 0;
    }
    rate_write_quote(&text, rate->quote);
    (void)snprintf(code, sizeof(code), "%.*s", STR_FMT(rate->currency));
    put(listing->rates, code, json_stringn(text.ptr, text.len));
    return OK;
}

enum err catalog_list_rates(struct catalog *catalog, int64_t before_day, struct str currency,
                            unsigned days, json_t **rows, int64_t *next_day)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct listing listing = {.rows = json_array()};

    enum err err = db_list_rates(call.db, before_day, currency, days, add_row, &listing);
    if (err != OK) {
        json_decref(listing.rows);
        return err;
    }
    *next_day = json_array_size(listing.rows) == days ? listing.day : 0;
    *rows = listing.rows;
    return OK;
}
