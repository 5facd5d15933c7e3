/* Tests of convert/decide: sequences of postbacks for one click (spec/tracker.md §3.1-§3.5). */
#include "../model/rates.h"
#include "book.h"

#define UNITS(x) ((x)*MONEY_MICROS)

/* ------------------------------------------------------------------ duplicate modes */

static void in_mode_update_the_last_postback_overwrites(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&payout=2");
    (void)book_post(book, "cid=C&payout=3.5");
    assert_verdict(book, ACTION_UPDATED, "updated", "");
    assert_int_equal(book->row_count, 1);
    assert_int_equal(book->total.revenue_micros, 3500000);
}

static void in_mode_ignore_the_first_postback_counts(void **state)
{
    struct book *book = *state;

    book->network.duplicate_mode = DUPLICATE_IGNORE;
    (void)book_post(book, "cid=C&payout=2");
    (void)book_post(book, "cid=C&payout=3&status=rejected");
    assert_verdict(book, ACTION_NONE, "duplicate", "first_one_counts");
    assert_int_equal(book->verdict.status, CONVERSION_SALE);
    assert_int_equal(book->total.revenue_micros, UNITS(2));
    (void)book_post(book, "cid=C&payout=3&txid=new");
    assert_verdict(book, ACTION_CREATED, "recorded", "");
    assert_int_equal(book->total.revenue_micros, UNITS(5));
}

static void in_mode_add_every_call_is_a_conversion(void **state)
{
    struct book *book = *state;

    book->network.duplicate_mode = DUPLICATE_ADD;
    for (unsigned i = 1; i <= 3; i++) {
        (void)book_post(book, "cid=C&payout=2");
        assert_verdict(book, ACTION_CREATED, "recorded", "");
        assert_int_equal(book->verdict.conversion.nth, i);
    }
    assert_int_equal(book->row_count, 3);
    assert_int_equal(book->total.revenue_micros, UNITS(6));
    assert_int_equal(book->sent_count, 3);
}

static void in_mode_sum_the_payouts_of_one_conversion_add_up(void **state)
{
    struct book *book = *state;

    book->network.duplicate_mode = DUPLICATE_SUM;
    (void)book_post(book, "cid=C&payout=2");
    (void)book_post(book, "cid=C&payout=0.25");
    assert_verdict(book, ACTION_SUMMED, "updated", "");
    (void)book_post(book, "cid=C&payout=-1");
    assert_int_equal(book->row_count, 1);
    assert_int_equal(book->total.sales, 1);
    assert_int_equal(book->total.revenue_micros, 1250000);
}

static void in_mode_sum_a_rejection_adds_nothing(void **state)
{
    struct book *book = *state;

    book->network.duplicate_mode = DUPLICATE_SUM;
    (void)book_post(book, "cid=C&payout=2");
    (void)book_post(book, "cid=C&payout=2&status=rejected");
    assert_int_equal(book->rows[0].payout_amount_micros, UNITS(2));
    assert_int_equal(book->total.revenue_micros, 0);
}

static void in_mode_sum_amounts_of_two_currencies_are_not_added(void **state)
{
    struct book *book = *state;

    book->network.duplicate_mode = DUPLICATE_SUM;
    (void)book_post(book, "cid=C&payout=2");
    (void)book_post(book, "cid=C&payout=3&currency=EUR");
    assert_verdict(book, ACTION_NONE, "ignored", "other_currency");
    assert_int_equal(book->rows[0].payout_amount_micros, UNITS(2));
    assert_str(book->rows[0].payout_currency, "USD");
}

static void sums_stop_before_they_overflow(void **state)
{
    struct book *book = *state;

    book->network.duplicate_mode = DUPLICATE_SUM;
    (void)book_post(book, "cid=C&payout=10000000");
    book->rows[0].payout_amount_micros = INT64_MAX - 5;
    book->rows[0].revenue_micros = INT64_MAX - 5;
    book->total.revenue_micros = INT64_MAX - 5;
    (void)book_post(book, "cid=C&payout=10000000");
    assert_int_equal(book->rows[0].payout_amount_micros, INT64_MAX - 5);
}

static void without_a_network_postbacks_update(void **state)
{
    struct book *book = *state;
    struct postback_call call = {.cid = STR("C"), .payout = STR("2")};
    struct conversion_case c = {.call = &call,
                                .visit = &book->visit,
                                .workspace = &book->workspace,
                                .is_first_of_visit = true,
                                .now_ms = book->now_ms,
                                .window_ms = book->window_ms};
    struct conversion_verdict first, second;

    conversion_decide(&c, &first);
    assert_int_equal(first.action, ACTION_CREATED);
    assert_int_equal(first.conversion.network_id, 0);
    assert_int_equal(first.conversion.revenue_micros, UNITS(2));
    call.payout = STR("3");
    c.existing = &first.conversion;
    c.is_first_of_visit = false;
    conversion_decide(&c, &second);
    assert_int_equal(second.action, ACTION_UPDATED);
    assert_int_equal(second.conversion.revenue_micros, UNITS(3));
}

