/* live_client - one client of the live stream: what it wants, how far it has come, and what it did
 * not get. Owner: the stream's thread, from the first call on that takes one; before, who made it.
 *
 * Of each kind LIVE_ROWS_PER_S_MAX rows a second are told, and what does not fit into the client's
 * HTTP_STREAM_BYTES_MAX is not queued: both are counted by kind and told once a second as the event
 * "skipped", so that what was told and what was skipped is all that there was. A client that comes
 * back with Last-Event-ID catches up first, at the pace at which it reads, LIVE_RESUME_ROUNDS_MAX
 * windows at most; what it does not get of that is told as the event "gap". */
#pragma once
#include "api/live_window.h"

#define LIVE_ROWS_PER_S_MAX     50
#define LIVE_HEARTBEAT_MS       15000
#define LIVE_RIGHTS_MS          10000
#define LIVE_RESUME_ROUNDS_MAX  100
#define LIVE_RESUME_ENTRIES_MAX 500 /* of one window, whole batches */

struct live_client {
    struct live_client *next;
    struct api *api;
    struct http_exchange *exchange; /* lives until the stream is ended */
    struct http_stream *stream;
    uint64_t user_id; /* of a session; 0: a key */
    uint64_t session_id;
    struct live_wish wish;
    enum say_language language;

    uint64_t after_id; /* all up to it was looked at */
    bool is_resuming;  /* it is behind the others */
    unsigned resume_rounds;
    uint64_t gap_after_id; /* not told yet; until 0: none */
    uint64_t gap_until_id;

    uint64_t told;
    uint64_t told_max;                    /* limit=; 0: no end */
    int64_t end_mono_ms;                  /* seconds=; 0: no end */
    int64_t second;                       /* of the monotonic clock */
    unsigned told_of[LIVE_KIND_COUNT];    /* within it */
    uint64_t skipped_of[LIVE_KIND_COUNT]; /* not told yet */
    int64_t heard_mono_ms;                /* when it was last sent something */
    int64_t rights_mono_ms;               /* when they were last looked at */
    bool is_over;                         /* it is to be ended */
};

/* Says where the stream begins: behind head_id, or earlier, where the client left off. */
void live_client_begin(struct live_client *client, uint64_t head_id, int64_t now_ms);
/* Tells the items of a window that ends at until_id. A client that catches up stops where it has no
 * room; any other one skips. */
void live_client_tell(struct live_client *client, struct live_item *items, size_t count,
                      uint64_t until_id, struct rows *rows, struct arena *arena);
/* What catching up does not reach: the client goes on behind until_id. */
void live_client_leap(struct live_client *client, uint64_t until_id);
/* Once a round: what was skipped, heartbeats, rights, the end. */
void live_client_tend(struct live_client *client);
/* Ends the stream and frees the client. */
void live_client_end(struct live_client *client);
