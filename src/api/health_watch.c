#include "api/health_watch.h"

#include "api/health_own.h"
#include "api/internal.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/ticker.h"

struct health *health_make(const struct api_options *options, struct readers *readers)
{
    struct health *health = heap_make(1, sizeof(*health));
    health->options = options;
    health->readers = readers;
    health->result = heap_make(1, sizeof(*health->result));
    CHECK(pthread_mutex_init(&health->look_lock, NULL) == 0);
    CHECK(pthread_mutex_init(&health->tell_lock, NULL) == 0);
    CHECK(pthread_mutex_init(&health->lock, NULL) == 0);
    return health;
}

void health_free(struct health *health)
{
    if (health == NULL)
        return;
    snapshot_drop(health->snapshot);
    free(health->result);
    CHECK(pthread_mutex_destroy(&health->look_lock) == 0);
    CHECK(pthread_mutex_destroy(&health->tell_lock) == 0);
    CHECK(pthread_mutex_destroy(&health->lock) == 0);
    free(health);
}

struct health_result *health_read(struct health *health)
{
    struct health_result *copy = heap_make(1, sizeof(*copy));
    CHECK(pthread_mutex_lock(&health->lock) == 0);
    *copy = *health->result;
    CHECK(pthread_mutex_unlock(&health->lock) == 0);
    return copy;
}

/* ------------------------------------------------------------------ what is new, what is gone */

struct settling {
    struct arena *arena;
    const struct health_result *result;
    const struct snapshot *snapshot;
    struct catalog_health *kept; /* as the catalogue has them, by workspace and key */
    size_t kept_count;
    struct catalog_health *writes;
    size_t write_count;
    int64_t now_ms;
};

static struct catalog_health *find_kept(const struct settling *settling, uint64_t workspace_id,
                                        struct str key)
{
    for (size_t i = 0; i < settling->kept_count; i++)
        if (settling->kept[i].workspace_id == workspace_id &&
            str_is_equal(settling->kept[i].key, key))
            return &settling->kept[i];
    return NULL;
}

static bool has_webhook(const struct snapshot *snapshot, uint64_t workspace_id)
{
    const struct workspace *workspace = snapshot_workspace(snapshot, health_told_to(workspace_id));
    return workspace != NULL && workspace->settings.webhook_url.ptr != NULL;
}

static void write_row(struct settling *settling, const struct catalog_health *row)
{
    settling->writes[settling->write_count++] = *row;
}

/* What is found: known already, or new. Fills its since_ms. */
static void settle_finding(struct settling *settling, struct health_finding *finding)
{
    char text[HEALTH_KEY_BYTES];
    health_write_key(finding, text);
    struct catalog_health *kept = find_kept(settling, finding->workspace_id, str_from_c(text));
    if (kept != NULL) {
        finding->since_ms = kept->since_ms;
        bool was_gone = kept->gone_ms != 0;
        kept->gone_ms = 0;
        if (was_gone)
            write_row(settling, kept);
        return;
    }
    finding->since_ms = settling->now_ms;
    struct catalog_health row = {.workspace_id = finding->workspace_id,
                                 .key = arena_copy(settling->arena, str_from_c(text)),
                                 .sentence = health_sentence(settling->arena, finding),
                                 .since_ms = settling->now_ms};
    if (settling->kept_count + settling->write_count < CATALOG_HEALTH_MAX)
        write_row(settling, &row);
}

static bool is_found(const struct settling *settling, const struct catalog_health *kept)
{
    char text[HEALTH_KEY_BYTES];
    for (size_t i = 0; i < settling->result->count; i++) {
        const struct health_finding *finding = &settling->result->list[i];
        if (finding->workspace_id != kept->workspace_id)
            continue;
        health_write_key(finding, text);
        if (str_is_equal(kept->key, str_from_c(text)))
            return true;
    }
    return false;
}

/* Whether a kept one may be called gone by this look: what is judged from the facts is not, while
 * they cannot be asked. */
static bool may_be_gone(const struct settling *settling, const struct catalog_health *kept)
{
    if (settling->result->has_facts)
        return true;
    for (int code = 0; code < HEALTH_CODE_COUNT; code++) {
        struct str word = str_from_c(health_code_text((enum health_code)code));
        if (str_has_prefix(kept->key, word) && kept->key.ptr[word.len] == ' ')
            return !health_is_of_facts((enum health_code)code);
    }
    return true;
}

/* What is not found any more: forgotten, or kept until its webhook has heard of it. */
static void settle_kept(struct settling *settling, struct catalog_health *kept)
{
    if (kept->gone_ms != 0 || is_found(settling, kept) || !may_be_gone(settling, kept))
        return;
    kept->gone_ms = settling->now_ms;
    if (kept->told_ms == 0 || !has_webhook(settling->snapshot, kept->workspace_id))
        kept->since_ms = 0;
    write_row(settling, kept);
}

static enum err settle(struct health *health, struct arena *arena, struct health_result *result)
{
    struct settling settling = {.arena = arena,
                                .result = result,
                                .snapshot = health->snapshot,
                                .now_ms = result->looked_ms};
    struct catalog *catalog = health->options->catalog;

    enum err err = catalog_list_health(catalog, arena, &settling.kept, &settling.kept_count);
    if (err != OK)
        return err;
    settling.writes =
        ARENA_ARRAY(arena, struct catalog_health, settling.kept_count + result->count + 1);
    if (settling.writes == NULL)
        return ERR_FULL;
    for (size_t i = 0; i < settling.kept_count; i++)
        settle_kept(&settling, &settling.kept[i]);
    for (size_t i = 0; i < result->count; i++)
        settle_finding(&settling, &result->list[i]);
    return catalog_write_health(catalog, settling.writes, settling.write_count);
}