/* ------------------------------------------------------------------ status */

static void a_later_postback_without_payout_keeps_the_stored_one(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&status=lead&payout=5&conversion_id=r&param1=p");
    (void)book_post(book, "cid=C&status=sale");
    assert_int_equal(book->rows[0].revenue_micros, UNITS(5));
    assert_str(book->rows[0].reference, "r");
    assert_str(book->rows[0].params, "param1=p");
}

/* spec: 3.2-revenue-follows-status */
static void a_rejected_conversion_keeps_its_payout_and_gets_it_back(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&payout=5");
    (void)book_post(book, "cid=C&status=rejected");
    assert_int_equal(book->rows[0].revenue_micros, 0);
    assert_int_equal(book->rows[0].payout_amount_micros, UNITS(5));
    (void)book_post(book, "cid=C&status=approved");
    assert_verdict(book, ACTION_UPDATED, "updated", "");
    assert_int_equal(book->rows[0].revenue_micros, UNITS(5));
    assert_int_equal(book->total.rejected, 0);
    assert_int_equal(book->total.sales, 1);
}

static void a_rejection_that_says_payout_0_keeps_the_original_payout(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&payout=5");
    (void)book_post(book, "cid=C&status=rejected&payout=0");
    assert_int_equal(book->rows[0].revenue_micros, 0);
    assert_int_equal(book->rows[0].payout_amount_micros, UNITS(5));
    (void)book_post(book, "cid=C&status=rejected&payout=0");
    assert_verdict(book, ACTION_NONE, "duplicate", "nothing_new");
}

static void a_conversion_that_begins_rejected_keeps_what_it_would_have_paid(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&payout=5&status=declined");
    assert_verdict(book, ACTION_CREATED, "recorded", "");
    assert_int_equal(book->rows[0].payout_amount_micros, UNITS(5));
    assert_int_equal(book->total.revenue_micros, 0);
    assert_int_equal(book->total.rejected, 1);
}

static void a_lead_after_the_sale_came_out_of_order_and_changes_nothing(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&status=sale&payout=5");
    (void)book_post(book, "cid=C&status=lead&payout=1");
    assert_verdict(book, ACTION_NONE, "ignored", "out_of_order");
    assert_int_equal(book->verdict.status, CONVERSION_SALE);
    assert_str(book->rows[0].status, "sale");
    assert_int_equal(book->total.revenue_micros, UNITS(5));
}

/* spec: 3.2-missing-status */
static void without_a_status_a_lead_becomes_what_the_network_means_by_default(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&status=lead");
    (void)book_post(book, "cid=C&payout=7");
    assert_str(book->rows[0].status, "sale");
    assert_int_equal(book->rows[0].revenue_micros, UNITS(7));
    (void)book_post(book, "cid=C&status=rejected");
    (void)book_post(book, "cid=C&payout=8");
    assert_str(book->rows[0].status, "rejected");
}

static void an_unknown_word_later_is_noted_and_changes_no_money(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&payout=5");
    (void)book_post(book, "cid=C&status=weird&payout=0");
    assert_verdict(book, ACTION_UPDATED, "updated", "unmapped");
    assert_str(book->rows[0].status, "sale");
    assert_str(book->rows[0].status_raw, "weird");
    assert_int_equal(book->rows[0].revenue_micros, UNITS(5));
}

static void a_new_manual_price_is_for_new_conversions(void **state)
{
    struct book *book = *state;

    book->offer.payout_is_manual = true;
    book->offer.payout_micros = UNITS(4);
    (void)book_post(book, "cid=C");
    book->offer.payout_micros = UNITS(6);
    (void)book_post(book, "cid=C");
    assert_verdict(book, ACTION_NONE, "duplicate", "nothing_new");
    assert_int_equal(book->rows[0].revenue_micros, UNITS(4));
}

static void a_cost_is_of_the_clicks_terms_not_of_later_ones(void **state)
{
    struct book *book = *state;

    book->campaign.cost_model = COST_CPA;
    book->campaign.cost_micros = UNITS(2);
    book_click(book);
    (void)book_post(book, "cid=C&status=lead");
    book->campaign.cost_model = COST_NONE;
    (void)book_post(book, "cid=C&status=sale&payout=5");
    assert_int_equal(book->total.cost_micros, UNITS(2));
}

static void parameters_are_kept_by_name_and_events_add_up(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&param1=keep&event1=2");
    (void)book_post(book, "cid=C&event2=7&param2=b");
    (void)book_post(book, "cid=C&add_event1=3&add_event4=-1.5");
    assert_str(book->rows[0].params, "param1=keep&param2=b&event1=5&event2=7&event4=-1.5");
}

