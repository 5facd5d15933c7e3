#include "serve/retention.h"

#include <pthread.h>
#include <sodium.h>
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "model/scope.h"
#include "serve/operate.h"
#include "visit/forget.h"

#define EVERY_MS    60000
#define PAUSE_MS    50 /* between two pieces */
#define DAY_MS      (INT64_C(24) * 3600 * 1000)
#define KEY_BYTES   16
#define ARENA_BYTES (64 * 1024)

struct retention {
    struct edge *edge;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    bool is_ending; /* guarded by the lock */
    _Atomic uint64_t forgotten;
    uint64_t done_to[WORKSPACES_MAX + 1]; /* up to there nothing is left of that workspace */
};

/* False: it is time to end. */
static bool wait_ms(struct retention *retention, int64_t ms)
{
    int64_t by_ms = clock_mono_ms() + ms;
    struct timespec by = {.tv_sec = by_ms / 1000, .tv_nsec = by_ms % 1000 * 1000000};
    pthread_mutex_lock(&retention->lock);
    while (!retention->is_ending && clock_mono_ms() < by_ms)
        (void)pthread_cond_clockwait(&retention->woken, &retention->lock, CLOCK_MONOTONIC, &by);
    bool is_ending = retention->is_ending;
    pthread_mutex_unlock(&retention->lock);
    return !is_ending;
}

static struct str write_request(struct arena *arena, uint64_t workspace_id, uint64_t from_id,
                                uint64_t to_id)
{
    uint8_t random[KEY_BYTES];
    struct buf key = buf_in_arena(arena, 2 * KEY_BYTES);
    randombytes_buf(random, sizeof(random));
    buf_write_hex(&key, random, sizeof(random));
    return arena_format(arena,
                        "{\"kind\":\"" EXPIRE_KIND "\",\"key\":\"%.*s\",\"workspace_id\":%" PRIu64
                        ",\"actor\":\"retention\",\"args\":{\"from_id\":%" PRIu64
                        ",\"to_id\":%" PRIu64 "}}",
                        STR_FMT(buf_str(&key)), workspace_id, from_id, to_id);
}

/* One piece of a workspace. True: there may be more. */
static bool expire(struct retention *retention, uint64_t workspace_id, uint64_t to_id)
{
    struct arena *arena = arena_make(ARENA_BYTES);
    unsigned status = 0;
    uint64_t *from_id = &retention->done_to[workspace_id];
    struct str text = operate(retention->edge, write_request(arena, workspace_id, *from_id, to_id),
                              arena, &status);
    json_t *answer = json_loadb(text.ptr, text.len, 0, NULL);
    if (status == 200) {
        *from_id = (uint64_t)json_integer_value(json_object_get(answer, "end_id"));
        retention->forgotten += (uint64_t)json_integer_value(json_object_get(answer, "forgotten"));
    } else if (status == 404) {
        *from_id = to_id;
    } else {
        log_warning("edge", "personal fields could not be deleted workspace=%" PRIu64 " status=%u",
                    workspace_id, status);
    }
    json_decref(answer);
    arena_free(arena);
    return status == 200;
}

static int64_t days_of(struct retention *retention, uint64_t workspace_id)
{
    struct snapshot *snapshot = edge_hold_snapshot(retention->edge);
    const struct workspace *workspace = snapshot_workspace(snapshot, workspace_id);
    int64_t days = workspace != NULL ? workspace->settings.personal_days : 0;
    snapshot_drop(snapshot);
    return days;
}

static void *retention_main(void *context)
{
    struct retention *retention = context;
    bool goes_on = true;
    while (goes_on) {
        uint64_t before = retention->forgotten;
        for (uint64_t id = 1; id <= WORKSPACES_MAX && goes_on; id++) {
            int64_t days = days_of(retention, id);
            uint64_t to_id = days > 0 ? id_from_ms(clock_wall_ms() - days * DAY_MS) : 0;
            while (goes_on && to_id > retention->done_to[id] && expire(retention, id, to_id))
                goes_on = wait_ms(retention, PAUSE_MS);
        }
        if (retention->forgotten > before)
            log_info("edge", "deleted personal fields entries=%" PRIu64,
                     retention->forgotten - before);
        goes_on = goes_on && wait_ms(retention, EVERY_MS);
    }
    return NULL;
}

struct retention *retention_open(struct edge *edge)
{
    struct retention *retention = heap_make(1, sizeof(*retention));
    retention->edge = edge;
    CHECK(pthread_mutex_init(&retention->lock, NULL) == 0);
    CHECK(pthread_cond_init(&retention->woken, NULL) == 0);
    CHECK(pthread_create(&retention->thread, NULL, retention_main, retention) == 0);
    return retention;
}

void retention_close(struct retention *retention)
{
    if (retention == NULL)
        return;
    pthread_mutex_lock(&retention->lock);
    retention->is_ending = true;
    pthread_cond_signal(&retention->woken);
    pthread_mutex_unlock(&retention->lock);
    pthread_join(retention->thread, NULL);
    pthread_cond_destroy(&retention->woken);
    pthread_mutex_destroy(&retention->lock);
    free(retention);
}

uint64_t retention_forgotten(const struct retention *retention)
{
    return retention->forgotten;
}
