/* Tests of model/preset. */
#include "model/preset.h"

#include "model.h"

static void a_template_fills_what_is_absent(void **state)
{
    const struct scene *scene = *state;
    json_t *source = create(scene, ENTITY_SOURCE, "{'template':'exoclick'}", NULL);
    assert_string_equal(text_at(source, "name"), "ExoClick");
    assert_string_equal(text_at(source, "template"), "exoclick");
    assert_int_equal(json_array_size(json_object_get(source, "tokens")), 8);
    assert_json(json_object_get(source, "external_id"),
                "{'param':'external_id','macro':'{conversions_tracking}'}");
    assert_json(json_object_get(source, "cost"),
                "{'param':'cost','macro':'{actual_cost}','unit':'event'}");
    assert_json(
        json_object_get(source, "postback"),
        "{'url':'http://s.magsrv.com/tag.php?goal=REPLACE&tag={external_id}','statuses':['sale'],"
        "'dedup_hours':24,'only_first':false,'payout_percent':'100','postback_percent':'100',"
        "'success_match':'^OK','duplicate_match':'already been notified','status_urls':{}}");
    json_decref(source);
}

static void what_is_given_wins_over_the_template(void **state)
{
    const struct scene *scene = *state;
    json_t *source = create(scene, ENTITY_SOURCE,
                            "{'name':'Mine','template':'exoclick','cost':null,'currency':'eur',"
                            "'postback':{'url':'http://h/?t={external_id}','dedup_hours':null}}",
                            NULL);
    const json_t *postback = json_object_get(source, "postback");
    assert_string_equal(text_at(source, "name"), "Mine");
    assert_string_equal(text_at(source, "currency"), "EUR");
    assert_true(json_is_null(json_object_get(source, "cost")));
    assert_string_equal(text_at(postback, "url"), "http://h/?t={external_id}");
    assert_string_equal(text_at(postback, "success_match"), "^OK");
    assert_int_equal(json_integer_value(json_object_get(postback, "dedup_hours")), 0);
    json_decref(source);
}

static void every_preset_makes_an_entity(void **state)
{
    const struct scene *scene = *state;
    json_t *templates = NULL, *preset;
    size_t i, sources = 0;
    assert_int_equal(catalog_list_templates(scene->catalog, &templates), OK);
    assert_true(json_array_size(templates) >= 2);
    json_array_foreach(templates, i, preset)
    {
        bool is_source = strcmp(text_at(preset, "kind"), "source") == 0;
        char input[128];
        (void)snprintf(input, sizeof input, "{'template':'%s'}", text_at(preset, "template"));
        json_t *made = create(scene, is_source ? ENTITY_SOURCE : ENTITY_NETWORK, input, NULL);
        assert_string_equal(text_at(made, "name"), text_at(preset, "name"));
        assert_non_null(text_at(preset, "confidence"));
        json_decref(made);
        sources += is_source;
    }
    assert_int_equal(count_of(scene, ENTITY_SOURCE), sources);
    json_decref(templates);
}

static void the_folder_of_the_environment_is_used_if_it_is_one(void **state)
{
    struct presets presets;
    (void)state;
    assert_int_equal(setenv("REBOND_PRESETS", TEST_PRESETS, 1), 0);
    presets_find(&presets);
    assert_string_equal(presets.dir, TEST_PRESETS);
    assert_int_equal(setenv("REBOND_PRESETS", "/nonexistent", 1), 0);
    presets_find(&presets);
    assert_string_not_equal(presets.dir, "/nonexistent");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_template_fills_what_is_absent, scene_make, scene_drop),
        cmocka_unit_test_setup_teardown(what_is_given_wins_over_the_template, scene_make,
                                        scene_drop),
        cmocka_unit_test_setup_teardown(every_preset_makes_an_entity, scene_make, scene_drop),
        cmocka_unit_test(the_folder_of_the_environment_is_used_if_it_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
