/* Workspaces: what stands in one is not there for the others, and refers to nothing outside. */
#include "model.h"
#include "model/snapshot.h"
#include "rates.h"

/* Whoever is in these workspaces: reads and writes are lists of ids that end with 0. */
static struct scope scope_in(const uint64_t *reads, const uint64_t *writes, uint64_t home)
{
    struct scope scope = {.actor = "test", .home = home};
    for (; *reads != 0; reads++)
        workspace_set_add(&scope.reads, *reads);
    for (; *writes != 0; writes++)
        workspace_set_add(&scope.writes, *writes);
    return scope;
}
#define IDS(...) ((const uint64_t[]){__VA_ARGS__, 0})

struct tried {
    enum err err;
    struct model_fault fault;
    uint64_t id;
};

static struct tried try_create(const struct scene *scene, const struct scope *scope,
                               enum entity entity, const char *text)
{
    struct tried tried = {0};
    uint64_t version;
    json_t *input = json_of(text), *document = NULL, *warnings = NULL;
    tried.err = catalog_create(scene->catalog, entity, input, scope, &document, &warnings, &version,
                               &tried.fault);
    tried.id = (uint64_t)json_integer_value(json_object_get(document, "id"));
    json_decref(input);
    json_decref(document);
    json_decref(warnings);
    return tried;
}

static struct tried try_update(const struct scene *scene, const struct scope *scope,
                               enum entity entity, const char *id, const char *text)
{
    struct tried tried = {0};
    uint64_t version;
    json_t *input = json_of(text), *document = NULL, *warnings = NULL;
    tried.err = catalog_update(scene->catalog, entity, str_from_c(id), input, scope, &document,
                               &warnings, &version, &tried.fault);
    json_decref(input);
    json_decref(document);
    json_decref(warnings);
    return tried;
}

static enum err try_archive(const struct scene *scene, const struct scope *scope,
                            enum entity entity, const char *id, struct model_fault *fault)
{
    uint64_t version;
    return catalog_archive(scene->catalog, entity, str_from_c(id), NULL, scope, NULL, &version,
                           fault);
}

/* spec: 1.10-workspaces, 1.1-workspace, 1.2-workspace */
static void the_first_workspace_is_private_and_called_initial(void **state)
{
    json_t *first = get(*state, ENTITY_WORKSPACE, "1");
    assert_string_equal(text_at(first, "name"), "Initial");
    assert_string_equal(text_at(first, "visibility"), "private");
    assert_string_equal(text_at(first, "time_zone"), "UTC");
    assert_string_equal(text_at(first, "currency"), "USD");
    assert_null(json_object_get(first, "workspace_id"));
    json_decref(first);
}

static void a_new_entity_goes_where_it_says_or_home(void **state)
{
    const struct scene *scene = *state;
    make(scene, ENTITY_WORKSPACE, "{'name':'Two'}");
    struct scope in_two = scope_in(IDS(1, 2), IDS(1, 2), 2);
    assert_int_equal(
        try_create(scene, &in_two, ENTITY_OFFER, "{'name':'o','url':'http://h/?a='}").err, OK);
    json_t *home = get(scene, ENTITY_OFFER, "1");
    json_t *named =
        create(scene, ENTITY_OFFER, "{'name':'o','url':'http://h/?a=','workspace_id':2}", NULL);
    assert_int_equal(json_integer_value(json_object_get(home, "workspace_id")), 2);
    assert_int_equal(json_integer_value(json_object_get(named, "workspace_id")), 2);
    json_decref(home);
    json_decref(named);
}

static void an_entity_stays_in_its_workspace(void **state)
{
    const struct scene *scene = *state;
    make(scene, ENTITY_WORKSPACE, "{'name':'Two'}");
    make(scene, ENTITY_GOAL, "{'name':'g'}");
    make(scene, ENTITY_OFFER, "{'name':'o','url':'http://h/?a='}");
    struct tried moved = try_update(scene, &scene->scope, ENTITY_OFFER, "1", "{'workspace_id':2}");
    assert_int_equal(moved.err, ERR_INVALID);
    assert_string_equal(moved.fault.field, "workspace_id");
    assert_int_equal(
        try_update(scene, &scene->scope, ENTITY_OFFER, "1", "{'workspace_id':1,'name':'p'}").err,
        OK);
}

static void a_workspace_that_takes_nothing_new_is_named(void **state)
{
    static const char *const bad[] = {"3", "0", "-1", "'1'", "300", "null"};
    const struct scene *scene = *state;
    struct model_fault fault;
    char text[64];
    make(scene, ENTITY_WORKSPACE, "{'name':'Two'}");
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        (void)snprintf(text, sizeof text, "{'name':'g','workspace_id':%s}", bad[i]);
        struct tried tried = try_create(scene, &scene->scope, ENTITY_GOAL, text);
        assert_int_equal(tried.err, ERR_INVALID);
        assert_string_equal(tried.fault.field, "workspace_id");
    }
    assert_int_equal(try_archive(scene, &scene->scope, ENTITY_WORKSPACE, "2", &fault), OK);
    struct tried tried =
        try_create(scene, &scene->scope, ENTITY_GOAL, "{'name':'g','workspace_id':2}");
    assert_int_equal(tried.err, ERR_INVALID);
    assert_string_equal(tried.fault.message, "workspace 2 is archived");
}

