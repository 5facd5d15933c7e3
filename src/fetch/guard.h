/* guard - judges what may be connected to, opens the socket, and counts both. Any thread.
 * This is the one place of the program's own requests where a socket is made. */
#pragma once
#include "fetch/fetch.h"

#define GUARD_REASON_MAX 192

/* Whether a URL may be asked for at all: http or https, something behind it, no space, no control
 * byte, at most FETCH_URL_BYTES_MAX. Where it leads is judged when it is connected to. */
bool guard_allows_url(struct str url);

/* Whether the policy lets an address be connected to: every public one, and what allow_private
 * names. */
bool guard_allows_address(const struct fetch_policy *policy, const struct net_address *address);

/* Opens a socket for this very address if the policy allows it, and counts. A local (AF_UNIX)
 * socket is opened only when is_local says that the request asked for one. -1: refused, with
 * *reason written, or no socket could be made, with *reason "". */
int guard_open_socket(const struct fetch_policy *policy, bool is_local,
                      const struct sockaddr *address, int type, int protocol,
                      char reason[GUARD_REASON_MAX]);
