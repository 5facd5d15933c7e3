/* demo_faults - what goes wrong between a tracker and an ad network, really provoked: a postback
 * that is lost on its way, one that is late, one that names a goal with a wrong digit. The
 * reconciliation must name each, and its parts must make up the gap. */
#include <unistd.h>
#include "base/clock.h"
#include "base/id.h"
#include "serve/demo.h"

#define WAIT_MS       30000
#define POLL_MS       50
#define SCRATCH_BYTES (256 * 1024)

/* One further purchase, and what is done to telling it. */
struct fault {
    const char *told; /* what is done */
    enum demo_hop_manner manner;
    bool is_goal_wrong;
    const char *outcome; /* that the tracker's log must show */
    const char *cause;   /* that the reconciliation must; NULL: both sides count it */
    char conversion_id[24];
};

/* The late one last: the hop stays as it is until both sides were compared, so that the retry, if
 * it comes meanwhile, is late as well. */
static const struct fault plan[DEMO_FAULTS] = {
    {"passed on", DEMO_HOP_PASSES, false, "delivered", NULL, ""},
    {"lost: the hop answers OK and drops it", DEMO_HOP_LOSES, false, "delivered", "lost", ""},
    {"wrong goal: a digit of its id mistyped", DEMO_HOP_PASSES, true, "refused", "wrong_goal", ""},
    {"late: the hop answers 503, try again", DEMO_HOP_DELAYS, false, "retrying", "late", ""},
};

/* --- The source's postback ----------------------------------------------------------------------
 */

/* The goal's own URL by way of the hop. */
static bool set_postback(struct demo *demo, bool is_goal_wrong)
{
    char path[64];
    struct str goal = arena_copy(demo->arena, demo->world.goal_id);
    CHECK(goal.len > 0);
    char last = goal.ptr[goal.len - 1];
    (void)snprintf(path, sizeof(path), "sources/%" JSON_INTEGER_FORMAT, demo->world.source_id);
    struct str url =
        arena_format(demo->arena, "http://%s/tag.php?goal=%.*s%c&tag={external_id}&value={revenue}",
                     demo_hop_address(demo->hop), STR_FMT(str_slice(goal, 0, goal.len - 1)),
                     !is_goal_wrong ? last
                     : last == '0'  ? '1'
                                    : '0');
    json_auto_t *source =
        demo_api_patch(demo, path, json_pack("{s:{s:s%}}", "postback", "url", url.ptr, url.len));
    return source != NULL;
}

/* --- A purchase ---------------------------------------------------------------------------------
 */

/* Where a redirect leads; in the arena. */
static bool follow(struct demo *demo, struct arena *arena, struct str url, struct str *location)
{
    struct str headers[DEMO_BROWSER_HEADERS];
    struct fetch_request request = {
        .url = url, .headers = headers, .header_count = DEMO_BROWSER_HEADERS};
    struct fetch_result result;

    demo_browser(0, headers);
    enum err err = fetch_once(demo->fetcher, arena, &request, &result);

    if (err != OK || result.reach != FETCH_ANSWERED || result.status != 302)
        return demo_fail("%.*s: expected a redirect, got %u", STR_FMT(url),
                         err == OK ? result.status : 0);
    *location = result.location;
    return true;
}

/* The ad, the tracker, and the affiliate network's postback. */
static bool buy(struct demo *demo, struct arena *arena, uint64_t k, struct str *cid)
{
    char memory[DEMO_URL_BYTES_MAX];
    struct str campaign, offer;
    struct fetch_result result;

    if (!follow(demo, arena, demo->world.ad_click_url, &campaign) ||
        !follow(demo, arena, campaign, &offer))
        return false;
    if (offer.len < CLICK_ID_LEN)
        return demo_fail("the tracker sent them to \"%.*s\"", STR_FMT(offer));
    *cid = str_slice(offer, offer.len - CLICK_ID_LEN, offer.len);
    if (!demo_get(demo, arena, demo_postback_url(demo, demo->buyer_count + k, *cid, memory),
                  &result))
        return false;
    return str_is_equal(result.body, STR("OK"))
               ? true
               : demo_fail("a postback was answered %.*s", STR_FMT(result.body));
}

static bool take_text(const json_t *row, const char *name, char *text, size_t bytes)
{
    const char *found = json_string_value(json_object_get(row, name));
    (void)snprintf(text, bytes, "%s", found != NULL ? found : "");
    return found != NULL;
}

/* The first row of a list, lent by it. */
static const json_t *first_of(const json_t *answer)
{
    return json_array_get(json_object_get(answer, "rows"), 0);
}

static bool wait_for_outcome(struct demo *demo, const struct fault *fault)
{
    int64_t by_mono_ms = clock_mono_ms() + WAIT_MS;

    for (;;) {
        char outcome[24] = "", body[128];
        json_auto_t *sent =
            demo_api_get(demo, "postbacks/out?conversion_id=%s", fault->conversion_id);
        if (sent == NULL)
            return false;
        if (take_text(first_of(sent), "outcome", outcome, sizeof(outcome))) {
            (void)take_text(first_of(sent), "body", body, sizeof(body));
            demo_line(outcome, "%s; answered \"%s\"", fault->told, body);
            return strcmp(outcome, fault->outcome) == 0
                       ? true
                       : demo_fail("expected a postback that is %s", fault->outcome);
        }
        if (clock_mono_ms() > by_mono_ms)
            return demo_fail("nothing was sent within %d s", WAIT_MS / 1000);
        (void)usleep(POLL_MS * 1000);
    }
}

