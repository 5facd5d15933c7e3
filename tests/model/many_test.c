/* Tests of many: several writes of the catalogue as one. */
#include "model/many.h"
#include "model.h"

struct plan {
    const char *last; /* the input of the last write */
    uint64_t made;    /* the ad campaign that the first one makes */
};

static enum err work(void *context, struct many *many)
{
    struct plan *plan = context;
    json_auto_t *first = json_of("{'name':'One'}");
    json_auto_t *last = json_of(plan->last);
    json_auto_t *made = NULL, *changed = NULL, *paused = NULL, *copied = NULL;
    char id[24];
    enum err err = many_create(many, ENTITY_ADCAMPAIGN, first, &made);
    assert_int_equal(err, OK);
    plan->made = (uint64_t)json_integer_value(json_object_get(made, "id"));
    (void)snprintf(id, sizeof id, "%" PRIu64, plan->made);
    err = many_set_status(many, ENTITY_ADCAMPAIGN, str_from_c(id), "paused", &paused);
    if (err == OK)
        err = many_clone(many, ENTITY_ADCAMPAIGN, str_from_c(id), first, &copied);
    return err == OK ? many_update(many, ENTITY_ADCAMPAIGN, str_from_c(id), last, &changed) : err;
}

static enum err write_many(const struct scene *scene, struct plan *plan, uint64_t *version,
                           struct model_fault *fault)
{
    return catalog_write_many(scene->catalog, &scene->scope, work, plan, version, fault);
}

static size_t count(const struct scene *scene, enum entity entity)
{
    struct arena *arena = arena_make(1 << 20);
    const struct catalog_query query = {.limit = 10};
    struct str next = STR_NONE;
    json_t *rows = NULL;
    assert_int_equal(
        catalog_list(scene->catalog, entity, &query, &scene->scope, arena, &rows, &next), OK);
    size_t found = json_array_size(rows);
    json_decref(rows);
    arena_free(arena);
    return found;
}

static void many_writes_are_one_version_and_a_change_each(void **state)
{
    const struct scene *scene = *state;
    struct plan plan = {.last = "{'price':'2'}"};
    struct model_fault fault;
    uint64_t before, version = 0, next;
    json_t *changes = json_array();
    assert_int_equal(catalog_version(scene->catalog, &before), OK);
    assert_int_equal(write_many(scene, &plan, &version, &fault), OK);
    assert_int_equal(version, before + 1);
    assert_int_equal(catalog_version(scene->catalog, &before), OK);
    assert_int_equal(version, before);
    json_t *made = get(scene, ENTITY_ADCAMPAIGN, "1");
    assert_string_equal(text_at(made, "status"), "paused");
    assert_string_equal(text_at(made, "price"), "2");
    assert_int_equal(count(scene, ENTITY_ADCAMPAIGN), 2);
    const struct catalog_changes_query query = {.limit = 10};
    assert_int_equal(catalog_list_changes(scene->catalog, &query, &scene->scope, changes, &next),
                     OK);
    size_t i;
    json_t *change;
    json_array_foreach(changes, i, change) if (i < 4)
        assert_int_equal(json_integer_value(json_object_get(change, "catalog_version")), version);
    assert_string_equal(text_at(json_array_get(changes, 0), "actor"), "test");
    assert_in_range(json_array_size(changes), 4, 10);
    json_decref(changes);
    json_decref(made);
}

static void one_that_is_refused_undoes_them_all(void **state)
{
    const struct scene *scene = *state;
    struct plan plan = {.last = "{'price':'much'}"};
    struct model_fault fault;
    uint64_t before, after, version = 77;
    assert_int_equal(catalog_version(scene->catalog, &before), OK);
    assert_int_equal(write_many(scene, &plan, &version, &fault), ERR_INVALID);
    assert_string_equal(fault.field, "price");
    assert_int_equal(version, 77);
    assert_int_equal(catalog_version(scene->catalog, &after), OK);
    assert_int_equal(before, after);
    assert_int_equal(count(scene, ENTITY_ADCAMPAIGN), 0);
    /* And the next write is one of its own again. */
    make(scene, ENTITY_ADCAMPAIGN, "{'name':'Two'}");
    assert_int_equal(count(scene, ENTITY_ADCAMPAIGN), 1);
}

static enum err write_the_same(void *context, struct many *many)
{
    json_auto_t *input = json_of("{'name':'One'}");
    json_auto_t *document = NULL, *active = NULL;
    (void)context;
    enum err err = many_update(many, ENTITY_ADCAMPAIGN, STR("1"), input, &document);
    return err == OK ? many_set_status(many, ENTITY_ADCAMPAIGN, STR("1"), "active", &active) : err;
}

static void writes_that_change_nothing_raise_no_version(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    uint64_t before, after, version = 0;
    make(scene, ENTITY_ADCAMPAIGN, "{'name':'One'}");
    assert_int_equal(catalog_version(scene->catalog, &before), OK);
    assert_int_equal(
        catalog_write_many(scene->catalog, &scene->scope, write_the_same, NULL, &version, &fault),
        OK);
    assert_int_equal(catalog_version(scene->catalog, &after), OK);
    assert_int_equal(version, before);
    assert_int_equal(after, before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_writes_are_one_version_and_a_change_each, scene_make,
                                        scene_drop),
        cmocka_unit_test_setup_teardown(writes_that_change_nothing_raise_no_version, scene_make,
                                        scene_drop),
        cmocka_unit_test_setup_teardown(one_that_is_refused_undoes_them_all, scene_make,
                                        scene_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
