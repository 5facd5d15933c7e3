/* bidders - what bidders decided and why, decisions by hand or as a dry run, and taking one back:
 * /api/v1/bidders/ID/decisions. */
#include "api/bidders.h"

#include "api/bidder_round.h"
#include "api/bidder_run.h"
#include "api/json_out.h"
#include "base/clock.h"
#include "base/num.h"
#include "base/say.h"

#define DIMENSIONS "browser country device_type language carrier os site zone"
#define METRICS    "impressions clicks cost ctr conversions value cvr ecpa profit roi"

/* ------------------------------------------------------------------ a decision */

static const struct shape_field figures_fields[] = {
    {"impressions", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"clicks", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"cost", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"conversions", SHAPE_NUMBER, 0, "Of the bidder's goal, or of all.", NULL, NULL},
    {"value", SHAPE_MONEY, 0, NULL, NULL, NULL},
    {"ecpa", SHAPE_MONEY, SHAPE_NULL, "Null: there is no conversion.", NULL, NULL},
    {"profit", SHAPE_MONEY, 0, NULL, NULL, NULL},
};
static const struct shape figures_shape = SHAPE("bidder_figures", figures_fields);

static const struct shape_field condition_fields[] = {
    {"metric", SHAPE_WORD, 0, NULL, METRICS, NULL},
    {"op", SHAPE_WORD, 0, NULL, "greater greater_or_equal less less_or_equal", NULL},
    {"value", SHAPE_TEXT, 0, "What it was compared with.", NULL, NULL},
    {"found", SHAPE_TEXT, SHAPE_NULL, "What it was; null: beyond any number.", NULL, NULL},
};
static const struct shape condition_shape = SHAPE("bidder_condition_found", condition_fields);

static const struct shape_field rule_fields[] = {
    {"name", SHAPE_TEXT, 0, "As it was called then.", NULL, NULL},
    {"conditions", SHAPE_OBJECTS, 0, "All of them held.", NULL, &condition_shape},
};
static const struct shape rule_shape = SHAPE("bidder_rule_found", rule_fields);

static const struct shape_field decision_fields[] = {
    {"id", SHAPE_NUMBER, SHAPE_NULL, "Null of a dry run.", NULL, NULL},
    {"decided_at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"actor", SHAPE_TEXT, 0, "Who: \"bidder\" by its schedule, \"user 2\", \"key 5\".", NULL, NULL},
    {"dimension", SHAPE_WORD, 0, NULL, DIMENSIONS, NULL},
    {"value", SHAPE_TEXT, 0, "Which one: of zones and sites the id.", NULL, NULL},
    {"action", SHAPE_WORD, 0, NULL, "block price", NULL},
    {"reason", SHAPE_WORD, 0, NULL, "rule no_conversion worth worth_min worth_max", NULL},
    {"reason_text", SHAPE_TEXT, 0, "The reason in words.", NULL, NULL},
    {"rule", SHAPE_OBJECT, SHAPE_NULL, "Whose conditions held.", NULL, &rule_shape},
    {"before", SHAPE_MONEY, SHAPE_NULL, "The zone's price; null: the ad campaign's.", NULL, NULL},
    {"after", SHAPE_MONEY, SHAPE_NULL, "Null of a block.", NULL, NULL},
    {"from", SHAPE_TIME, 0, "Whose figures: ad clicks from then on", NULL, NULL},
    {"to", SHAPE_TIME, 0, "and before then.", NULL, NULL},
    {"figures", SHAPE_OBJECT, 0, "That led to it.", NULL, &figures_shape},
    {"undone_at", SHAPE_TIME, SHAPE_NULL, NULL, NULL, NULL},
    {"undone_by", SHAPE_TEXT, SHAPE_NULL, NULL, NULL, NULL},
};
const struct shape bidder_decision_shape = SHAPE("bidder_decision", decision_fields);

static const char *const reason_sentences[BID_REASON_COUNT] = {
    [BID_RULE] = SAY("All conditions of the rule hold."),
    [BID_NO_CONVERSION] = SAY("Its test budget is spent, and it brought no conversion."),
    [BID_WORTH] = SAY("That is what one of its clicks or views brought."),
    [BID_WORTH_MIN] =
        SAY("Its clicks or views brought less than the lowest price, which it has now."),
    [BID_WORTH_MAX] =
        SAY("Its clicks or views brought more than the highest price, which it has now."),
};