static bool play_one(struct demo *demo, struct fault *fault, uint64_t k)
{
    struct arena *arena = arena_make(SCRATCH_BYTES);
    struct str cid;

    demo_hop_set(demo->hop, fault->manner);
    bool is_ok = (!fault->is_goal_wrong || set_postback(demo, true)) && buy(demo, arena, k, &cid);
    json_auto_t *conversions =
        is_ok ? demo_api_get(demo, "conversions?cid=%.*s", STR_FMT(cid)) : NULL;
    is_ok = is_ok && conversions != NULL;
    if (is_ok &&
        !take_text(first_of(conversions), "id", fault->conversion_id, sizeof(fault->conversion_id)))
        is_ok = demo_fail("the purchase is no conversion");
    is_ok = is_ok && wait_for_outcome(demo, fault) &&
            (!fault->is_goal_wrong || set_postback(demo, false));
    arena_free(arena);
    return is_ok;
}

/* --- The comparison -----------------------------------------------------------------------------
 */

static json_int_t count_of(const json_t *sums)
{
    return json_integer_value(json_object_get(sums, "conversions"));
}

static void print_sums(const char *name, const json_t *sums, const char *more)
{
    demo_line(name, "%6" JSON_INTEGER_FORMAT "  %10s  %s", count_of(sums),
              json_string_value(json_object_get(sums, "value")), more);
}

/* The cause's one entry must be the conversion that the fault was planted in. */
static bool check_entry(struct demo *demo, const struct fault *fault)
{
    char id[24] = "";
    json_auto_t *entries =
        demo_api_get(demo, "reconcile/entries?source=%" JSON_INTEGER_FORMAT "&cause=%s",
                     demo->world.source_id, fault->cause);
    size_t count = json_array_size(json_object_get(entries, "rows"));

    if (entries == NULL)
        return false;
    (void)take_text(first_of(entries), "conversion_id", id, sizeof(id));
    return count == 1 && strcmp(id, fault->conversion_id) == 0
               ? true
               : demo_fail("%s: expected conversion %s, found %zu entries, the first one %s",
                           fault->cause, fault->conversion_id, count, id);
}

static const struct fault *fault_of(const struct fault *faults, const json_t *cause)
{
    const char *word = json_string_value(json_object_get(cause, "cause"));

    for (size_t i = 0; i < DEMO_FAULTS; i++)
        if (word != NULL && faults[i].cause != NULL && strcmp(word, faults[i].cause) == 0)
            return &faults[i];
    return NULL;
}

static bool check_causes(struct demo *demo, const struct fault *faults, const json_t *totals)
{
    const json_t *causes = json_object_get(totals, "causes");
    size_t i;
    json_t *cause;

    json_array_foreach(causes, i, cause)
    {
        const struct fault *fault = fault_of(faults, cause);
        const char *word = json_string_value(json_object_get(cause, "cause"));
        print_sums(word, cause, fault != NULL ? fault->told : "");
        if (fault == NULL || count_of(cause) != -1)
            return demo_fail("the reconciliation names %s, which was not planted once", word);
        if (!check_entry(demo, fault))
            return false;
    }
    return i == DEMO_FAULTS - 1 ? true : demo_fail("expected %d causes", DEMO_FAULTS - 1);
}

static bool compare(struct demo *demo, const struct fault *faults)
{
    json_auto_t *answer =
        demo_api_get(demo, "reconcile?source=%" JSON_INTEGER_FORMAT, demo->world.source_id);
    const json_t *totals = json_object_get(answer, "totals");
    const json_t *tracker = json_object_get(totals, "tracker");
    const json_t *network = json_object_get(totals, "network");

    if (answer == NULL)
        return false;
    demo_line("GET", "http://%s/api/v1/reconcile?source=%" JSON_INTEGER_FORMAT, demo->dashboard,
              demo->world.source_id);
    print_sums("tracker", tracker, "");
    if (!check_causes(demo, faults, totals))
        return false;
    print_sums("ad network", network, "");
    if (count_of(tracker) != (json_int_t)demo->buyer_count + DEMO_FAULTS ||
        count_of(network) != (json_int_t)demo->buyer_count + 1)
        return demo_fail("expected %" PRIu64 " and %" PRIu64 " conversions",
                         demo->buyer_count + DEMO_FAULTS, demo->buyer_count + 1);
    return true;
}

bool demo_play_faults(struct demo *demo)
{
    struct fault faults[DEMO_FAULTS];

    memcpy(faults, plan, sizeof(faults));
    demo_title("Faults: %d more purchases, told by way of a hop that does not always pass them on",
               DEMO_FAULTS);
    if (!demo_hop_open(demo->network, &demo->hop) || !set_postback(demo, false))
        return false;
    for (uint64_t k = 0; k < DEMO_FAULTS; k++)
        if (!play_one(demo, &faults[k], k))
            return false;
    demo_title("Reconciliation: what each side counts, and why they differ");
    bool is_ok = compare(demo, faults);
    demo_hop_set(demo->hop, DEMO_HOP_PASSES);
    return is_ok;
}
