/* catalog_sync - a source's cost sync as its runs need it, and what they came to. Any thread. */
#include "model/sync.h"

#include "base/clock.h"
#include "model/call.h"
#include "model/db_sync.h"
#include "model/kind.h"

/* The slot of the token with that parameter; 0: there is none. */
static uint64_t slot_of(const struct source_body *body, struct str param)
{
    for (size_t i = 0; param.ptr != NULL && i < body->tokens.count; i++) {
        const struct token_body *token = LIST_AT(body->tokens, struct token_body, i);
        if (str_is_equal(token->param, param))
            return (uint64_t)token->slot;
    }
    return 0;
}

static struct str grain_param(const struct sync_body *sync)
{
    switch ((enum sync_grain)sync->grain) {
    case SYNC_BY_VARIATION:
        return sync->variation_param;
    case SYNC_BY_ZONE:
        return sync->zone_param;
    case SYNC_BY_SITE:
        return sync->site_param;
    case SYNC_BY_CAMPAIGN:
        break;
    }
    return STR_NONE;
}

static void fill(const struct db_row *row, const struct source_body *body,
                 struct sync_source *source)
{
    *source = (struct sync_source){.id = row->id,
                                   .workspace_id = row->workspace_id,
                                   .status = (int)row->status,
                                   .name = body->name,
                                   .sync = body->cost_sync};
    kind_set_currency(source->currency, body->currency);
    if (body->cost_sync == NULL)
        return;
    source->campaign_slot = slot_of(body, body->cost_sync->campaign_param);
    source->grain_slot = slot_of(body, grain_param(body->cost_sync));
}

enum err catalog_get_sync(struct catalog *catalog, struct str source_id, const struct scope *scope,
                          struct arena *arena, struct sync_source *source)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct model_fault fault = {0}; /* what is stored was judged */
    const void *body = NULL, *place = NULL;
    struct db_row row, workspace;
    enum err err = call_find_row(&call, ENTITY_SOURCE, source_id, scope, &row);
    if (err == OK)
        err = kind_read_body(ENTITY_SOURCE, row.body, arena, &fault, &body);
    if (err == OK)
        err = db_find(call.db, ENTITY_WORKSPACE, row.workspace_id, call.arena, &workspace);
    if (err == OK)
        err = kind_read_body(ENTITY_WORKSPACE, workspace.body, call.arena, &fault, &place);
    if (err != OK)
        return err == ERR_INVALID ? ERR_IO : err;
    fill(&row, body, source);
    kind_set_currency(source->workspace_currency, ((const struct workspace_body *)place)->currency);
    return arena_is_full(arena) ? ERR_FULL : OK;
}

enum err catalog_list_due_syncs(struct catalog *catalog, int64_t now_ms, struct arena *arena,
                                uint64_t **ids, size_t *count)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    uint64_t *found = ARENA_ARRAY(arena, uint64_t, SYNC_DUE_MAX);
    enum err err = found != NULL ? db_list_due_syncs(call.db, now_ms, found, count) : ERR_FULL;
    if (err == OK)
        *ids = found;
    return err;
}

enum err catalog_begin_sync(struct catalog *catalog, struct sync_run *run)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_begin_sync(call.db, run);
    return err == OK ? db_commit(call.db) : err;
}

enum err catalog_end_sync(struct catalog *catalog, const struct sync_run *run)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_end_sync(call.db, run);
    return err == OK ? db_commit(call.db) : err;
}

enum err catalog_interrupt_syncs(struct catalog *catalog)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_interrupt_syncs(call.db, clock_wall_ms());
    return err == OK ? db_commit(call.db) : err;
}

enum err catalog_list_syncs(struct catalog *catalog, struct str source_id,
                            const struct scope *scope, uint64_t before_id, size_t limit,
                            struct arena *arena, struct sync_run **rows, size_t *count)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct db_row row;
    struct sync_run *found = ARENA_ARRAY(arena, struct sync_run, limit + 1);
    if (found == NULL)
        return ERR_FULL;
    enum err err = call_find_row(&call, ENTITY_SOURCE, source_id, scope, &row);
    if (err == OK)
        err = db_list_syncs(call.db, row.id, before_id, 0, limit, arena, found, count);
    if (err == OK)
        *rows = found;
    return err;
}

enum err catalog_find_sync(struct catalog *catalog, struct str source_id, uint64_t run_id,
                           const struct scope *scope, struct arena *arena, struct sync_run *run)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct db_row row;
    struct sync_run found;
    size_t count = 0;
    if (run_id == 0)
        return ERR_NOT_FOUND;
    enum err err = call_find_row(&call, ENTITY_SOURCE, source_id, scope, &row);
    if (err == OK)
        err = db_list_syncs(call.db, row.id, 0, run_id, 1, arena, &found, &count);
    if (err == OK && count == 0)
        return ERR_NOT_FOUND;
    if (err == OK)
        *run = found;
    return err;
}

enum err catalog_list_sync_states(struct catalog *catalog, struct arena *arena,
                                  struct sync_state **rows, size_t *count)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct sync_state *found = ARENA_ARRAY(arena, struct sync_state, SYNC_DUE_MAX);
    enum err err = found != NULL ? db_list_sync_states(call.db, arena, found, count) : ERR_FULL;
    if (err == OK)
        *rows = found;
    return err;
}

enum err catalog_put_sync_told(struct catalog *catalog, uint64_t source_id, struct str day,
                               struct str time_zone, uint64_t run_id, const struct sync_told *rows,
                               size_t count)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_put_sync_told(call.db, source_id, day, time_zone, run_id, rows, count);
    return err == OK ? db_commit(call.db) : err;
}

enum err catalog_list_sync_told(struct catalog *catalog, uint64_t source_id, struct str time_zone,
                                struct str from_day, struct str to_day, struct arena *arena,
                                struct sync_told **rows, size_t *count)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    return db_list_sync_told(call.db, source_id, time_zone, from_day, to_day, arena, rows, count);
}