/* ------------------------------------------------------------------ a look */

static enum err refresh_snapshot(struct health *health)
{
    uint64_t version = 0;
    struct snapshot *snapshot = NULL;
    enum err err = catalog_version(health->options->catalog, &version);
    if (err != OK || (health->snapshot != NULL && snapshot_version(health->snapshot) == version))
        return err;
    err = snapshot_load(health->options->dir, &snapshot);
    if (err != OK)
        return err;
    struct snapshot *before = health->snapshot;
    CHECK(pthread_mutex_lock(&health->lock) == 0);
    health->snapshot = snapshot;
    CHECK(pthread_mutex_unlock(&health->lock) == 0);
    snapshot_drop(before);
    return OK;
}

static enum err look(struct health *health, struct arena *arena)
{
    struct health_result *result = heap_make(1, sizeof(*result));
    struct health_gathering gathering = {.options = health->options,
                                         .readers = health->readers,
                                         .now_ms = clock_wall_ms(),
                                         .unrecorded = &health->unrecorded};
    enum err err = refresh_snapshot(health);
    gathering.snapshot = health->snapshot;
    gathering.before = health->result->looked_ms != 0 ? health->result : NULL;
    if (err == OK)
        err = health_gather(&gathering, arena, result);
    if (err == OK)
        err = settle(health, arena, result);
    if (err != OK) {
        free(result);
        return err;
    }
    CHECK(pthread_mutex_lock(&health->lock) == 0);
    struct health_result *before = health->result;
    health->result = result;
    CHECK(pthread_mutex_unlock(&health->lock) == 0);
    free(before);
    return OK;
}

enum err health_look(struct health *health)
{
    struct arena *arena = arena_make(HEALTH_ARENA_BYTES);

    CHECK(pthread_mutex_lock(&health->look_lock) == 0);
    enum err err = look(health, arena);
    CHECK(pthread_mutex_unlock(&health->look_lock) == 0);
    arena_free(arena);
    atomic_fetch_add(err == OK ? &health->looks : &health->look_failures, 1);
    if (err != OK)
        log_warning("desk", "cannot look at the tracking's health: %s", err_text(err));
    return err;
}

/* ------------------------------------------------------------------ metrics */

void health_write_metrics(struct health *health, struct buf *buf)
{
    struct health_result *result = health_read(health);
    int64_t now_ms = clock_wall_ms();

    buf_write_c(buf, "# HELP rebond_tracking_findings what is wrong with the tracking\n"
                     "# TYPE rebond_tracking_findings gauge\n");
    for (int code = 0; code < HEALTH_CODE_COUNT; code++) {
        int count = 0;
        for (size_t i = 0; i < result->count; i++)
            count += result->list[i].code == (enum health_code)code;
        buf_format(buf, "rebond_tracking_findings{code=\"%s\",severity=\"%s\"} %d\n",
                   health_code_text((enum health_code)code),
                   health_severity_text(health_severity_of((enum health_code)code)), count);
    }
    buf_write_c(buf, "# HELP rebond_last_postback_age_seconds since a network's last conversion\n"
                     "# TYPE rebond_last_postback_age_seconds gauge\n");
    for (size_t i = 0; i < result->seen_count; i++)
        buf_format(buf, "rebond_last_postback_age_seconds{network=\"%" PRIu64 "\"} %" PRId64 "\n",
                   result->seen[i].network_id, (now_ms - result->seen[i].last_ms) / 1000);
    const struct {
        const char *name, *help;
        uint64_t value;
    } counters[] = {
        {"rebond_health_looks_total", "looks at the tracking's health", health->looks},
        {"rebond_health_look_failures_total", "looks that failed", health->look_failures},
        {"rebond_health_webhook_messages_total", "messages that were taken", health->messages},
        {"rebond_health_webhook_failures_total", "messages that were not taken",
         health->message_failures},
    };
    for (size_t i = 0; i < ARRAY_LEN(counters); i++)
        buf_format(buf, "# HELP %s %s\n# TYPE %s counter\n%s %" PRIu64 "\n", counters[i].name,
                   counters[i].help, counters[i].name, counters[i].name, counters[i].value);
    free(result);
}

/* ------------------------------------------------------------------ the thread */

/* A look at much costs much: so many times what the last one took passes before the next. */
#define PAUSE_BY_LOOK 20

struct health_thread {
    struct health *health;
    int64_t every_ms;
    struct ticker *ticker;
};

static int64_t work(struct ticker *ticker, void *context)
{
    struct health_thread *thread = context;
    (void)ticker; /* a look is short */

    int64_t begin_mono_ms = clock_mono_ms();
    if (health_look(thread->health) == OK)
        health_tell(thread->health);
    int64_t pause_ms = PAUSE_BY_LOOK * (clock_mono_ms() - begin_mono_ms);
    return pause_ms > thread->every_ms ? pause_ms : thread->every_ms;
}

struct health_thread *health_thread_open(struct api *api)
{
    struct health_thread *thread = heap_make(1, sizeof(*thread));

    CHECK(api->options.health_every_ms > 0);
    thread->health = api->health;
    thread->every_ms = api->options.health_every_ms;
    thread->ticker = ticker_open(work, thread);
    return thread;
}

void health_thread_close(struct health_thread *thread)
{
    if (thread == NULL)
        return;
    ticker_close(thread->ticker);
    free(thread);
}
