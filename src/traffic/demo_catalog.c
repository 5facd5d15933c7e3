#include "traffic/demo_catalog.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/num.h"
#include "traffic/demo_plan.h"

#define MADE_MAX  32 /* of a kind */
#define DEPTH_MAX 12 /* of the plan's documents */

struct maker {
    struct catalog *catalog;
    struct scope scope;
    const struct demo_links *links;
    struct arena *arena;
    struct str ids[ENTITY_COUNT][MADE_MAX];
    struct str links_of[ENTITY_COUNT][MADE_MAX]; /* campaigns */
    size_t counts[ENTITY_COUNT];
};

/* ------------------------------------------------------------------ what the plan refers to */

/* "offers/2": a word of a resource and a number behind it; *len is how much of the text that is. */
static size_t read_place(struct str text, enum entity *entity, size_t *len)
{
    ptrdiff_t slash = str_find_char(text, '/');
    CHECK(slash > 0);
    int found = entity_find(str_slice(text, 0, (size_t)slash));
    size_t end = (size_t)slash + 1;
    uint64_t number = 0;
    while (end < text.len && text.ptr[end] >= '0' && text.ptr[end] <= '9')
        end++;
    CHECK(found >= 0 &&
          num_parse_u64(str_slice(text, (size_t)slash + 1, end), MADE_MAX - 1, &number) == OK);
    *entity = (enum entity)found;
    *len = end;
    return (size_t)number;
}

static json_t *id_of(const struct maker *maker, struct str place)
{
    enum entity entity;
    size_t len;
    uint64_t id = 0;
    size_t number = read_place(place, &entity, &len);
    CHECK(number < maker->counts[entity] &&
          num_parse_u64(maker->ids[entity][number], INT64_MAX, &id) == OK);
    return json_integer((json_int_t)id);
}

/* A text with what stands behind '$' put in. */
static json_t *fill_text(const struct maker *maker, struct str text)
{
    struct buf buf = buf_in_arena(maker->arena, text.len + 1024);
    const struct str network = STR("network/");
    for (size_t i = 0; i < text.len; i++) {
        struct str rest = str_slice(text, i + 1, text.len);
        enum entity entity;
        size_t len, number;
        if (text.ptr[i] != '$') {
            buf_write_char(&buf, text.ptr[i]);
            continue;
        }
        if (str_has_prefix(rest, network)) {
            buf_write(&buf, maker->links->network_url);
            i += network.len - 1; /* the slash stays */
            continue;
        }
        number = read_place(rest, &entity, &len);
        CHECK(number < maker->counts[entity]);
        buf_write(&buf, entity == ENTITY_CAMPAIGN ? maker->links_of[entity][number]
                                                  : maker->ids[entity][number]);
        i += len;
    }
    CHECK(!buf_is_full(&buf));
    return json_stringn(buf_str(&buf).ptr, buf.len);
}

/* What stands in the place of a value of the plan. */
static json_t *fill(const struct maker *maker, json_t *value, int depth)
{
    CHECK(depth < DEPTH_MAX);
    if (json_is_string(value)) {
        struct str text = {json_string_value(value), json_string_length(value)};
        return str_has_prefix(text, STR("@")) ? id_of(maker, str_slice(text, 1, text.len))
                                              : fill_text(maker, text);
    }
    json_t *copy = json_is_object(value)  ? json_object()
                   : json_is_array(value) ? json_array()
                                          : json_incref(value);
    const char *name;
    json_t *member;
    size_t i;
    json_object_foreach(value, name, member)
        CHECK(json_object_set_new(copy, name, fill(maker, member, depth + 1)) == 0);
    json_array_foreach(value, i, member)
        CHECK(json_array_append_new(copy, fill(maker, member, depth + 1)) == 0);
    return copy;
}

static json_t *read_document(const struct maker *maker, const char *document)
{
    struct buf buf = buf_in_arena(maker->arena, strlen(document) + 1);
    for (const char *at = document; *at != '\0'; at++)
        buf_write_char(&buf, *at == '\'' ? '"' : *at);
    json_auto_t *plan = json_loadb(buf.ptr, buf.len, JSON_REJECT_DUPLICATES, NULL);
    CHECK(plan != NULL); /* written by us */
    return fill(maker, plan, 0);
}

