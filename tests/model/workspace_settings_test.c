/* Tests of model/settings and of the catalogue's settings. */
#include "model/settings.h"
#include "model.h"

static json_t *get_settings(const struct scene *scene)
{
    json_t *document = NULL;
    assert_int_equal(catalog_get_settings(scene->catalog, 1, &document), OK);
    return document;
}

static enum err change(const struct scene *scene, const char *text, struct model_fault *fault)
{
    json_t *input = json_of(text), *document = NULL;
    uint64_t version = 0;
    enum err err =
        catalog_update_settings(scene->catalog, 1, input, "test", &document, &version, fault);
    json_decref(input);
    json_decref(document);
    return err;
}

static void set_settings(const struct scene *scene, const char *text)
{
    struct model_fault fault;
    if (change(scene, text, &fault) != OK)
        fail_msg("%s: %s: %s", text, fault.field, fault.message);
}

static void refuse_settings(const struct scene *scene, const char *text, const char *field)
{
    struct model_fault fault;
    assert_int_equal(change(scene, text, &fault), ERR_INVALID);
    if (strcmp(fault.field, field) != 0)
        fail_msg("%s: the fault is on %s, not on %s: %s", text, fault.field, field, fault.message);
}

static void a_new_workspace_has_the_common_words_and_no_types(void **state)
{
    json_t *document = get_settings(*state);
    assert_json(json_object_get(json_object_get(document, "status_words"), "rebill"),
                "['rebill','rebilled','upsell']");
    assert_json(json_object_get(document, "outgoing_status_words"),
                "{'lead':'lead','sale':'sale','rebill':'rebill','rejected':'rejected'}");
    assert_json(json_object_get(document, "conversion_types"), "[]");
    assert_true(json_is_null(json_object_get(document, "conversion_window_days")));
    assert_true(json_is_null(json_object_get(document, "click_update_key")));
    assert_string_equal(text_at(document, "registration_time"), "visit");
    json_decref(document);
}

static void a_change_keeps_what_it_does_not_name_and_null_gives_the_default(void **state)
{
    const struct scene *scene = *state;
    set_settings(scene, "{'status_words':{'lead':['nouveau']},'conversion_window_days':30}");
    set_settings(scene, "{'outgoing_status_words':{'sale':'approved'}}");
    json_t *document = get_settings(scene);
    const json_t *words = json_object_get(document, "status_words");
    assert_json(json_object_get(words, "lead"), "['nouveau']");
    assert_json(json_object_get(words, "rebill"), "['rebill','rebilled','upsell']");
    assert_int_equal(json_integer_value(json_object_get(document, "conversion_window_days")), 30);
    json_decref(document);
    set_settings(scene, "{'conversion_window_days':null,'status_words':null}");
    document = get_settings(scene);
    assert_true(json_is_null(json_object_get(document, "conversion_window_days")));
    words = json_object_get(document, "status_words");
    assert_string_equal(json_string_value(json_array_get(json_object_get(words, "lead"), 0)),
                        "lead");
    json_decref(document);
}

static void a_refused_change_stores_nothing_and_names_the_field(void **state)
{
    const struct scene *scene = *state;
    refuse_settings(scene, "{'status_words':{'lead':['x','approved']}}", "status_words.sale[1]");
    refuse_settings(scene, "{'status_words':{'sold':[]}}", "status_words.sold");
    refuse_settings(scene, "{'status_words':{'lead':['']}}", "status_words.lead[0]");
    refuse_settings(scene, "{'outgoing_status_words':{'sale':''}}", "outgoing_status_words.sale");
    refuse_settings(scene, "{'conversion_window_days':0}", "conversion_window_days");
    refuse_settings(scene, "{'conversion_window_days':3651}", "conversion_window_days");
    refuse_settings(scene, "{'registration_time':'click'}", "registration_time");
    refuse_settings(scene, "{'click_update_key':'short'}", "click_update_key");
    refuse_settings(scene, "{'conversion_types':[{'name':'sale','words':['x']}]}",
                    "conversion_types[0].name");
    refuse_settings(scene, "{'conversion_types':[{'name':'a','words':[]}]}",
                    "conversion_types[0].words");
    refuse_settings(scene,
                    "{'conversion_types':[{'name':'a','words':['x']},{'name':'A','words':['y']}]}",
                    "conversion_types[1].name");
    refuse_settings(
        scene, "{'conversion_types':[{'name':'a','words':['x']},{'name':'b','words':['y','X']}]}",
        "conversion_types[1].words[1]");
    refuse_settings(scene, "{'conversion_types':[{'name':'buy','words':['purchase']}]}",
                    "conversion_types[0].words[0]");
    refuse_settings(scene, "{'conversion_types':[{'name':'a','words':['x'],'status':'rejected'}]}",
                    "conversion_types[0].status");
    json_t *document = get_settings(scene);
    assert_json(json_object_get(document, "conversion_types"), "[]");
    json_decref(document);
}

static void a_status_s_own_name_may_stand_in_another_list_too(void **state)
{
    const struct scene *scene = *state;
    struct snapshot *snapshot = NULL;
    set_settings(scene, "{'status_words':{'lead':['lead','SALE']}}");
    assert_int_equal(snapshot_load(scene->dir, &snapshot), OK);
    const struct conversion_settings *settings = &snapshot_workspace(snapshot, 1)->settings;
    unsigned found = 0;
    for (size_t i = 0; i < settings->word_count; i++) {
        if (!str_is_equal_nocase(settings->words[i].word, STR("sale")))
            continue;
        found++;
        assert_int_equal(settings->words[i].status, CONVERSION_SALE);
    }
    assert_int_equal(found, 1);
    snapshot_drop(snapshot);
}

static void the_snapshot_has_what_the_settings_say(void **state)
{
    const struct scene *scene = *state;
    struct snapshot *snapshot = NULL;
    set_settings(scene, "{'conversion_types':[{'name':'Install','words':['install','app'],"
                        "'status':'lead','counts':false,'revenue':false,'forward':false}],"
                        "'outgoing_status_words':{'sale':'ok'},'conversion_window_days':7,"
                        "'registration_time':'postback','click_update_key':'0123456789abcdef'}");
    assert_int_equal(snapshot_load(scene->dir, &snapshot), OK);
    const struct conversion_settings *settings = &snapshot_workspace(snapshot, 1)->settings;
    assert_int_equal(settings->type_count, 1);
    const struct conversion_type *type = &settings->types[0];
    assert_true(str_is_equal(type->name, STR("Install")));
    assert_int_equal(type->word_count, 2);
    assert_true(str_is_equal(type->words[1], STR("app")));
    assert_int_equal(type->status, CONVERSION_LEAD);
    assert_false(type->is_counted || type->has_revenue || type->is_forwarded);
    assert_true(str_is_equal(settings->outgoing[CONVERSION_SALE], STR("ok")));
    assert_true(str_is_equal(settings->outgoing[CONVERSION_LEAD], STR("lead")));
    assert_int_equal(settings->window_days, 7);
    assert_true(settings->is_registered_at_postback);
    assert_true(str_is_equal(settings->click_update_key, STR("0123456789abcdef")));
    snapshot_drop(snapshot);
}

#define SCENE_TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(a_new_workspace_has_the_common_words_and_no_types),
        SCENE_TEST(a_change_keeps_what_it_does_not_name_and_null_gives_the_default),
        SCENE_TEST(a_refused_change_stores_nothing_and_names_the_field),
        SCENE_TEST(a_status_s_own_name_may_stand_in_another_list_too),
        SCENE_TEST(the_snapshot_has_what_the_settings_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
