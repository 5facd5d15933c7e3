/* The logs: rows that a real ledger holds, as the API shows them, and paging through them. */
#include "rows.h"

#include "base/clock.h"

static int open_world(void **state)
{
    (void)state;
    world = world_open();
    world_open_ledger(world);
    fill_catalogue();
    fill_ledger();
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    world_close(world);
    return 0;
}

static struct reply ask(const char *format, ...) PRINTF_LIKE(1, 2);

static struct reply ask(const char *format, ...)
{
    char target[512];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(target, sizeof(target), format, args);
    va_end(args);
    return world_get(world, target);
}

static const char *cid_of(uint64_t visit_id)
{
    static char text[CLICK_ID_LEN + 1];

    click_id_write(world->keys, visit_id, text);
    text[CLICK_ID_LEN] = '\0';
    return text;
}

static const char *decimal(uint64_t id)
{
    static char text[24];

    (void)snprintf(text, sizeof(text), "%" PRIu64, id);
    return text;
}

/* Follows the cursors of a log to its end; the ids must fall. Gives the number of rows. */
static size_t count_by_pages(const char *target, unsigned limit)
{
    char cursor[64] = "";
    size_t seen = 0;
    uint64_t last = UINT64_MAX;

    for (;;) {
        REPLY page =
            ask("%s%climit=%u%s", target, strchr(target, '?') != NULL ? '&' : '?', limit, cursor);
        assert_status(page, 200);
        size_t i;
        json_t *row;
        json_array_foreach(at(&page, "rows"), i, row)
        {
            uint64_t id = 0;
            const char *text = json_string_value(json_object_get(row, "id"));
            assert_int_equal(num_parse_u64(str_from_c(text), INT64_MAX, &id), OK);
            assert_true(id < last);
            last = id;
            seen++;
        }
        assert_true(i <= limit);
        if (json_is_null(at(&page, "next")))
            return seen;
        (void)snprintf(cursor, sizeof(cursor), "&cursor=%s", json_string_value(at(&page, "next")));
    }
}

/* ------------------------------------------------------------------ visits */

static void a_visit_is_shown_with_names_tokens_and_who_called(void **state)
{
    (void)state;
    REPLY reply = ask("/api/v1/visits?cid=%s", cid_of(made.visits[2]));

    assert_status(reply, 200);
    assert_rows(reply, 1);
    assert_null_at(reply, "next");
    assert_text(reply, "rows.0.id", decimal(made.visits[2]));
    assert_text(reply, "rows.0.cid", cid_of(made.visits[2]));
    assert_number(reply, "rows.0.campaign.id", made.campaign);
    assert_text(reply, "rows.0.campaign.name", "Campaign");
    assert_text(reply, "rows.0.source.name", "Source");
    assert_text(reply, "rows.0.offer.name", "Offer");
    assert_text(reply, "rows.0.cost", "0.05");
    assert_text(reply, "rows.0.cost_currency", "USD");
    assert_true(json_is_false(at(&reply, "rows.0.cost_missing")));
    assert_text(reply, "rows.0.external_id", "tag\xc3\xa9");
    assert_text(reply, "rows.0.tokens.zone", "7");
    assert_text(reply, "rows.0.tokens.site", "a b");
    assert_text(reply, "rows.0.tokens.ad", "");
    assert_text(reply, "rows.0.tokens.t4", "\xc3\xa9");
    assert_true(json_is_false(at(&reply, "rows.0.is_bot")));
    assert_int_equal(json_array_size(at(&reply, "rows.0.signals")), 0);
    assert_text(reply, "rows.0.address", "203.0.113.9");
    assert_text(reply, "rows.0.user_agent", "Mozilla/5.0");
    assert_text(reply, "rows.0.referrer", "http://page.example/");
    assert_number(reply, "rows.0.catalog_version", 3);
}

