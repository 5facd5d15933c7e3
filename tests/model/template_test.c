/* Tests of model/template: what users fill new sources and networks from. */
#include "model.h"

#define SOURCE_TEMPLATE                                                                            \
    "{'name':'My Source, 2','kind':'source','notes':'ask for the key','fields':{"                  \
    "'external_id':{'param':'sub','macro':'{sub}'},"                                               \
    "'tokens':[{'slot':1,'param':'z','macro':'{zone}','name':'Zone'}],"                            \
    "'postback':{'url':'http://h.example/?t={external_id}&g=REPLACE'}}}"

static void refuse(const struct scene *scene, const char *text, enum err expected,
                   const char *field, const char *says)
{
    struct model_fault fault;
    uint64_t version;
    json_t *input = json_of(text), *document = NULL, *warnings = NULL;
    enum err err = catalog_create(scene->catalog, ENTITY_TEMPLATE, input, &scene->scope, &document,
                                  &warnings, &version, &fault);
    if (err != expected || strcmp(fault.field, field) != 0 || strstr(fault.message, says) == NULL)
        fail_msg("%s\n%s: %s: %s", text, err_text(err), fault.field, fault.message);
    json_decref(input);
}

static json_t *list(const struct scene *scene, struct template_query query)
{
    json_t *rows = NULL;
    assert_int_equal(catalog_list_templates(scene->catalog, &scene->scope, &query, &rows), OK);
    return rows;
}

/* spec: 1.1-template-picker */
static void a_source_is_filled_from_a_template_of_the_user(void **state)
{
    const struct scene *scene = *state;
    json_t *warnings = NULL;
    json_t *made = create(scene, ENTITY_TEMPLATE, SOURCE_TEMPLATE, &warnings);
    assert_string_equal(text_at(made, "template"), "my-source-2");
    assert_int_equal(json_array_size(warnings), 1);
    assert_string_equal(text_at(json_array_get(warnings, 0), "field"), "fields.postback.url");
    json_decref(warnings);
    json_t *source = create(scene, ENTITY_SOURCE,
                            "{'template':'my-source-2','postback':{'dedup_hours':24}}", &warnings);
    assert_string_equal(text_at(source, "name"), "My Source, 2");
    assert_string_equal(text_at(source, "template"), "my-source-2");
    assert_json(json_object_get(source, "external_id"), "{'param':'sub','macro':'{sub}'}");
    const json_t *postback = json_object_get(source, "postback");
    assert_string_equal(text_at(postback, "url"), "http://h.example/?t={external_id}&g=REPLACE");
    assert_int_equal(json_integer_value(json_object_get(postback, "dedup_hours")), 24);
    assert_string_equal(text_at(source, "currency"), "USD");
    json_decref(warnings);
    json_decref(source);
    json_decref(made);
}

static void a_network_is_filled_from_one_of_its_kind_only(void **state)
{
    const struct scene *scene = *state;
    make(scene, ENTITY_TEMPLATE,
         "{'name':'Net','kind':'network','fields':{'offer_url_template':'{url}&s={clickid}',"
         "'status_map':{'ok':'sale'}}}");
    json_t *network =
        create(scene, ENTITY_NETWORK, "{'template':'net','name':'Mine','status_map':{}}", NULL);
    assert_string_equal(text_at(network, "name"), "Mine");
    assert_string_equal(text_at(network, "offer_url_template"), "{url}&s={clickid}");
    assert_json(json_object_get(network, "status_map"), "{}");
    json_decref(network);
    struct model_fault fault;
    uint64_t version;
    json_t *input = json_of("{'template':'net'}"), *document = NULL, *warnings = NULL;
    assert_int_equal(catalog_create(scene->catalog, ENTITY_SOURCE, input, &scene->scope, &document,
                                    &warnings, &version, &fault),
                     ERR_INVALID);
    assert_string_equal(fault.field, "template");
    json_decref(input);
}

