/* guard - judges addresses as they are connected to. Pure but for the socket and the counters; any
 * thread. */
#include "fetch/guard.h"

#include <stdatomic.h>

#include "base/buf.h"

#define NOTE_BYTES_MAX 256

/* By enum net_zone. */
static _Atomic uint64_t opened[3];
static _Atomic uint64_t refused;

static const char *const zone_names[] = {
    [NET_PUBLIC] = "public", [NET_LOOPBACK] = "loopback", [NET_PRIVATE] = "private"};

static bool has_scheme(struct str url, struct str scheme)
{
    return url.len > scheme.len && str_is_equal_nocase(str_slice(url, 0, scheme.len), scheme);
}

bool guard_allows_url(struct str url)
{
    if (url.ptr == NULL || url.len > FETCH_URL_BYTES_MAX)
        return false;
    if (str_has_control(url) || str_find_char(url, ' ') >= 0)
        return false;
    return has_scheme(url, STR("http://")) || has_scheme(url, STR("https://"));
}

bool guard_allows_address(const struct fetch_policy *policy, const struct net_address *address)
{
    if (net_zone(address) == NET_PUBLIC)
        return true;
    for (size_t i = 0; i < policy->allow_private_count; i++)
        if (net_is_in_range(address, &policy->allow_private[i]))
            return true;
    return false;
}

static void write_reason(const struct net_address *address, char reason[GUARD_REASON_MAX])
{
    struct arena *arena = arena_make(NOTE_BYTES_MAX);
    struct buf buf = buf_from_memory(reason, GUARD_REASON_MAX - 1);

    buf_format(&buf, "address %.*s is %s and courier.allow_private does not name its network",
               STR_FMT(net_text(arena, address)), zone_names[net_zone(address)]);
    reason[buf.len] = '\0';
    arena_free(arena);
}

static int open_local(bool is_local, int type, char reason[GUARD_REASON_MAX])
{
    static const char not_asked[] = "a local socket that the request did not ask for";

    if (is_local)
        return socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
    memcpy(reason, not_asked, sizeof(not_asked));
    atomic_fetch_add_explicit(&refused, 1, memory_order_relaxed);
    return -1;
}

int guard_open_socket(const struct fetch_policy *policy, bool is_local,
                      const struct sockaddr *sockaddr, int type, int protocol,
                      char reason[GUARD_REASON_MAX])
{
    reason[0] = '\0';
    if (sockaddr->sa_family == AF_UNIX)
        return open_local(is_local, type, reason);

    struct net_address address = net_from_sockaddr(sockaddr);
    if (!guard_allows_address(policy, &address)) {
        write_reason(&address, reason);
        atomic_fetch_add_explicit(&refused, 1, memory_order_relaxed);
        return -1;
    }
    int fd = socket(sockaddr->sa_family, type | SOCK_CLOEXEC, protocol);
    if (fd >= 0)
        atomic_fetch_add_explicit(&opened[net_zone(&address)], 1, memory_order_relaxed);
    return fd;
}

struct fetch_counters fetch_counters(void)
{
    return (struct fetch_counters){
        .opened_public = atomic_load_explicit(&opened[NET_PUBLIC], memory_order_relaxed),
        .opened_private = atomic_load_explicit(&opened[NET_PRIVATE], memory_order_relaxed),
        .opened_loopback = atomic_load_explicit(&opened[NET_LOOPBACK], memory_order_relaxed),
        .refused = atomic_load_explicit(&refused, memory_order_relaxed),
    };
}
