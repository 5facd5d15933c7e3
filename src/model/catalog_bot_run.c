/* catalog_bot_run - runs that apply the lists of bots to the past, so that one goes on whatever
 * ends the process. Any thread. */
#include "model/call.h"

#include "model/db_bot_run.h"

enum err catalog_add_bot_run(struct catalog *catalog, struct catalog_bot_run *run)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct catalog_bot_run active;
    bool is_there = false;
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_find_bot_run(call.db, 0, call.arena, &active, &is_there);
    if (err == OK && is_there)
        err = ERR_CONFLICT;
    if (err == OK)
        err = db_add_bot_run(call.db, run);
    return err == OK ? db_commit(call.db) : err;
}

enum err catalog_write_bot_run(struct catalog *catalog, const struct catalog_bot_run *run)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_write_bot_run(call.db, run);
    return err == OK ? db_commit(call.db) : err;
}

enum err catalog_cancel_bot_run(struct catalog *catalog, uint64_t id, bool *is_so)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_cancel_bot_run(call.db, id, is_so);
    return err == OK ? db_commit(call.db) : err;
}

enum err catalog_find_bot_run(struct catalog *catalog, uint64_t id, struct arena *arena,
                              struct catalog_bot_run *run)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    bool is_there = false;
    enum err err = db_find_bot_run(call.db, id, arena, run, &is_there);
    return err == OK && !is_there ? ERR_NOT_FOUND : err;
}

enum err catalog_list_bot_runs(struct catalog *catalog, uint64_t workspace_id, struct arena *arena,
                               struct catalog_bot_run runs[CATALOG_BOT_RUNS_MAX], size_t *count)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    return db_list_bot_runs(call.db, workspace_id, arena, runs, CATALOG_BOT_RUNS_MAX, count);
}
