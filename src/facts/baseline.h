/* baseline - what the facts say about how things usually are: visits and conversions hour by hour,
 * costs that did not come, tokens whose macro was left as it was. What api/health_judge.c judges.
 * Bots and tests are left out. Any thread. */
#pragma once
#include "facts/facts.h"
#include "facts/report.h"

enum baseline_of { BASELINE_NETWORK, BASELINE_OFFER, BASELINE_SOURCE, BASELINE_CAMPAIGN };

/* One hour of one entity in which something came. */
struct baseline_hour {
    uint64_t workspace_id;
    uint64_t id;         /* of the entity */
    int64_t hour;        /* since 1970 */
    int64_t visits;      /* of a network or an offer: visits and clicks that went there */
    int64_t conversions; /* that were registered for the first time, by a postback or a pixel */
    uint64_t last_id;    /* of those conversions; 0: none */
};

/* Hands out the hours from from_ms on, of one entity after the other, each by rising hour. on_row
 * may stop it by an error. The errors of statement_run(). */
MUST_USE enum err baseline_hours(struct facts *facts, const struct report_client *client,
                                 enum baseline_of of, int64_t from_ms,
                                 enum err (*on_row)(void *context, const struct baseline_hour *row),
                                 void *context);

/* Something that a source should have sent and did not. */
struct baseline_lack {
    uint64_t workspace_id;
    uint64_t source_id;
    unsigned slot;    /* of a token; 0: the cost */
    struct str value; /* of a token: what it came as; lives until on_row returns */
    int64_t visits;   /* that could have had it */
    int64_t lacking;
    uint64_t last_id;     /* the last visit that lacks it */
    int64_t visits_since; /* that came behind that one */
};

/* Visits from from_ms on without a usable cost, by source; a cost told afterwards counts. visits
 * are those of the campaigns that lack some. The errors of statement_run(). */
MUST_USE enum err baseline_costs(struct facts *facts, const struct report_client *client,
                                 int64_t from_ms,
                                 enum err (*on_row)(void *context, const struct baseline_lack *row),
                                 void *context);
/* Tokens that may be a macro which nobody expanded, by source, slot and value: they begin as macros
 * do. Whether they are is for macro_is_placeholder() to say. The errors of statement_run(). */
MUST_USE enum err
baseline_tokens(struct facts *facts, const struct report_client *client, int64_t from_ms,
                enum err (*on_row)(void *context, const struct baseline_lack *row), void *context);
