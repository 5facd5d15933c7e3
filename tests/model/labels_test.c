/* Tests of the labels that sources, networks, offers and campaigns share (model/kind.h). */
#include "model.h"

static size_t found_by(const struct scene *scene, enum entity entity, struct catalog_query query)
{
    struct arena *arena = arena_make(4096);
    json_t *rows = NULL;
    struct str next;
    query.limit = 10;
    assert_int_equal(
        catalog_list(scene->catalog, entity, &query, &scene->scope, arena, &rows, &next), OK);
    size_t count = json_array_size(rows);
    json_decref(rows);
    arena_free(arena);
    return count;
}

/* spec: 1.3-name-tags-group, 1.5-name-colour-country-group, 1.1-name, 1.2-name */
static void what_is_labelled_is_found_by_tag_color_and_group(void **state)
{
    static const enum entity entities[] = {ENTITY_SOURCE, ENTITY_NETWORK, ENTITY_OFFER,
                                           ENTITY_CAMPAIGN};
    static const char *const rest[] = {"", "", ",'url':'http://h/?a='",
                                       ",'source_id':1,'paths':[{'offers':[{'id':1}]}]"};
    const struct scene *scene = *state;
    for (size_t i = 0; i < ARRAY_LEN(entities); i++) {
        char text[512];
        (void)snprintf(text, sizeof text,
                       "{'name':'Red one','tags':['Push','VIP'],'group':'Team A','color':'red',"
                       "'note':'ask Ann'%s}",
                       rest[i]);
        json_t *made = create(scene, entities[i], text, NULL);
        assert_json(json_object_get(made, "tags"), "['Push','VIP']");
        assert_string_equal(text_at(made, "note"), "ask Ann");
        json_decref(made);
        (void)snprintf(text, sizeof text, "{'name':'Plain'%s}", rest[i]);
        json_decref(create(scene, entities[i], text, NULL));
        assert_int_equal(found_by(scene, entities[i], (struct catalog_query){0}), 2);
        assert_int_equal(found_by(scene, entities[i], (struct catalog_query){.text = STR("#vip")}),
                         1);
        assert_int_equal(found_by(scene, entities[i], (struct catalog_query){.text = STR("#red")}),
                         1);
        assert_int_equal(found_by(scene, entities[i], (struct catalog_query){.text = STR("#vi")}),
                         0);
        assert_int_equal(
            found_by(scene, entities[i], (struct catalog_query){.group = STR("Team A")}), 1);
        assert_int_equal(
            found_by(scene, entities[i], (struct catalog_query){.group = STR("Team B")}), 0);
    }
}

/* spec: 1.3-country, 1.5-name-colour-country-group */
static void a_country_is_told_and_found(void **state)
{
    const struct scene *scene = *state;
    json_t *made =
        create(scene, ENTITY_OFFER, "{'name':'o','url':'http://h/?a=','country':'FR'}", NULL);
    assert_string_equal(text_at(made, "country"), "FR");
    json_decref(made);
    assert_int_equal(found_by(scene, ENTITY_OFFER, (struct catalog_query){.country = STR("FR")}),
                     1);
    assert_int_equal(found_by(scene, ENTITY_OFFER, (struct catalog_query){.country = STR("DE")}),
                     0);
}

static void labels_that_are_none_are_refused_by_name(void **state)
{
    static const struct {
        const char *label, *field;
    } cases[] = {
        {"'color':'#ff0000'", "color"}, {"'country':'fr'", "country"},
        {"'country':'XX'", "country"},  {"'tags':['a',7]", "tags[1]"},
        {"'tags':'a'", "tags"},         {"'group':7", "group"},
    };
    const struct scene *scene = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char text[128];
        struct model_fault fault = {0};
        json_t *document = NULL, *warnings = NULL;
        uint64_t version;
        (void)snprintf(text, sizeof text, "{'name':'o','url':'http://h/?a=',%s}", cases[i].label);
        json_t *input = json_of(text);
        assert_int_equal(catalog_create(scene->catalog, ENTITY_OFFER, input, &scene->scope,
                                        &document, &warnings, &version, &fault),
                         ERR_INVALID);
        assert_string_equal(fault.field, cases[i].field);
        json_decref(input);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_labelled_is_found_by_tag_color_and_group),
        TEST(a_country_is_told_and_found),
        TEST(labels_that_are_none_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
