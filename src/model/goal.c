/* goal - what the ad network counts (spec/network.md §1.1). Three fields are enough to make one. */
#include "base/money.h"
#include "base/say.h"
#include "model/body.h"
#include "model/fault.h"
#include "model/kind.h"

#define ORDER_MAX       1000000
#define WINDOW_DAYS_MAX 90
#define RETRY_GUARD_MAX 3600
#define DAY_MS          INT64_C(86400000)

static const char *const value_words[] = {"none", "fixed", "dynamic", NULL};
static const char *const count_words[] = {"one", "every", "legacy", NULL};
static const char *const conv_type_words[] = {
    "Lead - Single Opt In",       "Lead - Double Opt In",
    "Multiple Conversions Types", "Subscription - Carrier Billing",
    "Subscription - Credit Card", "Purchase - Carrier Billing",
    "Purchase - Credit Card",     NULL};

_Static_assert(GOAL_VALUE_NONE == 0 && GOAL_VALUE_FIXED == 1 && GOAL_VALUE_DYNAMIC == 2,
               "value_words follow enum goal_value");
_Static_assert(GOAL_COUNT_ONE == 0 && GOAL_COUNT_EVERY == 1 && GOAL_COUNT_LEGACY == 2,
               "count_words follow enum goal_count");

static const struct field value_fields[] = {
    {.name = "type",
     .type = FIELD_WORD,
     .offset = offsetof(struct goal_value_body, type),
     .fallback = "\"none\"",
     .words = value_words,
     .help = "Where a conversion's value comes from."},
    {.name = "amount",
     .type = FIELD_MONEY,
     .offset = offsetof(struct goal_value_body, amount_micros),
     .fallback = "\"0\"",
     .max = MONEY_MICROS_MAX,
     .help = "The value of a fixed goal."},
};
static const struct schema value_schema = {value_fields, ARRAY_LEN(value_fields),
                                           sizeof(struct goal_value_body)};

static const struct field goal_fields[] = {
    KIND_NAME_FIELD(struct goal_body),
    {.name = "value",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct goal_body, value),
     .fallback = "{}",
     .schema = &value_schema,
     .help = "What a conversion is worth."},
    {.name = "count",
     .type = FIELD_WORD,
     .offset = offsetof(struct goal_body, count),
     .fallback = "\"legacy\"",
     .words = count_words,
     .help = "How often a click counts; legacy: once in 24 hours."},
    {.name = "retry_guard_s",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct goal_body, retry_guard_s),
     .fallback = "0",
     .max = RETRY_GUARD_MAX,
     .help = "How long a goal that counts every conversion takes no second one of a click, in s; "
             "0: it takes all."},
    {.name = "order",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct goal_body, order),
     .fallback = "1",
     .max = ORDER_MAX,
     .help = "Its place among the columns."},
    {.name = "window_days",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct goal_body, window_days),
     .fallback = "30",
     .min = 1,
     .max = WINDOW_DAYS_MAX,
     .help = "How long after the click a conversion counts."},
    {.name = "conv_type",
     .type = FIELD_WORD,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct goal_body, conv_type),
     .words = conv_type_words,
     .help = "A label; changes nothing."},
};
static const struct schema goal_schema = {goal_fields, ARRAY_LEN(goal_fields),
                                          sizeof(struct goal_body)};

static enum err check_goal(struct check *check, void *read)
{
    const struct goal_body *body = read;
    if (check->is_paused)
        return fault_refuse(check->fault, "status",
                            "a goal counts until it is archived: it cannot be paused");
    if (body->value->type == GOAL_VALUE_FIXED && body->value->amount_micros == 0)
        check_warn(check, "value.amount", "a fixed goal without an amount is worth nothing");
    return OK;
}

static enum err build_goal(const struct build *build, const void *read, void *item)
{
    const struct goal_body *body = read;
    struct goal *goal = item;
    (void)snprintf(goal->id, sizeof goal->id, "%.*s", STR_FMT(build->row->key));
    goal->workspace_id = build->row->workspace_id;
    goal->status = build->row->status;
    goal->name = body->name;
    goal->value = (enum goal_value)body->value->type;
    goal->amount_micros = body->value->amount_micros;
    goal->count = (enum goal_count)body->count;
    goal->retry_guard_ms = body->retry_guard_s * 1000;
    goal->order = body->order;
    goal->window_ms = body->window_days * DAY_MS;
    return OK;
}

static int64_t goal_position(const void *read)
{
    return ((const struct goal_body *)read)->order;
}

const struct kind goal_kind = {
    .resource = "goals",
    .word = SAY("goal"),
    .links = "postback_url pixel pixel_script cpa_postback_url",
    .example = "{\"name\":\"Postback\",\"value\":{\"type\":\"dynamic\"},\"count\":\"one\","
               "\"order\":1}",
    .schema = &goal_schema,
    .item_bytes = sizeof(struct goal),
    .check = check_goal,
    .build = build_goal,
    .position = goal_position,
};
