/* ask - what answers from the facts have in common: the question read from the parameters, keys
 * and figures as JSON, and refusals for what the facts could not say. Owner: a call.
 *
 * Happy path: ask_open(), then report_run() or another question to ask->facts, then an answer;
 * ask_close() in any case. */
#pragma once
#include "api/names.h"
#include "api/question.h"
#include "facts/projector.h"
#include "facts/report.h"

/* What ask_read_groups() reads; ask_open() reads QUESTION_PARAMS. */
#define ASK_GROUP_PARAMS "group_by sort limit cursor "

struct ask {
    struct call *call;
    struct projector *projector;
    struct facts *facts; /* held; NULL: the call is refused */
    struct asked asked;
    struct question *question; /* of asked */
    struct names names;
    struct str currency; /* of the sums */
    int64_t behind_ms;   /* before anything was asked */
};

/* Reads the question, and holds the facts. Refuses what it cannot read, and with 503 while the
 * facts are not open. End with ask_close(), also after a refusal. */
void ask_open(struct ask *ask, struct call *call, enum fact_table_id table);
/* Reads ASK_GROUP_PARAMS; an entity sorts by its name. All figures are wanted. Refuses workspaces
 * of several currencies. */
void ask_read_groups(struct ask *ask);
void ask_close(struct ask *ask);

/* Refuses with what report_run() and its like came to: not OK. */
void ask_refuse(struct call *call, enum err err);

/* Sets the values of the question's groups by their names: {"id","name"} of entities, null or the
 * dimension's word for what nobody knows. */
void ask_put_keys(struct ask *ask, json_t *row, const struct report_key *keys);
/* A figure: counts as integers, money as decimal strings, percentages as numbers; null when blank.
 * A new reference. */
json_t *ask_value_json(const struct metric *metric, struct metric_value value);
/* Sets all metrics of the question's table by their names. ERR_RANGE. */
MUST_USE enum err ask_put_metrics(const struct ask *ask, json_t *row, const struct sums *sums);
