/* Tests of convert/forward (spec/tracker.md §3.6). */
#include "../model/rates.h"
#include "book.h"

#define DRAWS 10000

/* The value of a parameter of a URL, as it stands there. */
static struct str raw_param(struct str url, struct str name)
{
    struct str rest = str_slice(url, (size_t)str_find_char(url, '?') + 1, url.len), piece;

    while (str_take_piece(&rest, '&', &piece))
        if (str_has_prefix(piece, name) && piece.len > name.len && piece.ptr[name.len] == '=')
            return str_slice(piece, name.len + 1, piece.len);
    return STR_NONE;
}

static struct str told(struct book *book, const char *query)
{
    assert_true(book_post(book, query));
    if (!book->forward.is_sent)
        fail_msg("not sent: %s", book->forward.reason);
    assert_string_equal(book->forward.reason, "");
    return book->forward.url;
}

static void assert_not_sent(struct book *book, const char *query, const char *reason)
{
    size_t before = book->sent_count;

    assert_true(book_post(book, query));
    assert_string_equal(book->forward.reason, reason);
    assert_false(book->forward.is_sent);
    assert_null(book->forward.url.ptr);
    assert_int_equal(book->sent_count, before);
}

/* ------------------------------------------------------------------ reasons */

static void a_sale_is_told_to_the_source_with_its_value(void **state)
{
    assert_str(told(*state, "cid=C&payout=5"),
               "http://s.magsrv.com/tag.php?goal=1a7657847567485712345678901234ab"
               "&tag=tag-of_the-source&value=5");
}

static void a_source_that_is_gone_is_not_told(void **state)
{
    struct book *book = *state;
    struct forward_case c = {0};
    struct forward_verdict verdict;

    forward_decide(&c, book->arena, &verdict);
    assert_string_equal(verdict.reason, "source_gone");
}

static void a_source_without_postback_url_is_not_told(void **state)
{
    struct book *book = *state;

    book->source.postback.url = NULL;
    assert_not_sent(book, "cid=C&payout=5", "no_postback_url");
}

static void a_postback_that_is_switched_off_is_not_told(void **state)
{
    struct book *book = *state;

    book->source.postback.is_on = false;
    assert_not_sent(book, "cid=C&payout=5", "postback_off");
}

static void a_paused_destination_loses_nothing_it_is_told_later(void **state)
{
    struct book *book = *state;

    book->source.postback.is_paused = true;
    (void)told(book, "cid=C&payout=5");
}

static void an_unmapped_status_is_not_told(void **state)
{
    assert_not_sent(*state, "cid=C&status=mystery", "unmapped_status");
}

/* spec: 3.6-skip-reasons */
static void only_selected_statuses_are_told(void **state)
{
    struct book *book = *state;

    book->source.postback.forwards[CONVERSION_LEAD] = false;
    assert_not_sent(book, "cid=C&status=lead&payout=5", "status_not_selected");
    (void)told(book, "cid=C&status=sale");
}

static void a_bots_conversion_is_told_only_where_that_is_asked_for(void **state)
{
    struct book *book = *state;

    book->visit.is_bot = 1;
    assert_not_sent(book, "cid=C&payout=5", "bot");
    book->source.postback.includes_bots = true;
    (void)told(book, "cid=C&payout=5&txid=2");
}

static void the_sender_may_keep_it_from_the_source(void **state)
{
    assert_not_sent(*state, "cid=C&payout=5&disable_postback=1", "disabled_by_sender");
}

static void without_external_id_there_is_nothing_to_tell(void **state)
{
    struct book *book = *state;

    book->visit.external_id = STR_NONE;
    assert_not_sent(book, "cid=C&payout=5", "no_external_id");
    book->visit.external_id = STR("");
    assert_not_sent(book, "cid=C&payout=5&txid=2", "no_external_id");
}

