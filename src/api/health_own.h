/* health_own - what the files of the watch share. Guarded by its lock but for what only a look
 * (look_lock) or a telling (tell_lock) touches. */
#pragma once
#include <pthread.h>
#include <stdatomic.h>
#include "api/health_watch.h"
#include "api/health_webhook.h"

#define HEALTH_ARENA_BYTES (8 * 1024 * 1024)

/* When a workspace's webhook may be told next. */
struct health_webhook {
    int64_t next_ms;
    unsigned failures; /* in a row */
};

struct health {
    const struct api_options *options;
    struct readers *readers;
    pthread_mutex_t look_lock; /* one look at a time */
    struct health_unrecorded unrecorded;
    pthread_mutex_t
        tell_lock; /* one telling at a time: it may wait for a receiver, and no look does */
    struct health_webhook webhooks[WORKSPACES_MAX + 1];
    pthread_mutex_t lock;      /* guards what is below; only a look changes it */
    struct snapshot *snapshot; /* NULL: not read yet */
    struct health_result *result;
    atomic_uint_fast64_t looks, look_failures, messages, message_failures;
};

/* Whose webhook is told of a workspace's findings: those of none go to the first one. */
static inline uint64_t health_told_to(uint64_t workspace_id)
{
    return workspace_id != 0 ? workspace_id : 1;
}
