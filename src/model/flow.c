/* flow - a route that campaigns share (spec/tracker.md §1.5, §1.6). */
#include "model/routing_kind.h"

static const struct field fields[] = {
    KIND_NAME_FIELD(struct flow_body),
    KIND_LABEL_FIELDS(struct flow_body),
    ROUTING_FIELDS(struct flow_body),
};
static const struct schema schema = SCHEMA(fields, struct flow_body);

static enum err check_flow(struct check *check, void *read)
{
    const struct flow_body *body = read;
    return routing_check(check, &body->routing, NULL);
}

static enum err build_flow(const struct build *build, const void *read, void *item)
{
    const struct flow_body *body = read;
    struct flow *flow = item;
    flow->id = build->row->id;
    flow->workspace_id = build->row->workspace_id;
    flow->status = build->row->status;
    flow->name = body->name;
    return routing_build(build, &body->routing, &flow->routing);
}

const struct kind flow_kind = {
    .resource = "flows",
    .word = "flow",
    .schema = &schema,
    .example =
        "{\"name\":\"Flow\",\"paths\":[{\"weight\":100,\"landers\":[],\"offers\":[{\"id\":1}]}],"
        "\"rules\":[{\"name\":\"France\",\"match\":\"all\",\"conditions\":[{\"field\":\"country\","
        "\"op\":\"in\",\"values\":[\"FR\"]}],\"paths\":[{\"offers\":[{\"id\":1}]}]}]}",
    .item_bytes = sizeof(struct flow),
    .check = check_flow,
    .build = build_flow,
};
