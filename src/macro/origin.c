/* origin - judges where a URL leads: scheme, user info, host and port, which no macro may touch
 * (DESIGN.md §5). Pure; any thread. */
#include "base/net.h"
#include "base/num.h"
#include "macro/internal.h"

#define PORT_MAX        65535
#define PORT_DIGITS_MAX 5
#define HOST_BYTES_MAX  253 /* RFC 1035 §2.3.4, without the dots at the ends */

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The scheme's length with "://", or 0. */
static size_t scheme_len(struct str url)
{
    static const struct str schemes[] = {{"http://", 7}, {"https://", 8}};
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
        if (str_is_equal_nocase(str_slice(url, 0, schemes[i].len), schemes[i])) {
            return schemes[i].len;
        }
    }
    return 0;
}

static struct str authority_of(struct str url, size_t from)
{
    size_t to = from;
    while (to < url.len && url.ptr[to] != '/' && url.ptr[to] != '?' && url.ptr[to] != '#') {
        to++;
    }
    return str_slice(url, from, to);
}

/* Bytes over which programs disagree where a host ends, or that would have to be escaped. */
static enum err check_bytes(struct str authority, struct macro_fault *fault)
{
    for (size_t i = 0; i < authority.len; i++) {
        unsigned char c = (unsigned char)authority.ptr[i];
        if (c == '{' || c == '}') {
            return macro_refuse(fault, "no macro may stand in the scheme, user info, host or port");
        }
        if (c >= 0x80) {
            return macro_refuse(fault, "the host is not ASCII: write it as xn--...");
        }
        if (c <= ' ' || c == 0x7f || memchr("%\\\"<>^`|", c, 8) != NULL) {
            return macro_refuse(fault, "a byte that no host may hold, at byte %zu of the host", i);
        }
    }
    return OK;
}

static enum err check_host(struct str host, struct macro_fault *fault)
{
    if (host.len == 0) {
        return macro_refuse(fault, "the URL has no host");
    }
    if (host.len > HOST_BYTES_MAX) {
        return macro_refuse(fault, "the host is longer than %d bytes", HOST_BYTES_MAX);
    }
    if (host.ptr[0] == '[') {
        struct net_address address;
        struct str inner = str_slice(host, 1, host.len - 1);
        if (host.ptr[host.len - 1] != ']' || str_find_char(inner, ':') < 0 ||
            net_parse_address(inner, &address) != OK) {
            return macro_refuse(fault, "the host is no IPv6 address");
        }
        return OK;
    }
    for (size_t i = 0; i < host.len; i++) {
        if (!is_alnum(host.ptr[i]) && memchr(".-_", host.ptr[i], 3) == NULL) {
            return macro_refuse(fault, "a byte that no host may hold, at byte %zu of the host", i);
        }
    }
    return OK;
}

static enum err check_port(struct str port, struct macro_fault *fault)
{
    uint64_t number;
    if (port.len > PORT_DIGITS_MAX || num_parse_u64(port, PORT_MAX, &number) != OK || number == 0) {
        return macro_refuse(fault, "the port must be a number from 1 to %d", PORT_MAX);
    }
    return OK;
}

/* The place of the ':' before the port, or the length of the text when there is none. */
static size_t port_at(struct str host_and_port)
{
    ptrdiff_t bracket = str_find_char(host_and_port, ']');
    for (size_t i = bracket < 0 ? 0 : (size_t)bracket; i < host_and_port.len; i++) {
        if (host_and_port.ptr[i] == ':') {
            return i;
        }
    }
    return host_and_port.len;
}

enum err macro_check_origin(struct str url, struct macro_fault *fault)
{
    size_t scheme = scheme_len(url);
    if (scheme == 0) {
        return macro_refuse(fault, "the URL must begin with http:// or https://");
    }
    struct str rest = authority_of(url, scheme);
    enum err err = check_bytes(rest, fault);
    if (err != OK) {
        return err;
    }
    ptrdiff_t at = str_find_char(rest, '@');
    if (at >= 0) { /* a second '@' is refused with the host */
        rest = str_slice(rest, (size_t)at + 1, rest.len);
    }
    size_t colon = port_at(rest);
    err = check_host(str_slice(rest, 0, colon), fault);
    if (err == OK && colon < rest.len) {
        err = check_port(str_slice(rest, colon + 1, rest.len), fault);
    }
    return err;
}
