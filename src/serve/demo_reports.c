/* demo_reports - what a person reads on both sides: the tracker's report and the ad network's
 * statistics, which must agree in every number that both have, in all and site by site. */
#include <unistd.h>
#include "base/clock.h"
#include "base/rate.h"
#include "serve/demo.h"

#define WAIT_MS  20000
#define POLL_MS  100
#define SPAN     "from=%s&to=%s&tz=UTC"
#define DAY_TEXT 16
#define DAY_MS   INT64_C(86400000)

/* Numbers that both sides have: what each calls it, and where the ad network's is one of its goals'
 * columns. */
static const struct {
    const char *network, *tracker;
    bool is_of_goals;
} common[] = {
    {"clicks", "visits", false}, {"cost", "cost", false},
    {"ecpc", "cpv", false},      {"conversions", "conversions", true},
    {"value", "revenue", true},  {"cvr", "cv", true},
    {"ecpa", "cpa", true},       {"profit", "profit", true},
    {"roi", "roi", true},
};

struct reports {
    json_t *network, *tracker;
};

static void drop(struct reports *reports)
{
    json_decref(reports->network);
    json_decref(reports->tracker);
    *reports = (struct reports){0};
}

static void write_day(int64_t wall_ms, char text[DAY_TEXT])
{
    struct buf buf = buf_from_memory(text, DAY_TEXT - 1);
    rate_write_date(&buf, rate_date_of_day(rate_day(wall_ms)));
    text[buf.len] = '\0';
}

/* Both for yesterday, today and tomorrow, since midnight may come: by site where is_by_site. */
static bool ask_both(struct demo *demo, bool is_by_site, struct reports *reports)
{
    char from[DAY_TEXT], to[DAY_TEXT];
    write_day(clock_wall_ms() - DAY_MS, from);
    write_day(clock_wall_ms() + DAY_MS, to);
    reports->network = demo_api_get(
        demo, "adreport?" SPAN "&filter=variation:%" JSON_INTEGER_FORMAT "%s", from, to,
        demo->world.variation_id, is_by_site ? "&group_by=site&sort=site&limit=1000" : "");
    reports->tracker = demo_api_get(
        demo, "report?" SPAN "&filter=campaign:%" JSON_INTEGER_FORMAT "%s", from, to,
        demo->world.campaign_id, is_by_site ? "&group_by=token4&sort=token4&limit=1000" : "");
    return reports->network != NULL && reports->tracker != NULL;
}

static const json_t *figure_of(const json_t *row, const char *name, bool is_of_goals)
{
    const json_t *holder = is_of_goals ? json_object_get(row, "goals_total") : row;
    return json_object_get(holder, name);
}

/* Both are there, and say the same: 2 and 2.0 do. */
static bool is_same(const json_t *theirs, const json_t *ours)
{
    if (json_is_number(theirs) && json_is_number(ours))
        return json_number_value(theirs) == json_number_value(ours);
    return theirs != NULL && ours != NULL && json_equal(theirs, ours) != 0;
}

/* How many of the common numbers are the same. */
static size_t count_equal(const json_t *network, const json_t *tracker)
{
    size_t equal = 0;
    for (size_t i = 0; i < ARRAY_LEN(common); i++) {
        const json_t *theirs = figure_of(network, common[i].network, common[i].is_of_goals);
        const json_t *ours = json_object_get(tracker, common[i].tracker);
        equal += is_same(theirs, ours);
    }
    return equal;
}

/* --- The table ----------------------------------------------------------------------------------
 */

