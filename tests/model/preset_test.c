/* Tests of model/preset. */
#include "model/preset.h"

#include "macro/macro.h"
#include "model/links.h"
#include "tsv.h"

#define SOURCE_ROWS  46 /* of spec/network.md §6.1 */
#define NETWORK_ROWS 56 /* of §6.2 */

static const struct template_query all = {0};
static const struct links_base base = {
    {"http://t.example", 16}, {"http://n.example", 16}, {NULL, 0}};

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
                "{'param':'cost','macro':'{actual_cost}','unit':'event','currency':null,"
                "'currency_param':null}");
    assert_json(
        json_object_get(source, "postback"),
        "{'url':'http://s.magsrv.com/tag.php?goal=REPLACE&tag={external_id}','statuses':['sale'],"
        "'dedup_hours':24,'only_first':false,'payout_percent':'100','postback_percent':'100',"
        "'success_match':'^OK','duplicate_match':'already been notified','status_urls':{},"
        "'failure_match':'','include_bots':false,'enabled':true,'paused':false,'method':'GET'}");
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
    assert_int_equal(catalog_list_templates(scene->catalog, &scene->scope, &all, &templates), OK);
    assert_int_equal(json_array_size(templates), SOURCE_ROWS + NETWORK_ROWS);
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

/* ------------------------------------------------------------------ held against the tables */

static json_t *create_from(const struct scene *scene, enum entity entity, struct str template,
                           json_t **warnings)
{
    char input[128];
    (void)snprintf(input, sizeof input, "{'template':'%.*s'}", STR_FMT(template));
    return create(scene, entity, input, warnings);
}

static bool is_warned(const json_t *warnings, const char *field, const char *part)
{
    size_t i;
    json_t *warning;
    json_array_foreach(warnings, i,
                       warning) if (strcmp(text_at(warning, "field"), field) == 0 &&
                                    strstr(text_at(warning, "message"), part) != NULL) return true;
    return false;
}

static json_t *listed(const struct scene *scene, struct str template)
{
    json_t *templates = NULL, *row, *found = NULL;
    size_t i;
    assert_int_equal(catalog_list_templates(scene->catalog, &scene->scope, &all, &templates), OK);
    json_array_foreach(templates, i,
                       row) if (str_is_equal(template, str_from_c(text_at(row, "template"))))
        found = json_incref(row);
    json_decref(templates);
    assert_non_null(found);
    return found;
}

/* The mark stands as in the table, and one that holds a C, K or U is told on creation. */
static void assert_mark(const struct scene *scene, struct str template, struct str mark,
                        const json_t *warnings)
{
    json_t *row = listed(scene, template);
    bool is_verified = json_is_true(json_object_get(row, "verified"));
    assert_true(str_is_equal(mark, str_from_c(text_at(row, "confidence"))));
    assert_true(strstr(text_at(row, "source"), "spec/network.md §6.") != NULL);
    assert_int_equal(strlen(text_at(row, "checked")), 10);
    assert_int_equal(is_warned(warnings, "template", "was not checked"), !is_verified);
    json_decref(row);
}

/* The slot of the token whose parameter text begins with, braces around it; 0: none. */
static size_t slot_named(struct str text, const json_t *tokens, size_t *len)
{
    size_t i;
    json_t *token;
    json_array_foreach(tokens, i, token)
    {
        char macro[80];
        struct str param = str_from_c(text_at(token, "param"));
        *len = (size_t)snprintf(macro, sizeof macro, "{%.*s}", STR_FMT(param));
        if (macro_find(param) < 0 && str_has_prefix(text, str_from_c(macro)))
            return i + 1;
    }
    return 0;
}

/* In the table a postback names what came with the click by the source's own parameter. */
static void write_as_tokens(struct buf *buf, struct str url, const json_t *tokens)
{
    for (size_t at = 0; at < url.len;) {
        size_t len = 0;
        size_t slot = slot_named(str_slice(url, at, url.len), tokens, &len);
        if (slot > 0)
            buf_format(buf, "{token%zu}", slot);
        else
            buf_write_char(buf, url.ptr[at]);
        at += slot > 0 ? len : 1;
    }
}