static void the_users_own_wins_over_a_preset_of_the_same_name(void **state)
{
    const struct scene *scene = *state;
    make(scene, ENTITY_TEMPLATE,
         "{'name':'Ours','template':'exoclick','kind':'source','fields':{}}");
    json_t *source = create(scene, ENTITY_SOURCE, "{'template':'exoclick'}", NULL);
    assert_string_equal(text_at(source, "name"), "Ours");
    json_decref(source);
    uint64_t version;
    struct model_fault fault;
    assert_int_equal(catalog_archive(scene->catalog, ENTITY_TEMPLATE, STR("1"), NULL, &scene->scope,
                                     NULL, &version, &fault),
                     OK);
    source = create(scene, ENTITY_SOURCE, "{'template':'exoclick'}", NULL);
    assert_string_equal(text_at(source, "name"), "ExoClick");
    json_decref(source);
}

static void what_a_template_would_fill_is_checked_when_it_is_saved(void **state)
{
    const struct scene *scene = *state;
    refuse(scene, "{'name':'x','kind':'source','fields':{'nope':1}}", ERR_INVALID, "fields.nope",
           "unknown field");
    refuse(scene, "{'name':'x','kind':'source','fields':{'postback':{'url':'ftp://h/'}}}",
           ERR_INVALID, "fields.postback.url", "http");
    refuse(scene, "{'name':'x','kind':'network','fields':{'status_map':{'ok':'win'}}}", ERR_INVALID,
           "fields.status_map.ok", "lead");
    refuse(scene, "{'name':'x','kind':'network','fields':{'tokens':[]}}", ERR_INVALID,
           "fields.tokens", "unknown field");
    refuse(scene, "{'name':'x','kind':'source','fields':{'name':'y'}}", ERR_INVALID, "fields.name",
           "beside");
    refuse(scene, "{'name':'x','kind':'source','fields':{'template':'exoclick'}}", ERR_INVALID,
           "fields.template", "beside");
    refuse(scene, "{'name':'x','kind':'offer','fields':{}}", ERR_INVALID, "kind", "source");
    refuse(scene, "{'name':'x','kind':'source'}", ERR_INVALID, "fields", "required");
    refuse(scene, "{'name':'x','kind':'source','fields':[]}", ERR_INVALID, "fields", "an object");
    refuse(scene, "{'name':'x','kind':'source','template':'A b','fields':{}}", ERR_INVALID,
           "template", "lower-case");
    refuse(scene, "{'name':'!!!','kind':'source','fields':{}}", ERR_INVALID, "template", "a name");
    assert_int_equal(count_of(scene, ENTITY_TEMPLATE), 0);
}

static void a_name_stands_for_one_template_of_a_kind(void **state)
{
    const struct scene *scene = *state;
    make(scene, ENTITY_TEMPLATE, "{'name':'A b','kind':'source','fields':{}}");
    make(scene, ENTITY_TEMPLATE, "{'name':'A b','kind':'network','fields':{}}");
    refuse(scene, "{'name':'a B','kind':'source','fields':{}}", ERR_CONFLICT, "template",
           "template 1");
    json_decref(update(scene, ENTITY_TEMPLATE, "1", "{'name':'A b','notes':'n'}"));
    struct model_fault fault;
    uint64_t version;
    json_t *document = NULL, *warnings = NULL, *nothing = json_object();
    assert_int_equal(catalog_clone(scene->catalog, ENTITY_TEMPLATE, STR("1"), nothing,
                                   &scene->scope, &document, &warnings, &version, &fault),
                     OK);
    assert_string_equal(text_at(document, "template"), "a-b-copy");
    json_decref(document);
    json_decref(warnings);
    json_decref(nothing);
}

static void one_that_is_archived_gives_its_name_free_until_it_comes_back(void **state)
{
    const struct scene *scene = *state;
    struct model_fault fault;
    uint64_t version;
    json_t *warnings = NULL, *document = NULL;
    make(scene, ENTITY_TEMPLATE, "{'name':'A b','kind':'source','fields':{}}");
    assert_int_equal(catalog_archive(scene->catalog, ENTITY_TEMPLATE, STR("1"), NULL, &scene->scope,
                                     NULL, &version, &fault),
                     OK);
    make(scene, ENTITY_TEMPLATE, "{'name':'A b','kind':'source','fields':{}}");
    assert_int_equal(catalog_restore(scene->catalog, ENTITY_TEMPLATE, STR("1"), NULL, &scene->scope,
                                     &document, &warnings, &version, &fault),
                     ERR_CONFLICT);
    assert_string_equal(fault.field, "template");
}

