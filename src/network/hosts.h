/* hosts - the names that the ad network's listener goes by. */
#pragma once
#include "base/str.h"

struct network_hosts {
    struct str url;  /* network.url */
    struct str more; /* network.hosts: names with or without port, separated by commas; absent or
                        empty: any name */
};

/* Whether a request with that Host is served. With further names set, only they, url's, localhost
 * and addresses are; ports are not compared. */
bool network_knows_host(const struct network_hosts *hosts, struct str host);