static const char *sentence_of(struct str reason)
{
    for (int i = 0; i < BID_REASON_COUNT; i++)
        if (reason_sentences[i] != NULL &&
            str_is_equal(reason, str_from_c(bid_reason_text((enum bid_reason)i))))
            return say_text(reason_sentences[i]);
    return "";
}

static json_t *money_or_null(int64_t micros)
{
    return micros >= 0 ? json_out_money(micros) : json_null();
}

static json_t *figures_json(const struct bidder_figures *figures)
{
    json_t *object = json_object();
    int64_t ecpa = 0;
    bool has_ecpa = figures->conversions > 0 && bid_reckon(BIDDER_ECPA, figures, &ecpa);

    json_out_put(object, "impressions", json_integer(figures->impressions));
    json_out_put(object, "clicks", json_integer(figures->clicks));
    json_out_put(object, "cost", json_out_money(figures->cost_micros));
    json_out_put(object, "conversions", json_integer(figures->conversions));
    json_out_put(object, "value", json_out_money(figures->value_micros));
    json_out_put(object, "ecpa", has_ecpa ? json_out_money(ecpa) : json_null());
    json_out_put(object, "profit", json_out_money(figures->value_micros - figures->cost_micros));
    return object;
}

static json_t *rule_json(const struct bidder_decision *decision)
{
    json_auto_t *rule = decision->rule.ptr != NULL
                            ? json_loadb(decision->rule.ptr, decision->rule.len, 0, NULL)
                            : NULL;
    json_t *object = json_object(), *conditions = json_array(), *condition;
    size_t i;

    json_array_foreach(json_object_get(rule, "conditions"), i, condition)
    {
        const char *name = json_string_value(json_object_get(condition, "metric"));
        int64_t found = INT64_MAX;
        for (int at = 0; at < BIDDER_METRIC_COUNT; at++)
            if (strcmp(name, bidder_metric_text((enum bidder_metric)at)) == 0 &&
                !bid_reckon((enum bidder_metric)at, &decision->figures, &found))
                found = INT64_MAX;
        json_t *row = json_deep_copy(condition);
        json_out_put(row, "found", found != INT64_MAX ? json_out_money(found) : json_null());
        json_out_append(conditions, row);
    }
    json_out_put(object, "name", json_incref(json_object_get(rule, "name")));
    json_out_put(object, "conditions", conditions);
    return object;
}

static json_t *decision_json(const struct bidder_decision *decision)
{
    json_t *row = json_object();

    json_out_put(row, "id", decision->id != 0 ? json_out_number(decision->id) : json_null());
    json_out_put(row, "decided_at", json_out_time(decision->at_ms));
    json_out_put(row, "actor", json_out_text(decision->actor));
    json_out_put(row, "dimension", json_string(bidder_dimension_text(decision->dimension)));
    json_out_put(row, "value", json_out_text(decision->value));
    json_out_put(row, "action", json_string(decision->is_block ? "block" : "price"));
    json_out_put(row, "reason", json_out_text(decision->reason));
    json_out_put(row, "reason_text", json_string(sentence_of(decision->reason)));
    json_out_put(row, "rule", decision->rule.ptr != NULL ? rule_json(decision) : json_null());
    json_out_put(row, "before", money_or_null(decision->before_micros));
    json_out_put(row, "after", money_or_null(decision->after_micros));
    json_out_put(row, "from", json_out_time(decision->from_ms));
    json_out_put(row, "to", json_out_time(decision->to_ms));
    json_out_put(row, "figures", figures_json(&decision->figures));
    json_out_put(row, "undone_at",
                 decision->undone_ms != 0 ? json_out_time(decision->undone_ms) : json_null());
    json_out_put(row, "undone_by",
                 decision->undone_ms != 0 ? json_out_text(decision->undone_by) : json_null());
    return row;
}

/* ------------------------------------------------------------------ the history */

static enum err read_decisions(struct call *call, void *context, uint64_t before_id, unsigned limit,
                               json_t *rows, uint64_t *next)
{
    struct bidder_decision *found = NULL;
    size_t count = 0;

    (void)context; /* the path says all */
    enum err err = catalog_list_bids(call->api->options.catalog, call->id, &call->scope, before_id,
                                     limit + 1, call->arena, &found, &count);
    for (size_t i = 0; err == OK && i < count && i < limit; i++)
        json_out_append(rows, decision_json(&found[i]));
    if (err == OK && count > limit)
        *next = found[limit - 1].id;
    return err;
}