/* ------------------------------------------------------------------ making */

static void keep(struct maker *maker, enum entity entity, const json_t *document)
{
    size_t at = maker->counts[entity]++;
    const json_t *id = json_object_get(document, "id");
    const char *key = json_string_value(json_object_get(document, "key"));
    CHECK(at < MADE_MAX);
    maker->ids[entity][at] =
        json_is_string(id)
            ? arena_copy(maker->arena, str_from_c(json_string_value(id)))
            : arena_format(maker->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
    if (key != NULL) /* as our own ad network's variations lead there */
        maker->links_of[entity][at] =
            arena_format(maker->arena,
                         "%.*s/%s?variation_id={variation_id}&siteid={site_id}&zoneid={zone_id}"
                         "&catid={category_id}&country={country}&format={format}&cost={actual_cost}"
                         "&external_id={conversions_tracking}",
                         STR_FMT(maker->links->tracking_url), key);
}

static enum err make(struct maker *maker, const struct plan_entity *planned, uint64_t *version)
{
    struct model_fault fault = {0};
    json_auto_t *input = read_document(maker, planned->document);
    json_auto_t *document = NULL;
    json_auto_t *warnings = NULL;
    enum err err = catalog_create(maker->catalog, planned->entity, input, &maker->scope, &document,
                                  &warnings, version, &fault);
    if (err == OK)
        keep(maker, planned->entity, document);
    else
        log_error("demo", "cannot make one of the %s: %s: %s: %s", entity_resource(planned->entity),
                  err_text(err), fault.field, fault.message);
    return err;
}

enum err demo_make_catalog(struct catalog *catalog, uint64_t workspace_id, const char *actor,
                           const struct demo_links *links, uint64_t *version)
{
    struct maker *maker = heap_make(1, sizeof(*maker));
    enum err err = OK;
    maker->catalog = catalog;
    maker->scope = scope_of_all(actor);
    maker->scope.home = workspace_id;
    maker->links = links;
    maker->arena = arena_make((size_t)1 << 20);
    for (size_t i = 0; err == OK && i < plan_entity_count; i++)
        err = make(maker, &plan_entities[i], version);
    arena_free(maker->arena);
    free(maker);
    return err;
}

/* ------------------------------------------------------------------ what was made */

static enum err list_ids(struct catalog *catalog, enum entity entity, const struct scope *scope,
                         json_t *ids)
{
    const struct catalog_query query = {.status = STR("all"), .limit = MADE_MAX};
    struct arena *arena = arena_make((size_t)1 << 22);
    json_auto_t *rows = NULL;
    struct str next;
    json_t *row;
    size_t i;
    enum err err = catalog_list(catalog, entity, &query, scope, arena, &rows, &next);
    json_t *list = json_array();
    json_array_foreach(rows, i, row)
        CHECK(json_array_append(list, json_object_get(row, "id")) == 0);
    CHECK(json_object_set_new(ids, entity_resource(entity), list) == 0);
    arena_free(arena);
    return err == OK || err == ERR_IO ? err : ERR_IO;
}

enum err demo_list_ids(struct catalog *catalog, uint64_t workspace_id, json_t **listed)
{
    static const enum entity entities[] = {ENTITY_SOURCE,   ENTITY_NETWORK, ENTITY_OFFER,
                                           ENTITY_LANDER,   ENTITY_GOAL,    ENTITY_CAMPAIGN,
                                           ENTITY_VARIATION};
    struct scope scope = scope_of_all("demo");
    json_auto_t *ids = json_object();
    enum err err = OK;
    workspace_set_keep(&scope.reads, workspace_id);
    for (size_t i = 0; err == OK && i < ARRAY_LEN(entities); i++)
        err = list_ids(catalog, entities[i], &scope, ids);
    if (err == OK)
        *listed = json_incref(ids);
    return err;
}
