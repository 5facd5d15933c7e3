/* goal_order - PUT goals/order: the order of all goals of a workspace, in one write. */
#include "api/internal.h"

#include "api/json_out.h"

static const struct shape_field order_fields[] = {
    {"ids", SHAPE_TEXTS, 0,
     "All goals of one workspace, archived ones left out, in their order: 1 to 1,000.", NULL, NULL},
};
const struct shape goal_order_shape =
    SHAPE_OF_BODY("goal_order", order_fields, "{\"ids\":[\"66a8605e6cce49fbb8056f273f8e1a2e\"]}");

static const struct shape_field ordered_fields[] = {
    {"changed", SHAPE_NUMBER, 0, "How many goals have another order than before.", NULL, NULL},
    {"live", SHAPE_BOOL, 0, "Whether the edge knows already.", NULL, NULL},
};
const struct shape goals_ordered_shape = SHAPE("goals_ordered", ordered_fields);

void goals_set_order(struct call *call)
{
    struct model_fault fault = {0};
    size_t changed = 0;
    uint64_t version = 0;

    enum err err = catalog_order_goals(call->api->options.catalog, call->body, &call->scope,
                                       &changed, &version, &fault);
    if (err != OK) {
        call_refuse_model(call, err, &fault);
        return;
    }
    json_t *answer = json_object();
    json_out_put(answer, "changed", json_out_number(changed));
    json_out_put(answer, "live", call_live(call, version));
    call_answer(call, 200, answer);
}
