/* resends - what a person does with outgoing postbacks: looks at a conversion's, sends again, drops
 * what waits. The edge decides (courier/resend.h); this reads the request. */
#include "api/forwards.h"
#include "api/page.h"
#include "api/json_out.h"
#include "base/num.h"

/* ------------------------------------------------------------------ bodies */

static const struct shape_field resend_fields[] = {
    {"force", SHAPE_BOOL, SHAPE_OPTIONAL, "Send though it may count twice at the receiver.", NULL,
     NULL},
};
const struct shape resend_body_shape =
    SHAPE_OF_BODY("resend_new", resend_fields, "{\"force\":true}");

static const struct shape_field forwarded_fields[] = {
    {"forward_id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
};
const struct shape forwarded_shape = SHAPE("forwarded", forwarded_fields);

static const struct shape_field decided_fields[] = {
    {"destination", SHAPE_WORD, 0, NULL, "source campaign", NULL},
    {"forward_id", SHAPE_ENTRY, 0, NULL, NULL, NULL},
    {"decision", SHAPE_WORD, 0, NULL, "send skip", NULL},
    {"reason", SHAPE_TEXT, 0, NULL, NULL, NULL},
};
static const struct shape decided_shape = SHAPE("forward_decided", decided_fields);
static const struct shape_field resent_fields[] = {
    {"forwards", SHAPE_OBJECTS, 0, "What was decided for each destination.", NULL, &decided_shape},
};
const struct shape resent_shape = SHAPE("conversion_resent", resent_fields);

/* The entry that the address names; 0: refused. */
static uint64_t read_id(struct call *call)
{
    uint64_t id = 0;

    if (num_parse_u64(call->id, INT64_MAX, &id) != OK || id == 0) {
        call_refuse(call, 404, "", "There is nothing of this id.");
        return 0;
    }
    return id;
}

/* {"force": true or false} where that is taken, and nothing else. */
static bool read_force(struct call *call, bool takes_force)
{
    const char *name;
    json_t *value;
    bool is_forced = false;

    json_object_foreach(call->body, name, value)
    {
        if (!takes_force || strcmp(name, "force") != 0)
            call_refuse(call, 422, name, "%s: unknown field.", name);
        else if (!json_is_boolean(value))
            call_refuse(call, 422, name, "force: expected true or false.");
        is_forced = json_is_true(value);
    }
    return is_forced;
}

/* The workspace of a conversion; 0: refused. */
static uint64_t workspace_of(struct page *page, uint64_t conversion_id)
{
    struct conversion conversion = {.id = conversion_id};

    if (rows_find(&page->rows, LEDGER_CONVERSION, &conversion) &&
        workspace_set_has(&page->call->scope.reads, conversion.workspace_id))
        return conversion.workspace_id;
    if (page->rows.err != OK)
        call_refuse_read(page->call, page->rows.err);
    else
        call_refuse(page->call, 404, "", "There is no such conversion.");
    return 0;
}

/* The forward that an id of the log of outgoing postbacks stands for: its own, or an attempt's. */
static bool find_forward(struct page *page, uint64_t id, struct forward *forward)
{
    struct answer answer = {.id = id};

    *forward = (struct forward){.id = id};
    if (rows_find(&page->rows, LEDGER_ANSWER, &answer))
        forward->id = answer.forward_id;
    if (rows_find(&page->rows, LEDGER_FORWARD, forward) &&
        workspace_set_has(&page->call->scope.reads, forward->workspace_id))
        return true;
    if (page->rows.err != OK)
        call_refuse_read(page->call, page->rows.err);
    else
        call_refuse(page->call, 404, "", "There is no such outgoing postback.");
    return false;
}

static json_t *args_of(const char *name, uint64_t id, bool is_forced)
{
    json_t *args = json_object();

    json_out_put(args, name, json_out_id(id));
    json_out_put(args, "force", json_boolean(is_forced));
    return args;
}

static void operate(struct call *call, uint64_t workspace_id, const char *kind, json_t *args)
{
    struct str key = call_key(call);
    json_t *answer = call_operate(call, workspace_id, kind, key, args);

    if (answer != NULL)
        call_answer(call, 200, answer);
}

/* ------------------------------------------------------------------ handlers */

void conversions_resend(struct call *call)
{
    struct page page;
    uint64_t id = read_id(call);
    bool is_forced = read_force(call, true);

    page_init(&page, call);
    uint64_t workspace_id = call->is_answered ? 0 : workspace_of(&page, id);
    page_fini(&page);
    if (workspace_id != 0)
        operate(call, workspace_id, "conversion.resend", args_of("conversion_id", id, is_forced));
}

static void operate_on_forward(struct call *call, const char *kind, bool takes_force)
{
    struct page page;
    struct forward forward = {0};
    uint64_t id = read_id(call);
    bool is_forced = read_force(call, takes_force);

    page_init(&page, call);
    bool is_found = !call->is_answered && find_forward(&page, id, &forward);
    page_fini(&page);
    if (is_found)
        operate(call, forward.workspace_id, kind, args_of("forward_id", forward.id, is_forced));
}

void forwards_resend(struct call *call)
{
    operate_on_forward(call, "forward.resend", true);
}

void forwards_drop(struct call *call)
{
    operate_on_forward(call, "forward.drop", false);
}