static void an_unknown_word_is_kept_counted_apart_and_worth_nothing(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&payout=5&status=mystery");
    assert_verdict(book, ACTION_CREATED, "recorded", "unmapped");
    assert_str(book->rows[0].status, "unmapped");
    assert_str(book->rows[0].status_raw, "mystery");
    assert_int_equal(book->rows[0].payout_amount_micros, UNITS(5));
    assert_int_equal(book->total.unmapped, 1);
    assert_int_equal(book->total.revenue_micros, 0);
    assert_int_equal(book->sent_count, 0);
    (void)book_post(book, "cid=C&status=sale");
    assert_int_equal(book->total.unmapped, 0);
    assert_int_equal(book->total.revenue_micros, UNITS(5));
}

static void an_unknown_word_does_not_undo_a_known_status(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&payout=5");
    (void)book_post(book, "cid=C&status=mystery");
    assert_str(book->rows[0].status, "sale");
    assert_str(book->rows[0].status_raw, "mystery");
    assert_int_equal(book->total.revenue_micros, UNITS(5));
}

static void a_word_on_the_senders_ignore_list_changes_nothing(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&payout=5&status=trash&ignore_status=open,trash");
    assert_verdict(book, ACTION_NONE, "ignored", "status");
    assert_int_equal(book->row_count, 0);
}

/* ------------------------------------------------------------------ window */

static void a_first_conversion_must_come_within_the_window(void **state)
{
    struct book *book = *state;

    book->now_ms = BOOK_VISIT_MS + book->window_ms + 1;
    (void)book_post(book, "cid=C&payout=5");
    assert_verdict(book, ACTION_NONE, "ignored", "expired");
    assert_int_equal(book->row_count, 0);
    book->now_ms = BOOK_VISIT_MS + book->window_ms;
    (void)book_post(book, "cid=C&payout=5");
    assert_verdict(book, ACTION_CREATED, "recorded", "");
}

static void updates_and_rebills_of_a_click_that_has_one_may_come_later(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&status=lead");
    book->now_ms = BOOK_VISIT_MS + 3 * book->window_ms;
    (void)book_post(book, "cid=C&status=sale&payout=5");
    assert_verdict(book, ACTION_UPDATED, "updated", "");
    (void)book_post(book, "cid=C&status=rebill&payout=3&txid=r");
    assert_verdict(book, ACTION_CREATED, "recorded", "");
    assert_int_equal(book->total.revenue_micros, UNITS(8));
}

/* ------------------------------------------------------------------ money */

/* spec: 3.5-auto-without-payout */
static void an_auto_payout_falls_back_to_the_offers(void **state)
{
    struct book *book = *state;

    book->offer.payout_micros = UNITS(4);
    (void)book_post(book, "cid=C&txid=1");
    assert_int_equal(book->rows[0].revenue_micros, UNITS(4));
    assert_int_equal(book->rows[0].payout_missing, 0);
    (void)book_post(book, "cid=C&txid=2&payout=0");
    assert_int_equal(book->rows[1].revenue_micros, 0);
    assert_int_equal(book->rows[1].payout_missing, 0);
}

/* spec: 3.5-auto-without-payout */
static void a_payout_that_nobody_knows_is_0_and_marked_missing(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C");
    assert_int_equal(book->rows[0].revenue_micros, 0);
    assert_int_equal(book->rows[0].payout_missing, 1);
    assert_str(book->rows[0].payout_currency, "USD");
}

static void a_payout_is_in_the_calls_currency_else_the_networks_else_the_workspaces(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&txid=1&payout=5");
    assert_str(book->rows[0].payout_currency, "USD");
    memcpy(book->network.currency, "GBP", 4);
    (void)book_post(book, "cid=C&txid=2&payout=5");
    assert_str(book->rows[1].payout_currency, "GBP");
    (void)book_post(book, "cid=C&txid=3&payout=5&currency=usd");
    assert_str(book->rows[2].payout_currency, "USD");
    assert_int_equal(book->rows[2].revenue_micros, UNITS(5));
}

static void a_manual_payout_is_in_the_offers_currency_else_the_networks(void **state)
{
    struct book *book = *state;

    book->offer.payout_is_manual = true;
    book->offer.payout_micros = UNITS(4);
    memcpy(book->network.currency, "GBP", 4);
    (void)book_post(book, "cid=C&txid=1&currency=EUR&payout=1");
    assert_str(book->rows[0].payout_currency, "GBP");
    memcpy(book->offer.payout_currency, "USD", 4);
    (void)book_post(book, "cid=C&txid=2&currency=EUR&payout=1");
    assert_str(book->rows[1].payout_currency, "USD");
    assert_int_equal(book->rows[1].revenue_micros, UNITS(4));
}