void bidders_decisions(struct call *call)
{
    call->entity = ENTITY_BIDDER;
    call_answer_history(call, read_decisions, NULL);
}

/* ------------------------------------------------------------------ deciding */

static const struct shape_field body_fields[] = {
    {"dry_run", SHAPE_BOOL, SHAPE_OPTIONAL,
     "True: shows what it would decide, and changes nothing.", NULL, NULL},
    {"changes", SHAPE_FREE, SHAPE_OPTIONAL,
     "Of a dry run: fields of the bidder to decide by, as a PATCH would change them.", NULL, NULL},
};
const struct shape bidder_decide_shape =
    SHAPE_OF_BODY("bidder_decide", body_fields, "{\"dry_run\":true}");

static const struct shape_field kept_fields[] = {
    {"testing", SHAPE_NUMBER, 0, "Zones that did not cost their test budget yet.", NULL, NULL},
    {"same_price", SHAPE_NUMBER, 0, "Zones whose price is right within 5 %.", NULL, NULL},
    {"no_worth", SHAPE_NUMBER, 0, "Zones whose conversions have no value.", NULL, NULL},
    {"no_rule", SHAPE_NUMBER, 0, "Values that a rule does not hold for.", NULL, NULL},
    {"blocked", SHAPE_NUMBER, 0, "That are blocked already.", NULL, NULL},
    {"held", SHAPE_NUMBER, 0, "That it leaves alone.", NULL, NULL},
};
static const struct shape kept_shape = SHAPE("bidder_kept", kept_fields);

static const struct shape_field decided_fields[] = {
    {"dry_run", SHAPE_BOOL, 0, NULL, NULL, NULL},
    {"outcome", SHAPE_WORD, 0, "Whether it could decide, or what stands against it.",
     "done goal_archived adcampaign_archived", NULL},
    {"behind_ms", SHAPE_NUMBER, 0, "How old the oldest entry is that is not counted yet.", NULL,
     NULL},
    {"looked", SHAPE_NUMBER, 0, "Values with figures, for each rule anew.", NULL, NULL},
    {"kept", SHAPE_OBJECT, 0, "How many of them stay as they are, by why.", NULL, &kept_shape},
    {"decisions", SHAPE_OBJECTS, 0, "The costliest value first, rule by rule.", NULL,
     &bidder_decision_shape},
    {"live", SHAPE_BOOL, 0, "Whether the edge serves it; false of a dry run.", NULL, NULL},
};
const struct shape bidder_decided_shape = SHAPE("bidder_decided", decided_fields);

static void answer_round(struct call *call, const struct bidder_round *round, bool is_dry,
                         bool is_live)
{
    json_t *answer = json_object(), *kept = json_object(), *decisions = json_array();

    for (size_t i = 0; i < ARRAY_LEN(kept_fields); i++)
        for (int reason = 0; reason < BID_REASON_COUNT; reason++)
            if (strcmp(kept_fields[i].name, bid_reason_text((enum bid_reason)reason)) == 0)
                json_out_put(kept, kept_fields[i].name, json_integer(round->kept[reason]));
    for (size_t i = 0; i < round->count; i++)
        json_out_append(decisions, decision_json(&round->decisions[i]));
    json_out_put(answer, "dry_run", json_boolean(is_dry));
    json_out_put(answer, "outcome", json_out_text(round->outcome));
    json_out_put(answer, "behind_ms", json_integer(round->behind_ms));
    json_out_put(answer, "looked", json_integer(round->looked));
    json_out_put(answer, "kept", kept);
    json_out_put(answer, "decisions", decisions);
    json_out_put(answer, "live", json_boolean(is_live));
    call_answer(call, 200, answer);
}

static void refuse(struct call *call, enum err err, const struct model_fault *fault)
{
    if (err == ERR_CLOSED) {
        call->more_headers = STR("Retry-After: 5\r\n");
        call_refuse(call, 503, "",
                    "The facts are not open, or too far behind to decide by: try again.");
        return;
    }
    call_refuse_model(call, err, fault);
}

static bool is_gone(void *exchange)
{
    return http_exchange_is_gone(exchange);
}

static void decide(struct call *call, struct bidder_round *round)
{
    const json_t *changes = json_object_get(call->body, "changes");
    bool is_dry = json_is_true(json_object_get(call->body, "dry_run"));
    struct bidder_found found;
    struct model_fault fault = {0};
    uint64_t version = 0;
    enum err err;

    if (is_dry) {
        err = catalog_get_bidder(call->api->options.catalog, call->id, changes, &call->scope,
                                 round->arena, &found, &fault);
        round->bidder = &found;
        if (err == OK)
            err = bidder_round_run(round);
    } else {
        err = bidder_run(round, call->id, &call->scope, &found, &version, &fault);
    }
    if (err != OK)
        refuse(call, err, &fault);
    else
        answer_round(call, round, is_dry, !is_dry && json_is_true(call_live(call, version)));
}

