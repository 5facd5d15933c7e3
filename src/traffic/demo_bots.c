#include "traffic/demo_bots.h"

#include "traffic/crowd.h"

#define CHROME                                                                                     \
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "            \
    "Chrome/131.0.0.0 Safari/537.36"
#define LINUX_CHROME                                                                               \
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 "     \
    "Safari/537.36"

const struct demo_bot demo_bots[DEMO_BOTS] = {
    {24, HTTP_METHOD_GET, LINUX_CHROME, "", true, false},
    {18, HTTP_METHOD_GET,
     "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "", true, false},
    {12, HTTP_METHOD_GET, "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", "",
     true, false},
    {12, HTTP_METHOD_GET, CHROME, "en-US", true, true},
    {10, HTTP_METHOD_GET,
     "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "", true, false},
    {8, HTTP_METHOD_HEAD, CHROME, "en-US", false, false},
    {6, HTTP_METHOD_GET, "WhatsApp/2.23.20.0 A", "en-US", false, false},
    {6, HTTP_METHOD_GET, "python-requests/2.31.0", "", true, false},
    {5, HTTP_METHOD_GET, "curl/8.5.0", "", false, false},
    {5, HTTP_METHOD_GET, "", "", false, false},
    {4, HTTP_METHOD_GET,
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/17.4 Safari/605.1.15",
     "en-US", false, false},
    {4, HTTP_METHOD_HEAD, LINUX_CHROME, "", true, true},
};

struct demo_bots {
    struct visitor_facts devices[DEMO_BOTS];
};

static struct http_request request_of(const struct demo_bot *bot)
{
    return (struct http_request){
        .method = bot->method,
        .headers = {{STR("User-Agent"), str_from_c(bot->user_agent)},
                    {STR("Accept-Language"), str_from_c(bot->language)}},
        .header_count = 2,
    };
}

struct demo_bots *demo_bots_make(const struct devices *devices, struct arena *arena)
{
    struct demo_bots *bots = ARENA_NEW(arena, struct demo_bots);
    CHECK(bots != NULL);
    if (devices == NULL)
        return bots;
    struct device_desk *desk = device_desk_make(devices, 1);
    for (size_t i = 0; i < DEMO_BOTS; i++) {
        struct http_request request = request_of(&demo_bots[i]);
        crowd_ask_device(desk, &request, arena, &bots->devices[i]);
    }
    device_desk_free(desk);
    return bots;
}

const struct visitor_facts *demo_bot_device(const struct demo_bots *bots,
                                            const struct demo_bot *bot)
{
    return &bots->devices[bot - demo_bots];
}

uint64_t demo_bot_signals(const struct demo_bot *bot, const struct visitor_facts *facts)
{
    struct http_request request = request_of(bot);
    return signals_of(&(struct signals_case){
        .request = &request, .facts = facts, .is_frequent = bot->is_frequent});
}