static void a_click_id_is_found_in_either_case(void **state)
{
    (void)state;
    char upper[CLICK_ID_LEN + 1];

    (void)snprintf(upper, sizeof(upper), "%s", cid_of(made.visits[2]));
    for (char *c = upper; *c != '\0'; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    REPLY reply = ask("/api/v1/visits?cid=%s", upper);
    assert_rows(reply, 1);
}

static void bytes_that_are_not_utf8_are_shown_one_by_one(void **state)
{
    (void)state;
    REPLY reply = ask("/api/v1/visits?cid=%s", cid_of(made.visits[0]));

    assert_text(reply, "rows.0.external_id", "A\xc3\xbf\xc3\xbe\x01");
}

static void what_was_not_kept_is_null_and_signals_are_words(void **state)
{
    (void)state;
    REPLY forgotten = ask("/api/v1/visits?cid=%s", cid_of(made.visits[1]));
    REPLY bot = ask("/api/v1/visits?cid=%s", cid_of(made.visits[3]));
    REPLY other = ask("/api/v1/visits?campaign=%d", OTHER);

    assert_null_at(forgotten, "rows.0.address");
    assert_null_at(forgotten, "rows.0.user_agent");
    assert_true(json_is_true(at(&bot, "rows.0.is_bot")));
    assert_text(bot, "rows.0.signals.0", "head");
    assert_rows(other, 5);
    assert_number(other, "rows.0.campaign.id", OTHER);
    assert_null_at(other, "rows.0.campaign.name");
}

static void logs_page_to_their_end_whatever_the_limit(void **state)
{
    (void)state;
    char filtered[128];
    static const unsigned limits[] = {1, 2, 5, 7, 25, 100};

    (void)snprintf(filtered, sizeof(filtered), "/api/v1/visits?campaign=%" PRIu64, made.campaign);
    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        assert_int_equal(count_by_pages("/api/v1/visits", limits[i]), VISITS);
        assert_int_equal(count_by_pages(filtered, limits[i]), VISITS - VISITS / 5);
        assert_int_equal(count_by_pages("/api/v1/visits?campaign=5555", limits[i]), 0);
        assert_int_equal(count_by_pages("/api/v1/conversions", limits[i]), 4);
        assert_int_equal(count_by_pages("/api/v1/postbacks/in", limits[i]), 3);
        assert_int_equal(count_by_pages("/api/v1/postbacks/out", limits[i]), 3 + 2 * PAIRS);
        assert_int_equal(count_by_pages("/api/v1/postbacks/out?outcome=skipped", limits[i]),
                         1 + PAIRS);
        assert_int_equal(count_by_pages("/api/v1/postbacks/out?outcome=duplicate", limits[i]),
                         PAIRS - 1);
        assert_int_equal(count_by_pages("/api/v1/goal-calls", limits[i]), 3);
    }
}

static void a_full_last_page_has_no_cursor(void **state)
{
    (void)state;
    REPLY whole = ask("/api/v1/visits?limit=%d", VISITS);
    REPLY part = ask("/api/v1/visits?limit=%d", VISITS - 1);

    assert_rows(whole, VISITS);
    assert_null_at(whole, "next");
    assert_true(json_is_string(at(&part, "next")));
}

static void write_time(int64_t wall_ms, char text[CLOCK_TEXT_MAX + 1])
{
    struct str formatted = clock_format(wall_ms, text);

    text[formatted.len] = '\0';
}

static void a_range_of_time_is_half_open(void **state)
{
    (void)state;
    char from[CLOCK_TEXT_MAX + 1], to[CLOCK_TEXT_MAX + 1];

    write_time(id_time_ms(made.visits[0]), from);
    write_time(id_time_ms(made.last_answer) + 1, to);
    REPLY inside = ask("/api/v1/visits?from=%s&to=%s", from, to);
    REPLY before = ask("/api/v1/visits?to=%s", from);
    REPLY after = ask("/api/v1/visits?from=%s", to);
    REPLY ancient = ask("/api/v1/visits?to=1960-01-01");
    REPLY future = ask("/api/v1/visits?from=2000-01-01T00:00:00+01:00&to=9999-12-31");
    REPLY none = ask("/api/v1/visits?to=%s&cid=%s", from, cid_of(made.visits[0]));

    assert_rows(inside, VISITS);
    assert_rows(before, 0);
    assert_null_at(before, "next");
    assert_rows(after, 0);
    assert_rows(ancient, 0);
    assert_rows(future, VISITS);
    assert_rows(none, 0);
}

/* ------------------------------------------------------------------ conversions */

static void a_conversion_is_shown_with_amounts_and_what_became_of_its_forward(void **state)
{
    (void)state;
    REPLY reply = ask("/api/v1/conversions?txid=T-1");

    assert_status(reply, 200);
    assert_rows(reply, 1);
    assert_text(reply, "rows.0.id", decimal(made.conversions[0]));
    assert_text(reply, "rows.0.cid", cid_of(made.visits[0]));
    assert_text(reply, "rows.0.txid", "T-1");
    assert_text(reply, "rows.0.status", "sale");
    assert_text(reply, "rows.0.status_raw", "approved");
    assert_text(reply, "rows.0.payout", "5.5");
    assert_text(reply, "rows.0.currency", "EUR");
    assert_text(reply, "rows.0.revenue", "5.5");
    assert_text(reply, "rows.0.cost", "0.35");
    assert_true(json_is_false(at(&reply, "rows.0.no_rate")));
    assert_text(reply, "rows.0.network.name", "Network");
    assert_text(reply, "rows.0.params.param1", "a&b");
    assert_text(reply, "rows.0.params.event2", "2");
    assert_text(reply, "rows.0.conversion_id", "ref-9");
    assert_text(reply, "rows.0.forward.outcome", "delivered");
    assert_true(json_equal(at(&reply, "rows.0.created_at"), at(&reply, "rows.0.updated_at")));
}

