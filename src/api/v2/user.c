/* user - GET /v2/user: the account, which is a workspace, and what it has spent. Nothing is ever
 * paid in, so the balance is what was spent, below zero. */
#include "api/v2/v2.h"

static enum err spent(struct ask *ask, int64_t *micros)
{
    const struct metric *cost = metric_find(AD_FACT_TABLE, STR("cost"));
    struct question question = *ask->question;
    struct report_row totals;
    uint64_t row_count = 0;

    question.metrics = &cost;
    question.metric_count = 1;
    enum err err =
        report_run(ask->facts, &ask->client, &question, NULL, NULL, &totals, NULL, &row_count);
    *micros = err == OK ? totals.sums.at[AD_SUM_cost] : 0;
    return err;
}

static json_t *user_json(struct call *call, const json_t *workspace, int64_t micros)
{
    json_t *user = json_object();

    json_out_put(user, "id", json_out_number(call->scope.home));
    json_out_put(user, "username",
                 call->user != NULL ? json_out_text(str_from_c(call->user->email))
                                    : json_incref(json_object_get(workspace, "name")));
    json_out_put(user, "account", json_incref(json_object_get(workspace, "name")));
    json_out_put(user, "currency", json_incref(json_object_get(workspace, "currency")));
    json_out_put(user, "timezone", json_incref(json_object_get(workspace, "time_zone")));
    json_out_put(user, "spent", v2_units(micros));
    json_out_put(user, "balance", v2_units(-micros));
    return user;
}

void v2_user(struct call *call)
{
    struct ask ask;
    int64_t micros = 0;
    struct str id = arena_format(call->arena, "%" PRIu64, call->scope.home);
    json_auto_t *workspace = v2_get(call, ENTITY_WORKSPACE, id);

    if (workspace == NULL)
        return;
    ask_open(&ask, call, AD_FACT_TABLE);
    ask_read_figures(&ask);
    enum err err = call->is_answered ? OK : spent(&ask, &micros);
    ask_close(&ask);
    if (err != OK)
        ask_refuse(call, err);
    if (!call->is_answered)
        call_answer(call, 200, json_pack("{s:o}", "result", user_json(call, workspace, micros)));
}
