/* workspace - what belongs together, apart from the rest of the account: its time zone, its
 * currency, and who sees it (spec/tracker.md §1.10). */
#include "base/say.h"
#include "model/body.h"
#include "model/fault.h"
#include "model/kind.h"
#include "model/zones.h"

static const char *const visibility_words[] = {"public", "private", NULL};

static const char *const demo_words[] = {"making", "loading", "loaded", "removed", NULL};
_Static_assert(ARRAY_LEN(demo_words) == WORKSPACE_DEMO_REMOVED + 2, "a word for each");

static const struct field workspace_fields[] = {
    KIND_NAME_FIELD(struct workspace_body),
    {.name = "visibility",
     .type = FIELD_WORD,
     .offset = offsetof(struct workspace_body, visibility),
     .fallback = "\"private\"",
     .words = visibility_words,
     .help = "public: every user of the account may read it; private: only those who are in it."},
    {.name = "time_zone",
     .type = FIELD_TEXT,
     .offset = offsetof(struct workspace_body, time_zone),
     .fallback = "\"UTC\"",
     .min = 1,
     .max = ZONE_NAME_BYTES_MAX - 1,
     .judge = kind_judge_zone,
     .help = "Where its days begin (IANA)."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     .offset = offsetof(struct workspace_body, currency),
     .fallback = "\"USD\"",
     .help = "Of all its sums; stays as it is from the first campaign or variation on."},
    {.name = "demo",
     .type = FIELD_WORD,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct workspace_body, demo),
     .words = demo_words,
     .help = "loaded: it holds the demo data (/api/v1/demo), of which nothing is sent to anybody; "
             "null: it does not. Nobody sets it."},
};
static const struct schema workspace_schema = SCHEMA(workspace_fields, struct workspace_body);

static enum err read_stored(struct check *check, const struct workspace_body **stored)
{
    struct db_row row;
    const void *body;
    enum err err = db_find(check->db, ENTITY_WORKSPACE, check->id, check->arena, &row);
    if (err == OK)
        err = kind_read_body(ENTITY_WORKSPACE, row.body, check->arena, check->fault, &body);
    if (err == OK)
        *stored = body;
    return err;
}

/* Every entry keeps its sums in the workspace's currency, and only campaigns and variations lead to
 * entries: before the first of them there are none, so the catalogue alone can tell. */
static enum err keep_currency(struct check *check, struct str is, struct str was)
{
    char currency[4] = "";
    if (str_is_equal(was, is))
        return OK;
    kind_set_currency(currency, was);
    enum err err = db_has_traffic(check->db, check->id);
    if (err == ERR_NOT_FOUND)
        return OK;
    return err == OK
               ? fault_conflict(check->fault, "currency",
                                "stays %s: what was counted in it stands in the ledger", currency)
               : err;
}

static enum err keep_workspace(struct check *check, const void *read)
{
    static const struct workspace_body none = {.demo = WORKSPACE_OWN};
    const struct workspace_body *body = read;
    const struct workspace_body *stored = &none;
    enum err err = check->id != 0 ? read_stored(check, &stored) : OK;
    if (err == OK && body->demo != stored->demo)
        return fault_refuse(check->fault, "demo",
                            "only loading and removing the demo data changes it");
    return err == OK && check->id != 0 ? keep_currency(check, body->currency, stored->currency)
                                       : err;
}

static enum err check_workspace(struct check *check, void *read)
{
    return keep_workspace(check, read);
}

static enum err build_workspace(const struct build *build, const void *read, void *item)
{
    const struct workspace_body *body = read;
    struct workspace *workspace = item;
    workspace->id = build->row->id;
    workspace->status = build->row->status;
    workspace->demo = (enum workspace_demo)body->demo;
    workspace->name = body->name;
    workspace->time_zone = body->time_zone;
    kind_set_currency(workspace->currency, body->currency);
    return zones_find(build->zones, build->arena, body->time_zone, &workspace->zone) == OK
               ? OK
               : fault_refuse(build->fault, "time_zone", "there is no such time zone any more");
}

const struct kind workspace_kind = {
    .resource = "workspaces",
    .word = SAY("workspace"),
    .example = "{\"name\":\"Spain\",\"time_zone\":\"Europe/Madrid\",\"currency\":\"EUR\"}",
    .home = KIND_IS_WORKSPACE,
    .schema = &workspace_schema,
    .item_bytes = sizeof(struct workspace),
    .check = check_workspace,
    .keep = keep_workspace,
    .build = build_workspace,
};