static void a_currency_without_a_rate_counts_0_and_is_never_taken_at_par(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&payout=10&currency=EUR");
    assert_int_equal(book->rows[0].payout_amount_micros, UNITS(10));
    assert_str(book->rows[0].payout_currency, "EUR");
    assert_int_equal(book->rows[0].payout_rate_den, 0);
    assert_int_equal(book->rows[0].no_rate, 1);
    assert_int_equal(book->total.revenue_micros, 0);
    assert_int_equal(book->total.sales, 1);
}

/* Rates of the days around the book's, until the test ends. */
static void know_rates(struct book *book)
{
    static const struct test_rate list[] = {
        {"2026-11-24", "USD", "1.1"}, {"2026-11-24", "JPY", "160"}, {"2026-11-25", "USD", "1.3"}};
    void *folder = NULL;

    assert_int_equal(folder_make(&folder), 0);
    book->rates = test_rates(folder, book->arena, list, ARRAY_LEN(list));
    assert_int_equal(folder_drop(&folder), 0);
}

static void a_payout_takes_the_rate_of_its_first_registration(void **state)
{
    struct book *book = *state;

    know_rates(book);
    (void)book_post(book, "cid=C&payout=10&currency=EUR&status=lead");
    assert_int_equal(book->total.revenue_micros, UNITS(11));
    assert_int_equal(book->rows[0].payout_rate_num, 11);
    assert_int_equal(book->rows[0].payout_rate_den, 10);
    assert_int_equal(book->rows[0].payout_rate_date, 20261124);
    assert_int_equal(book->rows[0].no_rate, 0);
    book->now_ms += BOOK_DAY_MS; /* another day, another rate: not for this conversion */
    (void)book_post(book, "cid=C&payout=20&currency=EUR&status=sale");
    assert_int_equal(book->total.revenue_micros, UNITS(22));
    (void)book_post(book, "cid=C&txid=2&payout=10&currency=EUR");
    assert_int_equal(book->total.revenue_micros, UNITS(35));
    assert_int_equal(book->rows[1].payout_rate_date, 20261125);
}

static void another_currency_takes_the_rate_of_the_first_registration_too(void **state)
{
    struct book *book = *state;

    know_rates(book);
    (void)book_post(book, "cid=C&payout=10&currency=USD");
    book->now_ms += BOOK_DAY_MS;
    (void)book_post(book, "cid=C&payout=1600&currency=JPY");
    assert_int_equal(book->rows[0].payout_rate_date, 20261124);
    assert_int_equal(book->total.revenue_micros, UNITS(11));
}

static void a_currency_that_nobody_named_is_the_workspaces_and_told(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&payout=10");
    assert_int_equal(book->rows[0].payout_currency_assumed, 1);
    (void)book_post(book, "cid=C&payout=10&currency=ZZZ&txid=2");
    assert_str(book->rows[1].payout_currency, "USD");
    assert_int_equal(book->rows[1].payout_currency_assumed, 1);
    assert_int_equal(book->total.revenue_micros, UNITS(20));
    (void)book_post(book, "cid=C&payout=10&currency=USD&txid=3");
    assert_int_equal(book->rows[2].payout_currency_assumed, 0);
    memcpy(book->network.currency, "USD", 4);
    (void)book_post(book, "cid=C&payout=10&txid=4");
    assert_int_equal(book->rows[3].payout_currency_assumed, 0);
}

static void a_cpa_cost_takes_the_rate_of_its_click(void **state)
{
    struct book *book = *state;

    know_rates(book);
    memcpy(book->source.currency, "EUR", 4);
    book->campaign.cost_model = COST_CPA;
    book->campaign.cost_micros = UNITS(2);
    book_click(book);
    book->now_ms += BOOK_DAY_MS;
    (void)book_post(book, "cid=C&payout=10");
    assert_int_equal(book->total.cost_micros, 2200000);
}

static void a_cpa_cost_without_a_rate_counts_0_and_is_told(void **state)
{
    struct book *book = *state;

    memcpy(book->source.currency, "EUR", 4);
    book->campaign.cost_model = COST_CPA;
    book->campaign.cost_micros = UNITS(2);
    book_click(book);
    (void)book_post(book, "cid=C&payout=10");
    assert_int_equal(book->total.cost_micros, 0);
    assert_int_equal(book->rows[0].no_rate, 1);
}

static void the_rate_stays_as_it_was_frozen_at_the_first_registration(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&payout=10&currency=EUR");
    book->rows[0].payout_rate_num = 11;
    book->rows[0].payout_rate_den = 10;
    book->rows[0].revenue_micros = UNITS(11);
    book->total.revenue_micros = UNITS(11);
    (void)book_post(book, "cid=C&payout=20&currency=eur");
    assert_int_equal(book->rows[0].payout_rate_num, 11);
    assert_int_equal(book->rows[0].payout_rate_den, 10);
    assert_int_equal(book->rows[0].no_rate, 0);
    assert_int_equal(book->total.revenue_micros, UNITS(22));
}

