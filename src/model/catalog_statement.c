/* catalog_statement - keeps and finds statements of ad networks. Any thread. */
#include "model/call.h"

#include "model/db_statement.h"

const struct statement *statement_of_day(const struct statement *statements, size_t count,
                                         int64_t day)
{
    for (size_t i = 0; i < count; i++)
        if (statements[i].deleted_ms == 0 && day >= statements[i].from_day &&
            day <= statements[i].to_day)
            return &statements[i];
    return NULL;
}

enum err catalog_add_statement(struct catalog *catalog, struct statement *statement,
                               const struct statement_line *lines, size_t count)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct statement kept = *statement;
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_trim_statements(call.db, kept.source_id);
    if (err == OK)
        err = db_add_statement(call.db, &kept);
    if (err == OK)
        err = db_add_statement_lines(call.db, kept.id, lines, count);
    if (err == OK)
        err = db_commit(call.db);
    if (err == OK)
        *statement = kept;
    return err;
}

enum err catalog_list_statements(struct catalog *catalog, uint64_t source_id, struct arena *arena,
                                 struct statement **statements, size_t *count)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct statement *found = ARENA_ARRAY(arena, struct statement, STATEMENTS_MAX);
    enum err err =
        found != NULL ? db_list_statements(call.db, source_id, arena, found, count) : ERR_FULL;
    if (err == OK)
        *statements = found;
    return err;
}

enum err catalog_find_statement(struct catalog *catalog, uint64_t id, struct arena *arena,
                                struct statement *statement)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    return db_find_statement(call.db, id, arena, statement);
}

enum err catalog_list_statement_lines(struct catalog *catalog, uint64_t id, int64_t from_day,
                                      int64_t to_day, int64_t after_line, size_t max,
                                      struct arena *arena, struct statement_line **lines,
                                      size_t *count)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    struct statement_line *found = ARENA_ARRAY(arena, struct statement_line, max);
    enum err err = found != NULL ? db_list_statement_lines(call.db, id, from_day, to_day,
                                                           after_line, max, arena, found, count)
                                 : ERR_FULL;
    if (err == OK)
        *lines = found;
    return err;
}

enum err catalog_delete_statement(struct catalog *catalog, uint64_t id, int64_t deleted_ms,
                                  const char *actor)
{
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = db_begin_write(call.db);
    if (err == OK)
        err = db_delete_statement(call.db, id, deleted_ms, str_from_c(actor));
    return err == OK ? db_commit(call.db) : err;
}