/* Two workspaces with one of each entity; the second's ids are 2. */
static void make_two(const struct scene *scene)
{
    make_basics(scene);
    make(scene, ENTITY_CAMPAIGN, CAMPAIGN);
    make(scene, ENTITY_WORKSPACE, "{'name':'Two','currency':'EUR'}");
    make(scene, ENTITY_SOURCE, "{'name':'s','workspace_id':2}");
    make(scene, ENTITY_NETWORK, "{'name':'n','workspace_id':2}");
    make(scene, ENTITY_OFFER, "{'name':'o','url':'http://h/?a=','network_id':2,'workspace_id':2}");
    make(scene, ENTITY_ADCAMPAIGN, "{'name':'a','price':'1','workspace_id':2}");
}

static void a_reference_to_another_workspace_finds_nothing(void **state)
{
    static const struct {
        enum entity entity;
        const char *text, *field, *message;
    } crossings[] = {
        {ENTITY_OFFER, "{'name':'o','url':'http://h/?a=','network_id':2}", "network_id",
         "there is no network 2"},
        {ENTITY_CAMPAIGN, "{'name':'c','source_id':2,'paths':[{'offers':[{'id':1}]}]}", "source_id",
         "there is no source 2"},
        {ENTITY_CAMPAIGN, "{'name':'c','source_id':1,'paths':[{'offers':[{'id':2}]}]}",
         "paths[0].offers[0].id", "there is no offer 2"},
        {ENTITY_VARIATION, "{'name':'v','adcampaign_id':2,'url':'http://h/'}", "adcampaign_id",
         "there is no ad campaign 2"},
    };
    const struct scene *scene = *state;
    make_two(scene);
    for (size_t i = 0; i < ARRAY_LEN(crossings); i++) {
        struct tried tried =
            try_create(scene, &scene->scope, crossings[i].entity, crossings[i].text);
        assert_int_equal(tried.err, ERR_INVALID);
        assert_string_equal(tried.fault.field, crossings[i].field);
        assert_string_equal(tried.fault.message, crossings[i].message);
    }
    struct tried tried =
        try_update(scene, &scene->scope, ENTITY_CAMPAIGN, "1", "{'paths':[{'offers':[{'id':2}]}]}");
    assert_string_equal(tried.fault.message, "there is no offer 2");
}

static void what_stands_elsewhere_is_not_there(void **state)
{
    const struct scene *scene = *state;
    struct scope in_one = scope_in(IDS(1), IDS(1), 1);
    struct model_fault fault;
    json_t *document = NULL;
    make_two(scene);
    assert_int_equal(catalog_get(scene->catalog, ENTITY_OFFER, STR("2"), &in_one, &document),
                     ERR_NOT_FOUND);
    assert_int_equal(try_update(scene, &in_one, ENTITY_OFFER, "2", "{'name':'x'}").err,
                     ERR_NOT_FOUND);
    assert_int_equal(try_archive(scene, &in_one, ENTITY_OFFER, "2", &fault), ERR_NOT_FOUND);
    struct tried tried = try_create(scene, &in_one, ENTITY_GOAL, "{'name':'g','workspace_id':2}");
    assert_int_equal(tried.err, ERR_INVALID);
    assert_string_equal(tried.fault.message, "there is no workspace 2");
}

static void what_may_be_read_only_is_not_changed(void **state)
{
    const struct scene *scene = *state;
    struct scope guest = scope_in(IDS(1, 2), IDS(1), 1);
    struct model_fault fault;
    json_t *document = NULL;
    make_two(scene);
    assert_int_equal(catalog_get(scene->catalog, ENTITY_OFFER, STR("2"), &guest, &document), OK);
    json_decref(document);
    assert_int_equal(try_update(scene, &guest, ENTITY_OFFER, "2", "{'name':'x'}").err,
                     ERR_FORBIDDEN);
    assert_int_equal(try_archive(scene, &guest, ENTITY_OFFER, "2", &fault), ERR_FORBIDDEN);
    assert_int_equal(try_create(scene, &guest, ENTITY_GOAL, "{'name':'g','workspace_id':2}").err,
                     ERR_FORBIDDEN);
}

static size_t count_in(const struct scene *scene, const struct scope *scope, enum entity entity)
{
    struct catalog_query query = {.status = STR("all"), .limit = 1000};
    struct arena *arena = arena_make(65536);
    json_t *rows = NULL;
    struct str next;
    assert_int_equal(catalog_list(scene->catalog, entity, &query, scope, arena, &rows, &next), OK);
    size_t count = json_array_size(rows);
    json_decref(rows);
    arena_free(arena);
    return count;
}