static void a_conversion_says_why_its_source_was_not_told(void **state)
{
    (void)state;
    REPLY skipped = ask("/api/v1/conversions?status=lead");
    REPLY waiting = ask("/api/v1/conversions?status=rebill");
    REPLY no_rate = ask("/api/v1/conversions?cid=%s", cid_of(made.visits[4]));

    assert_text(skipped, "rows.0.forward.outcome", "skipped");
    assert_text(skipped, "rows.0.forward.reason", "paused");
    assert_null_at(skipped, "rows.0.txid");
    assert_text(waiting, "rows.0.forward.outcome", "retrying");
    assert_null_at(waiting, "rows.0.forward.reason");
    assert_null_at(waiting, "rows.0.network");
    assert_rows(no_rate, 1);
    assert_true(json_is_true(at(&no_rate, "rows.0.no_rate")));
    assert_null_at(no_rate, "rows.0.forward");
}

static void conversions_are_filtered_by_what_they_name(void **state)
{
    (void)state;
    REPLY network = ask("/api/v1/conversions?network=%" PRIu64, made.network);
    REPLY source = ask("/api/v1/conversions?source=%" PRIu64 "&offer=%" PRIu64 "&campaign=%" PRIu64,
                       made.source, made.offer, made.campaign);
    REPLY both = ask("/api/v1/conversions?cid=%s&status=lead", cid_of(made.visits[0]));

    assert_rows(network, 3);
    assert_rows(source, 4);
    assert_rows(both, 0);
}

/* ------------------------------------------------------------------ postbacks */

static void incoming_postbacks_are_shown_refused_ones_included(void **state)
{
    (void)state;
    REPLY all = ask("/api/v1/postbacks/in");
    REPLY of_click = ask("/api/v1/postbacks/in?cid=%s", cid_of(made.visits[0]));
    REPLY refused = ask("/api/v1/postbacks/in?outcome=refused");

    assert_rows(all, 3);
    assert_text(all, "rows.2.outcome", "recorded");
    assert_text(all, "rows.2.method", "GET");
    assert_text(all, "rows.2.query", "cid=x&payout=5");
    assert_text(all, "rows.2.cid", cid_of(made.visits[0]));
    assert_text(all, "rows.2.conversion_id", decimal(made.conversions[0]));
    assert_text(all, "rows.2.network.name", "Network");
    assert_text(all, "rows.2.address", "203.0.113.9");
    assert_rows(of_click, 2);
    assert_rows(refused, 1);
    assert_number(refused, "rows.0.status_code", 400);
    assert_text(refused, "rows.0.reason", "malformed_cid");
    assert_null_at(refused, "rows.0.cid");
    assert_null_at(refused, "rows.0.conversion_id");
    assert_null_at(refused, "rows.0.network");
}

static void outgoing_postbacks_show_attempts_and_skips_as_one_log(void **state)
{
    (void)state;
    REPLY of_sale = ask("/api/v1/postbacks/out?conversion_id=%" PRIu64, made.conversions[0]);
    REPLY of_lead =
        ask("/api/v1/postbacks/out?conversion_id=%" PRIu64 "&limit=2", made.conversions[1]);
    REPLY first = ask("/api/v1/postbacks/out?outcome=retrying");
    REPLY failed = ask("/api/v1/postbacks/out?outcome=failed");

    assert_rows(of_sale, 2 + PAIRS);
    assert_text(of_sale, "rows.0.id", decimal(made.last_answer));
    assert_rows(of_lead, 2);
    assert_true(json_is_string(at(&of_lead, "next")));
    assert_text(of_lead, "rows.0.outcome", "skipped");
    assert_text(of_lead, "rows.0.reason", "paused");
    assert_null_at(of_lead, "rows.0.url");
    assert_null_at(of_lead, "rows.0.sent_at");
    assert_rows(first, 1);
    assert_text(first, "rows.0.forward_id", decimal(made.sent_forward));
    assert_text(first, "rows.0.url", "http://s.example/tag.php?tag=T");
    assert_number(first, "rows.0.status_code", 500);
    assert_number(first, "rows.0.attempt", 1);
    assert_number(first, "rows.0.duration_ms", 12);
    assert_text(first, "rows.0.reason", "server_error");
    assert_text(first, "rows.0.next_at", "2026-09-21T14:13:20.000Z");
    json_t *body = at(&first, "rows.0.body");
    assert_int_equal(json_string_length(body), 8);
    assert_memory_equal(json_string_value(body), "no\xc3\xbf\0way", 8);
    assert_rows(failed, 1);
    assert_null_at(failed, "rows.0.status_code");
    assert_text(failed, "rows.0.error", "connection refused");
    assert_null_at(failed, "rows.0.next_at");
}