static void a_macro_that_the_source_left_in_is_no_id_of_a_click(void **state)
{
    struct book *book = *state;

    book->visit.external_id = STR("{conversions_tracking}");
    assert_not_sent(book, "cid=C&payout=5", "unexpanded_external_id");
    book->visit.external_id = STR("MFOXCLICKID");
    (void)told(book, "cid=C&payout=5&txid=2"); /* any text may be an id */
    book->source.external_id_macro = STR("MFOXCLICKID");
    assert_not_sent(book, "cid=C&payout=5&txid=3", "unexpanded_external_id");
}

/* spec: 1.1-only-for-unique, 3.6-skip-reasons */
static void only_the_first_of_a_click_is_told_where_that_is_set(void **state)
{
    struct book *book = *state;

    book->source.postback.only_first = true;
    (void)told(book, "cid=C&payout=5&txid=1&status=lead");
    assert_not_sent(book, "cid=C&payout=5&txid=2", "not_first");
    (void)told(book, "cid=C&txid=1&status=sale");
}

/* spec: 3.6-status-change */
static void a_status_is_told_once_per_conversion(void **state)
{
    struct book *book = *state;
    static const char *const settled[] = {"due", "sending", "delivered", "duplicate"};

    (void)told(book, "cid=C&payout=5");
    for (size_t i = 0; i < ARRAY_LEN(settled); i++) {
        book->sent[0].state = str_from_c(settled[i]);
        struct str query = arena_format(book->arena, "cid=C&payout=%zu", i + 6);
        assert_not_sent(book, query.ptr, "already_forwarded");
    }
    (void)told(book, "cid=C&payout=5&txid=other");
}

static void what_was_refused_or_failed_is_told_again_when_it_changes(void **state)
{
    struct book *book = *state;

    (void)told(book, "cid=C&payout=5");
    book->sent[0].state = STR("refused");
    (void)told(book, "cid=C&payout=6");
    book->sent[1].state = STR("failed");
    (void)told(book, "cid=C&payout=7");
}

static void what_may_have_arrived_or_was_dropped_is_not_told_again(void **state)
{
    struct book *book = *state;

    (void)told(book, "cid=C&payout=5");
    book->sent[0].state = STR("held");
    book->sent[0].uncertain = 1;
    assert_not_sent(book, "cid=C&payout=6", "maybe_forwarded");
    book->sent[0].state = STR("dropped");
    assert_not_sent(book, "cid=C&payout=7", "dropped");
}

/* spec: 3.6-status-change */
static void each_new_status_is_told(void **state)
{
    struct book *book = *state;

    book->source.postback.status_urls[CONVERSION_LEAD] =
        book_compile(book, STR("http://s.example/lead?tag={externalid}&s={status}"));
    assert_str(told(book, "cid=C&status=lead&payout=5"),
               "http://s.example/lead?tag=tag-of_the-source&s=lead");
    assert_str(raw_param(told(book, "cid=C&status=sale"), STR("value")), "5");
    assert_str(raw_param(told(book, "cid=C&status=rejected"), STR("value")), "0");
}

static void replace_left_in_the_template_is_not_sent(void **state)
{
    struct book *book = *state;

    book->source.postback.url =
        book_compile(book, STR("http://s.magsrv.com/tag.php?goal=REPLACE&tag={externalid}"));
    assert_not_sent(book, "cid=C&payout=5", "replace_left_in_url");
}

static void the_word_replace_in_a_value_is_sent(void **state)
{
    struct book *book = *state;

    book->source.postback.url =
        book_compile(book, STR("http://s.example/?t={txid}&x={externalid}"));
    book->visit.external_id = STR("xREPLACEx");
    assert_str(told(book, "cid=C&txid=REPLACEMENT-7"),
               "http://s.example/?t=REPLACEMENT-7&x=xREPLACEx");
}

