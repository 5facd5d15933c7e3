/* health_watch - looks again and again for what is wrong with the tracking, keeps what the last
 * look found, and tells the workspaces' webhooks what is new and what is gone: each once, whatever
 * ends the process, for the catalogue keeps what was told. Owner: the api; any thread. */
#pragma once
#include "api/health_gather.h"

#define HEALTH_MESSAGE_MAX 100 /* findings of one message; further ones are only counted */

struct health;

/* options and readers are lent. */
struct health *health_make(const struct api_options *options, struct readers *readers);
void health_free(struct health *health); /* accepts NULL; the thread has ended */

/* Looks now; one look at a time. ERR_IO, ERR_TIMEOUT: the ledger or the catalogue; what the look
 * before found stays. */
MUST_USE enum err health_look(struct health *health);
/* What the last look found, its since_ms filled. For free(). */
MUST_USE struct health_result *health_read(struct health *health);
/* Tells webhooks what is due to be told; a workspace gets at most one message in health.every_s. */
void health_tell(struct health *health);

/* Gauges and counters, as Prometheus text. */
void health_write_metrics(struct health *health, struct buf *buf);

/* The thread: looks and tells every health.every_s. */
struct api;
struct health_thread;
struct health_thread *health_thread_open(struct api *api);
void health_thread_close(struct health_thread *thread); /* accepts NULL */
