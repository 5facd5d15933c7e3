/* catalog_health - what was found wrong with the tracking, and whether it was told. Any thread. */
#include "model/call.h"

#include "model/db_health.h"

static enum err copy_rows(const struct catalog_health *found, size_t count, struct arena *arena,
                          struct catalog_health **rows)
{
    struct catalog_health *copies = ARENA_ARRAY(arena, struct catalog_health, count + 1);
    if (copies == NULL)
        return ERR_FULL;
    for (size_t i = 0; i < count; i++) {
        copies[i] = found[i];
        copies[i].key = arena_copy(arena, found[i].key);
        copies[i].sentence = arena_copy(arena, found[i].sentence);
    }
    if (arena_is_full(arena))
        return ERR_FULL;
    *rows = copies;
    return OK;
}

enum err catalog_list_health(struct catalog *catalog, struct arena *arena,
                             struct catalog_health **rows, size_t *count)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct catalog_health *found = NULL;
    size_t found_count = 0;
    enum err err = db_list_health(call.db, call.arena, &found, &found_count);
    if (err == OK)
        err = copy_rows(found, found_count, arena, rows);
    if (err == OK)
        *count = found_count;
    return err;
}

enum err catalog_write_health(struct catalog *catalog, const struct catalog_health *rows,
                              size_t count)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = count > 0 ? db_begin_write(call.db) : OK;
    for (size_t i = 0; err == OK && i < count; i++)
        err = rows[i].since_ms != 0 ? db_put_health(call.db, &rows[i])
                                    : db_remove_health(call.db, &rows[i]);
    return err == OK && count > 0 ? db_commit(call.db) : err;
}