static void assert_expands(struct arena *arena, struct str url)
{
    const struct macro_template *compiled;
    struct macro_fault warning, fault;
    struct macro_values values;
    struct buf buf = buf_in_arena(arena, MACRO_URL_BYTES_MAX);
    assert_int_equal(macro_compile(arena, url, MACRO_IN_POSTBACK, &compiled, &warning, &fault), OK);
    assert_string_equal(warning.reason, "");
    assert_true(macro_has(compiled, MACRO_EXTERNALID));
    for (size_t i = 0; i < MACRO_COUNT; i++)
        values.values[i] = STR("a{b}_-\xc3\xa9");
    macro_expand(compiled, &values, &buf);
    assert_true(str_find_char(buf_str(&buf), '{') < 0);
    assert_true(str_find_char(buf_str(&buf), '}') < 0);
    assert_true(str_find(buf_str(&buf), STR("=a%7Bb%7D_-%C3%A9")) >= 0);
}

static void assert_postback(const json_t *source, struct str expected, const json_t *warnings)
{
    struct arena *arena = arena_make(1 << 20);
    const char *url = text_at(json_object_get(source, "postback"), "url");
    struct buf wanted = buf_in_arena(arena, 4096);
    if (str_is_equal(expected, STR("-"))) {
        assert_null(url);
    } else {
        write_as_tokens(&wanted, expected, json_object_get(source, "tokens"));
        if (!str_is_equal(buf_str(&wanted), str_from_c(url)))
            fail_msg("%s\nis not\n%.*s", url, STR_FMT(buf_str(&wanted)));
        assert_int_equal(is_warned(warnings, "postback.url", "REPLACE"),
                         strstr(url, "REPLACE") != NULL);
        assert_expands(arena, str_from_c(url));
    }
    arena_free(arena);
}

/* Each macro of the query is a hole until the source fills it. */
static void assert_holes(struct str query)
{
    struct str pair;
    while (str_take_piece(&query, '&', &pair)) {
        ptrdiff_t equals = str_find_char(pair, '=');
        assert_true(equals > 0);
        if (!macro_is_placeholder(str_slice(pair, (size_t)equals + 1, pair.len)))
            fail_msg("%.*s would be taken for a value", STR_FMT(pair));
    }
}

static void check_source_row(const struct scene *scene, const struct tsv_row *row)
{
    struct str template = row->fields[0], query = row->fields[1];
    char input[128], wanted[1024];
    json_t *warnings = NULL;
    json_t *source = create_from(scene, ENTITY_SOURCE, template, &warnings);
    (void)snprintf(input, sizeof input,
                   "{'name':'c','source_id':%d,'paths':[{'offers':[{'id':1}]}]}",
                   (int)json_integer_value(json_object_get(source, "id")));
    json_t *campaign = create(scene, ENTITY_CAMPAIGN, input, NULL);
    json_t *links = links_make(scene->catalog, ENTITY_CAMPAIGN, campaign, base);
    (void)snprintf(wanted, sizeof wanted, "http://t.example/%s?%.*s", text_at(campaign, "key"),
                   STR_FMT(query));
    assert_string_equal(text_at(links, "campaign_url"), wanted);
    assert_holes(query);
    assert_postback(source, row->fields[2], warnings);
    assert_mark(scene, template, row->fields[3], warnings);
    json_decref(links);
    json_decref(campaign);
    json_decref(warnings);
    json_decref(source);
}

/* spec: 1.1-template-picker, 1.1-campaign-url-query */
static void sources_carry_every_macro_of_the_table_byte_for_byte(void **state)
{
    const struct scene *scene = *state;
    make(scene, ENTITY_OFFER, "{'name':'o','url':'http://h/?c={clickid}'}");
    assert_int_equal(tsv_each("preset_sources.tsv", 4, check_source_row, scene), SOURCE_ROWS);
}

/* "s2={click_id}" of the table is "{url}&s2={clickid}" of ours; {source} is the traffic source. */
static void assert_offer_url(const json_t *network, struct str expected)
{
    char wanted[256] = "{url}";
    const char *template = text_at(network, "offer_url_template");
    struct str pair;
    if (str_is_equal(expected, STR("-"))) {
        assert_null(template);
        return;
    }
    while (str_take_piece(&expected, '&', &pair)) {
        struct str name;
        bool is_click = str_has_suffix(pair, STR("={click_id}"));
        assert_true(is_click || str_has_suffix(pair, STR("={source}")));
        assert_true(str_take_piece(&pair, '=', &name));
        (void)snprintf(wanted + strlen(wanted), sizeof wanted - strlen(wanted), "&%.*s=%s",
                       STR_FMT(name), is_click ? "{clickid}" : "{trafficsource}");
    }
    assert_string_equal(template, wanted);
}

