/* goals - the ad network's goals as the public API has them: the fields of the catalogue
 * (spec/network.md §1.1, §8: the network's own names are not documented), and what to call. */
#include "api/v2/v2.h"

#include "base/say.h"

static const char *const field_names[] = {"name",  "value",       "count",    "retry_guard_s",
                                          "order", "window_days", "conv_type"};

static const struct shape_field body_fields[] = {
    {"name", SHAPE_TEXT, SHAPE_OPTIONAL, NULL, NULL, NULL},
    {"value", SHAPE_FREE, SHAPE_OPTIONAL, "{type: none, fixed or dynamic, amount}.", NULL, NULL},
    {"count", SHAPE_WORD, SHAPE_OPTIONAL, NULL, "one every legacy", NULL},
    {"retry_guard_s", SHAPE_NUMBER, SHAPE_OPTIONAL, "Of every: no second one so long.", NULL, NULL},
    {"order", SHAPE_NUMBER, SHAPE_OPTIONAL, "Its place among the columns.", NULL, NULL},
    {"window_days", SHAPE_NUMBER, SHAPE_OPTIONAL, NULL, NULL, NULL},
    {"conv_type", SHAPE_TEXT, SHAPE_OPTIONAL | SHAPE_NULL, "A label.", NULL, NULL},
};
const struct shape v2_goal_body_shape =
    SHAPE_OF_BODY("v2_goal", body_fields, "{\"name\":\"Sale\",\"value\":{\"type\":\"dynamic\"}}");

/* Its amount as a number, as all of this API's are. */
static json_t *value_json(const json_t *document)
{
    json_t *value = json_copy(json_object_get(document, "value"));

    json_out_put(value, "amount", v2_units(v2_micros_at(value, "amount")));
    return value;
}

/* Takes the document, whose links are put in. */
static json_t *goal_json(struct call *call, json_t *document)
{
    json_t *goal = json_object();

    call->entity = ENTITY_GOAL;
    resources_put_links(call, document);
    json_out_put(goal, "id", json_incref(json_object_get(document, "id")));
    for (size_t i = 0; i < ARRAY_LEN(field_names); i++)
        json_out_put(goal, field_names[i], json_incref(json_object_get(document, field_names[i])));
    json_out_put(goal, "value", value_json(document));
    const json_t *links = json_object_get(document, "links");
    json_out_put(goal, "status", json_integer(v2_status(document)));
    json_out_put(goal, "date_created", v2_date(document, "created_at"));
    json_out_put(goal, "postback_url", json_incref(json_object_get(links, "postback_url")));
    json_out_put(goal, "pixel", json_incref(json_object_get(links, "pixel")));
    json_decref(document);
    return goal;
}

void v2_goals_list(struct call *call)
{
    struct v2_page page;
    size_t i;
    json_t *document;

    v2_read_page(call, &page);
    json_auto_t *documents =
        call->is_answered
            ? NULL
            : v2_list(call, ENTITY_GOAL, (struct catalog_query){0}, &page, NULL, NULL);
    if (documents == NULL)
        return;
    json_t *result = json_array();
    json_array_foreach(documents, i, document)
        json_out_append(result, goal_json(call, json_incref(document)));
    v2_answer_page(call, result, &page);
}

/* The body as the catalogue takes it, where an amount is a text. */
static json_t *read_body(struct call *call)
{
    json_t *input = json_copy(call->body);
    json_t *value = json_object_get(input, "value");
    const json_t *amount = json_object_get(value, "amount");

    call_check_fields(call, &v2_goal_body_shape);
    if (!json_is_number(amount))
        return input;
    struct str text =
        json_is_integer(amount)
            ? arena_format(call->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(amount))
            : arena_format(call->arena, "%.15g", json_real_value(amount));
    json_t *changed = json_copy(value);
    json_out_put(changed, "amount", json_out_text(text));
    json_out_put(input, "value", changed);
    return input;
}

static void answer_goal(struct call *call, const char *message, json_t *document)
{
    if (document != NULL)
        v2_answer_done(call, message, goal_json(call, document));
}

void v2_goals_create(struct call *call)
{
    json_t *input = read_body(call);

    if (call->is_answered)
        json_decref(input);
    else
        answer_goal(call, SAY("Goal created"), v2_create(call, ENTITY_GOAL, input));
}

void v2_goals_update(struct call *call)
{
    json_t *input = read_body(call);

    json_decref(call->is_answered ? NULL : v2_get(call, ENTITY_GOAL, call->id));
    if (call->is_answered)
        json_decref(input);
    else
        answer_goal(call, SAY("Goal updated"), v2_update(call, ENTITY_GOAL, call->id, input));
}

void v2_goals_archive(struct call *call)
{
    json_decref(v2_get(call, ENTITY_GOAL, call->id));
    if (!call->is_answered && v2_archive(call, ENTITY_GOAL, call->id))
        v2_answer_done(call, SAY("Goal deleted"), NULL);
}