void bidders_decide(struct call *call)
{
    const json_t *dry_run = json_object_get(call->body, "dry_run");
    const json_t *changes = json_object_get(call->body, "changes");
    struct report_client client = {.is_gone = is_gone, .context = call->exchange};

    call->entity = ENTITY_BIDDER;
    call_check_fields(call, &bidder_decide_shape);
    if (dry_run != NULL && !json_is_boolean(dry_run))
        call_refuse(call, 422, "dry_run", "dry_run: expected true or false.");
    if (changes != NULL && (!json_is_object(changes) || !json_is_true(dry_run)))
        call_refuse(call, 422, "changes", "changes: an object, and of a dry run only.");
    if (call->is_answered)
        return;
    struct arena *arena = arena_make(BIDDER_ARENA_BYTES);
    struct bidder_round round = {.api = call->api,
                                 .arena = arena,
                                 .client = &client,
                                 .actor = str_from_c(call->actor),
                                 .now_ms = clock_wall_ms()};
    decide(call, &round);
    arena_free(arena);
}

/* ------------------------------------------------------------------ taking back */

void bidders_undo(struct call *call)
{
    struct bidder_decision decision;
    struct model_fault fault = {0};
    uint64_t id = 0, version = 0;

    call->entity = ENTITY_BIDDER;
    if (num_parse_u64(call->sub_id, INT64_MAX, &id) != OK)
        id = 0; /* no decision has it */
    enum err err = catalog_undo_bid(call->api->options.catalog, call->id, id, &call->scope,
                                    call->arena, &decision, &version, &fault);
    if (err != OK) {
        call_refuse_model(call, err, &fault);
        return;
    }
    json_decref(call_live(call, version)); /* the edge serves it, or looks by itself */
    call_answer(call, 200, decision_json(&decision));
}

/* ------------------------------------------------------------------ how a bidder stands */

static const struct shape_field run_fields[] = {
    {"at", SHAPE_TIME, 0, NULL, NULL, NULL},
    {"actor", SHAPE_TEXT, 0, "\"bidder\" by its schedule, else who asked.", NULL, NULL},
    {"outcome", SHAPE_WORD, 0, NULL, "done goal_archived adcampaign_archived", NULL},
    {"looked", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"decided", SHAPE_NUMBER, 0, NULL, NULL, NULL},
};
static const struct shape run_shape = SHAPE("bidder_run", run_fields);
static const struct shape_field state_fields[] = {
    {"last_run", SHAPE_OBJECT, SHAPE_NULL, "When it decided last; null: never yet.", NULL,
     &run_shape},
};
const struct shape bidder_state_shape = SHAPE("bidder_state", state_fields);

static const struct shape_field adcampaign_fields[] = {
    {"bidder_id", SHAPE_ID, SHAPE_NULL, "Its automatic optimisation; null: it has none.", NULL,
     NULL},
};
const struct shape bidder_adcampaign_shape = SHAPE("adcampaign_state", adcampaign_fields);

enum err bidders_put_state(const struct call *call, json_t *document)
{
    uint64_t id = (uint64_t)json_integer_value(json_object_get(document, "id")), bidder_id = 0;
    struct catalog *catalog = call->api->options.catalog;
    struct bidder_run run;
    json_t *last = json_null();

    if (call->entity == ENTITY_ADCAMPAIGN) {
        enum err err = catalog_find_bidder_of(catalog, id, &bidder_id);
        json_out_put(document, "bidder_id",
                     bidder_id != 0 ? json_out_number(bidder_id) : json_null());
        return err;
    }
    enum err err = catalog_find_bid_run(catalog, id, call->arena, &run);
    if (err == OK && run.at_ms != 0) {
        last = json_object();
        json_out_put(last, "at", json_out_time(run.at_ms));
        json_out_put(last, "actor", json_out_text(run.actor));
        json_out_put(last, "outcome", json_out_text(run.outcome));
        json_out_put(last, "looked", json_integer(run.looked));
        json_out_put(last, "decided", json_integer(run.decided));
    }
    json_out_put(document, "last_run", last);
    return err;
}
