/* Tests of convert/: the sequences of spec/tracker.md §3.9, by number. Vectors 9, 10 and 14 stand
 * with forward, courier/judge and visit/choose. */
#include "book.h"

#define UNITS(x) ((x)*MONEY_MICROS)

static void vector_1_one_postback_is_one_conversion_with_its_payout(void **state)
{
    struct book *book = *state;

    assert_true(book_post(book, "cid=C&payout=2"));
    assert_verdict(book, ACTION_CREATED, "recorded", "");
    assert_int_equal(book->row_count, 1);
    assert_int_equal(book->rows[0].revenue_micros, UNITS(2));
    assert_str(book->rows[0].status, "sale");
    assert_int_equal(book->sent_count, 1);
    assert_int_equal(book->total.sales, 1);
    assert_int_equal(book->total.revenue_micros, UNITS(2));
}

static void vector_2_repeats_change_nothing_and_are_not_forwarded(void **state)
{
    struct book *book = *state;

    for (int i = 0; i < 4; i++)
        assert_true(book_post(book, "cid=C&payout=2"));
    assert_verdict(book, ACTION_NONE, "duplicate", "nothing_new");
    assert_int_equal(book->row_count, 1);
    assert_int_equal(book->calls, 4);
    assert_int_equal(book->sent_count, 1);
    assert_int_equal(book->total.revenue_micros, UNITS(2));
}

static void vector_3_a_lead_becomes_a_sale(void **state)
{
    struct book *book = *state;

    (void)book_post(book, "cid=C&status=lead");
    assert_int_equal(book->total.leads, 1);
    assert_int_equal(book->rows[0].payout_missing, 1);
    (void)book_post(book, "cid=C&status=sale&payout=5");
    assert_verdict(book, ACTION_UPDATED, "updated", "");
    assert_int_equal(book->row_count, 1);
    assert_str(book->rows[0].status, "sale");
    assert_int_equal(book->rows[0].revenue_micros, UNITS(5));
    assert_int_equal(book->rows[0].payout_missing, 0);
    assert_int_equal(book->total.leads, 0);
    assert_int_equal(book->total.sales, 1);
}

static void post_three_transactions(struct book *book)
{
    (void)book_post(book, "cid=C&txid=a&status=lead");
    (void)book_post(book, "cid=C&txid=b&status=sale&payout=5");
    (void)book_post(book, "cid=C&txid=c&status=rebill&payout=3");
}

static void vector_4_each_transaction_is_a_conversion_of_its_own(void **state)
{
    struct book *book = *state;

    post_three_transactions(book);
    assert_int_equal(book->row_count, 3);
    assert_int_equal(book->total.conversions, 3);
    assert_int_equal(book->total.leads, 1);
    assert_int_equal(book->total.sales, 1);
    assert_int_equal(book->total.rebills, 1);
    assert_int_equal(book->total.revenue_micros, UNITS(8));
}

static void vector_5_a_rejection_takes_the_revenue_and_leaves_the_row(void **state)
{
    struct book *book = *state;

    post_three_transactions(book);
    (void)book_post(book, "cid=C&txid=b&status=rejected");
    assert_verdict(book, ACTION_UPDATED, "updated", "");
    assert_int_equal(book->row_count, 3);
    assert_int_equal(book->total.conversions, 3);
    assert_int_equal(book->total.rejected, 1);
    assert_int_equal(book->total.revenue_micros, UNITS(3));
}

static void vector_6_a_manual_payout_stands_whatever_the_postback_says(void **state)
{
    struct book *book = *state;

    book->offer.payout_is_manual = true;
    book->offer.payout_micros = UNITS(4);
    (void)book_post(book, "cid=C&payout=9");
    assert_int_equal(book->rows[0].revenue_micros, UNITS(4));
    (void)book_post(book, "cid=C&payout=12");
    assert_verdict(book, ACTION_NONE, "duplicate", "nothing_new");
    (void)book_post(book, "cid=C&txid=2");
    assert_int_equal(book->total.revenue_micros, UNITS(8));
}

static void vector_7_a_hole_in_place_of_the_click_counts_nothing(void **state)
{
    struct book *book = *state;

    assert_false(book_post(book, "cid={subid}&payout=2"));
    assert_false(book_post(book, "cid=REPLACE&payout=2"));
    assert_int_equal(book->row_count, 0);
}

static void vector_8_the_mended_currency_is_the_payouts(void **state)
{
    struct book *book = *state;

    memcpy(book->workspace.currency, "EUR", 4);
    (void)book_post(book, "cid=C&payout=10\xC2\xA4"
                          "cy=EUR");
    assert_int_equal(book->rows[0].payout_amount_micros, UNITS(10));
    assert_str(book->rows[0].payout_currency, "EUR");
    assert_int_equal(book->rows[0].revenue_micros, UNITS(10));
}

static void vector_12_a_hundred_copies_are_one_conversion_and_one_forward(void **state)
{
    struct book *book = *state;

    for (int i = 0; i < 100; i++)
        (void)book_post(book, "cid=C&payout=2&status=sale&param1=x");
    assert_int_equal(book->row_count, 1);
    assert_int_equal(book->sent_count, 1);
    assert_int_equal(book->total.revenue_micros, UNITS(2));
}

static void vector_13_a_share_of_the_revenue_is_the_conversions_cost(void **state)
{
    struct book *book = *state;

    book->campaign.cost_model = COST_REVSHARE;
    book->campaign.cost_micros = UNITS(30); /* percent */
    book_click(book);
    (void)book_post(book, "cid=C&payout=5");
    assert_int_equal(book->rows[0].cost_micros, 1500000);
    assert_int_equal(book->total.cost_micros, 1500000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOK_TEST(vector_1_one_postback_is_one_conversion_with_its_payout),
        BOOK_TEST(vector_2_repeats_change_nothing_and_are_not_forwarded),
        BOOK_TEST(vector_3_a_lead_becomes_a_sale),
        BOOK_TEST(vector_4_each_transaction_is_a_conversion_of_its_own),
        BOOK_TEST(vector_5_a_rejection_takes_the_revenue_and_leaves_the_row),
        BOOK_TEST(vector_6_a_manual_payout_stands_whatever_the_postback_says),
        BOOK_TEST(vector_7_a_hole_in_place_of_the_click_counts_nothing),
        BOOK_TEST(vector_8_the_mended_currency_is_the_payouts),
        BOOK_TEST(vector_12_a_hundred_copies_are_one_conversion_and_one_forward),
        BOOK_TEST(vector_13_a_share_of_the_revenue_is_the_conversions_cost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