static void check_network_row(const struct scene *scene, const struct tsv_row *row)
{
    json_t *warnings = NULL;
    json_t *network = create_from(scene, ENTITY_NETWORK, row->fields[0], &warnings);
    const json_t *macros = json_object_get(network, "postback_macros");
    struct str currency = row->fields[4];
    assert_offer_url(network, row->fields[1]);
    assert_true(str_is_equal(row->fields[2], str_from_c(text_at(macros, "cid"))));
    assert_true(str_is_equal(row->fields[3], str_from_c(text_at(macros, "payout"))));
    if (currency.len == 3)
        assert_true(str_is_equal(currency, str_from_c(text_at(network, "currency"))));
    else
        assert_null(text_at(network, "currency"));
    if (macro_is_placeholder(currency))
        assert_true(str_is_equal(currency, str_from_c(text_at(macros, "currency"))));
    else
        assert_null(text_at(macros, "currency"));
    assert_mark(scene, row->fields[0], row->fields[8], warnings);
    json_decref(warnings);
    json_decref(network);
}

static void networks_carry_every_macro_of_the_table_byte_for_byte(void **state)
{
    assert_int_equal(tsv_each("preset_networks.tsv", 9, check_network_row, *state), NETWORK_ROWS);
}

static void a_mark_is_verified_when_nothing_in_it_is_of_one_source_or_none(void **state)
{
    static const char *const good[] = {"A",
                                       "B",
                                       "A / B",
                                       "A (macros) / B",
                                       "B (shape)",
                                       "A (no clickid macro exists)",
                                       "A (postback), B (macros)"};
    static const char *const bad[] = {"",
                                      "C",
                                      "K",
                                      "U",
                                      "K / C",
                                      "C, host U",
                                      "A (tid) / K",
                                      "B (section_id U)",
                                      "C (aff_sub, aff_sub5 in public links)",
                                      "A (params), K (macros)"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_true(preset_is_verified(str_from_c(good[i])));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(preset_is_verified(str_from_c(bad[i])));
}

static void notes_say_in_words_how_sure_they_are(void **state)
{
    const struct scene *scene = *state;
    json_t *templates = NULL, *row;
    size_t i, with_notes = 0;

    assert_int_equal(catalog_list_templates(scene->catalog, &scene->scope, &all, &templates), OK);
    json_array_foreach(templates, i, row)
    {
        const char *notes = json_string_value(json_object_get(row, "notes"));
        with_notes += notes != NULL && notes[0] != '\0';
        if (notes != NULL && (strstr(notes, "mark ") != NULL || strstr(notes, "marked ") != NULL))
            fail_msg("%s: \"%s\"", text_at(row, "template"), notes);
    }
    assert_true(with_notes > 10);
    json_decref(templates);
}

static void a_source_that_adds_its_click_id_by_itself_keeps_it_out_of_the_link(void **state)
{
    const struct scene *scene = *state;
    json_t *source = create(scene, ENTITY_SOURCE, "{'template':'google-ads'}", NULL);
    assert_json(json_object_get(source, "external_id"), "{'param':'gclid','macro':null}");
    json_decref(source);
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
        cmocka_unit_test_setup_teardown(sources_carry_every_macro_of_the_table_byte_for_byte,
                                        scene_make, scene_drop),
        cmocka_unit_test_setup_teardown(networks_carry_every_macro_of_the_table_byte_for_byte,
                                        scene_make, scene_drop),
        cmocka_unit_test_setup_teardown(notes_say_in_words_how_sure_they_are, scene_make,
                                        scene_drop),
        cmocka_unit_test(a_mark_is_verified_when_nothing_in_it_is_of_one_source_or_none),
        cmocka_unit_test_setup_teardown(
            a_source_that_adds_its_click_id_by_itself_keeps_it_out_of_the_link, scene_make,
            scene_drop),
        cmocka_unit_test(the_folder_of_the_environment_is_used_if_it_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
