/* db_list - the SQL of lists: filters, an order, and the place to go on from. */
#include "model/db_handle.h"

#define SQL_BYTES_MAX 2048

static const char *const columns[] = {[DB_BY_POSITION] = "position",
                                      [DB_BY_NAME] = "name_folded",
                                      [DB_BY_CREATED] = "created_at_ms",
                                      [DB_BY_UPDATED] = "updated_at_ms"};

struct str db_sort_text(struct arena *arena, enum db_sort sort, const struct db_row *row)
{
    return sort == DB_BY_NAME ? db_fold(arena, row->name) : STR_NONE;
}

int64_t db_sort_number(enum db_sort sort, const struct db_row *row)
{
    return sort == DB_BY_CREATED   ? row->created_at_ms
           : sort == DB_BY_UPDATED ? row->updated_at_ms
                                   : row->position;
}

/* The order's column is one of ours: no text of a user stands in the SQL. */
static enum err prepare_list(struct db *db, const struct db_page *page, sqlite3_stmt **sql)
{
    char text[SQL_BYTES_MAX];
    const char *column = columns[page->sort];
    const char *direction = page->is_descending ? " DESC" : "";
    int len = snprintf(
        text, sizeof text,
        "SELECT " DB_ROW_COLUMNS
        " FROM entity WHERE entity = ?1 AND (?2 IS NULL OR (%s, id) %s (?2, ?3))"
        " AND (?4 IS NULL OR instr(name_folded, ?4) > 0)"
        " AND workspace_id IN (SELECT value FROM json_each(?10))"
        " AND (?11 IS NULL OR id IN (SELECT value FROM json_each(?11))"
        " OR key IN (SELECT value FROM json_each(?11)))"
        " AND CASE WHEN ?5 IS NULL THEN status <> 'archived' ELSE ?5 IN ('all', status) END"
        " AND (?7 IS NULL OR body ->> '$.color' = ?7 COLLATE NOCASE OR"
        " EXISTS(SELECT 1 FROM json_each(body, '$.tags') WHERE value = ?7 COLLATE NOCASE))"
        " AND (?8 IS NULL OR body ->> '$.group' = ?8) AND (?9 IS NULL OR body ->> '$.country' = ?9)"
        " ORDER BY %s%s, id%s LIMIT ?6",
        column, page->is_descending ? "<" : ">", column, direction, direction);
    CHECK(len > 0 && (size_t)len < sizeof text);
    return db_prepare(db, text, sql);
}

enum err db_list(struct db *db, const struct db_page *page, db_visit *visit, void *context)
{
    DB_STATEMENT(sql);
    enum err err = prepare_list(db, page, &sql);
    if (err != OK)
        return err;
    db_bind_str(sql, 1, str_from_c(entity_resource(page->entity)));
    if (page->goes_on && page->sort == DB_BY_NAME)
        db_bind_str(sql, 2, page->after_text);
    else if (page->goes_on)
        db_bind_i64(sql, 2, page->after_number);
    db_bind_i64(sql, 3, (int64_t)page->after_id);
    db_bind_str(sql, 4, page->text_folded);
    db_bind_str(sql, 5, page->status);
    db_bind_i64(sql, 6, page->limit);
    db_bind_str(sql, 7, page->tag);
    db_bind_str(sql, 8, page->group);
    db_bind_str(sql, 9, page->country);
    db_bind_str(sql, 10, str_from_c(page->workspaces));
    db_bind_str(sql, 11, str_from_c(page->ids));
    return db_visit_all(db, sql, visit, context);
}