static void a_url_that_grew_too_long_is_not_sent(void **state)
{
    struct book *book = *state;
    char external_id[1024];

    memset(external_id, '%', sizeof(external_id));
    book->visit.external_id = (struct str){external_id, sizeof(external_id)};
    book->source.postback.url =
        book_compile(book, STR("http://s.example/?1={externalid}&2={externalid}&3={externalid}"
                               "&4={externalid}&5={externalid}&6={externalid}"));
    assert_not_sent(book, "cid=C&payout=5", "url_too_long");
}

/* ------------------------------------------------------------------ amounts */

static void the_names_of_the_amount_are_one_amount(void **state)
{
    struct book *book = *state;

    book->source.postback.url = book_compile(
        book, STR("http://s.example/?a={payout}&b={revenue}&c={sum}&d={conversion_revenue}"
                  "&e={currency}"));
    assert_str(told(book, "cid=C&payout=1,25"),
               "http://s.example/?a=1.25&b=1.25&c=1.25&d=1.25&e=USD");
}

static void the_source_is_told_its_share_of_the_payout(void **state)
{
    struct book *book = *state;

    book->source.postback.payout_percent_micros = 50 * MONEY_MICROS;
    assert_str(raw_param(told(book, "cid=C&payout=10&txid=1"), STR("value")), "5");
    book->source.postback.payout_percent_micros = 33333333;
    assert_str(raw_param(told(book, "cid=C&payout=10&txid=2"), STR("value")), "3.333333");
    book->source.postback.payout_percent_micros = 0;
    assert_str(raw_param(told(book, "cid=C&payout=10&txid=3"), STR("value")), "0");
}

static void an_amount_without_a_rate_is_told_in_its_own_currency(void **state)
{
    struct book *book = *state;

    book->source.postback.url =
        book_compile(book, STR("http://s.example/?a={payout}&e={currency}"));
    assert_str(told(book, "cid=C&payout=10&currency=eur"), "http://s.example/?a=10&e=EUR");
}

static void an_amount_with_a_rate_is_told_in_the_sources_currency(void **state)
{
    struct book *book = *state;

    book->source.postback.url =
        book_compile(book, STR("http://s.example/?a={payout}&e={currency}"));
    (void)book_post(book, "cid=C&status=lead&payout=10&currency=EUR");
    book->rows[0].payout_rate_num = 11;
    book->rows[0].payout_rate_den = 10;
    book->rows[0].revenue_micros = 11 * MONEY_MICROS;
    book->total.revenue_micros = 11 * MONEY_MICROS;
    assert_str(told(book, "cid=C&status=sale"), "http://s.example/?a=11&e=USD");
}

static void an_amount_goes_through_the_rate_of_its_day_into_a_third_currency(void **state)
{
    static const struct test_rate list[] = {{"2026-11-24", "JPY", "160"},
                                            {"2026-11-24", "USD", "1.1"}};
    struct book *book = *state;
    void *folder = NULL;

    assert_int_equal(folder_make(&folder), 0);
    book->rates = test_rates(folder, book->arena, list, ARRAY_LEN(list));
    assert_int_equal(folder_drop(&folder), 0);
    book->source.postback.url =
        book_compile(book, STR("http://s.example/?a={payout}&e={currency}"));
    memcpy(book->source.currency, "JPY", 4);
    assert_str(told(book, "cid=C&payout=10&currency=EUR"), "http://s.example/?a=1600&e=JPY");
}

/* ------------------------------------------------------------------ values */

/* spec: 3.9-9, 3.6-encoding */
static void vector_9_an_external_id_comes_back_identical_after_one_decode(void **state)
{
    struct book *book = *state;
    char bytes[512];
    struct str decoded;

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(i * 7);
    struct str ids[] = {STR("a+b /c=d&e%f%20g"), STR("%41"), {bytes, sizeof(bytes)}};
    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
        book->visit.external_id = ids[i];
        struct str url = told(book, arena_format(book->arena, "cid=C&txid=%zu", i).ptr);
        assert_int_equal(uri_decode(book->arena, raw_param(url, STR("tag")), true, &decoded), OK);
        assert_true(str_is_equal(decoded, ids[i]));
    }
}

