/* book - postbacks decided one after the other over rows that are kept in memory, the way convert.c
 * does it over the ledger. After each one the campaign's totals must equal the sum of the rows. */
#pragma once
#include "../base/check.h"

#include "base/id.h"
#include "base/money.h"
#include "convert/decide.h"
#include "convert/forward.h"
#include "model/settings.h"
#include "visit/cost.h"

#define BOOK_ROWS_MAX  64
#define BOOK_BYTES_MAX (64 * 1024 * 1024)
#define BOOK_VISIT_MS  INT64_C(1795485600000) /* 2026-11-24 */
#define BOOK_DAY_MS    (INT64_C(24) * 3600 * 1000)
#define BOOK_POSTBACK                                                                              \
    "http://s.magsrv.com/tag.php?goal=1a7657847567485712345678901234ab&tag={external_id}"          \
    "&value={revenue}"

struct book {
    struct arena *arena;
    struct workspace workspace;
    struct zone *zone;
    const struct rates *rates; /* NULL: none are known */
    struct source source;
    struct network network;
    struct offer offer;
    struct campaign campaign;
    struct visit visit;
    struct conversion rows[BOOK_ROWS_MAX];
    size_t row_count;
    struct outbox sent[BOOK_ROWS_MAX];
    size_t sent_count;
    unsigned calls; /* postbacks that named a click, refused ones included */
    struct campaign_total total;
    uint64_t last_id;
    int64_t now_ms;
    int64_t window_ms;
    struct conversion_verdict verdict; /* the last */
    struct forward_verdict forward;    /* the last */
};

static inline const struct macro_template *book_compile(struct book *book, struct str text)
{
    const struct macro_template *compiled = NULL;
    struct macro_fault warning, fault;

    assert_int_equal(
        macro_compile(book->arena, text, MACRO_IN_POSTBACK, &compiled, &warning, &fault), OK);
    return compiled;
}

static inline struct source book_source(struct book *book)
{
    return (struct source){
        .id = 3,
        .workspace_id = 1,
        .name = STR("ExoClick"),
        .postback = {.is_on = true,
                     .url = book_compile(book, STR(BOOK_POSTBACK)),
                     .forwards = {true, true, true, true, true},
                     .dedup_hours = 24,
                     .payout_percent_micros = 100 * MONEY_MICROS,
                     .postback_percent_micros = 100 * MONEY_MICROS},
        .currency = "USD",
    };
}

/* A campaign with one offer of one network, all in USD, and one visit. */
static inline int book_make(void **state)
{
    struct book *book = heap_make(1, sizeof(*book));

    book->arena = arena_make(BOOK_BYTES_MAX);
    book->workspace = (struct workspace){.id = 1, .name = STR("Initial"), .currency = "USD"};
    assert_int_equal(zone_make(STR("UTC"), &book->zone), OK);
    book->workspace.zone = book->zone;
    struct model_fault fault;
    assert_int_equal(settings_build(book->arena, STR_NONE, NULL, &book->workspace.settings, &fault),
                     OK);
    book->source = book_source(book);
    book->network = (struct network){
        .id = 4, .workspace_id = 1, .name = STR("Net"), .default_status = CONVERSION_SALE};
    book->offer =
        (struct offer){.id = 5, .workspace_id = 1, .name = STR("Offer"), .network = &book->network};
    book->campaign = (struct campaign){.id = 6,
                                       .workspace_id = 1,
                                       .key = "15GFcZ",
                                       .name = STR("Campaign"),
                                       .source = &book->source,
                                       .cost_model = COST_NONE,
                                       .redirect = REDIRECT_302};
    book->visit = (struct visit){.id = id_from_ms(BOOK_VISIT_MS),
                                 .workspace_id = 1,
                                 .campaign_id = 6,
                                 .source_id = 3,
                                 .path = 1,
                                 .offer_id = 5,
                                 .external_id = STR("tag-of_the-source")};
    book->total = (struct campaign_total){.campaign_id = 6, .workspace_id = 1};
    book->now_ms = BOOK_VISIT_MS + 60000;
    book->window_ms = 90 * BOOK_DAY_MS;
    *state = book;
    return 0;
}

static inline int book_drop(void **state)
{
    struct book *book = *state;

    zone_free(book->zone);
    arena_free(book->arena);
    free(book);
    return 0;
}

#define BOOK_TEST(name) cmocka_unit_test_setup_teardown(name, book_make, book_drop)

/* ------------------------------------------------------------------ rows */

static inline struct conversion *book_find(struct book *book, struct str txid)
{
    for (size_t i = book->row_count; i > 0; i--)
        if (str_is_equal(book->rows[i - 1].txid, txid))
            return &book->rows[i - 1];
    return NULL;
}

/* The last forward of that conversion and status, as the ledger would find it. */
static inline struct outbox *book_find_sent(struct book *book, uint64_t conversion_id,
                                            struct str status)
{
    for (size_t i = book->sent_count; i > 0; i--)
        if (book->sent[i - 1].conversion_id == conversion_id &&
            str_is_equal(book->sent[i - 1].status, status))
            return &book->sent[i - 1];
    return NULL;
}