static void a_cpa_cost_is_fixed_per_conversion_and_goes_with_a_rejection(void **state)
{
    struct book *book = *state;

    book->campaign.cost_model = COST_CPA;
    book->campaign.cost_micros = 2500000;
    book_click(book);
    (void)book_post(book, "cid=C&payout=100");
    (void)book_post(book, "cid=C&payout=1&txid=2");
    assert_int_equal(book->total.cost_micros, UNITS(5));
    (void)book_post(book, "cid=C&status=rejected");
    assert_int_equal(book->total.cost_micros, 2500000);
    (void)book_post(book, "cid=C&status=sale");
    assert_int_equal(book->total.cost_micros, UNITS(5));
}

static void a_cpa_cost_in_a_currency_without_a_rate_is_0(void **state)
{
    struct book *book = *state;

    book->campaign.cost_model = COST_CPA;
    book->campaign.cost_micros = 2500000;
    memcpy(book->source.currency, "EUR", 4);
    book_click(book);
    (void)book_post(book, "cid=C&payout=100");
    assert_int_equal(book->total.cost_micros, 0);
}

static void a_revshare_cost_follows_payout_and_status(void **state)
{
    struct book *book = *state;

    book->campaign.cost_model = COST_REVSHARE;
    book->campaign.cost_micros = 12500000; /* 12.5 percent */
    book_click(book);
    (void)book_post(book, "cid=C&payout=8");
    assert_int_equal(book->total.cost_micros, UNITS(1));
    (void)book_post(book, "cid=C&payout=16");
    assert_int_equal(book->total.cost_micros, UNITS(2));
    (void)book_post(book, "cid=C&status=rejected");
    assert_int_equal(book->total.cost_micros, 0);
}

static void costs_of_the_visit_are_not_counted_again_with_a_conversion(void **state)
{
    static const enum cost_model models[] = {COST_AUTO, COST_CPC, COST_CPM, COST_NONE};
    struct book *book = *state;

    book->campaign.cost_micros = UNITS(1);
    for (size_t i = 0; i < ARRAY_LEN(models); i++) {
        book->campaign.cost_model = models[i];
        book_click(book);
        (void)book_post(book, "cid=C&payout=8");
        assert_int_equal(book->total.cost_micros, 0);
    }
}

/* ------------------------------------------------------------------ figures */

static void a_bots_conversion_is_kept_and_left_out_of_the_figures(void **state)
{
    struct book *book = *state;

    book->visit.is_bot = 1;
    (void)book_post(book, "cid=C&payout=5");
    assert_int_equal(book->row_count, 1);
    assert_int_equal(book->rows[0].is_bot, 1);
    assert_int_equal(book->total.conversions, 0);
    assert_int_equal(book->total.revenue_micros, 0);
}

static void a_new_conversion_says_whose_it_is(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&payout=5&status=Sale&conversion_id=r1&txid=t1&event1=3");
    const struct conversion *row = &book->rows[0];
    assert_int_equal(row->workspace_id, 1);
    assert_int_equal(row->visit_id, book->visit.id);
    assert_int_equal(row->network_id, 4);
    assert_int_equal(row->offer_id, 5);
    assert_int_equal(row->campaign_id, 6);
    assert_int_equal(row->source_id, 3);
    assert_int_equal(row->nth, 1);
    assert_str(row->txid, "t1");
    assert_str(row->status_raw, "Sale");
    assert_str(row->reference, "r1");
    assert_str(row->params, "event1=3");
}

static void random_sequences_keep_totals_equal_to_the_rows(void **state)
{
    static const char *const words[] = {"lead", "sale", "rebill", "rejected", "mystery", ""};
    static const char *const currencies[] = {"USD", "EUR", ""};
    struct book *book = *state;
    struct dice dice = dice_make(__func__);

    book->campaign.cost_model = COST_REVSHARE;
    book->campaign.cost_micros = UNITS(30);
    book_click(book);
    for (int i = 0; i < 2000; i++) {
        /* Few enough that mode `add` cannot fill the book. */
        book->network.duplicate_mode = (enum duplicate_mode)dice_roll(&dice, 4);
        if (book->network.duplicate_mode == DUPLICATE_ADD && book->row_count > BOOK_ROWS_MAX - 8)
            book->network.duplicate_mode = DUPLICATE_UPDATE;
        book->sent_count = 0;
        struct str query = arena_format(
            book->arena, "cid=C&payout=%" PRIu64 ".%" PRIu64 "&status=%s&currency=%s&txid=%" PRIu64,
            dice_roll(&dice, 100), dice_roll(&dice, 100), words[dice_roll(&dice, ARRAY_LEN(words))],
            currencies[dice_roll(&dice, ARRAY_LEN(currencies))], dice_roll(&dice, 4));
        assert_true(book_post(book, query.ptr)); /* checks the totals */
    }
    assert_true(book->row_count >= 4);
}

