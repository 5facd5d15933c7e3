#include "visitor/signals.h"
#include "base/num.h"

/* User agents that fetch a link in order to show a preview of it, as they name themselves. */
static const char *const link_previews[] = {
    "facebookexternalhit",
    "Facebot",
    "Twitterbot",
    "Slackbot",
    "Slack-ImgProxy",
    "WhatsApp/",
    "TelegramBot",
    "Discordbot",
    "LinkedInBot",
    "SkypeUriPreview",
    "Viber",
    "vkShare",
    "Pinterestbot",
    "redditbot",
    "Iframely",
    "Embedly",
    "MicrosoftPreview",
    "Google-PageRenderer",
    "snapchat-url-preview",
    "Rebond link tester",
};

static bool is_link_preview(struct str agent)
{
    if (agent.len == 0)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(link_previews); i++) {
        if (str_find(agent, str_from_c(link_previews[i])) >= 0)
            return true;
    }
    return false;
}

static bool has(struct str text, const char *part)
{
    return str_find(text, str_from_c(part)) >= 0;
}

/* Of a version such as "17.4": whether its first number is above 5. */
static bool is_number_above_5(struct str version)
{
    uint64_t number;
    struct str first;
    return str_take_piece(&version, '.', &first) &&
           num_parse_u64(first, UINT32_MAX, &number) == OK && number > 5;
}

/* Safari for Windows ended with version 5; Chromium and its kin say Safari too, and say themselves.
 */
static bool is_safari_of_windows(struct str agent)
{
    long at = str_find(agent, STR(" Version/"));
    return has(agent, "Windows NT") && has(agent, " Safari/") && !has(agent, "Chrom") && at >= 0 &&
           is_number_above_5(str_slice(agent, (size_t)at + strlen(" Version/"), agent.len));
}

/* The system that the browser's hint names is none that the user agent can be of. A browser that
 * asks for the page of a desktop changes both, to Linux. */
static bool is_of_another_system(const struct http_request *request, struct str agent)
{
    struct str platform = http_header_find(request, STR("Sec-CH-UA-Platform"));
    if (str_is_equal(platform, STR("\"Windows\"")) || str_is_equal(platform, STR("\"macOS\"")))
        return has(agent, "Android ") || has(agent, "(iPhone;");
    if (str_is_equal(platform, STR("\"Android\"")))
        return has(agent, "(Windows NT") || has(agent, "(Macintosh;") || has(agent, "(iPhone;");
    return false;
}

/* Internet Explorer and Safari on a telephone know no client hints. */
static bool is_hinted_by_none(const struct http_request *request, struct str agent)
{
    return http_header_find(request, STR("Sec-CH-UA")).len > 0 &&
           (has(agent, "Trident/") || has(agent, "(iPhone;"));
}

static bool is_impossible(const struct http_request *request, struct str agent)
{
    return agent.len > 0 && (is_safari_of_windows(agent) || is_of_another_system(request, agent) ||
                             is_hinted_by_none(request, agent));
}

static uint64_t if_so(bool is_so, enum signal signal)
{
    return is_so ? (uint64_t)signal : 0;
}

uint64_t signals_of(const struct signals_case *c)
{
    const struct http_request *request = c->request;
    struct str agent = http_header_find(request, STR("User-Agent"));
    bool is_crawler = c->facts != NULL && c->facts->is_crawler;
    bool is_hosting = c->facts != NULL && c->facts->hosting == VISITOR_YES;
    return if_so(request->method == HTTP_METHOD_HEAD, SIGNAL_HEAD) |
           if_so(is_link_preview(agent), SIGNAL_LINK_PREVIEW) | if_so(is_crawler, SIGNAL_CRAWLER) |
           if_so(is_impossible(request, agent), SIGNAL_IMPOSSIBLE) |
           if_so(c->is_listed, SIGNAL_LISTED) | if_so(is_hosting, SIGNAL_HOSTING) |
           if_so(str_trim(agent).len == 0, SIGNAL_NO_AGENT) |
           if_so(http_header_find(request, STR("Accept-Language")).len == 0, SIGNAL_NO_LANGUAGE) |
           if_so(c->is_frequent, SIGNAL_FREQUENT);
}

static uint64_t renew(uint64_t signals, enum signal signal, bool is_known, bool is_so)
{
    if (!is_known)
        return signals;
    return (signals & ~(uint64_t)signal) | if_so(is_so, signal);
}

uint64_t signals_again(uint64_t before, const struct signals_now *now)
{
    uint64_t signals = renew(before, SIGNAL_CRAWLER, now->knows_crawlers, now->is_crawler);
    signals = renew(signals, SIGNAL_HOSTING, now->knows_network, now->is_hosting);
    return renew(signals, SIGNAL_LISTED, now->is_listed || now->knows_lists, now->is_listed);
}

bool signals_are_bot(uint64_t signals)
{
    uint64_t hints = signals & ~(uint64_t)SIGNALS_CERTAIN;
    return (signals & SIGNALS_CERTAIN) != 0 || (hints & (hints - 1)) != 0;
}

const struct visitor_word *signals_words(size_t *count)
{
    static const struct visitor_word words[] = {
        {SIGNAL_HEAD, "head"},         {SIGNAL_LINK_PREVIEW, "link_preview"},
        {SIGNAL_CRAWLER, "crawler"},   {SIGNAL_IMPOSSIBLE, "impossible"},
        {SIGNAL_LISTED, "listed"},     {SIGNAL_HOSTING, "hosting"},
        {SIGNAL_NO_AGENT, "no_agent"}, {SIGNAL_NO_LANGUAGE, "no_language"},
        {SIGNAL_FREQUENT, "frequent"},
    };
    _Static_assert(ARRAY_LEN(words) == SIGNALS_COUNT, "each has a word");
    *count = ARRAY_LEN(words);
    return words;
}