/* spec: 2.1-param1-paramn, 2.1-conversion-id, 2.1-status, 2.1-conversion-time-click-time */
static void what_the_postback_brought_is_passed_on(void **state)
{
    struct book *book = *state;

    book->source.postback.url = book_compile(
        book, STR("http://s.example/?t={txid}&r={conversion_id}&p={param1}&q={param10}&s={status}"
                  "&c={clickid}&n={campaign_name}&when={conversion_time}"));
    struct str url = told(book, "cid=C&txid=t+1&conversion_id=r%261&param1=a%26b&param10=z");
    assert_str(raw_param(url, STR("t")), "t%201");
    assert_str(raw_param(url, STR("r")), "r%261");
    assert_str(raw_param(url, STR("p")), "a%26b");
    assert_str(raw_param(url, STR("q")), "z");
    assert_str(raw_param(url, STR("s")), "sale");
    assert_str(raw_param(url, STR("c")), "0123456789abcdefghjkmnpq");
    assert_str(raw_param(url, STR("n")), "Campaign");
    assert_str(raw_param(url, STR("when")), "1795485660");
}

static void what_an_earlier_postback_brought_is_passed_on_with_the_new_status(void **state)
{
    struct book *book = *state;

    book->source.postback.url = book_compile(book, STR("http://s.example/?p={param1}&s={status}"));
    (void)book_post(book, "cid=C&status=lead&param1=first");
    assert_str(told(book, "cid=C&status=sale"), "http://s.example/?p=first&s=sale");
}

/* ------------------------------------------------------------------ share of the postbacks */

static bool is_chosen(struct book *book, const struct conversion *conversion, bool is_forced)
{
    struct visit_facts facts = {.visit = &book->visit,
                                .campaign = &book->campaign,
                                .offer = &book->offer,
                                .clickid = STR("c")};
    struct forward_case c = {.conversion = conversion,
                             .status = CONVERSION_SALE,
                             .facts = &facts,
                             .destination = &book->source.postback,
                             .source = &book->source,
                             .is_first_of_visit = true,
                             .is_forced = is_forced,
                             .workspace = &book->workspace};
    struct forward_verdict forward;

    forward_decide(&c, book->arena, &forward);
    assert_string_equal(forward.reason, forward.is_sent ? "" : "not_drawn");
    arena_reset(book->arena);
    return forward.is_sent;
}

static bool is_drawn(struct book *book, uint64_t conversion_id)
{
    const struct conversion conversion = {.id = conversion_id};

    return is_chosen(book, &conversion, false);
}

static unsigned count_drawn(struct book *book, int64_t percent_micros, uint64_t step)
{
    unsigned drawn = 0;

    book->source.postback.postback_percent_micros = percent_micros;
    for (uint64_t i = 0; i < DRAWS; i++)
        drawn += is_drawn(book, id_from_ms(BOOK_VISIT_MS) + i * step);
    return drawn;
}

static void a_share_of_the_postbacks_is_drawn_by_id_and_is_near_what_was_asked(void **state)
{
    static const uint64_t steps[] = {1, 3, 1 << 21};
    struct book *book = *state;
    struct arena *templates = TAKE(book->arena); /* is_drawn() resets the arena of the URLs */

    book->arena = arena_make(BOOK_BYTES_MAX);
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        assert_int_equal(count_drawn(book, 0, steps[i]), 0);
        assert_int_equal(count_drawn(book, 100 * MONEY_MICROS, steps[i]), DRAWS);
        /* 10,000 draws of 30 %: the standard deviation is 46. */
        assert_in_range(count_drawn(book, 30 * MONEY_MICROS, steps[i]), 2770, 3230);
        assert_in_range(count_drawn(book, 12500000, steps[i]), 1085, 1415);
    }
    arena_free(templates);
}