static inline void book_add(struct campaign_total *sum, const struct campaign_total *delta)
{
    assert_int_equal(delta->campaign_id, sum->campaign_id);
    assert_int_equal(delta->workspace_id, sum->workspace_id);
    sum->visits += delta->visits;
    sum->bot_visits += delta->bot_visits;
    sum->unique_visits += delta->unique_visits;
    sum->cost_micros += delta->cost_micros;
    sum->conversions += delta->conversions;
    sum->leads += delta->leads;
    sum->sales += delta->sales;
    sum->rebills += delta->rebills;
    sum->rejected += delta->rejected;
    sum->unmapped += delta->unmapped;
    sum->unique_conversions += delta->unique_conversions;
    sum->other_conversions += delta->other_conversions;
    sum->revenue_micros += delta->revenue_micros;
}

static inline void book_check_total(const struct book *book)
{
    struct campaign_total sum = {.campaign_id = 6, .workspace_id = 1};

    for (size_t i = 0; i < book->row_count; i++) {
        struct campaign_total row = conversion_total(NULL, &book->rows[i]);
        book_add(&sum, &row);
    }
    assert_memory_equal(&sum, &book->total, sizeof(sum));
}

/* ------------------------------------------------------------------ postbacks */

static inline void book_keep(struct book *book, const struct conversion *existing)
{
    struct conversion *conversion = &book->verdict.conversion;
    bool is_new = book->verdict.action == ACTION_CREATED;
    struct campaign_total delta = conversion_total(is_new ? NULL : existing, conversion);

    book_add(&book->total, &delta);
    conversion->change_id = ++book->last_id;
    if (!is_new) {
        assert_int_equal(conversion->id, existing->id);
        book->rows[existing - book->rows] = *conversion;
        return;
    }
    assert_int_equal(conversion->id, 0);
    assert_true(book->row_count < BOOK_ROWS_MAX);
    conversion->id = conversion->change_id;
    book->rows[book->row_count++] = *conversion;
}

static inline void book_tell(struct book *book, const struct postback_call *call)
{
    const struct conversion *conversion = &book->verdict.conversion;
    struct visit_facts facts = {.visit = &book->visit,
                                .campaign = &book->campaign,
                                .offer = &book->offer,
                                .clickid = STR("0123456789abcdefghjkmnpq")};
    struct forward_case c = {
        .conversion = conversion,
        .status = book->verdict.status,
        .facts = &facts,
        .destination = &book->source.postback,
        .source = &book->source,
        .is_disabled = call->is_postback_disabled,
        .earlier = book_find_sent(book, conversion->id, conversion->status),
        .is_first_of_visit = conversion->id == book->rows[0].id,
        .workspace = &book->workspace,
        .rates = book->rates,
    };

    forward_decide(&c, book->arena, &book->forward);
    if (!book->forward.is_sent)
        return;
    assert_true(book->sent_count < BOOK_ROWS_MAX);
    book->sent[book->sent_count++] = (struct outbox){.id = ++book->last_id,
                                                     .conversion_id = conversion->id,
                                                     .status = conversion->status,
                                                     .state = STR("due"),
                                                     .url = book->forward.url};
}

/* The click again, with the campaign's terms as they are now. */
static inline void book_click(struct book *book)
{
    struct visit_cost cost = visit_cost(&(struct visit_cost_case){.campaign = &book->campaign,
                                                                  .workspace = &book->workspace,
                                                                  .rates = book->rates,
                                                                  .at_ms = BOOK_VISIT_MS});

    book->visit.cost_currency = cost.currency;
    book->visit.cost_rate_num = cost.rate.num;
    book->visit.cost_rate_den = cost.rate.den;
    book->visit.cost_rate_date = cost.rate.date;
    book->visit.cpa_amount_micros = cost.cpa_micros;
    book->visit.revshare_micros = cost.revshare_micros;
}

/* A postback with this query; false: it names no click. */
static inline bool book_post(struct book *book, const char *query)
{
    struct postback_call call;
    struct postback_fault fault;

    book->last_id = book->last_id != 0 ? book->last_id : id_from_ms(book->now_ms);
    assert_int_equal(postback_parse(book->arena, arena_format(book->arena, "%s", query), STR_NONE,
                                    NULL, NULL, &call, &fault),
                     OK);
    if (call.cid.ptr == NULL)
        return false;
    book->calls++;
    struct str txid = call.txid.ptr != NULL ? call.txid : STR("");
    struct conversion *existing = book_find(book, txid);
    struct conversion_case c = {
        .call = &call,
        .visit = &book->visit,
        .arena = book->arena,
        .offer = &book->offer,
        .network = &book->network,
        .workspace = &book->workspace,
        .rates = book->rates,
        .existing = existing,
        .is_first_of_visit = book->row_count == 0,
        .now_ms = book->now_ms,
        .window_ms = book->window_ms,
        .channel = STR("s2s"),
    };
    conversion_decide(&c, &book->verdict);
    if (book->verdict.action != ACTION_NONE) {
        book_keep(book, existing);
        book_tell(book, &call);
    }
    book_check_total(book);
    return true;
}

#define assert_verdict(book, action_, outcome_, reason_)                                           \
    do {                                                                                           \
        assert_int_equal((book)->verdict.action, action_);                                         \
        assert_string_equal((book)->verdict.outcome, outcome_);                                    \
        assert_string_equal((book)->verdict.reason, reason_);                                      \
    } while (0)
