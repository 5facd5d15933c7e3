/* operation - what a person asks for and only the edge may write: a manual conversion, a cost
 * update, a resend. The desk sends {"kind","key","workspace_id","actor","language","args"} over the
 * local socket; the kind's function decides on the ledger's thread like any other job, and its
 * entries, the operation's own among them, are one transaction.
 *
 * Happy path: operation_run() on a thread of the pool reads the request, hands a job to the ledger,
 * waits, and gives the answer. The key makes it happen once: the same operation again gets the
 * stored answer and writes nothing; another one under that key is refused with 409. Ways it fails:
 * a refusal (status 400 and up) writes and stores nothing, so that a mended request may use the key
 * again; a batch that does not commit is 503, and may be sent again under its key. Limits:
 * OPERATION_BYTES_MAX of a request, OPERATION_ANSWER_BYTES_MAX of an answer. */
#pragma once
#include <jansson.h>
#include "base/say.h"
#include "visit/edge.h"

#define OPERATION_BYTES_MAX (512 * 1024) /* of a request */
#define OPERATION_ANSWER_BYTES_MAX                                                                 \
    (60 * 1024) /* what the desk's client keeps of an answer is a little more */
#define OPERATION_KEY_BYTES_MAX   64
#define OPERATION_ACTOR_BYTES_MAX 64
#define OPERATION_ARENA_BYTES     (16 * 1024 * 1024)

struct operation_kind;

/* One operation on its way. */
struct operation {
    struct ledger_job job; /* first: decide() gets it back */
    const struct operation_kind *kind;
    struct edge *edge;
    const struct snapshot *snapshot; /* held until the answer */
    uint64_t workspace_id;
    struct str key, actor;
    enum say_language language; /* of who asks: refusals are in it */
    const json_t *args;         /* an object */
    struct arena *arena;        /* until the answer */
    json_t *answer;             /* an object; decide() puts its results there */
    unsigned status;            /* 200, or what operation_refuse() said */
};

/* What may be asked. */
struct operation_kind {
    const char *name;
    unsigned id_count; /* how many entries decide() may append, up to OPERATION_IDS_MAX */
    /* Decides and writes, on the ledger's thread. Judges everything before its first write: a
     * refusal after one would keep what was written. Anything but OK fails the whole batch, so
     * only ERR_IO is passed on. */
    enum err (*decide)(struct operation *operation, struct ledger_tx *tx);
};
#define OPERATION_IDS_MAX (LEDGER_IDS_MAX - 1) /* the last id is the operation's own */

/* Refuses: nothing may have been written. field "" is about the whole. The first refusal stays. */
void operation_refuse(struct operation *operation, unsigned status, const char *field,
                      const char *format, ...) PRINTF_LIKE(4, 5);

/* Runs the request (JSON) of one of the kinds to its end and gives the answer (JSON, in the arena)
 * and its HTTP status. Waits for the disk: for a thread of the pool. */
struct str operation_run(struct edge *edge, const struct operation_kind *kinds, size_t kind_count,
                         struct str request, struct arena *arena, unsigned *status);
