#include "visitor/visitor.h"

uint64_t visitor_proxies(const struct visitor_facts *facts)
{
    return (facts->proxy == VISITOR_YES ? VISITOR_PROXY : 0) |
           (facts->vpn == VISITOR_YES ? VISITOR_VPN : 0) |
           (facts->hosting == VISITOR_YES ? VISITOR_HOSTING : 0);
}

const struct visitor_word *visitor_proxy_words(size_t *count)
{
    static const struct visitor_word words[] = {
        {VISITOR_PROXY, "proxy"}, {VISITOR_VPN, "vpn"}, {VISITOR_HOSTING, "hosting"}};
    *count = ARRAY_LEN(words);
    return words;
}

bool visitor_is_prefetch(const struct http_request *request)
{
    static const char *const names[] = {"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct str value = http_header_find(request, str_from_c(names[i]));
        if (str_find(value, STR("prefetch")) >= 0 || str_find(value, STR("prerender")) >= 0)
            return true;
    }
    return false;
}

static bool is_proxy(const struct net_address *address, const struct net_range *proxies,
                     size_t proxy_count)
{
    for (size_t i = 0; i < proxy_count; i++) {
        if (net_is_in_range(address, &proxies[i]))
            return true;
    }
    return false;
}

/* Goes back one line of X-Forwarded-For, from its end, as long as the address is a proxy's. False:
 * what stands further to the front cannot be believed. */
static bool walk_back(struct str chain, const struct net_range *proxies, size_t proxy_count,
                      struct net_address *address)
{
    while (chain.len > 0) {
        size_t at = chain.len;
        while (at > 0 && chain.ptr[at - 1] != ',')
            at--;
        struct net_address before;
        if (!is_proxy(address, proxies, proxy_count) ||
            net_parse_address(str_trim(str_slice(chain, at, chain.len)), &before) != OK)
            return false;
        *address = before;
        chain = str_slice(chain, 0, at > 0 ? at - 1 : 0);
    }
    return true;
}

struct net_address visitor_address(const struct http_request *request,
                                   const struct net_range *proxies, size_t proxy_count)
{
    struct net_address address = request->peer;
    /* A proxy may add a line of its own behind the one that a stranger sent: the last counts. */
    for (size_t i = request->header_count; i > 0; i--) {
        const struct http_header *header = &request->headers[i - 1];
        if (str_is_equal_nocase(header->name, STR("X-Forwarded-For")) &&
            !walk_back(header->value, proxies, proxy_count, &address))
            break;
    }
    return address;
}

/* --- Language ------------------------------------------------------------- */

#define LANGUAGE_LEN_MIN 2
#define LANGUAGE_LEN_MAX 8

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct str visitor_language(struct arena *arena, struct str sent)
{
    char text[LANGUAGE_LEN_MAX];
    size_t len = 0;
    while (len < sent.len && is_letter(sent.ptr[len]))
        len++;
    bool ends = len == sent.len || sent.ptr[len] == '-' || sent.ptr[len] == '_';
    if (!ends || len < LANGUAGE_LEN_MIN || len > LANGUAGE_LEN_MAX)
        return STR("");
    for (size_t i = 0; i < len; i++)
        text[i] = (char)(sent.ptr[i] | 0x20); /* a letter, in lower case */
    return arena_copy(arena, (struct str){text, len});
}
