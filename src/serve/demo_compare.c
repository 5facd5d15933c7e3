/* demo_compare - the numbers on both sides, which must agree with each other and with what was
 * played; the proof of the ledger; and that nothing left this machine. */
#include "ledger/verify.h"
#include "serve/demo.h"

struct figures {
    int64_t clicks, cost_micros, conversions, value_micros;
};

/* --- Both sides ---------------------------------------------------------------------------------
 */

static bool read_count(const json_t *counts, const char *name, int64_t *count)
{
    const json_t *value = json_object_get(counts, name);
    if (!json_is_integer(value))
        return demo_fail("the API's counts have no %s", name);
    *count = json_integer_value(value);
    return true;
}

static bool read_money(const json_t *counts, const char *name, int64_t *micros)
{
    const char *text = json_string_value(json_object_get(counts, name));
    if (text == NULL || money_parse_plain(str_from_c(text), micros) != OK)
        return demo_fail("the API's counts have no %s", name);
    return true;
}

/* The ad network's columns: clicks and what they cost, the goal's conversions and their value. */
static bool read_network(struct demo *demo, struct figures *figures)
{
    const struct demo_world *world = &demo->world;
    json_auto_t *variation =
        demo_api_get(demo, "variations/%" JSON_INTEGER_FORMAT, world->variation_id);
    json_auto_t *goal = demo_api_get(demo, "goals/%.*s", STR_FMT(world->goal_id));
    const json_t *clicks = json_object_get(variation, "counts");
    const json_t *told = json_object_get(goal, "counts");
    return variation != NULL && goal != NULL && read_count(clicks, "clicks", &figures->clicks) &&
           read_money(clicks, "cost", &figures->cost_micros) &&
           read_count(told, "conversions", &figures->conversions) &&
           read_money(told, "value", &figures->value_micros);
}

static bool read_tracker(struct demo *demo, struct figures *figures)
{
    json_auto_t *campaign =
        demo_api_get(demo, "campaigns/%" JSON_INTEGER_FORMAT, demo->world.campaign_id);
    const json_t *counts = json_object_get(campaign, "counts");
    return campaign != NULL && read_count(counts, "visits", &figures->clicks) &&
           read_money(counts, "cost", &figures->cost_micros) &&
           read_count(counts, "conversions", &figures->conversions) &&
           read_money(counts, "revenue", &figures->value_micros);
}

static struct figures expected_of(const struct demo *demo)
{
    struct figures expected = {
        .clicks = (int64_t)demo->clicks,
        .cost_micros = (int64_t)demo->clicks * DEMO_CLICK_MICROS,
        .conversions = (int64_t)demo->buyer_count,
    };
    for (uint64_t k = 0; k < demo->buyer_count; k++)
        expected.value_micros += demo_price_micros(k);
    return expected;
}

/* --- The table ----------------------------------------------------------------------------------
 */

static const char *text_of(int64_t value, bool is_money, char text[MONEY_TEXT_MAX])
{
    return demo_money(is_money ? value : value * MONEY_MICROS, text);
}

static bool print_row(const char *ours, const char *theirs, bool is_money, int64_t played,
                      int64_t network, int64_t tracker)
{
    char texts[3][MONEY_TEXT_MAX];
    printf("     %-14s %14s %2s %14s %2s %14s   %s\n", ours, text_of(played, is_money, texts[0]),
           played == network ? "=" : "!=", text_of(network, is_money, texts[1]),
           network == tracker ? "=" : "!=", text_of(tracker, is_money, texts[2]), theirs);
    return played == network && network == tracker;
}

bool demo_compare(struct demo *demo)
{
    struct figures played = expected_of(demo), network, tracker;
    demo_title("Both sides");
    if (!read_network(demo, &network) || !read_tracker(demo, &tracker))
        return false;
    printf("     %-14s %14s    %14s    %14s\n", "ad network", "played", "ad network", "tracker");
    /* All rows are shown, whatever the first ones say. */
    bool is_equal =
        print_row("clicks", "visits", false, played.clicks, network.clicks, tracker.clicks);
    is_equal = print_row("cost, USD", "cost, USD", true, played.cost_micros, network.cost_micros,
                         tracker.cost_micros) &&
               is_equal;
    is_equal = print_row("conversions", "conversions", false, played.conversions,
                         network.conversions, tracker.conversions) &&
               is_equal;
    is_equal = print_row("value, USD", "revenue, USD", true, played.value_micros,
                         network.value_micros, tracker.value_micros) &&
               is_equal;
    return is_equal ? true : demo_fail("the two sides differ");
}

/* --- The proof ----------------------------------------------------------------------------------
 */

static void on_fault(void *context, const char *sentence)
{
    (void)context;
    demo_line("FAULT", "%s", sentence);
}

bool demo_verify(struct demo *demo)
{
    struct verify_report report;
    demo_title("Verify: the chain over every entry, and all sums from the entries");
    enum err err =
        ledger_verify(demo->dir, &(struct verify_options){.on_fault = on_fault}, &report);
    if (err != OK)
        return demo_fail("the ledger could not be verified: %s", err_text(err));
    demo_line("verify",
              "%" PRIu64 " entries in %" PRIu64 " batches, %" PRIu64 " personal records, %" PRIu64
              " faults",
              report.entries, report.batches, report.personal, report.faults);
    return report.faults == 0 ? true : demo_fail("the ledger has faults");
}

/* Counters begin anew with the process: they are worth something when one process saw it all. */
static bool check_one_edge(struct demo *demo)
{
    uint64_t visits;
    if (!demo_metric(demo, "rebond_visits_total", &visits))
        return false;
    return visits == demo->clicks + DEMO_FAULTS
               ? true
               : demo_fail("the edge counted %" PRIu64
                           " visits since its start: did it start anew? "
                           "See %s/serve.log",
                           visits, demo->dir);
}

bool demo_check_addresses(struct demo *demo)
{
    struct fetch_counters own = fetch_counters();
    uint64_t opened_public, opened_private, opened_loopback;
    demo_title("Outgoing: every connection that the server and this demo opened");
    if (!check_one_edge(demo) ||
        !demo_metric(demo, "rebond_fetch_opened_public_total", &opened_public) ||
        !demo_metric(demo, "rebond_fetch_opened_private_total", &opened_private) ||
        !demo_metric(demo, "rebond_fetch_opened_loopback_total", &opened_loopback))
        return false;
    uint64_t outside = opened_public + opened_private + own.opened_public + own.opened_private;
    demo_line("connections", "%" PRIu64 " to other addresses, %" PRIu64 " to 127.0.0.1", outside,
              opened_loopback + own.opened_loopback);
    if (outside != 0)
        return demo_fail("connections were opened to other addresses");
    demo_line("", "nothing left this machine");
    return true;
}
