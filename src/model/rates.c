#include "model/rates.h"

#include "base/currency.h"
#include "base/log.h"
#include "model/db_rates.h"

struct sheet {
    int64_t day;
    struct rate_quote *quotes; /* by the currency's place; digits 0: none */
};

struct rates {
    char currencies[RATES_CURRENCIES_MAX][4]; /* as they came */
    size_t currency_count;
    struct sheet *sheets; /* the newest first */
    size_t sheet_count;
};

static const struct rate_quote quote_of_euro = {1, 0};

/* ------------------------------------------------------------------ loading */

struct loading {
    struct arena *arena;
    struct rates *rates;
};

static bool is_code(const char *known, struct str code)
{
    return code.len == 3 && memcmp(known, code.ptr, 3) == 0;
}

static ptrdiff_t place_of(const struct rates *rates, struct str code)
{
    for (size_t i = 0; i < rates->currency_count; i++)
        if (is_code(rates->currencies[i], code))
            return (ptrdiff_t)i;
    return -1;
}

static enum err add_quote(void *context, const struct db_rate *row)
{
    struct loading *loading = context;
    struct rates *rates = loading->rates;
    struct sheet *sheet = rates->sheet_count > 0 ? &rates->sheets[rates->sheet_count - 1] : NULL;

    if (sheet == NULL || sheet->day != row->day) {
        CHECK(rates->sheet_count < RATES_DAYS_MAX);
        sheet = &rates->sheets[rates->sheet_count++];
        sheet->day = row->day;
        sheet->quotes = ARENA_ARRAY(loading->arena, struct rate_quote, RATES_CURRENCIES_MAX);
        if (sheet->quotes == NULL)
            return ERR_FULL;
    }
    ptrdiff_t place = place_of(rates, row->currency);
    if (place < 0 && rates->currency_count == RATES_CURRENCIES_MAX) {
        log_warning("catalog", "too many currencies: %.*s is left out", STR_FMT(row->currency));
        return OK;
    }
    if (place < 0) {
        place = (ptrdiff_t)rates->currency_count++;
        (void)snprintf(rates->currencies[place], 4, "%.*s", STR_FMT(row->currency));
    }
    sheet->quotes[place] = row->quote;
    return OK;
}

enum err rates_load(struct db *db, struct arena *arena, const struct rates **loaded)
{
    struct rates *rates = ARENA_NEW(arena, struct rates);
    if (rates == NULL)
        return ERR_FULL;
    rates->sheets = ARENA_ARRAY(arena, struct sheet, RATES_DAYS_MAX);
    if (rates->sheets == NULL)
        return ERR_FULL;
    struct loading loading = {arena, rates};
    enum err err = db_scan_rates(db, RATES_DAYS_MAX, add_quote, &loading);
    if (err == OK)
        *loaded = rates;
    return err;
}

/* ------------------------------------------------------------------ finding */

/* NULL: this publication has none. */
static const struct rate_quote *quote_of(const struct rates *rates, const struct sheet *sheet,
                                         struct str code)
{
    if (str_is_equal(code, STR("EUR")))
        return &quote_of_euro;
    ptrdiff_t place = place_of(rates, code);
    return place < 0 || sheet->quotes[place].digits == 0 ? NULL : &sheet->quotes[place];
}

/* The place of the newest publication not later than that day. */
static size_t first_sheet(const struct rates *rates, int64_t day)
{
    size_t from = 0, to = rates->sheet_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (rates->sheets[middle].day > day)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

struct rate rates_find(const struct rates *rates, struct str from, struct str to, int64_t at_ms)
{
    if (str_is_equal(from, to))
        return RATE_SAME;
    if (rates == NULL)
        return RATE_NONE;
    int64_t day = rate_day(at_ms);
    for (size_t i = first_sheet(rates, day);
         i < rates->sheet_count && rates->sheets[i].day >= day - RATES_AGE_DAYS_MAX; i++) {
        const struct sheet *sheet = &rates->sheets[i];
        const struct rate_quote *a = quote_of(rates, sheet, from);
        const struct rate_quote *b = quote_of(rates, sheet, to);
        if (a != NULL && b != NULL)
            return rate_cross(*a, *b, rate_date_of_day(sheet->day));
    }
    return RATE_NONE;
}

struct str rates_currency(const struct rates *rates, struct str code)
{
    struct str known = currency_find(code);
    ptrdiff_t place = known.ptr != NULL || rates == NULL ? -1 : place_of(rates, code);
    return place < 0 ? known : str_from_c(rates->currencies[place]);
}
