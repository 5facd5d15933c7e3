/* catalog_list - pages of entities in an order. Any thread. */
#include "model/call.h"

#include "base/num.h"

#define LIMIT_MAX  1000
#define IDS_MAX    1000
#define FOLDED_MAX 4096 /* bytes of a folded name in a cursor */

struct page {
    enum entity entity;
    struct arena *arena;
    enum db_sort sort;
    json_t *rows;
    unsigned limit;
    bool has_more;
    struct str last_text;
    int64_t last_number;
    uint64_t last_id;
};

static enum err add_to_page(void *context, const struct db_row *row)
{
    struct page *page = context;
    json_t *document;
    if (json_array_size(page->rows) == page->limit) {
        page->has_more = true;
        return OK;
    }
    enum err err = call_make_document(page->entity, row, &document);
    if (err != OK)
        return err;
    CHECK(json_array_append_new(page->rows, document) == 0);
    if (json_array_size(page->rows) < page->limit)
        return OK;
    page->last_text = db_sort_text(page->arena, page->sort, row);
    page->last_number = db_sort_number(page->sort, row);
    page->last_id = row->id;
    return OK;
}

/* ------------------------------------------------------------------ what is asked */

/* "name", "-created": the word of an order, '-' before it for the other direction. */
static enum err parse_sort(struct str sort, struct db_page *page)
{
    static const char *const words[] = {
        [DB_BY_NAME] = "name", [DB_BY_CREATED] = "created", [DB_BY_UPDATED] = "updated"};
    if (sort.ptr == NULL)
        return OK;
    page->is_descending = str_has_prefix(sort, STR("-"));
    sort = str_slice(sort, page->is_descending, sort.len);
    for (int i = DB_BY_NAME; i <= DB_BY_UPDATED; i++)
        if (str_is_equal(sort, str_from_c(words[i]))) {
            page->sort = (enum db_sort)i;
            return OK;
        }
    return ERR_INVALID;
}

/* A cursor is PLACE.ID of the last row; the place is a number, or a folded name in hex. */
static enum err parse_cursor(struct str cursor, struct arena *arena, struct db_page *page)
{
    struct str place;
    if (cursor.ptr == NULL)
        return OK;
    page->goes_on = true;
    if (!str_take_piece(&cursor, '.', &place) ||
        num_parse_u64(cursor, INT64_MAX, &page->after_id) != OK)
        return ERR_INVALID;
    if (page->sort != DB_BY_NAME)
        return num_parse_i64(place, 0, INT64_MAX, &page->after_number);
    if (place.len == 0 || place.len > FOLDED_MAX)
        return ERR_INVALID;
    char *bytes = arena_alloc_raw(arena, place.len / 2 + 1);
    if (bytes == NULL || num_parse_hex(place, (uint8_t *)bytes, place.len / 2) != OK)
        return ERR_INVALID;
    page->after_text = (struct str){bytes, place.len / 2};
    return OK;
}

static struct str write_cursor(struct arena *arena, const struct page *page)
{
    struct buf buf = buf_in_arena(arena, 2 * page->last_text.len + 64);
    if (page->sort == DB_BY_NAME)
        buf_write_hex(&buf, page->last_text.ptr, page->last_text.len);
    else
        buf_write_i64(&buf, page->last_number);
    buf_format(&buf, ".%" PRIu64, page->last_id);
    return buf_is_full(&buf) ? STR_NONE : buf_str(&buf);
}

/* "1,2,3" as a JSON array for the query: numbers, and texts for goals. */
static enum err parse_ids(struct str ids, struct arena *arena, const char **json)
{
    struct buf buf = buf_in_arena(arena, 4 * ids.len + 8);
    struct str id;
    size_t count = 0;
    if (ids.ptr == NULL)
        return OK;
    buf_write_char(&buf, '[');
    for (; str_take_piece(&ids, ',', &id); count++) {
        for (size_t i = 0; i < id.len; i++)
            if (memchr("0123456789abcdef", id.ptr[i], 16) == NULL)
                return ERR_INVALID;
        bool is_number = id.len > 0 && id.len < 19 && id.ptr[0] != '0';
        for (size_t i = 0; i < id.len; i++)
            is_number = is_number && id.ptr[i] <= '9';
        buf_format(&buf, is_number ? "%s%.*s" : "%s\"%.*s\"", count > 0 ? "," : "", STR_FMT(id));
    }
    buf_write_c(&buf, "]");
    buf_write_char(&buf, '\0');
    *json = buf.ptr;
    return count <= IDS_MAX && !buf_is_full(&buf) ? OK : ERR_INVALID;
}

static bool is_list_status(struct str status)
{
    static const char *const words[] = {"active", "paused", "archived", "all"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_is_equal(status, str_from_c(words[i])))
            return true;
    return status.ptr == NULL;
}

/* ------------------------------------------------------------------ a page */

