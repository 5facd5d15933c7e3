#include "network/hosts.h"

#include "base/net.h"
#include "base/uri.h"

bool network_knows_host(const struct network_hosts *hosts, struct str host)
{
    struct str name = uri_host_name(host);
    struct str rest = hosts->more;
    struct str known;
    struct net_address address;
    if (rest.len == 0 || str_is_equal_nocase(name, STR("localhost")) ||
        net_parse_address(name, &address) == OK || str_is_equal_nocase(name, uri_host(hosts->url)))
        return true;
    while (str_take_piece(&rest, ',', &known))
        if (str_is_equal_nocase(uri_host_name(str_trim(known)), name))
            return true;
    return false;
}