/* spec: 1.3-workspace-multi-users */
static void lists_show_what_the_scope_may_read(void **state)
{
    const struct scene *scene = *state;
    struct scope in_one = scope_in(IDS(1), IDS(1), 1);
    struct scope in_none = scope_in(IDS(0), IDS(0), 0);
    make_two(scene);
    assert_int_equal(count_in(scene, &scene->scope, ENTITY_OFFER), 2);
    assert_int_equal(count_in(scene, &in_one, ENTITY_OFFER), 1);
    assert_int_equal(count_in(scene, &in_none, ENTITY_OFFER), 0);
    assert_int_equal(count_in(scene, &scene->scope, ENTITY_WORKSPACE), 2);
    assert_int_equal(count_in(scene, &in_one, ENTITY_WORKSPACE), 1);
}

static void the_currency_stays_once_something_can_be_counted(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    make_basics(scene);
    json_decref(update(scene, ENTITY_WORKSPACE, "1", "{'currency':'EUR'}"));
    make(scene, ENTITY_CAMPAIGN, CAMPAIGN);
    assert_int_equal(try_archive(scene, &scene->scope, ENTITY_CAMPAIGN, "1", &fault), OK);
    struct tried late =
        try_update(scene, &scene->scope, ENTITY_WORKSPACE, "1", "{'currency':'USD'}");
    assert_int_equal(late.err, ERR_CONFLICT);
    assert_string_equal(late.fault.field, "currency");
    json_t *same = update(scene, ENTITY_WORKSPACE, "1",
                          "{'currency':'EUR','time_zone':'Europe/Paris','visibility':'public'}");
    assert_string_equal(text_at(same, "time_zone"), "Europe/Paris");
    json_decref(same);
}

static void a_currency_is_one_of_iso_4217_or_has_rates(void **state)
{
    const struct scene *scene = *state;
    static const struct test_rate list[] = {{"2026-11-24", "BTC", "2"}};
    struct arena *arena = arena_make(64 * 1024 * 1024);
    struct tried none =
        try_update(scene, &scene->scope, ENTITY_WORKSPACE, "1", "{'currency':'BTC'}");
    assert_int_equal(none.err, ERR_INVALID);
    assert_string_equal(none.fault.field, "currency");
    assert_non_null(test_rates(scene->dir, arena, list, ARRAY_LEN(list)));
    arena_free(arena);
    json_decref(update(scene, ENTITY_WORKSPACE, "1", "{'currency':'BTC'}"));
}

static void a_time_zone_is_one_that_exists(void **state)
{
    const struct scene *scene = *state;
    struct tried tried = try_create(scene, &scene->scope, ENTITY_WORKSPACE,
                                    "{'name':'w','time_zone':'Europe/Pari'}");
    assert_int_equal(tried.err, ERR_INVALID);
    assert_string_equal(tried.fault.field, "time_zone");
}

static void a_workspace_is_archived_when_it_is_empty_and_not_the_last(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    assert_int_equal(try_archive(scene, &scene->scope, ENTITY_WORKSPACE, "1", &fault),
                     ERR_CONFLICT);
    make(scene, ENTITY_WORKSPACE, "{'name':'Two'}");
    make(scene, ENTITY_GOAL, "{'name':'g'}");
    assert_int_equal(try_archive(scene, &scene->scope, ENTITY_WORKSPACE, "1", &fault),
                     ERR_CONFLICT);
    assert_int_equal(try_archive(scene, &scene->scope, ENTITY_WORKSPACE, "2", &fault), OK);
}

static void the_snapshot_knows_every_workspace(void **state)
{
    const struct scene *scene = *state;
    struct snapshot *snapshot = NULL;
    make(scene, ENTITY_WORKSPACE, "{'name':'Two','currency':'EUR','time_zone':'Asia/Tokyo'}");
    assert_int_equal(snapshot_load(scene->dir, &snapshot), OK);
    const struct workspace *two = snapshot_workspace(snapshot, 2);
    assert_non_null(two);
    assert_string_equal(two->currency, "EUR");
    assert_true(str_is_equal(two->time_zone, STR("Asia/Tokyo")));
    snapshot_drop(snapshot);
}

static void there_are_only_so_many_workspaces(void **state)
{
    const struct scene *scene = *state;
    for (int i = 2; i <= WORKSPACES_OWN_MAX; i++)
        make(scene, ENTITY_WORKSPACE, "{'name':'w'}");
    struct tried tried = try_create(scene, &scene->scope, ENTITY_WORKSPACE, "{'name':'w'}");
    assert_int_equal(tried.err, ERR_CONFLICT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_workspace_is_private_and_called_initial),
        TEST(a_new_entity_goes_where_it_says_or_home),
        TEST(an_entity_stays_in_its_workspace),
        TEST(a_workspace_that_takes_nothing_new_is_named),
        TEST(a_reference_to_another_workspace_finds_nothing),
        TEST(what_stands_elsewhere_is_not_there),
        TEST(what_may_be_read_only_is_not_changed),
        TEST(lists_show_what_the_scope_may_read),
        TEST(the_currency_stays_once_something_can_be_counted),
        TEST(a_currency_is_one_of_iso_4217_or_has_rates),
        TEST(a_time_zone_is_one_that_exists),
        TEST(a_workspace_is_archived_when_it_is_empty_and_not_the_last),
        TEST(the_snapshot_knows_every_workspace),
        TEST(there_are_only_so_many_workspaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
