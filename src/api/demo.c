/* demo - whether there are demo data, loading and removing them: an owner's matter, as workspaces
 * are. */
#include "api/demo.h"

#include "api/internal.h"
#include "api/json_out.h"
#include "base/num.h"
#include "ledger/reader_costs.h"
#include "model/snapshot.h"

static const struct shape_field demo_fields[] = {
    {"state", SHAPE_WORD, 0,
     "loading: in the background; interrupted: what was begun is seen by nobody, loading again or "
     "removing ends it.",
     "none loading interrupted loaded", NULL},
    {"workspace", SHAPE_ID, SHAPE_NULL, "Of the demo data that are loaded, for X-Workspace.", NULL,
     NULL},
    {"may_load", SHAPE_BOOL, 0, "Whether they can be loaded now.", NULL, NULL},
    {"reason", SHAPE_WORD, SHAPE_NULL,
     "Why not. ledger_not_empty: entries cannot be made before others that are there, so the demo "
     "data come first or never.",
     "ledger_not_empty loading loaded", NULL},
    {"entries", SHAPE_NUMBER, 0, "Written so far, while they are being loaded.", NULL, NULL},
    {"entries_expected", SHAPE_NUMBER, 0, "About how many they will be.", NULL, NULL},
    {"error", SHAPE_TEXT, SHAPE_NULL, "Why the last try to load them failed.", NULL, NULL},
};
const struct shape demo_shape = SHAPE("demo", demo_fields);
const struct shape demo_new_shape = {"demo_new", NULL, 0, "{}", NULL};

#define ENTRIES_EXPECTED 130000

struct demo_view {
    struct catalog_demo demo;
    bool is_running;
    bool is_empty; /* the ledger */
    char error[DEMO_ERROR_BYTES];
};

static enum err look_at_ledger(const struct call *call, bool *is_empty)
{
    struct ledger_reader *reader = NULL;
    uint64_t last_id = 0;
    enum err err = readers_take(call->api->readers, &reader);
    if (err == OK)
        err = ledger_reader_last_id(reader, &last_id);
    readers_give_back(call->api->readers, reader, err);
    *is_empty = last_id == 0;
    return err == ERR_NOT_FOUND ? OK : err; /* there is no ledger yet */
}

/* False: the call is refused. */
static bool look(struct call *call, struct demo_view *view)
{
    view->is_running = demo_loader_runs(call->api->demo, view->error);
    if (catalog_find_demo(call->api->options.catalog, &view->demo) != OK)
        call_refuse(call, 503, "", "The catalogue could not be read.");
    enum err err = look_at_ledger(call, &view->is_empty);
    if (err != OK)
        call_refuse_read(call, err);
    return !call->is_answered;
}

static const char *state_of(const struct demo_view *view)
{
    if (view->is_running)
        return "loading";
    if (view->demo.workspace_id == 0)
        return "none";
    return view->demo.state == WORKSPACE_DEMO_LOADED ? "loaded" : "interrupted";
}

/* NULL: they may be loaded. A load that goes on is for the edge to decide: its entries may be there
 * already. */
static const char *reason_of(const struct demo_view *view)
{
    if (view->is_running)
        return "loading";
    if (view->demo.workspace_id != 0 && view->demo.state == WORKSPACE_DEMO_LOADED)
        return "loaded";
    if (view->demo.workspace_id != 0 && view->demo.state == WORKSPACE_DEMO_LOADING)
        return NULL;
    return view->is_empty ? NULL : "ledger_not_empty";
}

/* What the edge has written and not committed yet. */
static uint64_t entries_of(struct call *call)
{
    const struct api_options *options = &call->api->options;
    const struct str name = STR("rebond_loading_entries ");
    struct str metrics = options->edge_metrics(options->context, call->arena);
    struct str line;
    uint64_t entries = 0;
    while (metrics.ptr != NULL && str_take_piece(&metrics, '\n', &line))
        if (str_has_prefix(line, name) &&
            num_parse_u64(str_slice(line, name.len, line.len), UINT64_MAX, &entries) == OK)
            return entries;
    return 0;
}

static void answer(struct call *call)
{
    struct demo_view view = {0};
    json_t *json = json_object();
    if (!look(call, &view)) {
        json_decref(json);
        return;
    }
    bool is_there = !view.is_running && view.demo.state == WORKSPACE_DEMO_LOADED;
    const char *reason = reason_of(&view);
    json_out_put(json, "state", json_string(state_of(&view)));
    json_out_put(json, "workspace",
                 is_there ? json_out_number(view.demo.workspace_id) : json_null());
    json_out_put(json, "may_load", json_boolean(reason == NULL));
    json_out_put(json, "reason", reason != NULL ? json_string(reason) : json_null());
    json_out_put(json, "entries", json_out_number(view.is_running ? entries_of(call) : 0));
    json_out_put(json, "entries_expected", json_out_number(ENTRIES_EXPECTED));
    json_out_put(json, "error", view.error[0] != '\0' ? json_string(view.error) : json_null());
    call_answer(call, 200, json);
}

void demo_data_get(struct call *call)
{
    answer(call);
}

/* ------------------------------------------------------------------ loading */

static struct str zone_of(struct call *call)
{
    json_auto_t *workspace = NULL;
    struct str id = arena_format(call->arena, "%" PRIu64, call->scope.home);
    if (call->scope.home == 0 || catalog_get(call->api->options.catalog, ENTITY_WORKSPACE, id,
                                             &call->scope, &workspace) != OK)
        return STR("UTC");
    return arena_copy(call->arena,
                      str_from_c(json_string_value(json_object_get(workspace, "time_zone"))));
}

static void refuse_load(struct call *call, const char *reason)
{
    if (strcmp(reason, "loaded") == 0)
        call_refuse(call, 409, "", "The demo data are loaded already.");
    else if (strcmp(reason, "loading") == 0)
        call_refuse(call, 409, "", "The demo data are being loaded.");
    else
        call_refuse(call, 409, "",
                    "The ledger is not empty: entries cannot be made before others that are "
                    "there.");
}

void demo_data_create(struct call *call)
{
    struct demo_view view = {0};
    call_check_fields(call, call->route->takes);
    if (call->is_answered || !look(call, &view))
        return;
    const char *reason = reason_of(&view);
    if (reason == NULL && !demo_loader_start(call->api->demo, call->actor, zone_of(call)))
        reason = "loading"; /* by somebody else, this very moment */
    if (reason != NULL)
        refuse_load(call, reason);
    else
        answer(call);
}

/* ------------------------------------------------------------------ removing */

void demo_data_remove(struct call *call)
{
    struct demo_view view = {0};
    uint64_t version = 0;
    if (!look(call, &view))
        return;
    if (view.is_running)
        call_refuse(call, 409, "", "The demo data are being loaded: wait until they are.");
    else if (view.demo.workspace_id == 0)
        call_refuse(call, 404, "", "There are no demo data.");
    if (call->is_answered)
        return;
    enum err err = catalog_remove_demo(call->api->options.catalog, view.demo.workspace_id,
                                       call->actor, &version);
    if (err != OK && err != ERR_NOT_FOUND) {
        call_refuse(call, 503, "", "The catalogue could not be written.");
        return;
    }
    json_decref(
        call_live(call, version)); /* its links end at once; the edge hears of it in any case */
    answer(call);
}