static const char *text_of(const json_t *value, char text[MONEY_TEXT_MAX])
{
    if (json_is_string(value))
        return json_string_value(value);
    if (!json_is_number(value))
        return "-";
    size_t len =
        json_dumpb(value, text, MONEY_TEXT_MAX - 1, JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
    text[len < MONEY_TEXT_MAX ? len : 0] = '\0';
    return text;
}

static void print_totals(const json_t *network, const json_t *tracker)
{
    char texts[2][MONEY_TEXT_MAX];
    printf("     %-14s %14s    %14s\n", "ad network", "ad network", "tracker");
    for (size_t i = 0; i < ARRAY_LEN(common); i++) {
        const json_t *theirs = figure_of(network, common[i].network, common[i].is_of_goals);
        const json_t *ours = json_object_get(tracker, common[i].tracker);
        printf("     %-14s %14s %2s %14s   %s\n", common[i].network, text_of(theirs, texts[0]),
               is_same(theirs, ours) ? "=" : "!=", text_of(ours, texts[1]), common[i].tracker);
    }
}

/* --- Site by site -------------------------------------------------------------------------------
 */

/* Whether both rows are of one site: an entity to the network, a token's text to the tracker. */
static bool is_same_site(const json_t *network, const json_t *tracker)
{
    char number[MONEY_TEXT_MAX];
    const char *token = json_string_value(json_object_get(tracker, "token4"));
    const json_t *group = json_object_get(network, "site");
    const char *site =
        text_of(json_is_object(group) ? json_object_get(group, "id") : group, number);
    return token != NULL && strcmp(token, site) == 0;
}

static bool compare_sites(const struct reports *reports)
{
    const json_t *network = json_object_get(reports->network, "rows");
    const json_t *tracker = json_object_get(reports->tracker, "rows");
    size_t i, equal = 0, count = json_array_size(network);
    const json_t *row;
    json_array_foreach(network, i, row)
    {
        const json_t *other = json_array_get(tracker, i);
        if (is_same_site(row, other))
            equal += count_equal(row, other);
    }
    demo_line("by site", "%zu sites, %zu of %zu numbers equal", count, equal,
              count * ARRAY_LEN(common));
    return count > 0 && count == json_array_size(tracker) && equal == count * ARRAY_LEN(common);
}

/* --- Both reports -------------------------------------------------------------------------------
 */

static bool is_caught_up(const struct reports *reports)
{
    const json_t *network = json_object_get(reports->network, "behind_ms");
    const json_t *tracker = json_object_get(reports->tracker, "behind_ms");
    return json_is_integer(network) && json_is_integer(tracker) &&
           json_integer_value(network) == 0 && json_integer_value(tracker) == 0;
}

static const json_t *totals_of(const json_t *report)
{
    return json_object_get(report, "totals");
}

/* Asks until both have everything. The facts look at the ledger only now and then: what came since
 * is not known to be missing, so a difference is looked at again until the time is over. */
static bool wait_for_both(struct demo *demo, struct reports *reports)
{
    int64_t end_mono_ms = clock_mono_ms() + WAIT_MS;
    for (;;) {
        if (!ask_both(demo, false, reports))
            return false;
        bool is_whole = is_caught_up(reports);
        size_t equal = count_equal(totals_of(reports->network), totals_of(reports->tracker));
        if (is_whole && equal == ARRAY_LEN(common))
            return true;
        if (clock_mono_ms() > end_mono_ms)
            return is_whole ? true : demo_fail("the reports are still behind");
        drop(reports);
        usleep(POLL_MS * 1000);
    }
}

bool demo_compare_reports(struct demo *demo)
{
    struct reports all = {0}, sites = {0};
    demo_title("Both sides' reports: /api/v1/adreport and /api/v1/report");
    bool is_ok = wait_for_both(demo, &all) && ask_both(demo, true, &sites);
    if (is_ok) {
        const json_t *network = totals_of(all.network), *tracker = totals_of(all.tracker);
        print_totals(network, tracker);
        bool is_equal = count_equal(network, tracker) == ARRAY_LEN(common);
        is_equal = compare_sites(&sites) && is_equal;
        is_ok = is_equal ? true : demo_fail("the two reports differ");
    }
    drop(&all);
    drop(&sites);
    return is_ok;
}
