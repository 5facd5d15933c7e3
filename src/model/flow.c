/* flow - a route that campaigns share (spec/tracker.md §1.5, §1.6). */
#include "model/routing_kind.h"

#include "base/say.h"
static const struct field fields[] = {
    KIND_NAME_FIELD(struct flow_body),
    KIND_LABEL_FIELDS(struct flow_body),
    ROUTING_FIELDS(struct flow_body),
};
static const struct schema schema = SCHEMA(fields, struct flow_body);

/* Campaigns of type direct that go by the flow stay possible. */
static enum err check_pages(struct check *check, const struct routing_body *routing)
{
    struct db_row campaign;
    if (check->id == 0)
        return OK;
    enum err err = db_find_page_of_flow(check->db, check->id, check->arena, &campaign);
    if (err == OK)
        return routing_check_page(check, routing);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err check_flow(struct check *check, void *read)
{
    const struct flow_body *body = read;
    enum err err = routing_check(check, &body->routing, NULL);
    return err == OK ? check_pages(check, &body->routing) : err;
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
    .word = SAY("flow"),
    .schema = &schema,
    .example =
        "{\"name\":\"Flow\",\"paths\":[{\"weight\":100,\"landers\":[],\"offers\":[{\"id\":1}]}],"
        "\"rules\":[{\"name\":\"France\",\"match\":\"all\",\"conditions\":[{\"field\":\"country\","
        "\"op\":\"in\",\"values\":[\"FR\"]}],\"paths\":[{\"offers\":[{\"id\":1}]}]}]}",
    .item_bytes = sizeof(struct flow),
    .check = check_flow,
    .build = build_flow,
};