static void actions_have_the_words_of_the_log(void **state)
{
    (void)state;
    assert_str(conversion_action_text(ACTION_CREATED), "created");
    assert_str(conversion_action_text(ACTION_UPDATED), "updated");
    assert_str(conversion_action_text(ACTION_SUMMED), "summed");
}

static void give_types(struct book *book)
{
    struct model_fault fault;

    assert_int_equal(
        settings_build(
            book->arena,
            STR("{\"conversion_types\":["
                "{\"name\":\"install\",\"words\":[\"install\",\"app\"],\"status\":\"lead\","
                "\"counts\":false},"
                "{\"name\":\"gift\",\"words\":[\"gift\"],\"revenue\":false},"
                "{\"name\":\"correction\",\"words\":[\"fix\"],\"counts\":false}]}"),
            NULL, &book->workspace.settings, &fault),
        OK);
}

/* spec: 1.8-custom-types */
static void several_words_feed_a_type_which_behaves_like_its_status(void **state)
{
    struct book *book = *state;

    give_types(book);
    (void)book_post(book, "cid=C&status=install&payout=2&txid=a");
    assert_str(book->rows[0].type, "install");
    assert_str(book->rows[0].status, "lead");
    (void)book_post(book, "cid=C&status=APP&txid=b");
    assert_str(book->rows[1].type, "install");
    (void)book_post(book, "cid=C&status=gift&payout=3&txid=c");
    assert_str(book->rows[2].status, "sale");
}

static void a_type_that_does_not_count_is_one_of_the_others_with_its_revenue(void **state)
{
    struct book *book = *state;

    give_types(book);
    book->campaign.cost_model = COST_CPA;
    book->campaign.cost_micros = 700000;
    book_click(book);
    (void)book_post(book, "cid=C&status=install&payout=2&txid=a");
    assert_int_equal(book->total.conversions, 0);
    assert_int_equal(book->total.leads, 0);
    assert_int_equal(book->total.other_conversions, 1);
    assert_int_equal(book->total.revenue_micros, 2000000);
    assert_int_equal(book->total.cost_micros, 0);
    (void)book_post(book, "cid=C&status=sale&payout=5&txid=a"); /* it became more */
    assert_str(book->rows[0].type, "");
    assert_int_equal(book->total.conversions, 1);
    assert_int_equal(book->total.sales, 1);
    assert_int_equal(book->total.other_conversions, 0);
    assert_int_equal(book->total.cost_micros, 700000);
}

static void a_type_without_revenue_keeps_its_payout_and_brings_none(void **state)
{
    struct book *book = *state;

    give_types(book);
    (void)book_post(book, "cid=C&status=gift&payout=2");
    assert_int_equal(book->rows[0].payout_amount_micros, 2000000);
    assert_int_equal(book->total.revenue_micros, 0);
    assert_int_equal(book->total.sales, 1);
    (void)book_post(book, "cid=C&payout=4"); /* no word: it stays what it is */
    assert_str(book->rows[0].type, "gift");
    assert_int_equal(book->rows[0].payout_amount_micros, 4000000);
    assert_int_equal(book->total.revenue_micros, 0);
}

static void a_rejected_one_keeps_its_type(void **state)
{
    struct book *book = *state;

    give_types(book);
    (void)book_post(book, "cid=C&status=install&payout=2");
    (void)book_post(book, "cid=C&status=rejected");
    assert_str(book->rows[0].type, "install");
    assert_str(book->rows[0].status, "rejected");
    assert_int_equal(book->total.other_conversions, 1);
    assert_int_equal(book->total.rejected, 0);
    assert_int_equal(book->total.revenue_micros, 0);
}

static void a_negative_payout_of_a_type_that_does_not_count_corrects_the_revenue(void **state)
{
    struct book *book = *state;

    give_types(book);
    (void)book_post(book, "cid=C&payout=5&txid=a");
    (void)book_post(book, "cid=C&payout=-2&txid=a-fix&status=fix");
    assert_int_equal(book->total.conversions, 1);
    assert_int_equal(book->total.other_conversions, 1);
    assert_int_equal(book->total.revenue_micros, 3000000);
}

static void another_meaning_settles_what_follows_from_it_and_keeps_the_rest(void **state)
{
    struct book *book = *state;
    struct conversion_verdict verdict;
    const struct status_meaning sale = {CONVERSION_SALE, NULL};
    const struct status_meaning nothing = {CONVERSION_UNMAPPED, NULL};

    (void)book_post(book, "cid=C&status=mystery&payout=5&txid=a");
    assert_false(conversion_remap(&book->visit, &book->rows[0], &nothing, &verdict));
    assert_true(conversion_remap(&book->visit, &book->rows[0], &sale, &verdict));
    assert_str(verdict.conversion.status, "sale");
    assert_str(verdict.conversion.status_raw, "mystery");
    assert_int_equal(verdict.conversion.revenue_micros, 5000000);
    struct campaign_total delta = conversion_total(&book->rows[0], &verdict.conversion);
    assert_int_equal(delta.conversions, 0);
    assert_int_equal(delta.unmapped, -1);
    assert_int_equal(delta.sales, 1);
    struct conversion after = verdict.conversion;
    assert_false(conversion_remap(&book->visit, &after, &sale, &verdict));
}

