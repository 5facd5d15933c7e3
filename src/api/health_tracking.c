/* health_tracking - what needs a hand, worst first: GET /api/v1/health/tracking, and a message to
 * the webhook to try it. */
#include "api/health_watch.h"
#include "api/internal.h"

#include "api/health_webhook.h"
#include "api/json_out.h"
#include "base/clock.h"
#include "base/say.h"
#include "facts/projector.h"

#define BEHIND_MS_MAX 5000 /* of facts that are as good as there */

/* ------------------------------------------------------------------ what it gives */

static const struct shape_field entity_fields[] = {
    {"kind", SHAPE_WORD, 0, NULL, "source network offer campaign", NULL},
    {"id", SHAPE_NUMBER, 0, NULL, NULL, NULL},
    {"name", SHAPE_TEXT, 0, NULL, NULL, NULL},
};
static const struct shape entity_shape = SHAPE("health_entity", entity_fields);

static const struct shape_field mend_fields[] = {
    {"text", SHAPE_TEXT, 0, "The one step, in words.", NULL, NULL},
    {"action", SHAPE_WORD, 0, "What a dashboard offers.",
     "test trace report open map resend decide import_rates check_disk", NULL},
    {"open", SHAPE_TEXT, SHAPE_NULL, "The address of what is to be changed.", NULL, NULL},
};
static const struct shape mend_shape = SHAPE("health_mend", mend_fields);

static const struct shape_field numbers_fields[] = {
    {"count", SHAPE_NUMBER, 0, "Cases.", NULL, NULL},
    {"of", SHAPE_NUMBER, SHAPE_NULL, "Among so many that were looked at.", NULL, NULL},
    {"hours", SHAPE_NUMBER, SHAPE_NULL, "Of silence, or overdue.", NULL, NULL},
    {"expected", SHAPE_ANY, SHAPE_OPTIONAL, "How many were to be expected.", NULL, NULL},
    {"scatter", SHAPE_ANY, SHAPE_OPTIONAL, "Variance by mean of the hours before.", NULL, NULL},
    {"usual_per_hour", SHAPE_ANY, SHAPE_OPTIONAL, "In the 14 days before.", NULL, NULL},
    {"sigmas", SHAPE_ANY, SHAPE_OPTIONAL, "How far beyond its scatter.", NULL, NULL},
};
static const struct shape numbers_shape = SHAPE("health_numbers", numbers_fields);

static const struct shape_field finding_fields[] = {
    {"code", SHAPE_WORD, 0, "docs/health.md tells of each.", HEALTH_CODES(HEALTH_WORD), NULL},
    {"severity", SHAPE_WORD, 0, NULL, "error warning note", NULL},
    {"workspace_id", SHAPE_NUMBER, SHAPE_NULL, "null: of no workspace.", NULL, NULL},
    {"entity", SHAPE_OBJECT, SHAPE_NULL, "What it is about; null: no one thing.", NULL,
     &entity_shape},
    {"detail", SHAPE_TEXT, SHAPE_NULL, "The word, reason or currency that it is about.", NULL,
     NULL},
    {"proposal", SHAPE_TEXT, SHAPE_NULL, "A known status word that is like the unknown one.", NULL,
     NULL},
    {"sentence", SHAPE_TEXT, 0, NULL, NULL, NULL},
    {"mend", SHAPE_OBJECT, 0, NULL, NULL, &mend_shape},
    {"since", SHAPE_TIME, 0, "When it was first found.", NULL, NULL},
    {"last_seen_at", SHAPE_TIME, SHAPE_NULL,
     "The newest case; of a silence, the last that came before it.", NULL, NULL},
    {"numbers", SHAPE_OBJECT, 0, NULL, NULL, &numbers_shape},
    {"entries", SHAPE_TEXT, SHAPE_NULL, "The log that shows it.", NULL, NULL},
};
static const struct shape finding_shape = SHAPE("health_finding", finding_fields);

static const struct shape_field tracking_fields[] = {
    {"findings", SHAPE_OBJECTS, 0, "Worst first; empty: nothing needs a hand.", NULL,
     &finding_shape},
    {"looked_at", SHAPE_TIME, 0, "When it was last looked.", NULL, NULL},
    {"has_facts", SHAPE_BOOL, 0,
     "false: the facts could not be asked, and what is judged from them is as it was before.", NULL,
     NULL},
    {"behind_ms", SHAPE_NUMBER, 0,
     "How far the facts were behind. More than 5,000: it is looked anew once they are not.", NULL,
     NULL},
    {"is_whole", SHAPE_BOOL, 0, "false: there were more entries than are looked at.", NULL, NULL},
};
const struct shape tracking_shape = SHAPE("tracking_health", tracking_fields);

