/* rows - a ledger and a catalogue with some of everything in them, for the tests of the logs. */
#pragma once
#include "world.h"

#include "visitor/signals.h"

#define VISITS      25
#define PAIRS       6 /* attempts and skipped forwards by turns, after the first ones */
#define ROW_IDS_MAX 200
#define OTHER       999 /* an id that the catalogue does not have */

static struct world *world;

/* What the ledger was filled with, for tests to compare. */
static struct {
    uint64_t source, network, offer, campaign, adcampaign, variation;
    char goal[33];
    uint64_t visits[VISITS];
    uint64_t conversions[4];
    uint64_t sent_forward;
    uint64_t last_answer;
} made;

/* ------------------------------------------------------------------ filling the ledger */

static void append(struct ledger_tx *tx, enum ledger_table table, const void *row)
{
    assert_int_equal(ledger_append(tx, table, row), OK);
}

static void put(struct ledger_tx *tx, enum ledger_table table, const void *row)
{
    assert_int_equal(ledger_put(tx, table, row), OK);
}

static void add(struct ledger_tx *tx, enum ledger_table table, const void *row)
{
    assert_int_equal(ledger_add(tx, table, row), OK);
}

static void fill_personal(struct ledger_tx *tx, uint64_t id)
{
    struct personal personal = {
        .id = id,
        .workspace_id = 1,
        .salt = STR("12345678"),
        .address = STR("203.0.113.9"),
        .user_agent = STR("Mozilla/5.0"),
        .referrer = STR("http://page.example/"),
    };

    put(tx, LEDGER_PERSONAL, &personal);
}

static void fill_visits(struct ledger_tx *tx)
{
    for (size_t i = 0; i < VISITS; i++) {
        struct visit visit = {
            .id = ledger_next_id(tx),
            .workspace_id = 1,
            .catalog_version = 3,
            .campaign_id = i % 5 == 4 ? OTHER : made.campaign,
            .source_id = made.source,
            .via = STR("redirect"),
            .path = 1,
            .offer_id = made.offer,
            .signals = i == 3 ? SIGNAL_HEAD : 0,
            .is_bot = i == 3,
            .cost_amount_micros = 50000,
            .cost_currency = STR("USD"),
            .cost_rate_num = 2,
            .cost_rate_den = 1,
            .cost_rate_date = 20261123,
            .cost_micros = 100000,
            .tokens = STR("7&a%20b&&%C3%A9"),
            .external_id = i == 0 ? STR("A\xff\xfe\x01") : STR("tag\xc3\xa9"),
        };
        made.visits[i] = visit.id;
        append(tx, LEDGER_VISIT, &visit);
        if (i != 1)
            fill_personal(tx, visit.id);
    }
}

static struct conversion conversion_of(size_t n, const char *status, uint64_t id)
{
    return (struct conversion){
        .id = id,
        .workspace_id = 1,
        .visit_id = made.visits[2 * n],
        .txid = n == 0 ? STR("T-1") : STR(""),
        .nth = 1,
        .status = str_from_c(status),
        .status_raw = STR("approved"),
        .payout_amount_micros = 5500000,
        .payout_currency = STR("EUR"),
        .payout_rate_num = n == 2 ? 0 : 1,
        .payout_rate_den = n == 2 ? 0 : 1,
        .no_rate = n == 2,
        .revenue_micros = n == 2 ? 0 : 5500000,
        .cost_micros = 250000,
        .network_id = n == 3 ? 0 : made.network,
        .offer_id = made.offer,
        .campaign_id = made.campaign,
        .source_id = made.source,
        .reference = STR("ref-9"),
        .params = STR("param1=a%26b&event2=2"),
        .change_id = id,
    };
}

static uint64_t fill_forward(struct ledger_tx *tx, size_t n, const char *decision,
                             const char *reason)
{
    struct forward forward = {
        .id = ledger_next_id(tx),
        .workspace_id = 1,
        .conversion_id = made.conversions[n],
        .change_id = made.conversions[n],
        .source_id = made.source,
        .status = STR("sale"),
        .decision = str_from_c(decision),
        .reason = str_from_c(reason),
        .url = strcmp(decision, "send") == 0 ? STR("http://s.example/tag.php?tag=T") : STR_NONE,
    };

    append(tx, LEDGER_FORWARD, &forward);
    return forward.id;
}

