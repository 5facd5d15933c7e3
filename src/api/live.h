/* live - the live stream of entries (GET /api/v1/live): one thread follows the ledger for all
 * clients and sleeps while there is none. What a client gets is bounded, and what it does not get
 * is counted and told (api/live_client.h). docs/api.md, Live. */
#pragma once
#include "api/api.h"

#define LIVE_CLIENTS_MAX 64               /* at once; a further one is refused with 503 */
#define LIVE_LOOK_MS     200              /* between two looks at the ledger */
#define LIVE_RESUME_MS   (10 * 60 * 1000) /* how far back after= and Last-Event-ID reach */
#define LIVE_RESUMES_MAX 4 /* clients that catch up at once; the others wait for their turn */
#define LIVE_SECONDS_MAX 86400
#define LIVE_STREAM_PARAMS                                                                         \
    "kinds campaign source network offer test after limit seconds lang" /* of its route */

struct live;

/* api is lent. */
struct live *live_open(struct api *api);
/* No client may be left that is not ended by the server. Accepts NULL. */
void live_close(struct live *live);