static void a_change_to_a_template_leaves_what_was_made_from_it(void **state)
{
    const struct scene *scene = *state;
    make(scene, ENTITY_TEMPLATE, SOURCE_TEMPLATE);
    make(scene, ENTITY_SOURCE, "{'template':'my-source-2'}");
    json_t *changed = update(scene, ENTITY_TEMPLATE, "1", "{'fields':{'currency':'EUR'}}");
    assert_json(json_object_get(changed, "fields"), "{'currency':'EUR'}");
    json_t *source = get(scene, ENTITY_SOURCE, "1");
    assert_string_equal(text_at(source, "currency"), "USD");
    assert_false(json_is_null(json_object_get(source, "external_id")));
    json_decref(source);
    source = create(scene, ENTITY_SOURCE, "{'template':'my-source-2'}", NULL);
    assert_string_equal(text_at(source, "currency"), "EUR");
    assert_true(json_is_null(json_object_get(source, "external_id")));
    json_decref(source);
    json_decref(changed);
}

static void the_list_has_the_users_own_first_and_is_searched(void **state)
{
    const struct scene *scene = *state;
    make(scene, ENTITY_TEMPLATE, SOURCE_TEMPLATE);
    json_t *rows = list(scene, (struct template_query){0});
    const json_t *first = json_array_get(rows, 0);
    assert_true(json_array_size(rows) > 100);
    assert_int_equal(json_integer_value(json_object_get(first, "id")), 1);
    assert_string_equal(text_at(first, "origin"), "user");
    assert_string_equal(text_at(first, "notes"), "ask for the key");
    assert_true(json_is_object(json_object_get(first, "fields")));
    const json_t *second = json_array_get(rows, 1);
    assert_true(json_is_null(json_object_get(second, "id")));
    assert_string_equal(text_at(second, "origin"), "builtin");
    assert_true(json_is_object(json_object_get(second, "fields")));
    json_decref(rows);
    static const struct {
        struct template_query query;
        size_t count;
    } searches[] = {
        {{.text = {"SOURCE, 2", 9}}, 1},
        {{.text = {"my-source", 9}}, 1},
        {{.text = {"ExoCLICK", 8}}, 1},
        {{.kind = {"network", 7}, .text = {"propeller", 9}}, 1},
        {{.text = {"propeller", 9}}, 2},
        {{.origin = {"user", 4}}, 1},
        {{.origin = {"user", 4}, .kind = {"network", 7}}, 0},
        {{.origin = {"builtin", 7}, .kind = {"source", 6}}, 46},
        {{.text = {"nothing of that name", 20}}, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(searches); i++) {
        rows = list(scene, searches[i].query);
        assert_int_equal(json_array_size(rows), searches[i].count);
        json_decref(rows);
    }
}

static void a_template_belongs_to_its_workspace(void **state)
{
    const struct scene *scene = *state;
    make(scene, ENTITY_WORKSPACE, "{'name':'Second'}");
    make(scene, ENTITY_TEMPLATE, "{'name':'There','kind':'source','fields':{},'workspace_id':2}");
    make(scene, ENTITY_SOURCE, "{'template':'there','workspace_id':2}");
    struct model_fault fault;
    uint64_t version;
    json_t *input = json_of("{'template':'there'}"), *document = NULL, *warnings = NULL;
    assert_int_equal(catalog_create(scene->catalog, ENTITY_SOURCE, input, &scene->scope, &document,
                                    &warnings, &version, &fault),
                     ERR_INVALID);
    struct scope first = scene->scope;
    workspace_set_keep(&first.reads, 1);
    json_t *rows = NULL;
    struct template_query own = {.origin = STR("user")};
    assert_int_equal(catalog_list_templates(scene->catalog, &first, &own, &rows), OK);
    assert_int_equal(json_array_size(rows), 0);
    json_decref(rows);
    json_decref(input);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_source_is_filled_from_a_template_of_the_user),
        TEST(a_network_is_filled_from_one_of_its_kind_only),
        TEST(the_users_own_wins_over_a_preset_of_the_same_name),
        TEST(what_a_template_would_fill_is_checked_when_it_is_saved),
        TEST(a_name_stands_for_one_template_of_a_kind),
        TEST(one_that_is_archived_gives_its_name_free_until_it_comes_back),
        TEST(a_change_to_a_template_leaves_what_was_made_from_it),
        TEST(the_list_has_the_users_own_first_and_is_searched),
        TEST(a_template_belongs_to_its_workspace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