static const struct shape_field webhook_test_fields[] = {
    {"taken", SHAPE_BOOL, 0, "Whether it was answered with 2xx.", NULL, NULL},
    {"status_code", SHAPE_NUMBER, SHAPE_NULL, "null: there was no answer.", NULL, NULL},
    {"error", SHAPE_TEXT, SHAPE_NULL, "What kept it from being sent or answered.", NULL, NULL},
};
const struct shape webhook_test_body_shape = {"webhook_test_body", NULL, 0, "{}", NULL};
const struct shape webhook_test_shape = SHAPE("webhook_test", webhook_test_fields);

/* ------------------------------------------------------------------ the findings */

static bool read_fresh(struct call *call)
{
    return str_is_equal(call_word(call, "fresh", "true false"), STR("true"));
}

static void answer_result(struct call *call, const struct health_result *result)
{
    json_t *answer = json_object(), *findings = json_array();

    for (size_t i = 0; i < result->count; i++)
        if (workspace_set_has(&call->scope.reads, result->list[i].workspace_id))
            json_out_append(findings, health_json(call->arena, &result->list[i]));
    json_out_put(answer, "findings", findings);
    json_out_put(answer, "looked_at", json_out_time(result->looked_ms));
    json_out_put(answer, "has_facts", json_boolean(result->has_facts));
    json_out_put(answer, "behind_ms", json_integer(result->behind_ms));
    json_out_put(answer, "is_whole", json_boolean(result->is_whole));
    call_answer(call, 200, answer);
}

/* A look at facts that lagged is taken again once they are there: who reads it waits for nothing.
 */
static bool is_outdated(const struct call *call, const struct health_result *result)
{
    struct projector *projector = call->api->options.projector;
    return result->behind_ms > BEHIND_MS_MAX && projector != NULL &&
           projector_state(projector).behind_ms <= BEHIND_MS_MAX;
}

void health_tracking(struct call *call)
{
    struct health *health = call->api->health;
    bool is_fresh = read_fresh(call);
    struct health_result *result;

    if (call->is_answered)
        return;
    result = health_read(health);
    if (is_fresh || result->looked_ms == 0 || is_outdated(call, result)) {
        enum err err = health_look(health);
        free(result);
        if (err != OK) {
            call_refuse_read(call, err);
            return;
        }
        result = health_read(health);
    }
    answer_result(call, result);
    free(result);
}

/* ------------------------------------------------------------------ the webhook */

static json_t *sample(uint64_t workspace_id, int64_t now_ms)
{
    json_t *message = json_object(), *workspace = json_object();
    json_out_put(workspace, "id", json_out_number(workspace_id));
    json_out_put(message, "event", json_string("test"));
    json_out_put(message, "at", json_out_time(now_ms));
    json_out_put(message, "workspace", workspace);
    json_out_put(message, "found", json_array());
    json_out_put(message, "gone", json_array());
    json_out_put(message, "more", json_integer(0));
    return message;
}

/* The text of a setting, lent by the document; absent when it is null. */
static struct str text_of(const json_t *webhook, const char *name)
{
    const json_t *value = json_object_get(webhook, name);
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}

static void send_sample(struct call *call, uint64_t workspace_id, const json_t *webhook)
{
    int64_t now_ms = clock_wall_ms();
    json_t *message = sample(workspace_id, now_ms);
    char *text = json_dumps(message, JSON_COMPACT);
    struct webhook_answer sent = {0};

    CHECK(text != NULL);
    enum err err = webhook_send(&call->api->options, text_of(webhook, "url"),
                                text_of(webhook, "secret"), str_from_c(text), now_ms, &sent);
    free(text);
    json_decref(message);
    if (err != OK) {
        call_refuse(call, err == ERR_INVALID ? 422 : 500, "health_webhook.url",
                    "The webhook cannot be sent: %s.", say_text(err_text(err)));
        return;
    }
    json_t *answer = json_object();
    json_out_put(answer, "taken", json_boolean(sent.is_taken));
    json_out_put(answer, "status_code", sent.status != 0 ? json_integer(sent.status) : json_null());
    json_out_put(answer, "error",
                 sent.error[0] != '\0' ? json_out_text(str_from_c(sent.error)) : json_null());
    call_answer(call, 200, answer);
}

void health_webhook_test(struct call *call)
{
    json_t *settings = NULL;
    uint64_t workspace_id = call_workspace(call);

    call_check_fields(call, &webhook_test_body_shape);
    if (call->is_answered)
        return;
    if (catalog_get_settings(call->api->options.catalog, workspace_id, &settings) != OK) {
        call_refuse(call, 500, "", "The settings could not be read.");
        return;
    }
    const json_t *webhook = json_object_get(settings, "health_webhook");
    if (!json_is_object(webhook))
        call_refuse(call, 409, "health_webhook",
                    "health_webhook: the workspace's settings name none.");
    else
        send_sample(call, workspace_id, webhook);
    json_decref(settings);
}
