/* Tests of the presets of networks, from the link that is shown to the postback that arrives
 * (spec/network.md §6.2, spec/tracker.md §2.2). */
#include "../model/tsv.h"

#include "convert/postback.h"
#include "convert/status.h"
#include "model/links.h"

static const struct links_base base = {
    {"http://t.example", 16}, {"http://n.example", 16}, {NULL, 0}};

struct postback_case {
    struct arena *arena;
    const struct network *network;
    const struct conversion_settings *settings;
    const json_t *macros;
    struct str query; /* of the link that the user copies */
};

static struct postback_bare_macros bare_macros_of(const void *context, struct str nid)
{
    const struct network *network = context;
    assert_true(nid.len > 0);
    return (struct postback_bare_macros){network->bare_macros, network->bare_macro_count};
}

static struct postback_call parse(const struct postback_case *c, struct str query)
{
    struct postback_call call = {0};
    struct postback_fault fault = {STR(""), ""};
    if (postback_parse(c->arena, query, STR_NONE, bare_macros_of, c->network, &call, &fault) != OK)
        fail_msg("%.*s: %.*s: %s", STR_FMT(query), STR_FMT(fault.name), fault.reason);
    return call;
}

/* The link with the network's macro of each parameter replaced, as the network would. */
static struct str replace(const struct postback_case *c, const char *const values[][2],
                          size_t count)
{
    struct buf buf = buf_in_arena(c->arena, 8192);
    struct str rest = c->query, pair, name;
    while (str_take_piece(&rest, '&', &pair)) {
        const char *value = NULL;
        struct str copy = pair;
        assert_true(str_take_piece(&copy, '=', &name));
        for (size_t i = 0; i < count; i++)
            if (str_is_equal(name, str_from_c(values[i][0])))
                value = values[i][1];
        buf_format(&buf, "%s%.*s=", buf.len > 0 ? "&" : "", STR_FMT(name));
        buf_write(&buf, value != NULL ? str_from_c(value) : copy);
    }
    return buf_str(&buf);
}

static void assert_value(const struct postback_case *c, const char *param, struct str actual,
                         const char *expected)
{
    bool is_there = json_object_get(c->macros, param) != NULL;
    if (!is_there && actual.ptr == NULL)
        return;
    if (!is_there || !str_is_equal(actual, str_from_c(expected)))
        fail_msg("%.*s: %s is \"%.*s\"", STR_FMT(c->query), param, STR_FMT(actual));
}

static void assert_expanded_matches(const struct postback_case *c)
{
    static const char *const values[][2] = {{"cid", "06f8m8c3v0g8z2q4s6w8y0a1"},
                                            {"payout", "1.50"},
                                            {"txid", "TX-1"},
                                            {"currency", "eur"},
                                            {"conversion_id", "77"},
                                            {"status", "word"},
                                            {"param1", "p1"},
                                            {"param2", "p2"},
                                            {"param3", "p3"}};
    struct postback_call call = parse(c, replace(c, values, ARRAY_LEN(values)));
    assert_value(c, "cid", call.cid, "06f8m8c3v0g8z2q4s6w8y0a1");
    assert_value(c, "payout", call.payout, "1.50");
    assert_value(c, "txid", call.txid, "TX-1");
    assert_value(c, "currency", call.currency, "EUR");
    assert_value(c, "conversion_id", call.reference, "77");
    assert_value(c, "status", call.status, "word");
    assert_true(str_is_equal(call.nid, arena_format(c->arena, "%" PRIu64, c->network->id)));
    if (json_object_get(c->macros, "param1") != NULL)
        assert_true(str_has_prefix(call.params, STR("param1=p1")));
}

/* Macros that the network left in are no values, whatever their delimiters. */
static void assert_unexpanded_is_nothing(const struct postback_case *c)
{
    struct postback_call call = parse(c, c->query);
    struct postback_call nothing = {.nid = call.nid, .cid_left = call.cid_left};
    if (memcmp(&call, &nothing, sizeof call) != 0)
        fail_msg("%.*s: a macro was taken for a value", STR_FMT(c->query));
}