static void the_first_of_a_visit_is_marked_with_its_channel(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&txid=a");
    (void)book_post(book, "cid=C&txid=b");
    assert_int_equal(book->rows[0].is_first, 1);
    assert_int_equal(book->rows[1].is_first, 0);
    assert_str(book->rows[1].channel, "s2s");
    (void)book_post(book, "cid=C&txid=a&payout=3");
    assert_int_equal(book->rows[0].is_first, 1);
}

/* ------------------------------------------------------------------ an offer's terms */

/* spec: 1.3-payout */
static void a_manual_payout_may_differ_by_the_visitors_country(void **state)
{
    struct book *book = *state;
    const struct country_payout payouts[] = {{"DE", UNITS(7), ""}, {"CH", UNITS(9), "CHF"}};
    book->offer.payout_is_manual = true;
    book->offer.payout_micros = UNITS(5);
    book->offer.country_payouts = payouts;
    book->offer.country_payout_count = ARRAY_LEN(payouts);
    (void)book_post(book, "cid=C&payout=100&txid=unknown");
    book->visit.country = STR("FR");
    (void)book_post(book, "cid=C&payout=100&txid=fr");
    book->visit.country = STR("DE");
    (void)book_post(book, "cid=C&payout=100&txid=de");
    book->visit.country = STR("CH");
    (void)book_post(book, "cid=C&payout=100&txid=ch");
    assert_int_equal(book->rows[0].payout_amount_micros, UNITS(5));
    assert_int_equal(book->rows[1].payout_amount_micros, UNITS(5));
    assert_int_equal(book->rows[2].payout_amount_micros, UNITS(7));
    assert_str(book->rows[2].payout_currency, "USD");
    assert_int_equal(book->rows[3].payout_amount_micros, UNITS(9));
    assert_str(book->rows[3].payout_currency, "CHF");
}

static void an_offer_may_refuse_conversions_after_a_visits_first(void **state)
{
    struct book *book = *state;
    book->offer.refuses_further = true;
    (void)book_post(book, "cid=C&payout=2&txid=a");
    (void)book_post(book, "cid=C&payout=3&txid=b");
    assert_verdict(book, ACTION_NONE, "ignored", "further_conversion");
    (void)book_post(book, "cid=C&payout=4&txid=a");
    assert_verdict(book, ACTION_UPDATED, "updated", "");
    book->network.duplicate_mode = DUPLICATE_ADD;
    (void)book_post(book, "cid=C&payout=4&txid=a");
    assert_verdict(book, ACTION_NONE, "ignored", "further_conversion");
    assert_int_equal(book->row_count, 1);
    book->offer.refuses_further = false;
    (void)book_post(book, "cid=C&payout=3&txid=b");
    assert_verdict(book, ACTION_CREATED, "recorded", "");
}

static struct conversion counted_as(const struct book *book, const char *status)
{
    struct conversion conversion = book->rows[0];
    conversion.status = str_from_c(status);
    return conversion;
}

