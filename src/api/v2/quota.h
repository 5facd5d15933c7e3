/* quota - how many requests a caller of /v2 may send in a minute, counted in windows of that length
 * from the caller's first one on. A bounded table whose places strangers cannot choose: a caller
 * who is pushed out of it begins anew. Owner: its lock; the time comes as a value. */
#pragma once
#include "base/net.h"

#define QUOTA_SETS      1024
#define QUOTA_WAYS      4
#define QUOTA_WINDOW_MS 60000

struct quotas;

struct quotas *quotas_make(unsigned per_window);
void quotas_free(struct quotas *quotas); /* accepts NULL */

/* What the headers of an answer tell. */
struct quota {
    bool is_over; /* this request is one too many, and was not counted */
    unsigned limit;
    unsigned remaining;
    unsigned reset_s; /* until the window ends; at least 1 */
};

/* Takes a request of that caller, whom the bytes name: "key 5", or an address. Any thread. */
struct quota quota_take(struct quotas *quotas, struct str caller, int64_t mono_ms);