/* spec: 3.6-skip-reasons */
static void the_same_conversion_is_drawn_alike_each_time(void **state)
{
    struct book *book = *state;
    struct arena *templates = TAKE(book->arena);

    book->arena = arena_make(BOOK_BYTES_MAX);
    book->source.postback.postback_percent_micros = 50 * MONEY_MICROS;
    for (uint64_t id = 1; id < 500; id++) {
        bool first = is_drawn(book, id);
        assert_int_equal(is_drawn(book, id), first);
        book->source.postback.postback_percent_micros = 80 * MONEY_MICROS;
        assert_true(!first || is_drawn(book, id)); /* a larger share holds the smaller */
        book->source.postback.postback_percent_micros = 50 * MONEY_MICROS;
    }
    arena_free(templates);
}

static void what_a_person_asks_for_and_what_is_a_test_is_not_drawn(void **state)
{
    struct book *book = *state;
    struct arena *templates = TAKE(book->arena);
    struct conversion conversion = {.id = 7};

    book->arena = arena_make(BOOK_BYTES_MAX);
    book->source.postback.postback_percent_micros = 0;
    assert_false(is_chosen(book, &conversion, false));
    assert_true(is_chosen(book, &conversion, true));
    conversion.is_test = 1;
    assert_true(is_chosen(book, &conversion, false));
    arena_free(templates);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOK_TEST(a_sale_is_told_to_the_source_with_its_value),
        BOOK_TEST(a_source_that_is_gone_is_not_told),
        BOOK_TEST(a_source_without_postback_url_is_not_told),
        BOOK_TEST(a_postback_that_is_switched_off_is_not_told),
        BOOK_TEST(a_paused_destination_loses_nothing_it_is_told_later),
        BOOK_TEST(an_unmapped_status_is_not_told),
        BOOK_TEST(only_selected_statuses_are_told),
        BOOK_TEST(a_bots_conversion_is_told_only_where_that_is_asked_for),
        BOOK_TEST(the_sender_may_keep_it_from_the_source),
        BOOK_TEST(without_external_id_there_is_nothing_to_tell),
        BOOK_TEST(a_macro_that_the_source_left_in_is_no_id_of_a_click),
        BOOK_TEST(only_the_first_of_a_click_is_told_where_that_is_set),
        BOOK_TEST(a_status_is_told_once_per_conversion),
        BOOK_TEST(what_was_refused_or_failed_is_told_again_when_it_changes),
        BOOK_TEST(what_may_have_arrived_or_was_dropped_is_not_told_again),
        BOOK_TEST(each_new_status_is_told),
        BOOK_TEST(replace_left_in_the_template_is_not_sent),
        BOOK_TEST(the_word_replace_in_a_value_is_sent),
        BOOK_TEST(a_url_that_grew_too_long_is_not_sent),
        BOOK_TEST(the_names_of_the_amount_are_one_amount),
        BOOK_TEST(the_source_is_told_its_share_of_the_payout),
        BOOK_TEST(an_amount_without_a_rate_is_told_in_its_own_currency),
        BOOK_TEST(an_amount_goes_through_the_rate_of_its_day_into_a_third_currency),
        BOOK_TEST(an_amount_with_a_rate_is_told_in_the_sources_currency),
        BOOK_TEST(vector_9_an_external_id_comes_back_identical_after_one_decode),
        BOOK_TEST(what_the_postback_brought_is_passed_on),
        BOOK_TEST(what_an_earlier_postback_brought_is_passed_on_with_the_new_status),
        BOOK_TEST(a_share_of_the_postbacks_is_drawn_by_id_and_is_near_what_was_asked),
        BOOK_TEST(the_same_conversion_is_drawn_alike_each_time),
        BOOK_TEST(what_a_person_asks_for_and_what_is_a_test_is_not_drawn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