/* spec: 1.3-conversion-cap */
static void leads_and_sales_count_for_the_cap_on_the_day_of_their_registration(void **state)
{
    struct book *book = *state;
    (void)book_post(book, "cid=C&payout=2");
    assert_int_equal(book->rows[0].day, zone_day(book->zone, book->now_ms));
    struct conversion sale = counted_as(book, "sale"), lead = counted_as(book, "lead");
    struct conversion rejected = counted_as(book, "rejected"), rebill = counted_as(book, "rebill");
    struct offer_day day = conversion_offer_day(NULL, &sale);
    assert_int_equal(day.offer_id, 5);
    assert_int_equal(day.day, book->rows[0].day);
    assert_int_equal(day.conversions, 1);
    assert_int_equal(conversion_offer_day(NULL, &rebill).conversions, 0);
    assert_int_equal(conversion_offer_day(NULL, &rejected).conversions, 0);
    assert_int_equal(conversion_offer_day(&lead, &sale).conversions, 0);
    assert_int_equal(conversion_offer_day(&sale, &rejected).conversions, -1);
    assert_int_equal(conversion_offer_day(&rejected, &sale).conversions, 1);
    sale.is_bot = 1;
    assert_int_equal(conversion_offer_day(NULL, &sale).conversions, 0);
    lead.is_test = 1;
    assert_int_equal(conversion_offer_day(NULL, &lead).conversions, 0);
    lead.is_test = 0;
    lead.offer_id = 0; /* behind a lander without a click */
    assert_int_equal(conversion_offer_day(NULL, &lead).conversions, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOK_TEST(several_words_feed_a_type_which_behaves_like_its_status),
        BOOK_TEST(a_type_that_does_not_count_is_one_of_the_others_with_its_revenue),
        BOOK_TEST(a_type_without_revenue_keeps_its_payout_and_brings_none),
        BOOK_TEST(a_rejected_one_keeps_its_type),
        BOOK_TEST(a_negative_payout_of_a_type_that_does_not_count_corrects_the_revenue),
        BOOK_TEST(another_meaning_settles_what_follows_from_it_and_keeps_the_rest),
        BOOK_TEST(the_first_of_a_visit_is_marked_with_its_channel),
        BOOK_TEST(in_mode_update_the_last_postback_overwrites),
        BOOK_TEST(in_mode_ignore_the_first_postback_counts),
        BOOK_TEST(in_mode_add_every_call_is_a_conversion),
        BOOK_TEST(in_mode_sum_the_payouts_of_one_conversion_add_up),
        BOOK_TEST(in_mode_sum_a_rejection_adds_nothing),
        BOOK_TEST(in_mode_sum_amounts_of_two_currencies_are_not_added),
        BOOK_TEST(sums_stop_before_they_overflow),
        BOOK_TEST(without_a_network_postbacks_update),
        BOOK_TEST(a_later_postback_without_payout_keeps_the_stored_one),
        BOOK_TEST(a_rejected_conversion_keeps_its_payout_and_gets_it_back),
        BOOK_TEST(a_rejection_that_says_payout_0_keeps_the_original_payout),
        BOOK_TEST(a_conversion_that_begins_rejected_keeps_what_it_would_have_paid),
        BOOK_TEST(a_lead_after_the_sale_came_out_of_order_and_changes_nothing),
        BOOK_TEST(without_a_status_a_lead_becomes_what_the_network_means_by_default),
        BOOK_TEST(an_unknown_word_later_is_noted_and_changes_no_money),
        BOOK_TEST(a_new_manual_price_is_for_new_conversions),
        BOOK_TEST(a_cost_is_of_the_clicks_terms_not_of_later_ones),
        BOOK_TEST(parameters_are_kept_by_name_and_events_add_up),
        BOOK_TEST(an_unknown_word_is_kept_counted_apart_and_worth_nothing),
        BOOK_TEST(an_unknown_word_does_not_undo_a_known_status),
        BOOK_TEST(a_word_on_the_senders_ignore_list_changes_nothing),
        BOOK_TEST(a_first_conversion_must_come_within_the_window),
        BOOK_TEST(updates_and_rebills_of_a_click_that_has_one_may_come_later),
        BOOK_TEST(an_auto_payout_falls_back_to_the_offers),
        BOOK_TEST(a_payout_that_nobody_knows_is_0_and_marked_missing),
        BOOK_TEST(a_payout_is_in_the_calls_currency_else_the_networks_else_the_workspaces),
        BOOK_TEST(a_manual_payout_is_in_the_offers_currency_else_the_networks),
        BOOK_TEST(a_currency_without_a_rate_counts_0_and_is_never_taken_at_par),
        BOOK_TEST(a_payout_takes_the_rate_of_its_first_registration),
        BOOK_TEST(another_currency_takes_the_rate_of_the_first_registration_too),
        BOOK_TEST(a_currency_that_nobody_named_is_the_workspaces_and_told),
        BOOK_TEST(a_cpa_cost_takes_the_rate_of_its_click),
        BOOK_TEST(a_cpa_cost_without_a_rate_counts_0_and_is_told),
        BOOK_TEST(the_rate_stays_as_it_was_frozen_at_the_first_registration),
        BOOK_TEST(a_cpa_cost_is_fixed_per_conversion_and_goes_with_a_rejection),
        BOOK_TEST(a_cpa_cost_in_a_currency_without_a_rate_is_0),
        BOOK_TEST(a_revshare_cost_follows_payout_and_status),
        BOOK_TEST(costs_of_the_visit_are_not_counted_again_with_a_conversion),
        BOOK_TEST(a_bots_conversion_is_kept_and_left_out_of_the_figures),
        BOOK_TEST(a_new_conversion_says_whose_it_is),
        BOOK_TEST(random_sequences_keep_totals_equal_to_the_rows),
        BOOK_TEST(actions_have_the_words_of_the_log),
        BOOK_TEST(a_manual_payout_may_differ_by_the_visitors_country),
        BOOK_TEST(an_offer_may_refuse_conversions_after_a_visits_first),
        BOOK_TEST(leads_and_sales_count_for_the_cap_on_the_day_of_their_registration),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
