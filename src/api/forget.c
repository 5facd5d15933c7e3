/* forget - deletes what is known of a visitor, by their click id. The edge decides
 * (visit/forget.h); this reads the request. */
#include "api/internal.h"

#include "api/json_out.h"
#include "ledger/reader.h"
#include "visit/forget.h"

static const struct shape_field body_fields[] = {
    {"cid", SHAPE_TEXT, 0, "The click id of a visit.", NULL, NULL},
};
const struct shape forget_body_shape =
    SHAPE_OF_BODY("forget", body_fields, "{\"cid\":\"000000000000000000000000\"}");

static const struct shape_field forgotten_fields[] = {
    {"forgotten", SHAPE_NUMBER, 0,
     "How many entries had an address, user agent and referrer; 0: they were forgotten already.",
     NULL, NULL},
};
const struct shape forgotten_shape = SHAPE("forgotten", forgotten_fields);

/* The visit's workspace, where the caller may write; 0: refused. */
static uint64_t workspace_of(struct call *call, uint64_t visit_id)
{
    struct ledger_reader *reader = NULL;
    struct visit visit = {.id = visit_id};
    enum err err = readers_take(call->api->readers, &reader);
    if (err == OK)
        err = ledger_reader_find(reader, LEDGER_VISIT, call->arena, &visit);
    readers_give_back(call->api->readers, reader, err);
    if (err == OK && !workspace_set_has(&call->scope.reads, visit.workspace_id))
        err = ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND)
        call_refuse(call, 404, "cid", "There is no such visit.");
    else if (err != OK)
        call_refuse_read(call, err);
    return call->is_answered ? 0 : visit.workspace_id;
}

void visits_forget(struct call *call)
{
    const json_t *cid = json_object_get(call->body, "cid");
    uint64_t visit_id = 0;
    call_check_fields(call, &forget_body_shape);
    if (call->is_answered)
        return;
    struct str text = {json_string_value(cid), json_string_length(cid)};
    if (text.ptr == NULL || click_id_parse(call->api->options.keys, text, &visit_id) != OK) {
        call_refuse(call, 422, "cid", "cid: expected a click id of this tracker.");
        return;
    }
    uint64_t workspace_id = workspace_of(call, visit_id);
    struct str key = call_key(call);
    if (call->is_answered)
        return;
    json_t *args = json_object();
    json_out_put(args, "visit_id", json_integer((json_int_t)visit_id));
    json_t *answer = call_operate(call, workspace_id, FORGET_KIND, key, args);
    if (answer != NULL)
        call_answer(call, 200, answer);
}