static void fill_outbox(struct ledger_tx *tx, size_t n, uint64_t forward_id, const char *state,
                        uint64_t attempts)
{
    struct outbox outbox = {
        .id = forward_id,
        .workspace_id = 1,
        .conversion_id = made.conversions[n],
        .source_id = made.source,
        .status = STR("sale"),
        .state = str_from_c(state),
        .attempts = attempts,
        .url = STR("http://s.example/tag.php?tag=T"),
    };

    put(tx, LEDGER_OUTBOX, &outbox);
}

static void fill_answer(struct ledger_tx *tx, uint64_t number, const char *outcome,
                        const char *reason, uint64_t status_code, struct str body, int64_t next_ms)
{
    struct answer answer = {
        .id = ledger_next_id(tx),
        .workspace_id = 1,
        .forward_id = made.sent_forward,
        .conversion_id = made.conversions[0],
        .source_id = made.source,
        .number = number,
        .outcome = str_from_c(outcome),
        .reason = str_from_c(reason),
        .status_code = status_code,
        .body = body,
        .error = status_code == 0 ? STR("connection refused") : STR_NONE,
        .address = STR("203.0.113.80"),
        .duration_us = 12999,
        .next_ms = next_ms,
    };

    made.last_answer = answer.id;
    append(tx, LEDGER_ANSWER, &answer);
}

static void fill_conversions(struct ledger_tx *tx)
{
    static const char *const statuses[] = {"sale", "lead", "sale", "rebill"};

    for (size_t n = 0; n < ARRAY_LEN(statuses); n++) {
        made.conversions[n] = ledger_next_id(tx);
        struct conversion conversion = conversion_of(n, statuses[n], made.conversions[n]);
        put(tx, LEDGER_CONVERSION, &conversion);
    }
    made.sent_forward = fill_forward(tx, 0, "send", NULL);
    fill_outbox(tx, 0, made.sent_forward, "delivered", 2);
    fill_answer(tx, 1, "retrying", "server_error", 500, STR("no\xff\x00way"), 1790000000000);
    fill_answer(tx, 2, "delivered", NULL, 200, STR("OK"), 0);
    (void)fill_forward(tx, 1, "skip", "status_not_forwarded");
    fill_outbox(tx, 3, fill_forward(tx, 3, "send", NULL), "due", 1);
    for (size_t i = 0; i < PAIRS; i++) {
        (void)fill_forward(tx, 1, "skip", "paused");
        fill_answer(tx, 3 + i, i == 0 ? "failed" : "duplicate", "own_retry", i == 0 ? 0 : 200,
                    STR("already"), 0);
    }
}

static void fill_postbacks(struct ledger_tx *tx)
{
    static const char *const outcomes[] = {"recorded", "duplicate", "refused"};

    for (size_t i = 0; i < ARRAY_LEN(outcomes); i++) {
        struct postback postback = {
            .id = ledger_next_id(tx),
            .workspace_id = 1,
            .visit_id = i == 2 ? 0 : made.visits[0],
            .conversion_id = i == 0 ? made.conversions[0] : 0,
            .network_id = i == 2 ? 0 : made.network,
            .channel = STR("s2s"),
            .method = STR("GET"),
            .query = STR("cid=x&payout=5"),
            .http_status = i == 2 ? 400 : 200,
            .outcome = str_from_c(outcomes[i]),
            .reason = i == 2 ? STR("malformed_cid") : STR_NONE,
        };
        append(tx, LEDGER_POSTBACK, &postback);
        fill_personal(tx, postback.id);
    }
}

static void fill_network_side(struct ledger_tx *tx)
{
    struct ad_click click = {
        .id = ledger_next_id(tx),
        .workspace_id = 1,
        .variation_id = made.variation,
        .adcampaign_id = made.adcampaign,
        .clicks = 1,
        .site_id = 4,
        .country = STR("FR"),
        .format = STR("banner"),
        .cost_micros = 400,
        .currency = STR("USD"),
    };
    append(tx, LEDGER_AD_CLICK, &click);
    for (size_t i = 0; i < 3; i++) {
        struct goal_call call = {
            .id = ledger_next_id(tx),
            .workspace_id = 1,
            .goal_id = i == 2 ? STR("nonsense") : str_from_c(made.goal),
            .ad_click_id = i == 2 ? 0 : click.id,
            .variation_id = i == 2 ? 0 : made.variation,
            .adcampaign_id = i == 2 ? 0 : made.adcampaign,
            .value_micros = 5000000,
            .outcome = i == 0   ? STR("stored")
                       : i == 1 ? STR("duplicate")
                                : STR("refused"),
            .reason = i == 2 ? STR("unknown_goal") : STR_NONE,
            .query = STR("goal=x"),
        };
        append(tx, LEDGER_GOAL_CALL, &call);
        fill_personal(tx, call.id);
    }
}

