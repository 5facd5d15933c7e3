/* health_finding - what can be found wrong with the tracking: one table of all codes, each with its
 * sentence, the one step that mends it and the log that shows it. English; a translation goes by
 * the code. Pure; any thread. */
#pragma once
#include <jansson.h>
#include "base/arena.h"
#include "model/catalog.h"

#define HEALTH_NAME_BYTES   128
#define HEALTH_DETAIL_BYTES 96
#define HEALTH_KEY_BYTES    192

enum health_severity { HEALTH_ERROR, HEALTH_WARNING, HEALTH_NOTE, HEALTH_SEVERITY_COUNT };
const char *health_severity_text(enum health_severity severity);

/* X(CODE, code) */
#define HEALTH_CODES(X)                                                                            \
    X(POSTBACK_SILENT, "postback_silent")                                                          \
    X(TRAFFIC_STOPPED, "traffic_stopped")                                                          \
    X(RATE_FELL, "rate_fell")                                                                      \
    X(RATE_ROSE, "rate_rose")                                                                      \
    X(POSTBACK_REFUSED, "postback_refused")                                                        \
    X(UNMAPPED_STATUS, "unmapped_status")                                                          \
    X(PAYOUT_MISSING, "payout_missing")                                                            \
    X(CURRENCY_ASSUMED, "currency_assumed")                                                        \
    X(FORWARD_REFUSED, "forward_refused")                                                          \
    X(FORWARD_FAILED, "forward_failed")                                                            \
    X(FORWARD_HELD, "forward_held")                                                                \
    X(FORWARD_SKIPPED, "forward_skipped")                                                          \
    X(QUEUE_STUCK, "queue_stuck")                                                                  \
    X(PAUSED_BACKLOG, "paused_backlog")                                                            \
    X(REVERSED_UNTOLD, "reversed_untold")                                                          \
    X(COST_MISSING, "cost_missing")                                                                \
    X(COST_CURRENCY_ASSUMED, "cost_currency_assumed")                                              \
    X(UNEXPANDED_TOKEN, "unexpanded_token")                                                        \
    X(UNEXPANDED_EXTERNAL_ID, "unexpanded_external_id")                                            \
    X(NO_RATE, "no_rate")                                                                          \
    X(COST_SYNC_FAILED, "cost_sync_failed")                                                        \
    X(COST_SYNC_STOPPED, "cost_sync_stopped")                                                      \
    X(UNRECORDED, "unrecorded")

enum health_code {
#define X(CODE, code) HEALTH_##CODE,
    HEALTH_CODES(X)
#undef X
        HEALTH_CODE_COUNT
};
/* The words of a schema, separated by spaces. */
#define HEALTH_WORD(CODE, code) code " "
#define HEALTH_WORDS            HEALTH_CODES(HEALTH_WORD)

struct health_finding {
    enum health_code code;
    uint64_t workspace_id; /* 0: of none */
    enum entity entity;    /* ENTITY_COUNT: about no one thing */
    uint64_t entity_id;
    char name[HEALTH_NAME_BYTES];
    char detail[HEALTH_DETAIL_BYTES]; /* a status word, a reason, a currency; "": none */
    char near[HEALTH_DETAIL_BYTES];   /* of a status word: a known one that is like it; "": none */
    int64_t count;                    /* cases */
    int64_t all;                      /* of so many; 0: not counted */
    int64_t hours;                    /* of silence */
    double expected, usual_per_hour, scatter, sigmas;
    uint64_t last_id; /* the newest case */
    int64_t last_ms;  /* its time; 0: unknown */
    int64_t since_ms; /* when it was first found */
};

const char *health_code_text(enum health_code code);
enum health_severity health_severity_of(enum health_code code);
/* Whether it is judged from the facts, so that it stays as it was while these cannot be asked. */
bool health_is_of_facts(enum health_code code);
/* Whether a change of the entity behind the newest case takes it back until there is a new one. */
bool health_is_mended_by_change(enum health_code code);

/* What tells it from others: "code resource id detail". */
void health_write_key(const struct health_finding *finding, char key[HEALTH_KEY_BYTES]);
/* The sentence, in the arena. */
struct str health_sentence(struct arena *arena, const struct health_finding *finding);
/* The finding as the API and the webhook tell it, as a new reference. */
json_t *health_json(struct arena *arena, const struct health_finding *finding);
/* Worst first, then by the newest case: for qsort(). */
int health_compare(const void *a, const void *b);