/* What a list is asked for, without its order and its page. workspaces is filled. ERR_INVALID. */
static enum err read_filters(const struct catalog_query *query, const struct scope *scope,
                             struct arena *arena, char workspaces[WORKSPACE_SET_TEXT_MAX],
                             struct db_page *asked)
{
    asked->workspaces = workspaces;
    asked->status = query->status;
    asked->group = query->group;
    asked->country = query->country;
    if (!is_list_status(query->status) || parse_ids(query->ids, arena, &asked->ids) != OK)
        return ERR_INVALID;
    if (!query->is_text_plain && str_has_prefix(query->text, STR("#")))
        asked->tag = str_slice(query->text, 1, query->text.len);
    else
        asked->text_folded = db_fold(arena, query->text);
    workspace_set_write(&scope->reads, workspaces);
    return OK;
}

enum err catalog_list(struct catalog *catalog, enum entity entity,
                      const struct catalog_query *query, const struct scope *scope,
                      struct arena *arena, json_t **rows, struct str *next)
{
    char workspaces[WORKSPACE_SET_TEXT_MAX];
    struct db_page asked = {.entity = entity, .limit = query->limit + 1};
    if (query->limit < 1 || query->limit > LIMIT_MAX || parse_sort(query->sort, &asked) != OK ||
        parse_cursor(query->cursor, arena, &asked) != OK ||
        read_filters(query, scope, arena, workspaces, &asked) != OK)
        return ERR_INVALID;
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    json_auto_t *found = json_array();
    struct page page = {.entity = entity,
                        .arena = call.arena,
                        .sort = asked.sort,
                        .rows = found,
                        .limit = query->limit};
    enum err err = db_list(call.db, &asked, add_to_page, &page);
    if (err != OK)
        return err;
    *rows = json_incref(found);
    *next = page.has_more ? write_cursor(arena, &page) : STR_NONE;
    return OK;
}

/* ------------------------------------------------------------------ names and tags */

struct naming {
    struct arena *arena;
    struct catalog_name *names; /* heap; NULL at first */
    size_t count, cap;
};

static enum err add_name(struct naming *naming, uint64_t id, struct str name)
{
    if (naming->count == naming->cap) {
        naming->cap = naming->cap == 0 ? 64 : 2 * naming->cap;
        naming->names = heap_grow(naming->names, naming->cap * sizeof(*naming->names));
    }
    naming->names[naming->count++] = (struct catalog_name){id, arena_copy(naming->arena, name)};
    return arena_is_full(naming->arena) ? ERR_FULL : OK;
}

static enum err take_name(void *context, const struct db_row *row)
{
    return add_name(context, row->id, row->name);
}

static enum err take_tags(void *context, const struct db_row *row)
{
    struct naming *naming = context;
    json_auto_t *document = json_loadb(row->body.ptr, row->body.len, 0, NULL);
    size_t i;
    json_t *tag;
    enum err err = document != NULL ? OK : ERR_IO;
    json_array_foreach(json_object_get(document, "tags"), i, tag)
    {
        if (err == OK)
            err = add_name(naming, row->id,
                           (struct str){json_string_value(tag), json_string_length(tag)});
    }
    return err;
}

static enum err list_names(struct catalog *catalog, enum entity entity,
                           const struct catalog_query *query, const struct scope *scope,
                           db_visit *visit, struct arena *arena, const struct catalog_name **names,
                           size_t *count)
{
    char workspaces[WORKSPACE_SET_TEXT_MAX];
    struct db_page asked = {.entity = entity, .limit = CATALOG_NAMES_MAX};
    struct naming naming = {.arena = arena};
    if (read_filters(query, scope, arena, workspaces, &asked) != OK)
        return ERR_INVALID;
    struct call call CLEANUP(call_cleanup) = call_begin(catalog);
    enum err err = db_list(call.db, &asked, visit, &naming);
    struct catalog_name *kept = ARENA_ARRAY(arena, struct catalog_name, naming.count + 1);
    if (err == OK && kept == NULL)
        err = ERR_FULL;
    if (err == OK && naming.count > 0)
        memcpy(kept, naming.names, naming.count * sizeof(*kept));
    free(naming.names);
    if (err != OK)
        return err;
    *names = kept;
    *count = naming.count;
    return OK;
}

enum err catalog_list_names(struct catalog *catalog, enum entity entity,
                            const struct catalog_query *query, const struct scope *scope,
                            struct arena *arena, const struct catalog_name **names, size_t *count)
{
    return list_names(catalog, entity, query, scope, take_name, arena, names, count);
}

enum err catalog_list_tags(struct catalog *catalog, const struct scope *scope, struct arena *arena,
                           const struct catalog_name **tags, size_t *count)
{
    struct catalog_query all = {.status = STR("all")};
    return list_names(catalog, ENTITY_CAMPAIGN, &all, scope, take_tags, arena, tags, count);
}