static void fill_totals(struct ledger_tx *tx)
{
    struct campaign_total campaign = {
        .campaign_id = made.campaign,
        .workspace_id = 1,
        .visits = 20,
        .bot_visits = 1,
        .cost_micros = 1250000,
        .conversions = 4,
        .leads = 1,
        .sales = 2,
        .rebills = 1,
        .revenue_micros = 16500000,
    };
    struct variation_total variation = {made.variation, 1, 0, 12, 1, 400};
    struct goal_total goal = {str_from_c(made.goal), made.variation, 1, 1, 5000000};

    add(tx, LEDGER_CAMPAIGN_TOTAL, &campaign);
    add(tx, LEDGER_VARIATION_TOTAL, &variation);
    add(tx, LEDGER_GOAL_TOTAL, &goal);
    goal.variation_id = OTHER;
    goal.conversions = 2;
    goal.value_micros = 250000;
    add(tx, LEDGER_GOAL_TOTAL, &goal);
}

static enum err decide(struct ledger_job *job, struct ledger_tx *tx)
{
    (void)job;
    fill_visits(tx);
    fill_conversions(tx);
    fill_postbacks(tx);
    fill_network_side(tx);
    fill_totals(tx);
    return OK;
}

static void done(struct ledger_job *job, enum err err)
{
    job->result = err;
}

static void wake(void *context)
{
    const int *to = context;
    assert_int_equal(write(*to, "!", 1), 1);
}

static void fill_ledger(void)
{
    int ends[2];
    char byte;
    struct ledger_job job = {
        .decide = decide, .done = done, .id_count = ROW_IDS_MAX, .result = ERR_BUSY};

    assert_int_equal(pipe(ends), 0);
    struct ledger_port *port = ledger_port_open(world->ledger, wake, &ends[1]);
    ledger_port_add(port, &job);
    ledger_port_flush(port);
    while (!ledger_port_collect(port))
        assert_int_equal(read(ends[0], &byte, 1), 1);
    assert_int_equal(job.result, OK);
    ledger_port_close(port);
    (void)close(ends[0]);
    (void)close(ends[1]);
}

/* ------------------------------------------------------------------ the world of this program */

static uint64_t create(const char *resource, const char *body)
{
    REPLY reply = world_create(world, resource, body);

    return (uint64_t)json_integer_value(at(&reply, "id"));
}

static void fill_catalogue(void)
{
    char body[512];

    made.source =
        create("sources", "{\"name\":\"Source\",\"currency\":\"USD\",\"tokens\":["
                          "{\"slot\":1,\"param\":\"zone\",\"macro\":\"{zone}\",\"name\":\"Zone\"},"
                          "{\"slot\":2,\"param\":\"site\",\"macro\":\"{site}\",\"name\":\"Site\"},"
                          "{\"slot\":3,\"param\":\"ad\",\"macro\":\"{ad}\",\"name\":\"Ad\"}]}");
    made.network = create("networks", "{\"name\":\"Network\"}");
    (void)snprintf(body, sizeof(body),
                   "{\"name\":\"Offer\",\"url\":\"http://o.example/?s=\",\"network_id\":%" PRIu64
                   "}",
                   made.network);
    made.offer = create("offers", body);
    (void)snprintf(body, sizeof(body),
                   "{\"name\":\"Campaign\",\"source_id\":%" PRIu64
                   ",\"paths\":[{\"weight\":100,\"landers\":[],\"offers\":[{\"id\":%" PRIu64
                   ",\"weight\":100}]}]}",
                   made.source, made.offer);
    made.campaign = create("campaigns", body);
    made.adcampaign =
        create("adcampaigns", "{\"name\":\"Ads\",\"pricing\":\"cpc\",\"price\":\"0.05\"}");
    (void)snprintf(
        body, sizeof(body),
        "{\"name\":\"Variation\",\"url\":\"http://v.example/\",\"adcampaign_id\":%" PRIu64 "}",
        made.adcampaign);
    made.variation = create("variations", body);
    REPLY goal = world_create(world, "goals", "{\"name\":\"Goal\"}");
    (void)snprintf(made.goal, sizeof(made.goal), "%s", json_string_value(at(&goal, "id")));
}
