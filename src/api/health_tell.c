/* health_tell - what webhooks are told: the findings that are new and those that are gone, once.
 *
 * A workspace is told at most once in health.every_s. What is gone must stay so for a whole such
 * time before it is called gone. A message that is not taken is tried again after 1, 2, 4 ... 64
 * times that long, an hour at most, and holds then what is true then. */
#include "api/health_own.h"

#include "api/json_out.h"
#include "base/log.h"

#define DOUBLINGS_MAX 6
#define PAUSE_MS_MAX  (INT64_C(3600) * 1000)

struct telling {
    struct health *health;
    struct arena *arena;
    struct snapshot *snapshot;
    uint64_t workspace_id;
    int64_t now_ms;
    const struct health_result *result;
    struct catalog_health *rows; /* as the catalogue has them */
    size_t row_count;
    struct catalog_health *writes; /* what is so once they were told */
    size_t write_count;
    json_t *found, *gone;
    size_t more; /* that the message has no place for */
};

static const struct health_finding *finding_of(const struct telling *telling,
                                               const struct catalog_health *row)
{
    char key[HEALTH_KEY_BYTES];
    for (size_t i = 0; i < telling->result->count; i++) {
        const struct health_finding *finding = &telling->result->list[i];
        if (finding->workspace_id != row->workspace_id)
            continue;
        health_write_key(finding, key);
        if (str_is_equal(row->key, str_from_c(key)))
            return finding;
    }
    return NULL;
}

static json_t *gone_json(const struct catalog_health *row)
{
    struct str rest = row->key, code;
    json_t *json = json_object();
    (void)str_take_piece(&rest, ' ', &code);
    json_out_put(json, "code", json_out_text(code));
    json_out_put(json, "sentence", json_out_text(row->sentence));
    json_out_put(json, "since", json_out_time(row->since_ms));
    json_out_put(json, "gone_at", json_out_time(row->gone_ms));
    return json;
}

/* Puts a row into the message, when there is something to tell of it. */
static void add_row(struct telling *telling, struct catalog_health row)
{
    const struct health_finding *finding = row.gone_ms == 0 ? finding_of(telling, &row) : NULL;
    bool is_new = row.told_ms == 0 && finding != NULL;
    bool is_gone = row.told_ms != 0 && row.gone_ms != 0 &&
                   telling->now_ms - row.gone_ms >= telling->health->options->health_every_ms;
    if (!is_new && !is_gone)
        return;
    if (json_array_size(telling->found) + json_array_size(telling->gone) < HEALTH_MESSAGE_MAX)
        json_out_append(is_new ? telling->found : telling->gone,
                        is_new ? health_json(telling->arena, finding) : gone_json(&row));
    else
        telling->more++;
    if (is_new)
        row.told_ms = telling->now_ms;
    else
        row.since_ms = 0; /* to be forgotten */
    telling->writes[telling->write_count++] = row;
}

static json_t *message_of(const struct telling *telling, const struct workspace *workspace)
{
    json_t *message = json_object(), *of = json_object();
    json_out_put(of, "id", json_out_number(workspace->id));
    json_out_put(of, "name", json_out_text(workspace->name));
    json_out_put(message, "event", json_string("tracking_health"));
    json_out_put(message, "at", json_out_time(telling->now_ms));
    json_out_put(message, "workspace", of);
    json_out_put(message, "found", json_incref(telling->found));
    json_out_put(message, "gone", json_incref(telling->gone));
    json_out_put(message, "more", json_out_number(telling->more));
    return message;
}

static bool send_message(const struct telling *telling, const struct workspace *workspace)
{
    json_t *message = message_of(telling, workspace);
    char *text = json_dumps(message, JSON_COMPACT);
    struct webhook_answer answer = {0};

    CHECK(text != NULL);
    enum err err = webhook_send(telling->health->options, workspace->settings.webhook_url,
                                workspace->settings.webhook_secret, str_from_c(text),
                                telling->now_ms, &answer);
    if (err != OK || !answer.is_taken)
        log_warning("desk", "webhook not taken workspace=%" PRIu64 " status=%u error=\"%s\"",
                    workspace->id, answer.status, err != OK ? err_text(err) : answer.error);
    free(text);
    json_decref(message);
    return err == OK && answer.is_taken;
}

/* What came of it: when the next message may go. */
static void note(struct health *health, uint64_t workspace_id, int64_t now_ms, bool is_taken)
{
    struct health_webhook *webhook = &health->webhooks[workspace_id];
    int64_t pause_ms = health->options->health_every_ms;

    atomic_fetch_add(is_taken ? &health->messages : &health->message_failures, 1);
    if (is_taken)
        webhook->failures = 0;
    else {
        pause_ms <<= webhook->failures < DOUBLINGS_MAX ? webhook->failures : DOUBLINGS_MAX;
        webhook->failures++;
    }
    webhook->next_ms = now_ms + (pause_ms < PAUSE_MS_MAX ? pause_ms : PAUSE_MS_MAX);
}

static void tell_workspace(struct telling *telling)
{
    struct health *health = telling->health;
    const struct workspace *workspace =
        snapshot_workspace(telling->snapshot, telling->workspace_id);

    if (workspace == NULL || workspace->settings.webhook_url.ptr == NULL ||
        workspace->demo != WORKSPACE_OWN ||
        telling->now_ms < health->webhooks[telling->workspace_id].next_ms)
        return;
    telling->found = json_array();
    telling->gone = json_array();
    telling->write_count = 0;
    telling->more = 0;
    for (size_t i = 0; i < telling->row_count; i++)
        if (health_told_to(telling->rows[i].workspace_id) == telling->workspace_id)
            add_row(telling, telling->rows[i]);
    if (telling->write_count > 0) {
        bool is_taken = send_message(telling, workspace);
        note(health, telling->workspace_id, telling->now_ms, is_taken);
        if (is_taken && catalog_write_health(health->options->catalog, telling->writes,
                                             telling->write_count) != OK)
            log_error("desk", "cannot note what a webhook was told: it will be told again");
    }
    json_decref(telling->found);
    json_decref(telling->gone);
}

/* What the catalogue keeps may change under a telling, for a look goes on meanwhile. What is then
 * written over it is put right by the next look: a row that is not found is called gone again. */
void health_tell(struct health *health)
{
    struct arena *arena = arena_make(HEALTH_ARENA_BYTES);
    struct health_result *result = health_read(health);
    struct telling telling = {
        .health = health, .arena = arena, .result = result, .now_ms = result->looked_ms};

    CHECK(pthread_mutex_lock(&health->tell_lock) == 0);
    CHECK(pthread_mutex_lock(&health->lock) == 0);
    telling.snapshot = health->snapshot != NULL ? snapshot_hold(health->snapshot) : NULL;
    CHECK(pthread_mutex_unlock(&health->lock) == 0);
    enum err err =
        catalog_list_health(health->options->catalog, arena, &telling.rows, &telling.row_count);
    telling.writes = ARENA_ARRAY(arena, struct catalog_health, telling.row_count + 1);
    bool is_ready = err == OK && telling.writes != NULL && telling.snapshot != NULL;
    for (uint64_t id = 1; is_ready && id <= WORKSPACES_MAX; id++) {
        telling.workspace_id = id;
        tell_workspace(&telling);
    }
    CHECK(pthread_mutex_unlock(&health->tell_lock) == 0);
    snapshot_drop(telling.snapshot);
    free(result);
    arena_free(arena);
}