/* ------------------------------------------------------------------ the ad network's side */

static void goal_calls_and_ad_clicks_are_shown(void **state)
{
    (void)state;
    REPLY calls = ask("/api/v1/goal-calls?goal=%s", made.goal);
    REPLY refused = ask("/api/v1/goal-calls?outcome=refused");
    REPLY clicks = ask("/api/v1/ad-clicks?variation=%" PRIu64, made.variation);

    assert_rows(calls, 2);
    assert_text(calls, "rows.1.goal.id", made.goal);
    assert_text(calls, "rows.1.goal.name", "Goal");
    assert_text(calls, "rows.1.value", "5");
    assert_text(calls, "rows.1.outcome", "stored");
    assert_text(calls, "rows.1.variation.name", "Variation");
    assert_text(calls, "rows.1.adcampaign.name", "Ads");
    assert_rows(refused, 1);
    assert_text(refused, "rows.0.goal.id", "nonsense");
    assert_null_at(refused, "rows.0.goal.name");
    assert_null_at(refused, "rows.0.variation");
    assert_rows(clicks, 1);
    assert_text(clicks, "rows.0.country", "FR");
    assert_text(clicks, "rows.0.cost", "0.0004");
    assert_number(clicks, "rows.0.site_id", 4);
    assert_null_at(clicks, "rows.0.zone_id");
}

static void resources_carry_counts_from_the_totals(void **state)
{
    (void)state;
    REPLY campaign = ask("/api/v1/campaigns/%" PRIu64, made.campaign);
    REPLY variations = ask("/api/v1/variations");
    REPLY goal = ask("/api/v1/goals/%s", made.goal);
    REPLY source = ask("/api/v1/sources/%" PRIu64, made.source);

    assert_number(campaign, "counts.visits", 20);
    assert_number(campaign, "counts.bot_visits", 1);
    assert_number(campaign, "counts.conversions", 4);
    assert_number(campaign, "counts.leads", 1);
    assert_number(campaign, "counts.sales", 2);
    assert_number(campaign, "counts.rebills", 1);
    assert_number(campaign, "counts.rejected", 0);
    assert_number(campaign, "counts.unmapped", 0);
    assert_text(campaign, "counts.cost", "1.25");
    assert_text(campaign, "counts.revenue", "16.5");
    assert_text(campaign, "counts.profit", "15.25");
    assert_number(variations, "rows.0.counts.clicks", 12);
    assert_number(variations, "rows.0.counts.bot_clicks", 1);
    assert_text(variations, "rows.0.counts.cost", "0.0004");
    assert_number(goal, "counts.conversions", 3);
    assert_text(goal, "counts.value", "5.25");
    assert_null(json_object_get(source.json, "counts"));
}

/* ------------------------------------------------------------------ many at once */

#define ASKERS     8
#define ASKED_EACH 20

static void *ask_often(void *context)
{
    size_t *rows = context;

    for (size_t i = 0; i < ASKED_EACH; i++) {
        REPLY reply = ask("/api/v1/visits?limit=10");
        *rows += json_array_size(json_object_get(reply.json, "rows"));
    }
    return NULL;
}

static void readers_serve_many_threads_at_once(void **state)
{
    (void)state;
    pthread_t threads[ASKERS];
    size_t rows[ASKERS] = {0};

    for (size_t i = 0; i < ASKERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &rows[i]), 0);
    for (size_t i = 0; i < ASKERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(rows[i], ASKED_EACH * 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visit_is_shown_with_names_tokens_and_who_called),
        cmocka_unit_test(a_click_id_is_found_in_either_case),
        cmocka_unit_test(bytes_that_are_not_utf8_are_shown_one_by_one),
        cmocka_unit_test(what_was_not_kept_is_null_and_signals_are_words),
        cmocka_unit_test(logs_page_to_their_end_whatever_the_limit),
        cmocka_unit_test(a_full_last_page_has_no_cursor),
        cmocka_unit_test(a_range_of_time_is_half_open),
        cmocka_unit_test(a_conversion_is_shown_with_amounts_and_what_became_of_its_forward),
        cmocka_unit_test(a_conversion_says_why_its_source_was_not_told),
        cmocka_unit_test(conversions_are_filtered_by_what_they_name),
        cmocka_unit_test(incoming_postbacks_are_shown_refused_ones_included),
        cmocka_unit_test(outgoing_postbacks_show_attempts_and_skips_as_one_log),
        cmocka_unit_test(goal_calls_and_ad_clicks_are_shown),
        cmocka_unit_test(resources_carry_counts_from_the_totals),
        cmocka_unit_test(readers_serve_many_threads_at_once),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
