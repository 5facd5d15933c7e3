/* demo_visitors - people who see the ad and click: /go of the ad network, then where its redirect
 * says, then where the tracker's redirect says, to the shop. At most DEMO_IN_FLIGHT at once. */
#include <stdarg.h>
#include "base/clock.h"
#include "base/id.h"
#include "serve/demo.h"

#define RUN_MS        50
#define URL_BYTES_MAX 2048
#define REASON_BYTES  1024
#define PROGRESS_MS   2000

enum stage { STAGE_AD, STAGE_TRACKER, STAGE_SHOP };

struct crowd;

struct visitor {
    struct crowd *crowd;
    uint64_t number; /* from 1 */
    enum stage stage;
};

struct crowd {
    struct demo *demo;
    struct visitor visitors[DEMO_IN_FLIGHT];
    uint64_t last; /* the number of the last visitor to come */
    uint64_t started, arrived;
    struct str tracker_prefix; /* "http://127.0.0.1:40123/15GFcZ?" */
    char reason[REASON_BYTES]; /* of the first failure; "": none */
};

static const char *const browsers[] = {
    "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36",
    "User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "User-Agent: Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36",
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
};

void demo_browser(uint64_t number, struct str headers[DEMO_BROWSER_HEADERS])
{
    headers[0] = str_from_c(browsers[number % ARRAY_LEN(browsers)]);
    headers[1] = STR("Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
    headers[2] = STR("Accept-Language: fr-FR,fr;q=0.9,en;q=0.5");
}

static void fail(struct visitor *visitor, const char *format, ...) PRINTF_LIKE(2, 3);
static void fail(struct visitor *visitor, const char *format, ...)
{
    struct crowd *crowd = visitor->crowd;
    va_list args;
    if (crowd->reason[0] != '\0')
        return;
    int len =
        snprintf(crowd->reason, sizeof(crowd->reason), "visitor %" PRIu64 ": ", visitor->number);
    va_start(args, format);
    vsnprintf(crowd->reason + len, sizeof(crowd->reason) - (size_t)len, format, args);
    va_end(args);
}

/* --- One visitor --------------------------------------------------------------------------------
 */

static void come(struct visitor *visitor);
static void on_answer(void *context, const struct fetch_result *result);

static void ask(struct visitor *visitor, struct str url)
{
    struct str headers[DEMO_BROWSER_HEADERS];
    demo_browser(visitor->number, headers);
    struct fetch_request request = {
        .url = url, .headers = headers, .header_count = ARRAY_LEN(headers)};
    enum err err = fetcher_start(visitor->crowd->demo->fetcher, &request, on_answer, visitor);
    if (err != OK)
        fail(visitor, "%.*s: %s", STR_FMT(url), err_text(err));
}

/* The first visitor's way is shown, hop by hop. */
static void tell(const struct visitor *visitor, const char *name, struct str url)
{
    if (visitor->number == 1)
        demo_line(name, "%.*s", STR_FMT(url));
}

/* The ad network sent them to the campaign's URL, all its tokens filled in. */
static void go_to_tracker(struct visitor *visitor, struct str location)
{
    tell(visitor, "302 to tracker", location);
    if (!str_has_prefix(location, visitor->crowd->tracker_prefix) ||
        str_find_char(location, '{') >= 0) {
        fail(visitor, "the ad network sent them to \"%.*s\"", STR_FMT(location));
        return;
    }
    visitor->stage = STAGE_TRACKER;
    ask(visitor, location);
}

/* The tracker sent them to the offer, the click id behind "s1=" and nothing else changed. */
static void go_to_shop(struct visitor *visitor, struct str location)
{
    struct demo *demo = visitor->crowd->demo;
    struct str offer = demo->world.offer_url;
    tell(visitor, "302 to shop", location);
    if (!str_has_prefix(location, offer) || location.len != offer.len + CLICK_ID_LEN) {
        fail(visitor, "the tracker sent them to \"%.*s\", expected %.*s and a click id",
             STR_FMT(location), STR_FMT(offer));
        return;
    }
    if (visitor->number % DEMO_CLICKS_PER_BUY == 0)
        memcpy(demo->buyers[visitor->number / DEMO_CLICKS_PER_BUY - 1], location.ptr + offer.len,
               CLICK_ID_LEN);
    visitor->stage = STAGE_SHOP;
    ask(visitor, location);
}

static void on_answer(void *context, const struct fetch_result *result)
{
    struct visitor *visitor = context;
    struct crowd *crowd = visitor->crowd;
    unsigned expected = visitor->stage == STAGE_SHOP ? 200 : 302;
    if (result->reach != FETCH_ANSWERED || result->status != expected) {
        static const char *const stages[] = {"the ad network", "the tracker", "the shop"};
        fail(visitor, "%s answered %u %.*s%.*s, expected %u", stages[visitor->stage],
             result->status, STR_FMT(result->error), STR_FMT(result->body), expected);
        return;
    }
    switch (visitor->stage) {
    case STAGE_AD:
        go_to_tracker(visitor, result->location);
        return;
    case STAGE_TRACKER:
        go_to_shop(visitor, result->location);
        return;
    case STAGE_SHOP:
        tell(visitor, "200", str_trim(result->body));
        crowd->arrived++;
        come(visitor);
        return;
    }
}

/* The next visitor in this place, if one is still to come. */
static void come(struct visitor *visitor)
{
    static const char *const countries[] = {"FRA", "FRA", "DEU", "ESP", "ITA"};
    struct crowd *crowd = visitor->crowd;
    char url[URL_BYTES_MAX];
    if (crowd->started == crowd->last || crowd->reason[0] != '\0' || demo_is_interrupted())
        return;
    uint64_t n = visitor->number = ++crowd->started;
    visitor->stage = STAGE_AD;
    const struct demo_world *world = &crowd->demo->world;
    size_t zone = n % DEMO_ZONES, site = zone % DEMO_SITES;
    int len = snprintf(url, sizeof(url),
                       "%.*s?site_id=%" PRIu64 "&zone_id=%" PRIu64
                       "&src_hostname=site%zu.example&category_id=%zu&country=%s&format=300x250",
                       STR_FMT(world->ad_click_url), world->sites[site], world->zones[zone],
                       site + 1, 1 + site % 5, countries[n % ARRAY_LEN(countries)]);
    CHECK(len > 0 && (size_t)len < sizeof(url));
    tell(visitor, "GET", (struct str){url, (size_t)len});
    ask(visitor, (struct str){url, (size_t)len});
}

/* --- All of them --------------------------------------------------------------------------------
 */

/* Lets visitors come up to that number, and waits until none is on the way. */
static bool run(struct crowd *crowd, uint64_t last)
{
    struct fetcher *fetcher = crowd->demo->fetcher;
    int64_t told_mono_ms = clock_mono_ms();
    crowd->last = last;
    for (size_t i = 0; i < DEMO_IN_FLIGHT; i++)
        come(&crowd->visitors[i]);
    while (fetcher_running(fetcher) > 0 && !demo_is_interrupted()) {
        fetcher_run(fetcher, RUN_MS);
        if (clock_mono_ms() - told_mono_ms < PROGRESS_MS)
            continue;
        told_mono_ms = clock_mono_ms();
        demo_line("", "%" PRIu64 " of %" PRIu64 " arrived", crowd->arrived, last);
    }
    if (demo_is_interrupted())
        return demo_fail("interrupted");
    return crowd->reason[0] == '\0' ? true : demo_fail("%s", crowd->reason);
}

bool demo_play_visitors(struct demo *demo)
{
    struct crowd crowd = {.demo = demo};
    for (size_t i = 0; i < DEMO_IN_FLIGHT; i++)
        crowd.visitors[i].crowd = &crowd;
    crowd.tracker_prefix = arena_format(demo->arena, "http://%s/%.*s?", demo->tracking,
                                        STR_FMT(demo->world.campaign_key));
    demo_title("Visitors: %" PRIu64 " people click the ad, up to %d at a time", demo->clicks,
               DEMO_IN_FLIGHT);
    int64_t began_mono_ms = clock_mono_ms();
    if (!run(&crowd, 1) || !run(&crowd, demo->clicks))
        return false;
    int64_t took_ms = clock_mono_ms() - began_mono_ms;
    uint64_t seen = demo_shop_visitors(demo->shop);
    demo_line("arrived",
              "%" PRIu64 " at the shop, each with a click id, in %" PRId64 ".%" PRId64 " s", seen,
              took_ms / 1000, took_ms % 1000 / 100);
    return seen == demo->clicks
               ? true
               : demo_fail("the shop saw %" PRIu64 " of %" PRIu64 " visitors", seen, demo->clicks);
}