/* "word=status word=status", "default=status" or "-". */
static void assert_words(const struct postback_case *c, struct str words)
{
    struct str pair, word;
    struct postback_call silent = {0};
    enum conversion_status expected = CONVERSION_SALE;
    if (str_has_prefix(words, STR("default="))) {
        assert_int_equal(conversion_status_parse(str_slice(words, 8, words.len), &expected), OK);
        words = STR("-");
    }
    assert_int_equal(status_of(&silent, c->network, c->settings).status, expected);
    if (str_is_equal(words, STR("-"))) {
        assert_int_equal(c->network->status_map_count, 0);
        return;
    }
    size_t count = 0;
    while (str_take_piece(&words, ' ', &pair)) {
        assert_true(str_take_piece(&pair, '=', &word));
        struct postback_call call = {.status = word};
        assert_int_equal(conversion_status_parse(pair, &expected), OK);
        assert_int_equal(status_of(&call, c->network, c->settings).status, expected);
        count++;
    }
    assert_int_equal(c->network->status_map_count, count);
}

/* The cell "txid / other" of the table: all of its macros stand in the link. */
static void assert_others(const struct postback_case *c, struct str cell)
{
    struct str macro;
    while (str_take_piece(&cell, ' ', &macro)) {
        struct str text = arena_format(c->arena, "=%.*s&", STR_FMT(macro));
        if (!str_is_equal(macro, STR("-")) && str_find(c->query, text) < 0)
            fail_msg("%.*s has no %.*s", STR_FMT(c->query), STR_FMT(macro));
    }
}

static void check_row(const struct scene *scene, const struct tsv_row *row)
{
    char input[128];
    struct snapshot *snapshot = NULL;
    (void)snprintf(input, sizeof input, "{'template':'%.*s'}", STR_FMT(row->fields[0]));
    json_t *document = create(scene, ENTITY_NETWORK, input, NULL);
    json_t *links = links_make(scene->catalog, ENTITY_NETWORK, document, base);
    assert_int_equal(snapshot_load(scene->dir, &snapshot), OK);
    struct str url = str_from_c(text_at(links, "postback_url"));
    assert_true(str_has_prefix(url, STR("http://t.example/postback?cid=")));
    struct postback_case c = {
        .arena = arena_make(1 << 20),
        .settings = &snapshot_workspace(snapshot, 1)->settings,
        .network = snapshot_find_network(
            snapshot, (uint64_t)json_integer_value(json_object_get(document, "id"))),
        .macros = json_object_get(document, "postback_macros"),
        .query = str_slice(url, (size_t)str_find_char(url, '?') + 1, url.len),
    };
    assert_expanded_matches(&c);
    assert_unexpanded_is_nothing(&c);
    assert_words(&c, row->fields[6]);
    assert_others(&c, row->fields[5]);
    if (!str_is_equal(row->fields[7], STR("-")))
        assert_true(str_is_equal(row->fields[7], str_from_c(text_at(c.macros, "status"))));
    arena_free(c.arena);
    snapshot_drop(snapshot);
    json_decref(links);
    json_decref(document);
}

static void every_network_of_the_table_is_understood_when_it_calls(void **state)
{
    assert_true(tsv_each("preset_networks.tsv", 9, check_row, *state) > 50);
}

static void a_bare_word_is_a_value_to_every_other_sender(void **state)
{
    struct arena *arena = arena_make(65536);
    struct postback_call call;
    struct postback_fault fault;
    (void)state;
    assert_int_equal(
        postback_parse(arena, STR("cid=xxc1xx&nid=1"), STR_NONE, NULL, NULL, &call, &fault), OK);
    assert_true(str_is_equal(call.cid, STR("xxc1xx")));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_network_of_the_table_is_understood_when_it_calls,
                                        scene_make, scene_drop),
        cmocka_unit_test(a_bare_word_is_a_value_to_every_other_sender),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
